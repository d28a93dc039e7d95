//! The original text as a list of pieces of the cleaned record.
//!
//! Separate because restore is exact by construction only if writing and
//! reading the list stand side by side. What stands word for word in the
//! record is copied from there; everything else is in the list itself.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::Cleaned;
use super::compose::{Kept, chars, kept};
use crate::label::{Label, Part};
use crate::span::Span;

/// How far ahead in a comment's text a line is looked for, in bytes: bounds the work on huge comments.
const LOOK_AHEAD: usize = 4096;

/// The shortest end of a line that is worth copying from a comment, in bytes.
const WORTH_COPYING: usize = 8;

/// One step of putting an original text together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Piece<'t> {
    /// `n`: copy the next `n` characters of the record's text. `-n`: leave out the next `n`.
    Text(i64),
    /// Characters that the record does not hold.
    Literal(Cow<'t, str>),
    /// `[comment, skip, count]`: from where the last copy of this comment's text ended, leave out
    /// `skip` characters and copy the next `count`.
    Comment([u64; 3]),
}

/// Pieces that do not fit the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AssembleError {
    /// The record's text is shorter than the pieces say.
    #[error("the text is shorter than the audit says")]
    Text,
    /// The record lacks a comment, or its text is shorter than the pieces say.
    #[error("comment {0} is not what the audit says")]
    Comment(u64),
}

/// The original text from the record's text, its comments' texts, and the pieces.
///
/// # Errors
/// When the pieces ask for more than the record holds.
pub fn assemble<S: AsRef<str>>(
    pieces: &[Piece<'_>],
    text: &str,
    comments: &[S],
) -> Result<String, AssembleError> {
    let mut out = String::with_capacity(text.len() * 2);
    let mut rest = text;
    let mut bodies: Vec<&str> = comments.iter().map(AsRef::as_ref).collect();
    for piece in pieces {
        match piece {
            Piece::Text(count) => {
                let at = byte_of(rest, count.unsigned_abs()).ok_or(AssembleError::Text)?;
                let (head, tail) = rest.split_at_checked(at).ok_or(AssembleError::Text)?;
                if *count > 0 {
                    out.push_str(head);
                }
                rest = tail;
            }
            Piece::Literal(literal) => out.push_str(literal),
            Piece::Comment([id, skip, count]) => {
                let wrong = AssembleError::Comment(*id);
                let body = usize::try_from(*id).ok().and_then(|id| bodies.get_mut(id));
                let body = body.ok_or(wrong)?;
                let from = byte_of(body, *skip).and_then(|at| body.get(at..)).ok_or(wrong)?;
                let end = byte_of(from, *count).ok_or(wrong)?;
                let (part, after) = from.split_at_checked(end).ok_or(wrong)?;
                out.push_str(part);
                *body = after;
            }
        }
    }
    Ok(out)
}

/// Byte offset of the character with this number; the end of the text counts as one.
fn byte_of(text: &str, character: u64) -> Option<usize> {
    let number = usize::try_from(character).ok()?;
    if text.as_bytes().get(..number).is_some_and(<[u8]>::is_ascii) {
        return Some(number);
    }
    text.char_indices().map(|(at, _)| at).chain([text.len()]).nth(number)
}

/// The pieces of a page, proved: assembled they give its text.
pub(super) fn pieces<'p>(cleaned: &Cleaned<'p>, text: &str) -> Vec<Piece<'p>> {
    let original = cleaned.page.text.as_str();
    let pieces = Plan::of(cleaned).into_pieces();
    let comments: Vec<&str> = cleaned.thread.iter().map(|c| c.text.as_str()).collect();
    if assemble(&pieces, text, &comments).is_ok_and(|back| back == original) {
        return pieces;
    }
    vec![Piece::Literal(Cow::Borrowed(original))]
}

/// A step of the plan; places in bytes, not yet counted in characters.
#[derive(Clone, Copy)]
enum Step<'p> {
    Copy(Span),
    Skip(&'p str),
    Literal(Span),
    Comment { id: usize, place: Span },
}

struct Plan<'a, 'p> {
    cleaned: &'a Cleaned<'p>,
    steps: Vec<Step<'p>>,
    /// The next line to look at for parts of comments.
    line: usize,
    /// How much of each comment's text was found already, in bytes.
    found: Vec<usize>,
}

impl<'a, 'p> Plan<'a, 'p> {
    fn of(cleaned: &'a Cleaned<'p>) -> Self {
        let text = cleaned.page.text.as_str();
        let found = vec![0; cleaned.thread.len()];
        let mut plan = Self { cleaned, steps: Vec::new(), line: 0, found };
        let mut at = 0;
        for Kept { separator, line } in kept(cleaned) {
            let gap = Span::new(at, line.content.start);
            if gap.of(text).starts_with(separator) {
                let shared = at + separator.len();
                plan.copy(Span::new(at, shared));
                plan.gap(Span::new(shared, gap.end));
            } else {
                plan.steps.push(Step::Skip(separator));
                plan.gap(gap);
            }
            plan.copy(line.content);
            at = line.content.end;
        }
        plan.gap(Span::new(at, text.len()));
        plan
    }

    fn copy(&mut self, place: Span) {
        match self.steps.last_mut() {
            _ if place.is_empty() => {}
            Some(Step::Copy(last)) if last.end == place.start => last.end = place.end,
            _ => self.steps.push(Step::Copy(place)),
        }
    }

    fn literal(&mut self, place: Span) {
        match self.steps.last_mut() {
            _ if place.is_empty() => {}
            Some(Step::Literal(last)) if last.end == place.start => last.end = place.end,
            _ => self.steps.push(Step::Literal(place)),
        }
    }

    /// Text that is not in the article: parts of comments where they are found, literals between.
    fn gap(&mut self, gap: Span) {
        let mut at = gap.start;
        while let Some(line) = self.cleaned.lines.get(self.line) {
            if line.content.end > gap.end {
                break;
            }
            let number = self.line;
            self.line += 1;
            if line.content.start < at {
                continue;
            }
            if let Some((id, source, place)) = self.in_comment(number, line.content) {
                self.literal(Span::new(at, source.start));
                self.comment(id, place);
                at = source.end;
            }
        }
        self.literal(Span::new(at, gap.end));
    }

    /// The part of a comment's line that stands in the comment's text: comment, place on the page, place there.
    fn in_comment(&mut self, line: usize, content: Span) -> Option<(usize, Span, Span)> {
        let label = self.cleaned.labels.get(line)?;
        if label.part() != Part::Comment || *label == Label::CommentControl {
            return None;
        }
        let id = usize::try_from((*self.cleaned.line_to_comment.get(line)?)?).ok()?;
        let body = self.cleaned.thread.get(id)?.text.as_str();
        let found = self.found.get_mut(id)?;
        let rest = body.get(*found..)?;
        let whole = content.of(&self.cleaned.page.text);
        let blank = rest.len() - rest.trim_start().len();
        let first = first_line(rest.trim_start(), whole.len());
        let (length, at) = match find_near(rest, whole).filter(|_| *label == Label::CommentBody) {
            Some(at) if at <= blank || whole.len() >= WORTH_COPYING => (whole.len(), at),
            // A head that the comment starts on: `Ann: I agree.`
            _ if first.len() >= WORTH_COPYING && whole.ends_with(first) => (first.len(), blank),
            _ => return None,
        };
        let place = Span::new(*found + at, *found + at + length);
        *found = place.end;
        Some((id, Span::new(content.end - length, content.end), place))
    }

    fn comment(&mut self, id: usize, place: Span) {
        let text = self.cleaned.page.text.as_str();
        let body = self.cleaned.thread.get(id).map_or("", |comment| comment.text.as_str());
        // What separates two lines of a comment is mostly the same there and on the page.
        if let [.., Step::Comment { id: last, place: before }, Step::Literal(between)] =
            self.steps.as_mut_slice()
            && *last == id
            && Span::new(before.end, place.start).of(body) == between.of(text)
        {
            before.end = place.end;
            self.steps.pop();
            return;
        }
        self.steps.push(Step::Comment { id, place });
    }

    fn into_pieces(self) -> Vec<Piece<'p>> {
        let text = self.cleaned.page.text.as_str();
        let count = |part: &str| i64::try_from(chars(part)).unwrap_or(i64::MAX);
        let mut ends = vec![0; self.cleaned.thread.len()];
        let piece = |step: &Step<'p>| match step {
            Step::Copy(place) => Piece::Text(count(place.of(text))),
            Step::Skip(part) => Piece::Text(-count(part)),
            Step::Literal(place) => Piece::Literal(Cow::Borrowed(place.of(text))),
            Step::Comment { id, place } => {
                let body = self.cleaned.thread.get(*id).map_or("", |comment| &comment.text);
                let before = ends.get_mut(*id).map_or(0, |end| std::mem::replace(end, place.end));
                let skip = chars(Span::new(before, place.start).of(body));
                Piece::Comment([*id as u64, skip, chars(place.of(body))])
            }
        };
        self.steps.iter().map(piece).collect()
    }
}

/// The first line of `text`; nothing when it is longer than `longest` bytes.
fn first_line(text: &str, longest: usize) -> &str {
    let window = text.as_bytes().get(..=longest).unwrap_or(text.as_bytes());
    match memchr::memchr(b'\n', window) {
        Some(end) => text.get(..end).unwrap_or_default(),
        None if text.len() <= longest => text,
        None => "",
    }
}

/// Where `line` stands in the next bytes of `rest`.
fn find_near(rest: &str, line: &str) -> Option<usize> {
    if rest.starts_with(line) {
        return Some(0);
    }
    let window = rest.as_bytes();
    let window = window.get(..window.len().min(LOOK_AHEAD.saturating_add(line.len())))?;
    memchr::memmem::find(window, line.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::{AssembleError, Piece, assemble, pieces};
    use crate::write::testing::Sample;
    use proptest::prelude::*;

    fn of(input: &str, letters: &str) -> Vec<Piece<'static>> {
        let sample = Sample::text(input).labelled(letters);
        let cleaned = sample.cleaned();
        let list = pieces(&cleaned, &cleaned.compose().text);
        serde_json::from_str(&serde_json::to_string(&list).unwrap()).unwrap()
    }

    fn literal(text: &'static str) -> Piece<'static> {
        Piece::Literal(text.into())
    }

    #[test]
    fn an_article_alone_is_one_copy() {
        assert_eq!(of("A\nB\n\nC", "ppp"), [Piece::Text(6)]);
        assert_eq!(
            of("A\n  \u{e9}\n", "pp"),
            [Piece::Text(2), literal("  "), Piece::Text(1), literal("\n")]
        );
    }

    #[test]
    fn removed_lines_are_literals_and_comments_are_copies() {
        let page = "A\r\nB\n\nAnn\nI agree with all of it.\n\nMore.\nReply\nFoot";
        let expected = [
            Piece::Text(1),
            Piece::Text(-1),
            literal("\r\n"),
            Piece::Text(1),
            literal("\n\nAnn\n"),
            Piece::Comment([0, 0, 23]),
            literal("\n\n"),
            Piece::Comment([0, 1, 5]),
            literal("\nReply\nFoot"),
        ];
        assert_eq!(of(page, "pphbbrc"), expected);
    }

    #[test]
    fn a_comment_that_starts_on_its_head_is_copied_too() {
        let mut sample = Sample::text("Ann: I agree with it.\nMore").labelled("hb");
        sample.thread[0].text = "I agree with it.\nMore".to_owned();
        let expected = [literal("Ann: "), Piece::Comment([0, 0, 21])];
        assert_eq!(pieces(&sample.cleaned(), ""), expected);
    }

    #[test]
    fn pieces_that_ask_for_too_much_are_errors() {
        let none: [&str; 0] = [];
        assert_eq!(assemble(&[Piece::Text(3)], "\u{e9}b", &none), Err(AssembleError::Text));
        assert_eq!(assemble(&[Piece::Text(i64::MIN)], "ab", &none), Err(AssembleError::Text));
        let far = Piece::Comment([1, 0, 1]);
        assert_eq!(assemble(&[far], "ab", &["a"]), Err(AssembleError::Comment(1)));
        let long = Piece::Comment([0, 1, 9]);
        assert_eq!(assemble(&[long], "ab", &["a\u{e9}"]), Err(AssembleError::Comment(0)));
    }

    proptest! {
        #[test]
        fn pieces_give_the_page_back(
            input in "(\\PC|[ \t\r\n]|[a-c\u{e9}]{1,9}\n){0,60}",
            letters in "[tpcnhbr]{0,60}",
            made_up in "[a-c\u{e9}\n]{0,40}",
        ) {
            let mut sample = Sample::text(&input).labelled(&letters);
            if let Some(comment) = sample.thread.first_mut() {
                comment.text = made_up;
            }
            let cleaned = sample.cleaned();
            let text = cleaned.compose().text;
            let comments: Vec<&str> = cleaned.thread.iter().map(|c| c.text.as_str()).collect();
            let plan = super::Plan::of(&cleaned).into_pieces();
            prop_assert_eq!(assemble(&plan, &text, &comments).unwrap(), input, "without falling back");
        }
    }
}
