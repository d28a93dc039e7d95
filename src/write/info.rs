//! The types of the output record: the wire format, documented where it is defined.
//!
//! Separate from the code that writes records, because the JSON Schema and
//! every reader of cleaned files (restore among them) are made from these
//! types alone.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::detect::Form;
use crate::model::Mode;
use crate::page::Repairs;
use crate::thread::Comment;

/// One cleaned page: a line of the output.
///
/// The record is the input's record with the text cleaned: every other member
/// is copied as it was written and stays in its place. `comments` and
/// `presswash` follow the text. A page that was no record (a text file) has
/// only the members named here.
///
/// ```json
/// {"id":"a1","text":"The article.","comments":[{"id":0,"parent":null,"depth":0,"author":"Ann",
///  "date":"2021-05-21","date_text":"May 21, 2021","text":"Well said.","span":[40,71]}],
///  "presswash":{"version":"0.1.0","format":1,"profile":null,"language":"en","confidence":0.97,"chars_in":90,"chars_text":14,
///  "chars_comments":31,"chars_removed":45,"platforms":[],"rules":{"site-copyright":1},"flags":[]}}
/// ```
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Record {
    /// Identifier; the input's own, otherwise made from the content or the file name.
    pub id: Id,
    /// Address of the page, when the input gives one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The article: its lines in order, `\n` between lines, `\n\n` between paragraphs, no indentation.
    pub text: String,
    /// The readers' comments in the order of the page; empty when there are none.
    pub comments: Vec<Comment>,
    /// What was done to the page.
    pub presswash: Info,
    /// Every other member of the input's record.
    #[serde(flatten)]
    pub other: BTreeMap<String, serde_json::Value>,
}

/// Identifier of a page, as the input writes it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Id {
    /// The usual case.
    Text(String),
    /// Some dumps number their pages.
    Number(serde_json::Number),
}

/// What was done to a page.
///
/// The counts are of Unicode characters of the input's text, and
/// `chars_in = chars_text + chars_comments + chars_removed` always holds: each
/// line counts, with its indentation, line break and the blank lines after it,
/// for the part that it was given to.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Info {
    /// Version of the program.
    pub version: String,
    /// Version of this format.
    pub format: u32,
    /// Site profile that was used; null when none was.
    pub profile: Option<String>,
    /// The page of the same site that this one repeats; absent when the profile knows of none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repeats: Option<Repeats>,
    /// Which mistakes were avoided; absent when both alike (balanced).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<Mode>,
    /// ISO 639-1 code of the page's language; null when there is too little text, or when it is none of those
    /// that are told by their function words or their script.
    #[serde(default)]
    pub language: Option<String>,
    /// Share of the page's characters that are expected to have gone to the right part, 0 to 1; null
    /// for a page without lines, and for one that could not be labelled.
    #[serde(default)]
    pub confidence: Option<f64>,
    /// Characters of the input's text.
    pub chars_in: u64,
    /// Characters of the lines that went to `text`.
    pub chars_text: u64,
    /// Characters of the lines that went to `comments`, heads and buttons included.
    pub chars_comments: u64,
    /// Characters of all other lines.
    pub chars_removed: u64,
    /// Comment platforms and site systems that were recognised.
    pub platforms: Vec<String>,
    /// Votes on the page as a whole, when it shows them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub votes: Option<i64>,
    /// Rules that took lines out of the text, with the number of lines.
    pub rules: BTreeMap<String, u64>,
    /// What a user may want to filter on, sorted.
    pub flags: Vec<Flag>,
    /// Why the page was not cleaned; absent when it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unlabelled: Option<Unlabelled>,
    /// What had to be mended to read the text; absent when nothing was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repairs: Option<Repaired>,
    /// Name of the input's text field when it is not `text`; dots lead into nested values.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text_field: Option<String>,
    /// Of several empty strings that `text_field` leads to the one that the text was in, from 0; absent when
    /// that is the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text_nth: Option<usize>,
    /// Members that the input did not have: `id`, `url`; `text` when the input's text is nested,
    /// and an empty string then stands in its old place.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub added: Vec<String>,
    /// Members of the input that had to give way to members of the record.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub replaced: Vec<Replaced>,
}

/// A remarkable property of a page.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Flag {
    /// The input's text has no visible character.
    Blank,
    /// Nothing is left: all lines were removed.
    Empty,
    /// There are comments but no article.
    NoArticle,
    /// The text had to be mended to be read; `repairs` says how.
    Repaired,
    /// The page repeats another one of its site; `repeats` names it.
    Duplicate,
    /// The page is a discussion board: its posts are the content.
    Forum,
    /// The page is a list of posts: a front page, a category, an archive.
    Posts,
    /// There is hardly any text.
    Short,
    /// The page is a list: of links, or with bullets or numbers.
    List,
    /// The page is verse.
    Poem,
    /// The page is a live blog: entries that open with a time.
    LiveBlog,
    /// The page is a table: rows of figures.
    Table,
    /// The page is talk: turns that open with the speaker.
    Transcript,
    /// The page is an interview: questions and answers in turn.
    Interview,
    /// The page is source code.
    Code,
    /// Less than usual of the page is expected to be in the right part; see `confidence`.
    Uncertain,
    /// The page was not cleaned, the whole text is kept; `unlabelled` says why.
    Unlabelled,
}

/// The page of the same site that a page repeats: the first by identifier, then by address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Repeats {
    /// Its identifier, as a string.
    pub id: String,
    /// Its address, when it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Whether the running text is the same word for word; otherwise nearly.
    pub exact: bool,
}

/// Why a page was not cleaned.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Unlabelled {
    /// Cleaning failed, a mistake of the program.
    Failed,
    /// The text is over the limit of bytes.
    Size,
    /// The text is over the limit of lines.
    Lines,
    /// Cleaning took longer than the limit of time.
    Time,
    /// The text is HTML.
    Html,
}

impl Unlabelled {
    /// The reason's name in records and reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Failed => "failed",
            Self::Size => "size",
            Self::Lines => "lines",
            Self::Time => "time",
            Self::Html => "html",
        }
    }
}

impl From<Form> for Flag {
    fn from(form: Form) -> Self {
        match form {
            Form::Short => Self::Short,
            Form::List => Self::List,
            Form::Poem => Self::Poem,
            Form::LiveBlog => Self::LiveBlog,
            Form::Table => Self::Table,
            Form::Transcript => Self::Transcript,
            Form::Interview => Self::Interview,
            Form::Code => Self::Code,
        }
    }
}

impl Flag {
    /// The flag's name in records and reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Blank => "blank",
            Self::Empty => "empty",
            Self::NoArticle => "no_article",
            Self::Repaired => "repaired",
            Self::Duplicate => "duplicate",
            Self::Forum => "forum",
            Self::Posts => "posts",
            Self::Short => "short",
            Self::List => "list",
            Self::Poem => "poem",
            Self::LiveBlog => "live_blog",
            Self::Table => "table",
            Self::Transcript => "transcript",
            Self::Interview => "interview",
            Self::Code => "code",
            Self::Uncertain => "uncertain",
            Self::Unlabelled => "unlabelled",
        }
    }
}

/// What had to be mended so that a text could be read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Repaired {
    /// The encoding that the bytes were decoded from, when it was not UTF-8.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
    /// Whether a byte order mark was taken off.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub bom: bool,
    /// Bytes or escapes that stood for no character and became U+FFFD; they cannot be restored.
    #[serde(default)]
    pub replaced: u32,
}

impl Repaired {
    /// The repairs of a page, when there were any.
    #[must_use]
    pub fn of(repairs: &Repairs) -> Option<Self> {
        repairs.any().then(|| Self {
            encoding: repairs.encoding.map(str::to_owned),
            bom: repairs.bom,
            replaced: repairs.replaced,
        })
    }
}

/// A member of the input that had to give way to a member of the record.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Replaced {
    /// Its place among the input's members, from 0.
    pub at: usize,
    /// Its key.
    pub key: String,
    /// Its value.
    #[schemars(with = "serde_json::Value")]
    pub value: Box<RawValue>,
}

#[cfg(test)]
mod tests {
    use super::Flag;

    #[test]
    fn flags_are_written_by_their_names() {
        for flag in [
            Flag::Blank,
            Flag::Empty,
            Flag::NoArticle,
            Flag::Repaired,
            Flag::Duplicate,
            Flag::Forum,
            Flag::Posts,
            Flag::Short,
            Flag::List,
            Flag::Poem,
            Flag::LiveBlog,
            Flag::Table,
            Flag::Transcript,
            Flag::Interview,
            Flag::Code,
            Flag::Uncertain,
            Flag::Unlabelled,
        ] {
            assert_eq!(serde_json::to_value(flag).unwrap(), flag.name());
        }
    }
}
