//! What nearly all names of a thread have in common is no part of them: `Commenter Vera`, `Vera (Delhi)`, `Jonas, wrote`.
//!
//! Separate from what is known to stand around a name, because here only the
//! repetition shows it, in any language; the places behind names differ.

use std::collections::BTreeSet;

use super::heads::Head;
use super::parse::place_of;
use super::region::GAP;
use crate::span::Span;

/// Names that show what they share.
const LEAST: usize = 4;
/// Different names that have to be left.
const DIFFERENT: usize = 3;
/// Words that are taken off one name at most.
const WORDS: usize = 4;
/// What stands before the place where somebody lives.
pub(super) const PLACES: [&str; 9] =
    [" (", ", ", " - ", " \u{2013} ", " | ", " of ", " from ", " aus ", " uit "];

/// Takes what the names of each run of heads share off them.
pub(super) fn take(text: &str, heads: &mut [Head]) {
    let near = |a: &Head, b: &Head| (b.first.saturating_sub(a.last)) as usize <= GAP;
    for run in heads.chunk_by_mut(near) {
        for _ in 0..WORDS {
            let names: Vec<&str> =
                run.iter().filter_map(|head| Some(head.author?.of(text))).collect();
            let Some(cut) = shared(&names) else { break };
            for name in run.iter_mut().filter_map(|head| head.author.as_mut()) {
                *name = cut.of(text, *name).unwrap_or(*name);
            }
        }
    }
}

/// What is taken off.
enum Cut {
    First(String),
    Last(String),
    Place(&'static str),
}

impl Cut {
    /// What is left of a name.
    fn left<'n>(&self, name: &'n str) -> Option<&'n str> {
        let left = match self {
            Self::First(word) => name.strip_prefix(word)?.strip_prefix(' ')?.trim_start(),
            Self::Last(word) => name.strip_suffix(word)?.strip_suffix(' ')?,
            Self::Place(sign) => name.split_once(sign).filter(|(_, place)| !place.is_empty())?.0,
        };
        let left = left.trim_end_matches(|c: char| c.is_whitespace() || c == ',');
        left.contains(char::is_alphabetic).then_some(left)
    }

    /// The place of that in the page.
    fn of(&self, text: &str, name: Span) -> Option<Span> {
        let whole = name.of(text);
        place_of(whole, self.left(whole)?, name)
    }
}

/// What nearly all of the names share.
fn shared(names: &[&str]) -> Option<Cut> {
    if names.len() < LEAST {
        return None;
    }
    let spaced = names.iter().filter(|name| name.contains(' '));
    if spaced.clone().count() * 10 < names.len() * 8 {
        return None;
    }
    // Whole families comment: what they share are names, which have capitals.
    let plain = |word: &&str| !word.starts_with(char::is_uppercase);
    let firsts = spaced.clone().filter_map(|name| Some(name.split_once(' ')?.0));
    let lasts = spaced.clone().filter_map(|name| Some(name.rsplit_once(' ')?.1)).filter(plain);
    let words = most(firsts).map(Cut::First).into_iter().chain(most(lasts).map(Cut::Last));
    words.chain(PLACES.into_iter().map(Cut::Place)).find(|cut| {
        let left: Vec<&str> = names.iter().filter_map(|name| cut.left(name)).collect();
        let different: BTreeSet<&str> = left.iter().copied().collect();
        left.len() * 10 >= names.len() * 8 && different.len() >= DIFFERENT
    })
}

/// The word that occurs most.
fn most<'n>(words: impl Iterator<Item = &'n str>) -> Option<String> {
    let mut words: Vec<&str> = words.collect();
    words.sort_unstable();
    words.chunk_by(|a, b| a == b).max_by_key(|same| same.len())?.first().map(ToString::to_string)
}

#[cfg(test)]
mod tests {
    use super::shared;

    #[test]
    fn what_names_share_comes_off() {
        let rest = |names: &[&str]| -> Vec<String> {
            let cut = shared(names);
            let left = |name: &&str| cut.as_ref()?.left(name).map(ToString::to_string);
            names.iter().filter_map(left).collect()
        };
        for names in [
            ["Commenter Vera", "Commenter Jonas", "Commenter Ann K.", "Commenter bo"],
            ["Vera (Delhi)", "Jonas (Hull, UK)", "Ann K. (Rome)", "bo (here)"],
            ["Vera of Perth", "Jonas of Hull", "Ann K. of Rome", "bo of Nowhere"],
            ["Vera, wrote", "Jonas, wrote", "Ann K., wrote", "bo, wrote"],
        ] {
            assert_eq!(rest(&names), ["Vera", "Jonas", "Ann K.", "bo"], "{names:?}");
        }
        for names in [
            ["Ana Silva", "Rui Silva", "Bia Silva", "Zeca Silva"],
            ["Guest 1", "Guest 2", "Guest 3", "Guest 4"],
            ["Vera Lund", "Vera Lund", "Vera Lund", "Jonas"],
            ["Vera (Delhi)", "Jonas", "Ann K.", "bo"],
        ] {
            assert_eq!(rest(&names), Vec::<String>::new(), "{names:?}");
        }
    }
}
