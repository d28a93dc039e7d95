//! Records that could not be read, set aside unchanged.
//!
//! Separate from the outputs: these bytes are no JSON that one could rely on,
//! and they are kept even when the run fails later.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::WriteError;
use super::atomic::make_folder;
use super::place::fitting_name;
use super::record::push_json;

/// Name of the list of errors in the quarantine folder.
const ERRORS: &str = "errors.jsonl";

/// The lists of errors of a quarantine, which is given as its folder or as its list: its own, or those of the
/// shards that set records aside in it. One that is missing is in the list, too, so that it is told by its name.
///
/// # Errors
/// When the folder cannot be read.
pub fn error_lists(quarantine: &Path) -> io::Result<Vec<PathBuf>> {
    let own = quarantine.join(ERRORS);
    if !quarantine.is_dir() {
        return Ok(vec![quarantine.to_owned()]);
    }
    if own.exists() {
        return Ok(vec![own]);
    }
    let lists = fs::read_dir(quarantine)?.map(|entry| Ok(entry?.path().join(ERRORS)));
    let mut lists = lists.collect::<io::Result<Vec<PathBuf>>>()?;
    lists.retain(|list| list.is_file());
    lists.sort();
    Ok(if lists.is_empty() { vec![own] } else { lists })
}

/// A record that could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bad<'b> {
    /// The input as it was named: a path, or `-`.
    pub input: &'b str,
    /// Number of the record in its file, from 1.
    pub record: u64,
    /// Byte offset of the record in its file, after decompression.
    pub offset: u64,
    /// What is wrong with it.
    pub reason: &'b str,
    /// The record as it was read; empty when nothing could be read.
    pub raw: &'b [u8],
}

/// A line of `errors.jsonl`.
#[derive(Serialize)]
struct Entry<'b> {
    input: &'b str,
    record: u64,
    offset: u64,
    reason: &'b str,
    /// The file in the quarantine folder, and the record's place in it, in bytes.
    file: &'b str,
    start: u64,
    length: u64,
}

/// A folder of bad records: `NAME.bad` for each input with any, each record followed by a line
/// break, and `errors.jsonl`, which says what is wrong with each and where its bytes are.
///
/// Inputs of the same name in different folders share one `.bad` file.
#[derive(Debug)]
pub struct Quarantine {
    folder: PathBuf,
    errors: File,
    errors_length: u64,
    /// Bytes in each `.bad` file so far.
    sizes: BTreeMap<String, u64>,
    /// The file that was last written to.
    open: Option<(String, File)>,
}

impl Quarantine {
    /// Opens the folder, which is made when it is missing, and an empty list of errors.
    ///
    /// # Errors
    /// [`WriteError::Exists`] when there is a list of errors from another run and `force` is false;
    /// else what the system says.
    pub fn create(folder: &Path, force: bool) -> Result<Self, WriteError> {
        let list = folder.join(ERRORS);
        let mut options = File::options();
        options.write(true).create(true).truncate(true).create_new(!force);
        let errors = make_folder(folder)
            .and_then(|()| options.open(&list))
            .map_err(|source| WriteError::new(&list, source))?;
        let (folder, sizes) = (folder.to_owned(), BTreeMap::new());
        Ok(Self { folder, errors, errors_length: 0, sizes, open: None })
    }

    /// Goes on with a quarantine of which only these bytes of its files count; in a file that is not
    /// named none do.
    ///
    /// # Errors
    /// [`WriteError::Short`] when a file holds fewer bytes; else what the system says.
    pub fn reopen(folder: &Path, mut lengths: BTreeMap<String, u64>) -> Result<Self, WriteError> {
        let errors_length = lengths.remove(ERRORS).unwrap_or_default();
        let failed = |name: &str, source| WriteError::new(&folder.join(name), source);
        make_folder(folder).map_err(|source| WriteError::new(folder, source))?;
        if errors_length == 0 {
            File::create(folder.join(ERRORS)).map_err(|source| failed(ERRORS, source))?;
        }
        for (name, length) in lengths.iter().map(|(name, length)| (name.as_str(), *length)) {
            cut(&folder.join(name), length)?;
        }
        cut(&folder.join(ERRORS), errors_length)?;
        let errors = File::options().append(true).open(folder.join(ERRORS));
        let errors = errors.map_err(|source| failed(ERRORS, source))?;
        Ok(Self { folder: folder.to_owned(), errors, errors_length, sizes: lengths, open: None })
    }

    /// Bytes in each file of the folder that was written to.
    #[must_use]
    pub fn lengths(&self) -> BTreeMap<String, u64> {
        let mut lengths = self.sizes.clone();
        lengths.insert(ERRORS.to_owned(), self.errors_length);
        lengths
    }

    /// Sets one record aside.
    ///
    /// # Errors
    /// When the folder cannot be written to.
    pub fn put(&mut self, bad: &Bad<'_>) -> Result<(), WriteError> {
        let file = file_name(bad.input);
        let start = self.sizes.get(&file).copied().unwrap_or(0);
        self.append(&file, bad.raw)
            .map_err(|source| WriteError::new(&self.folder.join(&file), source))?;
        let length = bad.raw.len() as u64;
        let Bad { input, record, offset, reason, .. } = *bad;
        let mut line = Vec::new();
        push_json(&mut line, &Entry { input, record, offset, reason, file: &file, start, length });
        line.push(b'\n');
        let list = self.folder.join(ERRORS);
        self.errors.write_all(&line).map_err(|source| WriteError::new(&list, source))?;
        self.errors_length += line.len() as u64;
        self.sizes.insert(file, start + length + 1);
        Ok(())
    }

    /// Waits until all is on the disk.
    ///
    /// # Errors
    /// What the system says.
    pub fn sync(&self) -> Result<(), WriteError> {
        let last = self.open.iter().map(|(name, file)| (name.as_str(), file));
        for (name, file) in last.chain([(ERRORS, &self.errors)]) {
            file.sync_all().map_err(|source| WriteError::new(&self.folder.join(name), source))?;
        }
        Ok(())
    }

    fn append(&mut self, name: &str, raw: &[u8]) -> io::Result<()> {
        if self.open.as_ref().is_none_or(|(open, _)| open != name) {
            if let Some((_, last)) = &self.open {
                last.sync_data()?;
            }
            let mut options = File::options();
            // What an earlier run left under this name goes, what this run wrote stays.
            let ours = self.sizes.contains_key(name);
            options.create(true).write(true).append(ours).truncate(!ours);
            self.open = Some((name.to_owned(), options.open(self.folder.join(name))?));
        }
        if let Some((_, file)) = &mut self.open {
            file.write_all(raw)?;
            file.write_all(b"\n")?;
        }
        Ok(())
    }
}

/// Cuts a file down to the bytes that count.
fn cut(path: &Path, length: u64) -> Result<(), WriteError> {
    let failed = |source| WriteError::new(path, source);
    let file = File::options().write(true).open(path).map_err(failed)?;
    let found = file.metadata().map_err(failed)?.len();
    if found < length {
        return Err(WriteError::Short { path: path.to_owned(), found, expected: length });
    }
    file.set_len(length).map_err(failed)
}

/// `pages.jsonl.bad` for `dump/pages.jsonl`; a name that would be too long is cut.
fn file_name(input: &str) -> String {
    let name = Path::new(input).file_name().and_then(|name| name.to_str());
    match name {
        Some(name) if input != "-" => fitting_name(name, ".bad"),
        _ => "stdin.bad".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use serde_json::{Value, json};

    use super::{Bad, ERRORS, Quarantine};
    use crate::write::WriteError;

    fn bad<'b>(input: &'b str, record: u64, raw: &'b [u8]) -> Bad<'b> {
        Bad { input, record, offset: record * 10, reason: "not JSON", raw }
    }

    #[test]
    fn bytes_are_kept_and_every_error_says_where() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("bad");
        let mut quarantine = Quarantine::create(&place, false).unwrap();
        quarantine.put(&bad("x/a.jsonl", 1, b"{\xff")).unwrap();
        quarantine.put(&bad("-", 2, b"")).unwrap();
        quarantine.put(&bad("y/a.jsonl", 3, b"[")).unwrap();
        quarantine.sync().unwrap();
        assert_eq!(fs::read(place.join("a.jsonl.bad")).unwrap(), b"{\xff\n[\n");
        assert_eq!(fs::read(place.join("stdin.bad")).unwrap(), b"\n");
        let list = fs::read_to_string(place.join(ERRORS)).unwrap();
        let rows: Vec<Value> =
            list.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let last = json!({
            "input": "y/a.jsonl", "record": 3, "offset": 30, "reason": "not JSON",
            "file": "a.jsonl.bad", "start": 3, "length": 1
        });
        assert_eq!((rows.len(), rows.last()), (3, Some(&last)));
    }

    #[test]
    fn a_quarantine_is_gone_on_with_after_what_counts() {
        let folder = tempfile::tempdir().unwrap();
        let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
        let mut quarantine = Quarantine::create(folder.path(), false).unwrap();
        quarantine.put(&bad("a", 1, b"one")).unwrap();
        let lengths = quarantine.lengths();
        let list = read(ERRORS);
        quarantine.put(&bad("a", 2, b"two")).unwrap();
        quarantine.put(&bad("b", 1, b"three")).unwrap();
        let mut quarantine = Quarantine::reopen(folder.path(), lengths).unwrap();
        assert_eq!((read("a.bad"), read(ERRORS)), ("one\n".to_owned(), list));
        quarantine.put(&bad("b", 1, b"3")).unwrap();
        assert_eq!(read("b.bad"), "3\n");
        assert_eq!(read(ERRORS).lines().count(), 2);
        Quarantine::reopen(folder.path(), std::collections::BTreeMap::new()).unwrap();
        assert_eq!(read(ERRORS), "");
    }

    #[test]
    fn another_runs_quarantine_is_replaced_only_by_force() {
        let folder = tempfile::tempdir().unwrap();
        Quarantine::create(folder.path(), false).unwrap().put(&bad("a", 1, b"old")).unwrap();
        let again = Quarantine::create(folder.path(), false);
        assert!(matches!(again, Err(WriteError::Exists { .. })));
        Quarantine::create(folder.path(), true).unwrap().put(&bad("a", 1, b"new")).unwrap();
        assert_eq!(fs::read(folder.path().join("a.bad")).unwrap(), b"new\n");
    }
}
