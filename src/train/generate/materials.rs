//! What made pages are made of: the built-in data, and text of gold pages by language.
//!
//! Built once, then only read, so that pages can be made on any number of
//! threads. Text of the gold page at hand is never drawn: a comment that
//! repeats its article would teach that comments are copies.

use std::hash::BuildHasher;

use foldhash::fast::FixedState;
use hashbrown::HashMap;

use super::data::{Data, DataError};
use super::fill::pick;
use super::language::{Language, guess};
use crate::train::{GoldPage, Random};

/// Text of the gold pages of one language, each with the number of its article.
#[derive(Debug, Default)]
struct Pool<'g> {
    paragraphs: Vec<(usize, &'g str)>,
    headlines: Vec<(usize, &'g str)>,
    comments: Vec<(usize, &'g str)>,
}

/// Everything that made pages draw from.
#[derive(Debug)]
pub struct Materials<'g> {
    /// The built-in data.
    pub data: Data,
    pools: Vec<Pool<'g>>,
    /// Number and language of each article, by its text: a page in four renderings is one article.
    articles: HashMap<u64, (usize, Option<usize>), FixedState>,
}

/// Characters of a paragraph that is long enough to be quoted.
const PARAGRAPH: std::ops::Range<usize> = 40..1_500;
/// Characters of a headline.
const HEADLINE: std::ops::Range<usize> = 12..140;
/// Headlines of a language that are few.
const FEW: usize = 15;
/// Tries to find text of another page before an invented sentence is taken.
const TRIES: usize = 4;

fn key(text: &str) -> u64 {
    FixedState::with_seed(7).hash_one(text)
}

impl<'g> Materials<'g> {
    /// Sorts the text of the gold pages by language.
    ///
    /// # Errors
    /// When a built-in data file is wrong.
    pub fn new(gold: &'g [GoldPage]) -> Result<Self, DataError> {
        let data = Data::read()?;
        let pools = data.languages.iter().map(|_| Pool::default()).collect();
        let mut out = Self { data, pools, articles: HashMap::default() };
        for page in gold {
            out.add(page);
        }
        Ok(out)
    }

    fn add(&mut self, page: &'g GoldPage) {
        let number = self.articles.len();
        let key = key(page.article());
        if self.articles.contains_key(&key) {
            return;
        }
        let language = guess(&self.data.languages, page.article());
        self.articles.insert(key, (number, language));
        let Some(pool) = language.and_then(|l| self.pools.get_mut(l)) else { return };
        let fits =
            |text: &str, range: std::ops::Range<usize>| range.contains(&text.chars().count());
        let lines = page.article().lines().map(|line| line.trim_start_matches("- ").trim());
        pool.paragraphs.extend(lines.filter(|l| fits(l, PARAGRAPH)).map(|l| (number, l)));
        let headline = page.title.as_deref().map(headline);
        pool.headlines.extend(headline.filter(|t| fits(t, HEADLINE)).map(|t| (number, t.trim())));
        let comments = page.comments.iter().flatten().filter_map(|c| c.text.as_deref());
        pool.comments
            .extend(comments.map(str::trim).filter(|c| !c.is_empty()).map(|c| (number, c)));
    }

    /// The number and the language of a gold page's article.
    #[must_use]
    pub fn article(&self, page: &GoldPage) -> (usize, Option<&Language>) {
        let (number, language) =
            self.articles.get(&key(page.article())).copied().unwrap_or_default();
        (number, language.and_then(|l| self.data.languages.get(l)))
    }

    fn pool(&self, language: &Language) -> Option<&Pool<'g>> {
        let at = self.data.languages.iter().position(|l| l.code == language.code)?;
        self.pools.get(at)
    }

    /// A comment of a gold page of the language.
    pub fn comment(
        &self,
        language: &Language,
        page: usize,
        random: &mut Random,
    ) -> Option<&'g str> {
        draw(&self.pool(language)?.comments, page, random)
    }

    /// A paragraph of another article.
    pub fn paragraph(&self, language: &Language, page: usize, random: &mut Random) -> String {
        let drawn = self.pool(language).and_then(|pool| draw(&pool.paragraphs, page, random));
        drawn.map_or_else(|| self.invented(language, random), str::to_owned)
    }

    /// Up to `most` sentences of another article.
    pub fn sentences(
        &self,
        language: &Language,
        page: usize,
        most: usize,
        random: &mut Random,
    ) -> String {
        let text = self.paragraph(language, page, random);
        let all = sentences(&text);
        let count = (1 + random.below(most)).min(all.len());
        let from = random.below(all.len() + 1 - count);
        all.get(from..from + count).map_or(String::new(), |s| s.concat().trim().to_owned())
    }

    /// The headline of another article, or a sentence that could be one.
    pub fn headline(&self, language: &Language, page: usize, random: &mut Random) -> String {
        let pool = self.pool(language).map_or(&[][..], |pool| &pool.headlines);
        // Where there are few, most are made of sentences, or every list would name the same ones.
        let known = random.below(pool.len() + FEW) < pool.len();
        let drawn = if known { draw(pool, page, random) } else { None };
        drawn.map_or_else(
            || {
                let text = self.sentences(language, page, 1, random);
                let count = 4 + random.below(8);
                let words: Vec<&str> = text.split_whitespace().take(count).collect();
                let length = if language.is_unspaced() { 8 + random.below(24) } else { 90 };
                let head: String = words.join(" ").chars().take(length).collect();
                head.trim_end_matches(['.', ',', '。']).to_owned()
            },
            str::to_owned,
        )
    }

    /// An invented comment.
    pub fn invented(&self, language: &Language, random: &mut Random) -> String {
        let all =
            self.data.comments.get(language.code.as_str()).or_else(|| self.data.comments.get("en"));
        let all = all.map_or(&[][..], Vec::as_slice);
        all.get(random.below(all.len())).copied().unwrap_or_default().to_owned()
    }

    /// A word or two, as tags are.
    pub fn tag(&self, language: &Language, page: usize, random: &mut Random) -> String {
        if random.chance(30) {
            return pick(&language.cities, random);
        }
        let text = self.sentences(language, page, 2, random);
        if language.is_unspaced() {
            return text
                .chars()
                .filter(|c| c.is_alphanumeric())
                .skip(random.below(12))
                .take(2 + random.below(3))
                .collect();
        }
        let words: Vec<&str> = text
            .split(|c: char| !c.is_alphanumeric() && c != '-')
            .filter(|word| word.chars().count() > 4)
            .collect();
        let from = random.below(words.len());
        words.get(from..(from + 1 + random.below(2)).min(words.len())).unwrap_or_default().join(" ")
    }
}

/// A page's title without the names of site and section behind it.
fn headline(title: &str) -> &str {
    [" | ", "--", "_"].iter().fold(title, |title, mark| title.split(mark).next().unwrap_or(title))
}

fn draw<'g>(from: &[(usize, &'g str)], page: usize, random: &mut Random) -> Option<&'g str> {
    (0..TRIES)
        .filter_map(|_| from.get(random.below(from.len())))
        .find(|(number, _)| *number != page)
        .map(|(_, text)| *text)
}

/// The sentences of a paragraph, with the white space after each.
#[must_use]
pub fn sentences(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut start = 0;
    let mut ended = false;
    for (at, c) in text.char_indices() {
        let wide = matches!(c, '。' | '！' | '？');
        if ended && c.is_whitespace() && at - start > 20 || wide {
            let end = at + c.len_utf8();
            out.extend(text.get(start..end));
            start = end;
        }
        ended = matches!(c, '.' | '!' | '?' | '…' | '؟') || ended && matches!(c, '"' | '”' | ')');
    }
    out.extend(text.get(start..).filter(|rest| !rest.is_empty()));
    if out.is_empty() { vec![text] } else { out }
}
