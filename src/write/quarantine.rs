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
use super::record::push_json;

/// Name of the list of errors in the quarantine folder.
const ERRORS: &str = "errors.jsonl";

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
        let errors = fs::create_dir_all(folder)
            .and_then(|()| options.open(&list))
            .map_err(|source| WriteError::new(&list, source))?;
        Ok(Self { folder: folder.to_owned(), errors, sizes: BTreeMap::new(), open: None })
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
        self.sizes.insert(file, start + length + 1);
        Ok(())
    }

    /// Waits until all is on the disk.
    ///
    /// # Errors
    /// What the system says.
    pub fn finish(self) -> Result<(), WriteError> {
        let last = self.open.iter().map(|(name, file)| (name.as_str(), file));
        for (name, file) in last.chain([(ERRORS, &self.errors)]) {
            file.sync_all().map_err(|source| WriteError::new(&self.folder.join(name), source))?;
        }
        Ok(())
    }

    fn append(&mut self, name: &str, raw: &[u8]) -> io::Result<()> {
        if self.open.as_ref().is_none_or(|(open, _)| open != name) {
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

/// `pages.jsonl.bad` for `dump/pages.jsonl`.
fn file_name(input: &str) -> String {
    let name = Path::new(input).file_name().and_then(|name| name.to_str());
    match name {
        Some(name) if input != "-" => format!("{name}.bad"),
        _ => "stdin.bad".to_owned(),
    }
}
