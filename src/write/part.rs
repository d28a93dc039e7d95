//! An output that outlives the run: its bytes lie beside it, in `NAME.part`, until it is complete.
//!
//! Separate from [`Sink`](super::Sink), whose hidden file goes when a run ends
//! early. Here everything up to the last checkpoint stays, and a later run goes on
//! from there. Each append is compressed as a member (gzip) or frame (zstd) of its
//! own, so that a file may be cut between any two.

use std::fs::{self, File};
use std::io::{self, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use super::atomic;
use super::records::{is_table, make_table};
use super::sink::{Compression, WriteError, pack};
use crate::read::Input;

/// What is appended to the name of an output that is not complete.
const PART: &str = "part";

/// An output that is being written and can be gone on with.
#[derive(Debug)]
pub struct PartFile {
    path: PathBuf,
    part: PathBuf,
    file: File,
    length: u64,
    compression: Compression,
}

impl PartFile {
    /// Starts the output at `path`: an empty file `NAME.part`. Missing folders are made.
    ///
    /// # Errors
    /// What the system says.
    pub fn create(path: &Path) -> Result<Self, WriteError> {
        let part = part_of(path);
        let open = || {
            atomic::make_folder(atomic::folder(&part))?;
            let file = File::create(&part)?;
            atomic::sync_folder(atomic::folder(&part))?;
            Ok(file)
        };
        let file = open().map_err(|source| WriteError::new(&part, source))?;
        Ok(Self::of(path, part, file, 0))
    }

    /// Goes on with an output of which `length` bytes count; what follows them is dropped.
    ///
    /// # Errors
    /// [`WriteError::Short`] when there are fewer bytes; else what the system says.
    pub fn reopen(path: &Path, length: u64) -> Result<Self, WriteError> {
        if length == 0 {
            return Self::create(path);
        }
        let part = part_of(path);
        let failed = |source| WriteError::new(&part, source);
        if !part.exists() {
            return Err(WriteError::Short { path: part, found: 0, expected: length });
        }
        let mut file = File::options().write(true).open(&part).map_err(failed)?;
        let found = file.metadata().map_err(failed)?.len();
        if found < length {
            return Err(WriteError::Short { path: part, found, expected: length });
        }
        file.set_len(length).map_err(failed)?;
        file.seek(SeekFrom::Start(length)).map_err(failed)?;
        Ok(Self::of(path, part, file, length))
    }

    fn of(path: &Path, part: PathBuf, file: File, length: u64) -> Self {
        // The lines that a table will be made of.
        let compression =
            if is_table(path) { Compression::Zstd } else { Compression::of_name(path) };
        Self { path: path.to_owned(), part, file, length, compression }
    }

    /// Where the output will be.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Bytes in the file, after compression.
    #[must_use]
    pub const fn length(&self) -> u64 {
        self.length
    }

    /// Appends a block of records; nothing when it is empty.
    ///
    /// # Errors
    /// What the system says. The file must be reopened then.
    pub fn append(&mut self, block: &[u8]) -> Result<(), WriteError> {
        if block.is_empty() { Ok(()) } else { self.member(block) }
    }

    fn member(&mut self, block: &[u8]) -> Result<(), WriteError> {
        let packed = pack(block, self.compression);
        let written = packed.and_then(|packed| {
            self.file.write_all(&packed)?;
            Ok(packed.len() as u64)
        });
        self.length += written.map_err(|source| WriteError::new(&self.part, source))?;
        Ok(())
    }

    /// Waits until all is on the disk.
    ///
    /// # Errors
    /// What the system says.
    pub fn sync(&self) -> Result<(), WriteError> {
        self.file.sync_data().map_err(|source| WriteError::new(&self.part, source))
    }

    /// Makes an archive of nothing out of an output without any record, as a file of
    /// no bytes is none.
    ///
    /// # Errors
    /// As [`PartFile::append`].
    pub fn close(&mut self) -> Result<(), WriteError> {
        if self.length == 0 && self.compression != Compression::Plain {
            self.member(&[])?;
        }
        Ok(())
    }

    /// Gives the output its name, after its bytes have reached the disk. A file of that name is
    /// replaced. For `inputs` see [`put_in_place`].
    ///
    /// # Errors
    /// What the system says.
    pub fn finish(self, inputs: &[Input]) -> Result<(), WriteError> {
        self.sync()?;
        put_in_place(&self.path, inputs)
    }
}

/// Gives the output at `path` its name, when it does not have it yet. A table is made of the lines then;
/// it takes the types of its columns from the inputs that it comes of.
///
/// # Errors
/// What the system says.
pub fn put_in_place(path: &Path, inputs: &[Input]) -> Result<(), WriteError> {
    let part = part_of(path);
    if !part.exists() {
        return Ok(());
    }
    if is_table(path) {
        make_table(path, &part, inputs)?;
        return fs::remove_file(&part).map_err(|source| WriteError::new(&part, source));
    }
    fs::rename(&part, path)
        .and_then(|()| atomic::sync_folder(atomic::folder(path)))
        .map_err(|source| WriteError::new(path, source))
}

/// Where the output at `path` lies until it is complete.
#[must_use]
pub fn part_of(path: &Path) -> PathBuf {
    with_ending(path, PART)
}

/// `a.jsonl.part` for `a.jsonl` and `part`.
#[must_use]
pub fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    PathBuf::from(name)
}

/// Opens the file of a journal for appending after its first `length` bytes.
///
/// # Errors
/// What the system says.
pub(crate) fn open_after(path: &Path, length: u64) -> io::Result<File> {
    let mut file = File::options().write(true).open(path)?;
    file.set_len(length)?;
    file.seek(SeekFrom::Start(length))?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{PartFile, part_of};
    use crate::write::WriteError;

    #[test]
    fn an_output_is_gone_on_with_after_what_counts() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/a.jsonl");
        let mut part = PartFile::create(&path).unwrap();
        part.append(b"one\n").unwrap();
        let counts = part.length();
        part.append(b"tw").unwrap();
        drop(part);
        let mut part = PartFile::reopen(&path, counts).unwrap();
        part.append(b"two\n").unwrap();
        assert!(!path.exists());
        part.finish(&[]).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "one\ntwo\n");
        assert!(!part_of(&path).exists());
    }

    #[test]
    fn an_output_that_lacks_bytes_is_not_gone_on_with() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.jsonl");
        fs::write(&path, "one\n").unwrap();
        let short = |length| PartFile::reopen(&path, length).map(|_| ()).unwrap_err();
        assert!(
            matches!(short(4), WriteError::Short { found: 0, .. }),
            "a file with the name is not ours"
        );
        fs::rename(&path, part_of(&path)).unwrap();
        assert!(matches!(short(5), WriteError::Short { found: 4, .. }));
    }

    #[test]
    fn archives_are_cut_between_members_and_never_without_any() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["a.gz", "a.zst"] {
            let path = folder.path().join(name);
            let mut part = PartFile::create(&path).unwrap();
            part.append(b"one\n").unwrap();
            let counts = part.length();
            part.append(b"other\n").unwrap();
            let mut part = PartFile::reopen(&path, counts).unwrap();
            part.append(b"two\n").unwrap();
            part.finish(&[]).unwrap();
            let mut empty = PartFile::create(&folder.path().join(format!("empty{name}"))).unwrap();
            empty.close().unwrap();
            assert!(empty.length() > 0);
        }
        let zstd = fs::read(folder.path().join("a.zst")).unwrap();
        assert_eq!(zstd::decode_all(zstd.as_slice()).unwrap(), b"one\ntwo\n");
    }
}
