//! Cleaned files and their audit to a survey, on all cores.
//!
//! Each worker has a survey of its own, and they are added up at the end: a
//! survey knows no order, so that no worker ever waits for another.

use std::panic::resume_unwind;
use std::thread;

use crossbeam_channel::{Receiver, Sender, bounded};

use super::ordered::Frame;
use super::pairs::{PairBlock, PairError, Pairs};
use crate::read::Input;
use crate::report::survey::{Survey, SurveySettings};
use crate::write::{WrittenError, WrittenRecord, WrittenRow};

/// Blocks that wait for a worker, for each of them.
const WAITING: usize = 2;

/// Why a survey cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum SurveyError {
    /// The files cannot be read.
    #[error(transparent)]
    Pairs(#[from] PairError),
    /// A line is none that `clean` writes.
    #[error("{what} {number}: {source}")]
    Written {
        /// `record` or `audit row`.
        what: &'static str,
        /// Which one, from 1.
        number: u64,
        /// What is wrong with it.
        source: WrittenError,
    },
    /// A line is not UTF-8.
    #[error("record {0} or its audit row is not UTF-8")]
    Encoding(u64),
    /// The audit row is another record's.
    #[error(
        "record {number} has id {record}, but the audit row in its place has id {row}: the audit \
         must be that of the same run, and the records must be in its order"
    )]
    Id {
        /// Which record, from 1.
        number: u64,
        /// Its identifier.
        record: String,
        /// The row's.
        row: String,
    },
}

/// Looks through a run's records, with its audit when there is one (then for all records).
///
/// # Errors
/// When a file cannot be read, or is not what a run wrote.
pub fn survey(
    cleaned: &[Input],
    audit: &[Input],
    threads: usize,
    settings: SurveySettings,
) -> Result<Survey, SurveyError> {
    let threads = Frame { threads, ..Frame::default() }.workers();
    let (blocks, waiting) = bounded(threads * WAITING);
    let (read, ended) = thread::scope(|scope| {
        let worker = |waiting| scope.spawn(move || work(waiting, settings));
        let workers: Vec<_> = (0..threads).map(|_| worker(waiting.clone())).collect();
        drop(waiting);
        let read = feed(Pairs::of(cleaned, audit), &blocks, || {
            workers.iter().any(thread::ScopedJoinHandle::is_finished)
        });
        drop(blocks);
        let ended =
            workers.into_iter().map(|worker| worker.join().unwrap_or_else(|e| resume_unwind(e)));
        (read, ended.collect::<Vec<_>>())
    });
    let mut whole = Survey::new(settings);
    let mut failed: Option<(u64, SurveyError)> = None;
    for ended in ended {
        match ended {
            Ok(part) => whole.merge(part),
            Err(error) if failed.as_ref().is_none_or(|(number, _)| error.0 < *number) => {
                failed = Some(error);
            }
            Err(_) => {}
        }
    }
    match failed {
        Some((_, error)) => Err(error),
        None => Ok(read.map(|()| whole)?),
    }
}

/// Hands the blocks to the workers until they are all read or a worker has given up.
fn feed(
    pairs: Pairs,
    blocks: &Sender<PairBlock>,
    given_up: impl Fn() -> bool,
) -> Result<(), PairError> {
    for block in pairs {
        if blocks.send(block?).is_err() || given_up() {
            break;
        }
    }
    Ok(())
}

/// A worker: blocks to a survey of them; an error with the number of its record.
fn work(
    blocks: Receiver<PairBlock>,
    settings: SurveySettings,
) -> Result<Survey, (u64, SurveyError)> {
    let mut survey = Survey::new(settings);
    for block in blocks {
        for ((record, row), number) in block.pairs().zip(block.first..) {
            add(&mut survey, number, record, row).map_err(|error| (number, error))?;
        }
    }
    Ok(survey)
}

fn add(
    survey: &mut Survey,
    number: u64,
    record: &[u8],
    row: Option<&[u8]>,
) -> Result<(), SurveyError> {
    let written = |what| move |source| SurveyError::Written { what, number, source };
    let utf8 = |line| std::str::from_utf8(line).map_err(|_| SurveyError::Encoding(number));
    let record = WrittenRecord::parse(utf8(record)?).map_err(written("record"))?;
    let row = match row {
        Some(row) => Some(WrittenRow::parse(utf8(row)?).map_err(written("audit row"))?),
        None => None,
    };
    if let Some(row) = &row {
        let (record, row) = (record.id().map_err(written("record"))?, row.id());
        if record != row {
            let (record, row) = (record.into_owned(), row.into_owned());
            return Err(SurveyError::Id { number, record, row });
        }
    }
    survey.add(number, &record, row.as_ref()).map_err(written("record"))
}
