//! Asks every detector about a page and sorts the answers by line.
//!
//! Separate from the detectors, so that none of them needs to know another.

use super::{DateShare, Evidence, LineEvidence, Testimony, comments, dates, title};
use crate::rules::{Hit, RuleSet, Scratch};
use crate::segment::Line;

/// Lines longer than this are not searched for dates: prose names dates too, and says nothing by it. In characters.
const DATED_LINE: u32 = 120;

/// All evidence on a page: one entry a line, and what stands behind it.
#[must_use]
pub fn gather(text: &str, lines: &[Line], rules: &RuleSet, scratch: &mut Scratch) -> Evidence {
    let mut hits = Vec::new();
    rules.hits(text, lines, scratch, &mut hits);
    let comments = comments::find(text, lines, &hits);
    let mut seen: Vec<LineEvidence> = lines
        .iter()
        .map(|line| LineEvidence { date: date_share(text, line), ..LineEvidence::default() })
        .collect();
    for hit in &hits {
        if let Some(line) = entry(&mut seen, hit.line) {
            line.note(hit);
        }
    }
    for &Testimony { line, label, score, .. } in &comments.testimony {
        if let Some(line) = entry(&mut seen, line) {
            line.comment = Some((label, score));
        }
    }
    let regions = comments.regions.iter().map(|region| region.lines.clone()).collect();
    Evidence { lines: seen, regions, hits, title: title::find(text, lines), comments }
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
