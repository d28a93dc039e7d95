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
