//! How likely the part of the page is that a line went to.
//!
//! Separate from the walk, because the scores that decide and the probability
//! that is told are not the same: what is added to the scores so that it
//! decides is no measure of how often it is right.

use super::Mode;
use super::chain::{STATES, Scores, shares};
use crate::label::Part;

/// What the scores are divided by before they are read as logarithms of shares. The network is a little
/// too sure of itself, and bonuses make it more so. Of 1, 1.1, 1.15, 1.2, 1.3 and 1.5 this gave the
/// smallest calibration error on the pages that the model was developed on.
const TEMPERATURE: f32 = 1.15;

/// The probability of each state of a line with these scores.
///
/// A mode prefers the article whatever the line is; what it added is taken off again.
pub fn states(scores: &Scores, mode: Mode) -> Scores {
    let mut cool = *scores;
    let [_, article, ..] = &mut cool;
    *article -= mode.article();
    shares(&cool.map(|score| score / TEMPERATURE))
}

/// The probability of a part of the page, given that of each state.
pub const fn of_part([head, article, chrome, comment]: [f32; STATES], part: Part) -> f32 {
    match part {
        Part::Article => article,
        Part::Comment => comment,
        Part::Chrome => head + chrome,
    }
}
