//! What a character is, read from a table.
//!
//! The standard library searches for the class of every character beyond
//! ASCII, which is most of the time that text in other alphabets takes. The
//! answers here are the library's own, kept for all alphabets below U+2000,
//! the punctuation and symbols behind them, kana, and forms of full width.

use std::sync::LazyLock;

use super::borders::{BLOCK, Lanes, ONES, TOPS, borders, load_eight};

const ALPHABETIC: u8 = 1;
const NUMERIC: u8 = 2;
const LOWER: u8 = 4;
const UPPER: u8 = 8;
const WHITE: u8 = 16;

/// Characters below this have a slot in the table of classes.
const CLASSES: usize = 0x3400;
/// Characters below this have a slot in the table of lower case: letters with case up to Cyrillic.
const LOWERED: usize = 0x600;

static CLASS: LazyLock<[u8; CLASSES]> =
    LazyLock::new(|| std::array::from_fn(|code| char_of(code).map_or(0, ask)));

/// The first of the forms of full width, among them the punctuation of Chinese and Japanese, and how many there are.
const FORM: usize = 0xFF00;
const FORM_COUNT: usize = 0xF0;

static FORMS: LazyLock<[u8; FORM_COUNT]> =
    LazyLock::new(|| std::array::from_fn(|code| char_of(FORM + code).map_or(0, ask)));

/// The lower case of a character where it is one character; NUL where it is not that simple.
static LOWER_CASE: LazyLock<[char; LOWERED]> =
    LazyLock::new(|| std::array::from_fn(|code| char_of(code).and_then(one_lower).unwrap_or('\0')));

/// The class of one character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Class(u8);

impl Class {
    /// The class of `c`.
    #[must_use]
    pub fn of(c: char) -> Self {
        match CLASS.get(c as usize) {
            Some(&class) => Self(class),
            // Han and Hangul.
            None if matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}') => {
                Self(ALPHABETIC)
            }
            None => Self(look_up(c)),
        }
    }

    /// As [`char::is_alphabetic`].
    #[must_use]
    pub const fn is_alphabetic(self) -> bool {
        self.0 & ALPHABETIC != 0
    }

    /// As [`char::is_numeric`].
    #[must_use]
    pub const fn is_numeric(self) -> bool {
        self.0 & NUMERIC != 0
    }

    /// As [`char::is_alphanumeric`].
    #[must_use]
    pub const fn is_alphanumeric(self) -> bool {
        self.0 & (ALPHABETIC | NUMERIC) != 0
    }

    /// As [`char::is_lowercase`].
    #[must_use]
    pub const fn is_lowercase(self) -> bool {
        self.0 & LOWER != 0
    }

    /// As [`char::is_uppercase`].
    #[must_use]
    pub const fn is_uppercase(self) -> bool {
        self.0 & UPPER != 0
    }

    /// As [`char::is_whitespace`].
    #[must_use]
    pub const fn is_whitespace(self) -> bool {
        self.0 & WHITE != 0
    }
}

/// The zeros of the scripts that news is written in.
const ZEROS: [u32; 18] = [
    0x30, 0x660, 0x6f0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50,
    0xed0, 0x1040, 0x17e0, 0x1810, 0xff10,
];

/// The value of a decimal digit.
#[must_use]
pub fn decimal(c: char) -> Option<u8> {
    // Nearly all characters that are asked about.
    if c.is_ascii() {
        return c.is_ascii_digit().then(|| c as u8 - b'0');
    }
    let code = u32::from(c);
    let value = |zero: u32| code.checked_sub(zero).filter(|value| *value < 10);
    ZEROS.into_iter().find_map(value).and_then(|value| u8::try_from(value).ok())
}

/// The class of a character behind the table of most.
fn look_up(c: char) -> u8 {
    FORMS.get((c as usize).wrapping_sub(FORM)).copied().unwrap_or_else(|| ask(c))
}

/// What the library says of a character.
fn ask(c: char) -> u8 {
    [
        (ALPHABETIC, c.is_alphabetic()),
        (NUMERIC, c.is_numeric()),
        (LOWER, c.is_lowercase()),
        (UPPER, c.is_uppercase()),
        (WHITE, c.is_whitespace()),
    ]
    .into_iter()
    .fold(0, |class, (bit, is)| if is { class | bit } else { class })
}

/// The character with this number.
pub(super) fn char_of(code: usize) -> Option<char> {
    u32::try_from(code).ok().and_then(char::from_u32)
}

fn one_lower(c: char) -> Option<char> {
    let mut lower = c.to_lowercase();
    // How a capital sigma is written depends on what follows it.
    (lower.len() == 1 && c != '\u{3a3}').then(|| lower.next()).flatten()
}

/// How many small ASCII letters `bytes` start with.
///
/// Words are too irregular for the processor to foresee where a loop over their letters ends; eight bytes at a
/// time there is hardly a loop left.
#[must_use]
pub fn small_letters(bytes: &[u8]) -> usize {
    let mut len = 0;
    loop {
        match small_of_eight(load_eight(bytes, len)) {
            8 => len += 8,
            run => return len + run,
        }
    }
}

/// How many of eight bytes, from the lowest on, are small ASCII letters before the first that is none.
const fn small_of_eight(eight: u64) -> usize {
    // Seven bits a byte, so that sums stay in their bytes; the top bit then says whether a limit is reached.
    let seven = eight & !TOPS;
    let from_a = seven + ONES * (0x80 - b'a' as u64);
    let behind_z = seven + ONES * (0x80 - b'z' as u64 - 1);
    let other = !(from_a & !behind_z & !eight) & TOPS;
    (other.trailing_zeros() / 8) as usize
}

/// Puts the lower case of `text` in the place of what `out` holds, as [`str::to_lowercase`] makes it.
pub fn lower_into(text: &str, out: &mut String) {
    out.clear();
    let copied = if text.is_ascii() { Some(0) } else { lower_wide(text, out) };
    let Some(copied) = copied else { return text.to_lowercase().clone_into(out) };
    out.push_str(text.get(copied..).unwrap_or_default());
    // In whole vectors, as the bytes are read again right after: what was written byte by byte would be waited for.
    let len = out.len();
    out.push_str(&PADDING[..len.next_multiple_of(PADDING.len()) - len]);
    out.make_ascii_lowercase();
    out.truncate(len);
}

/// As many bytes as are made lower case at once.
const PADDING: &str = "                                ";

/// Appends a text with the lower case of what is no ASCII, up to the last character that changes: returns where the rest
/// begins, none where a character needs the whole text.
fn lower_wide(text: &str, out: &mut String) -> Option<usize> {
    let table = &*LOWER_CASE;
    let mut copied = 0;
    for block in (0..text.len()).step_by(BLOCK) {
        let width = BLOCK.min(text.len() - block);
        let classes = |bytes: Lanes| [bytes.wide(), bytes.inner()];
        let [wide, inner] = borders(text.as_bytes(), block, width, classes);
        let mut leads = wide & !inner;
        while leads != 0 {
            let at = block + leads.trailing_zeros() as usize;
            leads &= leads - 1;
            if text.as_bytes().get(at).is_some_and(|&lead| leads_no_case(lead)) {
                continue;
            }
            let c = text.get(at..).and_then(|rest| rest.chars().next())?;
            match table.get(c as usize) {
                // Not one character for one.
                Some('\0') => return None,
                Some(low) if *low == c => {}
                // Quotation marks and dashes.
                None if matches!(c, '\u{2000}'..='\u{20ff}') => {}
                low => {
                    out.push_str(text.get(copied..at).unwrap_or_default());
                    match low {
                        Some(low) => out.push(*low),
                        None => out.extend(c.to_lowercase()),
                    }
                    copied = at + c.len_utf8();
                }
            }
        }
    }
    Some(copied)
}

/// Whether no character that begins with this byte has case: Semitic and Indic scripts, Thai, kana, Han and Hangul.
const fn leads_no_case(lead: u8) -> bool {
    matches!(lead, 0xD8..=0xE0 | 0xE3..=0xE9 | 0xEB..=0xED)
}

#[cfg(test)]
mod tests {
    use super::{Class, decimal, leads_no_case, lower_into, small_letters};
    use proptest::prelude::*;

    #[test]
    fn classes_are_those_of_the_standard_library() {
        for c in '\0'..=char::MAX {
            let class = Class::of(c);
            assert_eq!(
                (class.is_alphabetic(), class.is_numeric(), class.is_alphanumeric()),
                (c.is_alphabetic(), c.is_numeric(), c.is_alphanumeric()),
                "{c:?}"
            );
            assert_eq!(
                (class.is_lowercase(), class.is_uppercase(), class.is_whitespace()),
                (c.is_lowercase(), c.is_uppercase(), c.is_whitespace()),
                "{c:?}"
            );
        }
    }

    #[test]
    fn leads_without_case_lead_none() {
        for c in '\0'..=char::MAX {
            let lead = c.encode_utf8(&mut [0; 4]).as_bytes()[0];
            let unchanged = matches!(c, '\u{2000}'..='\u{20ff}') || leads_no_case(lead);
            assert!(!unchanged || c.to_lowercase().eq([c]), "{c:?}");
        }
    }

    #[test]
    fn runs_of_small_letters_end_at_any_other_byte() {
        for byte in 0..=u8::MAX {
            for len in 0..20 {
                let mut bytes = vec![b'q'; len];
                bytes.extend([byte; 9]);
                let run = if byte.is_ascii_lowercase() { len + 9 } else { len };
                assert_eq!(small_letters(&bytes), run, "{byte} behind {len}");
            }
        }
    }

    #[test]
    fn digits_of_any_script_have_their_value() {
        let values = |text: &str| text.chars().filter_map(decimal).collect::<Vec<_>>();
        assert_eq!(values("1a9 \u{9e7}\u{6f5}\u{e59}\u{ff10}"), [1, 9, 1, 5, 9, 0]);
        assert!(('\0'..=char::MAX).filter(|c| decimal(*c).is_some()).all(char::is_numeric));
    }

    proptest! {
        #[test]
        fn lower_case_is_that_of_the_standard_library(
            text in "([ -~]|[\u{a0}-\u{5ff}]|[\u{391}-\u{3c9}]|\\PC){0,40}"
        ) {
            let mut low = String::from("before");
            lower_into(&text, &mut low);
            prop_assert_eq!(low, text.to_lowercase());
        }
    }
}
