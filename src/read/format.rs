//! What kind of records an input holds: by content, and by name only when the
//! content does not say.

use std::fmt;
use std::path::Path;
use std::str::FromStr;

use super::borders::{ObjectEnd, object_end, string_end};
use super::compression::without_ending;
use super::encoding::{self, BOM};

/// How an input is divided into pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Format {
    /// Told by the content.
    #[default]
    Auto,
    /// One JSON object a line.
    Jsonl,
    /// JSON objects that span lines, alone, one after the other or in a list.
    Json,
    /// Plain text: the file is one page.
    Text,
}

impl Format {
    /// Every format, in the order of documentation.
    pub const ALL: [Self; 4] = [Self::Auto, Self::Jsonl, Self::Json, Self::Text];

    /// The name used on the command line and in the config file.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Jsonl => "jsonl",
            Self::Json => "json",
            Self::Text => "text",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A name that is no format.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("unknown format {0:?} (known: auto, jsonl, json, text)")]
pub struct UnknownFormat(String);

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(name: &str) -> Result<Self, UnknownFormat> {
        Self::ALL
            .into_iter()
            .find(|format| format.name() == name)
            .ok_or_else(|| UnknownFormat(name.to_owned()))
    }
}

/// The format of an input with this head, in UTF-8. `whole`: the head is all there is.
pub(super) fn of(head: &[u8], whole: bool, name: &str) -> Format {
    let text = head.strip_prefix(BOM).unwrap_or(head).trim_ascii_start();
    match text {
        [b'{', ..] if opens_object(text) => return object_format(text, whole),
        [b'[', rest @ ..] if opens_object(rest.trim_ascii_start()) => return Format::Json,
        _ => {}
    }
    if mostly_objects(text, whole) || is_json_name(name) { Format::Jsonl } else { Format::Text }
}

/// Whether text starts like a JSON object: brace, then a key and a colon, or the other brace.
fn opens_object(text: &[u8]) -> bool {
    let Some(inner) = text.strip_prefix(b"{") else { return false };
    match inner.trim_ascii_start() {
        [] | [b'}', ..] => true,
        key @ [b'"', ..] => match string_end(key, 1) {
            None => true,
            Some(end) => {
                let after = key.get(end..).unwrap_or_default().trim_ascii_start();
                after.first().is_none_or(|&byte| byte == b':')
            }
        },
        _ => false,
    }
}

/// One object a line, or objects over lines, for text that starts with an object.
fn object_format(text: &[u8], whole: bool) -> Format {
    let mut lines = text.splitn(2, |&byte| byte == b'\n');
    let line = lines.next().unwrap_or_default().trim_ascii_end();
    let rest = lines.next();
    if rest.is_none() && !whole {
        return Format::Jsonl; // a first line longer than the head
    }
    match object_end(line) {
        ObjectEnd::At(end) => match line.get(end..).unwrap_or_default().trim_ascii_start() {
            [b',' | b'{', ..] => Format::Json,
            _ => Format::Jsonl,
        },
        ObjectEnd::InString => Format::Jsonl, // a cut record: strings do not span lines
        // An object that goes on in the next line, or a cut record before a whole one.
        ObjectEnd::Beyond => {
            let opens = matches!(line, [.., b'{' | b'[' | b':']);
            let next = rest.unwrap_or_default().trim_ascii_start();
            if !opens && next.first() == Some(&b'{') { Format::Jsonl } else { Format::Json }
        }
    }
}

/// Whether at least half of the whole lines are JSON objects, although the first is not.
fn mostly_objects(text: &[u8], whole: bool) -> bool {
    let (mut objects, mut others) = (0_usize, 0_usize);
    let mut lines = text.split(|&byte| byte == b'\n').map(<[u8]>::trim_ascii).peekable();
    while let Some(line) = lines.next() {
        let cut = lines.peek().is_none() && !whole;
        if line.is_empty() || cut {
            continue;
        }
        if opens_object(line) && object_end(line) == ObjectEnd::At(line.len()) {
            objects += 1;
        } else {
            others += 1;
        }
    }
    objects > 0 && objects >= others
}

/// Whether a file's name says JSON, compression endings aside.
fn is_json_name(name: &str) -> bool {
    let ending = Path::new(without_ending(name)).extension().and_then(|ending| ending.to_str());
    ending.is_some_and(|ending| {
        ["jsonl", "ndjson", "jsonlines", "json"]
            .iter()
            .any(|known| known.eq_ignore_ascii_case(ending))
    })
}

/// What a file is, when its first bytes say that it is neither text nor JSON.
/// As text such files would give a page of rubbish.
pub(super) fn unsupported(head: &[u8]) -> Option<&'static str> {
    const KNOWN: [(&[u8], &str); 12] = [
        (b"PK\x03\x04", "a ZIP archive"),
        (b"PAR1", "a Parquet file"),
        (b"ARROW1", "an Arrow file"),
        (b"%PDF-", "a PDF document"),
        (b"\x89PNG", "a PNG image"),
        (b"\xff\xd8\xff", "a JPEG image"),
        (b"GIF8", "a GIF image"),
        (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
        (b"\x04\x22\x4d\x18", "an LZ4 file"),
        (b"\x7fELF", "a program"),
        (b"SQLite format 3\0", "an SQLite database"),
        (b"WARC/1.", "a WARC archive"),
    ];
    let tar = head.get(257..262) == Some(b"ustar");
    let known = KNOWN.iter().find(|(magic, _)| head.starts_with(magic)).map(|&(_, what)| what);
    if tar { Some("a tar archive") } else { known }
}

/// Whether a head is data that nobody wrote as text, in whatever encoding.
///
/// Told by its control characters: data of no kind has one in ten bytes, compressed or not; a text
/// has hardly any, but for those that break lines, indent or colour it.
pub(super) fn is_binary(head: &[u8]) -> bool {
    const LEAST: usize = 8;
    const ONE_IN: usize = 20;
    let is_control = |byte: &&u8| matches!(byte, 0x00..=0x07 | 0x0e..=0x1a | 0x1c..=0x1f | 0x7f);
    let controls = head.iter().filter(is_control).count();
    controls >= LEAST && controls * ONE_IN > head.len() && encoding::utf16_of(head).is_none()
}

/// The head of an input in UTF-8, as far as the format is concerned.
pub(super) fn readable(head: &[u8]) -> std::borrow::Cow<'_, [u8]> {
    if encoding::utf16_of(head).is_none() {
        return head.into();
    }
    encoding::decode_file(head).text.into_owned().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use super::{Format, is_binary, of, unsupported};

    #[test]
    fn content_decides() {
        let of = |head: &str| of(head.as_bytes(), true, "-");
        for jsonl in [
            "{\"text\": \"a\"}\n{\"text\": \"b\"}\n",
            "\u{feff}\n {\"a\":1}",
            "{}",
            "{\"cut\": \"of\n{\"a\":1}",
            "{\"cut\": 1,\n{\"a\":1}",
            "not json\n{\"a\":1}\n{\"a\":2}\n",
            "{\"a\":1} trailing\n",
        ] {
            assert_eq!(of(jsonl), Format::Jsonl, "{jsonl:?}");
        }
        for json in [
            "{\n  \"text\": \"a\"\n}\n",
            "[{\"a\": 1}]",
            "[\n {\n \"a\": 1}]",
            "{\"a\": 1}, {\"a\": 2}",
            "{\"a\": 1}{\"a\": 2}",
            "{\"list\": [\n{\"a\": 1}\n]}",
            "{\"a\": 1,\n\"b\": 2}",
        ] {
            assert_eq!(of(json), Format::Json, "{json:?}");
        }
        for text in [
            "",
            "plain",
            "{curly} start",
            "[1] a note",
            "{\"quoted\" word}",
            "word\nword\n{\"a\":1}",
        ] {
            assert_eq!(of(text), Format::Text, "{text:?}");
        }
    }

    #[test]
    fn a_line_longer_than_the_head_is_a_line() {
        assert_eq!(of(b"{\"text\": \"a long", false, "-"), Format::Jsonl);
        assert_eq!(of(b"{\"text\": {\"a\": 1, ", false, "-"), Format::Jsonl);
    }

    #[test]
    fn the_name_decides_what_the_content_leaves_open() {
        assert_eq!(of(b"rubbish", true, "a/dump.jsonl.gz"), Format::Jsonl);
        assert_eq!(of(b"", true, "dump.NDJSON"), Format::Jsonl);
        assert_eq!(of(b"rubbish", true, "json"), Format::Text);
        assert_eq!(of(b"{\"a\": 1}", true, "page.txt"), Format::Jsonl);
    }

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

    #[test]
    fn names_round_trip() {
        for format in Format::ALL {
            assert_eq!(format.name().parse(), Ok(format));
        }
        assert!("csv".parse::<Format>().is_err());
    }
}
