//! What platforms print around a name on its line: the number of the comment, points, a role.
//!
//! Separate from the name itself, because each of these is a field of its own
//! and stands before or behind names of any platform.

use super::controls::split_number;
use super::name::Signs;
use super::role::AuthorRole;
use super::words::words;

/// The fields around a name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Affixes {
    pub number: Option<u64>,
    /// The number of the comment that it answers: 1 for `#1.2`.
    pub answers: Option<u64>,
    pub score: Option<i64>,
    pub role: Option<AuthorRole>,
}

/// Whether anything of this may stand around a name; `signs` are those of the name, or of more.
pub(super) fn may_stand(name: &str, signs: Signs) -> bool {
    let bytes = name.as_bytes();
    matches!(bytes.first(), Some(b'#' | b'[' | b'+' | b'-'))
        || matches!(bytes.last(), Some(b')' | b']' | b'P'))
        || signs.gap
        || signs.has(Signs::DIGIT)
}

/// Takes `#12`, `[-]`, `12 points` and `(Guest)` off a name.
pub(super) fn strip(name: &str) -> (&str, Affixes) {
    let (name, Affixes { number, answers, .. }) = strip_numbers(name);
    let (name, score) = strip_points(name);
    let (name, role) = strip_role(name);
    (name, Affixes { number, answers, score, role })
}

/// The number in `#12`, wherever it stands in the line.
pub(super) fn hash_number(line: &str) -> Option<u64> {
    let (_, after) = line.split_once('#')?;
    let after = after.trim_start();
    let end = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
    after.get(..end)?.parse().ok()
}

/// Whether the line is nothing but such a number: `#12`, `(#12)`, `No. 12` in some languages.
pub(super) fn is_hash(line: &str) -> bool {
    let bare = line.trim_matches(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '.'));
    let digits = bare.strip_prefix('#').map(str::trim_start);
    digits.is_some_and(|d| !d.is_empty() && d.len() < 13 && d.bytes().all(|b| b.is_ascii_digit()))
}

/// `[-]` folds a comment away, `#12` numbers it, `+2 # ` votes for it.
pub(super) fn strip_numbers(name: &str) -> (&str, Affixes) {
    let none = Affixes::default();
    if !name.starts_with(['[', '+', '-', '#']) {
        return (name, none);
    }
    for fold in ["[\u{2013}]", "[-]", "[+]", "[\u{2212}]"] {
        if let Some(rest) = name.strip_prefix(fold) {
            return (rest.trim_start(), none);
        }
    }
    let votes = name
        .strip_prefix(['+', '-'])
        .map(|rest| rest.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start());
    let Some(rest) = votes.unwrap_or(name).strip_prefix('#') else { return (name, none) };
    let rest = rest.trim_start();
    let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let (number, rest) = rest.split_at(digits);
    // `#name` is a tag.
    if number.is_empty() && votes.is_none() && !name.starts_with("# ") {
        return (name, none);
    }
    let number = number.parse().ok();
    let sub = |rest: &str| rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (rest, answers) = match rest.strip_prefix('.').map(|below| (below, sub(below))) {
        Some((below, digits)) if digits > 0 => (below.get(digits..).unwrap_or_default(), number),
        _ => (rest, None),
    };
    let sign =
        |c: char| c.is_whitespace() || matches!(c, '.' | ':' | '-' | '\u{2013}' | '\u{2014}');
    let number = number.filter(|_| answers.is_none());
    (rest.trim_start_matches(sign), Affixes { number, answers, ..none })
}

/// The name in `Vera (mehr als 1000 Beitr\u{e4}ge seit 02.03.01)`; empty where the note stands alone.
pub(super) fn member(line: &str) -> Option<&str> {
    // Nearly no line ends in a date that such a word leads to.
    if !matches!(line.as_bytes().last(), Some(b')' | b'0'..=b'9')) {
        return None;
    }
    let noted = line.strip_suffix(')').unwrap_or(line);
    let led = noted.trim_end_matches(|c: char| c == '.' || c.is_ascii_digit());
    if led.len() == line.len() || !led.ends_with(" seit ") {
        return None;
    }
    let bracket = || line.strip_suffix(')')?.rsplit_once(" (");
    let (name, note) = bracket().unwrap_or(("", line));
    let (posts, since) = note.rsplit_once(" seit ")?;
    let counted = ["Beitr\u{e4}ge", "Beitrag"].iter().any(|word| posts.ends_with(word));
    let dated = since.len() <= 10 && since.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    (counted && dated && name.len() <= 60).then(|| name.trim_end())
}

/// `rider99 12 points`, `Vera 5pts`.
fn strip_points(name: &str) -> (&str, Option<i64>) {
    if !name.ends_with(|c: char| c.is_ascii_lowercase())
        || !name.bytes().any(|b| b.is_ascii_digit())
    {
        return (name, None);
    }
    // `12 points` alone: the name stands elsewhere.
    if let Some((score, unit)) = split_number(name)
        && words().points.contains(unit.trim_end())
    {
        return ("", Some(score));
    }
    for (at, _) in name.rmatch_indices(' ').take(2) {
        let tail = name.get(at + 1..).unwrap_or_default();
        if let Some((score, unit)) = split_number(tail)
            && words().points.contains(unit)
        {
            return (name.get(..at).unwrap_or_default().trim_end(), Some(score));
        }
    }
    (name, None)
}

/// `Vera (Guest)`, `Jonas [Moderator]`, `Ines  Mod`.
pub(super) fn strip_role(name: &str) -> (&str, Option<AuthorRole>) {
    let open = match name.as_bytes().last() {
        Some(b')') => '(',
        Some(b']') => '[',
        _ => {
            // Lemmy prints no gap before the badge of who opened the discussion; friars put the same behind their names.
            let opened =
                name.strip_suffix(" OP").filter(|who| who.contains('@') || !who.contains(' '));
            if let Some(who) = opened {
                return (who.trim_end(), Some(AuthorRole::Author));
            }
            let spaced = if has_gap(name) { name.rsplit_once("  ") } else { None };
            let role = spaced.and_then(|(_, role)| words().roles.of(&role.to_lowercase()));
            return match (spaced, role) {
                (Some((before, _)), Some(role)) => (before.trim_end(), Some(role)),
                _ => (name, None),
            };
        }
    };
    let Some((before, role)) = name.rsplit_once(open) else { return (name, None) };
    let before = before.trim_end();
    match words().roles.of(&role.to_lowercase()) {
        Some(role) if !before.is_empty() => (before, Some(role)),
        _ => (name, None),
    }
}

/// Whether two spaces stand side by side. No early exit: this runs in vectors.
fn has_gap(name: &str) -> bool {
    let (bytes, next) = (name.bytes(), name.bytes().skip(1));
    bytes.zip(next).fold(false, |found, (a, b)| found | (a == b' ') & (b == b' '))
}

#[cfg(test)]
mod tests {
    use super::{Affixes, hash_number, is_hash, member, strip};
    use crate::detect::comments::role::AuthorRole;

    #[test]
    fn fields_come_off_names() {
        for (line, name, affixes) in [
            ("#12 Vera", "Vera", Affixes { number: Some(12), ..Affixes::default() }),
            ("+2 # Vera", "Vera", Affixes::default()),
            ("#1.2 Vera", "Vera", Affixes { answers: Some(1), ..Affixes::default() }),
            (
                "[\u{2013}]rider99 12 points",
                "rider99",
                Affixes { score: Some(12), ..Affixes::default() },
            ),
            ("Vera 5pts", "Vera", Affixes { score: Some(5), ..Affixes::default() }),
            (
                "Jonas (verified owner)",
                "Jonas",
                Affixes { role: Some(AuthorRole::Verified), ..Affixes::default() },
            ),
            (
                "Ines [Moderator]",
                "Ines",
                Affixes { role: Some(AuthorRole::Moderator), ..Affixes::default() },
            ),
            ("#river", "#river", Affixes::default()),
            ("Room 12", "Room 12", Affixes::default()),
            ("Ida (from Arnby)", "Ida (from Arnby)", Affixes::default()),
        ] {
            assert_eq!(strip(line), (name, affixes), "{line}");
        }
    }

    #[test]
    fn members_and_how_much_they_write() {
        assert_eq!(member("Vera (204 Beitr\u{e4}ge seit 11.09.02)"), Some("Vera"));
        assert_eq!(member("Vera (1 Beitrag seit 17.05.2004)"), Some("Vera"));
        assert_eq!(member("mehr als 1000 Beitr\u{e4}ge seit 21.11.2008"), Some(""));
        assert_eq!(member("Das Forum (es lebt seit 2004)"), None);
    }

    #[test]
    fn numbers_of_comments() {
        assert_eq!((hash_number("Permalink #7"), hash_number("no. 7")), (Some(7), None));
        assert!(is_hash("#12") && is_hash("(#12)") && !is_hash("#12 Vera") && !is_hash("12"));
    }
}
