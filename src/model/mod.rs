//! Evidence to one label a line: features, weights, decoding, training.
//!
//! This is the only place where labels are assigned. Every line gets its
//! features, a network scores what part of the page it belongs to, the best walk
//! through these scores decides, and the evidence says which label of that part
//! the line has.

mod account;
mod aside;
pub mod align;
mod assign;
pub mod chain;
pub mod features;
mod mend;
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
pub use aside::Reading;
use assign::Favour;
use chain::{Scores, State};
use features::{Base, Values};

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
        let reading = Reading::of(text, lines, evidence);
        let values = Values::of(text, &reading.lines, &reading.evidence);
        let walk = self.walk_past(&reading, &values, evidence, mode);
        let values = reading.spread_values(values);
        assign::assign(lines, evidence, &values, &walk.path, &walk.states(mode))
    }

    /// The walk past all lines of a page, from the values of those that are read.
    fn walk_past(
        &self,
        reading: &Reading<'_>,
        values: &Values,
        evidence: &Evidence,
        mode: Mode,
    ) -> Walk {
        let mut walk = reading.spread_walk(self.look(&reading.evidence, values, mode), mode);
        mend::take_lists_whole(&mut walk.path, evidence);
        mend::go_on_with_threads(&mut walk.path, evidence);
        mend::begin_at_headers(&mut walk.path, evidence);
        mend::begin_at_heads(&mut walk.path, evidence);
        walk
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
        walk.take_headline(evidence, values, mode);
        if let Some(form) = evidence.form.filter(|form| form.is_kept()) {
            mend::keep_between(&mut walk.path, form, evidence, values);
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

/// How surely a line before an article that begins with running text is chrome and still taken for the
/// headline, when no other looks more like one: nearly every page has one.
const HEADLESS: f32 = 0.7;

/// A walk through the page, and the scores that it went by.
#[derive(Debug)]
struct Walk {
    path: Vec<State>,
    scores: Vec<Scores>,
}

impl Walk {
    /// Takes the headline into the article when its own score allows it: share bars and bylines between it and
    /// the first paragraph make the walk pass it by.
    fn take_headline(&mut self, evidence: &Evidence, values: &Values, mode: Mode) {
        let is_prose = |line: usize| values.get(line, Base::Prose).is_some_and(|prose| prose >= 2);
        let head = self.path.iter().take_while(|state| **state == State::Head).count();
        let first = (head..self.path.len()).find(|&line| is_prose(line));
        let named = assign::likely_title(evidence);
        if named.is_some_and(|line| line >= head && first.is_none_or(|first| line < first))
            || head == self.path.len()
        {
            return;
        }
        // What a mode prefers is no reason to take a headline or to pass it by.
        let chrome = |scores| trust::of_part(trust::states(scores, mode), Part::Chrome);
        let least = if first == Some(head) { HEADLESS } else { 0.5 };
        let most = (0..head)
            .filter(|&line| named == Some(line) || assign::may_be_title(evidence, values, line))
            .filter_map(|line| Some((line, chrome(self.scores.get(line)?))))
            .filter(|(_, chrome)| *chrome < least)
            .min_by(|a, b| a.1.total_cmp(&b.1));
        if let Some(state) = most.and_then(|(line, _)| self.path.get_mut(line)) {
            *state = State::Article;
        }
    }

    /// The probability of each state on each line.
    fn states(&self, mode: Mode) -> Vec<Scores> {
        self.scores.iter().map(|scores| trust::states(scores, mode)).collect()
    }
}
