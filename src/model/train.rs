//! The trainer: weights that make the gold walk through each page the likely one.
//!
//! Stochastic gradient ascent on the conditional likelihood of the chain, with
//! steps scaled per weight (AdaGrad), shrinkage, and a margin: a wrong state of
//! a long line counts more, because the measure counts words. Pages are taken
//! in an order shuffled by the seed, one at a time, so that the same gold and
//! the same seed give the same weights.

use super::align::Allowed;
use super::chain::{Expected, NEVER, STATES, Scores, Steps, expected};
use super::features::{Base, Values};
use super::weights::Model;

/// One page to learn from.
#[derive(Debug)]
pub struct Example {
    /// Features of its lines.
    pub values: Values,
    /// Gold of its lines.
    pub gold: Vec<Allowed>,
    /// How much the page counts, 1 for usual.
    pub weight: f32,
}

/// Settings of the training.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Training {
    /// Times that every page is seen.
    pub epochs: u32,
    /// Size of the first step.
    pub rate: f32,
    /// Share of a weight that is taken off each time its row fires.
    pub shrink: f32,
    /// Score by which the gold state of a long line must win.
    pub margin: f32,
    /// Seed of the order of pages.
    pub seed: u64,
}

impl Default for Training {
    fn default() -> Self {
        Self { epochs: 10, rate: 0.02, shrink: 1.0e-5, margin: 0.0, seed: 1 }
    }
}

/// Trains a model from nothing.
#[must_use]
pub fn train(examples: &[Example], training: &Training) -> Model {
    let mut model = Model::blank();
    let mut squares = vec![[0.0f32; STATES]; model.rows.len()];
    let mut step_squares = [[0.0f32; STATES]; STATES + 2];
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut random = training.seed;
    let mut pace = Pace::new(training, examples.len());
    for _ in 0..training.epochs {
        shuffle(&mut order, &mut random);
        for example in order.iter().filter_map(|&i| examples.get(i)) {
            learn(&mut model, &mut squares, &mut step_squares, example, &pace);
            pace.tick();
        }
    }
    model
}

/// The settings as they stand at one moment: the rate falls to zero in a straight line.
struct Pace {
    training: Training,
    rate: f32,
    fall: f32,
}

impl Pace {
    #[allow(clippy::cast_precision_loss, reason = "the number of pages is far below 2^23")]
    fn new(training: &Training, pages: usize) -> Self {
        let ticks = (pages as f32 * training.epochs as f32).max(1.0);
        Self { training: *training, rate: training.rate, fall: training.rate / ticks }
    }

    fn tick(&mut self) {
        self.rate = (self.rate - self.fall).max(0.0);
    }
}

fn learn(
    model: &mut Model,
    squares: &mut [Scores],
    step_squares: &mut [Scores],
    example: &Example,
    pace: &Pace,
) {
    let plain = model.emissions(&example.values);
    let free = margin(&plain, example, pace.training.margin);
    let held = hold(&plain, &example.gold);
    let (now, wanted) = (expected(&free, &model.steps), expected(&held, &model.steps));
    if !(now.log_sum.is_finite() && wanted.log_sum > f64::from(NEVER) / 2.0) {
        return;
    }
    for line in 0..example.values.len() {
        let (Some(p), Some(q)) = (now.states.get(line), wanted.states.get(line)) else { continue };
        let mut gradient = [0.0; STATES];
        for ((g, p), q) in gradient.iter_mut().zip(p).zip(q) {
            *g = (q - p) * example.weight;
        }
        if gradient.iter().all(|g| g.abs() < 1.0e-4) {
            continue;
        }
        let fired: Vec<usize> = model.templates.fire(&example.values, line).collect();
        for row in fired {
            if let (Some(weights), Some(square)) = (model.rows.get_mut(row), squares.get_mut(row)) {
                climb(weights, square, &gradient, pace);
            }
        }
    }
    climb_steps(&mut model.steps, step_squares, &now, &wanted, example.weight, pace.rate);
}

/// One step of AdaGrad with shrinkage.
fn climb(weights: &mut Scores, squares: &mut Scores, gradient: &Scores, pace: &Pace) {
    for ((w, s), g) in weights.iter_mut().zip(squares).zip(gradient) {
        *s += g * g;
        *w += pace.rate * g / (s.sqrt() + 1.0e-3);
        *w -= *w * pace.training.shrink;
    }
}

fn climb_steps(
    steps: &mut Steps,
    squares: &mut [Scores],
    now: &Expected,
    wanted: &Expected,
    weight: f32,
    rate: f32,
) {
    let ends = |seen: &Expected, last: bool| {
        let states = if last { seen.states.last() } else { seen.states.first() };
        states.copied().unwrap_or_default()
    };
    let Steps { first, step, last } = steps;
    let rows = std::iter::once((first, ends(now, false), ends(wanted, false)))
        .chain(step.iter_mut().zip(now.steps).zip(wanted.steps).map(|((r, n), w)| (r, n, w)))
        .chain(std::iter::once((last, ends(now, true), ends(wanted, true))));
    for ((row, now, wanted), square) in rows.zip(squares) {
        for (((w, s), n), q) in row.iter_mut().zip(square.iter_mut()).zip(now).zip(wanted) {
            if *w > NEVER / 2.0 {
                let g = (q - n) * weight;
                *s += g * g;
                *w += rate * g / (s.sqrt() + 1.0e-3);
            }
        }
    }
}

/// Emissions with a bonus for the states that gold forbids, larger for longer lines.
fn margin(plain: &[Scores], example: &Example, size: f32) -> Vec<Scores> {
    plain
        .iter()
        .zip(&example.gold)
        .enumerate()
        .map(|(line, (scores, allowed))| {
            let length = example.values.get(line, Base::Words).unwrap_or(0);
            let bonus = size * f32::from(length) / 7.0;
            let mut out = *scores;
            for (s, allowed) in out.iter_mut().zip(allowed) {
                if !allowed {
                    *s += bonus;
                }
            }
            out
        })
        .collect()
}

/// Emissions that only leave the states that gold allows.
fn hold(plain: &[Scores], gold: &[Allowed]) -> Vec<Scores> {
    plain
        .iter()
        .zip(gold)
        .map(|(scores, allowed)| {
            let mut out = *scores;
            for (s, allowed) in out.iter_mut().zip(allowed) {
                if !allowed {
                    *s = NEVER;
                }
            }
            out
        })
        .collect()
}

/// Fisher-Yates with a splitmix64 generator: the same order for the same seed everywhere.
#[allow(clippy::cast_possible_truncation, reason = "the remainder is below the number of pages")]
fn shuffle(order: &mut [usize], random: &mut u64) {
    for i in (1..order.len()).rev() {
        *random = random.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = *random;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let j = ((z ^ (z >> 31)) % (i as u64 + 1)) as usize;
        order.swap(i, j);
    }
}

#[cfg(test)]
mod tests {
    use super::super::chain::{State, best};
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
        Example {
            values: Values::of(text, &lines, &evidence),
            gold: align(text, &lines, &gold),
            weight: 1.0,
        }
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
        let model = train(&pages, &Training::default());
        for page in &pages {
            let path = best(&model.emissions(&page.values), &model.steps);
            for (state, gold) in path.iter().zip(&page.gold) {
                assert!(gold[*state as usize], "{path:?}");
            }
            assert_eq!(path.iter().filter(|s| **s == State::Article).count(), 2);
        }
        let mut again = train(&pages, &Training::default());
        assert_eq!(again.to_bytes().unwrap(), model.clone().to_bytes().unwrap());
    }
}
