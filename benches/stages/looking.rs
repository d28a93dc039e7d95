//! The stages that look at a page's text: lines, rules, detectors, model, and all of them in a row.

use std::hint::black_box;

use criterion::Criterion;
use presswash::dates;
use presswash::detect::{self, comments, language, title};
use presswash::model::{Mode, Model, features::Values};
use presswash::pipeline::Cleaner;
use presswash::rules::{RuleSet, Scratch};
use presswash::{segment, thread};

use crate::input::{Input, Prepared, inputs, measure};

/// Text to lines.
pub fn segment(criterion: &mut Criterion) {
    measure(criterion, &inputs(), "segment", |page| segment::segment(page.text()));
}

/// What the built-in rules say of the lines.
pub fn rules(criterion: &mut Criterion) {
    let rules = RuleSet::builtin();
    let (mut scratch, mut hits) = (Scratch::default(), Vec::new());
    measure(criterion, &inputs(), "rules", |page| {
        hits.clear();
        rules.hits(page.text(), &page.lines, &mut scratch, &mut hits);
        hits.len()
    });
}

/// Each detector, then all with the rules.
pub fn detect(criterion: &mut Criterion) {
    let inputs = inputs();
    measure(criterion, &inputs, "dates", |page| dates::of_lines(page.text(), &page.lines));
    measure(criterion, &inputs, "detect/title", |page| {
        title::find(page.text(), &page.lines, &page.evidence.lines)
    });
    measure(criterion, &inputs, "detect/language", |page| language::read(page.text(), &page.lines));
    let rules = RuleSet::builtin();
    measure(criterion, &inputs, "detect/comments", |page| {
        let hits = &page.evidence.hits;
        let known = rules.platforms(hits);
        comments::find(page.text(), &page.lines, hits, &page.dates, &known)
    });
    measure(criterion, &inputs, "detect/all", |page| {
        detect::gather_text(page.text(), &page.lines, &rules)
    });
}

/// A page's text to all that is seen in it: what a label costs without the model.
pub fn look(criterion: &mut Criterion) {
    let rules = RuleSet::builtin();
    measure(criterion, &inputs(), "segment+detect", |page| {
        let lines = segment::segment(page.text()).lines;
        detect::gather_text(page.text(), &lines, &rules)
    });
}

/// Evidence to features, features to scores, scores to the best walk; then all with the labels.
pub fn model(criterion: &mut Criterion) {
    let inputs = inputs();
    let model = Model::shipped().expect("the shipped model");
    measure(criterion, &inputs, "model/features", |page| {
        Values::of(page.text(), &page.lines, &page.evidence)
    });
    let values = |page: &Prepared| Values::of(page.text(), &page.lines, &page.evidence);
    prepared(criterion, &inputs, "model/network", values, |values| model.scores(values));
    let scores = |page: &Prepared| model.scores(&values(page));
    prepared(criterion, &inputs, "model/decoding", scores, |scores| model.best(scores));
    measure(criterion, &inputs, "model/all", |page| {
        model.label(page.text(), &page.lines, &page.evidence, Mode::Balanced)
    });
}

/// Labelled lines to the comment thread.
pub fn thread(criterion: &mut Criterion) {
    let model = Model::shipped().expect("the shipped model");
    let labelled = |page: &Prepared| {
        let decisions = model.label(page.text(), &page.lines, &page.evidence, Mode::Balanced);
        let labels: Vec<_> = decisions.iter().map(|decision| decision.label).collect();
        (page.clone(), labels)
    };
    prepared(criterion, &inputs(), "thread", labelled, |(page, labels)| {
        thread::build(
            page.text(),
            &page.lines,
            labels,
            &page.evidence.comments,
            page.evidence.language,
            None,
        )
    });
}

/// A page's text to its labels and its thread.
pub fn page(criterion: &mut Criterion) {
    let cleaner = Cleaner::shipped().expect("the shipped model");
    measure(criterion, &inputs(), "clean", |page| cleaner.clean(&page.page));
}

/// Measures `stage` on what `prepare` makes of each page, which is not measured.
fn prepared<P, R>(
    criterion: &mut Criterion,
    inputs: &[Input],
    name: &str,
    prepare: impl Fn(&Prepared) -> P,
    stage: impl Fn(&P) -> R,
) {
    let mut group = criterion.benchmark_group(name);
    for input in inputs {
        let ready: Vec<P> = input.pages.iter().map(&prepare).collect();
        group.throughput(criterion::Throughput::Bytes(input.bytes));
        group.bench_function(input.name, |bencher| {
            bencher.iter(|| {
                for page in &ready {
                    black_box(stage(black_box(page)));
                }
            });
        });
    }
    group.finish();
}
