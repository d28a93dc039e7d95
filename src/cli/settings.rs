//! From flags and files to resolved settings, and to what the library takes.

use super::flags::SettingsFlags;
use super::scan;
use crate::config::{self, Layer, Settings, Sites};
use crate::model::Model;
use crate::pipeline::Cleaner;
use crate::rules::{RuleSet, Source};
use anyhow::Context as _;
use std::fs;
use std::path::Path;
use std::sync::Arc;

/// The settings of this call: files, then `flags`.
pub fn resolve(source: &SettingsFlags, flags: Layer) -> anyhow::Result<Settings> {
    let files = match &source.config {
        Some(path) => config::read(path)?,
        None if source.no_config => Layer::default(),
        None => config::discover()?,
    };
    Ok(Settings::from(files.then(flags).then(source.layer())))
}

/// What cleans the pages, made as the settings say; it knows of the sites what a profile says.
pub fn cleaner(settings: &Settings) -> anyhow::Result<Cleaner> {
    let cleaner = Cleaner::new(rules(settings)?, Arc::new(model(settings)?))
        .in_mode(settings.mode)
        .within(settings.page_limits());
    Ok(match &settings.sites {
        Sites::Profile(path) => cleaner.with_profile(told(settings, path, scan::of_file(path))?),
        Sites::Auto | Sites::Off => cleaner,
    })
}

fn model(settings: &Settings) -> anyhow::Result<Model> {
    let Some(path) = &settings.model else { return Ok(Model::shipped()?) };
    let name = || format!("model {}", path.display());
    let bytes = fs::read(path).with_context(name);
    let model = bytes.and_then(|bytes| Model::from_bytes(&bytes).with_context(name));
    told(settings, path, model)
}

/// The built-in rules, changed as the settings say.
pub fn rules(settings: &Settings) -> anyhow::Result<Arc<RuleSet>> {
    if settings.rules.is_empty() && settings.disable_rule.is_empty() {
        return Ok(RuleSet::builtin());
    }
    let files = settings.rules.iter().map(|file| told(settings, file, Source::read(file)));
    let files = files.collect::<Result<Vec<_>, _>>()?;
    Ok(Arc::new(RuleSet::with_user(&files, &settings.disable_rule)?))
}

/// What came of reading the file at `path`; a failure with the place where a settings file names it.
pub fn told<T, E>(settings: &Settings, path: &Path, read: Result<T, E>) -> anyhow::Result<T>
where
    anyhow::Error: From<E>,
{
    read.map_err(|error| {
        let error = anyhow::Error::from(error);
        match settings.named.get(path) {
            Some(place) => error.context(place.clone()),
            None => error,
        }
    })
}
