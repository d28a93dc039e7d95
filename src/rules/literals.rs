//! Many literals, looked for at given places of a line.
//!
//! Separate from the matcher because it knows nothing of rules: it maps each
//! literal to the targets that were added with it.

use aho_corasick::automaton::OverlappingState;
use aho_corasick::{
    AhoCorasick, AhoCorasickKind, Anchored, BuildError, Input, MatchKind, StartKind,
};
use hashbrown::HashMap;

use super::starts::Filter;
use crate::span::Span;

/// A set of literals, compiled; `T` is what a literal stands for.
#[derive(Debug)]
pub(super) struct Literals<T> {
    automaton: Option<AhoCorasick>,
    filter: Filter,
    targets: Vec<Vec<T>>,
}

impl<T> Default for Literals<T> {
    fn default() -> Self {
        Self { automaton: None, filter: Filter::default(), targets: Vec::new() }
    }
}

impl<T> Literals<T> {
    /// Calls `found` with the place and the targets of each literal that starts at `at`.
    pub(super) fn each_at(&self, normal: &[u8], at: usize, mut found: impl FnMut(Span, &[T])) {
        if !normal.get(at..).is_some_and(|rest| self.filter.maybe(rest)) {
            return;
        }
        let Some(automaton) = &self.automaton else { return };
        let mut state = OverlappingState::start();
        loop {
            let input = Input::new(normal).range(at..).anchored(Anchored::Yes);
            // The automaton is built for this kind of search, so it gives no error.
            if automaton.try_find_overlapping(input, &mut state).is_err() {
                return;
            }
            let Some(literal) = state.get_match() else { return };
            // States also report the literals that the walked one ends with; they start later.
            if literal.start() == at {
                let targets = self.targets.get(literal.pattern().as_usize());
                found(Span::new(at, literal.end()), targets.map_or(&[], Vec::as_slice));
            }
        }
    }
}

/// Literals while they are collected: each once, in the order of addition.
pub(super) struct Collector<T> {
    index: HashMap<String, usize, foldhash::fast::FixedState>,
    literals: Vec<String>,
    targets: Vec<Vec<T>>,
}

impl<T> Default for Collector<T> {
    fn default() -> Self {
        Self { index: HashMap::default(), literals: Vec::new(), targets: Vec::new() }
    }
}

impl<T> Collector<T> {
    pub(super) fn add(&mut self, literal: String, target: T) {
        let next = self.literals.len();
        let at = *self.index.entry(literal.clone()).or_insert(next);
        if at == next {
            self.literals.push(literal);
            self.targets.push(Vec::new());
        }
        if let Some(targets) = self.targets.get_mut(at) {
            targets.push(target);
        }
    }

    pub(super) fn build(self) -> Result<Literals<T>, BuildError> {
        if self.literals.is_empty() {
            return Ok(Literals::default());
        }
        let mut filter = Filter::default();
        self.literals.iter().for_each(|literal| filter.add(literal.as_bytes()));
        // Leftmost semantics would hide a phrase that starts with another one.
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .start_kind(StartKind::Anchored)
            .build(&self.literals)?;
        Ok(Literals { automaton: Some(automaton), filter, targets: self.targets })
    }
}

#[cfg(test)]
mod tests {
    use super::Collector;

    #[test]
    fn literals_that_start_with_each_other_are_all_found() {
        let mut collector = Collector::default();
        for (literal, target) in [("share", 1), ("share this", 2), ("this", 3), ("share", 4)] {
            collector.add(literal.to_owned(), target);
        }
        let literals = collector.build().unwrap();
        let at = |place| {
            let mut found = Vec::new();
            literals.each_at(b"share this page", place, |span, targets| {
                found.push((span.end, targets.to_vec()));
            });
            found
        };
        assert_eq!(at(0), [(5, vec![1, 4]), (10, vec![2])]);
        assert_eq!(at(6), [(10, vec![3])]);
        assert_eq!(at(1), []);
    }
}
