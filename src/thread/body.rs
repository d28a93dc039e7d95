//! The text of a comment: its body lines joined, without the page's own marks.

use crate::segment::{Break, Line};
use crate::span::Span;

/// Last words of a comment that the page cut short, lower case.
const MORE: &[&str] = &[
    "read more",
    "see more",
    "show more",
    "view more",
    "continue reading",
    "weiterlesen",
    "mehr lesen",
    "mehr anzeigen",
    "lire la suite",
    "voir plus",
    "lire plus",
    "leer m\u{e1}s",
    "ver m\u{e1}s",
    "leggi tutto",
    "leggi di pi\u{f9}",
    "mostra altro",
    "ler mais",
    "ver mais",
    "leia mais",
    "lees meer",
    "lees verder",
    "czytaj wi\u{119}cej",
    "czytaj dalej",
    "\u{447}\u{438}\u{442}\u{430}\u{442}\u{44c} \u{434}\u{430}\u{43b}\u{435}\u{435}",
    "\u{447}\u{438}\u{442}\u{430}\u{442}\u{44c} \u{434}\u{430}\u{43b}\u{44c}\u{448}\u{435}",
    "\u{447}\u{438}\u{442}\u{430}\u{442}\u{438} \u{434}\u{430}\u{43b}\u{456}",
    "devam\u{131}n\u{131} oku",
    "l\u{e4}s mer",
    "les mer",
    "l\u{e6}s mere",
    "\u{10d}\u{ed}st d\u{e1}le",
    "v\u{ed}ce",
    "\u{95b1}\u{8bfb}\u{66f4}\u{591a}",
    "\u{9605}\u{8bfb}\u{66f4}\u{591a}",
    "\u{7d9a}\u{304d}\u{3092}\u{8aad}\u{3080}",
];

/// Joins body lines. A blank line between two stays a blank line, a line break a line break.
///
/// `opens` tells that the first line begins a list item of the page; its bullet is the page's, not the writer's.
/// `until` is the byte at which the signature begins that stands behind the text on its last line.
pub(super) fn join<'l>(
    text: &str,
    lines: impl Iterator<Item = &'l Line>,
    opens: bool,
    until: usize,
) -> String {
    let cut = |span: Span| {
        let signed = (span.start..span.end).contains(&until);
        Span::new(span.start, if signed { until } else { span.end }).of(text)
    };
    let mut out = String::new();
    let mut previous: Option<&Line> = None;
    for line in lines {
        let part = match previous {
            None if opens => cut(line.body),
            None => cut(line.content),
            Some(before) => {
                out.push_str(match line.break_before {
                    Break::Paragraph => "\n\n",
                    Break::Line => "\n",
                    Break::Glued
                        if before.span.end == line.span.start
                            && before.content.end == line.content.start =>
                    {
                        ""
                    }
                    Break::Glued => " ",
                });
                cut(line.content)
            }
        };
        out.push_str(part.trim_end());
        previous = Some(line);
    }
    out
}

/// Whether the page cut the text short: `... Read more`.
pub(super) fn is_truncated(text: &str) -> bool {
    let tail = text.trim_end_matches(|c: char| !c.is_alphanumeric());
    let from = tail.char_indices().rev().nth(24).map_or(0, |(at, _)| at);
    let low = tail.get(from..).unwrap_or_default().to_lowercase();
    MORE.iter().any(|more| {
        low.strip_suffix(more).is_some_and(|before| {
            before.trim_end().ends_with(['.', '\u{2026}', ']', ')', '\u{bb}'])
        })
    })
}

#[cfg(test)]
mod tests {
    use super::{is_truncated, join};
    use crate::segment::segment;

    #[test]
    fn breaks_are_kept_and_the_pages_bullet_is_not() {
        let text = "  * One line\n    and two.\n\n    * a list of mine";
        let lines = segment(text).lines;
        assert_eq!(
            join(text, lines.iter(), true, usize::MAX),
            "One line\nand two.\n\n* a list of mine"
        );
    }

    #[test]
    fn truncation_needs_an_ellipsis() {
        assert!(is_truncated("and when the\u{2026} Read more \u{bb}"));
        assert!(is_truncated("und dann ... weiterlesen"));
        assert!(!is_truncated("I would like to read more"));
    }
}
