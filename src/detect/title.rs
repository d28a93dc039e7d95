//! Which line is the headline.
//!
//! What it sees: lines before running text that are shaped like a headline,
//! whose longer words come up again in the page's running text, and that stand
//! as headlines do: above a byline or a date, said already by the document's
//! title in the first lines. Why: no rule can know a headline, and menu
//! entries, teasers and section names share few words with the article.
//! Example: `Bridge over the Arn to close` above `By Ida Holm` and `The old
//! bridge over the Arn will close on Monday ...`.

use std::ops::Range;

use foldhash::fast::FixedState;
use hashbrown::HashSet;

use super::{DateShare, LineEvidence};
use crate::label::{Label, Part};
use crate::rules::Strength;
use crate::segment::borders::{BLOCK, CASES, alphanumeric, borders, load, wide};
use crate::segment::{Class, End, Line, is_unspaced};

/// A headline, found or guessed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Title {
    /// Index of the line.
    pub line: u32,
    /// How sure it is, 0 to 1.
    pub score: f32,
}

/// Score of a headline that is likely.
pub const LIKELY: f32 = 0.55;

/// Running text is looked for in this many lines after a headline, those not counted that are passed over.
const REACH: usize = 15;
/// Words of a headline from which on it counts: menu entries are shorter.
const WORDS: std::ops::RangeInclusive<u32> = 3..=32;
/// Characters of the longest headline.
const CHARS: u32 = 200;
/// Letters of a word that is worth comparing; shorter ones are function words in most languages.
const LONG_WORD: usize = 4;
/// Longer words of a headline whose share says little.
const FEW_WORDS: usize = 2;
/// Bytes that are read of a word at once.
const EIGHT: usize = 8;
/// Headlines that are less sure than this are not named.
const LEAST: f32 = 0.3;

/// What each thing that is seen of a line adds to its score as a headline. Fitted as a choice among the lines of a page
/// (a logit, where no line at all scores 0) to the headlines that gold names, rounded to quarters.
mod weigh {
    pub const LINE: f32 = -4.75;
    /// Share of its longer words that come up in running text.
    pub const SHARE: f32 = 4.25;
    /// Two longer words or less: their share says little.
    pub const FEW: f32 = -1.0;
    /// Paragraphs of running text above, each of the first five: the first article of a page is the page's.
    pub const LATE: f32 = -0.9;
    /// One of the first lines of the page.
    pub const TOP: f32 = 1.75;
    /// One of these says it: the title of the document, with the name of the site.
    pub const NAMED: f32 = 3.0;
    /// A rule hints that it is chrome.
    pub const HINT: f32 = -2.25;
    /// Blank lines above.
    pub const BLANK: f32 = 2.0;
    /// A short line above, or none.
    pub const AFTER_SHORT: f32 = 1.0;
    /// Chrome that a rule knows in the lines above, each up to three.
    pub const CHROME: f32 = 0.45;
    /// A date or a byline in the lines below.
    pub const DATE: f32 = 1.75;
    pub const BYLINE: f32 = 1.5;
    /// Starts in lower case: file names and captions do.
    pub const LOWER: f32 = -1.25;
    /// Three words, up to five, or more than fifteen.
    pub const THREE: f32 = -1.75;
    pub const FIVE: f32 = -1.0;
    pub const LONG: f32 = -1.0;
    /// Digits, each up to four.
    pub const DIGIT: f32 = 0.2;
}

/// First lines of a page, which the title of the document is among.
const TOP: usize = 3;
/// Lines around a headline where bylines, dates and chrome are looked for.
const AROUND: usize = 4;
/// Characters of a line that is short for what stands above a headline.
const SHORT: u32 = 25;

/// The most likely headline of a page; none when no line looks like one. `seen` is what the rules say of the lines.
#[must_use]
pub fn find(text: &str, lines: &[Line], seen: &[LineEvidence]) -> Option<Title> {
    let running: Vec<bool> = lines.iter().map(Line::is_running_text).collect();
    let (candidates, words) = candidates(text, lines, &running, seen);
    let known = known_words(text, lines, &running, &words);
    let top = top_words(text, lines);
    let words_of = |candidate: &Candidate| words.get(candidate.words.clone()).unwrap_or_default();
    let score = |candidate: &Candidate| {
        let own = words_of(candidate);
        candidate.score(share(own, &known), is_named(own, candidate.line, &top))
    };
    let scores: Vec<f32> = candidates.iter().map(score).collect();
    let all = || candidates.iter().zip(scores.iter().copied());
    let (best, score) = all().reduce(|best, next| if next.1 > best.1 { next } else { best })?;
    // The same line once more is no rival. No line at all is one, with a score of 0.
    let rivals = all().filter(|(other, _)| words_of(other) != words_of(best));
    let next = rivals.map(|(_, score)| score).fold(0.0, f32::max);
    let title = Title { line: u32::try_from(best.line).ok()?, score: sureness(score - next) };
    (title.score >= LEAST).then_some(title)
}

/// A share from 0 to 1 for how far a score lies above the next best, near to how often such a line is the headline.
fn sureness(above: f32) -> f32 {
    0.5 + 0.5 * above / (1.0 + above.abs())
}

/// A line shaped like a headline, and how it stands to the running text.
struct Candidate {
    line: usize,
    /// Its score, but for what its words add.
    score: f32,
    /// Its longer words, as places in a list of the hashes that [`long_words`] makes; at least one.
    words: Range<usize>,
}

impl Candidate {
    /// The score with such a share of known words.
    fn score(&self, share: f32, named: bool) -> f32 {
        self.score
            + weigh::SHARE * share
            + if named { weigh::NAMED } else { 0.0 }
            + if self.words.len() <= FEW_WORDS { weigh::FEW } else { 0.0 }
    }
}

/// What a line scores by its shape and by what stands around it; `paragraphs` of running text stand above.
fn by_place(lines: &[Line], seen: &[LineEvidence], at: usize, paragraphs: usize) -> f32 {
    let Some(Line { shape, blank_before, .. }) = lines.get(at) else { return weigh::LINE };
    let above = seen.get(at.saturating_sub(AROUND)..at).unwrap_or_default();
    let below = seen.iter().skip(at + 1).take(AROUND);
    let chrome = above.iter().filter(|seen| seen.chrome.is_some()).count();
    let short = |line: &Line| line.shape.chars < SHORT;
    let is_byline = |seen: &LineEvidence| seen.cue.is_some_and(|cue| is_beside(cue.what));
    let adds = [
        (at < TOP, weigh::TOP),
        (*blank_before > 0, weigh::BLANK),
        (at.checked_sub(1).and_then(|at| lines.get(at)).is_none_or(short), weigh::AFTER_SHORT),
        (below.clone().any(|seen| seen.date != DateShare::None), weigh::DATE),
        (below.clone().any(is_byline), weigh::BYLINE),
        (seen.get(at).is_some_and(|seen| seen.chrome.is_some()), weigh::HINT),
        (shape.starts_lower, weigh::LOWER),
        (shape.words == 3, weigh::THREE),
        ((4..=5).contains(&shape.words), weigh::FIVE),
        (shape.words > 15, weigh::LONG),
    ];
    let sum: f32 = adds.iter().filter(|(is, _)| *is).map(|(_, weight)| weight).sum();
    weigh::LINE
        + sum
        + weigh::LATE * to_float(paragraphs.min(5))
        + weigh::CHROME * to_float(chrome.min(3))
        + weigh::DIGIT * to_float(shape.digits.min(4) as usize)
}

/// The longer words of the first lines of a page.
fn top_words(text: &str, lines: &[Line]) -> Vec<Vec<u64>> {
    let words = |line: &Line| {
        let mut words = Vec::new();
        if line.shape.chars <= CHARS {
            long_words(line.body.of(text), |word| words.push(word));
        }
        words
    };
    lines.iter().take(TOP).map(words).collect()
}

/// Whether one of the first lines says all words of a line below.
fn is_named(words: &[u64], line: usize, top: &[Vec<u64>]) -> bool {
    line >= TOP && top.iter().any(|said| words.iter().all(|word| said.contains(word)))
}

/// Lines shaped like a headline, in order, and the list of their words.
fn candidates(
    text: &str,
    lines: &[Line],
    running: &[bool],
    seen: &[LineEvidence],
) -> (Vec<Candidate>, Vec<u64>) {
    let (mut out, mut words) = (Vec::new(), Vec::new());
    let mut paragraphs = running.iter().filter(|r| **r).count();
    // How far the running text is; none below the last of it.
    let mut distance = None;
    for (at, line) in lines.iter().enumerate().rev() {
        if running.get(at).copied().unwrap_or(false) {
            distance = Some(1);
            paragraphs -= 1;
        } else if let Some(far) = distance
            && far <= REACH
        {
            let this = seen.get(at);
            distance = Some(far + usize::from(!this.is_some_and(is_passed)));
            if !is_headline(line) || this.is_some_and(is_claimed) {
                continue;
            }
            let from = words.len();
            let mut candidate = Candidate {
                line: at,
                score: by_place(lines, seen, at, paragraphs),
                words: from..from,
            };
            // Far down the page not even known words all of them would do.
            if candidate.score + weigh::SHARE + weigh::NAMED <= 0.0 {
                continue;
            }
            long_words(line.body.of(text), |word| words.push(word));
            candidate.words.end = words.len();
            if !candidate.words.is_empty() {
                out.push(candidate);
            }
        }
    }
    out.reverse();
    (out, words)
}

/// Whether a line stands between headline and running text on many pages.
fn is_passed(seen: &LineEvidence) -> bool {
    seen.chrome.is_some()
        || seen.cue.is_some_and(|cue| is_beside(cue.what))
        || seen.date == DateShare::All
}

/// Whether the line is a date, or a rule is sure that it is no headline.
fn is_claimed(seen: &LineEvidence) -> bool {
    let other = |label: Label| label.part() != Part::Article || is_beside(label);
    seen.date == DateShare::All
        || seen.chrome.is_some_and(|chrome| chrome.strength == Strength::Sure)
        || seen.cue.is_some_and(|cue| cue.strength == Strength::Sure && other(cue.what))
}

/// Labels of what stands around headlines.
const fn is_beside(label: Label) -> bool {
    matches!(label, Label::Byline | Label::Dateline | Label::Caption)
}

fn is_headline(line: &Line) -> bool {
    let shape = &line.shape;
    WORDS.contains(&shape.words)
        && shape.chars <= CHARS
        && shape.chars + shape.unspaced >= 15
        && line.bullet.is_none()
        && shape.separators <= 1
        && shape.sentences <= 1
        && !matches!(shape.end, End::Stop | End::Comma | End::Colon)
}

/// Those of the candidates' words that come up in the running text.
fn known_words(
    text: &str,
    lines: &[Line],
    running: &[bool],
    words: &[u64],
) -> HashSet<u64, FixedState> {
    let mut wanted: HashSet<u64, FixedState> = words.iter().copied().collect();
    let mut sieve = Sieve::default();
    for &word in words {
        sieve.add(word);
    }
    let mut known = HashSet::default();
    for (line, _) in lines.iter().zip(running).filter(|(_, r)| **r) {
        if wanted.is_empty() {
            break;
        }
        long_words(line.body.of(text), |word| {
            if sieve.may_hold(word) && wanted.remove(&word) {
                known.insert(word);
            }
        });
    }
    known
}

/// Turns most words down that are not in a set, so that the running text costs no look-ups.
struct Sieve([u64; 64]);

impl Default for Sieve {
    fn default() -> Self {
        Self([0; 64])
    }
}

impl Sieve {
    fn add(&mut self, word: u64) {
        if let Some(bits) = self.0.get_mut(Self::slot(word)) {
            *bits |= 1 << (word >> 58);
        }
    }

    fn may_hold(&self, word: u64) -> bool {
        self.0.get(Self::slot(word)).is_some_and(|bits| bits >> (word >> 58) & 1 == 1)
    }

    /// By the six bits below those that name the bit: the upper ones of a product are its best.
    const fn slot(word: u64) -> usize {
        (word >> 52 & 63) as usize
    }
}

/// Hands over the hashes of the words of at least [`LONG_WORD`] letters, lower case, cut to their first six
/// letters so that endings do not matter; pairs of characters for scripts without spaces.
fn long_words(line: &str, mut take: impl FnMut(u64)) {
    let bytes = line.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let width = BLOCK.min(bytes.len() - at);
        // With what the last word goes on with, as far as its stem needs it.
        let near: [u8; BLOCK + EIGHT] = load(bytes, at);
        let [plain, wide] = borders(&near, 0, width, |eight| [alphanumeric(eight), wide(eight)]);
        let words = plain | wide;
        // The last word may go on behind the block; the next one begins with it.
        let goes_on = at + width < bytes.len();
        let open = if goes_on { words.leading_ones() } else { 0 };
        let mut left = words & u64::MAX.checked_shr(open).unwrap_or(0);
        while left != 0 {
            let start = left.trailing_zeros() as usize;
            // The lowest bit carries through the word and is set behind it.
            let carried = left.wrapping_add(1 << start);
            let len = carried.trailing_zeros() as usize - start;
            let word = left & !carried;
            left &= carried;
            if wide & word != 0 {
                let from = at + start;
                wide_words(line.get(from..from + len).unwrap_or_default(), &mut take);
            } else if len >= LONG_WORD {
                let stem = u64::MAX >> (64 - 8 * len.min(STEM));
                let eight = near[start % BLOCK..].first_chunk::<EIGHT>().unwrap_or(&[0; EIGHT]);
                take(mix((u64::from_le_bytes(*eight) | CASES) & stem, '\0'));
            }
        }
        at += width - open as usize;
        if open == u64::BITS {
            let rest = line.get(at..).unwrap_or_default();
            let is_border = |c: char| c.is_ascii() && !c.is_ascii_alphanumeric();
            let long = rest.find(is_border).unwrap_or(rest.len());
            wide_words(rest.get(..long).unwrap_or_default(), &mut take);
            at += long;
        }
    }
}

/// The same for a part of a line without spaces and other signs of ASCII.
fn wide_words(part: &str, take: &mut impl FnMut(u64)) {
    let mut word = Word::default();
    let mut previous = None;
    for c in part.chars() {
        if c >= FIRST_UNSPACED && is_unspaced(c) {
            if let Some(before) = previous.replace(c) {
                take(mix(mix(PAIR, before), c));
            }
            continue;
        }
        previous = None;
        // There are none but letters and digits of ASCII here.
        if c.is_ascii() || Class::of(c).is_alphanumeric() {
            word.add(c);
        } else {
            std::mem::take(&mut word).finish(take);
        }
    }
    word.finish(take);
}

/// No script without spaces has a character below.
const FIRST_UNSPACED: char = '\u{e00}';

/// The word that is being read.
#[derive(Default)]
struct Word {
    /// Its first letters, eight bits each; once there is one beyond ASCII, a hash of them.
    stem: u64,
    letters: usize,
}

impl Word {
    fn add(&mut self, c: char) {
        if self.letters < STEM {
            if c.is_ascii() {
                self.stem |= u64::from(c.to_ascii_lowercase()) << (8 * self.letters);
            } else if Class::of(c).is_lowercase() {
                self.stem = mix(self.stem, c);
            } else {
                self.stem = c.to_lowercase().fold(self.stem, mix);
            }
        }
        self.letters += 1;
    }

    fn finish(self, take: &mut impl FnMut(u64)) {
        if self.letters >= LONG_WORD {
            take(mix(self.stem, '\0'));
        }
    }
}

/// Letters of a word that are compared.
const STEM: usize = 6;
/// What the hash of a pair of characters starts with, so that it is none of a word.
const PAIR: u64 = 1;

/// Adds a character to a hash: a polynomial over 2^64 whose base is an odd number with bits all over.
const fn mix(hash: u64, c: char) -> u64 {
    hash.wrapping_add(c as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

fn share(words: &[u64], known: &HashSet<u64, FixedState>) -> f32 {
    to_float(words.iter().filter(|word| known.contains(*word)).count()) / to_float(words.len())
}

#[allow(clippy::cast_precision_loss, reason = "counts of one page are far below 2^23")]
fn to_float(count: usize) -> f32 {
    count as f32
}

#[cfg(test)]
mod tests {
    use super::{find, long_words, wide_words};
    use crate::segment::segment;
    use proptest::prelude::*;

    fn found(text: &str) -> Option<String> {
        let lines = segment(text).lines;
        find(text, &lines, &[]).map(|t| lines[t.line as usize].body.of(text).to_owned())
    }

    #[test]
    fn the_line_that_shares_words_with_the_article() {
        let text = "Latest news, local news, weather\nRead our guide to summer festivals\n\
            Bridge over the Arn to close for a year\nBy Ida Holm\n\n\
            The old bridge over the Arn will close on Monday for at least a year, the town said, because its \
            pillars have to be replaced. Drivers are asked to use the ferry.";
        assert_eq!(found(text).as_deref(), Some("Bridge over the Arn to close for a year"));
    }

    const TEXT: &str = "The old bridge over the Arn will close on Monday for at least a year, the town said, because \
        its pillars have to be replaced. Drivers are asked to use the ferry in the meantime.";

    /// The headline of an article below these lines.
    fn above(head: &str) -> Option<String> {
        found(&format!("{head}\n\n{TEXT}"))
    }

    #[test]
    fn what_stands_around_tells_a_headline() {
        let head = "Home\nSport in the valley\n\nPillars of the bridge worn out\nSend us your pictures of Monday";
        assert_eq!(above(head).as_deref(), Some("Pillars of the bridge worn out"));
        // The title of the document says it.
        let head = "A year without bridge | The Courier\nThe old ferry and the pillars\nNews\nA year without bridge";
        assert_eq!(above(head).as_deref(), Some("A year without bridge"));
    }

    #[test]
    fn a_headline_set_twice_is_no_rival_of_itself() {
        let once = "Home\n\nPillars of the old bridge to be replaced";
        let score = |head: &str| {
            let text = format!("{head}\n\n{TEXT}");
            find(&text, &segment(&text).lines, &[]).map(|title| title.score)
        };
        let twice = format!("{once}\n\nPillars of the old bridge to be replaced");
        assert!(score(once).is_some_and(|score| score > 0.55));
        assert_eq!(score(&twice), score(once));
    }

    #[test]
    fn no_headline_without_running_text() {
        assert_eq!(found("Bridge over the Arn to close\nWeather\nSport"), None);
        assert_eq!(found(""), None);
    }

    #[test]
    fn scripts_without_spaces_are_compared_by_pairs() {
        let text = "\u{9996}\u{9875}\u{65b0}\u{95fb}\u{4f53}\u{80b2}\u{8d22}\u{7ecf}\u{79d1}\u{6280}\n\
            \u{5e02}\u{653f}\u{5e9c}\u{5ba3}\u{5e03}\u{65b0}\u{5efa}\u{5927}\u{6865}\n".to_owned()
            + &"\u{5e02}\u{653f}\u{5e9c}\u{5468}\u{4e00}\u{5ba3}\u{5e03}\u{ff0c}\u{65b0}\u{5efa}\u{5927}\u{6865}\u{5c06}\u{5f00}\u{5de5}\u{3002}".repeat(5);
        assert_eq!(
            found(&text).as_deref(),
            Some("\u{5e02}\u{653f}\u{5e9c}\u{5ba3}\u{5e03}\u{65b0}\u{5efa}\u{5927}\u{6865}")
        );
    }

    proptest! {
        #[test]
        fn words_taken_by_blocks_are_those_of_the_parts(
            line in "([a-zA-Z0-9]{1,9} ?|[ .,]|\u{e9}|\u{130}|\u{2019}|\u{5206}|[a-z]{60,70}|-[a-z]{63}){0,30}"
        ) {
            let (mut found, mut expected) = (Vec::new(), Vec::new());
            long_words(&line, |word| found.push(word));
            for part in line.split(|c: char| c.is_ascii() && !c.is_ascii_alphanumeric()) {
                wide_words(part, &mut |word| expected.push(word));
            }
            prop_assert_eq!(found, expected);
        }
    }
}
