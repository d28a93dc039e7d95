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

/// Longest function word in bytes; longer ones are not looked up.
pub(super) const LONGEST: usize = 31;

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
    by_hash: HashMap<u64, u16, FixedState>,
    filter: Vec<u64>,
    /// Entries of scripts without spaces: their first character, then what follows it, longest first.
    glued: HashMap<char, Vec<(String, u16)>, FixedState>,
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
            by_hash: HashMap::default(),
            filter: vec![0; 1 << (FILTER_BITS - 6)],
            glued: HashMap::default(),
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
            let first = word.chars().next().filter(|&c| is_unspaced(c));
            let id = match first {
                Some(first) => self.insert_glued(first, word, next),
                None => *self.by_hash.entry(Key::of(word).hash()).or_insert(next),
            };
            if id == next {
                self.masks.push(Masks::default());
            }
            if let Some(entry) = self.masks.get_mut(usize::from(id)) {
                entry.of |= masks.of;
                entry.first |= masks.first;
                entry.second |= masks.second;
            }
            if first.is_none() {
                let (at, bit) = filter_place(Key::of(word).hash());
                if let Some(bits) = self.filter.get_mut(at) {
                    *bits |= bit;
                }
            }
        }
    }

    fn insert_glued(&mut self, first: char, word: &str, next: u16) -> u16 {
        let rest = word.get(first.len_utf8()..).unwrap_or_default();
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

    /// The word with this hash.
    #[inline]
    pub(super) fn find(&self, hash: u64) -> Option<u16> {
        let (at, bit) = filter_place(hash);
        if self.filter.get(at).is_none_or(|bits| bits & bit == 0) {
            return None;
        }
        self.by_hash.get(&hash).copied()
    }

    /// The longest entry of a script without spaces that `rest` goes on with after `first`, and its bytes there.
    pub(super) fn find_glued(&self, first: char, rest: &str) -> Option<(u16, usize)> {
        let entries = self.glued.get(&first)?;
        entries
            .iter()
            .find(|(entry, _)| rest.starts_with(entry.as_str()))
            .map(|(e, id)| (*id, e.len()))
    }
}

/// Word and bit of the filter.
#[inline]
fn filter_place(hash: u64) -> (usize, u64) {
    #[allow(clippy::cast_possible_truncation, reason = "ten bits")]
    let at = (hash >> (64 - FILTER_BITS + 6)) as usize;
    (at, 1 << (hash >> (64 - FILTER_BITS) & 63))
}

/// The bytes of a word, lower case, zeros after them.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Key {
    /// Up to sixteen bytes.
    pub low: u128,
    /// Those after them.
    pub high: u128,
}

impl Key {
    /// Of at most [`LONGEST`] bytes; the rest is not looked at.
    pub(super) fn of(word: &str) -> Self {
        let mut bytes = [0; 32];
        for (to, from) in bytes.iter_mut().zip(word.as_bytes().iter().take(LONGEST)) {
            *to = *from;
        }
        Self::of_buffer(&bytes)
    }

    pub(super) fn of_buffer(bytes: &[u8; 32]) -> Self {
        let half = |from: usize| {
            bytes
                .get(from..)
                .and_then(|rest| rest.first_chunk())
                .map_or(0, |b| u128::from_le_bytes(*b))
        };
        Self { low: half(0), high: half(16) }
    }

    #[inline]
    pub(super) fn hash(self) -> u64 {
        let low = mixed(self.low, 0x9e37_79b9_7f4a_7c15, 0xd1b5_4a32_d192_ed03);
        if self.high == 0 {
            return low;
        }
        low ^ mixed(self.high, 0xa076_1d64_78bd_642f, 0xe703_7ed1_a0b4_28db)
    }
}

/// The two halves multiplied, and the product folded.
#[inline]
#[allow(clippy::cast_possible_truncation, reason = "halves are taken")]
fn mixed(bytes: u128, one: u64, two: u64) -> u64 {
    let product = u128::from(bytes as u64 ^ one) * u128::from((bytes >> 64) as u64 ^ two);
    product as u64 ^ (product >> 64) as u64
}

#[cfg(test)]
mod tests {
    use super::{FILES, Key, LONGEST, Lexicon, List, lexicon};
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
                assert!(word.len() <= LONGEST, "{name}: {word} is too long to be looked up");
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
                let other = words.insert(Key::of(word).hash(), word.to_owned());
                assert!(other.as_deref().is_none_or(|other| other == word), "{other:?} {word}");
            }
        }
    }

    #[test]
    fn a_word_knows_its_languages_and_persons() {
        let lexicon = lexicon();
        let masks = lexicon.masks(lexicon.find(Key::of("i").hash()).expect("a word"));
        let has = |mask: u64, code: &str| mask >> lexicon.language(code).expect(code) & 1 == 1;
        assert!(has(masks.first, "en") && !has(masks.first, "pl") && has(masks.of, "pl"));
        assert!(lexicon.find(Key::of("bridge").hash()).is_none());
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
