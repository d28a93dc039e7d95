//! Where the output of each input goes, settled before anything is written.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::write::{fitting_name, is_table};

/// Where cleaned pages go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Destination {
    /// Standard output.
    Stdout,
    /// One file for all inputs.
    File(PathBuf),
    /// A folder that mirrors the inputs: one output file for each input file.
    Folder(PathBuf),
}

/// Two inputs whose outputs would have the same name.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("{} and {} would both be written to {}", first.display(), second.display(), output.display())]
pub struct Collision {
    first: PathBuf,
    second: PathBuf,
    output: PathBuf,
}

impl Destination {
    /// What `-o OUTPUT` means: `-` is standard output; a path that ends with a
    /// slash or is an existing folder is a folder; anything else is one file.
    #[must_use]
    pub fn of(output: &Path) -> Self {
        let text = output.to_string_lossy();
        if text == "-" {
            Self::Stdout
        } else if text.ends_with(std::path::is_separator) || output.is_dir() {
            Self::Folder(output.to_owned())
        } else {
            Self::File(output.to_owned())
        }
    }

    /// Whether the records of an input are rows of a table there; `relative` as in [`Destination::mirror`].
    pub(super) fn is_table(&self, relative: &Path) -> bool {
        match self {
            Self::Stdout => false,
            Self::File(path) => is_table(path),
            Self::Folder(_) => is_table(&output_name(relative)),
        }
    }

    /// The output file for each input file, in order; empty unless this is a folder.
    ///
    /// `inputs` are paths relative to what the user named: `a/b.txt` for a file
    /// inside a folder, the bare name for a file that was named itself.
    ///
    /// # Errors
    /// When two inputs would share an output.
    pub fn mirror<'a>(
        &self,
        inputs: impl Iterator<Item = &'a Path>,
    ) -> Result<Vec<PathBuf>, Collision> {
        let Self::Folder(folder) = self else { return Ok(Vec::new()) };
        let mut taken: BTreeMap<PathBuf, &Path> = BTreeMap::new();
        let mut outputs = Vec::new();
        for input in inputs {
            let output = folder.join(output_name(input));
            if let Some(first) = taken.insert(output.clone(), input) {
                let (first, second) = (first.to_owned(), input.to_owned());
                return Err(Collision { first, second, output });
            }
            outputs.push(output);
        }
        Ok(outputs)
    }
}

/// The name under which an input's output is written.
///
/// JSONL keeps its name; a text file's extension becomes `jsonl`; any other
/// name gets `.jsonl` added. A Parquet file keeps its name, too. `.gz` and `.zst` stay, the other compressions,
/// which are read but not written, go. A name that would be too long for a file is cut.
#[must_use]
pub fn output_name(input: &Path) -> PathBuf {
    if input == Path::new("-") {
        return PathBuf::from("stdin.jsonl");
    }
    let name = input.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let (stem, compression) = match name.rsplit_once('.') {
        Some((stem, "gz")) => (stem, ".gz"),
        Some((stem, "zst")) => (stem, ".zst"),
        Some((stem, "bz2" | "xz")) => (stem, ""),
        _ => (name.as_str(), ""),
    };
    let (stem, ending) = match stem.rsplit_once('.') {
        Some((bare, "parquet")) => (bare, ".parquet".to_owned()),
        Some((bare, json @ ("jsonl" | "ndjson" | "json"))) => {
            (bare, format!(".{json}{compression}"))
        }
        Some((bare, "txt" | "text")) => (bare, format!(".jsonl{compression}")),
        _ => (stem, format!(".jsonl{compression}")),
    };
    input.with_file_name(fitting_name(stem, &ending))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{Destination, output_name};

    #[test]
    fn names() {
        for (input, output) in [
            ("x.jsonl.gz", "x.jsonl.gz"),
            ("a/x.ndjson", "a/x.ndjson"),
            ("a/b.txt", "a/b.jsonl"),
            ("a/b.txt.zst", "a/b.jsonl.zst"),
            ("x.jsonl.xz", "x.jsonl"),
            ("page", "page.jsonl"),
            ("a/x.parquet", "a/x.parquet"),
            ("x.parquet.gz", "x.parquet"),
            ("page.2021", "page.2021.jsonl"),
            (".gz", ".jsonl.gz"),
            ("-", "stdin.jsonl"),
        ] {
            assert_eq!(output_name(Path::new(input)), Path::new(output), "{input}");
        }
    }

    #[test]
    fn a_slash_or_an_existing_folder_makes_a_folder() {
        let here = tempfile::tempdir().unwrap();
        assert_eq!(Destination::of(Path::new("-")), Destination::Stdout);
        assert_eq!(Destination::of(Path::new("o/")), Destination::Folder("o/".into()));
        assert_eq!(Destination::of(here.path()), Destination::Folder(here.path().into()));
        assert_eq!(Destination::of(Path::new("o")), Destination::File("o".into()));
    }

    #[test]
    fn two_inputs_never_share_an_output() {
        let folder = Destination::Folder("o".into());
        let inputs = ["a.txt", "b.txt", "a.jsonl"].map(Path::new);
        let collision = folder.mirror(inputs.into_iter()).unwrap_err();
        assert_eq!(collision.to_string(), "a.txt and a.jsonl would both be written to o/a.jsonl");
        assert_eq!(folder.mirror(inputs.into_iter().take(2)).unwrap().len(), 2);
    }
}
