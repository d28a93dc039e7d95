//! The words that the comment grammar is parsed around, read from `words.toml`.
//!
//! They are data because there are many in many scripts; they are not rules
//! because names, dates and numbers are read from between them.

use std::sync::LazyLock;

use hashbrown::HashSet;
use serde::Deserialize;

/// Words or lines that are looked up whole, lower case.
#[derive(Debug, Default, Deserialize)]
#[serde(from = "Vec<String>")]
pub(super) struct Set {
    words: HashSet<String>,
    /// Bytes of the longest entry, so that most lines need no look-up.
    longest: usize,
}

impl From<Vec<String>> for Set {
    fn from(words: Vec<String>) -> Self {
        let longest = words.iter().map(String::len).max().unwrap_or(0);
        Self { words: words.into_iter().collect(), longest }
    }
}

impl Set {
    pub(super) fn contains(&self, word: &str) -> bool {
        word.len() <= self.longest && self.words.contains(word)
    }
}

/// The tables; what each holds is said in `words.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    pub says: Set,
    pub says_glued: Vec<String>,
    pub reply_to: Openings,
    pub comments: Set,
    pub ambiguous: Set,
    pub about: Set,
    pub headers: Set,
    pub roles: Set,
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
}

/// The built-in words.
pub(super) fn words() -> &'static Words {
    // A test reads the file, so the empty tables are never met.
    static WORDS: LazyLock<Words> =
        LazyLock::new(|| toml::from_str(include_str!("words.toml")).unwrap_or_default());
    &WORDS
}

/// Openings of lines, found by their first character.
#[derive(Debug, Default, Deserialize)]
#[serde(from = "Vec<String>")]
pub(super) struct Openings {
    /// Sorted by first character; under one character the longest opening first.
    sorted: Vec<(char, String)>,
}

impl From<Vec<String>> for Openings {
    fn from(openings: Vec<String>) -> Self {
        let mut sorted: Vec<(char, String)> = openings
            .into_iter()
            .filter_map(|opening| Some((opening.chars().next()?, opening)))
            .collect();
        sorted.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.len().cmp(&a.1.len())));
        Self { sorted }
    }
}

impl Openings {
    /// The longest opening that the line begins with, and what follows it. `accept` sees the two.
    pub(super) fn strip<'l>(
        &self,
        low: &'l str,
        accept: impl Fn(&str, &str) -> bool,
    ) -> Option<(&str, &'l str)> {
        let first = low.chars().next()?;
        let from = self.sorted.partition_point(|(c, _)| *c < first);
        self.sorted.get(from..)?.iter().take_while(|(c, _)| *c == first).find_map(|(_, opening)| {
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
