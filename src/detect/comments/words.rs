//! The words that the comment grammar is parsed around, read from `words.toml`.
//!
//! They are data because there are many in many scripts; they are not rules
//! because names, dates and numbers are read from between them.

use std::sync::LazyLock;

use foldhash::fast::FixedState;
use hashbrown::HashSet;
use serde::Deserialize;

use super::role::AuthorRole;

/// Words or lines that are looked up whole, lower case.
#[derive(Debug, Default, Deserialize)]
#[serde(from = "Vec<String>")]
pub(super) struct Set {
    words: HashSet<String, FixedState>,
    /// For each first byte the lengths of the words that start with it, one bit a length, so that most lines
    /// need no look-up.
    lengths: Vec<u64>,
    /// The last two bytes of the words.
    ends: Pairs,
}

impl From<Vec<String>> for Set {
    fn from(words: Vec<String>) -> Self {
        let mut set = Self { lengths: vec![0; 256], ..Self::default() };
        for word in words {
            if let Some(&first) = word.as_bytes().first()
                && let Some(lengths) = set.lengths.get_mut(usize::from(first))
            {
                *lengths |= length(&word);
            }
            if let [.., a, b] = *word.as_bytes() {
                set.ends.add(a, b);
            }
            set.words.insert(word);
        }
        set
    }
}

impl Set {
    pub(super) fn contains(&self, word: &str) -> bool {
        let lengths =
            word.as_bytes().first().and_then(|&first| self.lengths.get(usize::from(first)));
        lengths.is_some_and(|lengths| lengths & length(word) != 0) && self.words.contains(word)
    }

    /// Whether the line may end with one of the words; true for all that do.
    pub(super) fn may_end(&self, low: &str) -> bool {
        matches!(*low.as_bytes(), [.., a, b] if self.ends.holds(a, b))
    }
}

/// A word's length as a bit; the last one stands for all that are longer.
const fn length(word: &str) -> u64 {
    let len = word.len();
    1 << if len < 63 { len } else { 63 }
}

/// Pairs of bytes, by the six lower bits of each: what letters of one script differ in.
#[derive(Debug)]
struct Pairs([u64; 64]);

impl Default for Pairs {
    fn default() -> Self {
        Self([0; 64])
    }
}

impl Pairs {
    fn add(&mut self, a: u8, b: u8) {
        if let Some(seconds) = self.0.get_mut(usize::from(a & 63)) {
            *seconds |= 1 << (b & 63);
        }
    }

    fn holds(&self, a: u8, b: u8) -> bool {
        self.0.get(usize::from(a & 63)).is_some_and(|seconds| seconds >> (b & 63) & 1 == 1)
    }
}

/// The tables; what each holds is said in `words.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    pub says: Set,
    pub says_glued: Vec<String>,
    pub reply_to: Openings,
    pub one: Openings,
    pub comments: Set,
    pub ambiguous: Set,
    pub about: Set,
    pub headers: Set,
    pub roles: Roles,
    pub no_names: Set,
    pub buttons: Set,
    pub button_openings: Openings,
    pub replies: Openings,
    pub liked_by: Openings,
    pub people: Openings,
    pub points: Set,
    pub likes: Set,
    pub dislikes: Set,
    pub edited: Openings,
    pub by: Vec<String>,
    pub forms: Openings,
    pub feet: Openings,
    pub connectors: Set,
    pub bylines: Openings,
    pub date_by: Openings,
    pub date_tail: Set,
    pub deleted: Openings,
    pub moderated: Openings,
    pub nobody: Set,
}

/// What a platform may print beside a name.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Roles {
    author: Set,
    moderator: Set,
    staff: Set,
    guest: Set,
    member: Set,
    top_fan: Set,
    verified: Set,
    supporter: Set,
}

impl Roles {
    /// The role that these words name, without the signs around them.
    pub(super) fn of(&self, low: &str) -> Option<AuthorRole> {
        let word = low.trim_matches(|c: char| c != '.' && !c.is_alphanumeric());
        let kinds = [
            (&self.author, AuthorRole::Author),
            (&self.moderator, AuthorRole::Moderator),
            (&self.staff, AuthorRole::Staff),
            (&self.guest, AuthorRole::Guest),
            (&self.member, AuthorRole::Member),
            (&self.top_fan, AuthorRole::TopFan),
            (&self.verified, AuthorRole::Verified),
            (&self.supporter, AuthorRole::Supporter),
        ];
        kinds.into_iter().find(|(words, _)| words.contains(word)).map(|(_, role)| role)
    }
}

/// The built-in words.
pub(super) fn words() -> &'static Words {
    // A test reads the file, so the empty tables are never met.
    static WORDS: LazyLock<Words> =
        LazyLock::new(|| toml::from_str(include_str!("words.toml")).unwrap_or_default());
    &WORDS
}

/// Openings of lines, found by their first byte.
#[derive(Debug, Default, Deserialize)]
#[serde(from = "Vec<String>")]
pub(super) struct Openings {
    /// Sorted by first byte; under one byte the longest opening first.
    sorted: Vec<(u8, String)>,
    /// The first two bytes of the openings, so that most lines need no search.
    starts: Pairs,
}

impl From<Vec<String>> for Openings {
    fn from(openings: Vec<String>) -> Self {
        let mut starts = Pairs::default();
        for opening in &openings {
            match *opening.as_bytes() {
                [a, b, ..] => starts.add(a, b),
                [a] => (0..64).for_each(|b| starts.add(a, b)),
                [] => {}
            }
        }
        let mut sorted: Vec<(u8, String)> = openings
            .into_iter()
            .filter_map(|opening| Some((*opening.as_bytes().first()?, opening)))
            .collect();
        sorted.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.len().cmp(&a.1.len())));
        Self { sorted, starts }
    }
}

impl Openings {
    /// The longest opening that the line begins with, and what follows it. `accept` sees the two.
    pub(super) fn strip<'l>(
        &self,
        low: &'l str,
        accept: impl Fn(&str, &str) -> bool,
    ) -> Option<(&str, &'l str)> {
        let (first, second) = match *low.as_bytes() {
            [first, second, ..] => (first, second),
            [first] => (first, 0),
            [] => return None,
        };
        if !self.starts.holds(first, second) {
            return None;
        }
        let from = self.sorted.partition_point(|(byte, _)| *byte < first);
        let mut same = self.sorted.get(from..)?.iter().take_while(|(byte, _)| *byte == first);
        same.find_map(|(_, opening)| {
            let rest = low.strip_prefix(opening.as_str())?;
            accept(opening, rest).then_some((opening.as_str(), rest))
        })
    }

    /// Whether the line begins with an opening that ends with a word.
    pub(super) fn open(&self, low: &str) -> bool {
        self.strip(low, ends_word).is_some()
    }
}

/// Whether an opening is not cut out of a longer word. In scripts without spaces every character may end one.
pub(super) fn ends_word(opening: &str, rest: &str) -> bool {
    let glued = opening
        .chars()
        .next_back()
        .is_some_and(|c| crate::segment::is_unspaced(c) || !c.is_alphanumeric());
    glued || !rest.starts_with(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::{Words, ends_word, words};

    #[test]
    fn the_file_reads_and_is_lower_case() {
        let read: Result<Words, _> = toml::from_str(include_str!("words.toml"));
        assert!(read.is_ok(), "{:?}", read.err());
        assert!(words().says.contains("says") && words().forms.open("leave a reply"));
        let entries = include_str!("words.toml").lines().filter(|line| !line.starts_with('#'));
        for entry in entries {
            assert_eq!(entry, entry.to_lowercase());
        }
    }

    #[test]
    fn openings_end_with_words_and_the_longest_wins() {
        let found = words().reply_to.strip("reply to ann", ends_word);
        assert_eq!(found, Some(("reply to", " ann")));
        assert!(!words().forms.open("leave a replying machine"));
    }
}
