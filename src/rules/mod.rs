//! Known phrases and patterns, as data.
//!
//! Rules live in `data/*.toml`; this module holds the language they are
//! written in, reads it with positions, and compiles it into one matcher.
//! A rule only testifies; the decoder decides.

use crate::label::Label;
use crate::span::Span;

/// How much a hit counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Strength {
    /// Raises the label's score; context decides.
    Hint,
    /// Decides, unless the page as a whole says otherwise.
    Sure,
}

/// Index of a rule in a compiled [`RuleSet`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RuleId(pub u32);

/// One rule that matched one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Which rule.
    pub rule: RuleId,
    /// Index of the line in the page's segmentation.
    pub line: u32,
    /// Where in the page's text.
    pub span: Span,
    /// The label it speaks for.
    pub label: Label,
    /// How much it counts.
    pub strength: Strength,
}
