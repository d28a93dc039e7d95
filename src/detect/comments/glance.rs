//! A glance at a line that tells of most that nothing in a comment's frame begins or is like it.
//!
//! Separate from what reads these lines, because it has to know of all of them
//! at once: each short line of each page would else be looked up in twenty
//! tables of words, and nearly all are in none.

use std::sync::LazyLock;

use super::words::{Openings, Set, words};
use crate::segment::Class;
use crate::sieve::{Sieve, Starts, key_of};

struct Glance {
    /// Headers, buttons and roles, whole.
    lines: Sieve,
    /// What the frame's other lines begin with.
    starts: Starts,
}

/// Beside the openings among the words: those that `controls` and `borders` know.
const OPENINGS: [&str; 3] = ["arrow-up ", "arrow-down ", "insgesamt "];

static GLANCE: LazyLock<Glance> = LazyLock::new(|| {
    let words = words();
    let sets = [&words.headers, &words.buttons, &words.comments];
    let lines = || sets.into_iter().flat_map(Set::iter).chain(words.roles.iter());
    // Of each line several keys are looked at, so each must let few others through.
    let mut glance = Glance { lines: Sieve::new(lines().count() * 4), starts: Starts::new(0) };
    lines().for_each(|line| glance.lines.add(key_of(line.as_bytes())));
    let openings = || {
        let tables = [
            &words.deleted,
            &words.moderated,
            &words.reply_to,
            &words.liked_by,
            &words.edited,
            &words.one,
            &words.button_openings,
            &words.forms,
            &words.feet,
        ];
        // Others may stand behind a button of several words.
        let buttons = words.buttons.iter().filter(|button| button.contains(' '));
        tables.into_iter().flat_map(Openings::iter).chain(OPENINGS).chain(buttons)
    };
    glance.starts = Starts::new(openings().count() * 4);
    openings().for_each(|opening| glance.starts.add(opening.as_bytes()));
    glance
});

/// Whether the line may be a placeholder, an answer's or a thread's header, a mark, a button, a role, a sign, a
/// number, or belong to the form or the foot below a thread. `low` is the line in lower case.
pub(super) fn may_frame(low: &str) -> bool {
    let glance = &*GLANCE;
    let Some(core) = core(low) else { return true };
    let may_be = |line: &str| glance.lines.may_hold(key_of(line.as_bytes()));
    if glance.starts.may_open(low.as_bytes())
        || may_be(low)
        || core.len() < low.len() && may_be(core)
    {
        return true;
    }
    // Buttons may stand in a row, and `Comments (3)` begins with its word.
    let bytes = low.as_bytes();
    let separates = |byte: &u8| matches!(byte, b' ' | b'(' | b'[' | b':' | b'/');
    match bytes.iter().position(separates) {
        None => has_bar(bytes),
        Some(at) if bytes.get(at) == Some(&b' ') => {
            low.get(..at).is_none_or(may_be) || has_bar(bytes)
        }
        Some(_) => true,
    }
}

/// A line that begins with a letter, without the one sign that it may end with. Signs at the ends are looked
/// through by each reader in its own way, and numbers are read: of other lines nothing is told.
fn core(low: &str) -> Option<&str> {
    let mut chars = low.chars();
    let first = chars.clone().next()?;
    if !Class::of(first).is_alphabetic() {
        return None;
    }
    let in_word = |c: Option<char>| c.is_some_and(|c| Class::of(c).is_alphanumeric());
    if in_word(chars.clone().next_back()) {
        return Some(low);
    }
    chars.next_back();
    let core = chars.as_str();
    in_word(chars.next_back()).then_some(core)
}

/// Whether something stands in the line that buttons in a row are set apart by: a bar, a dot, a no-break space.
fn has_bar(bytes: &[u8]) -> bool {
    memchr::memchr3_iter(b'|', 0xc2, 0xe2, bytes).any(|at| {
        let rest = bytes.get(at..).unwrap_or_default();
        !rest.starts_with(b"\xe2") || rest.starts_with("\u{2022}".as_bytes())
    })
}

#[cfg(test)]
mod tests {
    use super::may_frame;
    use crate::detect::comments::words::{FILES, words};
    use crate::detect::comments::{affix, borders, controls, parse, placeholder};
    use crate::span::Span;
    use proptest::prelude::*;

    /// Whether any of the readers that are spared by the glance takes the line.
    fn is_taken(low: &str) -> bool {
        placeholder::of_line(low).is_some()
            || parse::reply_to(low, low, Span::new(0, low.len())).is_some()
            || controls::mark(low, low, 0).is_some()
            || borders::header(low).is_some()
            || affix::is_hash(low)
            || controls::is_button(low)
            || words().roles.of(low).is_some()
            || borders::is_form(low)
            || borders::is_foot(low)
            || controls::is_pages(low)
            || controls::number(low).is_some()
            || !low.chars().any(char::is_alphanumeric)
    }

    #[test]
    fn most_lines_are_told_at_a_glance() {
        for line in [
            "the ferry stays in the harbour today.",
            "harbour news",
            "vera lund",
            "\u{43c}\u{43e}\u{441}\u{442} \u{437}\u{430}\u{43a}\u{440}\u{44b}\u{442}",
            "it\u{2019}s the old bridge again",
        ] {
            assert!(!may_frame(line) && !is_taken(line), "{line}");
        }
        for line in
            ["reply", "comments (3)", "reply \u{2022} share", "leave a reply", "12", "\u{bb}"]
        {
            assert!(may_frame(line) && is_taken(line), "{line}");
        }
    }

    /// All that a file of words says, whatever it is for: a table that the glance forgets is met here.
    fn entries(value: &toml::Value, into: &mut Vec<String>) {
        match value {
            toml::Value::String(entry) => into.push(entry.clone()),
            toml::Value::Array(values) => values.iter().for_each(|value| entries(value, into)),
            toml::Value::Table(table) => table.values().for_each(|value| entries(value, into)),
            _ => {}
        }
    }

    /// A line of the frame, or something like one.
    fn line() -> impl Strategy<Value = String> {
        let mut parts = vec!["arrow-up 7".to_owned(), "insgesamt 9 beitr\u{e4}ge".to_owned()];
        for (_, text) in FILES {
            entries(&toml::from_str(text).unwrap(), &mut parts);
        }
        let signs = "[ .:|/()\\[\\]#>\u{b7}\u{2022}\u{bb}\u{a0}\u{2013}\u{203a}0-9]{0,3}";
        let part = prop_oneof![prop::sample::select(parts), "[a-z\u{e9}\u{43e}]{1,6}", signs];
        prop::collection::vec((part, prop::sample::select(vec!["", " ", " "])), 1..5)
            .prop_map(|parts| parts.into_iter().map(|(part, gap)| part + gap).collect::<String>())
            .prop_map(|line| line.trim().to_lowercase())
            .prop_filter("a line", |line| !line.is_empty())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4_000))]
        #[test]
        fn what_a_reader_takes_is_let_through(line in line()) {
            prop_assert!(may_frame(&line) || !is_taken(&line), "{line}");
        }
    }
}
