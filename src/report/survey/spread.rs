//! How figures of pages are spread: counts of pages by ranges of a figure.

use serde::Serialize;

/// Pages by ranges of a figure. A range goes from its start to the start of the next, which it does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spread {
    starts: &'static [u64],
    pages: Vec<u64>,
}

/// One range, as it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Bin {
    /// The first figure of the range.
    pub from: u64,
    /// The first figure after it; none for the last range.
    pub to: Option<u64>,
    /// Pages in it.
    pub pages: u64,
}

impl Spread {
    /// Counts by ranges with these starts; the first should be 0.
    pub fn new(starts: &'static [u64]) -> Self {
        Self { starts, pages: vec![0; starts.len()] }
    }

    pub fn add(&mut self, figure: u64) {
        let at = self.starts.partition_point(|start| *start <= figure).saturating_sub(1);
        if let Some(pages) = self.pages.get_mut(at) {
            *pages += 1;
        }
    }

    pub fn merge(&mut self, other: &Self) {
        for (ours, theirs) in self.pages.iter_mut().zip(&other.pages) {
            *ours += theirs;
        }
    }

    /// All ranges in order.
    pub fn bins(&self) -> Vec<Bin> {
        let ends = self.starts.iter().skip(1).copied().map(Some).chain([None]);
        let ranges = self.starts.iter().zip(ends).zip(&self.pages);
        ranges.map(|((from, to), pages)| Bin { from: *from, to, pages: *pages }).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{Bin, Spread};

    #[test]
    fn a_range_holds_its_start_and_not_its_end() {
        let mut spread = Spread::new(&[0, 1, 10]);
        for figure in [0, 1, 9, 10, 99] {
            spread.add(figure);
        }
        let mut twice = spread.clone();
        twice.merge(&spread);
        let bin = |from, to, pages| Bin { from, to, pages };
        assert_eq!(twice.bins(), [bin(0, Some(1), 2), bin(1, Some(10), 4), bin(10, None, 4)]);
    }
}
