//! Two runs over the same pages, matched by identifier in bounded memory.
//!
//! Both runs are read once, in step. A page that the other run has not shown yet
//! waits for it; when the waiting pages take too much room, the one that has
//! waited longest is given up. So two runs in the same order are matched whatever
//! is missing from one of them, and runs in another order as long as a page and
//! its partner stand no further apart than the room allows. Of pages with one
//! identifier the first of the one run belongs to the first of the other.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use super::pairs::{Lines, PairError};
use crate::read::Input;
use crate::report::compare::{Comparison, Outcome};
use crate::write::{WrittenError, WrittenRecord, WrittenRow};

/// Bytes of pages that wait for their partners, when nothing else is said.
pub const WAITING_BYTES: usize = 128 << 20;

/// Why two runs cannot be compared.
#[derive(Debug, thiserror::Error)]
pub enum CompareError {
    /// A file cannot be read.
    #[error(transparent)]
    Read(#[from] PairError),
    /// A line is none that `clean` writes.
    #[error("{run}: record {number}: {source}")]
    Written {
        /// `A` or `B`.
        run: &'static str,
        /// Which record, from 1.
        number: u64,
        /// What is wrong with it.
        source: WrittenError,
    },
    /// A line is not UTF-8.
    #[error("{run}: record {number} or its audit row is not UTF-8")]
    Encoding {
        /// `A` or `B`.
        run: &'static str,
        /// Which record, from 1.
        number: u64,
    },
    /// The audit is another run's, or cut short.
    #[error("{run}: the audit has no row for record {number} in its place")]
    Audit {
        /// `A` or `B`.
        run: &'static str,
        /// Which record, from 1.
        number: u64,
    },
}

/// The files of one run.
#[derive(Clone, Copy, Debug)]
pub struct RunFiles<'f> {
    /// The cleaned files, in their order.
    pub cleaned: &'f [Input],
    /// The audit; none when it is not compared.
    pub audit: &'f [Input],
}

/// Compares two runs. Memory is bounded by `waiting` bytes and the longest records.
///
/// # Errors
/// When a file cannot be read, or is not what a run wrote.
pub fn compare(runs: [RunFiles<'_>; 2], waiting: usize) -> Result<Comparison, CompareError> {
    let audited = runs.iter().all(|run| !run.audit.is_empty());
    let mut comparison = Comparison::new(audited);
    let [a, b] = runs;
    let mut sides = [Side::new("A", a, audited), Side::new("B", b, audited)];
    loop {
        let mut ended = true;
        for at in [0, 1] {
            let [a, b] = &mut sides;
            let (side, other) = if at == 0 { (a, b) } else { (b, a) };
            let Some(page) = side.next()? else { continue };
            ended = false;
            match other.take(&page.id) {
                Some(partner) => {
                    let pages = if at == 0 { [&page, &partner] } else { [&partner, &page] };
                    add(&mut comparison, pages)?;
                }
                None => side.wait(page),
            }
        }
        while sides.iter().map(|side| side.bytes).sum::<usize>() > waiting {
            let at = usize::from(sides[1].bytes > sides[0].bytes);
            let Some(page) = sides.get_mut(at).and_then(Side::give_up) else { break };
            comparison.add_alone(at, &page.id);
            comparison.add_given_up();
        }
        if ended {
            break;
        }
    }
    for (at, side) in sides.iter_mut().enumerate() {
        while let Some(page) = side.give_up() {
            comparison.add_alone(at, &page.id);
        }
    }
    Ok(comparison)
}

/// A page of one run.
struct Waiting {
    run: &'static str,
    number: u64,
    id: Arc<str>,
    record: Vec<u8>,
    row: Option<Vec<u8>>,
}

impl Waiting {
    fn bytes(&self) -> usize {
        self.record.len() + self.row.as_ref().map_or(0, Vec::len) + 256
    }

    fn written(&self) -> impl Fn(WrittenError) -> CompareError + Copy + use<> {
        let (run, number) = (self.run, self.number);
        move |source| CompareError::Written { run, number, source }
    }

    fn utf8<'l>(&self, line: &'l [u8]) -> Result<&'l str, CompareError> {
        let (run, number) = (self.run, self.number);
        std::str::from_utf8(line).map_err(|_| CompareError::Encoding { run, number })
    }

    fn record(&self) -> Result<WrittenRecord<'_>, CompareError> {
        WrittenRecord::parse(self.utf8(&self.record)?).map_err(self.written())
    }

    fn row(&self) -> Result<Option<WrittenRow<'_>>, CompareError> {
        let Some(row) = &self.row else { return Ok(None) };
        let row = WrittenRow::parse(self.utf8(row)?).map_err(self.written())?;
        if row.id() != *self.id {
            return Err(CompareError::Audit { run: self.run, number: self.number });
        }
        Ok(Some(row))
    }
}

/// One run while it is read.
struct Side {
    run: &'static str,
    cleaned: Lines,
    audit: Option<Lines>,
    read: u64,
    /// Pages that wait, by their numbers.
    waiting: BTreeMap<u64, Waiting>,
    /// The numbers of waiting pages by identifier, earlier ones first.
    by_id: BTreeMap<Arc<str>, VecDeque<u64>>,
    bytes: usize,
}

impl Side {
    fn new(run: &'static str, files: RunFiles<'_>, audited: bool) -> Self {
        Self {
            run,
            cleaned: Lines::of(files.cleaned),
            audit: audited.then(|| Lines::of(files.audit)),
            read: 0,
            waiting: BTreeMap::new(),
            by_id: BTreeMap::new(),
            bytes: 0,
        }
    }

    fn next(&mut self) -> Result<Option<Waiting>, CompareError> {
        let mut record = Vec::new();
        if !self.cleaned.next(&mut record)? {
            return Ok(None);
        }
        self.read += 1;
        let (run, number) = (self.run, self.read);
        let row = match &mut self.audit {
            Some(audit) => {
                let mut row = Vec::new();
                if !audit.next(&mut row)? {
                    return Err(CompareError::Audit { run, number });
                }
                Some(row)
            }
            None => None,
        };
        let mut page = Waiting { run, number, id: Arc::from(""), record, row };
        let id: Arc<str> = Arc::from(&*page.record()?.id().map_err(page.written())?);
        page.id = id;
        Ok(Some(page))
    }

    fn wait(&mut self, page: Waiting) {
        self.bytes += page.bytes();
        self.by_id.entry(Arc::clone(&page.id)).or_default().push_back(page.number);
        self.waiting.insert(page.number, page);
    }

    /// The page that waits under this identifier.
    fn take(&mut self, id: &str) -> Option<Waiting> {
        let numbers = self.by_id.get_mut(id)?;
        let number = numbers.pop_front()?;
        if numbers.is_empty() {
            self.by_id.remove(id);
        }
        let page = self.waiting.remove(&number)?;
        self.bytes -= page.bytes();
        Some(page)
    }

    /// The page that has waited longest.
    fn give_up(&mut self) -> Option<Waiting> {
        let id = Arc::clone(&self.waiting.first_key_value()?.1.id);
        self.take(&id)
    }
}

fn add(comparison: &mut Comparison, [a, b]: [&Waiting; 2]) -> Result<(), CompareError> {
    let records = [a.record()?, b.record()?];
    let rows = [a.row()?, b.row()?];
    let outcome = |record, row| Outcome { record, row };
    let [record_a, record_b] = &records;
    let [row_a, row_b] = &rows;
    let pair = [outcome(record_a, row_a.as_ref()), outcome(record_b, row_b.as_ref())];
    comparison.add(pair).map_err(b.written())
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::{CompareError, RunFiles, WAITING_BYTES, compare};
    use crate::read::Input;
    use crate::report::compare::Pages;
    use crate::write::testing::Sample;

    /// A run of pages with these identifiers, all with the same text.
    fn run(folder: &Path, name: &str, ids: &[&str]) -> Input {
        let line = Sample::text("Title\nText").record();
        let lines: String =
            ids.iter().map(|id| line.replace("\"made\"", &format!("\"{id}\""))).collect();
        let path = folder.join(name);
        fs::write(&path, lines).unwrap();
        Input::file(path, name)
    }

    fn pages(a: &[&str], b: &[&str], waiting: usize) -> Pages {
        let folder = tempfile::tempdir().unwrap();
        let (a, b) = ([run(folder.path(), "a", a)], [run(folder.path(), "b", b)]);
        let files = |cleaned| RunFiles { cleaned, audit: &[] };
        compare([files(&a), files(&b)], waiting).unwrap().pages()
    }

    #[test]
    fn pages_find_their_partners_in_any_order() {
        let whole = pages(&["1", "2", "3", "4"], &["3", "1", "4", "2"], WAITING_BYTES);
        assert_eq!(whole, Pages { both: 4, ..Pages::default() });
        let missing = pages(&["1", "2", "3", "4"], &["2", "4", "5"], WAITING_BYTES);
        assert_eq!(missing, Pages { both: 2, alone: [2, 1], ..Pages::default() });
        let doubled = pages(&["1", "1", "2"], &["1", "2", "1"], WAITING_BYTES);
        assert_eq!(doubled, Pages { both: 3, ..Pages::default() });
    }

    #[test]
    fn without_room_only_pages_in_step_are_matched() {
        let found = pages(&["1", "2", "3"], &["1", "2", "3"], 0);
        assert_eq!(found.both, 3);
        let found = pages(&["1", "2", "3", "4"], &["4", "3", "2", "1"], 0);
        assert_eq!((found.both, found.alone, found.given_up), (0, [4, 4], 8));
    }

    #[test]
    fn what_is_no_run_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("c");
        fs::write(&path, "{\"text\":\"a\"}\n").unwrap();
        let (a, c) = ([run(folder.path(), "a", &["1"])], [Input::file(path, "c")]);
        let files = |cleaned| RunFiles { cleaned, audit: &[] };
        let failed = compare([files(&a), files(&c)], 0);
        assert!(matches!(failed, Err(CompareError::Written { run: "B", number: 1, .. })));
    }
}
