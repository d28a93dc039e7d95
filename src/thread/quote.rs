//! What a commenter quotes: marked lines, blocks that a forum prints, and words of an earlier comment.
//!
//! Separate from the joining of lines, because a quotation is known by what
//! stands in other comments as much as by its own marks.

use foldhash::fast::FixedState;
use hashbrown::HashMap;

use super::{Comment, Quote};
use crate::segment::Class;

/// A line of fewer characters may be written twice by chance.
const LEAST_CHARS: usize = 30;
/// Ends the block that XenForo prints.
const EXPAND: &str = "Click to expand...";
/// A line alone that says that a quotation follows.
const BLOCKS: &[&str] = &[
    "quote",
    "quote:",
    "zitat",
    "zitat:",
    "citation",
    "citation :",
    "cita",
    "cita:",
    "citat",
    "citat:",
    "cytat:",
    "\u{446}\u{438}\u{442}\u{430}\u{442}\u{430}",
    "\u{446}\u{438}\u{442}\u{430}\u{442}\u{430}:",
];
/// Ends of a line that names who is quoted.
const WROTE: &[&str] = &[
    " wrote:",
    " said:",
    " schrieb:",
    " hat geschrieben:",
    " a \u{e9}crit :",
    " a \u{e9}crit:",
    " escribi\u{f3}:",
    " escreveu:",
    " ha scritto:",
    " schreef:",
    " napisa\u{142}:",
    " napisa\u{142}(a):",
    " \u{43f}\u{438}\u{441}\u{430}\u{43b}(\u{430}):",
    " \u{43d}\u{430}\u{43f}\u{438}\u{441}\u{430}\u{43b}:",
    " skrev:",
];
/// Openings of such a line.
const POSTED: &[&str] = &[
    "Originally Posted by ",
    "Quote from ",
    "Quoting ",
    "Quote Originally Posted by ",
    "Zitat von ",
    "Zitat von: ",
    "Originally posted by ",
    "Citation de ",
    "Cita de ",
];

/// The first comment that holds a line, by the line's key.
type Written = HashMap<String, u32, FixedState>;

/// Marks the quotations in the comments of a thread.
pub(super) fn mark(comments: &mut [Comment]) {
    let mut written = Written::default();
    for comment in comments {
        let lines = placed(&comment.text);
        comment.quotes = quotes(&lines, &written);
        for key in lines.into_iter().filter_map(|line| line.key) {
            written.entry(key).or_insert(comment.id);
        }
    }
}

/// One line of a comment and where it stands.
struct Placed<'t> {
    line: &'t str,
    start: usize,
    end: usize,
    key: Option<String>,
}

impl Placed<'_> {
    /// The comment that holds the line too.
    fn source(&self, written: &Written) -> Option<u32> {
        written.get(self.key.as_deref()?).copied()
    }
}

fn quotes(lines: &[Placed<'_>], written: &Written) -> Vec<Quote> {
    let mut found: Vec<Quote> = Vec::new();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let (author, first) = match opening(line.line) {
            Some(Opening { author }) => (author, at + 1),
            None => (None, at),
        };
        let end = end(lines, first, first > at, written);
        let source = lines.get(first..end).unwrap_or_default();
        let source = source.iter().find_map(|line| line.source(written));
        if let (Some(start), Some(last)) =
            (lines.get(first), end.checked_sub(1).and_then(|last| lines.get(last)))
            && end > first
        {
            found.push(Quote { span: [start.start, last.end], author, comment: source });
        }
        at = end.max(at + 1);
    }
    found
}

fn placed(text: &str) -> Vec<Placed<'_>> {
    let mut start = 0;
    let mut lines = Vec::new();
    for line in text.split('\n') {
        let end = start + line.chars().count();
        lines.push(Placed { line, start, end, key: key(line) });
        start = end + 1;
    }
    lines
}

/// A line that says that a quotation follows.
struct Opening {
    /// Whom it names.
    author: Option<String>,
}

/// Reads a line that opens a quotation.
fn opening(line: &str) -> Option<Opening> {
    let line = line.trim();
    if line.len() > 100 || line.is_empty() {
        return None;
    }
    let is_block = || BLOCKS.contains(&line.to_lowercase().as_str());
    if BLOCKS.iter().any(|block| block.len() == line.len()) && is_block() {
        return Some(Opening { author: None });
    }
    let bare = line.trim_end_matches(['\u{2191}', ' ']);
    let name = POSTED
        .iter()
        .find_map(|opening| bare.strip_prefix(opening))
        .or_else(|| WROTE.iter().find_map(|verb| bare.strip_suffix(verb)))?;
    let name = name.trim_end_matches(':').trim();
    let fits = !name.is_empty() && name.split_whitespace().count() <= 5;
    fits.then(|| Opening { author: Some(name.to_owned()) })
}

/// End of the quotation that begins at `first`: after the lines marked with `>`, at the line that folds a block,
/// or after the words of an earlier comment. `opened` tells that a line above says so.
fn end(lines: &[Placed<'_>], first: usize, opened: bool, written: &Written) -> usize {
    let rest = lines.get(first..).unwrap_or_default();
    // Blank lines at the end are between the quotation and the answer.
    let count = |run: usize| {
        rest.iter().take(run).rposition(|line| !line.line.trim().is_empty()).map_or(0, |at| at + 1)
    };
    let marked = count(rest.iter().take_while(|line| line.line.starts_with('>')).count());
    if marked > 0 {
        return first + marked;
    }
    if opened && let Some(fold) = rest.iter().position(|line| line.line.trim() == EXPAND) {
        return first + fold;
    }
    let known = |line: &&Placed<'_>| line.line.trim().is_empty() || line.source(written).is_some();
    let known = count(rest.iter().take_while(known).count());
    if known > 0 || !opened {
        return first + known;
    }
    // A block without an end: its first paragraph, when something follows.
    let block = rest.iter().take_while(|line| !line.line.trim().is_empty()).count();
    let answered = rest.iter().skip(block).any(|line| !line.line.trim().is_empty());
    first + if answered { block } else { 0 }
}

/// A line without case, signs and spaces, when it is long enough to be told from others.
fn key(line: &str) -> Option<String> {
    if line.len() < LEAST_CHARS {
        return None;
    }
    let mut key = String::with_capacity(line.len());
    for c in line.chars().filter(|c| Class::of(*c).is_alphanumeric()) {
        if c.is_ascii() { key.push(c.to_ascii_lowercase()) } else { key.extend(c.to_lowercase()) }
    }
    (key.chars().count() >= LEAST_CHARS).then_some(key)
}

#[cfg(test)]
mod tests {
    use super::mark;
    use crate::thread::Comment;

    /// The quoted words, author and source of each quotation in the last comment.
    fn last(texts: &[&str]) -> Vec<(String, Option<String>, Option<u32>)> {
        let mut comments: Vec<Comment> = (0..)
            .zip(texts)
            .map(|(id, text)| Comment { id, text: (*text).to_owned(), ..Comment::default() })
            .collect();
        mark(&mut comments);
        let last = comments.pop().unwrap();
        let chars: Vec<char> = last.text.chars().collect();
        last.quotes
            .into_iter()
            .map(|q| (chars[q.span[0]..q.span[1]].iter().collect(), q.author, q.comment))
            .collect()
    }

    #[test]
    fn marked_lines() {
        let found = last(&["> The path is closed.\n> Until June.\n\nIt is open again."]);
        assert_eq!(found, [("> The path is closed.\n> Until June.".to_owned(), None, None)]);
    }

    #[test]
    fn blocks_of_forums() {
        let found = last(&[
            "Vera said: \u{2191}\nThe path is closed.\n\nAll of it.\nClick to expand...\nIt is open again.",
        ]);
        assert_eq!(
            found,
            [("The path is closed.\n\nAll of it.".to_owned(), Some("Vera".to_owned()), None)]
        );
        let found =
            last(&["Originally Posted by rider99\nThe path is closed.\n\nIt is open again."]);
        assert_eq!(found, [("The path is closed.".to_owned(), Some("rider99".to_owned()), None)]);
        assert_eq!(last(&["Vera wrote:\nand nothing was said after that"]), []);
    }

    #[test]
    fn words_of_an_earlier_comment() {
        let first = "The path along the river was closed for two whole years.\nNobody knew why.";
        let answer =
            "\u{201c}The path along the river was closed for two whole years.\u{201d}\nI knew.";
        let found = last(&[first, answer]);
        assert_eq!(
            found,
            [(
                "\u{201c}The path along the river was closed for two whole years.\u{201d}"
                    .to_owned(),
                None,
                Some(0)
            )]
        );
        assert_eq!(last(&["I was there.", "I was there."]), []);
    }
}
