//! From the slopes of the scores to those of the weights.
//!
//! The mirror image of `forward`: the same steps in the opposite order, each
//! with the derivative of what was done there.

use pulp::{Arch, Simd, WithSimd};

use super::{
    Activity, GATES, Gates, HIDDEN, Indices, Layer, LayerActivity, Network, Row, SIDE, gate,
};
use crate::model::chain::Scores;

/// A step that waits for its vector width, as the run forward does.
struct Learn<'n> {
    network: &'n Network,
    lines: &'n [Indices],
    keep: &'n Row,
    activity: &'n Activity,
    slopes: &'n [Scores],
    gradient: &'n mut Network,
}

impl WithSimd for Learn<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let Self { network, lines, keep, activity, slopes, gradient } = self;
        network.learn_here(lines, keep, activity, slopes, gradient);
    }
}

impl Network {
    /// Adds to `gradient` the slope of a sum over `slopes` (one a line: how the loss grows with each score).
    ///
    /// `lines` and `keep` are what the `activity` was made with.
    pub fn learn(
        &self,
        lines: &[Indices],
        keep: &Row,
        activity: &Activity,
        slopes: &[Scores],
        gradient: &mut Self,
    ) {
        Arch::new().dispatch(Learn { network: self, lines, keep, activity, slopes, gradient });
    }

    #[inline(always)]
    fn learn_here(
        &self,
        lines: &[Indices],
        keep: &Row,
        activity: &Activity,
        slopes: &[Scores],
        gradient: &mut Self,
    ) {
        let Some(top) = activity.layers.last() else { return };
        let (mut shown, mut embedded) = (Vec::new(), Vec::new());
        for ((slope, last), first) in slopes.iter().zip(&top.shown).zip(&activity.embedded) {
            let own = &mut gradient.output;
            for (g, s) in own.base.iter_mut().zip(slope) {
                *g += s;
            }
            shown.push(product_back(last, &self.output.last, slope, &mut own.last));
            embedded.push(product_back(first, &self.output.first, slope, &mut own.first));
        }
        for (at, layer) in self.layers.iter().enumerate().rev() {
            let (Some(activity_here), Some(own)) =
                (activity.layers.get(at), gradient.layers.get_mut(at))
            else {
                return;
            };
            let below = at.checked_sub(1).and_then(|below| activity.layers.get(below));
            let input = below.map_or(&activity.embedded, |below| &below.shown);
            shown = layer.learn(input, activity_here, &shown, own);
        }
        for (((line, shown), slope), sum) in
            lines.iter().zip(&shown).zip(&mut embedded).zip(&activity.embedded)
        {
            for (((slope, shown), sum), keep) in slope.iter_mut().zip(shown).zip(sum).zip(keep) {
                *slope = if *sum > 0.0 { (*slope + shown) * keep } else { 0.0 };
            }
            add(&mut gradient.base, slope);
            for &index in line {
                if let Some(vector) = gradient.vectors.get_mut(usize::from(index)) {
                    add(vector, slope);
                }
            }
        }
    }
}

/// Slopes of the values of a product, from those of its sums; those of the weights are added to `own`.
#[inline(always)]
fn product_back<const IN: usize, const OUT: usize>(
    values: &[f32; IN],
    weights: &[[f32; OUT]; IN],
    slope: &[f32; OUT],
    own: &mut [[f32; OUT]; IN],
) -> [f32; IN] {
    let mut out = [0.0; IN];
    for (((out, value), weights), own) in out.iter_mut().zip(values).zip(weights).zip(own) {
        // Partial sums side by side, which one chain of additions would not allow.
        let mut sums = [0.0f32; 8];
        let (weight_groups, weight_rest) = weights.as_chunks::<8>();
        let (slope_groups, slope_rest) = slope.as_chunks::<8>();
        for (weights, slope) in weight_groups.iter().zip(slope_groups) {
            for ((sum, w), s) in sums.iter_mut().zip(weights).zip(slope) {
                *sum += w * s;
            }
        }
        let rest: f32 = weight_rest.iter().zip(slope_rest).map(|(w, s)| w * s).sum();
        *out = sums.iter().sum::<f32>() + rest;
        for (own, s) in own.iter_mut().zip(slope) {
            *own += value * s;
        }
    }
    out
}

impl Layer {
    /// Slopes of the input, from those of what the layer showed.
    #[inline(always)]
    fn learn(
        &self,
        input: &[Row],
        activity: &LayerActivity,
        slopes: &[Row],
        own: &mut Self,
    ) -> Vec<Row> {
        let mut gates = vec![[0.0; GATES]; input.len()];
        let lines = input.len();
        let mut carried = [0.0; SIDE];
        for at in (0..lines).rev() {
            let before = at.checked_sub(1);
            carry_back::<0>(activity, at, before, &slopes[at], &mut carried, &mut gates[at]);
        }
        carried = [0.0; SIDE];
        for at in 0..lines {
            let before = (at + 1 < lines).then_some(at + 1);
            carry_back::<1>(activity, at, before, &slopes[at], &mut carried, &mut gates[at]);
        }
        let mut out = slopes.to_vec();
        for ((row, slope), out) in input.iter().zip(&gates).zip(&mut out) {
            for (g, s) in own.base.iter_mut().zip(slope) {
                *g += s;
            }
            add(out, &product_back(row, &self.weights, slope, &mut own.weights));
        }
        out
    }
}

/// Slopes of the gates at line `at`; `before` is the line that its memory came from.
#[inline(always)]
fn carry_back<const WAY: usize>(
    activity: &LayerActivity,
    at: usize,
    before: Option<usize>,
    slope: &Row,
    carried: &mut [f32; SIDE],
    out: &mut Gates,
) {
    let (gates, memory) = (&activity.gates[at], &activity.memory[at]);
    let zero = [0.0; HIDDEN];
    let memory_before = before.and_then(|before| activity.memory.get(before)).unwrap_or(&zero);
    let first = WAY * 3 * SIDE;
    for j in 0..SIDE {
        let (now, then) = (memory[WAY * SIDE + j], memory_before[WAY * SIDE + j]);
        let (candidate, forget, show) =
            (gates[first + j], gates[first + SIDE + j], gates[first + 2 * SIDE + j]);
        let (keep, given) = (gate(forget), slope[WAY * SIDE + j]);
        let spread = 1.0 + now.abs();
        let total = carried[j] + given * gate(show) / (spread * spread);
        out[first + j] = total * (1.0 - keep);
        out[first + SIDE + j] = total * (then - candidate) * gate_slope(forget);
        out[first + 2 * SIDE + j] = given * now / spread * gate_slope(show);
        carried[j] = total * keep;
    }
}

/// Derivative of [`gate`].
#[inline(always)]
fn gate_slope(x: f32) -> f32 {
    let spread = 1.0 + x.abs();
    0.5 / (spread * spread)
}

#[inline(always)]
fn add<const N: usize>(sum: &mut [f32; N], terms: &[f32; N]) {
    for (s, t) in sum.iter_mut().zip(terms) {
        *s += t;
    }
}

#[cfg(test)]
mod tests {
    use super::super::{HIDDEN, Indices, NOTHING, Network, indices};
    use crate::model::chain::Scores;
    use crate::model::features::{Base, VALUES};
    use crate::random::Random;

    fn page() -> Vec<Indices> {
        (0..5)
            .map(|line| {
                let value = |i: usize| u8::try_from((line * 7 + i) % Base::ALL[i].size()).unwrap();
                let mut row = indices(&std::array::from_fn::<u8, VALUES, _>(value));
                row[line] = NOTHING;
                row
            })
            .collect()
    }

    /// A sum over the scores whose slopes are 1, 2, 3 and -4.
    fn loss(network: &Network, lines: &[Indices]) -> f32 {
        let scores = network.scores(lines.iter().copied());
        scores.iter().map(|[a, b, c, d]| a + 2.0 * b + 3.0 * c - 4.0 * d).sum()
    }

    #[test]
    fn the_gradient_is_that_of_small_steps() {
        let mut random = Random::new(1);
        let mut network = Network::random(|| random.share());
        let lines = page();
        let slopes: Vec<Scores> = vec![[1.0, 2.0, 3.0, -4.0]; lines.len()];
        let activity = network.run_masked(lines.iter().copied(), &[1.0; HIDDEN]);
        let mut gradient = Network::blank();
        network.learn(&lines, &[1.0; HIDDEN], &activity, &slopes, &mut gradient);
        let slopes: Vec<f32> = gradient.weights().copied().collect();
        let step = 1.0e-3;
        let mut tried = 0;
        for at in (0..Network::WEIGHTS).step_by(97) {
            let mut shifted = |by: f32| {
                *network.weights_mut().nth(at).unwrap() += by;
                let loss = loss(&network, &lines);
                *network.weights_mut().nth(at).unwrap() -= by;
                loss
            };
            let slope = (shifted(step) - shifted(-step)) / (2.0 * step);
            assert!(
                (slope - slopes[at]).abs() < 0.02 + 0.02 * slope.abs(),
                "{at}: {slope} {}",
                slopes[at]
            );
            tried += 1;
        }
        assert!(tried > 100 && slopes.iter().filter(|s| s.abs() > 0.1).count() > 100);
    }
}
