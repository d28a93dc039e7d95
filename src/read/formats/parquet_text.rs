//! Text in columns that a file does not call text.
//!
//! Impala, Hive, older Spark and programs that keep pages as bytes write strings without saying that they
//! are some. Which columns these are is told by the first rows, once for the whole file; so a column does not
//! change from text to digits in its middle.

use std::fs::File;
use std::io;
use std::sync::Arc;

use arrow_array::cast::AsArray as _;
use arrow_array::{Array, RecordBatch};
use arrow_json::writer::{Encoder, EncoderFactory, EncoderOptions, NullableEncoder};
use arrow_schema::{ArrowError, DataType, Field, FieldRef, Schema, SchemaRef};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ParquetRecordBatchReaderBuilder};

use super::parquet_numbers::Exact;
use super::parquet_rows::{guarded, next};

/// Marks a column of bytes that are text, in its metadata.
const MARK: &str = "presswash.text";

/// The columns of a file, of which those of bytes are marked that hold text: in the first rows, of which there
/// are so many, each value is UTF-8 without a zero byte, and one of them is not empty.
pub(super) fn marked(file: &File, head: &ArrowReaderMetadata, rows: usize) -> SchemaRef {
    let schema = head.schema();
    let fields = schema.fields().iter().enumerate();
    let bytes: Vec<usize> =
        fields.filter(|(_, field)| is_bytes(field.data_type())).map(|(at, _)| at).collect();
    // What cannot be read is told by whoever reads it.
    let Some(batch) = first(file, head, &bytes, rows).ok().flatten() else {
        return Arc::clone(schema);
    };
    let mut fields: Vec<FieldRef> = schema.fields().iter().cloned().collect();
    for (at, column) in bytes.into_iter().zip(batch.columns()) {
        if let Some(field) = fields.get_mut(at).filter(|_| is_text(column)) {
            let mut metadata = field.metadata().clone();
            metadata.insert(MARK.to_owned(), String::new());
            *field = Arc::new(field.as_ref().clone().with_metadata(metadata));
        }
    }
    Arc::new(Schema::new_with_metadata(fields, schema.metadata().clone()))
}

/// The columns with those that are marked as what they hold.
pub(super) fn typed(marked: &Schema) -> SchemaRef {
    let typed = |field: &FieldRef| {
        if !is_marked(field) {
            return Arc::clone(field);
        }
        let mut metadata = field.metadata().clone();
        metadata.remove(MARK);
        let text = Field::new(field.name(), DataType::Utf8, field.is_nullable());
        Arc::new(text.with_metadata(metadata))
    };
    let fields: Vec<FieldRef> = marked.fields().iter().map(typed).collect();
    Arc::new(Schema::new_with_metadata(fields, marked.metadata().clone()))
}

/// The first rows, of these columns alone.
fn first(
    file: &File,
    head: &ArrowReaderMetadata,
    columns: &[usize],
    rows: usize,
) -> io::Result<Option<RecordBatch>> {
    if columns.is_empty() {
        return Ok(None);
    }
    let file = file.try_clone()?;
    let builder = ParquetRecordBatchReaderBuilder::new_with_metadata(file, head.clone());
    let mask = ProjectionMask::roots(builder.parquet_schema(), columns.iter().copied());
    let builder = builder.with_projection(mask).with_batch_size(rows).with_limit(rows);
    next(&mut guarded(|| builder.build())?).transpose()
}

const fn is_bytes(of: &DataType) -> bool {
    matches!(of, DataType::Binary | DataType::LargeBinary | DataType::BinaryView)
}

fn is_marked(field: &Field) -> bool {
    field.metadata().contains_key(MARK)
}

fn is_text(column: &dyn Array) -> bool {
    let Some(value) = values(column) else { return false };
    let mut some = false;
    (0..column.len()).filter(|at| column.is_valid(*at)).all(|at| {
        let value = value(at);
        some |= !value.is_empty();
        std::str::from_utf8(value).is_ok() && !value.contains(&0)
    }) && some
}

/// The values of a column by their places.
type Values<'a> = Box<dyn Fn(usize) -> &'a [u8] + 'a>;

/// The values of a column of bytes.
fn values(column: &dyn Array) -> Option<Values<'_>> {
    Some(match column.data_type() {
        DataType::Binary => {
            let column = column.as_binary::<i32>();
            Box::new(move |at| column.value(at))
        }
        DataType::LargeBinary => {
            let column = column.as_binary::<i64>();
            Box::new(move |at| column.value(at))
        }
        DataType::BinaryView => {
            let column = column.as_binary_view();
            Box::new(move |at| column.value(at))
        }
        _ => return None,
    })
}

/// Writes the values of marked columns as strings; those of others as [`Exact`] does where that is asked for.
#[derive(Debug)]
pub(super) struct Texts {
    /// Whether numbers that JSON has no word for are written as strings.
    pub(super) exact: bool,
}

impl EncoderFactory for Texts {
    fn make_default_encoder<'a>(
        &self,
        field: &'a FieldRef,
        array: &'a dyn Array,
        options: &'a EncoderOptions,
    ) -> Result<Option<NullableEncoder<'a>>, ArrowError> {
        match values(array).filter(|_| is_marked(field)) {
            Some(values) => {
                let nulls = array.nulls().cloned();
                Ok(Some(NullableEncoder::new(Box::new(Strings { values }), nulls)))
            }
            None if self.exact => Exact.make_default_encoder(field, array, options),
            None => Ok(None),
        }
    }
}

struct Strings<'a> {
    values: Values<'a>,
}

impl Encoder for Strings<'_> {
    /// What is not UTF-8 is left for the reader of lines, which mends it as it does everywhere, and counts it.
    fn encode(&mut self, at: usize, out: &mut Vec<u8>) {
        out.push(b'"');
        for chunk in (self.values)(at).utf8_chunks() {
            let quoted = serde_json::Value::from(chunk.valid()).to_string();
            out.extend_from_slice(quoted.get(1..quoted.len() - 1).unwrap_or_default().as_bytes());
            out.extend_from_slice(chunk.invalid());
        }
        out.push(b'"');
    }
}
