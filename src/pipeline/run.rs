//! The clean run: inputs in, records, audit and figures out.

use std::path::PathBuf;

use super::apart::Clash;
use super::cleaner::{Cleaner, Washed};
use super::destination::{Collision, Destination};
use super::ordered::{self, Frame, Stopped};
use super::outputs::Outputs;
use super::reporter::{Progress, Reporter};
use super::source::Source;
use super::work::{Done, Worker};
use crate::page::Page;
use crate::read::{FieldNames, Input, ReadSettings};
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
    /// Where bad records are set aside, when they are wanted.
    pub quarantine: Option<PathBuf>,
    /// Whether outputs that exist are replaced.
    pub force: bool,
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
            frame: Frame::default(),
        }
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
}

/// Cleans all inputs and writes what comes of them, in order.
///
/// The bytes written depend on inputs, cleaner and settings only, not on
/// `settings.frame`. Records that cannot be read and inputs that fail are told
/// to `reporter`, counted in the result, and passed over.
///
/// # Errors
/// When an output cannot be written; outputs that are files are then left as they were,
/// except those files of a mirror that were already finished.
pub fn run(
    inputs: &[Input],
    cleaner: &Cleaner,
    settings: &RunSettings,
    reporter: &mut dyn Reporter,
) -> Result<Stats, RunError> {
    run_with(inputs, |page| cleaner.clean(page), settings, reporter)
}

/// [`run`] with any way to clean a page.
fn run_with<'c>(
    inputs: &'c [Input],
    clean: impl Fn(&Page) -> Washed<'c> + Sync,
    settings: &'c RunSettings,
    reporter: &mut dyn Reporter,
) -> Result<Stats, RunError> {
    let mut outputs = Outputs::open(settings, inputs)?;
    let worker = Worker {
        clean,
        fields: &settings.fields,
        audit: settings.audit.is_some(),
        keep_bad: settings.quarantine.is_some(),
    };
    let mut stats = Stats::default();
    let mut progress = Progress::default();
    reporter.start(inputs.iter().map(|input| input.bytes).sum());
    ordered::run(
        settings.frame,
        Source::new(inputs, &settings.read).map(Ok),
        |task| Ok(worker.run(task)),
        |done| {
            outputs.write(&done)?;
            tell(inputs, &done, &mut progress, reporter);
            stats.merge(done.stats);
            Ok(())
        },
    )
    .map_err(|stopped| match stopped {
        Stopped::Pool(error) => RunError::Workers(error),
        Stopped::By(error) => RunError::Write(error),
    })?;
    outputs.finish()?;
    Ok(stats)
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
        let stats = run_with(&inputs, clean, &settings, &mut notes).unwrap();
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
