//! A rule file as it is written: TOML with positions, not yet judged.
//!
//! The file is taken apart table by table, so that a slip in one rule is
//! reported without hiding the next.

use serde::Deserialize;
use toml::Spanned;
use toml::de::{DeTable, DeValue, ValueDeserializer};

use super::problem::{Fault, RuleProblem};
use super::source::Source;
use super::{Strength, Where, Zone};

/// `[set]`: what the rules of one file have in common.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawSet {
    pub id: Spanned<String>,
    pub about: String,
    pub platform: Option<String>,
}

/// `[[rule]]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawRule {
    pub id: Spanned<String>,
    pub label: Spanned<String>,
    pub kind: Option<Spanned<String>>,
    pub reason: Spanned<String>,
    #[serde(rename = "where")]
    pub place: Where,
    pub zone: Option<Spanned<Vec<Zone>>>,
    pub strength: Strength,
    pub langs: Spanned<Vec<Spanned<String>>>,
    #[serde(default)]
    pub phrases: Vec<Spanned<String>>,
    pub pattern: Option<Spanned<String>>,
    #[serde(default)]
    pub patterns: Vec<Spanned<String>>,
    #[serde(default)]
    pub needs: Vec<Spanned<String>>,
    #[serde(default)]
    pub unless: Vec<Spanned<String>>,
    pub max: Option<Spanned<u32>>,
    pub platform: Option<bool>,
    #[serde(default)]
    pub hits: Vec<Spanned<String>>,
    #[serde(default)]
    pub misses: Vec<Spanned<String>>,
}

/// `[[exception]]`: lines that a rule of any file must leave alone.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawException {
    pub rule: Spanned<String>,
    pub phrases: Vec<Spanned<String>>,
    pub reason: Spanned<String>,
}

/// One rule file.
#[derive(Debug, Default)]
pub(super) struct RawFile {
    pub set: Option<RawSet>,
    pub rules: Vec<Spanned<RawRule>>,
    pub exceptions: Vec<RawException>,
    pub disable: Vec<Spanned<String>>,
}

/// Reads a file; what cannot be read becomes a problem.
pub(super) fn read(source: &Source, problems: &mut Vec<RuleProblem>) -> RawFile {
    let mut file = RawFile::default();
    let (table, errors) = DeTable::parse_recoverable(&source.text);
    // After an error of syntax the rest is guesswork: say only what is certain.
    if !errors.is_empty() {
        problems.extend(errors.iter().map(|error| form(source, error)));
        return file;
    }
    for (key, value) in table.into_inner() {
        match key.get_ref().as_ref() {
            "set" => file.set = take(source, value, problems),
            "rule" => {
                for item in items(value) {
                    let span = item.span();
                    if let Some(rule) = take(source, item, problems) {
                        file.rules.push(Spanned::new(span, rule));
                    }
                }
            }
            "exception" => {
                file.exceptions.extend(items(value).filter_map(|it| take(source, it, problems)));
            }
            "disable" => file.disable = take(source, value, problems).unwrap_or_default(),
            other => {
                let known = "expected one of `set`, `rule`, `exception`, `disable`";
                let fault = Fault::Form(format!("unknown field `{other}`, {known}"));
                problems.push(source.problem(key.span(), None, fault));
            }
        }
    }
    file
}

/// The tables of an array of tables; anything else stays whole, to be refused.
fn items(value: Spanned<DeValue<'_>>) -> impl Iterator<Item = Spanned<DeValue<'_>>> {
    let span = value.span();
    match value.into_inner() {
        DeValue::Array(array) => array.into_iter().collect::<Vec<_>>().into_iter(),
        other => vec![Spanned::new(span, other)].into_iter(),
    }
}

fn take<'i, T: Deserialize<'i>>(
    source: &Source,
    value: Spanned<DeValue<'i>>,
    problems: &mut Vec<RuleProblem>,
) -> Option<T> {
    let span = value.span();
    let id = match value.get_ref().get("id").map(Spanned::get_ref) {
        Some(DeValue::String(id)) => Some(id.to_string()),
        _ => None,
    };
    T::deserialize(ValueDeserializer::from(value))
        .map_err(|error| {
            let mut problem = form(source, &error);
            if error.span().is_none() {
                (problem.line, problem.column) = source.place(span.start);
            }
            problem.rule = id;
            problems.push(problem);
        })
        .ok()
}

fn form(source: &Source, error: &toml::de::Error) -> RuleProblem {
    source.problem(error.span().unwrap_or(0..0), None, Fault::Form(error.message().to_owned()))
}
