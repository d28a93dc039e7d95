//! What can be wrong with a rule file, said with its place.
//!
//! Separate from reading and checking, which both report here: a user must see
//! all problems of a file at once, and none may vanish on the way.

use std::fmt;
use std::io;
use std::path::PathBuf;

use crate::label::UnknownName;

/// Why a set of rules could not be made.
#[derive(Debug, thiserror::Error)]
pub enum RuleError {
    /// A rule file could not be read.
    #[error("cannot read rule file {}: {error}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// Something is wrong in the rules; one line each.
    #[error("{}", lines(.0))]
    Invalid(Vec<RuleProblem>),
}

fn lines(problems: &[RuleProblem]) -> String {
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

/// One thing that is wrong, and where: `my.toml:12:9: rule "votes": ...`.
#[derive(Debug, PartialEq, Eq)]
pub struct RuleProblem {
    /// The file as it was named, or the setting when it was no file.
    pub file: String,
    /// Line from 1; 0 when the problem is not in a file.
    pub line: usize,
    /// Column in characters, from 1; 0 when the problem is not in a file.
    pub column: usize,
    /// Id of the rule that is concerned.
    pub rule: Option<String>,
    /// What is wrong.
    pub fault: Fault,
}

impl fmt::Display for RuleProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if self.line > 0 {
            write!(f, ":{}:{}", self.line, self.column)?;
        }
        if let Some(rule) = &self.rule {
            write!(f, ": rule {rule:?}")?;
        }
        write!(f, ": {}", self.fault)
    }
}

/// What is wrong with a rule file.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Not TOML, an unknown key, a missing key, a value of the wrong type.
    #[error("{0}")]
    Form(String),
    /// A file with rules and no `[set]`.
    #[error("a file with rules needs a [set] with `id` and `about`")]
    NoSet,
    /// Two files with the same set.
    #[error("the set {0:?} is already defined in {1}")]
    DuplicateSet(String, String),
    /// An id that is not written like `leave-a-reply`.
    #[error("the id {0:?} is not in kebab-case (a-z, 0-9, single dashes)")]
    NotKebab(String),
    /// Two rules of one id.
    #[error("this id is already taken in {0}; disable that rule to replace it")]
    DuplicateId(String),
    /// No such label or chrome kind.
    #[error("{0}")]
    Unknown(#[from] UnknownName),
    /// A chrome rule without a kind.
    #[error("label \"chrome\" needs a `kind`")]
    KindMissing,
    /// A kind with another label.
    #[error("`kind` goes with label \"chrome\" only")]
    KindNeedless,
    /// No such language.
    #[error("unknown language {0:?}: an ISO 639-1 code or \"*\" is expected")]
    UnknownLang(String),
    /// A list that must not be empty.
    #[error("`{0}` is empty")]
    Empty(&'static str),
    /// Neither phrases nor patterns, or both.
    #[error("exactly one of `phrases` and `pattern`/`patterns` is expected")]
    PhrasesOrPatterns,
    /// A phrase of which nothing is left to compare.
    #[error("nothing is left of the phrase {0:?} after normalisation")]
    EmptyPhrase(String),
    /// A letter in braces that is not the number sign.
    #[error("unknown placeholder in {0:?}: only {{n}} is known")]
    Placeholder(String),
    /// The same phrase twice.
    #[error("the phrase {0:?} is already in rule {1:?} with the same `where`")]
    DuplicatePhrase(String, String),
    /// A regex that does not compile.
    #[error("bad pattern: {0}")]
    Pattern(String),
    /// A pattern that would run on every line of every page.
    #[error("a pattern with where = \"any\" needs `needs`, or it would run on every line")]
    Unbounded,
    /// A key that has no effect here.
    #[error("`{0}` has no effect {1}")]
    NoEffect(&'static str, &'static str),
    /// A phrase that decides although it occurs in running text.
    #[error(
        "the phrase {0:?} is too short to be sure of anywhere in a line: make it a hint or `short`"
    )]
    ShortSure(String),
    /// An example of several lines.
    #[error("the example {0:?} is not one line")]
    NotOneLine(String),
    /// An example that the rule should match, and does not.
    #[error("does not hit its example {0:?}{1}")]
    NoHit(String, &'static str),
    /// An example that the rule should not match, and does.
    #[error("hits {0:?}, which is listed under `misses`")]
    FalseHit(String),
    /// An exception or a `disable` that names nothing.
    #[error("there is no rule {0:?}")]
    NoSuchRule(String),
    /// `disable` in a built-in file.
    #[error("`disable` belongs into user files")]
    DisableInBuiltin,
}
