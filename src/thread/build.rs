//! Groups labelled lines into comments and fills their fields.

use std::ops::Range;

use super::fields::{self, Calendar, Chars};
use super::nest::{self, Place};
use super::{AuthorFrom, Comment, Thread, body, quote};
use crate::detect::comments::{self, Comments, Head, Mark};
use crate::label::{Label, Part};
use crate::segment::Line;
use crate::span::Span;

/// Lines that are one comment.
struct Group<'f> {
    lines: Range<usize>,
    head: Option<&'f Head>,
    region: u32,
    column: u16,
}

/// Builds the thread of a page.
///
/// `labels` are the decoder's, one a line; `found` is what [`crate::detect::comments::find`] gave for the same
/// lines. Where the two differ the labels win: a line that is no comment is left out, a body line below a
/// comment is added to it, and a run of body lines elsewhere becomes a comment without a head.
/// `language` is the page's, by its code, which may settle the order of day and month;
/// `crawled` is the day of the crawl, against which relative dates are resolved.
#[must_use]
pub fn build(
    text: &str,
    lines: &[Line],
    labels: &[Label],
    found: &Comments,
    language: Option<&str>,
    crawled: Option<&str>,
) -> Thread {
    let mut thread = Thread {
        line_to_comment: vec![None; lines.len()],
        page_votes: fields::page_votes(text, lines, labels),
        ..Thread::default()
    };
    let groups = groups(lines, labels, found);
    if groups.is_empty() {
        return thread;
    }
    let calendar = Calendar::of(text, found, language, crawled);
    let mut chars = Chars::new(text);
    let mut places = Vec::with_capacity(groups.len());
    for group in &groups {
        let Some(comment) = comment(text, lines, labels, found, group, &calendar) else { continue };
        let id = u32::try_from(thread.comments.len()).unwrap_or(u32::MAX);
        for (line, slot) in
            group.lines.clone().zip(thread.line_to_comment.iter_mut().skip(group.lines.start))
        {
            if labels.get(line).is_some_and(|label| label.part() == Part::Comment) {
                *slot = Some(id);
            }
        }
        let span = [chars.at(comment.bytes.start), chars.at(comment.bytes.end)];
        let reply_to =
            group.head.and_then(|head| head.reply_to).map(|span| span.of(text).to_owned());
        let answers = group.head.and_then(|head| head.answers);
        places.push(Place { region: group.region, column: group.column, reply_to, answers });
        thread.comments.push(Comment { id, span, ..comment });
    }
    nest::nest(&mut thread.comments, &places);
    quote::mark(&mut thread.comments);
    for region in &found.regions {
        if used(&thread, &region.lines) && !thread.platforms.contains(&region.platform) {
            thread.platforms.push(region.platform);
        }
    }
    thread
}

fn used(thread: &Thread, lines: &Range<u32>) -> bool {
    thread
        .line_to_comment
        .get(lines.start as usize..lines.end as usize)
        .is_some_and(|lines| lines.iter().any(Option::is_some))
}

/// Ranges of lines that belong together: the found items, grown over body lines that follow them, and runs of body lines outside of all items.
fn groups<'f>(lines: &[Line], labels: &[Label], found: &'f Comments) -> Vec<Group<'f>> {
    let mut groups: Vec<Group<'f>> = Vec::new();
    let mut at = 0;
    let mut items = found.items.iter().peekable();
    while at < lines.len() {
        if let Some(item) = items.next_if(|item| item.lines.start as usize <= at) {
            let end = (item.lines.end as usize).min(lines.len());
            let head = item
                .head
                .and_then(|head| found.heads.get(head as usize))
                .filter(|head| kept(labels, head));
            groups.push(Group {
                lines: at..end.max(at),
                head,
                region: item.region,
                column: item.column,
            });
            at = end.max(at);
            continue;
        }
        if labels.get(at).is_none_or(|label| label.part() != Part::Comment) {
            at += 1;
            continue;
        }
        let next_item = items.peek().map_or(lines.len(), |item| item.lines.start as usize);
        let end = run_end(labels, at, next_item);
        match groups.last_mut() {
            Some(last)
                if last.lines.end == at
                    && labels.get(at) != Some(&Label::CommentHead)
                    && last.head.is_none_or(|head| head.inline.is_none()) =>
            {
                // Nothing follows a signature behind the last words.
                last.lines.end = end;
            }
            _ => outside(&mut groups, lines, labels, found, at..end),
        }
        at = end;
    }
    groups
}

/// Cuts a run of comment lines outside of all items at its heads.
fn outside<'f>(
    groups: &mut Vec<Group<'f>>,
    lines: &[Line],
    labels: &[Label],
    found: &'f Comments,
    run: Range<usize>,
) {
    let mut start = run.start;
    for at in run.clone() {
        let opens = labels.get(at) == Some(&Label::CommentHead)
            && at.checked_sub(1).and_then(|b| labels.get(b)) != Some(&Label::CommentHead);
        let last = at + 1 == run.end;
        for end in
            [(opens && at > start).then_some(at), last.then_some(at + 1)].into_iter().flatten()
        {
            // Heads are in the order of their lines.
            let from = found.heads.partition_point(|head| (head.first as usize) < start);
            let head = found
                .heads
                .iter()
                .skip(from)
                .take_while(|head| (head.first as usize) < end)
                .find(|head| kept(labels, head));
            let column = lines.get(start).map_or(0, |line| line.indent);
            groups.push(Group { lines: start..end, head, region: u32::MAX, column });
            start = end;
        }
    }
}

/// Whether the decoder agrees that a head is one.
fn kept(labels: &[Label], head: &Head) -> bool {
    // A head behind the text on the same line is labelled as text.
    let wanted = if head.inline.is_some() { Label::CommentBody } else { Label::CommentHead };
    labels
        .get(head.first as usize..=head.last as usize)
        .is_some_and(|labels| labels.contains(&wanted))
}

/// End of the run of comment lines from `at`.
fn run_end(labels: &[Label], at: usize, limit: usize) -> usize {
    (at..limit)
        .find(|&i| labels.get(i).is_none_or(|label| label.part() != Part::Comment))
        .unwrap_or(limit)
        .max(at + 1)
}

/// One comment without its number and place in the tree; none when nobody wrote anything.
fn comment(
    text: &str,
    lines: &[Line],
    labels: &[Label],
    found: &Comments,
    group: &Group<'_>,
    calendar: &Calendar,
) -> Option<Comment> {
    let with = |wanted: fn(&Label) -> bool| {
        group.lines.clone().filter(move |&at| labels.get(at).is_some_and(wanted))
    };
    let body: Vec<usize> = with(|label| *label == Label::CommentBody).collect();
    let first = *body.first()?;
    let above = group.head.is_none_or(|head| head.closes);
    let opens = above && first == group.lines.start;
    let until = group.head.and_then(|head| head.inline).map_or(usize::MAX, |span| span.start);
    let written = body::join(text, body.iter().filter_map(|&at| lines.get(at)), opens, until);
    if written.trim().is_empty() {
        return None;
    }
    let start = with(|label| label.part() == Part::Comment).next().unwrap_or(first);
    let end = with(|label| label.part() == Part::Comment).next_back().unwrap_or(first);
    let bytes = Span::new(lines.get(start)?.content.start, lines.get(end)?.content.end);
    let marks = || marks(found, &group.lines);
    let date_text = group.head.and_then(|head| head.date).map(|span| one_line(span.of(text)));
    let name = group.head.and_then(|head| head.author).map(|span| span.of(text));
    let mut author = name.filter(|name| !comments::is_nobody(name)).map(str::to_owned);
    let mut author_from = None;
    if let (None, Some(by)) = (&author, marks().find_map(|mark| mark.edited_by)) {
        author = Some(by.of(text).to_owned());
        author_from = Some(AuthorFrom::Edit);
    }
    Some(Comment {
        author,
        author_from,
        date: date_text.as_deref().and_then(|date| calendar.iso(date)),
        date_text,
        role: group.head.and_then(|head| head.role),
        number: group.head.and_then(|head| head.number),
        votes: fields::votes(group.head, marks()),
        placeholder: comments::placeholder(&written),
        truncated: body::is_truncated(&written),
        text: written,
        edited: marks().find_map(|mark| mark.edited).map(|span| span.of(text).to_owned()),
        bytes,
        ..Comment::default()
    })
}

/// A date that an extractor broke behind the day, on one line.
fn one_line(date: &str) -> String {
    if !date.contains('\n') {
        return date.to_owned();
    }
    let words: Vec<&str> = date.split_whitespace().filter(|word| *word != "|").collect();
    words.join(" ")
}

/// What single lines of the range tell.
fn marks<'f>(
    found: &'f Comments,
    lines: &Range<usize>,
) -> impl Iterator<Item = &'f Mark> + use<'f> {
    // Marks are in the order of their lines, and a page may have very many.
    let at = |line: usize| found.marks.partition_point(|(at, _)| (*at as usize) < line);
    let range = at(lines.start)..at(lines.end);
    found.marks.get(range).unwrap_or_default().iter().map(|(_, mark)| mark)
}
