//! A glance at a line that tells of most that they hold no date.
//!
//! Separate from the tokens, which cost many times as much: each short line of
//! each page is looked at for a date, and hardly one in ten has one. A date
//! without a digit needs a word such as `ago` or `yesterday`; one with digits
//! needs numbers that a sign joins (`16:03`, `21.05.`), or the name of a month, a
//! unit, or another word that numbers cannot be read without. Only for lines of
//! ASCII; others are read.

use super::names::Role;
use crate::segment::borders::{BLOCK, borders, capitals, letters, load_eight};
use crate::sieve::Sieve;

/// The words that lines are looked through for.
#[derive(Default)]
pub(super) struct Glance {
    /// Words without which a line with no digit holds no date.
    triggers: Filter,
    /// Words of which a line with digits must have one, if no sign joins them.
    cores: Filter,
}

/// What a word can do in a date.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Power {
    /// It can make a date without a digit.
    pub(super) trigger: bool,
    /// It can make a date of numbers that no sign joins.
    pub(super) core: bool,
}

impl Power {
    pub(super) const fn of(role: Role) -> Self {
        let trigger =
            matches!(role, Role::Before | Role::After | Role::Past | Role::DayWord | Role::Now);
        let core = matches!(
            role,
            Role::Month
                | Role::SolarMonth
                | Role::MonthWord
                | Role::MonthMark
                | Role::DayMark
                | Role::HourMark
                | Role::Am
                | Role::Pm
                | Role::DayWord
                | Role::Now
        );
        Self { trigger, core }
    }
}

impl Glance {
    /// Takes a word, folded.
    pub(super) fn add(&mut self, word: &[u8], power: Power) {
        let key = key(word, 0, word.len());
        if power.trigger {
            self.triggers.0.add(key);
        }
        if power.core {
            self.cores.0.add(key);
        }
    }

    /// Whether a line of ASCII may hold a date.
    pub(super) fn may_date(&self, line: &[u8]) -> bool {
        if !line.iter().fold(false, |found, byte| found | byte.is_ascii_digit()) {
            return self.triggers.in_words(line);
        }
        joined(line) || self.cores.in_words(line)
    }
}

/// Whether a sign that stands between the numbers of dates stands between two, or a full stop between a number and a
/// space. No early exit: this runs in vectors.
fn joined(line: &[u8]) -> bool {
    let (second, third) = (line.iter().skip(1), line.iter().skip(2));
    line.iter().zip(second).zip(third).fold(false, |found, ((a, &sign), c)| {
        let number = c.is_ascii_digit() & ((sign == b':') | (b'-'..=b'/').contains(&sign));
        let stop = (sign == b'.') & ((*c == b' ') | (b'\t'..=b'\r').contains(c));
        found | a.is_ascii_digit() & (number | stop)
    })
}

/// Some words.
struct Filter(Sieve);

/// Words of which one filter has to tell others, about.
const WORDS: usize = 4_096;

impl Default for Filter {
    fn default() -> Self {
        Self(Sieve::new(WORDS))
    }
}

impl Filter {
    /// Whether a word of the line may be one of these. Words are what the tokens are: runs of letters, cut
    /// before a capital behind a small letter.
    fn in_words(&self, line: &[u8]) -> bool {
        let mut at = 0;
        while at < line.len() {
            let width = BLOCK.min(line.len() - at);
            let classes = |eight| [letters(eight), capitals(eight)];
            let [letters, capitals] = borders(line, at, width, classes);
            let small = letters & !capitals;
            let mut starts = letters & !(letters << 1) | capitals & small << 1;
            let ends = !letters | starts;
            let mut next = at + width;
            let mut found = false;
            while starts != 0 {
                let start = starts.trailing_zeros() as usize;
                let end = BLOCK.min(start + 1 + (ends >> start >> 1).trailing_zeros() as usize);
                if end == width && next < line.len() {
                    // The word may go on in the next block.
                    found |= start == 0;
                    next = if start == 0 { next } else { at + start };
                    break;
                }
                found |= self.0.may_hold(key(line, at + start, end - start));
                starts &= starts - 1;
            }
            if found {
                return true;
            }
            at = next;
        }
        false
    }
}

/// A key for the word of `len` ASCII letters at `at`, in either case: its first eight letters and its length.
#[inline]
fn key(line: &[u8], at: usize, len: usize) -> u64 {
    const CASE: u64 = 0x2020_2020_2020_2020;
    let mask = u64::MAX >> (64 - 8 * len.clamp(1, 8));
    let letters = (load_eight(line, at) | CASE) & mask;
    letters.rotate_left(7) ^ len as u64
}
