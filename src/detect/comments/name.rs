//! Whether a short line can be the name of a commenter.
//!
//! Names on the web are real names, handles, blog titles and whole slogans;
//! what they are not is a sentence, a menu or a button.

use super::words::words;
use crate::segment::{End, Shape};

/// Longest name in characters; pingbacks, which carry whole headlines, are known by their verb instead.
const MAX_CHARS: u32 = 60;
/// Most words of a name.
const MAX_WORDS: u32 = 7;

/// Which of the signs stand in a line that names are told apart by: one pass over its bytes in place of a search for
/// each.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Signs {
    found: u8,
    /// Whether two spaces stand side by side.
    pub gap: bool,
}

impl Signs {
    pub(super) const AT: u8 = 1;
    pub(super) const DIGIT: u8 = 2;
    const SPACE: u8 = 4;
    /// Other white space, or the first byte of some.
    const MAY_SPACE: u8 = 8;
    pub(super) const COLON: u8 = 16;
    /// What an arrow is or begins with.
    const ARROW: u8 = 32;
    /// In `replied to`, `in reply to`.
    const REPLY: u8 = 64;

    /// What each byte is.
    const OF: [u8; 256] = {
        let mut of = [0; 256];
        let signs: [(&[u8], u8); 7] = [
            (b"@", Self::AT),
            (b"0123456789", Self::DIGIT),
            (b" ", Self::SPACE),
            (b"\t\n\x0b\x0c\r\xc2\xe1\xe2\xe3", Self::MAY_SPACE),
            (b":", Self::COLON),
            (b">\xe2", Self::ARROW),
            (b"p", Self::REPLY),
        ];
        let mut class = 0;
        while class < signs.len() {
            let (bytes, sign) = signs[class];
            let mut at = 0;
            while at < bytes.len() {
                of[bytes[at] as usize] |= sign;
                at += 1;
            }
            class += 1;
        }
        of
    };

    /// The signs of a line.
    pub(super) fn of(line: &str) -> Self {
        let (mut found, mut both, mut last) = (0, 0, 0);
        for byte in line.bytes() {
            let sign = Self::OF.get(usize::from(byte)).copied().unwrap_or_default();
            found |= sign;
            both |= sign & last;
            last = sign;
        }
        Self { found, gap: both & Self::SPACE != 0 }
    }

    pub(super) const fn has(self, sign: u8) -> bool {
        self.found & sign != 0
    }

    /// Whether a line with these may say who answers whom.
    pub(super) const fn may_answer(self) -> bool {
        self.has(Self::ARROW | Self::AT) || self.has(Self::REPLY) && self.has(Self::SPACE)
    }
}

/// Whether a line of this shape can be a name at all.
pub(super) const fn may_be(shape: &Shape) -> bool {
    let short = shape.chars <= MAX_CHARS && shape.words <= MAX_WORDS && shape.words > 0;
    short
        && shape.letters > 0
        && shape.letters >= shape.digits
        && (shape.sentences == 0 || shape.words <= 4)
}

/// How much a line looks like a name, 0 to 1. `low` is the line in lower case, `shape` and `signs` belong to `line`.
pub(super) fn likeness(line: &str, low: &str, shape: &Shape, signs: Signs) -> f32 {
    if !may_be(shape) {
        return 0.0;
    }
    if signs.has(Signs::AT) && is_federated(line) {
        return 1.0;
    }
    // `6 minute read`, `2 days left`: a figure and its unit.
    let figure =
        line.starts_with(|c: char| c.is_ascii_digit()) && shape.words >= 2 && line.contains(' ');
    if figure || words().no_names.contains(low) {
        return 0.0;
    }
    let ends_like_name = match shape.end {
        End::Open => true,
        // `John D.`, `Dr. K.`: an initial, not a sentence.
        End::Stop => line.split_whitespace().last().is_some_and(is_initial) && shape.words <= 4,
        End::Exclamation | End::Question => shape.words <= 2,
        End::Ellipsis | End::Colon | End::Comma => false,
    };
    // `@ Vera` speaks to somebody.
    let is_led = || {
        line.starts_with("@ ")
            || line.starts_with([
                '#', '\u{a9}', '<', '\u{bb}', '\u{ab}', '\u{203a}', '\u{2192}', '\u{2190}',
            ])
    };
    let plain = line.as_bytes().first().is_some_and(u8::is_ascii_alphanumeric);
    if !ends_like_name || !plain && is_led() {
        return 0.0;
    }
    let address = || signs.has(Signs::COLON) && line.contains("://");
    if shape.separators > 0 || address() || shape.words > 4 && signs.gap {
        return 0.0;
    }
    // A handle: `rider_of_the_99`.
    let spaced = || signs.has(Signs::MAY_SPACE) && line.contains(char::is_whitespace);
    if shape.unspaced == 0 && !signs.has(Signs::SPACE) && !spaced() {
        return 1.0;
    }
    // Thai and its neighbours write without spaces and capitals; their words are counted by characters, and vowels and
    // tones are characters of their own.
    let thai = shape.unspaced > 0 && line.starts_with(|c| matches!(c, '\u{e00}'..='\u{17ff}'));
    let cased = shape.words.saturating_sub(if thai { shape.unspaced.div_ceil(2) } else { 0 });
    let lower = cased - shape.capitalised.min(cased);
    let base: f32 = match shape.words {
        1 | 2 => 1.0,
        3 => 0.9,
        4 => 0.7,
        5 => 0.5,
        _ => 0.35,
    };
    let penalty = match lower {
        0 | 1 => 0.0,
        2 => 0.2,
        _ => 0.4,
    };
    (base - penalty).max(0.0)
}

/// `Vera @lemmy.example`, `Vera (she/her)@lemmy.example`: a name, and the server that it is on.
fn is_federated(line: &str) -> bool {
    let parted = line.rsplit_once(" @").or_else(|| line.rsplit_once(")@"));
    let server = parted.map_or("", |(_, server)| server);
    server.contains('.')
        && !server.contains(' ')
        && server.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-'))
}

/// `D.`, `Dr.`, `Jun.` after a capital, `b.` and `e.V.` without.
fn is_initial(word: &str) -> bool {
    let chars = word.chars().count();
    let inner = word.strip_suffix('.').is_some_and(|word| word.contains('.'));
    chars <= 2 || chars <= 4 && (inner || word.chars().next().is_some_and(char::is_uppercase))
}

#[cfg(test)]
mod tests {
    use super::{Signs, likeness};
    use crate::segment::Shape;

    fn of(line: &str) -> f32 {
        likeness(line, &line.to_lowercase(), &Shape::of(line), Signs::of(line))
    }

    #[test]
    fn names_and_handles() {
        for name in [
            "Anna K.",
            "xX_rider_99",
            "M",
            "\u{41e}\u{43b}\u{435}\u{433}",
            "\u{5c0f}\u{6797}",
            // With vowels and tones above the letters: Uncle Electrician.
            "\u{e25}\u{e38}\u{e07}\u{e0a}\u{e48}\u{e32}\u{e07}\u{e44}\u{e1f}",
        ] {
            assert!(of(name) >= 0.5, "{name}");
        }
    }

    #[test]
    fn sentences_menus_and_numbers_are_no_names() {
        for line in [
            "I think so too.",
            "Home | News",
            "12",
            "and then we went to the shop again",
            "Read more:",
            "\u{a9} 2024 Example",
        ] {
            assert!(of(line) < 0.5, "{line}");
        }
    }
}
