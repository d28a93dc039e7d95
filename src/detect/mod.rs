//! Evidence on lines. A detector testifies; only the decoder assigns labels.

mod gather;
pub mod comments;
pub mod form;
pub mod language;
mod named;
pub mod site;
pub mod title;

use std::ops::Range;

use crate::label::{ChromeKind, Label, Part};
use crate::rules::{Hit, RuleId, Strength};

pub use comments::Comments;
pub use form::Form;
pub use gather::{gather, gather_text};
pub use language::Tongue;

/// What one detector says of one line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Testimony {
    /// Index of the line.
    pub line: u32,
    /// The label it speaks for.
    pub label: Label,
    /// How sure it is, 0 to 1.
    pub score: f32,
    /// Name of the detector.
    pub detector: &'static str,
}

/// All that the detectors say of one line, the strongest voice of each sort.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct LineEvidence {
    /// The strongest chrome rule that hit.
    pub chrome: Option<Heard<ChromeKind>>,
    /// The strongest rule for an article or thread label that hit.
    pub cue: Option<Heard<Label>>,
    /// What the comment detector proposes, with its score.
    pub comment: Option<(Label, f32)>,
    /// How much of the line is a date.
    pub date: DateShare,
    /// How densely the line holds function words, and in which language.
    pub tongue: Tongue,
    /// How surely the line is of its site's template, 0 to 1.
    pub site: f32,
}

/// What a rule says of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Heard<T> {
    /// The label or kind it speaks for.
    pub what: T,
    /// How much it counts.
    pub strength: Strength,
    /// Which rule.
    pub rule: RuleId,
    /// Whether the rule is made for the page's language.
    pub native: bool,
}

/// How much of a line is a date.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum DateShare {
    /// No date found.
    #[default]
    None,
    /// A date among other words.
    Some,
    /// Hardly anything but the date.
    All,
}

/// All evidence on a page.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    /// One entry a line.
    pub lines: Vec<LineEvidence>,
    /// The comment regions: half-open ranges of lines, in order.
    pub regions: Vec<Range<u32>>,
    /// The rules that hit, in the order of lines.
    pub hits: Vec<Hit>,
    /// The most likely headline.
    pub title: Option<title::Title>,
    /// What the comment detector found.
    pub comments: Comments,
    /// ISO 639-1 code of the page's language; `None` when there is too little text or no list knows it.
    pub language: Option<&'static str>,
    /// What the page is, when it is no running text.
    pub form: Option<Form>,
}

impl LineEvidence {
    /// Takes note of a rule's hit. The stronger of two stays, of equals the one whose rule is made for the
    /// page's language (`native`), then the earlier.
    pub fn note(&mut self, hit: &Hit, native: bool) {
        match hit.label {
            Label::Chrome(kind) => {
                if self
                    .chrome
                    .is_none_or(|seen| (seen.strength, seen.native) < (hit.strength, native))
                {
                    self.chrome =
                        Some(Heard { what: kind, strength: hit.strength, rule: hit.rule, native });
                }
            }
            label => {
                let rank = |label: Label, strength, native| {
                    (strength, label.part() == Part::Comment, native)
                };
                let this = rank(label, hit.strength, native);
                if self.cue.is_none_or(|seen| rank(seen.what, seen.strength, seen.native) < this) {
                    self.cue =
                        Some(Heard { what: label, strength: hit.strength, rule: hit.rule, native });
                }
            }
        }
    }
}
