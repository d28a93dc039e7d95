//! From values to scores.
//!
//! `pulp` runs the code in the form for the widest vectors that the machine has.
//! The product, which is most of the work, says what its vectors are: left to
//! itself the compiler puts the lines into one in some builds, and is slower by half.
//! Elsewhere loops over arrays of fixed length are enough.

use std::array::from_ref;

use pulp::{Arch, Simd, WithSimd};

use super::{
    Activity, GATES, HIDDEN, Indices, LAYERS, Layer, LayerActivity, Network, Output, Row, SIDE,
    gate, squash,
};
use crate::model::chain::{STATES, Scores};
use crate::model::features::VALUES;

/// Lines that go through a product of matrices together.
const TOGETHER: usize = 4;
/// Vectors of gates that are summed up at once, at most: with the lines above, what fits the registers.
const STRIP: usize = 3;
/// Rows of weights between two looks at whether there are more.
const ROWS: usize = 2;
/// Vectors of values between two looks at whether there are more.
const VALUES_AT_ONCE: usize = 5;
/// Gates of one direction.
const WAY_GATES: usize = GATES / 2;

/// A run that waits for its vector width. A closure in its place would be compiled for the narrowest. With `LEARN` it keeps
/// what the layers made on their way.
struct Run<'n, const LEARN: bool> {
    network: &'n Network,
    lines: &'n [Indices],
    keep: &'n Row,
}

impl<const LEARN: bool> WithSimd for Run<'_, LEARN> {
    type Output = Activity;

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) -> Activity {
        self.network.run_here::<S, LEARN>(simd, self.lines, self.keep)
    }
}

impl Network {
    /// The scores of the lines of a page.
    #[must_use]
    pub fn scores(&self, lines: impl Iterator<Item = Indices>) -> Vec<Scores> {
        let lines: Vec<Indices> = lines.collect();
        let run = Run::<false> { network: self, lines: &lines, keep: &[1.0; HIDDEN] };
        Arch::new().dispatch(run).scores
    }

    /// The same with parts of the sum of vectors weakened or left out: `keep` multiplies them. Tells all that there is to
    /// learn from.
    #[must_use]
    pub fn run_masked(&self, lines: impl Iterator<Item = Indices>, keep: &Row) -> Activity {
        let lines: Vec<Indices> = lines.collect();
        Arch::new().dispatch(Run::<true> { network: self, lines: &lines, keep })
    }

    #[inline(always)]
    fn run_here<S: Simd, const LEARN: bool>(
        &self,
        simd: S,
        lines: &[Indices],
        keep: &Row,
    ) -> Activity {
        // Loops instead of iterators that are collected: those are compiled outside of the dispatch.
        let mut embedded = vec![self.base; lines.len()];
        for (sum, line) in embedded.iter_mut().zip(lines) {
            self.embed(line, keep, sum);
        }
        let mut layers: [LayerActivity; LAYERS] = Default::default();
        let mut input = &embedded;
        for (layer, activity) in self.layers.iter().zip(&mut layers) {
            *activity = layer.run::<S, LEARN>(simd, input);
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
        for indices in line.as_chunks::<VALUES_AT_ONCE>().0 {
            for &index in indices {
                let vector = &self.vectors[usize::from(index)];
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
    fn run<S: Simd, const LEARN: bool>(&self, simd: S, input: &[Row]) -> LayerActivity {
        let mut out = LayerActivity { shown: input.to_vec(), ..LayerActivity::default() };
        if LEARN {
            out.gates = vec![[0.0; GATES]; input.len()];
            out.memory = vec![[0.0; HIDDEN]; input.len()];
        }
        let (groups, rest) = input.as_chunks::<TOGETHER>();
        let end = TOGETHER * groups.len();
        let mut down = [0.0; SIDE];
        for (i, rows) in groups.iter().enumerate() {
            self.steps::<S, LEARN, TOGETHER, 0>(simd, rows, TOGETHER * i, &mut down, &mut out);
        }
        for (i, row) in rest.iter().enumerate() {
            self.steps::<S, LEARN, 1, 0>(simd, from_ref(row), end + i, &mut down, &mut out);
        }
        let mut up = [0.0; SIDE];
        for (i, row) in rest.iter().enumerate().rev() {
            self.steps::<S, LEARN, 1, 1>(simd, from_ref(row), end + i, &mut up, &mut out);
        }
        for (i, rows) in groups.iter().enumerate().rev() {
            self.steps::<S, LEARN, TOGETHER, 1>(simd, rows, TOGETHER * i, &mut up, &mut out);
        }
        out
    }

    /// The steps of a memory past some lines, of which `at` is the first: `WAY` 0 goes down the page, 1 up. Their gates are
    /// made here, so that those of a whole page are never in memory unless they are learned from.
    #[inline(always)]
    fn steps<S: Simd, const LEARN: bool, const LINES: usize, const WAY: usize>(
        &self,
        simd: S,
        rows: &[Row; LINES],
        at: usize,
        memory: &mut [f32; SIDE],
        out: &mut LayerActivity,
    ) {
        let mut gates = [[0.0; WAY_GATES]; LINES];
        self.product::<S, LINES>(simd, rows, WAY * WAY_GATES, &mut gates);
        for step in 0..LINES {
            let line = if WAY == 0 { step } else { LINES - 1 - step };
            carry::<WAY>(&gates[line], memory, &mut out.shown[at + line]);
            if LEARN {
                out.gates[at + line][WAY * WAY_GATES..][..WAY_GATES].copy_from_slice(&gates[line]);
                out.memory[at + line][WAY * SIDE..][..SIDE].copy_from_slice(memory);
            }
        }
    }

    /// The product of input and weights: the gates of one direction, of which `first` is the first.
    #[inline(always)]
    fn product<S: Simd, const LINES: usize>(
        &self,
        simd: S,
        rows: &[Row; LINES],
        first: usize,
        out: &mut [[f32; WAY_GATES]; LINES],
    ) {
        let mut at = 0;
        while at + STRIP * S::F32_LANES <= WAY_GATES {
            self.strip::<S, LINES, STRIP>(simd, rows, first, out, at);
            at += STRIP * S::F32_LANES;
        }
        while at < WAY_GATES {
            self.strip::<S, LINES, 1>(simd, rows, first, out, at);
            at += S::F32_LANES;
        }
    }

    /// The sums of `WIDE` vectors of gates, from gate `at` of those behind `first` on. A product and a sum for each
    /// weight, never both in one instruction: that would round otherwise, and not on every machine.
    #[inline(always)]
    fn strip<S: Simd, const LINES: usize, const WIDE: usize>(
        &self,
        simd: S,
        rows: &[Row; LINES],
        first: usize,
        out: &mut [[f32; WAY_GATES]; LINES],
        at: usize,
    ) {
        // Loops, as above: what a closure does may be compiled outside of the dispatch.
        let (base, _) = S::as_simd_f32s(&self.base[first + at..]);
        let mut sums = [[simd.splat_f32s(0.0); WIDE]; LINES];
        for sums in &mut sums {
            sums.copy_from_slice(&base[..WIDE]);
        }
        for (i, weights) in self.weights.as_chunks::<ROWS>().0.iter().enumerate() {
            for (j, weights) in weights.iter().enumerate() {
                let (weights, _) = S::as_simd_f32s(&weights[first + at..]);
                for (sums, row) in sums.iter_mut().zip(rows) {
                    let value = simd.splat_f32s(row[ROWS * i + j]);
                    for (sum, weights) in sums.iter_mut().zip(&weights[..WIDE]) {
                        *sum = simd.add_f32s(*sum, simd.mul_f32s(value, *weights));
                    }
                }
            }
        }
        for (sums, out) in sums.iter().zip(out) {
            let (vectors, _) = S::as_mut_simd_f32s(&mut out[at..]);
            vectors[..WIDE].copy_from_slice(sums);
        }
    }
}

/// A gate for each lane of a vector: the widths of all machines divide their number. And nothing is left of
/// what is taken several at a time.
const _: () = assert!(
    WAY_GATES.is_multiple_of(16)
        && HIDDEN.is_multiple_of(ROWS)
        && VALUES.is_multiple_of(VALUES_AT_ONCE)
);

/// One step of a memory: `WAY` 0 goes down the page, 1 up.
#[inline(always)]
fn carry<const WAY: usize>(gates: &[f32; WAY_GATES], memory: &mut [f32; SIDE], shown: &mut Row) {
    let [candidate, forget, show]: &[[f32; SIDE]; 3] =
        &[part(gates, 0), part(gates, SIDE), part(gates, 2 * SIDE)];
    for j in 0..SIDE {
        let keep = gate(forget[j]);
        memory[j] = keep * memory[j] + (1.0 - keep) * candidate[j];
        shown[WAY * SIDE + j] += gate(show[j]) * squash(memory[j]);
    }
}

/// `PART` of the gates, from `at` on, which is a multiple of it.
#[inline(always)]
fn part<const PART: usize>(gates: &[f32; WAY_GATES], at: usize) -> [f32; PART] {
    gates.as_chunks::<PART>().0[at / PART]
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
