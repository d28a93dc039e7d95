//! Threads for batches, also in processes that were forked.
//!
//! Libraries of Python fork their workers, and a fork has none of the threads
//! of its parent: a pool that was begun before would wait for them for ever. So
//! each process has pools of its own, made when they are first needed.

use std::collections::BTreeMap;
use std::mem;
use std::process;
use std::sync::{Arc, Mutex, PoisonError};

use pyo3::PyResult;
use pyo3::exceptions::PyRuntimeError;
use rayon::{ThreadPool, ThreadPoolBuilder};

/// The pools of a process by their number of threads; 0 stands for one a core.
struct Pools {
    process: u32,
    pools: BTreeMap<usize, Arc<ThreadPool>>,
}

static POOLS: Mutex<Pools> = Mutex::new(Pools { process: 0, pools: BTreeMap::new() });

/// The pool of this process with so many threads.
///
/// # Errors
/// When the threads cannot be started.
pub fn pool(threads: usize) -> PyResult<Arc<ThreadPool>> {
    let mut held = POOLS.lock().unwrap_or_else(PoisonError::into_inner);
    if held.process != process::id() {
        // To drop the parent's pools would be to wait for threads that are not here.
        mem::forget(mem::take(&mut held.pools));
        held.process = process::id();
    }
    if let Some(pool) = held.pools.get(&threads) {
        return Ok(Arc::clone(pool));
    }
    let pool = ThreadPoolBuilder::new()
        .num_threads(threads)
        .thread_name(|number| format!("presswash-{number}"))
        .build()
        .map_err(|error| PyRuntimeError::new_err(error.to_string()))?;
    Ok(Arc::clone(held.pools.entry(threads).or_insert(Arc::new(pool))))
}
