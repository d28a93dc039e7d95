//! Lines that the page's site repeats, and lines that stand among them.
//!
//! What it sees: how often each line was counted on the site, by the profile of
//! the dump. Why separate: it is the only detector that knows of other pages.
//! Example: `Latest | Local | International` on each of two hundred pages.

use crate::segment::Line;
use crate::site::{Known, Repeated, line_key};

/// Share of a site's pages from which on a line counts in full. Sections have menus of their own, so it is no
/// larger; a column has its headline on every page of its author, so it is no smaller.
const USUAL: f32 = 0.5;
/// Weight from which on a line is taken for a part of the template when its neighbours are judged.
const TEMPLATE: f32 = 0.4;
/// Lines that a gap in a template has at most.
const GAP_LINES: usize = 8;
/// Lines of the template that must stand around a gap, among so many to each side.
const MOST: usize = 4;
const REACH: usize = 4;
/// What the gap gets of the weight of its surroundings.
const GAP: f32 = 0.8;

/// How surely each line is of the site's template, 0 to 1; `known` is what is known of the page's site and domain.
#[must_use]
pub fn weights(text: &str, lines: &[Line], known: &[&Known]) -> Vec<f32> {
    let mut scratch = Vec::new();
    let mut weight = |line: &Line| {
        let key = line_key(line.body.of(text), &mut scratch)?;
        let repeated = known.iter().filter_map(|site| site.repeated(key));
        repeated.map(weight).max_by(f32::total_cmp)
    };
    let mut weights: Vec<f32> = lines.iter().map(|line| weight(line).unwrap_or(0.0)).collect();
    fill_gaps(lines, &mut weights);
    weights
}

/// Grows with the number of stories, because a few may share a line by chance, and with the share of pages.
fn weight(repeated: Repeated) -> f32 {
    #[allow(clippy::cast_precision_loss, reason = "small, or large enough not to matter")]
    let stories = repeated.stories as f32;
    (1.0 - 0.5 / (stories - 2.0)) * (repeated.share / USUAL).min(1.0)
}

/// Gives short lines between lines of the template a part of their weight: lists of the latest news differ from
/// page to page, while what stands before and after them does not. Above the first running text nothing is
/// filled, because the headline stands there in just such a gap.
fn fill_gaps(lines: &[Line], weights: &mut [f32]) {
    let Some(first) = lines.iter().position(Line::is_running_text) else { return };
    let own = weights.to_vec();
    let is_template = |i: &usize| own.get(*i).is_some_and(|weight| *weight >= TEMPLATE);
    let template: Vec<usize> = (first..lines.len()).filter(is_template).collect();
    for pair in template.windows(2) {
        let &[above, below] = pair else { continue };
        let gap = above + 1..below;
        let around = (above.saturating_sub(REACH - 1)..=above).chain(below..below + REACH);
        let around: Vec<f32> =
            around.filter(is_template).map(|i| own.get(i).copied().unwrap_or(0.0)).collect();
        let short = |line: &Line| !line.is_running_text() && !line.shape.end.is_sentence();
        if gap.len() > GAP_LINES
            || around.len() < MOST
            || !lines.get(gap.clone()).unwrap_or_default().iter().all(short)
        {
            continue;
        }
        let weight = GAP * around.into_iter().fold(1.0, f32::min);
        for slot in weights.get_mut(gap).unwrap_or_default() {
            *slot = slot.max(weight);
        }
    }
}
