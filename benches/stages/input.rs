//! What the stages are measured on: the pages of the sample dump by the way they are set.
//!
//! Separate from the measuring, so that all stages see the same pages under
//! the same names. Nothing random and nothing from outside the repository.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use criterion::{BenchmarkGroup, Criterion, Throughput, measurement::WallTime};
use presswash::dates::{self, LineDate};
use presswash::detect::{self, Evidence};
use presswash::page::Page;
use presswash::read::{BlockReader, FieldNames, ReadSettings, expand, parse};
use presswash::rules::RuleSet;
use presswash::segment::{Line, segment};

/// Text of one input in bytes, at least: more than fits the first two levels of cache.
const TEXT_BYTES: usize = 1 << 18;

/// Pages of one kind, repeated.
pub struct Input {
    /// Name in the results.
    pub name: &'static str,
    /// The pages, with what the earlier stages make of them.
    pub pages: Vec<Prepared>,
    /// Bytes of text of all pages.
    pub bytes: u64,
}

/// A page and what the earlier stages make of it.
#[derive(Clone)]
pub struct Prepared {
    /// The page.
    pub page: Page,
    /// Its lines.
    pub lines: Vec<Line>,
    /// The dates of its lines.
    pub dates: Vec<LineDate>,
    /// What the detectors say.
    pub evidence: Evidence,
}

impl Prepared {
    fn new(page: Page) -> Self {
        let lines = segment(&page.text).lines;
        let rules = RuleSet::builtin();
        let evidence = detect::gather_text(&page.text, &lines, &rules);
        let dates = dates::of_lines(&page.text, &lines);
        Self { page, lines, dates, evidence }
    }

    /// The page's text.
    pub fn text(&self) -> &str {
        &self.page.text
    }
}

/// `latin`: pages in Latin script; `wide`: pages in other scripts; `glued`: a page on one line.
pub fn inputs() -> Vec<Input> {
    let pages: Vec<Prepared> = sample().into_iter().map(Prepared::new).collect();
    let of = |name| repeated(name, pages.iter().filter(|page| kind(page.text()) == name));
    vec![of("latin"), of("wide"), of("glued")]
}

fn kind(text: &str) -> &'static str {
    let ascii = text.bytes().filter(u8::is_ascii).count();
    match text.lines().count() {
        0..=3 => "glued",
        _ if ascii * 3 < text.len() * 2 => "wide",
        _ => "latin",
    }
}

fn repeated<'p>(name: &'static str, pages: impl Iterator<Item = &'p Prepared>) -> Input {
    let mut pages: Vec<Prepared> = pages.cloned().collect();
    assert!(!pages.is_empty(), "the sample dump has no page of the kind {name}");
    let size = |pages: &[Prepared]| pages.iter().map(|page| page.text().len()).sum::<usize>();
    while size(&pages) < TEXT_BYTES {
        pages.extend_from_within(..);
    }
    Input { name, bytes: size(&pages) as u64, pages }
}

fn sample() -> Vec<Page> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/dump");
    let fields = FieldNames::default();
    let mut pages = Vec::new();
    for input in expand(&[folder]).expect("the sample dump") {
        let settings = ReadSettings::default();
        let blocks = BlockReader::open(Arc::new(input), &settings, &Arc::default());
        for block in blocks.expect("a readable file") {
            let block = block.expect("a readable block");
            pages.extend(parse(&block, &fields).map(|page| page.expect("a page")));
        }
    }
    pages
}

/// Enough rounds for figures that repeat within a few percent, in a few minutes for all stages.
pub fn settings() -> Criterion {
    Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(2))
        .configure_from_args()
}

/// Measures `stage` over the pages of each input, in bytes of text a second.
pub fn measure<R>(
    criterion: &mut Criterion,
    inputs: &[Input],
    name: &str,
    mut stage: impl FnMut(&Prepared) -> R,
) {
    let mut group: BenchmarkGroup<'_, WallTime> = criterion.benchmark_group(name);
    for input in inputs {
        group.throughput(Throughput::Bytes(input.bytes));
        group.bench_function(input.name, |bencher| {
            bencher.iter(|| {
                for page in &input.pages {
                    std::hint::black_box(stage(std::hint::black_box(page)));
                }
            });
        });
    }
    group.finish();
}
