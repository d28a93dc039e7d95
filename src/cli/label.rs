//! `presswash label`: a page for the browser in which pages are marked by hand, to make gold.

use std::path::Path;

use serde::Serialize;

use super::args::LabelArgs;
use super::exit::{Exit, UsageError};
use super::{say, settings};
use crate::pipeline::{draw, keep_apart};
use crate::read::expand;
use crate::report::html;
use crate::report::marking::MarkedPage;
use crate::write::{Compression, Options, Sink};

/// What the page is filled with.
#[derive(Serialize)]
struct Data {
    version: &'static str,
    pages: Vec<MarkedPage>,
}

/// Runs `presswash label`.
pub fn run(args: &LabelArgs) -> anyhow::Result<Exit> {
    let flags = args.input.layer().then(args.rules.layer());
    let settings = settings::resolve(&args.settings, flags)?;
    let inputs = expand(&args.inputs)?;
    let output = args.output.as_path();
    keep_apart(&inputs, [output])?;
    let options = Options { force: args.force, compression: Some(Compression::Plain) };
    let mut sink = Sink::create(output, options)?;
    let cleaner = settings::cleaner(&settings)?;
    let drawn = draw(&inputs, args.sample, &settings.read_settings(), &settings.fields)?;
    if drawn.is_empty() {
        return Err(UsageError("the inputs hold no page with text".to_owned()).into());
    }
    let marked = |page| MarkedPage::of(&cleaner.clean(page).cleaned(page), args.blank);
    let pages: Vec<MarkedPage> = drawn.iter().map(marked).collect();
    let (version, count) = (env!("CARGO_PKG_VERSION"), pages.len());
    let page = html::LABEL.fill(&serde_json::to_string(&Data { version, pages })?);
    sink.write_block(page.as_bytes())?;
    sink.finish()?;
    if output != Path::new("-") {
        say(&format!("{count} pages to mark in {}", output.display()));
    }
    Ok(Exit::Well)
}
