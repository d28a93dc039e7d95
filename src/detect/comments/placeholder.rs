//! Lines that stand where a comment was: deleted by its author, hidden by a moderator.
//!
//! Separate from the heads, because platforms print them with and without one.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::words::words;

/// Longest line that stands for a comment, in bytes.
const MAX_BYTES: usize = 160;

/// Why the text of a comment is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Placeholder {
    /// The author took it away, or nobody says who did: `[deleted]`.
    Deleted,
    /// A moderator hides it or has not read it yet: `This comment is awaiting moderation.`
    Moderated,
}

/// What the text of a comment stands for, when it is not the comment's own.
#[must_use]
pub fn placeholder(text: &str) -> Option<Placeholder> {
    let text = text.trim();
    if text.len() > MAX_BYTES || text.contains('\n') {
        return None;
    }
    of_line(&text.to_lowercase())
}

/// Whether a name stands for an account that is gone: `[deleted]`.
#[must_use]
pub fn is_nobody(name: &str) -> bool {
    name.len() <= 24 && words().nobody.contains(&name.to_lowercase())
}

/// The same for a line in lower case.
pub(super) fn of_line(low: &str) -> Option<Placeholder> {
    if low.len() > MAX_BYTES {
        return None;
    }
    let words = words();
    if words.moderated.open(low) {
        Some(Placeholder::Moderated)
    } else {
        words.deleted.open(low).then_some(Placeholder::Deleted)
    }
}

#[cfg(test)]
mod tests {
    use super::{Placeholder, placeholder};

    #[test]
    fn placeholders_and_comments_about_them() {
        for (line, kind) in [
            ("[deleted]", Placeholder::Deleted),
            ("This comment has been removed by the author.", Placeholder::Deleted),
            ("This comment has been removed by a blog administrator.", Placeholder::Moderated),
            ("Dieser Kommentar wurde gel\u{f6}scht.", Placeholder::Deleted),
            ("Your comment is awaiting moderation.", Placeholder::Moderated),
        ] {
            assert_eq!(placeholder(line), Some(kind), "{line}");
        }
        for line in ["Why was this comment deleted?", "I deleted my comment.", ""] {
            assert_eq!(placeholder(line), None, "{line}");
        }
    }
}
