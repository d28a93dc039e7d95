//! One of several runs that share the inputs.
//!
//! The inputs, one after the other, are one long stretch of bytes that is cut
//! into as many equal parts as there are shards. Whatever starts in a part
//! belongs to its shard: a record of a plain file, an archive as a whole. So the
//! outputs of the shards, one after the other, are the output of one run.

use std::fmt;
use std::str::FromStr;

use crate::read::{Input, Stretch, is_indivisible};

/// Most shards of one run.
const MOST: u32 = 100_000;

/// One of several runs, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    number: u32,
    of: u32,
}

/// A text that names no shard.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("{0:?} is no shard: write I/N, the number of this run and how many there are, like 2/5")]
pub struct NoShard(String);

/// An input that cannot be shared.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("{0}: only files can be split into shards")]
pub struct NotShared(pub(super) String);

impl Shard {
    /// Run `number` of `of` runs; none unless 1 <= `number` <= `of` <= 100,000.
    #[must_use]
    pub fn new(number: u32, of: u32) -> Option<Self> {
        (1 <= number && number <= of && of <= MOST).then_some(Self { number, of })
    }

    /// The shard in the name of a file or a folder: `2-of-5`.
    pub(super) fn in_names(self) -> String {
        format!("{}-of-{}", self.number, self.of)
    }

    /// Where the shard starts and ends in so many bytes.
    fn bounds(self, total: u64) -> Stretch {
        let cut = |number: u32| {
            let at = u128::from(total) * u128::from(number) / u128::from(self.of);
            u64::try_from(at).unwrap_or(u64::MAX)
        };
        // What starts after the last byte belongs to the last shard.
        let to = if self.number == self.of { u64::MAX } else { cut(self.number) };
        Stretch { from: cut(self.number - 1), to }
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.number, self.of)
    }
}

impl FromStr for Shard {
    type Err = NoShard;

    fn from_str(text: &str) -> Result<Self, NoShard> {
        let parsed = text.split_once('/').and_then(|(number, of)| {
            Self::new(number.trim().parse().ok()?, of.trim().parse().ok()?)
        });
        parsed.ok_or_else(|| NoShard(text.to_owned()))
    }
}

/// The part of an input that a run reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Share {
    /// Index of the input.
    pub(super) input: usize,
    /// The bytes whose records are read.
    pub(super) stretch: Stretch,
}

/// All inputs, in order.
pub(super) fn all(inputs: &[Input]) -> Vec<Share> {
    (0..inputs.len()).map(|input| Share { input, stretch: Stretch::ALL }).collect()
}

/// What a run reads, in order: all inputs, or what belongs to the shard.
///
/// `whole`: inputs are not cut, each goes to the shard in which it starts.
///
/// # Errors
/// At the first input whose size is not known.
pub(super) fn shares(
    inputs: &[Input],
    shard: Option<Shard>,
    whole: bool,
) -> Result<Vec<Share>, NotShared> {
    let Some(shard) = shard else { return Ok(all(inputs)) };
    let size = |input: &Input| match (&input.path, input.bytes) {
        (Some(_), Some(bytes)) => Ok(bytes),
        // What is not there is told by the run that comes to it.
        (Some(path), None) if !path.exists() => Ok(0),
        _ => Err(NotShared(input.name.to_string())),
    };
    let sizes = inputs.iter().map(size).collect::<Result<Vec<_>, _>>()?;
    let bounds = shard.bounds(sizes.iter().sum());
    let mut start = 0;
    let mut shares = Vec::new();
    for (index, (input, bytes)) in inputs.iter().zip(sizes).enumerate() {
        let end = start + bytes;
        let starts_here = bounds.holds(start);
        let crosses = bytes > 0 && end > bounds.from && start < bounds.to;
        // Most inputs lie in one shard; only the others have to be looked at.
        let inside = starts_here && end <= bounds.to;
        if inside {
            shares.push(Share { input: index, stretch: Stretch::ALL });
        } else if crosses {
            let uncut = whole || input.path.as_deref().is_some_and(is_indivisible);
            let to = if end <= bounds.to { u64::MAX } else { bounds.to - start };
            let part = Stretch { from: bounds.from.saturating_sub(start), to };
            if !uncut {
                shares.push(Share { input: index, stretch: part });
            } else if starts_here {
                shares.push(Share { input: index, stretch: Stretch::ALL });
            }
        }
        start = end;
    }
    Ok(shares)
}

#[cfg(test)]
mod tests {
    use super::{Shard, Share, shares};
    use crate::read::{Input, Stretch};

    fn sized(sizes: &[u64]) -> Vec<Input> {
        let input =
            |&bytes: &u64| Input { bytes: Some(bytes), ..Input::file("nowhere", "nowhere") };
        sizes.iter().map(input).collect()
    }

    #[test]
    fn every_byte_of_every_input_is_in_one_shard() {
        for sizes in [&[10, 0, 25, 1, 0][..], &[0, 0], &[100], &[3, 3, 3, 3]] {
            let inputs = sized(sizes);
            for of in 1..9 {
                let mut owners = vec![Vec::new(); inputs.len()];
                for number in 1..=of {
                    let shard = Shard::new(number, of);
                    for Share { input, stretch } in shares(&inputs, shard, false).unwrap() {
                        owners[input].push(stretch);
                    }
                }
                for (stretches, size) in owners.iter().zip(sizes) {
                    let first = stretches.first().map(|stretch| stretch.from);
                    let last = stretches.last().map(|stretch| stretch.to);
                    assert_eq!((first, last), (Some(0), Some(u64::MAX)), "{sizes:?} by {of}");
                    assert!(stretches.windows(2).all(|pair| pair[0].to == pair[1].from));
                    assert!(stretches.len() == 1 || *size > 0);
                }
            }
        }
    }

    #[test]
    fn whole_inputs_are_not_cut() {
        let inputs = sized(&[10, 10, 10]);
        let all = |number| -> Vec<usize> {
            let shares = shares(&inputs, Shard::new(number, 2), true).unwrap();
            assert!(shares.iter().all(|share| share.stretch == Stretch::ALL));
            shares.iter().map(|share| share.input).collect()
        };
        assert_eq!((all(1), all(2)), (vec![0, 1], vec![2]));
    }

    #[test]
    fn shards_are_written_and_read() {
        assert_eq!("2/5".parse(), Ok(Shard::new(2, 5).unwrap()));
        assert_eq!(Shard::new(2, 5).unwrap().to_string(), "2/5");
        for text in ["0/3", "4/3", "1", "1/", "a/b", "1/0", "1/100001"] {
            assert!(text.parse::<Shard>().is_err(), "{text}");
        }
        assert!(shares(&[Input::stdin()], Shard::new(1, 2), false).is_err());
    }
}
