//! JSON strings, written fast.
//!
//! Separate because the text is nearly all of a record: whole chunks without
//! anything to escape are found at memory speed and copied at once.

/// Bytes looked at in one step; the compiler turns the test of a chunk into vector code.
const CHUNK: usize = 32;

/// Appends `text` to `out` as a JSON string with its quotes.
///
/// Only quotes, backslashes and control characters are escaped, in the same
/// way as `serde_json` does it; everything else stays UTF-8.
pub fn push_string(out: &mut Vec<u8>, text: &str) {
    out.reserve(text.len() + 2);
    out.push(b'"');
    let mut rest = text.as_bytes();
    while let Some(clean) = first_special(rest) {
        let (head, tail) = rest.split_at(clean);
        out.extend_from_slice(head);
        if let Some((&byte, after)) = tail.split_first() {
            push_escape(out, byte);
            rest = after;
        }
    }
    out.extend_from_slice(rest);
    out.push(b'"');
}

const fn is_special(byte: u8) -> bool {
    byte < 0x20 || byte == b'"' || byte == b'\\'
}

/// Index of the first byte that must be escaped.
fn first_special(bytes: &[u8]) -> Option<usize> {
    let mut start = 0;
    for chunk in bytes.chunks(CHUNK) {
        if chunk.iter().fold(false, |any, &byte| any | is_special(byte)) {
            return chunk.iter().position(|&byte| is_special(byte)).map(|at| start + at);
        }
        start += chunk.len();
    }
    None
}

fn push_escape(out: &mut Vec<u8>, byte: u8) {
    let short = match byte {
        b'"' => b'"',
        b'\\' => b'\\',
        b'\n' => b'n',
        b'\r' => b'r',
        b'\t' => b't',
        0x08 => b'b',
        0x0c => b'f',
        _ => {
            let digit = |nibble: u8| if nibble < 10 { b'0' + nibble } else { b'a' + nibble - 10 };
            out.extend_from_slice(b"\\u00");
            out.extend_from_slice(&[digit(byte >> 4), digit(byte & 15)]);
            return;
        }
    };
    out.extend_from_slice(&[b'\\', short]);
}

#[cfg(test)]
mod tests {
    use super::push_string;
    use proptest::prelude::*;

    fn written(text: &str) -> String {
        let mut out = Vec::new();
        push_string(&mut out, text);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn control_characters_of_all_kinds() {
        let all: String = (0..=0x100).filter_map(char::from_u32).collect();
        assert_eq!(written(&all), serde_json::to_string(&all).unwrap());
        assert_eq!(written("\u{2028}\u{2029}"), "\"\u{2028}\u{2029}\"");
    }

    proptest! {
        #[test]
        fn the_same_as_serde_json(text in "(\\PC|[\u{0}-\u{1f}\"\\\\]|[a-z ]{20,50}){0,60}") {
            prop_assert_eq!(written(&text), serde_json::to_string(&text).unwrap());
        }
    }
}
