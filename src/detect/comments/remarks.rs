//! Signatures on pages of questions and answers: those of posts, and those of the small remarks below them.
//!
//! Separate from the layout of such a page, which only asks where they stand.

use super::collect::Source;
use super::cue::{Cue, Kind};
use super::parse;
use super::words::{ends_word, words};
use crate::dates::{self, When};
use crate::segment::{Bullet, is_unspaced};
use crate::span::Span;

/// Lines between a remark's name and its last date: the machine's date, `Commented`, the reader's date.
const DATES: usize = 4;
/// Lines that tell how much the author of a post is esteemed; some extractors break them at every number.
const ESTEEM: usize = 14;
/// Words of a remark's date, with the one that leads to it.
const REMARKED_WORDS: usize = 9;
/// Longest name in characters.
const NAME_CHARS: u32 = 60;

/// What a signature says of a post.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Deed {
    Asked,
    Answered,
    Edited,
}

/// The signature of a post: `answered Mar 4 '11 at 9:12`, the name, the esteem.
#[derive(Clone, Copy, Debug)]
pub(super) struct Signature {
    pub deed: Deed,
    pub first: usize,
    pub name: Option<Span>,
    /// Last line of date and name.
    pub head: usize,
    /// Last line of all.
    pub last: usize,
}

/// The signature of a post that begins at this line.
pub(super) fn signature(source: &Source<'_>, at: usize) -> Option<Signature> {
    let (deed, dated) = deed(source, at)?;
    let line = |at: usize| source.lines.get(at);
    let mut signature = Signature { deed, first: at, name: None, head: dated, last: dated };
    if let Some(name) = line(dated + 1).filter(|_| is_name(source, dated + 1)) {
        // Some pages print the name twice: for the picture, and for the reader.
        let again = line(dated + 2)
            .is_some_and(|next| next.body.of(source.text) == name.body.of(source.text));
        signature.name = Some(name.body);
        signature.head = dated + 1 + usize::from(again);
        signature.last = signature.head;
    }
    let esteem = signature.last + 1..signature.last + 1 + ESTEEM;
    signature.last += esteem.take_while(|&at| is_esteem(source, at)).count();
    Some(signature)
}

/// `answered Mar 4 '11 at 9:12`, or the date on the line below; with the last of the lines.
///
/// In lower case: a capital stands above the question, for how long ago that was.
fn deed(source: &Source<'_>, at: usize) -> Option<(Deed, usize)> {
    let line = source.lines.get(at).filter(|line| line.body.len() <= 80)?;
    let body = line.body.of(source.text);
    let table = words();
    let deeds = [
        (Deed::Answered, &table.answered),
        (Deed::Asked, &table.asked),
        (Deed::Edited, &table.revised),
    ];
    let (deed, rest) = deeds
        .into_iter()
        .find_map(|(deed, openings)| Some((deed, openings.strip(body, ends_word)?.1)))?;
    if rest.is_empty() {
        let below = source.cues.get(at + 1).is_some_and(|cue| cue.kind == Kind::Date);
        return below.then_some((deed, at + 1));
    }
    whole_date(rest).map(|_| (deed, at))
}

/// The date that the text is, but for words that lead to it.
fn whole_date(text: &str) -> Option<&str> {
    let found = dates::find(text).filter(|found| !matches!(found.when, When::Time(..)))?;
    let around = [text.get(..found.lead)?, text.get(found.span.end..)?];
    let bare = !around.iter().any(|part| part.contains(char::is_alphanumeric));
    if bare { text.get(found.span.start..found.span.end) } else { None }
}

fn is_name(source: &Source<'_>, at: usize) -> bool {
    let (Some(line), Some(cue)) = (source.lines.get(at), source.cues.get(at)) else { return false };
    let frame = matches!(cue.kind, Kind::Button | Kind::Form | Kind::Header(_));
    let short =
        (1..=NAME_CHARS).contains(&line.shape.chars) && !(cue.prose && line.shape.words > 4);
    short && !frame && deed(source, at).is_none()
}

/// What stands below the name of a post's author: `4,211`, `12 silver badges`, the number of remarks.
pub(super) fn is_esteem(source: &Source<'_>, at: usize) -> bool {
    let Some(line) = source.lines.get(at).filter(|line| line.body.len() <= 120) else {
        return false;
    };
    let body = line.body.of(source.text);
    let figure = |c: char| {
        c.is_ascii_digit() || c.is_whitespace() || matches!(c, ',' | '.' | 'k' | 'm' | '\u{25cf}')
    };
    body.starts_with(|c: char| c.is_ascii_digit())
        && (body.chars().all(figure) || words().badges.iter().any(|badge| body.contains(badge)))
        || is_bracket(body)
}

/// What sites with formulas print around a post for the program that sets them.
pub(super) fn is_bracket(body: &str) -> bool {
    matches!(body.trim_matches(['$', '\\']), "begingroup" | "endgroup")
}

/// A remark's signature: name and date behind a dash.
#[derive(Clone, Copy, Debug)]
pub(super) struct Signed {
    pub first: usize,
    pub last: usize,
    pub name: Option<Span>,
    pub date: Span,
    /// The signature, where it stands on the last line of the text.
    pub inline: Option<Span>,
}

/// The signature of a remark at this line.
pub(super) fn signed(source: &Source<'_>, at: usize) -> Option<Signed> {
    below(source, at).or_else(|| behind(source, at))
}

/// `It went where oil goes. \u{2013} saltlick Mar 3 '11 at 18:52`.
fn behind(source: &Source<'_>, at: usize) -> Option<Signed> {
    let line = source.lines.get(at)?;
    let content = line.content.of(source.text);
    let (dash, sign) = ["\u{2013}", " - ", "-\u{a0}"]
        .iter()
        .find_map(|sign| Some((content.rfind(sign)?, sign)))
        .filter(|(dash, _)| content.get(..*dash).is_some_and(|text| !text.trim().is_empty()))?;
    let tail = content.get(dash + sign.len()..).filter(|tail| tail.len() <= 120)?;
    let (name, date) = name_and_date(tail)?;
    let place = |part| parse::place_of(content, part, line.content);
    let inline = Some(Span::new(line.content.start + dash, line.content.end));
    Some(Signed { first: at, last: at, name: place(name), date: place(date)?, inline })
}

/// `It went where oil goes. Commented Mar 3, 2011 at 18:52`: the name is lost.
pub(super) fn remarked(source: &Source<'_>, at: usize) -> Option<Signed> {
    let line = source.lines.get(at).filter(|line| line.shape.digits > 0)?;
    let content = line.content.of(source.text);
    let mut gaps = content.rmatch_indices(' ').take(REMARKED_WORDS);
    let (start, date) = gaps.find_map(|(at, _)| {
        let tail = content.get(at + 1..)?;
        let low = tail.to_lowercase();
        let (opening, _) = words().remarked.strip(&low, ends_word)?;
        Some((at, whole_date(tail.get(opening.len()..)?)?))
    })?;
    let date = parse::place_of(content, date, line.content)?;
    let inline = Some(Span::new(line.content.start + start, line.content.end));
    Some(Signed { first: at, last: at, name: None, date, inline })
}

/// `saltlick Mar 3 '11 at 18:52`.
fn name_and_date(text: &str) -> Option<(&str, &str)> {
    let found = dates::find(text).filter(|found| found.time)?;
    let after = text.get(found.span.end..)?;
    let (name, _) = parse::strip_connectors(text.get(..found.span.start)?);
    let fits = !after.contains(char::is_alphanumeric)
        && !name.is_empty()
        && name.chars().count() <= NAME_CHARS as usize;
    fits.then_some((bare(name), text.get(found.span.start..found.span.end)?))
}

/// A name without the sign of moderators.
fn bare(name: &str) -> &str {
    name.trim_end_matches(|c: char| c.is_whitespace() || c == '\u{2666}')
}

/// `\u{2013} saltlick` or the dash alone, with the name above or below it and dates below that.
fn below(source: &Source<'_>, at: usize) -> Option<Signed> {
    let line = source.lines.get(at)?;
    let content = line.content.of(source.text);
    let dashed = matches!(line.bullet, Some(Bullet::Mark('\u{2013}' | '-')));
    let rest = match content.strip_prefix('\u{2013}') {
        Some(rest) => rest.trim_start(),
        None if dashed => line.body.of(source.text),
        None => return None,
    };
    let place = |part| parse::place_of(content, part, line.content);
    let first = |name: &str| {
        let above = at.checked_sub(1).filter(|&above| {
            source.lines.get(above).is_some_and(|line| line.body.of(source.text) == name)
        });
        above.unwrap_or(at)
    };
    if let Some((name, date)) = name_and_date(rest) {
        return Some(Signed {
            first: first(name),
            last: at,
            name: place(name),
            date: place(date)?,
            inline: None,
        });
    }
    let (name, named) = match rest {
        "" => (source.lines.get(at + 1).filter(|_| is_name(source, at + 1))?.body, at + 1),
        rest => (place(rest).filter(|_| is_name(source, at))?, at),
    };
    let name = Span::new(name.start, name.start + bare(name.of(source.text)).len());
    let mut last = named;
    let mut date = None;
    for at in named + 1..=named + DATES {
        match dated(source, at) {
            Below::Date(found) => {
                date = date.or(Some(found));
                last = at;
            }
            Below::Word => {}
            Below::Other => break,
        }
    }
    Some(Signed {
        first: first(name.of(source.text)),
        last,
        name: Some(name),
        date: date?,
        inline: None,
    })
}

/// What a line below a remark's name is.
enum Below {
    /// A date, perhaps behind `Commented`.
    Date(Span),
    /// `Commented` alone: the date stands on the next line.
    Word,
    Other,
}

fn dated(source: &Source<'_>, at: usize) -> Below {
    let (Some(cue), Some(line)) = (source.cues.get(at), source.lines.get(at)) else {
        return Below::Other;
    };
    if line.body.len() > 80 {
        return Below::Other;
    }
    let body = line.body.of(source.text);
    let low = body.to_lowercase();
    let remarked = words().remarked.strip(&low, ends_word).filter(|_| low.len() == body.len());
    let rest = remarked.and_then(|(_, rest)| body.get(body.len() - rest.len()..));
    let date = match rest {
        Some("") => return Below::Word,
        None if cue.kind == Kind::Date => cue.date.map(|date| date.span),
        rest => {
            let date = whole_date(rest.unwrap_or(body));
            date.and_then(|date| parse::place_of(body, date, line.body))
        }
    };
    date.map_or(Below::Other, Below::Date)
}

/// What stands between the remarks on a post and the next post.
pub(super) fn is_end(source: &Source<'_>, at: usize) -> bool {
    is_border(source, at) || is_foot(source, at)
}

/// The header of the answers, or what stands below the last.
pub(super) fn is_border(source: &Source<'_>, at: usize) -> bool {
    let border = |cue: &Cue| cue.ends_thread() || matches!(cue.kind, Kind::Header(_));
    source.cues.get(at).is_none_or(border) || is_header(source, at)
}

/// `21 Answers`, on some pages with the number again behind it.
pub(super) fn is_header(source: &Source<'_>, at: usize) -> bool {
    let Some(line) = source.lines.get(at).filter(|line| line.body.len() <= 40) else {
        return false;
    };
    let low = line.body.of(source.text).to_lowercase();
    let mut parts = low.split_whitespace();
    let counts = parts.next().is_some_and(|count| count.bytes().all(|b| b.is_ascii_digit()));
    counts && parts.next().is_some_and(|word| words().answers.contains(word))
}

/// The link below the remarks on a post: `add a comment`, `Show 3 more comments`.
pub(super) fn is_foot(source: &Source<'_>, at: usize) -> bool {
    let Some(line) = source.lines.get(at).filter(|line| line.body.len() <= 80) else {
        return false;
    };
    let low = line.body.of(source.text).to_lowercase();
    let low = low.trim_matches(|c: char| !c.is_alphanumeric());
    let Some((opening, rest)) = words().remarks_end.strip(low, ends_word) else { return false };
    let number =
        |at: usize| source.cues.get(at).is_some_and(|cue| matches!(cue.kind, Kind::Number(_)));
    let verb = !opening.contains(' ') && !opening.chars().any(is_unspaced);
    if verb && rest.is_empty() {
        return number(at + 1);
    }
    if verb { rest.trim_start().starts_with(|c: char| c.is_ascii_digit()) } else { rest.is_empty() }
}

/// Lines that no remark begins with: votes, signs, buttons.
pub(super) fn is_frame(cue: &Cue) -> bool {
    cue.is_control() || cue.kind == Kind::Role
}
