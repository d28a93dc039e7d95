//! From values to scores.
//!
//! `pulp` runs the code in the form for the widest vectors that the machine has.
//! The product, which is most of the work, says what its vectors are: left to
//! itself the compiler puts the lines into one in some builds, and is slower by half.
//! Elsewhere loops over arrays of fixed length are enough.

use pulp::{Arch, Simd, WithSimd};

use super::{
    Activity, GATES, Gates, HIDDEN, Indices, LAYERS, Layer, LayerActivity, Network, Output, Row,
    SIDE, gate, squash,
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

/// A run that waits for its vector width. A closure in its place would be compiled for the narrowest.
struct Run<'n> {
    network: &'n Network,
    lines: &'n [Indices],
    keep: &'n Row,
}

impl WithSimd for Run<'_> {
    type Output = Activity;

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) -> Activity {
        self.network.run_here(simd, self.lines, self.keep)
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
    fn run_here<S: Simd>(&self, simd: S, lines: &[Indices], keep: &Row) -> Activity {
        // Loops instead of iterators that are collected: those are compiled outside of the dispatch.
        let mut embedded = vec![self.base; lines.len()];
        for (sum, line) in embedded.iter_mut().zip(lines) {
            self.embed(line, keep, sum);
        }
        let mut layers: [LayerActivity; LAYERS] = Default::default();
        let mut input = &embedded;
        for (layer, activity) in self.layers.iter().zip(&mut layers) {
            *activity = layer.run(simd, input);
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
    fn run<S: Simd>(&self, simd: S, input: &[Row]) -> LayerActivity {
        let gates = self.gates(simd, input);
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

    /// The product of input and weights, [`TOGETHER`] lines at a time.
    #[inline(always)]
    fn gates<S: Simd>(&self, simd: S, input: &[Row]) -> Vec<Gates> {
        let mut out = vec![[0.0; GATES]; input.len()];
        let (groups, rest) = input.as_chunks::<TOGETHER>();
        let (out_groups, out_rest) = out.as_chunks_mut::<TOGETHER>();
        for (rows, out) in groups.iter().zip(out_groups) {
            self.product(simd, rows, out);
        }
        for (row, out) in rest.iter().zip(out_rest) {
            self.product(simd, std::array::from_ref(row), std::array::from_mut(out));
        }
        out
    }

    #[inline(always)]
    fn product<S: Simd, const LINES: usize>(
        &self,
        simd: S,
        rows: &[Row; LINES],
        out: &mut [Gates; LINES],
    ) {
        let mut at = 0;
        while at + STRIP * S::F32_LANES <= GATES {
            self.strip::<S, LINES, STRIP>(simd, rows, out, at);
            at += STRIP * S::F32_LANES;
        }
        while at < GATES {
            self.strip::<S, LINES, 1>(simd, rows, out, at);
            at += S::F32_LANES;
        }
    }

    /// The sums of `WIDE` vectors of gates, from gate `at` on. A product and a sum for each weight, never both in one
    /// instruction: that would round otherwise, and not on every machine.
    #[inline(always)]
    fn strip<S: Simd, const LINES: usize, const WIDE: usize>(
        &self,
        simd: S,
        rows: &[Row; LINES],
        out: &mut [Gates; LINES],
        at: usize,
    ) {
        // Loops, as above: what a closure does may be compiled outside of the dispatch.
        let (base, _) = S::as_simd_f32s(&self.base[at..]);
        let mut sums = [[simd.splat_f32s(0.0); WIDE]; LINES];
        for sums in &mut sums {
            sums.copy_from_slice(&base[..WIDE]);
        }
        for (i, weights) in self.weights.as_chunks::<ROWS>().0.iter().enumerate() {
            for (j, weights) in weights.iter().enumerate() {
                let (weights, _) = S::as_simd_f32s(&weights[at..]);
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

/// A gate for each lane of a vector: the widths of all machines divide their number. And nothing is left of what is taken
/// several at a time.
const _: () = assert!(
    GATES.is_multiple_of(16)
        && HIDDEN.is_multiple_of(ROWS)
        && VALUES.is_multiple_of(VALUES_AT_ONCE)
);

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
