//! SIGINT and SIGTERM: what was begun is finished, and the run can be gone on with.

use std::io::Write as _;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::dumps::{SMALL, assert_same, put_inputs};
use crate::place::{Place, gunzip};

fn spawn(place: &Place, line: &str) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_presswash"));
    command.current_dir(place.path("")).args(line.split(' '));
    command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
}

fn signal(child: &Child, name: &str) {
    let sent = Command::new("kill").args([format!("-{name}"), child.id().to_string()]).status();
    assert!(sent.unwrap().success());
}

/// Waits for something that will come.
fn until(come: impl Fn() -> bool) {
    let begun = Instant::now();
    while !come() {
        assert!(begun.elapsed() < Duration::from_mins(1), "it did not come");
        sleep(Duration::from_millis(2));
    }
}

#[test]
fn a_run_that_is_asked_to_stop_goes_on_to_the_same_archives() {
    let place = Place::new();
    put_inputs(&place, 2000);
    let outputs = |folder: &str| {
        format!(
            "-o {folder}/out.jsonl.gz --audit {folder}/audit.jsonl.zst --quarantine {folder}/bad"
        )
    };
    let line = |folder: &str| format!("clean in {} {SMALL} --resume --quiet", outputs(folder));
    assert_eq!(place.run(&line("whole")).code, Some(3));
    let mut codes = Vec::new();
    for (name, pause) in [("INT", 0), ("TERM", 50), ("INT", 150), ("TERM", 250), ("INT", 350)] {
        let child = spawn(&place, &line("out"));
        // The manifest comes after the signals are heeded.
        until(|| place.exists("out/out.jsonl.gz.manifest"));
        if codes.is_empty() {
            sleep(Duration::from_millis(pause));
        } else {
            sleep(Duration::from_millis(300 + pause));
        }
        signal(&child, name);
        let ended = child.wait_with_output().unwrap();
        codes.push(ended.status.code());
        let told = String::from_utf8_lossy(&ended.stderr).into_owned();
        match ended.status.code() {
            // Without a word before the run itself began.
            Some(130 | 143) => {
                assert!(told.is_empty() || told.contains("goes on from here"), "{told}");
            }
            // It came to its end before.
            code => assert!(matches!(code, Some(0 | 3)), "{code:?}: {told}"),
        }
    }
    assert_eq!(codes[0], Some(130));
    assert!(matches!(place.run(&line("out")).code, Some(0 | 3)));
    assert_same(&place, "whole", "out");
    let plain = place.run("clean in -o plain.jsonl --quiet");
    assert_eq!(plain.code, Some(3));
    let archive = std::fs::read(place.path("out/out.jsonl.gz")).unwrap();
    assert!(gunzip(&archive) == place.get("plain.jsonl").as_bytes());
}

#[test]
fn without_resume_nothing_is_left() {
    let place = Place::new();
    let mut child = spawn(&place, "clean - -o out.jsonl");
    // A stream that stays open: reading waits, and has to be woken.
    child.stdin.as_mut().unwrap().write_all(b"{\"text\":\"Rain.\"}\n").unwrap();
    until(|| !place.names().is_empty());
    signal(&child, "TERM");
    let stdin = child.stdin.take();
    let ended = child.wait_with_output().unwrap();
    drop(stdin);
    assert_eq!(ended.status.code(), Some(143));
    let told = String::from_utf8_lossy(&ended.stderr);
    assert!(told.contains("stopped; nothing was kept"), "{told}");
    assert!(place.names().is_empty(), "{:?}", place.names());
}

#[test]
fn a_stop_while_sites_are_learned_ends_at_once_and_leaves_nothing() {
    let place = Place::new();
    // Counting them takes longer than the test.
    let line =
        "{\"url\":\"http://a.example/1\",\"text\":\"Home\\nThe bridge reopened on Monday.\"}\n";
    place.put("in.jsonl", line.repeat(1_000_000));
    for more in ["", " --resume"] {
        let child =
            spawn(&place, &format!("clean in.jsonl -o out.jsonl --sites auto --no-progress{more}"));
        sleep(Duration::from_millis(500));
        signal(&child, "INT");
        let ended = child.wait_with_output().unwrap();
        assert_eq!(ended.status.code(), Some(130), "{more}");
        // The run itself, which would finish what it had begun, tells that it was stopped.
        assert_eq!(String::from_utf8_lossy(&ended.stderr), "", "{more}");
        assert_eq!(place.names(), ["in.jsonl"], "{more}");
    }
}

fn make_pipe(place: &Place) {
    let made = Command::new("mkfifo").arg(place.path("pipe")).status().unwrap();
    assert!(made.success());
}

#[test]
fn a_pipe_that_delivers_nothing_holds_up_no_stop() {
    let place = Place::new();
    make_pipe(&place);
    for (line, code, name) in [
        // Nobody writes to the pipe, so that opening it never ends.
        ("clean pipe -o out.jsonl --quiet", 130, "INT"),
        ("clean pipe -o out.parquet --quiet", 143, "TERM"),
        ("scan pipe -o sites.profile --quiet", 130, "INT"),
        ("restore pipe --audit pipe -o out.jsonl", 143, "TERM"),
    ] {
        let child = spawn(&place, line);
        until(|| place.names().len() > 1);
        // The pipe is opened a moment after the output, by another thread.
        sleep(Duration::from_millis(200));
        signal(&child, name);
        let ended = child.wait_with_output().unwrap();
        assert_eq!(ended.status.code(), Some(code), "{line}");
        assert_eq!(place.names(), ["pipe"], "{line}");
    }
}

#[test]
fn a_second_signal_ends_the_program_at_once_and_leaves_nothing() {
    let place = Place::new();
    // A block takes longer than the test.
    let page =
        "The bridge over the river reopened on Monday after weeks of work.\\n".repeat(200_000);
    let pages = format!("{{\"text\":\"{page}\"}}\n").repeat(4);
    place.put("in.jsonl", pages);
    let mut child =
        spawn(&place, "clean in.jsonl -o out.jsonl --quiet --page-time 0 --max-lines 9999999");
    until(|| place.names().len() > 1);
    sleep(Duration::from_millis(300));
    signal(&child, "INT");
    sleep(Duration::from_millis(100));
    assert!(child.try_wait().unwrap().is_none(), "the first signal waits for what is begun");
    signal(&child, "TERM");
    assert_eq!(child.wait().unwrap().code(), Some(143));
    assert_eq!(place.names(), ["in.jsonl"]);
}

#[test]
fn training_ends_at_once_and_leaves_nothing() {
    let place = Place::new();
    let story =
        "The bridge over the river reopened on Monday after nine weeks of work, the council said.";
    let gold =
        format!("{{\"text\":\"Home\\n{story}\\nShare on Facebook\",\"main\":\"{story}\"}}\n");
    place.put("gold.jsonl", gold.repeat(2));
    let child = spawn(&place, "train gold.jsonl -o lines.model --epochs 60000");
    until(|| place.names().len() > 1);
    sleep(Duration::from_millis(200));
    signal(&child, "INT");
    let ended = child.wait_with_output().unwrap();
    assert_eq!(ended.status.code(), Some(130), "{}", String::from_utf8_lossy(&ended.stderr));
    assert_eq!(place.names(), ["gold.jsonl"]);
}
