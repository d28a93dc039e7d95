//! Years with the next number glued to them, as extraction leaves them: `May 3, 20219:57 am`.
//!
//! Apart from the tokenizer, because it takes the tokens around a number to see it.

use super::names::Role;
use super::tokens::{Kind, Line, Token};

/// Parts the glued numbers of a line.
pub(super) fn part_years(tokens: &mut Vec<Token>) {
    let mut at = 0;
    while at < tokens.len() {
        if let Some((year, rest)) = parted(Line::new("", tokens), at) {
            if let Some(token) = tokens.get_mut(at) {
                *token = year;
            }
            tokens.insert(at + 1, rest);
        }
        at += 1;
    }
}

/// The two numbers that the one at `i` is, if it is a year with one or two digits glued to it.
fn parted(line: Line, i: usize) -> Option<(Token, Token)> {
    let token = line.at(i);
    if token.kind != Kind::Num || !(3..=6).contains(&token.digits) {
        return None;
    }
    let clock = line.sign(i + 1, ':') && line.glued(i + 1) && line.glued(i + 2);
    let full = token.digits > 4 && (clock || dated(line, i));
    let short = token.digits <= 4 && clock && slashed(line, i) && !is_year(token.value);
    let rest = match (full, short) {
        (true, _) => token.digits - 4,
        (_, true) => token.digits - 2,
        _ => return None,
    };
    let scale = if rest == 1 { 10 } else { 100 };
    let year = token.value / scale;
    let ascii = token.end - token.start == usize::from(token.digits);
    if !ascii || (full && !is_year(year)) {
        return None;
    }
    let middle = token.end - usize::from(rest);
    let (mut first, mut second) = (*token, *token);
    (first.end, first.value, first.digits) = (middle, year, token.digits - rest);
    (second.start, second.value, second.digits) = (middle, token.value % scale, rest);
    second.gap = false;
    Some((first, second))
}

/// Years in which pages have dates with a time.
fn is_year(value: u32) -> bool {
    (1990..2100).contains(&value)
}

/// Whether the number at `i` stands behind `May 3,` or `3 May`.
fn dated(line: Line, i: usize) -> bool {
    let comma = usize::from(line.sign(i.wrapping_sub(1), ','));
    let before = |back| line.at(i.wrapping_sub(comma + back));
    let day = |token: &Token| token.kind == Kind::Num && token.digits <= 2;
    let month = |token: &Token| token.meaning.is(Role::Month);
    (day(before(1)) && month(before(2))) || (month(before(1)) && day(before(2)))
}

/// Whether the number at `i` stands behind `11/24/`.
fn slashed(line: Line, i: usize) -> bool {
    let number = |back: usize| line.num(i.wrapping_sub(back), 2, 1, 31).is_some();
    let slash = |back: usize| line.sign(i.wrapping_sub(back), '/');
    slash(1) && number(2) && slash(3) && number(4)
}
