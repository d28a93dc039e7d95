//! The columns that inputs have.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use arrow_schema::{Schema, SchemaRef};
use parquet::file::metadata::ParquetMetaDataReader;
use parquet::file::statistics::Statistics;

use crate::read::{self, Input};

/// The columns of an input; none of one that is no table, or cannot be read, which is told when its turn
/// comes. Identifiers of which no row lacks one are not optional, whatever the table says: most programs
/// call every column optional.
pub(crate) fn columns_of(input: &Input) -> SchemaRef {
    let path = input.path.as_deref();
    let Some((path, columns)) = path.and_then(|path| Some((path, read::columns(path)?))) else {
        return Arc::new(Schema::empty());
    };
    if !has_every_id(path).unwrap_or(false) {
        return columns;
    }
    let fields = columns.fields().iter().map(|field| match field.name().as_str() {
        "id" => Arc::new(field.as_ref().clone().with_nullable(false)),
        _ => Arc::clone(field),
    });
    Arc::new(Schema::new(fields.collect::<Vec<_>>()))
}

/// Whether every row of a table has an identifier, by its statistics; none when they do not say.
fn has_every_id(path: &Path) -> Option<bool> {
    let file = File::open(path).ok()?;
    let found = ParquetMetaDataReader::new().parse_and_finish(&file).ok()?;
    let columns = found.file_metadata().schema_descr().columns();
    let at = columns.iter().position(|column| column.path().parts() == ["id"])?;
    let nulls = |group: &parquet::file::metadata::RowGroupMetaData| {
        group.column(at).statistics().and_then(Statistics::null_count_opt)
    };
    Some(found.row_groups().iter().all(|group| nulls(group) == Some(0)))
}
