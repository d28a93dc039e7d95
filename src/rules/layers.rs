//! Rule files laid over each other: what one file says about another's rules.
//!
//! Built-in files come first, the user's after them. `disable` takes rules out,
//! `[[exception]]` adds lines that a rule must leave alone, and what two rules
//! must not share (ids, phrases) is looked for in what is left.

use std::collections::BTreeMap;
use std::thread;

use toml::Spanned;

use super::draft::{self, Draft};
use super::problem::{Fault, RuleProblem};
use super::raw::{self, RawException, RawSet};
use super::rule::{Rule, Where};
use super::source::{Origin, Source};
use super::{lang, normal};

/// What a problem of this setting names instead of a file.
const SETTING: &str = "disable-rule";

/// Reads and judges all files; the drafts are in the order of set and rule ids.
pub(super) fn layer<'s>(
    sources: &'s [Source],
    disable: &[String],
) -> (Vec<Draft<'s>>, Vec<RuleProblem>) {
    let mut problems = Vec::new();
    let mut drafts = Vec::new();
    let mut exceptions = Vec::new();
    let mut disabled = Vec::new();
    let mut sets = BTreeMap::new();
    for Judged { source, file, drafts: judged, problems: found } in judge_all(sources) {
        problems.extend(found);
        if let Some(set) = &file.set {
            judge_set(source, set, &mut sets, &mut problems);
            drafts.extend(judged);
        }
        exceptions.extend(file.exceptions.into_iter().map(|exception| (source, exception)));
        disabled.extend(file.disable.into_iter().map(|name| (source, name)));
    }
    // Before anything is taken out: an exception to a disabled rule is no mistake.
    for (source, exception) in &exceptions {
        except(&mut drafts, source, exception, &mut problems);
    }
    take_out(&mut drafts, &disabled, disable, &mut problems);
    drafts.sort_by(|a, b| (&a.rule.set, &a.rule.id).cmp(&(&b.rule.set, &b.rule.id)));
    (drafts, problems)
}

/// A file whose rules were judged by themselves.
struct Judged<'s> {
    source: &'s Source,
    /// Without its rules, which the drafts are made of.
    file: raw::RawFile,
    drafts: Vec<Draft<'s>>,
    problems: Vec<RuleProblem>,
}

impl<'s> Judged<'s> {
    fn of(source: &'s Source) -> Self {
        let mut problems = Vec::new();
        let mut file = raw::read(source, &mut problems);
        let rules = std::mem::take(&mut file.rules);
        let mut drafts = Vec::new();
        if let Some(set) = &file.set {
            let judged = rules.into_iter();
            drafts.extend(judged.filter_map(|raw| draft::draft(source, set, raw, &mut problems)));
        } else if let Some(rule) = rules.first() {
            problems.push(source.problem(rule.span(), None, Fault::NoSet));
        }
        Self { source, file, drafts, problems }
    }
}

/// Threads that read rules, at most: there are not many files, and each thread costs something to start.
const READERS: usize = 4;

/// Judges all files, in their order. On threads of its own, because reading the rules is most of the time that the
/// program takes to start; they end with this, so that a process may still fork.
fn judge_all(sources: &[Source]) -> Vec<Judged<'_>> {
    let readers = thread::available_parallelism().map_or(1, usize::from).min(READERS);
    let share = sources.len().div_ceil(readers).max(1);
    thread::scope(|scope| {
        let parts: Vec<_> = sources
            .chunks(share)
            .map(|part| scope.spawn(|| part.iter().map(Judged::of).collect::<Vec<_>>()))
            .collect();
        parts
            .into_iter()
            .zip(sources.chunks(share))
            // What a thread could not read is read here, so that its panic is this thread's.
            .flat_map(|(part, sources)| {
                part.join().unwrap_or_else(|_| sources.iter().map(Judged::of).collect())
            })
            .collect()
    })
}

/// Looks for what no two rules may share.
pub(super) fn find_doubles(drafts: &[Draft<'_>], problems: &mut Vec<RuleProblem>) {
    find_double_ids(drafts, problems);
    find_double_phrases(drafts, problems);
}

fn judge_set(
    source: &Source,
    set: &RawSet,
    sets: &mut BTreeMap<String, String>,
    problems: &mut Vec<RuleProblem>,
) {
    let id = set.id.get_ref();
    let mut blame = |fault| problems.push(source.problem(set.id.span(), None, fault));
    for name in [Some(id), set.platform.as_ref()].into_iter().flatten() {
        if !draft::is_kebab(name) {
            blame(Fault::NotKebab(name.clone()));
        }
    }
    if set.about.trim().is_empty() {
        blame(Fault::Empty("about"));
    }
    if let Some(other) = sets.insert(id.clone(), source.name.clone()) {
        blame(Fault::DuplicateSet(id.clone(), other));
    }
}

/// Takes disabled rules out. A name that a built-in rule has does not touch the
/// user's rules, so that a file can replace what it disables.
fn take_out(
    drafts: &mut Vec<Draft<'_>>,
    in_files: &[(&Source, Spanned<String>)],
    in_settings: &[String],
    problems: &mut Vec<RuleProblem>,
) {
    for (source, name) in in_files {
        if source.origin == Origin::Builtin {
            problems.push(source.problem(name.span(), None, Fault::DisableInBuiltin));
        } else if !take_out_one(drafts, name.get_ref()) {
            let fault = Fault::NoSuchRule(name.get_ref().clone());
            problems.push(source.problem(name.span(), None, fault));
        }
    }
    for name in in_settings {
        if !take_out_one(drafts, name) {
            let file = SETTING.to_owned();
            let fault = Fault::NoSuchRule(name.clone());
            problems.push(RuleProblem { file, line: 0, column: 0, rule: None, fault });
        }
    }
}

/// Whether there was anything of this name to take out: `rule-id` or `set-id/*`.
fn take_out_one(drafts: &mut Vec<Draft<'_>>, name: &str) -> bool {
    let named = |draft: &Draft<'_>| match name.strip_suffix("/*") {
        Some(set) => draft.rule.set == set,
        None => draft.rule.id == name,
    };
    let before = drafts.len();
    drafts.retain(|draft| draft.source.origin == Origin::User || !named(draft));
    if drafts.len() == before {
        drafts.retain(|draft| !named(draft));
    }
    drafts.len() < before
}

fn except(
    drafts: &mut [Draft<'_>],
    source: &Source,
    exception: &RawException,
    problems: &mut Vec<RuleProblem>,
) {
    let id = exception.rule.get_ref();
    let mut blame = |at, fault| problems.push(source.problem(at, Some(id), fault));
    if exception.reason.get_ref().trim().is_empty() {
        blame(exception.reason.span(), Fault::Empty("reason"));
    }
    for phrase in &exception.phrases {
        if normal::literal(phrase.get_ref()).is_empty() {
            blame(phrase.span(), Fault::EmptyPhrase(phrase.get_ref().clone()));
        }
    }
    let mut found = false;
    for draft in drafts.iter_mut().filter(|draft| draft.rule.id == *id) {
        found = true;
        draft.rule.unless.extend(exception.phrases.iter().map(|phrase| phrase.get_ref().clone()));
    }
    if !found {
        blame(exception.rule.span(), Fault::NoSuchRule(id.clone()));
    }
}

fn find_double_ids(drafts: &[Draft<'_>], problems: &mut Vec<RuleProblem>) {
    let mut seen = BTreeMap::new();
    for draft in drafts {
        let place = format!("{}:{}", draft.rule.file, draft.rule.file_line);
        if let Some(first) = seen.get(&draft.rule.id) {
            problems
                .push(draft.problem(draft.raw.id.span(), Fault::DuplicateId(String::clone(first))));
        } else {
            seen.insert(draft.rule.id.clone(), place);
        }
    }
}

/// A phrase testifies once in one place. Zones without overlap are different
/// places, and languages without overlap may share a word: otherwise nobody
/// could write the file of one language without knowing those of all others.
/// A user may say again what a built-in rule says: new built-in phrases must
/// not break a user's file.
fn find_double_phrases(drafts: &[Draft<'_>], problems: &mut Vec<RuleProblem>) {
    let mut seen: BTreeMap<(bool, Where, String), Vec<&Rule>> = BTreeMap::new();
    for draft in drafts {
        let rule = &draft.rule;
        let built_in = draft.source.origin == Origin::Builtin;
        for phrase in &draft.raw.phrases {
            let form = normal::literal(phrase.get_ref());
            let form = if rule.place == Where::Line { normal::core(&form) } else { &form };
            let others = seen.entry((built_in, rule.place, form.to_owned())).or_default();
            if let Some(other) = others.iter().find(|other| overlap(other, rule)) {
                let fault = Fault::DuplicatePhrase(phrase.get_ref().clone(), other.id.clone());
                problems.push(draft.problem(phrase.span(), fault));
            } else {
                others.push(rule);
            }
        }
    }
}

/// Whether two rules may be meant for the same line of the same page.
fn overlap(one: &Rule, other: &Rule) -> bool {
    one.zones.meets(other.zones)
        && (one.langs.iter().chain(&other.langs).any(|code| code == lang::ANY)
            || one.langs.iter().any(|code| other.langs.contains(code)))
}
