//! Inside the article, only evidence removes.
//!
//! The walk may take a stretch of lines out of the middle of the article
//! because it looks like a list of teasers. Where no rule, no thread and no
//! repetition says so, and the walk itself is not sure, the stretch stays: a
//! lost paragraph is worse than a kept teaser.

use std::ops::Range;

use super::chain::State;
use super::features::{Base, Values};
use crate::detect::{Evidence, Form};

/// Lines of the longest stretch that is filled.
const LONGEST: usize = 12;
/// Mean probability from which on the walk counts as sure of a stretch.
const SURE: f32 = 0.85;

/// Puts unexplained stretches between two lines of the article back into it.
pub fn fill(path: &mut [State], sure: &[f32], evidence: &Evidence, values: &Values) {
    for gap in gaps(path) {
        let explained = gap.clone().any(|i| {
            evidence.lines.get(i).is_some_and(|l| l.chrome.is_some() || l.comment.is_some())
                || values.get(i, Base::Repeats).is_some_and(|r| r > 0)
        });
        if explained || gap.len() > LONGEST || mean(sure.get(gap.clone())) >= SURE {
            continue;
        }
        for state in path.get_mut(gap).into_iter().flatten() {
            *state = State::Article;
        }
    }
}

/// Puts the lines from the first to the last of the article into it that no rule and no thread claims: of
/// forms whose lines are no sentences all of them, of others the running text.
pub fn keep(path: &mut [State], form: Form, evidence: &Evidence, values: &Values) {
    let all = matches!(form, Form::Poem | Form::Table | Form::Code);
    let is_article = |state: &State| *state == State::Article;
    let (Some(first), Some(last)) =
        (path.iter().position(is_article), path.iter().rposition(is_article))
    else {
        return;
    };
    for (i, (state, seen)) in
        path.iter_mut().zip(&evidence.lines).enumerate().take(last).skip(first)
    {
        let fits = all || values.get(i, Base::Prose).is_some_and(|prose| prose > 0);
        if fits && seen.chrome.is_none() && seen.comment.is_none() {
            *state = State::Article;
        }
    }
}

/// Stretches of chrome with article directly before and after.
fn gaps(path: &[State]) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut last_article: Option<usize> = None;
    for (i, state) in path.iter().enumerate() {
        match state {
            State::Article => {
                if let Some(last) = last_article.filter(|last| last + 1 < i) {
                    out.push(last + 1..i);
                }
                last_article = Some(i);
            }
            State::Chrome => {}
            State::Head | State::Comment => last_article = None,
        }
    }
    out
}

#[allow(clippy::cast_precision_loss, reason = "a stretch has few lines")]
fn mean(shares: Option<&[f32]>) -> f32 {
    let shares = shares.unwrap_or_default();
    shares.iter().sum::<f32>() / shares.len().max(1) as f32
}

#[cfg(test)]
mod tests {
    use super::super::chain::State::{Article, Chrome, Comment, Head};
    use super::{Range, fill, gaps, keep};
    use crate::detect::{Evidence, Form, Heard, LineEvidence};
    use crate::label::{ChromeKind, Label};
    use crate::model::features::Values;
    use crate::rules::{RuleId, Strength};

    #[test]
    fn gaps_lie_between_two_lines_of_the_article() {
        let path = [Head, Article, Chrome, Article, Chrome, Chrome, Comment, Article, Chrome];
        assert_eq!(gaps(&path), vec![Range { start: 2, end: 3 }]);
    }

    #[test]
    fn of_forms_only_claimed_lines_are_taken_out() {
        let mut path = [Head, Article, Chrome, Comment, Chrome, Article, Chrome];
        let mut evidence =
            Evidence { lines: vec![LineEvidence::default(); 7], ..Evidence::default() };
        evidence.lines[4].comment = Some((Label::CommentBody, 0.9));
        keep(&mut path, Form::Poem, &evidence, &Values::default());
        assert_eq!(path, [Head, Article, Article, Article, Chrome, Article, Chrome]);
        let mut none = [Head, Chrome];
        keep(&mut none, Form::Poem, &evidence, &Values::default());
        assert_eq!(none, [Head, Chrome]);
        let mut talk = [Article, Chrome, Article];
        keep(&mut talk, Form::Interview, &evidence, &Values::default());
        assert_eq!(talk, [Article, Chrome, Article], "no running text");
    }

    #[test]
    fn only_unexplained_and_unsure_gaps_are_filled() {
        let filled = |evidence: &Evidence, sure: f32| {
            let mut path = [Article, Chrome, Article];
            fill(&mut path, &[1.0, sure, 1.0], evidence, &Values::default());
            path[1] == Article
        };
        let mut evidence =
            Evidence { lines: vec![LineEvidence::default(); 3], ..Evidence::default() };
        assert!(filled(&evidence, 0.6));
        assert!(!filled(&evidence, 0.95));
        evidence.lines[1].chrome = Some(Heard {
            what: ChromeKind::Related,
            strength: Strength::Hint,
            rule: RuleId(0),
            native: true,
        });
        assert!(!filled(&evidence, 0.6));
    }
}
