//! Archives and tables from bytes to pages, with what is wrong in them.

use presswash::read::{BlockReader, FieldNames, Format, Input, ReadSettings, parse};
use std::sync::Arc;

/// What came out of an input, a line a record: number, offset, text or reason.
fn read(bytes: &[u8], name: &str, settings: &ReadSettings) -> Vec<String> {
    let input = Arc::new(Input { name: name.into(), ..Input::stdin() });
    let mut out = Vec::new();
    for block in BlockReader::from_bytes(input, bytes.to_vec(), settings).unwrap() {
        match block {
            Ok(block) => out.extend(parse(&block, &FieldNames::default()).map(|page| match page {
                Ok(page) => {
                    let origin = page.origin;
                    format!("{} {} {:?}", origin.record, origin.offset, page.text)
                }
                Err(bad) => {
                    format!("{} {} {}", bad.origin.record, bad.origin.offset, bad.reason)
                }
            })),
            Err(error) => out.push(error.to_string()),
        }
    }
    out
}

/// The same for blocks of any size.
fn read_alike(bytes: &[u8], name: &str, max_record: usize) -> Vec<String> {
    let settings = ReadSettings { max_record, ..ReadSettings::default() };
    let whole = read(bytes, name, &settings);
    for block_bytes in [1, 7, 64, 200] {
        let settings = ReadSettings { block_bytes, ..settings.clone() };
        assert_eq!(read(bytes, name, &settings), whole, "blocks of {block_bytes}");
    }
    whole
}

fn record(kind: &str, length: usize, body: &str) -> String {
    format!("WARC/1.0\r\nWARC-Type: {kind}\r\nContent-Length: {length}\r\n\r\n{body}\r\n\r\n")
}

#[test]
fn a_broken_record_of_an_archive_costs_no_other() {
    let parts = [
        record("warcinfo", 4, "a: b"),
        record("conversion", 5, "First"),
        record("conversion", 500, "Too long a length"),
        record("conversion", 2, "Too short a length"),
        record("conversion", 6, "Second").replace("\r\n", "\n"),
        record("conversion", 300, &"Long ".repeat(60)),
        record("conversion", 5, "Third"),
        record("conversion", 60, "Cut off"),
    ];
    let starts: Vec<usize> =
        (0..parts.len()).map(|index| parts[..index].iter().map(String::len).sum()).collect();
    let out = read_alike(parts.concat().as_bytes(), "-", 200);
    assert_eq!(
        out,
        [
            "1 0 WARC warcinfo, which holds no extracted text".to_owned(),
            format!("2 {} \"First\"", starts[1]),
            format!("3 {} the Content-Length is 500 bytes, but 21 are there", starts[2]),
            format!("4 {} the Content-Length is 2 bytes, but 22 are there", starts[3]),
            format!("5 {} \"Second\"", starts[4]),
            format!(
                "-: record 6, byte {}: the record is longer than the limit of 200 bytes and is passed over",
                starts[5]
            ),
            format!("7 {} \"Third\"", starts[6]),
            format!("8 {} the Content-Length is 60 bytes, but 11 are there", starts[7]),
        ]
    );
}

#[test]
fn rows_of_a_table_are_pages_wherever_blocks_end() {
    let table =
        "\u{feff}id,text\r\n1,\"One\nand a half\"\r\n\r\n2\r\n3,Three,3\n4,Four\n5,\"open\n6,x\n";
    assert_eq!(
        read_alike(table.as_bytes(), "x.csv", 1000),
        [
            "1 12 \"One\\nand a half\"",
            "2 34 the row has 1 values, the header row 2",
            "3 37 the row has 3 values, the header row 2",
            "4 47 \"Four\"",
            "5 54 a quoted value is not closed",
        ]
    );
    assert_eq!(read_alike(b"url\tcontent\nhttp://a/\tRain\n", "-", 1000), ["1 12 \"Rain\""]);
    let wide: Vec<u8> = table.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(read_alike(&wide, "x.csv", 1000).len(), 5, "UTF-16 as spreadsheets write it");
}

#[test]
fn tables_of_odd_makers_are_read() {
    assert_eq!(
        read_alike(b"id,text\r1,Rain\r2,\"Snow\rand ice\"\r3,Hail", "-", 1000),
        ["1 8 \"Rain\"", "2 15 \"Snow\\rand ice\"", "3 32 \"Hail\""],
        "old Macs"
    );
    let long = format!("id,text\r1,Rain\r2,{}\r3,Hail\r", "Snow ".repeat(50));
    assert_eq!(read_alike(long.as_bytes(), "-", 100).len(), 3, "a row too long costs no other");
    assert_eq!(read_alike(b"id,text,pr\xe9nom\n1,Rain,Anna\n", "-", 1000), ["1 15 \"Rain\""]);
    assert_eq!(read_alike(b"text\nRain\n", "x.csv", 1000), ["1 5 \"Rain\""]);
    assert_eq!(read_alike(b"id|text\n1|Rain, or snow\n", "-", 1000), ["1 8 \"Rain, or snow\""]);
    assert_eq!(read_alike(b"\ttext\n0\tRain\n", "x.tsv", 1000), ["1 6 \"Rain\""]);
    assert_eq!(
        read_alike(b"id\ttext\n1\t\"Rain\n2\tSnow\n3\t\"Hail\" it was\n", "-", 1000),
        ["1 8 \"\\\"Rain\"", "2 16 \"Snow\"", "3 23 \"\\\"Hail\\\" it was\""],
        "quotes without meaning"
    );
}

#[test]
fn nothing_comes_of_empty_files_and_lists() {
    for (bytes, name) in [
        (&b""[..], "x.csv"),
        (b"\n", "x.tsv"),
        (b"", "x.warc.gz"),
        (b"", "x.parquet"),
        (b"[]", "x.json"),
        (b"[\n\n]\n", "x.json"),
    ] {
        assert!(read_alike(bytes, name, 1000).is_empty(), "{name}");
    }
}

#[test]
fn a_table_of_another_name_is_read_when_asked() {
    let settings = ReadSettings { format: Format::Csv, ..ReadSettings::default() };
    assert_eq!(read(b"text\nRain\n\"Snow\"\n", "-", &settings), ["1 5 \"Rain\"", "2 10 \"Snow\""]);
    assert!(read(b"", "-", &settings).is_empty());
    let long = format!("text,{}\nRain\n", "x".repeat(1 << 17));
    let input = Arc::new(Input::stdin());
    assert!(BlockReader::from_bytes(input, long.into_bytes(), &settings).is_err());
}
