//! Evidence on lines. A detector testifies; only the decoder assigns labels.

mod gather;
pub mod comments;
pub mod dates;
pub mod title;

use std::ops::Range;

use crate::label::{ChromeKind, Label, Part};
use crate::rules::{Hit, RuleId, Strength};

pub use comments::Comments;
pub use gather::{gather, platforms};

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
    pub chrome: Option<(ChromeKind, Strength, RuleId)>,
    /// The strongest rule for an article or thread label that hit.
    pub cue: Option<(Label, Strength, RuleId)>,
    /// What the comment detector proposes, with its score.
    pub comment: Option<(Label, f32)>,
    /// How much of the line is a date.
    pub date: DateShare,
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
}

impl LineEvidence {
    /// Takes note of a rule's hit; the stronger of two stays, the earlier of equals.
    pub fn note(&mut self, hit: &Hit) {
        match hit.label {
            Label::Chrome(kind) => {
                if self.chrome.is_none_or(|(_, strength, _)| strength < hit.strength) {
                    self.chrome = Some((kind, hit.strength, hit.rule));
                }
            }
            label => {
                let rank = |label: Label, strength| (strength, label.part() == Part::Comment);
                if self.cue.is_none_or(|(l, s, _)| rank(l, s) < rank(label, hit.strength)) {
                    self.cue = Some((label, hit.strength, hit.rule));
                }
            }
        }
    }
}
