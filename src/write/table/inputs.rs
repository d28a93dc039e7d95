//! The columns that inputs have.

use std::sync::Arc;

use arrow_schema::{Schema, SchemaRef};

use crate::read::{self, Input};

/// The columns of an input; none of one that is no table, or cannot be read, which is told when its turn
/// comes.
pub(crate) fn columns_of(input: &Input) -> SchemaRef {
    let columns = input.path.as_deref().and_then(read::columns);
    columns.unwrap_or_else(|| Arc::new(Schema::empty()))
}
