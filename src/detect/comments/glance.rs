//! A glance at a line that tells of most that nothing in a comment's frame begins or is like it.
//!
//! Separate from what reads these lines, because it has to know of all of them
//! at once: each short line of each page would else be looked up in twenty
//! tables of words, and nearly all are in none.

use std::sync::LazyLock;

use super::affix;
use super::words::{Openings, Set, words};
use crate::segment::Class;
use crate::sieve::{Sieve, Starts, key_of};

struct Glance {
    /// Headers, buttons and roles, whole.
    lines: Sieve,
    /// What the frame's other lines begin with.
    starts: Starts,
}

/// Beside the openings among the words: those that `controls`, `borders` and `affix` know.
const OPENINGS: [&str; 4] = ["arrow-up ", "arrow-down ", "insgesamt ", affix::FLOOR];

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
            &words.there_are,
        ];
        // Others may stand behind a button of several words, and a number behind a header.
        let several = words.buttons.iter().chain(words.headers.iter());
        let several = several.filter(|line| line.contains(' '));
        tables.into_iter().flat_map(Openings::iter).chain(OPENINGS).chain(several)
    };
    glance.starts = Starts::new(openings().count() * 4);
    openings().for_each(|opening| glance.starts.add(opening.as_bytes()));
    glance
});

/// What a line may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Look {
    /// A placeholder, an answer's or a thread's header, a mark, a button, a role, a sign, a number, or a part of the
    /// form or the foot below a thread.
    pub framed: bool,
    /// One of these that is known by its beginning.
    pub opens: bool,
}

/// Looks at the line; `low` is the line in lower case. `may_bar` tells whether there may be any of the signs that
/// buttons in a row are set apart by.
pub(super) fn look(low: &str, may_bar: bool) -> Look {
    let glance = &*GLANCE;
    let opens = glance.starts.may_open(low.as_bytes());
    Look { framed: opens || glance.may_frame(low, may_bar), opens }
}

impl Glance {
    /// Whether a line that does not begin with an opening may be framed.
    fn may_frame(&self, low: &str, may_bar: bool) -> bool {
        if low.ends_with(" total)") {
            return true;
        }
        let Some(core) = core(low) else { return true };
        let may_be = |line: &str| self.lines.may_hold(key_of(line.as_bytes()));
        if core.len() < low.len() && self.starts.may_open(core.as_bytes()) {
            return true;
        }
        if may_be(core) || self.may_be_within(core) {
            return true;
        }
        // Buttons may stand in a row, and `Comments (3)` begins with its word.
        let bytes = core.as_bytes();
        let separates = |byte: &u8| matches!(byte, b' ' | b'(' | b'[' | b':' | b'/');
        match bytes.iter().position(separates) {
            None => {
                // Where no spaces are written a count stands right behind its button.
                let bare = core.trim_end_matches(|c: char| c.is_ascii_digit());
                bare.len() < core.len() && may_be(bare) || may_bar && has_bar(low.as_bytes())
            }
            Some(at) if bytes.get(at) == Some(&b' ') => {
                core.get(..at).is_none_or(may_be) || may_bar && has_bar(low.as_bytes())
            }
            Some(_) => true,
        }
    }

    /// Whether a line may be framed without the signs at its end: each reader looks through others.
    fn may_be_within(&self, core: &str) -> bool {
        let mut chars = core.chars();
        for _ in 0..SIGNS {
            match chars.next_back() {
                Some(last) if !Class::of(last).is_alphanumeric() => {
                    if self.lines.may_hold(key_of(chars.as_str().as_bytes())) {
                        return true;
                    }
                }
                _ => return false,
            }
        }
        true
    }
}

/// Signs at the end of a line that are looked through.
const SIGNS: usize = 4;

/// The line from its first letter on; none where a number opens it, or where there is no letter: numbers are read.
fn core(low: &str) -> Option<&str> {
    if low.as_bytes().first().is_some_and(u8::is_ascii_alphabetic) {
        return Some(low);
    }
    let mut classes = low.char_indices().map(|(at, c)| (at, Class::of(c)));
    let (at, class) = classes.find(|(_, class)| class.is_alphanumeric())?;
    if class.is_alphabetic() { low.get(at..) } else { None }
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
    use super::look;
    use crate::detect::comments::words::{FILES, words};
    use crate::detect::comments::{affix, borders, controls, parse, placeholder};
    use crate::segment::Shape;
    use crate::span::Span;
    use proptest::prelude::*;

    /// Whether any of the readers that are spared by the glance takes the line.
    fn is_taken(low: &str) -> bool {
        placeholder::of_line(low).is_some()
            || parse::reply_to(low, low, Span::new(0, low.len())).is_some()
            || controls::mark(low, low, 0, true).is_some()
            || borders::header(low).is_some()
            || affix::only_number(low).is_some()
            || controls::is_button(low)
            || words().roles.of(low).is_some()
            || borders::is_form(low)
            || borders::is_foot(low)
            || controls::is_pages(low)
            || controls::number(low).is_some()
            || !low.chars().any(char::is_alphanumeric)
    }

    /// Whether any of those takes it that are spared where nothing opens it.
    fn is_opened(low: &str) -> bool {
        let mark = |opens: bool| controls::mark(low, low, 0, opens);
        placeholder::of_line(low).is_some()
            || parse::reply_to(low, low, Span::new(0, low.len())).is_some()
            || mark(true) != mark(false)
            || borders::is_foot(low)
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
            assert!(!look(line, true).framed && !is_taken(line), "{line}");
        }
        for line in
            ["reply", "comments (3)", "reply \u{2022} share", "leave a reply", "12", "\u{bb}"]
        {
            assert!(look(line, true).framed && is_taken(line), "{line}");
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
            let may_bar = Shape::of(&line).separators > 0 || !line.is_ascii();
            let look = look(&line, may_bar);
            prop_assert!(look.framed || !is_taken(&line), "{line}");
            prop_assert!(look.opens || !is_opened(&line), "{line}");
        }
    }
}
