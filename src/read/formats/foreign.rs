//! Files that are of no format here, known by their first bytes.
//!
//! Apart from the formats because this is asked before any of them: as text
//! such files would give a page of rubbish.

use crate::read::encoding;

/// What a file is, when its first bytes say that it is neither text nor JSON.
/// As text such files would give a page of rubbish.
pub(in crate::read) fn unsupported(head: &[u8]) -> Option<&'static str> {
    const KNOWN: [(&[u8], &str); 10] = [
        (b"PK\x03\x04", "a ZIP archive"),
        (b"ARROW1", "an Arrow file"),
        (b"%PDF-", "a PDF document"),
        (b"\x89PNG", "a PNG image"),
        (b"\xff\xd8\xff", "a JPEG image"),
        (b"GIF8", "a GIF image"),
        (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
        (b"\x04\x22\x4d\x18", "an LZ4 file"),
        (b"\x7fELF", "a program"),
        (b"SQLite format 3\0", "an SQLite database"),
    ];
    let tar = head.get(257..262) == Some(b"ustar");
    let known = KNOWN.iter().find(|(magic, _)| head.starts_with(magic)).map(|&(_, what)| what);
    if tar { Some("a tar archive") } else { known }
}

/// Whether a head is data that nobody wrote as text, in whatever encoding.
///
/// Told by its control characters: data of no kind has one in ten bytes, compressed or not; a text
/// has hardly any, but for those that break lines, indent or colour it.
pub(in crate::read) fn is_binary(head: &[u8]) -> bool {
    const LEAST: usize = 8;
    const ONE_IN: usize = 20;
    let is_control = |byte: &&u8| matches!(byte, 0x00..=0x07 | 0x0e..=0x1a | 0x1c..=0x1f | 0x7f);
    let controls = head.iter().filter(is_control).count();
    controls >= LEAST && controls * ONE_IN > head.len() && encoding::utf16_of(head).is_none()
}

/// The head of an input in UTF-8, as far as the format is concerned.
pub(in crate::read) fn readable(head: &[u8]) -> std::borrow::Cow<'_, [u8]> {
    if encoding::utf16_of(head).is_none() {
        return head.into();
    }
    encoding::decode_file(head).text.into_owned().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use super::{is_binary, unsupported};

    #[test]
    fn files_that_are_no_text_are_known() {
        assert_eq!(unsupported(b"%PDF-1.7"), Some("a PDF document"));
        assert_eq!(unsupported(b"PARIS"), None);
    }

    #[test]
    fn data_is_no_text() {
        let data: Vec<u8> = (0..=255).collect();
        assert!(is_binary(&data));
        assert!(!is_binary(b"\x00\x00a stray sign or two"), "too few to tell");
        assert!(!is_binary("\x1b[31mred\x1b[0m\t\x0c\r\n".repeat(40).as_bytes()));
        let wide: Vec<u8> = "A page in UTF-16".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert!(!is_binary(&wide));
        assert!(!is_binary(&[0xe4; 100]), "letters of some legacy encoding");
    }
}
