//! An output of the program: a file or standard output, plain or compressed.
//!
//! Separate so that whoever writes blocks needs to know neither compression nor
//! what happens when a run ends early.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use flate2::write::GzEncoder;

use super::atomic::Target;

/// The default of the `gzip` program.
const GZIP_LEVEL: u32 = 6;

/// The default of the `zstd` program.
const ZSTD_LEVEL: i32 = 3;

/// Name of standard output among paths.
const STDOUT: &str = "-";

/// Why an output could not be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The output exists and may not be replaced.
    #[error("{} exists (--force replaces it)", path.display())]
    Exists {
        /// The output.
        path: PathBuf,
    },
    /// Nobody reads standard output any more: the reader has all it wanted.
    #[error("standard output was closed")]
    BrokenPipe,
    /// What the system says.
    #[error("{}: {source}", path.display())]
    Io {
        /// The output; `-` for standard output.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

impl WriteError {
    pub(super) fn new(path: &Path, source: io::Error) -> Self {
        match source.kind() {
            io::ErrorKind::BrokenPipe if path == Path::new(STDOUT) => Self::BrokenPipe,
            io::ErrorKind::AlreadyExists => Self::Exists { path: path.to_owned() },
            _ => Self::Io { path: path.to_owned(), source },
        }
    }
}

/// How the bytes of an output are compressed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Compression {
    /// Not at all.
    #[default]
    Plain,
    /// gzip: one member, without name and time, so that equal input gives equal bytes.
    Gzip,
    /// zstd: one frame.
    Zstd,
}

impl Compression {
    /// What a file name asks for: `.gz`, `.zst`, else nothing.
    #[must_use]
    pub fn of_name(path: &Path) -> Self {
        match path.extension().and_then(|extension| extension.to_str()) {
            Some(name) if name.eq_ignore_ascii_case("gz") => Self::Gzip,
            Some(name) if name.eq_ignore_ascii_case("zst") => Self::Zstd,
            _ => Self::Plain,
        }
    }
}

/// How an output is opened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Replace an output that exists.
    pub force: bool,
    /// Compress like this, whatever the name says; by name when none.
    pub compression: Option<Compression>,
}

/// An open output. Dropped before [`Sink::finish`] it leaves nothing behind.
#[derive(Debug)]
pub struct Sink {
    path: PathBuf,
    encoder: Encoder,
    written: u64,
}

enum Encoder {
    Plain(Target),
    Gzip(GzEncoder<Target>),
    Zstd(zstd::stream::write::Encoder<'static, Target>),
}

impl std::fmt::Debug for Encoder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Plain(_) => "Plain",
            Self::Gzip(_) => "Gzip",
            Self::Zstd(_) => "Zstd",
        })
    }
}

impl Sink {
    /// Opens an output; `-` is standard output. Missing folders are made.
    ///
    /// # Errors
    /// [`WriteError::Exists`] without [`Options::force`]; else what the system says.
    pub fn create(path: &Path, options: Options) -> Result<Self, WriteError> {
        let target = if path == Path::new(STDOUT) {
            Ok(Target::Stdout(io::stdout()))
        } else {
            Target::open(path, options.force)
        };
        let failed = |source| WriteError::new(path, source);
        let target = target.map_err(failed)?;
        let encoder = match options.compression.unwrap_or_else(|| Compression::of_name(path)) {
            Compression::Plain => Encoder::Plain(target),
            Compression::Gzip => {
                Encoder::Gzip(GzEncoder::new(target, flate2::Compression::new(GZIP_LEVEL)))
            }
            Compression::Zstd => Encoder::Zstd(
                zstd::stream::write::Encoder::new(target, ZSTD_LEVEL).map_err(failed)?,
            ),
        };
        Ok(Self { path: path.to_owned(), encoder, written: 0 })
    }

    /// Appends a block of records. Blocks should be large; they are not buffered.
    ///
    /// # Errors
    /// [`WriteError::BrokenPipe`] when standard output was closed; else what the system says.
    pub fn write_block(&mut self, block: &[u8]) -> Result<(), WriteError> {
        let done = match &mut self.encoder {
            Encoder::Plain(target) => target.write_all(block),
            Encoder::Gzip(encoder) => encoder.write_all(block),
            Encoder::Zstd(encoder) => encoder.write_all(block),
        };
        done.map_err(|source| WriteError::new(&self.path, source))?;
        self.written += block.len() as u64;
        Ok(())
    }

    /// Ends the output and gives it its name. Returns the bytes written, before compression.
    ///
    /// # Errors
    /// As [`Sink::write_block`], and [`WriteError::Exists`] when another program made the file meanwhile.
    pub fn finish(self) -> Result<u64, WriteError> {
        let target = match self.encoder {
            Encoder::Plain(target) => Ok(target),
            Encoder::Gzip(encoder) => encoder.finish(),
            Encoder::Zstd(encoder) => encoder.finish(),
        };
        target.and_then(Target::finish).map_err(|source| WriteError::new(&self.path, source))?;
        Ok(self.written)
    }
}
