//! Who answers whom: from "reply to", from the columns at which comments begin, and from whom the text speaks to.
//!
//! A parent always stands before its answer, so no cycle can come out.

use foldhash::fast::FixedState;
use hashbrown::{HashMap, HashSet};

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
    let mut before = Before::default();
    let shaped = shaped(places);
    for (at, place) in places.iter().enumerate().take(comments.len()) {
        let answers = comments.get_mut(at).and_then(|comment| whom(comment, &before, place));
        let place = answers.as_ref().unwrap_or(place);
        let mut parent = parent(comments, &mut before, place);
        let Some(comment) = comments.get(at) else { return };
        let mut from = None;
        if parent.is_none() && !shaped.contains(&place.region) {
            parent = addressed(&comment.text, &before, place.region);
            from = parent.map(|_| ParentFrom::Address);
        }
        let depth =
            parent.and_then(|p| comments.get(p)).map_or(0, |above| above.depth.saturating_add(1));
        if let Some(comment) = comments.get_mut(at) {
            comment.parent = parent.and_then(|p| u32::try_from(p).ok());
            comment.parent_from = from.or(comment.parent_from);
            comment.depth = depth;
            before.add(at, place, comment);
        }
    }
}

/// The comments so far, arranged so that the next one's parent is found without going through them.
#[derive(Default)]
struct Before {
    /// Comments of the present thread that may still enclose one: their columns rise.
    open: Vec<(u16, usize)>,
    /// The thread of the last comment.
    region: Option<u32>,
    /// The last comment of each thread.
    last: HashMap<u32, usize, FixedState>,
    /// The last comment of each author, by thread and folded name.
    authors: HashMap<(u32, String), usize, FixedState>,
    /// The last comment of each number that the page prints, by thread.
    numbers: HashMap<(u32, u64), usize, FixedState>,
}

impl Before {
    /// The nearest earlier comment of the thread that begins further left, unless another thread comes in between.
    fn enclosing(&self, place: &Place) -> Option<usize> {
        if self.region != Some(place.region) {
            return None;
        }
        let further_left = |(column, _): &(u16, usize)| {
            column.checked_add(STEP).is_some_and(|column| column <= place.column)
        };
        let end = self.open.partition_point(further_left);
        end.checked_sub(1).and_then(|top| self.open.get(top)).map(|&(_, at)| at)
    }

    fn add(&mut self, at: usize, place: &Place, comment: &Comment) {
        if self.region.replace(place.region) != Some(place.region) {
            self.open.clear();
        }
        // Whatever begins further right is hidden by this one from now on.
        while self.open.last().is_some_and(|&(column, _)| column >= place.column) {
            self.open.pop();
        }
        self.open.push((place.column, at));
        self.last.insert(place.region, at);
        if let Some(author) = &comment.author {
            self.name(at, place.region, author);
        }
        if let Some(number) = comment.number {
            self.numbers.insert((place.region, number), at);
        }
    }

    fn name(&mut self, at: usize, region: u32, author: &str) {
        let last = self.authors.entry((region, fold(author))).or_insert(at);
        *last = at.max(*last);
    }
}

/// `rider99 CheshireSalt`, where the arrow between the two was an image and the second is an author from above: takes the
/// second off the name, and gives the place with whom the comment answers.
fn whom(comment: &mut Comment, before: &Before, place: &Place) -> Option<Place> {
    let name = comment.author.as_deref().filter(|_| place.reply_to.is_none())?;
    let (who, whom) = name.match_indices(' ').find_map(|(at, _)| {
        let (who, whom) = (name.get(..at)?, name.get(at + 1..)?);
        // Two plain words are a name and its surname.
        let handles = !whom.contains(' ') && (is_handle(who) || is_handle(whom));
        let known = || before.authors.contains_key(&(place.region, fold(whom)));
        (handles && known()).then_some((who.to_owned(), whom.to_owned()))
    })?;
    comment.author = Some(who);
    Some(Place { reply_to: Some(whom), ..place.clone() })
}

/// Whether the name is made up: `rider_99`, `CheshireSalt`.
fn is_handle(name: &str) -> bool {
    let inner = name.chars().skip(1);
    let made = |c: char| c == '_' || c.is_ascii_digit() || c.is_uppercase();
    name.chars().any(char::is_lowercase) && { inner }.any(made)
}

/// Index of the comment that the one at `place` answers.
fn parent(comments: &mut [Comment], before: &mut Before, place: &Place) -> Option<usize> {
    let enclosing = before.enclosing(place);
    let counted = place.answers.and_then(|number| before.numbers.get(&(place.region, number)));
    if let Some(&counted) = counted {
        return Some(counted);
    }
    let Some(name) = place.reply_to.as_deref() else { return enclosing };
    if let Some(&named) = before.authors.get(&(place.region, fold(name))) {
        return Some(named);
    }
    // Nobody of this name so far: on a page that prints no names, the answer stands right below what it answers.
    let nearest = enclosing.or_else(|| before.last.get(&place.region).copied())?;
    match comments.get_mut(nearest) {
        Some(comment) if comment.author.is_none() => {
            comment.author = Some(name.to_owned());
            comment.author_from = Some(AuthorFrom::Reply);
            before.name(nearest, place.region, name);
            Some(nearest)
        }
        _ => enclosing,
    }
}

/// The threads whose indentation or reply marks tell who answers whom; in all others only the words do.
fn shaped(places: &[Place]) -> HashSet<u32, FixedState> {
    let mut columns: HashMap<u32, (u16, u16), FixedState> = HashMap::default();
    let mut shaped = HashSet::default();
    for place in places {
        let (least, most) = columns.entry(place.region).or_insert((place.column, place.column));
        *least = place.column.min(*least);
        *most = place.column.max(*most);
        if most.abs_diff(*least) >= STEP || place.reply_to.is_some() {
            shaped.insert(place.region);
        }
    }
    shaped
}

/// The nearest earlier comment of the thread by the one whom the text speaks to: `@Vera: ...`.
fn addressed(text: &str, before: &Before, region: u32) -> Option<usize> {
    let text = text.trim_start().strip_prefix('@')?;
    let words: Vec<&str> = text.split_whitespace().take(MOST_WORDS).collect();
    // The whole name first, then the words of it that are written.
    (1..=words.len()).rev().find_map(|count| {
        let wanted = fold(&words.get(..count)?.concat());
        (!wanted.is_empty()).then(|| before.authors.get(&(region, wanted)).copied())?
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

    #[test]
    fn columns_at_the_end_of_their_range_do_not_overflow() {
        let mut comments = vec![named(None); 2];
        let at = |column| Place { column, ..Place::default() };
        nest(&mut comments, &[at(u16::MAX), at(u16::MAX)]);
        assert_eq!((comments[0].parent, comments[1].parent), (None, None));
    }

    /// What nesting means, said by going through all comments before.
    fn plainly(places: &[Place], at: usize) -> Option<usize> {
        let same = |i: &usize| places[*i].region == places[at].region;
        let mut before = (0..at).rev().take_while(same);
        before.find(|&i| places[i].column + 2 <= places[at].column)
    }

    #[test]
    fn many_comments_cost_no_more_than_their_number() {
        let count = 200_000;
        let mut comments = vec![named(Some("Ann")); count];
        let place = |i: usize| Place {
            column: 4,
            region: 0,
            reply_to: (i % 2 == 1).then(|| format!("nobody {i}")),
            ..Place::default()
        };
        let places: Vec<Place> = (0..count).map(place).collect();
        nest(&mut comments, &places);
        assert!(comments.iter().all(|comment| comment.parent.is_none()));
    }

    proptest! {
        #[test]
        fn columns_nest_in_the_nearest_to_the_left(
            seeds in proptest::collection::vec((0u16..9, 0u32..2), 0..40)
        ) {
            let mut comments = vec![named(None); seeds.len()];
            let place = |&(column, region)| Place { region, column, ..Place::default() };
            let places: Vec<Place> = seeds.iter().map(place).collect();
            nest(&mut comments, &places);
            for (at, comment) in comments.iter().enumerate() {
                prop_assert_eq!(comment.parent.map(|p| p as usize), plainly(&places, at));
            }
        }

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
