//! Every fault that an input or an output can have, with what is told of it, word for word.

use std::fmt::Write as _;
use std::io::Write as _;

use crate::place::{Place, Ran, gzip, pages};

/// Runs `clean` over inputs into `out.jsonl` and gives what was told, without summary.
fn clean(place: &Place, arguments: &str) -> Ran {
    // Test pages are alike, so that a rule takes more of them than of a dump.
    place.run(&format!("clean {arguments} -o out.jsonl --force --quiet --max-rule 100"))
}

/// Insists on what is told, and on exit code 3.
fn told(ran: &Ran, message: &str) {
    assert_eq!(ran.err, format!("presswash: {message}\n"));
    assert_eq!(ran.code, Some(3));
}

fn records(place: &Place) -> usize {
    place.get("out.jsonl").lines().count()
}

fn bzip2(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn xz(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = liblzma::write::XzEncoder::new(Vec::new(), 1);
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zst(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 1).unwrap()
}

/// The number in a message between two pieces of it.
fn between(message: &str, before: &str, after: &str) -> usize {
    let from = message.find(before).unwrap_or_else(|| panic!("{message}")) + before.len();
    let length = message[from..].find(after).unwrap();
    message[from..from + length].parse().unwrap()
}

type Compress = fn(&[u8]) -> Vec<u8>;

/// The four compressions, and what their decoders say of data that ends too early.
const COMPRESSIONS: [(&str, &str, Compress, &str); 4] = [
    ("gz", "gzip", gzip, "incomplete deflate stream"),
    ("bz2", "bzip2", bzip2, "decompression not finished but EOF reached"),
    ("xz", "xz", xz, "premature eof"),
    ("zst", "zstd", zst, "incomplete frame"),
];

#[test]
fn truncated_archives_give_what_could_be_decoded() {
    let text = pages(8_000);
    for (ending, kind, compress, why) in COMPRESSIONS {
        let place = Place::new();
        let whole = compress(text.as_bytes());
        place.put(&format!("in.jsonl.{ending}"), &whole[..whole.len() * 2 / 3]);
        let ran = clean(&place, &format!("in.jsonl.{ending} --quarantine bad"));
        let kept = records(&place);
        assert!(kept > 100, "{kind}: {kept} of 8,000 records");
        // The record that was cut off is the one after those that were kept.
        let offset = text.lines().take(kept).map(|line| line.len() + 1).sum::<usize>();
        let out = between(&ran.err, "damaged after ", " bytes");
        let at = between(&ran.err, "compressed byte ", ":");
        assert!(out >= offset && at <= whole.len() * 2 / 3, "{}", ran.err);
        told(
            &ran,
            &format!(
                "in.jsonl.{ending}: record {}, byte {offset}: {kind} data is damaged after {out} bytes of content, \
                 at compressed byte {at}: {why}; the rest of the input is lost",
                kept + 1
            ),
        );
        let partial = place.get(&format!("bad/in.jsonl.{ending}.bad"));
        assert_eq!(partial.trim_end_matches('\n'), &text[offset..out], "{kind}");
    }
}

#[test]
fn corrupt_archives_never_stop_a_run() {
    let text = pages(8_000);
    for (ending, kind, compress, _) in COMPRESSIONS {
        let place = Place::new();
        let mut bytes = compress(text.as_bytes());
        let middle = bytes.len() / 2;
        bytes[middle..middle + 8].fill(b'X');
        place.put(&format!("a.jsonl.{ending}"), bytes);
        place.put("b.jsonl", pages(2));
        let ran = clean(&place, &format!("a.jsonl.{ending} b.jsonl"));
        assert_eq!(ran.code, Some(3), "{kind}: {}", ran.err);
        let lost = format!("{kind} data is damaged after ");
        let suppressed = "further messages suppressed; -v prints all";
        assert!(ran.err.contains(&lost) || ran.err.contains(suppressed), "{kind}: {}", ran.err);
        assert!(place.get("out.jsonl").ends_with(&last_lines(&pages(2), &place)), "{kind}");
    }
}

/// What cleaning these records alone gives.
fn last_lines(input: &str, place: &Place) -> String {
    String::from_utf8(place.pipe("clean - -o - --quiet", input).out).unwrap()
}

#[test]
fn rubbish_after_an_archive_is_told() {
    let place = Place::new();
    place.put("in.jsonl.gz", [gzip(pages(2).as_bytes()), b"rubbish!!!!!".to_vec()].concat());
    let ran = clean(&place, "in.jsonl.gz");
    assert_eq!(records(&place), 2);
    let (out, at) = (pages(2).len(), gzip(pages(2).as_bytes()).len() + 10);
    told(
        &ran,
        &format!(
            "in.jsonl.gz: record 3, byte {out}: gzip data is damaged after {out} bytes of content, \
             at compressed byte {at}: invalid gzip header; the rest of the input is lost"
        ),
    );
}

#[test]
fn a_last_line_that_was_half_written() {
    let place = Place::new();
    let whole = pages(1);
    place.put("in.jsonl", format!("{whole}{{\"id\":\"q\",\"text\":\"Half a li"));
    let ran = clean(&place, "in.jsonl --quarantine bad");
    told(
        &ran,
        &format!(
            "in.jsonl: record 2, byte {}: not JSON: EOF while parsing a string, at byte 27 of the record",
            whole.len()
        ),
    );
    assert_eq!(records(&place), 1);
    assert_eq!(place.get("bad/in.jsonl.bad"), "{\"id\":\"q\",\"text\":\"Half a li\n");
}

/// Bytes that no one could foresee and that are the same each time.
fn noise(length: usize) -> Vec<u8> {
    let next = |state: &mut u64| {
        *state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        Some((*state >> 56) as u8)
    };
    std::iter::repeat_with({
        let mut state = 1;
        move || next(&mut state).unwrap()
    })
    .take(length)
    .collect()
}

#[test]
fn binary_rubbish() {
    let place = Place::new();
    place.put("a.bin", noise(100_000));
    place.put("b.jsonl", [noise(100_000), b"\n".to_vec(), pages(1).into_bytes()].concat());
    let ran = clean(&place, "a.bin");
    told(&ran, "a.bin: binary data, which is not read here");
    let ran = clean(&place, "b.jsonl --format jsonl");
    assert!(ran.err.starts_with("presswash: b.jsonl: record 1, byte 0: not JSON: "), "{}", ran.err);
    assert_eq!((ran.code, records(&place)), (Some(3), 1));
}

#[test]
fn a_line_that_is_too_long() {
    let place = Place::new();
    let (page, long) = (pages(1), "long ".repeat(100_000));
    place.put("in.jsonl", format!("{page}{{\"text\":\"{long}\"}}\n{page}"));
    let ran = clean(&place, "in.jsonl --max-record 200kB");
    let at = page.len();
    told(
        &ran,
        &format!(
            "in.jsonl: record 2, byte {at}: the record is longer than the limit of 200000 bytes and is passed over"
        ),
    );
    assert_eq!(records(&place), 2);
    let ran = clean(&place, "in.jsonl --max-page 100kB");
    told(
        &ran,
        &format!(
            "in.jsonl: record 2, byte {at}: the page is written as it came: \
             its text of 500000 bytes is over the limit of 100000"
        ),
    );
    let record: serde_json::Value =
        serde_json::from_str(place.get("out.jsonl").lines().nth(1).unwrap()).unwrap();
    assert_eq!(record["text"], long.as_str());
    assert_eq!(record["presswash"]["flags"], serde_json::json!(["unlabelled"]));
    assert_eq!(record["presswash"]["unlabelled"], "size");
    assert_eq!(record["presswash"]["chars_text"], record["presswash"]["chars_in"]);
    assert_eq!(record["presswash"]["chars_removed"], 0);
}

#[test]
fn a_million_empty_lines_are_no_page_of_a_dump_and_a_blank_page_of_text() {
    let place = Place::new();
    place.put("in.jsonl", "\n".repeat(1_000_000));
    place.put("in.txt", "\n".repeat(1_000_000));
    let ran = clean(&place, "in.jsonl");
    assert_eq!((ran.code, ran.err.as_str(), records(&place)), (Some(0), "", 0));
    let ran = clean(&place, "in.txt --max-lines 10");
    assert_eq!((ran.code, ran.err.as_str(), records(&place)), (Some(0), "", 1));
    assert!(place.get("out.jsonl").contains("\"flags\":[\"blank\"]"));
}

#[test]
fn a_page_of_too_many_words_on_lines_of_their_own() {
    let place = Place::new();
    let text = (0..20_000).fold(String::new(), |mut text, i| {
        writeln!(text, "word{i}").unwrap();
        text
    });
    place.put("in.txt", &text);
    let ran = clean(&place, "in.txt --max-lines 19999 --audit audit.jsonl --stats stats.json");
    told(
        &ran,
        "in.txt: record 1, byte 0: the page is written as it came: it has more lines than the limit of 19999",
    );
    let stats: serde_json::Value = serde_json::from_str(&place.get("stats.json")).unwrap();
    assert_eq!(stats["unlabelled"], serde_json::json!({"lines": 1}));
    assert_eq!(stats["flags"]["unlabelled"], 1);
    place.well("restore out.jsonl --audit audit.jsonl -o back.jsonl");
    let back: serde_json::Value = serde_json::from_str(&place.get("back.jsonl")).unwrap();
    assert_eq!(back["text"], text);
    place.well("clean in.txt -o all.jsonl --max-lines 20000");
}

#[test]
fn a_page_of_html_among_pages_of_text() {
    let place = Place::new();
    let html = "<div><p>The mill burned down on Monday.</p>\n<p>Nobody was hurt.</p></div>";
    let text = "Skip to content\n\nThe mill burned down on Monday, and nobody was hurt.";
    let dump = [html, text].map(|text| format!("{}\n", serde_json::json!({ "text": text })));
    place.put("in.jsonl", dump.concat());
    let ran = clean(&place, "in.jsonl --audit audit.jsonl --stats stats.json");
    told(
        &ran,
        "in.jsonl: record 1, byte 0: the page is written as it came: its text is HTML; let an extractor render it first",
    );
    let written = place.get("out.jsonl");
    let records: Vec<serde_json::Value> =
        written.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(records.len(), 2);
    assert_eq!(
        (&records[0]["text"], &records[0]["presswash"]["unlabelled"]),
        (&html.into(), &"html".into())
    );
    assert_eq!(records[1]["text"], "The mill burned down on Monday, and nobody was hurt.");
    let stats: serde_json::Value = serde_json::from_str(&place.get("stats.json")).unwrap();
    assert_eq!(stats["unlabelled"], serde_json::json!({"html": 1}));
    place.well("restore out.jsonl --audit audit.jsonl -o back.jsonl");
    assert_eq!(place.get("back.jsonl").lines().count(), 2);
    assert!(place.get("back.jsonl").contains("<div><p>"));
}

#[test]
fn records_that_are_strange_and_whole() {
    let place = Place::new();
    let deep = format!(
        "{{\"id\":1,\"x\":{}{},\"text\":\"A page.\"}}\n{{\"text\":\"A page.\",\"x\":{}0{},\"id\":2}}\n",
        "[".repeat(10_000),
        "]".repeat(10_000),
        "{\"a\":".repeat(10_000),
        "}".repeat(10_000),
    );
    let doubled =
        "{\"text\":\"one\",\"text\":\"A page.\",\"id\":1,\"id\":3,\"comments\":1,\"comments\":2}\n";
    let numbers = "{\"id\":123456789012345678901234567890,\"a\":1e400,\"b\":-0.0,\"c\":18446744073709551616,\
        \"text\":\"A page.\",\"d\":0.1000000000000000055511151231257827}\n";
    let all = format!("{deep}{doubled}{numbers}");
    place.put("in.jsonl", &all);
    let ran = clean(&place, "in.jsonl --audit audit.jsonl");
    assert_eq!((ran.code, ran.err.as_str(), records(&place)), (Some(0), "", 4));
    assert_eq!(place.get("out.jsonl").matches("\"text\":\"A page.\",\"comments\":[],").count(), 4);
    place.well("restore out.jsonl --audit audit.jsonl -o back.jsonl");
    assert_eq!(place.get("back.jsonl"), all);
}

#[test]
fn a_text_that_is_no_text() {
    let place = Place::new();
    let deep = format!("{{\"text\":{}{}}}\n", "[".repeat(10_000), "]".repeat(10_000));
    place.put("in.jsonl", format!("{deep}{{\"text\":1e999}}\n"));
    let ran = clean(&place, "in.jsonl");
    let second = deep.len();
    told(
        &ran,
        &format!(
            "in.jsonl: record 1, byte 0: the text field text is a list, not a string\n\
             presswash: in.jsonl: record 2, byte {second}: the text field text is a number, not a string"
        ),
    );
}

/// An archive of little but blanks, after one good record.
fn bomb(place: &Place) {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(format!("{}{{\"text\":\"", pages(1)).as_bytes()).unwrap();
    let blanks = vec![b' '; 1 << 20];
    (0..70).for_each(|_| encoder.write_all(&blanks).unwrap());
    place.put("bomb.jsonl.gz", encoder.finish().unwrap());
    place.put("good.jsonl", pages(2));
}

#[test]
fn a_decompression_bomb_is_left_at_the_limit() {
    let place = Place::new();
    bomb(&place);
    let ran = clean(&place, "bomb.jsonl.gz good.jsonl");
    let first = pages(1).len();
    let out = between(&ran.err, "as no text does, ", " bytes");
    let at = between(&ran.err, "bytes at byte ", " of");
    assert!(out > 64 << 20 && out < 70 << 20 && out > at * 500, "{}", ran.err);
    told(
        &ran,
        &format!(
            "bomb.jsonl.gz: record 2, byte {first}: the input grows to more than 500 times its size, \
             as no text does, {out} bytes at byte {at} of the gzip data; the rest of the input is left out"
        ),
    );
    assert_eq!(records(&place), 3, "one before the limit, and those of the next input");
    let ran = clean(&place, "bomb.jsonl.gz --max-ratio 0");
    assert!(ran.err.contains("record 2, byte") && ran.err.contains("not JSON: EOF"), "{}", ran.err);
}

#[test]
fn an_input_over_the_limit_of_size() {
    let place = Place::new();
    place.put("in.jsonl", pages(10));
    let first = pages(1).len();
    let limit = first + 10;
    let ran = clean(&place, &format!("in.jsonl --max-input {limit} --quarantine bad"));
    told(
        &ran,
        &format!(
            "in.jsonl: record 2, byte {first}: the input holds more than the limit of {limit} bytes; the rest of the input is left out"
        ),
    );
    assert_eq!((records(&place), place.get("bad/in.jsonl.bad").len()), (1, 11));
    let ran = clean(&place, &format!("in.jsonl --max-input {}", pages(10).len()));
    assert_eq!((ran.code, records(&place)), (Some(0), 10));
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_opened() {
    let place = Place::new();
    place.put("in/a.jsonl", pages(1));
    std::os::unix::fs::symlink("nowhere", place.path("in/b.jsonl")).unwrap();
    let ran = clean(&place, "in");
    told(&ran, "in/b.jsonl: cannot be opened: No such file or directory (os error 2)");
    assert_eq!(records(&place), 1);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_ends_the_run_and_leaves_nothing_half_written() {
    let place = Place::new();
    place.put("in.jsonl", pages(2_000));
    let ran = place.run("clean in.jsonl -o /dev/full --quiet");
    assert_eq!(ran.err, "presswash: /dev/full: No space left on device (os error 28)\n");
    assert_eq!(ran.code, Some(1));
    // A limit of the size of files is the full disk that everybody may make.
    let program = env!("CARGO_BIN_EXE_presswash");
    let line =
        format!("trap '' XFSZ; ulimit -f 64; exec {program} clean in.jsonl -o out.jsonl --quiet");
    let mut command = std::process::Command::new("bash");
    let output = command.current_dir(place.path("")).args(["-c", &line]).output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.starts_with("presswash: out.jsonl: File too large (os error 27)"), "{told}");
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(place.names(), ["in.jsonl"]);
}

/// Runs the program as somebody whom the rights of files bind, which they do not the superuser.
#[cfg(target_os = "linux")]
fn bound(place: &Place, line: &str) -> Ran {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
    use std::os::unix::process::CommandExt as _;
    /// The user `nobody` of most systems; any that owns nothing would do.
    const NOBODY: u32 = 65534;
    let program = place.path("presswash");
    if !program.exists() {
        // Where tests are built, others may not be let in.
        std::fs::copy(env!("CARGO_BIN_EXE_presswash"), &program).unwrap();
        let open = std::fs::Permissions::from_mode(0o755);
        std::fs::set_permissions(place.path(""), open).unwrap();
    }
    let mut command = std::process::Command::new(program);
    command
        .current_dir(place.path(""))
        .args(line.split(' '))
        .env("XDG_CONFIG_HOME", place.path("none"));
    if std::fs::metadata("/proc/self").unwrap().uid() == 0 {
        command.uid(NOBODY).gid(NOBODY);
    }
    Ran::from(command.output().unwrap())
}

#[cfg(target_os = "linux")]
#[test]
fn what_the_rights_of_files_forbid() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = Place::new();
    let allow = |name: &str, mode: u32| {
        std::fs::set_permissions(place.path(name), std::fs::Permissions::from_mode(mode)).unwrap();
    };
    place.put("in/a.jsonl", pages(1));
    place.put("in/b.jsonl", pages(1));
    place.put("out/old.jsonl", "");
    place.put("shut/old.jsonl", "old");
    for (name, mode) in
        [("in", 0o755), ("in/a.jsonl", 0o644), ("in/b.jsonl", 0o000), ("out", 0o777)]
    {
        allow(name, mode);
    }
    let ran = bound(&place, "clean in -o out/out.jsonl --quiet --max-rule 100");
    told(&ran, "in/b.jsonl: cannot be opened: Permission denied (os error 13)");
    assert_eq!(place.get("out/out.jsonl").lines().count(), 1);
    // A folder that may be read and not written: nothing is begun, and what is there stays.
    allow("shut", 0o555);
    let ran = bound(&place, "clean in/a.jsonl -o shut/old.jsonl --force --quiet");
    let expected = "presswash: shut/old.jsonl: Permission denied (os error 13)";
    assert!(ran.err.starts_with(expected), "{}", ran.err);
    assert_eq!(ran.code, Some(1));
    assert_eq!(place.get("shut/old.jsonl"), "old");
    // A folder that may not even be entered.
    allow("shut", 0o000);
    let ran = bound(&place, "clean shut -o out/none.jsonl --quiet");
    told(&ran, "shut: cannot be opened: Permission denied (os error 13)");
    assert_eq!(place.get("out/none.jsonl"), "");
    allow("shut", 0o755);
}

#[cfg(target_os = "linux")]
#[test]
fn an_output_folder_that_cannot_be_written() {
    let place = Place::new();
    place.put("in.jsonl", pages(1));
    place.put("file", "");
    // Not even the superuser makes files there.
    let ran = place.run("clean in.jsonl -o /proc/out.jsonl --quiet");
    let expected = "presswash: /proc/out.jsonl: No such file or directory (os error 2)";
    assert!(ran.err.starts_with(expected), "{}", ran.err);
    assert_eq!(ran.code, Some(1));
    let ran = place.run("clean in.jsonl -o file/out/ --quiet");
    assert_eq!(ran.err, "presswash: file/out/in.jsonl: Not a directory (os error 20)\n");
    assert_eq!(ran.code, Some(1));
    for line in ["-o file/out.jsonl --force", "-o out.jsonl --quarantine file"] {
        let ran = place.run(&format!("clean in.jsonl {line} --quiet"));
        assert_eq!(ran.code, Some(1), "{line}");
        assert!(ran.err.contains("a file is where a folder has to be"), "{line}: {}", ran.err);
    }
    let ran = place.run("clean in.jsonl -o out.jsonl --quarantine /proc/bad --quiet");
    assert_eq!(
        ran.err,
        "presswash: /proc/bad/errors.jsonl: No such file or directory (os error 2)\n"
    );
    assert_eq!(place.names(), ["file", "in.jsonl"]);
}

#[test]
fn an_input_is_no_output_even_by_force() {
    let place = Place::new();
    place.put("in.jsonl", pages(3));
    place.well("clean in.jsonl -o c.jsonl --audit a.jsonl");
    place.well("scan in.jsonl -o p --quiet");
    for (line, input) in [
        ("scan in.jsonl -o in.jsonl --force", "in.jsonl"),
        ("restore c.jsonl --audit a.jsonl -o c.jsonl --force", "c.jsonl"),
        ("restore c.jsonl --audit a.jsonl -o a.jsonl --force", "a.jsonl"),
        ("train in.jsonl -o in.jsonl --force", "in.jsonl"),
        ("profile merge p -o p --force", "p"),
    ] {
        let before = std::fs::read(place.path(input)).unwrap();
        let ran = place.run(line);
        assert_eq!(ran.code, Some(2), "{line}: {}", ran.err);
        assert!(
            ran.err.contains("this is an input, it cannot be an output"),
            "{line}: {}",
            ran.err
        );
        assert!(std::fs::read(place.path(input)).unwrap() == before, "{line}");
    }
}

#[test]
fn no_output_has_a_name_of_what_is_only_read() {
    let place = Place::new();
    place.put("in.jsonl", pages(3));
    for line in [
        "clean in.jsonl -o x.jsonl.bz2",
        "clean in.jsonl -o x.csv --resume",
        "clean in.jsonl -o x.zip --force",
        "clean in.jsonl -o - --audit a.xz",
    ] {
        let ran = place.run(line);
        assert_eq!(ran.code, Some(2), "{line}: {}", ran.err);
        assert!(ran.err.contains("nothing is written as ."), "{line}: {}", ran.err);
        assert_eq!(place.names(), ["in.jsonl"], "{line}");
    }
}
