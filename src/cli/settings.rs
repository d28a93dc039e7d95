//! From flags and files to resolved settings, and to what the library takes.

use super::flags::SettingsFlags;
use crate::config::{self, Layer, Settings};
use crate::model::Model;
use crate::pipeline::Cleaner;
use crate::rules::{RuleError, RuleSet, Source};
use anyhow::Context as _;
use std::fs;
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

/// What cleans the pages, made as the settings say.
pub fn cleaner(settings: &Settings) -> anyhow::Result<Cleaner> {
    Ok(Cleaner::new(rules(settings)?, Arc::new(model(settings)?))
        .in_mode(settings.mode)
        .within(settings.page_limits()))
}

fn model(settings: &Settings) -> anyhow::Result<Model> {
    let Some(path) = &settings.model else { return Ok(Model::shipped()?) };
    let name = || format!("model {}", path.display());
    Model::from_bytes(&fs::read(path).with_context(name)?).with_context(name)
}

/// The built-in rules, changed as the settings say.
pub fn rules(settings: &Settings) -> Result<Arc<RuleSet>, RuleError> {
    if settings.rules.is_empty() && settings.disable_rule.is_empty() {
        return Ok(RuleSet::builtin());
    }
    let files = settings.rules.iter().map(|file| Source::read(file));
    let files = files.collect::<Result<Vec<_>, _>>()?;
    RuleSet::with_user(&files, &settings.disable_rule).map(Arc::new)
}
