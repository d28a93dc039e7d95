//! Asks every detector about a page and sorts the answers by line.
//!
//! Separate from the detectors, so that none of them needs to know another.

use std::cmp::Reverse;

use super::{DateShare, Evidence, LineEvidence, Testimony, comments, form, language, site, title};
use crate::dates::{self, LineDate};
use crate::rules::{Hit, RuleSet, Scratch, Strength};
use crate::segment::Line;
use crate::site::Known;

/// The language of rules that hold in every language.
const ANY_LANGUAGE: &str = "*";

/// All evidence on a page: one entry a line, and what stands behind it. `site` is what is known of the page's site.
#[must_use]
pub fn gather(
    text: &str,
    lines: &[Line],
    rules: &RuleSet,
    site: Known<'_>,
    scratch: &mut Scratch,
) -> Evidence {
    let mut hits = Vec::new();
    rules.hits(text, lines, scratch, &mut hits);
    let dates = dates::of_lines(text, lines);
    let comments = comments::find(text, lines, &hits, &dates, &platforms(rules, &hits));
    let read = language::read(text, lines);
    let mut seen: Vec<LineEvidence> = lines
        .iter()
        .zip(&dates)
        .zip(read.lines)
        .map(|((line, date), tongue)| LineEvidence {
            date: date_share(line, *date),
            tongue,
            ..LineEvidence::default()
        })
        .collect();
    let mut title = title::find(text, lines);
    let language = home(rules, &hits, read.code);
    for hit in &hits {
        let native = is_of(rules, hit, language);
        if (native || hit.strength == Strength::Sure)
            && let Some(line) = entry(&mut seen, hit.line)
        {
            line.note(hit, native);
        }
    }
    if !site.is_empty() {
        title = site::find(text, lines, site, title, &mut seen);
    }
    for &Testimony { line, label, score, .. } in &comments.testimony {
        if let Some(line) = entry(&mut seen, line) {
            line.comment = Some((label, score));
        }
    }
    let regions = comments.regions.iter().map(|region| region.lines.clone()).collect();
    Evidence {
        form: form::find(text, lines, &seen),
        lines: seen,
        regions,
        hits,
        title,
        comments,
        language: read.code,
    }
}

/// The language whose rules are at home on the page: the page's own (`code`), if any rule of it hit; else the one that
/// most of the hits belong to, because a language without rules of its own is still met by those of its neighbours.
///
/// Rules of every language have no vote. Sure rules count double: the short
/// function words that hint at bylines mean something else in the next language.
fn home<'r>(rules: &'r RuleSet, hits: &[Hit], code: Option<&'r str>) -> Option<&'r str> {
    // Few languages: a list is faster than a map.
    let mut votes: Vec<(&str, u32)> = Vec::new();
    for hit in hits {
        let weight = 1 + u32::from(hit.strength == Strength::Sure);
        for language in rules.rule(hit.rule).map(|rule| rule.langs.as_slice()).unwrap_or_default() {
            match votes.iter_mut().find(|(name, _)| name == language) {
                Some((_, count)) => *count += weight,
                None if language == ANY_LANGUAGE => {}
                None => votes.push((language, weight)),
            }
        }
    }
    code.filter(|code| votes.iter().any(|(name, _)| name == code)).or_else(|| {
        // Of equals the first in the alphabet.
        votes.into_iter().max_by_key(|&(name, count)| (count, Reverse(name))).map(|(name, _)| name)
    })
}

/// Whether a hit's rule is made for this language.
fn is_of(rules: &RuleSet, hit: &Hit, language: Option<&str>) -> bool {
    let Some(rule) = rules.rule(hit.rule) else { return false };
    rule.langs.iter().any(|l| l == ANY_LANGUAGE || Some(l.as_str()) == language)
}

fn entry(lines: &mut [LineEvidence], line: u32) -> Option<&mut LineEvidence> {
    lines.get_mut(usize::try_from(line).ok()?)
}

/// How much of a line this date is.
fn date_share(line: &Line, date: LineDate) -> DateShare {
    match date {
        LineDate::Unsought | LineDate::Missing => DateShare::None,
        LineDate::Found(date) if date.span.len() * 3 >= line.body.len() * 2 => DateShare::All,
        LineDate::Found(_) => DateShare::Some,
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
