//! More pages to learn from: gold pages as other extractors would have given them.
//!
//! Dumps do not only hold whole pages. Extractors cut menus and footers off
//! and leave a few lines of them, set every paragraph apart by a blank line or
//! none, and let a teaser stand between two paragraphs. Such pages are made
//! from whole ones, by a generator that only the seed and the page decide.

use crate::model::align::Allowed;
use crate::model::chain::State;
use crate::random::Random;
use crate::segment::{Break, Line};

/// Cut pages of which no chrome is left around the article, in percent.
const CLEAN: usize = 25;

/// The page's text with most of its chrome cut off, and its breaks set anew.
///
/// `allowed` is the gold of its lines. None when the page has no article.
#[must_use]
pub fn cut(text: &str, lines: &[Line], allowed: &[Allowed], random: &mut Random) -> Option<String> {
    let is = |i: usize, state: State| {
        allowed.get(i).and_then(|a| a.get(state as usize)).copied().unwrap_or(false)
    };
    let content = |i: usize| is(i, State::Article) || is(i, State::Comment);
    let first = (0..lines.len()).find(|&i| content(i) && !is(i, State::Head))?;
    let last = (0..lines.len()).rev().find(|&i| content(i))?;
    let (before, after, foot) = if random.chance(CLEAN) {
        (0, 0, 0)
    } else {
        (random.below(5), random.below(7), random.below(4))
    };
    let blank = random.below(3);
    let inserted = random.chance(40).then(|| insertion(lines, &content, random)).flatten();
    let from = first.saturating_sub(before);
    let mut out = String::new();
    for (i, line) in lines.iter().enumerate().skip(from) {
        if i > last + after && i + foot < lines.len() {
            continue;
        }
        if let Some((at, teaser)) = inserted
            && at == i
        {
            push(&mut out, line, blank, lines.get(teaser).map_or("", |l| l.content.of(text)));
        }
        push(&mut out, line, blank, line.content.of(text));
    }
    Some(out)
}

/// A line of the article before which a chrome line of the page is put, and that line.
fn insertion(
    lines: &[Line],
    content: &impl Fn(usize) -> bool,
    random: &mut Random,
) -> Option<(usize, usize)> {
    let places: Vec<usize> = (1..lines.len()).filter(|&i| content(i) && content(i - 1)).collect();
    let chrome: Vec<usize> = (0..lines.len())
        .filter(|&i| !content(i) && lines.get(i).is_some_and(|l| l.shape.words >= 2))
        .collect();
    let at = places.get(random.below(places.len()))?;
    let teaser = chrome.get(random.below(chrome.len()))?;
    Some((*at, *teaser))
}

/// Adds a line; `blank` 0: no blank lines at all, 1: one before every line, 2: as the page has them.
fn push(out: &mut String, line: &Line, blank: usize, content: &str) {
    if !out.is_empty() {
        out.push('\n');
        if blank == 1 || blank == 2 && line.break_before == Break::Paragraph {
            out.push('\n');
        }
    }
    out.extend(std::iter::repeat_n(' ', if blank == 2 { usize::from(line.indent) } else { 0 }));
    out.push_str(content);
}

#[cfg(test)]
mod tests {
    use super::cut;
    use crate::model::align::{Gold, align};
    use crate::segment::segment;
    use crate::train::Random;

    #[test]
    fn keeps_the_article_and_little_else() {
        let prose = "The harbour was quiet that morning, and only two boats went out to sea.";
        let menu = "Menu\nHome\nWorld news\nSport\nWeather\nHelp\n".repeat(4);
        let text =
            format!("{menu}\n{prose}\n\nA second paragraph tells of the two boats.\n\n{menu}");
        let gold = Gold {
            main: &format!("{prose} A second paragraph tells of the two boats."),
            ..Gold::default()
        };
        let lines = segment(&text).lines;
        let allowed = align(&text, &lines, &gold);
        for seed in 0..50 {
            let short = cut(&text, &lines, &allowed, &mut Random::new(seed)).unwrap();
            assert!(short.contains(prose) && short.contains("A second paragraph"));
            assert!(segment(&short).lines.len() < lines.len() / 2, "{short}");
            assert_eq!(Some(short), cut(&text, &lines, &allowed, &mut Random::new(seed)));
        }
    }
}
