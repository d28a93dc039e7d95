//! Asks every detector about a page and sorts the answers by line.
//!
//! Separate from the detectors, so that none of them needs to know another.

use std::collections::BTreeMap;

use super::{DateShare, Evidence, LineEvidence, Testimony, comments, dates, language, title};
use crate::rules::{Hit, RuleSet, Scratch, Strength};
use crate::segment::Line;

/// Lines longer than this are not searched for dates: prose names dates too, and says nothing by it. In characters.
const DATED_LINE: u32 = 120;

/// The language of rules that hold in every language.
const ANY_LANGUAGE: &str = "*";

/// All evidence on a page: one entry a line, and what stands behind it.
#[must_use]
pub fn gather(text: &str, lines: &[Line], rules: &RuleSet, scratch: &mut Scratch) -> Evidence {
    let mut hits = Vec::new();
    rules.hits(text, lines, scratch, &mut hits);
    let comments = comments::find(text, lines, &hits);
    let read = language::read(text, lines);
    let mut seen: Vec<LineEvidence> = lines
        .iter()
        .zip(read.lines)
        .map(|(line, tongue)| LineEvidence {
            date: date_share(text, line),
            tongue,
            ..LineEvidence::default()
        })
        .collect();
    let language = voted(rules, &hits);
    for hit in &hits {
        let native = is_of(rules, hit, language);
        if (native || hit.strength == Strength::Sure)
            && let Some(line) = entry(&mut seen, hit.line)
        {
            line.note(hit, native);
        }
    }
    for &Testimony { line, label, score, .. } in &comments.testimony {
        if let Some(line) = entry(&mut seen, line) {
            line.comment = Some((label, score));
        }
    }
    let regions = comments.regions.iter().map(|region| region.lines.clone()).collect();
    Evidence {
        lines: seen,
        regions,
        hits,
        title: title::find(text, lines),
        comments,
        language: read.code,
    }
}

/// The language that most of a page's rules belong to; rules of every language have no vote.
///
/// Sure rules count double: the short function words that hint at bylines mean
/// something else in the next language.
fn voted<'r>(rules: &'r RuleSet, hits: &[Hit]) -> Option<&'r str> {
    let mut votes: BTreeMap<&str, u32> = BTreeMap::new();
    for hit in hits {
        for language in rules.rule(hit.rule).map(|rule| rule.langs.as_slice()).unwrap_or_default() {
            if language != ANY_LANGUAGE {
                *votes.entry(language).or_default() +=
                    1 + u32::from(hit.strength == Strength::Sure);
            }
        }
    }
    votes.into_iter().rev().max_by_key(|&(_, votes)| votes).map(|(language, _)| language)
}

/// Whether a hit's rule is made for this language.
fn is_of(rules: &RuleSet, hit: &Hit, language: Option<&str>) -> bool {
    let Some(rule) = rules.rule(hit.rule) else { return false };
    rule.langs.iter().any(|l| l == ANY_LANGUAGE || Some(l.as_str()) == language)
}

fn entry(lines: &mut [LineEvidence], line: u32) -> Option<&mut LineEvidence> {
    lines.get_mut(usize::try_from(line).ok()?)
}

/// How much of a short line is a date.
fn date_share(text: &str, line: &Line) -> DateShare {
    if line.shape.chars > DATED_LINE {
        return DateShare::None;
    }
    let body = line.body.of(text);
    match dates::find(body) {
        None => DateShare::None,
        Some(found) if found.span.len() * 3 >= body.len() * 2 => DateShare::All,
        Some(_) => DateShare::Some,
    }
}

/// The rules' word on platforms: the names that hit rules testify to, in order, each once.
#[must_use]
pub fn platforms<'r>(rules: &'r RuleSet, hits: &[Hit]) -> Vec<&'r str> {
    let mut found: Vec<&str> =
        hits.iter().filter_map(|hit| rules.rule(hit.rule)?.platform.as_deref()).collect();
    found.sort_unstable();
    found.dedup();
    found
}
