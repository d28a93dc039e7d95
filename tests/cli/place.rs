//! A folder of its own for each test, and the program run in it.

use std::fs;
use std::io::{Read as _, Write as _};
use std::path::PathBuf;
use std::process::Output;

use assert_cmd::Command;
use flate2::read::MultiGzDecoder;
use flate2::write::GzEncoder;
use tempfile::TempDir;

/// A folder that goes away with the test.
pub struct Place(TempDir);

/// What a call of the program gave.
pub struct Ran {
    pub code: Option<i32>,
    pub out: Vec<u8>,
    pub err: String,
}

impl Place {
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// A folder in memory where there is one: for tests that must not wait for a busy disk.
    pub fn in_memory() -> Self {
        tempfile::tempdir_in("/dev/shm").map_or_else(|_| Self::new(), Self)
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn put(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    pub fn get(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    pub fn exists(&self, name: &str) -> bool {
        self.path(name).exists()
    }

    /// The names in the folder, sorted; temporary files would show here.
    pub fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.0.path()).unwrap();
        let mut names: Vec<_> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    /// The program in this folder, away from the settings of whoever runs the tests.
    pub fn command(&self, line: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_presswash"));
        command.current_dir(self.0.path()).args(line.split(' ').filter(|arg| !arg.is_empty()));
        command.env_remove("NO_COLOR").env("XDG_CONFIG_HOME", self.path("user-config"));
        command
    }

    pub fn run(&self, line: &str) -> Ran {
        Ran::from(self.command(line).output().unwrap())
    }

    pub fn pipe(&self, line: &str, input: impl Into<Vec<u8>>) -> Ran {
        Ran::from(self.command(line).write_stdin(input).output().unwrap())
    }

    /// Runs and insists on exit code 0.
    pub fn well(&self, line: &str) -> Ran {
        let ran = self.run(line);
        assert_eq!(ran.code, Some(0), "{line}: {}", ran.err);
        ran
    }
}

impl Ran {
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.out).unwrap()
    }
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        let err = String::from_utf8_lossy(&output.stderr).into_owned();
        Self { code: output.status.code(), out: output.stdout, err }
    }
}

/// So many pages as JSONL, each different, with a field that must come through.
pub fn pages(count: usize) -> String {
    let page = |i| {
        let text = format!(
            "Bridge {i} reopens\\n\\nThe bridge over the river reopened on Monday after {i} weeks of work.\\n\\nShare on Facebook"
        );
        format!("{{\"id\":\"p{i}\",\"lang\":\"en\",\"text\":\"{text}\"}}\n")
    };
    (0..count).fold(String::new(), |all, i| all + &page(i))
}

pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

pub fn gunzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    MultiGzDecoder::new(bytes).read_to_end(&mut out).unwrap();
    out
}
