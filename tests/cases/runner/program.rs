//! The program, run on all cases at once in a folder of its own.
//!
//! One run takes all cases, since each way through the program has to be gone
//! through with every case, and starting it costs more than a page does.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use tempfile::TempDir;

use super::case::Case;

/// A folder with the inputs of all cases, each in a folder of the case's name.
pub struct Program {
    folder: TempDir,
}

impl Program {
    /// Lays out the inputs, each changed by `pack`, with `ending` after its name.
    pub fn new(cases: &[Case], ending: &str, pack: impl Fn(&[u8]) -> Vec<u8>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for case in cases {
            let place = folder.path().join("in").join(&case.name);
            fs::create_dir_all(&place).unwrap();
            fs::write(place.join(format!("{}{ending}", case.file)), pack(&case.input)).unwrap();
        }
        Self { folder }
    }

    /// A path in the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A file in the folder, as text.
    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// Runs the program with these arguments, divided by spaces; returns its standard output.
    pub fn run(&self, arguments: &str) -> String {
        self.pipe(arguments, Vec::new())
    }

    /// The same with something on standard input.
    pub fn pipe(&self, arguments: &str, input: Vec<u8>) -> String {
        let output = Command::new(env!("CARGO_BIN_EXE_presswash"))
            .current_dir(self.folder.path())
            .env("XDG_CONFIG_HOME", self.path("no-config"))
            .args(arguments.split(' '))
            .write_stdin(input)
            .output()
            .unwrap();
        let errors = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "presswash {arguments}: {errors}");
        String::from_utf8(output.stdout).unwrap()
    }
}

impl Program {
    /// Bytes as gzip makes them.
    pub fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut to = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        to.write_all(bytes).unwrap();
        to.finish().unwrap()
    }

    /// Bytes as zstd makes them.
    pub fn zstd(bytes: &[u8]) -> Vec<u8> {
        zstd::encode_all(bytes, 1).unwrap()
    }

    /// Bytes as bzip2 makes them.
    pub fn bzip2(bytes: &[u8]) -> Vec<u8> {
        let mut to = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
        to.write_all(bytes).unwrap();
        to.finish().unwrap()
    }

    /// Writes a file that is compared byte for byte.
    pub fn bless(path: &Path, text: &str) {
        fs::write(path, text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }
}
