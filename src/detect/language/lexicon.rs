//! The function words of all languages, laid out for look-ups by the million.
//!
//! One table holds the words of all languages; an entry says, as bits, in which
//! languages the word is one. Words are known by a 64-bit hash of their bytes
//! (a test sees to it that no two share one), behind a filter that fits the
//! first cache: most words of a text are none of these and end there.

use std::sync::LazyLock;

use foldhash::fast::FixedState;
use hashbrown::HashMap;
use serde::Deserialize;

use crate::segment::is_unspaced;

/// Names and contents of the files in `data/`.
const FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/language_files.rs"));

/// Bits of the filter: eight kilobytes.
const FILTER_BITS: u32 = 16;

/// Words of the filter.
const FILTER: usize = 1 << (FILTER_BITS - u64::BITS.ilog2());

/// Words of a set of characters by sixteen bits.
const STARTS: usize = 1 << (u16::BITS - u64::BITS.ilog2());

/// Slots of the table: twice the number of words.
const SLOTS: usize = 1 << 14;

/// Bits of a hash that a slot does not keep: the number of the word stands there.
const NUMBER_BITS: u32 = 16;

/// Longest function word in ASCII, in bytes; longer ones are not looked up.
pub(super) const LONGEST_PLAIN: usize = 15;

/// One file of `data/`: words in lower case, separated by white space.
///
/// An entry that ends in an apostrophe is met before one only (`l'`); one that begins with a hyphen is the end of a
/// Hangul word; one in a script without spaces is found anywhere.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    /// Words without person.
    words: String,
    /// Words of the first person.
    first: String,
    /// Words of the second person.
    second: String,
}

/// In which languages a word is a function word, as bits.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Masks {
    pub of: u64,
    pub first: u64,
    pub second: u64,
}

/// All lists.
#[derive(Debug)]
pub(super) struct Lexicon {
    codes: Vec<&'static str>,
    masks: Vec<Masks>,
    /// The upper bits of a word's hash and its number, counted from one; zero in a free slot. A word stands in the
    /// first free slot from its place on.
    slots: Vec<u64>,
    filter: Filter,
    /// Entries of scripts without spaces: their first character, then what follows it, longest first.
    glued: HashMap<char, Vec<(String, u16)>, FixedState>,
    /// The low sixteen bits of their first characters.
    glued_starts: Box<[u64; STARTS]>,
}

/// One bit of many for each word, by its hash.
#[derive(Debug)]
pub(super) struct Filter(Box<[u64; FILTER]>);

impl Filter {
    /// Whether a word with this hash may be listed: nearly always no for those that are not.
    #[inline]
    pub(super) fn may_hold(&self, hash: u64) -> bool {
        let (at, bit) = filter_place(hash);
        self.0[at] & bit != 0
    }
}

/// The built-in lists, laid out once a process.
pub(super) fn lexicon() -> &'static Lexicon {
    static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::new(FILES));
    &LEXICON
}

impl Lexicon {
    /// A file that cannot be read is left out: a test reads all of them.
    fn new(files: &[(&'static str, &str)]) -> Self {
        let mut lexicon = Self {
            codes: Vec::new(),
            masks: Vec::new(),
            slots: vec![0; SLOTS],
            filter: Filter(Box::new([0; FILTER])),
            glued: HashMap::default(),
            glued_starts: Box::new([0; STARTS]),
        };
        for (name, content) in files.iter().take(64) {
            if let Ok(list) = toml::from_str::<List>(content) {
                let bit = 1 << lexicon.codes.len();
                lexicon.codes.push(name.trim_end_matches(".toml"));
                lexicon.insert(&list.words, Masks { of: bit, ..Masks::default() });
                lexicon.insert(&list.first, Masks { of: bit, first: bit, second: 0 });
                lexicon.insert(&list.second, Masks { of: bit, first: 0, second: bit });
            }
        }
        lexicon
    }

    fn insert(&mut self, words: &str, masks: Masks) {
        for word in words.split_whitespace() {
            let Ok(next) = u16::try_from(self.masks.len()) else { return };
            let number = match word.chars().next().filter(|&c| is_unspaced(c)) {
                Some(first) => self.insert_glued(first, word, next),
                None => self.insert_spaced(hash_of(word), next),
            };
            if number == next {
                self.masks.push(Masks::default());
            }
            if let Some(entry) = self.masks.get_mut(usize::from(number)) {
                entry.of |= masks.of;
                entry.first |= masks.first;
                entry.second |= masks.second;
            }
        }
    }

    /// The number of the word with this hash: `next` if it is new.
    fn insert_spaced(&mut self, hash: u64, next: u16) -> u16 {
        if let Some(known) = self.find(hash) {
            return known;
        }
        let from = slot_of(hash);
        let free = (from..from + SLOTS).find(|at| self.slots.get(at % SLOTS) == Some(&0));
        if let Some(slot) = free.and_then(|at| self.slots.get_mut(at % SLOTS)) {
            *slot = hash >> NUMBER_BITS << NUMBER_BITS | (u64::from(next) + 1);
        }
        let (at, bit) = filter_place(hash);
        self.filter.0[at] |= bit;
        next
    }

    fn insert_glued(&mut self, first: char, word: &str, next: u16) -> u16 {
        let rest = word.get(first.len_utf8()..).unwrap_or_default();
        let (at, bit) = start_place(first);
        self.glued_starts[at] |= bit;
        let entries = self.glued.entry(first).or_default();
        if let Some((_, id)) = entries.iter().find(|(known, _)| known == rest) {
            return *id;
        }
        let at = entries.partition_point(|(known, _)| known.len() >= rest.len());
        entries.insert(at, (rest.to_owned(), next));
        next
    }

    /// ISO 639-1 code of a language.
    pub(super) fn code(&self, language: u32) -> Option<&'static str> {
        self.codes.get(usize::try_from(language).ok()?).copied()
    }

    /// The language of a code.
    pub(super) fn language(&self, code: &str) -> Option<u32> {
        u32::try_from(self.codes.iter().position(|known| *known == code)?).ok()
    }

    /// Languages of a word.
    pub(super) fn masks(&self, word: u16) -> Masks {
        self.masks.get(usize::from(word)).copied().unwrap_or_default()
    }

    /// What tells most words that are not listed.
    #[inline]
    pub(super) const fn filter(&self) -> &Filter {
        &self.filter
    }

    /// The word with this hash.
    #[inline]
    pub(super) fn find(&self, hash: u64) -> Option<u16> {
        let mut at = slot_of(hash);
        loop {
            let slot = self.slots.get(at % SLOTS).copied().unwrap_or_default();
            if slot == 0 {
                return None;
            }
            if (slot ^ hash) >> NUMBER_BITS == 0 {
                #[allow(clippy::cast_possible_truncation, reason = "the number's bits are taken")]
                return Some((slot as u16).wrapping_sub(1));
            }
            at += 1;
        }
    }

    /// Whether an entry of a script without spaces may begin with a character.
    #[inline]
    pub(super) fn may_hold_glued(&self, first: char) -> bool {
        let (at, bit) = start_place(first);
        self.glued_starts[at] & bit != 0
    }

    /// The longest entry of a script without spaces that `rest` goes on with after `first`, and its bytes there.
    #[inline]
    pub(super) fn find_glued(&self, first: char, rest: &str) -> Option<(u16, usize)> {
        let entries = self.glued.get(&first)?;
        let entry = entries.iter().find(|(entry, _)| rest.starts_with(entry.as_str()));
        entry.map(|(entry, number)| (*number, entry.len()))
    }
}

/// Word and bit of the filter.
#[inline]
#[allow(clippy::cast_possible_truncation, reason = "ten bits")]
const fn filter_place(hash: u64) -> (usize, u64) {
    ((hash >> (64 - FILTER_BITS + 6)) as usize, 1 << (hash >> (64 - FILTER_BITS) & 63))
}

#[inline]
#[allow(clippy::cast_possible_truncation, reason = "cut to the number of slots")]
const fn slot_of(hash: u64) -> usize {
    (hash >> NUMBER_BITS) as usize % SLOTS
}

/// Word and bit of `glued_starts`.
#[inline]
const fn start_place(c: char) -> (usize, u64) {
    ((c as usize & 0xffff) >> 6, 1 << (c as u32 & 63))
}

/// The hash of a word in lower case: of its bytes when all are ASCII, else of its characters, one by one.
pub(super) fn hash_of(word: &str) -> u64 {
    if !word.is_ascii() {
        return word.chars().fold(0, hash_step);
    }
    let mut bytes = [0; LONGEST_PLAIN + 1];
    bytes.iter_mut().zip(word.bytes()).for_each(|(to, from)| *to = from);
    hash_plain(u128::from_le_bytes(bytes))
}

/// The hash of an ASCII word: its bytes, zeros after them.
#[inline]
#[allow(clippy::cast_possible_truncation, reason = "halves are taken")]
pub(super) fn hash_plain(bytes: u128) -> u64 {
    let low = bytes as u64 ^ 0x9e37_79b9_7f4a_7c15;
    let high = (bytes >> 64) as u64 ^ 0xd1b5_4a32_d192_ed03;
    let product = u128::from(low) * u128::from(high);
    product as u64 ^ (product >> 64) as u64
}

/// The hash of a word with other characters, one character further.
#[inline]
pub(super) const fn hash_step(hash: u64, c: char) -> u64 {
    (hash.rotate_left(25) ^ c as u64).wrapping_mul(0xa076_1d64_78bd_642f)
}

#[cfg(test)]
mod tests {
    use super::{FILES, LONGEST_PLAIN, Lexicon, List, NUMBER_BITS, SLOTS, hash_of, lexicon};
    use std::collections::{BTreeMap, BTreeSet};

    fn lists() -> Vec<(&'static str, List)> {
        FILES.iter().map(|(name, content)| (*name, toml::from_str(content).expect(name))).collect()
    }

    #[test]
    fn the_files_are_in_order() {
        assert!((45..=64).contains(&FILES.len()), "{} languages", FILES.len());
        for (name, list) in lists() {
            let all = [&list.words, &list.first, &list.second];
            let words: Vec<&str> = all.iter().flat_map(|words| words.split_whitespace()).collect();
            assert!((40..=240).contains(&words.len()), "{name} has {} words", words.len());
            let mut once = BTreeSet::new();
            for word in words {
                assert!(once.insert(word), "{name}: {word} stands twice");
                assert_eq!(word, word.to_lowercase(), "{name}");
                let fits = !word.is_ascii() || word.len() <= LONGEST_PLAIN;
                assert!(fits, "{name}: {word} is too long to be looked up");
            }
        }
    }

    #[test]
    fn no_two_words_share_a_hash() {
        let mut words = BTreeMap::new();
        for (_, list) in lists() {
            for word in
                [&list.words, &list.first, &list.second].iter().flat_map(|w| w.split_whitespace())
            {
                let other = words.insert(hash_of(word) >> NUMBER_BITS, word.to_owned());
                assert!(other.as_deref().is_none_or(|other| other == word), "{other:?} {word}");
            }
        }
        assert!(words.len() * 2 <= SLOTS, "{} words", words.len());
    }

    #[test]
    fn a_word_knows_its_languages_and_persons() {
        let lexicon = lexicon();
        let masks = lexicon.masks(lexicon.find(hash_of("i")).expect("a word"));
        let has = |mask: u64, code: &str| mask >> lexicon.language(code).expect(code) & 1 == 1;
        assert!(has(masks.first, "en") && !has(masks.first, "pl") && has(masks.of, "pl"));
        assert!(lexicon.find(hash_of("bridge")).is_none());
    }

    #[test]
    fn the_longest_of_glued_entries_is_found() {
        let list = "words = \"の のに\"\nfirst = \"\"\nsecond = \"\"";
        let lexicon = Lexicon::new(&[("ja.toml", list)]);
        assert_eq!(lexicon.find_glued('の', "にわ"), Some((1, 3)));
        assert_eq!(lexicon.find_glued('の', "わに"), Some((0, 0)));
        assert_eq!(lexicon.find_glued('は', ""), None);
    }
}
