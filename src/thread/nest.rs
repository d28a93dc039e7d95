//! Who answers whom: from "reply to", from the columns at which comments begin, and from whom the text speaks to.
//!
//! A parent always stands before its answer, so no cycle can come out.

use super::{AuthorFrom, Comment, ParentFrom};

/// What nesting needs to know of a comment.
#[derive(Clone, Debug, Default)]
pub(super) struct Place {
    /// Number of the thread on the page.
    pub region: u32,
    /// Column at which the comment begins.
    pub column: u16,
    /// Name of the author whom it answers, when the page says that it is an answer.
    pub reply_to: Option<String>,
    /// Number of the comment that it answers, as the page counts: 1 for `#1.2`.
    pub answers: Option<u64>,
}

/// Columns that nest a comment in the one before; less is the shift of a renderer.
const STEP: u16 = 2;

/// Sets parents and depths, and names authors whom only a reply names. One place a comment, in order.
pub(super) fn nest(comments: &mut [Comment], places: &[Place]) {
    for at in 0..comments.len().min(places.len()) {
        let mut parent = parent(comments, places, at);
        if parent.is_none() && is_flat(places, at) {
            parent = addressed(comments, places, at);
            if let (Some(_), Some(comment)) = (parent, comments.get_mut(at)) {
                comment.parent_from = Some(ParentFrom::Address);
            }
        }
        let depth =
            parent.and_then(|p| comments.get(p)).map_or(0, |above| above.depth.saturating_add(1));
        if let Some(comment) = comments.get_mut(at) {
            comment.parent = parent.and_then(|p| u32::try_from(p).ok());
            comment.depth = depth;
        }
    }
}

/// Index of the comment that `at` answers; always less than `at`.
fn parent(comments: &mut [Comment], places: &[Place], at: usize) -> Option<usize> {
    let place = places.get(at)?;
    let enclosing = enclosing(places, at);
    if let Some(number) = place.answers {
        let counted = (0..at).rev().find(|&i| {
            places.get(i).is_some_and(|other| other.region == place.region)
                && comments.get(i).is_some_and(|comment| comment.number == Some(number))
        });
        if counted.is_some() {
            return counted;
        }
    }
    let Some(name) = place.reply_to.as_deref() else { return enclosing };
    let earlier = || {
        (0..at).rev().filter(|&i| places.get(i).is_some_and(|other| other.region == place.region))
    };
    let wanted = fold(name);
    let named = earlier().find(|&i| {
        comments
            .get(i)
            .and_then(|c| c.author.as_deref())
            .is_some_and(|author| fold(author) == wanted)
    });
    if named.is_some() {
        return named;
    }
    // Nobody of this name so far: on a page that prints no names, the answer stands right below what it answers.
    let nearest = enclosing.or_else(|| earlier().next())?;
    match comments.get_mut(nearest) {
        Some(comment) if comment.author.is_none() => {
            comment.author = Some(name.to_owned());
            comment.author_from = Some(AuthorFrom::Reply);
            Some(nearest)
        }
        _ => enclosing,
    }
}

/// The nearest earlier comment of the thread that begins further left, unless one as far left comes in between.
fn enclosing(places: &[Place], at: usize) -> Option<usize> {
    let place = places.get(at)?;
    (0..at)
        .rev()
        .take_while(|&i| places.get(i).is_some_and(|other| other.region == place.region))
        .find(|&i| places.get(i).is_some_and(|other| other.column + STEP <= place.column))
}

/// Whether the thread is set without indentation and without reply marks, so that only its words tell who answers whom.
fn is_flat(places: &[Place], at: usize) -> bool {
    let Some(place) = places.get(at) else { return false };
    let mut thread = places.iter().filter(|other| other.region == place.region);
    thread.all(|other| other.column.abs_diff(place.column) < STEP && other.reply_to.is_none())
}

/// The nearest earlier comment of the thread by the one whom the text speaks to: `@Vera: ...`.
fn addressed(comments: &[Comment], places: &[Place], at: usize) -> Option<usize> {
    let text = comments.get(at)?.text.trim_start().strip_prefix('@')?;
    let region = places.get(at)?.region;
    let words: Vec<&str> = text.split_whitespace().take(MOST_WORDS).collect();
    let author = |i: usize| comments.get(i)?.author.as_deref().map(fold);
    let earlier = || (0..at).rev().filter(|&i| places.get(i).is_some_and(|p| p.region == region));
    // The whole name first, then the words of it that are written.
    (1..=words.len()).rev().find_map(|count| {
        let wanted = fold(&words.get(..count)?.concat());
        earlier().find(|&i| !wanted.is_empty() && author(i).as_ref() == Some(&wanted))
    })
}

/// Most words of a name that a text speaks to.
const MOST_WORDS: usize = 4;

/// A name without case, spaces and signs.
fn fold(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::{Place, nest};
    use crate::thread::{AuthorFrom, Comment, ParentFrom};
    use proptest::prelude::*;

    fn named(author: Option<&str>) -> Comment {
        Comment { author: author.map(str::to_owned), ..Comment::default() }
    }

    fn answering(name: Option<&str>) -> Place {
        Place { reply_to: name.map(str::to_owned), ..Place::default() }
    }

    #[test]
    fn columns_nest() {
        let mut comments = vec![named(None); 5];
        let places: Vec<Place> = [4, 6, 8, 6, 4]
            .into_iter()
            .map(|column| Place { column, ..Place::default() })
            .collect();
        nest(&mut comments, &places);
        let parents: Vec<_> = comments.iter().map(|c| c.parent).collect();
        assert_eq!(parents, [None, Some(0), Some(1), Some(0), None]);
        assert_eq!(comments[2].depth, 2);
    }

    #[test]
    fn a_reply_names_the_nameless_comment_before_it() {
        let mut comments = vec![named(None), named(None), named(None)];
        nest(&mut comments, &[answering(None), answering(Some("Vera")), answering(Some("vera"))]);
        assert_eq!(comments[0].author.as_deref(), Some("Vera"));
        assert_eq!(comments[0].author_from, Some(AuthorFrom::Reply));
        assert_eq!((comments[1].parent, comments[2].parent), (Some(0), Some(0)));
    }

    #[test]
    fn a_reply_to_somebody_unknown_names_nobody_anew() {
        let mut comments = vec![named(Some("Ann")), named(Some("Bob"))];
        nest(&mut comments, &[answering(None), answering(Some("Carl"))]);
        assert_eq!((comments[0].author.as_deref(), comments[1].parent), (Some("Ann"), None));
    }

    #[test]
    fn numbers_nest() {
        let mut comments = vec![named(None); 3];
        comments[0].number = Some(1);
        comments[1].number = Some(2);
        let answer = Place { answers: Some(1), ..Place::default() };
        nest(&mut comments, &[Place::default(), Place::default(), answer]);
        let parents: Vec<_> = comments.iter().map(|c| c.parent).collect();
        assert_eq!(parents, [None, None, Some(0)]);
    }

    #[test]
    fn a_flat_thread_is_nested_by_whom_it_speaks_to() {
        let said =
            |author: &str, text: &str| Comment { text: text.to_owned(), ..named(Some(author)) };
        let mut comments = vec![
            said("Vera Lund", "It is open."),
            said("Jonas", "@Vera Lund: since when?"),
            said("Ines", "@jonas since Monday"),
            said("Ida", "@everybody thanks"),
        ];
        nest(&mut comments, &vec![Place::default(); 4]);
        let parents: Vec<_> = comments.iter().map(|c| (c.parent, c.parent_from)).collect();
        let address = Some(ParentFrom::Address);
        assert_eq!(parents, [(None, None), (Some(0), address), (Some(1), address), (None, None)]);
    }

    proptest! {
        #[test]
        fn parents_come_first_and_depths_follow(
            seeds in proptest::collection::vec((0u16..9, 0u32..2, proptest::option::of(0usize..4), proptest::option::of(0usize..4)), 0..40)
        ) {
            let names = ["Ann", "Bob", "Carl", "Dora"];
            let mut comments: Vec<Comment> = seeds.iter().map(|s| named(s.2.map(|i| names[i]))).collect();
            let places: Vec<Place> = seeds.iter().map(|s| Place { column: s.0, region: s.1, reply_to: s.3.map(|i| names[i].to_owned()), answers: None }).collect();
            nest(&mut comments, &places);
            for (at, comment) in comments.iter().enumerate() {
                if let Some(parent) = comment.parent {
                    prop_assert!((parent as usize) < at);
                    prop_assert_eq!(comment.depth, comments[parent as usize].depth + 1);
                    prop_assert_eq!(places[parent as usize].region, places[at].region);
                } else {
                    prop_assert_eq!(comment.depth, 0);
                }
            }
        }
    }
}
