//! Evidence to one label a line: features, weights, decoding, training.
//!
//! This is the only place where labels are assigned. Every line gets its
//! features, the chain's best walk says to which part of the page it belongs,
//! and the evidence says which label of that part it has.

pub mod align;
mod assign;
pub mod chain;
pub mod features;
pub mod templates;
pub mod train;
mod view;
mod weights;

pub use assign::{Decision, Voice};
pub use weights::{Card, Model, ModelError};

use crate::detect::Evidence;
use crate::segment::Line;
use features::Values;

impl Model {
    /// Assigns one label to every line of a page.
    #[must_use]
    pub fn label(&self, text: &str, lines: &[Line], evidence: &Evidence) -> Vec<Decision> {
        let values = Values::of(text, lines, evidence);
        let mut emissions = self.emissions(&values);
        for (scores, seen) in emissions.iter_mut().zip(&evidence.lines) {
            for (score, bonus) in scores.iter_mut().zip(assign::bonus(seen)) {
                *score += bonus;
            }
        }
        let path = chain::best(&emissions, &self.steps);
        let sure: Vec<f32> = chain::expected(&emissions, &self.steps)
            .states
            .iter()
            .zip(&path)
            .map(|(states, &state)| states.get(state as usize).copied().unwrap_or(0.0))
            .collect();
        assign::assign(lines, evidence, &values, &path, &sure)
    }
}
