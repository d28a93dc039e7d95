//! Columns of a batch to pages, and cleaned pages to columns.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, RecordBatch, StringArray};
use arrow_json::ReaderBuilder;
use arrow_schema::{ArrowError, DataType, Field, Schema};
use presswash::page::Page;
use presswash::pipeline::{Cleaner, Washed};
use presswash::thread::Comment;
use pyo3::exceptions::{PyKeyError, PyTypeError};
use pyo3::{FromPyObject, PyErr, PyResult};
use rayon::prelude::*;
use serde::Serialize;

/// Names of the columns that make a page; dots lead into structs.
#[derive(Clone, Debug, FromPyObject)]
#[pyo3(from_item_all)]
pub struct Names {
    text: String,
    url: Option<String>,
    id: Option<String>,
    title: Option<String>,
    crawled: Option<String>,
}

/// Column that the comments are put into.
const COMMENTS: &str = "comments";
/// Column for what was done to the page: the record's `presswash`, as JSON.
const INFO: &str = "presswash";

/// Text columns of a batch, each of any Arrow type for text.
struct Columns {
    text: Texts,
    url: Option<Texts>,
    id: Option<Texts>,
    title: Option<Texts>,
    crawled: Option<Texts>,
}

/// A column of text.
struct Texts(ArrayRef);

impl Texts {
    fn get(&self, row: usize) -> Option<&str> {
        if self.0.is_null(row) {
            return None;
        }
        Some(match self.0.data_type() {
            DataType::Utf8 => self.0.as_string::<i32>().value(row),
            DataType::LargeUtf8 => self.0.as_string::<i64>().value(row),
            _ => self.0.as_string_view().value(row),
        })
    }
}

/// The column of this name.
fn column(batch: &RecordBatch, path: &str) -> Option<ArrayRef> {
    if let Some(column) = batch.column_by_name(path) {
        return Some(Arc::clone(column));
    }
    let (first, rest) = path.split_once('.')?;
    let mut at = Arc::clone(batch.column_by_name(first)?);
    for name in rest.split('.') {
        at = Arc::clone(at.as_struct_opt()?.column_by_name(name)?);
    }
    Some(at)
}

fn texts(batch: &RecordBatch, name: &str) -> PyResult<Texts> {
    let Some(column) = column(batch, name) else {
        let schema = batch.schema();
        let there: Vec<&str> = schema.fields.iter().map(|field| field.name().as_str()).collect();
        return Err(PyKeyError::new_err(format!(
            "no column {name:?}; there are: {}",
            there.join(", ")
        )));
    };
    match column.data_type() {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => Ok(Texts(column)),
        other => Err(PyTypeError::new_err(format!("column {name:?} is no text but {other}"))),
    }
}

impl Columns {
    fn of(batch: &RecordBatch, names: &Names) -> PyResult<Self> {
        let optional =
            |name: &Option<String>| name.as_ref().map(|name| texts(batch, name)).transpose();
        Ok(Self {
            text: texts(batch, &names.text)?,
            url: optional(&names.url)?,
            id: optional(&names.id)?,
            title: optional(&names.title)?,
            crawled: optional(&names.crawled)?,
        })
    }

    /// The page of a row; a row without a text is a page without one.
    fn page(&self, row: usize) -> Page {
        let given = |texts: &Option<Texts>| {
            let value = texts.as_ref().and_then(|texts| texts.get(row));
            value.filter(|value| !value.is_empty()).map(str::to_owned)
        };
        Page {
            id: given(&self.id).unwrap_or_default(),
            url: given(&self.url),
            title: given(&self.title),
            crawled: given(&self.crawled),
            text: self.text.get(row).unwrap_or_default().to_owned(),
            ..Page::default()
        }
    }
}

/// The pages of a batch.
pub fn pages(batch: &RecordBatch, names: &Names) -> PyResult<impl Iterator<Item = Page>> {
    let columns = Columns::of(batch, names)?;
    Ok((0..batch.num_rows()).map(move |row| columns.page(row)))
}

/// What comes of a row.
struct Row {
    text: String,
    comments: Vec<Comment>,
    info: String,
}

impl Row {
    fn of(page: &Page, washed: Washed<'_>) -> Self {
        let cleaned = washed.cleaned(page);
        let composed = cleaned.compose();
        // Types of the record are JSON by construction.
        let info = serde_json::to_string(&composed.info()).unwrap_or_default();
        Self { text: composed.text, info, comments: washed.thread }
    }
}

/// Cleans every row: the text column holds the article then, and columns for comments and account are added.
///
/// Columns of these names that the batch has already are kept as `original_comments` and so on. A row
/// without a text stays without one.
pub fn clean(
    cleaner: &Cleaner,
    batch: &RecordBatch,
    names: &Names,
    parallel: bool,
) -> PyResult<RecordBatch> {
    let columns = Columns::of(batch, names)?;
    let row = |row: usize| {
        let page = columns.page(row);
        Row::of(&page, cleaner.clean(&page))
    };
    let rows: Vec<Row> = if parallel {
        (0..batch.num_rows()).into_par_iter().map(row).collect()
    } else {
        (0..batch.num_rows()).map(row).collect()
    };
    put_together(batch, names, &columns.text, &rows).map_err(refused)
}

fn refused(error: ArrowError) -> PyErr {
    PyTypeError::new_err(error.to_string())
}

fn put_together(
    batch: &RecordBatch,
    names: &Names,
    texts: &Texts,
    rows: &[Row],
) -> Result<RecordBatch, ArrowError> {
    let schema = batch.schema();
    let mut fields: Vec<Field> = Vec::new();
    let mut arrays: Vec<ArrayRef> = Vec::new();
    let top = names.text.split('.').next().filter(|_| schema.index_of(&names.text).is_err());
    for (field, array) in schema.fields.iter().zip(batch.columns()) {
        if *field.name() == names.text {
            fields.push(field.as_ref().clone());
            arrays.push(article(texts, rows));
        } else if [COMMENTS, INFO].contains(&field.name().as_str())
            || top.is_some() && field.name() == "text"
        {
            let name = format!("original_{}", field.name());
            fields.push(field.as_ref().clone().with_name(name));
            arrays.push(Arc::clone(array));
        } else {
            fields.push(field.as_ref().clone());
            arrays.push(Arc::clone(array));
        }
    }
    if top.is_some() {
        fields.push(Field::new("text", texts.0.data_type().clone(), true));
        arrays.push(article(texts, rows));
    }
    fields.push(Field::new(COMMENTS, comments_type(), true));
    arrays.push(comments(rows)?);
    fields.push(Field::new(INFO, DataType::Utf8, true));
    arrays.push(Arc::new(StringArray::from_iter_values(rows.iter().map(|row| &row.info))));
    let schema = Schema::new(fields).with_metadata(schema.metadata.clone());
    RecordBatch::try_new(Arc::new(schema), arrays)
}

/// The cleaned texts, in the type that the texts had.
fn article(texts: &Texts, rows: &[Row]) -> ArrayRef {
    let cleaned = || {
        rows.iter().enumerate().map(|(at, row)| texts.0.is_valid(at).then_some(row.text.as_str()))
    };
    match texts.0.data_type() {
        DataType::Utf8 => Arc::new(cleaned().collect::<StringArray>()),
        DataType::LargeUtf8 => Arc::new(cleaned().collect::<arrow_array::LargeStringArray>()),
        _ => Arc::new(cleaned().collect::<arrow_array::StringViewArray>()),
    }
}

#[derive(Serialize)]
struct CommentsRow<'r> {
    comments: &'r [Comment],
}

fn comments(rows: &[Row]) -> Result<ArrayRef, ArrowError> {
    let field = Field::new(COMMENTS, comments_type(), true);
    let schema = Arc::new(Schema::new(vec![field]));
    let mut decoder = ReaderBuilder::new(Arc::clone(&schema))
        .with_batch_size(rows.len().max(1))
        .build_decoder()?;
    let rows: Vec<CommentsRow<'_>> =
        rows.iter().map(|row| CommentsRow { comments: &row.comments }).collect();
    decoder.serialize(&rows)?;
    let batch = decoder.flush()?.unwrap_or_else(|| RecordBatch::new_empty(schema));
    Ok(Arc::clone(batch.column(0)))
}

/// A list of comments, with the members that the record's comments have.
fn comments_type() -> DataType {
    let votes =
        [("likes", DataType::Int64), ("dislikes", DataType::Int64), ("score", DataType::Int64)];
    let quote =
        [("span", list(DataType::Int64)), ("author", DataType::Utf8), ("comment", DataType::Int64)];
    list(structure(&[
        ("id", DataType::Int64),
        ("parent", DataType::Int64),
        ("depth", DataType::Int64),
        ("from", DataType::Utf8),
        ("parent_from", DataType::Utf8),
        ("number", DataType::Int64),
        ("author", DataType::Utf8),
        ("author_from", DataType::Utf8),
        ("role", DataType::Utf8),
        ("date", DataType::Utf8),
        ("date_text", DataType::Utf8),
        ("votes", structure(&votes)),
        ("text", DataType::Utf8),
        ("truncated", DataType::Boolean),
        ("placeholder", DataType::Utf8),
        ("quotes", list(structure(&quote))),
        ("edited", DataType::Utf8),
        ("span", list(DataType::Int64)),
    ]))
}

fn list(of: DataType) -> DataType {
    DataType::List(Field::new("element", of, true).into())
}

fn structure(members: &[(&str, DataType)]) -> DataType {
    DataType::Struct(members.iter().map(|(name, of)| Field::new(*name, of.clone(), true)).collect())
}
