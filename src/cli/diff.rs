//! `presswash diff`: two runs over the same pages, what changed.

use std::io::{self, Write as _};

use super::args::DiffArgs;
use super::exit::{Exit, UsageError, is_broken_pipe};
use crate::pipeline::{RunFiles, compare};
use crate::read::expand;

/// Runs `presswash diff`. As with other programs that compare, trouble is exit code 2.
pub fn run(args: &DiffArgs) -> anyhow::Result<Exit> {
    differs(args).map_err(|error| {
        if is_broken_pipe(&error) {
            return error;
        }
        error.context(UsageError("the runs cannot be compared".to_owned()))
    })
}

fn differs(args: &DiffArgs) -> anyhow::Result<Exit> {
    let cleaned = [expand(&[&args.a])?, expand(&[&args.b])?];
    let audits = [&args.audit_a, &args.audit_b].map(|audit| expand(audit.as_slice()));
    let [audit_a, audit_b] = audits;
    let (audit_a, audit_b) = (audit_a?, audit_b?);
    let [a, b] = &cleaned;
    let runs = [RunFiles { cleaned: a, audit: &audit_a }, RunFiles { cleaned: b, audit: &audit_b }];
    let waiting = usize::try_from(args.window.0).unwrap_or(usize::MAX);
    let comparison = compare(runs, waiting)?;
    let mut out = io::stdout().lock();
    if args.json {
        writeln!(out, "{}", serde_json::to_string_pretty(&comparison)?)?;
    } else {
        write!(out, "{comparison}")?;
    }
    out.flush()?;
    Ok(if comparison.any() { Exit::Differs } else { Exit::Well })
}
