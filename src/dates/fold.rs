//! What a character is to the date finder, and which letter it is compared as.
//!
//! Kept apart from the tokenizer because every word of every line goes through
//! this table, and because its contents are data.

use std::collections::BTreeMap;

use crate::segment::decimal;

/// What one character is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// A letter of a spaced script: its folded form, and whether it is upper case.
    Letter(u32, bool),
    /// A character that is a word of its own (Han, kana, Hangul).
    Whole(u32),
    /// A decimal digit of any script.
    Digit(u8),
    /// A mark that belongs to the word around it and does not count.
    Mark,
    /// White space.
    Space,
    /// Anything else; look-alikes are one sign.
    Sign(char),
}

/// Characters below this have a slot in the table: all spaced scripts that have rows.
const TABLE: usize = 0x2000;
const UPPER: u16 = 0x8000;
const DIGIT: u16 = 0x4000;
const MARK: u16 = 1;

/// The folding table; 0 is no part of a word.
#[derive(Default)]
pub(super) struct Fold {
    table: Vec<u16>,
}

impl Fold {
    /// Lower case from the standard library, variants from the text of `data/fold.toml`.
    pub(super) fn new(data: &str) -> Result<Self, toml::de::Error> {
        let mut table: Vec<u16> = (0u16..).take(TABLE).map(slot).collect();
        let variants: BTreeMap<String, String> = toml::from_str(data)?;
        for (base, others) in &variants {
            let Some(base) = base.chars().next() else { continue };
            for other in others.chars() {
                set(&mut table, other, base as u32, 0);
                for upper in other.to_uppercase().take(1) {
                    set(&mut table, upper, base as u32, UPPER);
                }
            }
        }
        Ok(Self { table })
    }

    /// The letter or mark at byte `at` of the line, and its width in bytes; none where a word ends.
    #[inline]
    pub(super) fn in_word(&self, line: &str, at: usize) -> Option<(Class, usize)> {
        let (code, width) = code_at(line, at)?;
        let class = match self.table.get(code as usize) {
            Some(slot) => known(*slot)?,
            None => self.class(char::from_u32(code)?),
        };
        matches!(class, Class::Letter(..) | Class::Mark).then_some((class, width))
    }

    /// What stands at byte `at` of the line, and its width in bytes; none at the end of the line.
    pub(super) fn class_at(&self, line: &str, at: usize) -> Option<(Class, usize)> {
        let (code, width) = code_at(line, at)?;
        let class = self.table.get(code as usize).and_then(|slot| known(*slot));
        Some((class.unwrap_or_else(|| self.class(char::from_u32(code).unwrap_or_default())), width))
    }

    /// What `c` is.
    pub(super) fn class(&self, c: char) -> Class {
        if let Some(&slot) = self.table.get(c as usize) {
            return match known(slot) {
                Some(class) => class,
                None if c.is_whitespace() => Class::Space,
                None => Class::Sign(alike(c)),
            };
        }
        match c {
            '\u{ff01}'..='\u{ff5e}' => {
                self.class(char::from_u32(c as u32 - 0xfee0).unwrap_or(char::REPLACEMENT_CHARACTER))
            }
            '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2069}'
            | '\u{feff}' => Class::Mark,
            // All white space from here on.
            '\u{2000}'..='\u{200a}'
            | '\u{2028}'
            | '\u{2029}'
            | '\u{202f}'
            | '\u{205f}'
            | '\u{3000}' => Class::Space,
            // Punctuation, arrows, shapes: no look-up for the bullets that scraped lines are full of.
            '\u{2000}'..='\u{2bff}' => Class::Sign(alike(c)),
            '\u{30fb}' => Class::Sign('\u{b7}'),
            '\u{3005}'
            | '\u{3040}'..='\u{30ff}'
            | '\u{3400}'..='\u{9fff}'
            | '\u{ac00}'..='\u{d7a3}'
            | '\u{f900}'..='\u{faff}' => Class::Whole(c as u32),
            _ if c.is_alphanumeric() => Class::Letter(c as u32, false),
            _ => Class::Sign(alike(c)),
        }
    }
}

/// The number of the character at byte `at`, and its width in bytes; none at the end of the line.
#[inline]
fn code_at(line: &str, at: usize) -> Option<(u32, usize)> {
    let bits = |byte: u8, mask: u8| u32::from(byte & mask);
    match *line.as_bytes().get(at..)? {
        [a @ ..=0x7f, ..] => Some((u32::from(a), 1)),
        [a @ ..=0xdf, b, ..] => Some((bits(a, 0x1f) << 6 | bits(b, 0x3f), 2)),
        [a @ ..=0xef, b, c, ..] => {
            Some((bits(a, 0xf) << 12 | bits(b, 0x3f) << 6 | bits(c, 0x3f), 3))
        }
        _ => line.get(at..)?.chars().next().map(|c| (u32::from(c), c.len_utf8())),
    }
}

/// What a slot of the table says; none for what is no part of a word or number.
#[inline]
const fn known(slot: u16) -> Option<Class> {
    match slot {
        0 => None,
        MARK => Some(Class::Mark),
        _ if slot & DIGIT != 0 => Some(Class::Digit((slot & 0xf) as u8)),
        _ => Some(Class::Letter((slot & 0x1fff) as u32, slot & UPPER != 0)),
    }
}

fn set(table: &mut [u16], c: char, code: u32, flag: u16) {
    if let (Some(slot), Ok(code)) = (table.get_mut(c as usize), u16::try_from(code)) {
        *slot = code | flag;
    }
}

/// The slot of a character before its variants are known.
fn slot(code: u16) -> u16 {
    let Some(c) = char::from_u32(u32::from(code)) else { return 0 };
    if let Some(digit) = decimal(c) {
        return DIGIT | u16::from(digit);
    }
    match c {
        // Accents and vowel points; signs of Indic, Thai and Burmese vowels are letters here.
        '\u{300}'..='\u{36f}'
        | '\u{591}'..='\u{5c7}'
        | '\u{640}'
        | '\u{64b}'..='\u{65f}'
        | '\u{670}' => MARK,
        '\u{ad}' | '\u{61c}' => MARK,
        '\u{2bc}' | '\u{964}' | '\u{965}' => 0,
        '\u{900}'..='\u{dff}' | '\u{e30}'..='\u{e4e}' | '\u{102b}'..='\u{103e}' => code,
        _ if c.is_alphabetic() => {
            let lower = c.to_lowercase().next().unwrap_or(c);
            let lower = u16::try_from(u32::from(lower)).unwrap_or(code);
            let upper = if c.is_uppercase() { UPPER } else { 0 };
            if usize::from(lower) < TABLE { lower | upper } else { code | upper }
        }
        _ => 0,
    }
}

/// One sign for all that look like it.
const fn alike(c: char) -> char {
    match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '\u{2018}' | '\u{2019}' | '\u{2bc}' | '\u{b4}' | '`' => '\'',
        '\u{2022}' | '\u{2027}' | '\u{2219}' | '\u{22c5}' | '\u{25cf}' | '\u{30fb}'
        | '\u{2e31}' => '\u{b7}',
        '\u{3001}' | '\u{60c}' | '\u{104a}' => ',',
        '\u{3002}' => '.',
        _ => c,
    }
}
