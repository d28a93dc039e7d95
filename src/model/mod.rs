//! Evidence to one label a line: features, weights, decoding, training.
//!
//! This is the only place where labels are assigned. Every line gets its
//! features, a network scores what part of the page it belongs to, the best walk
//! through these scores decides, and the evidence says which label of that part
//! the line has.

pub mod align;
mod assign;
pub mod chain;
pub mod features;
mod network;
pub mod train;
mod view;
mod weights;

pub use assign::{Decision, Voice};
pub use weights::{Card, Model, ModelError};

use crate::detect::Evidence;
use crate::segment::Line;
use assign::Favour;
use chain::{Scores, State};
use features::Values;

impl Model {
    /// Assigns one label to every line of a page.
    #[must_use]
    pub fn label(&self, text: &str, lines: &[Line], evidence: &Evidence) -> Vec<Decision> {
        let values = Values::of(text, lines, evidence);
        let plain = self.scores(&values);
        let mut walk = self.walk(&plain, evidence, &values, Favour::USUAL);
        if assign::loses_text(evidence, &values, &walk.path) {
            walk = self.walk(&plain, evidence, &values, Favour::TEXT);
        }
        if !walk.path.contains(&State::Article) {
            walk = self.walk(&plain, evidence, &values, Favour::NO_THREAD);
        }
        walk.take_headline(assign::likely_title(evidence));
        assign::assign(lines, evidence, &values, &walk.path, &walk.sure)
    }

    /// The best walk with these things favoured.
    fn walk(&self, plain: &[Scores], evidence: &Evidence, values: &Values, favour: Favour) -> Walk {
        let mut scores = plain.to_vec();
        for (scores, bonuses) in scores.iter_mut().zip(assign::bonuses(evidence, values, favour)) {
            for (score, bonus) in scores.iter_mut().zip(bonuses) {
                *score += bonus;
            }
        }
        let path = self.best(&scores);
        let sure = scores.iter().zip(&path).map(|(scores, &state)| part_share(scores, state));
        Walk { sure: sure.collect(), path }
    }
}

/// Share of the states that belong to the same part of the output as `state`.
fn part_share(scores: &Scores, state: State) -> f32 {
    let [head, article, chrome, comment] = chain::shares(scores);
    match state {
        State::Head | State::Chrome => head + chrome,
        State::Article => article,
        State::Comment => comment,
    }
}

/// A walk through the page, and how likely its state is on each line.
struct Walk {
    path: Vec<State>,
    sure: Vec<f32>,
}

impl Walk {
    /// Takes the headline into the article when its own score says so: share bars and bylines between it and
    /// the first paragraph make the walk pass it by. `named` is the line that the headline detector names.
    fn take_headline(&mut self, named: Option<usize>) {
        let head = self.path.iter().take_while(|state| **state == State::Head).count();
        if named.is_some_and(|line| line >= head) || head == self.path.len() {
            return;
        }
        let doubted = self.sure.iter().take(head).enumerate().filter(|(_, sure)| **sure < 0.5);
        let most = doubted.min_by(|a, b| a.1.total_cmp(b.1)).map(|(line, _)| line);
        let Some(line) = most else { return };
        if let (Some(state), Some(sure)) = (self.path.get_mut(line), self.sure.get_mut(line)) {
            (*state, *sure) = (State::Article, 1.0 - *sure);
        }
    }
}
