//! Standard input, and pipes with a name, for a run that can be asked to stop.
//!
//! Opening a pipe waits for its writer, reading from one until the writer writes, and nothing safe can wake
//! that up. So a thread of its own reads ahead, and the run waits for the thread,
//! looking up now and then whether it is to stop.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::thread;
use std::time::Duration;

use crossbeam_channel::{Receiver, RecvTimeoutError, bounded};

use super::stop::Stop;
use crate::read::Source;

/// Bytes read at a time.
const PIECE: usize = 256 * 1024;

/// Pieces that may wait.
const AHEAD: usize = 2;

/// How long a wish to stop may go unheard.
const LOOK_UP: Duration = Duration::from_millis(50);

/// Whether an input is one that reading may have to wait for: standard input when it has no path, or a pipe or a
/// device with a name.
pub(super) fn is_stream(path: Option<&Path>) -> bool {
    let waits =
        |path: &Path| path.metadata().is_ok_and(|found| !found.is_file() && !found.is_dir());
    path.is_none_or(waits)
}

/// The stream with this path, standard input when there is none; it fails once a stop is asked for.
pub(super) fn open(
    path: Option<&Path>,
    stop: &Stop,
    progress: &Arc<AtomicU64>,
) -> io::Result<Source> {
    let (send, pieces) = bounded(AHEAD);
    let path = path.map(Path::to_owned);
    // Never joined: it may wait for input for ever.
    thread::Builder::new().name("stream".to_owned()).spawn(move || {
        let opened: io::Result<Box<dyn Read>> = match path {
            None => Ok(Box::new(io::stdin())),
            Some(path) => File::open(path).map(|file| Box::new(file) as Box<dyn Read>),
        };
        let mut input = match opened {
            Ok(input) => input,
            Err(error) => {
                // Nobody may wait for it any more.
                let _ = send.send(Err(error));
                return;
            }
        };
        loop {
            let mut piece = vec![0; PIECE];
            let read = match input.read(&mut piece) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                read => read,
            };
            let ended = !matches!(read, Ok(1..));
            let piece = read.map(|read| {
                piece.truncate(read);
                piece
            });
            if send.send(piece).is_err() || ended {
                return;
            }
        }
    })?;
    let pump = Pump { pieces, piece: Vec::new(), at: 0, stop: stop.clone() };
    Source::new(BufReader::with_capacity(PIECE, pump), progress)
}

/// The reading end.
struct Pump {
    pieces: Receiver<io::Result<Vec<u8>>>,
    piece: Vec<u8>,
    at: usize,
    stop: Stop,
}

impl Pump {
    /// The next piece; empty at the end.
    fn next(&self) -> io::Result<Vec<u8>> {
        loop {
            match self.pieces.recv_timeout(LOOK_UP) {
                Ok(piece) => return piece,
                Err(RecvTimeoutError::Disconnected) => return Ok(Vec::new()),
                Err(RecvTimeoutError::Timeout) if self.stop.asked().is_some() => {
                    return Err(io::Error::other("the run was stopped"));
                }
                Err(RecvTimeoutError::Timeout) => {}
            }
        }
    }
}

impl Read for Pump {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.at == self.piece.len() {
            self.piece = self.next()?;
            self.at = 0;
        }
        let read = self.piece.get(self.at..).unwrap_or_default().read(buffer)?;
        self.at += read;
        Ok(read)
    }
}
