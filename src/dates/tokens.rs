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
    /// Whether it is, or starts with, a character that is a word of its own (Han, kana, Hangul).
    pub(super) whole: bool,
    /// Number of digits of a number.
    pub(super) digits: u8,
    /// Value of a number, capped.
    pub(super) value: u32,
    /// Hash of a word's folded letters.
    pub(super) hash: u64,
    /// What the word is in dates.
    pub(super) meaning: Meaning,
}

/// What lies outside a line.
static END: Token = Token {
    start: 0,
    end: 0,
    kind: Kind::End,
    gap: true,
    upper: false,
    whole: false,
    digits: 0,
    value: 0,
    hash: 0,
    meaning: Meaning::NONE,
};

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

/// The hash of a word of ASCII letters, in either case.
pub(super) fn hash_of(word: &[u8]) -> u64 {
    word.iter().fold(SEED, |hash, byte| mix(hash, u32::from(byte | 0x20)))
}

/// Cuts `line` into tokens without meaning, from left to right.
pub(super) fn cut(fold: &Fold, line: &str, mut sink: impl FnMut(Token)) {
    let (mut at, mut gap) = (0, true);
    while let Some((class, width)) = class(fold, line, at) {
        if matches!(class, Class::Mark | Class::Space) {
            gap |= class == Class::Space;
            at += width;
            continue;
        }
        let token = Token { start: at, end: at + width, gap, ..Token::default() };
        // All fields at once: what is written byte by byte and copied as a whole right after is waited for.
        let token = match class {
            Class::Letter(code, upper) => {
                let (end, hash) = word(fold, line, token.end, code, upper);
                Token { kind: Kind::Word, upper, end, hash, ..token }
            }
            Class::Whole(code) => {
                Token { kind: Kind::Word, whole: true, hash: mix(SEED, code), ..token }
            }
            Class::Digit(digit) => {
                let (end, digits, value) = number(fold, line, token.end, digit);
                Token { kind: Kind::Num, end, digits, value, ..token }
            }
            Class::Sign(sign) => Token { kind: Kind::Sign(sign), ..token },
            // Passed over above.
            Class::Mark | Class::Space => token,
        };
        at = token.end;
        gap = false;
        sink(token);
    }
}

/// Class and width in bytes of the character at byte `at`; `None` at the end of the line.
#[inline]
fn class(fold: &Fold, line: &str, at: usize) -> Option<(Class, usize)> {
    let byte = *line.as_bytes().get(at)?;
    if byte.is_ascii() {
        let class = match byte {
            b'a'..=b'z' => Class::Letter(u32::from(byte), false),
            b'A'..=b'Z' => Class::Letter(u32::from(byte | 0x20), true),
            b'0'..=b'9' => Class::Digit(byte - b'0'),
            b' ' | b'\t'..=b'\r' => Class::Space,
            b'`' => Class::Sign('\''),
            _ => Class::Sign(char::from(byte)),
        };
        return Some((class, 1));
    }
    fold.class_at(line, at)
}

/// The hash of the word that the line begins with.
pub(super) fn first_word(fold: &Fold, line: &str) -> Option<u64> {
    let (class, width) = fold.in_word(line, 0)?;
    let Class::Letter(code, upper) = class else { return None };
    Some(word(fold, line, width, code, upper).1)
}

/// Reads a word on from `at`, to its end or to a capital behind a small letter (`SmithMay 3`): where it ends, and its
/// hash. `first` is its first letter, `upper` whether that is a capital.
fn word(fold: &Fold, line: &str, mut at: usize, first: u32, upper: bool) -> (usize, u64) {
    let (mut hash, mut lower) = (mix(SEED, first), !upper);
    loop {
        // Small letters of ASCII stand for themselves, and most letters are such.
        let small = line.as_bytes().get(at).filter(|byte| byte.is_ascii_lowercase());
        if let Some(&small) = small {
            hash = mix(hash, small.into());
            lower = true;
            at += 1;
            continue;
        }
        let Some((class, width)) = fold.in_word(line, at) else { break };
        if let Class::Letter(code, upper) = class {
            if upper && lower {
                break;
            }
            hash = mix(hash, code);
            lower = !upper;
        }
        at += width;
    }
    (at, hash)
}

/// Reads a number on from `at`, to its end: where that is, how many digits it has, and its value. `first` is its first digit.
fn number(fold: &Fold, line: &str, mut at: usize, first: u8) -> (usize, u8, u32) {
    let (mut digits, mut value) = (1_u8, u32::from(first));
    while let Some((Class::Digit(digit), width)) = class(fold, line, at) {
        value = value.saturating_mul(10).saturating_add(u32::from(digit));
        digits = digits.saturating_add(1);
        at += width;
    }
    (at, digits, value)
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
    pub(super) fn at(self, i: usize) -> &'a Token {
        self.tokens.get(i).unwrap_or(&END)
    }

    /// The token before `i`, or an end.
    pub(super) fn before(self, i: usize) -> &'a Token {
        self.at(i.wrapping_sub(1))
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
