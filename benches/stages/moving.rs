//! The stages that move bytes: JSONL to pages, cleaned pages to records.

use std::hint::black_box;
use std::sync::Arc;

use criterion::{Criterion, Throughput};
use presswash::pipeline::Cleaner;
use presswash::read::{BlockReader, FieldNames, Input, ReadSettings, parse};
use presswash::report::Stats;

use crate::input::inputs;

/// Records of JSONL to pages; cutting the stream into blocks is part of it.
pub fn read(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("read");
    let (settings, fields) = (ReadSettings::default(), FieldNames::default());
    for input in inputs() {
        let mut dump = Vec::new();
        for page in &input.pages {
            let record =
                serde_json::json!({"id": page.page.id, "url": page.page.url, "text": page.text()});
            serde_json::to_writer(&mut dump, &record).expect("JSON");
            dump.push(b'\n');
        }
        group.throughput(Throughput::Bytes(input.bytes));
        group.bench_function(input.name, |bencher| {
            bencher.iter(|| {
                let stdin = Arc::new(Input::stdin());
                let blocks = BlockReader::from_bytes(stdin, dump.clone(), &settings);
                for block in blocks.expect("readable") {
                    for page in parse(&block.expect("readable"), &fields) {
                        black_box(page.expect("a page"));
                    }
                }
            });
        });
    }
    group.finish();
}

/// Cleaned pages to records.
pub fn write(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("write");
    let cleaner = Cleaner::shipped().expect("the shipped model");
    for input in inputs() {
        let washed: Vec<_> = input.pages.iter().map(|page| cleaner.clean(&page.page)).collect();
        let mut out = Vec::new();
        group.throughput(Throughput::Bytes(input.bytes));
        group.bench_function(input.name, |bencher| {
            bencher.iter(|| {
                out.clear();
                for (page, washed) in input.pages.iter().zip(&washed) {
                    washed.cleaned(&page.page).compose().write_record(&mut out);
                }
                black_box(out.len())
            });
        });
    }
    group.finish();
}

/// Cleaned pages to the counts of a run, joining their articles included.
pub fn report(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("report");
    let cleaner = Cleaner::shipped().expect("the shipped model");
    for input in inputs() {
        let washed: Vec<_> = input.pages.iter().map(|page| cleaner.clean(&page.page)).collect();
        group.throughput(Throughput::Bytes(input.bytes));
        group.bench_function(input.name, |bencher| {
            bencher.iter(|| {
                let mut stats = Stats::default();
                for (page, washed) in input.pages.iter().zip(&washed) {
                    stats.add_page(&washed.cleaned(&page.page).compose());
                }
                black_box(stats.pages)
            });
        });
    }
    group.finish();
}
