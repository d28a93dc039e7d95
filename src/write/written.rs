//! Records and audit rows as they are read back, no more decoded than is asked for.
//!
//! Separate from [`super::Record`], which is the whole record as a type: reports and
//! comparisons look at every record of a run, and want the texts, the comments
//! and the pieces of few of them.

use std::borrow::Cow;
use std::fmt;

use serde::de::{IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::audit::label_of;
use super::members::{key_name, members};
use super::pieces::{AssembleError, Piece, assemble};
use super::{FORMAT, Info};
use crate::label::Label;
use crate::page::Member;
use crate::thread::Comment;

/// A line that `clean` did not write.
#[derive(Debug, thiserror::Error)]
pub enum WrittenError {
    /// It is no JSON, or a member has another shape.
    #[error("no line that presswash clean writes: {0}")]
    Json(#[from] serde_json::Error),
    /// It is of another file.
    #[error("this is {found}, where {wanted} is wanted")]
    Other {
        /// What it is.
        found: Kind,
        /// What it should be.
        wanted: Kind,
    },
    /// A member is missing.
    #[error("no {0:?}: it was not written by presswash clean")]
    Missing(&'static str),
    /// A newer program wrote it.
    #[error("format {0}, but this program reads formats up to {FORMAT}")]
    Format(u32),
    /// The pieces of the audit row ask for more than the record holds.
    #[error(transparent)]
    Assemble(#[from] AssembleError),
}

/// What a line is that a run wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Of the cleaned file.
    Record,
    /// Of the audit.
    Row,
    /// Of the list of errors in a quarantine.
    Bad,
}

impl Kind {
    /// What a line is; none for one that no run wrote.
    #[must_use]
    pub fn of(line: &str) -> Option<Self> {
        let members = members(line).ok()?;
        let has = |name| find(line, &members, name).is_some();
        if has("presswash") && has("attributes") {
            Some(Self::Row)
        } else if has("presswash") && has("text") {
            Some(Self::Record)
        } else {
            let bad = ["input", "record", "offset", "reason", "file", "start", "length"];
            bad.into_iter().all(has).then_some(Self::Bad)
        }
    }

    /// What is wrong with a line that should have been of this kind: that it is of another, when it is.
    fn unless(self, line: &str, error: WrittenError) -> WrittenError {
        match Self::of(line) {
            Some(found) if found != self => WrittenError::Other { found, wanted: self },
            _ => error,
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Record => "a cleaned record (clean -o)",
            Self::Row => "an audit row (clean --audit)",
            Self::Bad => "a line of the errors in a quarantine (clean --quarantine)",
        })
    }
}

/// A line of the cleaned file.
#[derive(Debug)]
pub struct WrittenRecord<'t> {
    raw: &'t str,
    members: Vec<Member>,
    /// What was done to the page.
    pub info: Info,
}

impl<'t> WrittenRecord<'t> {
    /// Reads a line of the cleaned file.
    ///
    /// # Errors
    /// When it is none.
    pub fn parse(line: &'t str) -> Result<Self, WrittenError> {
        let raw = line.trim();
        Self::of(raw).map_err(|error| Kind::Record.unless(raw, error))
    }

    fn of(raw: &'t str) -> Result<Self, WrittenError> {
        let members = members(raw)?;
        let info = find(raw, &members, "presswash").ok_or(WrittenError::Missing("presswash"))?;
        let info: Info = serde_json::from_str(info)?;
        if info.format > FORMAT {
            return Err(WrittenError::Format(info.format));
        }
        Ok(Self { raw, members, info })
    }

    /// Identifier of the page, a number as its digits.
    ///
    /// # Errors
    /// When there is none.
    pub fn id(&self) -> Result<Cow<'t, str>, WrittenError> {
        Ok(plain(self.find("id")?))
    }

    /// Address of the page, when the record has one.
    #[must_use]
    pub fn url(&self) -> Option<Cow<'t, str>> {
        let value = find(self.raw, &self.members, "url")?;
        value.starts_with('"').then(|| plain(value))
    }

    /// Whether the record has no member but those that `clean` writes.
    #[must_use]
    pub fn is_bare(&self) -> bool {
        self.members.len() <= 4
    }

    /// The article.
    ///
    /// # Errors
    /// When there is no text.
    pub fn text(&self) -> Result<Cow<'t, str>, WrittenError> {
        Ok(serde_json::from_str::<Text<'t>>(self.find("text")?)?.0)
    }

    /// Number of comments.
    ///
    /// # Errors
    /// When there is no list of comments.
    pub fn comment_count(&self) -> Result<usize, WrittenError> {
        Ok(serde_json::from_str::<Vec<IgnoredAny>>(self.find("comments")?)?.len())
    }

    /// The comments.
    ///
    /// # Errors
    /// When there is no list of comments.
    pub fn comments(&self) -> Result<Vec<Comment>, WrittenError> {
        Ok(serde_json::from_str(self.find("comments")?)?)
    }

    /// Article and comments as they are written, to compare two runs by.
    ///
    /// # Errors
    /// When one of them is missing.
    pub fn content(&self) -> Result<[&'t str; 2], WrittenError> {
        Ok([self.find("text")?, self.find("comments")?])
    }

    fn find(&self, name: &'static str) -> Result<&'t str, WrittenError> {
        find(self.raw, &self.members, name).ok_or(WrittenError::Missing(name))
    }
}

/// Of doubled members the last counts, as it does in reading.
fn find<'t>(raw: &'t str, members: &[Member], name: &str) -> Option<&'t str> {
    let part = |range: &std::ops::Range<usize>| raw.get(range.clone()).unwrap_or_default();
    let found = members.iter().rfind(|member| key_name(part(&member.key)) == name);
    found.map(|member| part(&member.value))
}

/// A string without quotes and escapes; any other value as it is written.
fn plain(value: &str) -> Cow<'_, str> {
    serde_json::from_str::<Text<'_>>(value).map_or(Cow::Borrowed(value), |text| text.0)
}

/// A string, borrowed where it holds no escape.
#[derive(Deserialize)]
struct Text<'t>(#[serde(borrow)] Cow<'t, str>);

/// A row of the audit.
#[derive(Debug, Deserialize)]
pub struct WrittenRow<'t> {
    #[serde(borrow)]
    id: &'t RawValue,
    /// The stretches of the page, in its order.
    #[serde(rename = "attributes")]
    stretches: Stretches,
    #[serde(borrow)]
    presswash: Account<'t>,
}

/// The part of a row that is presswash's own, its pieces not yet read.
#[derive(Debug, Deserialize)]
struct Account<'t> {
    #[serde(borrow)]
    hash: Cow<'t, str>,
    #[serde(borrow)]
    rules: Vec<Named<'t>>,
    #[serde(borrow, default)]
    detectors: Vec<Named<'t>>,
    #[serde(borrow)]
    pieces: &'t RawValue,
}

/// Lines that a rule or a detector spoke for: start, end, its name.
#[derive(Debug, Deserialize)]
struct Named<'t>(u64, u64, #[serde(borrow)] Cow<'t, str>);

/// Neighbouring lines of one label.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stretch {
    /// First character in the page's text.
    pub start: u64,
    /// One past the last.
    pub end: u64,
    /// What the lines are.
    pub label: Label,
    /// The lowest score among them.
    pub score: f64,
}

impl<'t> WrittenRow<'t> {
    /// Reads a line of the audit.
    ///
    /// # Errors
    /// When it is none.
    pub fn parse(line: &'t str) -> Result<Self, WrittenError> {
        serde_json::from_str(line).map_err(|error| Kind::Row.unless(line.trim(), error.into()))
    }

    /// Identifier of the page, a number as its digits.
    #[must_use]
    pub fn id(&self) -> Cow<'t, str> {
        plain(self.id.get())
    }

    /// Whether the two rows are about the same text.
    #[must_use]
    pub fn same_page(&self, other: &WrittenRow<'_>) -> bool {
        self.presswash.hash == other.presswash.hash
    }

    /// What every line was taken for; together the stretches cover the page.
    #[must_use]
    pub fn stretches(&self) -> &[Stretch] {
        &self.stretches.0
    }

    /// The stretch that holds the character.
    #[must_use]
    pub fn stretch_at(&self, character: u64) -> Option<&Stretch> {
        let after = self.stretches.0.partition_point(|stretch| stretch.start <= character);
        let found = self.stretches.0.get(after.checked_sub(1)?)?;
        (character < found.end).then_some(found)
    }

    /// The lines that rules spoke for, with start and end in characters, in the order of the page.
    pub fn rules(&self) -> impl Iterator<Item = (u64, u64, &str)> {
        self.presswash.rules.iter().map(|Named(start, end, rule)| (*start, *end, rule.as_ref()))
    }

    /// The detector that spoke for the line that begins with this character, where no rule did.
    #[must_use]
    pub fn detector_at(&self, character: u64) -> Option<&str> {
        let detectors = &self.presswash.detectors;
        let after = detectors.partition_point(|Named(start, ..)| *start <= character);
        let Named(_, end, name) = detectors.get(after.checked_sub(1)?)?;
        (character < *end).then_some(name.as_ref())
    }

    /// The page as it was before cleaning.
    ///
    /// # Errors
    /// When the record is not the row's.
    pub fn original(&self, record: &WrittenRecord<'_>) -> Result<String, WrittenError> {
        let pieces: Vec<Piece<'_>> = serde_json::from_str(self.presswash.pieces.get())?;
        let comments = record.comments()?;
        let bodies: Vec<&str> = comments.iter().map(|comment| comment.text.as_str()).collect();
        Ok(assemble(&pieces, &record.text()?, &bodies)?)
    }
}

/// Stretches of all labels in the order of the page. Attributes of other tools are passed over.
#[derive(Debug)]
struct Stretches(Vec<Stretch>);

impl<'de> Deserialize<'de> for Stretches {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut list = deserializer.deserialize_map(Attributes)?;
        list.sort_unstable_by_key(|stretch| stretch.start);
        Ok(Self(list))
    }
}

struct Attributes;

impl<'de> Visitor<'de> for Attributes {
    type Value = Vec<Stretch>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of attributes")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Vec<Stretch>, A::Error> {
        let mut list = Vec::new();
        while let Some(Text(name)) = map.next_key()? {
            match label_of(&name) {
                Some(label) => map.next_value_seed(Spans { label, list: &mut list })?,
                None => map.next_value::<IgnoredAny>().map(|_| ())?,
            }
        }
        Ok(list)
    }
}

/// The stretches of one label, appended to those of the others.
struct Spans<'l> {
    label: Label,
    list: &'l mut Vec<Stretch>,
}

impl<'de> serde::de::DeserializeSeed<'de> for Spans<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Spans<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of [start, end, score]")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while let Some((start, end, score)) = seq.next_element()? {
            self.list.push(Stretch { start, end, label: self.label, score });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{WrittenError, WrittenRecord, WrittenRow};
    use crate::label::{ChromeKind, Label};
    use crate::write::testing::Sample;

    #[test]
    fn what_was_written_is_read_back() {
        let page = "\u{dc}ber\nNav\n\u{a9} E\nAnn\nHi there, all of you.";
        let sample = Sample::text(page).labelled("tnchb");
        let (record, row) = (sample.record(), sample.audit());
        let record = WrittenRecord::parse(&record).unwrap();
        let row = WrittenRow::parse(&row).unwrap();
        assert_eq!((record.id().unwrap(), row.id()), ("made".into(), "made".into()));
        assert_eq!(record.text().unwrap(), "\u{dc}ber");
        assert_eq!((record.comment_count().unwrap(), record.comments().unwrap().len()), (1, 1));
        assert_eq!(row.original(&record).unwrap(), page);
        assert_eq!(row.rules().collect::<Vec<_>>(), [(9, 13, "site-copyright")]);
        let labels: Vec<Label> = row.stretches().iter().map(|stretch| stretch.label).collect();
        assert_eq!(labels.first(), Some(&Label::Title));
        assert_eq!(row.stretch_at(10).unwrap().label, Label::Chrome(ChromeKind::Copyright));
        assert_eq!(row.stretch_at(900), None);
        assert!(record.is_bare() && record.url().is_none());
    }

    #[test]
    fn other_lines_are_errors() {
        assert!(matches!(WrittenRecord::parse("{}"), Err(WrittenError::Missing("presswash"))));
        assert!(matches!(WrittenRecord::parse("[]"), Err(WrittenError::Json(_))));
        let newer = Sample::text("A").record().replace("\"format\":1", "\"format\":9");
        assert!(matches!(WrittenRecord::parse(&newer), Err(WrittenError::Format(9))));
        assert!(WrittenRow::parse("{\"id\":1}").is_err());
    }

    #[test]
    fn of_doubled_members_the_last_counts() {
        let record = Sample::text("A").record().replacen('{', "{\"url\":\"a\",\"url\":\"b\",", 1);
        let record = WrittenRecord::parse(&record).unwrap();
        assert_eq!(record.url().unwrap(), "b");
        assert!(!record.is_bare());
    }
}
