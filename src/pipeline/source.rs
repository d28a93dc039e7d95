//! The reader's side of a run: all inputs, one after the other, in pieces.

use std::sync::Arc;

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
    inputs: &'i [Input],
    settings: &'i ReadSettings,
    next: usize,
    open: Option<BlockReader>,
    /// Bytes of the inputs that were read to their end.
    before: u64,
}

impl<'i> Source<'i> {
    pub(super) const fn new(inputs: &'i [Input], settings: &'i ReadSettings) -> Self {
        Self { inputs, settings, next: 0, open: None, before: 0 }
    }

    fn task(&self, piece: Piece) -> Task {
        let here = self.open.as_ref().map_or(0, BlockReader::consumed);
        Task { input: self.next.saturating_sub(1), bytes_read: self.before + here, piece }
    }

    /// The reader of the current input is done with; what it read stays counted.
    fn close(&mut self) {
        if let Some(reader) = self.open.take() {
            self.before += reader.consumed();
        }
    }
}

impl Iterator for Source<'_> {
    type Item = Task;

    fn next(&mut self) -> Option<Task> {
        todo!()
    }
}
