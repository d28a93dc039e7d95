//! The command line: arguments in, library calls, exit code out.
//!
//! The only module that prints. It holds no decision about pages; everything it
//! does can be done with the library.

mod args;
mod browser;
mod clean;
mod colour;
mod diff;
mod documents;
mod eval;
mod examples;
mod exit;
mod explain;
mod flags;
mod label;
mod progress;
mod report;
mod restore;
mod rules;
mod scan;
mod settings;
mod signals;
mod train;

use std::io::{self, Write as _};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::FromArgMatches as _;
use serde::Serialize;

use crate::report::Escaped;
use crate::write::Sink;
use args::{Cli, Command};
use exit::{Exit, is_broken_pipe};

/// Runs the program with the arguments of the process.
#[must_use]
pub fn main() -> ExitCode {
    let cli = Cli::from_arg_matches(&args::command().get_matches()).unwrap_or_else(|e| e.exit());
    let done = signals::heed().context("cannot listen for signals");
    match done.and_then(|()| dispatch(cli.command)) {
        Ok(exit) => exit.into(),
        Err(error) if is_broken_pipe(&error) => Exit::Well.into(),
        Err(error) => {
            say(&format!("presswash: {}", exit::message(&error)));
            Exit::of(&error).into()
        }
    }
}

fn dispatch(command: Command) -> anyhow::Result<Exit> {
    match command {
        Command::Clean(args) => clean::run(&args),
        Command::Diff(args) => diff::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Label(args) => label::run(&args),
        Command::Report(args) => report::run(&args),
        Command::Rules(command) => rules::run(&command),
        Command::Scan(args) => scan::run(&args),
        Command::Profile(command) => scan::profile(&command),
        Command::Restore(args) => restore::run(&args),
        Command::Train(args) => train::run(&args),
        Command::Eval(args) => eval::run(&args),
        Command::Schema => documents::schema(),
        Command::Completions { shell } => documents::completions(shell),
        Command::Man { dir } => documents::man(dir.as_deref()),
    }
}

/// Prints to standard output what is all that the program was asked for.
fn print(text: &[u8]) -> anyhow::Result<Exit> {
    let mut out = io::stdout().lock();
    out.write_all(text)?;
    out.flush()?;
    Ok(Exit::Well)
}

/// Writes figures as JSON for people to look at, too.
fn write_figures(mut sink: Sink, figures: &impl Serialize) -> anyhow::Result<()> {
    let mut json = serde_json::to_vec_pretty(figures).context("cannot write the figures")?;
    json.push(b'\n');
    sink.write_block(&json)?;
    sink.finish()?;
    Ok(())
}

/// Prints to standard error, line by line, made safe for a terminal.
fn say(text: &str) {
    let mut err = io::stderr().lock();
    for line in text.lines() {
        // Nothing can be done, and nothing is lost, when standard error is closed.
        drop(writeln!(err, "{}", Escaped(line)));
    }
}
