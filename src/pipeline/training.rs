//! Gold files to a trained model.
//!
//! Gold is JSONL: `text` (the page) and `main` (its article); optional are
//! `title`, `comments` or `thread` (objects with `author` and `text`), and
//! `source`. Rules and detectors testify on these pages as they do in a run,
//! so that the model learns how far each of them can be trusted.

use std::sync::Arc;

use rayon::prelude::*;
use serde::Deserialize;

use super::augment::{Random, cut};
use crate::detect;
use crate::model::align::{Gold, align, only};
use crate::model::chain::State;
use crate::model::features::Values;
use crate::model::train::{Example, Training, train};
use crate::model::{Model, ModelError};
use crate::page::Origin;
use crate::read::{BlockReader, FieldNames, Input, Malformed, ReadError, ReadSettings, parse};
use crate::rules::{RuleSet, Scratch};
use crate::segment::{Line, segment};

/// One gold page.
#[derive(Clone, Debug, Deserialize)]
pub struct GoldPage {
    /// The page as text.
    pub text: String,
    /// Its article.
    pub main: String,
    /// Its headline, when that is known apart from the article.
    #[serde(default)]
    pub title: Option<String>,
    /// Its comments.
    #[serde(default, alias = "thread")]
    pub comments: Option<Vec<GoldComment>>,
    /// The gold set that it comes from.
    #[serde(default)]
    pub source: Option<String>,
}

/// One comment of a gold page.
#[derive(Clone, Debug, Deserialize)]
pub struct GoldComment {
    /// Name of the author.
    #[serde(default)]
    pub author: Option<String>,
    /// What was written.
    #[serde(default)]
    pub text: Option<String>,
}

/// Why there is no model.
#[derive(Debug, thiserror::Error)]
pub enum TrainError {
    /// A gold file cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// A gold file holds something that is no record.
    #[error(transparent)]
    Malformed(#[from] Malformed),
    /// A record is no gold page.
    #[error("{origin}: {error}")]
    Gold {
        /// Where it stands.
        origin: Origin,
        /// What is wrong.
        error: serde_json::Error,
    },
    /// No page with an article was given.
    #[error("no gold page with an article")]
    Empty,
    /// The model cannot be written.
    #[error(transparent)]
    Model(#[from] ModelError),
}

/// Pages with fewer lines count more a line; 100 lines count as one page.
const USUAL_LINES: f32 = 100.0;

/// Reads gold files; pages of the sources in `without` are left out.
///
/// # Errors
/// When a file cannot be read or one of its records is no gold page.
pub fn read_gold(inputs: &[Input], without: &[String]) -> Result<Vec<GoldPage>, TrainError> {
    let (settings, fields) = (ReadSettings::default(), FieldNames::default());
    let mut pages = Vec::new();
    for input in inputs {
        let input = Arc::new(input.clone());
        for block in BlockReader::open(input, &settings, &Arc::default())? {
            for page in parse(&block?, &fields) {
                let page = page?;
                let gold: GoldPage = serde_json::from_str(&page.envelope.raw)
                    .map_err(|error| TrainError::Gold { origin: page.origin, error })?;
                if !gold.source.as_ref().is_some_and(|source| without.contains(source)) {
                    pages.push(gold);
                }
            }
        }
    }
    Ok(pages)
}

/// Share of gold pages that are also learned in a cut form, in percent.
const CUT_PAGES: usize = 60;
/// Score from which on the headline detector is believed when gold does not name the headline.
const SURE_TITLE: f32 = 0.55;

/// What the trainer learns from a gold page: the page, and for most pages a cut form of it.
#[must_use]
pub fn examples(page: &GoldPage, rules: &RuleSet, random: &mut Random) -> Vec<Example> {
    let (lines, whole) = example(&page.text, page, rules);
    let cut = random.chance(CUT_PAGES).then(|| cut(&page.text, &lines, &whole.gold, random));
    let cut = cut.flatten().map(|text| example(&text, page, rules).1);
    std::iter::once(whole).chain(cut).collect()
}

/// One form of a gold page, with the gold of its lines.
#[must_use]
#[allow(clippy::cast_precision_loss, reason = "the number of lines is far below 2^23")]
pub fn example(text: &str, page: &GoldPage, rules: &RuleSet) -> (Vec<Line>, Example) {
    let lines = segment(text).lines;
    let evidence = detect::gather(text, &lines, rules, &mut Scratch::default());
    let comments: Vec<String> = page
        .comments
        .iter()
        .flatten()
        .map(|comment| {
            let part = |text: &Option<String>| text.clone().unwrap_or_default();
            format!("{} {}", part(&comment.author), part(&comment.text))
        })
        .collect();
    let gold = Gold {
        main: &page.main,
        title: page.title.as_deref(),
        comments: comments.iter().map(String::as_str).collect(),
    };
    let mut allowed = align(text, &lines, &gold);
    if let Some(title) = evidence.title.filter(|t| page.title.is_none() && t.score >= SURE_TITLE)
        && let Some(slot) = usize::try_from(title.line).ok().and_then(|i| allowed.get_mut(i))
    {
        *slot = only(State::Article);
    }
    let weight = (USUAL_LINES / lines.len().max(1) as f32).sqrt().clamp(0.3, 2.0);
    let example = Example { values: Values::of(text, &lines, &evidence), gold: allowed, weight };
    (lines, example)
}

/// Trains a model on gold pages; the same pages, rules and settings give the same model.
///
/// # Errors
/// When there is nothing to learn from.
pub fn train_model(
    pages: &[GoldPage],
    rules: &RuleSet,
    training: &Training,
    data: &str,
) -> Result<Model, TrainError> {
    let examples: Vec<Example> = pages
        .par_iter()
        .enumerate()
        .filter(|(_, page)| !page.main.trim().is_empty())
        .flat_map_iter(|(i, page)| {
            let mut random = Random::new(training.seed ^ (i as u64) << 20);
            examples(page, rules, &mut random)
        })
        .collect();
    if examples.is_empty() {
        return Err(TrainError::Empty);
    }
    let mut model = train(&examples, training);
    data.clone_into(&mut model.card.data);
    model.card.training = format!("{} pages, some of them cut, {training:?}", examples.len());
    Ok(model)
}
