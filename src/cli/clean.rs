//! `presswash clean`: resolves the settings, runs the pipeline, tells what came of it.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use super::args::CleanArgs;
use super::exit::{Exit, UsageError};
use super::progress::{StderrReporter, Verbosity};
use super::settings;
use crate::config::Settings;
use crate::pipeline::{self, Cleaner, Destination, RunSettings};
use crate::read::Inputs;
use crate::report::Stats;
use crate::write::{Options, Sink};

/// Runs `presswash clean`.
pub fn run(args: &CleanArgs) -> anyhow::Result<Exit> {
    let flags = args.input.layer().then(args.rules.layer()).then(args.clean.layer());
    let settings = settings::resolve(&args.settings, flags)?;
    if args.clean.dump_config {
        io::stdout().write_all(settings.to_toml()?.as_bytes())?;
        return Ok(Exit::Well);
    }
    let inputs = Inputs::resolve(&args.inputs)?;
    let run_settings = run_settings(args, &settings)?;
    let cleaner = Cleaner::new(settings::rules(&settings)?);
    let mut reporter = StderrReporter::new(verbosity(args, &settings), !settings.no_progress);
    let stats = pipeline::run(&inputs, &cleaner, &run_settings, &mut reporter);
    reporter.finish();
    finish(args, &settings, &stats?)
}
