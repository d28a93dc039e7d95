//! `presswash rules`: which rules there are, whether a file is sound, what a rule takes.

use std::fmt::Write as _;
use std::path::PathBuf;

use super::args::RulesCommand;
use super::exit::Exit;
use super::{print, settings};
use crate::report::Escaped;
use crate::rules::{Rule, RuleError, RuleSet, Source};

/// Runs `presswash rules`.
pub fn run(command: &RulesCommand) -> anyhow::Result<Exit> {
    match command {
        RulesCommand::List { rules, settings } => {
            let settings = settings::resolve(settings, rules.layer())?;
            let rules = settings::rules(&settings)?;
            print(list(&rules).as_bytes())
        }
        RulesCommand::Check { files } => check(files),
        RulesCommand::Test { texts, rules, settings } => {
            let settings = settings::resolve(settings, rules.layer())?;
            let rules = settings::rules(&settings)?;
            print(test(&rules, texts).as_bytes())
        }
    }
}

/// One rule a line, in columns with tabs between, for `grep` and `cut`.
fn list(rules: &RuleSet) -> String {
    rules.rules().fold(String::new(), |mut out, (_, rule)| {
        let Rule { id, set, label, place, strength, reason, .. } = rule;
        let langs = rule.langs.join(",");
        let columns = format!("{id}\t{label}\t{strength}\t{place}\t{langs}\t{set}");
        let _ = writeln!(out, "{columns}\t{}", Escaped(reason));
        out
    })
}

/// All problems of the files, laid over the built-in rules; the code says whether there are any.
fn check(files: &[PathBuf]) -> anyhow::Result<Exit> {
    let sources = files.iter().map(|file| Source::read(file)).collect::<Result<Vec<_>, _>>()?;
    match RuleSet::with_user(&sources, &[]) {
        Ok(rules) => {
            let files = files.len();
            let all = rules.len();
            print(format!("{files} files without fault, {all} rules in all\n").as_bytes())
        }
        Err(RuleError::Invalid(problems)) => {
            let line = |problem: &_| format!("{}\n", Escaped(&ToString::to_string(problem)));
            print(problems.iter().map(line).collect::<String>().as_bytes())?;
            Ok(Exit::Failed)
        }
        Err(error) => Err(error.into()),
    }
}

/// Each text, and below it the rules that take it.
fn test(rules: &RuleSet, texts: &[String]) -> String {
    let mut out = String::new();
    for text in texts {
        let _ = writeln!(out, "{}", Escaped(text));
        let hits = rules.test_line(text);
        if hits.is_empty() {
            out.push_str("  no rule\n");
        }
        for rule in hits.iter().filter_map(|hit| rules.rule(hit.rule)) {
            let Rule { id, set, label, place, strength, reason, .. } = rule;
            let _ = writeln!(
                out,
                "  {id} ({set}): {strength} {label}, where {place}: {}",
                Escaped(reason)
            );
        }
    }
    out
}
