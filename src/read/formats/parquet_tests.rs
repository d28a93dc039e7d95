//! Files of many row groups, read by one and by several decoders.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use arrow_array::{
    ArrayRef, BinaryArray, Float64Array, LargeBinaryArray, RecordBatch, StringArray,
};
use parquet::arrow::ArrowWriter;
use parquet::file::properties::WriterProperties;

use super::{Folded, lines, rows};

/// Rows that differ, in groups of seven.
fn table(rows: u32) -> Vec<u8> {
    let texts = (0..rows).map(|n| format!("Page {n} {}", "of rain ".repeat(n as usize % 9)));
    let texts: ArrayRef = Arc::new(StringArray::from_iter_values(texts));
    let numbers = (0..rows).map(|n| match n % 5 {
        0 => None,
        1 => Some(f64::NAN),
        2 => Some(f64::INFINITY),
        3 => Some(f64::NEG_INFINITY),
        _ => Some(f64::from(n) / 8.0),
    });
    let numbers: ArrayRef = Arc::new(numbers.collect::<Float64Array>());
    write(&RecordBatch::try_from_iter([("text", texts), ("score", numbers)]).unwrap())
}

fn write(batch: &RecordBatch) -> Vec<u8> {
    let properties = WriterProperties::builder().set_max_row_group_row_count(Some(7)).build();
    let mut out = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut out, batch.schema(), Some(properties)).unwrap();
    writer.write(batch).unwrap();
    writer.close().unwrap();
    out
}

/// What comes of a file, whether it ended well, and how much of it was told to be read.
fn read(table: &[u8], decoders: usize, exact: bool) -> (String, bool, u64) {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(table).unwrap();
    let files: Vec<File> = (0..decoders).map(|_| file.reopen().unwrap()).collect();
    let told = Arc::new(AtomicU64::new(0));
    let count = Arc::clone(&told);
    let advance = Box::new(move |bytes| {
        count.fetch_add(bytes, Ordering::Relaxed);
    });
    let mut out = String::new();
    let read = lines(Folded { files, advance, exact });
    let ended = read.and_then(|mut lines| lines.read_to_string(&mut out));
    (out, ended.is_ok(), told.load(Ordering::Relaxed))
}

#[test]
fn row_groups_come_in_order_from_any_number_of_decoders() {
    let table = table(300);
    let alone = read(&table, 1, false);
    assert_eq!((alone.0.lines().count(), alone.1, alone.2), (300, true, table.len() as u64));
    for decoders in [2, 3, 64] {
        assert!(read(&table, decoders, false) == alone, "{decoders} decoders");
    }
}

#[test]
fn of_a_damaged_file_all_decoders_give_the_same() {
    let mut table = table(300);
    let middle = table.len() / 3;
    table[middle..middle + 400].fill(0x55);
    let (out, well, _) = read(&table, 1, false);
    assert!(!well);
    assert!((7..293).contains(&out.lines().count()), "{}", out.lines().count());
    for decoders in [2, 5] {
        assert_eq!(read(&table, decoders, false).0, out, "{decoders} decoders");
    }
}

#[test]
fn numbers_that_json_lacks_are_null_or_words() {
    let scores = |exact| -> Vec<String> {
        let out = read(&table(5), 1, exact).0;
        let score =
            |line: &str| line.split_once("\"score\":").unwrap().1.trim_end_matches('}').to_owned();
        out.lines().map(score).collect()
    };
    assert_eq!(scores(false), ["null", "null", "null", "null", "0.5"]);
    assert_eq!(scores(true), ["null", "\"NaN\"", "\"Infinity\"", "\"-Infinity\"", "0.5"]);
}

#[test]
fn bytes_that_are_text_are_strings_and_others_are_digits() {
    let texts: Vec<Option<&[u8]>> =
        vec![Some("Regen \"heute\" und \u{fc}berall\n".as_bytes()), None, Some(b"A page.")];
    let hashes: Vec<&[u8]> = vec![b"\xff\x01", b"ab", b"cd"];
    let zeros: Vec<&[u8]> = vec![b"ab", b"\0", b"cd"];
    let empty: Vec<&[u8]> = vec![b"", b"", b""];
    let texts: ArrayRef = Arc::new(BinaryArray::from(texts));
    let hashes: ArrayRef = Arc::new(BinaryArray::from(hashes));
    let zeros: ArrayRef = Arc::new(LargeBinaryArray::from(zeros));
    let empty: ArrayRef = Arc::new(LargeBinaryArray::from(empty));
    let columns = [("text", texts), ("hash", hashes), ("zero", zeros), ("empty", empty)];
    let table = write(&RecordBatch::try_from_iter(columns).unwrap());
    let (out, well, _) = read(&table, 1, true);
    assert!(well);
    assert_eq!(
        out.lines().collect::<Vec<_>>(),
        [
            r#"{"text":"Regen \"heute\" und \u{fc}berall\n","hash":"ff01","zero":"6162","empty":""}"#
                .replace("\\u{fc}", "\u{fc}"),
            r#"{"text":null,"hash":"6162","zero":"00","empty":""}"#.to_owned(),
            r#"{"text":"A page.","hash":"6364","zero":"6364","empty":""}"#.to_owned(),
        ]
    );
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(&table).unwrap();
    let schema = rows(file).unwrap().0;
    let types: Vec<String> =
        schema.fields().iter().map(|field| field.data_type().to_string()).collect();
    assert_eq!(types, ["Utf8", "Binary", "LargeBinary", "LargeBinary"]);
}

#[test]
fn bytes_that_are_no_text_later_on_are_left_to_be_mended() {
    let texts = (0..3000).map(|n| match n {
        2900 => b"caf\xe9".to_vec(),
        n => format!("Page {n}").into_bytes(),
    });
    let texts: ArrayRef = Arc::new(BinaryArray::from_iter_values(texts));
    let table = write(&RecordBatch::try_from_iter([("text", texts)]).unwrap());
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(&table).unwrap();
    let settings = crate::read::ReadSettings::default();
    let input = Arc::new(crate::read::Input::file(file.path(), "t.parquet"));
    let blocks = crate::read::BlockReader::open(input, &settings, &Arc::default()).unwrap();
    let fields = crate::read::FieldNames::default();
    let pages: Vec<_> = blocks
        .flat_map(|block| crate::read::parse(&block.unwrap(), &fields).collect::<Vec<_>>())
        .map(Result::unwrap)
        .collect();
    assert_eq!(pages.len(), 3000);
    assert_eq!(pages[2899].text, "Page 2899");
    assert_eq!(
        (pages[2900].text.as_str(), pages[2900].repairs == crate::page::Repairs::default()),
        ("caf\u{e9}", false)
    );
    assert!(pages[2901].repairs == crate::page::Repairs::default());
}
