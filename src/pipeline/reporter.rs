//! What a run tells while it goes: warnings and progress.
//!
//! The library prints nothing; whoever starts a run decides what to show.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use crate::page::Origin;
use crate::write::Kind;

/// Something that went wrong with a part of the input. The run goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Warning {
    /// A record could not be read as a page.
    Malformed {
        /// Where it stands.
        origin: Origin,
        /// Why.
        reason: String,
    },
    /// A file, or the rest of it, could not be read.
    Unreadable {
        /// The input as it was named.
        path: Arc<str>,
        /// Where and why; names the input.
        reason: String,
    },
    /// This page was written as it came: it is over a limit, or cleaning it failed.
    Unlabelled {
        /// Where it stands.
        origin: Origin,
        /// Why.
        reason: String,
    },
    /// Sound records that hold no page are passed over; told at the first of a kind.
    Skipped {
        /// Where it stands.
        origin: Origin,
        /// What is passed over and what would not be.
        advice: &'static str,
    },
    /// An input is no dump, but what a run wrote.
    Written {
        /// The input as it was named.
        path: Arc<str>,
        /// What its first record is.
        kind: Kind,
    },
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed { origin, reason } => write!(f, "{origin}: {reason}"),
            Self::Skipped { origin, advice } => write!(f, "{origin}: {advice}"),
            Self::Written { path, kind } => {
                write!(f, "{path}: written by presswash, its first line is {kind}")
            }
            Self::Unreadable { reason, .. } => f.write_str(reason),
            Self::Unlabelled { origin, reason } => {
                write!(f, "{origin}: the page is written as it came: {reason}")
            }
        }
    }
}

/// How far a run is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Bytes of the inputs that were read, as they lie on disk.
    pub bytes_read: u64,
    /// Bytes of text that were cleaned.
    pub bytes_text: u64,
    /// Pages that were written.
    pub pages: u64,
}

/// What there is of a run that was begun earlier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resumed<'m> {
    /// Some of it; the run goes on.
    Begun {
        /// Pages that are done.
        pages: u64,
        /// The manifest that says so.
        manifest: &'m Path,
    },
    /// All of it; nothing is left to do.
    Complete {
        /// The manifest that says so.
        manifest: &'m Path,
    },
}

/// Hears what a run tells. Called on the thread that started the run.
pub trait Reporter {
    /// The run is about to read so many bytes; nothing is known when an input is a stream.
    fn start(&mut self, _bytes_total: Option<u64>) {}

    /// The run was begun earlier; told before anything else.
    fn resumed(&mut self, _begun: &Resumed<'_>) {}

    /// An input is opened.
    fn file(&mut self, _path: &str) {}

    /// Something went wrong and the run goes on.
    fn warn(&mut self, _warning: &Warning) {}

    /// A piece of work was written.
    fn progress(&mut self, _progress: Progress) {}
}

/// Tells nobody.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Reporter for Silent {}
