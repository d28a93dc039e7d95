//! Pages that are no running text: verse, rows, turns of talk, code.
//!
//! The line model has learned of news articles. What it makes of a poem or a
//! table is a guess, so such pages are recognised by their shape, flagged, and
//! (where the form is a text of its own) not cut inside. Shapes hold in every
//! language; no word lists are used. A form must make up most of the page: news
//! with a quoted stanza, one table or a list of links is news.

mod code;
mod entries;
mod lists;
mod rows;
mod speech;
mod verse;

use super::LineEvidence;
use crate::segment::Line;

/// What a page is, when it is no running text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// Hardly any text.
    Short,
    /// A list: bulleted or numbered entries, or links and nothing else.
    List,
    /// Verse.
    Poem,
    /// Entries that open with a time.
    LiveBlog,
    /// Rows of figures.
    Table,
    /// Turns of talk that open with the speaker.
    Transcript,
    /// Questions and answers in turn.
    Interview,
    /// Source code.
    Code,
}

impl Form {
    /// Whether lines are kept that the model would take out of the middle.
    #[must_use]
    pub const fn is_kept(self) -> bool {
        !matches!(self, Self::Short | Self::List)
    }
}

/// Share of the unclaimed characters that a form must span.
const MOST: f32 = 0.6;

/// Characters of a line from which on it has much of a page.
const LONG: u32 = 100;

/// The form of a page, when it is one that the model cannot judge.
#[must_use]
pub fn find(text: &str, lines: &[Line], seen: &[LineEvidence]) -> Option<Form> {
    let free = Free::of(text, lines, seen);
    if free.is_empty() {
        return None;
    }
    let is = |form: Form, test: fn(&Free<'_>) -> bool| test(&free).then_some(form);
    // What is built most strictly comes first; a short table is a table.
    is(Form::Code, code::is_code)
        .or_else(|| is(Form::Table, rows::is_table))
        .or_else(|| is(Form::LiveBlog, entries::is_live_blog))
        .or_else(|| speech::find(&free))
        .or_else(|| is(Form::Poem, verse::is_poem))
        .or_else(|| is(Form::List, lists::is_list))
        .or_else(|| is(Form::Short, lists::is_short))
}

/// The lines of a page that neither a rule for chrome nor the comment detector speaks of.
///
/// Most pages are of no form, and each test is to say so by the sums and shapes of lines, before it reads their text.
struct Free<'p> {
    text: &'p str,
    lines: Vec<&'p Line>,
    /// Characters of them all.
    chars: u32,
    /// Characters of those that read as running text.
    prose: u32,
}

impl<'p> Free<'p> {
    fn of(text: &'p str, lines: &'p [Line], seen: &[LineEvidence]) -> Self {
        let free = |i: usize| seen.get(i).is_none_or(|s| s.chrome.is_none() && s.comment.is_none());
        let mut page = Self { text, lines: Vec::with_capacity(lines.len()), chars: 0, prose: 0 };
        for (_, line) in lines.iter().enumerate().filter(|(i, _)| free(*i)) {
            page.lines.push(line);
            page.chars += length(line);
            page.prose += if is_prose(line) { length(line) } else { 0 };
        }
        page
    }

    fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// The line without its bullet.
    fn body(&self, line: &Line) -> &'p str {
        line.body.of(self.text)
    }

    /// Whether the lines from `first` to `last` make up most of the page.
    fn is_most(&self, first: usize, last: usize) -> bool {
        self.share(self.lines.get(first..=last).unwrap_or_default()) >= MOST
    }

    /// The share that these lines have of all characters.
    fn share(&self, lines: &[&Line]) -> f32 {
        ratio(lines.iter().map(|line| length(line)).sum(), self.chars)
    }

    /// Whether at least `least` lines pass the test and have at least such a share of all characters. Looks no
    /// further once the others have too many, and at the long lines first: with a few of them it is known of most pages.
    fn holds(&self, least: usize, share: f32, is: impl Fn(&Line) -> bool) -> bool {
        let (mut found, mut chars) = (0, self.chars);
        let [long, short] = [true, false]
            .map(|wanted| self.lines.iter().filter(move |line| (length(line) >= LONG) == wanted));
        for line in long.chain(short) {
            if is(line) {
                found += 1;
                continue;
            }
            chars -= length(line);
            if ratio(chars, self.chars) < share {
                return false;
            }
        }
        found >= least && ratio(chars, self.chars) >= share
    }

    /// The share that prose has of all characters.
    fn prose(&self) -> f32 {
        ratio(self.prose, self.chars)
    }
}

/// Characters; those of a script without spaces count twice, as they say more.
fn length(line: &Line) -> u32 {
    line.shape.chars + line.shape.unspaced
}

/// Whether a line reads as running text.
fn is_prose(line: &Line) -> bool {
    let shape = &line.shape;
    length(line) >= 50
        && shape.words >= 6
        && (shape.end.is_sentence() || shape.sentences > 0)
        && shape.capitalised * 3 < shape.words * 2
}

/// A share of something, 0 of nothing.
#[allow(
    clippy::cast_precision_loss,
    reason = "counts of one page, of which only the share matters"
)]
fn ratio(part: u32, whole: u32) -> f32 {
    if whole == 0 { 0.0 } else { part as f32 / whole as f32 }
}

/// A number of lines, to be compared with other counts.
fn count<T>(of: &[T]) -> u32 {
    u32::try_from(of.len()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
