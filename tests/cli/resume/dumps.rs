//! Dumps to run over, and what a run leaves.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::place::{Place, gzip};

/// Blocks so small that there are many.
pub const SMALL: &str = "--threads 2 --block-size 8kB";

/// So many pages of many lengths, each different, and now and then a record that is none.
pub fn pages(name: &str, count: usize) -> String {
    let mut dump = String::new();
    for i in 0..count {
        if i % 89 == 40 {
            writeln!(dump, "{{\"id\":\"{name}{i}\",\"broken\":").unwrap();
        }
        if i % 53 == 7 {
            dump.push('\n');
        }
        let more = "The ferry takes their place until the work is done. ".repeat(i % 17);
        let text = format!(
            "Bridge {i} reopens\\n\\nThe bridge over the river reopened on Monday after {i} weeks. {more}\\n\\n\
             Share on Facebook\\n\\n1 Comment\\nAnna says:\\nMay 20, 2021 7:12 am\\nA whole year {i}!\\nReply"
        );
        writeln!(dump, "{{\"id\":\"{name}{i}\",\"text\":\"{text}\"}}").unwrap();
    }
    dump
}

/// Inputs of several kinds.
pub fn put_inputs(place: &Place, count: usize) {
    place.put("in/a.jsonl", pages("a", count));
    place.put("in/b.jsonl.gz", gzip(pages("b", count / 2).as_bytes()));
    place.put("in/c/page.txt", "A headline\n\nA paragraph of the page that says little.\n");
    place.put("in/d.jsonl", "");
    place.put("in/e.jsonl", pages("e", count / 3).trim_end());
}

/// Every file below a folder, by name.
pub fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in walkdir::WalkDir::new(folder).min_depth(1) {
        let entry = entry.unwrap();
        if entry.file_type().is_file() {
            let name = entry.path().strip_prefix(folder).unwrap().to_string_lossy().into_owned();
            found.insert(name, fs::read(entry.path()).unwrap());
        }
    }
    found
}

/// What a run into `out/` left, without its manifest, which tells of checkpoints that depend on time.
pub fn left(place: &Place, folder: &str) -> BTreeMap<String, Vec<u8>> {
    let mut found = files(&place.path(folder));
    found.retain(|name, _| !name.contains("manifest"));
    found
}

/// Insists that two runs left the same.
pub fn assert_same(place: &Place, one: &str, other: &str) {
    let (one, other) = (left(place, one), left(place, other));
    assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
    for (name, bytes) in &one {
        assert!(*bytes == other[name], "{name} differs");
    }
}

/// Makes a complete run into one that was killed after all but its last checkpoint.
///
/// Returns the lines of its manifest.
pub fn undo_end(place: &Place, output: &str) -> Vec<String> {
    let manifest = format!("{output}.manifest");
    let mut lines: Vec<String> = place.get(&manifest).lines().map(str::to_owned).collect();
    lines.pop();
    place.put(&manifest, lines.join("\n") + "\n");
    for name in [output.to_owned(), output.replace("out.", "audit.")] {
        if place.exists(&name) {
            fs::rename(place.path(&name), place.path(&format!("{name}.part"))).unwrap();
        }
    }
    lines
}
