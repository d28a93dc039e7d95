//! Whether a file stays as it is while it is read.
//!
//! Apart from the reading itself: a file that something else writes to gives
//! bytes without any error, and only its size, its time and its name tell.

use std::fmt;
use std::fs::{File, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// What happened to a file while it was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// It became longer; only the bytes that it had at first were read.
    Grew {
        /// Bytes at first.
        from: u64,
        /// Bytes at the end.
        to: u64,
    },
    /// It became shorter.
    Shrank {
        /// Bytes at first.
        from: u64,
        /// Bytes at the end.
        to: u64,
    },
    /// It was written to, and is as long as it was.
    Rewritten,
    /// Another file has its name now; the first was read to its end.
    Replaced,
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Grew { from, to } => write!(
                f,
                "grew from {from} to {to} bytes while it was read; only the first {from} were read"
            ),
            Self::Shrank { from, to } => write!(
                f,
                "shrank from {from} to {to} bytes while it was read; records may be missing or mixed up"
            ),
            Self::Rewritten => {
                f.write_str("was written to while it was read; records may be mixed up")
            }
            Self::Replaced => {
                f.write_str("was replaced while it was read; what was read is the old file")
            }
        }
    }
}

/// A file as it was when it was opened.
#[derive(Debug)]
pub(super) struct Watch {
    path: PathBuf,
    file: File,
    first: State,
}

/// What is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct State {
    bytes: u64,
    written: Option<SystemTime>,
    number: Option<(u64, u64)>,
}

impl State {
    fn of(meta: &Metadata) -> Self {
        Self { bytes: meta.len(), written: meta.modified().ok(), number: number(meta) }
    }
}

/// Device and number of a file, which a file of the same name does not share.
#[cfg(unix)]
#[expect(clippy::unnecessary_wraps, reason = "other systems have none")]
fn number(meta: &Metadata) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt as _;
    Some((meta.dev(), meta.ino()))
}

#[cfg(not(unix))]
const fn number(_: &Metadata) -> Option<(u64, u64)> {
    None
}

impl Watch {
    /// Begins to watch a file that was just opened; none for a pipe or a device.
    pub(super) fn new(path: &Path, file: &File) -> io::Result<Option<Self>> {
        let meta = file.metadata()?;
        // Files that the system makes up while they are read have no size.
        if !meta.is_file() || meta.len() == 0 {
            return Ok(None);
        }
        let (path, file) = (path.to_owned(), file.try_clone()?);
        Ok(Some(Self { path, file, first: State::of(&meta) }))
    }

    /// Bytes that the file had when it was opened. No more are read, or the reading of
    /// a file that grows faster would never end.
    pub(super) const fn bytes(&self) -> u64 {
        self.first.bytes
    }

    /// What happened to the file since. A file that was removed was read whole all the same.
    pub(super) fn change(&self) -> Option<Change> {
        let now = State::of(&self.file.metadata().ok()?);
        let from = self.first.bytes;
        let by_name = self.path.metadata().ok().and_then(|meta| number(&meta));
        if now.bytes > from {
            Some(Change::Grew { from, to: now.bytes })
        } else if now.bytes < from {
            Some(Change::Shrank { from, to: now.bytes })
        } else if now.written != self.first.written {
            Some(Change::Rewritten)
        } else {
            (by_name.is_some() && by_name != self.first.number).then_some(Change::Replaced)
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs::{self, File};
    use std::io::Write as _;
    use std::time::{Duration, SystemTime};

    use super::{Change, Watch};

    #[test]
    fn what_happens_to_a_file_is_seen() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("dump");
        let changed = |change: &dyn Fn()| {
            fs::remove_file(&path).ok();
            fs::write(&path, "12345").unwrap();
            let file = File::open(&path).unwrap();
            let watch = Watch::new(&path, &file).unwrap().unwrap();
            change();
            watch.change()
        };
        let open = || File::options().append(true).open(&path).unwrap();
        assert_eq!(changed(&|| {}), None);
        assert_eq!(changed(&|| fs::remove_file(&path).unwrap()), None);
        let grown = changed(&|| open().write_all(b"67").unwrap());
        assert_eq!(grown, Some(Change::Grew { from: 5, to: 7 }));
        let shrunk = changed(&|| open().set_len(2).unwrap());
        assert_eq!(shrunk, Some(Change::Shrank { from: 5, to: 2 }));
        let later = SystemTime::now() + Duration::from_secs(9);
        assert_eq!(changed(&|| open().set_modified(later).unwrap()), Some(Change::Rewritten));
        let other = place.path().join("other");
        let replaced = changed(&|| {
            fs::write(&other, "abcde").unwrap();
            fs::rename(&other, &path).unwrap();
        });
        assert_eq!(replaced, cfg!(unix).then_some(Change::Replaced));
    }

    #[test]
    fn an_empty_file_is_not_watched() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("empty");
        fs::write(&path, "").unwrap();
        assert!(Watch::new(&path, &File::open(&path).unwrap()).unwrap().is_none());
    }
}
