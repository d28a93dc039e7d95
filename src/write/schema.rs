//! The record's format, published: version, identifier and JSON Schema.
//!
//! Separate because the format has a life of its own: files outlive programs.

use schemars::schema_for;
use serde_json::Value;

use super::Record;

/// Version of the record's format; raised when a reader of older records would misread newer ones.
pub const FORMAT: u32 = 1;

/// The `$id` of the schema; changes with [`FORMAT`].
pub const SCHEMA_ID: &str = "urn:presswash:schema:record:1";

/// JSON Schema of one line of cleaned output, made from [`Record`].
#[must_use]
pub fn schema() -> Value {
    let mut schema = schema_for!(Record);
    schema.insert("$id".to_owned(), SCHEMA_ID.into());
    schema.to_value()
}
