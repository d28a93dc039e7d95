//! The weights of a trained model, and the file they are kept in.
//!
//! A model file is a line of JSON (the model card) followed by the weights as
//! little-endian 32-bit floats: the chain's steps, then one row a template
//! value. It carries a hash of the template layout, so that a model is never
//! used with features that it was not trained on.

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use super::chain::{STATES, Scores, Steps};
use super::features::Values;
use super::templates::Templates;

/// The weights of the shipped model.
const SHIPPED: &[u8] = include_bytes!("data/lines.model");

/// First word of the card: format of the file.
const FORMAT: &str = "presswash-lines-1";

/// What a model was trained on, by what, with what result.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Card {
    /// Format of the file.
    pub format: String,
    /// Hash of the template layout.
    pub layout: u64,
    /// Number of weight rows.
    pub rows: usize,
    /// What the model was trained on.
    pub data: String,
    /// Settings of the training, as they were given.
    pub training: String,
}

/// A trained line model.
#[derive(Clone, Debug)]
pub struct Model {
    /// The record of its training.
    pub card: Card,
    /// Scores of the chain.
    pub steps: Steps,
    /// One row of scores for each value of each template.
    pub rows: Vec<Scores>,
    /// The templates that the rows belong to.
    pub templates: Templates,
    /// Hash of the whole file.
    pub fingerprint: u64,
}

/// Why a model file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// The card is no JSON or of another format.
    #[error("not a presswash model: {0}")]
    Card(String),
    /// Trained on other features.
    #[error("the model was trained for other features than this version has")]
    Layout,
    /// Too short or too long.
    #[error("the model file has {found} weights, its card says {wanted}")]
    Size {
        /// Floats in the file.
        found: usize,
        /// Floats expected.
        wanted: usize,
    },
}

impl Model {
    /// The model that comes with the program.
    ///
    /// # Errors
    /// Only when the program was built with a broken model file, which a test rules out.
    pub fn shipped() -> Result<Self, ModelError> {
        Self::from_bytes(SHIPPED)
    }

    /// An untrained model: every walk scores the same.
    #[must_use]
    pub fn blank() -> Self {
        let templates = Templates::standard();
        let card = Card {
            format: FORMAT.to_owned(),
            layout: xxh3_64(templates.describe().as_bytes()),
            rows: templates.rows(),
            ..Card::default()
        };
        let rows = vec![[0.0; STATES]; templates.rows()];
        Self { card, steps: Steps::allowed(), rows, templates, fingerprint: 0 }
    }

    /// Reads a model file.
    ///
    /// # Errors
    /// When it is no model file, was trained for other features, or is cut short.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ModelError> {
        let mut model = Self::blank();
        let end =
            memchr::memchr(b'\n', bytes).ok_or_else(|| ModelError::Card("no card".to_owned()))?;
        let (card, weights) = bytes.split_at(end);
        let card: Card =
            serde_json::from_slice(card).map_err(|error| ModelError::Card(error.to_string()))?;
        if card.format != FORMAT {
            return Err(ModelError::Card(format!("format {:?}, wanted {FORMAT:?}", card.format)));
        }
        if card.layout != model.card.layout || card.rows != model.card.rows {
            return Err(ModelError::Layout);
        }
        let weights = weights.get(1..).unwrap_or_default();
        let (found, wanted) = (weights.len() / 4, (STATES + 2 + card.rows) * STATES);
        if found != wanted || weights.len() % 4 != 0 {
            return Err(ModelError::Size { found, wanted });
        }
        let mut floats =
            weights.chunks_exact(4).map(|b| b.try_into().map_or(0.0, f32::from_le_bytes));
        for slot in model.scores_mut().flatten() {
            *slot = floats.next().unwrap_or(0.0);
        }
        model.card = card;
        model.fingerprint = xxh3_64(bytes);
        Ok(model)
    }

    /// The model as a file.
    ///
    /// # Errors
    /// When the card cannot be written as JSON.
    pub fn to_bytes(&mut self) -> Result<Vec<u8>, ModelError> {
        let mut out =
            serde_json::to_vec(&self.card).map_err(|error| ModelError::Card(error.to_string()))?;
        out.push(b'\n');
        for weight in self.scores_mut().flatten() {
            out.extend_from_slice(&weight.to_le_bytes());
        }
        Ok(out)
    }

    fn scores_mut(&mut self) -> impl Iterator<Item = &mut Scores> {
        let Steps { first, step, last } = &mut self.steps;
        std::iter::once(first).chain(step).chain(std::iter::once(last)).chain(&mut self.rows)
    }

    /// The scores of every state for every line.
    #[must_use]
    pub fn emissions(&self, values: &Values) -> Vec<Scores> {
        (0..values.len())
            .map(|line| {
                let mut sum = [0.0; STATES];
                for row in self.templates.fire(values, line) {
                    if let Some(weights) = self.rows.get(row) {
                        for (s, w) in sum.iter_mut().zip(weights) {
                            *s += w;
                        }
                    }
                }
                sum
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{Model, ModelError};

    #[test]
    fn the_shipped_model_fits_this_version() {
        let model = Model::shipped().unwrap();
        assert!(model.rows.iter().flatten().any(|&w| w != 0.0), "trained, not blank");
    }

    #[test]
    fn files_round_trip_and_broken_ones_are_refused() {
        let mut model = Model::blank();
        model.rows[7][2] = 1.5;
        let bytes = model.to_bytes().unwrap();
        let again = Model::from_bytes(&bytes).unwrap();
        assert_eq!((again.rows[7][2], &again.steps), (1.5, &model.steps));
        assert!(matches!(
            Model::from_bytes(&bytes[..bytes.len() - 1]),
            Err(ModelError::Size { .. })
        ));
        assert!(matches!(Model::from_bytes(b"{}\n"), Err(ModelError::Card(_))));
        assert!(matches!(Model::from_bytes(b"no model"), Err(ModelError::Card(_))));
        model.card.layout ^= 1;
        let other = model.to_bytes().unwrap();
        assert!(matches!(Model::from_bytes(&other), Err(ModelError::Layout)));
    }
}
