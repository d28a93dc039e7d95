//! The writer's side of a run, whether or not it can be gone on with.
//!
//! The run itself does not care; what differs is what is left when it ends early.

use super::RunError;
use super::cleaner::Cleaner;
use super::identity::Identity;
use super::journal::{self, Journal, Opened};
use super::manifest::{self, Row};
use super::outputs::Outputs;
use super::reporter::{Reporter, Resumed};
use super::run::RunSettings;
use super::shard::Share;
use super::source::Place;
use super::work::Done;
use crate::read::Input;
use crate::write::WriteError;

/// The two ways to write.
pub(super) enum Writer {
    /// What is not finished goes.
    Plain(Box<Outputs>),
    /// What is not finished stays.
    Kept(Box<Journal>),
}

impl Writer {
    /// Opens the outputs, and tells what was done earlier; no writer when that is everything.
    ///
    /// # Errors
    /// When outputs exist or cannot be opened, or the run that was begun is another one.
    pub(super) fn open(
        inputs: &[Input],
        shares: &[Share],
        cleaner: &Cleaner,
        settings: &RunSettings,
        reporter: &mut dyn Reporter,
    ) -> Result<(Option<Self>, Row), RunError> {
        let nothing = Row::empty(Place::start_of(0));
        if !settings.resume {
            journal::clear_way(settings, inputs, shares)?;
            let outputs = Outputs::open(settings, inputs, shares)?;
            return Ok((Some(Self::Plain(Box::new(outputs))), nothing));
        }
        let identity = Identity::of(inputs, cleaner, settings);
        match Journal::open(settings, inputs, shares, &identity)? {
            Opened::Complete(state) => {
                let manifest = manifest::path_of(settings).unwrap_or_default();
                reporter.resumed(&Resumed::Complete { manifest: &manifest });
                Ok((None, *state))
            }
            Opened::Open(journal) => {
                let begun = journal.begun().clone();
                if begun.next != nothing.next {
                    let (pages, manifest) = (begun.stats.pages, journal.manifest());
                    reporter.resumed(&Resumed::Begun { pages, manifest });
                }
                Ok((Some(Self::Kept(journal)), begun))
            }
        }
    }

    /// Takes what became of one task.
    ///
    /// # Errors
    /// When an output cannot be written.
    pub(super) fn write(&mut self, done: &mut Done) -> Result<(), WriteError> {
        match self {
            Self::Plain(outputs) => outputs.write(done),
            Self::Kept(journal) => journal.write(done),
        }
    }

    /// Ends a run that has read all inputs.
    ///
    /// # Errors
    /// When an output cannot be finished.
    pub(super) fn finish(self, inputs: usize) -> Result<(), RunError> {
        match self {
            Self::Plain(outputs) => outputs.finish().map_err(RunError::Write),
            Self::Kept(journal) => journal.finish(inputs).map_err(RunError::Interrupted),
        }
    }

    /// Ends a run that was asked to stop.
    pub(super) fn stop(self, reason: usize) -> RunError {
        match self {
            Self::Plain(_) => RunError::Stopped { reason, resumable: false },
            Self::Kept(mut journal) => match journal.stop() {
                Ok(()) => RunError::Stopped { reason, resumable: true },
                Err(error) => RunError::Interrupted(error),
            },
        }
    }

    /// Ends a run whose outputs failed.
    pub(super) fn failed(self, error: WriteError) -> RunError {
        match self {
            Self::Plain(_) => RunError::Write(error),
            Self::Kept(_) => RunError::Interrupted(error),
        }
    }
}
