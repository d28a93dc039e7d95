//! Reads each short line once: what it can be in the head, body or foot of a comment.
//!
//! Separate from the grammars, which only combine these cues, so that a new
//! platform costs no second look at the text.

use super::Mark;
use super::affix::{self, Affixes};
use super::borders::{self, Header};
use super::byline;
use super::controls;
use super::glance::Look;
use super::name::Signs;
use super::words::words;
use super::{broken, glance, name, parse, placeholder};
use crate::dates::{self, LineDate};
use crate::label::{ChromeKind, Label};
use crate::rules::{Hit, Strength};
use crate::segment::{Bullet, Line, Shape, lower_into};
use crate::span::Span;

/// Lines longer than this many bytes are no heads; pingbacks carry a whole headline.
const HEAD_BYTES: usize = 240;
/// Least likeness of a line that may stand as a name.
pub(super) const NAME: f32 = 0.3;

/// A date in a head: place in the page's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Date {
    pub span: Span,
    pub time: bool,
    pub relative: bool,
    /// A day without a year or a time: `May 18`.
    pub partial: bool,
}

/// What a line can be.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Kind {
    /// Running text, or nothing that a head is made of.
    #[default]
    Text,
    /// Can be a name; how much so.
    Name(f32),
    /// Nothing but a date.
    Date,
    /// A name and a date.
    NameDate,
    /// A name and a verb of saying, perhaps a date.
    Says,
    /// A subject with a score, as Slashdot prints above the name.
    Subject,
    /// The verb alone, where an extractor broke the line.
    Verb,
    /// `Reply to X`; the name may stand on the next line.
    ReplyTo,
    /// `Author`, `Guest`.
    Role,
    /// A number alone: votes or an anchor.
    Number(i64),
    /// Likes, points, edit remark.
    Mark(Box<Mark>),
    /// A button of a comment.
    Button,
    /// Signs only.
    Sign,
    /// Opens a thread.
    Header(Header),
    /// The form for a new comment.
    Form,
    /// What stands below threads.
    Foot,
}

/// One line as the grammars see it.
#[derive(Clone, Debug, Default)]
pub(super) struct Cue {
    pub kind: Kind,
    pub name: Option<Span>,
    pub date: Option<Date>,
    pub reply_to: Option<Span>,
    /// What stands around the name.
    pub affixes: Affixes,
    /// The name is introduced by `by`, `von`, `posted by`.
    pub by: bool,
    /// A colon follows that: `Posted by: Vera`.
    pub colon: bool,
    /// It is `submitted by`.
    pub submitted: bool,
    /// A colon or another sure sign follows the verb.
    pub sure: bool,
    /// Since when and how much the member writes stands behind the name.
    pub member: bool,
    /// The verb is GitHub's.
    pub commented: bool,
    /// The name carries its number, as on Slashdot.
    pub numbered: bool,
    /// The sign of who posted stands behind the date, as boards in Japan print it.
    pub posted: bool,
    /// Brackets stand around the name and the date.
    pub bracketed: bool,
    /// Name and date are set apart by a bullet sign, as Disqus prints them.
    pub dotted: bool,
    /// The name stands behind the date, and only a sign between them.
    pub apart: bool,
    /// The line is an item of a list.
    pub listed: bool,
    /// Sentences or many words: somebody wrote this.
    pub prose: bool,
    /// It stands where a comment was.
    pub placeholder: bool,
}

impl Cue {
    pub(super) fn is_name(&self) -> bool {
        matches!(self.kind, Kind::Name(likeness) if likeness >= NAME)
    }

    /// `#12` alone.
    pub(super) fn is_hash(&self) -> bool {
        self.kind == Kind::Sign && self.affixes.number.is_some()
    }

    /// Lines that a comment's frame is made of besides name and date.
    pub(super) fn is_control(&self) -> bool {
        matches!(self.kind, Kind::Button | Kind::Mark(_) | Kind::Number(_) | Kind::Sign)
    }

    pub(super) fn ends_thread(&self) -> bool {
        matches!(self.kind, Kind::Form | Kind::Foot)
    }
}

/// Reads all lines of a page.
pub(super) fn read(text: &str, lines: &[Line], hits: &[Hit], dates: &[LineDate]) -> Vec<Cue> {
    let mut told: Vec<Option<Label>> = vec![None; lines.len()];
    for hit in hits {
        let at = hit.line as usize;
        let (Some(slot), Some(line)) = (told.get_mut(at), lines.get(at)) else { continue };
        let whole = hit.span.len() * 10 >= line.body.len() * 7;
        let speaks = match hit.label {
            Label::CommentControl | Label::Chrome(ChromeKind::CommentForm) => whole,
            Label::Chrome(_) => whole && hit.strength == Strength::Sure,
            _ => false,
        };
        if speaks {
            *slot = Some(hit.label);
        }
    }
    let mut low = String::new();
    let dates = dates.iter().chain(std::iter::repeat(&LineDate::Unsought));
    let mut cues = Vec::new();
    cues.resize_with(lines.len(), Cue::default);
    for (((cue, line), told), date) in cues.iter_mut().zip(lines).zip(told).zip(dates) {
        if let Some(day) = day(text, line) {
            *cue = day;
            continue;
        }
        take(text, line, told, date, &mut low, cue);
        cue.listed = line.bullet.is_some() || is_lettered(text, line);
    }
    numbers_of_comments(&mut cues);
    broken::join(text, lines, &mut cues);
    for at in 1..cues.len() {
        match cues.get(at).map(|cue| &cue.kind) {
            Some(Kind::Header(Header::Counted(_))) => {
                count_of_answers(text, lines, at, &mut cues);
            }
            // A number is a name where a verb follows it.
            Some(Kind::Verb) => {
                if let (Some(cue), Some(line)) = (cues.get_mut(at - 1), lines.get(at - 1))
                    && matches!(cue.kind, Kind::Number(_))
                {
                    *cue = Cue {
                        kind: Kind::Name(NAME),
                        name: Some(line.body),
                        listed: cue.listed,
                        ..Cue::default()
                    };
                }
            }
            _ => {}
        }
    }
    cues
}

/// Makes `Comment 1`, `Comment 2`, `Comment 3` the numbers of comments in place of three headers of threads.
fn numbers_of_comments(cues: &mut [Cue]) {
    let counted = |cue: &Cue| match cue.kind {
        Kind::Header(Header::Counted(count)) => Some(count),
        _ => None,
    };
    let headers: Vec<(usize, u32)> =
        cues.iter().enumerate().filter_map(|(at, cue)| Some((at, counted(cue)?))).collect();
    // A count of all may stand above the first.
    let first = headers.iter().position(|(_, count)| *count == 1).unwrap_or(headers.len());
    let row = headers.get(first..).unwrap_or_default();
    let counts_up = row.iter().zip(1..).all(|((_, count), number)| *count == number);
    if row.len() < 3 || !counts_up {
        return;
    }
    for &(at, number) in row {
        if let Some(cue) = cues.get_mut(at) {
            cue.kind = Kind::Sign;
            cue.affixes.number = Some(number.into());
        }
    }
}

/// Makes `Responses (1)` among the buttons of a comment one of them.
fn count_of_answers(text: &str, lines: &[Line], at: usize, cues: &mut [Cue]) {
    let control = |at: usize| cues.get(at).is_some_and(Cue::is_control);
    let word = || lines.get(at).map_or("", |line| line.body.of(text)).to_lowercase();
    if control(at - 1)
        && control(at + 1)
        && borders::is_ambiguous(&word())
        && let Some(cue) = cues.get_mut(at)
    {
        cue.kind = Kind::Button;
    }
}

/// A date whose day was read as the number of a list item: `28. Juli 2019`.
fn day(text: &str, line: &Line) -> Option<Cue> {
    let Some(Bullet::Number(1..=31)) = line.bullet else { return None };
    let short = line.content.len() <= 80 && dates::may_open(line.body.of(text));
    let cue = short
        .then(|| parse::dated(line.content.of(text), line.content, LineDate::Unsought, true))
        .flatten()?;
    // A name may begin like a month: `9. Marc`.
    let whole = |date: Date| date.span.start == line.content.start && !date.partial;
    cue.date.is_some_and(whole).then_some(cue)
}

/// Whether somebody wrote sentences or many words here.
const fn is_prose(line: &Line) -> bool {
    let shape = &line.shape;
    // Headlines have as many words as sentences, but capitals.
    let titled = shape.words >= 4 && shape.capitalised * 3 > shape.words * 2;
    shape.words >= 8 && !titled
        || shape.words >= 2 && shape.end.is_sentence()
        || shape.unspaced >= 8
}

/// What the line can be: most are running text or names, and need no more than a few fields of `cue`. `told` is what a
/// rule says, `date` what is known of its body's date, `low` room for the line in lower case.
fn take(
    text: &str,
    line: &Line,
    told: Option<Label>,
    date: &LineDate,
    low: &mut String,
    cue: &mut Cue,
) {
    cue.prose = is_prose(line);
    if line.body.len() > HEAD_BYTES {
        return;
    }
    let place = open_bullet(text, line);
    let body = place.of(text);
    lower_into(body, low);
    let date = if place == line.body { date } else { &LineDate::Unsought };
    if let Some(part) = part(line, body, low, place, told, date) {
        *cue = part;
    } else if name::may_be(&line.shape) {
        name(body, low, place, &line.shape, cue);
    }
}

/// What the line can be beside running text and a name alone. `body` is what it says, at `place`, `low` the same in lower
/// case.
fn part(
    line: &Line,
    body: &str,
    low: &str,
    place: Span,
    told: Option<Label>,
    date: &LineDate,
) -> Option<Cue> {
    let shape = &line.shape;
    let of = |kind| Cue { kind, ..Cue::default() };
    // In ASCII, a bar is the only one of the signs that buttons in a row are set apart by.
    let plain_text = shape.chars as usize == line.body.len();
    let Look { framed, opens } = glance::look(low, shape.separators > 0 || !plain_text);
    if framed && let Some(cue) = opening(body, low, place, opens) {
        return Some(cue);
    }
    let role = || {
        let role = if framed { words().roles.of(low) } else { None };
        let affixes = Affixes { role, ..Affixes::default() };
        role.map(|_| Cue { name: Some(place), affixes, ..of(Kind::Role) })
    };
    // Before a rule takes it for a control.
    if let Some(name) = affix::member(body) {
        let name = parse::place_of(body, name, place);
        let kind = if name.is_some() { Kind::Name(1.0) } else { Kind::Button };
        return Some(Cue { name, member: true, ..of(kind) });
    }
    if framed && controls::is_button(low) {
        return Some(Cue { date: parse::age(body, place), ..of(Kind::Button) });
    }
    // A rule may take a role for a button or for chrome.
    if let Some(role) = told.and_then(|_| role()) {
        return Some(role);
    }
    if told == Some(Label::CommentControl) {
        return Some(Cue { date: parse::age(body, place), ..of(Kind::Button) });
    }
    if framed && borders::is_form(low) || told == Some(Label::Chrome(ChromeKind::CommentForm)) {
        return Some(of(Kind::Form));
    }
    // Votes stand in each comment.
    let votes = told == Some(Label::Chrome(ChromeKind::Vote));
    if opens && borders::is_foot(low)
        || framed && controls::is_pages(low)
        || matches!(told, Some(Label::Chrome(_))) && !votes
    {
        return Some(of(Kind::Foot));
    }
    if framed {
        if !body.chars().any(char::is_alphanumeric) {
            return Some(of(Kind::Sign));
        }
        if let Some(number) = controls::number(low) {
            return Some(of(Kind::Number(number)));
        }
        if let Some(role) = role() {
            return Some(role);
        }
    }
    if votes {
        return Some(of(Kind::Sign));
    }
    if let Some(cue) = parse::scored(low) {
        return Some(cue);
    }
    if let Some(cue) = parse::says(body, low, place) {
        return Some(cue);
    }
    // A date that is not found may still be glued to a name: a capital behind a small letter.
    let camel = shape.camel > 0;
    let undated = matches!(date, LineDate::Missing) && (shape.digits == 0 || !camel);
    if undated { None } else { parse::dated(body, place, *date, camel) }
}

/// Tells of a name, if the line is like one.
fn name(body: &str, low: &str, place: Span, shape: &Shape, cue: &mut Cue) {
    let signs = Signs::of(body);
    let likeness = name::likeness(body, low, shape, signs);
    if likeness < NAME {
        return;
    }
    cue.kind = Kind::Name(likeness);
    // `Jen @ Tools and Trees` is who writes where.
    let plain_name = !signs.may_answer() || signs.has(Signs::AT) && body.contains(" @ ");
    let (name, reply_to) = if plain_name { (body, None) } else { parse::split_reply(body) };
    // `Posted by: Vera` above or below the date.
    // A single word without a colon may be part of the name: `Von Trier`.
    let several = |opening: &str, _: &str| opening.contains(' ');
    let led = signs.has(Signs::COLON) || words().bylines.strip(low, several).is_some();
    let name = if led { byline::strip(name).0 } else { name };
    // Ukrainska Pravda sets its names apart so.
    let name = name.strip_suffix(" _").unwrap_or(name);
    let mut bare = name;
    if affix::may_stand(name, signs) {
        (bare, cue.affixes) = affix::strip(name);
    }
    cue.name = parse::place_of(body, bare, place).or(Some(place));
    cue.reply_to = reply_to.and_then(|other| parse::place_of(body, other, place));
}

/// What a line is by how it opens, or as a whole: a placeholder, an answer, votes, a header, a number.
/// `opens` tells whether it may begin with one of the openings of lines.
fn opening(body: &str, low: &str, place: Span, opens: bool) -> Option<Cue> {
    let of = |kind| Cue { kind, ..Cue::default() };
    if opens && placeholder::of_line(low).is_some() {
        return Some(Cue { placeholder: true, prose: true, ..Cue::default() });
    }
    if opens && let Some(cue) = parse::reply_to(body, low, place) {
        return Some(cue);
    }
    if let Some(mark) = controls::mark(body, low, place.start, opens) {
        return Some(of(Kind::Mark(Box::new(mark))));
    }
    if let Some(header) = borders::header(low).filter(|_| !controls::is_reply_count(low)) {
        return Some(of(Kind::Header(header)));
    }
    let (number, answers) = match affix::only_number(body) {
        Some(number) => (Some(number), None),
        None => (None, Some(affix::answered_number(body)?)),
    };
    Some(Cue { affixes: Affixes { number, answers, ..Affixes::default() }, ..of(Kind::Sign) })
}

/// The body without a bullet that inscriptis prints as a letter: `o Amy says`.
fn open_bullet(text: &str, line: &Line) -> Span {
    match line.body.of(text).strip_prefix("o ") {
        Some(rest) if is_lettered(text, line) => {
            Span::new(line.body.end - rest.trim_start().len(), line.body.end)
        }
        _ => line.body,
    }
}

/// Whether the line begins with the letter that inscriptis prints as a bullet.
pub(super) fn is_lettered(text: &str, line: &Line) -> bool {
    line.bullet.is_none() && line.indent >= 4 && line.body.of(text).starts_with("o ")
}
