//! `presswash label`: a page for the browser in which pages are marked by hand, to make gold.

use serde::Serialize;

use super::args::LabelArgs;
use super::browser::PageFile;
use super::exit::{Exit, UsageError};
use super::settings;
use crate::pipeline::{draw, keep_apart};
use crate::read::expand;
use crate::report::html;
use crate::report::marking::MarkedPage;

/// What the page is filled with.
#[derive(Serialize)]
struct Data {
    version: &'static str,
    pages: Vec<MarkedPage>,
}

/// Runs `presswash label`.
pub fn run(args: &LabelArgs) -> anyhow::Result<Exit> {
    let flags = args.input.layer().then(args.rules.layer()).then(args.model.layer());
    let settings = settings::resolve(&args.settings, flags.then(args.quiet.layer()))?;
    let inputs = expand(&args.inputs)?;
    let output = args.output.as_path();
    keep_apart(&inputs, [output])?;
    let page = PageFile::create(output, args.force)?;
    let cleaner = settings::cleaner(&settings)?;
    let drawn = draw(&inputs, args.sample.get(), &settings.read_settings(), &settings.fields)?;
    if drawn.is_empty() {
        return Err(UsageError("the inputs hold no page with text".to_owned()).into());
    }
    let marked = |page| MarkedPage::of(&cleaner.clean(page).cleaned(page), args.blank);
    let pages: Vec<MarkedPage> = drawn.iter().map(marked).collect();
    let told = format!("{} pages to mark in", pages.len());
    let data = Data { version: env!("CARGO_PKG_VERSION"), pages };
    page.finish(html::LABEL, &data, &told, settings.quiet)?;
    Ok(Exit::Well)
}
