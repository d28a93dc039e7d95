//! Heads that only their repetition shows: a date alone on its line, again and again, with a name above or below it.
//!
//! Separate from the single heads, because here the page as a whole tells on
//! which side of the date the name stands; a name that looks like none, a
//! guest's head without one and a platform's odd head are then read like the rest.

use std::ops::Range;

use foldhash::fast::FixedState;
use hashbrown::{HashMap, HashSet};

use super::affix::Affixes;
use super::author;
use super::collect::Source;
use super::cue::{Cue, Kind, NAME};
use super::foot;
use super::heads::Head;
use super::name::{self, Signs};
use super::platforms::Strength;
use super::region::{GAP, HEADER_REACH};
use crate::segment::Shape;
use crate::span::Span;

/// Longest line in characters that may be a name because all others there are.
const NAME_CHARS: u32 = 60;
/// Most words of such a line.
const NAME_WORDS: u32 = 8;
/// Lines between a name and its date: role, votes, whom it answers.
const BETWEEN: usize = 5;

/// Where the names of a cycle stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Above,
    Below,
}

/// Adds the heads that the cycles of a page show, and marks those of one cycle.
pub(super) fn settle(source: &Source<'_>, heads: Vec<Head>) -> Vec<Head> {
    // One look at the lines; most pages have neither.
    let (mut dates, mut feet) = (Vec::new(), Vec::new());
    let mut verbs = 0;
    for (at, cue) in source.cues.iter().enumerate() {
        verbs += usize::from(cue.kind == Kind::Verb);
        if matches!(cue.kind, Kind::Date | Kind::Button) {
            if is_date(cue) {
                dates.push(at);
            }
            if foot::is_foot(source, at) {
                feet.push(at);
            }
        }
    }
    if let Some(found) = foot::cycle(source, &heads, &feet) {
        return found;
    }
    if source.traits.header {
        let rows = if foot::are_undated(&heads) { foot::rows(source) } else { Vec::new() };
        let mut feet = runs(source, &dates).into_iter().chain([rows.as_slice()]);
        let below = feet.find(|feet| foot::are_below(source, feet));
        if let Some(found) = below.and_then(|feet| foot::cycle(source, &heads, feet)) {
            return found;
        }
    }
    // Those print their dates below texts, or beside signatures.
    let otherwise = source.traits.said
        || source.traits.signed
        || verbs >= 2
        || source.traits.on("stack-exchange");
    if dates.len() < 2 || source.traits.wpdiscuz || otherwise {
        return heads;
    }
    let mut rest = heads.into_iter().peekable();
    let mut out: Vec<Head> = Vec::new();
    for (number, run) in runs(source, &dates).into_iter().enumerate() {
        let number = u32::try_from(number).unwrap_or(u32::MAX);
        let Some(found) = cycle(source, run, number) else { continue };
        let (Some(first), Some(last)) = (found.first(), found.last()) else { continue };
        while let Some(head) = rest.next_if(|head| head.last < first.first) {
            out.push(head);
        }
        let mut within = Vec::new();
        while let Some(head) = rest.next_if(|head| head.first <= last.last) {
            within.push(head);
        }
        merge(source.text, within, found, &mut out);
    }
    out.extend(rest);
    out
}

/// A line that is nothing but a whole date.
fn is_date(cue: &Cue) -> bool {
    cue.kind == Kind::Date && cue.date.is_some_and(|date| !date.partial)
}

/// The dates in runs that can be one thread.
fn runs<'d>(source: &Source<'_>, dates: &'d [usize]) -> Vec<&'d [usize]> {
    let mut runs = Vec::new();
    let mut start = 0;
    for next in 1..=dates.len() {
        let apart = match (dates.get(next - 1), dates.get(next)) {
            (Some(&a), Some(&b)) => splits(source, a + 1..b),
            _ => true,
        };
        if apart {
            runs.extend(dates.get(start..next));
            start = next;
        }
    }
    runs
}

/// Whether a thread ends between two dates.
fn splits(source: &Source<'_>, between: Range<usize>) -> bool {
    if between.len() > GAP {
        return true;
    }
    let recurs = |at: usize| source.traits.recurring.get(at).is_some_and(|recurs| *recurs);
    let mut forms = 0;
    let mut feet = 0;
    for at in between {
        match source.cues.get(at).map(|cue| &cue.kind) {
            Some(Kind::Header(_)) if !recurs(at) => return true,
            Some(Kind::Foot) if !recurs(at) => feet += 1,
            Some(Kind::Form) => forms += 1,
            _ => {}
        }
    }
    forms >= 2 || feet >= 1
}

/// The heads of one run of dates, if they repeat.
fn cycle(source: &Source<'_>, dates: &[usize], number: u32) -> Option<Vec<Head>> {
    let dates = alike(source, dates);
    let headed = dates.first().is_some_and(|&first| is_headed(source, first));
    let dates = if headed { dates } else { without_article(source, dates) };
    if dates.len() < if headed { 2 } else { 3 } {
        return None;
    }
    let side = side(source, dates)?;
    let mut found: Vec<Head> = dates.iter().map(|&at| head(source, at, side, number)).collect();
    if side == Side::Above {
        answered(source, &mut found);
    }
    let ends = found.iter().skip(1).map(|head| head.first as usize);
    let ends = ends.chain([source.cues.len()]);
    let written = found.iter().zip(ends).filter(|(head, end)| {
        let mut lines = head.last as usize + 1..*end;
        lines.any(|at| source.cues.get(at).is_some_and(is_written))
    });
    (written.count() * 10 >= found.len() * 7).then_some(found)
}

/// The dates without those at either end that are written otherwise than most: bylines and footers.
fn alike<'d>(source: &Source<'_>, dates: &'d [usize]) -> &'d [usize] {
    let forms: Vec<String> = dates.iter().map(|&at| form(source, at)).collect();
    let mut counts: HashMap<&str, usize, FixedState> = HashMap::default();
    for form in &forms {
        *counts.entry(form).or_insert(0) += 1;
    }
    // Of equals the first one on the page wins.
    let count = |form: &String| counts.get(form.as_str()).copied().unwrap_or(0);
    let Some(most) = forms.iter().rev().max_by_key(|form| count(form)) else { return dates };
    if count(most) * 10 < forms.len().saturating_sub(2) * 8 || count(most) < 2 {
        return dates;
    }
    let first = forms.iter().position(|form| form == most).unwrap_or(0);
    let last = forms.iter().rposition(|form| form == most).unwrap_or(0);
    dates.get(first..=last).unwrap_or(dates)
}

/// How the date at `at` is written: digits and letters in a row count as one.
fn form(source: &Source<'_>, at: usize) -> String {
    let date = source.cues.get(at).and_then(|cue| cue.date);
    if date.is_some_and(|date| date.relative) {
        return String::new();
    }
    let mut out = String::new();
    for c in date.map_or("", |date| date.span.of(source.text)).chars() {
        let c = match c {
            '0'..='9' => '0',
            c if c.is_alphabetic() => 'a',
            c if c.is_whitespace() => ' ',
            c => c,
        };
        if !out.ends_with(c) {
            out.push(c);
        }
    }
    out
}

/// Two names above a date, the lower of them an author from above: who writes, and to whom.
fn answered(source: &Source<'_>, heads: &mut [Head]) {
    let mut authors: HashSet<&str, FixedState> = HashSet::default();
    for head in heads {
        let name = head.author.map_or("", |name| name.of(source.text));
        let cue = |up: usize| source.cues.get((head.first as usize).checked_sub(up)?);
        // Not the last words of the comment above, which end in a button.
        let framed = cue(2).is_some_and(|cue| cue.is_control() || cue.kind == Kind::Foot);
        let above = cue(1).filter(|cue| cue.is_name() && framed && authors.contains(name));
        // A single letter is the picture of who has none.
        let writer = above.and_then(|cue| cue.name);
        if let Some(writer) = writer.filter(|name| name.of(source.text).chars().count() > 1) {
            head.reply_to = head.author.replace(writer);
            head.first -= 1;
        }
        authors.extend(head.author.map(|name| name.of(source.text)));
    }
}

/// Whether a thread's header stands right above.
fn is_headed(source: &Source<'_>, first: usize) -> bool {
    let above = source.cues.get(first.saturating_sub(HEADER_REACH)..first).unwrap_or_default();
    let mut above = above.iter().rev().take_while(|cue| cue.kind != Kind::Text || !cue.prose);
    above.any(|cue| matches!(cue.kind, Kind::Header(_)))
}

/// Somebody wrote this: no control, no border.
pub(super) fn is_written(cue: &Cue) -> bool {
    cue.placeholder || matches!(cue.kind, Kind::Text | Kind::Name(_))
}

/// The dates without the first when what follows it is far longer than any comment: the article's own.
fn without_article<'d>(source: &Source<'_>, dates: &'d [usize]) -> &'d [usize] {
    let words = |a: usize, b: usize| -> u32 {
        source.lines.get(a..b).unwrap_or_default().iter().map(|line| line.shape.words).sum()
    };
    let gap = |pair: &[usize]| match *pair {
        [a, b] => words(a, b),
        _ => 0,
    };
    let first = dates.windows(2).next().map_or(0, gap);
    let longest = dates.windows(2).skip(1).map(gap).max().unwrap_or(0);
    // A form between the article and its comments, but not between the comments.
    let form = |pair: &[usize]| match *pair {
        [a, b] => source.cues.get(a..b).is_some_and(|cues| cues.iter().any(Cue::ends_thread)),
        _ => false,
    };
    let formed = dates.windows(2).next().is_some_and(form) && !dates.windows(2).skip(1).any(form);
    if formed || first > 120 && first > longest * 2 {
        dates.get(1..).unwrap_or_default()
    } else {
        dates
    }
}

/// The side of the dates on which most names stand.
fn side(source: &Source<'_>, dates: &[usize]) -> Option<Side> {
    let share = |side: Side| {
        let lines: Vec<usize> = dates.iter().filter_map(|&at| name_at(source, at, side)).collect();
        let counted = counts_up(source, &lines);
        let mut names: Vec<&str> = lines
            .into_iter()
            .filter(|&at| counted || is_clear(source, at))
            .filter_map(|at| Some(source.lines.get(at)?.body.of(source.text)))
            .collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        // The same words at each date are a button.
        if names.len() * 3 > count { count } else { 0 }
    };
    let (above, below) = (share(Side::Above), share(Side::Below));
    let enough = |count: usize| count * 10 >= dates.len() * 6;
    let first = below > above || below == above && source.traits.date_first;
    match (enough(above), enough(below)) {
        (_, true) if first => Some(Side::Below),
        (true, _) => Some(Side::Above),
        (false, true) => Some(Side::Below),
        (false, false) => None,
    }
}

/// Whether the lines begin with numbers that count up or down: `1 Vera`, `2 Jonas`, `3 river rat`.
fn counts_up(source: &Source<'_>, lines: &[usize]) -> bool {
    let number = |at: &usize| {
        let body = source.lines.get(*at)?.body.of(source.text);
        let (number, name) = body.split_once(' ')?;
        let number: u32 = number.parse().ok()?;
        name.starts_with(char::is_alphabetic).then_some(number)
    };
    let numbers: Vec<u32> = lines.iter().filter_map(number).collect();
    let steps = numbers.windows(2).filter(|pair| matches!(pair, [a, b] if a.abs_diff(*b) == 1));
    lines.len() >= 3 && numbers.len() == lines.len() && (steps.count() + 1) * 10 >= lines.len() * 8
}

/// Whether the line is a name by its own looks: `Vera`, `Guest`, `2 - Vera`, `vera@example.org OP`.
fn is_clear(source: &Source<'_>, at: usize) -> bool {
    let Some((cue, line)) = source.cues.get(at).zip(source.lines.get(at)) else { return false };
    let body = line.body.of(source.text);
    cue.is_name()
        || cue.kind == Kind::Role
        || author::numbered(body).0.is_some()
        || author::handle(body).is_some()
        || is_linked(body)
}

/// `Vera,` or `(Vera -`: a name, and the sign that links it to its date.
fn is_linked(body: &str) -> bool {
    let name = author::bare(body);
    let shape = Shape::of(name);
    name.len() < body.len()
        && name::likeness(name, &name.to_lowercase(), &shape, Signs::of(name)) >= NAME
}

/// The line where the name of the date at `at` stands or should stand, when it is short enough for one.
fn name_at(source: &Source<'_>, at: usize, side: Side) -> Option<usize> {
    let fits = |at: &usize| fits(source, *at);
    let beside = |at: &usize| {
        source.cues.get(*at).is_some_and(|cue| {
            let body = || source.lines.get(*at).map_or("", |line| line.body.of(source.text));
            let label = || body().contains(": ") || body().ends_with(':');
            // Who `weft_wing` is otherwise.
            let bracketed = || body().starts_with('(') && body().ends_with(')');
            let recurs = || source.traits.recurring.get(*at).is_some_and(|recurs| *recurs);
            match cue.kind {
                Kind::Number(_) | Kind::Sign | Kind::ReplyTo | Kind::Role | Kind::Verb => true,
                Kind::Mark(_) => true,
                Kind::Foot => recurs(),
                // A row of the author's table: `Posts: 214`.
                Kind::Button | Kind::Text | Kind::Name(_) => label() || bracketed(),
                _ => false,
            }
        })
    };
    match side {
        Side::Above => {
            let mut above = (at.saturating_sub(BETWEEN)..at).rev();
            let near = above.find(|at| !beside(at));
            // A role is the name of one who has no other.
            near.filter(fits).or_else(|| at.checked_sub(1).filter(fits))
        }
        Side::Below => {
            let last = (at + 1 + BETWEEN).min(source.cues.len());
            let hash = |at: &usize| source.cues.get(*at).is_some_and(Cue::is_hash);
            (at + 1..last).find(|at| !hash(at)).filter(fits)
        }
    }
}

/// Whether the line is short enough for a name and no sentence.
pub(super) fn fits(source: &Source<'_>, at: usize) -> bool {
    let (Some(cue), Some(line)) = (source.cues.get(at), source.lines.get(at)) else { return false };
    let shape = &line.shape;
    let short = shape.chars <= NAME_CHARS && shape.words <= NAME_WORDS && shape.letters > 0;
    match cue.kind {
        Kind::Name(_) => short,
        Kind::Role => true,
        // An initial may look like the end of a sentence.
        Kind::Text => {
            let spoken = shape.end.is_sentence() || shape.sentences > u32::from(shape.words <= 6);
            short && !spoken && !cue.placeholder
        }
        _ => false,
    }
}

/// The head of the date at `at`.
fn head(source: &Source<'_>, at: usize, side: Side, number: u32) -> Head {
    let name = name_at(source, at, side);
    let first = name.map_or(at, |name| name.min(at));
    let last = name.map_or(at, |name| name.max(at));
    let cue = |at: usize| source.cues.get(at);
    let read = name.map(|name| author::read(source, name));
    let (author, whom, mut affixes) = read.unwrap_or_default();
    let between = || (first..=last).filter(|at| Some(*at) != name).filter_map(cue);
    for cue in between() {
        affixes.role = affixes.role.or(cue.affixes.role);
        affixes.number = affixes.number.or(cue.affixes.number);
        affixes.score = affixes.score.or(cue.affixes.score);
    }
    let date = cue(at).and_then(|cue| cue.date);
    let exact = date.is_some_and(|date| date.time || date.relative);
    let opens = cue(first);
    let (first, author, broken) = match arrow(source, first).filter(|_| side == Side::Above) {
        Some((who, name, whom)) => (who, Some(name), whom),
        None => (first, author, None),
    };
    let strength = if exact && author.is_some() { Strength::Medium } else { Strength::Weak };
    let Affixes { number: place, answers, score, role } = affixes;
    Head {
        author,
        reply_to: broken.or(whom).or_else(|| between().find_map(|cue| cue.reply_to)),
        likes: between().find_map(|cue| match &cue.kind {
            Kind::Mark(mark) => mark.likes,
            _ => None,
        }),
        score,
        number: place,
        answers,
        role,
        bullet: opens.is_some_and(|cue| cue.listed),
        cycle: Some(number),
        ..Head::on(first..=last, "generic", strength).dated(date)
    }
}

/// `Vera` / `>` / `Jonas`, with the last at `at`: the line of who writes, and to whom.
fn arrow(source: &Source<'_>, at: usize) -> Option<(usize, Span, Option<Span>)> {
    let sign = source.lines.get(at.checked_sub(1)?)?.content.of(source.text);
    let who =
        at.checked_sub(2).filter(|_| matches!(sign, ">" | "\u{203a}" | "\u{25b6}" | "\u{2192}"))?;
    let line = source.lines.get(who).filter(|line| line.shape.chars <= NAME_CHARS)?;
    let whom = source.cues.get(at).and_then(|cue| cue.name);
    Some((who, source.cues.get(who)?.name.unwrap_or(line.body), whom))
}

/// Adds the heads of a cycle to `out`. What a platform read at one of its dates stays, if it found the same name.
fn merge(text: &str, within: Vec<Head>, found: Vec<Head>, out: &mut Vec<Head>) {
    let known = |head: &Head| head.platform != "generic";
    let platform = within.iter().filter(|head| known(head)).count() * 2 > found.len();
    // What stands above the first head of a platform is the page's own date.
    let claimed = within.iter().find(|head| known(head)).filter(|_| platform);
    let start = claimed.map_or(0, |head| head.first);
    let free = out.last().map_or(0, |head| head.last + 1);
    let mut within = within.into_iter().peekable();
    let mut begun = false;
    for new in found.into_iter().filter(|new| new.last >= start && new.first >= free) {
        let mut kept = None;
        while let Some(old) = within.next_if(|old| old.first <= new.last) {
            let same = old.last >= new.first;
            let name = |head: &Head| head.author.map(|name| name.of(text));
            let named = old.author.is_some() && (new.author.is_none() || name(&old) == name(&new));
            if same && old.date == new.date && named {
                kept = Some(Head { cycle: new.cycle, ..old });
            } else if !same && old.date.is_some() && old.author.is_some() && begun {
                out.push(Head { cycle: new.cycle, ..old });
            }
        }
        out.push(kept.unwrap_or(new));
        begun = true;
    }
}
