//! Made-up training pages: more threads, chrome and articles than gold pages hold.
//!
//! Few gold pages have a thread, and those few are of few platforms. Half of
//! the made pages are gold articles dressed with made chrome and a made thread
//! (`dress.rs`), half are gold pages with a made thread or made chrome put in
//! (`transplant.rs`). The gold of their lines is exact, because it is known
//! before there is a text; only the seed and the gold pages decide.
//!
//! What pages look like is data: see `data/` and the language of `template.rs`.

mod article;
mod bodies;
mod data;
mod dates;
mod dress;
mod fill;
mod language;
mod materials;
mod people;
mod render;
mod template;
#[cfg(test)]
mod tests;
mod thread;
mod transplant;
mod tree;

use std::ops::Range;

pub use data::DataError;
pub use materials::Materials;
pub use transplant::Source;

use super::{GoldComment, GoldPage, Random};
use crate::model::align::{Allowed, only};
use crate::model::chain::State;
use crate::segment::Line;
use dates::{Dates, Moment};
use fill::{Filler, Values, pick};
use tree::Part;

/// Made pages that are dressed as a whole, in percent; the others are gold pages with something put in.
const DRESSED: usize = 50;
/// Pages whose buttons are English though their text is not, in percent.
const ENGLISH: usize = 12;

/// Bytes of a made page and the states that gold allows there.
pub type Labelled = (Range<usize>, Allowed);

/// A made page.
#[derive(Clone, Debug, Default)]
pub struct Made {
    /// The page as text.
    pub text: String,
    /// Its parts in order: they cover the text, each is one line or the blank lines before it and the line.
    pub states: Vec<Labelled>,
    /// Its made comments, in the order of the page.
    pub comments: Vec<GoldComment>,
}

impl Made {
    /// The gold of lines cut from the text: that of the part in which each line's content starts.
    #[must_use]
    pub fn gold(&self, lines: &[Line]) -> Vec<Allowed> {
        lines
            .iter()
            .map(|line| {
                let at = self.states.partition_point(|(range, _)| range.end <= line.content.start);
                self.states.get(at).map_or(only(State::Chrome), |(_, allowed)| *allowed)
            })
            .collect()
    }
}

/// Makes a page from a gold page; none when that has no article.
#[must_use]
pub fn make(
    page: &GoldPage,
    source: &Source,
    materials: &Materials,
    random: &mut Random,
) -> Option<Made> {
    let (number, language) = materials.article(page);
    let english = materials.data.languages.first()?;
    let language = language.unwrap_or(english);
    let interface = if random.chance(ENGLISH) { english } else { language };
    let values = Values {
        title: page.title.clone().unwrap_or_else(|| materials.headline(language, number, random)),
        site: pick(&interface.sites, random),
        author: people::name(language, random),
        moment: Moment::draw(random),
        ..Values::default()
    };
    let dates = Dates::draw(random);
    let turn = random.below(100);
    let mut filler =
        Filler { materials, language, interface, page: number, dates, values, turn, random };
    if !filler.random.chance(DRESSED) {
        return transplant::transplant(source, &mut filler);
    }
    let (rows, comments) = dress::dress(page, &mut filler);
    let (text, places) = render::write(&rows);
    let first = places.iter().position(|(_, part)| *part == Part::Article)?;
    let states = places
        .into_iter()
        .enumerate()
        .map(|(i, (range, part))| {
            let state = match part {
                Part::Article => State::Article,
                Part::Comment => State::Comment,
                Part::Chrome if i < first => State::Head,
                Part::Chrome => State::Chrome,
            };
            (range, only(state))
        })
        .collect();
    Some(Made { text, states, comments })
}
