//! A stream of bytes to numbered blocks of whole records.
//!
//! This is the part of reading that cannot be shared among threads, so it does
//! little: decompress, find record borders, count records. A block is then
//! parsed anywhere. Blocks are cut at record borders only, and the numbers and
//! offsets of records do not depend on where.

use std::collections::VecDeque;
use std::fmt;
use std::io::Cursor;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use memchr::memrchr;

use super::borders::Border;
use super::bounds::Bounds;
use super::compression::{self, Source};
use super::errors::ReadError;
use super::formats::{Format, Head, foreign};
use super::inputs::Input;
use super::stream::{KEPT_BYTES, Stream};
use super::watch::Watch;
use crate::page::Origin;

/// Bytes of a stream looked at to tell its format.
const HEAD_BYTES: usize = 64 * 1024;

/// Longest mark by which reading goes on after a record that was given up; it starts with a line end.
const RESUMED_BY: usize = 8;

/// How inputs are cut into blocks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadSettings {
    /// The format of all inputs; [`Format::Auto`] looks at each.
    pub format: Format,
    /// Size of a block, in bytes; a longer record makes a longer block.
    pub block_bytes: usize,
    /// Longest record accepted, in bytes; for text the longest file.
    pub max_record: usize,
    /// How much may come out of one input.
    pub bounds: Bounds,
    /// Threads that decode an input of which parts can be decoded apart; 0 and 1 are none beside the
    /// reader's own.
    pub decoders: usize,
    /// Whether numbers of a table that JSON has no word for are read as the strings `NaN`, `Infinity`
    /// and `-Infinity`, which go into a column of numbers as what they were; else they are null.
    pub exact: bool,
}

impl Default for ReadSettings {
    /// Blocks of 1 MiB, records of 256 MiB at most, formats told by content.
    fn default() -> Self {
        Self {
            format: Format::Auto,
            block_bytes: 1 << 20,
            max_record: 256 << 20,
            bounds: Bounds::default(),
            decoders: 1,
            exact: false,
        }
    }
}

/// A run of whole records of one input.
#[derive(Clone, Debug)]
pub struct Block {
    /// Number of the block among those that the reader gave, from 0, without gaps.
    pub number: u64,
    /// The records with the line ends and blanks between them. JSONL in UTF-16 is in UTF-8 here.
    pub bytes: Vec<u8>,
    /// Number of the first record in the input, from 1.
    pub first_record: u64,
    /// Offset of the first byte in the input, after decompression (and conversion from UTF-16).
    pub offset: u64,
    /// The format of the records, never [`Format::Auto`].
    pub format: Format,
    /// What else decides where records begin and end.
    pub cut: Arc<Cut>,
    /// The encoding that the stream was converted from, when it was.
    pub encoding: Option<&'static str>,
    /// Where the block comes from.
    pub input: Arc<Input>,
}

/// What the borders of records depend on besides the bytes; the same for all blocks of an input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cut {
    /// The header of the input: the first row of a table. Empty for formats that have none.
    pub header: Vec<u8>,
    /// Longest record accepted, in bytes.
    pub max_record: usize,
}

impl Default for Cut {
    fn default() -> Self {
        Self { header: Vec::new(), max_record: ReadSettings::default().max_record }
    }
}

impl Block {
    /// The first record of the input, when it is in this block.
    #[must_use]
    pub fn opening(&self) -> Option<&[u8]> {
        let first = self.records().next().filter(|_| self.first_record == 1)?;
        Some(first.1)
    }

    /// The records of the block, in order, with their places.
    pub(super) fn records(&self) -> impl Iterator<Item = (Origin, &[u8])> {
        let mut at = 0;
        let mut number = self.first_record;
        std::iter::from_fn(move || {
            let border = self.format.kind().next(&self.bytes, at, true, &self.cut);
            let Border::Record { record, next } = border else { return None };
            let (path, offset) = (Arc::clone(&self.input.name), self.offset + record.start as u64);
            let origin = Origin { path, record: number, offset };
            at = next;
            number += 1;
            Some((origin, self.bytes.get(record).unwrap_or_default()))
        })
    }
}

/// The blocks of one input, in order, and what went wrong, in its place.
///
/// After a record over the limit reading goes on; any other error is the last item, but for the
/// message that the file has changed, which comes before it. What was read before has been delivered. A record (or a text file) that was
/// cut off by an error is no block: its bytes are in the error.
pub struct BlockReader {
    input: Arc<Input>,
    settings: ReadSettings,
    stream: Stream,
    format: Format,
    cut: Arc<Cut>,
    encoding: Option<&'static str>,
    /// Bytes read and not yet delivered.
    buffer: Vec<u8>,
    /// Offset of the buffer's first byte.
    offset: u64,
    /// Number of the next record.
    record: u64,
    /// Number of the next block.
    number: u64,
    /// Inside a record that was given up.
    skipping: bool,
    ready: VecDeque<Result<Block, ReadError>>,
    ended: bool,
    /// The file, until its end was compared with its beginning.
    watch: Option<Watch>,
}

impl fmt::Debug for BlockReader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BlockReader")
            .field("input", &self.input.name)
            .field("format", &self.format)
            .field("offset", &self.offset)
            .finish_non_exhaustive()
    }
}

impl BlockReader {
    /// Opens an input. Stored bytes are added to `progress` as they are read.
    ///
    /// # Errors
    /// When the input cannot be opened, or is of a kind that is not read.
    pub fn open(
        input: Arc<Input>,
        settings: &ReadSettings,
        progress: &Arc<AtomicU64>,
    ) -> Result<Self, ReadError> {
        let source = compression::open_on(&input, progress, settings.decoders)?;
        Self::new(input, source, settings)
    }

    /// Reads bytes held in memory, compressed or not, as if they came from `input`.
    ///
    /// # Errors
    /// As [`BlockReader::open`].
    pub fn from_bytes(
        input: Arc<Input>,
        bytes: Vec<u8>,
        settings: &ReadSettings,
    ) -> Result<Self, ReadError> {
        let source = Source::new(Cursor::new(bytes), &Arc::default())
            .map_err(|source| ReadError::Open { path: Arc::clone(&input.name), source })?;
        Self::new(input, source, settings)
    }

    /// Reads a source that is open already. The format is told here, from the first bytes.
    ///
    /// # Errors
    /// When the source is of a kind that is not read.
    pub fn new(
        input: Arc<Input>,
        source: Source,
        settings: &ReadSettings,
    ) -> Result<Self, ReadError> {
        let mut source = source;
        let watch = source.watch.take();
        let mut stream = Stream::new(source, settings.bounds);
        let mut buffer = Vec::new();
        stream.fill(&mut buffer, HEAD_BYTES);
        let mut format = settings.format;
        if format == Format::Auto {
            if let Some(what) = foreign::unsupported(&buffer) {
                return Err(ReadError::Unsupported { path: Arc::clone(&input.name), what });
            }
            format = Head::new(&foreign::readable(&buffer), stream.ended(), &input.name).format();
            if format == Format::Text && foreign::is_binary(&buffer) {
                let what = "binary data";
                return Err(ReadError::Unsupported { path: Arc::clone(&input.name), what });
            }
        }
        // What is read as a whole is decoded as a whole, by the worker.
        let whole = format.kind().is_whole();
        let converted = format.kind().is_converted();
        // A file without any bytes has no rows, whatever its name says.
        if let Some(unfold) = format.kind().unfold().filter(|_| !buffer.is_empty()) {
            stream
                .unfold(&mut buffer, input.path.as_deref(), unfold, settings)
                .map_err(|source| ReadError::Open { path: Arc::clone(&input.name), source })?;
        }
        let encoding = if converted { stream.convert(&mut buffer) } else { None };
        if encoding.is_some() {
            stream.fill(&mut buffer, HEAD_BYTES);
        }
        let Some(header) = format.kind().header(&buffer, stream.ended()) else {
            let what = "a table with a header row longer than 64 KiB";
            return Err(ReadError::Unsupported { path: Arc::clone(&input.name), what });
        };
        let header: Vec<u8> = buffer.drain(..header.min(buffer.len())).collect();
        let offset = header.len() as u64;
        let cut = Arc::new(Cut { header, max_record: settings.max_record });
        // Nothing at all on the standard input is no page; an empty file is one.
        let ended = whole && input.path.is_none() && buffer.is_empty() && stream.is_whole();
        let settings = settings.clone();
        let ready = VecDeque::new();
        Ok(Self {
            input,
            settings,
            stream,
            format,
            cut,
            encoding,
            buffer,
            ready,
            ended,
            watch,
            offset,
            record: 1,
            number: 0,
            skipping: false,
        })
    }

    /// The format of the input, never [`Format::Auto`].
    #[must_use]
    pub const fn format(&self) -> Format {
        self.format
    }

    /// Goes to the record of this number, which starts at or after `offset`, where that can be done
    /// without reading what stands before it; else nothing happens.
    ///
    /// # Errors
    /// When the file cannot be opened there.
    pub(super) fn seek(
        &mut self,
        offset: u64,
        record: u64,
        progress: &Arc<AtomicU64>,
    ) -> Result<(), ReadError> {
        let kind = self.format.kind();
        let by_bytes = !kind.is_whole() && kind.unfold().is_none() && self.encoding.is_none();
        if offset <= self.offset || !by_bytes || !self.stream.is_plain() {
            return Ok(());
        }
        let Some(source) = compression::open_at(&self.input, offset, progress)? else {
            return Ok(());
        };
        let passed = offset.saturating_sub(self.offset + self.buffer.len() as u64);
        progress.fetch_add(passed, Ordering::Relaxed);
        let bounds = self.settings.bounds.after(offset);
        self.stream = Stream::new(source, bounds);
        self.buffer.clear();
        (self.offset, self.record) = (offset, record);
        Ok(())
    }

    /// What happened to the file meanwhile; asked once, when it was read.
    fn changed(&mut self) -> Option<ReadError> {
        let change = self.watch.take()?.change()?;
        Some(ReadError::Changed { path: Arc::clone(&self.input.name), change })
    }

    /// Reads some more, and makes ready what is whole.
    fn advance(&mut self) {
        if self.format.kind().is_whole() {
            self.take_file();
        } else {
            let held = self.buffer.len();
            // A long record is looked at again with each piece: doubling keeps that linear.
            let more = held.min(self.settings.max_record.saturating_sub(held).saturating_add(1));
            self.stream.fill(&mut self.buffer, self.settings.block_bytes.max(more).max(1));
            self.cut();
        }
        if self.stream.ended() {
            self.ended = true;
            let origin = self.origin(0);
            if let Some(error) = self.stream.take_error(origin, &mut self.buffer) {
                let change = self.changed();
                self.ready.extend(change.map(Err));
                self.ready.push_back(Err(error));
            }
        }
    }

    /// The whole input as one record.
    fn take_file(&mut self) {
        let limit = self.settings.max_record;
        let room = limit.saturating_add(1).saturating_sub(self.buffer.len());
        self.stream.fill(&mut self.buffer, room);
        if self.buffer.len() > limit {
            self.ready.push_back(Err(self.too_long(0)));
            self.buffer.clear();
            self.ended = true;
        } else if self.stream.is_whole() {
            self.deliver(0, self.buffer.len(), 1);
            self.buffer.clear();
        }
    }

    /// Delivers the blocks that are full and keeps the rest.
    ///
    /// A block starts at a record and is the shortest run of records from there that reaches the
    /// size, so that a reader which starts at the end of any block cuts the same ones.
    fn cut(&mut self) {
        let last = self.stream.is_whole();
        // The block being collected starts at `from` and holds `count` records up to `at`.
        let (mut from, mut at, mut count) = (0, 0, 0);
        loop {
            if self.skipping {
                at = self.skip(at);
                from = at;
                if self.skipping {
                    break;
                }
            }
            let start = match self.format.kind().next(&self.buffer, at, last, &self.cut) {
                Border::Record { record, next } if record.len() <= self.settings.max_record => {
                    if count == 0 {
                        from = record.start;
                    }
                    count += 1;
                    at = next;
                    if at - from >= self.settings.block_bytes {
                        self.deliver(from, at, count);
                        (from, count) = (at, 0);
                    }
                    continue;
                }
                Border::Record { record, .. } => record.start,
                Border::Partial(start) if self.buffer.len() - start > self.settings.max_record => {
                    start
                }
                Border::Partial(start) => {
                    at = start;
                    break;
                }
                Border::End => {
                    at = self.buffer.len();
                    break;
                }
            };
            self.deliver(from, at, count);
            self.ready.push_back(Err(self.too_long(start)));
            self.record += 1;
            // From here on alike, whether the record's end was in the buffer or not.
            at = start + self.settings.max_record;
            (from, count) = (at, 0);
            self.skipping = true;
        }
        if self.stream.ended() {
            self.deliver(from, at, count);
        } else if count > 0 {
            at = from;
        }
        self.buffer.drain(..at);
        self.offset += at as u64;
    }

    /// Where to read on after a record that was given up; the end of the buffer when that is not in it.
    fn skip(&mut self, at: usize) -> usize {
        let rest = self.buffer.get(at..).unwrap_or_default();
        if let Some(len) = self.format.kind().resume(rest, &self.cut) {
            self.skipping = false;
            return at + len;
        }
        // A line end may belong to a border that the next piece completes.
        let tail = rest.get(rest.len().saturating_sub(RESUMED_BY)..).unwrap_or_default();
        self.buffer.len() - memrchr(b'\n', tail).map_or(0, |at| tail.len() - at)
    }

    /// Makes a block of the bytes from `from` to `to`, which hold `count` records.
    fn deliver(&mut self, from: usize, to: usize, count: u64) {
        if count == 0 {
            return;
        }
        self.ready.push_back(Ok(Block {
            number: self.number,
            bytes: self.buffer.get(from..to).unwrap_or_default().to_vec(),
            first_record: self.record,
            offset: self.offset + from as u64,
            format: self.format,
            cut: Arc::clone(&self.cut),
            encoding: self.encoding,
            input: Arc::clone(&self.input),
        }));
        self.number += 1;
        self.record += count;
    }

    /// The next record, which starts at `start` in the buffer.
    fn origin(&self, start: usize) -> Origin {
        let path = Arc::clone(&self.input.name);
        Origin { path, record: self.record, offset: self.offset + start as u64 }
    }

    fn too_long(&self, start: usize) -> ReadError {
        let limit = self.settings.max_record;
        // No more than the limit: what follows may belong to the next record.
        let kept = start..start.saturating_add(limit.min(KEPT_BYTES));
        let head = self.buffer.get(kept).unwrap_or_default().to_vec();
        ReadError::TooLong { origin: self.origin(start), limit, head }
    }
}

impl Iterator for BlockReader {
    type Item = Result<Block, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(item) = self.ready.pop_front() {
                return Some(item);
            }
            if self.ended {
                return self.changed().map(Err);
            }
            self.advance();
        }
    }
}
