//! Marks that stand between paragraphs and belong to neither side: `Advertisement`, `Article continues below`.
//!
//! Separate from the walk because they are left out of it: some page makers set
//! one after every second paragraph, and a model that sees chrome every few
//! lines takes the article for the rest of the page. Without them the page reads
//! as its author wrote it.

use std::borrow::Cow;
use std::hash::BuildHasher;

use foldhash::fast::FixedState;
use hashbrown::HashMap;

use super::assign;
use super::chain::State;
use super::features::Values;
use super::{Mode, Walk, view};
use crate::detect::{Comments, Evidence, LineEvidence};
use crate::label::ChromeKind;
use crate::rules::Strength;
use crate::segment::Line;

/// Characters from which on a line is more than a mark.
const MARK_CHARS: u32 = 90;
/// Times that a line of another kind than advertising stands in a page that sets it as a mark.
const MARK_TIMES: u32 = 4;
/// Times that are enough where running text stands between them: a menu at head and foot makes two.
const PARTED_TIMES: u32 = 3;

/// A page as the model reads it: without the lines that stand aside.
#[derive(Debug)]
pub struct Reading<'p> {
    /// The lines that are read.
    pub lines: Cow<'p, [Line]>,
    /// What is known of them; of all else only what the model looks at.
    pub evidence: Cow<'p, Evidence>,
    /// What is known of all lines of the page.
    all: &'p Evidence,
    /// For each line of the page whether it is read; empty when all are.
    read: Vec<bool>,
}

impl<'p> Reading<'p> {
    /// Sets the marks of a page aside. A page of marks alone is read as it is.
    #[must_use]
    pub fn of(text: &str, lines: &'p [Line], evidence: &'p Evidence) -> Self {
        let aside = marks(text, lines, evidence);
        if !aside.contains(&true) || !aside.contains(&false) {
            let (lines, seen) = (Cow::Borrowed(lines), Cow::Borrowed(evidence));
            return Self { lines, evidence: seen, all: evidence, read: Vec::new() };
        }
        let read: Vec<bool> = aside.iter().map(|aside| !aside).collect();
        Self {
            lines: Cow::Owned(without(lines, &read)),
            evidence: Cow::Owned(told_of(evidence, &read)),
            all: evidence,
            read,
        }
    }

    /// One entry for each line that is read of a list with one for each line of the page.
    #[must_use]
    pub fn pick<T: Copy>(&self, all: &[T]) -> Vec<T> {
        if self.read.is_empty() {
            return all.to_vec();
        }
        all.iter().zip(&self.read).filter(|(_, read)| **read).map(|(item, _)| *item).collect()
    }

    /// Place among the lines that are read of line `i` of the page; none for one that stands aside.
    #[must_use]
    pub fn place(&self, i: usize) -> Option<usize> {
        if self.read.is_empty() {
            return Some(i);
        }
        let above = self.read.get(..i)?;
        self.read.get(i)?.then(|| above.iter().filter(|read| **read).count())
    }

    /// Values for every line of the page, from those of the lines that are read.
    pub(super) fn spread_values(&self, values: Values) -> Values {
        if self.read.is_empty() { values } else { values.spread(&self.read) }
    }

    /// The walk past every line of the page, from that through the lines that are read.
    pub(super) fn spread_walk(&self, walk: Walk, mode: Mode) -> Walk {
        if self.read.is_empty() {
            return walk;
        }
        let mut steps = walk.path.iter().zip(&walk.scores).peekable();
        let (mut path, mut scores) = (Vec::new(), Vec::new());
        for (seen, read) in self.all.lines.iter().zip(&self.read) {
            if *read && let Some((state, score)) = steps.next() {
                path.push(*state);
                scores.push(*score);
            } else {
                let before = steps.peek().is_some_and(|(next, _)| **next == State::Head);
                path.push(if before { State::Head } else { State::Chrome });
                let [head, article, chrome, comment] = assign::by_itself(seen);
                // What the mode prefers is taken off again where scores are told.
                scores.push([head, article + mode.article(), chrome, comment]);
            }
        }
        Walk { path, scores }
    }
}

/// How often a line stands in a page.
#[derive(Clone, Copy, Default)]
struct Times {
    all: u32,
    /// Times with running text since the time before.
    parted: u32,
    /// Lines of running text above the last time.
    above: Option<u32>,
}

impl Times {
    fn count(&mut self, above: u32) {
        self.all += 1;
        self.parted += u32::from(self.above.replace(above) != Some(above));
    }

    const fn make_mark(self) -> bool {
        self.all >= MARK_TIMES || self.parted >= PARTED_TIMES
    }
}

/// Which lines are marks: short, surely chrome, and advertising or set many times.
fn marks(text: &str, lines: &[Line], evidence: &Evidence) -> Vec<bool> {
    let short = |line: &Line, seen: &LineEvidence| {
        line.shape.chars <= MARK_CHARS
            && seen.chrome.is_some_and(|chrome| chrome.strength == Strength::Sure)
    };
    let state = FixedState::default();
    let mut times: HashMap<u64, Times, FixedState> = HashMap::default();
    let lines = || lines.iter().zip(&evidence.lines);
    let mut keys = Vec::new();
    let mut above = 0;
    for (line, seen) in lines() {
        if short(line, seen) {
            let key = state.hash_one(line.body.of(text));
            times.entry(key).or_default().count(above);
            keys.push(key);
        } else {
            above += u32::from(
                seen.chrome.is_none() && seen.comment.is_none() && view::is_running(line),
            );
        }
    }
    let mut keys = keys.iter();
    let is_mark = |(line, seen): (&Line, &LineEvidence)| {
        let Some(key) = short(line, seen).then(|| keys.next()).flatten() else { return false };
        let advertises = seen.chrome.is_some_and(|chrome| chrome.what == ChromeKind::Ad);
        advertises || times.get(key).is_some_and(|times| times.make_mark())
    };
    lines().map(is_mark).collect()
}

/// The lines that are read; blank lines around those left out are kept.
fn without(lines: &[Line], read: &[bool]) -> Vec<Line> {
    let mut out = Vec::with_capacity(lines.len());
    let mut blanks = 0;
    for (line, read) in lines.iter().zip(read) {
        blanks = line.blank_before.max(blanks);
        if *read {
            out.push(Line { blank_before: blanks, ..line.clone() });
            blanks = 0;
        }
    }
    out
}

/// What is known of the lines that are read, and of the page as they number it.
fn told_of(evidence: &Evidence, read: &[bool]) -> Evidence {
    // For each line the number of lines read above it; one more for the end.
    let mut places = Vec::with_capacity(read.len() + 1);
    let mut place = 0;
    places.push(place);
    for read in read {
        place += u32::from(*read);
        places.push(place);
    }
    let above = |line: u32| {
        let line = usize::try_from(line).unwrap_or(usize::MAX);
        places.get(line).copied().unwrap_or(place)
    };
    let is_read = |line: u32| {
        usize::try_from(line).ok().and_then(|line| read.get(line)).copied().unwrap_or(false)
    };
    let kept = evidence.lines.iter().zip(read).filter(|(_, read)| **read);
    let title = evidence.title.filter(|title| is_read(title.line));
    let regions = evidence.regions.iter().map(|region| above(region.start)..above(region.end));
    Evidence {
        lines: kept.map(|(seen, _)| *seen).collect(),
        regions: regions.filter(|region| !region.is_empty()).collect(),
        title: title.map(|mut title| {
            title.line = above(title.line);
            title
        }),
        language: evidence.language,
        form: evidence.form,
        comments: Comments {
            forum: evidence.comments.forum,
            listing: evidence.comments.listing,
            posts: above(evidence.comments.posts.start)..above(evidence.comments.posts.end),
            ..Comments::default()
        },
        ..Evidence::default()
    }
}

#[cfg(test)]
mod tests {
    use super::Reading;
    use crate::detect::gather_text;
    use crate::label::Part;
    use crate::model::{Mode, Model};
    use crate::rules::RuleSet;
    use crate::segment::segment;

    /// A page that sets a mark after each of its paragraphs.
    fn page() -> String {
        let paragraphs = [
            "The harbour was quiet that morning, and only two boats went out to sea before noon.",
            "Their crews had been told to stay in sight of the lighthouse, the master said later.",
            "By evening the wind had turned, and the first of them came back without its nets.",
            "Nobody on the quay could say where the second one was, or why its radio stayed silent.",
        ];
        paragraphs.map(|text| format!("{text}\n\nAdvertisement\n\n")).concat()
    }

    #[test]
    fn what_parts_three_paragraphs_is_a_mark_and_a_menu_is_none() {
        let paragraph = "The harbour was quiet that morning, and only two boats went out to sea before noon, \
            with crews that had been told to stay in sight of the lighthouse.";
        let read = |mark: &str, blocks: &[&str]| {
            let blocks: Vec<&str> = blocks.iter().flat_map(|text| [*text, mark]).collect();
            let text = blocks.join("\n");
            let lines = segment(&text).lines;
            let evidence = gather_text(&text, &lines, &RuleSet::builtin());
            Reading::of(&text, &lines, &evidence).lines.len()
        };
        let mark = "Sign up for our newsletter";
        assert_eq!(read(mark, &[paragraph; 3]), 3);
        assert_eq!(read(mark, &[paragraph; 2]), 4, "at head and foot, a menu's place");
        assert_eq!(read(mark, &["Harbour", "Boats", "Lighthouse"]), 6, "no running text between");
    }

    #[test]
    fn marks_are_not_read_and_are_chrome() {
        let text = page();
        let rules = RuleSet::builtin();
        let lines = segment(&text).lines;
        let evidence = gather_text(&text, &lines, &rules);
        let reading = Reading::of(&text, &lines, &evidence);
        assert_eq!((lines.len(), reading.lines.len()), (8, 4));
        assert_eq!(reading.evidence.lines.len(), 4);
        assert_eq!((reading.place(2), reading.place(3), reading.place(9)), (Some(1), None, None));
        assert_eq!(reading.pick(&[0, 1, 2, 3, 4, 5, 6, 7]), [0, 2, 4, 6]);
        let model = Model::shipped().unwrap();
        for (line, decision) in
            model.label(&text, &lines, &evidence, Mode::Balanced).iter().enumerate()
        {
            let wanted = if line % 2 == 0 { Part::Article } else { Part::Chrome };
            assert_eq!(decision.label.part(), wanted, "line {line}: {decision:?}");
            assert!(decision.score > 0.5, "line {line}: {decision:?}");
        }
    }

    #[test]
    fn a_page_without_marks_is_read_as_it_is() {
        let text = "Home\n\nThe harbour was quiet that morning, and two boats went out.";
        let lines = segment(text).lines;
        let rules = RuleSet::builtin();
        let evidence = gather_text(text, &lines, &rules);
        let reading = Reading::of(text, &lines, &evidence);
        assert_eq!(*reading.lines, *lines);
        assert_eq!(reading.place(1), Some(1));
        assert_eq!(reading.pick(&['a', 'b']), ['a', 'b']);
    }
}
