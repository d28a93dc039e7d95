//! Pages with hardly any text, and lists: little for a model to hold on to.

use super::{Free, MOST};
use crate::segment::{Bullet, Line};

/// Characters of a page with hardly any text, at most.
const SHORT: u32 = 200;
/// Entries of a list, at least.
const ENTRIES: usize = 8;
/// Entries of a numbered list, at least: `10 places to see`.
const NUMBERED: usize = 5;
/// Lines of a page of links, at least.
const LINKS: usize = 15;
/// Share of running text on a page of links, at most.
const LITTLE: f32 = 0.05;

/// Whether there is hardly any text.
pub(super) fn is_short(page: &Free<'_>) -> bool {
    page.chars < SHORT
}

/// Whether most of the page is a list.
pub(super) fn is_list(page: &Free<'_>) -> bool {
    is_bulleted(page) || is_numbered(page) || is_links(page)
}

fn is_bulleted(page: &Free<'_>) -> bool {
    page.holds(ENTRIES, MOST, |line| line.bullet.is_some())
}

/// Entries counted up or down, with text between them or not.
fn is_numbered(page: &Free<'_>) -> bool {
    let numbered = |(i, line): (usize, &&Line)| match line.bullet {
        Some(Bullet::Number(number)) => Some((i, i64::from(number))),
        _ => None,
    };
    let found: Vec<(usize, i64)> = page.lines.iter().enumerate().filter_map(numbered).collect();
    let (Some(&(first, _)), Some(&(last, _))) = (found.first(), found.last()) else { return false };
    let step = |by: i64| {
        found.windows(2).filter(|pair| matches!(pair, [(_, a), (_, b)] if b - a == by)).count()
    };
    let steps = step(1).max(step(-1));
    // The text of the last entry belongs to it, so the list goes on to the next entry's distance.
    let end = (last + (last - first) / found.len().max(1)).min(page.lines.len() - 1);
    found.len() >= NUMBERED && steps + 1 == found.len() && page.is_most(first, end)
}

/// Short lines without running text.
fn is_links(page: &Free<'_>) -> bool {
    page.lines.len() >= LINKS && page.prose() <= LITTLE
}
