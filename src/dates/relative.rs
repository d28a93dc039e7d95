//! Distances back in time: `2 days ago`, `vor einer Stunde`, `yesterday at 14:05`, `5d`.

use super::clock::attached;
use super::names::{LEXICON, Meaning, Role};
use super::tokens::{Kind, Line};
use super::{Unit, When};

/// Parts of one distance, at most: `1 year, 2 months and 3 days ago`.
const PARTS: usize = 3;

/// A relative date that starts at token `i`, and the token after it.
pub(super) fn relative(line: Line, i: usize) -> Option<(When, usize)> {
    let meaning = line.at(i).meaning;
    if meaning.is(Role::Now) && stands_alone(line, i, i + 1) {
        return Some((ago(0, Unit::Second), i + 1));
    }
    if meaning.is(Role::DayWord)
        && let Some(found) = day_word(line, i, meaning)
    {
        return Some(found);
    }
    distance(line, i).or_else(|| short(line, i))
}

const fn ago(seconds: i64, unit: Unit) -> When {
    When::Relative { seconds, unit, time: None }
}

/// `yesterday at 14:05`; without a time only where the word stands alone.
fn day_word(line: Line, i: usize, meaning: Meaning) -> Option<(When, usize)> {
    let seconds = i64::from(meaning.back) * Unit::Day.seconds();
    if let Some((time, end)) = attached(line, i + 1) {
        return Some((When::Relative { seconds, unit: Unit::Day, time: Some(time) }, end));
    }
    // Words of two letters mean too much else.
    let long = line.at(i).end - line.at(i).start > 2;
    (long && stands_alone(line, i, i + 1)).then_some((ago(seconds, Unit::Day), i + 1))
}

/// `about 2 days ago`, `vor 2 Tagen`, `for 2 dager siden`
fn distance(line: Line, i: usize) -> Option<(When, usize)> {
    let before = line.is(i, Role::Before);
    let led = before || line.is(i, Role::Filler);
    let mut at = if led { i + 1 } else { i };
    while line.is(at, Role::About) {
        at += 1;
    }
    let amount = Amount::read(line, at)?;
    let after = line.at(amount.end).meaning;
    let (mut langs, mut end) = (0, amount.end);
    if before {
        langs |= line.at(i).meaning.langs;
    }
    if amount.past {
        langs |= amount.langs;
    }
    if after.is(Role::After) {
        langs |= after.langs;
        end += 1;
    }
    let (seconds, unit) = amount.seconds(langs)?;
    if unit >= Unit::Hour
        && line.is(end, Role::At)
        && let Some((time, end)) = attached(line, end)
    {
        return Some((When::Relative { seconds, unit, time: Some(time) }, end));
    }
    Some((ago(seconds, unit), end))
}

/// Numbers and units in a row.
struct Amount {
    parts: [(Option<u32>, Meaning); PARTS],
    /// Whether the last unit says `ago` itself, and in which languages.
    past: bool,
    langs: u64,
    /// The token after it.
    end: usize,
}

impl Amount {
    fn read(line: Line, i: usize) -> Option<Self> {
        let mut amount =
            Self { parts: [(None, Meaning::default()); PARTS], past: false, langs: 0, end: i };
        let mut at = i;
        for slot in 0..PARTS {
            let Some((count, meaning, end)) = part(line, at) else { break };
            if let Some(part) = amount.parts.get_mut(slot) {
                *part = (count, meaning);
            }
            amount.past = meaning.is(Role::Past);
            amount.langs = meaning.langs;
            amount.end = end;
            at = end;
            while line.sign(at, ',') || line.is(at, Role::And) {
                at += 1;
            }
        }
        (amount.end > i).then_some(amount)
    }

    /// The sum, and the finest unit, in the languages of `langs`.
    fn seconds(&self, langs: u64) -> Option<(i64, Unit)> {
        let (mut sum, mut finest) = (0, Unit::Year);
        for (count, meaning) in self.parts.iter().filter(|(_, meaning)| meaning.is_unit()) {
            let sense = LEXICON.sense(*meaning, langs)?;
            let count = match count {
                Some(count) => i64::from(*count),
                None if sense.dual > 0 => i64::from(sense.dual),
                None => return None,
            };
            sum += count * sense.unit.seconds();
            finest = finest.min(sense.unit);
        }
        Some((sum, finest))
    }
}

/// One number and its unit, and the token after them; the number may be missing beside a dual.
fn part(line: Line, i: usize) -> Option<(Option<u32>, Meaning, usize)> {
    let token = line.at(i);
    let (count, mut at) = match token.kind {
        Kind::Num => (Some(line.num(i, 4, 0, 9999)?), i + 1),
        _ if token.meaning.is(Role::One) && line.at(i + 1).kind != Kind::Num => {
            let at = if line.sign(i + 1, '\'') { i + 2 } else { i + 1 };
            if line.at(at).meaning.is_unit() {
                (Some(u32::from(token.meaning.count)), at)
            } else {
                (None, i)
            }
        }
        _ => (None, i),
    };
    let unit = line.at(at).meaning;
    if !unit.is_unit() {
        return None;
    }
    at += 1;
    // `2 day(s) ago`, `2 Std. ago`
    if line.sign(at, '(') && line.glued(at) && line.sign(at + 2, ')') {
        at += 3;
    } else if line.sign(at, '.') && line.glued(at) {
        at += 1;
    }
    Some((count, unit, at))
}

/// `5d`, `11w`, `3 yrs`: bare units, read as a distance only where they stand alone.
fn short(line: Line, i: usize) -> Option<(When, usize)> {
    let count = line.num(i, 3, 1, 999)?;
    let unit = line.at(i + 1);
    let letters = line.text.get(unit.start..unit.end)?.chars().count();
    let compact = letters <= 4 && (letters >= 2 || line.glued(i + 1)) && !unit.upper;
    if !unit.meaning.is_unit() || !compact {
        return None;
    }
    let dot = line.sign(i + 2, '.') && line.glued(i + 2);
    let end = if dot { i + 3 } else { i + 2 };
    let sense = LEXICON.sense(unit.meaning, u64::MAX)?;
    let seconds = i64::from(count) * sense.unit.seconds();
    stands_alone(line, i, end).then_some((ago(seconds, sense.unit), end))
}

/// Whether the tokens `from..to` have the line, or the place between two separators, to themselves.
fn stands_alone(line: Line, from: usize, to: usize) -> bool {
    let wall = |i, bracket: [char; 2]| match line.at(i).kind {
        Kind::End => true,
        Kind::Sign('-') => line.at(i).gap,
        Kind::Sign(sign) => matches!(sign, '\u{b7}' | '|') || bracket.contains(&sign),
        Kind::Num | Kind::Word => false,
    };
    let last_stop = line.sign(to, '.') && to + 1 >= line.len();
    (from == 0 || wall(from - 1, ['(', '['])) && (wall(to, [')', ']']) || last_stop)
}
