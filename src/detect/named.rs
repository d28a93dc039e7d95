//! The line that says what the record names as its headline.
//!
//! What it sees: the record's own field (`title`), with or without the name of
//! the site behind or before it. Why separate: it needs no words of the
//! article, only the line that says the same. Example: `Bridge over the Arn to
//! close` on a page whose record has the title `Bridge over the Arn to close | The Arn Valley Courier`.

use super::title::Title;
use crate::segment::{Line, is_unspaced};

/// How sure a line is that says all of the field.
const WHOLE: f32 = 1.0;
/// And one that says what is left without the name of a site.
const PART: f32 = 0.9;
/// Characters that the line has at most: a headline, or what stands in place of one.
const CHARS: u32 = 400;
/// What is set between a headline and the name of its site.
const BETWEEN: [&str; 8] =
    [" - ", " | ", " \u{2013} ", " \u{2014} ", " :: ", " \u{bb} ", " \u{b7} ", " \u{2022} "];
/// Words that are left of a field without the name of its site, and characters where words have no spaces between.
const WORDS: usize = 3;
const UNSPACED: usize = 6;

/// The line that says the headline, with running text somewhere below it. Of several the last one above all of that, as
/// menus and breadcrumbs stand before it; else the first, for notices of consent may stand above it.
pub(super) fn find(text: &str, lines: &[Line], headline: &str) -> Option<Title> {
    let whole: Vec<char> = letters(headline).collect();
    if whole.is_empty() {
        return None;
    }
    let parts: Vec<Vec<char>> = parts(headline).map(|part| letters(part).collect()).collect();
    let first = lines.iter().position(Line::is_running_text).unwrap_or(lines.len());
    let last = lines.iter().rposition(Line::is_running_text).unwrap_or(lines.len());
    let mut best: Option<(Rank, Title)> = None;
    for (at, line) in lines.iter().enumerate().take(last) {
        if line.shape.chars > CHARS {
            continue;
        }
        let says = |wanted: &Vec<char>| letters(line.body.of(text)).eq(wanted.iter().copied());
        let score = if says(&whole) {
            WHOLE
        } else if parts.iter().any(says) {
            PART
        } else {
            continue;
        };
        let above = at < first;
        let rank = Rank {
            above,
            whole: score.to_bits(),
            place: if above { at } else { lines.len() - at },
        };
        let title = Title { line: u32::try_from(at).ok()?, score };
        if best.is_none_or(|(other, _)| rank > other) {
            best = Some((rank, title));
        }
    }
    best.map(|(_, title)| title)
}

/// What of two such lines comes first.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
struct Rank {
    above: bool,
    whole: u32,
    place: usize,
}

/// What is left of a field without what stands behind or before one of the signs, where that is enough for a headline.
fn parts(headline: &str) -> impl Iterator<Item = &str> {
    let at =
        |sign: &'static str| headline.match_indices(sign).map(move |(at, _)| (at, at + sign.len()));
    BETWEEN
        .into_iter()
        .flat_map(at)
        .flat_map(|(end, start)| [headline.get(..end), headline.get(start..)])
        .flatten()
        .filter(|part| {
            part.split_whitespace().count() >= WORDS
                || part.chars().filter(|&c| is_unspaced(c)).count() >= UNSPACED
        })
}

/// The letters and digits of a line, in lower case: spaces, quotes and dashes differ between a page and its record.
fn letters(line: &str) -> impl Iterator<Item = char> {
    line.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
}

#[cfg(test)]
mod tests {
    use super::find;
    use crate::segment::segment;

    const TEXT: &str = "The old bridge will close on Monday for at least a year, the town said, because its \
        pillars have to be replaced. Drivers are asked to use the ferry.";

    fn found(head: &str, title: &str) -> Option<(u32, f32)> {
        let text = format!("{head}\n\n{TEXT}\n\nBridge to close\n");
        find(&text, &segment(&text).lines, title).map(|title| (title.line, title.score))
    }

    #[test]
    fn the_line_that_says_the_field() {
        let page = "Home\nWhat now?\nBy Ida Holm\nShare";
        assert_eq!(found(page, "What now?"), Some((1, 1.0)));
        assert_eq!(found(page, "\u{201c}What\u{a0}now\u{201d}"), Some((1, 1.0)));
        assert_eq!(found(page, "What next?"), None);
        assert_eq!(found(page, " - "), None);
    }

    #[test]
    fn the_name_of_the_site_is_no_part_of_it() {
        let page = "Courier\nThe bridge, once more\nBy Ida Holm";
        assert_eq!(found(page, "The bridge, once more - The Courier"), Some((1, 0.9)));
        assert_eq!(found(page, "The Courier | News | The Bridge - Once more"), Some((1, 0.9)));
        // A name is no headline.
        assert_eq!(found(page, "Floods in the valley | Courier"), None);
        let chinese = "\u{9996}\u{9875}\n\u{65b0}\u{6865}\u{4eca}\u{5929}\u{901a}\u{8f66}";
        assert_eq!(
            found(chinese, "\u{65b0}\u{6865}\u{4eca}\u{5929}\u{901a}\u{8f66} - \u{65b0}\u{95fb}"),
            Some((1, 0.9))
        );
    }

    #[test]
    fn of_several_the_last_above_the_text() {
        assert_eq!(
            found("Bridge to close\nMenu\nBridge to close\nBy Ida Holm", "Bridge to close"),
            Some((2, 1.0))
        );
        assert_eq!(found("Menu", "Bridge to close"), None);
    }
}
