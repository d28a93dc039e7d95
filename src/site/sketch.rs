//! How alike two texts are, told from a few numbers of each.
//!
//! Every four words in a row are a shingle. Hashes of the shingles are dealt to
//! lanes, and each lane keeps the smallest of its own: the share of lanes in
//! which two texts agree estimates the share of shingles that they have in
//! common. Four deals of sixteen lanes rather than one of sixty-four, so that
//! short texts leave few lanes empty; rather than sixty-four hashes of each
//! shingle, because that takes sixteen times as long. A lane remembers the line
//! that its shingle is from: what is a template, only the whole dump tells.

use std::fmt::{self, Write as _};

use serde::de::{Deserializer, Error, Visitor};
use serde::{Deserialize, Serialize, Serializer};

use super::words::{Word, mix};

/// Lanes of a sketch. The standard error of a resemblance of .8 is .05.
pub(super) const LANES: usize = 64;
const DEALS: [u64; 4] =
    [0x9e37_79b9_7f4a_7c15, 0xbf58_476d_1ce4_e5b9, 0x94d0_49bb_1331_11eb, 0xd6e8_feb8_6659_fd93];
const LANES_A_DEAL: usize = LANES / DEALS.len();

/// Words of a shingle.
const SHINGLE: usize = 4;

/// Digits of a lane in a profile.
const DIGITS: usize = 8;

/// The sketch of a text.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sketch(Box<[Lane; LANES]>);

/// One lane; all zero when no shingle was dealt to it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Lane {
    /// Part of the smallest hash, not 0.
    pub(super) hash: u16,
    /// Part of the key of the line that it is from.
    pub(super) line: u16,
}

/// The part of a line's key by which lanes remember the line.
#[allow(clippy::cast_possible_truncation, reason = "a part of a hash is a hash")]
pub(super) const fn line_part(key: u64) -> u16 {
    key as u16
}

impl Sketch {
    pub(super) fn lanes(&self) -> &[Lane; LANES] {
        &self.0
    }
}

/// A sketch in the making.
pub(super) struct Sketching {
    lanes: [(u32, u16); LANES],
    window: [u64; SHINGLE],
    words: usize,
    line: u16,
}

impl Sketching {
    pub(super) const fn new() -> Self {
        Self { lanes: [(u32::MAX, 0); LANES], window: [0; SHINGLE], words: 0, line: 0 }
    }

    /// The words that follow are of another line; no shingle goes over the end of one.
    pub(super) const fn line(&mut self, key: u64) {
        self.words = 0;
        self.line = line_part(key);
    }

    pub(super) fn word(&mut self, word: Word) {
        let [_, a, b, c] = self.window;
        self.window = [a, b, c, word.hash];
        self.words += 1;
        if self.words >= SHINGLE {
            self.shingle(mix(self
                .window
                .into_iter()
                .fold(0, |hash, word| hash.rotate_left(21) ^ word)));
        }
    }

    #[allow(clippy::cast_possible_truncation, reason = "parts of a hash")]
    fn shingle(&mut self, shingle: u64) {
        for (lanes, deal) in self.lanes.chunks_exact_mut(LANES_A_DEAL).zip(DEALS) {
            let hash = shingle.wrapping_mul(deal);
            let (lane, rest) = ((hash >> 60) as usize, (hash >> 28) as u32);
            if let Some(least) = lanes.get_mut(lane)
                && rest < least.0
            {
                *least = (rest, self.line);
            }
        }
    }

    #[allow(
        clippy::cast_possible_truncation,
        reason = "the low bits, which the least has as any other"
    )]
    pub(super) fn finish(&self) -> Sketch {
        let lane = |&(least, line): &(u32, u16)| match least {
            u32::MAX => Lane::default(),
            _ => Lane { hash: (least as u16).max(1), line },
        };
        let mut lanes = [Lane::default(); LANES];
        for (slot, least) in lanes.iter_mut().zip(&self.lanes) {
            *slot = lane(least);
        }
        Sketch(Box::new(lanes))
    }
}

impl fmt::Debug for Sketch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Sketch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digit = |number: u16, at: u32| char::from_digit(u32::from(number >> at & 15), 16);
        for number in self.0.iter().flat_map(|lane| [lane.hash, lane.line]) {
            for digit in [12, 8, 4, 0].into_iter().filter_map(|at| digit(number, at)) {
                f.write_char(digit)?;
            }
        }
        Ok(())
    }
}

impl Serialize for Sketch {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_string())
    }
}

impl<'de> Deserialize<'de> for Sketch {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Digits;
        impl Visitor<'_> for Digits {
            type Value = Sketch;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{} hexadecimal digits", LANES * DIGITS)
            }

            fn visit_str<E: Error>(self, digits: &str) -> Result<Sketch, E> {
                sketch_of(digits.as_bytes()).ok_or_else(|| E::custom("no sketch of a text"))
            }
        }
        deserializer.deserialize_str(Digits)
    }
}

fn sketch_of(digits: &[u8]) -> Option<Sketch> {
    if digits.len() != LANES * DIGITS {
        return None;
    }
    let mut lanes = [Lane::default(); LANES];
    for (lane, digits) in lanes.iter_mut().zip(digits.chunks_exact(DIGITS)) {
        let number = u32::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?;
        let [hash, line] = [number >> 16, number & 0xffff].map(u16::try_from);
        *lane = Lane { hash: hash.ok()?, line: line.ok()? };
    }
    Some(Sketch(Box::new(lanes)))
}

#[cfg(test)]
mod tests {
    use super::super::words::words;
    use super::{LANES, Sketch, Sketching};

    fn of(lines: &[&str]) -> Sketch {
        let mut sketching = Sketching::new();
        for (line, number) in lines.iter().zip(0..) {
            sketching.line(number);
            words(line, &mut String::new(), |word| sketching.word(word));
        }
        sketching.finish()
    }

    fn agree(left: &Sketch, right: &Sketch) -> f64 {
        let same = left.lanes().iter().zip(right.lanes()).filter(|(a, b)| a.hash == b.hash);
        #[allow(clippy::cast_precision_loss)]
        let share = same.count() as f64 / LANES as f64;
        share
    }

    fn numbers(from: usize, to: usize) -> String {
        (from..to).map(|number| format!("w{number}")).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn lanes_estimate_the_share_of_common_shingles() {
        let whole = of(&[&numbers(0, 1000)]);
        // (first, last, common shingles by all of them)
        for (from, to, resemblance) in
            [(0, 1000, 1.0), (0, 900, 0.9), (100, 1100, 0.82), (500, 1500, 0.33), (2000, 3000, 0.0)]
        {
            let other = of(&[&numbers(from, to)]);
            let seen = agree(&whole, &other);
            assert!((seen - resemblance).abs() < 0.12, "{from}..{to}: {seen}, not {resemblance}");
        }
    }

    #[test]
    fn lanes_know_their_line() {
        let sketch = of(&[&numbers(0, 50), &numbers(50, 500)]);
        let first = sketch.lanes().iter().filter(|lane| lane.line == 0).count();
        assert!((1..LANES / 4).contains(&first), "{first}");
        assert!(sketch.lanes().iter().all(|lane| lane.hash != 0 && lane.line < 2));
        assert!(of(&["one two three"]).lanes().iter().all(|lane| lane.hash == 0), "no shingle");
    }

    #[test]
    fn a_sketch_reads_back() {
        let sketch = of(&[&numbers(0, 60)]);
        let json = serde_json::to_string(&sketch).unwrap();
        assert_eq!(serde_json::from_str::<Sketch>(&json).unwrap(), sketch);
        for wrong in
            ["\"00\"".to_owned(), json.replace('"', "\"0"), format!("\"{}\"", "g".repeat(512))]
        {
            assert!(serde_json::from_str::<Sketch>(&wrong).is_err(), "{wrong}");
        }
    }
}
