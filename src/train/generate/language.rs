//! A language of made pages: its phrases, names and dates, and how to know it.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::segment::is_unspaced;

/// A language; every list is written as one string with `|` between its items.
#[derive(Debug)]
pub struct Language {
    /// Two-letter code.
    pub code: String,
    /// Frequent words that tell it from others; for scripts without spaces, frequent characters.
    pub words: Vec<String>,
    /// Given names.
    pub first: Vec<String>,
    /// Family names.
    pub last: Vec<String>,
    /// Towns.
    pub cities: Vec<String>,
    /// Sections of a newspaper or blog.
    pub sections: Vec<String>,
    /// Names of sites.
    pub sites: Vec<String>,
    /// Questions of an interviewer.
    pub questions: Vec<String>,
    /// Months in full.
    pub months: Vec<String>,
    /// Ways to write a date with the time; slots `y m mm mon month d dd h hh h12 min ap`.
    pub dates: Vec<String>,
    /// Ways to write a date as a distance, with the slot `k`.
    pub ago: Vec<String>,
    /// What buttons, headers and boxes say, by key.
    pub phrases: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    code: String,
    words: String,
    first: String,
    last: String,
    cities: String,
    sections: String,
    sites: String,
    questions: String,
    months: String,
    dates: String,
    ago: String,
    phrases: BTreeMap<String, String>,
}

/// The items of a list; `\\|` is a bar that separates nothing, and stays escaped for the template.
fn list(text: &str) -> Vec<String> {
    let mut out: Vec<String> = vec![String::new()];
    for part in text.split('|') {
        if let Some(last) = out.last_mut() {
            last.push_str(part);
            if last.ends_with('\\') {
                last.push('|');
            } else {
                out.push(String::new());
            }
        }
    }
    out.iter().map(|item| item.trim().to_owned()).filter(|item| !item.is_empty()).collect()
}

impl Language {
    /// Reads a language file.
    ///
    /// # Errors
    /// When a key is missing or unknown.
    pub fn read(text: &str) -> Result<Self, toml::de::Error> {
        let raw: Raw = toml::from_str(text)?;
        Ok(Self {
            code: raw.code,
            words: raw.words.split_whitespace().map(str::to_owned).collect(),
            first: list(&raw.first),
            last: list(&raw.last),
            cities: list(&raw.cities),
            sections: list(&raw.sections),
            sites: list(&raw.sites),
            questions: list(&raw.questions),
            months: list(&raw.months),
            dates: list(&raw.dates),
            ago: list(&raw.ago),
            phrases: raw.phrases.iter().map(|(key, text)| (key.clone(), list(text))).collect(),
        })
    }

    /// Whether the language is written without spaces.
    #[must_use]
    pub fn is_unspaced(&self) -> bool {
        self.words.iter().flat_map(|word| word.chars()).any(is_unspaced)
    }

    /// How much of a text speaks for this language: frequent words among its first ones.
    fn speaks_for(&self, text: &str) -> usize {
        if self.is_unspaced() {
            let known = |c: char| self.words.iter().any(|word| word.starts_with(c));
            return text.chars().take(600).filter(|&c| known(c)).count();
        }
        let words = text.split_whitespace().take(150);
        2 * words.filter(|word| self.words.contains(&word.to_lowercase())).count()
    }
}

/// The language of a text, as its place in the list; none when no language speaks up.
#[must_use]
pub fn guess(languages: &[Language], text: &str) -> Option<usize> {
    let scores = languages.iter().map(|language| language.speaks_for(text));
    let (best, score) =
        scores.enumerate().max_by_key(|(i, score)| (*score, std::cmp::Reverse(*i)))?;
    (score > 5).then_some(best)
}
