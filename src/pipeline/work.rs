//! What a worker does with one piece of input: parse, clean, render.
//!
//! Everything that costs time happens here, so that the reader only cuts and
//! the writer only moves bytes.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::cleaner::Washed;
use super::reporter::Warning;
use super::source::{Piece, Place, Task};
use crate::page::{Origin, Page};
use crate::read::{Block, FieldNames, Malformed, MalformedReason, NoPage, ReadError, parse};
use crate::report::Stats;
use crate::write::{self, Kind, Unlabelled};

/// What workers need to know; shared by all of them.
pub(super) struct Worker<'c, F: Fn(&Page) -> Washed<'c>> {
    /// Cleans one page.
    pub(super) clean: F,
    /// Where a record's text, identifier and address are.
    pub(super) fields: &'c FieldNames,
    /// Whether audit rows are wanted.
    pub(super) audit: bool,
    /// Whether the bytes of bad records are wanted.
    pub(super) keep_bad: bool,
}

/// What became of one task, ready to be written.
#[derive(Default)]
pub(super) struct Done {
    /// Index of the input.
    pub(super) input: usize,
    /// Bytes of all inputs read so far, as they lie on disk.
    pub(super) bytes_read: u64,
    /// Bytes of text that were cleaned here.
    pub(super) bytes_text: u64,
    /// Bytes of input that were read here.
    pub(super) bytes: u64,
    /// Where reading goes on after it; none after something that could not be read.
    pub(super) next: Option<Place>,
    /// Whether the input starts here.
    pub(super) opens: bool,
    /// Records, one a line.
    pub(super) records: Vec<u8>,
    /// Audit rows, one a line.
    pub(super) audit: Vec<u8>,
    /// Counts of the pages and bad records.
    pub(super) stats: Stats,
    /// What to tell, in order.
    pub(super) warnings: Vec<Warning>,
    /// The first of each kind of records without page that there is advice on.
    pub(super) skipped: Vec<(NoPage, Origin)>,
    /// What to set aside, in order.
    pub(super) bad: Vec<Bad>,
}

/// A record to set aside.
pub(super) struct Bad {
    pub(super) origin: Origin,
    pub(super) reason: String,
    pub(super) raw: Vec<u8>,
}

impl Bad {
    /// In the form in which it is set aside.
    pub(super) fn as_written(&self) -> write::Bad<'_> {
        let Origin { path, record, offset } = &self.origin;
        let (record, offset) = (*record, *offset);
        write::Bad { input: path, record, offset, reason: &self.reason, raw: &self.raw }
    }
}

impl<'c, F: Fn(&Page) -> Washed<'c>> Worker<'c, F> {
    /// Does one task.
    pub(super) fn run(&self, task: Task) -> Done {
        let bytes = task.bytes() as u64;
        let Task { input, bytes_read, piece } = task;
        let mut done = Done { input, bytes_read, bytes, ..Done::default() };
        match piece {
            Piece::Open(place) => {
                done.opens = true;
                done.next = Some(place);
            }
            Piece::Block(block) => self.block(&block, &mut done),
            Piece::Broken(path, error) => self.broken(path, &error, &mut done),
        }
        done
    }

    fn block(&self, block: &Block, done: &mut Done) {
        if let Some(kind) = written(block) {
            done.warnings.push(Warning::Written { path: block.input.name.clone(), kind });
        }
        let mut record = block.first_record;
        for page in parse(block, self.fields) {
            record += 1;
            match page {
                Ok(page) => self.page(&page, done),
                Err(malformed) => self.malformed(malformed, done),
            }
        }
        let offset = block.offset + done.bytes;
        done.next = Some(Place { input: done.input, offset, record });
    }

    fn page(&self, page: &Page, done: &mut Done) {
        done.bytes_text += page.text.len() as u64;
        let before = (done.records.len(), done.audit.len());
        // A mistake of ours on one page must not cost the user the whole run.
        let attempt = catch_unwind(AssertUnwindSafe(|| {
            let washed = (self.clean)(page);
            self.render(&washed, page, done);
            washed.uncleaned
        }));
        let reason = match attempt {
            Ok(None) => return,
            Ok(Some(why)) => why.to_string(),
            Err(panic) => {
                done.records.truncate(before.0);
                done.audit.truncate(before.1);
                self.render(&Washed::unlabelled(page, Unlabelled::Failed), page, done);
                format!("cleaning failed, a mistake of the program: {}", panic_text(panic.as_ref()))
            }
        };
        done.warnings.push(Warning::Unlabelled { origin: page.origin.clone(), reason });
    }

    fn render(&self, washed: &Washed<'_>, page: &Page, done: &mut Done) {
        let cleaned = washed.cleaned(page);
        let composed = cleaned.compose();
        composed.write_record(&mut done.records);
        if self.audit {
            composed.write_audit(&mut done.audit);
        }
        // Last, so that a page whose rendering fails is not counted twice.
        done.stats.add_page(&composed);
    }

    fn malformed(&self, malformed: Malformed, done: &mut Done) {
        let Malformed { origin, reason, raw } = malformed;
        if let MalformedReason::NoPage(what) = reason {
            done.stats.add_skipped(what.name());
            if what.advice().is_some() && done.skipped.iter().all(|(known, _)| *known != what) {
                done.skipped.push((what, origin));
            }
            return;
        }
        done.stats.add_bad(kind(&reason));
        let reason = reason.to_string();
        if self.keep_bad {
            done.bad.push(Bad { origin: origin.clone(), reason: reason.clone(), raw });
        }
        done.warnings.push(Warning::Malformed { origin, reason });
    }

    fn broken(&self, path: std::sync::Arc<str>, error: &ReadError, done: &mut Done) {
        done.stats.add_bad(error.kind());
        let reason = error.to_string();
        if self.keep_bad
            && let Some(origin) = error.origin()
        {
            let (origin, raw) = (origin.clone(), error.raw().to_vec());
            done.bad.push(Bad { origin, reason: reason.clone(), raw });
        }
        done.warnings.push(Warning::Unreadable { path, reason });
    }
}

/// What an input is that a run wrote; told at its start.
fn written(block: &Block) -> Option<Kind> {
    Kind::of(std::str::from_utf8(block.opening()?).ok()?.trim())
}

/// The kind of mistake, without the particulars: few enough to be counted.
const fn kind(reason: &MalformedReason) -> &'static str {
    match reason {
        MalformedReason::NotJson { .. } => "not JSON",
        MalformedReason::NotObject(_) => "not a JSON object",
        MalformedReason::NoText { .. } => "no text field",
        MalformedReason::TextNotString { .. } => "text is no string",
        MalformedReason::NotWarc(_) => "not a WARC record",
        MalformedReason::WarcLength { .. } => "wrong Content-Length",
        MalformedReason::Ragged { .. } => "wrong number of values",
        MalformedReason::OpenQuote => "open quote",
        MalformedReason::NoPage(what) => what.name(),
    }
}

/// What a panic said.
fn panic_text(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("no message")
}
