//! Pages made by hand, for the tests of this stage.

use serde_json::Value;

use super::members::{find_path, members};
use super::{Cleaned, Flag, Reason};
use crate::label::{ChromeKind, Label};
use crate::model::Mode;
use crate::page::{Envelope, Page, TextSlot};
use crate::segment::{Line, segment};
use crate::span::Span;
use crate::thread::Comment;

/// Everything that a [`Cleaned`] borrows.
#[derive(Debug, Default)]
pub(crate) struct Sample {
    pub(crate) page: Page,
    pub(crate) lines: Vec<Line>,
    pub(crate) labels: Vec<Label>,
    pub(crate) reasons: Vec<Reason<'static>>,
    pub(crate) thread: Vec<Comment>,
    pub(crate) line_to_comment: Vec<Option<u32>>,
    pub(crate) platforms: Vec<String>,
    pub(crate) flags: Vec<Flag>,
}

impl Sample {
    /// A text file; every line is a paragraph.
    pub(crate) fn text(text: &str) -> Self {
        let page = Page { id: "made".to_owned(), text: text.to_owned(), ..Page::default() };
        Self { page, ..Self::default() }.segmented()
    }

    /// A JSON record whose text is at `path`; every line is a paragraph.
    pub(crate) fn json(raw: &str, path: &str) -> Self {
        let list = members(raw).unwrap();
        let value = find_path(raw, path);
        let value = value.into_iter().rfind(|place| raw[place.clone()].starts_with('"')).unwrap();
        let holds =
            |m: &crate::page::Member| m.value.start <= value.start && value.end <= m.value.end;
        let member = list.iter().position(holds).unwrap();
        let text = serde_json::from_str(&raw[value.clone()]).unwrap();
        let envelope =
            Envelope { raw: raw.to_owned(), members: list, text: Some(TextSlot { member, value }) };
        let page = Page { id: "made".to_owned(), text, envelope, ..Page::default() };
        Self { page, ..Self::default() }.segmented()
    }

    fn segmented(mut self) -> Self {
        self.lines = segment(&self.page.text).lines;
        self.labels = vec![Label::Paragraph; self.lines.len()];
        self.reasons = vec![Reason { score: 1.0, ..Reason::default() }; self.lines.len()];
        self.line_to_comment = vec![None; self.lines.len()];
        self
    }

    /// Labels by letter: `t`itle, `p`aragraph, `c`opyright by a rule, `n`av, `h`ead, `b`ody, `r`eply button.
    /// Each head opens a comment, and its bodies' contents, joined by line breaks, are its text.
    pub(crate) fn labelled(mut self, letters: &str) -> Self {
        for (i, letter) in letters.chars().enumerate().take(self.lines.len()) {
            self.labels[i] = match letter {
                't' => Label::Title,
                'c' => Label::Chrome(ChromeKind::Copyright),
                'n' => Label::Chrome(ChromeKind::Nav),
                'h' => Label::CommentHead,
                'b' => Label::CommentBody,
                'r' => Label::CommentControl,
                _ => Label::Paragraph,
            };
            if letter == 'c' {
                let rule = Some("site-copyright");
                self.reasons[i] = Reason { rule, detector: "rules", score: 0.97 };
            }
            self.join_thread(i, letter);
        }
        self
    }

    fn join_thread(&mut self, i: usize, letter: char) {
        let content = self.lines[i].content;
        let start = self.page.text[..content.start].chars().count();
        let end = self.page.text[..content.end].chars().count();
        if letter == 'h' {
            let id = u32::try_from(self.thread.len()).unwrap();
            let author = Some(content.of(&self.page.text).to_owned());
            self.thread.push(Comment {
                id,
                author,
                span: [start, end],
                bytes: content,
                ..Comment::default()
            });
        }
        let Some(comment) = self.thread.last_mut().filter(|_| "hbr".contains(letter)) else {
            return;
        };
        self.line_to_comment[i] = Some(comment.id);
        comment.span[1] = end;
        comment.bytes = comment.bytes.cover(Span::new(content.start, content.end));
        if letter == 'b' {
            if !comment.text.is_empty() {
                comment.text.push('\n');
            }
            comment.text.push_str(content.of(&self.page.text));
        }
    }

    pub(crate) fn cleaned(&self) -> Cleaned<'_> {
        Cleaned {
            page: &self.page,
            lines: &self.lines,
            labels: &self.labels,
            reasons: &self.reasons,
            thread: &self.thread,
            line_to_comment: &self.line_to_comment,
            platforms: &self.platforms,
            language: None,
            votes: None,
            flags: self.flags.clone(),
            version: "0.0.0",
            profile: None,
            repeats: None,
            mode: Mode::Balanced,
            unlabelled: None,
        }
    }

    /// The record's line, as written.
    pub(crate) fn record(&self) -> String {
        line(|out| self.cleaned().compose().write_record(out))
    }

    /// The audit row's line, as written.
    pub(crate) fn audit(&self) -> String {
        line(|out| self.cleaned().compose().write_audit(out))
    }
}

/// What `write` writes: one line of JSON.
fn line(write: impl Fn(&mut Vec<u8>)) -> String {
    let mut out = Vec::new();
    write(&mut out);
    let line = String::from_utf8(out).unwrap();
    assert_eq!(line.find('\n'), Some(line.len() - 1), "one line: {line}");
    serde_json::from_str::<Value>(&line).unwrap();
    line
}
