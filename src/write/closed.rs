//! Outputs that are written, but have no name yet.
//!
//! Separate from [`Sink`](super::Sink) because waiting for the disk is what small files
//! cost most: many can wait for it together.

use std::collections::BTreeSet;
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::thread;

use super::atomic::{Target, sync_folder};
use super::sink::WriteError;

/// An output that is written. Dropped before it has its name it leaves nothing behind.
#[derive(Debug)]
pub struct Closed {
    path: PathBuf,
    target: Target,
}

impl Closed {
    pub(super) const fn new(path: PathBuf, target: Target) -> Self {
        Self { path, target }
    }

    /// Gives the output its name, after its bytes have reached the disk.
    ///
    /// # Errors
    /// What the system says, and [`WriteError::Exists`] when another program made the file meanwhile.
    pub fn finish(self) -> Result<(), WriteError> {
        self.name()?.as_deref().map_or(Ok(()), sync)
    }

    /// [`Closed::finish`] for several outputs at the same time, each in a thread of its own; a folder that
    /// they share is waited for once.
    ///
    /// # Errors
    /// As [`Closed::finish`]; the other outputs have their names all the same.
    pub fn finish_all(closed: Vec<Self>) -> Result<(), WriteError> {
        let named: Vec<_> = thread::scope(|scope| {
            let waiting: Vec<_> =
                closed.into_iter().map(|closed| scope.spawn(|| closed.name())).collect();
            let ended = waiting.into_iter().map(thread::ScopedJoinHandle::join);
            ended.map(|ended| ended.unwrap_or_else(|panic| resume_unwind(panic))).collect()
        });
        let named = named.into_iter().collect::<Result<Vec<_>, _>>()?;
        let folders: BTreeSet<PathBuf> = named.into_iter().flatten().collect();
        folders.iter().try_for_each(|folder| sync(folder))
    }

    /// Gives the output its name; the folder that holds it is to be waited for.
    fn name(self) -> Result<Option<PathBuf>, WriteError> {
        self.target.name().map_err(|source| WriteError::new(&self.path, source))
    }
}

fn sync(folder: &Path) -> Result<(), WriteError> {
    sync_folder(folder).map_err(|source| WriteError::new(folder, source))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::Closed;
    use crate::write::{Options, Sink, WriteError};

    #[test]
    fn many_outputs_get_their_names_together_and_one_that_fails_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = |at: usize| folder.path().join(format!("{}/{at}.jsonl", at % 3));
        let closed = |at: usize| {
            let mut sink = Sink::create(&path(at), Options::default()).unwrap();
            sink.write_block(format!("{at}\n").as_bytes()).unwrap();
            sink.close().unwrap()
        };
        let first: Vec<Closed> = (0..9).map(closed).collect();
        assert!(!path(0).exists());
        Closed::finish_all(first).unwrap();
        assert_eq!(fs::read_to_string(path(8)).unwrap(), "8\n");
        let second: Vec<Closed> = (9..12).map(closed).collect();
        fs::write(path(10), "mine").unwrap();
        let failed = Closed::finish_all(second).unwrap_err();
        assert!(matches!(failed, WriteError::Exists { path: found } if found == path(10)));
        assert_eq!(fs::read_to_string(path(10)).unwrap(), "mine");
        assert_eq!(fs::read_to_string(path(11)).unwrap(), "11\n");
        assert_eq!(fs::read_dir(folder.path().join("1")).unwrap().count(), 4);
    }
}
