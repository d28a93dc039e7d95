//! One cleaned page as Python sees it.

use presswash::label::{Label, Part};
use presswash::page::Page;
use presswash::pipeline::Washed;
use presswash::thread;
use pyo3::prelude::*;
use pyo3::types::PyAny;
use serde_json::Value;

/// A cleaned page.
#[pyclass(frozen, module = "presswash")]
pub struct Cleaned {
    /// The article.
    #[pyo3(get)]
    text: String,
    /// The readers' comments, in the order of the page.
    comments: Vec<Py<Comment>>,
    /// What went neither to the article nor to the comments.
    removed: Vec<Py<Removed>>,
    /// Share of the characters that are expected to be in the right part.
    #[pyo3(get)]
    confidence: Option<f64>,
    /// The record as the command line writes it, as JSON.
    record: String,
}

/// A reader's comment.
#[pyclass(frozen, get_all, module = "presswash")]
pub struct Comment {
    id: u32,
    parent: Option<u32>,
    depth: u32,
    number: Option<u64>,
    author: Option<String>,
    role: Option<String>,
    date: Option<String>,
    date_text: Option<String>,
    likes: Option<i64>,
    dislikes: Option<i64>,
    score: Option<i64>,
    text: String,
    truncated: bool,
    placeholder: Option<String>,
    edited: Option<String>,
    start: usize,
    end: usize,
}

/// A stretch of the page that was removed: lines of one label, by one reason.
#[pyclass(frozen, get_all, module = "presswash")]
pub struct Removed {
    start: usize,
    end: usize,
    text: String,
    kind: String,
    rule: Option<String>,
    detector: String,
    score: f32,
}

impl Cleaned {
    /// What came of a page.
    pub fn new(py: Python<'_>, page: &Page, washed: &Washed<'_>) -> PyResult<Self> {
        let cleaned = washed.cleaned(page);
        let composed = cleaned.compose();
        let mut record = Vec::new();
        composed.write_record(&mut record);
        let comments = washed.thread.iter().map(|comment| Py::new(py, Comment::new(comment)));
        let removed = removed(page, washed).into_iter().map(|removed| Py::new(py, removed));
        Ok(Self {
            comments: comments.collect::<PyResult<_>>()?,
            removed: removed.collect::<PyResult<_>>()?,
            confidence: composed.confidence,
            record: String::from_utf8_lossy(&record).trim_end().to_owned(),
            text: composed.text,
        })
    }
}

/// The name that JSON has for a value of an enumeration.
fn name<T: serde::Serialize>(value: Option<T>) -> Option<String> {
    value.and_then(|value| match serde_json::to_value(value) {
        Ok(Value::String(name)) => Some(name),
        _ => None,
    })
}

impl Comment {
    fn new(comment: &thread::Comment) -> Self {
        let votes = comment.votes.unwrap_or_default();
        let [start, end] = comment.span;
        Self {
            id: comment.id,
            parent: comment.parent,
            depth: comment.depth,
            number: comment.number,
            author: comment.author.clone(),
            role: name(comment.role),
            date: comment.date.clone(),
            date_text: comment.date_text.clone(),
            likes: votes.likes,
            dislikes: votes.dislikes,
            score: votes.score,
            text: comment.text.clone(),
            truncated: comment.truncated,
            placeholder: name(comment.placeholder),
            edited: comment.edited.clone(),
            start,
            end,
        }
    }
}

/// The removed stretches of a page: neighbouring lines that one reason took are one.
fn removed(page: &Page, washed: &Washed<'_>) -> Vec<Removed> {
    let mut out: Vec<Removed> = Vec::new();
    let mut end = 0;
    for ((line, label), reason) in washed.lines.iter().zip(&washed.labels).zip(&washed.reasons) {
        let text = line.span.of(&page.text);
        let start = end;
        end += text.chars().count();
        if label.part() != Part::Chrome {
            continue;
        }
        let kind = kind(*label);
        match out.last_mut() {
            Some(last)
                if last.end == start
                    && last.kind == kind
                    && last.rule.as_deref() == reason.rule
                    && last.detector == reason.detector =>
            {
                last.end = end;
                last.text.push_str(text);
                last.score = last.score.min(reason.score);
            }
            _ => out.push(Removed {
                start,
                end,
                text: text.to_owned(),
                kind,
                rule: reason.rule.map(str::to_owned),
                detector: reason.detector.to_owned(),
                score: reason.score,
            }),
        }
    }
    out
}

/// `nav` for chrome of this kind.
fn kind(label: Label) -> String {
    let name = label.to_string();
    name.rsplit_once('/').map_or(name.clone(), |(_, kind)| kind.to_owned())
}

#[pymethods]
impl Cleaned {
    #[getter]
    fn comments(&self, py: Python<'_>) -> Vec<Py<Comment>> {
        self.comments.iter().map(|comment| comment.clone_ref(py)).collect()
    }

    #[getter]
    fn removed(&self, py: Python<'_>) -> Vec<Py<Removed>> {
        self.removed.iter().map(|removed| removed.clone_ref(py)).collect()
    }

    #[getter]
    fn flags<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.info(py)?.get_item("flags")
    }

    #[getter]
    fn platforms<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.info(py)?.get_item("platforms")
    }

    /// What was done to the page: the record's `presswash`.
    #[getter]
    fn info<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.record(py)?.get_item("presswash")
    }

    /// The record that the command line writes for the page.
    fn record<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        py.import("json")?.call_method1("loads", (&self.record,))
    }

    fn __repr__(&self) -> String {
        let confidence =
            self.confidence.map_or_else(|| "None".to_owned(), |share| share.to_string());
        format!(
            "Cleaned(text={:?}, comments={}, removed={}, confidence={confidence})",
            shown(&self.text),
            self.comments.len(),
            self.removed.len(),
        )
    }

    fn __rich_repr__<'py>(&self, py: Python<'py>) -> PyResult<Vec<Bound<'py, PyAny>>> {
        let pair = |name: &str, value: Bound<'py, PyAny>| {
            (name, value).into_pyobject(py).map(Bound::into_any)
        };
        Ok(vec![
            pair("text", shown(&self.text).into_pyobject(py)?.into_any())?,
            pair("comments", self.comments(py).into_pyobject(py)?.into_any())?,
            pair("removed", self.removed(py).into_pyobject(py)?.into_any())?,
            pair("confidence", self.confidence.into_pyobject(py)?.into_any())?,
        ])
    }
}

#[pymethods]
impl Comment {
    fn __repr__(&self) -> String {
        let given = |name: &str, value: &Option<String>| {
            value.as_ref().map_or_else(String::new, |value| format!("{name}={value:?}, "))
        };
        let parent = self.parent.map_or_else(String::new, |parent| format!("parent={parent}, "));
        let (author, date) = (given("author", &self.author), given("date", &self.date));
        format!("Comment(id={}, {parent}{author}{date}text={:?})", self.id, shown(&self.text))
    }
}

#[pymethods]
impl Removed {
    fn __repr__(&self) -> String {
        let by = self.rule.as_ref().unwrap_or(&self.detector);
        format!("Removed({:?}, kind={:?}, by={by:?})", shown(self.text.trim()), self.kind)
    }
}

/// Characters of a text that a representation shows.
const SHOWN: usize = 60;

fn shown(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((at, _)) => format!("{}...", text.get(..at).unwrap_or_default()),
        None => text.to_owned(),
    }
}
