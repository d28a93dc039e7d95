//! The values of one line: each count or share as the step of a scale that it reaches.
//!
//! Apart from the view, because the scales are what a model is trained on: any
//! change here takes a new training.

use super::{Block, FAR, PageView, Sums};
use crate::detect::{DateShare, LineEvidence};
use crate::label::{ChromeKind, Label};
use crate::model::features::{Base, VALUES};
use crate::rules::Strength;
use crate::segment::{Bullet, End, Line, Shape};

/// How many of some thresholds, in order, each value up to the last of them reaches.
struct Scale<const VALUES: usize>([u8; VALUES]);

impl<const VALUES: usize> Scale<VALUES> {
    const fn new(thresholds: &[u32]) -> Self {
        let (mut steps, mut value, mut step) = ([0; VALUES], 0, 0);
        while value < VALUES {
            while (step as usize) < thresholds.len() && thresholds[step as usize] as usize <= value
            {
                step += 1;
            }
            steps[value] = step;
            value += 1;
        }
        Self(steps)
    }

    /// The last value is that of all above.
    #[inline]
    fn at(&self, value: u32) -> u8 {
        self.0[(value as usize).min(VALUES - 1)]
    }
}

/// Number of values that a scale of these thresholds has to know.
const fn known(thresholds: &[u32]) -> usize {
    match thresholds.last() {
        Some(last) => *last as usize + 1,
        None => 1,
    }
}

/// How many of the thresholds a value reaches: one load in place of a comparison with each.
macro_rules! step {
    ($value:expr, [$($threshold:literal),+]) => {{
        const THRESHOLDS: &[u32] = &[$($threshold),+];
        static SCALE: Scale<{ known(THRESHOLDS) }> = Scale::new(THRESHOLDS);
        SCALE.at($value)
    }};
    // The same as the value of a feature that has as many.
    ($row:expr, $base:ident, $value:expr, [$($threshold:literal),+]) => {{
        const { assert!([$($threshold),+].len() < Base::$base.size()) };
        $row.0[Base::$base as usize] = step!($value, [$($threshold),+]);
    }};
}

/// The values of a line while they are put together.
struct Row<'r>(&'r mut [u8; VALUES]);

impl Row<'_> {
    /// A value past the feature's last counts as the last.
    #[allow(clippy::cast_possible_truncation, reason = "no feature has more than 256 values")]
    fn set(&mut self, base: Base, value: u8) {
        if let Some(slot) = self.0.get_mut(base as usize) {
            *slot = value.min((base.size() - 1) as u8);
        }
    }

    /// Length and make of the text.
    fn form(&mut self, line: &Line) {
        let shape = &line.shape;
        let length = shape.chars + shape.unspaced;
        step!(self, Length, length, [4, 10, 20, 32, 48, 70, 100, 150, 230, 380, 700]);
        step!(self, Words, shape.words, [2, 3, 4, 6, 9, 14, 25]);
        self.set(Base::LineEnd, shape.end as u8);
        let bulleted = match line.bullet {
            None => 0,
            Some(Bullet::Mark(_)) => 1,
            Some(Bullet::Number(_)) => 2,
        };
        self.set(Base::Bulleted, bulleted);
        let start = match (shape.starts_lower, shape.starts_quote) {
            (true, _) => 1,
            (false, true) => 2,
            (false, false) => 0,
        };
        self.set(Base::Start, start);
    }

    /// Shares of kinds of letters and words.
    fn letters(&mut self, shape: &Shape) {
        self.set(
            Base::Capitalised,
            share(shape.capitalised, shape.words, &[0.02, 0.15, 0.35, 0.6, 0.9]),
        );
        self.set(Base::Upper, share(shape.upper, shape.letters, &[0.001, 0.06, 0.2, 0.7]));
        self.set(
            Base::ShortWords,
            share(shape.short_words, shape.words, &[0.001, 0.08, 0.16, 0.24, 0.32, 0.42]),
        );
        self.set(Base::Digits, share(shape.digits, shape.chars, &[0.001, 0.03, 0.1, 0.25, 0.5]));
    }

    /// Counts of signs and seams.
    fn signs(&mut self, shape: &Shape) {
        step!(self, Separators, shape.separators, [1, 2, 3, 6]);
        step!(self, Camel, shape.camel, [1, 2, 4]);
        step!(self, Symbols, shape.symbols, [1, 2, 4]);
        step!(self, Commas, shape.commas, [1, 2, 4]);
        step!(self, Sentences, shape.sentences, [1, 2, 3, 5]);
    }

    /// What the words say, as far as it shows without knowing them.
    fn words(&mut self, text: &str, line: &Line) {
        let shape = &line.shape;
        let body = line.body.of(text);
        let script = if shape.unspaced * 2 > shape.letters {
            2
        } else {
            u8::from(first_letter(body).is_some_and(|c| !is_latin(c)))
        };
        self.set(Base::Script, script);
        self.set(Base::Address, u8::from(has_address(body)));
        self.set(Base::Name, u8::from(looks_like_name(line)));
    }

    /// What the detectors say of the line.
    fn evidence(&mut self, evidence: &LineEvidence) {
        let sure = |strength| u8::from(strength == Strength::Sure);
        let chrome =
            evidence.chrome.map_or(0, |seen| 1 + seen.what as u8 * 2 + sure(seen.strength));
        self.set(Base::Chrome, chrome);
        let cue =
            evidence.cue.map_or(0, |seen| 1 + label_number(seen.what) * 2 + sure(seen.strength));
        self.set(Base::Cue, cue);
        self.set(Base::Comment, comment_value(evidence));
        let date = match evidence.date {
            DateShare::None => 0,
            DateShare::Some => 1,
            DateShare::All => 2,
        };
        self.set(Base::Date, date);
    }
}

impl PageView<'_> {
    /// The values that all lines of the page have in common; zero for all others.
    pub(in crate::model) fn common(&self) -> [u8; VALUES] {
        let mut row = [0; VALUES];
        self.page(&mut Row(&mut row));
        row
    }

    /// Writes the values of line `i` over those that are [common](Self::common).
    pub(in crate::model) fn row(&self, i: usize, line: &Line, row: &mut [u8; VALUES]) {
        let mut row = Row(row);
        row.form(line);
        row.letters(&line.shape);
        row.signs(&line.shape);
        row.words(self.text, line);
        if let Some(evidence) = self.evidence.lines.get(i) {
            row.evidence(evidence);
            self.tongue(&mut row, evidence);
        }
        self.margins(&mut row, i, line);
        self.place(&mut row, i);
        self.block(&mut row, i);
        self.nearby_prose(&mut row, i);
        self.nearby_sums(&mut row, i);
    }

    /// Indentation and blank lines, against the neighbours.
    #[allow(clippy::cast_possible_truncation, reason = "at most 3")]
    fn margins(&self, row: &mut Row<'_>, i: usize, line: &Line) {
        let previous = i.checked_sub(1).and_then(|p| self.lines.get(p));
        let next = self.lines.get(i + 1);
        step!(row, Indent, u32::from(line.indent), [1, 3, 5, 9, 17]);
        let indent_before = previous.map_or(line.indent, |p| p.indent);
        row.set(
            Base::IndentStep,
            1 + u8::from(line.indent > indent_before) - u8::from(line.indent < indent_before),
        );
        let blank_after = next.is_none_or(|n| n.blank_before > 0);
        row.set(Base::Blanks, line.blank_before.min(3) as u8 * 2 + u8::from(blank_after));
    }

    /// Where in the page the line stands, and where else.
    #[allow(clippy::cast_possible_truncation, reason = "a page has fewer than 2^32 lines")]
    fn place(&self, row: &mut Row<'_>, i: usize) {
        let total = &self.total;
        let before = self.sums.get(i).unwrap_or(total);
        row.set(Base::LinePlace, place(i as u32, self.lines.len() as u32));
        let prose_place = if total.prose_chars == 0 {
            11
        } else {
            place(before.prose_chars, total.prose_chars).min(10)
        };
        row.set(Base::ProsePlace, prose_place);
        let repeats = match self.repeats.get(i).copied().unwrap_or((1, true)) {
            (0 | 1, _) => 0,
            (_, true) => 1,
            (2, false) => 2,
            _ => 3,
        };
        row.set(Base::Repeats, repeats);
        row.set(Base::Title, self.title.get(i).copied().unwrap_or(0));
        row.set(Base::CommentPlace, self.comment_place(i as u32));
    }

    /// The block of lines around the line.
    #[allow(clippy::cast_possible_truncation, reason = "a page has fewer than 2^32 lines")]
    fn block(&self, row: &mut Row<'_>, i: usize) {
        let Block { first, last, mean } = self.blocks.get(i).copied().unwrap_or_default();
        step!(row, BlockLines, last + 1 - first, [2, 3, 5, 10, 25]);
        let place = match (i as u32 == first, i as u32 == last) {
            (true, true) => 0,
            (true, false) => 1,
            (false, false) => 2,
            (false, true) => 3,
        };
        row.set(Base::BlockPlace, place);
        step!(row, BlockLength, mean, [12, 20, 32, 60, 110, 200]);
    }

    /// Prose in the line, near it and how far from it.
    #[allow(clippy::cast_possible_truncation, reason = "a page has fewer than 2^32 lines")]
    fn nearby_prose(&self, row: &mut Row<'_>, i: usize) {
        row.set(Base::Prose, self.prose.get(i).copied().unwrap_or(0));
        let since = self.last_prose.get(i).copied().unwrap_or(FAR);
        let until = self.next_prose.get(i).copied().unwrap_or(FAR);
        row.set(Base::SinceProse, distance(since, i as u32));
        row.set(Base::UntilProse, distance(until, i as u32));
    }

    /// Prose, chrome, cues of comments and short lines around the line.
    fn nearby_sums(&self, row: &mut Row<'_>, i: usize) {
        let sums = |line: usize| self.sums.get(line).unwrap_or(&self.total);
        let (here, next) = (sums(i), sums(i + 1));
        let (near, far) =
            ([sums(i.saturating_sub(3)), sums(i + 4)], [sums(i.saturating_sub(10)), sums(i + 11)]);
        // Of the lines to each side, without the line itself.
        let prose = |[from, to]: [&Sums; 2]| {
            (to.prose_chars - from.prose_chars) - (next.prose_chars - here.prose_chars)
        };
        let chrome =
            |[from, to]: [&Sums; 2]| (to.chrome - from.chrome) - (next.chrome - here.chrome);
        step!(row, ProseNear, prose(near), [1, 80, 200, 450, 900, 1800]);
        step!(row, ProseFar, prose(far), [1, 150, 400, 900, 2000, 4000]);
        step!(row, ChromeNear, chrome(near), [1, 2, 3, 5]);
        step!(row, ChromeFar, chrome(far), [1, 3, 5, 8, 13]);
        step!(row, CuesAhead, sums(i + 13).cues - next.cues, [1, 2, 4, 7]);
        step!(row, CuesBehind, here.cues - sums(i.saturating_sub(12)).cues, [1, 2, 4, 7]);
        let run = self.short_run.get(i).copied().unwrap_or(0);
        step!(row, ShortRun, u32::from(run), [1, 3, 6, 12, 25]);
    }

    /// What kind of page it is.
    #[allow(clippy::cast_possible_truncation, reason = "a page has fewer than 2^32 lines")]
    fn page(&self, row: &mut Row<'_>) {
        let total = &self.total;
        let count = self.lines.len() as u32;
        step!(row, PageLength, total.chars / count.max(1), [18, 28, 42, 65, 120]);
        row.set(Base::PageChrome, share(total.chrome, count, &[0.001, 0.05, 0.1, 0.2, 0.35]));
        step!(row, PageLines, count, [4, 12, 30, 80, 250]);
        step!(row, PageProse, total.full_prose, [1, 3, 7, 15, 30]);
    }

    /// Function words, and what persons they speak of.
    fn tongue(&self, row: &mut Row<'_>, evidence: &LineEvidence) {
        let tongue = evidence.tongue;
        if let Some(density) = tongue.density() {
            let density = u32::from(density);
            row.set(Base::Function, 1 + step!(density, [1, 8, 16, 24, 32, 40, 50]));
            let usual = self.prose_density;
            let shares = [0.01, 0.3, 0.6, 0.85, 1.15];
            row.set(
                Base::FunctionShare,
                if usual == 0 { 0 } else { 1 + share(density, usual, &shares) },
            );
        }
        step!(row, FirstPerson, u32::from(tongue.first_person), [1, 2, 4]);
        step!(row, SecondPerson, u32::from(tongue.second_person), [1, 2, 4]);
    }

    /// 0: the page has no comment region; 1: before, 2: inside, 3: within five lines after, 4: later.
    fn comment_place(&self, i: u32) -> u8 {
        let regions = &self.evidence.regions;
        if regions.is_empty() {
            return 0;
        }
        // They are in order and do not overlap: of those that begin above, only the last can hold the line.
        let begun = regions.partition_point(|r| r.start <= i);
        match begun.checked_sub(1).and_then(|last| regions.get(last)) {
            None => 1,
            Some(r) if i < r.end => 2,
            Some(r) if i < r.end + 5 => 3,
            Some(_) => 4,
        }
    }
}

fn comment_value(evidence: &LineEvidence) -> u8 {
    let Some((label, score)) = evidence.comment else { return 0 };
    let sort = match label {
        Label::CommentHead => 0,
        Label::CommentBody => 1,
        Label::CommentControl => 2,
        Label::Chrome(ChromeKind::CommentForm) => 3,
        // What the detector says of a board's first post is added to the scores.
        _ => return 0,
    };
    1 + sort * 2 + u8::from(score >= 0.5)
}

/// Number of a label that is no chrome, in the order of the enum.
fn label_number(label: Label) -> u8 {
    match label {
        Label::Title => 0,
        Label::Byline => 1,
        Label::Dateline => 2,
        Label::Heading => 3,
        Label::Paragraph => 4,
        Label::List => 5,
        Label::Caption => 6,
        Label::CommentHead => 7,
        Label::CommentBody => 8,
        Label::CommentControl | Label::Chrome(_) => 9,
    }
}

fn has_address(line: &str) -> bool {
    let bytes = line.as_bytes();
    memchr::memchr2(b'@', b'/', bytes).is_some()
        && (line.contains("://") || line.contains("www.") || line.contains('@'))
}

/// A few capitalised words without digits and sentence end.
fn looks_like_name(line: &Line) -> bool {
    let shape = &line.shape;
    (1..=4).contains(&shape.words)
        && shape.capitalised == shape.words
        && shape.digits == 0
        && shape.separators == 0
        && shape.chars <= 40
        && shape.end == End::Open
}

fn first_letter(line: &str) -> Option<char> {
    line.chars().find(|c| c.is_alphabetic())
}

fn is_latin(c: char) -> bool {
    matches!(c, 'A'..='Z' | 'a'..='z' | '\u{aa}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}')
}

#[allow(clippy::cast_precision_loss, reason = "counts of one line are far below 2^23")]
fn share(part: u32, whole: u32, thresholds: &[f32]) -> u8 {
    let share = if whole == 0 { 0.0 } else { part as f32 / whole as f32 };
    thresholds.iter().map(|&t| u8::from(share >= t)).sum()
}

/// Twelve places in a whole; the first and the last two are narrow, because heads and feet are.
fn place(at: u32, whole: u32) -> u8 {
    let permille = u64::from(at) * 1000 / u64::from(whole.max(1));
    step!(
        u32::try_from(permille).unwrap_or(1000),
        [20, 50, 100, 200, 300, 450, 600, 700, 800, 900, 960]
    )
}

/// Distance to a line, in nine steps; 8 for none.
fn distance(line: u32, i: u32) -> u8 {
    if line == FAR { 8 } else { step!(line.abs_diff(i), [1, 2, 3, 5, 8, 14, 30]) }
}
