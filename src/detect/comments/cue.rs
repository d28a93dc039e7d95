//! Reads each short line once: what it can be in the head, body or foot of a comment.
//!
//! Separate from the grammars, which only combine these cues, so that a new
//! platform costs no second look at the text.

use super::Mark;
use super::borders::{self, Header};
use super::controls;
use super::words::{REPLY_TO, ROLES, SAYS, SAYS_GLUED};
use super::{name, when};
use crate::label::{ChromeKind, Label};
use crate::rules::{Hit, Strength};
use crate::segment::Line;
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
    /// The verb alone, where an extractor broke the line.
    Verb,
    /// `Reply to X`; the name may stand on the next line.
    ReplyTo,
    /// `Author`, `Guest`.
    Role,
    /// A number alone: votes or an anchor.
    Number(i64),
    /// Likes, points, edit remark.
    Mark(Mark),
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
    /// The name is introduced by `by`, `von`, `posted by`.
    pub by: bool,
    /// It is `submitted by`.
    pub submitted: bool,
    /// A colon or another sure sign follows the verb.
    pub sure: bool,
    /// Name and date are set apart by a bullet sign, as Disqus prints them.
    pub dotted: bool,
    /// Sentences or many words: somebody wrote this.
    pub prose: bool,
}

impl Cue {
    pub(super) fn is_name(&self) -> bool {
        matches!(self.kind, Kind::Name(likeness) if likeness >= NAME)
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
pub(super) fn read(text: &str, lines: &[Line], hits: &[Hit]) -> Vec<Cue> {
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
    lines.iter().zip(&told).map(|(line, told)| cue(text, line, *told)).collect()
}

fn cue(text: &str, line: &Line, told: Option<Label>) -> Cue {
    let shape = &line.shape;
    let prose =
        shape.words >= 8 || shape.words >= 2 && shape.end.is_sentence() || shape.unspaced >= 8;
    let plain = Cue { prose, ..Cue::default() };
    if line.body.len() > HEAD_BYTES {
        return plain;
    }
    let place = open_bullet(text, line);
    let body = place.of(text);
    let low = body.to_lowercase();
    let of = |kind| Cue { kind, ..Cue::default() };
    if let Some(reply) = reply_to(body, &low, place) {
        return reply;
    }
    if let Some(mark) = controls::mark(body, &low, place.start) {
        return of(Kind::Mark(mark));
    }
    if let Some(header) = borders::header(&low) {
        return of(Kind::Header(header));
    }
    if controls::is_button(&low) || told == Some(Label::CommentControl) {
        return of(Kind::Button);
    }
    if borders::is_form(&low) || told == Some(Label::Chrome(ChromeKind::CommentForm)) {
        return of(Kind::Form);
    }
    if borders::is_foot(&low) || matches!(told, Some(Label::Chrome(_))) {
        return of(Kind::Foot);
    }
    if !body.chars().any(char::is_alphanumeric) {
        return of(Kind::Sign);
    }
    if let Some((number, "")) = controls::split_number(&low) {
        return of(Kind::Number(number));
    }
    if ROLES.contains(&low.as_str()) {
        return Cue { name: Some(place), ..of(Kind::Role) };
    }
    if let Some(said) = says(body, place).or_else(|| dated(body, place)) {
        return said;
    }
    match name::likeness(body, shape) {
        likeness if likeness >= NAME => {
            Cue { kind: Kind::Name(likeness), name: Some(place), ..plain }
        }
        _ => plain,
    }
}

/// The body without a bullet that inscriptis prints as a letter: `o Amy says`.
fn open_bullet(text: &str, line: &Line) -> Span {
    let lettered = line.bullet.is_none() && line.indent >= 4;
    match line.body.of(text).strip_prefix("o ") {
        Some(rest) if lettered => Span::new(line.body.end - rest.trim_start().len(), line.body.end),
        _ => line.body,
    }
}

fn sub(place: Span, start: usize, end: usize) -> Span {
    Span::new(place.start + start, place.start + end)
}

/// The span of `part`, a slice of `whole`, which stands at `place`.
fn place_of(whole: &str, part: &str, place: Span) -> Option<Span> {
    let start = (part.as_ptr() as usize).checked_sub(whole.as_ptr() as usize)?;
    (start + part.len() <= whole.len() && !part.is_empty())
        .then(|| sub(place, start, start + part.len()))
}

fn reply_to(body: &str, low: &str, place: Span) -> Option<Cue> {
    if body.len() > 120 || low.len() != body.len() {
        return None;
    }
    let opening = REPLY_TO.iter().find(|opening| low.starts_with(**opening))?;
    let rest = body.get(opening.len()..)?;
    let glued = opening.chars().next_back().is_some_and(crate::segment::is_unspaced);
    if !rest.is_empty() && !glued && !rest.starts_with([' ', ':', '\u{a0}', '@']) {
        return None;
    }
    let name =
        rest.trim_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '@' | '\u{2193}'));
    let known = matches!(
        name.to_lowercase().as_str(),
        "comment"
            | "this"
            | "this comment"
            | "this thread"
            | "thread"
            | "article"
            | "story"
            | "post"
    );
    if known || name.is_empty() && glued || name.ends_with(['.', '!', '?']) && name.len() > 20 {
        return None;
    }
    if name.split_whitespace().count() > 8 {
        return None;
    }
    let reply_to = place_of(body, name, place);
    Some(Cue { kind: Kind::ReplyTo, reply_to, ..Cue::default() })
}

/// `Name says:`, `says:`, `Name says: May 3, 2020`.
fn says(body: &str, place: Span) -> Option<Cue> {
    let bare = body.trim_end_matches(|c: char| {
        c.is_whitespace() || matches!(c, ':' | '.' | '\u{2026}' | '\u{ff1a}' | ',')
    });
    let sure = bare.len() < body.len();
    let low = bare.to_lowercase();
    if SAYS.contains(&low.as_str()) {
        return Some(Cue { kind: Kind::Verb, sure, ..Cue::default() });
    }
    if low.len() != bare.len() {
        return None;
    }
    let name_len = SAYS
        .iter()
        .filter_map(|verb| {
            low.strip_suffix(verb).filter(|rest| rest.ends_with([' ', '\u{a0}'])).map(str::len)
        })
        .min()
        .or_else(|| {
            SAYS_GLUED.iter().filter_map(|verb| low.strip_suffix(verb)).map(str::len).min()
        })?;
    let name = bare.get(..name_len)?.trim();
    let words = name.split_whitespace().count();
    // Without a colon a short line may be a sentence that an extractor broke.
    let fits = if sure { words <= 30 } else { words <= 5 && name.len() <= 60 };
    if !fits || name.is_empty() || sure && body.ends_with("...") && words > 6 {
        return None;
    }
    let name = strip_by(name).0;
    Some(Cue { kind: Kind::Says, name: place_of(body, name, place), sure, ..Cue::default() })
}

/// A date alone, or a name and a date.
fn dated(body: &str, place: Span) -> Option<Cue> {
    if body.len() > 160 {
        return None;
    }
    let found = find_date(body)?;
    let before = body.get(..found.start)?;
    let after = body.get(found.end..)?;
    let date = Date {
        span: sub(place, found.start, found.end),
        time: found.time,
        relative: found.relative,
    };
    let (name, verb) = strip_connectors(before);
    let (name, by) = strip_by(name);
    let tail = tail(after)?;
    let dotted = before.trim_end().ends_with(['\u{2022}', '\u{b7}', '\u{2219}']);
    let submitted = before.trim_start().starts_with("Submitted by");
    let cue = Cue { date: Some(date), by, submitted, sure: verb, dotted, ..Cue::default() };
    let (name, by) = match (name, tail) {
        ("", Tail::Empty) => return Some(Cue { kind: Kind::Date, ..cue }),
        ("", Tail::Name(name)) => (name, true),
        (name, Tail::Empty) => (name, by),
        _ => return None,
    };
    let (name, reply_to) = split_reply(name);
    let shape = crate::segment::Shape::of(name);
    let limit = if verb { 0.05 } else { NAME };
    if name::likeness(name, &shape) < limit && !(verb && shape.words <= 20) {
        return None;
    }
    Some(Cue {
        kind: if verb { Kind::Says } else { Kind::NameDate },
        name: place_of(body, name, place),
        reply_to: reply_to.and_then(|other| place_of(body, other, place)),
        by,
        ..cue
    })
}

/// The date of a line, also when a name is glued to it: `IreneMay 3, 2012 at 4:05 PM`.
fn find_date(body: &str) -> Option<when::When> {
    let mut previous = ' ';
    for (at, c) in body.char_indices() {
        let glued =
            c.is_uppercase() && !previous.is_whitespace() && !previous.is_uppercase() && at > 0;
        if glued {
            let found = body
                .get(at..)
                .and_then(when::find)
                .filter(|found| found.start == 0 && !found.relative);
            if let Some(found) = found {
                return Some(when::When { start: at, end: at + found.end, ..found });
            }
        }
        previous = c;
    }
    when::find(body)
}

enum Tail<'t> {
    Empty,
    Name(&'t str),
}

/// What follows a date: nothing of weight, or the name.
fn tail(after: &str) -> Option<Tail<'_>> {
    let signs = |c: char| !c.is_alphanumeric() && !matches!(c, '(' | '@');
    let rest = after.trim_matches(signs);
    let low = rest.to_lowercase();
    let first = low.split_whitespace().next().unwrap_or_default();
    if rest.is_empty()
        || controls::is_button(&low)
        || SAYS.contains(&low.as_str())
        || ROLES.contains(&low.as_str())
        || rest.bytes().all(|b| b.is_ascii_digit())
        || matches!(
            first,
            "uhr"
                | "permalink"
                | "edited"
                | "gmt"
                | "utc"
                | "link"
                | "reply"
                | "report"
                | "est"
                | "edt"
                | "pst"
                | "pdt"
                | "cet"
                | "cest"
        )
    {
        return Some(Tail::Empty);
    }
    for by in [
        "by ",
        "von ",
        "par ",
        "por ",
        "da ",
        "door ",
        "\u{43e}\u{442} ",
        "schrieb ",
        "schreibt ",
        "przez ",
        "| ",
    ] {
        if low.len() == rest.len() && low.starts_with(by) {
            let name = rest.get(by.len()..)?.trim_matches(|c: char| c.is_whitespace() || c == ':');
            return (!name.is_empty() && name.split_whitespace().count() <= 5)
                .then_some(Tail::Name(name));
        }
    }
    None
}

/// Takes `on`, `am`, bullets and verbs off the end of what stands before a date; tells whether a verb was among them.
fn strip_connectors(before: &str) -> (&str, bool) {
    const WORDS: &[&str] = &[
        "on",
        "at",
        "am",
        "le",
        "el",
        "il",
        "em",
        "op",
        "dnia",
        "den",
        "vom",
        "um",
        "posted",
        "posted on",
        "date",
        "d\u{e5}",
        "\u{e0}",
        "mon",
        "tue",
        "wed",
        "thu",
        "fri",
        "sat",
        "sun",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "mo",
        "di",
        "mi",
        "do",
        "fr",
        "sa",
        "so",
        "montag",
        "dienstag",
        "mittwoch",
        "donnerstag",
        "freitag",
        "samstag",
        "sonntag",
        "published",
        "about",
        "added",
        "via",
    ];
    let mut rest = before;
    let mut verb = false;
    loop {
        let trimmed = rest.trim_end_matches(|c: char| {
            c.is_whitespace()
                || matches!(
                    c,
                    '|' | '\u{2022}'
                        | '\u{b7}'
                        | '\u{2219}'
                        | '-'
                        | '\u{2013}'
                        | '\u{2014}'
                        | ','
                        | ':'
                        | ';'
                        | '@'
                        | '('
                        | '/'
                        | '#'
                        | '\u{ab}'
                        | '\u{bb}'
                        | '.'
                )
        });
        let at = trimmed.rfind(|c: char| c.is_whitespace()).map_or(0, |at| {
            at + trimmed.get(at..).and_then(|t| t.chars().next()).map_or(1, char::len_utf8)
        });
        let word = trimmed.get(at..).unwrap_or_default().to_lowercase();
        if SAYS.contains(&word.as_str()) {
            verb = true;
        } else if !WORDS.contains(&word.as_str()) {
            // An initial keeps its full stop: `Anna K. - May 3`.
            return (
                rest.trim_end_matches(|c: char| {
                    c.is_whitespace()
                        || matches!(
                            c,
                            '|' | '\u{2022}'
                                | '\u{b7}'
                                | '\u{2219}'
                                | '-'
                                | '\u{2013}'
                                | '\u{2014}'
                                | ','
                                | ':'
                                | ';'
                                | '@'
                                | '('
                                | '/'
                                | '#'
                                | '\u{ab}'
                                | '\u{bb}'
                        )
                })
                .trim_start_matches(|c: char| {
                    c.is_whitespace()
                        || matches!(
                            c,
                            '|' | '\u{2022}' | '\u{b7}' | '-' | '\u{2013}' | '\u{2014}' | ',' | '#'
                        )
                }),
                verb,
            );
        }
        rest = trimmed.get(..at).unwrap_or_default();
    }
}

/// Takes `by`, `posted by:` off the front of a name.
fn strip_by(name: &str) -> (&str, bool) {
    let low = name.to_lowercase();
    if low.len() == name.len() {
        for by in [
            "posted by",
            "submitted by",
            "comment by",
            "kommentar von",
            "comentario de",
            "commentaire de",
            "verfasst von",
            "geschrieben von",
            "written by",
            "r\u{e9}dig\u{e9} par",
            "by",
            "von",
            "par",
            "por",
        ] {
            if let Some(rest) =
                low.strip_prefix(by).filter(|rest| rest.starts_with([' ', ':', '\u{a0}']))
            {
                let rest = name.get(name.len() - rest.len()..).unwrap_or_default();
                return (rest.trim_start_matches(|c: char| c.is_whitespace() || c == ':'), true);
            }
        }
    }
    (name, false)
}

/// `Name > Other`: who writes, and to whom.
fn split_reply(name: &str) -> (&str, Option<&str>) {
    for arrow in [
        " > ",
        " \u{203a} ",
        " \u{25b6} ",
        " \u{2192} ",
        " \u{25b8} ",
        " replied to ",
        " in reply to ",
        " @ ",
    ] {
        if let Some((who, whom)) = name.split_once(arrow) {
            return (who.trim(), Some(whom.trim()));
        }
    }
    (name, None)
}
