//! The clean run: inputs in, records, audit and figures out.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::apart::Clash;
use super::cleaner::{Cleaner, Washed};
use super::destination::{Collision, Destination};
use super::manifest::{self, Found, ManifestError};
use super::ordered::{self, Frame, Stopped};
use super::outputs::Outputs;
use super::reporter::{Progress, Reporter, Warning};
use super::shard::{self, NotShared, Shard, Share};
use super::source::{Source, for_frame};
use super::stop::Stop;
use super::work::{Done, Worker};
use super::writer::Writer;
use crate::page::Page;
use crate::read::{FieldNames, Input, NoPage, ReadSettings};
use crate::report::Stats;
use crate::write::WriteError;

/// How a run reads and writes.
#[derive(Clone, Debug)]
pub struct RunSettings {
    /// Formats, limits and sizes of reading.
    pub read: ReadSettings,
    /// Where a record's text, identifier and address are.
    pub fields: FieldNames,
    /// Where the records go.
    pub destination: Destination,
    /// Where the audit rows go, when they are wanted.
    pub audit: Option<PathBuf>,
    /// Where bad records are set aside, when they are wanted; a shard makes a folder of its own there.
    pub quarantine: Option<PathBuf>,
    /// Whether outputs that exist are replaced.
    pub force: bool,
    /// Whether the run leaves a manifest and goes on where its manifest says that it was.
    pub resume: bool,
    /// Which of several runs over the same inputs this is.
    pub shard: Option<Shard>,
    /// Asks the run to stop.
    pub stop: Stop,
    /// How much runs at once.
    pub frame: Frame,
}

impl Default for RunSettings {
    fn default() -> Self {
        Self {
            read: ReadSettings::default(),
            fields: FieldNames::default(),
            destination: Destination::Stdout,
            audit: None,
            quarantine: None,
            force: false,
            resume: false,
            shard: None,
            stop: Stop::default(),
            frame: Frame::default(),
        }
    }
}

impl RunSettings {
    /// The folder for the bad records of this run: shards share the one that they are given, and each has a
    /// folder of its own in it, so that none writes over what another set aside.
    pub(super) fn quarantine_folder(&self) -> Option<PathBuf> {
        let folder = self.quarantine.as_deref()?;
        let shard = self.shard.map(Shard::in_names);
        Some(shard.map_or_else(|| folder.to_owned(), |shard| folder.join(shard)))
    }
}

/// Why a run failed. Bad input is no such reason: it is reported, counted and passed over.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// An output cannot be written.
    #[error("{0}")]
    Write(#[from] WriteError),
    /// Two inputs would be written to the same file of the mirror.
    #[error("{0}")]
    Collision(#[from] Collision),
    /// An output has the name of an input or of another output.
    #[error("{0}")]
    Clash(#[from] Clash),
    /// The workers cannot be started.
    #[error("cannot start the workers: {0}")]
    Workers(#[source] rayon::ThreadPoolBuildError),
    /// An input cannot be shared among shards.
    #[error("{0}")]
    Shared(#[from] NotShared),
    /// The output is no file, so that nothing could be gone on with.
    #[error("--resume needs outputs that are files: what went to a stream cannot be taken back")]
    NoPlace,
    /// The input is a stream, so that nothing could be gone on with.
    #[error("{0}: --resume needs inputs that are files: a stream cannot be read again")]
    Stream(String),
    /// The manifest does not help.
    #[error("{0}")]
    Manifest(#[from] ManifestError),
    /// A run that was begun with `resume` would be overwritten.
    #[error("{}: a run that did not finish; --resume goes on with it, --force starts over", .0.display())]
    Unfinished(PathBuf),
    /// An output could not be written; what was done is kept.
    #[error("{0}; the same command goes on from there")]
    Interrupted(#[source] WriteError),
    /// The run was asked to stop.
    #[error("stopped; {}", if *.resumable { "the same command goes on from here" } else { "nothing was kept (with --resume it would be)" })]
    Stopped {
        /// Why, as [`Stop::ask`] was told.
        reason: usize,
        /// Whether the run can be gone on with.
        resumable: bool,
    },
}

/// Cleans all inputs and writes what comes of them, in order.
///
/// The bytes written depend on inputs, cleaner and settings only, not on
/// `settings.frame`. Records that cannot be read and inputs that fail are told
/// to `reporter`, counted in the result, and passed over.
///
/// With `settings.resume` a run that ended early, however it did, is gone on with, and the
/// result counts all of it.
///
/// # Errors
/// When an output cannot be written, or the run was asked to stop; outputs that are files are then
/// left as they were, except those files of a mirror that were already finished.
pub fn run(
    inputs: &[Input],
    cleaner: &Cleaner,
    settings: &RunSettings,
    reporter: &mut dyn Reporter,
) -> Result<Stats, RunError> {
    run_with(inputs, cleaner, |page| cleaner.clean(page), settings, reporter)
}

/// Whether there is a manifest that calls the run with these settings complete.
#[must_use]
pub fn is_complete(settings: &RunSettings) -> bool {
    let found = manifest::path_of(settings).and_then(|path| Found::read(&path).ok()?);
    settings.resume && found.is_some_and(|found| found.state.done)
}

/// Refuses what [`run`] would refuse for the outputs' sake, before anything that takes long is done for the run.
///
/// A run that can be gone on with is let pass: its outputs may be there in part.
///
/// # Errors
/// When an output exists and is not to be replaced.
pub fn refuse_existing(inputs: &[Input], settings: &RunSettings) -> Result<(), RunError> {
    if settings.resume || settings.force {
        return Ok(());
    }
    let whole = matches!(settings.destination, Destination::Folder(_));
    Outputs::refuse_existing(settings, inputs, &shard::shares(inputs, settings.shard, whole)?)
}

/// [`run`] with any way to clean a page.
fn run_with<'c>(
    inputs: &'c [Input],
    cleaner: &Cleaner,
    clean: impl Fn(&Page) -> Washed<'c> + Sync,
    settings: &'c RunSettings,
    reporter: &mut dyn Reporter,
) -> Result<Stats, RunError> {
    let whole = matches!(settings.destination, Destination::Folder(_));
    let shares = shard::shares(inputs, settings.shard, whole)?;
    let (mut writer, begun) = match Writer::open(inputs, &shares, cleaner, settings, reporter)? {
        (Some(writer), begun) => (writer, begun),
        (None, complete) => return Ok(complete.stats),
    };
    let worker = Worker {
        clean,
        fields: &settings.fields,
        audit: settings.audit.is_some(),
        keep_bad: settings.quarantine.is_some(),
    };
    let mut stats = begun.stats;
    let mut progress =
        Progress { bytes_text: begun.text, pages: stats.pages, ..Progress::default() };
    reporter.start(total(inputs, &shares));
    let block = settings.read.block_bytes.max(1);
    let mut advised = BTreeSet::new();
    let read = for_frame(&settings.read, settings.frame);
    let (to, stop) = (&settings.destination, settings.stop.clone());
    let source = Source::new(inputs, shares, begun.next, read, to, stop);
    let ended = ordered::run_weighed(
        settings.frame,
        source.map(Ok),
        |task| task.bytes() / block,
        |task| Ok(worker.run(task)),
        |mut done| {
            writer.write(&mut done)?;
            tell(inputs, &done, &mut progress, reporter);
            advise(&done, &mut advised, reporter);
            stats.merge(done.stats);
            Ok(())
        },
    );
    match ended {
        Err(Stopped::Pool(error)) => Err(RunError::Workers(error)),
        Err(Stopped::By(error)) => Err(writer.failed(error)),
        Ok(()) => match settings.stop.asked() {
            Some(reason) => Err(writer.stop(reason)),
            None => writer.finish(inputs.len()).map(|()| stats),
        },
    }
}

/// Bytes that will be read; none when an input is a stream.
fn total(inputs: &[Input], shares: &[Share]) -> Option<u64> {
    let bytes = |share: &Share| Some(inputs.get(share.input)?.bytes?.min(share.stretch.to));
    shares.iter().map(bytes).sum()
}

/// Tells what there is to say of records that are no pages, once for each kind of them.
fn advise(done: &Done, advised: &mut BTreeSet<NoPage>, reporter: &mut dyn Reporter) {
    for (what, origin) in &done.skipped {
        if let Some(advice) = what.advice().filter(|_| advised.insert(*what)) {
            let (origin, advice) = (origin.clone(), advice);
            reporter.warn(&Warning::Skipped { origin, advice });
        }
    }
}

/// Tells the reporter what became of one task.
fn tell(inputs: &[Input], done: &Done, progress: &mut Progress, reporter: &mut dyn Reporter) {
    if let Some(input) = inputs.get(done.input).filter(|_| done.opens) {
        reporter.file(&input.name);
    }
    for warning in &done.warnings {
        reporter.warn(warning);
    }
    progress.bytes_read = done.bytes_read;
    progress.bytes_text += done.bytes_text;
    progress.pages += done.stats.pages;
    reporter.progress(*progress);
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::PathBuf;

    use super::{Cleaner, Destination, Frame, RunSettings, run, run_with};
    use crate::pipeline::{Progress, Reporter, Silent, Warning};
    use crate::read::Input;
    use crate::write::Flag;

    /// Remembers what it was told.
    #[derive(Default)]
    struct Notes {
        total: Option<u64>,
        files: Vec<String>,
        warnings: Vec<Warning>,
        last: Progress,
    }

    impl Reporter for Notes {
        fn start(&mut self, bytes_total: Option<u64>) {
            self.total = bytes_total;
        }
        fn file(&mut self, path: &str) {
            self.files.push(path.to_owned());
        }
        fn warn(&mut self, warning: &Warning) {
            self.warnings.push(warning.clone());
        }
        fn progress(&mut self, progress: Progress) {
            self.last = progress;
        }
    }

    fn place(records: &str) -> (tempfile::TempDir, Vec<Input>, RunSettings) {
        let place = tempfile::tempdir().unwrap();
        let input = place.path().join("in.jsonl");
        fs::write(&input, records).unwrap();
        let settings = RunSettings {
            destination: Destination::File(place.path().join("out.jsonl")),
            audit: Some(place.path().join("audit.jsonl")),
            frame: Frame { threads: 2, in_flight: 2 },
            ..RunSettings::default()
        };
        (place, vec![Input::file(input, "in.jsonl")], settings)
    }

    fn texts(path: PathBuf) -> Vec<String> {
        let records = fs::read_to_string(path).unwrap();
        let text = |line| serde_json::from_str::<serde_json::Value>(line).unwrap();
        records.lines().map(|line| text(line)["text"].as_str().unwrap().to_owned()).collect()
    }

    #[test]
    fn a_page_whose_cleaning_fails_is_written_as_it_came() {
        let records = "{\"text\":\"one\"}\n{\"text\":\"two\\n\\n bad\"}\n{\"text\":\"three\"}\n";
        let (place, inputs, settings) = place(records);
        let cleaner = Cleaner::shipped().unwrap();
        let mut notes = Notes::default();
        let clean = |page: &crate::page::Page| {
            assert!(!page.text.contains("bad"), "of all pages this one");
            cleaner.clean(page)
        };
        let stats = run_with(&inputs, &cleaner, clean, &settings, &mut notes).unwrap();
        assert_eq!((stats.pages, stats.bad()), (3, 0));
        assert_eq!(stats.flags.get(&Flag::Unlabelled), Some(&1));
        assert_eq!(texts(place.path().join("out.jsonl")), ["one", "two\n\n bad", "three"]);
        assert!(matches!(
            notes.warnings.as_slice(),
            [Warning::Unlabelled { origin, reason }]
                if origin.record == 2 && reason.contains("of all pages")
        ));
    }

    #[test]
    fn the_reporter_hears_of_files_bytes_and_pages() {
        let (_place, inputs, settings) = place(&"{\"text\":\"A page.\"}\n".repeat(5));
        let mut notes = Notes::default();
        run(&inputs, &Cleaner::shipped().unwrap(), &settings, &mut notes).unwrap();
        assert_eq!(notes.total, Some(95));
        assert_eq!(notes.files.len(), 1);
        assert_eq!(notes.last, Progress { bytes_read: 95, bytes_text: 35, pages: 5 });
    }

    #[test]
    fn an_output_that_exists_ends_the_run_before_it_starts() {
        let (place, inputs, settings) = place("{\"text\":\"A page.\"}\n");
        fs::write(place.path().join("audit.jsonl"), "kept").unwrap();
        let cleaner = Cleaner::shipped().unwrap();
        assert!(run(&inputs, &cleaner, &settings, &mut Silent).is_err());
        assert!(!place.path().join("out.jsonl").exists());
        assert_eq!(fs::read(place.path().join("audit.jsonl")).unwrap(), b"kept");
    }
}
