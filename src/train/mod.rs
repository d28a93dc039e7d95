//! Gold to a trained model.
//!
//! Gold is JSONL: `text` (the page) and `main` (its article); optional are
//! `title`, `comments` or `thread` (objects with `author` and `text`), and
//! `source`.

mod cut;
mod examples;
pub mod generate;
mod gold;
mod random;

pub use examples::{example, examples};
pub use gold::{GoldComment, GoldPage, TrainError, read_gold};
pub use random::Random;

use rayon::prelude::*;

use generate::Materials;

use crate::model::Model;
use crate::model::train::{Example, Training, train};
use crate::rules::RuleSet;

/// Made pages to a hundred gold pages.
pub const MADE: usize = 100;

/// Trains a model on gold pages, and on `made` pages to a hundred of them that are made of them
/// (see [`generate`]); the same pages, rules and settings give the same model.
///
/// # Errors
/// When there is nothing to learn from.
pub fn train_model(
    pages: &[GoldPage],
    rules: &RuleSet,
    training: &Training,
    made: usize,
    data: &str,
) -> Result<Model, TrainError> {
    let materials = Materials::new(pages)?;
    let examples: Vec<Example> = pages
        .par_iter()
        .enumerate()
        .filter(|(_, page)| !page.main.trim().is_empty())
        .flat_map_iter(|(i, page)| {
            let mut random = Random::new(training.seed ^ (i as u64) << 20);
            examples(page, rules, &materials, made, &mut random)
        })
        .collect();
    if examples.is_empty() {
        return Err(TrainError::Empty);
    }
    let mut model = train(&examples, training);
    data.clone_into(&mut model.card.data);
    model.card.training = format!(
        "{} pages, some of them cut or made (made: {made} %), {training:?}",
        examples.len()
    );
    Ok(model)
}
