//! Compressed inputs to plain bytes.
//!
//! The kind is known by the first bytes, never by the name: dumps are renamed,
//! and the standard input has no name. All formats are read to the end of the
//! last of their members, frames or streams. NULs behind a member of gzip or a frame
//! of zstd are passed over: tapes and block devices fill their last block with them.

use std::fmt;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::bufread::GzDecoder;
use zstd::stream::raw::{DParameter, InBuffer, Operation, OutBuffer, WriteBuf};

use super::archive;
use super::errors::ReadError;
use super::inputs::Input;
use super::watch::Watch;

/// Bytes asked of the file system at a time.
pub(super) const READ_BYTES: usize = 256 * 1024;

/// Longest magic number looked for.
const MAGIC_BYTES: usize = 6;

/// Largest zstd window accepted, as a power of two: what `zstd --long=31` writes.
const ZSTD_WINDOW_LOG: u32 = 31;

/// How an input is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Compression {
    /// Not at all.
    Plain,
    /// gzip, of one or many members.
    Gzip,
    /// zstd, of one or many frames.
    Zstd,
    /// bzip2, of one or many streams.
    Bzip2,
    /// xz, of one or many streams.
    Xz,
}

impl Compression {
    /// The compression that data with these first bytes has.
    #[must_use]
    pub fn of(head: &[u8]) -> Self {
        match head {
            [0x1f, 0x8b, ..] => Self::Gzip,
            // A data frame, or a skippable frame before it.
            [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => Self::Zstd,
            [b'B', b'Z', b'h', b'1'..=b'9', ..] => Self::Bzip2,
            [0xfd, b'7', b'z', b'X', b'Z', 0, ..] => Self::Xz,
            _ => Self::Plain,
        }
    }
}

/// A file's name without an ending that stands for compression only.
pub(super) fn without_ending(name: &str) -> &str {
    const ENDINGS: [&str; 5] = ["gz", "zst", "zstd", "bz2", "xz"];
    match name.rsplit_once('.') {
        Some((stem, ending)) if ENDINGS.iter().any(|known| known.eq_ignore_ascii_case(ending)) => {
            stem
        }
        _ => name,
    }
}

impl fmt::Display for Compression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Plain => "plain",
            Self::Gzip => "gzip",
            Self::Zstd => "zstd",
            Self::Bzip2 => "bzip2",
            Self::Xz => "xz",
        })
    }
}

/// An opened input: plain bytes out, with an account of the stored bytes taken in.
pub struct Source {
    /// The decompressed bytes.
    pub reader: Box<dyn Read + Send>,
    /// How the input is compressed.
    pub compression: Compression,
    /// Stored bytes of this input that were consumed so far.
    pub consumed: Arc<AtomicU64>,
    /// Where stored bytes that were read are added up for the whole run.
    pub(super) progress: Arc<AtomicU64>,
    /// The file, when it is one, as it was when it was opened.
    pub(super) watch: Option<Watch>,
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Source")
            .field("compression", &self.compression)
            .field("consumed", &self.consumed)
            .finish_non_exhaustive()
    }
}

/// Opens an input. Stored bytes are added to `progress` as they are consumed;
/// one counter may serve all inputs of a run.
///
/// # Errors
/// When the file cannot be opened or its first bytes cannot be read.
pub fn open(input: &Input, progress: &Arc<AtomicU64>) -> Result<Source, ReadError> {
    open_on(input, progress, 1)
}

/// [`open`], where several threads may decode the members of an archive.
///
/// # Errors
/// As [`open`].
pub(super) fn open_on(
    input: &Input,
    progress: &Arc<AtomicU64>,
    threads: usize,
) -> Result<Source, ReadError> {
    let opened = match &input.path {
        None => Source::new(BufReader::with_capacity(READ_BYTES, io::stdin()), progress),
        Some(path) => open_file(path, progress, threads),
    };
    opened.map_err(|source| ReadError::Open { path: Arc::clone(&input.name), source })
}

/// Opens an input that is not compressed at an offset; none when it is no file.
///
/// # Errors
/// When the file cannot be opened there.
pub(super) fn open_at(
    input: &Input,
    offset: u64,
    progress: &Arc<AtomicU64>,
) -> Result<Option<Source>, ReadError> {
    let Some(path) = &input.path else { return Ok(None) };
    let opened = File::open(path).and_then(|mut file| {
        let bytes = file.metadata()?.len().saturating_sub(offset);
        file.seek(SeekFrom::Start(offset))?;
        Ok(BufReader::with_capacity(READ_BYTES, file.take(bytes)))
    });
    let inner =
        opened.map_err(|source| ReadError::Open { path: Arc::clone(&input.name), source })?;
    let counters = Counters::new(progress);
    let reader = Box::new(Counted { inner, counters: counters.clone() });
    let Counters { consumed, progress } = counters;
    Ok(Some(Source { reader, compression: Compression::Plain, consumed, progress, watch: None }))
}

/// Whether the file starts like one of which no part can be read by its bytes alone: an archive, or
/// a Parquet file; not so when that cannot be told.
#[must_use]
pub fn is_indivisible(path: &Path) -> bool {
    let mut head = Vec::with_capacity(MAGIC_BYTES);
    let read =
        File::open(path).and_then(|file| file.take(MAGIC_BYTES as u64).read_to_end(&mut head));
    let divisible = Compression::of(&head) == Compression::Plain && !head.starts_with(b"PAR1");
    read.is_ok() && !divisible
}

/// Opens a file, of which no more is read than it holds now.
fn open_file(path: &Path, progress: &Arc<AtomicU64>, threads: usize) -> io::Result<Source> {
    let file = File::open(path)?;
    let watch = Watch::new(path, &file)?;
    let bytes = watch.as_ref().map_or(u64::MAX, Watch::bytes);
    let stored = BufReader::with_capacity(READ_BYTES, file.take(bytes));
    Ok(Source { watch, ..Source::on(stored, progress, threads)? })
}

impl Source {
    /// Looks at the first bytes of `stored` and decompresses accordingly.
    ///
    /// # Errors
    /// When the first bytes cannot be read.
    pub fn new(
        stored: impl BufRead + Send + 'static,
        progress: &Arc<AtomicU64>,
    ) -> io::Result<Self> {
        Self::on(stored, progress, 1)
    }

    /// [`Source::new`], where several threads may decode the members of an archive.
    pub(super) fn on(
        mut stored: impl BufRead + Send + 'static,
        progress: &Arc<AtomicU64>,
        threads: usize,
    ) -> io::Result<Self> {
        let mut head = Vec::with_capacity(MAGIC_BYTES);
        stored.by_ref().take(MAGIC_BYTES as u64).read_to_end(&mut head)?;
        let compression = Compression::of(&head);
        let counters = Counters::new(progress);
        let inner = Cursor::new(head).chain(stored);
        let divisible = matches!(compression, Compression::Gzip | Compression::Zstd);
        let reader = if threads > 1 && divisible {
            archive::open(inner, compression, counters.clone(), threads)?
        } else {
            decoder(compression, Counted { inner, counters: counters.clone() })?
        };
        let Counters { consumed, progress } = counters;
        Ok(Self { reader, compression, consumed, progress, watch: None })
    }
}

/// What is in an archive, all its members.
pub(super) fn decoder(
    compression: Compression,
    stored: impl BufRead + Send + 'static,
) -> io::Result<Box<dyn Read + Send>> {
    Ok(match compression {
        Compression::Plain => Box::new(stored),
        Compression::Gzip => Box::new(Members(Some(GzDecoder::new(stored)))),
        Compression::Bzip2 => Box::new(bzip2::bufread::MultiBzDecoder::new(stored)),
        Compression::Xz => Box::new(liblzma::bufread::XzDecoder::new_multi_decoder(stored)),
        Compression::Zstd => {
            let mut decoder = zstd::stream::raw::Decoder::new()?;
            decoder.set_parameter(DParameter::WindowLogMax(ZSTD_WINDOW_LOG))?;
            Box::new(zstd::stream::zio::Reader::new(stored, Frames { decoder, between: false }))
        }
    })
}

/// The members of a gzip archive, one after the other; none left at the end.
///
/// The decoder for many members takes whatever follows one for the next.
struct Members<R>(Option<GzDecoder<R>>);

impl<R: BufRead> Read for Members<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while let Some(member) = &mut self.0 {
            let read = member.read(buffer)?;
            if read > 0 || buffer.is_empty() {
                return Ok(read);
            }
            let more = pass_nuls(member.get_mut())?;
            self.0 = self.0.take().filter(|_| more).map(|last| GzDecoder::new(last.into_inner()));
        }
        Ok(0)
    }
}

/// Passes over NULs, and tells whether anything follows.
fn pass_nuls(stored: &mut impl BufRead) -> io::Result<bool> {
    loop {
        let bytes = stored.fill_buf()?;
        let nuls = nuls(bytes);
        if nuls < bytes.len() {
            stored.consume(nuls);
            return Ok(true);
        }
        if nuls == 0 {
            return Ok(false);
        }
        stored.consume(nuls);
    }
}

/// NULs that the bytes start with.
fn nuls(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|&&byte| byte == 0).count()
}

/// Decodes the frames of a zstd archive.
struct Frames {
    decoder: zstd::stream::raw::Decoder<'static>,
    /// Whether a frame has ended and none has begun since.
    between: bool,
}

impl Operation for Frames {
    fn run<C: WriteBuf + ?Sized>(
        &mut self,
        input: &mut InBuffer<'_>,
        output: &mut OutBuffer<'_, C>,
    ) -> io::Result<usize> {
        if self.between {
            let at = input.pos();
            input.set_pos(at + nuls(input.src.get(at..).unwrap_or_default()));
            if input.pos() == input.src.len() {
                return Ok(0);
            }
        }
        let hint = self.decoder.run(input, output)?;
        self.between = hint == 0;
        Ok(hint)
    }

    fn reinit(&mut self) -> io::Result<()> {
        self.decoder.reinit()
    }

    fn finish<C: WriteBuf + ?Sized>(
        &mut self,
        output: &mut OutBuffer<'_, C>,
        finished_frame: bool,
    ) -> io::Result<usize> {
        self.decoder.finish(output, finished_frame)
    }
}

/// Stored bytes that were consumed, of an input and of all. The counters order nothing; they are only
/// looked at.
#[derive(Clone)]
pub(super) struct Counters {
    consumed: Arc<AtomicU64>,
    progress: Arc<AtomicU64>,
}

impl Counters {
    fn new(progress: &Arc<AtomicU64>) -> Self {
        Self { consumed: Arc::default(), progress: Arc::clone(progress) }
    }

    pub(super) fn count(&self, bytes: usize) {
        self.consumed.fetch_add(bytes as u64, Ordering::Relaxed);
        self.progress.fetch_add(bytes as u64, Ordering::Relaxed);
    }
}

/// Counts what a decoder takes, not what was read ahead for it.
pub(super) struct Counted<R> {
    pub(super) inner: R,
    pub(super) counters: Counters,
}

impl<R: BufRead> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.counters.count(read);
        Ok(read)
    }
}

impl<R: BufRead> BufRead for Counted<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.inner.fill_buf()
    }

    fn consume(&mut self, bytes: usize) {
        self.inner.consume(bytes);
        self.counters.count(bytes);
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU64, Ordering};

    use super::{Compression, Source};

    /// One member, frame or stream holding `text`.
    fn pack(kind: Compression, text: &[u8]) -> Vec<u8> {
        match kind {
            Compression::Plain => text.to_vec(),
            Compression::Gzip => {
                let mut coder =
                    flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
                coder.write_all(text).unwrap();
                coder.finish().unwrap()
            }
            Compression::Zstd => zstd::stream::encode_all(text, 1).unwrap(),
            Compression::Bzip2 => {
                let mut coder =
                    bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
                coder.write_all(text).unwrap();
                coder.finish().unwrap()
            }
            Compression::Xz => {
                let mut coder = liblzma::write::XzEncoder::new(Vec::new(), 1);
                coder.write_all(text).unwrap();
                coder.finish().unwrap()
            }
        }
    }

    fn unpack(stored: Vec<u8>) -> (Compression, Vec<u8>, std::io::Result<usize>, u64) {
        let progress = Arc::new(AtomicU64::new(0));
        let mut source = Source::new(std::io::Cursor::new(stored), &progress).unwrap();
        let mut out = Vec::new();
        let ended = source.reader.read_to_end(&mut out);
        let consumed = source.consumed.load(Ordering::Relaxed);
        assert_eq!(consumed, progress.load(Ordering::Relaxed));
        (source.compression, out, ended, consumed)
    }

    const ALL: [Compression; 5] = [
        Compression::Plain,
        Compression::Gzip,
        Compression::Zstd,
        Compression::Bzip2,
        Compression::Xz,
    ];

    #[test]
    fn every_member_of_every_kind_is_read() {
        for kind in ALL {
            let stored = [pack(kind, b"first\n"), pack(kind, b""), pack(kind, b"last")].concat();
            let size = stored.len() as u64;
            let (found, out, ended, consumed) = unpack(stored);
            assert_eq!(
                (found, out.as_slice(), consumed),
                (kind, &b"first\nlast"[..], size),
                "{kind}"
            );
            assert!(ended.is_ok(), "{kind}");
        }
    }

    #[test]
    fn nuls_behind_a_member_are_passed_over() {
        for kind in [Compression::Gzip, Compression::Zstd] {
            let (first, last) = (pack(kind, b"first\n"), pack(kind, b"last"));
            let stored = [&first[..], &[0; 5], &last, &[0; 512]].concat();
            let size = stored.len() as u64;
            let (_, out, ended, consumed) = unpack(stored);
            assert_eq!((out.as_slice(), consumed), (&b"first\nlast"[..], size), "{kind}");
            assert!(ended.is_ok(), "{kind}");
            let (_, out, ended, _) = unpack([&first[..], &[0; 512], b"rubbish"].concat());
            assert!(out == b"first\n" && ended.is_err(), "{kind}: other bytes are told");
        }
        let mut cut = pack(Compression::Gzip, b"first\n");
        cut.truncate(cut.len() - 6);
        assert!(unpack([cut, vec![0; 512]].concat()).2.is_err(), "a member that was cut off");
    }

    #[test]
    fn skippable_zstd_frames_are_skipped() {
        let skippable = [&[0x53, 0x2a, 0x4d, 0x18, 3, 0, 0, 0][..], b"abc"].concat();
        let data = pack(Compression::Zstd, b"text");
        for stored in [[skippable.clone(), data.clone()].concat(), [data, skippable].concat()] {
            let (kind, out, ended, _) = unpack(stored);
            assert_eq!((kind, out.as_slice()), (Compression::Zstd, &b"text"[..]));
            assert!(ended.is_ok());
        }
    }

    #[test]
    fn a_cut_archive_gives_its_good_part_and_an_error() {
        // Digits of a simple generator, so that the data stays long when compressed.
        let mut state = 1u32;
        let text: Vec<u8> = (0..2_000_000)
            .map(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                b'0' + (state >> 24) as u8 % 10
            })
            .collect();
        for kind in ALL.into_iter().filter(|&kind| kind != Compression::Plain) {
            let mut stored = pack(kind, &text);
            stored.truncate(stored.len() * 3 / 4);
            let (_, out, ended, _) = unpack(stored);
            assert!(ended.is_err(), "{kind}");
            assert!(!out.is_empty() && text.starts_with(&out), "{kind}: {} bytes", out.len());
        }
    }

    #[test]
    fn short_and_empty_inputs_are_plain() {
        for stored in [&b""[..], b"B", b"\x1f", b"BZh"] {
            let (kind, out, ended, _) = unpack(stored.to_vec());
            assert_eq!((kind, out.as_slice()), (Compression::Plain, stored));
            assert!(ended.is_ok());
        }
    }
}
