//! Page text to lines: spans, indentation, bullets, blocks and cheap shape counts.
//!
//! Separate from the detectors because each of them, the model and the thread
//! builder must see the same lines; cut once, never moved again. The spans of
//! the lines partition the text: blank lines belong to the line before them,
//! blank lines at the very start to the first line.

#![allow(
    clippy::inline_always,
    reason = "only what is inlined into the dispatch is compiled for its instructions"
)]

pub mod borders;
mod bullet;
mod glued;
mod letters;
mod lines;
mod shape;
mod view;

pub use bullet::Bullet;
pub use letters::{Class, decimal, lower_into, small_letters};
pub use shape::{End, Shape, is_unspaced};
pub use view::View;

use pulp::{Arch, Simd, WithSimd};

use crate::span::Span;

/// How a line is set off from the line before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Break {
    /// No line break at all: an extractor glued the two together.
    Glued,
    /// A single line break.
    Line,
    /// At least one blank line: a paragraph break.
    Paragraph,
}

/// One non-blank line of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The whole line with indentation, line break and the blank lines after it.
    pub span: Span,
    /// The line without white space at its ends; the bullet is kept.
    pub content: Span,
    /// The content without its bullet.
    pub body: Span,
    /// White space before the content, in columns (a tab is four).
    pub indent: u16,
    /// The list mark that the content starts with.
    pub bullet: Option<Bullet>,
    /// How the line is set off from the one before.
    pub break_before: Break,
    /// Blank lines directly before this one.
    pub blank_before: u16,
    /// Number of the block (lines with no blank line between them), from 0.
    pub block: u32,
    /// Counts over the body.
    pub shape: Shape,
}

/// Characters from which on a line with a sentence is running text.
const RUNNING_CHARS: u32 = 100;

impl Line {
    /// Whether the line is a paragraph of running text: long, and with the end of a sentence in it.
    #[must_use]
    pub const fn is_running_text(&self) -> bool {
        let shape = &self.shape;
        shape.chars + shape.unspaced >= RUNNING_CHARS
            && (shape.end.is_sentence() || shape.sentences > 0)
    }
}

/// The lines of one page.
#[derive(Clone, Debug, Default)]
pub struct Segmented {
    /// All non-blank lines, in order.
    pub lines: Vec<Line>,
}

/// Whether a text has more than `limit` non-blank lines, glued ones counted as one. Looks no further than it must.
#[must_use]
pub fn has_more_lines(text: &str, limit: usize) -> bool {
    lines::RawLines::new(text).nth(limit).is_some()
}

/// Cuts a page's text into lines.
///
/// A text without any visible character has no lines.
#[must_use]
pub fn segment(text: &str) -> Segmented {
    Arch::new().dispatch(Cut { text })
}

/// A page that waits for the instructions of the machine: bits are counted by one where it has it.
struct Cut<'t> {
    text: &'t str,
}

impl WithSimd for Cut<'_> {
    type Output = Segmented;

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) -> Segmented {
        cut(self.text)
    }
}

#[inline(always)]
fn cut(text: &str) -> Segmented {
    let mut lines = Vec::with_capacity(text.len() / 48 + 1);
    let mut block = 0;
    let mut pieces = Vec::new();
    for raw in lines::RawLines::new(text) {
        if raw.blank_before > 0 && !lines.is_empty() {
            block += 1;
        }
        let break_before = if raw.blank_before > 0 { Break::Paragraph } else { Break::Line };
        let pieces = if glued::is_glued(raw.content) {
            glued::split(text, raw.content, &mut pieces);
            pieces.as_slice()
        } else {
            std::slice::from_ref(&raw.content)
        };
        let last = pieces.len().saturating_sub(1);
        for (i, piece) in pieces.iter().copied().enumerate() {
            let start = if i == 0 { raw.span.start } else { piece.start };
            let end = if i == last {
                raw.span.end
            } else {
                pieces.get(i + 1).map_or(raw.span.end, |next| next.start)
            };
            let content = if last == 0 { piece } else { lines::trim(text, piece) };
            let (bullet, body) = bullet::take(text, content);
            lines.push(Line {
                span: Span::new(start, end),
                content,
                body,
                indent: if i == 0 { raw.indent } else { 0 },
                bullet,
                break_before: if i == 0 { break_before } else { Break::Glued },
                blank_before: if i == 0 { raw.blank_before } else { 0 },
                block,
                shape: Shape::within(text, body),
            });
        }
    }
    Segmented { lines }
}

#[cfg(test)]
mod tests {
    use super::{Break, Bullet, segment};
    use proptest::prelude::*;

    fn contents(text: &str) -> Vec<&str> {
        segment(text).lines.iter().map(|line| line.content.of(text)).collect()
    }

    #[test]
    fn line_ends_of_all_systems() {
        assert_eq!(contents("a\r\nb\rc\nd\u{2028}e\u{85}f"), ["a", "b", "c", "d", "e", "f"]);
    }

    #[test]
    fn white_space_of_all_kinds_is_blank() {
        assert_eq!(contents("\u{a0}\u{200b}\n\u{feff}\u{3000}a\u{a0}\n\u{200f}\n"), ["a"]);
        assert!(segment(" \n\n\t").lines.is_empty());
    }

    #[test]
    fn blocks_blank_lines_and_indentation() {
        let text = "a\nb\n\n\n    c\n\t* d";
        let lines = segment(text).lines;
        let seen: Vec<_> =
            lines.iter().map(|l| (l.block, l.blank_before, l.indent, l.break_before)).collect();
        assert_eq!(
            seen,
            [
                (0, 0, 0, Break::Line),
                (0, 0, 0, Break::Line),
                (1, 2, 4, Break::Paragraph),
                (1, 0, 4, Break::Line)
            ]
        );
        assert_eq!(lines[3].bullet, Some(Bullet::Mark('*')));
        assert_eq!(lines[3].body.of(text), "d");
    }

    #[test]
    fn a_page_glued_into_one_line_is_cut_at_sentences() {
        let sentence = "The council met on Monday and approved the new budget for schools. ";
        let text = sentence.repeat(40);
        let lines = segment(&text).lines;
        assert_eq!(lines.len(), 40);
        assert!(lines.iter().skip(1).all(|l| l.break_before == Break::Glued));
    }

    proptest! {
        #[test]
        fn spans_partition_the_text(text in "(\\PC|[ \t\r\n\u{85}\u{2028}*.|]){0,400}", times in 1usize..12) {
            let text = text.repeat(times);
            let lines = segment(&text).lines;
            let mut at = 0;
            for line in &lines {
                prop_assert_eq!(line.span.start, at);
                prop_assert!(line.span.contains(line.content) && line.content.contains(line.body));
                prop_assert!(!line.content.is_empty());
                prop_assert!(text.get(line.body.range()).is_some());
                at = line.span.end;
            }
            if !lines.is_empty() {
                prop_assert_eq!(at, text.len());
            }
        }
    }
}
