//! Runs that end early and are gone on with, and runs that are split.
//!
//! Apart from the other tests of the program because what counts here is only
//! that the bytes in the end are those of a run that nothing happened to.

mod dumps;
mod full;
mod kill;
mod refuse;
mod shards;
mod signals;
mod torn;
