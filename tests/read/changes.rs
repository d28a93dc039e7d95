//! Files that something else writes to while they are read.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use presswash::read::{BlockReader, Change, FieldNames, Input, ReadError, ReadSettings};

use super::{Outcome, drain};

const RECORD: &str = "{\"text\":\"Rain again.\"}\n";

/// Reads a file of 40,000 records that `change` is done to once it is open.
fn read_while(change: impl Fn(&Path)) -> (Outcome, String) {
    let place = tempfile::tempdir().unwrap();
    let path: PathBuf = place.path().join("dump.jsonl");
    // Longer than what is read ahead when the file is opened.
    fs::write(&path, RECORD.repeat(40_000)).unwrap();
    let settings = ReadSettings { block_bytes: 1000, ..ReadSettings::default() };
    let input = Arc::new(Input::file(&path, "dump.jsonl"));
    let reader = BlockReader::open(input, &settings, &Arc::default()).unwrap();
    change(&path);
    let outcome = drain(reader, &FieldNames::default());
    let told: Vec<String> = outcome.errors.iter().map(ToString::to_string).collect();
    (outcome, told.join("\n").replace(&format!("{}: ", path.display()), ""))
}

fn appending(path: &Path) -> File {
    File::options().append(true).open(path).unwrap()
}

#[test]
fn a_file_that_is_left_alone_is_no_news() {
    let (outcome, told) = read_while(|_| ());
    assert_eq!((outcome.pages.len(), told.as_str()), (40_000, ""));
}

#[test]
fn a_file_that_grows_is_read_as_far_as_it_went() {
    let (outcome, told) = read_while(|path| appending(path).write_all(RECORD.as_bytes()).unwrap());
    assert_eq!((outcome.pages.len(), outcome.malformed.len()), (40_000, 0));
    assert_eq!(
        told,
        "grew from 920000 to 920023 bytes while it was read; only the first 920000 were read"
    );
}

#[test]
fn a_file_that_is_cut_gives_what_is_left() {
    let (outcome, told) = read_while(|path| appending(path).set_len(900_011).unwrap());
    assert!(outcome.pages.len() < 40_000);
    assert_eq!(outcome.malformed.len(), 1, "the record that was cut");
    assert_eq!(
        told,
        "shrank from 920000 to 900011 bytes while it was read; records may be missing or mixed up"
    );
}

#[cfg(unix)]
#[test]
fn a_file_that_is_replaced_is_read_as_it_was() {
    let (outcome, told) = read_while(|path| {
        let other = path.with_extension("new");
        fs::write(&other, "{\"text\":\"Something else.\"}\n").unwrap();
        fs::rename(&other, path).unwrap();
    });
    assert_eq!(outcome.pages.len(), 40_000);
    assert!(outcome.pages.iter().all(|page| page.text == "Rain again."));
    assert_eq!(told, "was replaced while it was read; what was read is the old file");
    let [ReadError::Changed { change: Change::Replaced, .. }] = outcome.errors.as_slice() else {
        panic!("{told}");
    };
}
