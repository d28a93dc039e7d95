//! Phrases that are whole lines.
//!
//! Separate from the literals inside of lines, because each line is one look-up
//! here, among tens of thousands: a sieve answers nearly all of them.

use foldhash::fast::FixedState;
use hashbrown::HashMap;

use super::normal;
use crate::sieve::{Sieve, Starts, key_of};

/// Signs at the ends of a known whole line that are still looked through, in characters.
const SIGNS_AROUND: usize = 16;

/// Phrases of which the sieve has to tell other lines, about: it takes 64 kilobytes.
const PHRASES: usize = 1 << 15;

/// The rules of known whole lines, by their normal form without the signs at its ends.
#[derive(Debug)]
pub(super) struct Whole {
    rules: HashMap<Box<str>, Vec<u32>, FixedState>,
    sieve: Sieve,
    /// How they begin.
    starts: Starts,
    /// Longest line that can be one, in characters.
    pub max: u32,
}

impl Default for Whole {
    fn default() -> Self {
        Self {
            rules: HashMap::default(),
            sieve: Sieve::new(PHRASES),
            starts: Starts::new(PHRASES),
            max: 0,
        }
    }
}

impl Whole {
    pub(super) fn add(&mut self, core: &str, rule: u32) {
        let max = u32::try_from(core.chars().count() + SIGNS_AROUND).unwrap_or(u32::MAX);
        self.max = self.max.max(max);
        self.sieve.add(key_of(core.as_bytes()));
        self.starts.add(core.as_bytes());
        self.rules.entry(core.into()).or_default().push(rule);
    }

    /// The rules of a line in its normal form.
    pub(super) fn rules(&self, line: &[u8]) -> &[u32] {
        self.find(line).unwrap_or_default()
    }

    /// Whether the line may begin with a phrase; true for all that do, and for those that begin with a sign.
    pub(super) fn may_begin(&self, line: &[u8]) -> bool {
        line.first().is_some_and(|first| !first.is_ascii_alphanumeric())
            || self.starts.may_open(line)
    }

    fn find(&self, line: &[u8]) -> Option<&[u32]> {
        let core = plain_core(line).or_else(|| wide_core(line))?;
        if !self.sieve.may_hold(key_of(core)) {
            return None;
        }
        self.rules.get(std::str::from_utf8(core).ok()?).map(Vec::as_slice)
    }
}

/// The core of a line that has an ASCII letter or digit before any other character on both sides.
fn plain_core(line: &[u8]) -> Option<&[u8]> {
    let ends = |byte: &u8| byte.is_ascii_alphanumeric() || !byte.is_ascii();
    let start = line.iter().position(ends)?;
    let end = line.iter().rposition(ends)? + 1;
    let core = line.get(start..end)?;
    let plain = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii);
    (plain(core.first()) && plain(core.last())).then_some(core)
}

fn wide_core(line: &[u8]) -> Option<&[u8]> {
    std::str::from_utf8(line).ok().map(|line| normal::core(line).as_bytes())
}

#[cfg(test)]
mod tests {
    use super::Whole;
    use super::normal::core;
    use proptest::prelude::*;

    #[test]
    fn signs_around_a_line_are_looked_through() {
        let mut whole = Whole::default();
        for (phrase, rule) in
            [("read more", 1), ("share", 2), ("\u{5206}\u{4eab}", 3), ("read more", 4)]
        {
            whole.add(phrase, rule);
        }
        assert_eq!(whole.rules(b"read more"), [1, 4]);
        assert_eq!(whole.rules("\u{bb} read more:".as_bytes()), [1, 4]);
        assert_eq!(whole.rules(b"[share]"), [2]);
        assert_eq!(whole.rules("\u{5206}\u{4eab} (".as_bytes()), [3]);
        for other in ["", "...", "shared", "read more of it", "\u{5206}"] {
            assert!(whole.rules(other.as_bytes()).is_empty(), "{other}");
        }
    }

    proptest! {
        #[test]
        fn a_line_is_found_by_its_core(line in "[-a-z.,|\u{e9}\u{5206}\u{bb} ]{0,24}") {
            let mut whole = Whole::default();
            whole.add(core(&line), 7);
            prop_assert_eq!(whole.rules(line.as_bytes()), [7]);
        }
    }
}
