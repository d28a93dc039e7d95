//! Bytes of unknown encoding to text, with an account of what was mended.
//!
//! The one place that decides what an encoding is, for text files as for
//! single lines of JSON.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};

use crate::page::Repairs;

/// The byte order mark in UTF-8.
pub(super) const BOM: &[u8] = b"\xef\xbb\xbf";

/// Bytes looked at to tell UTF-16 without a byte order mark.
const UTF16_HEAD: usize = 4096;

/// Bytes given to the guess of a legacy encoding; more do not change it.
const GUESS_BYTES: usize = 256 * 1024;

/// Bytes before the first broken one that the guess may see: it weighs pairs of letters.
const GUESS_CONTEXT: usize = 1024;

/// Text with what had to be done to get it.
#[derive(Debug)]
pub(super) struct Decoded<'a> {
    /// The text, without byte order mark.
    pub(super) text: Cow<'a, str>,
    /// What was mended.
    pub(super) repairs: Repairs,
}

/// Decodes a whole file: UTF-8, UTF-16, or a guess of a legacy encoding.
pub(super) fn decode_file(bytes: &[u8]) -> Decoded<'_> {
    let Some((encoding, mark)) = utf16_of(bytes) else { return decode_utf8(bytes) };
    let (text, replaced) = decode_as(encoding, bytes.get(mark..).unwrap_or_default());
    let encoding = Some(encoding.name());
    Decoded { text, repairs: Repairs { encoding, bom: mark > 0, replaced, ..Repairs::default() } }
}

/// Decodes bytes that are meant to be UTF-8, as a record of JSONL is; legacy bytes are guessed.
pub(super) fn decode_utf8(bytes: &[u8]) -> Decoded<'_> {
    let (bytes, bom) = bytes.strip_prefix(BOM).map_or((bytes, false), |rest| (rest, true));
    let (text, encoding, replaced) = match std::str::from_utf8(bytes) {
        Ok(text) => (Cow::Borrowed(text), None, 0),
        Err(broken) => decode_broken(bytes, broken.valid_up_to()),
    };
    Decoded { text, repairs: Repairs { encoding, bom, replaced, ..Repairs::default() } }
}

/// Text, encoding when it is not UTF-8, and number of replaced places of bytes that are not valid UTF-8.
fn decode_broken(bytes: &[u8], first: usize) -> (Cow<'_, str>, Option<&'static str>, u32) {
    let (mut wide, mut broken) = (0_u32, 0_u32);
    for chunk in bytes.utf8_chunks() {
        let starts = chunk.valid().bytes().filter(|&byte| byte >= 0xc0).count();
        wide = wide.saturating_add(u32::try_from(starts).unwrap_or(u32::MAX));
        broken = broken.saturating_add(u32::from(!chunk.invalid().is_empty()));
    }
    // Legacy text is valid UTF-8 by accident only; text with more good characters
    // than breaks is UTF-8 that was damaged, and a guess would garble the good ones.
    if wide > broken {
        return (String::from_utf8_lossy(bytes), None, broken);
    }
    let encoding = guess(bytes, first);
    let (text, replaced) = decode_as(encoding, bytes);
    (text, Some(encoding.name()), replaced)
}

fn guess(bytes: &[u8], first: usize) -> &'static Encoding {
    let from = first.saturating_sub(GUESS_CONTEXT);
    let to = bytes.len().min(first.saturating_add(GUESS_BYTES));
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes.get(from..to).unwrap_or_default(), to == bytes.len());
    detector.guess(None, Utf8Detection::Deny)
}

fn decode_as<'a>(encoding: &'static Encoding, bytes: &'a [u8]) -> (Cow<'a, str>, u32) {
    let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
    let replaced = if had_errors { replacements(&text) } else { 0 };
    (text, replaced)
}

/// Number of U+FFFD in a text.
pub(super) fn replacements(text: &str) -> u32 {
    u32::try_from(text.matches('\u{fffd}').count()).unwrap_or(u32::MAX)
}

/// The kind of UTF-16 that data with this head is in, with the length of its byte order mark.
///
/// Without a mark it is told by NUL bytes: white space and Latin letters have one
/// in each pair, always on the same side, and other text hardly has NULs like that.
pub(super) fn utf16_of(head: &[u8]) -> Option<(&'static Encoding, usize)> {
    match head {
        // Not the mark of UTF-32, which starts with the same two bytes.
        [0xff, 0xfe, 0, 0, ..] => return None,
        [0xff, 0xfe, ..] => return Some((UTF_16LE, 2)),
        [0xfe, 0xff, ..] => return Some((UTF_16BE, 2)),
        _ => {}
    }
    let head = head.get(..UTF16_HEAD).unwrap_or(head);
    let (mut first, mut second) = (Side::default(), Side::default());
    for pair in head.chunks_exact(2) {
        if let [a, b] = pair {
            first.count(*a);
            second.count(*b);
        }
    }
    let readable = std::str::from_utf8(head).is_ok();
    if second.is_high(&first, readable) {
        Some((UTF_16LE, 0))
    } else if first.is_high(&second, readable) {
        Some((UTF_16BE, 0))
    } else {
        None
    }
}

/// The bytes on one side of the pairs.
#[derive(Default)]
struct Side {
    pairs: usize,
    nuls: usize,
    printable: usize,
}

impl Side {
    fn count(&mut self, byte: u8) {
        self.pairs += 1;
        self.nuls += usize::from(byte == 0);
        self.printable += usize::from(matches!(byte, b' '..=b'~'));
    }

    /// Whether these are the high bytes of UTF-16, `other` the low ones. When the bytes are
    /// `readable` as they are, NULs between words must not be taken for high bytes.
    fn is_high(&self, other: &Self, readable: bool) -> bool {
        // Spaces alone are more than a tenth of the characters of any spaced script.
        let lopsided = self.nuls * 10 >= self.pairs && other.nuls * 20 <= self.nuls;
        self.pairs >= 2 && self.nuls > 0 && lopsided && !(readable && self.printable > self.nuls)
    }
}

#[cfg(test)]
mod tests {
    use encoding_rs::{Encoding, GBK, SHIFT_JIS, WINDOWS_1251, WINDOWS_1252};

    use super::{decode_file, decode_utf8, utf16_of};

    const RUSSIAN: &str = "\u{412} \u{433}\u{43e}\u{440}\u{43e}\u{434}\u{435} \u{43e}\u{442}\
        \u{43a}\u{440}\u{44b}\u{43b}\u{438} \u{43d}\u{43e}\u{432}\u{44b}\u{439} \u{43c}\u{43e}\u{441}\u{442}.";

    #[test]
    fn legacy_encodings_are_guessed_and_named() {
        let cases: [(&'static Encoding, &str); 4] = [
            (WINDOWS_1251, RUSSIAN),
            (
                WINDOWS_1252,
                "Le caf\u{e9} reste ferm\u{e9} jusqu\u{2019}\u{e0} l\u{2019}\u{e9}t\u{e9}.",
            ),
            (
                SHIFT_JIS,
                "\u{65b0}\u{3057}\u{3044}\u{6a4b}\u{304c}\u{958b}\u{901a}\u{3057}\u{307e}\u{3057}\u{305f}\u{3002}",
            ),
            (
                GBK,
                "\u{65b0}\u{6865}\u{4eca}\u{5929}\u{901a}\u{8f66}\u{ff0c}\u{5e02}\u{6c11}\u{5f88}\u{9ad8}\u{5174}\u{3002}",
            ),
        ];
        for (encoding, text) in cases {
            let (bytes, _, _) = encoding.encode(text);
            let decoded = decode_file(&bytes);
            assert_eq!(decoded.text, text);
            assert_eq!(decoded.repairs.encoding, Some(encoding.name()));
            assert_eq!(decoded.repairs.replaced, 0);
        }
    }

    #[test]
    fn damaged_utf8_stays_utf8() {
        let bytes = [RUSSIAN.as_bytes(), b" \xd0 ", RUSSIAN.as_bytes()].concat();
        let decoded = decode_utf8(&bytes);
        assert_eq!(decoded.text, format!("{RUSSIAN} \u{fffd} {RUSSIAN}"));
        assert_eq!((decoded.repairs.encoding, decoded.repairs.replaced), (None, 1));
    }

    #[test]
    fn utf16_with_and_without_mark() {
        for text in ["Rain in May.\n", RUSSIAN] {
            for mark in ["", "\u{feff}"] {
                let units: Vec<u16> = format!("{mark}{text}").encode_utf16().collect();
                let little: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
                let big: Vec<u8> = units.iter().flat_map(|unit| unit.to_be_bytes()).collect();
                for (bytes, name) in [(little, "UTF-16LE"), (big, "UTF-16BE")] {
                    let decoded = decode_file(&bytes);
                    assert_eq!(decoded.text, text);
                    assert_eq!(decoded.repairs.encoding, Some(name));
                    assert_eq!(decoded.repairs.bom, !mark.is_empty());
                }
            }
        }
    }

    #[test]
    fn half_a_pair_is_replaced_and_counted() {
        let decoded = decode_file(b"\xff\xfea\0\x3d\xd8b\0");
        assert_eq!((&*decoded.text, decoded.repairs.replaced), ("a\u{fffd}b", 1));
    }

    #[test]
    fn plain_text_with_a_few_nuls_is_not_utf16() {
        for text in
            [&b"a\0b"[..], b"", b"a\0", b"one\0two\0three\0four\0", b"\0\0\0\0\0\0", b"plain"]
        {
            assert_eq!(utf16_of(text), None, "{text:?}");
            assert!(!decode_file(text).repairs.any());
        }
    }

    #[test]
    fn a_byte_order_mark_is_taken_off() {
        let decoded = decode_file(b"\xef\xbb\xbftext");
        assert_eq!((&*decoded.text, decoded.repairs.bom), ("text", true));
        assert_eq!(decoded.repairs.encoding, None);
    }
}
