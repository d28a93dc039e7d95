//! A rule between the file and the compiled set: each value judged by itself.
//!
//! Separate from what is judged across rules (`layers`), which needs all drafts.

use std::ops::Range;

use regex::bytes::{Regex, RegexBuilder};
use toml::Spanned;

use super::problem::{Fault, RuleProblem};
use super::raw::{RawRule, RawSet};
use super::rule::{Rule, Strength, Where, Zones};
use super::source::{Origin, Source};
use super::{lang, normal};
use crate::label::{ChromeKind, Label};
use crate::segment::is_unspaced;

/// Longest line for `start`, `end`, `short` and patterns when `max` does not say, in characters.
const DEFAULT_MAX: u32 = 120;

/// A sure phrase that may stand anywhere in a paragraph must be at least this
/// long, in characters (those of unspaced scripts count double): shorter ones
/// occur in running text.
const SURE_ANYWHERE: usize = 12;

/// A judged rule with its places in the file.
pub(super) struct Draft<'s> {
    pub source: &'s Source,
    pub raw: RawRule,
    pub rule: Rule,
    pub regexes: Vec<Regex>,
}

impl Draft<'_> {
    pub(super) fn problem(&self, at: Range<usize>, fault: Fault) -> RuleProblem {
        self.source.problem(at, Some(&self.rule.id), fault)
    }
}

/// Collects what is wrong with one rule.
struct Judge<'a> {
    source: &'a Source,
    id: &'a str,
    problems: &'a mut Vec<RuleProblem>,
}

impl Judge<'_> {
    fn blame(&mut self, at: Range<usize>, fault: Fault) {
        self.problems.push(self.source.problem(at, Some(self.id), fault));
    }
}

/// Judges one rule; `None` when it cannot be compiled.
pub(super) fn draft<'s>(
    source: &'s Source,
    set: &RawSet,
    raw: Spanned<RawRule>,
    problems: &mut Vec<RuleProblem>,
) -> Option<Draft<'s>> {
    let span = raw.span();
    let raw = raw.into_inner();
    let before = problems.len();
    let mut judge = Judge { source, id: raw.id.get_ref(), problems };
    if !is_kebab(raw.id.get_ref()) {
        judge.blame(raw.id.span(), Fault::NotKebab(raw.id.get_ref().clone()));
    }
    if raw.reason.get_ref().trim().is_empty() {
        judge.blame(raw.reason.span(), Fault::Empty("reason"));
    }
    let label = label(&raw, &mut judge);
    langs(&raw, &mut judge);
    let max = limits(&raw, &mut judge);
    literals(&raw, &span, &mut judge);
    let regexes = regexes(&raw, &span, &mut judge);
    examples(&raw, &span, &mut judge);
    if problems.len() > before {
        return None;
    }
    let rule = Rule {
        id: raw.id.get_ref().clone(),
        set: set.id.get_ref().clone(),
        about: set.about.clone(),
        label: label?,
        reason: raw.reason.get_ref().clone(),
        place: raw.place,
        zones: raw.zone.as_ref().map_or(Zones::ALL, |z| z.get_ref().iter().copied().collect()),
        strength: raw.strength,
        langs: texts(raw.langs.get_ref()),
        platform: set.platform.clone().filter(|_| raw.platform.unwrap_or(true)),
        phrases: texts(&raw.phrases),
        patterns: patterns(&raw).map(|pattern| pattern.get_ref().clone()).collect(),
        needs: texts(&raw.needs),
        unless: texts(&raw.unless),
        max,
        file: source.name.clone(),
        file_line: source.place(span.start).0,
    };
    Some(Draft { source, raw, rule, regexes })
}

fn texts(list: &[Spanned<String>]) -> Vec<String> {
    list.iter().map(|text| text.get_ref().clone()).collect()
}

fn patterns(raw: &RawRule) -> impl Iterator<Item = &Spanned<String>> {
    raw.pattern.iter().chain(&raw.patterns)
}

/// Whether an id is written like `leave-a-reply`.
pub(super) fn is_kebab(id: &str) -> bool {
    id.split('-').all(|part| {
        !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    })
}

fn label(raw: &RawRule, judge: &mut Judge<'_>) -> Option<Label> {
    let name = raw.label.get_ref();
    let kind = match &raw.kind {
        Some(kind) if name != "chrome" => {
            judge.blame(kind.span(), Fault::KindNeedless);
            ChromeKind::Other
        }
        Some(kind) => match kind.get_ref().parse() {
            Ok(kind) => kind,
            Err(error) => {
                judge.blame(kind.span(), Fault::Unknown(error));
                return None;
            }
        },
        None if name == "chrome" => {
            judge.blame(raw.label.span(), Fault::KindMissing);
            return None;
        }
        None => ChromeKind::Other,
    };
    Label::from_name(name, kind)
        .map_err(|error| judge.blame(raw.label.span(), Fault::Unknown(error)))
        .ok()
}

fn langs(raw: &RawRule, judge: &mut Judge<'_>) {
    if raw.langs.get_ref().is_empty() {
        judge.blame(raw.langs.span(), Fault::Empty("langs"));
    }
    for code in raw.langs.get_ref().iter().filter(|code| !lang::known(code.get_ref())) {
        judge.blame(code.span(), Fault::UnknownLang(code.get_ref().clone()));
    }
}

/// The longest line to look at; an empty list of zones is refused here too.
fn limits(raw: &RawRule, judge: &mut Judge<'_>) -> Option<u32> {
    if let Some(zone) = raw.zone.as_ref().filter(|zone| zone.get_ref().is_empty()) {
        judge.blame(zone.span(), Fault::Empty("zone"));
    }
    let bounded = match raw.place {
        Where::Any => false,
        Where::Line => !raw.patterns.is_empty() || raw.pattern.is_some(),
        Where::Start | Where::End | Where::Short => true,
    };
    match &raw.max {
        Some(max) if !bounded => {
            let there = match raw.place {
                Where::Any => "with where = \"any\"",
                _ => "on whole lines",
            };
            judge.blame(max.span(), Fault::NoEffect("max", there));
            None
        }
        Some(max) => Some(*max.get_ref()),
        None => bounded.then_some(DEFAULT_MAX),
    }
}

fn literals(raw: &RawRule, span: &Range<usize>, judge: &mut Judge<'_>) {
    if raw.phrases.is_empty() == patterns(raw).next().is_none() {
        judge.blame(span.clone(), Fault::PhrasesOrPatterns);
    }
    for phrase in &raw.phrases {
        let form = literal(phrase, judge);
        let weight: usize = form.chars().map(|c| 1 + usize::from(is_unspaced(c))).sum();
        if raw.place == Where::Line && !form.is_empty() && normal::core(&form).is_empty() {
            judge.blame(phrase.span(), Fault::EmptyPhrase(phrase.get_ref().clone()));
        }
        if raw.place == Where::Any && raw.strength == Strength::Sure && weight < SURE_ANYWHERE {
            judge.blame(phrase.span(), Fault::ShortSure(phrase.get_ref().clone()));
        }
    }
    for phrase in raw.needs.iter().chain(&raw.unless) {
        literal(phrase, judge);
    }
}

/// The normal form of a phrase, judged by itself.
fn literal(phrase: &Spanned<String>, judge: &mut Judge<'_>) -> String {
    let text = phrase.get_ref();
    if has_other_mark(text) {
        judge.blame(phrase.span(), Fault::Placeholder(text.clone()));
    }
    let form = normal::literal(text);
    if form.is_empty() {
        judge.blame(phrase.span(), Fault::EmptyPhrase(text.clone()));
    }
    form
}

/// Whether something like `{n}` is there that means nothing. Longer words in
/// braces and empty ones are text: pages do show templates that were not filled.
fn has_other_mark(phrase: &str) -> bool {
    phrase.split('{').skip(1).any(|rest| match rest.as_bytes() {
        [letter, b'}', ..] => letter.is_ascii_alphabetic() && *letter != b'n',
        _ => false,
    })
}

fn regexes(raw: &RawRule, span: &Range<usize>, judge: &mut Judge<'_>) -> Vec<Regex> {
    let any = patterns(raw).next().is_some();
    if let Some(needs) = raw.needs.first().filter(|_| !any) {
        judge.blame(needs.span(), Fault::NoEffect("needs", "without a pattern"));
    }
    if any && raw.place == Where::Any && raw.needs.is_empty() {
        judge.blame(span.clone(), Fault::Unbounded);
    }
    let mut compiled = Vec::new();
    for pattern in patterns(raw) {
        match compile(pattern.get_ref(), raw.place, judge.source.origin) {
            Ok(regex) => compiled.push(regex),
            Err(error) => judge.blame(pattern.span(), Fault::Pattern(error.to_string())),
        }
    }
    compiled
}

/// An ASCII regex that is tied to the place where it must match.
fn compile(pattern: &str, place: Where, origin: Origin) -> Result<Regex, regex::Error> {
    let build = |pattern: &str| RegexBuilder::new(pattern).unicode(false).build();
    let tied = match place {
        Where::Line => format!(r"\A(?:{pattern})\z"),
        Where::Start => format!(r"\A(?:{pattern})"),
        Where::End => format!(r"(?:{pattern})\z"),
        Where::Short | Where::Any => return build(pattern),
    };
    // What is no pattern by itself, as `a)(b`, might be one in its frame. Those that are built in have been tried.
    if origin == Origin::User {
        build(pattern)?;
    }
    build(&tied)
}

fn examples(raw: &RawRule, span: &Range<usize>, judge: &mut Judge<'_>) {
    if raw.hits.is_empty() {
        judge.blame(span.clone(), Fault::Empty("hits"));
    }
    for example in raw.hits.iter().chain(&raw.misses) {
        if example.get_ref().contains(['\n', '\r']) {
            judge.blame(example.span(), Fault::NotOneLine(example.get_ref().clone()));
        }
    }
}
