//! All ways in: any bytes, under any name of a format, whole and in pieces.

use std::io::Write as _;
use std::sync::Arc;

use presswash::page::Page;
use presswash::read::{
    BlockReader, Bounds, FieldNames, Format, Input, ReadSettings, parse, site_key,
};

use super::dice::{Dice, damage};
use super::drive;

const RECORDS: &str = "{\"id\": \"a\", \"url\": \"https://www.example.org/a?b\", \"text\": \"Rain \\ud83d\\ude00 again.\\nReply\"}\n\
    \n{\"text\": \"zwei\\u00e4\", \"x\": [1e400, {\"a\": null}], \"text\": \"Deux \u{e9}t\u{e9}s\"}\r\n\
    {\"meta\": {\"text\": \"x\"}, \"content\": \"caf\\xe9 \t\", \"n\": NaN}\n{\"id\": 7, \"raw_text\": \"\\ud800 alone\"}\n";

const LIST: &str = "[\n {\"text\": \"One }{ two\",\n  \"id\": 1},\n {\"text\": \"\u{4e8c}\", \"k\": {\"k\": []}} ,\n 7]\n";

const TEXT: &str =
    "Bridge closed\r\n\r\nThe bridge is closed \u{2013} \u{201c}for good\u{201d}.\u{a0}\n\nReply\n";

const WARC: &str = "WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 5\r\n\r\na: b\n\r\n\r\n\
    WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Record-ID: <urn:uuid:1>\r\nContent-Length: 12\r\n\r\nRain again.\n\r\n\r\n\
    WARC/1.1\nWARC-Type: conversion\nWARC-Target-URI: http://example.org/\nContent-Length: 24\n\nQuoted:\nWARC/1.0 is old.\n";

const TABLE: &str =
    "id,text,note\r\na,\"Rain \"\"again\"\",\nand again\",\n\n7,Snow,x\nragged\n8,5\" pipe,\"y\"";

/// An input that is well formed, in one of the encodings and compressions.
fn sound(dice: &mut Dice<'_>) -> Vec<u8> {
    let text = *dice.of(&[RECORDS, LIST, TEXT, WARC, TABLE, ""]);
    let mark = *dice.of(&["", "", "\u{feff}"]);
    let text = format!("{mark}{text}");
    let encoded = match dice.byte() % 5 {
        0 => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        1 => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        2 => text.chars().map(|c| u8::try_from(c).unwrap_or(b'?')).collect(),
        _ => text.into_bytes(),
    };
    let members = 1 + usize::from(dice.byte() % 2);
    match dice.byte() % 8 {
        0 => {
            let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
            gzip.write_all(&encoded).unwrap();
            gzip.finish().unwrap().repeat(members)
        }
        1 => zstd::encode_all(encoded.as_slice(), 1).unwrap().repeat(members),
        2 => {
            let mut bzip2 = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
            bzip2.write_all(&encoded).unwrap();
            bzip2.finish().unwrap().repeat(members)
        }
        3 => {
            let mut xz = liblzma::write::XzEncoder::new(Vec::new(), 0);
            xz.write_all(&encoded).unwrap();
            xz.finish().unwrap().repeat(members)
        }
        _ => encoded,
    }
}

/// What came out, for comparison.
#[derive(Debug, PartialEq)]
enum Out {
    Page { record: u64, offset: u64, id: String, text: String },
    Bad { record: u64, offset: u64, message: String },
    Error(String),
}

fn read(bytes: &[u8], settings: &ReadSettings) -> Vec<Out> {
    let input = Arc::new(Input::stdin());
    let reader = match BlockReader::from_bytes(input, bytes.to_vec(), settings) {
        Ok(reader) => reader,
        Err(error) => return vec![Out::Error(error.to_string())],
    };
    let fields = FieldNames::default();
    let mut out = Vec::new();
    let mut numbers = 0..;
    for item in reader {
        let block = match item {
            Ok(block) => block,
            Err(error) => {
                out.push(Out::Error(error.to_string()));
                continue;
            }
        };
        assert_eq!(Some(block.number), numbers.next());
        for page in parse(&block, &fields) {
            out.push(match page {
                Ok(page) => {
                    is_sound(&page);
                    let (record, offset) = (page.origin.record, page.origin.offset);
                    Out::Page { record, offset, id: page.id, text: page.text }
                }
                Err(bad) => {
                    let (record, offset) = (bad.origin.record, bad.origin.offset);
                    Out::Bad { record, offset, message: bad.reason.to_string() }
                }
            });
        }
    }
    out
}

/// The places of a record's parts are places in the record.
fn is_sound(page: &Page) {
    let _ = site_key(page);
    let raw = &page.envelope.raw;
    for member in &page.envelope.members {
        let key = &raw[member.key.clone()];
        assert!(key.starts_with('"') && key.ends_with('"'), "{key}");
        assert!(
            serde_json::from_str::<&serde_json::value::RawValue>(&raw[member.value.clone()])
                .is_ok()
        );
    }
    if let Some(slot) = &page.envelope.text {
        let member = &page.envelope.members[slot.member];
        assert!(member.value.start <= slot.value.start && slot.value.end <= member.value.end);
    }
}

fn harness(bytes: &[u8]) {
    let mut dice = Dice::new(bytes);
    let format = *dice.of(&Format::ALL);
    let max_record = *dice.of(&[1 << 20, 40, 7, 200]);
    let block_bytes = *dice.of(&[1, 3, 16, 100]);
    let max_bytes = *dice.of(&[1 << 20, 1 << 20, 50]);
    let stored = if dice.byte().is_multiple_of(4) {
        dice.rest().to_vec()
    } else {
        let mut stored = sound(&mut dice);
        damage(&mut dice, &mut stored);
        stored
    };
    let bounds = Bounds { bytes: max_bytes, ..Bounds::default() };
    let large = ReadSettings { format, max_record, bounds, ..ReadSettings::default() };
    let whole = read(&stored, &large);
    let pieces = read(&stored, &ReadSettings { block_bytes, ..large });
    assert_eq!(whole, pieces, "the size of blocks must not matter");
    let records: Vec<u64> = whole
        .iter()
        .filter_map(|out| match out {
            Out::Page { record, .. } | Out::Bad { record, .. } => Some(*record),
            Out::Error(_) => None,
        })
        .collect();
    assert!(records.windows(2).all(|pair| pair[0] < pair[1]), "{records:?}");
}

#[test]
fn readers() {
    drive("readers", harness);
}
