//! `presswash restore`: cleaned records and audit back to the original records.

use super::args::RestoreArgs;
use super::exit::Exit;
use crate::write::{Options, Sink, restore_files};

/// Runs `presswash restore`.
pub fn run(args: &RestoreArgs) -> anyhow::Result<Exit> {
    let sink = Sink::create(&args.output, Options { force: args.force, compression: None })?;
    restore_files(&args.cleaned, &args.audit, sink)?;
    Ok(Exit::Well)
}
