//! What introduces a name: `by`, `posted by:`, `verfasst von`.
//!
//! Separate from the heads, because a byline also stands alone where an
//! extractor broke its line, and inside of what a comment answers.

use super::affix;
use super::parse::place_of;
use super::words::{ends_word, words};
use crate::span::Span;

/// Takes `by`, `posted by:` off the front of a name; tells whether it did, and whether a colon stood there.
pub(super) fn strip(name: &str) -> (&str, bool, bool) {
    let low = name.to_lowercase();
    if low.len() == name.len() {
        let fits = |opening: &str, rest: &str| {
            ends_word(opening, rest) && rest.starts_with([' ', ':', '\u{a0}'])
        };
        if let Some((_, rest)) = words().bylines.strip(&low, fits) {
            let rest = name.get(name.len() - rest.len()..).unwrap_or_default();
            let name = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ':');
            let colon = rest.get(..rest.len() - name.len()).is_some_and(|sign| sign.contains(':'));
            return (name, true, colon);
        }
    }
    (name, false, false)
}

/// `Posted by:` alone, where an extractor broke the line below it.
pub(super) fn is_alone(low: &str) -> bool {
    low.ends_with(':') && words().bylines.strip(low, |_, rest| rest.trim() == ":").is_some()
}

/// The same without the colon: `Posted by`.
pub(super) fn is_whole(low: &str) -> bool {
    words().bylines.strip(low, |_, rest| rest.is_empty()).is_some()
}

/// The name in `by Vera (not verified)`.
pub(super) fn name(body: &str, place: Span) -> Option<Span> {
    let (name, by, _) = strip(body);
    let (name, _) = affix::strip(name);
    if by { place_of(body, name, place) } else { None }
}

#[cfg(test)]
mod tests {
    use super::{is_alone, name, strip};
    use crate::span::Span;

    #[test]
    fn bylines_and_their_colons() {
        assert_eq!(strip("Posted by: Vera"), ("Vera", true, true));
        assert_eq!(strip("von Vera"), ("Vera", true, false));
        assert_eq!(strip("Byron"), ("Byron", false, false));
        assert!(is_alone("posted by:") && !is_alone("posted by vera:"));
    }

    #[test]
    fn the_name_in_a_byline() {
        let line = "by Vera (not verified)";
        let place = Span::new(0, line.len());
        assert_eq!(name(line, place).map(|span| span.of(line)), Some("Vera"));
        assert_eq!(name("Vera", Span::new(0, 4)), None);
    }
}
