//! What a run did: counts that merge, a summary for people, JSON for programs.
//!
//! Separate from the pipeline because counts are made on many workers and
//! added up in any order; nothing here knows of threads or terminals.
//!
//! [`Stats`] is what a run counts on its way; a [`survey::Survey`] is made of its
//! outputs afterwards, for looking at, a [`compare::Comparison`] of those of two runs,
//! and `html/` holds the pages that show it.

pub mod compare;
pub mod html;
pub mod marking;
mod escape;
mod rails;
mod sites;
mod stats;
mod summary;
pub mod survey;

pub use escape::Escaped;
pub use rails::{Alarm, Culprit, Rails};
pub use sites::{SiteTally, Sites};
pub use stats::{Stats, Tally};
