//! What is mended of a walk: things that no step from line to line can see.
//!
//! Separate from the assignment of labels because these look at the page: at the form of the whole, and at a thread
//! with its list of comments, its header and its first head.

use std::ops::Range;

use super::assign::{CLAIMED, loses_text};
use super::chain::State;
use super::features::{Base, Values};
use crate::detect::comments::Item;
use crate::detect::{Evidence, Form, Heard, LineEvidence};
use crate::label::{Label, Part};
use crate::rules::Strength;

/// Puts the lines from the first to the last of the article into it that no rule and no thread claims: of
/// forms whose lines are no sentences all of them, of others the running text. Where the walk has lost most of that, it
/// did not find the article, and all of it is taken.
pub fn keep_between(path: &mut [State], form: Form, evidence: &Evidence, values: &Values) {
    let all = matches!(form, Form::Poem | Form::Table | Form::Code);
    let is_article = |state: &State| *state == State::Article;
    let (first, last) = if !all && loses_text(evidence, values, path) {
        (0, path.len())
    } else {
        let ends = (path.iter().position(is_article), path.iter().rposition(is_article));
        let (Some(first), Some(last)) = ends else { return };
        (first, last)
    };
    for (i, (state, seen)) in
        path.iter_mut().zip(&evidence.lines).enumerate().take(last).skip(first)
    {
        // Some sentences have none of the short words by which running text is told.
        let holds = |base| values.get(i, base).is_some_and(|value| value > 0);
        let fits = all || holds(Base::Prose) || holds(Base::Sentences);
        if fits && seen.chrome.is_none() && seen.comment.is_none() && seen.site < CLAIMED {
            *state = State::Article;
        }
    }
}

/// Takes lists of comments without heads into the thread as a whole, when the walk takes half of their lines:
/// their items are of one kind, and nothing but their neighbours tells one from a paragraph.
pub fn take_lists_whole(path: &mut [State], evidence: &Evidence) {
    for items in evidence.comments.items.chunk_by(|a, b| a.region == b.region) {
        if items.iter().any(|item| item.head.is_some()) {
            continue;
        }
        let list: Vec<usize> = items
            .iter()
            .flat_map(lines_of)
            .filter(|&line| {
                evidence.lines.get(line).is_some_and(|seen| {
                    seen.comment.is_some_and(|(label, _)| label.part() == Part::Comment)
                })
            })
            .collect();
        let taken = list.iter().filter(|&&line| path.get(line) == Some(&State::Comment)).count();
        if taken * 2 >= list.len() {
            for line in list {
                if let Some(state) = path.get_mut(line) {
                    *state = State::Comment;
                }
            }
        }
    }
}

/// Comments of a thread after which its list goes on to its end.
const UNDER_WAY: usize = 2;

/// Goes on with a thread under way where the walk has turned to the article: what follows under heads of the same
/// kind is the next comment, however long it is and however much it reads like an article.
pub fn go_on_with_threads(path: &mut [State], evidence: &Evidence) {
    for items in evidence.comments.items.chunk_by(|a, b| a.region == b.region) {
        let mut taken = 0;
        for item in items.iter().filter(|item| item.head.is_some()) {
            let Some(states) = path.get_mut(lines_of(item)) else { continue };
            if taken >= UNDER_WAY {
                for state in states.iter_mut().filter(|state| **state == State::Article) {
                    *state = State::Comment;
                }
            }
            let comment = states.iter().filter(|state| **state == State::Comment).count();
            taken += usize::from(comment * 2 > states.len());
        }
    }
}

/// Lines above the header of a thread that hang on it, at most.
const ABOVE_HEADER: usize = 2;

/// Takes the lines right above the header of a thread out of it, which are as a rule the links to the next articles.
pub fn begin_at_headers(path: &mut [State], evidence: &Evidence) {
    for region in &evidence.regions {
        let start = usize::try_from(region.start).unwrap_or(usize::MAX);
        let is_thread = |line: usize| evidence.lines.get(line).and_then(|seen| seen.comment);
        let header = is_thread(start).is_some_and(|(label, _)| label == Label::CommentControl);
        let above = path.get(..start).unwrap_or_default();
        let nearest = above.iter().rev().take(ABOVE_HEADER + 1);
        let taken = nearest.take_while(|state| **state == State::Comment).count();
        let free = (start.saturating_sub(taken)..start).all(|line| is_thread(line).is_none());
        if header && free && taken <= ABOVE_HEADER {
            for state in path.iter_mut().take(start).skip(start - taken) {
                *state = State::Chrome;
            }
        }
    }
}

/// Lines above the first head of a thread where its header, its sort bar and its calls to log in stand.
const FRAME: usize = 8;
/// Lines there that only the model takes for a comment, at most: more of them may be one whose head is unknown.
const STRAY: usize = 2;

/// Draws the border of a thread above its first head: what rules know for its controls goes into it, and stray lines
/// go out of it, which would be a comment that nobody wrote.
pub fn begin_at_heads(path: &mut [State], evidence: &Evidence) {
    for items in evidence.comments.items.chunk_by(|a, b| a.region == b.region) {
        let Some(first) = items.first().filter(|item| item.head.is_some()) else { continue };
        let start = lines_of(first).start.min(path.len());
        let mut stray = Vec::new();
        for line in (start.saturating_sub(FRAME)..start).rev() {
            let (Some(state), Some(seen)) = (path.get_mut(line), evidence.lines.get(line)) else {
                break;
            };
            let told = seen.comment.map(|(label, _)| label);
            let posted = matches!(told, Some(Label::CommentHead | Label::CommentBody));
            if *state == State::Article || posted {
                break;
            }
            if is_known_control(seen) {
                *state = State::Comment;
            } else if *state == State::Comment && seen.comment.is_none() && seen.cue.is_none() {
                stray.push(line);
            }
        }
        if stray.len() <= STRAY {
            for line in stray {
                if let Some(state) = path.get_mut(line) {
                    *state = State::Chrome;
                }
            }
        }
    }
}

fn lines_of(item: &Item) -> Range<usize> {
    item.lines.start as usize..item.lines.end as usize
}

fn is_known_control(seen: &LineEvidence) -> bool {
    let sure =
        |cue: &Heard<Label>| cue.what == Label::CommentControl && cue.strength == Strength::Sure;
    seen.chrome.is_none() && seen.cue.as_ref().is_some_and(sure)
}

#[cfg(test)]
mod tests {
    use super::{begin_at_heads, go_on_with_threads};
    use crate::detect::comments::Item;
    use crate::detect::{Comments, Evidence, Heard, LineEvidence};
    use crate::label::Label;
    use crate::model::chain::State::{self, Article, Chrome, Comment};
    use crate::rules::{RuleId, Strength};

    /// A page of six lines, with a head on the fifth and a sort bar that a rule is sure of on the second.
    fn page() -> Evidence {
        let mut lines = vec![LineEvidence::default(); 6];
        let (what, strength) = (Label::CommentControl, Strength::Sure);
        lines[1].cue = Some(Heard { what, strength, native: true, rule: RuleId(0) });
        lines[4].comment = Some((Label::CommentHead, 1.0));
        lines[5].comment = Some((Label::CommentBody, 1.0));
        let item = Item { lines: 4..6, head: Some(0), region: 0, column: 0 };
        let comments = Comments { items: vec![item], ..Comments::default() };
        Evidence { lines, comments, ..Evidence::default() }
    }

    fn mended(path: [State; 6], evidence: &Evidence) -> [State; 6] {
        let mut path = path;
        begin_at_heads(&mut path, evidence);
        path
    }

    #[test]
    fn a_thread_begins_at_its_first_head() {
        let stray = [Article, Chrome, Comment, Chrome, Comment, Comment];
        let wanted = [Article, Comment, Chrome, Chrome, Comment, Comment];
        assert_eq!(mended(stray, &page()), wanted);
    }

    #[test]
    fn more_than_stray_lines_may_be_a_comment() {
        let many = [Comment, Comment, Comment, Comment, Comment, Comment];
        assert_eq!(mended(many, &page()), many);
        // The article parts them.
        let parted = [Comment, Chrome, Article, Comment, Comment, Comment];
        let wanted = [Comment, Chrome, Article, Chrome, Comment, Comment];
        assert_eq!(mended(parted, &page()), wanted);
    }

    #[test]
    fn items_without_heads_have_no_such_border() {
        let mut evidence = page();
        evidence.comments.items[0].head = None;
        let path = [Article, Chrome, Comment, Chrome, Comment, Comment];
        assert_eq!(mended(path, &evidence), path);
    }

    #[test]
    fn a_thread_under_way_goes_on_to_its_end() {
        let item = |at: u32, head| Item { lines: at..at + 2, head, region: 0, column: 0 };
        let items = vec![item(0, Some(0)), item(2, Some(1)), item(4, Some(2))];
        let mut evidence =
            Evidence { comments: Comments { items, ..Comments::default() }, ..page() };
        let turned = [Comment, Comment, Comment, Comment, Article, Chrome];
        let mut path = turned;
        go_on_with_threads(&mut path, &evidence);
        assert_eq!(path, [Comment, Comment, Comment, Comment, Comment, Chrome]);
        // One comment may be a byline that was taken for a head.
        let single = [Comment, Comment, Article, Article, Article, Article];
        let mut path = single;
        go_on_with_threads(&mut path, &evidence);
        assert_eq!(path, single);
        // Another list begins.
        evidence.comments.items[2].region = 1;
        let mut path = turned;
        go_on_with_threads(&mut path, &evidence);
        assert_eq!(path, turned);
    }
}
