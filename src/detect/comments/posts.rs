//! Posts of a board by what each has: `#1`, `#2`, `#3` on a line with hardly more than a date, or the subject with a date
//! below.
//!
//! Separate from the single heads, because boards set a table about the author
//! beside each post (rank, since when, how many posts, from where), of which
//! extractors leave lines that look like anything. What counts up through a page is
//! no accident, so the numbers tell where the posts are, and all of them together on
//! which side of the number the author stands.

use std::cmp::Reverse;
use std::ops::Range;

use foldhash::fast::FixedState;
use hashbrown::{HashMap, HashSet};

use super::collect::Source;
use super::controls;
use super::cue::{Cue, Date, Kind};
use super::cycle::is_written;
use super::heads::{Head, small};
use super::platforms::Strength;
use super::words::words;
use crate::segment::{Break, Line};
use crate::span::Span;

/// Numbers that must count up.
const FEWEST: usize = 3;
/// Lines of the table about an author at most.
const TABLE: usize = 16;
/// Characters of a line of that table at most.
const TABLE_CHARS: u32 = 40;
/// The same of a line that says who wrote: `wrote on last edited by Vera`.
const SAID_CHARS: u32 = 80;
/// Lines on the author's side of the number, next to it, that may be a date or a picture's letter.
const BETWEEN: usize = 3;
/// Bytes of a label in that table at most.
const LABEL: usize = 24;
/// What stands behind the name of the author of the first post.
const STARTERS: [&str; 3] = [" Discussion starter", " Thread starter", " Original poster"];

/// A line that each post has.
#[derive(Clone, Copy, Debug)]
struct Mark {
    at: usize,
    /// The number that it gives the post.
    number: Option<u64>,
}

/// Puts the heads that the numbers or subjects of a board show in the place of others.
pub(super) fn settle(source: &Source<'_>, heads: Vec<Head>) -> Vec<Head> {
    let mut marks = numbers(source);
    if marks.is_empty() {
        marks = subjects(source);
    }
    let (Some(first), Some(last)) = (marks.first(), marks.last()) else { return heads };
    let Some(side) = side(source, &marks).filter(|_| !is_signed(source, last.at)) else {
        return heads;
    };
    let board = Board::of(source, &marks, side);
    // Commenters repeat subjects as well, but have no tables.
    if first.number.is_none() && !board.has_tables(&marks) {
        return heads;
    }
    let found: Vec<Head> = marks
        .iter()
        .zip(ends_above(&marks))
        .enumerate()
        .map(|(i, (mark, above))| {
            let below = marks.get(i + 1).map_or(source.cues.len(), |mark| mark.at);
            board.head(*mark, above, below)
        })
        .collect();
    // Pictures of a gallery are numbered as well, and have no authors; the best of ten have names, but no dates.
    if found.iter().filter(|head| board.is_signed(head)).count() * 2 < found.len() {
        return heads;
    }
    let (Some(start), Some(end)) = (found.first(), found.last()) else { return heads };
    let start = start.first.min(small(first.at));
    let end = end.last.max(small(last.at));
    let mut all: Vec<Head> =
        heads.into_iter().filter(|head| head.last < start || head.first > end).collect();
    all.extend(found);
    all.sort_by_key(|head| head.first);
    all
}

/// For each mark the first line below the one before.
fn ends_above(marks: &[Mark]) -> impl Iterator<Item = usize> {
    std::iter::once(0).chain(marks.iter().map(|mark| mark.at + 1))
}

/// The longest row of numbers that count up, one by one but for what a page leaves out.
fn numbers(source: &Source<'_>) -> Vec<Mark> {
    let mut best: Vec<Mark> = Vec::new();
    let mut row: Vec<Mark> = Vec::new();
    for (at, cue) in source.cues.iter().enumerate() {
        let Some(number) = cue.affixes.number.filter(|_| is_mark(cue)) else { continue };
        match row.last() {
            // A post may show its number twice.
            Some(last) if last.number == Some(number) => continue,
            Some(Mark { number: Some(last), .. })
                if (1..=2).contains(&number.wrapping_sub(*last)) => {}
            _ => {
                if row.len() > best.len() {
                    best = std::mem::take(&mut row);
                }
                row.clear();
            }
        }
        row.push(Mark { at, number: Some(number) });
    }
    if row.len() > best.len() {
        best = row;
    }
    if best.len() < FEWEST { Vec::new() } else { best }
}

/// The dates below the subject of the page, which boards without numbers repeat above each post: `Re: The subject`.
fn subjects(source: &Source<'_>) -> Vec<Mark> {
    let body = |at: usize| source.lines.get(at).map_or("", |line| line.body.of(source.text));
    // Nearly all lines are told by their first byte.
    let first = |line: &Line| source.text.as_bytes().get(line.body.start).copied();
    let may_answer = |line: &Line| matches!(first(line), Some(b'R' | b'A'));
    let lines = || source.lines.iter().enumerate().filter(|(_, line)| may_answer(line));
    let answers = || lines().map(|(at, _)| at).filter(|at| is_titled(body(*at)));
    let mut counts: HashMap<&str, usize, FixedState> = HashMap::default();
    for at in answers() {
        *counts.entry(body(at)).or_default() += 1;
    }
    // Of equals the first in the alphabet.
    let most = counts.into_iter().max_by_key(|(answer, count)| (*count, Reverse(*answer)));
    let Some((answer, _)) = most.filter(|(_, count)| *count >= FEWEST) else { return Vec::new() };
    let subject = answer.split_once(':').map_or("", |(_, subject)| subject.trim_start());
    let day = |at: usize| {
        let cue = source.cues.get(at)?;
        (cue.kind == Kind::Date && cue.date.is_some_and(|date| !date.partial)).then_some(at)
    };
    let dated = |at: usize| (at + 1..=at + BETWEEN).find_map(day);
    let first = answers().next().unwrap_or(0);
    let opening = (0..first).rev().filter(|at| body(*at) == subject).find_map(dated);
    let rest = answers().filter(|at| body(*at) == answer).filter_map(dated);
    let marks: Vec<Mark> =
        opening.into_iter().chain(rest).map(|at| Mark { at, number: None }).collect();
    if marks.len() < FEWEST { Vec::new() } else { marks }
}

/// Whether a line may number a post: it holds nothing else, or a date.
fn is_mark(cue: &Cue) -> bool {
    cue.name.is_none() && matches!(cue.kind, Kind::Sign | Kind::Date)
}

/// Where the author of a post stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    /// The table, the number, the text.
    Above,
    /// The number, the table, the text.
    Below,
}

/// On which side of the numbers the authors stand; none where it does not show.
fn side(source: &Source<'_>, marks: &[Mark]) -> Option<Side> {
    let (mut above, mut below) = (0, 0);
    for mark in marks {
        let next = (mark.at + 1..).take(BETWEEN).find(|at| !is_between(source, *at));
        let Some(cue) = next.and_then(|at| source.cues.get(at)) else { continue };
        // A signature in between: the number stands below the text.
        let signed = |at: Option<usize>| {
            at.and_then(|at| source.cues.get(at)).is_some_and(|cue| cue.kind == Kind::NameDate)
        };
        if signed(mark.at.checked_sub(1)) || signed(Some(mark.at + 1)) {
            return None;
        }
        let is_named = cue.is_name();
        below += usize::from(is_named);
        above += usize::from(!is_named);
    }
    // Some posts begin with a word or two; all tables begin with a name.
    if below * 10 >= marks.len() * 9 {
        Some(Side::Below)
    } else {
        (above * 3 >= marks.len()).then_some(Side::Above)
    }
}

/// Whether the last post ends in its author and date: then the author above a number signs the post before it.
fn is_signed(source: &Source<'_>, last: usize) -> bool {
    let cue = |at: usize| source.cues.get(at);
    let post =
        (last + 1..source.cues.len()).take_while(|&at| !cue(at).is_some_and(Cue::ends_thread));
    let written = |at: usize| cue(at).is_some_and(is_written);
    let Some(date) =
        post.clone().filter(|&at| cue(at).is_some_and(|cue| cue.date.is_some())).last()
    else {
        return false;
    };
    let named = cue(date).is_some_and(|cue| cue.kind == Kind::NameDate)
        || (last + 1..date).any(|at| cue(at).is_some_and(Cue::is_name));
    named
        && cue(last + 1).is_some_and(is_written)
        && !post.skip_while(|at| *at <= date).any(written)
}

/// A line between number and author, or number and text: a date, signs, the letter that stands for a picture.
fn is_between(source: &Source<'_>, at: usize) -> bool {
    let (Some(cue), Some(line)) = (source.cues.get(at), source.lines.get(at)) else { return false };
    cue.kind == Kind::Sign || cue.kind == Kind::Date || line.shape.chars == 1
}

/// A page of posts.
struct Board<'s, 'p> {
    source: &'s Source<'p>,
    side: Side,
    /// Labels that recur: `Registered` of `Registered: 2012-09-03`.
    labels: HashSet<&'p str, FixedState>,
    /// How many lines above their numbers most tables begin.
    height: usize,
}

impl<'s, 'p> Board<'s, 'p> {
    fn of(source: &'s Source<'p>, marks: &[Mark], side: Side) -> Self {
        let mut board = Self { source, side, labels: labels(source), height: 0 };
        let mut heights = [0; TABLE + 1];
        for (mark, above) in marks.iter().zip(ends_above(marks)) {
            let first = board.table_above(mark.at, above).find(|at| board.is_author(*at));
            if let Some(count) = first.and_then(|at| heights.get_mut(mark.at - at)) {
                *count += 1;
            }
        }
        board.height = (0..heights.len()).rev().max_by_key(|at| heights.get(*at)).unwrap_or(0);
        board
    }

    /// The head of the post with this number, which stands between `above` and `below`.
    fn head(&self, mark: Mark, above: usize, below: usize) -> Head {
        let own = self.day(mark.at);
        let under = self.day(mark.at + 1);
        // A time of day may stand on a line of its own between date and number.
        let written = |at: &usize| self.cue(*at).is_some_and(|cue| cue.prose);
        let near = (above..mark.at).rev().take(2).take_while(|at| !written(at));
        let before = near.into_iter().find(|at| self.day(*at).is_some());
        let over = before.and_then(|at| self.day(at));
        let (first, last, author) = match self.side {
            Side::Above => {
                let author = self.author_above(mark.at, above);
                let first = author.map_or(mark.at, |at| self.picture(at, above));
                (first, mark.at + usize::from(own.is_none() && under.is_some()), author)
            }
            Side::Below => {
                let author = (mark.at + 1..below).take(BETWEEN).find(|at| self.is_author(*at));
                let first = before.filter(|_| own.is_none());
                let last = author.map_or(mark.at, |at| self.end_of_table(at, below));
                (first.unwrap_or(mark.at), last, author)
            }
        };
        let within = || (author? + 1..mark.at).rev().find_map(|at| self.cue(at)?.date);
        let beside = || self.day(author? + 1).filter(|_| self.side == Side::Below);
        let date = own.or(under).or(over).or_else(within).or_else(beside);
        let role = || {
            let table = author? + 1..=last;
            table.filter_map(|at| self.cue(at)).find(|cue| cue.kind == Kind::Role)?.affixes.role
        };
        Head {
            author: author.and_then(|at| self.name(at)),
            number: mark.number,
            role: role(),
            member: true,
            ..Head::on(first..=last, self.source.traits.board(), Strength::Strong).dated(date)
        }
    }

    fn cue(&self, at: usize) -> Option<&Cue> {
        self.source.cues.get(at)
    }

    fn body(&self, at: usize) -> &str {
        self.source.lines.get(at).map_or("", |line| line.body.of(self.source.text))
    }

    /// The date of a line that is nothing but one.
    fn day(&self, at: usize) -> Option<Date> {
        self.cue(at).filter(|cue| cue.kind == Kind::Date)?.date
    }

    /// The author's name in its line.
    fn name(&self, at: usize) -> Option<Span> {
        let name = self.cue(at)?.name?;
        let starts = STARTERS.iter().find_map(|role| name.of(self.source.text).strip_suffix(role));
        Some(starts.map_or(name, |rest| Span::new(name.start, name.start + rest.len())))
    }

    /// Whether a head names somebody, and tells when they wrote or at least that they did.
    fn is_signed(&self, head: &Head) -> bool {
        head.author.is_some() && (head.date.is_some() || head.lines().any(|at| self.is_said(at)))
    }

    /// Whether most posts stand below lines with labels that recur.
    fn has_tables(&self, marks: &[Mark]) -> bool {
        let has_table = |mark: &&Mark| self.table_above(mark.at, 0).any(|at| self.is_labelled(at));
        marks.iter().filter(has_table).count() * 2 > marks.len()
    }

    /// Whether a line has a label that recurs.
    fn is_labelled(&self, at: usize) -> bool {
        label(self.body(at)).is_some_and(|label| self.labels.contains(label))
    }

    /// The lines right above a number that may be a table.
    fn table_above(&self, mark: usize, above: usize) -> Range<usize> {
        let start = above.max(mark.saturating_sub(TABLE));
        (start..mark).rev().take_while(|at| self.is_table(*at)).last().unwrap_or(mark)..mark
    }

    /// The author above a number: the line before a verb, else the first line of the table that is a paragraph of
    /// its own, else the line where most tables begin: the last words of the post above may look like a name.
    fn author_above(&self, mark: usize, above: usize) -> Option<usize> {
        let table = self.table_above(mark, above);
        let mut names = table.clone().filter(|at| self.is_author(*at));
        let verb = names.clone().find(|at| self.is_said(at + 1));
        // A picture's letter stands right before the name that begins with it.
        let after_letter = table.skip(1).find(|at| self.is_after_letter(*at));
        let parted = |at: &usize| {
            self.source.lines.get(*at).is_some_and(|line| line.break_before == Break::Paragraph)
        };
        let usual = names.clone().find(|at| mark - at == self.height);
        let first = names.clone().next();
        verb.or(after_letter).or_else(|| names.find(parted)).or(usual).or(first)
    }

    /// Whether a line opens with a verb of saying: `wrote on last edited by`.
    fn is_said(&self, at: usize) -> bool {
        let low = self.body(at).to_lowercase();
        let mut ends = low.match_indices(' ').take(2).map(|(end, _)| end);
        ends.any(|end| low.get(..end).is_some_and(|verb| words().says.contains(verb)))
    }

    /// Whether the line above is the first letter of this one.
    fn is_after_letter(&self, at: usize) -> bool {
        let mut letters = at.checked_sub(1).map_or("", |at| self.body(at)).chars();
        match (letters.next(), letters.next(), self.body(at).chars().next()) {
            (Some(letter), None, Some(first)) => letter.to_lowercase().eq(first.to_lowercase()),
            _ => false,
        }
    }

    /// The first line of the author's table: a picture's letter or text may stand above the name.
    fn picture(&self, author: usize, above: usize) -> usize {
        let name = self.body(author);
        let is_picture = |at: &usize| {
            self.is_after_letter(at + 1) || self.body(*at) == name || self.is_presence(*at)
        };
        (above..author).rev().take_while(is_picture).last().unwrap_or(author)
    }

    /// Whether a line says that somebody is offline, after the letter of a picture: `W Offline`.
    fn is_presence(&self, at: usize) -> bool {
        self.body(at).split_once(' ').is_some_and(|(letter, state)| {
            letter.chars().nth(1).is_none() && controls::is_button(&state.to_lowercase())
        })
    }

    fn is_author(&self, at: usize) -> bool {
        // `Location: Denver`, `Reactions: Vera and Jonas`.
        self.cue(at).is_some_and(Cue::is_name)
            && self.body(at).chars().nth(1).is_some()
            && !self.body(at).contains(": ")
    }

    /// The last line of the table below an author: what recurs, counts, dates or has a label.
    fn end_of_table(&self, author: usize, below: usize) -> usize {
        let lines = (author + 1..below).take(TABLE).take_while(|at| self.is_table(*at));
        let tells = |at: &usize| {
            let kind = self.cue(*at).map(|cue| &cue.kind);
            matches!(kind, Some(Kind::Number(_) | Kind::Date | Kind::Role))
                || recurs(self.source, *at)
                || is_titled(self.body(*at))
                || self.is_labelled(*at)
        };
        lines.filter(tells).last().unwrap_or(author)
    }

    /// Whether a line may stand in the table about an author.
    fn is_table(&self, at: usize) -> bool {
        let (Some(cue), Some(line)) = (self.cue(at), self.source.lines.get(at)) else {
            return false;
        };
        let body = self.body(at);
        if is_titled(body) || line.shape.chars <= SAID_CHARS && self.is_said(at) {
            return true;
        }
        let short = line.shape.chars <= TABLE_CHARS && !line.shape.end.is_sentence();
        let named = cue.is_name() && line.shape.chars <= TABLE_CHARS;
        (named || short && !cue.prose)
            && match &cue.kind {
                // Rules take the table's own lines for controls; those that are buttons anywhere end a post.
                Kind::Button => {
                    cue.listed || self.is_labelled(at) || !controls::is_button(&body.to_lowercase())
                }
                Kind::Foot => recurs(self.source, at),
                Kind::Mark(_) | Kind::Header(_) | Kind::Form | Kind::ReplyTo => false,
                Kind::Says => !cue.sure,
                _ => true,
            }
    }
}

/// Whether a line is the title of the thread once more.
fn is_titled(body: &str) -> bool {
    ["Re: ", "Re : ", "Aw: ", "AW: "].iter().any(|answer| body.starts_with(answer))
}

/// The label of a line in a table: `Registered: 2012-09-03`.
fn label(body: &str) -> Option<&str> {
    let (label, value) = body.split_once(':')?;
    (label.len() <= LABEL && !value.trim().is_empty()).then_some(label)
}

/// The labels that recur on a page.
fn labels<'p>(source: &Source<'p>) -> HashSet<&'p str, FixedState> {
    let mut once: HashSet<&str, FixedState> = HashSet::default();
    let mut again = HashSet::default();
    for line in source.lines {
        if let Some(label) = label(line.body.of(source.text))
            && !once.insert(label)
        {
            again.insert(label);
        }
    }
    again
}

fn recurs(source: &Source<'_>, at: usize) -> bool {
    source.traits.recurring.get(at).is_some_and(|recurs| *recurs)
}
