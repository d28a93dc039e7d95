//! The page as one JSON object, with byte spans into the page's text.

use serde_json::{Value, json};

use super::Shown;
use crate::label::{ChromeKind, Label, Part};
use crate::model::Lead;
use crate::pipeline::LineAccount;

/// The page with all its lines.
pub fn page(shown: &Shown<'_>) -> Value {
    let composed = shown.composed;
    let (cleaned, counts) = (composed.cleaned, composed.counts);
    let page = cleaned.page;
    json!({
        "id": page.id,
        "url": page.url,
        "file": &*page.origin.path,
        "record": page.origin.record,
        "byte": page.origin.offset,
        "chars": {
            "input": counts.input, "article": counts.text,
            "comments": counts.comments, "removed": counts.removed,
        },
        "language": shown.examined.language,
        "platforms": cleaned.platforms,
        "votes": cleaned.votes,
        "flags": composed.flags,
        "mode": cleaned.mode,
        "confidence": composed.confidence,
        "lines": (0..cleaned.lines.len()).map(|i| line(shown, i)).collect::<Vec<_>>(),
        "comments": cleaned.thread,
        "modes": shown.examined.changes.iter().map(|(mode, lines)| {
            let lines = lines.iter().map(|(line, label)| named(*label, json!({"line": line + 1})));
            (mode.name().to_owned(), lines.collect())
        }).collect::<serde_json::Map<_, _>>(),
    })
}

fn line(shown: &Shown<'_>, i: usize) -> Value {
    let cleaned = shown.cleaned();
    let label = cleaned.labels.get(i).copied();
    let reason = cleaned.reasons.get(i).copied().unwrap_or_default();
    let span = cleaned.lines.get(i).map(|line| line.content).unwrap_or_default();
    let mut object = json!({
        "line": i + 1,
        "span": [span.start, span.end],
        "label": label.map(Label::name),
        "part": label.map(|label| label.part().name()),
        "kind": label.and_then(kind),
        "rule": reason.rule,
        "detector": reason.detector,
        "score": reason.score,
        "comment": cleaned.line_to_comment.get(i).copied().flatten(),
        "text": span.of(&cleaned.page.text),
    });
    if let (Some(account), Some(members)) = (shown.examined.accounts.get(i), object.as_object_mut())
    {
        account_of(account, members);
    }
    object
}

fn account_of(account: &LineAccount<'_>, members: &mut serde_json::Map<String, Value>) {
    let second = named(account.second, json!({"score": account.second_score}));
    members.insert("second".to_owned(), second);
    let rules = account.rules.iter().map(|rule| {
        let about = json!({"rule": rule.id, "set": rule.set, "strength": rule.strength.to_string(), "reason": rule.reason});
        named(rule.label, about)
    });
    members.insert("rules".to_owned(), rules.collect());
    if let Some(lead) = &account.lead {
        members.insert("lead".to_owned(), lead_of(lead));
    }
}

fn lead_of(lead: &Lead) -> Value {
    json!({
        "over": lead.parts.map(Part::name).last(),
        "network": lead.network,
        "added": lead.added,
        "features": lead.features.iter().map(|weighed| json!({
            "feature": weighed.feature.name(),
            "value": weighed.value,
            "lost": weighed.lost,
        })).collect::<Vec<_>>(),
    })
}

/// The members with those that say a label.
fn named(label: Label, mut members: Value) -> Value {
    if let Some(members) = members.as_object_mut() {
        members.insert("label".to_owned(), json!(label.name()));
        members.insert("part".to_owned(), json!(label.part().name()));
        members.insert("kind".to_owned(), json!(kind(label)));
    }
    members
}

fn kind(label: Label) -> Option<ChromeKind> {
    match label {
        Label::Chrome(kind) => Some(kind),
        _ => None,
    }
}
