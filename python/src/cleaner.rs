//! The object that cleans, made from settings that it can be made from again.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use arrow_array::RecordBatch;
use presswash::config::{Layer, Settings};
use presswash::model::{Mode, Model};
use presswash::page::Page;
use presswash::pipeline;
use presswash::rules::{RuleSet, Source};
use presswash::site::{Profile, Rows};
use pyo3::exceptions::{PyOSError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict};
use pyo3_arrow::input::AnyRecordBatch;

use crate::batch::Batch;
use crate::cleaned::Cleaned;
use crate::columns::{self, Given, Names};
use crate::pools::pool;

/// A file, or what stands in it.
#[derive(Clone, Debug, FromPyObject, IntoPyObject)]
pub enum Content {
    /// The content itself.
    Bytes(Vec<u8>),
    /// A path.
    Path(PathBuf),
}

impl Content {
    fn read(&self) -> PyResult<Vec<u8>> {
        match self {
            Self::Path(path) => fs::read(path)
                .map_err(|error| PyOSError::new_err(format!("{}: {error}", path.display()))),
            Self::Bytes(bytes) => Ok(bytes.clone()),
        }
    }
}

/// What a cleaner is made from.
#[derive(Clone, Debug, Default)]
struct Made {
    rules: Vec<PathBuf>,
    disable_rules: Vec<String>,
    model: Option<Content>,
    profile: Option<Content>,
    mode: Mode,
    threads: Option<usize>,
}

/// Cleans pages. Immutable; may be shared by threads.
#[pyclass(frozen, module = "presswash", name = "CleanerBase", subclass)]
pub struct Cleaner {
    inner: pipeline::Cleaner,
    made: Made,
}

fn wrong(error: impl std::fmt::Display) -> PyErr {
    PyValueError::new_err(error.to_string())
}

impl Made {
    fn cleaner(&self) -> PyResult<pipeline::Cleaner> {
        let rules = if self.rules.is_empty() && self.disable_rules.is_empty() {
            RuleSet::builtin()
        } else {
            let files: Result<Vec<_>, _> =
                self.rules.iter().map(|file| Source::read(file)).collect();
            let rules = RuleSet::with_user(&files.map_err(wrong)?, &self.disable_rules);
            Arc::new(rules.map_err(wrong)?)
        };
        let model = match &self.model {
            Some(model) => Model::from_bytes(&model.read()?).map_err(wrong)?,
            None => Model::shipped().map_err(wrong)?,
        };
        // The limits of the command line, so that the same page comes out the same.
        let limits = Settings::from(Layer::default()).page_limits();
        let cleaner =
            pipeline::Cleaner::new(rules, Arc::new(model)).in_mode(self.mode).within(limits);
        Ok(match &self.profile {
            Some(profile) => {
                let bytes = profile.read()?;
                let rows = Rows::open(bytes.as_slice()).map_err(wrong)?;
                cleaner.with_profile(Arc::new(Profile::freeze(rows).map_err(wrong)?))
            }
            None => cleaner,
        })
    }
}

#[pymethods]
impl Cleaner {
    #[new]
    #[pyo3(signature = (*, rules=Vec::new(), disable_rules=Vec::new(), model=None, profile=None, mode="balanced", threads=None))]
    #[allow(clippy::similar_names, reason = "what is made has a mode")]
    fn new(
        py: Python<'_>,
        rules: Vec<PathBuf>,
        disable_rules: Vec<String>,
        model: Option<Content>,
        profile: Option<Content>,
        mode: &str,
        threads: Option<usize>,
    ) -> PyResult<Self> {
        let mode = mode.parse().map_err(wrong)?;
        let made = Made { rules, disable_rules, model, profile, mode, threads };
        let inner = py.detach(|| made.cleaner())?;
        Ok(Self { inner, made })
    }

    /// Cleans one page.
    #[pyo3(signature = (text, url=None, *, id=None, title=None, crawled=None, comments=None))]
    #[allow(clippy::too_many_arguments, reason = "names of Python")]
    fn clean(
        &self,
        py: Python<'_>,
        text: String,
        url: Option<String>,
        id: Option<String>,
        title: Option<String>,
        crawled: Option<String>,
        comments: Option<String>,
    ) -> PyResult<Cleaned> {
        let id = id.unwrap_or_default();
        let page = Page { id, url, title, crawled, comments, text, ..Page::default() };
        let washed = py.detach(|| self.inner.clean(&page));
        Cleaned::new(py, &page, &washed)
    }

    /// Cleans the rows of an Arrow record batch, or of a stream of them: a list of batches. A stream without
    /// any gives one without rows.
    fn clean_record_batches(
        &self,
        py: Python<'_>,
        batches: AnyRecordBatch,
        names: Given,
    ) -> PyResult<Vec<Batch>> {
        let names = Names::new(names)?;
        let reader = batches.into_reader()?;
        py.detach(|| {
            let schema = reader.schema();
            let batches: Result<Vec<RecordBatch>, _> = reader.collect();
            let mut batches = batches.map_err(wrong)?;
            if batches.is_empty() {
                batches.push(RecordBatch::new_empty(schema));
            }
            batches.iter().map(|batch| self.clean_rows(batch, &names).map(Batch)).collect()
        })
    }

    /// Name of the site profile in use.
    #[getter]
    fn profile_name(&self) -> Option<&str> {
        self.inner.profile()
    }

    #[getter]
    fn mode(&self) -> &'static str {
        self.made.mode.name()
    }

    /// The settings, to make the same cleaner somewhere else.
    fn settings<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let settings = PyDict::new(py);
        settings.set_item("rules", &self.made.rules)?;
        settings.set_item("disable_rules", &self.made.disable_rules)?;
        settings.set_item("model", content(py, self.made.model.as_ref())?)?;
        settings.set_item("profile", content(py, self.made.profile.as_ref())?)?;
        settings.set_item("mode", self.made.mode.name())?;
        settings.set_item("threads", self.made.threads)?;
        Ok(settings)
    }
}

impl Cleaner {
    fn clean_rows(&self, batch: &RecordBatch, names: &Names) -> PyResult<RecordBatch> {
        let clean = |parallel| columns::clean(&self.inner, batch, names, parallel);
        match self.made.threads {
            Some(1) => clean(false),
            threads => pool(threads.unwrap_or(0))?.install(|| clean(true)),
        }
    }
}

/// A file's path or content, as Python has it.
fn content<'py>(py: Python<'py>, content: Option<&Content>) -> PyResult<Option<Bound<'py, PyAny>>> {
    content
        .map(|content| match content {
            Content::Bytes(bytes) => Ok(PyBytes::new(py, bytes).into_any()),
            Content::Path(path) => Ok(path.into_pyobject(py)?.into_any()),
        })
        .transpose()
}
