//! A line as words, numbers and signs.
//!
//! Everything after this works on tokens: a hand-written pass over the line is
//! several times cheaper than the regexes that thirty languages would need.

use super::fold::{Class, Fold};
use super::names::{Meaning, Role};

/// What a token is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Kind {
    /// Before the first or after the last token.
    #[default]
    End,
    /// A run of digits.
    Num,
    /// A run of letters, or a known phrase of several.
    Word,
    /// One other character.
    Sign(char),
}

/// One token.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Token {
    /// First byte in the line.
    pub(super) start: usize,
    /// One past the last byte.
    pub(super) end: usize,
    /// What it is.
    pub(super) kind: Kind,
    /// Whether white space, or nothing, comes before it.
    pub(super) gap: bool,
    /// Whether a word starts in upper case.
    pub(super) upper: bool,
    /// Number of digits of a number.
    pub(super) digits: u8,
    /// Value of a number, capped.
    pub(super) value: u32,
    /// Hash of a word's folded letters.
    pub(super) hash: u64,
    /// What the word is in dates.
    pub(super) meaning: Meaning,
}

const SEED: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0100_0000_01b3;

/// Adds a folded letter to a word's hash (FNV-1a over code points).
const fn mix(hash: u64, code: u32) -> u64 {
    (hash ^ code as u64).wrapping_mul(PRIME)
}

/// Adds a word to a phrase's hash.
pub(super) const fn join(phrase: u64, word: u64) -> u64 {
    (phrase.rotate_left(23) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// Cuts `line` into `out`; returns whether there is a number among the tokens.
pub(super) fn split(fold: &Fold, line: &str, out: &mut Vec<Token>) -> bool {
    out.clear();
    let mut cutter = Cutter { out, open: None, gap: true, lower: false, numbers: false };
    for (at, c) in line.char_indices() {
        cutter.step(at, c, fold.class(c));
    }
    cutter.close();
    cutter.numbers
}

struct Cutter<'a> {
    out: &'a mut Vec<Token>,
    /// The word or number being read.
    open: Option<Token>,
    gap: bool,
    /// Whether the last letter was lower case: a following capital starts a new word (`SmithMay 3`).
    lower: bool,
    numbers: bool,
}

impl Cutter<'_> {
    fn step(&mut self, at: usize, c: char, class: Class) {
        let end = at + c.len_utf8();
        match class {
            Class::Letter(code, upper) => self.letter(at, end, code, upper),
            Class::Digit(digit) => self.digit(at, end, digit),
            Class::Whole(code) => {
                self.close();
                let hash = mix(SEED, code);
                self.push(Token { start: at, end, kind: Kind::Word, hash, ..Token::default() });
            }
            Class::Mark => {}
            Class::Space => {
                self.close();
                self.gap = true;
            }
            Class::Sign(sign) => {
                self.close();
                if sign == ':' && !self.gap {
                    self.part_year();
                }
                self.push(Token { start: at, end, kind: Kind::Sign(sign), ..Token::default() });
            }
        }
    }

    fn letter(&mut self, at: usize, end: usize, code: u32, upper: bool) {
        match &mut self.open {
            Some(word) if word.kind == Kind::Word && !(upper && self.lower) => {
                word.end = end;
                word.hash = mix(word.hash, code);
            }
            _ => {
                self.close();
                let hash = mix(SEED, code);
                self.open = Some(Token {
                    start: at,
                    end,
                    kind: Kind::Word,
                    upper,
                    hash,
                    ..Token::default()
                });
            }
        }
        self.lower = !upper;
    }

    fn digit(&mut self, at: usize, end: usize, digit: u8) {
        match &mut self.open {
            Some(number) if number.kind == Kind::Num => {
                number.end = end;
                number.value = number.value.saturating_mul(10).saturating_add(u32::from(digit));
                number.digits = number.digits.saturating_add(1);
            }
            _ => {
                self.close();
                self.numbers = true;
                self.open = Some(Token {
                    start: at,
                    end,
                    kind: Kind::Num,
                    digits: 1,
                    value: u32::from(digit),
                    ..Token::default()
                });
            }
        }
    }

    fn close(&mut self) {
        if let Some(token) = self.open.take() {
            self.push(token);
        }
    }

    fn push(&mut self, mut token: Token) {
        token.gap = std::mem::take(&mut self.gap);
        self.out.push(token);
    }

    /// Parts a year from the hour that an extractor glued to it: `May 3, 20219:57 am`.
    fn part_year(&mut self) {
        let Some(last) = self.out.last_mut() else { return };
        let hour_digits = usize::from(last.digits).saturating_sub(4);
        let scale = if hour_digits == 1 { 10 } else { 100 };
        let year = last.value / scale;
        let ascii = last.end - last.start == usize::from(last.digits);
        if last.kind != Kind::Num
            || !(1..=2).contains(&hour_digits)
            || !ascii
            || !(1990..2100).contains(&year)
        {
            return;
        }
        let mut hour = *last;
        hour.start = last.end - hour_digits;
        (hour.value, hour.digits, hour.gap) =
            (last.value % scale, if scale == 10 { 1 } else { 2 }, false);
        (last.end, last.value, last.digits) = (hour.start, year, 4);
        self.out.push(hour);
    }
}

/// The tokens of one line, read without ever leaving it.
#[derive(Clone, Copy)]
pub(super) struct Line<'a> {
    /// The line.
    pub(super) text: &'a str,
    tokens: &'a [Token],
}

impl<'a> Line<'a> {
    pub(super) const fn new(text: &'a str, tokens: &'a [Token]) -> Self {
        Self { text, tokens }
    }

    pub(super) const fn len(self) -> usize {
        self.tokens.len()
    }

    /// The token at `i`, or an end.
    pub(super) fn at(self, i: usize) -> Token {
        self.tokens.get(i).copied().unwrap_or(Token { gap: true, ..Token::default() })
    }

    /// The token before `i`, or an end.
    pub(super) fn before(self, i: usize) -> Token {
        i.checked_sub(1).map_or(Token { gap: true, ..Token::default() }, |i| self.at(i))
    }

    /// The number at `i`, if it has at most `digits` digits and lies in the range.
    pub(super) fn num(self, i: usize, digits: u8, least: u32, most: u32) -> Option<u32> {
        let token = self.at(i);
        let fits = token.kind == Kind::Num && token.digits <= digits;
        (fits && (least..=most).contains(&token.value)).then_some(token.value)
    }

    pub(super) fn is_num(self, i: usize) -> bool {
        self.at(i).kind == Kind::Num
    }

    pub(super) fn is(self, i: usize, role: Role) -> bool {
        self.at(i).meaning.is(role)
    }

    pub(super) fn sign(self, i: usize, sign: char) -> bool {
        self.at(i).kind == Kind::Sign(sign)
    }

    /// Whether the token at `i` follows the one before it without space.
    pub(super) fn glued(self, i: usize) -> bool {
        let token = self.at(i);
        token.kind != Kind::End && !token.gap
    }
}
