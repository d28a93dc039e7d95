//! The linear chain: states, scores, the best path and the expected states.
//!
//! A page is a walk over four states. Chrome before the article and chrome
//! after its start are two states, because menus and footers look alike but
//! stand in different places and lead to different neighbours.

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
}

/// Scores for the first state, for each step from one state to the next, and for the last state.
#[derive(Clone, Debug, PartialEq)]
pub struct Steps {
    /// Score of starting in a state.
    pub first: Scores,
    /// `step[from][to]`: score of going from one state to the next.
    pub step: [Scores; STATES],
    /// Score of ending in a state.
    pub last: Scores,
}

/// A score that no path survives.
pub const NEVER: f32 = -1.0e9;

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
        Self { first: [0.0, 0.0, NEVER, NEVER], step, last: [0.0; STATES] }
    }
}

/// The best walk through the page, by Viterbi's algorithm; ties go to the earlier state.
#[must_use]
pub fn best(emissions: &[Scores], steps: &Steps) -> Vec<State> {
    let Some((first, rest)) = emissions.split_first() else { return Vec::new() };
    let mut score = add(&steps.first, first);
    let mut back: Vec<[u8; STATES]> = Vec::with_capacity(rest.len());
    for emission in rest {
        let mut from = [0u8; STATES];
        let mut next = [NEVER; STATES];
        for (to, (slot, came)) in next.iter_mut().zip(from.iter_mut()).enumerate() {
            let mut top = f32::NEG_INFINITY;
            for (state, (s, row)) in (0u8..).zip(score.iter().zip(&steps.step)) {
                let value = s + row.get(to).copied().unwrap_or(NEVER);
                if value > top {
                    top = value;
                    *came = state;
                }
            }
            *slot = top + emission.get(to).copied().unwrap_or(0.0);
        }
        score = next;
        back.push(from);
    }
    let mut at = arg_max(&add(&score, &steps.last));
    let mut path = Vec::with_capacity(emissions.len());
    path.push(at);
    for from in back.iter().rev() {
        at = from.get(at).copied().unwrap_or(0).into();
        path.push(at);
    }
    path.iter().rev().map(|&at| State::ALL.get(at).copied().unwrap_or(State::Chrome)).collect()
}

/// What the forward-backward algorithm knows of a page.
#[derive(Clone, Debug)]
pub struct Expected {
    /// Natural logarithm of the sum over all walks.
    pub log_sum: f64,
    /// Probability of each state on each line.
    pub states: Vec<Scores>,
    /// Expected number of steps from one state to another.
    pub steps: [Scores; STATES],
}

/// Scores in double precision: the sum over a page of a thousand lines would lose the probabilities in single.
type Wide = [f64; STATES];

/// Probabilities of the states of every line, over all walks.
#[must_use]
#[allow(clippy::cast_possible_truncation, reason = "probabilities and counts fit single precision")]
pub fn expected(emissions: &[Scores], steps: &Steps) -> Expected {
    let table = steps.step.map(wide);
    let (forward, log_sum) = forward(emissions, steps, &table);
    let mut counts = [[0.0f64; STATES]; STATES];
    let mut states = vec![[0.0; STATES]; emissions.len()];
    let mut after = wide(steps.last);
    for (i, emission) in emissions.iter().enumerate().rev() {
        let (Some(before), Some(slot)) = (forward.get(i), states.get_mut(i)) else { continue };
        for ((p, f), a) in slot.iter_mut().zip(before).zip(&after) {
            *p = (f + a - log_sum).exp() as f32;
        }
        let here = add_wide(&after, &wide(*emission));
        if let Some(previous) = i.checked_sub(1).and_then(|p| forward.get(p)) {
            for ((f, row), count) in previous.iter().zip(&table).zip(counts.iter_mut()) {
                for ((c, s), h) in count.iter_mut().zip(row).zip(&here) {
                    *c += (f + s + h - log_sum).exp();
                }
            }
        }
        after = table.map(|row| log_sum_exp(&add_wide(&row, &here)));
    }
    Expected { log_sum, states, steps: counts.map(|row| row.map(|c| c as f32)) }
}

fn forward(emissions: &[Scores], steps: &Steps, table: &[Wide; STATES]) -> (Vec<Wide>, f64) {
    let mut out: Vec<Wide> = Vec::with_capacity(emissions.len());
    for emission in emissions {
        let reached = match out.last() {
            None => wide(steps.first),
            Some(previous) => {
                let mut reached = [f64::from(NEVER); STATES];
                for (to, slot) in reached.iter_mut().enumerate() {
                    let mut terms = *previous;
                    for (term, row) in terms.iter_mut().zip(table) {
                        *term += row.get(to).copied().unwrap_or(NEVER.into());
                    }
                    *slot = log_sum_exp(&terms);
                }
                reached
            }
        };
        out.push(add_wide(&reached, &wide(*emission)));
    }
    let log_sum = out.last().map_or(0.0, |last| log_sum_exp(&add_wide(last, &wide(steps.last))));
    (out, log_sum)
}

fn add(a: &Scores, b: &Scores) -> Scores {
    let mut sum = *a;
    for (s, b) in sum.iter_mut().zip(b) {
        *s += b;
    }
    sum
}

fn add_wide(a: &Wide, b: &Wide) -> Wide {
    let mut sum = *a;
    for (s, b) in sum.iter_mut().zip(b) {
        *s += b;
    }
    sum
}

fn wide(scores: Scores) -> Wide {
    scores.map(f64::from)
}

fn log_sum_exp(terms: &Wide) -> f64 {
    let top = terms.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    top + terms.iter().map(|t| (t - top).exp()).sum::<f64>().ln()
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
    use super::{NEVER, STATES, Scores, State, Steps, best, expected};
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
                            None => steps.first[to],
                            Some(&from) => steps.step[from][to],
                        };
                        let mut longer = walk.clone();
                        longer.push(to);
                        (longer, score + step + emission[to])
                    })
                })
                .collect();
        }
        for (walk, score) in &mut walks {
            *score += steps.last[*walk.last().unwrap()];
        }
        walks
    }

    proptest! {
        #[test]
        fn agrees_with_trying_every_walk(emissions in prop::collection::vec(prop::array::uniform4(-3.0f32..3.0), 1..5)) {
            let mut steps = Steps::allowed();
            steps.step[1][2] = -1.0;
            steps.step[2][1] = -0.5;
            let walks = all_walks(&emissions, &steps);
            let top = walks.iter().max_by(|a, b| a.1.total_cmp(&b.1)).unwrap();
            let found: Vec<usize> = best(&emissions, &steps).iter().map(|s| *s as usize).collect();
            prop_assert_eq!(&found, &top.0);
            let sum: f32 = walks.iter().map(|w| w.1.exp()).sum();
            let seen = expected(&emissions, &steps);
            prop_assert!((seen.log_sum - f64::from(sum.ln())).abs() < 1e-3);
            for (i, states) in seen.states.iter().enumerate() {
                for (s, p) in states.iter().enumerate() {
                    let wanted: f32 = walks.iter().filter(|w| w.0[i] == s).map(|w| w.1.exp()).sum::<f32>() / sum;
                    prop_assert!((p - wanted).abs() < 1e-3);
                }
            }
            let expected_steps: f32 = seen.steps.iter().flatten().sum();
            let steps_made: f32 = emissions.iter().skip(1).map(|_| 1.0).sum();
            prop_assert!((expected_steps - steps_made).abs() < 1e-2);
        }
    }

    #[test]
    fn the_head_is_never_entered_again() {
        let steps = Steps::allowed();
        assert_eq!(steps.step[1][0].to_bits(), NEVER.to_bits());
        let emissions = [[0.0, 5.0, 0.0, 0.0], [3.0, 0.0, 0.0, 0.0]];
        assert_eq!(best(&emissions, &steps)[1], State::Article);
        assert!(best(&[], &steps).is_empty());
    }
}
