//! Numbers above the heads of a thread: `1. Subject`, `#3`.
//!
//! Separate from the heads, because only their sequence tells the number of a
//! comment from its votes, and a subject from the end of the comment above.

use super::collect::Source;
use super::cue::Kind;
use super::cycle::is_written;
use super::heads::{Head, small};
use super::platforms::Strength;
use super::region::GAP;
use crate::segment::Bullet;
use crate::span::Span;

/// Heads that show a sequence.
const LEAST: usize = 3;
/// Most steps from one number to the next: heads in between may not be known as such.
const SKIPPED: u64 = 2;
/// Longest name in characters that is known by its place alone.
const NAME_CHARS: u32 = 40;
/// Longest subject in characters.
const SUBJECT_CHARS: u32 = 60;

/// Takes the line right above the heads into them where it numbers them: `1. Subject`, `#3`; adds heads whose
/// names look like none, by the numbers that are missing.
pub(super) fn take(source: &Source<'_>, heads: &mut Vec<Head>) {
    let mut start = 0;
    for end in 1..=heads.len() {
        let apart = match (heads.get(end - 1), heads.get(end)) {
            (Some(a), Some(b)) => (b.first - a.last) as usize > GAP,
            _ => true,
        };
        if apart {
            if let Some(run) = heads.get_mut(start..end) {
                take_run(source, run);
            }
            start = end;
        }
    }
    let missing: Vec<Head> = heads.windows(2).flat_map(|pair| between(source, pair)).collect();
    if !missing.is_empty() {
        heads.extend(missing);
        heads.sort_by_key(|head| head.first);
    }
}

/// Takes the numbers off names that count up: `1 Vera`, `Jonas #2`.
fn take_off_names(source: &Source<'_>, heads: &mut [Head]) {
    let numbered = |head: &Head| {
        let name = head.author.filter(|_| head.number.is_none())?;
        let whole = name.of(source.text);
        let numbered = |digits: &str, rest: &str| {
            let number: u64 = digits.trim_end_matches(['.', ')', ':']).parse().ok()?;
            (!rest.is_empty()).then_some(number)
        };
        if let Some((rest, digits)) = whole.rsplit_once('#') {
            let rest = rest.trim_end();
            return Some((numbered(digits, rest)?, Span::new(name.start, name.start + rest.len())));
        }
        let (digits, rest) = whole.split_once(' ')?;
        let rest = rest.trim_start();
        Some((numbered(digits, rest)?, Span::new(name.end - rest.len(), name.end)))
    };
    let found: Vec<_> = heads.iter().map(numbered).collect();
    let steps = found.windows(2).filter(|pair| match pair {
        [Some((a, _)), Some((b, _))] => a != b && a.abs_diff(*b) <= SKIPPED,
        _ => false,
    });
    if heads.len() >= LEAST && steps.count() * 10 >= (heads.len() - 1) * 8 {
        for (head, (number, name)) in
            heads.iter_mut().zip(found).filter_map(|(head, found)| Some((head, found?)))
        {
            head.number = Some(number);
            head.author = Some(name);
        }
    }
}

/// Heads between two whose numbers leave some out: number, any short line, date.
fn between(source: &Source<'_>, pair: &[Head]) -> Vec<Head> {
    let [above, below] = pair else { return Vec::new() };
    let (Some(from), Some(to)) = (above.number, below.number) else { return Vec::new() };
    let mut found = Vec::new();
    let mut next = from + 1;
    for at in above.last as usize + 1..below.first as usize {
        if next >= to {
            break;
        }
        let cue = |at: usize| source.cues.get(at);
        let numbers =
            cue(at).is_some_and(|cue| cue.kind == Kind::Number(i64::try_from(next).unwrap_or(-1)));
        let date =
            cue(at + 2).filter(|cue| numbers && cue.kind == Kind::Date).and_then(|cue| cue.date);
        let name = source.lines.get(at + 1).filter(|line| line.shape.chars <= NAME_CHARS);
        if let (Some(date), Some(name)) = (date, name) {
            let head = Head {
                first: small(at),
                last: small(at + 2),
                author: Some(name.body),
                date: Some(date.span),
                reply_to: None,
                likes: None,
                score: None,
                number: Some(next),
                answers: None,
                role: None,
                ..above.clone()
            };
            found.push(Head { last: head.last + subject(source, &head), ..head });
            next += 1;
        }
    }
    found
}

/// Lines of the subject below a head: Der Spiegel prints one where the number stands alone above the name.
fn subject(source: &Source<'_>, head: &Head) -> u32 {
    let cue = |at: usize| source.cues.get(at);
    let (first, below) = (head.first as usize, head.last as usize + 1);
    let alone = cue(first).is_some_and(|cue| matches!(cue.kind, Kind::Number(_)));
    let short = source.lines.get(below).is_some_and(|line| line.shape.chars <= SUBJECT_CHARS);
    let more = cue(below + 1).is_some_and(is_written);
    u32::from(head.platform == "spiegel" && alone && short && more)
}

fn take_run(source: &Source<'_>, heads: &mut [Head]) {
    take_off_names(source, heads);
    if heads.len() < LEAST || heads.iter().any(|head| head.closes) {
        return;
    }
    let above = |head: &Head| {
        let at = (head.first as usize).checked_sub(1)?;
        source.cues.get(at).zip(source.lines.get(at))
    };
    let number = |head: &Head| {
        let (cue, line) = above(head)?;
        match (&cue.kind, line.bullet) {
            (Kind::Number(number), _) => u64::try_from(*number).ok(),
            (Kind::Text | Kind::Name(_) | Kind::Sign, Some(Bullet::Number(number)))
                if line.shape.chars <= 80 =>
            {
                Some(u64::from(number))
            }
            _ => cue.affixes.number.filter(|_| cue.is_hash()),
        }
    };
    let numbers: Vec<Option<u64>> = heads.iter().map(number).collect();
    // What stands above the first number or below the last is the page's.
    let first = numbers.iter().position(Option::is_some).unwrap_or(0);
    let end = numbers.iter().rposition(Option::is_some).map_or(0, |last| last + 1);
    let inside = numbers.get(first..end).unwrap_or_default();
    let counted = inside.windows(2).filter(|pair| match *pair {
        [Some(a), Some(b)] => a != b && a.abs_diff(*b) <= SKIPPED,
        _ => false,
    });
    if inside.len() >= LEAST && counted.count() * 10 >= (inside.len() - 1) * 8 {
        for (head, number) in heads.iter_mut().zip(numbers) {
            if number.is_some() {
                head.first -= 1;
                head.last += subject(source, head);
                head.number = head.number.or(number);
                // Who counts its heads is no list of posts.
                if head.strength == Strength::Medium || head.stamped {
                    head.strength = Strength::Strong;
                }
            }
        }
    }
}
