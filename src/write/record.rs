//! The output record: the input's record with the cleaned text spliced in.
//!
//! Separate from [`super::Record`], which documents the same bytes as a type:
//! members that nobody touched are copied as raw bytes, not decoded and
//! encoded again, so numbers, escapes and order survive and copying is cheap.

use std::collections::BTreeMap;

use serde::Serialize;

use super::schema::FORMAT;
use super::splice::{Layout, Place, part, value};
use super::{Composed, Info, Repaired, Repeats, push_string};
use crate::label::Part;
use crate::model::Mode;

impl Composed<'_, '_> {
    /// Appends the page's record as one line of JSON.
    pub fn write_record(&self, out: &mut Vec<u8>) {
        let envelope = &self.cleaned.page.envelope;
        let layout = Layout::of(self.cleaned);
        let mut object = Object::open(out);
        self.write_added(&layout, &mut object);
        for (at, place) in layout.places.iter().enumerate() {
            let key = envelope.members.get(at).map(|member| part(envelope, &member.key));
            match place {
                Place::Keep | Place::Nested => {
                    object.key(key.unwrap_or_default());
                    object.out.extend_from_slice(value(envelope, at).as_bytes());
                }
                Place::Text | Place::Replaced => {}
            }
            if layout.after == Some(at) {
                self.write_own(&layout, &mut object);
            }
        }
        if layout.after.is_none() {
            self.write_own(&layout, &mut object);
        }
        out.extend_from_slice(b"}\n");
    }

    fn write_added(&self, layout: &Layout, object: &mut Object<'_>) {
        let page = self.cleaned.page;
        if layout.id.is_none() {
            object.key("\"id\"");
            push_string(object.out, &page.id);
        }
        if let (true, Some(url)) = (layout.adds_url, &page.url) {
            object.key("\"url\"");
            push_string(object.out, url);
        }
    }

    fn write_own(&self, layout: &Layout, object: &mut Object<'_>) {
        object.key("\"text\"");
        push_string(object.out, &self.text);
        object.key("\"comments\"");
        push_json(object.out, self.cleaned.thread);
        object.key("\"presswash\"");
        push_json(object.out, &self.info_of(layout));
    }

    /// What was done to the page, as its record tells it.
    #[must_use]
    pub fn info(&self) -> Info {
        self.info_of(&Layout::of(self.cleaned))
    }

    fn info_of(&self, layout: &Layout) -> Info {
        let cleaned = self.cleaned;
        Info {
            version: cleaned.version.to_owned(),
            format: FORMAT,
            profile: cleaned.profile.map(str::to_owned),
            repeats: cleaned.repeats.map(|repeat| Repeats {
                id: repeat.first.id.to_string(),
                url: repeat.first.url.as_deref().map(str::to_owned),
                exact: repeat.exact,
            }),
            mode: (cleaned.mode != Mode::Balanced).then_some(cleaned.mode),
            language: cleaned.language.map(str::to_owned),
            confidence: self.confidence,
            chars_in: self.counts.input,
            chars_text: self.counts.text,
            chars_comments: self.counts.comments,
            chars_removed: self.counts.removed,
            platforms: cleaned.platforms.to_vec(),
            votes: cleaned.votes,
            rules: self.rules(),
            flags: self.flags.clone(),
            unlabelled: cleaned.unlabelled,
            repairs: Repaired::of(&cleaned.page.repairs),
            text_field: layout.text_field.clone(),
            text_nth: layout.text_nth,
            added: layout.added.clone(),
            replaced: layout.replaced.clone(),
        }
    }

    /// Lines that each rule took out of the article.
    fn rules(&self) -> BTreeMap<String, u64> {
        let mut rules: BTreeMap<&str, u64> = BTreeMap::new();
        for (label, reason) in self.cleaned.labels.iter().zip(self.cleaned.reasons) {
            if let (Part::Comment | Part::Chrome, Some(rule)) = (label.part(), reason.rule) {
                *rules.entry(rule).or_default() += 1;
            }
        }
        rules.into_iter().map(|(rule, lines)| (rule.to_owned(), lines)).collect()
    }
}

/// Appends `value` as JSON.
pub(super) fn push_json<T: Serialize + ?Sized>(out: &mut Vec<u8>, value: &T) {
    let start = out.len();
    // Only a map with keys that are no strings could fail here, and no type of ours has one.
    if serde_json::to_writer(&mut *out, value).is_err() {
        out.truncate(start);
        out.extend_from_slice(b"null");
    }
}

/// A JSON object that is being written member by member.
pub(super) struct Object<'o> {
    pub(super) out: &'o mut Vec<u8>,
    empty: bool,
}

impl<'o> Object<'o> {
    pub(super) fn open(out: &'o mut Vec<u8>) -> Self {
        out.push(b'{');
        Self { out, empty: true }
    }

    /// Appends a key, given with its quotes; its value must follow.
    pub(super) fn key(&mut self, quoted: &str) {
        if !self.empty {
            self.out.push(b',');
        }
        self.empty = false;
        self.out.extend_from_slice(quoted.as_bytes());
        self.out.push(b':');
    }
}

#[cfg(test)]
#[path = "record_tests.rs"]
mod tests;
