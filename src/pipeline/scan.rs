//! The scan: inputs in, the profile of their sites out.
//!
//! Counts are kept in memory up to a limit, then set aside as a part of the
//! profile on disk; the parts are merged at the end. So a scan takes the same
//! memory for any dump.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::destination::Destination;
use super::limits::{Budget, PageLimits};
use super::ordered::{self, Frame, Stopped};
use super::reporter::{Progress, Reporter};
use super::shard;
use super::source::{Piece, Place, Source, Task, for_frame};
use super::stop::Stop;
use crate::page::Page;
use crate::read::{FieldNames, Input, ReadSettings, parse};
use crate::site::{Counts, PageCount, ProfileError, RowSink, Spill};

/// How a scan reads.
#[derive(Clone, Debug)]
pub struct ScanSettings {
    /// Formats, limits and sizes of reading.
    pub read: ReadSettings,
    /// Where a record's text, identifier and address are.
    pub fields: FieldNames,
    /// Pages over these are not counted.
    pub limits: PageLimits,
    /// How much runs at once.
    pub frame: Frame,
    /// Most lines and texts that are counted in memory; some 350 bytes each.
    pub lines: usize,
}

impl Default for ScanSettings {
    fn default() -> Self {
        Self {
            read: ReadSettings::default(),
            fields: FieldNames::default(),
            limits: PageLimits::default(),
            // The counts of a block of short lines take ten times the room of the block.
            frame: Frame { in_flight: 16, ..Frame::default() },
            lines: 1 << 19,
        }
    }
}

/// Why a scan failed.
#[derive(Debug, thiserror::Error)]
pub enum ScanError {
    /// The profile, or a part of it, cannot be written.
    #[error(transparent)]
    Profile(#[from] ProfileError),
    /// The workers cannot be started.
    #[error("cannot start the workers: {0}")]
    Workers(#[source] rayon::ThreadPoolBuildError),
}

/// Counts the lines of all inputs by site and hands the rows of the profile over; gives the number of pages.
///
/// The rows do not depend on the order of inputs and pages, nor on `settings.frame`
/// and `settings.lines`. What cannot be read is passed over; cleaning reports it.
///
/// # Errors
/// When a part of the profile cannot be written, and those of the sink.
pub fn scan(
    inputs: &[Input],
    settings: &ScanSettings,
    reporter: &mut dyn Reporter,
    sink: &mut dyn RowSink,
) -> Result<u64, ScanError> {
    let (counts, spill) = (Counts::default(), Spill::default());
    let mut parts = Parts { counts, spill, most: settings.lines };
    let mut progress = Progress::default();
    reporter.start(inputs.iter().map(|input| input.bytes).sum());
    let (shares, read) = (shard::all(inputs), for_frame(&settings.read, settings.frame));
    let (from, nowhere) = (Place::start_of(0), Destination::Stdout);
    let source = Source::new(inputs, shares, from, read, &nowhere, Stop::default());
    ordered::run(
        settings.frame,
        source.map(Ok),
        |task| Ok(count(&task, &settings.fields, settings.limits)),
        |(counts, done): (Counts, Progress)| {
            progress.bytes_read = done.bytes_read;
            progress.bytes_text += done.bytes_text;
            progress.pages += done.pages;
            reporter.progress(progress);
            parts.add(counts)
        },
    )
    .map_err(|stopped| match stopped {
        Stopped::Pool(error) => ScanError::Workers(error),
        Stopped::By(error) => ScanError::Profile(error),
    })?;
    parts.finish(sink)?;
    Ok(progress.pages)
}

/// The counts of one piece of input.
fn count(task: &Task, fields: &FieldNames, limits: PageLimits) -> (Counts, Progress) {
    let mut counts = Counts::default();
    let mut done = Progress { bytes_read: task.bytes_read, ..Progress::default() };
    if let Piece::Block(block) = &task.piece {
        for page in parse(block, fields).flatten() {
            done.bytes_text += page.text.len() as u64;
            done.pages += 1;
            if let Some(page) = count_page(&page, limits) {
                counts.add_page(page);
            }
        }
    }
    (counts, done)
}

/// The count of a page; none for one that will not be cleaned either. A mistake of ours on one page must
/// not end the scan: cleaning meets it again, and tells of it.
fn count_page(page: &Page, limits: PageLimits) -> Option<PageCount> {
    Budget::of(page, limits).ok()?;
    catch_unwind(AssertUnwindSafe(|| PageCount::of(page))).ok().flatten()
}

/// Counts in memory, and those that were set aside.
struct Parts {
    counts: Counts,
    spill: Spill,
    most: usize,
}

impl Parts {
    fn add(&mut self, counts: Counts) -> Result<(), ProfileError> {
        self.counts.merge(counts);
        if self.counts.rows() <= self.most {
            return Ok(());
        }
        self.spill.push(std::mem::take(&mut self.counts))
    }

    fn finish(mut self, sink: &mut dyn RowSink) -> Result<(), ProfileError> {
        if self.spill.is_empty() {
            return self.counts.write(sink);
        }
        self.spill.push(self.counts)?;
        self.spill.finish(sink)
    }
}
