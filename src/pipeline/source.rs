//! The reader's side of a run: all inputs, one after the other, in pieces.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use serde::{Deserialize, Serialize};

use super::destination::Destination;
use super::ordered::Frame;
use super::shard::Share;
use super::stop::Stop;
use super::stream;
use crate::read::{Block, BlockReader, Input, PartReader, ReadError, ReadSettings, Stretch};

/// Workers that one decoder of tables or archives keeps busy: cleaning a page takes some ten times as
/// long as getting it out of either.
const WORKERS_FED: usize = 8;

/// A piece of input on its way to a worker.
pub(super) struct Task {
    /// Index of the input.
    pub(super) input: usize,
    /// Bytes of all inputs read so far, as they lie on disk.
    pub(super) bytes_read: u64,
    /// What it is.
    pub(super) piece: Piece,
}

/// What a task holds.
pub(super) enum Piece {
    /// An input starts, or is gone on with at this place.
    Open(Place),
    /// Whole records.
    Block(Block),
    /// An input, or one record that is too long, could not be read.
    Broken(Arc<str>, ReadError),
}

impl Task {
    /// Bytes of input that it holds.
    pub(super) fn bytes(&self) -> usize {
        match &self.piece {
            Piece::Open(_) | Piece::Broken(..) => 0,
            Piece::Block(block) => block.bytes.len(),
        }
    }
}

/// A place between two records, from which reading can go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Place {
    /// Index of the input; one past the last when all was read.
    pub(super) input: usize,
    /// Offset in the input, in bytes after decompression.
    pub(super) offset: u64,
    /// Number of the next record in the input.
    pub(super) record: u64,
}

impl Place {
    /// Before an input.
    pub(super) const fn start_of(input: usize) -> Self {
        Self { input, offset: 0, record: 1 }
    }
}

/// The settings for a run on so many workers.
///
/// A decoder keeps several workers busy, so that there are far fewer of the former.
pub(super) fn for_frame(settings: &ReadSettings, frame: Frame) -> ReadSettings {
    let decoders = settings.decoders.max(frame.workers().div_ceil(WORKERS_FED));
    ReadSettings { decoders, ..settings.clone() }
}

/// All pieces of what a run reads, in order.
///
/// An input that fails is reported as a piece and the next one is opened.
pub(super) struct Source<'i> {
    inputs: &'i [Input],
    shares: std::vec::IntoIter<Share>,
    from: Place,
    settings: ReadSettings,
    /// Where the records go.
    destination: &'i Destination,
    stop: Stop,
    /// Index of the input that was last begun.
    input: usize,
    state: State,
    /// Bytes of all inputs that were read, as they lie on disk.
    read: Arc<AtomicU64>,
}

enum State {
    Between,
    Opening(Share),
    Reading(Box<PartReader>),
}

impl<'i> Source<'i> {
    /// The shares of the inputs from a place on, for records that go there.
    pub(super) fn new(
        inputs: &'i [Input],
        shares: Vec<Share>,
        from: Place,
        settings: ReadSettings,
        destination: &'i Destination,
        stop: Stop,
    ) -> Self {
        let (left, passed): (Vec<_>, Vec<_>) =
            shares.into_iter().partition(|share| share.input >= from.input);
        let passed = passed.iter().filter_map(|share| inputs.get(share.input)?.bytes).sum();
        let read = Arc::new(AtomicU64::new(passed));
        let (shares, state) = (left.into_iter(), State::Between);
        Self { inputs, shares, from, settings, destination, stop, input: 0, state, read }
    }

    fn task(&self, piece: Piece) -> Task {
        let bytes_read = self.read.load(Ordering::Relaxed);
        Task { input: self.input, bytes_read, piece }
    }

    fn open(&self, share: Share) -> Result<Option<PartReader>, ReadError> {
        let Some(input) = self.inputs.get(share.input).cloned().map(Arc::new) else {
            return Ok(None);
        };
        let Stretch { from, to } = share.stretch;
        let begun = self.from.input == share.input && self.from.offset > from;
        let from = if begun { self.from.offset } else { from };
        let first = begun.then_some(self.from.record);
        let stretch = Stretch { from, to };
        // A table holds numbers that no line of JSON can.
        let exact = self.destination.is_table(&input.relative);
        let settings = ReadSettings { exact, ..self.settings.clone() };
        let path = input.path.as_deref();
        let opened = if stream::is_stream(path) {
            stream::open(path, &self.stop, &self.read)
                .map_err(|source| ReadError::Open { path: Arc::clone(&input.name), source })
                .and_then(|source| BlockReader::new(input, source, &settings))
                .map(|reader| PartReader::new(reader, stretch))
        } else {
            PartReader::open(input, &settings, stretch, first, &self.read)
        };
        match opened {
            // The run that reads the start of the input tells of it.
            Err(ReadError::Unsupported { .. }) if from > 0 => Ok(None),
            opened => opened.map(Some),
        }
    }

    fn failed(&mut self, error: ReadError) -> Task {
        if error.is_last() {
            self.state = State::Between;
        }
        let name = self.inputs.get(self.input).map(|input| Arc::clone(&input.name));
        self.task(Piece::Broken(name.unwrap_or_default(), error))
    }

    fn advance(&mut self) -> Option<Task> {
        loop {
            match &mut self.state {
                State::Between => {
                    let share = self.shares.next()?;
                    self.input = share.input;
                    self.state = State::Opening(share);
                    let start = Place::start_of(share.input);
                    let begun = self.from.input == share.input;
                    return Some(self.task(Piece::Open(if begun { self.from } else { start })));
                }
                State::Opening(share) => {
                    let share = *share;
                    match self.open(share) {
                        Ok(None) => self.state = State::Between,
                        Ok(Some(reader)) => self.state = State::Reading(Box::new(reader)),
                        Err(error) => return Some(self.failed(error)),
                    }
                }
                State::Reading(reader) => match reader.next() {
                    None => self.state = State::Between,
                    Some(Ok(block)) => return Some(self.task(Piece::Block(block))),
                    Some(Err(error)) => return Some(self.failed(error)),
                },
            }
        }
    }
}

impl Iterator for Source<'_> {
    type Item = Task;

    fn next(&mut self) -> Option<Task> {
        let stopped = || self.stop.asked().is_some();
        if stopped() {
            return None;
        }
        let task = self.advance();
        // A stop while reading may have cut the piece short.
        task.filter(|_| self.stop.asked().is_none())
    }
}
