//! Where in a line a literal can start, and a filter that turns most places down.
//!
//! Separate because it carries the speed of the whole matcher: literals stand
//! at word borders, so an automaton need not read every byte of an article,
//! only be asked at the few word starts that the filter lets through.

use std::sync::LazyLock;

/// Calls `at` with each byte offset of a normalised line where a word or a sign
/// starts; characters of three and more bytes count as signs, whatever they are.
pub(super) fn each(normal: &[u8], mut at: impl FnMut(usize)) {
    let two_bytes = &*TWO_BYTES;
    let mut in_word = false;
    let mut next = 0;
    while let Some(&byte) = normal.get(next) {
        let (word, len) = match byte {
            0..0x80 => (byte.is_ascii_alphanumeric(), 1),
            0x80..0xE0 => {
                let low = normal.get(next + 1).map_or(0, |&low| usize::from(low & 0x3F));
                let code = usize::from(byte & 0x1F) << 6 | low;
                (two_bytes.get(code).copied().unwrap_or_default(), 2)
            }
            0xE0..0xF0 => (false, 3),
            0xF0.. => (false, 4),
        };
        if !(in_word && word) && byte != b' ' {
            at(next);
        }
        in_word = word;
        next += len;
    }
}

/// Longest run of signs before the first word that is looked through, in bytes.
const SIGNS: usize = 64;

/// Calls `at` where a phrase that a normalised line starts with may start: at
/// each sign before the first letter or digit, and there. A quotation mark
/// ends the search, because speech is no heading.
pub(super) fn first(normal: &[u8], mut at: impl FnMut(usize)) {
    let head = normal.get(..normal.len().min(SIGNS)).unwrap_or_default();
    let Some(head) = head.utf8_chunks().next() else { return };
    for (start, c) in head.valid().char_indices() {
        if c != ' ' {
            at(start);
        }
        if c.is_alphanumeric() || c == '"' {
            return;
        }
    }
}

/// Whether a character of two bytes in UTF-8 is a letter or digit, by code.
static TWO_BYTES: LazyLock<[bool; 0x800]> = LazyLock::new(|| {
    std::array::from_fn(|code| {
        u32::try_from(code).ok().and_then(char::from_u32).is_some_and(char::is_alphanumeric)
    })
});

/// Bits of one table of the filter.
const BITS: usize = 1 << 16;

/// Says which places cannot hold any of a set of literals, by their first bytes.
#[derive(Debug)]
pub(super) struct Filter {
    /// First two bytes of the literals shorter than four bytes.
    pairs: Vec<u64>,
    /// First four bytes of those shorter than eight, hashed.
    quads: Vec<u64>,
    /// First eight bytes of the others, hashed.
    octets: Vec<u64>,
}

impl Default for Filter {
    fn default() -> Self {
        let empty = || vec![0; BITS / 64];
        Self { pairs: empty(), quads: empty(), octets: empty() }
    }
}

impl Filter {
    pub(super) fn add(&mut self, literal: &[u8]) {
        match (literal.first_chunk(), literal.first_chunk(), literal) {
            (Some(&eight), _, _) => set(&mut self.octets, octet(eight)),
            (None, Some(&four), _) => set(&mut self.quads, quad(four)),
            (None, None, &[a, b, ..]) => set(&mut self.pairs, pair([a, b])),
            (None, None, &[a]) => (0..=u8::MAX).for_each(|b| set(&mut self.pairs, pair([a, b]))),
            (None, None, []) => {}
        }
    }

    /// Whether a literal may start where `rest` of the line starts.
    pub(super) fn maybe(&self, rest: &[u8]) -> bool {
        let Some(&first) = rest.first() else { return false };
        let two = [first, rest.get(1).copied().unwrap_or_default()];
        get(&self.pairs, pair(two))
            || rest.first_chunk().is_some_and(|&four| get(&self.quads, quad(four)))
            || rest.first_chunk().is_some_and(|&eight| get(&self.octets, octet(eight)))
    }
}

const fn quad(bytes: [u8; 4]) -> usize {
    // Multiplicative hashing; the constant is 2^32 over the golden ratio.
    (u32::from_le_bytes(bytes).wrapping_mul(0x9E37_79B1) >> 16) as usize
}

const fn octet(bytes: [u8; 8]) -> usize {
    // As above, with 2^64.
    (u64::from_le_bytes(bytes).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 48) as usize
}

fn pair(bytes: [u8; 2]) -> usize {
    usize::from(u16::from_le_bytes(bytes))
}

fn set(table: &mut [u64], bit: usize) {
    if let Some(word) = table.get_mut(bit / 64) {
        *word |= 1 << (bit % 64);
    }
}

fn get(table: &[u64], bit: usize) -> bool {
    table.get(bit / 64).is_some_and(|word| word >> (bit % 64) & 1 == 1)
}

#[cfg(test)]
mod tests {
    use super::{Filter, each, first};

    fn starts(line: &str) -> Vec<usize> {
        let mut found = Vec::new();
        each(line.as_bytes(), |at| found.push(at));
        found
    }

    #[test]
    fn words_and_signs_start() {
        assert_eq!(starts("read more (0)"), [0, 5, 10, 11, 12]);
        assert_eq!(starts("\u{e9}t\u{e9} \u{d7}\u{43e}\u{43e}"), [0, 6, 8]);
        assert_eq!(starts("\u{5206}\u{4eab}x"), [0, 3, 6]);
    }

    #[test]
    fn the_start_of_a_line_is_behind_its_signs() {
        let firsts = |line: &str| {
            let mut found = Vec::new();
            first(line.as_bytes(), |at| found.push(at));
            found
        };
        assert_eq!(firsts("read more"), [0]);
        assert_eq!(firsts("\u{bb} (read"), [0, 3, 4]);
        assert_eq!(firsts("- \"read"), [0, 2]);
        assert_eq!(firsts(&"- ".repeat(99)).len(), 32);
    }

    #[test]
    fn the_filter_lets_its_literals_through() {
        let literals = ["\u{a9}", "|", "by", "top", "reply", "read more", "\u{5206}\u{4eab}"];
        let mut filter = Filter::default();
        for literal in literals {
            filter.add(literal.as_bytes());
        }
        for literal in literals {
            assert!(filter.maybe(literal.as_bytes()), "{literal}");
            assert!(filter.maybe(format!("{literal} and more").as_bytes()), "{literal}");
        }
        assert!(!filter.maybe(b"readers and rain"));
    }
}
