//! Heads of comments whose date stands at their foot, or that have none: name, text, buttons, age.
//!
//! Separate from the dates above texts, because here the date ends a comment
//! and the next line that is no button names the author of the next one.

use super::author;
use super::collect::Source;
use super::controls;
use super::cue::{Cue, Kind};
use super::cycle;
use super::heads::Head;
use super::platforms::Strength;
use super::words::words;

/// Lines above the first foot among which its comment begins.
const REACH: usize = 30;
/// Dates below texts that show an order.
const LEAST: usize = 3;
/// Lines between a thread's header and its first comment.
const HEADED: usize = 6;
/// Bytes behind a date that are a button.
const LINKED: usize = 6;
/// Lines below the last comment in which its form may begin.
const FORM_REACH: usize = 12;

/// The heads of the page with those that its feet show; none when there are no feet.
///
/// `feet` are the lines that [`is_foot`] found.
pub(super) fn cycle(source: &Source<'_>, heads: &[Head], feet: &[usize]) -> Option<Vec<Head>> {
    if feet.len() < 2 {
        return None;
    }
    let (first, last) = (*feet.first()?, *feet.last()?);
    let top = opening(source, first);
    let starts = std::iter::once(top).chain(feet.iter().map(|&at| at + 1));
    let names: Vec<Option<usize>> =
        starts.zip(feet).map(|(start, &foot)| name(source, start, foot)).collect();
    let found: Vec<usize> = names.iter().flatten().copied().collect();
    let clear = found.iter().filter(|&&at| is_clear(source, at)).count();
    if found.len() * 10 < feet.len() * 8 || clear * 10 < feet.len() * 5 {
        return None;
    }
    // The date may as well open the comment below it: then one stands below the last, and none above the first.
    let border = |at: &usize| source.cues.get(*at).is_none_or(Cue::ends_thread);
    let end = (last + 1..last + 6).find(border).unwrap_or(last + 6);
    if !is_said_above(source, first) && name(source, last + 1, end).is_some() {
        return None;
    }
    let start = *found.first()?;
    let inside = |head: &&Head| head.first as usize <= last && head.last as usize >= start;
    let strong = heads.iter().filter(inside).filter(|head| head.strength == Strength::Strong);
    if strong.count() * 2 > found.len() {
        return None;
    }
    let mut out: Vec<Head> = heads.iter().filter(|head| !inside(head)).cloned().collect();
    out.extend(found.iter().map(|&at| head(source, at)));
    out.sort_by_key(|head| head.first);
    Some(out)
}

/// Whether the line looks like the name of somebody, and not like a headline.
fn is_clear(source: &Source<'_>, at: usize) -> bool {
    let Some((cue, line)) = source.cues.get(at).zip(source.lines.get(at)) else { return false };
    let few = line.shape.words <= 2 || line.shape.capitalised == line.shape.words;
    let is_role = cue.kind == Kind::Role;
    is_role || cue.is_name() && few || is_handle(line.body.of(source.text))
}

/// `minute80`, `river_rat`: no word of a language.
fn is_handle(body: &str) -> bool {
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '-');
    let odd = |c: char| c == '_' || c.is_numeric();
    body.chars().all(fits) && body.starts_with(char::is_alphabetic) && body.contains(odd)
}

/// Whether sentences stand above a date or a row of buttons.
fn is_said_above(source: &Source<'_>, foot: usize) -> bool {
    let mut above = (0..foot).rev().filter_map(|at| source.cues.get(at));
    above.find(|cue| !cue.is_control()).is_some_and(|cue| cue.prose)
}

/// A date or an age below or among the buttons of a comment.
pub(super) fn is_foot(source: &Source<'_>, at: usize) -> bool {
    let Some(cue) = source.cues.get(at) else { return false };
    let button = |at: usize| source.cues.get(at).is_some_and(|cue| cue.kind == Kind::Button);
    match cue.kind {
        Kind::Button => {
            let body = source.lines.get(at).map_or("", |line| line.body.of(source.text));
            cue.date.is_some() || controls::ends_in_age(body)
        }
        Kind::Date => {
            let relative = cue.date.is_some_and(|date| date.relative);
            relative && at.checked_sub(1).is_some_and(button)
        }
        _ => false,
    }
}

/// Whether the page shows next to no heads with a name and a date.
pub(super) fn are_undated(heads: &[Head]) -> bool {
    heads.iter().filter(|head| head.author.is_some() && head.date.is_some()).count() < LEAST
}

/// The last lines of the rows of buttons that hold a reply link.
pub(super) fn rows(source: &Source<'_>) -> Vec<usize> {
    let answers = |at: usize| {
        let body = source.lines.get(at).map_or("", |line| line.body.of(source.text)).to_lowercase();
        body.split(|c: char| !c.is_alphanumeric()).any(|word| words().reply.contains(word))
    };
    let mut rows = Vec::new();
    let mut answered = false;
    for (at, cue) in source.cues.iter().enumerate() {
        answered = answered || cue.kind == Kind::Button && answers(at);
        let ends = !source.cues.get(at + 1).is_some_and(Cue::is_control);
        if answered && ends {
            rows.push(at);
        }
        answered &= !ends;
    }
    rows
}

/// Whether such feet stand right below texts, in a thread that its header opens with a name and a text: the name of
/// each comment is then the first line below the foot of the one above.
pub(super) fn are_below(source: &Source<'_>, dates: &[usize]) -> bool {
    let Some(&first) = dates.first().filter(|_| dates.len() >= LEAST) else { return false };
    let cue = |at: usize| source.cues.get(at);
    let most = |count: usize| count * 10 >= dates.len() * 6;
    let top = opening(source, first);
    // Links to the form and the like may stand below the header.
    let mut above = (top.saturating_sub(HEADED)..top).rev().filter_map(cue);
    let headed = above.any(|cue| matches!(cue.kind, Kind::Header(_)));
    // Lists of other texts have dates below them as well, but neither buttons nor a form.
    let close = |at: &&usize| {
        let cues = [cue(**at), cue(**at + 1)];
        let date = cues[0].and_then(|cue| cue.date);
        let end = source.lines.get(**at).map_or(0, |line| line.body.end);
        cues.into_iter().flatten().any(Cue::is_control)
            || date.is_some_and(|date| date.span.end + LINKED < end)
    };
    let last = dates.last().copied().unwrap_or(first);
    let mut below = (last + 1..=last + FORM_REACH).filter_map(cue);
    let answered =
        most(dates.iter().filter(close).count()) || below.any(|cue| cue.kind == Kind::Form);
    headed
        && answered
        && name(source, top, first).is_some()
        && most(dates.iter().filter(|at| is_said_above(source, **at)).count())
}

/// The line at which the comment of the first foot may begin: below the last border above it.
fn opening(source: &Source<'_>, foot: usize) -> usize {
    let border = |at: &usize| {
        source
            .cues
            .get(*at)
            .is_some_and(|cue| matches!(cue.kind, Kind::Header(_)) || cue.ends_thread())
    };
    let least = foot.saturating_sub(REACH);
    (least..foot).rev().find(border).map_or(least, |at| at + 1)
}

/// The line of the name in a comment that ends at `foot`: the first that is no button, with text below it.
fn name(source: &Source<'_>, start: usize, foot: usize) -> Option<usize> {
    let frame = |at: &usize| {
        source
            .cues
            .get(*at)
            .is_some_and(|cue| cue.is_control() || matches!(cue.kind, Kind::Role | Kind::Foot))
    };
    let written = |at: usize| source.cues.get(at).is_some_and(cycle::is_written);
    let opens = |at: &usize| (at + 1..foot).any(written);
    let role = |at: &usize| source.cues.get(*at).is_some_and(|cue| cue.kind == Kind::Role);
    let first = (start..foot).find(|at| !frame(at)).filter(|&at| cycle::fits(source, at));
    // `Guest` is the name of one who has no other.
    first.filter(opens).or_else(|| (start..foot).find(role).filter(opens))
}

fn head(source: &Source<'_>, at: usize) -> Head {
    let (author, reply_to, affixes) = author::read(source, at);
    let facebook = source.traits.on("facebook-comments");
    // Where the author works.
    let caption = facebook
        && source.cues.get(at + 1).is_some_and(|cue| !cue.prose)
        && source.cues.get(at + 2).is_some_and(|cue| cue.prose);
    let role = |at: usize| {
        let cue = source.cues.get(at).filter(|cue| cue.kind == Kind::Role)?;
        cue.affixes.role
    };
    let below = role(at + 1);
    let role = below.or_else(|| role(at.checked_sub(1)?));
    let last = at + usize::from(caption || below.is_some());
    let platform = if facebook { "facebook-comments" } else { "generic" };
    Head {
        author,
        reply_to,
        score: affixes.score,
        number: affixes.number,
        answers: affixes.answers,
        role: affixes.role.or(role),
        bullet: source.cues.get(at).is_some_and(|cue| cue.listed),
        cycle: Some(u32::MAX),
        ..Head::on(at..=last, platform, Strength::Medium)
    }
}
