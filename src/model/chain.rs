//! The linear chain: states, scores and the best path.
//!
//! A page is a walk over four states. Chrome before the article and chrome
//! after its start are two states, because menus and footers look alike but
//! stand in different places and lead to different neighbours.

use crate::label::Part;

/// Number of states.
pub const STATES: usize = 4;

/// One score a state.
pub type Scores = [f32; STATES];

/// A part of a page, as the chain walks through it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// Chrome before the first line of the article.
    Head,
    /// The article.
    Article,
    /// Chrome inside and after the article, and around the thread.
    Chrome,
    /// The comment thread.
    Comment,
}

impl State {
    /// Every state, in the order of [`Scores`].
    pub const ALL: [Self; STATES] = [Self::Head, Self::Article, Self::Chrome, Self::Comment];

    /// The part of the output that lines of this state go to.
    #[must_use]
    pub const fn part(self) -> Part {
        match self {
            Self::Article => Part::Article,
            Self::Comment => Part::Comment,
            Self::Head | Self::Chrome => Part::Chrome,
        }
    }
}

/// `step[from][to]`: score of going from the state of a line to that of the next.
#[derive(Clone, Debug, PartialEq)]
pub struct Steps(pub [Scores; STATES]);

/// A score that no path survives.
pub const NEVER: f32 = -1.0e9;

/// What the states that a page starts in add: it starts with chrome or with the article.
const FIRST: Scores = [0.0, 0.0, NEVER, NEVER];

/// How much the usual steps count against what is seen of the lines. The scores of a line already
/// know its neighbours; 0.3 was best of 0, 0.1, 0.3 and 0.6 on sources held out.
const TRUST: f32 = 0.3;

impl Steps {
    /// The walks that make sense, all scored zero: the head is never entered again once left.
    #[must_use]
    pub fn allowed() -> Self {
        let mut step = [[0.0; STATES]; STATES];
        for (from, row) in State::ALL.into_iter().zip(step.iter_mut()) {
            let [head, _, chrome, _] = row;
            match from {
                State::Head => *chrome = NEVER,
                _ => *head = NEVER,
            }
        }
        Self(step)
    }

    /// The same, scored by how often each step was made: `counts[from][to]`.
    #[must_use]
    #[allow(clippy::cast_precision_loss, reason = "only shares of them matter")]
    pub fn usual(counts: &[[u64; STATES]; STATES]) -> Self {
        let mut steps = Self::allowed();
        for (row, counts) in steps.0.iter_mut().zip(counts) {
            let all = counts.iter().sum::<u64>() + STATES as u64;
            for (score, count) in row.iter_mut().zip(counts) {
                *score += TRUST * ((count + 1) as f32 / all as f32).ln();
            }
        }
        steps
    }
}

/// The best walk through the page, by Viterbi's algorithm; ties go to the earlier state.
#[must_use]
pub fn best(emissions: &[Scores], steps: &Steps) -> Vec<State> {
    let Some((first, rest)) = emissions.split_first() else { return Vec::new() };
    let mut score = add(&FIRST, first);
    let mut back: Vec<[u32; STATES]> = Vec::with_capacity(rest.len());
    for emission in rest {
        // The four states of a line side by side, and no branch: which of two steps is better cannot be foreseen.
        let (mut top, mut from) = ([f32::NEG_INFINITY; STATES], [0; STATES]);
        for (state, (s, row)) in (0u32..).zip(score.iter().zip(&steps.0)) {
            for to in 0..STATES {
                let value = s + row[to];
                let better = value > top[to];
                top[to] = if better { value } else { top[to] };
                from[to] = if better { state } else { from[to] };
            }
        }
        score = add(&top, emission);
        back.push(from);
    }
    let mut at = arg_max(&score);
    let mut path = vec![state(at); emissions.len()];
    for (from, slot) in back.iter().zip(&mut path).rev() {
        at = from.get(at).map_or(0, |from| *from as usize);
        *slot = state(at);
    }
    path
}

fn state(number: usize) -> State {
    State::ALL.get(number).copied().unwrap_or(State::Chrome)
}

/// What each state would have of the whole, if its score were the logarithm of its share.
#[must_use]
pub fn shares(scores: &Scores) -> Scores {
    let top = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let powers = scores.map(|score| (score - top).exp());
    let sum: f32 = powers.iter().sum();
    powers.map(|power| power / sum)
}

fn add(a: &Scores, b: &Scores) -> Scores {
    let mut sum = *a;
    for (s, b) in sum.iter_mut().zip(b) {
        *s += b;
    }
    sum
}

fn arg_max(scores: &Scores) -> usize {
    let mut best = 0;
    let mut top = f32::NEG_INFINITY;
    for (i, &score) in scores.iter().enumerate() {
        if score > top {
            (best, top) = (i, score);
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::{FIRST, NEVER, STATES, Scores, State, Steps, best};
    use proptest::prelude::*;

    /// Scores all walks one by one.
    fn all_walks(emissions: &[Scores], steps: &Steps) -> Vec<(Vec<usize>, f32)> {
        let mut walks: Vec<(Vec<usize>, f32)> = vec![(Vec::new(), 0.0)];
        for emission in emissions {
            walks = walks
                .into_iter()
                .flat_map(|(walk, score)| {
                    (0..STATES).map(move |to| {
                        let step = match walk.last() {
                            None => FIRST[to],
                            Some(&from) => steps.0[from][to],
                        };
                        let mut longer = walk.clone();
                        longer.push(to);
                        (longer, score + step + emission[to])
                    })
                })
                .collect();
        }
        walks
    }

    proptest! {
        #[test]
        fn agrees_with_trying_every_walk(emissions in prop::collection::vec(prop::array::uniform4(-3.0f32..3.0), 1..5)) {
            let mut steps = Steps::allowed();
            steps.0[1][2] = -1.0;
            steps.0[2][1] = -0.5;
            let walks = all_walks(&emissions, &steps);
            let top = walks.iter().max_by(|a, b| a.1.total_cmp(&b.1)).unwrap();
            let found: Vec<usize> = best(&emissions, &steps).iter().map(|s| *s as usize).collect();
            prop_assert_eq!(&found, &top.0);
        }
    }

    #[test]
    fn the_head_is_never_entered_again() {
        let steps = Steps::allowed();
        assert_eq!(steps.0[1][0].to_bits(), NEVER.to_bits());
        let emissions = [[0.0, 5.0, 0.0, 0.0], [3.0, 0.0, 0.0, 0.0]];
        assert_eq!(best(&emissions, &steps)[1], State::Article);
        assert!(best(&[], &steps).is_empty());
    }
}
