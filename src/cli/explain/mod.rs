//! `presswash explain`: one page in the terminal, every line with what it was
//! taken for and why.
//!
//! - `table.rs`: the page as a table, or side by side with what came out;
//! - `line.rs`: one line in all detail;
//! - `json.rs`: the same for programs;
//! - `columns.rs`: text cut and wrapped to columns of the terminal.

mod columns;
mod json;
mod line;
mod table;

use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};

use super::args::ExplainArgs;
use super::colour::Colour;
use super::exit::{Exit, UsageError};
use super::{print, say, settings};
use crate::config::{Layer, Sites};
use crate::page::Page;
use crate::pipeline::{Examined, Wanted, find_page};
use crate::read::expand;
use crate::write::{Cleaned, Composed};

/// Runs `presswash explain`.
pub fn run(args: &ExplainArgs) -> anyhow::Result<Exit> {
    let flags = args.input.layer().then(args.rules.layer()).then(args.model.layer());
    let flags =
        flags.then(args.mode.layer()).then(Layer { sites: args.sites.clone(), ..Layer::default() });
    let settings = settings::resolve(&args.settings, flags)?;
    if settings.sites == Sites::Auto {
        say(
            "presswash: nothing is learned of the sites of one page; make a profile by scan, and give it by --sites",
        );
    }
    let page = find(args, &settings)?;
    let cleaner = settings::cleaner(&settings)?;
    let asked = args.line.and_then(|line| line.checked_sub(1));
    let examined = cleaner.examine(&page, asked);
    let lines = examined.washed.lines.len();
    if let Some(line) = args.line.filter(|line| *line == 0 || *line > lines) {
        return Err(UsageError(format!("the page has no line {line}, only {lines}")).into());
    }
    let cleaned = examined.washed.cleaned(&page);
    let shown = Shown { composed: &cleaned.compose(), examined: &examined };
    let colour = Colour::of(settings.color);
    let text = match asked {
        _ if args.json => format!("{:#}\n", json::page(&shown)),
        Some(at) => line::Detail { shown, at, colour }.to_string(),
        None => table::Table { shown, colour, width: width(args), full: args.full }.to_string(),
    };
    print(text.as_bytes())
}

/// A page with the reasons for what became of it.
#[derive(Clone, Copy)]
struct Shown<'s> {
    composed: &'s Composed<'s, 's>,
    examined: &'s Examined<'s>,
}

impl<'s> Shown<'s> {
    const fn cleaned(&self) -> &'s Cleaned<'s> {
        self.composed.cleaned
    }
}

fn find(args: &ExplainArgs, settings: &crate::config::Settings) -> anyhow::Result<Page> {
    let (path, number) = match &args.id {
        Some(_) => (args.page.clone(), 1),
        None => split(&args.page),
    };
    // As a run names them: the identifier of a text file is its path below the argument.
    let inputs = expand(&[&path])?;
    let wanted = args.id.as_deref().map_or(Wanted::Record(number), Wanted::Id);
    if inputs.len() > 1 && args.id.is_none() {
        let message = format!("{} is several files: name one, or a page by --id", path.display());
        return Err(UsageError(message).into());
    }
    let (read, fields) = (settings.read_settings(), settings.fields.clone());
    for input in inputs {
        if let Some(page) = find_page(input, wanted, &read, &fields)? {
            return Ok(page);
        }
    }
    Err(match &args.id {
        Some(id) => UsageError(format!("{} has no page with id {id}", path.display())),
        None => UsageError(format!("{} has no page {number}", path.display())),
    }
    .into())
}

/// Columns to fill: what was asked for, else the terminal's; none when the output goes elsewhere.
fn width(args: &ExplainArgs) -> Option<usize> {
    let terminal = || {
        let size = io::stdout().is_terminal().then(terminal_size::terminal_size).flatten();
        size.map(|(width, _)| usize::from(width.0))
    };
    args.width.or_else(terminal)
}

/// `FILE:N` apart; a file whose own name ends in a number wins.
fn split(argument: &Path) -> (PathBuf, u64) {
    let whole = (argument.to_owned(), 1);
    if argument.exists() {
        return whole;
    }
    match argument.to_str().and_then(|argument| argument.rsplit_once(':')) {
        Some((path, number)) => number.parse().map_or(whole, |n| (PathBuf::from(path), n)),
        None => whole,
    }
}

#[cfg(test)]
mod tests {
    use super::split;
    use std::path::{Path, PathBuf};

    #[test]
    fn a_page_number_follows_the_last_colon() {
        assert_eq!(split(Path::new("a.jsonl:17")), (PathBuf::from("a.jsonl"), 17));
        assert_eq!(split(Path::new("a.jsonl")), (PathBuf::from("a.jsonl"), 1));
        assert_eq!(split(Path::new("c:a")), (PathBuf::from("c:a"), 1));
    }
}
