//! Columns of a batch to pages, and cleaned pages to columns.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, RecordBatch, StringArray};
use arrow_cast::cast;
use arrow_json::ReaderBuilder;
use arrow_schema::{ArrowError, DataType, Field, Schema};
use presswash::page::Page;
use presswash::pipeline::{Cleaner, Washed};
use presswash::read::{Accept, FieldName, FieldNames};
use presswash::thread::Comment;
use pyo3::exceptions::{PyKeyError, PyTypeError};
use pyo3::{PyErr, PyResult};
use rayon::prelude::*;
use serde::Serialize;

/// Names that a call gives to parts of a page; none for a part that the batch has not.
pub type Given = BTreeMap<String, Option<String>>;

/// Names of the columns that make a page, dots leading into structs: those given, and for the other parts
/// those that the command line knows.
pub struct Names {
    fields: FieldNames,
    given: Given,
}

impl Names {
    /// # Errors
    /// When a part is given that pages do not have, or no name for the text.
    pub fn new(given: Given) -> PyResult<Self> {
        let mut fields = FieldNames::default();
        for (part, name) in &given {
            let names = match part.as_str() {
                "text" if name.is_some() => &mut fields.text,
                "url" => &mut fields.url,
                "id" => &mut fields.id,
                "title" => &mut fields.title,
                "crawled" => &mut fields.crawled,
                _ => {
                    return Err(PyTypeError::new_err(format!(
                        "no such part of a page: {part}={name:?}; there are text, url, id, title, crawled"
                    )));
                }
            };
            *names = name.iter().map(|name| FieldName::from(name.as_str())).collect();
        }
        Ok(Self { fields, given })
    }

    fn is_given(&self, part: &str) -> bool {
        self.given.contains_key(part)
    }
}

/// Column that the comments are put into.
const COMMENTS: &str = "comments";
/// Column for what was done to the page: the record's `presswash`, as JSON.
const INFO: &str = "presswash";

/// The columns of a batch that make its pages.
struct Columns {
    /// Name of the text's column.
    name: String,
    text: Texts,
    url: Vec<(Texts, Accept)>,
    id: Vec<(Texts, Accept)>,
    title: Vec<(Texts, Accept)>,
    crawled: Vec<(Texts, Accept)>,
    /// The readers' comments as one text, where the batch has them.
    comments: Option<Texts>,
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

fn is_text(column: &ArrayRef) -> bool {
    matches!(column.data_type(), DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View)
}

/// The names of a batch's columns, to be told.
fn listed(batch: &RecordBatch) -> String {
    let schema = batch.schema();
    let names: Vec<&str> = schema.fields.iter().map(|field| field.name().as_str()).collect();
    names.join(", ")
}

fn missing(batch: &RecordBatch, name: &str) -> PyErr {
    PyKeyError::new_err(format!("no column {name:?}; there are: {}", listed(batch)))
}

/// The columns for a part of the page, in the order in which they count.
fn optional(
    batch: &RecordBatch,
    names: &[FieldName],
    given: bool,
) -> PyResult<Vec<(Texts, Accept)>> {
    let mut found = Vec::new();
    for FieldName { path, accept } in names {
        let Some(column) = column(batch, path) else {
            if given {
                return Err(missing(batch, path));
            }
            continue;
        };
        // Numbers and times are read as they are written.
        let of = column.data_type();
        if is_text(&column) {
            found.push((Texts(column), *accept));
        } else if of.is_integer() || of.is_temporal() {
            let written = cast(&column, &DataType::Utf8).map_err(refused)?;
            found.push((Texts(written), *accept));
        }
    }
    Ok(found)
}

impl Columns {
    fn of(batch: &RecordBatch, names: &Names) -> PyResult<Self> {
        let fields = &names.fields;
        let columns =
            || fields.text.iter().filter_map(|name| Some((name, column(batch, &name.path)?)));
        let Some((name, text)) = columns().find(|(_, column)| is_text(column)) else {
            return Err(match (columns().next(), fields.text.first()) {
                (Some((name, column)), _) => PyTypeError::new_err(format!(
                    "column {:?} is no text but {}",
                    name.path,
                    column.data_type()
                )),
                (None, Some(name)) if names.is_given("text") => missing(batch, &name.path),
                _ => PyKeyError::new_err(format!(
                    "no text column among: {}; name it with text=",
                    listed(batch)
                )),
            });
        };
        let comments = batch.column_by_name(COMMENTS).filter(|column| is_text(column));
        Ok(Self {
            name: name.path.clone(),
            text: Texts(text),
            url: optional(batch, &fields.url, names.is_given("url"))?,
            id: optional(batch, &fields.id, names.is_given("id"))?,
            title: optional(batch, &fields.title, names.is_given("title"))?,
            crawled: optional(batch, &fields.crawled, names.is_given("crawled"))?,
            comments: comments.map(|column| Texts(Arc::clone(column))),
        })
    }

    /// The page of a row; a row without a text is a page without one.
    fn page(&self, row: usize) -> Page {
        let first = |columns: &[(Texts, Accept)]| {
            let values =
                columns.iter().filter_map(|(texts, accept)| Some((texts.get(row)?, accept)));
            let mut counting =
                values.filter(|(value, accept)| !value.is_empty() && accept.takes(value));
            counting.next().map(|(value, _)| value.to_owned())
        };
        Page {
            id: first(&self.id).unwrap_or_default(),
            url: first(&self.url),
            title: first(&self.title),
            crawled: first(&self.crawled),
            comments: self.comments.as_ref().and_then(|texts| texts.get(row)).map(str::to_owned),
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
/// Columns of these names that the batch has already are kept as `original_comments` and so on; comments
/// that come as text are taken apart into the thread. A row without a text stays without one.
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
    put_together(batch, &columns, &rows).map_err(refused)
}

fn refused(error: ArrowError) -> PyErr {
    PyTypeError::new_err(error.to_string())
}

fn put_together(
    batch: &RecordBatch,
    columns: &Columns,
    rows: &[Row],
) -> Result<RecordBatch, ArrowError> {
    let texts = &columns.text;
    let schema = batch.schema();
    let mut fields: Vec<Field> = Vec::new();
    let mut arrays: Vec<ArrayRef> = Vec::new();
    // The article of a nested text gets a column of its own.
    let nested = schema.index_of(&columns.name).is_err();
    for (field, array) in schema.fields.iter().zip(batch.columns()) {
        if *field.name() == columns.name {
            fields.push(field.as_ref().clone());
            arrays.push(article(texts, rows));
        } else if [COMMENTS, INFO].contains(&field.name().as_str())
            || nested && field.name() == "text"
        {
            let name = format!("original_{}", field.name());
            fields.push(field.as_ref().clone().with_name(name));
            arrays.push(Arc::clone(array));
        } else {
            fields.push(field.as_ref().clone());
            arrays.push(Arc::clone(array));
        }
    }
    if nested {
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
