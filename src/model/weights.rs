//! A trained model, and the file it is kept in.
//!
//! A model file is a line of JSON (the model card) followed by the weights as
//! little-endian 32-bit floats: the steps of the chain, then those of the network in
//! the order of [`Network::weights`]. It carries a hash of features and layers, so that a model is never used with features
//! that it was not trained on.

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use super::chain::{STATES, Scores, State, Steps, best};
use super::features::{Base, Values};
use super::network::{GATES, HIDDEN, LAYERS, Network, indices};

/// The weights of the shipped model.
const SHIPPED: &[u8] = include_bytes!("data/lines.model");

/// First word of the card: format of the file.
const FORMAT: &str = "presswash-lines-2";

/// What a model was trained on, by what, with what result.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Card {
    /// Format of the file.
    pub format: String,
    /// Hash of features and layers.
    pub layout: u64,
    /// Number of weights.
    pub weights: usize,
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
    /// What it has learned of lines.
    pub network: Network,
    /// What it has learned of walks.
    pub steps: Steps,
    /// Hash of the whole file.
    pub fingerprint: u64,
}

/// Numbers in a model file.
const WEIGHTS: usize = STATES * STATES + Network::WEIGHTS;

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
        let card = Card {
            format: FORMAT.to_owned(),
            layout: layout(),
            weights: WEIGHTS,
            ..Card::default()
        };
        Self { card, network: Network::blank(), steps: Steps::allowed(), fingerprint: 0 }
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
        if card.layout != model.card.layout || card.weights != model.card.weights {
            return Err(ModelError::Layout);
        }
        let (floats, rest) = weights.get(1..).unwrap_or_default().as_chunks::<4>();
        if floats.len() != WEIGHTS || !rest.is_empty() {
            return Err(ModelError::Size { found: floats.len(), wanted: WEIGHTS });
        }
        let Self { network, steps, .. } = &mut model;
        let weights = steps.0.iter_mut().flatten().chain(network.weights_mut());
        for (weight, float) in weights.zip(floats) {
            *weight = f32::from_le_bytes(*float);
        }
        model.card = card;
        model.fingerprint = xxh3_64(bytes);
        Ok(model)
    }

    /// The model as a file.
    ///
    /// # Errors
    /// When the card cannot be written as JSON.
    pub fn to_bytes(&self) -> Result<Vec<u8>, ModelError> {
        let mut out =
            serde_json::to_vec(&self.card).map_err(|error| ModelError::Card(error.to_string()))?;
        out.push(b'\n');
        for weight in self.steps.0.iter().flatten().chain(self.network.weights()) {
            out.extend_from_slice(&weight.to_le_bytes());
        }
        Ok(out)
    }

    /// The scores of every state for every line.
    #[must_use]
    pub fn scores(&self, values: &Values) -> Vec<Scores> {
        self.network.scores(values.rows().map(indices))
    }

    /// The best walk through lines with these scores.
    #[must_use]
    pub fn best(&self, scores: &[Scores]) -> Vec<State> {
        best(scores, &self.steps)
    }
}

/// A hash that changes whenever features or layers do.
fn layout() -> u64 {
    let features: Vec<_> =
        Base::ALL.iter().map(|base| format!("{}/{}", base.name(), base.size())).collect();
    xxh3_64(format!("{} {HIDDEN} {GATES} {LAYERS}", features.join(" ")).as_bytes())
}

#[cfg(test)]
mod tests {
    use super::{Model, ModelError};

    #[test]
    fn the_shipped_model_fits_this_version() {
        let model = Model::shipped().unwrap();
        assert!(model.network.weights().any(|&w| w != 0.0), "trained, not blank");
    }

    #[test]
    fn files_round_trip_and_broken_ones_are_refused() {
        let mut model = Model::blank();
        *model.network.weights_mut().nth(7).unwrap() = 1.5;
        let bytes = model.to_bytes().unwrap();
        let again = Model::from_bytes(&bytes).unwrap();
        assert_eq!(again.network, model.network);
        for cut in [1, 4] {
            let short = Model::from_bytes(&bytes[..bytes.len() - cut]);
            assert!(matches!(short, Err(ModelError::Size { .. })));
        }
        assert!(matches!(Model::from_bytes(b"{}\n"), Err(ModelError::Card(_))));
        assert!(matches!(Model::from_bytes(b"no model"), Err(ModelError::Card(_))));
        model.card.layout ^= 1;
        let other = model.to_bytes().unwrap();
        assert!(matches!(Model::from_bytes(&other), Err(ModelError::Layout)));
    }
}
