//! The trainer: weights that give each line of the gold its state.
//!
//! The loss is the cross entropy of each line by itself, weighed by the square
//! root of its length, because the measure counts words; the weights of a page
//! add up to the same for every page, because it counts pages. (A likelihood of
//! whole walks was tried and carries over worse to sites not seen: one step
//! into the wrong part takes the rest of the page with it.) What is learned from is
//! thinned by chance, so that no single feature is relied on.
//!
//! The same examples and the same seed give the same weights, whatever the
//! number of threads: gradients are summed in an order that does not depend on it.

use std::fmt;

use rayon::prelude::*;

use super::align::Allowed;
use super::chain::{STATES, Scores, Steps};
use super::features::{Base, VALUES, Values};
use super::network::{HIDDEN, Indices, NOTHING, Network, Row, indices};
use super::weights::Model;
use crate::random::Random;

/// One page to learn from.
#[derive(Debug)]
pub struct Example {
    /// Features of its lines.
    pub values: Values,
    /// Gold of its lines.
    pub gold: Vec<Allowed>,
}

/// Settings of the training.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Training {
    /// Times that every page is seen.
    pub epochs: u16,
    /// Size of the steps, after the first twentieth of the training; falls to zero in a straight line.
    pub rate: f32,
    /// Pages that a step is made for.
    pub batch: usize,
    /// Share of the features that a page is learned without, and once more of those of each line.
    pub drop_values: f32,
    /// Share of the sum of vectors that a page is learned without.
    pub drop_sums: f32,
    /// Share of a weight that is taken off with each step, times the rate.
    pub shrink: f32,
    /// Seed of everything that is left to chance.
    pub seed: u64,
}

impl Default for Training {
    fn default() -> Self {
        Self {
            epochs: 20,
            rate: 0.004,
            batch: 16,
            drop_values: 0.05,
            drop_sums: 0.1,
            shrink: 1.0e-3,
            seed: 1,
        }
    }
}

impl fmt::Display for Training {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { epochs, rate, batch, drop_values, drop_sums, shrink, seed } = self;
        write!(
            f,
            "epochs {epochs}, rate {rate}, batch {batch}, values dropped {drop_values}, \
             sums dropped {drop_sums}, shrink {shrink}, seed {seed}"
        )
    }
}

/// Trains a model from nothing; `progress` is told of each epoch: its number, and the mean loss a page.
#[must_use]
pub fn train(
    examples: &[Example],
    training: &Training,
    mut progress: impl FnMut(u16, f32),
) -> Model {
    let mut random = Random::new(training.seed);
    let mut network = Network::random(|| random.share());
    let mut climber = Climber::new(training, examples.len());
    let mut order: Vec<usize> = (0..examples.len()).collect();
    for epoch in 1..=training.epochs {
        random.shuffle(&mut order);
        let mut loss = 0.0;
        for batch in order.chunks(training.batch.max(1)) {
            let pages: Vec<(&Example, Random)> = batch
                .iter()
                .filter_map(|&i| examples.get(i).map(|example| (example, random.fork())))
                .collect();
            loss += climber.climb(&mut network, pages);
        }
        progress(epoch, loss / to_float(examples.len().max(1)));
    }
    Model { network, steps: Steps::usual(&count_steps(examples)), ..Model::blank() }
}

/// Steps from state to state that the gold makes, or may make.
fn count_steps(examples: &[Example]) -> [[u64; STATES]; STATES] {
    let mut counts = [[0; STATES]; STATES];
    let pairs =
        examples.iter().flat_map(|example| example.gold.iter().zip(example.gold.iter().skip(1)));
    for (from, to) in pairs {
        for (row, _) in counts.iter_mut().zip(from).filter(|(_, allowed)| **allowed) {
            for (count, _) in row.iter_mut().zip(to).filter(|(_, allowed)| **allowed) {
                *count += 1;
            }
        }
    }
    counts
}

/// Pages whose gradients are summed one after the other; the sums are then added up in their order.
const TOGETHER: usize = 4;

/// Steps by Adam, with shrinkage apart from the gradient.
struct Climber<'t> {
    training: &'t Training,
    /// Running means of the slopes and of their squares.
    mean: Vec<f32>,
    square: Vec<f32>,
    step: f32,
    steps: f32,
}

/// How fast the running means forget.
const MEAN: f32 = 0.9;
const SQUARE: f32 = 0.99;
/// Share of the training in which the rate rises.
const RISE: f32 = 0.05;

impl<'t> Climber<'t> {
    fn new(training: &'t Training, pages: usize) -> Self {
        let zeros = vec![0.0; Network::WEIGHTS];
        let steps = pages.div_ceil(training.batch.max(1));
        let steps = to_float(steps.max(1)) * f32::from(training.epochs);
        Self { training, mean: zeros.clone(), square: zeros, step: 0.0, steps }
    }

    /// One step for these pages; the sum of their losses.
    fn climb(&mut self, network: &mut Network, pages: Vec<(&Example, Random)>) -> f32 {
        let count = to_float(pages.len().max(1));
        let parts: Vec<(Network, f32)> = pages
            .into_par_iter()
            .chunks(TOGETHER)
            .map(|pages| {
                let mut gradient = Network::blank();
                let losses = pages.into_iter().map(|(example, mut random)| {
                    learn(network, example, self.training, &mut random, &mut gradient)
                });
                let loss = losses.sum();
                (gradient, loss)
            })
            .collect();
        let mut slopes = vec![0.0f32; Network::WEIGHTS];
        for (gradient, _) in &parts {
            for (slope, part) in slopes.iter_mut().zip(gradient.weights()) {
                *slope += part / count;
            }
        }
        self.step += 1.0;
        let done = self.step / self.steps;
        let rate = self.training.rate * (done / RISE).min(1.0) * (1.0 - done).max(0.0);
        // The running means start at zero and have to grow first.
        let (mean_part, square_part) = (1.0 - MEAN.powf(self.step), 1.0 - SQUARE.powf(self.step));
        for (((weight, slope), mean), square) in
            network.weights_mut().zip(slopes).zip(&mut self.mean).zip(&mut self.square)
        {
            *mean = MEAN * *mean + (1.0 - MEAN) * slope;
            *square = SQUARE * *square + (1.0 - SQUARE) * slope * slope;
            let step = *mean / mean_part / ((*square / square_part).sqrt() + 1.0e-6);
            *weight -= rate * (step + self.training.shrink * *weight);
        }
        parts.iter().map(|(_, loss)| loss).sum()
    }
}

/// Adds the gradient of a page; its loss.
fn learn(
    network: &Network,
    example: &Example,
    training: &Training,
    random: &mut Random,
    gradient: &mut Network,
) -> f32 {
    let kept = 1.0 - training.drop_sums;
    let keep: Row =
        std::array::from_fn::<_, HIDDEN, _>(
            |_| {
                if random.share() < kept { 1.0 / kept } else { 0.0 }
            },
        );
    let lines = thinned(&example.values, training.drop_values, random);
    let activity = network.run_masked(lines.iter().copied(), &keep);
    let weights = line_weights(&example.values);
    let mut loss = 0.0;
    let slopes: Vec<Scores> = activity
        .scores
        .iter()
        .zip(&example.gold)
        .zip(weights)
        .map(|((scores, allowed), weight)| {
            let (slope, line_loss) = cross_entropy(scores, *allowed);
            loss += line_loss * weight;
            slope.map(|s| s * weight)
        })
        .collect();
    network.learn(&lines, &keep, &activity, &slopes, gradient);
    loss
}

/// The vectors of each line, some left out.
fn thinned(values: &Values, share: f32, random: &mut Random) -> Vec<Indices> {
    let on_page: [bool; VALUES] = std::array::from_fn(|_| random.share() < share);
    values
        .rows()
        .map(|row| {
            let mut line = indices(row);
            for (index, dropped) in line.iter_mut().zip(on_page) {
                if dropped || random.share() < share {
                    *index = NOTHING;
                }
            }
            line
        })
        .collect()
}

/// Usual length in characters of the lines of each value of [`Base::Length`].
const LENGTHS: [f32; 12] =
    [2.0, 7.0, 15.0, 26.0, 40.0, 59.0, 85.0, 125.0, 190.0, 300.0, 520.0, 900.0];
/// What the weights of a page add up to.
const PAGE_WEIGHT: f32 = 100.0;

fn line_weights(values: &Values) -> Vec<f32> {
    let length = |i| values.get(i, Base::Length).map_or(0, usize::from);
    let roots: Vec<f32> =
        (0..values.len()).map(|i| LENGTHS.get(length(i)).map_or(1.0, |l| l.sqrt())).collect();
    let sum: f32 = roots.iter().sum();
    roots.iter().map(|root| root * PAGE_WEIGHT / sum.max(1.0)).collect()
}

/// Slope and value of the loss of one line; gold that allows several states is summed over.
fn cross_entropy(scores: &Scores, allowed: Allowed) -> (Scores, f32) {
    let shares = super::chain::shares(scores);
    let right: f32 = shares.iter().zip(allowed).map(|(p, a)| if a { *p } else { 0.0 }).sum();
    let right = right.max(1.0e-9);
    let mut slope = shares;
    for (s, allowed) in slope.iter_mut().zip(allowed) {
        if allowed {
            *s -= *s / right;
        }
    }
    (slope, -right.ln())
}

#[allow(clippy::cast_precision_loss, reason = "the number of pages is far below 2^23")]
fn to_float(count: usize) -> f32 {
    count as f32
}

#[cfg(test)]
mod tests {
    use super::super::chain::State;
    use super::{Example, Training, train};
    use crate::detect::{Evidence, LineEvidence};
    use crate::model::align::{Gold, align};
    use crate::model::features::Values;
    use crate::segment::segment;

    fn example(text: &str, main: &str) -> Example {
        let lines = segment(text).lines;
        let evidence =
            Evidence { lines: vec![LineEvidence::default(); lines.len()], ..Evidence::default() };
        let gold = Gold { main, ..Gold::default() };
        Example { values: Values::of(text, &lines, &evidence), gold: align(text, &lines, &gold) }
    }

    #[test]
    fn learns_what_it_is_shown_and_the_same_every_time() {
        let prose =
            "The harbour was quiet that morning, and only two boats went out to sea before noon.";
        let pages: Vec<_> =
            ["Home\nWorld\nSport\n", "Menu\nLogin\n", "News\nMoney\nSearch\nHelp\n"]
                .iter()
                .map(|head| {
                    example(&format!("{head}\n{prose}\n\n{prose}\n\nTerms\nPrivacy"), prose)
                })
                .collect();
        let training = Training { epochs: 60, ..Training::default() };
        let mut losses = Vec::new();
        let model = train(&pages, &training, |_, loss| losses.push(loss));
        assert!(losses.last() < losses.first(), "{losses:?}");
        for page in &pages {
            let path = model.best(&model.scores(&page.values));
            for (state, gold) in path.iter().zip(&page.gold) {
                assert!(gold[*state as usize], "{path:?}");
            }
            assert_eq!(path.iter().filter(|s| **s == State::Article).count(), 2);
        }
        let again = train(&pages, &training, |_, _| ());
        assert_eq!(again.to_bytes().unwrap(), model.to_bytes().unwrap());
    }
}
