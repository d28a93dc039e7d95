//! Whether the score of a line says how likely its part is right.

use serde::Serialize;

use super::words::ratio;

/// Number of bins; all are equally wide.
pub const BINS: usize = 10;

/// Scores are summed in millionths, so that no order of adding changes the sum.
const UNIT: f64 = 1e6;

/// Lines by the score of their label; counts add up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Scores {
    bins: [Counts; BINS],
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Counts {
    lines: u64,
    right: u64,
    /// Sum of the scores, in millionths.
    score: u64,
}

impl Scores {
    /// Adds a line; scores outside of 0 to 1 count as the nearest of the two.
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 0 and 1, in millionths"
    )]
    pub fn add(&mut self, score: f32, right: bool) {
        let millionths = (f64::from(score).clamp(0.0, 1.0) * UNIT).round() as u64;
        let bin = usize::try_from(millionths * BINS as u64 / UNIT as u64).unwrap_or_default();
        if let Some(counts) = self.bins.get_mut(bin.min(BINS - 1)) {
            counts.lines += 1;
            counts.right += u64::from(right);
            counts.score += millionths;
        }
    }

    /// Adds the lines of other pages.
    pub fn merge(&mut self, other: &Self) {
        for (own, other) in self.bins.iter_mut().zip(&other.bins) {
            own.lines += other.lines;
            own.right += other.right;
            own.score += other.score;
        }
    }

    /// The figures.
    #[must_use]
    #[allow(clippy::cast_precision_loss, reason = "sums are far below 2^52")]
    pub fn calibration(&self) -> Calibration {
        let lines: u64 = self.bins.iter().map(|bin| bin.lines).sum();
        let width = 1.0 / BINS as f64;
        let bins: Vec<Bin> = (0u32..)
            .zip(&self.bins)
            .map(|(i, counts)| {
                let some = counts.lines > 0;
                Bin {
                    from: f64::from(i) * width,
                    to: f64::from(i + 1) * width,
                    lines: counts.lines,
                    score: some.then(|| counts.score as f64 / UNIT / counts.lines as f64),
                    right: some.then(|| ratio(counts.right, counts.lines)),
                }
            })
            .collect();
        let off = |bin: &Bin| Some(bin.lines as f64 * (bin.score? - bin.right?).abs());
        let error = (lines > 0).then(|| bins.iter().filter_map(off).sum::<f64>() / lines as f64);
        Calibration { lines, error, bins }
    }
}

/// How far scores can be believed.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Calibration {
    /// Lines of which gold says in which part they belong.
    pub lines: u64,
    /// Expected calibration error: mean distance of score and share that is right, over the bins,
    /// weighted by their lines.
    pub error: Option<f64>,
    /// The bins by rising score.
    pub bins: Vec<Bin>,
}

/// Lines with about the same score.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Bin {
    /// Lowest score of the bin.
    pub from: f64,
    /// Where the next bin starts; the last one holds 1 itself.
    pub to: f64,
    /// Number of lines.
    pub lines: u64,
    /// Their mean score.
    pub score: Option<f64>,
    /// Share of them that are in the right part.
    pub right: Option<f64>,
}

#[cfg(test)]
mod tests {
    use super::Scores;

    #[test]
    fn the_error_is_the_distance_of_score_and_truth() {
        let mut scores = Scores::default();
        // Four lines at .95, three right: off by .2. One at .25, wrong: off by .25.
        for right in [true, true, true, false] {
            scores.add(0.95, right);
        }
        let mut more = Scores::default();
        more.add(0.25, false);
        scores.merge(&more);
        let calibration = scores.calibration();
        assert!((calibration.error.unwrap() - (4.0 * 0.2 + 0.25) / 5.0).abs() < 1e-6);
        assert_eq!((calibration.lines, calibration.bins[9].lines), (5, 4));
        assert_eq!((calibration.bins[2].right, calibration.bins[0].right), (Some(0.0), None));
    }

    #[test]
    fn borders_belong_to_the_bin_above_and_one_to_the_last() {
        let mut scores = Scores::default();
        for score in [0.0, 0.1, 0.3, 0.7, 1.0, 1.5, f32::NAN] {
            scores.add(score, true);
        }
        let lines: Vec<u64> = scores.calibration().bins.iter().map(|bin| bin.lines).collect();
        assert_eq!(lines, [2, 1, 0, 1, 0, 0, 0, 1, 0, 2], "no number counts as nothing");
    }

    #[test]
    fn no_lines_no_error() {
        assert_eq!(Scores::default().calibration().error, None);
    }
}
