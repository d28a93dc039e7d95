//! Fuzzing: chance makes input that nobody would think of, laws say what must hold.
//!
//! One file a harness. A harness is a function of bytes, which decide all that
//! it does, so that a failure is kept as a file of bytes: `cases/HARNESS/` holds
//! those that failed once. Each harness runs for a second as a test, and for as
//! long as `PRESSWASH_FUZZ_SECONDS` says:
//!
//! ```sh
//! PRESSWASH_FUZZ_SECONDS=600 cargo test --test fuzz readers -- --test-threads 1
//! ```

mod dice;
mod pages;
mod readers;
mod restoring;
mod rules;
mod segmenter;
mod threads;

use std::path::Path;
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use std::{env, fs};

use presswash::model::Model;
use presswash::pipeline::Cleaner;
use presswash::rules::RuleSet;

/// Most bytes that decide a run of a harness.
const LONGEST: usize = 4096;

/// Runs a harness on the cases kept of it, then on chance.
fn drive(name: &str, harness: fn(&[u8])) {
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/cases").join(name);
    for entry in fs::read_dir(kept).into_iter().flatten() {
        harness(&fs::read(entry.unwrap().path()).unwrap());
    }
    let seconds = env::var("PRESSWASH_FUZZ_SECONDS").map_or(1, |n| n.parse().unwrap());
    bolero::check!()
        .with_test_time(Duration::from_secs(seconds))
        .with_iterations(usize::MAX)
        .with_max_len(LONGEST)
        .for_each(|bytes: &[u8]| harness(bytes));
}

/// The shipped cleaner, built once.
fn cleaner() -> &'static Cleaner {
    static CLEANER: OnceLock<Cleaner> = OnceLock::new();
    CLEANER.get_or_init(|| Cleaner::new(RuleSet::builtin(), Arc::new(Model::shipped().unwrap())))
}
