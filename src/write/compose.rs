//! The article's text and the account of a page's characters.
//!
//! Separate because record, audit and report all need the same text and the
//! same counts, made once a page.

use super::{Cleaned, Flag};
use crate::label::Part;
use crate::segment::{Break, Line};
use crate::span::Span;

/// Confidence below which a page is flagged. On pages that the model was not trained on, 6 % lie below it;
/// their articles have a mean F1 of .74, all others .95.
const UNCERTAIN: f64 = 0.85;

/// A page with its article joined and its parts counted.
#[derive(Clone, Debug)]
pub struct Composed<'c, 'p> {
    /// The page that this was made from.
    pub cleaned: &'c Cleaned<'p>,
    /// The article, as the record gives it.
    pub text: String,
    /// Characters by part.
    pub counts: Counts,
    /// All flags of the page, sorted.
    pub flags: Vec<Flag>,
    /// Share of the characters that are expected to be in the right part, 0 to 1, in thousandths;
    /// `None` when nothing is known of any line.
    pub confidence: Option<f64>,
}

/// Unicode characters of a page's text by the part of the output that their lines went to.
///
/// A line counts with its indentation, its line break and the blank lines
/// after it, so `input` is always the sum of the other three.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// The whole text.
    pub input: u64,
    /// Lines of the article.
    pub text: u64,
    /// Lines of the comment thread.
    pub comments: u64,
    /// Everything else.
    pub removed: u64,
}

impl<'c, 'p> Composed<'c, 'p> {
    pub(super) fn new(cleaned: &'c Cleaned<'p>) -> Self {
        let mut text = String::with_capacity(cleaned.page.text.len());
        for kept in kept(cleaned) {
            text.push_str(kept.separator);
            text.push_str(kept.line.content.of(&cleaned.page.text));
        }
        let counts = count(cleaned);
        let confidence = confidence(cleaned);
        let flags = flags(cleaned, &text, confidence);
        Self { cleaned, text, counts, flags, confidence }
    }
}

/// Number of Unicode characters.
pub(super) fn chars(text: &str) -> u64 {
    text.chars().count() as u64
}

/// Characters of a whole line of `text`: those of its body are counted already.
#[must_use]
pub fn chars_of(line: &Line, text: &str) -> u64 {
    let before = Span::new(line.span.start, line.body.start);
    let behind = Span::new(line.body.end, line.span.end);
    chars(before.of(text)) + u64::from(line.shape.chars) + chars(behind.of(text))
}

fn count(cleaned: &Cleaned<'_>) -> Counts {
    let page = &cleaned.page.text;
    let mut counts = Counts { input: chars(page), ..Counts::default() };
    for (line, label) in cleaned.lines.iter().zip(cleaned.labels) {
        match label.part() {
            Part::Article => counts.text += chars_of(line, page),
            Part::Comment => counts.comments += chars_of(line, page),
            Part::Chrome => {}
        }
    }
    counts.removed = counts.input.saturating_sub(counts.text + counts.comments);
    counts
}

/// The mean of the lines' scores, weighted by their characters.
fn confidence(cleaned: &Cleaned<'_>) -> Option<f64> {
    let (mut chars, mut right) = (0.0, 0.0);
    for (line, reason) in cleaned.lines.iter().zip(cleaned.reasons) {
        // A line of a mark and nothing more has a body without characters.
        let length = f64::from(line.shape.chars.max(1));
        chars += length;
        right += length * f64::from(reason.score);
    }
    (chars > 0.0).then(|| (right / chars * 1000.0).round() / 1000.0)
}

fn flags(cleaned: &Cleaned<'_>, text: &str, confidence: Option<f64>) -> Vec<Flag> {
    let mut flags = cleaned.flags.clone();
    if cleaned.lines.is_empty() {
        flags.push(Flag::Blank);
    } else if text.is_empty() {
        flags.push(if cleaned.thread.is_empty() { Flag::Empty } else { Flag::NoArticle });
    }
    if confidence.is_some_and(|confidence| confidence < UNCERTAIN) {
        flags.push(Flag::Uncertain);
    }
    if cleaned.repeats.is_some() {
        flags.push(Flag::Duplicate);
    }
    if cleaned.page.repairs.any() {
        flags.push(Flag::Repaired);
    }
    flags.sort_unstable();
    flags.dedup();
    flags
}

/// A line of the article and what stands before it in the record's text.
pub(super) struct Kept<'p> {
    pub(super) separator: &'p str,
    pub(super) line: &'p Line,
}

/// The article's lines in order.
pub(super) fn kept<'p>(cleaned: &Cleaned<'p>) -> impl Iterator<Item = Kept<'p>> {
    let text = cleaned.page.text.as_str();
    let mut previous: Option<(usize, &Line)> = None;
    let mut widest = Break::Glued;
    cleaned.lines.iter().zip(cleaned.labels).enumerate().filter_map(move |(i, (line, label))| {
        widest = widest.max(line.break_before);
        if label.part() != Part::Article {
            return None;
        }
        let separator = match previous {
            None => "",
            Some((before, last)) => match widest {
                Break::Paragraph => "\n\n",
                Break::Line => "\n",
                Break::Glued if before + 1 == i => {
                    text.get(last.content.end..line.content.start).unwrap_or(" ")
                }
                Break::Glued => " ",
            },
        };
        previous = Some((i, line));
        widest = Break::Glued;
        Some(Kept { separator, line })
    })
}

#[cfg(test)]
mod tests {
    use super::super::Flag;
    use super::super::testing::Sample;
    use proptest::prelude::*;

    fn text(input: &str, letters: &str) -> String {
        Sample::text(input).labelled(letters).cleaned().compose().text
    }

    #[test]
    fn paragraphs_stay_paragraphs_and_indentation_goes() {
        assert_eq!(text("A\n  B\n\n\n\t* C\n", "ppp"), "A\nB\n\n* C");
        assert_eq!(text("A\nX\n\nY\nB", "pnnp"), "A\n\nB", "a blank line among what was removed");
        assert_eq!(text("A\nX\nB", "pnp"), "A\nB");
        assert_eq!(text("\n\nX\n\n A \r\n", "np"), "A", "nothing before the first line");
    }

    #[test]
    fn lines_that_were_glued_stay_on_one_line() {
        let sentences: Vec<String> = (0..40)
            .map(|n| {
                format!("The council met in room {n} and approved the new budget for schools.")
            })
            .collect();
        let page = sentences.join("  ");
        let count = Sample::text(&page).lines.len();
        assert_eq!(count, 40, "the page is cut");
        assert_eq!(text(&page, &"p".repeat(count)), page, "white space between neighbours stays");
        let gap = text(&page, &format!("pn{}", "p".repeat(count - 2)));
        assert!(gap.starts_with(&format!("{} {}  {}", sentences[0], sentences[2], sentences[3])));
    }

    #[test]
    fn confidence_is_the_mean_of_the_scores_by_characters() {
        let mut sample = Sample::text("Ten chars.\n\nAnd thirty, which count for more.");
        sample.reasons[0].score = 0.5;
        sample.reasons[1].score = 0.9;
        let told = |sample: &Sample| {
            let cleaned = sample.cleaned();
            let composed = cleaned.compose();
            (composed.confidence, composed.flags.contains(&Flag::Uncertain))
        };
        assert_eq!(told(&sample), (Some(0.807), true));
        sample.reasons[0].score = 0.9;
        assert_eq!(told(&sample), (Some(0.9), false));
        sample.reasons.clear();
        assert_eq!(told(&sample), (None, false), "a page that could not be labelled");
        assert_eq!(told(&Sample::text(" ")), (None, false));
    }

    #[test]
    fn flags_follow_from_what_is_left() {
        let flags =
            |input, letters| Sample::text(input).labelled(letters).cleaned().compose().flags;
        assert_eq!(flags(" \n", ""), [Flag::Blank]);
        assert_eq!(flags("a\nb", "nc"), [Flag::Empty]);
        assert_eq!(flags("a\nb", "hb"), [Flag::NoArticle]);
        assert_eq!(flags("a\nb", "pn"), []);
        let mut mended = Sample::text("a");
        mended.page.repairs.replaced = 2;
        mended.flags = vec![Flag::Repaired, Flag::Forum];
        assert_eq!(mended.cleaned().compose().flags, [Flag::Repaired, Flag::Forum]);
    }

    proptest! {
        #[test]
        fn counts_add_up(input in "(\\PC|[ \t\r\n]){0,200}", letters in "[tpcnhbr]{0,40}") {
            let sample = Sample::text(&input).labelled(&letters);
            let cleaned = sample.cleaned();
            let counts = cleaned.compose().counts;
            prop_assert_eq!(counts.input, input.chars().count() as u64);
            prop_assert_eq!(counts.input, counts.text + counts.comments + counts.removed);
        }
    }
}
