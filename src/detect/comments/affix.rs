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
        || signs.has(Signs::DIGIT | Signs::COLON)
}

/// Takes `#12`, `[-]`, `12 points`, `(Homepage)` and `(Guest)` off a name.
pub(super) fn strip(name: &str) -> (&str, Affixes) {
    let (name, Affixes { number, answers, .. }) = strip_numbers(name);
    let (name, score) = strip_points(strip_home(name));
    let (name, role) = strip_role(name);
    let (name, led) = strip_led(name);
    (name, Affixes { number, answers, score, role: role.or(led) })
}

/// Whether the words stand for the page of a commenter beside the name.
pub(super) fn is_home(words: &str) -> bool {
    const HOMES: [&str; 7] = ["homepage", "website", "web", "www", "url", "link", "mail"];
    HOMES.iter().any(|known| words.eq_ignore_ascii_case(known))
}

/// The name in `Vera (Homepage)`.
fn strip_home(name: &str) -> &str {
    let bracket = |name: &'_ str| name.strip_suffix(')')?.rfind(" (");
    let Some(open) = bracket(name) else { return name };
    let (who, home) = name.split_at(open);
    let home = home.trim_matches([' ', '(', ')']);
    if is_home(home) { who.trim_end() } else { name }
}

/// `Guest: Vera`.
fn strip_led(name: &str) -> (&str, Option<AuthorRole>) {
    let led = name.split_once(": ").filter(|(_, name)| !name.is_empty());
    match led.map(|(role, name)| (name, words().roles.of(&role.to_lowercase()))) {
        Some((name, Some(role))) => (name, Some(role)),
        _ => (name, None),
    }
}

/// The name in `Vera, IP: 10.0.0.xx`: whence somebody writes.
pub(super) fn strip_address(name: &str) -> &str {
    let Some((who, address)) = name.rsplit_once("IP:") else { return name };
    let sign = |c: char| c.is_whitespace() || matches!(c, ',' | '|' | '-' | '(' | '[');
    // A colon stands in addresses of the longer kind.
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '*' | '-' | '_' | ':');
    let address = address.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ')' | ']'));
    let is_address = address.contains(['.', ':']) && address.chars().all(fits);
    if is_address { who.trim_end_matches(sign) } else { name }
}

/// The number in `#12`, wherever it stands in the line.
pub(super) fn hash_number(line: &str) -> Option<u64> {
    let (_, after) = line.split_once('#')?;
    let after = after.trim_start();
    let end = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
    after.get(..end)?.parse().ok()
}

/// The number that the line is and nothing else: `#12`, `(#12)`, `Comment no. 12`.
pub(super) fn only_number(line: &str) -> Option<u64> {
    let bare = line.trim_matches(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '.'));
    if let Some(digits) = bare.strip_prefix('#').map(str::trim_start) {
        return digits.parse().ok().filter(|_| !digits.starts_with('+'));
    }
    let alone = ordinal(bare).filter(|found| found.rest.is_empty() && !found.counts)?;
    Some(alone.number)
}

/// The first number of `Comment 1-2`, which is the second answer to the first comment.
pub(super) fn answered_number(line: &str) -> Option<u64> {
    let found = ordinal(line).filter(|found| found.counts && line.ends_with(found.rest))?;
    let below = !found.rest.is_empty() && found.rest.bytes().all(|byte| byte.is_ascii_digit());
    let glued = line.strip_suffix(found.rest).is_some_and(|line| line.ends_with('-'));
    (below && glued).then_some(found.number)
}

/// `[-]` folds a comment away, `#12` and `[12]` number it, `+2 # ` votes for it.
pub(super) fn strip_numbers(name: &str) -> (&str, Affixes) {
    let none = Affixes::default();
    let numbered = name.strip_prefix('\u{2116}').or_else(|| name.strip_prefix('['));
    if let Some((number, rest)) = numbered.and_then(|rest| leading_digits(rest.trim_start()))
        && (!name.starts_with('[') || rest.starts_with(']'))
    {
        let rest =
            rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ']' | '.' | ':'));
        return (rest, Affixes { number: Some(number), ..none });
    }
    if !name.starts_with(['[', '+', '-', '#']) {
        return match ordinal(name) {
            Some(Ordinal { number, rest, .. }) => (rest, Affixes { number: Some(number), ..none }),
            None => (name, none),
        };
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
    // `#12\u{697c}`: boards in Chinese count floors.
    let sign = |c: char| {
        let floor = matches!(c, '\u{697c}' | '\u{6a13}');
        floor || c.is_whitespace() || matches!(c, '.' | ':' | '-' | '\u{2013}' | '\u{2014}')
    };
    let number = number.filter(|_| answers.is_none());
    (rest.trim_start_matches(sign), Affixes { number, answers, ..none })
}

/// A number that a word says is one.
struct Ordinal<'l> {
    number: u64,
    /// What follows it, without the signs between.
    rest: &'l str,
    /// Whether the word may as well say how many there are: `Comment 3`.
    counts: bool,
}

/// `Comment #3`, `Commentaire n\u{b0}3`, `Comment 3`, `3\u{697c}` at the beginning of a line.
fn ordinal(line: &str) -> Option<Ordinal<'_>> {
    if !line.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let sign = |c: char| {
        c.is_whitespace() || matches!(c, '.' | ':' | ',' | '-' | '|' | '\u{2013}' | '\u{2014}')
    };
    // Boards in Chinese count the floors of a house.
    let floor = line.strip_prefix(FLOOR).unwrap_or(line).trim_start();
    if let Some((number, rest)) = leading_digits(floor) {
        let rest = rest.trim_start().strip_prefix(['\u{697c}', '\u{6a13}'])?;
        return Some(Ordinal { number, rest: rest.trim_start_matches(sign), counts: false });
    }
    let (word, tail) = line.split_once(' ')?;
    // Nearly no line begins with such a word: what follows is looked at in those alone.
    if !words().comments.contains(&word.to_lowercase()) {
        return None;
    }
    let tail = tail.trim_start();
    let signed = NUMBER_SIGNS.iter().find_map(|sign| {
        let (found, rest) = tail.split_at_checked(sign.len())?;
        (found.to_lowercase() == *sign).then_some(rest)
    });
    let (number, rest) = leading_digits(signed.unwrap_or(tail).trim_start())?;
    let apart = rest.is_empty() || rest.starts_with(sign);
    let counts = signed.is_none();
    apart.then(|| Ordinal { number, rest: rest.trim_start_matches(sign), counts })
}

/// The number that opens a line, and what follows it.
fn leading_digits(line: &str) -> Option<(u64, &str)> {
    let end = line.find(|c: char| !c.is_ascii_digit()).unwrap_or(line.len());
    let (digits, rest) = line.split_at(end);
    Some((digits.parse().ok()?, rest))
}

/// What may stand before the number of a floor.
pub(super) const FLOOR: &str = "\u{7b2c}";

/// What stands for `number` before one, in lower case.
const NUMBER_SIGNS: [&str; 11] = [
    "#",
    "n\u{b0}",
    "n\u{ba}",
    "\u{2116}",
    "no.",
    "nr.",
    "nr",
    "no ",
    "number",
    "num\u{e9}ro",
    "nummer",
];

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
    use super::{Affixes, answered_number, hash_number, member, only_number, strip, strip_address};
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
            ("Comment #3 by Vera", "by Vera", Affixes { number: Some(3), ..Affixes::default() }),
            ("Comment 3", "", Affixes { number: Some(3), ..Affixes::default() }),
            ("\u{7b2c}3\u{697c} Vera", "Vera", Affixes { number: Some(3), ..Affixes::default() }),
            ("Anonymous #2", "Anonymous #2", Affixes::default()),
            ("Vera (Homepage)", "Vera", Affixes::default()),
            ("\u{2116}12 Vera", "Vera", Affixes { number: Some(12), ..Affixes::default() }),
            ("[12] Vera", "Vera", Affixes { number: Some(12), ..Affixes::default() }),
            (
                "Go\u{15b}\u{107}: Vera",
                "Vera",
                Affixes { role: Some(AuthorRole::Guest), ..Affixes::default() },
            ),
            ("Note: Vera", "Note: Vera", Affixes::default()),
            ("#river", "#river", Affixes::default()),
            ("Room 12", "Room 12", Affixes::default()),
            ("Ida (from Arnby)", "Ida (from Arnby)", Affixes::default()),
        ] {
            assert_eq!(strip(line), (name, affixes), "{line}");
        }
    }

    #[test]
    fn numbers_of_answers() {
        assert_eq!(answered_number("Comment 2-13"), Some(2));
        for line in ["Comment 2", "Comment 2 - 13", "Comment 2-b", "2-13"] {
            assert_eq!(answered_number(line), None, "{line}");
        }
    }

    #[test]
    fn addresses_come_off_names() {
        for line in ["Vera, IP: 10.0.0.xx", "Vera IP: *.example.org", "Vera IP: 10.0.0.---,"] {
            assert_eq!(strip_address(line), "Vera", "{line}");
        }
        assert_eq!(strip_address("Vera on IP: a guide"), "Vera on IP: a guide");
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
        for line in [
            "#12",
            "(#12)",
            "Comment no. 12",
            "Comment number 12.",
            "Kommentar Nr. 12",
            "12\u{697c}",
        ] {
            assert_eq!(only_number(line), Some(12), "{line}");
        }
        for line in ["#12 Vera", "12", "Comment 12", "Comments (12)", "Room no. 12"] {
            assert_eq!(only_number(line), None, "{line}");
        }
    }
}
