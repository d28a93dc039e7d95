//! The program from outside: arguments, exit codes, files, streams.

mod bad_input;
mod clean;
mod config;
mod documents;
mod eval;
mod explain;
mod mode;
mod place;
mod resume;
mod rules;
