//! The words that the comment grammar is parsed around, read from the files in `words/`: `main.toml` explains them and
//! holds the words of most languages, others have a file of their own.
//!
//! They are data because there are many in many scripts; they are not rules
//! because names, dates and numbers are read from between them.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use foldhash::fast::FixedState;
use hashbrown::{HashMap, HashSet};
use serde::Deserialize;

use super::role::AuthorRole;
use crate::sieve::{Pairs, Sieve, Starts, key_of};

/// Words or lines that are looked up whole, lower case.
#[derive(Debug, Default, Deserialize)]
#[serde(from = "Vec<String>")]
pub(super) struct Set {
    words: HashSet<String, FixedState>,
    /// Their keys, so that most lines need no look-up.
    keys: Sieve,
    /// How the words begin.
    starts: Starts,
    /// The last two bytes of the words.
    ends: Pairs,
    /// Keys of what stands behind the last space in them.
    lasts: Sieve,
}

impl From<Vec<String>> for Set {
    fn from(words: Vec<String>) -> Self {
        let sieve = || Sieve::new(words.len());
        let starts = Starts::new(words.len());
        let mut set = Self { keys: sieve(), lasts: sieve(), starts, ..Self::default() };
        for word in words {
            set.keys.add(key_of(word.as_bytes()));
            set.starts.add(word.as_bytes());
            set.lasts.add(key_of(last_word(word.as_bytes())));
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
        self.keys.may_hold(key_of(word.as_bytes())) && self.words.contains(word)
    }

    #[allow(clippy::iter_over_hash_type, reason = "in no order")]
    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(String::as_str)
    }

    /// Whether the line may begin with one of the words; true for all that do.
    pub(super) fn may_begin(&self, low: &str) -> bool {
        self.starts.may_open(low.as_bytes())
    }

    /// Whether the line may end with one of the words; true for all that do.
    pub(super) fn may_end(&self, low: &str) -> bool {
        matches!(*low.as_bytes(), [.., a, b] if self.ends.holds(a, b))
    }

    /// The same where a space or the beginning of the line stands before the word.
    pub(super) fn may_end_apart(&self, low: &str) -> bool {
        self.may_end(low) && self.lasts.may_hold(key_of(last_word(low.as_bytes())))
    }
}

/// What stands behind the last space.
fn last_word(low: &[u8]) -> &[u8] {
    let mut start = low.len();
    while let Some([before @ .., last]) = low.get(..start)
        && *last != b' '
        && !(*last == 0xa0 && before.ends_with(b"\xc2"))
    {
        start -= 1;
    }
    low.get(start..).unwrap_or_default()
}

/// The tables; what each holds is said in `words/main.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    pub says: Set,
    pub says_glued: Set,
    pub reply_to: Openings,
    pub one: Openings,
    pub there_are: Openings,
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
    pub leads: Set,
    pub forms: Openings,
    pub feet: Openings,
    pub connectors: Set,
    pub bylines: Openings,
    pub date_by: Openings,
    pub date_tail: Set,
    pub date_tails: Openings,
    pub submitted: Openings,
    pub deleted: Openings,
    pub moderated: Openings,
    pub nobody: Set,
    pub reply: Set,
    pub asked: Openings,
    pub answered: Openings,
    pub answers: Set,
    pub revised: Openings,
    pub remarked: Openings,
    pub remarks_end: Openings,
    pub badges: Vec<String>,
}

/// What a platform may print beside a name: words, by the role that they name.
#[derive(Debug, Default, Deserialize)]
#[serde(from = "BTreeMap<AuthorRole, Vec<String>>")]
pub(super) struct Roles {
    roles: HashMap<String, AuthorRole, FixedState>,
    keys: Sieve,
}

impl From<BTreeMap<AuthorRole, Vec<String>>> for Roles {
    fn from(roles: BTreeMap<AuthorRole, Vec<String>>) -> Self {
        let mut built = Self { keys: Sieve::new(256), ..Self::default() };
        for (role, words) in roles {
            for word in words {
                built.keys.add(key_of(word.as_bytes()));
                // A word that names two roles is the first of them.
                built.roles.entry(word).or_insert(role);
            }
        }
        built
    }
}

impl Roles {
    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        self.roles.keys().map(String::as_str)
    }

    /// The role that these words name, without the signs around them.
    pub(super) fn of(&self, low: &str) -> Option<AuthorRole> {
        let word = trim_signs(low, |c: char| c != '.' && !c.is_alphanumeric());
        let known = self.keys.may_hold(key_of(word.as_bytes()));
        known.then(|| self.roles.get(word).copied()).flatten()
    }
}

/// The names and texts of the built-in files.
pub(super) const FILES: &[(&str, &str)] =
    include!(concat!(env!("OUT_DIR"), "/comment_word_files.rs"));

/// The built-in words.
pub(super) fn words() -> &'static Words {
    // A test reads the files, so the empty tables are never met.
    static WORDS: LazyLock<Words> = LazyLock::new(|| read(FILES).unwrap_or_default());
    &WORDS
}

/// All files as one: the lists of a key follow one another.
fn read(files: &[(&str, &str)]) -> Result<Words, toml::de::Error> {
    let mut all = toml::Table::new();
    for (_, text) in files {
        merge(&mut all, toml::from_str(text)?);
    }
    all.try_into()
}

fn merge(into: &mut toml::Table, from: toml::Table) {
    for (key, value) in from {
        match (into.get_mut(&key), value) {
            (Some(toml::Value::Array(list)), toml::Value::Array(more)) => list.extend(more),
            (Some(toml::Value::Table(table)), toml::Value::Table(more)) => merge(table, more),
            (_, value) => {
                into.insert(key, value);
            }
        }
    }
}

/// Openings of lines, found by their first byte.
#[derive(Debug, Default, Deserialize)]
#[serde(from = "Vec<String>")]
pub(super) struct Openings {
    /// Sorted by first byte; under one byte the longest opening first.
    sorted: Vec<(u8, String)>,
    starts: Starts,
}

impl From<Vec<String>> for Openings {
    fn from(openings: Vec<String>) -> Self {
        let mut starts = Starts::new(openings.len());
        for opening in &openings {
            starts.add(opening.as_bytes());
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
        if !self.starts.may_open(low.as_bytes()) {
            return None;
        }
        let (&first, rest) = low.as_bytes().split_first()?;
        let from = self.sorted.partition_point(|(byte, _)| *byte < first);
        let same = self.sorted.get(from..)?.iter().take_while(|(byte, _)| *byte == first);
        // Another byte turns most of them down without a comparison.
        let alike =
            |opening: &&str| opening.as_bytes().get(1).is_none_or(|b| rest.first() == Some(b));
        same.map(|(_, opening)| opening.as_str()).filter(alike).find_map(|opening| {
            let rest = low.strip_prefix(opening)?;
            accept(opening, rest).then_some((opening, rest))
        })
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        self.sorted.iter().map(|(_, opening)| opening.as_str())
    }

    /// Whether the line begins with an opening that ends with a word.
    pub(super) fn open(&self, low: &str) -> bool {
        self.strip(low, ends_word).is_some()
    }
}

/// A line without the signs at its ends. No ASCII letter or digit may be a sign, so that a look at the ends of a line
/// settles most.
pub(super) fn trim_signs(line: &str, is_sign: impl Fn(char) -> bool) -> &str {
    let bytes = line.as_bytes();
    let plain = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    if plain(bytes.first()) && plain(bytes.last()) { line } else { line.trim_matches(is_sign) }
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
    use super::{FILES, ends_word, read, words};

    #[test]
    fn the_files_read_and_are_lower_case() {
        let all = read(FILES);
        assert!(all.is_ok(), "{:?}", all.err());
        assert!(words().says.contains("says") && words().forms.open("leave a reply"));
        assert!(words().reply.contains("reply") && words().reply.contains("ตอบกลับ"));
        for (name, text) in FILES {
            for entry in text.lines().filter(|line| !line.starts_with('#')) {
                assert_eq!(entry, entry.to_lowercase(), "{name}");
            }
        }
    }

    #[test]
    fn openings_end_with_words_and_the_longest_wins() {
        let found = words().reply_to.strip("reply to ann", ends_word);
        assert_eq!(found, Some(("reply to", " ann")));
        assert!(!words().forms.open("leave a replying machine"));
    }
}
