//! An output of the program: a file or standard output, plain or compressed.
//!
//! Separate so that whoever writes blocks needs to know neither compression nor
//! what happens when a run ends early.

use std::borrow::Cow;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use flate2::write::GzEncoder;

use super::atomic::Target;
use super::closed::Closed;
use super::records::is_named_like_table;

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
    /// Only records are written as Parquet, and without compression around it.
    #[error("{}: only records are written as Parquet, which is compressed inside", path.display())]
    NotTable {
        /// The output.
        path: PathBuf,
    },
    /// The name is that of something that is not written.
    #[error("{}: nothing is written as .{ending}; outputs are JSONL, plain, .gz or .zst, and records .parquet, too", path.display())]
    Foreign {
        /// The output.
        path: PathBuf,
        /// What its name ends in.
        ending: &'static str,
    },
    /// This program cannot write Parquet.
    #[error("{}: this program was built without the feature parquet", path.display())]
    NoParquet {
        /// The output.
        path: PathBuf,
    },
    /// Nobody reads standard output any more: the reader has all it wanted.
    #[error("standard output was closed")]
    BrokenPipe,
    /// An output that is to be gone on with holds less than was written.
    #[error("{}: holds {found} bytes where {expected} were written; remove the manifest to start over", path.display())]
    Short {
        /// The output.
        path: PathBuf,
        /// Bytes that there are.
        found: u64,
        /// Bytes that there should be.
        expected: u64,
    },
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
    pub(crate) fn new(path: &Path, source: io::Error) -> Self {
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

/// Endings of what other programs read as something that is not written here.
const FOREIGN: [&str; 8] = ["bz2", "xz", "zip", "csv", "psv", "tsv", "warc", "wet"];

/// Refuses a name that would tell readers of something else than JSONL, compressed or not.
///
/// # Errors
/// [`WriteError::Foreign`].
pub fn refuse_foreign(path: &Path) -> Result<(), WriteError> {
    let inner = match Compression::of_name(path) {
        Compression::Plain => Cow::Borrowed(path),
        Compression::Gzip | Compression::Zstd => Cow::Owned(path.with_extension("")),
    };
    let is =
        |ending: &&str| inner.extension().is_some_and(|name| name.eq_ignore_ascii_case(ending));
    match FOREIGN.into_iter().find(is) {
        Some(ending) => Err(WriteError::Foreign { path: path.to_owned(), ending }),
        None => Ok(()),
    }
}

/// A block as one member or frame; a plain block stays as it is.
pub(super) fn pack(block: &[u8], compression: Compression) -> io::Result<Cow<'_, [u8]>> {
    Ok(match compression {
        Compression::Plain => block.into(),
        Compression::Gzip => {
            let mut encoder = GzEncoder::new(Vec::new(), flate2::Compression::new(GZIP_LEVEL));
            encoder.write_all(block)?;
            encoder.finish()?.into()
        }
        Compression::Zstd => zstd::stream::encode_all(block, ZSTD_LEVEL)?.into(),
    })
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
    /// [`WriteError::Exists`] without [`Options::force`]; for a name that is not that of lines
    /// [`WriteError::NotTable`] and [`WriteError::Foreign`]; else what the system says.
    pub fn create(path: &Path, options: Options) -> Result<Self, WriteError> {
        if is_named_like_table(path) {
            return Err(WriteError::NotTable { path: path.to_owned() });
        }
        refuse_foreign(path)?;
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
        let written = self.written;
        self.close()?.finish()?;
        Ok(written)
    }

    /// Ends the output, which has no name yet.
    ///
    /// # Errors
    /// As [`Sink::write_block`].
    pub fn close(self) -> Result<Closed, WriteError> {
        let target = match self.encoder {
            Encoder::Plain(target) => Ok(target),
            Encoder::Gzip(encoder) => encoder.finish(),
            Encoder::Zstd(encoder) => encoder.finish(),
        };
        let target = target.map_err(|source| WriteError::new(&self.path, source))?;
        Ok(Closed::new(self.path, target))
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::Read;
    use std::path::Path;

    use super::{Compression, Options, Sink, WriteError};

    fn names(folder: &Path) -> Vec<String> {
        let list = fs::read_dir(folder).unwrap();
        list.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }

    fn write(path: &Path, options: Options) -> Result<u64, WriteError> {
        let mut sink = Sink::create(path, options)?;
        sink.write_block(b"one\n")?;
        sink.write_block(b"two\n")?;
        sink.finish()
    }

    #[test]
    fn dropped_without_finish_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["a.jsonl", "a.jsonl.gz", "a.jsonl.zst"] {
            let mut sink = Sink::create(&folder.path().join(name), Options::default()).unwrap();
            sink.write_block(b"one\n").unwrap();
            assert_eq!(names(folder.path()).len(), 1, "a temporary file beside the output");
            drop(sink);
            assert_eq!(names(folder.path()), [] as [&str; 0], "{name}");
        }
    }

    #[test]
    fn an_output_is_replaced_only_by_force() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/er/a.jsonl");
        assert_eq!(write(&path, Options::default()).unwrap(), 8);
        fs::write(&path, "mine").unwrap();
        assert!(matches!(write(&path, Options::default()), Err(WriteError::Exists { .. })));
        assert_eq!(fs::read_to_string(&path).unwrap(), "mine");
        write(&path, Options { force: true, ..Options::default() }).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "one\ntwo\n");
    }

    #[test]
    fn a_file_made_meanwhile_is_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.jsonl");
        let sink = Sink::create(&path, Options::default()).unwrap();
        fs::write(&path, "mine").unwrap();
        assert!(matches!(sink.finish(), Err(WriteError::Exists { .. })));
        assert_eq!(fs::read_to_string(&path).unwrap(), "mine");
        assert_eq!(names(folder.path()), ["a.jsonl"]);
    }

    #[test]
    fn compressed_by_name_and_equal_every_time() {
        let folder = tempfile::tempdir().unwrap();
        let read = |name: &str| {
            let path = folder.path().join(name);
            write(&path, Options::default()).unwrap();
            fs::read(path).unwrap()
        };
        let gzip = read("a.gz");
        assert_eq!(gzip, read("b.GZ"));
        assert_eq!(gzip.get(3..8), Some([0; 5].as_slice()), "no name, no time");
        let mut text = String::new();
        flate2::read::MultiGzDecoder::new(gzip.as_slice()).read_to_string(&mut text).unwrap();
        assert_eq!(text, "one\ntwo\n");
        let zstd = read("a.jsonl.zst");
        assert_eq!(zstd::decode_all(zstd.as_slice()).unwrap(), b"one\ntwo\n");
        let plain = Options { compression: Some(Compression::Plain), ..Options::default() };
        write(&folder.path().join("c.gz"), plain).unwrap();
        assert_eq!(fs::read(folder.path().join("c.gz")).unwrap(), b"one\ntwo\n");
    }

    #[test]
    fn nothing_is_written_under_the_name_of_what_it_is_not() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["a.jsonl.bz2", "a.XZ", "a.zip", "a.csv", "a.tsv.gz", "a.warc.gz"] {
            let refused = write(&folder.path().join(name), Options::default());
            assert!(matches!(refused, Err(WriteError::Foreign { .. })), "{name}");
        }
        assert_eq!(names(folder.path()), [] as [&str; 0]);
    }

    #[test]
    fn a_folder_is_no_output() {
        let folder = tempfile::tempdir().unwrap();
        let options = Options { force: true, ..Options::default() };
        assert!(matches!(write(folder.path(), options), Err(WriteError::Io { .. })));
    }

    #[cfg(unix)]
    #[test]
    fn links_and_devices_stay_what_they_are() {
        let folder = tempfile::tempdir().unwrap();
        let (real, link) = (folder.path().join("real"), folder.path().join("link"));
        fs::write(&real, "old").unwrap();
        std::os::unix::fs::symlink(&real, &link).unwrap();
        write(&link, Options { force: true, ..Options::default() }).unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&real).unwrap(), "one\ntwo\n");
        let (device, plain) = (folder.path().join("null"), folder.path().join("plain"));
        std::os::unix::fs::symlink("/dev/null", &device).unwrap();
        assert_eq!(write(&device, Options::default()).unwrap(), 8);
        write(&plain, Options::default()).unwrap();
        let mode =
            std::os::unix::fs::PermissionsExt::mode(&fs::metadata(&plain).unwrap().permissions());
        assert_eq!(mode & 0o600, 0o600);
        assert_eq!(mode & 0o111, 0);
    }

    #[test]
    fn a_closed_standard_output_is_its_own_error() {
        let closed = || std::io::Error::from(std::io::ErrorKind::BrokenPipe);
        assert!(matches!(WriteError::new(Path::new("-"), closed()), WriteError::BrokenPipe));
        assert!(matches!(WriteError::new(Path::new("pipe"), closed()), WriteError::Io { .. }));
    }

    #[test]
    fn a_sink_can_move_to_the_writing_thread() {
        fn movable<T: Send + 'static>() {}
        movable::<Sink>();
    }
}
