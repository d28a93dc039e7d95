//! The writer's side of a run: records, audit rows and bad records to their files.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::RunError;
use super::apart::keep_apart;
use super::destination::Destination;
use super::run::RunSettings;
use super::shard::Share;
use super::work::Done;
use crate::read::Input;
use crate::write::{Closed, Options, Quarantine, RecordSink, Sink, WriteError, refuse_foreign};

/// Most outputs of a mirror that wait for their names: small files would wait for the disk one by one.
const MOST_UNNAMED: usize = 64;

/// How long an output waits for others to share the wait for the disk with.
const UNNAMED_FOR: Duration = Duration::from_secs(1);

/// All open outputs of a run. Dropped before [`Outputs::finish`] it leaves no half-written file.
pub(super) struct Outputs {
    options: Options,
    inputs: Vec<Input>,
    /// The output of each input, when a folder mirrors them; else empty.
    mirror: Vec<PathBuf>,
    records: Option<RecordSink>,
    /// Outputs of the mirror that are written, but have no names yet.
    unnamed: Vec<Closed>,
    /// When they are to have them.
    due: Instant,
    audit: Option<Sink>,
    quarantine: Option<Quarantine>,
}

impl Outputs {
    /// Opens what is open during the whole run, and refuses what may not be replaced
    /// before any work is done.
    ///
    /// # Errors
    /// When outputs exist, would share a name, or cannot be opened.
    pub(super) fn open(
        settings: &RunSettings,
        inputs: &[Input],
        shares: &[Share],
    ) -> Result<Self, RunError> {
        let options = Options { force: settings.force, compression: None };
        let create = |path: &Path| Sink::create(path, options);
        let records = match &settings.destination {
            Destination::Stdout => Some(PathBuf::from("-")),
            Destination::File(path) => Some(path.clone()),
            Destination::Folder(_) => None,
        };
        let mirror = settings.destination.mirror(inputs.iter().map(|i| i.relative.as_path()))?;
        let all = mirror.iter().chain(&records).chain(&settings.audit);
        keep_apart(inputs, all.map(PathBuf::as_path))?;
        let own = shares.iter().filter_map(|share| mirror.get(share.input));
        refuse_existing(own, settings.force)?;
        let records = records.as_deref();
        let records = records.map(|path| RecordSink::create(path, inputs, options)).transpose()?;
        let audit = settings.audit.as_deref().map(create).transpose()?;
        let quarantine = settings.quarantine_folder();
        let quarantine =
            quarantine.map(|folder| Quarantine::create(&folder, settings.force)).transpose()?;
        let (inputs, unnamed, due) = (inputs.to_vec(), Vec::new(), Instant::now());
        Ok(Self { options, inputs, mirror, records, unnamed, due, audit, quarantine })
    }

    /// Refuses outputs that exist or have a name that none may have, without opening any.
    ///
    /// # Errors
    /// When there is one, or two would share a name.
    pub(super) fn refuse_existing(
        settings: &RunSettings,
        inputs: &[Input],
        shares: &[Share],
    ) -> Result<(), RunError> {
        let mirror = settings.destination.mirror(inputs.iter().map(|i| i.relative.as_path()))?;
        let own = shares.iter().filter_map(|share| mirror.get(share.input));
        let file = match &settings.destination {
            Destination::File(path) => Some(path),
            Destination::Stdout | Destination::Folder(_) => None,
        };
        file.into_iter().chain(&settings.audit).try_for_each(|path| refuse_foreign(path))?;
        // Devices are written to, not replaced.
        let files = file.into_iter().chain(&settings.audit).filter(|path| path.is_file());
        Ok(refuse_existing(own.chain(files), settings.force)?)
    }

    /// Writes what became of one task.
    ///
    /// # Errors
    /// When an output cannot be written.
    pub(super) fn write(&mut self, done: &Done) -> Result<(), WriteError> {
        if done.opens {
            self.turn_to(done.input)?;
        }
        if self.unnamed.len() >= MOST_UNNAMED
            || (!self.unnamed.is_empty() && self.due <= Instant::now())
        {
            Closed::finish_all(std::mem::take(&mut self.unnamed))?;
        }
        if let Some(sink) = self.records.as_mut().filter(|_| !done.records.is_empty()) {
            sink.write_block(&done.records)?;
        }
        if let Some(sink) = self.audit.as_mut().filter(|_| !done.audit.is_empty()) {
            sink.write_block(&done.audit)?;
        }
        let Some(quarantine) = &mut self.quarantine else { return Ok(()) };
        done.bad.iter().try_for_each(|bad| quarantine.put(&bad.as_written()))
    }

    /// Puts all files under their names.
    ///
    /// # Errors
    /// When one of them cannot be finished.
    pub(super) fn finish(mut self) -> Result<(), WriteError> {
        let last = self.records.map(RecordSink::close).transpose()?;
        self.unnamed.extend(last);
        Closed::finish_all(self.unnamed)?;
        if let Some(audit) = self.audit {
            audit.finish()?;
        }
        self.quarantine.map_or(Ok(()), |quarantine| quarantine.sync())
    }

    /// In a mirror, ends the output of the last input and opens that of this one.
    fn turn_to(&mut self, input: usize) -> Result<(), WriteError> {
        let Some(path) = self.mirror.get(input) else { return Ok(()) };
        let inputs = self.inputs.get(input..=input).unwrap_or_default();
        let next = RecordSink::create(path, inputs, self.options)?;
        if let Some(last) = self.records.replace(next) {
            if self.unnamed.is_empty() {
                self.due = Instant::now() + UNNAMED_FOR;
            }
            self.unnamed.push(last.close()?);
        }
        Ok(())
    }
}

/// Refuses to replace files, before hours of work lead up to the same answer.
pub(super) fn refuse_existing<'p>(
    mut paths: impl Iterator<Item = &'p PathBuf>,
    force: bool,
) -> Result<(), WriteError> {
    match paths.find(|path| !force && path.exists()) {
        Some(path) => Err(WriteError::Exists { path: path.clone() }),
        None => Ok(()),
    }
}
