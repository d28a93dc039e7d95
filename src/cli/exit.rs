//! How the program ends: exit codes, and which errors are none.

use std::error::Error;
use std::io;
use std::process::ExitCode;

use crate::config::ConfigError;
use crate::pipeline::{Clash, Collision, ManifestError, RunError};
use crate::rules::RuleError;
use crate::write::WriteError;

/// How the program ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// All well.
    Well,
    /// Failed; the output, if there is one, was not put in place.
    Failed,
    /// The command line or a settings file is wrong.
    Usage,
    /// Finished, but some records were malformed or some inputs unreadable.
    Partial,
    /// `diff`: the runs differ.
    Differs,
    /// Stopped by the signal of this number.
    Stopped(u8),
    /// Finished, but a guard rail was broken, and that was to count.
    Rail,
}

/// What shells add to the number of the signal that ended a program.
pub const SIGNALLED: u8 = 128;

/// The part of the help that lists the codes.
pub const EXIT_CODES: &str = "\
Exit codes:
  0  all well
  1  failed; diff: the runs differ
  2  wrong usage: a flag, an argument, a settings file or a rule file
  3  finished, but some records were malformed or not cleaned, or some inputs unreadable
  4  finished, but a guard rail was broken (only with --strict)
  130, 143
     stopped by SIGINT (Ctrl-C) or SIGTERM
  141
     standard output was closed before its end, and with it the run's other outputs were given up";

/// What the system sends to a program whose standard output was closed.
const SIGPIPE: u8 = 13;

impl Exit {
    /// The number that the system gets.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::Well => 0,
            Self::Failed | Self::Differs => 1,
            Self::Usage => 2,
            Self::Partial => 3,
            Self::Stopped(signal) => SIGNALLED.saturating_add(signal),
            Self::Rail => 4,
        }
    }

    /// How the program ends on an error.
    #[must_use]
    pub fn of(error: &anyhow::Error) -> Self {
        if let Some(RunError::Stopped { reason, .. }) = error.downcast_ref() {
            return Self::Stopped(u8::try_from(*reason).unwrap_or_default());
        }
        if error.is::<Unread>() {
            return Self::Stopped(SIGPIPE);
        }
        let usage = |cause: &(dyn Error + 'static)| {
            cause.is::<UsageError>()
                || cause.is::<ConfigError>()
                || cause.is::<RuleError>()
                || cause.is::<Collision>()
                || cause.is::<Clash>()
                || cause.downcast_ref().is_some_and(is_usage)
                || cause.downcast_ref().is_some_and(is_misnamed)
        };
        // As a context it is no link of the chain.
        if error.is::<UsageError>() || error.chain().any(usage) {
            Self::Usage
        } else {
            Self::Failed
        }
    }
}

/// Whether a run failed by how it was asked for.
const fn is_usage(error: &RunError) -> bool {
    matches!(
        error,
        RunError::NoPlace
            | RunError::Stream(_)
            | RunError::Shared(_)
            | RunError::Collision(_)
            | RunError::Clash(_)
            | RunError::Manifest(ManifestError::Changed { .. })
    )
}

/// Whether an output was asked for by a name that it cannot have.
const fn is_misnamed(error: &WriteError) -> bool {
    matches!(
        error,
        WriteError::NotTable { .. } | WriteError::NoParquet { .. } | WriteError::Foreign { .. }
    )
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}

/// A mistake of the one who called the program, not of the run.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct UsageError(pub String);

/// Standard output was closed before its end, and the run has other outputs, which nobody closed.
#[derive(Debug, thiserror::Error)]
#[error("standard output was closed before its end, and the run was given up without writing {0}")]
pub struct Unread(pub String);

/// Whether the error is only that the reader of the output has seen enough.
#[must_use]
pub fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        matches!(cause.downcast_ref(), Some(WriteError::BrokenPipe))
            || cause
                .downcast_ref::<io::Error>()
                .is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe)
    })
}

/// The error and its causes on one line; a cause that is already told is not told twice.
#[must_use]
pub fn message(error: &anyhow::Error) -> String {
    error.chain().fold(String::new(), |told, cause| {
        let cause = cause.to_string();
        match told.as_str() {
            "" => cause,
            _ if told.contains(&cause) => told,
            _ => format!("{told}: {cause}"),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::{EXIT_CODES, Exit, UsageError, is_broken_pipe, message};
    use crate::write::{RestoreError, WriteError};
    use std::io;

    #[test]
    fn the_help_lists_every_code() {
        for exit in [Exit::Well, Exit::Failed, Exit::Usage, Exit::Partial, Exit::Rail] {
            assert!(EXIT_CODES.contains(&format!("\n  {}  ", exit.code())));
        }
    }

    #[test]
    fn a_broken_pipe_is_found_under_other_errors() {
        let pipe = anyhow::Error::from(io::Error::from(io::ErrorKind::BrokenPipe));
        assert!(is_broken_pipe(&pipe.context("while writing")));
        assert!(!is_broken_pipe(&io::Error::from(io::ErrorKind::NotFound).into()));
        let restoring = RestoreError::from(WriteError::BrokenPipe);
        assert!(is_broken_pipe(&restoring.into()));
    }

    #[test]
    fn errors_are_told_once_and_sorted_into_codes() {
        let error = anyhow::Error::from(UsageError("no such page".to_owned()));
        assert_eq!(Exit::of(&error), Exit::Usage);
        let error = error.context("no such page here").context("explain");
        assert_eq!(message(&error), "explain: no such page here");
        assert_eq!(Exit::of(&anyhow::anyhow!("disk full")), Exit::Failed);
    }
}
