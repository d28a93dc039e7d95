//! The built-in data of made pages: which files there are, and how they are read.

use std::collections::BTreeMap;

use super::language::Language;
use super::template::{Section, sections};

/// Languages: name and content of each file.
const LANGUAGES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/page_language_files.rs"));
/// Templates and comments: name and content of each file.
const PAGES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/page_files.rs"));

/// A built-in data file that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum DataError {
    /// A language file is not what it should be.
    #[error("{file}: {error}")]
    Language {
        /// The file.
        file: String,
        /// What is wrong.
        error: toml::de::Error,
    },
    /// A line of a template is no element.
    #[error("{file}:{line}: not a line of a template")]
    Template {
        /// The file.
        file: String,
        /// The line, from 1.
        line: usize,
    },
    /// Something that every page needs is missing.
    #[error("no data for {0}")]
    Missing(&'static str),
}

/// All built-in data.
#[derive(Debug)]
pub struct Data {
    /// Languages; the first is English, which lends its phrases to the others.
    pub languages: Vec<Language>,
    /// Comment platforms: sections `thread` and `comment`, perhaps `removed`.
    pub platforms: Vec<Platform>,
    /// Blocks of chrome and scaffolds of articles by place.
    pub furniture: BTreeMap<&'static str, Vec<Section>>,
    /// Invented comments, by language.
    pub comments: BTreeMap<&'static str, Vec<&'static str>>,
}

/// A comment platform.
#[derive(Debug)]
pub struct Platform {
    /// The name of its file.
    pub name: &'static str,
    /// The thread with its header, form and buttons.
    pub thread: Section,
    /// One comment, in several forms perhaps; the first is the usual one.
    pub comment: Section,
    /// What is left of a deleted comment.
    pub removed: Option<Section>,
}

impl Data {
    /// Reads the built-in files.
    ///
    /// # Errors
    /// When one of them is wrong, which a test makes sure it is not.
    pub fn read() -> Result<Self, DataError> {
        let mut languages: Vec<Language> = LANGUAGES
            .iter()
            .map(|(file, text)| {
                Language::read(text)
                    .map_err(|error| DataError::Language { file: (*file).to_owned(), error })
            })
            .collect::<Result<_, _>>()?;
        languages.sort_by_key(|language| (language.code != "en", language.code.clone()));
        let mut data = Self {
            languages,
            platforms: Vec::new(),
            furniture: BTreeMap::new(),
            comments: BTreeMap::new(),
        };
        for &(file, text) in PAGES {
            data.add(file, text)?;
        }
        Ok(data)
    }

    fn add(&mut self, file: &'static str, text: &'static str) -> Result<(), DataError> {
        let (folder, name) = file.split_once('/').unwrap_or(("", file));
        let name = name.trim_end_matches(".txt");
        match folder {
            "comments" => {
                let lines = text.lines().filter(|l| !l.is_empty() && !l.starts_with("# "));
                self.comments.insert(name, lines.collect());
            }
            "platforms" => {
                let mut all = sections(file, text)?;
                let mut take = |name: &str| {
                    let at = all.iter().position(|section| section.name == name)?;
                    Some(all.swap_remove(at))
                };
                let (thread, comment, removed) = (take("thread"), take("comment"), take("removed"));
                let thread = thread.ok_or(DataError::Missing("a thread"))?;
                let comment = comment.ok_or(DataError::Missing("a comment"))?;
                self.platforms.push(Platform { name, thread, comment, removed });
            }
            _ => {
                self.furniture.insert(name, sections(file, text)?);
            }
        }
        Ok(())
    }
}
