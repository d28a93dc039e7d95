//! Asks every detector about a page and sorts the answers by line.
//!
//! Separate from the detectors, so that none of them needs to know another.

use super::{
    DateShare, Evidence, LineEvidence, Testimony, comments, form, language, named, site, title,
};
use crate::dates::{self, LineDate};
use crate::rules::{Hit, Lang, RuleSet, Scratch, Strength, Votes};
use crate::segment::Line;
use crate::site::Known;

/// All evidence on a page: one entry a line, and what stands behind it. `site` is what is known of the page's site,
/// `headline` what its record names as the headline.
#[must_use]
pub fn gather(
    text: &str,
    lines: &[Line],
    rules: &RuleSet,
    site: Known<'_>,
    headline: Option<&str>,
    scratch: &mut Scratch,
) -> Evidence {
    let mut hits = Vec::new();
    rules.hits(text, lines, scratch, &mut hits);
    let dates = dates::of_lines(text, lines);
    let comments = comments::find(text, lines, &hits, &dates, &rules.platforms(&hits));
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
    let language = home(rules, &hits, read.code);
    for hit in &hits {
        let native = rules.langs(hit.rule).hold(language);
        if (native || hit.strength == Strength::Sure)
            && let Some(line) = entry(&mut seen, hit.line)
        {
            line.note(hit, native);
        }
    }
    let named = headline.and_then(|headline| named::find(text, lines, headline));
    let mut title = named.or_else(|| title::find(text, lines, &seen));
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
        title: named.or(title),
        comments,
        language: read.code,
    }
}

/// All evidence on a page of which nothing but the text is known.
#[must_use]
pub fn gather_text(text: &str, lines: &[Line], rules: &RuleSet) -> Evidence {
    gather(text, lines, rules, Known::default(), None, &mut Scratch::default())
}

/// The language whose rules are at home on the page: the page's own (`code`), if any rule of it hit; else the one that
/// most of the hits belong to, because a language without rules of its own is still met by those of its neighbours.
///
/// Rules of every language have no vote. Sure rules count double: the short
/// function words that hint at bylines mean something else in the next language.
fn home(rules: &RuleSet, hits: &[Hit], code: Option<&str>) -> Option<Lang> {
    let mut votes = Votes::default();
    for hit in hits {
        let weight = 1 + u32::from(hit.strength == Strength::Sure);
        votes.add(rules.langs(hit.rule), weight);
    }
    code.and_then(Lang::of).filter(|&lang| votes.any(lang)).or_else(|| votes.most())
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
