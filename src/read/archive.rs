//! Archives of many members, decompressed on several threads.
//!
//! gzip members and zstd frames can be decoded apart, but where they begin is
//! known for certain only when all before them were decoded. So the stored bytes
//! are cut where a member seems to begin, and a cut is proved by what stands
//! before it: the piece from one proved border has to be whole members, sound ones, to its
//! last byte. Where that does not hold (damage, a border that was none, a member
//! that is too long, one that expands too much) all from that piece on is
//! decoded in one go, exactly as if it had been from the start; so what comes out
//! of any archive, and what is said of it, does not depend on how many threads there are.

use std::collections::VecDeque;
use std::io::{self, BufRead, Cursor, Read};
use std::sync::Arc;

use crossbeam_channel::{Receiver, Sender, bounded, unbounded};
use memchr::memmem;

use super::compression::{Compression, Counted, Counters, READ_BYTES, decoder};

/// Least stored bytes of a piece: enough for a thread to be worth waking up.
const LEAST: usize = 256 * 1024;

/// Most stored bytes in which a border is looked for.
const MOST: usize = 4 << 20;

/// Most that may come out of a stored byte of a piece. What expands more is left to the reader of
/// the rest, which does not do so ahead; it is far below the limit for whole inputs, so that that
/// one is never met here.
const MOST_RATIO: usize = 64;

/// Pieces that are decoded or wait to be taken, for each thread.
const AHEAD: usize = 2;

/// Bytes of a gzip header without its optional parts.
const HEADER_BYTES: usize = 10;

/// Stored bytes between two borders.
type Stored = Arc<[u8]>;

/// What came of a piece; nothing when it was no row of sound members.
type Decoded = Option<Vec<u8>>;

/// A reader of an archive that decodes pieces of it ahead.
pub(super) struct Archive<R> {
    compression: Compression,
    counters: Counters,
    jobs: Sender<(Stored, Sender<Decoded>)>,
    /// Pieces that were given away, in order.
    waiting: VecDeque<(Stored, Receiver<Decoded>)>,
    most_waiting: usize,
    /// What was not given away yet.
    left: Rest<R>,
    /// Whether more pieces can be cut.
    divisible: bool,
    /// What came of the last piece.
    out: Cursor<Vec<u8>>,
}

/// Stored bytes from a border on.
struct Rest<R> {
    /// Those that were read.
    read: Cursor<Vec<u8>>,
    /// Offset of the first that was not taken.
    offset: u64,
    /// What reading on gave when it failed.
    failed: Option<io::Error>,
    ended: bool,
    stored: R,
}

/// Opens an archive, to be decoded by so many threads.
pub(super) fn open<R: BufRead + Send + 'static>(
    stored: R,
    compression: Compression,
    counters: Counters,
    threads: usize,
) -> io::Result<Box<dyn Read + Send>> {
    let (jobs, work) = unbounded::<(Stored, Sender<Decoded>)>();
    for number in 0..threads {
        let work = work.clone();
        let run = move || {
            for (stored, give) in work {
                // Nobody may be there to take it any more.
                let _ = give.send(unpack(compression, &stored));
            }
        };
        std::thread::Builder::new().name(format!("decoder-{number}")).spawn(run)?;
    }
    let read = Cursor::new(Vec::new());
    Ok(Box::new(State::Pieces(Box::new(Archive {
        compression,
        counters,
        jobs,
        waiting: VecDeque::new(),
        most_waiting: threads * AHEAD,
        left: Rest { read, offset: 0, failed: None, ended: false, stored },
        divisible: true,
        out: Cursor::new(Vec::new()),
    }))))
}

/// How an archive is read.
enum State<R> {
    /// Piece by piece.
    Pieces(Box<Archive<R>>),
    /// In one go.
    Whole(Box<dyn Read + Send>),
    /// A change from the one to the other has failed.
    Failed,
}

impl<R: BufRead + Send + 'static> Read for State<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let archive = match self {
                Self::Pieces(archive) => archive,
                Self::Whole(reader) => return reader.read(buffer),
                Self::Failed => return Ok(0),
            };
            let read = archive.out.read(buffer)?;
            if read > 0 || buffer.is_empty() {
                return Ok(read);
            }
            if !archive.advance()
                && let Self::Pieces(archive) = std::mem::replace(self, Self::Failed)
            {
                *self = Self::Whole(archive.into_whole()?);
            }
        }
    }
}

impl<R: BufRead + Send + 'static> Archive<R> {
    /// Turns to the next piece; false when all that is left has to be decoded in one go.
    fn advance(&mut self) -> bool {
        while self.divisible && self.waiting.len() < self.most_waiting {
            let Some(piece) = self.left.cut(self.compression) else {
                self.divisible = false;
                break;
            };
            let (give, take) = bounded(1);
            // Without threads nothing comes, which is seen below.
            let _ = self.jobs.send((Arc::clone(&piece), give));
            self.waiting.push_back((piece, take));
        }
        let Some((piece, take)) = self.waiting.pop_front() else { return false };
        if let Ok(Some(out)) = take.recv() {
            self.counters.count(piece.len());
            self.out = Cursor::new(out);
            return true;
        }
        self.waiting.push_front((piece, take));
        false
    }

    /// A reader of all pieces that were not taken, and of what follows them.
    fn into_whole(self) -> io::Result<Box<dyn Read + Send>> {
        let Self { compression, counters, waiting, mut left, .. } = self;
        let mut bytes = Vec::new();
        for (piece, _) in waiting {
            bytes.extend_from_slice(&piece);
        }
        left.offset -= bytes.len() as u64;
        bytes.append(left.read.get_mut());
        left.read = Cursor::new(bytes);
        decoder(compression, Counted { inner: left, counters })
    }
}

impl<R: BufRead> Rest<R> {
    /// Takes the bytes up to a border; none when there is none near enough. Nothing must have been
    /// taken otherwise.
    fn cut(&mut self, compression: Compression) -> Option<Stored> {
        let mut from = LEAST;
        loop {
            let bytes = self.read.get_mut();
            if let Some(at) = bytes.get(from..).and_then(|ahead| border(compression, ahead)) {
                let behind = bytes.split_off(from + at);
                let piece = std::mem::replace(bytes, behind);
                self.offset += piece.len() as u64;
                return Some(piece.into());
            }
            if self.ended || bytes.len() >= MOST {
                return None;
            }
            // A border may begin in the last bytes.
            from = LEAST.max(bytes.len().saturating_sub(HEADER_BYTES));
            self.read_more();
        }
    }

    /// Reads as much as the source gives at once, so that its next portion is the one that it would be.
    fn read_more(&mut self) {
        let read = match self.stored.fill_buf() {
            Ok(bytes) => {
                self.read.get_mut().extend_from_slice(bytes);
                bytes.len()
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => return,
            Err(error) => {
                self.failed = Some(error);
                0
            }
        };
        self.stored.consume(read);
        self.ended = read == 0;
    }

    fn has_read(&self) -> bool {
        self.read.position() < self.read.get_ref().len() as u64
    }
}

impl<R: BufRead> Read for Rest<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(buffer)?;
        self.consume(read);
        Ok(read)
    }
}

/// In the portions in which the file would have been read: what a decoder keeps of a damaged member
/// depends on them.
impl<R: BufRead> BufRead for Rest<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.has_read() {
            let portion = READ_BYTES as u64 - self.offset % READ_BYTES as u64;
            let bytes = self.read.fill_buf()?;
            let portion = bytes.len().min(usize::try_from(portion).unwrap_or(READ_BYTES));
            return Ok(bytes.get(..portion).unwrap_or_default());
        }
        match self.failed.take() {
            Some(error) => Err(error),
            None if self.ended => Ok(&[]),
            None => self.stored.fill_buf(),
        }
    }

    fn consume(&mut self, bytes: usize) {
        self.offset += bytes as u64;
        if self.has_read() { self.read.consume(bytes) } else { self.stored.consume(bytes) }
    }
}

/// Where a member seems to begin.
fn border(compression: Compression, bytes: &[u8]) -> Option<usize> {
    match compression {
        Compression::Gzip => {
            let at = |at: &usize| bytes.get(*at..).is_some_and(is_gzip);
            memmem::find_iter(bytes, &[0x1f, 0x8b, 8]).find(at)
        }
        Compression::Zstd => memmem::find(bytes, &[0x28, 0xb5, 0x2f, 0xfd]),
        Compression::Plain | Compression::Bzip2 | Compression::Xz => None,
    }
}

/// Whether the flags, the level and the system of a gzip header are such as exist.
fn is_gzip(bytes: &[u8]) -> bool {
    let known = |bytes: &[u8; HEADER_BYTES]| {
        let [_, _, _, flags, _, _, _, _, level, system] = *bytes;
        flags < 0x20 && matches!(level, 0 | 2 | 4) && matches!(system, 0..=13 | 255)
    };
    bytes.first_chunk().is_some_and(known)
}

/// What a row of whole members holds.
fn unpack(compression: Compression, stored: &Stored) -> Decoded {
    let most = stored.len().saturating_mul(MOST_RATIO);
    let reader = decoder(compression, Cursor::new(Arc::clone(stored))).ok()?;
    let mut out = Vec::with_capacity(stored.len() * 4);
    reader.take(most as u64 + 1).read_to_end(&mut out).ok()?;
    (out.len() <= most).then_some(out)
}

#[cfg(test)]
#[path = "archive_tests.rs"]
mod tests;
