//! Rule files as text: the built-in ones and those of the user.
//!
//! Separate so that everything after it can point at a line and a column
//! without knowing whether a file was compiled in.

use std::borrow::Cow;
use std::ops::Range;
use std::path::Path;
use std::sync::OnceLock;

use super::problem::{Fault, RuleError, RuleProblem};

/// The built-in files, by path below `src/rules/data`, sorted.
const BUILTIN: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/rule_files.rs"));

/// Who wrote a rule file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Part of the program.
    Builtin,
    /// Given by the user; may disable and replace built-in rules.
    User,
}

/// The text of one rule file.
#[derive(Clone, Debug)]
pub struct Source {
    /// The file as messages should name it.
    pub name: String,
    /// Its content, TOML.
    pub text: Cow<'static, str>,
    /// Who wrote it.
    pub origin: Origin,
}

impl Source {
    /// A user's rules that are already in memory.
    #[must_use]
    pub fn user(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self { name: name.into(), text: Cow::Owned(text.into()), origin: Origin::User }
    }

    /// Reads a user's rule file.
    ///
    /// # Errors
    /// When the file cannot be read or is not UTF-8.
    pub fn read(path: &Path) -> Result<Self, RuleError> {
        let text = std::fs::read_to_string(path)
            .map_err(|error| RuleError::Read { path: path.to_owned(), error })?;
        Ok(Self::user(path.to_string_lossy(), text))
    }

    /// The built-in files, in the order of their names.
    pub fn builtin() -> &'static [Self] {
        static SOURCES: OnceLock<Vec<Source>> = OnceLock::new();
        SOURCES.get_or_init(|| {
            let source = |&(name, text): &(&str, &'static str)| Source {
                name: name.to_owned(),
                text: Cow::Borrowed(text),
                origin: Origin::Builtin,
            };
            BUILTIN.iter().map(source).collect()
        })
    }

    /// Line and column of a byte offset, both from 1.
    pub(super) fn place(&self, offset: usize) -> (usize, usize) {
        let before = self.text.get(..offset).unwrap_or(&self.text);
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let column = before.get(line_start..).unwrap_or_default().chars().count() + 1;
        (memchr::memchr_iter(b'\n', before.as_bytes()).count() + 1, column)
    }

    pub(super) fn problem(
        &self,
        at: Range<usize>,
        rule: Option<&str>,
        fault: Fault,
    ) -> RuleProblem {
        let (line, column) = self.place(at.start);
        RuleProblem { file: self.name.clone(), line, column, rule: rule.map(str::to_owned), fault }
    }
}
