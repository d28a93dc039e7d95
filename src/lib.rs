//! presswash cleans dumps of scraped news.
//!
//! A page goes through the modules from top to bottom, and each module may
//! import only from those above it:
//!
//! | module | what it does |
//! |---|---|
//! | [`span`], [`page`], [`label`] | the vocabulary: byte range, input document, what a line can be |
//! | [`random`] | chance that only a seed decides |
//! | [`sieve`] | most keys that are not in a set, turned down |
//! | [`read`] | paths or stdin to pages |
//! | [`segment`] | page to lines |
//! | [`dates`] | dates and times in lines, in the languages of the world |
//! | [`rules`] | known phrases and patterns, as data |
//! | [`site`] | what each site of a dump repeats |
//! | [`detect`] | evidence on lines |
//! | [`model`] | evidence to one label a line |
//! | [`thread`] | comment lines to a thread |
//! | [`write`](mod@write) | records, audit, restore |
//! | [`report`] | counts, surveys, comparisons, pages for the browser |
//! | [`pipeline`] | the run: ordered workers, quarantine |
//! | [`train`] | gold pages to a model |
//! | [`evaluate`] | gold pages to figures of how good a model is |

#![warn(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::unwrap_used,
    clippy::expect_used,
    missing_docs
)]

pub mod span;
pub mod page;
pub mod label;
pub mod random;
pub mod sieve;
pub mod read;
pub mod segment;
pub mod dates;
pub mod rules;
pub mod site;
pub mod detect;
pub mod model;
pub mod thread;
pub mod write;
pub mod report;
pub mod pipeline;
pub mod train;
pub mod evaluate;
pub mod config;
pub mod cli;
