//! The program from outside: arguments, exit codes, files, streams.

mod bad_input;
mod clean;
mod config;
mod documents;
mod eval;
mod explain;
mod faults;
mod mode;
mod outputs;
mod place;
mod rails;
mod report;
mod resume;
mod rules;
mod sites;
mod tables;
