//! Known phrases and patterns, as data.
//!
//! Rules live in `data/**/*.toml`; this module holds the language they are
//! written in, reads it with positions, and compiles it into one matcher.
//! A rule only testifies; the decoder decides.
//!
//! # A rule file
//!
//! ```toml
//! [set]
//! id = "wordpress"                  # kebab-case, unique
//! about = "WordPress core: ..."     # one sentence
//! platform = "wordpress"            # optional: a hit testifies to this platform
//!
//! [[rule]]
//! id = "leave-a-reply"              # kebab-case, unique over all sets
//! label = "chrome"                  # a label's name
//! kind = "comment_form"             # with label "chrome" only, and there required
//! reason = "The heading of the comment form"
//! where = "line"                    # line | start | end | short | any
//! zone = ["foot"]                   # optional: head | body | foot, thirds of the page's lines
//! strength = "sure"                 # sure | hint
//! langs = ["en"]                    # ISO 639-1, "*" for all
//! phrases = ["leave a reply", "leave a comment"]
//! unless = ["leave a reply button"] # optional: a line that holds one of them is no hit
//! max = 80                          # optional: longest line, in characters
//! platform = false                  # optional: the set's platform does not follow from this rule
//! hits = ["Leave a Reply", "LEAVE A COMMENT:"]
//! misses = ["They asked readers to leave a reply within a week."]
//! ```
//!
//! Phrases and lines are compared in one normal form: lower case, straight
//! quotation marks, single spaces, no invisible characters, and every number
//! as `0`. In a phrase `{n}` stands for a number; a number written out stands
//! for any number, too.
//!
//! | `where` | the phrase is | signs, marks and emoji at the line's ends |
//! |---|---|---|
//! | `line` | the whole line | looked through on both sides |
//! | `start` | at its start, in a line of at most `max` (120) characters | looked through, but for quotation marks |
//! | `end` | at its end, in such a line | the same |
//! | `short` | anywhere in such a line | |
//! | `any` | anywhere in any line; if `sure`, at least 12 characters long | |
//!
//! Phrases of all but `line` match at word borders. Scripts without spaces have none.
//!
//! The same phrase with the same `where` may stand in two rules only when their
//! zones or their languages do not overlap; a line then has a hit of each.
//!
//! # Patterns
//!
//! Instead of `phrases` a rule may give a `pattern` or several `patterns`:
//! ASCII regexes (`\d`, `\w`, `\b` and `(?i)` know ASCII only; other letters
//! stand for their UTF-8 bytes and cannot stand in `[...]`). They run on the
//! line's original text without its bullet, tied to the place that `where`
//! says. To stay cheap, a pattern is tried only
//! - on lines that hold one of the literals of `needs`, which start at a word border
//!   and are compared in normal form, or
//! - without `needs`, on lines with a digit;
//!
//! and, unless `where` is `any`, on lines of at most `max` characters.
//! With `any`, `needs` must be given.
//!
//! # Files of the user
//!
//! They are laid over the built-in ones: `disable = ["rule-id", "set-id/*"]` at
//! the top takes rules out, a rule with the id of a disabled one replaces it,
//! and an exception makes a rule leave lines alone:
//!
//! ```toml
//! [[exception]]
//! rule = "leave-a-reply"
//! phrases = ["leave a comment on the wall"]
//! reason = "A regular feature of this paper"
//! ```

mod draft;
mod examples;
mod lang;
mod layers;
mod literals;
mod matcher;
mod normal;
mod problem;
mod raw;
mod rule;
mod set;
mod source;
mod starts;
mod whole;

pub(crate) use lang::{Lang, Votes};
pub(crate) use normal::normalise;
pub use problem::{Fault, RuleError, RuleProblem};
pub use rule::{Rule, RuleId, Strength, Where, Zone, Zones};
pub use set::{RuleSet, check};
pub use source::{Origin, Source};

use crate::label::Label;
use crate::span::Span;

/// One rule that matched one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Which rule.
    pub rule: RuleId,
    /// Index of the line in the page's segmentation.
    pub line: u32,
    /// Where in the page's text; the body of the line for rules on whole lines.
    pub span: Span,
    /// The label it speaks for.
    pub label: Label,
    /// How much it counts.
    pub strength: Strength,
}

/// Buffers that [`RuleSet::hits`] fills anew for each line; one a thread saves the allocations.
#[derive(Debug, Default)]
pub struct Scratch {
    normal: starts::Marked,
    patterns: Vec<u32>,
    /// Of one line, before each rule is left with one.
    hits: Vec<Hit>,
}
