//! One case folder: the page that goes in, and what must come out.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use flate2::read::MultiGzDecoder;

use super::truth::Truth;

/// A case: a folder below `tests/cases`.
pub struct Case {
    /// The folder's path below the cases: `poem`, `wordpress/english-2006`.
    pub name: String,
    /// The folder.
    pub folder: PathBuf,
    /// What was written down by hand.
    pub truth: Truth,
    /// File name of the input: its ending tells the format.
    pub file: String,
    /// The input: a text, or one JSON record on one line.
    pub input: Vec<u8>,
}

impl Case {
    /// Whether the input is a JSON record.
    pub fn is_record(&self) -> bool {
        has_ending(&self.file, "jsonl")
    }

    /// Where the blessed output is.
    pub fn expected(&self) -> PathBuf {
        self.folder.join("expected.jsonl")
    }
}

/// The folder that holds all cases.
pub fn case_root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases")
}

/// All cases, in the order of their paths: folders that hold a truth, and those in the folders that hold none.
pub fn all() -> Vec<Case> {
    let mut cases = Vec::new();
    collect(&case_root(), &mut cases);
    cases.sort_by(|a, b| a.folder.cmp(&b.folder));
    cases
}

fn collect(root: &Path, cases: &mut Vec<Case>) {
    for entry in fs::read_dir(root).unwrap() {
        let folder = entry.unwrap().path();
        if folder.join("truth.toml").is_file() {
            cases.push(open(&folder));
        } else if folder.is_dir() && !folder.ends_with("runner") {
            let empty = fs::read_dir(&folder).unwrap().next().is_none();
            assert!(!empty, "{}: neither a truth nor cases", folder.display());
            collect(&folder, cases);
        }
    }
}

fn open(folder: &Path) -> Case {
    let name = folder.strip_prefix(case_root()).unwrap().to_str().unwrap().to_owned();
    let truth = fs::read_to_string(folder.join("truth.toml"))
        .unwrap_or_else(|error| panic!("{name}: truth.toml: {error}"));
    let truth: Truth =
        toml::from_str(&truth).unwrap_or_else(|error| panic!("{name}: truth.toml: {error}"));
    let (file, input) = match &truth.page {
        Some(page) => dump_page(page),
        None => own_input(folder),
    };
    Case { name, folder: folder.to_owned(), truth, file, input }
}

fn own_input(folder: &Path) -> (String, Vec<u8>) {
    for file in ["input.jsonl", "input.txt"] {
        if let Ok(bytes) = fs::read(folder.join(file)) {
            return (file.to_owned(), bytes);
        }
    }
    panic!("{}: neither input.jsonl nor input.txt, and no `page`", folder.display())
}

/// A page of the sample dump: `barley.txt`, or `news.jsonl#3` for the third record.
fn dump_page(name: &str) -> (String, Vec<u8>) {
    let Some((file, number)) = name.split_once('#') else {
        return (name.to_owned(), read_dump(name));
    };
    let number: usize = number.parse().unwrap();
    let bytes = read_dump(file);
    let record = bytes.split_inclusive(|byte| *byte == b'\n').nth(number - 1);
    let record = record.unwrap_or_else(|| panic!("{file} has no record {number}"));
    ("input.jsonl".to_owned(), record.to_vec())
}

fn read_dump(file: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/dump").join(file);
    let bytes = fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    if !has_ending(file, "gz") {
        return bytes;
    }
    let mut plain = Vec::new();
    MultiGzDecoder::new(bytes.as_slice()).read_to_end(&mut plain).unwrap();
    plain
}

fn has_ending(file: &str, ending: &str) -> bool {
    Path::new(file).extension().is_some_and(|extension| extension == ending)
}

/// Name of every page of the sample dump, as a truth would refer to it.
pub fn dump_pages() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/dump");
    let mut files: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    files.sort();
    let mut names = Vec::new();
    for file in files {
        if file.contains(".jsonl") {
            let records = memchr::memchr_iter(b'\n', &read_dump(&file)).count();
            names.extend((1..=records).map(|number| format!("{file}#{number}")));
        } else {
            names.push(file);
        }
    }
    names
}
