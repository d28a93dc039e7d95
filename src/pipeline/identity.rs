//! What makes a run the one that it is: program, settings, inputs.
//!
//! Kept apart from how it is stored. Two runs of the same identity write the
//! same bytes, so that one may go on with what the other began; where they are
//! not the same, each difference has words for it.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use xxhash_rust::xxh3::xxh3_64;

use super::cleaner::Cleaner;
use super::run::RunSettings;
use crate::read::{Accept, FieldName, Input};

/// Version of the manifest's format.
const FORMAT: u32 = 1;

/// Size from which on the ends of a file are looked at: small ones may be many.
const LARGE: u64 = 1 << 20;

/// Bytes looked at at either end.
const END: u64 = 64 * 1024;

/// Most differences of inputs that are told.
const MOST_TOLD: usize = 5;

/// All that the bytes of the output depend on.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Identity {
    /// Format of the manifest.
    manifest: u32,
    /// Settings by the names of their flags; `rules` and `model` are hashes of what is in use.
    settings: Map<String, Value>,
    /// Hash of the settings.
    hash: String,
    inputs: Vec<Mark>,
}

/// How an input is known again.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
struct Mark {
    name: String,
    bytes: Option<u64>,
    /// Time of the last change, in nanoseconds since 1970.
    modified: Option<u64>,
    /// Hash of the first and the last bytes of a large file, whose time may have been set back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ends: Option<String>,
}

impl Identity {
    pub(super) fn of(inputs: &[Input], cleaner: &Cleaner, settings: &RunSettings) -> Self {
        let Value::Object(settings) = values(cleaner, settings) else { return Self::default() };
        let hash = hash(json!(settings).to_string().as_bytes());
        Self { manifest: FORMAT, settings, hash, inputs: inputs.iter().map(Mark::of).collect() }
    }

    /// What differs from the run that was begun, in words; nothing when it is the same.
    pub(super) fn changes(&self, begun: &Self) -> Vec<String> {
        let mut changes = Vec::new();
        if begun.manifest != self.manifest {
            changes.push(changed("format of the manifest", &begun.manifest, &self.manifest));
        }
        for (name, now) in &self.settings {
            let was = begun.settings.get(name).unwrap_or(&Value::Null);
            if was != now {
                changes.push(changed(name, was, now));
            }
        }
        let gone = begun.settings.iter().filter(|(name, _)| !self.settings.contains_key(*name));
        changes.extend(gone.map(|(name, was)| changed(name, was, &Value::Null)));
        changes.extend(self.changed_inputs(begun));
        changes
    }

    fn changed_inputs(&self, begun: &Self) -> Vec<String> {
        let (was, now) = (&begun.inputs, &self.inputs);
        let differ = was.iter().zip(now).filter(|(was, now)| was != now);
        let mut changes: Vec<String> = differ.map(|(was, now)| now.change(was)).collect();
        changes.extend(now.iter().skip(was.len()).map(|new| format!("input {} is new", new.name)));
        changes.extend(was.iter().skip(now.len()).map(|old| format!("input {} is gone", old.name)));
        if changes.len() > MOST_TOLD {
            let more = changes.len() - MOST_TOLD;
            changes.truncate(MOST_TOLD);
            changes.push(format!("and {more} more inputs"));
        }
        changes
    }
}

impl Mark {
    fn of(input: &Input) -> Self {
        let modified = input.path.as_ref().and_then(|path| path.metadata().ok()?.modified().ok());
        let modified = modified.and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        let modified = modified.and_then(|time| u64::try_from(time.as_nanos()).ok());
        let ends = input.path.as_deref().zip(input.bytes.filter(|bytes| *bytes >= LARGE));
        let ends = ends.and_then(|(path, bytes)| Some(hash(&ends_of(path, bytes).ok()?)));
        Self { name: input.name.to_string(), bytes: input.bytes, modified, ends }
    }

    fn change(&self, was: &Self) -> String {
        let name = &self.name;
        match (was.bytes, self.bytes) {
            _ if was.name != *name => format!("input {name} is where {} was", was.name),
            (Some(was), Some(now)) if was != now => {
                format!("input {name} had {was} bytes, has {now}")
            }
            (None, Some(_)) => format!("input {name} was not there"),
            (Some(_), None) => format!("input {name} is not there"),
            _ => format!("input {name} was modified"),
        }
    }
}

/// The first and the last bytes of a file.
fn ends_of(path: &Path, bytes: u64) -> io::Result<Vec<u8>> {
    let mut file = File::open(path)?;
    let mut ends = Vec::new();
    file.by_ref().take(END).read_to_end(&mut ends)?;
    file.seek(SeekFrom::Start(bytes.saturating_sub(END)))?;
    file.take(END).read_to_end(&mut ends)?;
    Ok(ends)
}

fn changed(name: &str, was: &impl ToString, now: &impl ToString) -> String {
    let shown = |value: &dyn Fn() -> String| match value().as_str() {
        "null" => "not set".to_owned(),
        other => other.to_owned(),
    };
    format!("{name} was {}, is {}", shown(&|| was.to_string()), shown(&|| now.to_string()))
}

/// The settings that the output depends on. Threads and the like are not among them.
fn values(cleaner: &Cleaner, settings: &RunSettings) -> Value {
    let fields = &settings.fields;
    let paths = |names: &[FieldName]| names.iter().map(field).collect::<Value>();
    let file = |path: &PathBuf| {
        std::path::absolute(path).unwrap_or_else(|_| path.clone()).display().to_string()
    };
    json!({
        "version": env!("CARGO_PKG_VERSION"),
        "format": settings.read.format.name(),
        "text-field": paths(&fields.text),
        "id-field": paths(&fields.id),
        "url-field": paths(&fields.url),
        "title-field": paths(&fields.title),
        "crawled-field": paths(&fields.crawled),
        "max-record": settings.read.max_record,
        "max-ratio": settings.read.bounds.ratio,
        "max-input": settings.read.bounds.bytes,
        "max-page": cleaner.limits().bytes,
        "max-lines": cleaner.limits().lines,
        "page-time": cleaner.limits().time.map(|time| time.as_secs_f64()),
        "block-size": settings.read.block_bytes,
        "mode": cleaner.mode().name(),
        "rules": format!("{:016x}", cleaner.rules().fingerprint()),
        "model": cleaner.model().to_bytes().map(|bytes| hash(&bytes)).unwrap_or_default(),
        "profile": cleaner.profile(),
        "audit": settings.audit.as_ref().map(file),
        "quarantine": settings.quarantine_folder().as_ref().map(file),
        "shard": settings.shard.map(|shard| shard.to_string()),
    })
}

/// A field's name, with the condition on its value when there is one.
fn field(name: &FieldName) -> Value {
    match name.accept {
        Accept::Any => json!(name.path),
        condition => json!(format!("{} ({condition:?})", name.path)),
    }
}

fn hash(bytes: &[u8]) -> String {
    format!("{:016x}", xxh3_64(bytes))
}

#[cfg(test)]
mod tests {
    use super::{Identity, Input, Mark};
    use serde_json::json;

    fn of(mode: &str, inputs: &[(&str, u64, u64)]) -> Identity {
        let mark = |&(name, bytes, modified): &(&str, u64, u64)| Mark {
            name: name.to_owned(),
            bytes: Some(bytes),
            modified: Some(modified),
            ends: None,
        };
        let settings = json!({ "mode": mode, "shard": null });
        Identity {
            settings: settings.as_object().unwrap().clone(),
            inputs: inputs.iter().map(mark).collect(),
            ..Identity::default()
        }
    }

    #[test]
    fn a_large_file_is_known_by_its_ends() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("large");
        let mark = |last: &[u8]| {
            let bytes = [&vec![b'x'; 2 << 20][..], last].concat();
            std::fs::write(&path, bytes).unwrap();
            let file = std::fs::File::options().write(true).open(&path).unwrap();
            file.set_modified(std::time::UNIX_EPOCH).unwrap();
            Mark::of(&Input::file(&path, "large"))
        };
        assert_eq!(mark(b"a"), mark(b"a"));
        assert_ne!(mark(b"a"), mark(b"b"));
        assert_eq!(
            mark(b"b").change(&mark(b"a")),
            format!("input {} was modified", path.display())
        );
    }

    #[test]
    fn every_difference_has_words() {
        let begun = of("recall", &[("a", 1, 1), ("b", 2, 1), ("c", 3, 1), ("d", 4, 1)]);
        assert!(begun.changes(&begun).is_empty());
        let now = of("precision", &[("a", 9, 1), ("b", 2, 2), ("x", 3, 1)]);
        assert_eq!(
            now.changes(&begun),
            [
                "mode was \"recall\", is \"precision\"",
                "input a had 1 bytes, has 9",
                "input b was modified",
                "input x is where c was",
                "input d is gone",
            ]
        );
        let more: Vec<_> = (0..20).map(|n| (["a", "b"][n % 2], 9, 9)).collect();
        let told = of("recall", &more).changes(&begun);
        assert_eq!((told.len(), told.last().unwrap().as_str()), (6, "and 15 more inputs"));
    }
}
