//! What a character is to a word, and which language a script alone tells.
//!
//! Separate from the scan, so that it stays a loop; ranges are coarse, because
//! only the letters of the listed languages have to be right.

use std::sync::LazyLock;

use crate::segment::is_unspaced;

/// What a character is to a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// Part of a word, in this lower-case form.
    Letter(char),
    /// A character of a script without spaces.
    Glued,
    /// Ends a word and stays with it: `l'`.
    Apostrophe,
    /// Looked through: soft hyphens and marks of vowels that few texts write.
    Nothing,
    /// Ends a word.
    Sign,
}

/// Classes of the characters below this, which take two bytes at most, are kept in a table: the letters of European
/// and Semitic languages.
const TABLED: usize = 0x800;

/// What every character is.
pub(super) struct Classes {
    /// A letter's lower case, or one of the numbers below.
    table: [u16; TABLED],
}

const SIGN: u16 = 0;
const NOTHING: u16 = 1;
const APOSTROPHE: u16 = 2;

/// Laid out once a process.
pub(super) fn classes() -> &'static Classes {
    static CLASSES: LazyLock<Classes> = LazyLock::new(|| {
        let mut table = [SIGN; TABLED];
        for (entry, c) in table.iter_mut().zip('\0'..) {
            *entry = match named(c) {
                Class::Letter(lower) => u16::try_from(u32::from(lower)).unwrap_or(SIGN),
                Class::Nothing => NOTHING,
                Class::Apostrophe => APOSTROPHE,
                Class::Sign | Class::Glued => SIGN,
            };
        }
        Classes { table }
    });
    &CLASSES
}

impl Classes {
    /// The class of a character.
    #[inline]
    pub(super) fn of(&self, c: char) -> Class {
        match self.table.get(c as usize) {
            // The most frequent of those behind the table.
            None => match c {
                '\u{4e00}'..='\u{9fff}' | '\u{3040}'..='\u{30ff}' => Class::Glued,
                '\u{2000}'..='\u{2018}' | '\u{201a}'..='\u{206f}' => Class::Sign,
                '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ffef}' => Class::Sign,
                '\u{ac00}'..='\u{d7a3}' => Class::Letter(c),
                _ => named(c),
            },
            Some(&SIGN) => Class::Sign,
            Some(&NOTHING) => Class::Nothing,
            Some(&APOSTROPHE) => Class::Apostrophe,
            Some(&lower) => Class::Letter(char::from_u32(lower.into()).unwrap_or(c)),
        }
    }
}

/// Whether all characters that begin with this byte are letters: Latin ones behind U+0100, and Cyrillic.
#[inline]
pub(super) const fn leads_letters(lead: u8) -> bool {
    matches!(lead, 0xC4..=0xC9 | 0xD0..=0xD4)
}

/// The class of a character by its range.
fn named(c: char) -> Class {
    match c {
        '0'..='9' | 'a'..='z' => Class::Letter(c),
        'A'..='Z' => Class::Letter(c.to_ascii_lowercase()),
        '\0'..='\x7f' => Class::Sign,
        '\u{ad}' | '\u{591}'..='\u{5bd}' | '\u{640}' | '\u{64b}'..='\u{652}' => Class::Nothing,
        '\u{2019}' | '\u{2bc}' => Class::Apostrophe,
        '\u{aa}' | '\u{b5}' | '\u{ba}' => Class::Letter(c),
        '\u{80}'..='\u{bf}' | '\u{d7}' | '\u{f7}' => Class::Sign,
        '\u{37e}' | '\u{387}' | '\u{55a}'..='\u{55f}' | '\u{589}' => Class::Sign,
        '\u{c0}'..='\u{58f}' | '\u{1e00}'..='\u{1fff}' => Class::Letter(lower(c)),
        '\u{5be}' | '\u{5c0}' | '\u{5c3}' => Class::Sign,
        '\u{60c}' | '\u{61b}' | '\u{61f}' | '\u{66a}'..='\u{66d}' | '\u{6d4}' => Class::Sign,
        '\u{964}' | '\u{965}' | '\u{10fb}' | '\u{1361}'..='\u{1368}' => Class::Sign,
        c if is_unspaced(c) => Class::Glued,
        '\u{590}'..='\u{1dff}' | '\u{2c00}'..='\u{2dff}' | '\u{3130}'..='\u{318f}' => {
            Class::Letter(c)
        }
        '\u{a640}'..='\u{d7a3}' => Class::Letter(c),
        _ => Class::Sign,
    }
}

/// Lower case, one character for one: a dotted capital I loses its second dot.
fn lower(c: char) -> char {
    c.to_lowercase().next().unwrap_or(c)
}

/// A script, as far as it matters here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Script {
    Latin,
    Greek,
    Cyrillic,
    Armenian,
    Hebrew,
    Arabic,
    Devanagari,
    Bengali,
    Gurmukhi,
    Gujarati,
    Tamil,
    Telugu,
    Kannada,
    Malayalam,
    Sinhala,
    Thai,
    Lao,
    Burmese,
    Georgian,
    Ethiopic,
    Khmer,
    Kana,
    Han,
    Hangul,
    Other,
}

/// All scripts, in the order of their numbers.
const SCRIPTS: [Script; 25] = [
    Script::Latin,
    Script::Greek,
    Script::Cyrillic,
    Script::Armenian,
    Script::Hebrew,
    Script::Arabic,
    Script::Devanagari,
    Script::Bengali,
    Script::Gurmukhi,
    Script::Gujarati,
    Script::Tamil,
    Script::Telugu,
    Script::Kannada,
    Script::Malayalam,
    Script::Sinhala,
    Script::Thai,
    Script::Lao,
    Script::Burmese,
    Script::Georgian,
    Script::Ethiopic,
    Script::Khmer,
    Script::Kana,
    Script::Han,
    Script::Hangul,
    Script::Other,
];

impl Script {
    /// The script of a letter.
    #[inline]
    pub(super) const fn of(c: char) -> Self {
        match c {
            // First those that are asked for at every character.
            '\u{4e00}'..='\u{9fff}' => Self::Han,
            '\u{3040}'..='\u{30ff}' => Self::Kana,
            '\0'..='\u{2ff}' | '\u{1e00}'..='\u{1eff}' => Self::Latin,
            '\u{400}'..='\u{52f}' => Self::Cyrillic,
            '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => Self::Greek,
            '\u{530}'..='\u{58f}' => Self::Armenian,
            '\u{590}'..='\u{5ff}' => Self::Hebrew,
            '\u{600}'..='\u{6ff}' | '\u{750}'..='\u{77f}' | '\u{fb50}'..='\u{fefc}' => Self::Arabic,
            '\u{900}'..='\u{97f}' => Self::Devanagari,
            '\u{980}'..='\u{9ff}' => Self::Bengali,
            '\u{a00}'..='\u{a7f}' => Self::Gurmukhi,
            '\u{a80}'..='\u{aff}' => Self::Gujarati,
            '\u{b80}'..='\u{bff}' => Self::Tamil,
            '\u{c00}'..='\u{c7f}' => Self::Telugu,
            '\u{c80}'..='\u{cff}' => Self::Kannada,
            '\u{d00}'..='\u{d7f}' => Self::Malayalam,
            '\u{d80}'..='\u{dff}' => Self::Sinhala,
            '\u{e00}'..='\u{e7f}' => Self::Thai,
            '\u{e80}'..='\u{eff}' => Self::Lao,
            '\u{1000}'..='\u{109f}' => Self::Burmese,
            '\u{10a0}'..='\u{10ff}' => Self::Georgian,
            '\u{1200}'..='\u{139f}' => Self::Ethiopic,
            '\u{1780}'..='\u{17ff}' => Self::Khmer,
            '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{2ebef}' => Self::Han,
            '\u{ac00}'..='\u{d7a3}' => Self::Hangul,
            _ => Self::Other,
        }
    }

    /// The language that most text in the script is written in; none where several share it.
    pub(super) const fn language(self) -> Option<&'static str> {
        Some(match self {
            Self::Latin | Self::Cyrillic | Self::Arabic | Self::Other => return None,
            Self::Greek => "el",
            Self::Armenian => "hy",
            Self::Hebrew => "he",
            Self::Devanagari => "hi",
            Self::Bengali => "bn",
            Self::Gurmukhi => "pa",
            Self::Gujarati => "gu",
            Self::Tamil => "ta",
            Self::Telugu => "te",
            Self::Kannada => "kn",
            Self::Malayalam => "ml",
            Self::Sinhala => "si",
            Self::Thai => "th",
            Self::Lao => "lo",
            Self::Burmese => "my",
            Self::Georgian => "ka",
            Self::Ethiopic => "am",
            Self::Khmer => "km",
            Self::Kana => "ja",
            Self::Han => "zh",
            Self::Hangul => "ko",
        })
    }

    /// Whether there is no list of function words for text in it.
    #[inline]
    pub(super) const fn is_unlisted(self) -> bool {
        matches!(self, Self::Lao | Self::Burmese | Self::Ethiopic | Self::Khmer | Self::Other)
    }
}

/// Words by script; of scripts without spaces, characters.
#[derive(Clone, Debug, Default)]
pub(super) struct Scripts {
    counts: [u32; SCRIPTS.len()],
}

impl Scripts {
    #[inline]
    pub(super) fn add(&mut self, script: Script, count: u32) {
        if let Some(seen) = self.counts.get_mut(script as usize) {
            *seen += count;
        }
    }

    /// The script of more than half of all words; Japanese is written in two.
    pub(super) fn main(&self) -> Option<Script> {
        let of = |script: Script| self.counts.get(script as usize).copied().unwrap_or_default();
        let all: u32 = self.counts.iter().sum();
        let (kana, han) = (of(Script::Kana), of(Script::Han));
        // Chinese pages hold a stray kana as an ornament; Japanese text is hardly ever below a third.
        if (kana + han) * 2 > all && kana * 8 > han {
            return Some(Script::Kana);
        }
        SCRIPTS.into_iter().find(|&script| of(script) * 2 > all)
    }
}

#[cfg(test)]
mod tests {
    use super::{Class, SCRIPTS, Script, Scripts, classes, leads_letters, named};

    #[test]
    fn scripts_stand_at_their_number() {
        for (i, script) in SCRIPTS.into_iter().enumerate() {
            assert_eq!(script as usize, i);
        }
    }

    #[test]
    fn the_table_says_what_the_ranges_say() {
        for c in '\0'..=char::MAX {
            assert_eq!(classes().of(c), named(c), "{c:?}");
        }
    }

    #[test]
    fn leads_of_letters_lead_letters() {
        for c in '\u{80}'..=char::MAX {
            let lead = c.encode_utf8(&mut [0; 4]).as_bytes()[0];
            assert!(!leads_letters(lead) || matches!(named(c), Class::Letter(_)), "{c:?}");
        }
    }

    #[test]
    fn classes_of_characters() {
        let class = |c| classes().of(c);
        assert_eq!(class('É'), Class::Letter('é'));
        assert_eq!(class('İ'), Class::Letter('i'));
        assert_eq!(class('Ж'), Class::Letter('ж'));
        assert_eq!(class('Ồ'), Class::Letter('ồ'));
        assert_eq!(class('の'), Class::Glued);
        assert_eq!(class('한'), Class::Letter('한'));
        assert_eq!(class('\u{2019}'), Class::Apostrophe);
        for sign in ['«', '“', '–', '،', '۔', '।', '、', '。', '！', '\u{200c}', '😀', '\u{a0}']
        {
            assert_eq!(class(sign), Class::Sign, "{sign:?}");
        }
    }

    #[test]
    fn the_script_of_most_words() {
        let mut scripts = Scripts::default();
        assert_eq!(scripts.main(), None);
        scripts.add(Script::Han, 5);
        assert_eq!(scripts.main(), Some(Script::Han));
        scripts.add(Script::Kana, 3);
        assert_eq!(scripts.main(), Some(Script::Kana));
        scripts.add(Script::Latin, 9);
        assert_eq!(scripts.main(), Some(Script::Latin));
        scripts.add(Script::Greek, 9);
        assert_eq!(scripts.main(), None);
    }
}
