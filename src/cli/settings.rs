//! From flags and files to resolved settings, and to what the library takes.

use anyhow::Context as _;

use super::flags::SettingsFlags;
use crate::config::{self, Layer, Settings};
use crate::rules::RuleSet;

/// The settings of this call: files, then `flags`.
pub fn resolve(source: &SettingsFlags, flags: Layer) -> anyhow::Result<Settings> {
    let files = match &source.config {
        Some(path) => config::read(path)?,
        None if source.no_config => Layer::default(),
        None => config::discover()?,
    };
    Ok(Settings::from(files.then(flags).then(source.layer())))
}
