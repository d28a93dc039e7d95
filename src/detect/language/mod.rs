//! The page's language, and how densely each line holds function words.
//!
//! Running text cannot be written without the small words of its language (the,
//! of, and); menus, lists of headlines and captions get by with few. Lists of
//! these words, one file a language in `data/`, tell both: which language a page
//! is in, and which of its lines read as text. Words of the first and second
//! person are counted apart, because comments and interviews hold them.
//!
//! Separate from the rules, which know whole phrases of chrome: here single
//! words are counted, whatever the line says.
//!
//! - `lexicon.rs`: the lists, laid out for look-ups;
//! - `scan.rs`: a line's text to the words found in it;
//! - `script.rs`: what a character is, and which language a script alone tells;
//! - `tally.rs`: counts for all languages at once.

#![allow(
    clippy::inline_always,
    reason = "only what is inlined into the dispatch is compiled for its instructions"
)]

mod lexicon;
mod scan;
mod script;
mod tally;

use pulp::{Arch, Simd, WithSimd};

use crate::segment::Line;
use lexicon::{Lexicon, Masks};
use scan::Scan;
use script::Script;
use tally::Tally;

/// Words that a line must have for its words to decide on the page's language.
const RUNNING_WORDS: u32 = 8;
/// Function words from which on running text settles the language.
const ENOUGH: u32 = 4;
/// One word in so many, at least, is a function word of the language: a third of what agglutinative languages have.
const ENOUGH_SHARE: u32 = 14;
/// How many more function words of another language a line must have to count as written in it.
const FOREIGN_LEAD: u32 = 3;

/// What the words of a page say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Language {
    /// ISO 639-1 code of the page's language; `None` when there is too little text or no list knows it.
    pub code: Option<&'static str>,
    /// One entry a line.
    pub lines: Vec<Tongue>,
}

/// The function words of one line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tongue {
    /// The language that the words are counted in: the page's, or the line's own where it clearly has more words of
    /// another one; `None` when neither is known.
    pub code: Option<&'static str>,
    /// Function words, at most 255; `None` when no list can tell: the language is not known.
    pub function: Option<u8>,
    /// Words; of scripts without spaces two characters count as one.
    pub words: u16,
    /// Function words of the first person (I, we, my), at most 255.
    pub first_person: u8,
    /// Function words of the second person (you, your), at most 255.
    pub second_person: u8,
}

impl Tongue {
    /// Function words of a hundred words, 0 to 100; `None` when the language is not known or there are no words.
    #[must_use]
    pub fn density(&self) -> Option<u8> {
        let share = u32::from(self.function?) * 100 / u32::from(self.words).max(1);
        (self.words > 0).then(|| u8::try_from(share.min(100)).unwrap_or(100))
    }
}

/// Reads a page's words.
#[must_use]
pub fn read(text: &str, lines: &[Line]) -> Language {
    Arch::new().dispatch(Reading { text, lines })
}

/// A page that waits for the instructions of the machine.
struct Reading<'p> {
    text: &'p str,
    lines: &'p [Line],
}

impl WithSimd for Reading<'_> {
    type Output = Language;

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) -> Language {
        read_here(self.text, self.lines)
    }
}

#[inline(always)]
fn read_here(text: &str, lines: &[Line]) -> Language {
    let lexicon = lexicon::lexicon();
    let page = Page::scan(lexicon, text, lines);
    let language = page.language();
    let code = match language {
        Some(language) => lexicon.code(language),
        None => page.scan.scripts.main().and_then(Script::language),
    };
    let language = language.or_else(|| code.and_then(|code| lexicon.language(code)));
    let lines = page.lines.iter().map(|line| page.tongue(line, language)).collect();
    Language { code, lines }
}

/// The words found on a page, by line.
struct Page<'l> {
    lexicon: &'l Lexicon,
    scan: Scan<'l>,
    lines: Vec<Counted>,
}

/// What the scan of one line left.
#[derive(Clone, Copy)]
struct Counted {
    /// Index of the line's first found word, and that after the last.
    start: usize,
    end: usize,
    words: u32,
    /// Words in scripts that no list covers.
    unlisted: u32,
}

impl<'l> Page<'l> {
    #[inline(always)]
    fn scan(lexicon: &'l Lexicon, text: &str, lines: &[Line]) -> Self {
        let mut scan = Scan::new(lexicon, text.len() / 12);
        // A loop instead of an iterator that is collected: that is compiled outside of the dispatch.
        let mut counted = Vec::with_capacity(lines.len());
        for line in lines {
            let start = scan.found.len();
            let (words, unlisted) = scan.line(text, line.body);
            counted.push(Counted { start, end: scan.found.len(), words, unlisted });
        }
        Self { lexicon, scan, lines: counted }
    }

    /// The words found in a line.
    fn found(&self, line: &Counted) -> &[u16] {
        self.scan.found.get(line.start..line.end).unwrap_or_default()
    }

    fn masks(&self, line: &Counted) -> impl Iterator<Item = Masks> {
        self.found(line).iter().map(|&word| self.lexicon.masks(word))
    }

    /// The language of the page's running text; of all its lines when the former is too little.
    fn language(&self) -> Option<u32> {
        self.best_of(RUNNING_WORDS).or_else(|| self.best_of(0))
    }

    fn best_of(&self, least_words: u32) -> Option<u32> {
        let mut tally = Tally::default();
        let mut words = 0;
        for line in self.lines.iter().filter(|line| line.words >= least_words) {
            words += line.words;
            tally.extend(self.masks(line).map(|masks| masks.of));
        }
        let best = tally.best();
        best.filter(|&(_, hits)| hits >= ENOUGH && hits * ENOUGH_SHARE >= words).map(|best| best.0)
    }

    /// What is said of a line on a page in a language.
    fn tongue(&self, line: &Counted, page: Option<u32>) -> Tongue {
        let &Counted { words, unlisted, .. } = line;
        let short = u16::try_from(words).unwrap_or(u16::MAX);
        let mut counts = page.map_or_else(Counts::default, |page| self.counts(line, page));
        let all = u32::try_from(self.found(line).len()).unwrap_or(u32::MAX);
        let mut language = page;
        if page.is_none() || counts.of * 2 < all && all >= FOREIGN_LEAD {
            language = self.line_language(line, counts.of, page);
            if language != page {
                counts = language.map_or_else(Counts::default, |own| self.counts(line, own));
            }
        }
        let Some(language) = language.filter(|_| unlisted * 2 <= words) else {
            return Tongue { words: short, ..Tongue::default() };
        };
        let capped = |count: u32| u8::try_from(count).unwrap_or(u8::MAX);
        Tongue {
            code: self.lexicon.code(language),
            function: Some(capped(counts.of)),
            words: short,
            first_person: capped(counts.first),
            second_person: capped(counts.second),
        }
    }

    /// The language of a line when it is clearly not the page's, of which it has `own` words; else the page's.
    fn line_language(&self, line: &Counted, own: u32, page: Option<u32>) -> Option<u32> {
        let mut tally = Tally::default();
        tally.extend(self.masks(line).map(|masks| masks.of));
        match (tally.best(), page) {
            (Some((best, hits)), Some(_)) if hits >= own + FOREIGN_LEAD && hits > own * 2 => {
                Some(best)
            }
            (Some((best, _)), None) => Some(best),
            _ => page,
        }
    }

    /// A line's words of a language.
    fn counts(&self, line: &Counted, language: u32) -> Counts {
        let bit = |mask: u64| u32::from(mask >> language & 1 == 1);
        self.masks(line).fold(Counts::default(), |counts, masks| Counts {
            of: counts.of + bit(masks.of),
            first: counts.first + bit(masks.first),
            second: counts.second + bit(masks.second),
        })
    }
}

/// How many words of a line are function words of one language: all, first person, second person.
#[derive(Clone, Copy, Default)]
struct Counts {
    of: u32,
    first: u32,
    second: u32,
}

#[cfg(test)]
mod tests;
