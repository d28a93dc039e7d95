//! `presswash clean`: resolves the settings, runs the pipeline, tells what came of it.

use std::path::{Path, PathBuf};

use serde::Serialize;

use super::args::CleanArgs;
use super::exit::{Exit, Unread};
use super::flags::OutputFlags;
use super::progress::{StderrReporter, Verbosity};
use super::{print, say, scan, settings, signals, write_figures};
use crate::config::{Layer, Settings, Sites};
use crate::pipeline::{self, Destination, Frame, RunError, RunSettings, Stop, keep_apart};
use crate::read::{Listing, list};
use crate::report::Escaped;
use crate::report::{Alarm, Stats};
use crate::write::{Flag, Options, Sink, WriteError, real};

/// Runs `presswash clean`.
pub fn run(args: &CleanArgs) -> anyhow::Result<Exit> {
    let flags = args.input.layer().then(args.rules.layer()).then(args.model.layer());
    let flags = flags.then(args.mode.layer()).then(args.limits.layer()).then(args.rails.layer());
    let flags = flags.then(args.run.layer()).then(args.memory.layer());
    let flags = flags.then(Layer { sites: args.sites.clone(), ..Layer::default() });
    let settings = settings::resolve(&args.settings, flags)?;
    if args.dump_config {
        return print(settings.to_toml()?.as_bytes());
    }
    let run_settings = run_settings(args, &settings);
    let Listing { inputs, attributes, outputs } = list(&args.inputs, &folders(&run_settings))?;
    let attributes = attributes.iter().map(|folder| (folder, "attributes of documents"));
    let outputs = outputs.iter().map(|folder| (folder, "this run writes there"));
    for (folder, what) in attributes.chain(outputs).filter(|_| !settings.quiet) {
        let folder = folder.display().to_string();
        say(&format!("presswash: {}: {what}, left alone", Escaped(&folder)));
    }
    let OutputFlags { output, audit, stats, .. } = &args.output;
    keep_apart(&inputs, [output, audit, stats].into_iter().flatten().map(PathBuf::as_path))?;
    let cleaner = settings::cleaner(&settings)?;
    // Before the inputs are read for the first time.
    pipeline::refuse_existing(&inputs, &run_settings)?;
    let learned = match settings.sites {
        Sites::Auto => scan::of_inputs(&inputs, &settings)?,
        Sites::Off | Sites::Profile(_) => None,
    };
    let cleaner = match learned {
        Some(profile) => cleaner.with_profile(profile),
        None => cleaner,
    };
    let complete = pipeline::is_complete(&run_settings);
    let mut stats_sink = early_stats_sink(args, complete)?;
    let stop = run_settings.stop.clone();
    signals::pass_on(&stop);
    let verbosity = Verbosity::of(args.run.verbose, settings.quiet);
    let mut reporter = StderrReporter::new(verbosity, !settings.no_progress, stop);
    let stats = pipeline::run(&inputs, &cleaner, &run_settings, &mut reporter);
    reporter.finish();
    let stats = stats.map_err(|error| unread(error, &args.output))?;
    if args.output.resume && !(complete && stats_exist(args)) {
        stats_sink = self::stats_sink(args)?;
    }
    let exit = tell(&stats, stats_sink, &settings, settings.quiet || complete)?;
    Ok(if complete { Exit::Well } else { exit })
}

/// What a closed standard output means for the run: nothing more where there is no other output, else that
/// those were given up, too. Bad records that were set aside are kept, as always.
fn unread(error: RunError, outputs: &OutputFlags) -> anyhow::Error {
    let OutputFlags { output, audit, stats, .. } = outputs;
    let others =
        [output, audit, stats].into_iter().flatten().filter(|path| *path != Path::new("-"));
    let others: Vec<String> = others.map(|path| path.display().to_string()).collect();
    match error {
        RunError::Write(WriteError::BrokenPipe) if !others.is_empty() => {
            Unread(others.join(", ")).into()
        }
        error => error.into(),
    }
}

/// The folders that the run writes to, which are not read when they lie in those that are.
fn folders(settings: &RunSettings) -> Vec<PathBuf> {
    let output = match &settings.destination {
        Destination::Folder(folder) => Some(folder),
        Destination::Stdout | Destination::File(_) => None,
    };
    output.into_iter().chain(&settings.quarantine).map(|folder| real(folder)).collect()
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
        resume: output.resume,
        shard: output.shard,
        stop: Stop::default(),
        frame: Frame { threads: settings.threads, in_flight: settings.in_flight },
    }
}

/// Opened before the run, so that a figure file that may not be written costs no run. A run that
/// can be gone on with may be killed at any time, so it opens the file when it has the figures.
fn early_stats_sink(args: &CleanArgs, complete: bool) -> anyhow::Result<Option<Sink>> {
    let OutputFlags { stats, resume, force, .. } = &args.output;
    if !resume {
        return stats_sink(args);
    }
    match stats {
        Some(path) if stats_exist(args) && !complete && !force => {
            Err(WriteError::Exists { path: path.clone() }.into())
        }
        _ => Ok(None),
    }
}

fn stats_exist(args: &CleanArgs) -> bool {
    args.output.stats.as_ref().is_some_and(|path| path.exists())
}

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
fn tell(
    stats: &Stats,
    sink: Option<Sink>,
    settings: &Settings,
    quiet: bool,
) -> anyhow::Result<Exit> {
    let alarms = settings.rails.check(stats);
    if let Some(sink) = sink {
        write_figures(sink, &Figures { stats, guard_rails: &alarms })?;
    }
    if !quiet {
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
