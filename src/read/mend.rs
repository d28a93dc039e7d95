//! Records that are almost JSON.
//!
//! What common writers get wrong is put right instead of losing the page: raw
//! control characters in strings, backslashes that escape nothing, Python's
//! `NaN`. Lone surrogates are valid JSON but no text, and become U+FFFD when a
//! string is decoded.

use std::borrow::Cow;

use memchr::memchr;

/// The record as valid JSON, as far as these mistakes go, and the number of places mended;
/// none when there was nothing to mend.
pub(super) fn mend(json: &str) -> Option<(String, u32)> {
    let bytes = json.as_bytes();
    let mut mended =
        Mended { json, out: String::with_capacity(json.len() + 16), copied: 0, places: 0 };
    let mut in_string = false;
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let mut step = 1;
        match byte {
            b'"' => in_string = !in_string,
            b'\\' if in_string => match escape_len(json, at) {
                Some(len) => step = len,
                None => mended.replace(at, 1, "\\\\"),
            },
            0..0x20 if in_string => mended.replace(at, 1, &escaped(byte)),
            // White space between tokens is as it should be.
            b'\t' | b'\n' | b'\r' => {}
            0..0x20 => mended.replace(at, 1, " "),
            b'N' | b'I' | b'-' if !in_string => {
                let rest = json.get(at..).unwrap_or_default();
                let number = ["NaN", "Infinity", "-Infinity", "-NaN"];
                if let Some(number) = number.iter().find(|number| rest.starts_with(*number)) {
                    mended.replace(at, number.len(), "null");
                    step = number.len();
                }
            }
            _ => {}
        }
        at += step;
    }
    mended.finish()
}

/// A copy of a record with places replaced.
struct Mended<'a> {
    json: &'a str,
    out: String,
    copied: usize,
    places: u32,
}

impl Mended<'_> {
    fn replace(&mut self, at: usize, len: usize, with: &str) {
        self.out.push_str(self.json.get(self.copied..at).unwrap_or_default());
        self.out.push_str(with);
        self.copied = at + len;
        self.places = self.places.saturating_add(1);
    }

    fn finish(mut self) -> Option<(String, u32)> {
        self.out.push_str(self.json.get(self.copied..).unwrap_or_default());
        (self.places > 0).then_some((self.out, self.places))
    }
}

/// Length of the escape that starts at `at`; none when it is none of JSON's.
fn escape_len(json: &str, at: usize) -> Option<usize> {
    match json.as_bytes().get(at + 1)? {
        b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => Some(2),
        b'u' => unit(json, at).map(|_| 6),
        _ => None,
    }
}

/// The UTF-16 unit of the `\uXXXX` that starts at `at`.
fn unit(json: &str, at: usize) -> Option<u16> {
    let digits = json.get(at..at + 6)?.strip_prefix("\\u")?;
    // `from_str_radix` takes a sign as well.
    let hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    u16::from_str_radix(digits, 16).ok().filter(|_| hex)
}

fn escaped(control: u8) -> Cow<'static, str> {
    match control {
        b'\n' => "\\n".into(),
        b'\r' => "\\r".into(),
        b'\t' => "\\t".into(),
        other => format!("\\u{other:04x}").into(),
    }
}

/// The text of a JSON string, given without its quotes, and the number of lone surrogates,
/// which become U+FFFD.
pub(super) fn unescape(written: &str) -> (String, u32) {
    let mut text = String::with_capacity(written.len());
    let mut replaced = 0_u32;
    let mut at = 0;
    loop {
        let rest = written.get(at..).unwrap_or_default();
        let Some(plain) = memchr(b'\\', rest.as_bytes()) else {
            text.push_str(rest);
            return (text, replaced);
        };
        text.push_str(rest.get(..plain).unwrap_or_default());
        at += plain;
        let (c, len) = unescape_one(written, at);
        replaced = replaced.saturating_add(u32::from(c.is_none()));
        text.push(c.unwrap_or('\u{fffd}'));
        at += len;
    }
}

/// The character of the escape at `at` (none for a lone surrogate) and its length.
fn unescape_one(written: &str, at: usize) -> (Option<char>, usize) {
    if let Some(first) = unit(written, at) {
        let pair = match first {
            0xd800..0xdc00 => {
                unit(written, at + 6).filter(|second| (0xdc00..0xe000).contains(second))
            }
            _ => None,
        };
        let units = std::iter::once(first).chain(pair);
        let c = char::decode_utf16(units).next().and_then(Result::ok);
        return (c, if pair.is_some() { 12 } else { 6 });
    }
    let c = match written.as_bytes().get(at + 1) {
        Some(b'n') => '\n',
        Some(b'r') => '\r',
        Some(b't') => '\t',
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(&sign @ (b'"' | b'\\' | b'/')) => char::from(sign),
        // Not an escape of JSON: the backslash stands for itself.
        _ => return (Some('\\'), 1),
    };
    (Some(c), 2)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{mend, unescape};

    #[test]
    fn control_characters_are_escaped() {
        let (json, places) = mend("{\"a\":\t\"x\ty\nz\0\u{1b}\\\\\\\"\"}\r\n").unwrap();
        assert_eq!(json, "{\"a\":\t\"x\\ty\\nz\\u0000\\u001b\\\\\\\"\"}\r\n");
        assert_eq!(places, 4);
    }

    #[test]
    fn backslashes_that_escape_nothing_are_kept_as_text() {
        let (json, places) = mend(r#"{"a": "C:\dir \u12 \u+123 \'"}"#).unwrap();
        assert_eq!((json.as_str(), places), (r#"{"a": "C:\\dir \\u12 \\u+123 \\'"}"#, 4));
        let (json, _) = mend("{\"a\": \"x\\\ny\"}").unwrap();
        assert_eq!(json, "{\"a\": \"x\\\\\\ny\"}");
    }

    #[test]
    fn numbers_that_are_none_become_null() {
        let (json, places) = mend("{\"NaN\": NaN, \"b\": [-Infinity, Infinity, -1]}").unwrap();
        assert_eq!((json.as_str(), places), ("{\"NaN\": null, \"b\": [null, null, -1]}", 3));
    }

    #[test]
    fn valid_json_needs_no_mending() {
        assert_eq!(mend(r#"{"a": "\ud83d \u00e9 \n", "b": [1, -2.5e3, true]}"#), None);
    }

    #[test]
    fn surrogates_are_paired_or_replaced() {
        assert_eq!(unescape(r"\ud83c\udf27 \u00e9\/"), ("\u{1f327} \u{e9}/".to_owned(), 0));
        assert_eq!(
            unescape(r"a\ud83d b\udc00\ud83d"),
            ("a\u{fffd} b\u{fffd}\u{fffd}".to_owned(), 3)
        );
        assert_eq!(unescape(r"\ud83d\ud83c\udf27"), ("\u{fffd}\u{1f327}".to_owned(), 1));
        assert_eq!(unescape(r"\ud83d\n"), ("\u{fffd}\n".to_owned(), 1));
        assert_eq!(unescape("\\"), ("\\".to_owned(), 0));
    }

    proptest! {
        #[test]
        fn unescaping_undoes_serde(text in any::<String>()) {
            let written = serde_json::to_string(&text).unwrap();
            prop_assert_eq!(unescape(&written[1..written.len() - 1]), (text, 0));
        }

        #[test]
        fn a_mended_record_needs_no_more(record in any::<String>()) {
            if let Some((json, _)) = mend(&record) {
                prop_assert_eq!(mend(&json), None);
            }
        }
    }
}
