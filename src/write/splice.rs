//! Which member of the input goes where in the output.
//!
//! Separate from the writing of records because the laws live here: a member
//! of the record (`id`, `text`, `comments`, `presswash`) stands in the output
//! exactly once, and whatever was in its way can be put back in its place.

use std::borrow::Cow;

use serde_json::value::RawValue;

use super::members::{emptied, key_name, path_to};
use super::{Cleaned, Replaced};
use crate::page::Envelope;

/// What happens to one member of the input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Copied as it is.
    Keep,
    /// Holds the text and gives its place to the record's text.
    Text,
    /// Holds the text somewhere inside: copied with an empty string there, the record's text behind it.
    Nested,
    /// In the way of a member of the record: moved to `presswash.replaced`.
    Replaced,
}

/// The layout of one output record.
#[derive(Debug, Default)]
pub(super) struct Layout {
    /// One entry a member of the input.
    pub(super) places: Vec<Place>,
    /// The member after which text, comments and account come; none: at the end.
    pub(super) after: Option<usize>,
    /// The member that is the record's `id`; none: the page's own id is written first.
    pub(super) id: Option<usize>,
    /// The page's address is written first, because the input has no `url`.
    pub(super) adds_url: bool,
    /// For [`super::Info::text_field`].
    pub(super) text_field: Option<String>,
    /// For [`super::Info::text_nth`].
    pub(super) text_nth: Option<usize>,
    /// For [`super::Info::added`].
    pub(super) added: Vec<String>,
    /// For [`super::Info::replaced`].
    pub(super) replaced: Vec<Replaced>,
}

impl Layout {
    pub(super) fn of(cleaned: &Cleaned<'_>) -> Self {
        let envelope = &cleaned.page.envelope;
        let names: Vec<Cow<'_, str>> =
            envelope.members.iter().map(|member| key_name(part(envelope, &member.key))).collect();
        let mut layout = Self { id: own_id(envelope, &names), ..Self::default() };
        layout.adds_url = cleaned.page.url.is_some() && !names.iter().any(|name| name == "url");
        for (at, name) in names.iter().enumerate() {
            let place = layout.place(envelope, at, name);
            layout.places.push(place);
        }
        layout.note_added(envelope);
        layout
    }

    fn place(&mut self, envelope: &Envelope, at: usize, name: &str) -> Place {
        let reserved = matches!(name, "text" | "comments" | "presswash");
        let holds_text = envelope.text.as_ref().is_some_and(|slot| slot.member == at);
        let nested = holds_text && !is_whole_member(envelope, at);
        if holds_text {
            self.after = Some(at);
            self.text_field = text_field(envelope, at, name);
            if !nested {
                return Place::Text;
            }
            self.text_nth = self.text_field.as_deref().and_then(|path| text_nth(envelope, path));
        }
        if reserved || (name == "id" && self.id != Some(at)) {
            let value = RawValue::from_string(value(envelope, at).into_owned()).unwrap_or_default();
            self.replaced.push(Replaced { at, key: name.to_owned(), value });
            return Place::Replaced;
        }
        if nested { Place::Nested } else { Place::Keep }
    }

    fn note_added(&mut self, envelope: &Envelope) {
        if envelope.members.is_empty() && envelope.raw.is_empty() {
            return;
        }
        let adds = [
            ("id", self.id.is_none()),
            ("url", self.adds_url),
            ("text", !self.places.contains(&Place::Text)),
        ];
        self.added =
            adds.iter().filter(|(_, add)| *add).map(|(name, _)| (*name).to_owned()).collect();
    }
}

/// A piece of the raw record; a range that does not fit gives nothing.
pub(super) fn part<'e>(envelope: &'e Envelope, range: &std::ops::Range<usize>) -> &'e str {
    envelope.raw.get(range.clone()).unwrap_or_default()
}

/// A member's value on one line, with an empty string in the place of a nested text.
pub(super) fn value(envelope: &Envelope, at: usize) -> Cow<'_, str> {
    let Some(member) = envelope.members.get(at) else { return Cow::Borrowed("") };
    let slot = envelope.text.as_ref().filter(|slot| slot.member == at);
    let whole = match slot {
        Some(slot) => {
            let before = part(envelope, &(member.value.start..slot.value.start));
            let after = part(envelope, &(slot.value.end..member.value.end));
            Cow::Owned(format!("{before}\"\"{after}"))
        }
        None => Cow::Borrowed(part(envelope, &member.value)),
    };
    // A record may span lines in the input but not in the output. Inside strings a
    // line break is always escaped, so a raw one is white space between tokens.
    match memchr::memchr2(b'\n', b'\r', whole.as_bytes()) {
        Some(_) => Cow::Owned(whole.replace(['\n', '\r'], " ")),
        None => whole,
    }
}

/// The last member called `id` that can be an identifier.
fn own_id(envelope: &Envelope, names: &[Cow<'_, str>]) -> Option<usize> {
    let text = envelope.text.as_ref().map(|slot| slot.member);
    (0..names.len()).rev().find(|&at| {
        let value = envelope.members.get(at).map(|member| part(envelope, &member.value));
        let starts = value.and_then(|value| value.bytes().next());
        names.get(at).is_some_and(|name| name == "id")
            && text != Some(at)
            // An empty one tells no page from another.
            && value != Some("\"\"")
            && starts.is_some_and(|byte| matches!(byte, b'"' | b'-' | b'0'..=b'9'))
    })
}

fn is_whole_member(envelope: &Envelope, at: usize) -> bool {
    let member = envelope.members.get(at).map(|member| &member.value);
    member == envelope.text.as_ref().map(|slot| &slot.value)
}

/// The name of the text's field, when it is not simply `text`.
fn text_field(envelope: &Envelope, at: usize, name: &str) -> Option<String> {
    let slot = envelope.text.as_ref()?;
    let member = envelope.members.get(at)?;
    let inner =
        slot.value.start.checked_sub(member.value.start)?..slot.value.end - member.value.start;
    let path = path_to(name, part(envelope, &member.value), &inner);
    (path != "text").then_some(path)
}

/// Which of the empty strings at the text's path stands for the text, unless it is the last.
fn text_nth(envelope: &Envelope, path: &str) -> Option<usize> {
    let slot = &envelope.text.as_ref()?.value;
    let before = envelope.raw.get(..slot.start)?;
    let raw = format!("{before}\"\"{}", envelope.raw.get(slot.end..)?);
    let places = emptied(&raw, path);
    let nth = places.iter().position(|place| place.start == slot.start)?;
    (nth + 1 < places.len()).then_some(nth)
}
