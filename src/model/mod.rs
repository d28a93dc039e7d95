//! Evidence to one label a line: features, weights, decoding, training.
//!
//! This is the only place where labels are assigned. Every line gets its
//! features, a network scores what part of the page it belongs to, the best walk
//! through these scores decides, and the evidence says which label of that part
//! the line has.

mod account;
pub mod align;
mod assign;
pub mod chain;
pub mod features;
mod mode;
mod network;
pub mod train;
mod trust;
mod view;
mod weights;

pub use account::{Account, Accounts, Lead, Weighed};
pub use assign::{Decision, Voice};
pub use mode::{Mode, UnknownMode};
pub use weights::{Card, Model, ModelError};

use crate::detect::Evidence;
use crate::label::Part;
use crate::segment::Line;
use assign::Favour;
use chain::{Scores, State};
use features::Values;

impl Model {
    /// Assigns one label to every line of a page.
    #[must_use]
    pub fn label(
        &self,
        text: &str,
        lines: &[Line],
        evidence: &Evidence,
        mode: Mode,
    ) -> Vec<Decision> {
        let values = Values::of(text, lines, evidence);
        let walk = self.look(evidence, &values, mode);
        assign::assign(lines, evidence, &values, &walk.path, &walk.states(mode))
    }

    /// The walk that decides, after as many looks as the page needs.
    fn look(&self, evidence: &Evidence, values: &Values, mode: Mode) -> Walk {
        let mut plain = self.scores(values);
        for [_, article, ..] in &mut plain {
            *article += mode.article();
        }
        let mut walk = self.walk(&plain, evidence, values, Favour::USUAL);
        if assign::loses_text(evidence, values, &walk.path) {
            walk = self.walk(&plain, evidence, values, Favour::TEXT);
        }
        if !walk.path.contains(&State::Article) {
            walk = self.walk(&plain, evidence, values, Favour::NO_THREAD);
        }
        walk.take_headline(assign::likely_title(evidence));
        if let Some(form) = evidence.form.filter(|form| form.is_kept()) {
            assign::keep_between(&mut walk.path, form, evidence, values);
        }
        walk
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
        Walk { path, scores }
    }
}

/// A walk through the page, and the scores that it went by.
#[derive(Debug)]
struct Walk {
    path: Vec<State>,
    scores: Vec<Scores>,
}

impl Walk {
    /// Takes the headline into the article when its own score says so: share bars and bylines between it and
    /// the first paragraph make the walk pass it by. `named` is the line that the headline detector names.
    fn take_headline(&mut self, named: Option<usize>) {
        let head = self.path.iter().take_while(|state| **state == State::Head).count();
        if named.is_some_and(|line| line >= head) || head == self.path.len() {
            return;
        }
        let part = |scores: &Scores| trust::of_part(chain::shares(scores), Part::Chrome);
        let sure = self.scores.iter().take(head).map(part).enumerate();
        let most = sure.filter(|(_, sure)| *sure < 0.5).min_by(|a, b| a.1.total_cmp(&b.1));
        if let Some(state) = most.and_then(|(line, _)| self.path.get_mut(line)) {
            *state = State::Article;
        }
    }

    /// The probability of each state on each line.
    fn states(&self, mode: Mode) -> Vec<Scores> {
        self.scores.iter().map(|scores| trust::states(scores, mode)).collect()
    }
}
