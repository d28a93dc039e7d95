//! Lists of posts: front pages, categories, archives. A post with its author, date and first words looks like a comment.
//!
//! Told by what stands at the foot of each post and never of a comment: the way
//! to the rest of it, or the number of its comments.

use std::ops::Range;

use super::borders::{self, Header};
use super::collect::Source;
use super::cue::{Cue, Kind};
use super::words::{trim_signs, words};
use crate::segment::{is_unspaced, lower_into};

/// Posts that make a list.
const FEWEST: usize = 3;
/// Bytes of a foot at most.
const FOOT: usize = 120;
/// Lines above the first foot in which its post begins.
const POST: usize = 8;
/// Lines from foot to foot at most.
const LONGEST: usize = 40;
/// Tenths of a page's running text that are most of it.
const MOST: u32 = 7;

/// The posts of a page.
#[derive(Clone, Debug, Default)]
pub(super) struct Posts {
    /// Their lines; none when the page holds no list of posts.
    pub lines: Range<usize>,
    /// The lines at their feet.
    pub feet: Vec<usize>,
    /// Whether they hold most of the page's running text.
    pub most: bool,
}

/// Finds the posts.
pub(super) fn find(source: &Source<'_>) -> Posts {
    let cues = source.cues;
    let mut low = String::new();
    let mut feet: Vec<(usize, Foot)> = Vec::new();
    let mut told = None;
    for (at, cue) in cues.iter().enumerate() {
        let above = feet.last().map_or(at.saturating_sub(POST), |(last, _)| last + 1);
        if told.is_some_and(|told| told >= above)
            && may_be_foot(source, at)
            && let Some(foot) = foot(source, at, &mut low)
        {
            feet.push((at, foot));
        }
        if cue.prose {
            told = Some(at);
        }
    }
    let lists = feet.chunk_by(|(a, _), (b, _)| b - a <= LONGEST);
    // Of equals the first.
    let list = lists.rev().max_by_key(|list| list.len()).unwrap_or_default();
    let (Some(&(first, _)), Some(&(last, _))) = (list.first(), list.last()) else {
        return Posts::default();
    };
    if list.len() < FEWEST {
        return Posts::default();
    }
    // Long comments are cut off as well, but answered.
    let mut is_answer = |at: &usize| {
        let body = source.lines.get(*at).map_or("", |line| line.body.of(source.text));
        lower_into(body, &mut low);
        words().reply.contains(&low)
    };
    let button = |at: &usize| cues.get(*at).is_some_and(|cue| cue.kind == Kind::Button);
    let leads = list.iter().filter(|(_, foot)| *foot == Foot::LeadsOn).count();
    let most = list.len().div_ceil(2);
    if leads >= most
        && (first..last).filter(button).filter(|at| is_answer(at)).take(most).count() == most
    {
        return Posts::default();
    }
    let feet = list.iter().map(|(at, _)| *at).collect();
    let lines = first.saturating_sub(POST)..last + 1;
    let words = |range: Range<usize>| -> u32 {
        let told = source.lines.iter().zip(cues).take(range.end).skip(range.start);
        told.filter(|(_, cue)| cue.prose).map(|(line, _)| line.shape.words).sum()
    };
    let most = words(lines.clone()) * 10 >= words(0..cues.len()) * MOST;
    Posts { lines, feet, most }
}

/// What stands at the foot of a post.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Foot {
    /// How many comments it has.
    Counted,
    /// The way to the rest of it, or to its comments.
    LeadsOn,
}

/// Whether the line need be read: few recur, are set apart by signs, or end as counts do.
fn may_be_foot(source: &Source<'_>, at: usize) -> bool {
    let (Some(cue), Some(line)) = (source.cues.get(at), source.lines.get(at)) else { return false };
    let recurs = || source.traits.recurring.get(at) == Some(&true);
    let shape = &line.shape;
    let framed = matches!(cue.kind, Kind::Form | Kind::Header(_));
    // `Posted by Ann at 7:12 22 comments:`; most lines with digits end in digits or as sentences do.
    let counts = || {
        let body = line.body.of(source.text).trim_end_matches(':');
        shape.digits > 0 && body.ends_with(|c: char| c == ')' || c.is_alphabetic())
    };
    let row = !cue.prose && shape.separators > 0;
    if line.body.len() > FOOT || !(framed || row || recurs() || counts()) {
        return false;
    }
    // Some print between the name and the date of a comment how much its bearer wrote; `Comment 1` is no count.
    let near = |at: Option<usize>| at.and_then(|at| source.cues.get(at));
    let named = near(at.checked_sub(1)).is_some_and(Cue::is_name)
        && near(Some(at + 1)).is_some_and(|cue| cue.prose || cue.kind == Kind::Date);
    !named && cue.kind != Kind::Sign
}

/// What the line, or a part of it, is at the foot of a post. `low` is room for it in lower case.
fn foot(source: &Source<'_>, at: usize, low: &mut String) -> Option<Foot> {
    let body = source.lines.get(at).map_or("", |line| line.body.of(source.text));
    lower_into(body, low);
    let part = |part| trim_signs(part, |c: char| !c.is_alphanumeric() && c != ')');
    let parts = || low.split(['|', '\u{b7}', '\u{2022}']).map(part);
    if parts().any(counts_comments) {
        return Some(Foot::Counted);
    }
    // `Read more:` names another article.
    let leads = !low.ends_with(':') && parts().any(|part| words().leads.contains(part));
    leads.then_some(Foot::LeadsOn)
}

/// Whether the part is the number of comments, or ends in it: `Posted by Ann at 7:12 22 comments`.
fn counts_comments(part: &str) -> bool {
    let counted = |text: &str| matches!(borders::header(text), Some(Header::Counted(_)));
    if words().comments.may_end_apart(part) {
        let start = part.rmatch_indices(' ').nth(1).map_or(0, |(at, _)| at + 1);
        return part.get(start..).is_some_and(counted) || counted(part);
    }
    part.ends_with(|c| c == ')' || is_unspaced(c)) && counted(part)
}

#[cfg(test)]
mod tests {
    use std::ops::Range;

    use super::counts_comments;
    use crate::dates;
    use crate::detect::comments;
    use crate::segment::segment;

    /// A page of four posts with this foot.
    fn page(foot: &str) -> String {
        let post = |title, text| {
            format!("{title}\nWritten by Ann Lee\nMay 3, 2012 10:12\n{text}\n{foot}\n")
        };
        [
            post("A bridge", "The old bridge will be closed for a year, the town said on Monday."),
            post("A ferry", "Until then a ferry takes people over, but it starts at eight only."),
            post("A bus", "Nobody has asked the driver of the bus, who would rather go by boat."),
            post("A goose", "There is a goose on the towpath that lets nobody pass before noon."),
        ]
        .concat()
    }

    fn posts(text: &str) -> Range<u32> {
        let lines = segment(text).lines;
        let dates = dates::of_lines(text, &lines);
        let found = comments::find(text, &lines, &[], &dates, &[]);
        assert!(found.posts.is_empty() || found.items.is_empty(), "{:?}", found.items);
        found.posts
    }

    #[test]
    fn posts_lead_on_or_count_their_comments() {
        for foot in [
            "Read more...",
            "Add new comment",
            "12 Comments",
            "Posted in News | 3 comments",
            "Read more | 5 comments",
            "Weiterlesen \u{2192}",
            "Posted by Ann at 7:12 AM 12 comments:",
        ] {
            assert_eq!(posts(&page(foot)).end, 20, "{foot}");
        }
        assert_eq!(posts(&page("Share")), 0..0);
    }

    #[test]
    fn long_comments_are_cut_off_as_well() {
        assert_eq!(posts(&page("Read more \u{bb}\nReply")), 0..0);
        assert_ne!(posts(&page("12 comments\nReply")), 0..0);
    }

    #[test]
    fn headlines_with_counts_are_no_posts() {
        let rail: Vec<String> =
            (3..9).map(|n| format!("Bridge number {n}\n{n} comments\n")).collect();
        let text = "The bridge stays closed until the spring, the town said.\n";
        assert_eq!(posts(&[text, &rail.concat()].concat()), 0..0);
    }

    #[test]
    fn numbers_of_comments() {
        for part in
            ["12 comments", "comments (3)", "posted by ann at 7:12 22 comments", "1 kommentar"]
        {
            assert!(counts_comments(part), "{part}");
        }
        for part in ["comments", "12 people", "7 comments were deleted", "may 12"] {
            assert!(!counts_comments(part), "{part}");
        }
    }
}
