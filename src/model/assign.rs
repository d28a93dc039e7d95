//! From the chain's walk to one label a line.
//!
//! The walk says which part of the page a line belongs to; the evidence on the
//! line says which label of that part it has.

use super::chain::{STATES, Scores, State};
use super::features::{Base, Values};
use super::trust;
use crate::detect::{DateShare, Evidence, LineEvidence, title};
use crate::label::{ChromeKind, Label, Part};
use crate::rules::{RuleId, Strength};
use crate::segment::{Line, Shape};

/// The label of a line, and why.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Decision {
    /// What the line is.
    pub label: Label,
    /// The rule that speaks for it, when one does.
    pub rule: Option<RuleId>,
    /// Whose word counted most.
    pub by: Voice,
    /// How likely the part of the page is that the label belongs to, 0 to 1.
    pub score: f32,
}

/// Whose word counted most for a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Voice {
    /// A rule.
    Rules,
    /// The comment detector.
    Comments,
    /// The search for repeated lines.
    Duplicates,
    /// What the site repeats.
    Site,
    /// The lines around it, by the model.
    Model,
}

impl Voice {
    /// The name of the line model.
    pub const MODEL: &'static str = "model";

    /// The name in audit rows and explanations.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Rules => "rules",
            Self::Comments => "comments",
            Self::Duplicates => "duplicates",
            Self::Site => "site",
            Self::Model => Self::MODEL,
        }
    }
}

/// What a sure rule adds to the states of its part. The scores of a line in
/// its usual surroundings differ by 2 to 8, so that a sure rule decides unless
/// the whole page speaks against it.
const SURE: f32 = 6.0;

/// What a line that its site repeats on every page adds to the chrome.
const SITE: f32 = 9.0;
/// Weight from which on a line is claimed by the site's template.
pub(super) const CLAIMED: f32 = 0.4;

/// What is favoured when a page is walked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Favour {
    /// What running text adds to the article: in doubt it is kept. At the first look 0.7 was best of 0.2, 0.4, 0.55,
    /// 0.7, 0.85 and 1 on sources held out, by a hair.
    text: f32,
    /// What the comment detector adds to the thread, times its score: a thread is found by all of its
    /// lines together, which a walk from line to line cannot see.
    thread: f32,
}

impl Favour {
    /// The first look at a page.
    pub const USUAL: Self = Self { text: 0.7, thread: 7.0 };
    /// The second look, at pages that would lose most of their running text at the first.
    pub const TEXT: Self = Self { text: 2.0, ..Self::USUAL };
    /// The last look, at pages that would lose all of it to a thread.
    pub const NO_THREAD: Self = Self { text: 2.0, thread: 0.0 };
}

/// How much more the comment detector counts on a discussion board: there the posts are the page, and one line of a
/// post looks like one of an article.
const BOARD: f32 = 2.0;

/// Share of its running text that a page may lose without a second look.
const LOSS: f32 = 0.4;
/// Pages of so few lines have nothing around a line that could tell what it is, and what it gains there.
const FEW_LINES: usize = 3;
const ALONE: f32 = 4.0;
/// What the thread loses on pages where the comment detector finds none: letters and interviews look like
/// comments line by line.
const NO_REGION: f32 = -1.0;
/// What it loses in a list of posts, each of which looks like a comment.
const POSTS: f32 = -16.0;
/// What running text and headlines of the posts gain for the article where they are the page, and their bylines, dates
/// and links for chrome.
const POSTED: f32 = 6.0;
/// Lines below a post's headline in which its text begins.
const POST_HEAD: usize = 4;
/// Values of the features from which on a line is long enough for a headline: three words, or five characters
/// of a script without spaces.
const WORDY_TITLE: u8 = 2;
const LONG_TITLE: u8 = 2;
/// What a likely headline adds to the article.
const TITLE: f32 = 6.0;

/// Scores that are added to those of the model: what sure rules, the headline and running text decide by themselves.
#[must_use]
pub fn bonuses(evidence: &Evidence, values: &Values, favour: Favour) -> Vec<Scores> {
    let mut out: Vec<Scores> = evidence.lines.iter().map(by_itself).collect();
    let forum = evidence.comments.forum;
    let posts = &evidence.comments.posts;
    for (i, (bonus, seen)) in out.iter_mut().zip(&evidence.lines).enumerate() {
        // Where a rule is sure, it decides on boards as well.
        let is_sure = seen.chrome.is_some_and(|chrome| chrome.strength == Strength::Sure);
        let board = if forum && !is_sure { BOARD } else { 1.0 };
        match seen.comment.map(|(label, score)| (label.part(), score)) {
            Some((Part::Comment, score)) => {
                add(bonus, State::Comment, board * favour.thread * score);
            }
            Some((Part::Article, score)) => add(bonus, State::Article, favour.thread * score),
            Some((Part::Chrome, score)) if forum => {
                add(bonus, State::Head, favour.thread * score);
                add(bonus, State::Chrome, favour.thread * score);
            }
            _ => {}
        }
        if evidence.regions.is_empty() {
            add(bonus, State::Comment, NO_REGION);
        }
        let posted = u32::try_from(i).is_ok_and(|at| posts.contains(&at));
        if seen.comment.is_none() && posted {
            add(bonus, State::Comment, POSTS);
        }
        if posted && evidence.comments.listing {
            let state =
                if is_of_post(evidence, values, i) { State::Article } else { State::Chrome };
            add(bonus, state, POSTED);
        }
        if seen.chrome.is_some() || seen.comment.is_some() || seen.site >= CLAIMED {
            continue;
        }
        if evidence.lines.len() <= FEW_LINES {
            add(bonus, State::Article, ALONE);
        } else if values.get(i, Base::Prose) == Some(3) {
            add(bonus, State::Article, favour.text);
        }
    }
    // What is quoted from post to post looks like a headline.
    let is_posted = |line: &usize| {
        forum && evidence.lines.get(*line).is_some_and(|seen| seen.comment.is_some())
    };
    let title = likely_title(evidence).filter(|line| !is_posted(line));
    if let Some(bonus) = title.and_then(|line| out.get_mut(line)) {
        add(bonus, State::Article, TITLE);
    }
    out
}

/// Whether a line in a list of posts is running text or stands above some as a headline.
fn is_of_post(evidence: &Evidence, values: &Values, line: usize) -> bool {
    let free = |at: usize| {
        let seen = evidence.lines.get(at);
        seen.is_some_and(|seen| seen.chrome.is_none() && seen.site < CLAIMED)
    };
    let told = |at: usize| free(at) && values.get(at, Base::Prose).is_some_and(|prose| prose > 1);
    told(line) || may_be_title(evidence, values, line) && (line + 1..=line + POST_HEAD).any(told)
}

/// Index of the line that is likely the headline.
#[must_use]
pub fn likely_title(evidence: &Evidence) -> Option<usize> {
    named_title(evidence).filter(|_| evidence.title.is_some_and(|t| t.score >= title::LIKELY))
}

/// Index of the line that the headline detector names.
#[must_use]
pub fn named_title(evidence: &Evidence) -> Option<usize> {
    evidence.title.and_then(|title| usize::try_from(title.line).ok())
}

/// Whether a line may be a headline that the detector does not name: three words or more of which nothing is
/// known, neither a date nor a byline nor a menu entry.
#[must_use]
pub fn may_be_title(evidence: &Evidence, values: &Values, line: usize) -> bool {
    let value = |base| values.get(line, base).unwrap_or(0);
    let long = if value(Base::Script) == 2 {
        value(Base::Length) >= LONG_TITLE
    } else {
        value(Base::Words) >= WORDY_TITLE
    };
    long && evidence.lines.get(line).is_some_and(|seen| {
        seen.chrome.is_none() && seen.cue.is_none() && seen.date != DateShare::All
    })
}

/// Whether a walk takes away most of the running text that no rule and no thread claims.
///
/// Nearly every page of a news dump holds an article; a walk that finds none in the text there is has more
/// likely met a layout it does not know.
#[must_use]
pub fn loses_text(evidence: &Evidence, values: &Values, path: &[State]) -> bool {
    let (mut all, mut kept) = (0.0, 0.0);
    for (i, (seen, state)) in evidence.lines.iter().zip(path).enumerate() {
        let running = values.get(i, Base::Prose).is_some_and(|prose| prose >= 2);
        if running && seen.chrome.is_none() && seen.comment.is_none() && seen.site < CLAIMED {
            let length = f32::from(values.get(i, Base::Length).unwrap_or(0));
            all += length;
            kept += if *state == State::Article { length } else { 0.0 };
        }
    }
    kept < all * (1.0 - LOSS)
}

/// What sure rules and the site's template decide for a line, whatever stands around it.
#[must_use]
pub fn by_itself(evidence: &LineEvidence) -> Scores {
    let mut bonus = [0.0; STATES];
    add(&mut bonus, State::Head, SITE * evidence.site);
    add(&mut bonus, State::Chrome, SITE * evidence.site);
    if evidence.chrome.is_some_and(|chrome| chrome.strength == Strength::Sure) {
        add(&mut bonus, State::Head, SURE);
        add(&mut bonus, State::Chrome, SURE);
    }
    if let Some(cue) = evidence.cue.filter(|cue| cue.strength == Strength::Sure) {
        match cue.what.part() {
            Part::Article => add(&mut bonus, State::Article, SURE),
            Part::Comment => add(&mut bonus, State::Comment, SURE),
            Part::Chrome => {}
        }
    }
    bonus
}

fn add(scores: &mut Scores, state: State, score: f32) {
    if let Some(slot) = scores.get_mut(state as usize) {
        *slot += score;
    }
}

/// Characters from which on a line without sentence end is no heading.
const HEADING_CHARS: u32 = 140;
/// Lines to each side that are asked for the kind of a chrome line that no rule knows.
const KIND_REACH: usize = 6;

/// Labels for every line; `states` holds the probability of each state on each line.
#[must_use]
pub fn assign(
    lines: &[Line],
    evidence: &Evidence,
    values: &Values,
    path: &[State],
    states: &[Scores],
) -> Vec<Decision> {
    let title = title(lines, evidence, values, path);
    let page = Page { lines, evidence, values, path, title };
    (0..lines.len()).map(|i| page.decide(i, states.get(i).copied().unwrap_or_default())).collect()
}

/// The label of one line of [`assign`], on a page with this headline; for asking what it would be on another path.
#[must_use]
pub fn assign_one(
    lines: &[Line],
    evidence: &Evidence,
    values: &Values,
    path: &[State],
    title: Option<usize>,
    (line, states): (usize, Scores),
) -> Decision {
    Page { lines, evidence, values, path, title }.decide(line, states)
}

struct Page<'p> {
    lines: &'p [Line],
    evidence: &'p Evidence,
    values: &'p Values,
    path: &'p [State],
    title: Option<usize>,
}

impl Page<'_> {
    fn decide(&self, i: usize, states: Scores) -> Decision {
        let none = LineEvidence::default();
        let evidence = self.evidence.lines.get(i).unwrap_or(&none);
        let (label, rule, by) = match self.path.get(i) {
            Some(State::Article) => self.article(i, evidence),
            Some(State::Comment) => Self::comment(evidence),
            Some(State::Head | State::Chrome) | None => self.chrome(i, evidence),
        };
        Decision { label, rule, by, score: trust::of_part(states, label.part()) }
    }

    fn value(&self, i: usize, base: Base) -> u8 {
        self.values.get(i, base).unwrap_or(0)
    }

    fn article(&self, i: usize, evidence: &LineEvidence) -> (Label, Option<RuleId>, Voice) {
        let plain = |label| (label, None, Voice::Model);
        if self.title == Some(i) {
            return plain(Label::Title);
        }
        let Some(line) = self.lines.get(i) else { return plain(Label::Paragraph) };
        if let Some(cue) = evidence.cue
            && cue.what.part() == Part::Article
            && self.value(i, Base::Prose) < 3
        {
            return (cue.what, Some(cue.rule), Voice::Rules);
        }
        if evidence.date == DateShare::All {
            return plain(Label::Dateline);
        }
        if line.bullet.is_some() {
            return plain(Label::List);
        }
        if is_heading(&line.shape) && self.opens_prose(i) {
            return plain(Label::Heading);
        }
        plain(Label::Paragraph)
    }

    /// Whether the next line of the article is longer than this one and reads as prose.
    fn opens_prose(&self, i: usize) -> bool {
        let next = (i + 1..self.path.len()).find(|&n| self.path.get(n) == Some(&State::Article));
        next.is_some_and(|n| {
            self.value(n, Base::Prose) >= 1
                || self.value(n, Base::Length) > self.value(i, Base::Length)
        })
    }

    fn comment(evidence: &LineEvidence) -> (Label, Option<RuleId>, Voice) {
        if let Some(chrome) = evidence.chrome
            && chrome.strength == Strength::Sure
            && !matches!(evidence.comment, Some((Label::CommentBody, _)))
        {
            return (Label::Chrome(chrome.what), Some(chrome.rule), Voice::Rules);
        }
        if let Some((label, _)) = evidence.comment {
            let rule = evidence.cue.filter(|cue| cue.what == label).map(|cue| cue.rule);
            return (label, rule, Voice::Comments);
        }
        match evidence.cue {
            Some(cue) if cue.what.part() == Part::Comment => {
                (cue.what, Some(cue.rule), Voice::Rules)
            }
            _ => (Label::CommentBody, None, Voice::Model),
        }
    }

    fn chrome(&self, i: usize, evidence: &LineEvidence) -> (Label, Option<RuleId>, Voice) {
        if let Some(chrome) = evidence.chrome {
            return (Label::Chrome(chrome.what), Some(chrome.rule), Voice::Rules);
        }
        if let Some((Label::Chrome(kind), _)) = evidence.comment {
            return (Label::Chrome(kind), None, Voice::Comments);
        }
        if evidence.site >= CLAIMED {
            return (Label::Chrome(self.kind_around(i)), None, Voice::Site);
        }
        if self.value(i, Base::Repeats) >= 2 && self.value(i, Base::Words) >= 3 {
            return (Label::Chrome(ChromeKind::Duplicate), None, Voice::Duplicates);
        }
        let kind =
            if self.value(i, Base::Prose) >= 2 { ChromeKind::Other } else { self.kind_around(i) };
        (Label::Chrome(kind), None, Voice::Model)
    }

    /// The kind that rules give to the nearest chrome line of the same block; menus before the article, other after.
    fn kind_around(&self, i: usize) -> ChromeKind {
        let above = i.saturating_sub(KIND_REACH)..i;
        let below = (i + 1).min(self.lines.len())..self.lines.len().min(i + 1 + KIND_REACH);
        let above = self.nearest_kind(i, above.rev());
        let below = self.nearest_kind(i, below);
        match (above, below) {
            (Some((far, _)), Some((near, kind))) if near < far => kind,
            (Some((_, kind)), _) | (None, Some((_, kind))) => kind,
            (None, None) if self.path.get(i) == Some(&State::Head) => ChromeKind::Nav,
            (None, None) => ChromeKind::Other,
        }
    }

    /// The kind that rules give to the first of these lines, as long as they are chrome of the same block as line `i`,
    /// and how many stand before it.
    fn nearest_kind(
        &self,
        i: usize,
        lines: impl Iterator<Item = usize>,
    ) -> Option<(usize, ChromeKind)> {
        let block = self.lines.get(i)?.block;
        for (before, at) in lines.enumerate() {
            let (line, seen) = (self.lines.get(at)?, self.evidence.lines.get(at)?);
            if line.block != block || !matches!(self.path.get(at)?, State::Head | State::Chrome) {
                return None;
            }
            if let Some(chrome) = seen.chrome {
                return Some((before, chrome.what));
            }
        }
        None
    }
}

fn is_heading(shape: &Shape) -> bool {
    shape.chars <= HEADING_CHARS
        && !(shape.end.is_sentence() && shape.words > 12)
        && shape.words > 0
}

/// The headline: the line that the detector names when it is article; else, of the article's lines before
/// its first prose, the one with the most words that is neither byline, date nor caption.
#[must_use]
pub fn title(
    lines: &[Line],
    evidence: &Evidence,
    values: &Values,
    path: &[State],
) -> Option<usize> {
    if let Some(named) = named_title(evidence).filter(|&i| path.get(i) == Some(&State::Article)) {
        return Some(named);
    }
    let mut best: Option<(u32, usize)> = None;
    for (i, line) in lines.iter().enumerate() {
        if path.get(i) != Some(&State::Article) {
            continue;
        }
        if values.get(i, Base::Prose).is_none_or(|p| p >= 2) || !is_heading(&line.shape) {
            break;
        }
        let seen = evidence.lines.get(i).copied().unwrap_or_default();
        let named = seen.cue.is_some_and(|cue| cue.what.part() == Part::Article);
        if !named
            && seen.date != DateShare::All
            && best.is_none_or(|(words, _)| line.shape.words > words)
        {
            best = Some((line.shape.words, i));
        }
    }
    best.map(|(_, i)| i)
}
