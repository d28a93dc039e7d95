//! `presswash report`: cleaned records and audit in, a page for the browser out.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;

use anyhow::Context as _;

use super::args::ReportArgs;
use super::browser::PageFile;
use super::exit::Exit;
use super::{scan, settings};
use crate::pipeline::{keep_apart, survey};
use crate::read::expand;
use crate::report::html;
use crate::report::survey::{Extras, Quarantined, SurveySettings};
use crate::write::error_lists;

/// Runs `presswash report`.
pub fn run(args: &ReportArgs) -> anyhow::Result<Exit> {
    let settings = settings::resolve(&args.settings, args.rules.layer().then(args.run.layer()))?;
    let (cleaned, audit) = (expand(&args.cleaned)?, expand(&args.audit)?);
    let output = args.output.as_path();
    keep_apart(&cleaned, [output])?;
    keep_apart(&audit, [output])?;
    let rules = settings::rules(&settings)?;
    let page = PageFile::create(output, args.force)?;
    let mut extras = Extras { rails: settings.rails, ..Extras::default() };
    if let Some(path) = &args.quarantine {
        extras.quarantined = Some(quarantined(path)?);
    }
    let sampled = SurveySettings { sample: args.sample, ..SurveySettings::default() };
    let found = survey(&cleaned, &audit, settings.threads, sampled)?;
    if let Some(path) = &args.sites {
        let name = || path.display().to_string();
        extras.take_templates(scan::open(path)?, &found.shown_sites()).with_context(name)?;
    }
    let figures = found.figures(extras, &rules)?;
    let told = format!("{} pages looked through for", figures.pages());
    page.finish(html::REPORT, &figures, &told, settings.quiet)?;
    Ok(Exit::Well)
}

/// The list of errors in a quarantine, given as its folder or as itself.
fn quarantined(path: &Path) -> anyhow::Result<Quarantined> {
    let mut all: Box<dyn Read> = Box::new(io::empty());
    for list in error_lists(path).with_context(|| path.display().to_string())? {
        let file = File::open(&list).with_context(|| list.display().to_string())?;
        all = Box::new(all.chain(file));
    }
    Quarantined::read(BufReader::new(all)).with_context(|| path.display().to_string())
}
