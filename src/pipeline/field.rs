//! Comments that the record gives as one text in a field of their own.
//!
//! trafilatura and its like put the text of a page's comments beside the
//! article, their heads and bodies one after the other. Apart from the cleaning of the page
//! because none of that text is of the page's text: there is nothing to
//! decide but where each comment begins.

use super::cleaner::Cleaner;
use super::limits::{Budget, Uncleaned};
use crate::detect::comments::Comments;
use crate::label::{Label, Part};
use crate::page::Page;
use crate::segment::{Break, Line, View, segment};
use crate::span::Span;
use crate::thread::{self, Chars, Comment, CommentFrom, Thread};

/// The thread of the record's own comments; empty when it has none.
///
/// Where no head of a comment is found, a paragraph is a comment, or a line where no paragraphs are set
/// apart. The spans are places in the field.
///
/// # Errors
/// When the field is over a limit of pages.
pub(super) fn thread(cleaner: &Cleaner, page: &Page) -> Result<Thread, Uncleaned> {
    let Some(text) = page.comments.as_ref().filter(|text| holds_words(text)) else {
        return Ok(Thread::default());
    };
    let field = Page { text: text.clone(), url: page.url.clone(), ..Page::default() };
    let budget = Budget::of(&field, cleaner.limits())?;
    let lines = segment(text).lines;
    budget.lines(lines.len())?;
    let view = View::of(text, &lines);
    let mut evidence = cleaner.evidence(&field, &view);
    budget.clock()?;
    let decisions = cleaner.model().label(view.text(), view.lines(), &evidence, cleaner.mode());
    evidence.comments.place(|span| view.in_page(span));
    let found = &evidence.comments;
    let ruled = decisions.iter().map(|decision| {
        (decision.rule.is_some() && decision.label.part() != Part::Article)
            .then_some(decision.label)
    });
    let labels: Vec<Label> = (0..).zip(ruled).map(|(at, ruled)| label(found, at, ruled)).collect();
    budget.clock()?;
    let mut thread =
        thread::build(text, &lines, &labels, found, evidence.language, page.crawled.as_deref());
    if !labels.contains(&Label::CommentHead) && found.items.is_empty() {
        thread.comments = paragraphs(text, &lines, &labels);
    }
    for comment in &mut thread.comments {
        comment.from = Some(CommentFrom::Field);
    }
    Ok(thread)
}

/// Whether a field holds what somebody may have written, and not a count of comments or their address.
fn holds_words(text: &str) -> bool {
    let address = text.starts_with("http") && !text.contains(char::is_whitespace);
    !address && text.contains(char::is_alphabetic)
}

/// What a line of the field is: what the detector of comments says, then what a rule says, else
/// somebody's words. A dated head counts wherever it is, since nothing else than comments is here.
fn label(found: &Comments, line: u32, ruled: Option<Label>) -> Label {
    let proposed = found.testimony.binary_search_by_key(&line, |testimony| testimony.line);
    let proposed = proposed.ok().and_then(|at| found.testimony.get(at)).map(|told| told.label);
    let head = found.heads.partition_point(|head| head.last < line);
    let in_head =
        found.heads.get(head).is_some_and(|head| head.first <= line && head.date.is_some());
    let proposed = proposed.filter(|label| label.part() == Part::Comment);
    proposed.or(in_head.then_some(Label::CommentHead)).or(ruled).unwrap_or(Label::CommentBody)
}

/// A comment for each paragraph, or for each line where there is only one.
fn paragraphs(text: &str, lines: &[Line], labels: &[Label]) -> Vec<Comment> {
    let apart = if lines.iter().skip(1).any(|line| line.break_before == Break::Paragraph) {
        Break::Paragraph
    } else {
        Break::Line
    };
    let mut spans: Vec<Span> = Vec::new();
    for (line, label) in lines.iter().zip(labels) {
        match spans.last_mut() {
            _ if label.part() != Part::Comment => {}
            Some(last) if line.break_before < apart => last.end = line.content.end,
            _ => spans.push(line.content),
        }
    }
    let mut chars = Chars::new(text);
    (0..)
        .zip(spans)
        .map(|(id, bytes)| Comment {
            id,
            text: bytes.of(text).to_owned(),
            span: [chars.at(bytes.start), chars.at(bytes.end)],
            bytes,
            ..Comment::default()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::thread;
    use crate::page::Page;
    use crate::pipeline::Cleaner;

    fn of(comments: &str) -> Vec<(Option<String>, Option<String>, String)> {
        let page = Page { comments: Some(comments.to_owned()), ..Page::default() };
        let thread = thread(&Cleaner::shipped().unwrap(), &page).unwrap();
        let spans = thread.comments.iter().map(|comment| comment.span);
        for [start, end] in spans {
            assert!(start < end && end <= comments.chars().count());
        }
        thread.comments.into_iter().map(|c| (c.author, c.date, c.text)).collect()
    }

    #[test]
    fn heads_divide_the_field() {
        let found =
            of("Anna K.\nMay 20, 2021 7:12 am\nA whole year! I walk there every morning.\n\n\
             And my sister, too.\nReply\nJens\nMay 20, 2021 9:40 am\nReply to Anna K.\n\
             The ferry will start at six.\nReply");
        let names: Vec<_> = found.iter().map(|(author, ..)| author.as_deref()).collect();
        assert_eq!(names, [Some("Anna K."), Some("Jens")]);
        assert_eq!(found[0].2, "A whole year! I walk there every morning.\n\nAnd my sister, too.");
        assert_eq!(found[1].1.as_deref(), Some("2021-05-20T09:40:00"));
    }

    #[test]
    fn without_heads_paragraphs_or_lines_are_comments() {
        let texts = |comments: &str| of(comments).into_iter().map(|c| c.2).collect::<Vec<_>>();
        let lines = ["Das ist doch nicht wahr.", "Da irren Sie sich, Herr M\u{fc}ller.", "Na gut."];
        assert_eq!(texts(&lines.join("\n")), lines);
        let apart = texts("Das ist doch nicht wahr.\nSo nicht.\n\nDa irren Sie sich.");
        assert_eq!(apart, ["Das ist doch nicht wahr.\nSo nicht.", "Da irren Sie sich."]);
        for none in [" \n", "12", "https://a.example/1#comments"] {
            assert!(texts(none).is_empty(), "{none}");
        }
    }

    #[test]
    fn a_field_over_the_limits_is_left_alone() {
        let limits = crate::pipeline::PageLimits { bytes: 10, ..Default::default() };
        let cleaner = Cleaner::shipped().unwrap().within(limits);
        let page = Page {
            text: "A page.".to_owned(),
            comments: Some("So nicht, mein Herr.".to_owned()),
            ..Page::default()
        };
        assert!(thread(&cleaner, &page).is_err());
    }
}
