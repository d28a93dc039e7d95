//! Gold to a trained model.
//!
//! Gold is JSONL: `text` (the page) and `main` (its article); optional are
//! `title`, `comments` or `thread` (objects with `author` and `text`), and
//! `source`. Evaluation reads the same gold, with more fields of the comments.

mod cut;
mod examples;
pub mod generate;
mod gold;

pub use examples::{Aligned, examples};
pub use gold::{GoldComment, GoldPage, GoldParent, TrainError, read_gold};

use rayon::prelude::*;

use generate::Materials;

use crate::model::Model;
use crate::model::train::{Example, Training, train};
pub use crate::random::Random;
use crate::rules::RuleSet;

/// Made pages to a hundred gold pages.
pub const MADE: usize = 100;

/// Trains a model on gold pages, and on `made` pages to a hundred of them that are made of them
/// (see [`generate`]); the same pages, rules and settings give the same model.
///
/// `progress` is told of each epoch: its number, from 1, and the mean loss a page.
///
/// # Errors
/// When there is nothing to learn from.
pub fn train_model(
    pages: &[GoldPage],
    rules: &RuleSet,
    training: &Training,
    made: usize,
    data: &str,
    progress: impl FnMut(u16, f32),
) -> Result<Model, TrainError> {
    let materials = Materials::new(pages)?;
    let examples: Vec<Example> = pages
        .par_iter()
        .enumerate()
        .filter(|(_, page)| !page.article().trim().is_empty())
        .flat_map_iter(|(i, page)| {
            let mut random = Random::new(training.seed ^ (i as u64) << 20);
            examples(page, rules, &materials, made, &mut random)
        })
        .collect();
    if examples.is_empty() {
        return Err(TrainError::Empty);
    }
    let mut model = train(&examples, training, progress);
    data.clone_into(&mut model.card.data);
    model.card.training =
        format!("{} pages, some of them cut or made (made: {made} %); {training}", examples.len());
    Ok(model)
}
