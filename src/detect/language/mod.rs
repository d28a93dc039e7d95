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

mod lexicon;
mod scan;
mod script;
mod tally;

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
    let lexicon = lexicon::lexicon();
    let mut page = Page::scan(lexicon, text, lines);
    let language = page.language();
    let code = match language {
        Some(language) => lexicon.code(language),
        None => page.scan.scripts.main().and_then(Script::language),
    };
    let language = language.or_else(|| code.and_then(|code| lexicon.language(code)));
    let lines = (0..page.lines.len()).map(|i| page.tongue(i, language)).collect();
    Language { code, lines }
}

/// The words found on a page, by line.
struct Page<'l> {
    lexicon: &'l Lexicon,
    scan: Scan<'l>,
    lines: Vec<Counted>,
    tally: Tally,
}

/// What the scan of one line left.
#[derive(Clone, Copy)]
struct Counted {
    /// Index after the line's last found word.
    end: usize,
    words: u32,
    /// Words in scripts that no list covers.
    unlisted: u32,
}

impl<'l> Page<'l> {
    fn scan(lexicon: &'l Lexicon, text: &str, lines: &[Line]) -> Self {
        let mut scan = Scan::new(lexicon, text.len() / 12);
        let lines = lines
            .iter()
            .map(|line| {
                let (words, unlisted) = scan.line(text, line.body);
                Counted { end: scan.found.len(), words, unlisted }
            })
            .collect();
        Self { lexicon, scan, lines, tally: Tally::default() }
    }

    /// The words found in line `i`.
    fn found(&self, i: usize) -> &[u16] {
        let start = i.checked_sub(1).and_then(|before| self.lines.get(before)).map_or(0, |l| l.end);
        let end = self.lines.get(i).map_or(start, |line| line.end);
        self.scan.found.get(start..end).unwrap_or_default()
    }

    fn masks(&self, i: usize) -> impl Iterator<Item = Masks> {
        self.found(i).iter().map(|&word| self.lexicon.masks(word))
    }

    /// The language of the page's running text; of all its lines when the former is too little.
    fn language(&mut self) -> Option<u32> {
        self.best_of(RUNNING_WORDS).or_else(|| self.best_of(0))
    }

    fn best_of(&mut self, least_words: u32) -> Option<u32> {
        let mut tally = std::mem::take(&mut self.tally);
        tally.clear();
        let mut words = 0;
        for (i, line) in self.lines.iter().enumerate().filter(|(_, l)| l.words >= least_words) {
            words += line.words;
            self.masks(i).for_each(|masks| tally.add(masks.of));
        }
        let best = tally.best();
        self.tally = tally;
        best.filter(|&(_, hits)| hits >= ENOUGH && hits * ENOUGH_SHARE >= words).map(|best| best.0)
    }

    /// What is said of line `i` on a page in `language`.
    fn tongue(&mut self, i: usize, page: Option<u32>) -> Tongue {
        let Some(&Counted { words, unlisted, .. }) = self.lines.get(i) else {
            return Tongue::default();
        };
        let short = u16::try_from(words).unwrap_or(u16::MAX);
        let mut counts = page.map_or_else(Counts::default, |page| self.counts(i, page));
        let all = u32::try_from(self.found(i).len()).unwrap_or(u32::MAX);
        let mut language = page;
        if page.is_none() || counts.of * 2 < all && all >= FOREIGN_LEAD {
            language = self.line_language(i, counts.of, page);
            if language != page {
                counts = language.map_or_else(Counts::default, |own| self.counts(i, own));
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

    /// The language of line `i` when it is clearly not the page's, of which it has `own` words; else the page's.
    fn line_language(&mut self, i: usize, own: u32, page: Option<u32>) -> Option<u32> {
        let mut tally = std::mem::take(&mut self.tally);
        tally.clear();
        self.masks(i).for_each(|masks| tally.add(masks.of));
        let best = tally.best();
        self.tally = tally;
        match (best, page) {
            (Some((best, hits)), Some(_)) if hits >= own + FOREIGN_LEAD && hits > own * 2 => {
                Some(best)
            }
            (Some((best, _)), None) => Some(best),
            _ => page,
        }
    }

    /// Line `i`'s words of a language.
    fn counts(&self, i: usize, language: u32) -> Counts {
        let bit = |mask: u64| u32::from(mask >> language & 1 == 1);
        self.masks(i).fold(Counts::default(), |counts, masks| Counts {
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
