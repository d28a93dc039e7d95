//! Pages for the browser as outputs: what `report` and `label` share.

use std::path::{Path, PathBuf};

use serde::Serialize;

use super::say;
use crate::report::html::Template;
use crate::write::{Compression, Options, Sink};

/// A page that is being made; dropped before it is finished, it leaves nothing behind.
pub struct PageFile {
    sink: Sink,
    path: PathBuf,
}

impl PageFile {
    /// Refuses a page that exists, unless `force`, before the work for it begins.
    pub fn create(path: &Path, force: bool) -> anyhow::Result<Self> {
        let options = Options { force, compression: Some(Compression::Plain) };
        Ok(Self { sink: Sink::create(path, options)?, path: path.to_owned() })
    }

    /// Writes the page, and tells what it holds unless `quiet` or on standard output.
    pub fn finish(
        mut self,
        template: Template,
        data: &impl Serialize,
        told: &str,
        quiet: bool,
    ) -> anyhow::Result<()> {
        self.sink.write_block(template.fill(&serde_json::to_string(data)?).as_bytes())?;
        self.sink.finish()?;
        if !quiet && self.path != Path::new("-") {
            say(&format!("{told} {}", self.path.display()));
        }
        Ok(())
    }
}
