//! The library alone on the pages of a dump, for `benches/python.py`: every page cleaned and rendered on
//! so many threads. What is read before, and that nothing is written, does not count.
//!
//! `cargo bench --bench library -- DUMP THREADS PASSES` prints the seconds of each pass. Without arguments,
//! as in a plain `cargo bench`, there is nothing to do.

use std::error::Error;
use std::hint::black_box;
use std::sync::Arc;
use std::time::Instant;

use presswash::page::Page;
use presswash::pipeline::Cleaner;
use presswash::read::{BlockReader, FieldNames, Input, ReadSettings, parse};
use rayon::ThreadPoolBuilder;
use rayon::prelude::*;

fn main() -> Result<(), Box<dyn Error>> {
    let given: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    let [dump, threads, passes] = given.as_slice() else { return Ok(()) };
    let pages = read(dump)?;
    let cleaner = Cleaner::shipped()?;
    let pool = ThreadPoolBuilder::new().num_threads(threads.parse()?).build()?;
    for _ in 0..passes.parse()? {
        let started = Instant::now();
        pool.install(|| pages.par_iter().for_each(|page| clean(&cleaner, page)));
        println!("{:.3}", started.elapsed().as_secs_f64());
    }
    Ok(())
}

fn read(dump: &str) -> Result<Vec<Page>, Box<dyn Error>> {
    let (input, settings) = (Arc::new(Input::file(dump, dump)), ReadSettings::default());
    let mut pages = Vec::new();
    for block in BlockReader::open(input, &settings, &Arc::default())? {
        for page in parse(&block?, &FieldNames::default()) {
            pages.push(page?);
        }
    }
    Ok(pages)
}

fn clean(cleaner: &Cleaner, page: &Page) {
    let washed = cleaner.clean(page);
    let mut record = Vec::new();
    washed.cleaned(page).compose().write_record(&mut record);
    black_box(record);
}
