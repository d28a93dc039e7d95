//! A glance at a line that tells of most that they hold no date.
//!
//! Separate from the tokens, which cost many times as much: each short line of
//! each page is looked at for a date, and hardly one in ten has one. Numbers make
//! one where a sign joins them (`16:03`, `21.05.`) or beside the name of a month,
//! a unit, or another word that numbers cannot be read without; without numbers it
//! takes a word such as `yesterday`, or a unit and a word such as `ago`.

use std::ops::{BitOr, BitOrAssign, Range};

use foldhash::fast::FixedState;
use hashbrown::HashMap;

use super::fold::Fold;
use super::names::Role;
use super::tokens::{Kind, cut, hash_of};
use crate::segment::borders::{BLOCK, CASES, borders, capitals, letters, load, load_eight, wide};
use crate::sieve::Sieve;

/// The words that lines are looked through for.
pub(super) struct Glance {
    /// What each of them can do, by the hash of its folded letters.
    powers: HashMap<u64, Power, FixedState>,
    /// Their hashes, so that most others cost no look-up.
    hashes: Sieve,
    /// Keys of those in ASCII, so that most others need not be hashed.
    keys: Sieve,
    /// Words of the longest phrase that is a date alone.
    longest: usize,
}

/// What a word can do in a date.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Power(u8);

impl Power {
    const NONE: Self = Self(0);
    /// It is a date: `yesterday`.
    const ALONE: Self = Self(1);
    /// It says that a distance leads back: `ago`.
    const BACK: Self = Self(2);
    /// It is a unit of a distance.
    pub(super) const UNIT: Self = Self(4);
    /// It makes a date of numbers that no sign joins.
    const CORE: Self = Self(8);
    /// One of them, and a number, are enough.
    const SURE: Self = Self(Self::ALONE.0 | Self::CORE.0);

    pub(super) const fn of(role: Role) -> Self {
        match role {
            Role::DayWord | Role::Now => Self::ALONE,
            Role::Before | Role::After | Role::Past => Self::BACK,
            Role::Month
            | Role::SolarMonth
            | Role::MonthWord
            | Role::MonthMark
            | Role::HourMark
            | Role::Am
            | Role::Pm => Self::CORE,
            _ => Self::NONE,
        }
    }

    const fn has(self, power: Self) -> bool {
        self.0 & power.0 != 0
    }
}

impl BitOr for Power {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl BitOrAssign for Power {
    fn bitor_assign(&mut self, other: Self) {
        self.0 |= other.0;
    }
}

/// Bytes of a word that its key is made of, at most.
const EIGHT: usize = 8;

/// Words that a glance has to tell from others, about.
const WORDS: usize = 4_096;

impl Default for Glance {
    fn default() -> Self {
        let (hashes, keys) = (Sieve::new(WORDS), Sieve::new(WORDS));
        Self { powers: HashMap::default(), hashes, keys, longest: 1 }
    }
}

impl Glance {
    /// Takes the word that a phrase of `words` is known by: its hash and, if all are ASCII, its letters, folded.
    pub(super) fn add(&mut self, hash: u64, plain: Option<&[u8]>, power: Power, words: usize) {
        *self.powers.entry(hash).or_default() |= power;
        self.hashes.add(hash);
        if let Some(word) = plain {
            self.keys.add(key(load_eight(word, 0), word.len()));
        }
        if power.has(Power::ALONE) {
            self.longest = self.longest.max(words);
        }
    }

    /// Whether a line may hold a date. `room` is the text from the line's beginning on: from there a block is read as it
    /// is, where the end of a line would have to be put together first.
    pub(super) fn may_date(&self, fold: &Fold, line: &str, room: &[u8], sight: Sight) -> bool {
        let (bytes, digits) = (line.as_bytes(), sight.digits);
        if digits && joined(bytes) {
            return true;
        }
        let mut seen = Seen::default();
        let mut at = 0;
        while at < bytes.len() {
            let width = BLOCK.min(bytes.len() - at);
            // With what the last word goes on with, as far as its key needs it.
            let near: [u8; BLOCK + EIGHT] = load(room, at);
            // Words are what the tokens are: runs of letters, cut before a capital behind a small letter. What is
            // beyond ASCII may be a letter.
            let [runs] = borders(&near, 0, width, |bytes| [letters(bytes) | wide(bytes)]);
            let [wide] =
                if sight.wide { borders(&near, 0, width, |bytes| [wide(bytes)]) } else { [0] };
            let mut starts = runs & !(runs << 1);
            if sight.camel {
                let [capitals] = borders(&near, 0, width, |bytes| [capitals(bytes)]);
                starts |= capitals & (runs & !wide & !capitals) << 1;
            }
            let ends = !runs | starts;
            let mut next = at + width;
            // The last word may go on in the next block.
            let last = BLOCK - 1 - starts.leading_zeros().min(63) as usize;
            if next < bytes.len() && ends >> last >> 1 == 0 && starts != 0 {
                starts &= !(1 << last);
                next = at + last;
                if last == 0 {
                    next = run_end(bytes, at);
                    self.read_run(fold, line, at..next, &mut seen);
                }
            }
            while starts != 0 {
                let start = starts.trailing_zeros() as usize;
                let end = BLOCK.min(start + 1 + (ends >> start >> 1).trailing_zeros() as usize);
                let (from, to) = (at + start, at + end);
                if wide != 0 && wide >> start & u64::MAX >> (BLOCK - (end - start)) != 0 {
                    self.read_run(fold, line, from..to, &mut seen);
                } else {
                    seen.words += 1;
                    let eight = near[start % BLOCK..].first_chunk::<EIGHT>().unwrap_or(&[0; EIGHT]);
                    if self.keys.may_hold(key(u64::from_le_bytes(*eight), end - start)) {
                        seen.power |= self.power(hash_of(bytes.get(from..to).unwrap_or_default()));
                    }
                }
                starts &= starts - 1;
            }
            if seen.numbers || seen.power.has(if digits { Power::SURE } else { Power::NONE }) {
                return true;
            }
            at = next;
        }
        self.decide(bytes, digits, &seen)
    }

    /// Reads the words and signs of a run of letters with some beyond ASCII.
    fn read_run(&self, fold: &Fold, line: &str, run: Range<usize>, seen: &mut Seen) {
        let byte = |at: usize| line.as_bytes().get(at).copied().unwrap_or_default();
        let behind_digit = run.start > 0 && byte(run.start - 1).is_ascii_digit();
        let joins = |sign: char| behind_digit && matches!(sign, ':' | '-' | '.' | '/');
        let mut first = true;
        cut(fold, line.get(run.clone()).unwrap_or_default(), |token| {
            match token.kind {
                Kind::Word => {
                    seen.words += 1;
                    seen.power |= self.power(token.hash);
                }
                Kind::Sign(sign) => {
                    seen.signs = true;
                    seen.numbers |= first && joins(sign);
                }
                Kind::Num => seen.numbers = true,
                Kind::End => {}
            }
            first = false;
        });
        // Marks that do not count may stand before the sign.
        seen.numbers |= first && joins(char::from(byte(run.end)));
    }

    fn power(&self, hash: u64) -> Power {
        if self.hashes.may_hold(hash) {
            self.powers.get(&hash).copied().unwrap_or_default()
        } else {
            Power::NONE
        }
    }

    /// Whether what was seen in a line without numbers that are joined can be a date.
    fn decide(&self, line: &[u8], digits: bool, seen: &Seen) -> bool {
        let power = seen.power;
        if power.has(Power::UNIT) && power.has(Power::BACK) {
            return true;
        }
        // What stands alone has the line, or the place between two such signs, to itself.
        let walls = || seen.signs || line.iter().any(|byte| b"-|()[]".contains(byte));
        if digits {
            // `5d`
            let first = line.iter().find(|byte| !byte.is_ascii_whitespace());
            let opens = first.is_some_and(|byte| byte.is_ascii_digit() || !byte.is_ascii());
            power.has(Power::UNIT) && (opens || walls())
        } else {
            power.has(Power::ALONE) && (seen.words <= self.longest || walls())
        }
    }
}

/// What is known of a line before it is looked at; all of it may be said of any line.
#[derive(Clone, Copy)]
pub(super) struct Sight {
    /// Whether it has digits of ASCII.
    pub(super) digits: bool,
    /// Whether it has characters beyond ASCII.
    pub(super) wide: bool,
    /// Whether a capital stands right behind a small letter.
    pub(super) camel: bool,
}

impl Sight {
    pub(super) fn of(line: &str) -> Self {
        // No early exit: this runs in vectors.
        let digits = line.bytes().fold(false, |found, byte| found | byte.is_ascii_digit());
        Self { digits, wide: !line.is_ascii(), camel: true }
    }
}

/// What the words of a line are.
#[derive(Default)]
struct Seen {
    power: Power,
    words: usize,
    /// Whether there are signs beyond ASCII.
    signs: bool,
    /// Whether numbers beyond ASCII, or numbers that such a sign joins, may be a date.
    numbers: bool,
}

/// The end of a run of letters, and of what is beyond ASCII, that goes on at `at`.
fn run_end(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    at + rest.iter().take_while(|byte| byte.is_ascii_alphabetic() || !byte.is_ascii()).count()
}

/// Whether a sign that stands between the numbers of dates may stand between two; a full stop may have spaces behind it.
fn joined(line: &[u8]) -> bool {
    const SPACED: u8 = 2;
    let is_space = |byte: u8| (byte == b' ') | (b'\t'..=b'\r').contains(&byte);
    let may_count = |byte: u8| byte.is_ascii_digit() | !byte.is_ascii();
    let (second, third) = (line.iter().skip(1), line.iter().skip(2));
    // No early exit: this runs in vectors.
    let found = line.iter().zip(second).zip(third).fold(0, |found, ((a, &sign), &c)| {
        let joins = may_count(c) & ((sign == b':') | (b'-'..=b'/').contains(&sign));
        let stops = (sign == b'.') & is_space(c);
        found | (u8::from(a.is_ascii_digit()) * (u8::from(joins) | (u8::from(stops) * SPACED)))
    });
    let spaced = |at: usize| match line.get(at..) {
        Some([a, b'.', rest @ ..]) if a.is_ascii_digit() => {
            rest.iter().find(|byte| !is_space(**byte)).is_some_and(|byte| may_count(*byte))
        }
        _ => false,
    };
    found & !SPACED != 0 || found == SPACED && (0..line.len()).any(spaced)
}

/// A key for a word of `len` ASCII letters, in either case: its first eight letters and its length. `eight` is what stands
/// from its first letter on.
#[inline]
fn key(eight: u64, len: usize) -> u64 {
    let mask = u64::MAX >> (64 - 8 * len.clamp(1, EIGHT));
    ((eight | CASES) & mask).rotate_left(7) ^ len as u64
}
