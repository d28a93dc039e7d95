//! Files, compression, blocks, limits and failures.

use std::fs;
use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use presswash::page::Page;
use presswash::read::{BlockReader, FieldNames, Format, Input, ReadError, ReadSettings, expand};
use proptest::prelude::*;

use crate::{Outcome, check_envelope, drain, page, read, read_with};

/// Records that do not compress to nothing.
fn dump(records: usize) -> String {
    let mut state = 7_u64;
    let mut lines = String::new();
    for number in 0..records {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let text = format!("Page {state:016x} of the day.\\nMore.");
        lines.extend(["{\"n\": ", &number.to_string(), ", \"text\": \"", &text, "\"}\n"]);
    }
    lines
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut coder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    coder.write_all(bytes).unwrap();
    coder.finish().unwrap()
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    zstd::stream::encode_all(bytes, 3).unwrap()
}

fn bzip2(bytes: &[u8]) -> Vec<u8> {
    let mut coder = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
    coder.write_all(bytes).unwrap();
    coder.finish().unwrap()
}

fn xz(bytes: &[u8]) -> Vec<u8> {
    let mut coder = liblzma::write::XzEncoder::new(Vec::new(), 1);
    coder.write_all(bytes).unwrap();
    coder.finish().unwrap()
}

type Packer = fn(&[u8]) -> Vec<u8>;

const PACKERS: [(&str, Packer); 4] = [("gzip", gzip), ("zstd", zstd), ("bzip2", bzip2), ("xz", xz)];

/// What must not depend on how a dump is stored or cut.
fn essence(pages: &[Page]) -> Vec<(u64, u64, &str, &str)> {
    pages
        .iter()
        .map(|p| (p.origin.record, p.origin.offset, p.id.as_str(), p.envelope.raw.as_str()))
        .collect()
}

fn read_file(path: &std::path::Path) -> (Outcome, u64) {
    let input = Arc::new(expand(&[path]).unwrap().remove(0));
    let progress = Arc::new(AtomicU64::new(0));
    let reader = BlockReader::open(input, &ReadSettings::default(), &progress).unwrap();
    (drain(reader, &FieldNames::default()), progress.load(Ordering::Relaxed))
}

#[test]
fn file_standard_input_and_archives_give_the_same_pages() {
    let dir = tempfile::tempdir().unwrap();
    let dump = dump(40_000);
    let whole = read(dump.as_str());
    assert!(whole.pages.len() == 40_000 && whole.blocks.len() > 2);
    let (half, rest) = dump.as_bytes().split_at(1_000_001);
    for (name, pack) in PACKERS {
        let stored = [pack(half), pack(rest)].concat();
        let path = dir.path().join("misnamed.txt");
        fs::write(&path, &stored).unwrap();
        let (from_file, progress) = read_file(&path);
        assert_eq!(progress, stored.len() as u64, "{name}");
        assert!(essence(&from_file.pages) == essence(&whole.pages), "{name}");
        let from_stream = read(stored);
        assert!(essence(&from_stream.pages) == essence(&whole.pages), "{name}");
    }
}

#[test]
fn a_cut_archive_gives_its_good_part_then_the_place_of_the_damage() {
    let dump = dump(40_000);
    let whole = read(dump.as_str());
    for (name, pack) in PACKERS {
        let mut stored = pack(dump.as_bytes());
        stored.truncate(stored.len() / 2);
        let size = stored.len() as u64;
        let outcome = read(stored);
        let good = outcome.pages.len();
        assert!(good > 1000, "{name}: {good}");
        assert!(essence(&outcome.pages) == essence(&whole.pages[..good]), "{name}");
        assert!(outcome.malformed.is_empty(), "{name}: half a record is no malformed one");
        let [
            ReadError::Decompress {
                origin, compressed, decompressed, partial, compression, ..
            },
        ] = outcome.errors.as_slice()
        else {
            panic!("{name}: {:?}", outcome.errors);
        };
        assert_eq!(compression.to_string(), name);
        assert_eq!(origin, &whole.pages[good].origin, "{name}");
        assert_eq!(origin.offset + partial.len() as u64, *decompressed, "{name}");
        assert!(
            dump.as_bytes()[usize::try_from(origin.offset).unwrap()..].starts_with(partial),
            "{name}"
        );
        assert!(*compressed <= size, "{name}");
    }
}

#[test]
fn damage_inside_an_archive_is_found() {
    for (name, pack) in PACKERS {
        let mut stored = pack(dump(40_000).as_bytes());
        let middle = stored.len() / 2;
        for byte in &mut stored[middle..middle + 64] {
            *byte ^= 0x55;
        }
        let outcome = read(stored);
        assert!(matches!(outcome.errors.as_slice(), [ReadError::Decompress { .. }]), "{name}");
    }
}

#[test]
fn line_ends_blanks_and_marks_do_not_count_as_records() {
    let bytes =
        "\u{feff}{\"text\": \"a\"}\r\n\r\n  \n\u{feff}{\"text\": \"b\"}\n \t\n{\"text\": \"c\"}";
    let outcome = read(bytes);
    let seen: Vec<_> = outcome
        .pages
        .iter()
        .map(|p| (p.origin.record, p.origin.offset, p.text.as_str(), p.repairs.bom))
        .collect();
    assert_eq!(seen, [(1, 0, "a", true), (2, 23, "b", true), (3, 43, "c", false)]);
    outcome.pages.iter().for_each(check_envelope);
}

#[test]
fn a_record_over_the_limit_is_passed_over() {
    let long = format!("{{\"text\": \"{}\"}}", "x".repeat(5000));
    let dump =
        format!("{{\"text\": \"a\"}}\n{long}\n{{\"text\": \"b\"}}\n{long}\n{{\"text\": \"c\"}}\n");
    for block_bytes in [1, 100, 6000, 1 << 20] {
        for (format, dump) in [(Format::Jsonl, dump.clone()), (Format::Json, format!("[{dump}]"))] {
            let settings =
                ReadSettings { format, block_bytes, max_record: 1000, ..ReadSettings::default() };
            let outcome = read_with(dump.as_str(), &settings, &FieldNames::default());
            let numbers: Vec<_> = outcome.pages.iter().map(|p| p.origin.record).collect();
            assert_eq!(numbers, [1, 3, 5], "{format} in blocks of {block_bytes}");
            assert!(outcome.malformed.is_empty());
            assert_eq!(outcome.errors.len(), 2);
            for error in &outcome.errors {
                assert!(!error.is_last() && long.as_bytes().starts_with(error.raw()));
                assert_eq!(error.raw().len(), 1000);
            }
            let shift = u64::from(format == Format::Json);
            assert_eq!(outcome.errors[0].origin().unwrap().offset, 14 + shift);
        }
    }
}

#[test]
fn jsonl_in_utf16_is_read() {
    let dump =
        "{\"text\": \"\u{1f327} \u{434}\u{43e}\u{436}\u{434}\u{44c}\"}\r\n{\"text\": \"b\"}\n"
            .repeat(9000);
    for mark in ["", "\u{feff}"] {
        let units: Vec<u16> = format!("{mark}{dump}").encode_utf16().collect();
        let little: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
        let big: Vec<u8> = units.iter().flat_map(|unit| unit.to_be_bytes()).collect();
        for (bytes, name) in [(little, "UTF-16LE"), (big, "UTF-16BE")] {
            let outcome = read(gzip(&bytes));
            assert_eq!((outcome.pages.len(), outcome.malformed.len()), (18_000, 0));
            assert_eq!(outcome.pages[0].text, "\u{1f327} \u{434}\u{43e}\u{436}\u{434}\u{44c}");
            assert_eq!(outcome.pages[0].repairs.bom, !mark.is_empty());
            assert!(outcome.pages.iter().all(|p| p.repairs.encoding == Some(name)));
        }
    }
}

#[test]
fn a_text_file_is_a_page() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("example.org");
    fs::create_dir(&folder).unwrap();
    let text = "{First} line.\r\n\0 Second line.\n\n";
    fs::write(folder.join("a.txt.gz"), gzip(text.as_bytes())).unwrap();
    fs::write(folder.join("empty.txt"), "").unwrap();
    fs::write(folder.join("none.jsonl"), "").unwrap();
    let mut seen = Vec::new();
    for input in expand(&[dir.path()]).unwrap() {
        let reader = BlockReader::open(Arc::new(input), &ReadSettings::default(), &Arc::default());
        let outcome = drain(reader.unwrap(), &FieldNames::default());
        seen.extend(outcome.pages.into_iter().map(|p| (p.id, p.text, p.envelope.raw)));
    }
    let expected = [("example.org/a.txt", text), ("example.org/empty.txt", "")];
    assert_eq!(seen, expected.map(|(id, text)| (id.to_owned(), text.to_owned(), String::new())));
    let piped = page(text);
    assert_eq!((piped.text.as_str(), piped.id.len()), (text, 16));
    assert!(read("").pages.is_empty(), "nothing on the standard input is no page");
}

#[test]
fn half_a_text_file_is_no_page() {
    let text = dump(5000).replace('{', "");
    let mut stored = gzip(text.as_bytes());
    stored.truncate(stored.len() / 2);
    let outcome = read(stored);
    assert!(outcome.pages.is_empty());
    let [error] = outcome.errors.as_slice() else { panic!("{:?}", outcome.errors) };
    assert!(error.raw().len() > 1000 && text.as_bytes().starts_with(error.raw()));
    let settings = ReadSettings { max_record: 1000, ..ReadSettings::default() };
    let outcome = read_with(text, &settings, &FieldNames::default());
    assert!(matches!(outcome.errors.as_slice(), [ReadError::TooLong { limit: 1000, .. }]));
}

#[test]
fn what_cannot_be_opened_or_is_no_text_says_so() {
    let dir = tempfile::tempdir().unwrap();
    let open = |input: Input| {
        BlockReader::open(Arc::new(input), &ReadSettings::default(), &Arc::default()).unwrap_err()
    };
    let error = open(Input::file(dir.path().join("gone.txt"), "gone.txt"));
    assert!(matches!(error, ReadError::Open { .. }));
    assert!(error.to_string().contains("gone.txt: cannot be opened: "), "{error}");
    let error = open(Input::file(dir.path(), "folder"));
    assert!(matches!(error, ReadError::Open { .. }), "{error}");
    let path = dir.path().join("paper.txt");
    fs::write(&path, "%PDF-1.7 rest").unwrap();
    let error = open(Input::file(&path, "paper.txt"));
    assert!(error.to_string().ends_with("paper.txt: a PDF document, which is not read here"));
}

/// Pieces of dumps, good and bad.
fn piece() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        4 => "[ -~]{0,30}".prop_map(|text| {
            format!("{{\"text\": {}}}", serde_json::to_string(&text).unwrap()).into_bytes()
        }),
        2 => Just(b"\n".to_vec()),
        1 => Just(b"\r\n \n".to_vec()),
        1 => Just(b",\n[".to_vec()),
        1 => Just(b"{\n\"text\": \"}\"\n}".to_vec()),
        1 => proptest::collection::vec(any::<u8>(), 0..12),
    ]
}

proptest! {
    #[test]
    fn records_do_not_depend_on_the_blocks(
        pieces in proptest::collection::vec(piece(), 0..40),
        block_bytes in 1..200_usize,
        json in any::<bool>(),
        max_record in prop_oneof![Just(20_usize), Just(1 << 20)],
    ) {
        let bytes = pieces.concat();
        let format = if json { Format::Json } else { Format::Jsonl };
        let limits = ReadSettings { format, max_record, ..ReadSettings::default() };
        let small = ReadSettings { block_bytes, ..limits.clone() };
        let large = ReadSettings { block_bytes: 1 << 20, ..limits };
        let (a, b) = [small, large]
            .map(|settings| {
                // Stored, so that the bytes cannot be taken for an archive.
                read_with(gzip(&bytes), &settings, &FieldNames::default())
            })
            .into();
        prop_assert_eq!(essence(&a.pages), essence(&b.pages));
        prop_assert_eq!(&a.malformed, &b.malformed);
        let places = |outcome: &Outcome| {
            outcome.errors.iter().map(|e| e.origin().cloned()).collect::<Vec<_>>()
        };
        prop_assert_eq!(places(&a), places(&b));
        for (a, b) in a.errors.iter().zip(&b.errors) {
            prop_assert_eq!(a.raw(), b.raw());
        }
        for (number, block) in a.blocks.iter().enumerate() {
            prop_assert_eq!(block.number, number as u64);
        }
        a.pages.iter().for_each(check_envelope);
    }

    #[test]
    fn any_bytes_can_be_read(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let outcome = read_with(gzip(&bytes), &ReadSettings { format: Format::Text, ..ReadSettings::default() }, &FieldNames::default());
        prop_assert!(outcome.errors.is_empty());
        if let Ok(text) = std::str::from_utf8(&bytes)
            && let [page] = outcome.pages.as_slice()
            && page.repairs.encoding.is_none()
        {
            prop_assert_eq!(page.text.as_str(), text.strip_prefix('\u{feff}').unwrap_or(text));
        }
    }
}
