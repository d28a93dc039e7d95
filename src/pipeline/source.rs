//! The reader's side of a run: all inputs, one after the other, in pieces.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::read::{Block, BlockReader, Input, ReadError, ReadSettings};

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
    /// An input starts.
    Open,
    /// Whole records.
    Block(Block),
    /// An input, or one record that is too long, could not be read.
    Broken(Arc<str>, ReadError),
}

/// All pieces of all inputs, in order.
///
/// An input that fails is reported as a piece and the next one is opened.
pub(super) struct Source<'i> {
    inputs: std::slice::Iter<'i, Input>,
    settings: &'i ReadSettings,
    /// Inputs that were begun.
    begun: usize,
    state: State<'i>,
    /// Bytes of all inputs that were read, as they lie on disk.
    read: Arc<AtomicU64>,
}

enum State<'i> {
    Between,
    Opening(&'i Input),
    Reading(&'i Input, Box<BlockReader>),
}

impl<'i> Source<'i> {
    pub(super) fn new(inputs: &'i [Input], settings: &'i ReadSettings) -> Self {
        let read = Arc::default();
        Self { inputs: inputs.iter(), settings, begun: 0, state: State::Between, read }
    }

    fn task(&self, piece: Piece) -> Task {
        let bytes_read = self.read.load(Ordering::Relaxed);
        Task { input: self.begun.saturating_sub(1), bytes_read, piece }
    }

    fn failed(&mut self, input: &Input, error: ReadError) -> Task {
        if error.is_last() {
            self.state = State::Between;
        }
        self.task(Piece::Broken(Arc::clone(&input.name), error))
    }
}

impl Iterator for Source<'_> {
    type Item = Task;

    fn next(&mut self) -> Option<Task> {
        loop {
            match &mut self.state {
                State::Between => {
                    self.state = State::Opening(self.inputs.next()?);
                    self.begun += 1;
                    return Some(self.task(Piece::Open));
                }
                State::Opening(input) => {
                    let input = *input;
                    match BlockReader::open(Arc::new(input.clone()), self.settings, &self.read) {
                        Ok(reader) => self.state = State::Reading(input, Box::new(reader)),
                        Err(error) => return Some(self.failed(input, error)),
                    }
                }
                State::Reading(input, reader) => {
                    let input = *input;
                    match reader.next() {
                        None => self.state = State::Between,
                        Some(Ok(block)) => return Some(self.task(Piece::Block(block))),
                        Some(Err(error)) => return Some(self.failed(input, error)),
                    }
                }
            }
        }
    }
}
