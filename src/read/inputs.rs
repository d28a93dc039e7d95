//! Arguments of the command line to a list of inputs.
//!
//! Apart from the readers because it decides once, before any work starts,
//! what will be read and in which order; the same arguments over the same
//! files give the same list.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use globset::{GlobBuilder, GlobMatcher};
use walkdir::{DirEntry, WalkDir};

/// Files of these endings are outputs that are not finished yet, or tell of them.
const UNFINISHED: [&str; 3] = ["tmp", "part", "manifest"];

/// Files whose names start like this are records of a run, not dumps.
const OWN_PREFIX: &str = "presswash-manifest";

/// One thing to read: a file, or the standard input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// The file; none for the standard input.
    pub path: Option<PathBuf>,
    /// The name to show and to write into records: the path, or `-`.
    pub name: Arc<str>,
    /// The path below the argument that named it, for mirroring into an output folder.
    pub relative: PathBuf,
    /// Size in bytes as it is stored; none when it is not known beforehand.
    pub bytes: Option<u64>,
}

impl Input {
    /// The standard input.
    #[must_use]
    pub fn stdin() -> Self {
        Self { path: None, name: Arc::from("-"), relative: PathBuf::from("stdin"), bytes: None }
    }

    /// The file at `path`, which need not exist; `relative` as in [`Input::relative`].
    #[must_use]
    pub fn file(path: impl Into<PathBuf>, relative: impl Into<PathBuf>) -> Self {
        let path = path.into();
        let bytes = path.metadata().ok().filter(std::fs::Metadata::is_file).map(|meta| meta.len());
        let name = Arc::from(path.to_string_lossy());
        Self { path: Some(path), name, relative: relative.into(), bytes }
    }
}

/// An argument that names nothing to read.
#[derive(Debug, thiserror::Error)]
pub enum InputError {
    /// No such file or folder, and no wildcard in the name.
    #[error("{argument}: {source}")]
    Missing {
        /// The argument.
        argument: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// No file matches.
    #[error("{argument}: no file matches")]
    NoMatch {
        /// The argument.
        argument: String,
    },
    /// A folder without files, or with such only as are passed over.
    #[error(
        "{argument}: no file to read in this folder (hidden and unfinished ones are passed over)"
    )]
    Empty {
        /// The argument.
        argument: String,
    },
    /// The wildcards are not well formed.
    #[error("{argument}: {source}")]
    Pattern {
        /// The argument.
        argument: String,
        /// What the glob parser said.
        source: globset::Error,
    },
}

/// What the arguments name, in their order; a folder's files in the order of their paths.
///
/// An argument is `-`, a file, a folder (all its files, recursively), or a glob
/// (`*`, `?`, `[..]`, `{a,b}`, `**`), tried in this order. In folders and globs
/// hidden files, `*.tmp`, `*.part`, `*.manifest` and files of `presswash` itself are passed over. What is
/// named twice is read once, at its first place. A folder that cannot be listed is
/// kept as an input, so that reading it fails there and the rest is still read.
///
/// # Errors
/// When an argument names nothing, or its wildcards are not well formed.
pub fn expand<A: AsRef<OsStr>>(arguments: &[A]) -> Result<Vec<Input>, InputError> {
    list(arguments, &[]).map(|listing| listing.inputs)
}

/// What arguments name, and what of it is left alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// What is to be read, in order.
    pub inputs: Vec<Input>,
    /// Folders of attributes that stand beside the documents that they belong to, as dolma lays them out.
    pub attributes: Vec<PathBuf>,
    /// Folders that outputs go to.
    pub outputs: Vec<PathBuf>,
}

/// [`expand`], with an account of what is left alone: in folders and globs also the folders that outputs go to, whose
/// paths are given without links.
///
/// # Errors
/// As [`expand`].
pub fn list<A: AsRef<OsStr>>(arguments: &[A], outputs: &[PathBuf]) -> Result<Listing, InputError> {
    let mut listing = Listing::default();
    for argument in arguments {
        let path = Path::new(argument);
        if argument.as_ref() == "-" {
            listing.inputs.push(Input::stdin());
            continue;
        }
        match path.metadata() {
            Ok(meta) if meta.is_dir() => {
                let before = (listing.inputs.len(), listing.attributes.len());
                folder(path, Path::new(""), outputs, &mut listing);
                if before == (listing.inputs.len(), listing.attributes.len()) {
                    return Err(InputError::Empty {
                        argument: path.to_string_lossy().into_owned(),
                    });
                }
            }
            Ok(_) => listing.inputs.push(Input::file(path, path.file_name().unwrap_or_default())),
            Err(source) => {
                let argument = path.to_string_lossy().into_owned();
                if !argument.contains(['*', '?', '[', '{']) {
                    return Err(InputError::Missing { argument, source });
                }
                glob(argument, outputs, &mut listing)?;
            }
        }
    }
    // By components, so that `./a` is `a`; links to one file stay two inputs.
    let mut seen: HashSet<Option<PathBuf>> = HashSet::new();
    listing.inputs.retain(|input| {
        let components =
            |path: &PathBuf| path.components().filter(|c| *c != Component::CurDir).collect();
        seen.insert(input.path.as_ref().map(components))
    });
    Ok(listing)
}

/// All files under `root`; their relative paths start with `prefix`.
fn folder(root: &Path, prefix: &Path, outputs: &[PathBuf], listing: &mut Listing) {
    let outputs = inside(root, outputs);
    let mut entries = walk(root, usize::MAX);
    while let Some(entry) = entries.next() {
        match entry {
            Ok(entry) if outputs.iter().any(|output| output == entry.path()) => {
                listing.outputs.push(entry.into_path());
                entries.skip_current_dir();
            }
            Ok(entry) if is_of_documents(&entry) => {
                listing.attributes.push(entry.into_path());
                entries.skip_current_dir();
            }
            Ok(entry) if entry.file_type().is_file() && !is_own(&entry) => {
                let below = entry.path().strip_prefix(root).unwrap_or(entry.path());
                listing.inputs.push(Input::file(entry.path(), prefix.join(below)));
            }
            Ok(_) => {}
            Err(error) => listing.inputs.extend(unlisted(root, &error)),
        }
    }
}

/// Those of the outputs that lie in the folder, as they are found from there.
fn inside(root: &Path, outputs: &[PathBuf]) -> Vec<PathBuf> {
    let Ok(real) = root.canonicalize() else { return Vec::new() };
    let below = outputs.iter().filter_map(|output| output.strip_prefix(&real).ok());
    below.filter(|below| *below != Path::new("")).map(|below| root.join(below)).collect()
}

/// Entries under `root`, links followed, hidden ones left out, in the order of paths.
fn walk(
    root: &Path,
    depth: usize,
) -> walkdir::FilterEntry<walkdir::IntoIter, fn(&DirEntry) -> bool> {
    WalkDir::new(root)
        .min_depth(1)
        .max_depth(depth)
        .follow_links(true)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| entry.depth() == 0 || !is_hidden(entry.file_name()))
}

/// What could not be listed, as an input that will fail when it is opened.
/// A link that leads back to a folder above it is nothing to report: its files are listed there.
fn unlisted(root: &Path, error: &walkdir::Error) -> Option<Input> {
    let path = error.path().filter(|_| error.loop_ancestor().is_none())?;
    Some(Input::file(path, path.strip_prefix(root).unwrap_or(path)))
}

fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

/// Whether a folder holds attributes of the documents in the folder beside it.
fn is_of_documents(entry: &DirEntry) -> bool {
    entry.file_type().is_dir()
        && entry.file_name() == "attributes"
        && entry.path().with_file_name("documents").is_dir()
}

fn is_own(entry: &DirEntry) -> bool {
    let name = entry.file_name().as_encoded_bytes();
    name.starts_with(OWN_PREFIX.as_bytes())
        || entry
            .path()
            .extension()
            .is_some_and(|ending| UNFINISHED.iter().any(|unfinished| ending == *unfinished))
}

/// All files that `pattern` matches, and all files of the folders that it matches.
fn glob(pattern: String, outputs: &[PathBuf], listing: &mut Listing) -> Result<(), InputError> {
    let (base, rest) = split_pattern(&pattern);
    let matcher = match compile(rest) {
        Ok(matcher) => matcher,
        Err(source) => return Err(InputError::Pattern { argument: pattern, source }),
    };
    // Without `**` nothing deeper than the pattern can match.
    let depth = if rest.contains("**") { usize::MAX } else { rest.split('/').count() };
    let before = listing.inputs.len();
    let root = if base.is_empty() { Path::new(".") } else { Path::new(base) };
    let written = inside(root, outputs);
    let mut entries = walk(root, depth);
    while let Some(entry) = entries.next() {
        let entry = match entry {
            Ok(entry) if written.iter().any(|output| output == entry.path()) => {
                entries.skip_current_dir();
                continue;
            }
            Ok(entry) => entry,
            Err(error) => {
                listing.inputs.extend(unlisted(root, &error));
                continue;
            }
        };
        let below = entry.path().strip_prefix(root).unwrap_or(entry.path());
        if !matcher.is_match(below) {
            continue;
        }
        let path = Path::new(base).join(below);
        if entry.file_type().is_dir() {
            folder(&path, below, outputs, listing);
            entries.skip_current_dir();
        } else if entry.file_type().is_file() && !is_own(&entry) {
            listing.inputs.push(Input::file(path, below));
        }
    }
    if listing.inputs.len() == before {
        Err(InputError::NoMatch { argument: pattern })
    } else {
        Ok(())
    }
}

/// The part of a pattern before its first component with a wildcard, and the rest.
fn split_pattern(pattern: &str) -> (&str, &str) {
    let wild = pattern.find(['*', '?', '[', '{']).unwrap_or(pattern.len());
    let cut = pattern.get(..wild).and_then(|literal| literal.rfind('/')).map_or(0, |at| at + 1);
    pattern.split_at_checked(cut).unwrap_or(("", pattern))
}

fn compile(pattern: &str) -> Result<GlobMatcher, globset::Error> {
    Ok(GlobBuilder::new(pattern).literal_separator(true).build()?.compile_matcher())
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::{InputError, expand, list};

    fn tree() -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        for file in [
            "b/two.txt",
            "b/.hidden",
            "b/half.jsonl.tmp",
            "b/out.jsonl.part",
            "b/out.jsonl.manifest",
            "a.txt",
            "b.txt",
            "a/deep/one.txt",
            ".git/config",
            "presswash-manifest.json",
        ] {
            let path = dir.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, file).unwrap();
        }
        dir
    }

    fn listed(dir: &Path, arguments: &[&str]) -> Vec<String> {
        let arguments: Vec<_> = arguments.iter().map(|argument| dir.join(argument)).collect();
        let inputs = expand(&arguments).unwrap();
        inputs.iter().map(|input| input.relative.to_str().unwrap().to_owned()).collect()
    }

    #[test]
    fn a_folder_is_listed_in_the_order_of_its_paths() {
        let dir = tree();
        assert_eq!(listed(dir.path(), &[""]), ["a/deep/one.txt", "a.txt", "b/two.txt", "b.txt"]);
        let first = &expand(&[dir.path()]).unwrap()[0];
        assert_eq!(first.bytes, Some(14));
        assert!(first.name.ends_with("a/deep/one.txt"));
    }

    #[test]
    fn globs_match_files_and_folders_below_their_literal_part() {
        let dir = tree();
        assert_eq!(listed(dir.path(), &["*.txt"]), ["a.txt", "b.txt"]);
        assert_eq!(listed(dir.path(), &["**/*o*.txt"]), ["a/deep/one.txt", "b/two.txt"]);
        assert_eq!(listed(dir.path(), &["a/d*"]), ["deep/one.txt"]);
        assert_eq!(listed(dir.path(), &["{a,b}.txt"]), ["a.txt", "b.txt"]);
    }

    #[test]
    fn what_is_named_twice_is_read_once() {
        let dir = tree();
        assert_eq!(listed(dir.path(), &["b.txt", "./b.txt", "*.txt"]), ["b.txt", "a.txt"]);
        let inputs = expand(&["-", "-"]).unwrap();
        assert_eq!((inputs.len(), &*inputs[0].name), (1, "-"));
    }

    #[test]
    fn attributes_beside_documents_are_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        for file in ["v1/documents/a.jsonl", "v1/attributes/tags/a.jsonl", "attributes/b.jsonl"] {
            let path = dir.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        assert_eq!(listed(dir.path(), &[""]), ["attributes/b.jsonl", "v1/documents/a.jsonl"]);
        let listing = list(&[dir.path()], &[]).unwrap();
        assert_eq!(listing.attributes, [dir.path().join("v1/attributes")]);
        assert_eq!(listed(dir.path(), &["v1/attributes"]), ["tags/a.jsonl"], "when it is named");
    }

    #[test]
    fn folders_that_outputs_go_to_are_left_alone() {
        let dir = tree();
        let outputs = [dir.path().canonicalize().unwrap().join("b")];
        for argument in ["", "*", "**/*.txt"] {
            let listing = list(&[dir.path().join(argument)], &outputs).unwrap();
            let names: Vec<_> = listing.inputs.iter().map(|input| input.relative.clone()).collect();
            assert!(names.contains(&"a.txt".into()), "{argument}: {names:?}");
            assert!(!names.contains(&"b/two.txt".into()), "{argument}: {names:?}");
            assert!(names.contains(&"b.txt".into()), "{argument}: {names:?}");
        }
        assert_eq!(list(&[dir.path()], &outputs).unwrap().outputs, [dir.path().join("b")]);
        let named = list(&[dir.path().join("b")], &outputs).unwrap();
        assert_eq!(named.inputs.len(), 1, "when it is named");
    }

    #[test]
    fn what_names_nothing_is_an_error() {
        let dir = tree();
        let failed = |argument: &str| expand(&[dir.path().join(argument)]).unwrap_err();
        assert!(matches!(failed("c.txt"), InputError::Missing { .. }));
        assert!(matches!(failed("*.gz"), InputError::NoMatch { .. }));
        assert!(matches!(failed("[.gz"), InputError::Pattern { .. }));
        fs::create_dir(dir.path().join("none")).unwrap();
        fs::write(dir.path().join("none/.hidden"), "").unwrap();
        assert!(matches!(failed("none"), InputError::Empty { .. }));
    }
}
