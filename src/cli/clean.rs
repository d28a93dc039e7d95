//! `presswash clean`: resolves the settings, runs the pipeline, tells what came of it.

use std::io::{self, Write as _};
use std::path::PathBuf;

use anyhow::Context as _;
use serde::Serialize;

use super::args::CleanArgs;
use super::escape::Escaped;
use super::exit::Exit;
use super::flags::OutputFlags;
use super::progress::{StderrReporter, Verbosity};
use super::{say, settings};
use crate::config::Settings;
use crate::pipeline::{self, Destination, Frame, RunSettings, keep_apart};
use crate::read::expand;
use crate::report::{Alarm, Stats};
use crate::write::{Flag, Options, Sink};

/// Runs `presswash clean`.
pub fn run(args: &CleanArgs) -> anyhow::Result<Exit> {
    let flags = args.input.layer().then(args.rules.layer()).then(args.mode.layer());
    let flags = flags.then(args.limits.layer()).then(args.rails.layer()).then(args.run.layer());
    let settings = settings::resolve(&args.settings, flags)?;
    if args.dump_config {
        io::stdout().write_all(settings.to_toml()?.as_bytes())?;
        return Ok(Exit::Well);
    }
    let inputs = expand(&args.inputs)?;
    let run_settings = run_settings(args, &settings);
    let OutputFlags { output, audit, stats, .. } = &args.output;
    keep_apart(&inputs, [output, audit, stats].into_iter().flatten().map(PathBuf::as_path))?;
    let cleaner = settings::cleaner(&settings)?;
    let stats_sink = stats_sink(args)?;
    let mut reporter = StderrReporter::new(verbosity(args, &settings), !settings.no_progress);
    let stats = pipeline::run(&inputs, &cleaner, &run_settings, &mut reporter);
    reporter.finish();
    tell(&stats?, stats_sink, &settings)
}

fn run_settings(args: &CleanArgs, settings: &Settings) -> RunSettings {
    let output = &args.output;
    RunSettings {
        read: settings.read_settings(),
        fields: settings.fields.clone(),
        destination: output.output.as_deref().map_or(Destination::Stdout, Destination::of),
        audit: output.audit.clone(),
        quarantine: output.quarantine.clone(),
        force: output.force,
        frame: Frame { threads: settings.threads, ..Frame::default() },
    }
}

fn verbosity(args: &CleanArgs, settings: &Settings) -> Verbosity {
    match (args.run.verbose, settings.quiet) {
        (true, _) => Verbosity::Verbose,
        (false, true) => Verbosity::Quiet,
        (false, false) => Verbosity::Normal,
    }
}

/// Opened before the run, so that a figure file that may not be written costs no run.
fn stats_sink(args: &CleanArgs) -> anyhow::Result<Option<Sink>> {
    let options = Options { force: args.output.force, compression: None };
    let open = |path: &PathBuf| Sink::create(path, options);
    Ok(args.output.stats.as_ref().map(open).transpose()?)
}

/// What `--stats` writes: the counts, and what is wrong with them.
#[derive(Serialize)]
struct Figures<'s> {
    #[serde(flatten)]
    stats: &'s Stats,
    guard_rails: &'s [Alarm],
}

/// The summary for the user, the figures for programs, and how the program ends.
fn tell(stats: &Stats, sink: Option<Sink>, settings: &Settings) -> anyhow::Result<Exit> {
    let alarms = settings.rails.check(stats);
    if let Some(mut sink) = sink {
        let figures = Figures { stats, guard_rails: &alarms };
        let mut json = serde_json::to_vec_pretty(&figures).context("cannot write the figures")?;
        json.push(b'\n');
        sink.write_block(&json)?;
        sink.finish()?;
    }
    if !settings.quiet {
        say(&stats.to_string());
    }
    for alarm in &alarms {
        say(&format!("presswash: guard rail: {}", Escaped(&alarm.to_string())));
    }
    let unlabelled = stats.flags.contains_key(&Flag::Unlabelled);
    if settings.strict && !alarms.is_empty() {
        return Ok(Exit::Rail);
    }
    Ok(if stats.bad() > 0 || unlabelled { Exit::Partial } else { Exit::Well })
}
