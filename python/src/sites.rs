//! What the sites of a dump repeat, counted part by part and merged.

use std::mem;
use std::sync::Mutex;

use presswash::config::{Layer, Settings};
use presswash::page::Page;
use presswash::pipeline::PageLimits;
use presswash::site::{Counts, PageCount, Rows, merge, write_counts};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use pyo3_arrow::input::AnyRecordBatch;

use crate::columns::{Given, Names, pages};

/// Lines and texts that are counted in memory before they are set aside; some 350 bytes each.
const MOST_ROWS: usize = 1 << 19;

/// Counts the lines of pages by site. The counts of parts, merged, are those of the whole.
#[pyclass(frozen, module = "presswash", subclass)]
pub struct Scan {
    counted: Mutex<Counted>,
    limits: PageLimits,
}

#[derive(Default)]
struct Counted {
    counts: Counts,
    /// Profiles of what was counted before.
    aside: Vec<Vec<u8>>,
    pages: u64,
}

impl Counted {
    fn add(&mut self, page: &Page) -> PyResult<()> {
        if let Some(count) = PageCount::of(page) {
            self.counts.add_page(count);
            self.pages += 1;
        }
        if self.counts.rows() >= MOST_ROWS { self.set_aside() } else { Ok(()) }
    }

    fn set_aside(&mut self) -> PyResult<()> {
        let mut out = Vec::new();
        write_counts(mem::take(&mut self.counts), &mut out).map_err(wrong)?;
        self.aside.push(out);
        Ok(())
    }
}

fn wrong(error: impl std::fmt::Display) -> PyErr {
    PyValueError::new_err(error.to_string())
}

fn merged(parts: &[Vec<u8>]) -> PyResult<Vec<u8>> {
    let rows: Result<Vec<_>, _> = parts.iter().map(|part| Rows::open(part.as_slice())).collect();
    let mut out = Vec::new();
    merge(rows.map_err(wrong)?, &mut out).map_err(wrong)?;
    Ok(out)
}

#[pymethods]
impl Scan {
    #[new]
    fn new() -> Self {
        let limits = Settings::from(Layer::default()).page_limits();
        Self { counted: Mutex::default(), limits }
    }

    /// Counts the pages of an Arrow record batch, or of a stream of them.
    fn add_record_batches(
        &self,
        py: Python<'_>,
        batches: AnyRecordBatch,
        names: Given,
    ) -> PyResult<()> {
        let names = Names::new(names)?;
        let reader = batches.into_reader()?;
        py.detach(|| {
            let mut counted = self.counted.lock().map_err(wrong)?;
            for batch in reader {
                for page in pages(&batch.map_err(wrong)?, &names)? {
                    if page.text.len() <= self.limits.bytes {
                        counted.add(&page)?;
                    }
                }
            }
            Ok(())
        })
    }

    /// Pages counted so far; those of no known site do not count.
    #[getter]
    fn pages(&self) -> PyResult<u64> {
        Ok(self.counted.lock().map_err(wrong)?.pages)
    }

    /// The profile of what was counted, as the content of a profile file.
    fn profile<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        let bytes = py.detach(|| {
            let mut counted = self.counted.lock().map_err(wrong)?;
            counted.set_aside()?;
            let whole = merged(&counted.aside)?;
            counted.aside = vec![whole.clone()];
            PyResult::Ok(whole)
        })?;
        Ok(PyBytes::new(py, &bytes))
    }
}

/// Adds profiles of parts up to the profile of the whole, in any order.
#[pyfunction]
pub fn merge_profiles(py: Python<'_>, parts: Vec<Vec<u8>>) -> PyResult<Bound<'_, PyBytes>> {
    let bytes = py.detach(|| merged(&parts))?;
    Ok(PyBytes::new(py, &bytes))
}
