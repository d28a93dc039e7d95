//! Gold pages to what the trainer learns from: features and gold of every line.
//!
//! Rules and detectors testify on these pages as they do in a run, so that the
//! model learns how far each of them can be trusted.

use super::cut::cut;
use super::generate::{Made, Materials, Source, make};
use super::gold::GoldPage;
use crate::detect::{self, Evidence};
use crate::model::Reading;
use crate::model::align::{Allowed, Gold, align, only};
use crate::model::chain::State;
use crate::model::features::Values;
use crate::model::train::Example;
use crate::random::Random;
use crate::rules::RuleSet;
use crate::segment::{Line, View, segment};

/// Share of gold pages that are also learned in a cut form, in percent.
const CUT_PAGES: usize = 60;
/// Score from which on the headline detector is believed when gold does not name the headline.
const SURE_TITLE: f32 = 0.55;

/// What the trainer learns from a gold page: the page, for most pages a cut form of it,
/// and pages made of it, `made` to a hundred gold pages.
#[must_use]
pub fn examples(
    page: &GoldPage,
    rules: &RuleSet,
    materials: &Materials,
    made: usize,
    random: &mut Random,
) -> Vec<Example> {
    let whole = Aligned::of(&page.text, page, rules);
    let (lines, gold) = (&whole.lines, &whole.gold);
    let cut = random.chance(CUT_PAGES).then(|| cut(&page.text, lines, gold, random));
    let cut = cut.flatten().map(|text| Aligned::of(&text, page, rules).example);
    let count = made / 100 + usize::from(random.chance(made % 100));
    let source = Source { text: &page.text, lines, allowed: gold };
    let made: Vec<Example> = (0..count)
        .filter_map(|_| make(page, &source, materials, random))
        .map(|made| made_example(&made, rules))
        .collect();
    std::iter::once(whole.example).chain(cut).chain(made).collect()
}

/// A made page, with the gold that it was made with.
fn made_example(made: &Made, rules: &RuleSet) -> Example {
    let lines = segment(&made.text).lines;
    let view = View::of(&made.text, &lines);
    let evidence = detect::gather_text(view.text(), view.lines(), rules);
    read(&view, &evidence, &made.gold(&lines))
}

/// One form of a gold page, with the gold of its lines.
#[derive(Debug)]
pub struct Aligned {
    /// Its lines.
    pub lines: Vec<Line>,
    /// What each of them may be.
    pub gold: Vec<Allowed>,
    /// What is learned from it.
    pub example: Example,
}

impl Aligned {
    /// Finds the gold's texts in this form of its page.
    #[must_use]
    pub fn of(text: &str, page: &GoldPage, rules: &RuleSet) -> Self {
        let lines = segment(text).lines;
        let view = View::of(text, &lines);
        let evidence = detect::gather_text(view.text(), view.lines(), rules);
        let comments = page.comment_texts();
        let gold = Gold {
            main: page.article(),
            title: page.title.as_deref(),
            comments: comments.iter().map(String::as_str).collect(),
        };
        let mut allowed = align(text, &lines, &gold);
        if let Some(title) =
            evidence.title.filter(|t| page.title.is_none() && t.score >= SURE_TITLE)
            && let Some(slot) = usize::try_from(title.line).ok().and_then(|i| allowed.get_mut(i))
        {
            *slot = only(State::Article);
        }
        let example = read(&view, &evidence, &allowed);
        Self { lines, gold: allowed, example }
    }
}

/// The lines of a page that a model reads.
fn read(view: &View<'_>, evidence: &Evidence, gold: &[Allowed]) -> Example {
    let reading = Reading::of(view.text(), view.lines(), evidence);
    let values = Values::of(view.text(), &reading.lines, &reading.evidence);
    Example { values, gold: reading.pick(gold) }
}
