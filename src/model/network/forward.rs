//! From values to scores.
//!
//! Written so that the compiler turns every inner loop into vector
//! instructions: arrays of fixed length, four lines at a time. `pulp` runs the
//! code in the form for the widest vectors that the machine has.

use pulp::{Arch, Simd, WithSimd};

use super::{
    Activity, GATES, Gates, HIDDEN, Indices, LAYERS, Layer, LayerActivity, Network, Output, Row,
    SIDE, gate, squash,
};
use crate::model::chain::{STATES, Scores};

/// Lines that go through a product of matrices together.
const TOGETHER: usize = 4;
/// Gates that are summed up at once: with the lines above, what fits the registers.
const STRIP: usize = 16;

/// A run that waits for its vector width. A closure in its place would be compiled for the narrowest.
struct Run<'n> {
    network: &'n Network,
    lines: &'n [Indices],
    keep: &'n Row,
}

impl WithSimd for Run<'_> {
    type Output = Activity;

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) -> Activity {
        self.network.run_here(self.lines, self.keep)
    }
}

impl Network {
    /// The scores of the lines of a page.
    #[must_use]
    pub fn run(&self, lines: impl Iterator<Item = Indices>) -> Activity {
        self.run_masked(lines, &[1.0; HIDDEN])
    }

    /// The same with parts of the sum of vectors weakened or left out: `keep` multiplies them.
    #[must_use]
    pub fn run_masked(&self, lines: impl Iterator<Item = Indices>, keep: &Row) -> Activity {
        let lines: Vec<Indices> = lines.collect();
        Arch::new().dispatch(Run { network: self, lines: &lines, keep })
    }

    #[inline(always)]
    fn run_here(&self, lines: &[Indices], keep: &Row) -> Activity {
        // Loops instead of iterators that are collected: those are compiled outside of the dispatch.
        let mut embedded = vec![self.base; lines.len()];
        for (sum, line) in embedded.iter_mut().zip(lines) {
            self.embed(line, keep, sum);
        }
        let mut layers: [LayerActivity; LAYERS] = Default::default();
        let mut input = &embedded;
        for (layer, activity) in self.layers.iter().zip(&mut layers) {
            *activity = layer.run(input);
            input = &activity.shown;
        }
        let mut scores = vec![self.output.base; lines.len()];
        for ((sum, last), first) in scores.iter_mut().zip(input).zip(&embedded) {
            self.output.run(last, first, sum);
        }
        Activity { embedded, layers, scores }
    }

    #[inline(always)]
    fn embed(&self, line: &Indices, keep: &Row, out: &mut Row) {
        let mut sum = *out;
        for &index in line {
            if let Some(vector) = self.vectors.get(usize::from(index)) {
                for j in 0..HIDDEN {
                    sum[j] += vector[j];
                }
            }
        }
        for j in 0..HIDDEN {
            sum[j] = sum[j].max(0.0) * keep[j];
        }
        *out = sum;
    }
}

impl Layer {
    #[inline(always)]
    fn run(&self, input: &[Row]) -> LayerActivity {
        let gates = self.gates(input);
        let mut memory = vec![[0.0; HIDDEN]; input.len()];
        let mut shown = input.to_vec();
        let mut down = [0.0; SIDE];
        for ((gates, memory), shown) in gates.iter().zip(&mut memory).zip(&mut shown) {
            carry::<0>(gates, &mut down, memory, shown);
        }
        let mut up = [0.0; SIDE];
        for ((gates, memory), shown) in gates.iter().zip(&mut memory).zip(&mut shown).rev() {
            carry::<1>(gates, &mut up, memory, shown);
        }
        LayerActivity { gates, memory, shown }
    }

    /// The product of input and weights, [`TOGETHER`] lines by [`STRIP`] gates at a time.
    #[inline(always)]
    fn gates(&self, input: &[Row]) -> Vec<Gates> {
        let mut out = vec![self.base; input.len()];
        let (groups, rest) = input.as_chunks::<TOGETHER>();
        let (out_groups, out_rest) = out.as_chunks_mut::<TOGETHER>();
        for (rows, out) in groups.iter().zip(out_groups) {
            self.product(rows, out);
        }
        for (row, out) in rest.iter().zip(out_rest) {
            self.product(std::array::from_ref(row), std::array::from_mut(out));
        }
        out
    }

    #[inline(always)]
    fn product<const LINES: usize>(&self, rows: &[Row; LINES], out: &mut [Gates; LINES]) {
        for strip in 0..GATES / STRIP {
            let at = strip * STRIP;
            let mut sums = [[0.0f32; STRIP]; LINES];
            for (sum, out) in sums.iter_mut().zip(out.iter()) {
                sum.copy_from_slice(&out[at..at + STRIP]);
            }
            for (i, weights) in self.weights.iter().enumerate() {
                let weights: &[f32; STRIP] = part(weights, at);
                for (sum, row) in sums.iter_mut().zip(rows) {
                    for (s, w) in sum.iter_mut().zip(weights) {
                        *s += row[i] * w;
                    }
                }
            }
            for (sum, out) in sums.iter().zip(out.iter_mut()) {
                out[at..at + STRIP].copy_from_slice(sum);
            }
        }
    }
}

/// One step of a memory: `WAY` 0 goes down the page, 1 up.
#[inline(always)]
fn carry<const WAY: usize>(
    gates: &Gates,
    memory: &mut [f32; SIDE],
    kept: &mut Row,
    shown: &mut Row,
) {
    let at = WAY * 3 * SIDE;
    let candidate: &[f32; SIDE] = part(gates, at);
    let forget: &[f32; SIDE] = part(gates, at + SIDE);
    let show: &[f32; SIDE] = part(gates, at + 2 * SIDE);
    for j in 0..SIDE {
        let keep = gate(forget[j]);
        memory[j] = keep * memory[j] + (1.0 - keep) * candidate[j];
        kept[WAY * SIDE + j] = memory[j];
        shown[WAY * SIDE + j] += gate(show[j]) * squash(memory[j]);
    }
}

/// `PART` of the gates, from `at` on, which is a multiple of it.
#[inline(always)]
fn part<const PART: usize>(gates: &Gates, at: usize) -> &[f32; PART] {
    &gates.as_chunks::<PART>().0[at / PART]
}

impl Output {
    #[inline(always)]
    fn run(&self, last: &Row, first: &Row, sum: &mut Scores) {
        for (row, weights) in [(last, &self.last), (first, &self.first)] {
            for j in 0..HIDDEN {
                for state in 0..STATES {
                    sum[state] += row[j] * weights[j][state];
                }
            }
        }
    }
}
