//! What a user sees on the terminal: sessions of commands with what they print.
//!
//! Each folder below `tests/terminal/sessions` holds a `session.txt` (commands after `$ `, below each what
//! it prints on both streams, then its exit code unless that is 0) and the files that the commands read.
//! `PRESSWASH_BLESS=1 cargo test --test terminal` (or `cargo bless`) writes the printed lines anew;
//! read the difference before you commit it.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use assert_cmd::Command;

/// Fewer sessions than this mean that the test looked in a wrong place.
const LEAST_SESSIONS: usize = 4;

#[test]
fn each_session_prints_what_it_did() {
    let sessions = sessions();
    let bless = env::var_os("PRESSWASH_BLESS").is_some();
    let mut wrong = String::new();
    for folder in sessions {
        let file = folder.join("session.txt");
        let expected = fs::read_to_string(&file).unwrap();
        let found = run(&folder, &expected);
        if bless {
            fs::write(&file, &found).unwrap();
        } else if found != expected {
            writeln!(wrong, "{}:\n{}", file.display(), first_difference(&expected, &found))
                .unwrap();
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

fn sessions() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/terminal/sessions");
    let mut found: Vec<_> = fs::read_dir(&root)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.join("session.txt").is_file())
        .collect();
    found.sort();
    assert!(found.len() >= LEAST_SESSIONS, "only {} below {}", found.len(), root.display());
    found
}

/// The session as it goes now.
fn run(folder: &Path, session: &str) -> String {
    let place = tempfile::tempdir().unwrap();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, place.path().join(path.file_name().unwrap())).unwrap();
    }
    let mut found = String::new();
    for command in session.lines().filter_map(|line| line.strip_prefix("$ presswash ")) {
        let mut program = Command::new(env!("CARGO_BIN_EXE_presswash"));
        program.current_dir(place.path()).args(command.split(' '));
        program.env("XDG_CONFIG_HOME", place.path()).env_remove("NO_COLOR");
        let output = program.output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        write!(found, "$ presswash {command}\n{}{}", text(&output.stdout), text(&output.stderr))
            .unwrap();
        match output.status.code() {
            Some(0) => {}
            code => writeln!(found, "exit code {}", code.unwrap()).unwrap(),
        }
    }
    found
}

fn first_difference(expected: &str, found: &str) -> String {
    let mut pairs = expected.lines().zip(found.lines());
    match pairs.find(|(a, b)| a != b) {
        Some((a, b)) => format!("  expected {a}\n  found    {b}"),
        None => "  one is longer than the other".to_owned(),
    }
}
