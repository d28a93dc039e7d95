//! A page as it is judged: as it is, or without the marks of Markdown.
//!
//! Some extractors write Markdown, and there a share button is `[Share](https://...)`
//! and a name is `**Anna K.**`. What rules and detectors know are the words that
//! a reader sees, so they are shown these; what is kept of the page is kept as it
//! was written. The view has the lines of the page, one for one.

use std::borrow::Cow;
use std::ops::Range;

use memchr::memmem;
use pulldown_cmark::{Event, Options, Parser};

use super::{Break, Line, Shape, lines};
use crate::span::Span;

/// Lines with marks of Markdown, at least, and one of so many: a text may hold some that its author wrote.
const MARKED: usize = 3;
const MARKED_OF: usize = 10;

/// The lines of a page as they are judged.
#[derive(Clone, Debug)]
pub struct View<'p> {
    text: Cow<'p, str>,
    lines: Cow<'p, [Line]>,
    /// Where the parts of the text come from, in order; empty where it is the page's own.
    pieces: Vec<Piece>,
}

/// A part of the page that is in the view.
#[derive(Clone, Copy, Debug)]
struct Piece {
    /// Its first byte in the view.
    at: usize,
    /// Its first byte in the page.
    from: usize,
}

impl<'p> View<'p> {
    /// The view of a page's text; `lines` are those that [`segment`](super::segment) cut from it.
    #[must_use]
    pub fn of(text: &'p str, lines: &'p [Line]) -> Self {
        if is_markdown(text, lines) {
            return without_marks(text, lines);
        }
        Self { text: Cow::Borrowed(text), lines: Cow::Borrowed(lines), pieces: Vec::new() }
    }

    /// The text that the spans of the lines are about.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The lines: as many as the page has, in their order.
    #[must_use]
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// A place in the view as a place in the page; marks inside of it are part of that.
    #[must_use]
    pub fn in_page(&self, span: Span) -> Span {
        let start = self.byte_in_page(span.start);
        let last = span.end.checked_sub(1).filter(|_| !span.is_empty());
        let end = last.map_or(start, |last| self.byte_in_page(last) + 1);
        Span::new(start, end.max(start))
    }

    fn byte_in_page(&self, byte: usize) -> usize {
        let after = self.pieces.partition_point(|piece| piece.at <= byte);
        let piece = after.checked_sub(1).and_then(|last| self.pieces.get(last));
        piece.map_or(byte, |piece| piece.from + (byte - piece.at))
    }
}

/// Whether a page is Markdown.
fn is_markdown(text: &str, lines: &[Line]) -> bool {
    // Nearly all pages end here.
    if ["](", "**"].into_iter().all(|mark| memmem::find(text.as_bytes(), mark.as_bytes()).is_none())
    {
        return false;
    }
    let marked = lines.iter().filter(|line| is_marked(line.body.of(text))).count();
    marked >= MARKED && marked * MARKED_OF >= lines.len()
}

/// Whether a line holds a link, is a heading, or begins with strong words.
fn is_marked(line: &str) -> bool {
    let link = || line.split_once("](").is_some_and(|(name, _)| name.contains('['));
    let heading = || {
        let name = line.trim_start_matches('#');
        (1..=6).contains(&(line.len() - name.len())) && name.starts_with(' ')
    };
    let strong = || line.strip_prefix("**").is_some_and(|rest| rest.contains("**"));
    heading() || strong() || link()
}

fn without_marks<'p>(text: &'p str, lines: &'p [Line]) -> View<'p> {
    let shown = shown(text);
    let mut shown = shown.iter().peekable();
    let mut view =
        Builder { page: text, text: String::with_capacity(text.len()), pieces: Vec::new() };
    let mut list = Vec::with_capacity(lines.len());
    for line in lines {
        // What is shown is in the order of the lines, but a part may go on over several.
        while shown.next_if(|part| part.end <= line.body.start).is_some() {}
        let parts = shown.clone().take_while(|part| part.start < line.body.end);
        list.push(view.line(line, parts.map(|part| Span::new(part.start, part.end))));
    }
    View { text: Cow::Owned(view.text), lines: Cow::Owned(list), pieces: view.pieces }
}

/// The parts of a Markdown text that a reader sees, in order.
fn shown(text: &str) -> Vec<Range<usize>> {
    let events = Parser::new_ext(text, Options::ENABLE_STRIKETHROUGH).into_offset_iter();
    let is_shown = |event: &Event<'_>| {
        matches!(event, Event::Text(_) | Event::Code(_) | Event::Html(_) | Event::InlineHtml(_))
    };
    events.filter(|(event, _)| is_shown(event)).map(|(_, range)| range).collect()
}

/// The view while it is put together.
struct Builder<'p> {
    page: &'p str,
    text: String,
    pieces: Vec<Piece>,
}

impl Builder<'_> {
    /// Appends a line of which these parts are shown.
    fn line(&mut self, line: &Line, parts: impl Iterator<Item = Span>) -> Line {
        let start = self.text.len();
        self.push(Span::new(line.content.start, line.body.start));
        let (before, pieces) = (self.text.len(), self.pieces.len());
        for part in parts {
            let (from, to) = (part.start.max(line.body.start), part.end.min(line.body.end));
            self.push(Span::new(from, to.max(from)));
        }
        let mut body = lines::trim(&self.text, Span::new(before, self.text.len()));
        if body.is_empty() {
            // An image without words, a rule: nothing but marks.
            self.text.truncate(before);
            self.pieces.truncate(pieces);
            self.push(line.body);
            body = Span::new(before, self.text.len());
        }
        let content = if line.bullet.is_some() { Span::new(start, body.end) } else { body };
        let shape = Shape::within(&self.text, body);
        self.text.push(if line.break_before == Break::Glued { ' ' } else { '\n' });
        Line { span: Span::new(start, self.text.len()), content, body, shape, ..line.clone() }
    }

    fn push(&mut self, part: Span) {
        if !part.is_empty() {
            self.pieces.push(Piece { at: self.text.len(), from: part.start });
            self.text.push_str(part.of(self.page));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::View;
    use crate::segment::segment;
    use crate::span::Span;
    use proptest::prelude::*;

    const PAGE: &str = "[Home](/) | [Local](/local)\n\n# The ferry *stays*\n\n![](boat.jpg)\n\n\
        * [Share on Mast](https://mast.example/?u=(1)) \n\n**Anna K.** wrote\\: \u{e9}t\u{e9}\n\n[![Map](m.png)](/map)";

    fn bodies<'v>(view: &'v View<'_>) -> Vec<&'v str> {
        view.lines().iter().map(|line| line.body.of(view.text())).collect()
    }

    #[test]
    fn lines_read_without_their_marks() {
        let lines = segment(PAGE).lines;
        let view = View::of(PAGE, &lines);
        let expected = [
            "Home | Local",
            "The ferry stays",
            "![](boat.jpg)",
            "Share on Mast",
            "Anna K. wrote: \u{e9}t\u{e9}",
            "Map",
        ];
        assert_eq!(bodies(&view), expected);
        assert_eq!(view.lines()[3].bullet, lines[3].bullet);
        assert_eq!(view.lines()[4].shape.words, 4);
    }

    #[test]
    fn places_lead_back_to_the_page() {
        let lines = segment(PAGE).lines;
        let view = View::of(PAGE, &lines);
        for (shown, written) in [
            ("Anna K.", "Anna K."),
            ("Home | Local", "Home](/) | [Local"),
            ("\u{e9}t\u{e9}", "\u{e9}t\u{e9}"),
        ] {
            let at = view.text().find(shown).unwrap();
            assert_eq!(view.in_page(Span::new(at, at + shown.len())).of(PAGE), written);
        }
    }

    #[test]
    fn other_pages_are_their_own_view() {
        let rare = format!("[a](b)\n[c](d)\n[e](f)\n{}", "Plain.\n".repeat(30));
        for page in ["See [1](2).\nA # b", "# one\n# two\n# three", rare.as_str()] {
            let lines = segment(page).lines;
            let view = View::of(page, &lines);
            assert_eq!((view.text(), view.lines()), (page, lines.as_slice()));
            assert_eq!(view.in_page(Span::new(1, 3)), Span::new(1, 3));
        }
    }

    proptest! {
        #[test]
        fn a_view_has_the_lines_of_its_page(
            parts in prop::collection::vec(
                "(\\[[a-z\u{e9} ]{0,6}\\]\\([a-z/]{0,6}\\)|[#>*_`~|!<&\\\\-]{1,3}| |    |[a-z\u{e9}\u{4eca}.]{1,6}|\n|\n\n|1\\. ){0,12}", 0..12
            )
        ) {
            let page = format!("{}{}", "[a](b)\n".repeat(20), parts.concat());
            let lines = segment(&page).lines;
            let view = View::of(&page, &lines);
            prop_assert_eq!(view.lines().len(), lines.len());
            let mut at = 0;
            for (shown, line) in view.lines().iter().zip(&lines) {
                prop_assert_eq!(shown.span.start, at);
                prop_assert!(shown.span.contains(shown.content) && shown.content.contains(shown.body));
                prop_assert!(!shown.body.is_empty());
                prop_assert!(view.text().get(shown.body.range()).is_some());
                prop_assert!(line.content.contains(view.in_page(shown.body)));
                at = shown.span.end;
            }
        }
    }
}
