//! What stands behind a date in a head, and the marks of boards that stand there.
//!
//! Separate from what stands before it: most heads end in their date, and each
//! system prints something else behind it, or the name.

use super::parse::{place_of, strip_verb};
use super::words::{ends_word, words};
use super::{affix, byline, controls};
use crate::span::Span;

/// What follows a date.
pub(super) enum Tail<'t> {
    /// Nothing of weight.
    Empty,
    /// A button.
    Button,
    /// A name that a word for who wrote introduces.
    Name(&'t str),
    /// A verb of saying follows the name.
    Said(&'t str),
    /// The link for whom wrote it stands behind the name.
    Signed(&'t str),
    /// A dash or a comma stands before it; whether the latter.
    Apart(&'t str, bool),
}

/// The number of the comment that is answered, behind a date: `| in reply to #1`.
pub(super) fn answered(after: &str) -> Option<u64> {
    let (verb, number) = after.trim_end().rsplit_once('#')?;
    let low = verb.trim_start_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let (_, rest) = words().reply_to.strip(&low, ends_word)?;
    number.parse().ok().filter(|_| rest.trim().is_empty())
}

/// What follows a date: nothing of weight, or the name.
pub(super) fn tail(after: &str) -> Option<Tail<'_>> {
    let rest = after.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '(' | '@' | '|'));
    if !rest.chars().any(char::is_alphanumeric) {
        return Some(Tail::Empty);
    }
    let low = rest.to_lowercase();
    let table = words();
    let first = low.trim_start_matches(['|', ' ']).split_whitespace().next().unwrap_or_default();
    if controls::is_button(&low) {
        return Some(Tail::Button);
    }
    if rest.starts_with('(') && low.contains("child")
        || table.says.contains(&low)
        || table.roles.of(&low).is_some()
        || rest.trim_start_matches('(').bytes().all(|b| b.is_ascii_digit())
        || table.date_tail.contains(first)
        || table.date_tails.open(&low)
        || is_post_number(&low)
        || affix::only_number(rest).is_some()
        // `May 3, 2008 by`, where an extractor broke the line at the name.
        || {
            let by = low.trim_start_matches(['|', ' ']);
            table.date_by.strip(by, |_, rest| rest.is_empty()).is_some()
        }
        || controls::is_count(&low)
        // `(#64154089) Homepage`, in some renderings with spaces.
        || low.strip_prefix('(').is_some_and(|inner| inner.trim_start().starts_with('#'))
    {
        return Some(Tail::Empty);
    }
    if low.len() != rest.len() {
        return None;
    }
    if let Some(name) = strip_verb(rest, &low).filter(|name| !name.is_empty()) {
        return Some(Tail::Said(name));
    }
    if let Some(name) = editable(after).or_else(|| barred(rest)) {
        return Some(Tail::Signed(name));
    }
    let Some((by, name)) = table.date_by.strip(&low, ends_word) else {
        let signs = [" \u{2014} ", " \u{2013} ", " - ", ", "];
        return signs
            .iter()
            .find_map(|sign| Some(Tail::Apart(after.strip_prefix(sign)?.trim(), *sign == ", ")));
    };
    let name =
        rest.get(rest.len() - name.len()..)?.trim_matches(|c: char| c.is_whitespace() || c == ':');
    // `07/04/2014, 08:43 | Par Vera`.
    let name = if by == "|" { byline::strip(name).0 } else { name };
    let name = with_initial(after, name);
    (!name.is_empty() && name.split_whitespace().count() <= 5).then_some(Tail::Name(name))
}

/// The name, a part of `line`, with the full stop of the initial that it ends with: `Anna K.`
fn with_initial<'l>(line: &'l str, name: &'l str) -> &'l str {
    let initial = name.rsplit_once(' ').is_some_and(|(_, last)| last.chars().nth(1).is_none());
    let place = place_of(line, name, Span::new(0, line.len())).filter(|_| initial);
    let longer = place.and_then(|place| line.get(place.start..=place.end));
    longer.filter(|longer| longer.ends_with('.')).unwrap_or(name)
}

/// The name in `| URL | Vera #aB3d[ \u{7de8}\u{96c6}]`, as FC2 prints it behind the date: the link lets its writer edit
/// the comment.
fn editable(after: &str) -> Option<&str> {
    let inner = after.trim_end().strip_suffix(']')?.trim_end().strip_suffix("\u{7de8}\u{96c6}")?;
    let inner = inner.trim_end().strip_suffix('[')?;
    let name = inner.rsplit('|').next()?.split(" #").next()?;
    let name = name.trim_matches(|c: char| c.is_whitespace() || matches!(c, ']' | '-'));
    (!name.is_empty()).then_some(name)
}

/// The name in `| by Vera | karma 8.12`: between bars, with more behind it.
fn barred(rest: &str) -> Option<&str> {
    let (name, more) = rest.strip_prefix('|')?.split_once('|')?;
    let (name, by, _) = byline::strip(name.trim());
    (by && !name.is_empty() && more.bytes().any(|byte| byte.is_ascii_digit())).then_some(name)
}

/// `ID:aB3dEf0`: the sign of who posted, as boards in Japan print it behind the date.
pub(super) fn is_poster(after: &str) -> bool {
    let sign = after.trim().strip_prefix("ID:").unwrap_or_default();
    (1..=24).contains(&sign.len()) && !sign.contains(char::is_whitespace)
}

/// The name and the number of a post on such a board: `12: Vera:`, `12 \u{540d}\u{524d}\u{ff1a}Vera \u{6295}\u{7a3f}\u{65e5}\u{ff1a}`.
pub(super) fn on_channel(before: &str) -> (&str, Option<u64>) {
    let sign = |c: char| c.is_whitespace() || matches!(c, ':' | '\u{ff1a}' | '.');
    let name = before.trim_matches(sign);
    let digits = name.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = name.split_at(digits);
    let rest = rest.trim_start_matches(sign);
    let rest = rest.strip_prefix("\u{540d}\u{524d}").unwrap_or(rest).trim_matches(sign);
    let rest = rest.strip_suffix("\u{6295}\u{7a3f}\u{65e5}").unwrap_or(rest);
    (rest.trim_matches(sign), number.parse().ok())
}

/// `Post #2 of 7`, `#12`.
fn is_post_number(low: &str) -> bool {
    affix::hash_number(low).is_some() && low.split_whitespace().count() <= 6
}
