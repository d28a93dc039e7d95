//! Heads whose single line an extractor broke at its links, put together again.
//!
//! Separate from the reading of lines, because these pieces mean something
//! only together: `by` / `name` / `( 1234 )` / `writes:`.

use super::affix;
use super::byline;
use super::cue::{Cue, Kind};
use super::parse;
use super::shared;
use super::words::words;
use crate::dates::{self, When};
use crate::segment::Line;
use crate::span::Span;

/// Bytes of a time of day on a line of its own at most.
const HOUR: usize = 24;
/// Bytes of words that link a name to a date at most.
const LINK: usize = 24;
/// Lines of a broken subject: title, bracket, `Score:`, figure, bracket.
const SUBJECT: usize = 6;

/// Puts broken heads together: the pieces of one become parts that the collector knows.
pub(super) fn join(text: &str, lines: &[Line], cues: &mut [Cue]) {
    let body = |at: usize| lines.get(at).map_or("", |line| line.content.of(text));
    for at in 1..lines.len() {
        // A signature's date stands a line or two below its name.
        let dated = |at: usize| cues.get(at).is_some_and(|cue| cue.kind == Kind::Date);
        let signs = dated(at + 1) || dated(at + 2);
        if !signs
            && !may_join(at, cues)
            && !lines.get(at - 1).is_some_and(|line| may_lead(text, line))
        {
            continue;
        }
        signature(text, lines, at, cues);
        place(text, lines, at, cues);
        author_table(body(at - 1), at, cues);
        link_in(text, lines, at, cues);
        if body(at - 1).len() <= 40 {
            in_pieces(text, lines, at - 1, cues);
            hour_below(text, lines, at - 1, cues);
        }
        let posted = cues.get(at).is_some_and(|cue| cue.by && cue.date.is_some());
        if posted && body(at - 1).starts_with("Re: ") {
            subject(at - 1, cues);
        }
        let scored = cues.get(at - 1).is_some_and(|cue| cue.kind == Kind::Subject && cue.numbered);
        let name = lines.get(at).filter(|_| scored).and_then(|line| nameless(text, line));
        if let (Some(name), Some(cue)) = (name, cues.get_mut(at)) {
            *cue = Cue { kind: Kind::Says, name: Some(name), by: true, ..Cue::default() };
        }
        if body(at - 1) != "by" || !is_user_number(body(at + 1)) {
            continue;
        }
        let name = lines.get(at).map(|line| line.body);
        let mut set = |at: usize, cue: Cue| {
            if let Some(slot) = cues.get_mut(at) {
                *slot = cue;
            }
        };
        let piece = |kind: Kind| Cue { kind, ..Cue::default() };
        set(at - 1, piece(Kind::Subject));
        set(at, Cue { name, numbered: true, by: true, sure: true, ..piece(Kind::Says) });
        set(at + 1, piece(Kind::Verb));
        let score = (at.saturating_sub(SUBJECT)..at).find(|&line| body(line) == "Score:");
        if let Some(score) = score {
            for line in score.saturating_sub(2)..at {
                set(line, piece(Kind::Subject));
            }
        }
    }
}

/// Whether the line at `at` and the one above may be pieces of one thing by what they are: most are not.
fn may_join(at: usize, cues: &[Cue]) -> bool {
    let opens = |cue: &Cue| matches!(cue.kind, Kind::ReplyTo | Kind::Date | Kind::Subject);
    let goes_on = |cue: &Cue| cue.by || matches!(cue.kind, Kind::Date | Kind::Number(_));
    cues.get(at - 1).is_some_and(opens) || cues.get(at).is_some_and(goes_on)
}

/// Whether the line may be a label or a word that leads to what stands below it.
fn may_lead(text: &str, line: &Line) -> bool {
    let content = line.content;
    text.as_bytes().get(..content.end).is_some_and(|above| above.ends_with(b":"))
        || content.len() == 2 && content.of(text) == "by"
}

/// Lines that link a name to its date, at most: `Vera` / `,` / `wrote` / `on` / `May 3, 2008`.
const LINKS: usize = 3;

/// `Vera` / `on` / `May 3, 2008`, `Vera` / `said on` / `May 3, 2008`: what links a name to its date is nobody's name.
fn link_in(text: &str, lines: &[Line], date: usize, cues: &mut [Cue]) {
    let cue = |at: usize| cues.get(at).map(|cue| &cue.kind);
    if cue(date) != Some(&Kind::Date) {
        return;
    }
    let links = |at: &usize| match (cue(*at), lines.get(*at)) {
        (Some(Kind::Verb | Kind::Sign), _) => true,
        (Some(Kind::Name(_) | Kind::Text | Kind::Foot), Some(line)) if line.body.len() <= LINK => {
            let link = unbracketed(line.body.of(text));
            parse::strip_connectors(link).0.is_empty() || affix::is_home(link)
        }
        _ => false,
    };
    let above = (date.saturating_sub(LINKS)..date).rev().take_while(links).last().unwrap_or(date);
    let named = above.checked_sub(1).and_then(cue);
    if !matches!(named, Some(Kind::Name(_) | Kind::Role)) {
        return;
    }
    for at in above..date {
        let (Some(cue), Some(line)) = (cues.get_mut(at), lines.get(at)) else { return };
        if !matches!(cue.kind, Kind::Verb | Kind::Sign) {
            let (_, says) = parse::strip_connectors(unbracketed(line.body.of(text)));
            let kind = if says { Kind::Verb } else { Kind::Sign };
            *cue = Cue { kind, ..Cue::default() };
        }
    }
}

/// `Posted by` / `Vera` / `on May 3, 2008`, with the name at `at`; what links it to its date may stand on a line between.
fn signature(text: &str, lines: &[Line], at: usize, cues: &mut [Cue]) {
    let plain = |at: usize| {
        cues.get(at).is_some_and(|cue| matches!(cue.kind, Kind::Name(_) | Kind::Text | Kind::Verb))
    };
    let body = |at: usize| {
        lines.get(at).filter(|line| line.body.len() <= LINK).map(|line| line.body.of(text))
    };
    let dated = |at: usize| cues.get(at).is_some_and(|cue| cue.kind == Kind::Date);
    let links = |at: usize| {
        dated(at + 1)
            && cues.get(at).is_some_and(|cue| cue.kind == Kind::Sign || plain(at))
            && body(at).is_some_and(|body| parse::strip_connectors(body).0.is_empty())
    };
    let name = lines.get(at).filter(|line| line.shape.chars <= 60).map(|line| line.body);
    let named = cues.get(at).is_some_and(|cue| cue.is_name() || matches!(cue.kind, Kind::Role));
    let leads = || {
        body(at - 1).map(str::to_lowercase).filter(|low| low.contains(' ') && byline::is_whole(low))
    };
    if !named || !plain(at - 1) || !dated(at + 1) && !links(at + 1) {
        return;
    }
    let Some(low) = leads() else { return };
    if let Some(cue) = cues.get_mut(at - 1) {
        let submitted = words().submitted.open(&low);
        *cue =
            Cue { by: true, submitted, listed: cue.listed, kind: Kind::Subject, ..Cue::default() };
    }
    if let Some(cue) = cues.get_mut(at).filter(|cue| cue.kind != Kind::Role) {
        *cue = Cue {
            name: cue.name.or(name),
            kind: Kind::Name(1.0),
            affixes: cue.affixes,
            ..Cue::default()
        };
    }
    if let Some(cue) = cues.get_mut(at + 1).filter(|cue| cue.kind != Kind::Date) {
        *cue = Cue { kind: Kind::Sign, ..Cue::default() };
    }
}

/// `Vera` / `of Perth` / `May 3, 2008`: where she lives, with the line at `at`, stands between a name and its date.
fn place(text: &str, lines: &[Line], at: usize, cues: &mut [Cue]) {
    let cue = |at: usize| cues.get(at).map(|cue| &cue.kind);
    let named = matches!(cue(at - 1), Some(Kind::Name(_)));
    let plain = matches!(cue(at), Some(Kind::Name(_) | Kind::Text));
    let Some(line) = lines.get(at).filter(|line| line.shape.chars <= 40) else { return };
    let body = line.content.of(text);
    let opens = shared::PLACES.iter().any(|sign| body.starts_with(sign.trim_start()));
    if named
        && plain
        && opens
        && cue(at + 1) == Some(&Kind::Date)
        && let Some(cue) = cues.get_mut(at)
    {
        *cue = Cue { kind: Kind::Sign, ..Cue::default() };
    }
}

/// The word in `) am`, where a bracket about the name was broken off.
fn unbracketed(link: &str) -> &str {
    link.trim_matches(|c: char| matches!(c, '(' | ')') || c.is_whitespace())
}

/// `Posted by:` / `Vera` / `|` / `May 3, 2008`; `In reply to` / `Title` / `by Vera`.
fn in_pieces(text: &str, lines: &[Line], at: usize, cues: &mut [Cue]) {
    let Some(place) = lines.get(at).map(|line| line.body) else { return };
    let name = lines.get(at + 1).filter(|line| line.shape.chars <= 60).map(|line| line.body);
    let kind = |at: usize| cues.get(at).map(|cue| &cue.kind);
    let dated = |at: usize| kind(at) == Some(&Kind::Date);
    let body = place.of(text);
    if body.ends_with(':') && byline::is_alone(&body.to_lowercase()) {
        let split = kind(at + 2) == Some(&Kind::Sign);
        if !dated(at + 2 + usize::from(split)) || name.is_none() {
            return;
        }
        if let Some(cue) = cues.get_mut(at) {
            *cue = Cue {
                by: true,
                colon: true,
                listed: cue.listed,
                kind: Kind::Subject,
                ..Cue::default()
            };
        }
        if let Some(cue) = cues.get_mut(at + 1) {
            *cue = Cue { name, kind: Kind::Name(1.0), ..Cue::default() };
        }
    }
    let asks = cues.get(at).is_some_and(|cue| cue.kind == Kind::ReplyTo && cue.reply_to.is_none());
    let by = lines.get(at + 2).filter(|_| asks && name.is_some()).map(|line| line.body);
    let by = by.and_then(|line| byline::name(line.of(text), line));
    if let Some(by) = by {
        if let Some(cue) = cues.get_mut(at) {
            cue.reply_to = Some(by);
        }
        for cue in cues.iter_mut().skip(at + 1).take(2) {
            *cue = Cue { kind: Kind::Sign, ..Cue::default() };
        }
    }
}

/// `by Anonymous Coward` below a scored subject: who has no account has no number.
fn nameless(text: &str, line: &Line) -> Option<Span> {
    let short = line.shape.words <= 5 && line.shape.digits == 0;
    line.body.of(text).strip_prefix("by ").filter(|_| short)?;
    byline::name(line.body.of(text), line.body)
}

/// A day, and the time of day on the line below: `May 3, 2019` / `| 4:05 PM`.
fn hour_below(text: &str, lines: &[Line], at: usize, cues: &mut [Cue]) {
    let whole = |cue: &&Cue| {
        cue.kind == Kind::Date
            && cue.date.is_some_and(|date| !date.time && !date.relative && !date.partial)
    };
    let below = lines.get(at + 1).filter(|line| line.body.len() <= HOUR && line.shape.digits > 0);
    // A signature in pieces is read as one or not at all: `by` / `Vera` / `on` / `May 3, 2019`.
    let above = at.checked_sub(1).and_then(|above| lines.get(above));
    let linked = at.checked_sub(1).and_then(|above| cues.get(above));
    let led = || {
        !linked.is_some_and(|cue| cue.kind == Kind::Sign)
            && above.is_some_and(|line| words().connectors.contains(line.body.of(text)))
    };
    let Some(line) = cues.get(at).filter(whole).and(below).filter(|_| !led()) else { return };
    let body = line.body.of(text);
    let Some(found) = dates::find(body).filter(|found| matches!(found.when, When::Time(..))) else {
        return;
    };
    let around = [body.get(..found.lead), body.get(found.span.end..)];
    let bare = around.into_iter().flatten().all(|part| !part.contains(char::is_alphanumeric));
    if !bare || line.bullet.is_some() {
        return;
    }
    if let Some(date) = cues.get_mut(at).and_then(|cue| cue.date.as_mut()) {
        date.span = Span::new(date.span.start, line.body.start + found.span.end);
        date.time = true;
    }
    if let Some(cue) = cues.get_mut(at + 1) {
        *cue = Cue { kind: Kind::Sign, ..Cue::default() };
    }
}

/// phpBB's title above the head of a post.
fn subject(at: usize, cues: &mut [Cue]) {
    if let Some(cue) = cues.get_mut(at) {
        *cue = Cue { kind: Kind::Subject, listed: cue.listed, ..Cue::default() };
    }
}

/// `Joined` / `May 3, 2010`, `Messages` / `1,234`: a row of the table that a board prints of an author.
fn author_table(label: &str, at: usize, cues: &mut [Cue]) {
    let value = |cue: &Cue| matches!(cue.kind, Kind::Date | Kind::Number(_));
    let row = match label {
        "Joined" => cues.get(at).is_some_and(|cue| cue.kind == Kind::Date),
        "Messages" | "Reaction score" | "Points" | "Solutions" | "Trophy points" | "Age" => {
            cues.get(at).is_some_and(|cue| matches!(cue.kind, Kind::Number(_)))
        }
        // `Rejestracja:` / `2 maja 2019`.
        _ if label.ends_with(':') && label.len() <= 40 => {
            cues.get(at).is_some_and(value)
                && words()
                    .button_openings
                    .strip(&label.to_lowercase(), |_, rest| rest.is_empty())
                    .is_some()
        }
        _ => false,
    };
    for cue in cues.iter_mut().skip(at - 1).take(if row { 2 } else { 0 }) {
        *cue = Cue { kind: Kind::Button, ..Cue::default() };
    }
}

/// `( 547041 )`: what Slashdot prints behind a name.
fn is_user_number(line: &str) -> bool {
    let inner = line.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')).map(str::trim);
    inner.is_some_and(|digits| digits.len() >= 2 && digits.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::is_user_number;

    #[test]
    fn user_numbers() {
        assert!(is_user_number("( 547041 )") && is_user_number("(99)"));
        assert!(!is_user_number("(Score:") && !is_user_number("547041"));
    }
}
