//! Each stage by itself, in bytes of page text a second.
//!
//! One program for all stages: the library is linked once, and every stage is
//! measured on the same pages. `cargo bench --bench stages -- model` runs those
//! of one module.

mod input;
mod looking;
mod moving;

use criterion::{criterion_group, criterion_main};

criterion_group! {
    name = stages;
    config = input::settings();
    targets = moving::read, looking::segment, looking::rules, looking::detect, looking::look,
        looking::model, looking::thread, looking::page, moving::write, moving::report
}
criterion_main!(stages);
