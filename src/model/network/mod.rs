//! The network: the values of all lines of a page in, four scores a line out.
//!
//! Each value of each feature has a vector; the vectors of a line's values are
//! added up. Two recurrent layers then carry what was seen along the page, once
//! downwards and once upwards, so that a line is judged by all that stands
//! before and after it. The recurrence is the simple recurrent unit of Lei et
//! al. (2018): its gates depend on the line alone, so that the costly part is a
//! product of matrices over many lines at once, and only a few additions go
//! from line to line.
//!
//! All sums are made in the same order on every machine, whatever its vector
//! width, so that the same page has the same scores everywhere.

#![allow(
    clippy::inline_always,
    reason = "only what is inlined into the dispatch is compiled for its vector width"
)]

mod backward;
mod forward;

use super::chain::{STATES, Scores};
use super::features::{Base, VALUES};

/// Width of the vectors of values, and of what goes from layer to layer.
pub const HIDDEN: usize = 32;
/// Width of the memory that goes down the page, and of that which goes up.
pub const SIDE: usize = HIDDEN / 2;
/// For each direction: candidates, what of the memory is kept, what of it is shown.
pub const GATES: usize = 6 * SIDE;
/// Recurrent layers.
pub const LAYERS: usize = 2;

/// What a layer knows of a line.
pub type Row = [f32; HIDDEN];
/// What the gates of a layer say of a line.
pub type Gates = [f32; GATES];
/// For each feature of a line the index of the vector of its value.
pub type Indices = [u16; VALUES];

/// The weights, or a gradient of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Network {
    /// A vector for each value of each feature, and zeros for a value that is not looked at.
    vectors: Vec<Row>,
    base: Row,
    layers: Vec<Layer>,
    output: Output,
}

#[derive(Clone, Debug, PartialEq)]
struct Layer {
    weights: [Gates; HIDDEN],
    base: Gates,
}

/// From the last layer and from the sum of the line's vectors to its scores.
#[derive(Clone, Debug, PartialEq)]
struct Output {
    last: [Scores; HIDDEN],
    first: [Scores; HIDDEN],
    base: Scores,
}

/// What the network made of a page, layer by layer; one entry a line in each list.
#[derive(Clone, Debug, Default)]
pub struct Activity {
    embedded: Vec<Row>,
    layers: [LayerActivity; LAYERS],
    /// The scores of each line.
    pub scores: Vec<Scores>,
}

#[derive(Clone, Debug, Default)]
struct LayerActivity {
    gates: Vec<Gates>,
    memory: Vec<Row>,
    shown: Vec<Row>,
}

/// Number of vectors, that of zeros not counted.
const VECTORS: usize = {
    let (mut sum, mut i) = (0, 0);
    while i < Base::ALL.len() {
        sum += Base::ALL[i].size();
        i += 1;
    }
    sum
};

/// Index of the first vector of each feature.
#[allow(clippy::cast_possible_truncation, reason = "a few hundred vectors")]
const FIRST: Indices = {
    let (mut first, mut sum, mut i) = ([0; VALUES], 0, 0);
    while i < VALUES {
        first[i] = sum as u16;
        sum += Base::ALL[i].size();
        i += 1;
    }
    first
};

/// Index of the vector of zeros.
#[allow(clippy::cast_possible_truncation, reason = "a few hundred vectors")]
pub const NOTHING: u16 = VECTORS as u16;

/// The vectors that a line's values stand for.
#[must_use]
pub fn indices(values: &[u8; VALUES]) -> Indices {
    let mut out = FIRST;
    for (index, &value) in out.iter_mut().zip(values) {
        *index += u16::from(value);
    }
    out
}

impl Network {
    /// A network that gives every line the same scores.
    #[must_use]
    pub fn blank() -> Self {
        let layer = Layer { weights: [[0.0; GATES]; HIDDEN], base: [0.0; GATES] };
        let zeros = [[0.0; STATES]; HIDDEN];
        Self {
            vectors: vec![[0.0; HIDDEN]; VECTORS + 1],
            base: [0.0; HIDDEN],
            layers: vec![layer; LAYERS],
            output: Output { last: zeros, first: zeros, base: [0.0; STATES] },
        }
    }

    /// A network to start training from; `chance` gives numbers from 0 to 1.
    #[must_use]
    #[allow(clippy::cast_precision_loss, reason = "numbers of units")]
    pub fn random(mut chance: impl FnMut() -> f32) -> Self {
        let mut out = Self::blank();
        let mut fill = |slot: &mut f32, reach: f32| *slot = (chance() * 2.0 - 1.0) * reach;
        for slot in out.vectors.iter_mut().take(VECTORS).flatten() {
            fill(slot, 0.15);
        }
        // Uniform with the variance of 1 / HIDDEN keeps sums at the size of their terms.
        let reach = (3.0 / HIDDEN as f32).sqrt();
        for layer in &mut out.layers {
            layer.weights.iter_mut().flatten().for_each(|slot| fill(slot, reach));
            // Memories from short to long.
            for side in layer.base.chunks_exact_mut(3 * SIDE) {
                for (i, slot) in side.iter_mut().skip(SIDE).take(SIDE).enumerate() {
                    *slot = 3.0 * i as f32 / SIDE as f32;
                }
            }
        }
        let Output { last, first, .. } = &mut out.output;
        last.iter_mut().chain(first).flatten().for_each(|slot| fill(slot, 0.1));
        out
    }

    /// All weights, in the order of model files.
    pub fn weights(&self) -> impl Iterator<Item = &f32> {
        let Output { last, first, base } = &self.output;
        let layers = self.layers.iter().flat_map(|l| l.weights.iter().flatten().chain(&l.base));
        let vectors = self.vectors.iter().take(VECTORS).flatten().chain(&self.base);
        vectors.chain(layers).chain(last.iter().flatten()).chain(first.iter().flatten()).chain(base)
    }

    /// The same, to be changed.
    pub fn weights_mut(&mut self) -> impl Iterator<Item = &mut f32> {
        let Output { last, first, base } = &mut self.output;
        let layers = self
            .layers
            .iter_mut()
            .flat_map(|layer| layer.weights.iter_mut().flatten().chain(&mut layer.base));
        let vectors = self.vectors.iter_mut().take(VECTORS).flatten().chain(&mut self.base);
        vectors
            .chain(layers)
            .chain(last.iter_mut().flatten())
            .chain(first.iter_mut().flatten())
            .chain(base)
    }

    /// Number of weights.
    pub const WEIGHTS: usize =
        (VECTORS + 1) * HIDDEN + LAYERS * (HIDDEN + 1) * GATES + (2 * HIDDEN + 1) * STATES;
}

/// A smooth step from 0 to 1, of additions and one division: the same bits on every machine.
#[inline(always)]
fn gate(x: f32) -> f32 {
    0.5 + 0.5 * squash(x)
}

/// A smooth step from -1 to 1.
#[inline(always)]
fn squash(x: f32) -> f32 {
    x / (1.0 + x.abs())
}

#[cfg(test)]
mod tests {
    use super::{Indices, NOTHING, Network, VECTORS, indices};
    use crate::model::features::{Base, VALUES};

    #[test]
    fn each_value_has_a_vector_of_its_own() {
        let last = std::array::from_fn(|i| u8::try_from(Base::ALL[i].size() - 1).unwrap());
        let (low, high): (Indices, Indices) = (indices(&[0; VALUES]), indices(&last));
        assert_eq!((low[0], usize::from(high[VALUES - 1])), (0, VECTORS - 1));
        assert!(low.iter().skip(1).zip(&high).all(|(next, last)| *next == last + 1));
        assert_eq!(usize::from(NOTHING), VECTORS);
    }

    #[test]
    fn weights_are_counted() {
        let mut network = Network::blank();
        assert_eq!(network.weights().count(), Network::WEIGHTS);
        assert_eq!(network.weights_mut().count(), Network::WEIGHTS);
    }
}
