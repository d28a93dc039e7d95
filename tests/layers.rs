//! Imports point left to right: a module may use only those before it in [`ORDER`].
//!
//! A test of its own, because the compiler accepts any cycle between modules
//! and a single wrong arrow is enough to make two stages one.

use std::path::{Path, PathBuf};
use std::{fs, iter};

/// The top-level modules in the order of the flow; each may import those before it.
const ORDER: [&str; 20] = [
    "span", "page", "label", "random", "sieve", "read", "segment", "dates", "rules", "site",
    "detect", "model", "thread", "write", "report", "pipeline", "train", "evaluate", "config",
    "cli",
];

/// Modules that are planned but need not exist yet.
const PLANNED: [&str; 0] = [];

/// Fewer files than this means that the walk looked in a wrong place.
const LEAST_FILES: usize = 60;

#[test]
fn imports_point_left_to_right() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files = rust_files(&src);
    assert!(files.len() >= LEAST_FILES, "only {} files below {}", files.len(), src.display());
    let wrong: Vec<String> = files
        .iter()
        .flat_map(|file| {
            let path = file.strip_prefix(&src).unwrap().to_str().unwrap().to_owned();
            violations(&path, &fs::read_to_string(file).unwrap())
        })
        .collect();
    assert!(wrong.is_empty(), "imports that point right to left:\n{}", wrong.join("\n"));
}

#[test]
fn every_top_level_module_has_its_place() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let lib = fs::read_to_string(src.join("lib.rs")).unwrap();
    let declared: Vec<&str> = lib.lines().filter_map(declared_module).collect();
    for module in &declared {
        assert!(ORDER.contains(module), "src/lib.rs: `{module}` is missing from the order");
    }
    let expected: Vec<&str> = ORDER
        .into_iter()
        .filter(|module| declared.contains(module) || !PLANNED.contains(module))
        .collect();
    assert_eq!(declared, expected, "src/lib.rs declares the modules in the order of the flow");
}

#[test]
fn bad_imports_are_caught() {
    let caught = |path: &str, text: &str| violations(path, text);
    assert_eq!(
        caught("read/jsonl.rs", "use crate::page::Page;\nuse crate::write::Sink;\n"),
        ["src/read/jsonl.rs:2: read imports write"]
    );
    assert_eq!(caught("segment/lines.rs", "use super::super::rules::RuleSet;\n").len(), 1);
    assert_eq!(caught("page.rs", "use super::label::Label;\n").len(), 1);
    assert_eq!(caught("rules/mod.rs", "use crate::{\n    span::Span,\n    cli,\n};\n").len(), 1);
    assert_eq!(caught("model/a/b.rs", "let x = crate::report::Stats::new();\n").len(), 1);
    let inline = "mod tests {\n    use super::super::thread::build;\n}\n";
    assert_eq!(caught("model/mod.rs", inline).len(), 1, "tests inside src count");
    assert_eq!(caught("nowhere/mod.rs", "use crate::span::Span;\n").len(), 1, "no place");
}

#[test]
fn good_imports_are_left_alone() {
    for (path, text) in [
        ("write/compose.rs", "mod tests {\n    use super::super::Flag;\n}\n"),
        ("write/compose.rs", "use super::splice::Layout;\nuse crate::thread::Comment;\n"),
        ("read/mod.rs", "//! See [`crate::write`].\npub(crate) mod blocks;\n"),
        ("detect/comments/name.rs", "use super::super::Testimony;\n"),
        ("cli/mod.rs", "use crate::{config, pipeline::{Destination, Frame}};\n"),
        ("lib.rs", "pub use crate::cli::main;\n"),
    ] {
        assert_eq!(violations(path, text), Vec::<String>::new(), "{path}: {text}");
    }
}

/// All imports of `text` (the file at `path`, relative to `src`) that the order forbids.
fn violations(path: &str, text: &str) -> Vec<String> {
    let modules = module_path(path);
    let Some(own) = modules.first() else { return Vec::new() };
    let Some(place) = rank(own) else { return vec![format!("src/{path}:1: {own} has no place")] };
    // Inline modules that are open, by the indentation of their line.
    let mut inline: Vec<usize> = Vec::new();
    let mut found = Vec::new();
    let mut offset = 0;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let indent = line.len() - line.trim_start().len();
        let code = line.split("//").next().unwrap_or_default();
        if code.trim_start().starts_with('}') {
            inline.retain(|open| *open < indent);
        }
        for target in imports(code, &text[offset..], modules.len() + inline.len()) {
            if rank(&target).is_some_and(|at| at > place) {
                found.push(format!("src/{path}:{}: {own} imports {target}", number + 1));
            }
        }
        if code.trim_end().ends_with('{') && code.trim_start().split(' ').any(|w| w == "mod") {
            inline.push(indent);
        }
        offset += line.len();
    }
    found
}

/// Top-level modules that paths in `code` lead to; `rest` is the file from there on, for groups
/// that go over several lines, and `depth` how many `super` lead to the root.
fn imports(code: &str, rest: &str, depth: usize) -> Vec<String> {
    let root = iter::repeat_n("super::", depth).collect::<String>();
    let mut found = Vec::new();
    for prefix in ["crate::", root.as_str()] {
        for (at, _) in code.match_indices(prefix) {
            let before = code[..at].chars().next_back();
            if before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':') {
                continue;
            }
            let path = &rest[at + prefix.len()..];
            match path.strip_prefix('{') {
                Some(group) => found.extend(group_heads(group)),
                None => found.extend(identifier(path)),
            }
        }
    }
    found
}

/// First names of the members of a use group, up to its closing brace.
fn group_heads(group: &str) -> Vec<String> {
    let mut depth = 0;
    let mut heads = Vec::new();
    let mut awaited = true;
    for (at, sign) in group.char_indices() {
        match sign {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => awaited = true,
            c if awaited && c.is_alphabetic() => {
                awaited = false;
                heads.extend(identifier(&group[at..]));
            }
            _ => {}
        }
    }
    heads
}

fn identifier(text: &str) -> Option<String> {
    let name: String = text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    (!name.is_empty()).then_some(name)
}

/// Module path of a file: `read/mod.rs` is `read`, `read/jsonl.rs` is `read, jsonl`; empty for
/// the roots, which may use everything.
fn module_path(path: &str) -> Vec<&str> {
    if matches!(path, "lib.rs" | "main.rs") {
        return Vec::new();
    }
    let stem = path.trim_end_matches(".rs");
    stem.split('/').filter(|part| *part != "mod").collect()
}

fn rank(module: &str) -> Option<usize> {
    ORDER.iter().position(|name| *name == module)
}

fn declared_module(line: &str) -> Option<&str> {
    let line = line.trim().trim_start_matches("pub ").trim_start_matches("pub(crate) ");
    line.strip_prefix("mod ")?.strip_suffix(';')
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = walkdir::WalkDir::new(folder)
        .into_iter()
        .map(|entry| entry.unwrap().into_path())
        .filter(|path| path.extension().is_some_and(|ext| ext == "rs"))
        .collect();
    files.sort();
    files
}
