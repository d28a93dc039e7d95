//! Bytes of unknown encoding to text, with an account of what was mended.
//!
//! The one place that decides what an encoding is, for text files as for
//! single lines of JSON.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};
use memchr::memchr_iter;

use crate::page::Repairs;

/// The byte order mark in UTF-8.
pub(super) const BOM: &[u8] = b"\xef\xbb\xbf";

/// The first byte of a surrogate, if UTF-8 had any.
const SURROGATE: u8 = 0xed;

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
    let Decoded { text, repairs } = match std::str::from_utf8(bytes) {
        Ok(text) => Decoded { text: Cow::Borrowed(text), repairs: Repairs::default() },
        Err(broken) => decode_broken(bytes, broken.valid_up_to()),
    };
    Decoded { text, repairs: Repairs { bom, ..repairs } }
}

/// Decodes bytes that are not valid UTF-8, the first of them at `first`.
fn decode_broken(bytes: &[u8], first: usize) -> Decoded<'_> {
    let (joined, mended) = join_surrogates(bytes);
    if is_utf8(&joined) {
        let broken = joined.utf8_chunks().filter(|chunk| !chunk.invalid().is_empty()).count();
        let replaced = u32::try_from(broken).unwrap_or(u32::MAX);
        let text = String::from_utf8_lossy(&joined).into_owned().into();
        return Decoded { text, repairs: Repairs { replaced, mended, ..Repairs::default() } };
    }
    let encoding = guess(bytes, first);
    let (text, replaced) = decode_as(encoding, bytes);
    let encoding = Some(encoding.name());
    Decoded { text, repairs: Repairs { encoding, replaced, ..Repairs::default() } }
}

/// Whether text is UTF-8 that was damaged. A guess would garble its good characters.
///
/// Legacy text is valid by accident only, and hardly ever in a whole run of bytes beyond ASCII. So
/// text is UTF-8 when it has more good characters than breaks, as scripts without ASCII have; or,
/// as mostly ASCII text has, at least as many runs that tell of UTF-8 as runs with a break.
fn is_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut breaks, mut telling, mut broken) = (0_usize, 0_usize, 0_usize, 0_usize);
    // A character that the end cuts off says nothing: texts are cut at a number of bytes.
    for run in without_cut_end(bytes).split(u8::is_ascii).filter(|run| !run.is_empty()) {
        let before = breaks;
        for chunk in run.utf8_chunks() {
            good += chunk.valid().chars().count();
            breaks += usize::from(!chunk.invalid().is_empty());
        }
        if breaks > before {
            broken += 1;
        } else {
            // Two bytes may as well be a capital letter and the quotation mark after it, but for
            // the signs and letters that Latin scripts have in common.
            telling += usize::from(matches!(run, [0xc2 | 0xc3, _] | [_, _, _, ..]));
        }
    }
    good > breaks || telling >= broken
}

/// The bytes without an incomplete character at their end.
fn without_cut_end(bytes: &[u8]) -> &[u8] {
    const MOST: usize = 3;
    let is_cut = |tail: &&[u8]| {
        std::str::from_utf8(tail)
            .is_err_and(|error| error.valid_up_to() == 0 && error.error_len().is_none())
    };
    let tails = (1..=MOST).rev().filter_map(|len| bytes.get(bytes.len().checked_sub(len)?..));
    let cut = { tails }.find(is_cut).map_or(0, <[u8]>::len);
    bytes.get(..bytes.len() - cut).unwrap_or(bytes)
}

/// The bytes with characters as UTF-8 has them that were written as two surrogates, as Java and
/// `MySQL` may do (CESU-8), and the number of such.
fn join_surrogates(bytes: &[u8]) -> (Cow<'_, [u8]>, u32) {
    let (mut out, mut copied, mut joined) = (Vec::new(), 0, 0_u32);
    for at in memchr_iter(SURROGATE, bytes) {
        let Some(c) = bytes.get(at..).and_then(surrogates) else { continue };
        out.extend_from_slice(bytes.get(copied..at).unwrap_or_default());
        out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
        copied = at + 6;
        joined = joined.saturating_add(1);
    }
    if joined == 0 {
        return (bytes.into(), 0);
    }
    out.extend_from_slice(bytes.get(copied..).unwrap_or_default());
    (out.into(), joined)
}

/// The character of the two surrogates that the bytes start with.
fn surrogates(bytes: &[u8]) -> Option<char> {
    let &[SURROGATE, a @ 0xa0..=0xaf, b @ 0x80..=0xbf, SURROGATE, c @ 0xb0..=0xbf, d @ 0x80..=0xbf] =
        bytes.first_chunk::<6>()?
    else {
        return None;
    };
    let unit = |high: u8, low: u8| 0xd000 | u16::from(high & 0x3f) << 6 | u16::from(low & 0x3f);
    char::decode_utf16([unit(a, b), unit(c, d)]).next()?.ok()
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

    use super::{Repairs, decode_file, decode_utf8, utf16_of};

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
    fn damage_does_not_garble_the_few_good_characters() {
        let cases: [(&[u8], &str, u32); 4] = [
            (
                b"Caf\xc3\xa9 Central shuts. It\x92s over.",
                "Caf\u{e9} Central shuts. It\u{fffd}s over.",
                1,
            ),
            (b"Nobody knows, and they don\xe2\x80", "Nobody knows, and they don\u{fffd}", 1),
            (
                b"\xe2\x80\x9cGo,\xe2\x80\x9d she said\x85 twice.",
                "\u{201c}Go,\u{201d} she said\u{fffd} twice.",
                1,
            ),
            (b"plain\xf0\x9f\x98", "plain\u{fffd}", 1),
        ];
        for (bytes, text, replaced) in cases {
            let decoded = decode_utf8(bytes);
            assert_eq!(decoded.text, text);
            assert_eq!((decoded.repairs.encoding, decoded.repairs.replaced), (None, replaced));
        }
    }

    #[test]
    fn few_legacy_bytes_are_still_guessed() {
        for text in [
            "The mayor said it\u{2019}s over.",
            "They don\u{2019}t know, and it\u{2019}s late in the caf\u{e9}.",
            "Das Wort \u{bb}SPA\u{df}\u{ab} fiel.",
        ] {
            let (bytes, _, _) = WINDOWS_1252.encode(text);
            let decoded = decode_utf8(&bytes);
            assert_eq!(decoded.text, text);
            assert_eq!(decoded.repairs.encoding, Some("windows-1252"));
        }
    }

    #[test]
    fn surrogates_become_the_character_that_they_stand_for() {
        let decoded =
            decode_utf8(b"\xe2\x80\x9cGo,\xe2\x80\x9d Caf\xc3\xa9 \xed\xa0\xbd\xed\xb8\x80");
        assert_eq!(decoded.text, "\u{201c}Go,\u{201d} Caf\u{e9} \u{1f600}");
        let Repairs { encoding, replaced, mended, .. } = decoded.repairs;
        assert_eq!((encoding, replaced, mended), (None, 0, 1));
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
