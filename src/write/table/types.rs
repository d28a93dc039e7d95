//! The types of the members that presswash writes, as columns.

use arrow_schema::{DataType, Field, Fields};

/// A list of [`Comment`](crate::thread::Comment)s.
pub(super) fn comments() -> DataType {
    list(DataType::Struct(fields(&[
        ("id", DataType::Int64),
        ("parent", DataType::Int64),
        ("depth", DataType::Int64),
        ("from", DataType::Utf8),
        ("parent_from", DataType::Utf8),
        ("number", DataType::UInt64),
        ("author", DataType::Utf8),
        ("author_from", DataType::Utf8),
        ("role", DataType::Utf8),
        ("date", DataType::Utf8),
        ("date_text", DataType::Utf8),
        ("votes", votes()),
        ("text", DataType::Utf8),
        ("truncated", DataType::Boolean),
        ("placeholder", DataType::Utf8),
        ("quotes", list(quote())),
        ("edited", DataType::Utf8),
        ("span", list(DataType::Int64)),
    ])))
}

fn votes() -> DataType {
    DataType::Struct(fields(&[
        ("likes", DataType::Int64),
        ("dislikes", DataType::Int64),
        ("score", DataType::Int64),
    ]))
}

fn quote() -> DataType {
    DataType::Struct(fields(&[
        ("span", list(DataType::Int64)),
        ("author", DataType::Utf8),
        ("comment", DataType::Int64),
    ]))
}

fn list(of: DataType) -> DataType {
    DataType::List(Field::new("element", of, true).into())
}

fn fields(list: &[(&str, DataType)]) -> Fields {
    list.iter().map(|(name, of)| Field::new(*name, of.clone(), true)).collect()
}

/// The type in which a column of an input is written: the same, without the encodings that the
/// decoder of rows does not make, and with all that it holds optional. What it does not read back as it
/// is written in rows (`PT5S`) becomes a string.
pub(super) fn written(of: &DataType) -> DataType {
    let field = |field: &Field| Field::new(field.name(), written(field.data_type()), true);
    match of {
        DataType::Dictionary(_, values) => written(values),
        DataType::RunEndEncoded(_, values) => written(values.data_type()),
        DataType::Struct(fields) => {
            DataType::Struct(fields.iter().map(|inner| field(inner)).collect())
        }
        DataType::List(inner) | DataType::ListView(inner) => DataType::List(field(inner).into()),
        DataType::LargeList(inner) | DataType::LargeListView(inner) => {
            DataType::LargeList(field(inner).into())
        }
        DataType::FixedSizeList(inner, size) => DataType::FixedSizeList(field(inner).into(), *size),
        DataType::Duration(_) | DataType::Interval(_) => DataType::Utf8,
        other => other.clone(),
    }
}
