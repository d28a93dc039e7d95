//! The scan: inputs in, the profile of their sites out.
//!
//! The counts of each block are set aside and added up as they come, on disk
//! once they are large. So a scan takes the same memory for any dump.

use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::destination::Destination;
use super::limits::{Budget, PageLimits};
use super::ordered::{self, Frame, Stopped};
use super::reporter::{Progress, Reporter, Warning};
use super::shard;
use super::source::{Piece, Place, Source, Task, for_frame};
use super::stop::Stop;
use crate::page::Page;
use crate::read::{FieldNames, Input, Malformed, MalformedReason, ReadSettings, parse};
use crate::site::{
    Chunk, Counts, Freezer, PageCount, Profile, ProfileError, RowSink as _, RowWriter, Spill,
};

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
}

impl Default for ScanSettings {
    fn default() -> Self {
        Self {
            read: ReadSettings::default(),
            fields: FieldNames::default(),
            limits: PageLimits::default(),
            // The counts of a block of short lines take ten times the room of the block.
            frame: Frame { in_flight: 16, ..Frame::default() },
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

/// What a scan counted.
#[derive(Debug)]
pub struct Scanned {
    /// Number of pages that were counted.
    pub pages: u64,
    /// Number of pages that were not: nothing is known of their site, or they will not be cleaned.
    pub left_out: u64,
    /// Number of records that are malformed, and of inputs that could not be read.
    pub bad: u64,
    counts: Spill,
    frame: Frame,
}

/// What was counted in one task, but for the counts themselves.
#[derive(Default)]
struct Done {
    progress: Progress,
    left_out: u64,
    /// Index of the input that starts here.
    opens: Option<usize>,
    warnings: Vec<Warning>,
}

/// Counts the lines of all inputs by site.
///
/// What comes of it does not depend on the order of inputs and pages, nor on
/// `settings.frame`. What cannot be read is told to `reporter`, counted and passed over.
///
/// # Errors
/// When the disk for temporary files is full or fails.
pub fn scan(
    inputs: &[Input],
    settings: &ScanSettings,
    reporter: &mut dyn Reporter,
) -> Result<Scanned, ScanError> {
    let counts = Spill::default();
    let (mut progress, mut left_out, mut bad) = (Progress::default(), 0, 0);
    reporter.start(inputs.iter().map(|input| input.bytes).sum());
    let (shares, read) = (shard::all(inputs), for_frame(&settings.read, settings.frame));
    let (from, nowhere) = (Place::start_of(0), Destination::Stdout);
    let source = Source::new(inputs, shares, from, read, &nowhere, Stop::default());
    ordered::run(
        settings.frame,
        source.map(Ok),
        |task| {
            let (block, done) = count(&task, &settings.fields, settings.limits);
            counts.push(block)?;
            Ok(done)
        },
        |done: Done| {
            if let Some(input) = done.opens.and_then(|opens| inputs.get(opens)) {
                reporter.file(&input.name);
            }
            done.warnings.iter().for_each(|warning| reporter.warn(warning));
            bad += done.warnings.len() as u64;
            left_out += done.left_out;
            progress.bytes_read = done.progress.bytes_read;
            progress.bytes_text += done.progress.bytes_text;
            progress.pages += done.progress.pages;
            reporter.progress(progress);
            Ok(())
        },
    )?;
    let pages = progress.pages - left_out;
    Ok(Scanned { pages, left_out, bad, counts, frame: settings.frame })
}

impl Scanned {
    /// Writes the counts as a profile.
    ///
    /// # Errors
    /// When a temporary file cannot be read, or `out` cannot be written.
    pub fn write<W: Write>(self, out: W) -> Result<W, ScanError> {
        let mut rows = RowWriter::new(out)?;
        let pack = |chunk: Chunk| chunk.pack();
        ordered::run(self.frame, self.counts.finish()?, pack, |frame| rows.push_frame(&frame))?;
        Ok(rows.finish()?)
    }

    /// The profile of the counts, as if it had been written and read.
    ///
    /// # Errors
    /// When a temporary file cannot be read.
    pub fn freeze(self) -> Result<Profile, ScanError> {
        let mut freezer = Freezer::default();
        for chunk in self.counts.finish()? {
            for row in chunk?.rows() {
                freezer.push(row?)?;
            }
        }
        Ok(freezer.finish())
    }
}

impl From<Stopped<ProfileError>> for ScanError {
    fn from(stopped: Stopped<ProfileError>) -> Self {
        match stopped {
            Stopped::Pool(error) => Self::Workers(error),
            Stopped::By(error) => Self::Profile(error),
        }
    }
}

/// The counts of one piece of input.
fn count(task: &Task, fields: &FieldNames, limits: PageLimits) -> (Counts, Done) {
    let (mut counts, mut done) = (Counts::default(), Done::default());
    done.progress.bytes_read = task.bytes_read;
    match &task.piece {
        Piece::Open(_) => done.opens = Some(task.input),
        Piece::Broken(path, error) => {
            let (path, reason) = (path.clone(), error.to_string());
            done.warnings.push(Warning::Unreadable { path, reason });
        }
        Piece::Block(block) => {
            for page in parse(block, fields) {
                match page {
                    Ok(page) => done.page(&page, limits, &mut counts),
                    Err(Malformed { reason: MalformedReason::NoPage(_), .. }) => {}
                    Err(Malformed { origin, reason, .. }) => {
                        let reason = reason.to_string();
                        done.warnings.push(Warning::Malformed { origin, reason });
                    }
                }
            }
        }
    }
    (counts, done)
}

impl Done {
    fn page(&mut self, page: &Page, limits: PageLimits, counts: &mut Counts) {
        self.progress.bytes_text += page.text.len() as u64;
        self.progress.pages += 1;
        match count_page(page, limits) {
            Some(page) => counts.add_page(page),
            None => self.left_out += 1,
        }
    }
}

/// The count of a page; none for one that will not be cleaned either. A mistake of ours on one page must
/// not end the scan: cleaning meets it again, and tells of it.
fn count_page(page: &Page, limits: PageLimits) -> Option<PageCount> {
    Budget::of_page(page, limits).ok()?;
    catch_unwind(AssertUnwindSafe(|| PageCount::of(page))).ok().flatten()
}
