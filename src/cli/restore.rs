//! `presswash restore`: cleaned records and audit back to the original records.

use std::path::{Path, PathBuf};

use super::args::RestoreArgs;
use super::exit::Exit;
use crate::pipeline::keep_apart;
use crate::read::Input;
use crate::write::{Options, Sink, restore_files};

/// Runs `presswash restore`.
pub fn run(args: &RestoreArgs) -> anyhow::Result<Exit> {
    let files = [&args.cleaned, &args.audit].into_iter().filter(|path| *path != Path::new("-"));
    let inputs: Vec<Input> = files.map(|path| Input::file(path, PathBuf::new())).collect();
    keep_apart(&inputs, [args.output.as_path()])?;
    let sink = Sink::create(&args.output, Options { force: args.force, compression: None })?;
    restore_files(&args.cleaned, &args.audit, sink)?;
    Ok(Exit::Well)
}
