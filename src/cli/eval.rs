//! `presswash eval`: gold pages in, figures out.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::args::EvalArgs;
use super::exit::Exit;
use super::progress::StderrReporter;
use super::{settings, write_figures};
use crate::evaluate::{EvalSettings, evaluate};
use crate::pipeline::{Frame, keep_apart};
use crate::read::expand;
use crate::report::Escaped;
use crate::write::{Options, Sink};

/// Runs `presswash eval`.
pub fn run(args: &EvalArgs) -> anyhow::Result<Exit> {
    let flags =
        args.rules.layer().then(args.model.layer()).then(args.mode.layer()).then(args.run.layer());
    let settings = settings::resolve(&args.settings, flags)?;
    let inputs = expand(&args.gold)?;
    keep_apart(&inputs, args.json.iter().map(PathBuf::as_path))?;
    let cleaner = settings::cleaner(&settings)?;
    // Opened first, so that a file that may not be written costs no run.
    let options = Options { force: args.force, compression: None };
    let sink = args.json.as_ref().map(|path| Sink::create(path, options)).transpose()?;
    let eval_settings = EvalSettings {
        without: args.without.clone(),
        forum: args.forum.clone(),
        by: args.by.clone(),
        worst: args.worst,
        frame: Frame { threads: settings.threads, ..Frame::default() },
        ..EvalSettings::default()
    };
    let mut reporter = StderrReporter::of(&settings);
    let evaluation = evaluate(&inputs, &cleaner, &eval_settings, &mut reporter);
    reporter.finish();
    let evaluation = evaluation?;
    if let Some(sink) = sink {
        write_figures(sink, &evaluation)?;
    }
    if args.json.as_deref() != Some(Path::new("-")) {
        print(&evaluation.to_string())?;
    }
    Ok(Exit::Well)
}

/// Prints tables; the names in them were scraped.
fn print(tables: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    for line in tables.lines() {
        writeln!(out, "{}", Escaped(line))?;
    }
    out.flush()
}
