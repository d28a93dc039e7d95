//! The writer's side of a run that can be gone on with.
//!
//! Like [`Outputs`](super::outputs::Outputs), but nothing is lost when the run
//! ends early: outputs lie beside their places in `.part` files, and the manifest
//! says how much of them counts. What workers give is put together to groups of at
//! least one block of input. A group is appended as a whole, to compressed outputs
//! as a member of its own; where groups end depends on the input alone, so that
//! the bytes are the same however often the run was broken off. A checkpoint,
//! which waits for the disk, is made now and then between groups.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::RunError;
use super::apart::keep_apart;
use super::destination::Destination;
use super::identity::Identity;
use super::manifest::{Found, Manifest, ManifestError, Row, path_of};
use super::outputs::refuse_existing;
use super::run::RunSettings;
use super::shard::Share;
use super::source::Place;
use super::work::{Bad, Done};
use crate::read::Input;
use crate::write::{
    PartFile, Quarantine, WriteError, behind_link, is_named_like_table, is_table, part_of,
    put_in_place, refuse_foreign, refuse_table,
};

/// Least time between checkpoints.
const LEAST_PAUSE: Duration = Duration::from_millis(200);

/// A checkpoint is followed by so many times its own duration without one, so that
/// waiting for a slow disk takes no more than a twentieth of the time.
const PAUSE_FACTOR: u32 = 20;

/// What a run with `--resume` finds.
pub(super) enum Opened {
    /// The run is complete already.
    Complete(Box<Row>),
    /// The run begins, or goes on.
    Open(Box<Journal>),
}

/// The outputs and the manifest of a run.
pub(super) struct Journal {
    paths: Paths,
    manifest: Manifest,
    records: Option<PartFile>,
    audit: Option<PartFile>,
    quarantine: Option<Quarantine>,
    /// What earlier runs have done.
    begun: Row,
    /// What was appended since the last checkpoint.
    since: Row,
    /// Lengths of the quarantine's files at the last checkpoint.
    set_aside: BTreeMap<String, u64>,
    group: Group,
    group_bytes: u64,
    due: Instant,
}

/// Where everything of a run goes.
struct Paths {
    /// The output of all inputs, when there is one.
    records: Option<PathBuf>,
    /// The output of each input, when a folder mirrors them; else empty.
    mirror: Vec<PathBuf>,
    /// Those of the mirror that this run writes.
    own: Vec<PathBuf>,
    /// What the outputs come of.
    inputs: Vec<Input>,
    /// Of each output of the mirror the place of its input among them.
    places: BTreeMap<PathBuf, usize>,
    audit: Option<PathBuf>,
    quarantine: Option<PathBuf>,
    manifest: PathBuf,
}

/// What waits to be appended.
#[derive(Default)]
struct Group {
    bytes: u64,
    records: Vec<u8>,
    audit: Vec<u8>,
    bad: Vec<Bad>,
    next: Option<Place>,
    text: u64,
    stats: crate::report::Stats,
}

/// Makes way for a run that is not gone on with: what an unfinished one left is refused, or
/// removed by force.
///
/// # Errors
/// [`RunError::Unfinished`], or when something cannot be removed.
pub(super) fn clear_way(
    settings: &RunSettings,
    inputs: &[Input],
    shares: &[Share],
) -> Result<(), RunError> {
    let Some(manifest) = path_of(settings).filter(|path| path.exists()) else { return Ok(()) };
    if settings.force {
        let records = match &settings.destination {
            Destination::File(path) => Some(path),
            Destination::Stdout | Destination::Folder(_) => None,
        };
        let parts =
            records.into_iter().chain(&settings.audit).map(|path| part_of(&behind_link(path)));
        let mirror = settings.destination.mirror(inputs.iter().map(|i| i.relative.as_path()))?;
        let own = shares.iter().filter_map(|share| mirror.get(share.input)).map(|own| part_of(own));
        for path in parts.chain(own).filter(|path| path.exists()).chain([manifest]) {
            fs::remove_file(&path).map_err(|source| WriteError::new(&path, source))?;
        }
        return Ok(());
    }
    match Found::read(&manifest) {
        Ok(Some(found)) if !found.state.done => Err(RunError::Unfinished(manifest)),
        _ => Ok(()),
    }
}

impl Journal {
    /// Begins the run, or goes on where its manifest says that it was.
    ///
    /// # Errors
    /// When the run cannot be gone on with, outputs exist or cannot be opened.
    pub(super) fn open(
        settings: &RunSettings,
        inputs: &[Input],
        shares: &[Share],
        identity: &Identity,
    ) -> Result<Opened, RunError> {
        let paths = Paths::of(settings, inputs, shares)?;
        let group_bytes = settings.read.block_bytes as u64;
        let Some(found) = Found::read(&paths.manifest)? else {
            refuse_existing(paths.all(), settings.force)?;
            let quarantine = paths.quarantine.as_deref();
            let quarantine = quarantine.map(|folder| Quarantine::create(folder, settings.force));
            let quarantine = quarantine.transpose()?;
            let manifest = Manifest::create(&paths.manifest, identity)?;
            let begun = Row::empty(Place::start_of(0));
            let journal = Self::at(paths, manifest, begun, quarantine, group_bytes)?;
            return Ok(Opened::Open(Box::new(journal)));
        };
        let changes = identity.changes(&found.identity);
        if !changes.is_empty() {
            return Err(ManifestError::Changed { path: paths.manifest, changes }.into());
        }
        if found.state.done {
            // A kill may have come between a table and the removal of its lines; a rename is one step.
            let unnamed = paths.all().filter(|path| part_of(path).exists() && !is_table(path));
            refuse_existing(unnamed, settings.force)?;
            paths.put_in_place()?;
            return Ok(Opened::Complete(Box::new(found.state)));
        }
        // The names come last, so that what has one already is not of this run.
        refuse_existing(paths.unnamed(found.state.next.input), settings.force)?;
        let lengths = found.state.quarantine.clone();
        let quarantine = paths.quarantine.as_deref();
        let quarantine =
            quarantine.map(|folder| Quarantine::reopen(folder, lengths)).transpose()?;
        let manifest = Manifest::go_on(&paths.manifest, &found)?;
        let journal = Self::at(paths, manifest, found.state, quarantine, group_bytes)?;
        Ok(Opened::Open(Box::new(journal)))
    }

    fn at(
        paths: Paths,
        manifest: Manifest,
        begun: Row,
        quarantine: Option<Quarantine>,
        group_bytes: u64,
    ) -> Result<Self, WriteError> {
        let open = |path: &PathBuf, length| PartFile::reopen(path, length);
        let records = paths.records.as_ref().map(|path| open(path, begun.output)).transpose()?;
        let audit = paths.audit.as_ref().map(|path| open(path, begun.audit)).transpose()?;
        Ok(Self {
            since: Row { output: begun.output, audit: begun.audit, ..Row::empty(begun.next) },
            set_aside: begun.quarantine.clone(),
            paths,
            manifest,
            records,
            audit,
            quarantine,
            begun,
            group: Group::default(),
            group_bytes,
            due: Instant::now() + LEAST_PAUSE,
        })
    }

    /// What earlier runs have done, and where this one goes on.
    pub(super) const fn begun(&self) -> &Row {
        &self.begun
    }

    /// Where the manifest is.
    pub(super) fn manifest(&self) -> &Path {
        self.manifest.path()
    }

    /// Takes what became of one task; writes when a group is full.
    ///
    /// # Errors
    /// When an output cannot be written.
    pub(super) fn write(&mut self, done: &mut Done) -> Result<(), WriteError> {
        if done.opens {
            self.turn_to(done.input)?;
        }
        self.group.add(done);
        if self.group.bytes >= self.group_bytes && self.group.next.is_some() {
            self.append()?;
            if self.due <= Instant::now() {
                self.checkpoint()?;
            }
        }
        Ok(())
    }

    /// Ends a run that was asked to stop: what does not fill a group is left to the next one.
    ///
    /// # Errors
    /// When an output cannot be written.
    pub(super) fn stop(&mut self) -> Result<(), WriteError> {
        self.checkpoint()
    }

    /// Ends a run that is complete and puts all files under their names.
    ///
    /// # Errors
    /// When one of them cannot be finished.
    pub(super) fn finish(mut self, inputs: usize) -> Result<(), WriteError> {
        self.append()?;
        for part in self.records.iter_mut().chain(&mut self.audit) {
            part.close()?;
        }
        self.since.next = Place::start_of(inputs);
        self.since.done = true;
        // The names come after the row that calls the run complete: a run that is killed in
        // between finds the row and has only to give the names.
        self.checkpoint()?;
        for part in self.records.into_iter().chain(self.audit) {
            let inputs = self.paths.inputs_of(part.path());
            part.finish(inputs)?;
        }
        Ok(())
    }

    /// In a mirror, ends the output of the last input and opens that of this one.
    fn turn_to(&mut self, input: usize) -> Result<(), WriteError> {
        let Some(path) = self.paths.mirror.get(input).cloned() else { return Ok(()) };
        self.append()?;
        let Some(mut last) = self.records.take() else {
            // The first input of this run: an earlier run may have come to its middle, and may have been
            // killed before it named the output before.
            let mut ended = self.paths.own.iter().take_while(|own| **own != path);
            ended.try_for_each(|own| put_in_place(own, self.paths.inputs_of(own)))?;
            self.records = Some(PartFile::reopen(&path, self.since.output)?);
            return Ok(());
        };
        last.close()?;
        last.sync()?;
        // The name comes after the row that calls the output complete, as at the end of a run.
        self.since.next = Place::start_of(input);
        self.checkpoint()?;
        let inputs = self.paths.inputs_of(last.path());
        last.finish(inputs)?;
        self.records = Some(PartFile::create(&path)?);
        Ok(())
    }

    /// Appends the group to the outputs.
    fn append(&mut self) -> Result<(), WriteError> {
        let group = std::mem::take(&mut self.group);
        for (part, block) in [(&mut self.records, &group.records), (&mut self.audit, &group.audit)]
        {
            if let Some(part) = part {
                part.append(block)?;
            }
        }
        if let Some(quarantine) = &mut self.quarantine {
            group.bad.iter().try_for_each(|bad| quarantine.put(&bad.as_written()))?;
        }
        self.since.next = group.next.unwrap_or(self.since.next);
        self.since.text += group.text;
        self.since.stats.merge(group.stats);
        Ok(())
    }

    /// Makes all that was appended last.
    fn checkpoint(&mut self) -> Result<(), WriteError> {
        let started = Instant::now();
        for part in self.records.iter().chain(&self.audit) {
            part.sync()?;
        }
        self.since.output = self.records.as_ref().map_or(0, PartFile::length);
        self.since.audit = self.audit.as_ref().map_or(0, PartFile::length);
        if let Some(quarantine) = &self.quarantine {
            quarantine.sync()?;
            let lengths = quarantine.lengths();
            let grown = lengths.iter().filter(|(name, now)| self.set_aside.get(*name) != Some(now));
            self.since.quarantine = grown.map(|(name, now)| (name.clone(), *now)).collect();
            self.set_aside = lengths;
        }
        self.manifest.append(&self.since)?;
        let Row { next, output, audit, .. } = self.since;
        self.since = Row { output, audit, ..Row::empty(next) };
        let now = Instant::now();
        self.due = now + LEAST_PAUSE.max((now - started) * PAUSE_FACTOR);
        Ok(())
    }
}

impl Group {
    fn add(&mut self, done: &mut Done) {
        self.bytes += done.bytes;
        // A long record is not copied.
        for (ours, theirs) in
            [(&mut self.records, &mut done.records), (&mut self.audit, &mut done.audit)]
        {
            if ours.is_empty() {
                *ours = std::mem::take(theirs);
            } else {
                ours.append(theirs);
            }
        }
        self.bad.append(&mut done.bad);
        self.next = done.next;
        self.text += done.bytes_text;
        self.stats.merge(done.stats.clone());
    }
}

impl Paths {
    fn of(settings: &RunSettings, inputs: &[Input], shares: &[Share]) -> Result<Self, RunError> {
        let manifest = path_of(settings).ok_or(RunError::NoPlace)?;
        for input in inputs {
            // What is not there can be told of again; a stream cannot be read again.
            if input.path.as_ref().is_none_or(|path| input.bytes.is_none() && path.exists()) {
                return Err(RunError::Stream(input.name.to_string()));
            }
        }
        let records = match &settings.destination {
            Destination::File(path) => Some(resolved(path)?),
            Destination::Stdout | Destination::Folder(_) => None,
        };
        let mirror = settings.destination.mirror(inputs.iter().map(|i| i.relative.as_path()))?;
        // Lines must not come to stand under the name of a table.
        let packed = |path: &&PathBuf| is_named_like_table(path) && !is_table(path);
        let audits = settings.audit.iter().filter(|path| is_named_like_table(path));
        if let Some(path) = mirror.iter().chain(&records).filter(packed).chain(audits).next() {
            return Err(WriteError::NotTable { path: path.clone() }.into());
        }
        mirror.iter().chain(&records).try_for_each(|path| refuse_table(path))?;
        records.iter().chain(&settings.audit).try_for_each(|path| refuse_foreign(path))?;
        let own = shares.iter().filter_map(|share| mirror.get(share.input).cloned()).collect();
        let audit = settings.audit.as_deref().map(resolved).transpose()?;
        let quarantine = settings.quarantine_folder();
        let places = mirror.iter().cloned().zip(0..).collect();
        let of = inputs.to_vec();
        let paths = Self { records, mirror, own, inputs: of, places, audit, quarantine, manifest };
        let parts: Vec<PathBuf> = paths.all().map(|path| part_of(path)).collect();
        let all = paths.mirror.iter().chain(&paths.records).chain(&paths.audit);
        let all = all.chain(&parts).chain([&paths.manifest]);
        keep_apart(inputs, all.map(PathBuf::as_path))?;
        Ok(paths)
    }

    /// The files that this run leaves.
    fn all(&self) -> impl Iterator<Item = &PathBuf> {
        self.own.iter().chain(&self.records).chain(&self.audit)
    }

    /// The files that a run which came to this input has not given their names.
    fn unnamed(&self, input: usize) -> impl Iterator<Item = &PathBuf> {
        let left = move |path: &&PathBuf| self.places.get(*path).is_none_or(|at| *at >= input);
        self.all().filter(left)
    }

    /// The inputs that an output comes of.
    fn inputs_of(&self, output: &Path) -> &[Input] {
        match self.places.get(output) {
            Some(&at) => self.inputs.get(at..=at).unwrap_or_default(),
            None => &self.inputs,
        }
    }

    /// Gives all files of a complete run their names, where a kill came first.
    fn put_in_place(&self) -> Result<(), RunError> {
        for output in self.all() {
            put_in_place(output, self.inputs_of(output))?;
            if !output.exists() {
                let (output, manifest) = (output.clone(), self.manifest.clone());
                return Err(ManifestError::Gone { output, manifest }.into());
            }
        }
        Ok(())
    }
}

/// The file behind the links of a name, whether or not it is there yet, so that a link stays one.
///
/// # Errors
/// When it is no file: what was written to a device or a pipe cannot be taken back.
fn resolved(path: &Path) -> Result<PathBuf, RunError> {
    let is_file = fs::metadata(path).map_or(true, |found| found.is_file());
    if path == Path::new("-") || !is_file { Err(RunError::NoPlace) } else { Ok(behind_link(path)) }
}
