//! What a decision was made of: the part that came second, and what spoke for the first.
//!
//! Separate from the labelling, because only a person who looks at a page asks, and
//! the answer costs as much as labelling the page once for each feature.
//!
//! The network is no sum over features: what one of them means depends on the
//! others and on the lines around. What can be said without pretending is how much
//! of the lead would be lost if the model could not see the value, that is, if its
//! vector were left out of this one line and all else stayed. These losses do not
//! add up to the lead.

use super::assign::{self, Decision};
use super::chain::{Scores, State};
use super::features::{Base, Values};
use super::network::{NOTHING, indices};
use super::{Mode, Model, Reading, Walk, trust};
use crate::detect::Evidence;
use crate::label::{Label, Part};
use crate::segment::Line;

/// A page that was labelled, ready to be asked why.
#[derive(Debug)]
pub struct Accounts<'p> {
    model: &'p Model,
    lines: &'p [Line],
    evidence: &'p Evidence,
    reading: Reading<'p>,
    /// Values of the lines that the model reads.
    read: Values,
    /// The same for all lines.
    values: Values,
    walk: Walk,
    states: Vec<Scores>,
    /// The headline, as the walk has it.
    title: Option<usize>,
}

/// What a line is, and what it would be if it were not that.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Account {
    /// What the line is.
    pub decision: Decision,
    /// What it would be in the part of the page that comes second.
    pub second: Label,
    /// How likely that part is, 0 to 1.
    pub second_score: f32,
}

/// By how much the part that a line went to leads over the one that comes second, in scores of the walk.
#[derive(Clone, Debug, PartialEq)]
pub struct Lead {
    /// The part that it went to, and the one that comes second.
    pub parts: [Part; 2],
    /// The lead by the network alone.
    pub network: f32,
    /// What is added to it: sure rules, the headline, the comment detector, running text, the mode.
    pub added: f32,
    /// How much of the network's lead is lost without each feature, the largest first; negative where
    /// the feature speaks for the other part.
    pub features: Vec<Weighed>,
}

/// A feature of a line with its weight.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weighed {
    /// The feature.
    pub feature: Base,
    /// Its value, a bucket.
    pub value: u8,
    /// How much of the lead is lost without it.
    pub lost: f32,
}

impl Model {
    /// Labels a page as [`Model::label`] does and keeps what it went by.
    #[must_use]
    pub fn accounts<'p>(
        &'p self,
        text: &str,
        lines: &'p [Line],
        evidence: &'p Evidence,
        mode: Mode,
    ) -> Accounts<'p> {
        let reading = Reading::of(text, lines, evidence);
        let read = Values::of(text, &reading.lines, &reading.evidence);
        let walk = self.walk_past(&reading, &read, evidence, mode);
        let values = reading.spread_values(read.clone());
        let states = walk.states(mode);
        let title = assign::title(lines, evidence, &values, &walk.path);
        Accounts { model: self, lines, evidence, reading, read, values, walk, states, title }
    }
}

impl Accounts<'_> {
    /// What line `i` is and what it would be otherwise; none for a line outside the page.
    #[must_use]
    pub fn of(&mut self, i: usize) -> Option<Account> {
        let states = *self.states.get(i)?;
        let decision = self.decide(i, states, self.title);
        let second = second_part(&states, decision.label.part());
        let other = best_state(self.walk.scores.get(i)?, second);
        let taken = std::mem::replace(self.walk.path.get_mut(i)?, other);
        // One line more or less in the article leaves the headline where it is, unless it is the one that is named.
        let named = assign::named_title(self.evidence).filter(|named| *named == i);
        let label = self.decide(i, states, named.or(self.title)).label;
        *self.walk.path.get_mut(i)? = taken;
        Some(Account { decision, second: label, second_score: trust::of_part(states, second) })
    }

    /// What the lead of line `i` is made of; none for a line outside the page, and for one that the model does not read.
    #[must_use]
    pub fn lead(&self, i: usize) -> Option<Lead> {
        let states = *self.states.get(i)?;
        let part = self.decide(i, states, self.title).label.part();
        let parts = [part, second_part(&states, part)];
        let place = self.reading.place(i)?;
        let rows: Vec<_> = self.read.rows().map(indices).collect();
        let network = self.lead_of(&rows, place, parts)?;
        let features = Base::ALL.iter().zip(0..).filter_map(|(feature, at): (_, usize)| {
            let mut without = rows.clone();
            *without.get_mut(place)?.get_mut(at)? = NOTHING;
            let lost = network - self.lead_of(&without, place, parts)?;
            Some(Weighed { feature: *feature, value: self.values.get(i, *feature)?, lost })
        });
        let mut features: Vec<_> = features.collect();
        features.sort_by(|a, b| b.lost.abs().total_cmp(&a.lost.abs()));
        let whole = lead(self.walk.scores.get(i)?, parts);
        Some(Lead { parts, network, added: whole - network, features })
    }

    fn decide(&self, i: usize, states: Scores, title: Option<usize>) -> Decision {
        let path = &self.walk.path;
        assign::assign_one(self.lines, self.evidence, &self.values, path, title, (i, states))
    }

    /// The network's lead of a part over another on one line of those that it reads, which have these vectors.
    fn lead_of(
        &self,
        rows: &[super::network::Indices],
        place: usize,
        parts: [Part; 2],
    ) -> Option<f32> {
        let scores = self.model.network.scores(rows.iter().copied());
        Some(lead(scores.get(place)?, parts))
    }
}

/// The most likely of the two parts that a line did not go to; the earlier one of equals.
fn second_part(states: &Scores, first: Part) -> Part {
    let share = |part| trust::of_part(*states, part);
    let (a, b) = match first {
        Part::Article => (Part::Comment, Part::Chrome),
        Part::Comment => (Part::Article, Part::Chrome),
        Part::Chrome => (Part::Article, Part::Comment),
    };
    if share(b) > share(a) { b } else { a }
}

/// The state of a part that scores best.
fn best_state(scores: &Scores, part: Part) -> State {
    let [head, _, chrome, _] = *scores;
    match part {
        Part::Article => State::Article,
        Part::Comment => State::Comment,
        Part::Chrome if head > chrome => State::Head,
        Part::Chrome => State::Chrome,
    }
}

fn lead(scores: &Scores, parts: [Part; 2]) -> f32 {
    let [first, second] =
        parts.map(|part| scores.get(best_state(scores, part) as usize).copied().unwrap_or(0.0));
    first - second
}

#[cfg(test)]
mod tests {
    use crate::detect::gather_text;
    use crate::label::Part;
    use crate::model::{Mode, Model};
    use crate::rules::RuleSet;
    use crate::segment::segment;

    const PAGE: &str = "Home | World | Sport\n\nFerry stays in port\n\nThe ferry stayed in port on Monday \
        because of the storm, the harbour master said, and nobody was surprised by it.\n\nShare on Facebook";

    #[test]
    fn an_account_repeats_the_decision_and_names_another_part() {
        let (rules, model) = (RuleSet::builtin(), Model::shipped().unwrap());
        let lines = segment(PAGE).lines;
        let evidence = gather_text(PAGE, &lines, &rules);
        let decisions = model.label(PAGE, &lines, &evidence, Mode::Balanced);
        let mut accounts = model.accounts(PAGE, &lines, &evidence, Mode::Balanced);
        for (i, decision) in decisions.iter().enumerate() {
            let account = accounts.of(i).unwrap();
            assert_eq!(account.decision, *decision);
            assert_ne!(account.second.part(), decision.label.part());
            assert!(account.second_score + decision.score <= 1.0001);
        }
        assert!(accounts.of(lines.len()).is_none() && accounts.lead(lines.len()).is_none());
    }

    #[test]
    fn the_lead_is_that_of_the_walk_and_features_are_ranked() {
        let (rules, model) = (RuleSet::builtin(), Model::shipped().unwrap());
        let lines = segment(PAGE).lines;
        let evidence = gather_text(PAGE, &lines, &rules);
        let accounts = model.accounts(PAGE, &lines, &evidence, Mode::Balanced);
        let lead = accounts.lead(3).unwrap();
        assert_eq!(lead.parts.first(), Some(&Part::Chrome));
        assert!(lead.added > 5.0, "a sure rule: {lead:?}");
        assert!(lead.features.windows(2).all(|two| two[0].lost.abs() >= two[1].lost.abs()));
        assert!(lead.features.iter().any(|weighed| weighed.lost != 0.0));
    }
}
