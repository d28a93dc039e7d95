//! `presswash restore`: cleaned records and audit back to the original records.

use super::args::RestoreArgs;
use super::exit::Exit;
use crate::pipeline::keep_apart;
use crate::read::expand;
use crate::write::{Options, Sink, restore_files};

/// Runs `presswash restore`.
pub fn run(args: &RestoreArgs) -> anyhow::Result<Exit> {
    let (cleaned, audit) = (expand(&[&args.cleaned])?, expand(&[&args.audit])?);
    let output = args.output.as_path();
    keep_apart(&cleaned, [output])?;
    keep_apart(&audit, [output])?;
    let sink = Sink::create(output, Options { force: args.force, compression: None })?;
    restore_files(&cleaned, &audit, sink)?;
    Ok(Exit::Well)
}
