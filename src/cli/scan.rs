//! `presswash scan` and `presswash profile`: what the sites of a dump repeat, counted, added up and shown.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context as _;

use super::args::{ProfileCommand, ScanArgs};
use super::exit::{Exit, UsageError};
use super::progress::{StderrReporter, Verbosity};
use super::{say, settings};
use crate::config::Settings;
use crate::pipeline::{Frame, Progress, Reporter, ScanSettings, Stop, keep_apart, scan};
use crate::read::{Input, expand};
use crate::report::Escaped;
use crate::site::{
    PathCount, Profile, Rows, Section, SiteName, Template, compare, merge, repeating, template,
};
use crate::write::{Compression, Options, Sink};

/// Runs `presswash scan`.
pub fn run(args: &ScanArgs) -> anyhow::Result<Exit> {
    let flags = args.input.layer().then(args.run.layer());
    let settings = settings::resolve(&args.settings, flags)?;
    let inputs = expand(&args.inputs)?;
    keep_apart(&inputs, [args.output.as_path()])?;
    let mut output = Output::create(&args.output, args.force)?;
    let verbosity = Verbosity::of(args.run.verbose, settings.quiet);
    let mut reporter = StderrReporter::new(verbosity, !settings.no_progress, Stop::default());
    let scanned = scan(&inputs, &scan_settings(&settings), &mut reporter);
    reporter.finish();
    let scanned = scanned?;
    let (pages, left_out, bad) = (scanned.pages, scanned.left_out, scanned.bad);
    scanned.write(output.writer())?;
    output.sink.finish()?;
    if !settings.quiet {
        say(&format!("{pages} pages counted in {}", args.output.display()));
        if left_out > 0 {
            say(&format!(
                "{left_out} pages left out: of no known site (no address, no folder), HTML, or over a limit"
            ));
        }
    }
    Ok(if bad > 0 { Exit::Partial } else { Exit::Well })
}

/// The profile that these inputs make, without a file; none where an input can be read only once.
pub fn of_inputs(inputs: &[Input], settings: &Settings) -> anyhow::Result<Option<Arc<Profile>>> {
    let again = |input: &Input| input.path.as_deref().is_some_and(Path::is_file);
    if let Some(once) = inputs.iter().find(|input| !again(input)) {
        if !settings.quiet {
            let name = &once.name;
            say(&format!(
                "{name} can be read only once: nothing is learned of the sites (see scan)"
            ));
        }
        return Ok(None);
    }
    let mut reporter = FirstPass(StderrReporter::of(settings));
    let scanned = scan(inputs, &scan_settings(settings), &mut reporter);
    reporter.0.finish();
    let scanned = scanned?;
    if scanned.pages == 0 && scanned.left_out > 0 && !settings.quiet {
        say("nothing is learned of the sites: no page has an address or lies in a folder");
    }
    Ok(Some(Arc::new(scanned.freeze()?)))
}

/// Shows how far the first of two passes is; what is wrong with the inputs is told in the second.
struct FirstPass(StderrReporter);

impl Reporter for FirstPass {
    fn start(&mut self, bytes_total: Option<u64>) {
        self.0.start(bytes_total);
    }

    fn progress(&mut self, progress: Progress) {
        self.0.progress(progress);
    }
}

/// The profile in this file.
pub fn of_file(path: &Path) -> anyhow::Result<Arc<Profile>> {
    let name = || path.display().to_string();
    // What was meant as one of the words would be no file.
    let rows = open(path).context("sites: neither auto nor off, and no profile")?;
    Ok(Arc::new(Profile::freeze(rows).with_context(name)?))
}

fn scan_settings(settings: &Settings) -> ScanSettings {
    let defaults = ScanSettings::default();
    ScanSettings {
        read: settings.read_settings(),
        fields: settings.fields.clone(),
        limits: settings.page_limits(),
        frame: Frame { threads: settings.threads, ..defaults.frame },
    }
}

/// Runs `presswash profile`.
pub fn profile(command: &ProfileCommand) -> anyhow::Result<Exit> {
    match command {
        ProfileCommand::Merge { profiles, output, force } => {
            let inputs: Vec<Input> =
                profiles.iter().map(|path| Input::file(path, PathBuf::new())).collect();
            keep_apart(&inputs, [output.as_path()])?;
            let parts = profiles.iter().map(|path| open(path)).collect::<Result<_, _>>()?;
            let mut output = Output::create(output, *force)?;
            merge(parts, output.writer())?;
            output.sink.finish()?;
        }
        ProfileCommand::Show { profile, site } => {
            let name = || profile.display().to_string();
            let found = template(open(profile)?, site).with_context(name)?;
            if found.is_empty() {
                let message = format!("{}: no page of {site} was counted", profile.display());
                return Err(UsageError(message).into());
            }
            show(&found, &repeating(open(profile)?, site).with_context(name)?)?;
        }
        ProfileCommand::Diff { old, new } => {
            let mut out = BufWriter::new(io::stdout().lock());
            let mut failed = Ok(());
            compare(open(old)?, open(new)?, |difference| {
                let [old, new] = difference.stories;
                let sign = if new > old { '+' } else { '-' };
                let (site, text) = (Escaped(&difference.site.host), Escaped(&difference.text));
                failed = std::mem::replace(&mut failed, Ok(()))
                    .and_then(|()| writeln!(out, "{sign} {site}  {old} -> {new}  {text}"));
            })?;
            failed.and_then(|()| out.flush())?;
        }
    }
    Ok(Exit::Well)
}

/// The rows of a profile.
pub fn open(path: &Path) -> anyhow::Result<Rows<File>> {
    let name = || path.display().to_string();
    Rows::open(File::open(path).with_context(name)?).with_context(name)
}

/// Prints templates in the order of their pages, a line for each line, after its place and its counts.
fn show(templates: &[Template], repeating: &BTreeMap<SiteName, u64>) -> io::Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    for found in templates {
        let (pages, stories) = (found.count.pages, found.count.stories());
        write!(out, "{}  {pages} pages, {stories} stories", Escaped(&found.site.host))?;
        match repeating.get(&found.site) {
            None | Some(0) => writeln!(out)?,
            Some(1) => writeln!(out, ", 1 repeats another page")?,
            Some(repeats) => writeln!(out, ", {repeats} repeat another page")?,
        }
        for line in &found.lines {
            let share = line.pages * 100 / pages.max(1);
            let place = line.place() / 10;
            writeln!(out, "  at {place:>3} %  on {share:>3} %  {}", Escaped(&line.text))?;
        }
        for section in &found.sections {
            show_section(&mut out, &found.site, section)?;
        }
    }
    out.flush()
}

/// Prints what the pages below a path have beyond the template of their host, under the path.
fn show_section(out: &mut impl Write, site: &SiteName, section: &Section) -> io::Result<()> {
    let PathCount { name, count } = &section.path;
    let (host, name, pages) = (Escaped(&site.host), Escaped(name), count.pages);
    writeln!(out, "{host}/{name}/  {pages} pages, {} stories", count.stories())?;
    for (on, line) in &section.lines {
        let (place, share) = (line.place() / 10, u64::from(*on) * 100 / pages.max(1));
        writeln!(out, "  at {place:>3} %  on {share:>3} %  {}", Escaped(&line.text))?;
    }
    Ok(())
}

/// A profile that is being written; packed by itself, whatever its name ends in.
struct Output {
    sink: Sink,
}

impl Output {
    fn create(path: &Path, force: bool) -> anyhow::Result<Self> {
        let options = Options { force, compression: Some(Compression::Plain) };
        Ok(Self { sink: Sink::create(path, options)? })
    }

    fn writer(&mut self) -> impl Write {
        BufWriter::with_capacity(1 << 16, Blocks(&mut self.sink))
    }
}

struct Blocks<'s>(&'s mut Sink);

impl Write for Blocks<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write_block(bytes).map_err(io::Error::other)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
