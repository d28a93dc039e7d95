//! Settings files: where they are looked for, and how a mistake in one is reported.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use toml::Spanned;

use super::Layer;

/// Name of a settings file.
pub const FILE_NAME: &str = "presswash.toml";

/// Why a settings file was not taken.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// It could not be read.
    #[error("{}: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// It is no settings file: a mistake in the TOML, an unknown key or a value of the wrong type.
    #[error("{}:{line}: {message}", path.display())]
    Wrong {
        /// The file.
        path: PathBuf,
        /// Line of the mistake, from 1.
        line: usize,
        /// What is wrong.
        message: String,
    },
}

/// Reads one settings file; its relative paths are taken from its own folder.
///
/// # Errors
/// When it cannot be read, or holds anything that is no setting.
pub fn read(path: &Path) -> Result<Layer, ConfigError> {
    let text = fs::read_to_string(path)
        .map_err(|source| ConfigError::Unreadable { path: path.to_owned(), source })?;
    let layer = Layer { named: places(&text, path), ..parse(&text, path)? };
    Ok(layer.beside(path.parent().unwrap_or(Path::new(""))))
}

/// The layers of the user's and the working directory's settings files, where they exist.
///
/// # Errors
/// When one exists but cannot be taken.
pub fn discover() -> Result<Layer, ConfigError> {
    let mut layer = Layer::default();
    for path in user_file().into_iter().chain([PathBuf::from(FILE_NAME)]) {
        if path.is_file() {
            layer = layer.then(read(&path)?);
        }
    }
    Ok(layer)
}

/// `$XDG_CONFIG_HOME/presswash/presswash.toml`, or the same under `~/.config`.
fn user_file() -> Option<PathBuf> {
    let set = env::var_os("XDG_CONFIG_HOME").map(PathBuf::from).filter(|path| path.is_absolute());
    let folder = set.or_else(|| env::home_dir().map(|home| home.join(".config")))?;
    Some(folder.join("presswash").join(FILE_NAME))
}

fn parse(text: &str, path: &Path) -> Result<Layer, ConfigError> {
    toml::from_str(text).map_err(|error| {
        let line = error.span().map_or(1, |span| line_at(text, span.start));
        let message = match key(text, line) {
            // It is named where it is what is wrong.
            Some(key) if !error.message().contains(&format!("`{key}`")) => {
                format!("{key}: {}", error.message())
            }
            _ => error.message().to_owned(),
        };
        ConfigError::Wrong { path: path.to_owned(), line, message }
    })
}

/// The line, from 1, of a byte.
fn line_at(text: &str, byte: usize) -> usize {
    text.get(..byte).unwrap_or_default().matches('\n').count() + 1
}

/// The files that settings name.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Files {
    rules: Vec<Spanned<PathBuf>>,
    model: Option<Spanned<PathBuf>>,
    sites: Option<Spanned<PathBuf>>,
}

/// Where each file is named. They are not asked for here: a flag may name another one, and a command may
/// need none of them, or write one.
fn places(text: &str, path: &Path) -> BTreeMap<PathBuf, String> {
    // What is wrong with the text is told where all of it is read.
    let Files { rules, model, sites } = toml::from_str(text).unwrap_or_default();
    let files = rules.into_iter().chain(model).chain(sites);
    let place = |file: Spanned<PathBuf>| {
        let line = line_at(text, file.span().start);
        (file.into_inner(), format!("{}:{line}", path.display()))
    };
    files.map(place).collect()
}

/// The key of the value that reaches into this line (from 1): values may go over several lines.
fn key(text: &str, line: usize) -> Option<&str> {
    let is_key = |key: &&str| !key.is_empty() && key.chars().all(|c| matches!(c, 'a'..='z' | '-'));
    let keys = text.lines().take(line).filter_map(|line| Some(line.split_once('=')?.0.trim()));
    keys.filter(is_key).last()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{Layer, parse};

    #[test]
    fn a_mistake_is_reported_with_file_and_line() {
        let wrong = |text: &str| parse(text, Path::new("p.toml")).unwrap_err().to_string();
        let unknown = wrong("threads = 2\n\nthread = 3\n");
        assert!(unknown.starts_with("p.toml:3: unknown field `thread`"), "{unknown}");
        let size = wrong("threads = 1\nmax-record = \"1XB\"");
        assert!(size.starts_with("p.toml:2: max-record: \"1XB\" is no size"), "{size}");
        assert!(wrong("\nthreads = ").starts_with("p.toml:2: "));
    }

    #[test]
    fn a_mistake_names_its_key_and_what_is_allowed() {
        for (text, told) in [
            (
                "threads = \"four\"",
                "1: threads: invalid type: string \"four\", expected a whole number from 0 to 1024",
            ),
            (
                "in-flight = 0",
                "1: in-flight: invalid value: integer `0`, expected a whole number from 1 to 4096",
            ),
            (
                "max-rule = 101",
                "1: max-rule: invalid value: integer `101`, expected a whole number from 0 to 100",
            ),
            (
                "max-lines = -1",
                "1: max-lines: invalid value: integer `-1`, expected a whole number from 0 on",
            ),
            (
                "mode = \"best\"",
                "1: mode: unknown mode \"best\", wanted balanced, precision or recall",
            ),
            ("quiet = 1", "1: quiet: invalid type: integer `1`, expected a boolean"),
            (
                "rules = [\n  'a',\n  2,\n]",
                "3: rules: invalid type: integer `2`, expected path string",
            ),
            ("mode = 'recall'\nmode = 'recall'", "2: mode: duplicate key"),
        ] {
            let wrong = parse(text, Path::new("p.toml")).unwrap_err().to_string();
            assert_eq!(wrong, format!("p.toml:{told}"));
        }
    }

    #[test]
    fn paths_are_taken_from_the_folder_of_the_file() {
        let layer = parse("rules = ['mine.toml', '/etc/all.toml']", Path::new("x")).unwrap();
        let rules = layer.beside(Path::new("conf")).rules;
        assert_eq!(rules, [Path::new("conf/mine.toml"), Path::new("/etc/all.toml")]);
        assert_eq!(Layer::default().beside(Path::new("conf")), Layer::default());
    }
}
