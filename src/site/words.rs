//! The words of running text, as hashes: what is compared when two pages are.
//!
//! Separate from the keys of lines, which know no numbers: two reports of the
//! same wording with other figures are two reports.

use xxhash_rust::xxh3::xxh3_64;

use crate::segment::{Class, Line, is_unspaced, lower_into, small_letters};

/// Pages with fewer words of running text are not compared: a notice of two sentences is no story.
pub(super) const FEWEST_WORDS: u32 = 40;

/// An odd number without pattern, by which products spread over all bits.
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;

/// One word: letters and digits without case; a single letter in scripts without spaces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Word {
    /// Hash of its letters.
    pub(super) hash: u64,
    /// How much of a word it is, in halves.
    pub(super) halves: u32,
}

/// Spreads what is in a hash over its bits.
pub(super) const fn mix(hash: u64) -> u64 {
    let hash = (hash ^ (hash >> 32)).wrapping_mul(SPREAD);
    hash ^ (hash >> 29)
}

/// Appends a hash to a sequence of them.
pub(super) const fn follow(before: u64, next: u64) -> u64 {
    (before.rotate_left(23) ^ next).wrapping_mul(SPREAD)
}

/// Calls `each` with the words of a line.
pub(super) fn words(line: &str, scratch: &mut String, mut each: impl FnMut(Word)) {
    lower_into(line, scratch);
    let mut rest = scratch.as_str();
    loop {
        let (word, behind) = rest.split_at(word_end(rest));
        if !word.is_empty() {
            each(Word { hash: xxh3_64(word.as_bytes()), halves: 2 });
        }
        let Some(next) = behind.chars().next() else { return };
        let (next, behind) = behind.split_at(next.len_utf8());
        if next.starts_with(|c| is_unspaced(c) && Class::of(c).is_alphanumeric()) {
            each(Word { hash: xxh3_64(next.as_bytes()), halves: 1 });
        }
        rest = behind;
    }
}

/// Where the word ends that a text in small letters starts with.
fn word_end(text: &str) -> usize {
    let small = small_letters(text.as_bytes());
    let goes_on = |c: &char| Class::of(*c).is_alphanumeric() && !is_unspaced(*c);
    let behind = text.get(small..).unwrap_or_default().chars().take_while(goes_on);
    small + behind.map(char::len_utf8).sum::<usize>()
}

/// The key of a text in the making.
#[derive(Default)]
pub(super) struct Key {
    hash: u64,
    halves: u32,
}

impl Key {
    pub(super) const fn word(&mut self, word: Word) {
        self.hash = follow(self.hash, word.hash);
        self.halves = self.halves.saturating_add(word.halves);
    }

    /// The key and the number of words; none when they are too few.
    pub(super) fn finish(&self) -> Option<(u64, u32)> {
        let words = self.halves / 2;
        (words >= FEWEST_WORDS).then(|| (mix(self.hash), words))
    }
}

/// The key of a page's running text; equal for pages that differ in case, marks and line breaks only, and in
/// what is no running text. None for a page with too little of it.
#[must_use]
pub fn text_key(text: &str, lines: &[Line]) -> Option<u64> {
    let (mut key, mut scratch) = (Key::default(), String::new());
    for line in lines.iter().filter(|line| line.is_running_text()) {
        words(line.body.of(text), &mut scratch, |word| key.word(word));
    }
    key.finish().map(|(key, _)| key)
}

#[cfg(test)]
mod tests {
    use super::{Word, text_key, words};
    use crate::segment::segment;

    fn of(line: &str) -> Vec<Word> {
        let mut list = Vec::new();
        words(line, &mut String::new(), |word| list.push(word));
        list
    }

    #[test]
    fn words_without_case_and_marks() {
        assert_eq!(
            of("The MILL, on \u{c4}land's hill"),
            of("the mill \u{2014} on \u{e4}land s Hill.")
        );
        assert_ne!(of("the 4th mill"), of("the 5th mill"));
        assert_ne!(of("ab c"), of("a bc"));
        assert_eq!(of(" \u{2014} ..."), []);
        let halves = |line| of(line).iter().map(|word| word.halves).sum::<u32>();
        assert_eq!((halves("rain today"), halves("\u{4eca}\u{65e5}\u{306f}\u{96e8}")), (4, 4));
    }

    #[test]
    fn a_text_is_its_running_text() {
        let story = "The council met on Monday and approved the new budget for schools, roads and parks, after a debate that lasted well into the night. Nobody had expected it: the last one, in 1994, was over before the lamps of the square had been lit, said the clerk.";
        let key = |text: &str| text_key(text, &segment(text).lines);
        assert!(key(story).is_some());
        assert_eq!(key(story), key(&format!("Home\nMenu\n\n{}\nShare", story.to_uppercase())));
        assert_ne!(key(story), key(&story.replace("1994", "1995")));
        assert_eq!(key(&story[..135]), None, "too little to be compared");
    }
}
