//! What rows hold, read back.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_json::LineDelimitedWriter;
use arrow_schema::{DataType, Field, Schema, TimeUnit};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use serde_json::{Value, json};

use super::{Table, types};
use crate::write::{Options, schema};

fn read(path: &Path) -> (Arc<Schema>, Vec<Value>) {
    let builder = ParquetRecordBatchReaderBuilder::try_new(File::open(path).unwrap()).unwrap();
    let schema = Arc::clone(builder.schema());
    let batches: Vec<RecordBatch> = builder.build().unwrap().map(Result::unwrap).collect();
    let mut writer = LineDelimitedWriter::new(Vec::new());
    writer.write_batches(&batches.iter().collect::<Vec<_>>()).unwrap();
    writer.finish().unwrap();
    let lines = String::from_utf8(writer.into_inner()).unwrap();
    (schema, lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
}

fn table(blocks: &[&str], inputs: &[Arc<Schema>]) -> (Arc<Schema>, Vec<Value>) {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("a.parquet");
    let mut table = Table::create(&path, inputs.to_vec(), Options::default()).unwrap();
    for block in blocks {
        table.write_block(block.as_bytes()).unwrap();
    }
    assert!(!path.exists(), "before it is complete");
    table.finish().unwrap();
    read(&path)
}

#[test]
fn columns_are_those_of_the_first_records_and_nothing_is_left_out() {
    let first = "{\"id\":\"a\",\"n\":1,\"x\":1,\"m\":{\"k\":[1.50]},\"text\":\"A\",\"comments\":[],\"presswash\":{\"v\":1}}\n\
        {\"id\":\"b\",\"n\":2,\"x\":0.5,\"m\":null,\"text\":\"B\",\"comments\":[{\"id\":0,\"parent\":null,\"text\":\"c\",\"span\":[1,2]}],\"presswash\":{}}\n";
    let later = "{\"id\":7,\"n\":\"many\",\"new\":[null],\"half\":\"\\ud83d\",\"text\":\"C\",\"comments\":[],\"presswash\":{}}\n";
    let first = first.repeat(super::columns::LOOKED_AT / 2);
    let (schema, rows) = table(&[&first, later], &[]);

    let types: Vec<_> =
        schema.fields().iter().map(|f| (f.name().as_str(), f.data_type().clone())).collect();
    assert_eq!(
        types[..3],
        [("id", DataType::Utf8), ("n", DataType::Int64), ("x", DataType::Float64),]
    );
    assert_eq!(types.last(), Some(&("other", DataType::Utf8)));
    assert_eq!((rows[0]["m"].as_str(), rows[0]["n"].as_i64()), (Some("{\"k\":[1.50]}"), Some(1)));
    assert_eq!(rows[1]["comments"][0]["text"], "c");
    assert_eq!(rows[0]["presswash"], "{\"v\":1}");
    let last = rows.last().unwrap();
    assert_eq!(last["other"], "{\"id\":7,\"n\":\"many\",\"new\":[null],\"half\":\"\\ud83d\"}");
    assert_eq!(last["id"], "7", "in its column, whatever it is");
}

#[test]
fn types_of_the_inputs_stay() {
    let lap = Field::new("item", DataType::Duration(TimeUnit::Nanosecond), true);
    let list = DataType::List(Field::new("item", DataType::Int16, true).into());
    let dictionary = DataType::Dictionary(DataType::Int32.into(), DataType::Utf8.into());
    let input = Arc::new(Schema::new(vec![
        Field::new("content", DataType::LargeUtf8, false),
        Field::new("score", DataType::Float32, false),
        Field::new("tags", list.clone(), true),
        Field::new("lang", dictionary, true),
        Field::new("took", DataType::Duration(TimeUnit::Second), true),
        Field::new("laps", DataType::List(Arc::new(lap)), true),
    ]));
    let record = "{\"text\":\"A\",\"comments\":[],\"presswash\":{\"text_field\":\"content\"},\"score\":1,\"tags\":[1,2],\"lang\":\"de\",\"took\":\"PT5S\",\"laps\":[\"PT0.5S\",null]}\n";
    let (schema, rows) = table(&[record], &[input]);
    let of = |name: &str| schema.field_with_name(name).map(|field| field.data_type().clone());
    assert!(of("content").is_err(), "it has become the text");
    assert_eq!(of("score").unwrap(), DataType::Float32);
    assert!(
        matches!(of("tags").unwrap(), DataType::List(inner) if *inner.data_type() == DataType::Int16)
    );
    assert_eq!(of("lang").unwrap(), DataType::Utf8);
    assert_eq!((&rows[0]["tags"][1], rows[0].get("other")), (&Value::from(2), None));
    assert_eq!((&rows[0]["took"], &rows[0]["laps"][0]), (&"PT5S".into(), &"PT0.5S".into()));
    assert!(table(&[], &[]).1.is_empty(), "a table of no rows is one");
}

#[test]
fn ids_are_strings_where_not_all_are_sure_to_fit() {
    let input =
        |of: DataType, optional| Arc::new(Schema::new(vec![Field::new("id", of, optional)]));
    let record =
        |id: &str| format!("{{\"id\":{id},\"text\":\"A\",\"comments\":[],\"presswash\":{{}}}}\n");
    let none = Arc::new(Schema::empty());
    for (inputs, ids, of, expected) in [
        (vec![input(DataType::Int64, false)], ["7", "8"], DataType::Int64, json!([7, 8])),
        (vec![input(DataType::Int64, true)], ["7", "\"m\""], DataType::Utf8, json!(["7", "m"])),
        (
            vec![input(DataType::Boolean, true)],
            ["\"m\"", "\"n\""],
            DataType::Utf8,
            json!(["m", "n"]),
        ),
        (
            vec![input(DataType::LargeUtf8, true)],
            ["\"1\"", "\"m\""],
            DataType::LargeUtf8,
            json!(["1", "m"]),
        ),
        (
            vec![input(DataType::Int64, false), none],
            ["7", "\"8\""],
            DataType::Utf8,
            json!(["7", "8"]),
        ),
        (vec![], ["7", "8"], DataType::Utf8, json!(["7", "8"])),
    ] {
        let (schema, rows) = table(&[&ids.map(record).concat()], &inputs);
        assert_eq!(*schema.field_with_name("id").unwrap().data_type(), of, "{ids:?}");
        assert_eq!(json!([rows[0]["id"], rows[1]["id"]]), expected);
    }
}

/// Names of the members that an object may have, by the schema of records.
fn members(schema: &Value, of: &str) -> Vec<String> {
    let mut names: Vec<String> =
        schema["$defs"][of]["properties"].as_object().unwrap().keys().cloned().collect();
    names.sort();
    names
}

#[test]
fn comments_have_a_column_for_all_that_they_hold() {
    let DataType::List(comment) = types::comments() else { panic!("no list") };
    let names = |of: &DataType| {
        let of = match of {
            DataType::List(inner) => inner.data_type(),
            other => other,
        };
        let DataType::Struct(fields) = of else { panic!("no struct") };
        let mut names: Vec<String> = fields.iter().map(|field| field.name().clone()).collect();
        names.sort();
        names
    };
    let schema = schema();
    assert_eq!(names(comment.data_type()), members(&schema, "Comment"));
    let DataType::Struct(fields) = comment.data_type() else { panic!("no struct") };
    for (name, of) in [("votes", "Votes"), ("quotes", "Quote")] {
        let (_, field) = fields.find(name).unwrap();
        assert_eq!(names(field.data_type()), members(&schema, of));
    }
}

#[test]
fn how_records_come_in_blocks_changes_nothing() {
    let record = |n: u32| {
        format!(
            "{{\"id\":\"p{n}\",\"n\":{n},\"text\":\"{}\",\"comments\":[],\"presswash\":{{}}}}\n",
            "rain ".repeat(n as usize % 50)
        )
    };
    let lines: Vec<String> = (0..9000).map(record).collect();
    let place = tempfile::tempdir().unwrap();
    let write = |records: usize| {
        let path = place.path().join(format!("{records}.parquet"));
        let mut table = Table::create(&path, Vec::new(), Options::default()).unwrap();
        for block in lines.chunks(records) {
            table.write_block(block.concat().as_bytes()).unwrap();
        }
        table.finish().unwrap();
        std::fs::read(path).unwrap()
    };
    let whole = write(lines.len());
    for records in [1, 999, 4097] {
        assert!(write(records) == whole, "blocks of {records}");
    }
}
