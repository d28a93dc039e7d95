//! The audit row of a page: what every line was taken for, and what restore needs.
//!
//! Separate from the record because it is optional, larger, and laid out for
//! another reader: the attribute files that dolma's mixer joins to documents.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use xxhash_rust::xxh3::xxh3_64;

use super::compose::chars;
use super::pieces::{Piece, pieces};
use super::record::{Object, push_json};
use super::schema::FORMAT;
use super::splice::{Layout, part};
use super::{Composed, Repaired, push_string};
use crate::label::{Label, Part};

/// The part of an audit row that is presswash's own.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Account<'t> {
    pub(super) format: u32,
    /// Fingerprint of the original text, for restore: XXH3 (64 bits) in hexadecimal digits.
    pub(super) hash: String,
    /// `[start, end, rule]`: lines that a rule took, in characters of the original text.
    pub(super) rules: Vec<(u64, u64, String)>,
    #[serde(borrow)]
    pub(super) pieces: Vec<Piece<'t>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) repairs: Option<Repaired>,
}

/// An audit row as restore reads it.
#[derive(Debug, Deserialize)]
pub(super) struct Row<'t> {
    #[serde(borrow)]
    pub(super) id: &'t RawValue,
    #[serde(borrow)]
    pub(super) presswash: Account<'t>,
}

/// Fingerprint of a text.
pub(super) fn hash(text: &str) -> String {
    format!("{:016x}", xxh3_64(text.as_bytes()))
}

/// Start and end in characters of the original text, and score.
type Stretch = (u64, u64, f64);

impl Composed<'_, '_> {
    /// Appends the page's audit row as one line of JSON.
    ///
    /// `id` is the record's. `attributes` gives, for each label that occurs,
    /// the stretches of the original text as `[start, end, score]`: half-open,
    /// in Unicode characters, neighbouring lines merged, the lowest score of
    /// the merged lines.
    pub fn write_audit(&self, out: &mut Vec<u8>) {
        let page = self.cleaned.page;
        let layout = Layout::of(self.cleaned);
        let own = layout.id.and_then(|at| page.envelope.members.get(at));
        let mut object = Object::open(out);
        object.key("\"id\"");
        match own {
            Some(member) => {
                object.out.extend_from_slice(part(&page.envelope, &member.value).as_bytes());
            }
            None => push_string(object.out, &page.id),
        }
        object.key("\"source\"");
        self.write_source(object.out);
        let (attributes, rules) = self.stretches();
        object.key("\"attributes\"");
        push_json(object.out, &attributes);
        object.key("\"presswash\"");
        let account = Account {
            format: FORMAT,
            hash: hash(&page.text),
            rules,
            pieces: pieces(self.cleaned, &self.text),
            repairs: Repaired::of(&page.repairs),
        };
        push_json(object.out, &account);
        out.extend_from_slice(b"}\n");
    }

    /// The record's own `source`, which dolma's documents have; otherwise the input's name.
    fn write_source(&self, out: &mut Vec<u8>) {
        let page = self.cleaned.page;
        let envelope = &page.envelope;
        let own = envelope.find("source").and_then(|at| envelope.members.get(at));
        match own.map(|member| part(envelope, &member.value)) {
            Some(value) if value.starts_with('"') => out.extend_from_slice(value.as_bytes()),
            _ => push_string(out, &page.origin.path),
        }
    }

    fn stretches(&self) -> (BTreeMap<String, Vec<Stretch>>, Vec<(u64, u64, String)>) {
        let mut attributes: BTreeMap<String, Vec<Stretch>> = BTreeMap::new();
        let mut rules = Vec::new();
        let mut start = 0;
        for (i, (line, label)) in self.cleaned.lines.iter().zip(self.cleaned.labels).enumerate() {
            let end = start + chars(line.span.of(&self.cleaned.page.text));
            let reason = self.cleaned.reasons.get(i).copied().unwrap_or_default();
            let score = tidy(reason.score);
            let list = attributes.entry(attribute(*label)).or_default();
            match list.last_mut() {
                Some(last) if last.1 == start => *last = (last.0, end, last.2.min(score)),
                _ => list.push((start, end, score)),
            }
            if let Some(rule) = reason.rule {
                rules.push((start, end, rule.to_owned()));
            }
            start = end;
        }
        (attributes, rules)
    }
}

/// A score with three digits, so that rows stay short and equal on every machine.
fn tidy(score: f32) -> f64 {
    let score = f64::from(if score.is_finite() { score } else { 0.0 });
    (score.clamp(0.0, 1.0) * 1000.0).round() / 1000.0
}

/// Name of a label's attribute: `presswash__chrome__copyright`.
fn attribute(label: Label) -> String {
    match label {
        Label::Chrome(kind) => format!("presswash__chrome__{kind}"),
        plain => {
            let name = plain.name();
            let (part, name) = match plain.part() {
                Part::Comment => ("comment", name.trim_start_matches("comment_")),
                Part::Article | Part::Chrome => ("article", name),
            };
            format!("presswash__{part}__{name}")
        }
    }
}
