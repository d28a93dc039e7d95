//! `presswash clean`: resolves the settings, runs the pipeline, tells what came of it.

use std::collections::BTreeSet;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use super::args::CleanArgs;
use super::escape::Escaped;
use super::exit::{Exit, UsageError};
use super::progress::{StderrReporter, Verbosity};
use super::settings;
use crate::config::Settings;
use crate::pipeline::{self, Destination, Frame, RunSettings};
use crate::read::{Input, expand};
use crate::report::Stats;
use crate::write::{Options, Sink};

/// Name of a standard stream among paths.
const STREAM: &str = "-";

/// Runs `presswash clean`.
pub fn run(args: &CleanArgs) -> anyhow::Result<Exit> {
    let flags = args.input.layer().then(args.rules.layer()).then(args.clean.layer());
    let settings = settings::resolve(&args.settings, flags)?;
    if args.clean.dump_config {
        io::stdout().write_all(settings.to_toml()?.as_bytes())?;
        return Ok(Exit::Well);
    }
    let inputs = expand(&args.inputs)?;
    let run_settings = run_settings(args, &settings);
    keep_apart(args, &inputs)?;
    let cleaner = settings::cleaner(&settings)?;
    let stats_sink = stats_sink(args)?;
    let mut reporter = StderrReporter::new(verbosity(args, &settings), !settings.no_progress);
    let stats = pipeline::run(&inputs, &cleaner, &run_settings, &mut reporter);
    reporter.finish();
    tell(&stats?, stats_sink, settings.quiet)
}

fn run_settings(args: &CleanArgs, settings: &Settings) -> RunSettings {
    let clean = &args.clean;
    RunSettings {
        read: settings.read_settings(),
        fields: settings.fields.clone(),
        destination: clean.output.as_deref().map_or(Destination::Stdout, Destination::of),
        audit: clean.audit.clone(),
        quarantine: clean.quarantine.clone(),
        force: clean.force,
        frame: Frame { threads: settings.threads, ..Frame::default() },
    }
}

fn verbosity(args: &CleanArgs, settings: &Settings) -> Verbosity {
    match (args.clean.verbose, settings.quiet) {
        (true, _) => Verbosity::Verbose,
        (false, true) => Verbosity::Quiet,
        (false, false) => Verbosity::Normal,
    }
}

/// Refuses outputs that would overwrite each other or an input.
fn keep_apart(args: &CleanArgs, inputs: &[Input]) -> Result<(), UsageError> {
    let inputs: BTreeSet<_> = inputs.iter().filter_map(|i| i.path.as_deref()).map(real).collect();
    let clean = &args.clean;
    let mut outputs = BTreeSet::new();
    for path in [&clean.output, &clean.audit, &clean.stats].into_iter().flatten() {
        let real = real(path);
        if inputs.contains(&real) {
            return Err(UsageError(format!("{} is an input and an output", path.display())));
        }
        if !outputs.insert(real) {
            return Err(UsageError(format!("{} is the output of two things", path.display())));
        }
    }
    Ok(())
}

/// The path that all names of a file share; for a file to be, the name under its folder's.
fn real(path: &Path) -> PathBuf {
    if path == Path::new(STREAM) {
        return path.to_owned();
    }
    let folder = || {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new(".")).canonicalize().ok()?;
        Some(folder.join(path.file_name()?))
    };
    path.canonicalize().ok().or_else(folder).unwrap_or_else(|| path.to_owned())
}

/// Opened before the run, so that a figure file that may not be written costs no run.
fn stats_sink(args: &CleanArgs) -> anyhow::Result<Option<Sink>> {
    let options = Options { force: args.clean.force, compression: None };
    let open = |path: &PathBuf| Sink::create(path, options);
    Ok(args.clean.stats.as_ref().map(open).transpose()?)
}

/// The summary for the user, the figures for programs, and how the program ends.
fn tell(stats: &Stats, sink: Option<Sink>, quiet: bool) -> anyhow::Result<Exit> {
    if let Some(mut sink) = sink {
        let mut json = serde_json::to_vec_pretty(stats).context("cannot write the figures")?;
        json.push(b'\n');
        sink.write_block(&json)?;
        sink.finish()?;
    }
    if !quiet {
        for line in stats.to_string().lines() {
            eprintln!("{}", Escaped(line));
        }
    }
    Ok(if stats.bad() == 0 { Exit::Well } else { Exit::Partial })
}
