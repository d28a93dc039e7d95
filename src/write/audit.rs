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
use super::{Composed, Reason, Repaired, push_string};
use crate::label::{ChromeKind, Label, Part};
use crate::model::Voice;

/// The part of an audit row that is presswash's own.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Account<'t> {
    pub(super) format: u32,
    /// Fingerprint of the original text, for restore: XXH3 (64 bits) in hexadecimal digits.
    pub(super) hash: String,
    pub(super) rules: Vec<Named>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) detectors: Vec<Named>,
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

/// Start and end in characters of a line, and the rule or the detector that spoke for it.
type Named = (u64, u64, String);

/// A line with its place in characters of the original text.
struct Placed<'c> {
    start: u64,
    end: u64,
    label: Label,
    reason: Reason<'c>,
}

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
        object.key("\"attributes\"");
        push_json(object.out, &self.attributes());
        object.key("\"presswash\"");
        let account = Account {
            format: FORMAT,
            hash: hash(&page.text),
            rules: self.ruled(),
            detectors: self.detected(),
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

    /// Lines with their places in characters of the original text.
    fn placed(&self) -> impl Iterator<Item = Placed<'_>> {
        let cleaned = self.cleaned;
        let mut end = 0;
        cleaned.lines.iter().zip(cleaned.labels).enumerate().map(move |(i, (line, label))| {
            let start = end;
            end += chars(line.span.of(&cleaned.page.text));
            let reason = cleaned.reasons.get(i).copied().unwrap_or_default();
            Placed { start, end, label: *label, reason }
        })
    }

    fn attributes(&self) -> BTreeMap<String, Vec<Stretch>> {
        let mut attributes: BTreeMap<String, Vec<Stretch>> = BTreeMap::new();
        for Placed { start, end, label, reason } in self.placed() {
            let score = tidy(reason.score);
            let list = attributes.entry(attribute(label)).or_default();
            match list.last_mut() {
                Some(last) if last.1 == start => *last = (last.0, end, last.2.min(score)),
                _ => list.push((start, end, score)),
            }
        }
        attributes
    }

    fn ruled(&self) -> Vec<Named> {
        let lines = self.placed();
        lines.filter_map(|at| Some((at.start, at.end, at.reason.rule?.to_owned()))).collect()
    }

    /// Lines that no rule but a detector of its own spoke for, neighbours of one detector taken together. The line
    /// model, which has the last word on all others, is not named.
    fn detected(&self) -> Vec<Named> {
        let mut detected: Vec<Named> = Vec::new();
        for Placed { start, end, reason, .. } in self.placed() {
            if reason.rule.is_some() || matches!(reason.detector, "" | Voice::MODEL) {
                continue;
            }
            match detected.last_mut() {
                Some(last) if last.1 == start && last.2 == reason.detector => last.1 = end,
                _ => detected.push((start, end, reason.detector.to_owned())),
            }
        }
        detected
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

/// The label that an attribute is about; none for an attribute of another tool.
pub(super) fn label_of(attribute: &str) -> Option<Label> {
    let (part, name) = attribute.strip_prefix("presswash__")?.split_once("__")?;
    let label = match part {
        "chrome" => Label::Chrome(name.parse().ok()?),
        "comment" => Label::from_name(&format!("comment_{name}"), ChromeKind::Other).ok()?,
        _ => Label::from_name(name, ChromeKind::Other).ok()?,
    };
    Some(label)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{attribute, label_of};
    use crate::label::Label;

    use crate::write::testing::Sample;

    fn row(sample: &Sample) -> Value {
        serde_json::from_str(&sample.audit()).unwrap()
    }

    #[test]
    fn rows_have_the_layout_that_mixers_read() {
        let mut sample =
            Sample::text("\u{dc}ber\n\nA\nB\nNav\nAnn\nHi\n\u{a9} E").labelled("tppnhbc");
        sample.reasons[1].score = 0.5;
        sample.reasons[2].score = 0.123_456;
        sample.reasons[3].score = f32::NAN;
        let row = row(&sample);
        assert_eq!(row["id"], "made");
        assert_eq!(row["source"], "-");
        let expected = json!({
            "presswash__article__title": [[0, 6, 1.0]],
            "presswash__article__paragraph": [[6, 10, 0.123]],
            "presswash__chrome__nav": [[10, 14, 0.0]],
            "presswash__comment__head": [[14, 18, 1.0]],
            "presswash__comment__body": [[18, 21, 1.0]],
            "presswash__chrome__copyright": [[21, 24, 0.97]],
        });
        assert_eq!(row["attributes"], expected);
        assert_eq!(row["presswash"]["rules"], json!([[21, 24, "site-copyright"]]));
        assert_eq!(row["presswash"].get("detectors"), None);
    }

    #[test]
    fn detectors_are_named_where_no_rule_is() {
        let mut sample = Sample::text("A\nNav\nTop\nHi\n\u{a9} E").labelled("pnnbc");
        let detectors = ["model", "site", "site", "comments", "rules"];
        for (reason, detector) in sample.reasons.iter_mut().zip(detectors) {
            reason.detector = detector;
        }
        let named = json!([[2, 10, "site"], [10, 13, "comments"]]);
        assert_eq!(row(&sample)["presswash"]["detectors"], named);
    }

    #[test]
    fn attributes_lead_back_to_labels() {
        for label in Label::all() {
            assert_eq!(label_of(&attribute(label)), Some(label));
        }
        assert_eq!(label_of("toxicity__score"), None);
    }

    #[test]
    fn a_row_names_its_record_as_the_record_does() {
        let raw = r#"{"id":"\u00e9","source":"news","text":"Hi"}"#;
        let row = row(&Sample::json(raw, "text"));
        assert_eq!((&row["id"], &row["source"]), (&json!("\u{e9}"), &json!("news")));
    }
}
