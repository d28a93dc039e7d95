//! What a run has done so far, in a file beside its output.
//!
//! JSON lines. The first says what the run is: program, settings, inputs. Each
//! further one is a checkpoint: what was read since the last one, and how long the
//! outputs are. A line carries a hash of itself, so that one which was cut off by a
//! crash is known; it then counts as not written. Separate from the outputs,
//! which it only speaks of.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::value::RawValue;
use xxhash_rust::xxh3::xxh3_64;

use super::destination::Destination;
use super::identity::Identity;
use super::run::RunSettings;
use super::source::Place;
use crate::report::Stats;
use crate::write::{Compression, Options, Sink, WriteError, open_after, with_ending};

/// What is appended to the name of an output for the name of its manifest.
const ENDING: &str = "manifest";

/// The manifest of a folder of outputs; reading passes files of such names over.
const IN_FOLDER: &str = "presswash-manifest";

/// Why a manifest does not help.
#[derive(Debug, thiserror::Error)]
pub enum ManifestError {
    /// The first line cannot be read.
    #[error("{}: this is no manifest, or it is damaged; remove it to start over", .0.display())]
    Damaged(PathBuf),
    /// The manifest is of a run with other settings or inputs.
    #[error("{}: the run that was begun is another one: {}; undo that, or remove the manifest to start over", path.display(), changes.join("; "))]
    Changed {
        /// The manifest.
        path: PathBuf,
        /// What differs, one phrase each.
        changes: Vec<String>,
    },
    /// The manifest cannot be read.
    #[error("{0}")]
    File(#[from] WriteError),
    /// What the manifest calls complete is not there.
    #[error("{}: complete, says {}, but not there; remove the manifest to start over", output.display(), manifest.display())]
    Gone {
        /// The output.
        output: PathBuf,
        /// The manifest.
        manifest: PathBuf,
    },
}

/// One checkpoint.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Row {
    /// Where the stretch of input starts that this row speaks of.
    pub(super) from: Place,
    /// Where reading goes on.
    pub(super) next: Place,
    /// Bytes of the output that is open, after compression.
    pub(super) output: u64,
    /// Bytes of the audit, after compression.
    pub(super) audit: u64,
    /// Bytes of those files of the quarantine that have grown.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) quarantine: BTreeMap<String, u64>,
    /// Bytes of text that were cleaned.
    pub(super) text: u64,
    /// Counts of the pages and bad records.
    pub(super) stats: Stats,
    /// Whether the run is complete.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) done: bool,
}

impl Row {
    /// A row that says nothing yet.
    pub(super) fn empty(at: Place) -> Self {
        Self {
            from: at,
            next: at,
            output: 0,
            audit: 0,
            quarantine: BTreeMap::new(),
            text: 0,
            stats: Stats::default(),
            done: false,
        }
    }

    /// This row and the one that follows it as one.
    fn then(&mut self, later: Self) {
        self.next = later.next;
        (self.output, self.audit) = (later.output, later.audit);
        self.quarantine.extend(later.quarantine);
        self.text += later.text;
        self.stats.merge(later.stats);
        self.done = later.done;
    }
}

/// A manifest that is being written.
#[derive(Debug)]
pub(super) struct Manifest {
    path: PathBuf,
    file: File,
}

/// What a manifest says.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) identity: Identity,
    /// All checkpoints as one.
    pub(super) state: Row,
    /// Bytes of the manifest that count.
    length: u64,
}

/// A line of the file.
#[derive(Deserialize, Serialize)]
struct Line<'l> {
    hash: &'l str,
    #[serde(borrow)]
    row: &'l RawValue,
}

impl Manifest {
    /// Makes a new manifest, whole or not at all.
    ///
    /// # Errors
    /// What the system says.
    pub(super) fn create(path: &Path, identity: &Identity) -> Result<Self, WriteError> {
        let options = Options { force: true, compression: Some(Compression::Plain) };
        let mut sink = Sink::create(path, options)?;
        let head = line(identity).map_err(|source| WriteError::new(path, source))?;
        sink.write_block(&head)?;
        sink.finish()?;
        Self::open(path, head.len() as u64)
    }

    /// Goes on with a manifest.
    ///
    /// # Errors
    /// What the system says.
    pub(super) fn go_on(path: &Path, found: &Found) -> Result<Self, WriteError> {
        Self::open(path, found.length)
    }

    fn open(path: &Path, length: u64) -> Result<Self, WriteError> {
        let file = open_after(path, length).map_err(|source| WriteError::new(path, source))?;
        Ok(Self { path: path.to_owned(), file })
    }

    /// Appends a checkpoint and waits until it is on the disk. What it speaks of must be there before.
    ///
    /// # Errors
    /// What the system says.
    pub(super) fn append(&mut self, row: &Row) -> Result<(), WriteError> {
        let written = line(row).and_then(|line| {
            self.file.write_all(&line)?;
            self.file.sync_data()
        });
        written.map_err(|source| WriteError::new(&self.path, source))
    }

    /// Where the manifest is.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }
}

impl Found {
    /// Reads the manifest at `path`; none when there is none.
    ///
    /// Whatever follows the first line that is not whole counts as not written.
    ///
    /// # Errors
    /// When there is a file that is no manifest, or that cannot be read.
    pub(super) fn read(path: &Path) -> Result<Option<Self>, ManifestError> {
        let mut bytes = Vec::new();
        match File::open(path).and_then(|mut file| file.read_to_end(&mut bytes)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(WriteError::new(path, error).into()),
            Ok(_) => {}
        }
        let found = Self::parse(&bytes).ok_or_else(|| ManifestError::Damaged(path.to_owned()));
        found.map(Some)
    }

    fn parse(bytes: &[u8]) -> Option<Self> {
        let mut lines = bytes.split_inclusive(|byte| *byte == b'\n');
        let head = lines.next()?;
        let identity = whole(head)?;
        let mut length = head.len();
        let mut state = Row::empty(Place::start_of(0));
        for line in lines {
            let Some(row) = whole::<Row>(line).filter(|row| row.from == state.next) else { break };
            state.then(row);
            length += line.len();
        }
        Some(Self { identity, state, length: length as u64 })
    }
}

/// Where the manifest of a run with these settings is; none when it can have none.
pub(super) fn path_of(settings: &RunSettings) -> Option<PathBuf> {
    match &settings.destination {
        Destination::Stdout => None,
        Destination::File(path) => Some(with_ending(path, ENDING)),
        Destination::Folder(folder) => {
            let shard = settings.shard.map(|shard| format!("-{}", shard.in_names()));
            Some(folder.join(format!("{IN_FOLDER}{}.jsonl", shard.unwrap_or_default())))
        }
    }
}

/// A row as a line with its hash.
fn line(row: &impl Serialize) -> io::Result<Vec<u8>> {
    let row = serde_json::value::to_raw_value(row)?;
    let mut line = serde_json::to_vec(&Line { hash: &hash(&row), row: &row })?;
    line.push(b'\n');
    Ok(line)
}

/// The row of a line; none when the line is not as it was written.
fn whole<T: DeserializeOwned>(line: &[u8]) -> Option<T> {
    let line: Line<'_> = serde_json::from_slice(line.strip_suffix(b"\n")?).ok()?;
    (line.hash == hash(line.row)).then(|| serde_json::from_str(line.row.get()).ok())?
}

fn hash(row: &RawValue) -> String {
    format!("{:016x}", xxh3_64(row.get().as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::{Found, Identity, Place, Row, line};

    fn row(from: u64, to: u64) -> Row {
        let place = |offset| Place { offset, ..Place::start_of(0) };
        Row { next: place(to), output: to * 2, text: to - from, ..Row::empty(place(from)) }
    }

    fn written(rows: &[Row]) -> Vec<u8> {
        let mut bytes = line(&Identity::default()).unwrap();
        for row in rows {
            bytes.extend(line(row).unwrap());
        }
        bytes
    }

    #[test]
    fn rows_add_up() {
        let bytes = written(&[row(0, 10), row(10, 30)]);
        let found = Found::parse(&bytes).unwrap();
        assert_eq!(found.identity, Identity::default());
        assert_eq!((found.state.next.offset, found.state.output, found.state.text), (30, 60, 30));
        assert_eq!(found.length, bytes.len() as u64);
    }

    #[test]
    fn a_tail_that_is_not_whole_counts_as_not_written() {
        let kept = written(&[row(0, 10)]);
        let all = written(&[row(0, 10), row(10, 30), row(30, 40)]);
        let second = written(&[row(0, 10), row(10, 30)]).len();
        for cut in kept.len()..second {
            let found = Found::parse(&all[..cut]).unwrap();
            assert_eq!((found.state.next.offset, found.length), (10, kept.len() as u64), "{cut}");
        }
        for at in kept.len()..second {
            let mut garbled = all.clone();
            garbled[at] ^= 1;
            let found = Found::parse(&garbled).unwrap();
            assert_eq!((found.state.next.offset, found.length), (10, kept.len() as u64), "{at}");
        }
    }

    #[test]
    fn a_row_that_does_not_follow_is_not_believed() {
        let found = Found::parse(&written(&[row(0, 10), row(20, 30)])).unwrap();
        assert_eq!(found.state.next.offset, 10);
    }

    #[test]
    fn without_its_first_line_it_is_no_manifest() {
        let bytes = written(&[row(0, 10)]);
        assert!(Found::parse(&bytes[1..]).is_none());
        assert!(Found::parse(&bytes[..20]).is_none());
        assert!(Found::parse(b"").is_none());
    }
}
