//! One record to one row, still as JSON: every member where its column is.

use std::io;

use arrow_schema::DataType;

use super::columns::{Columns, Holds, is_numeral};
use crate::page::Member;
use crate::write::members::{key_name, members};
use crate::write::push_string;

/// Numbers that JSON has no word for, as they are read for a table.
const SPECIAL: [&str; 3] = ["\"NaN\"", "\"Infinity\"", "\"-Infinity\""];

/// Appends the row of a record.
///
/// # Errors
/// When the line is no record.
pub(super) fn write(line: &[u8], columns: &Columns, out: &mut Vec<u8>) -> io::Result<()> {
    let line = std::str::from_utf8(line).map_err(io::Error::other)?;
    let mut other: Vec<u8> = Vec::new();
    out.push(b'{');
    for Member { key, value } in members(line)? {
        let key = line.get(key).unwrap_or_default();
        let value = line.get(value).unwrap_or_default();
        let name = key_name(key);
        let holds = columns.find(&name);
        match holds {
            Some(Holds::Ids) if is_numeral(value) => {
                push_key(out, &name);
                push_string(out, value);
            }
            Some(Holds::Json) if value != "null" => {
                push_key(out, &name);
                push_string(out, value);
            }
            Some(holds) if fits(holds, value) => {
                push_key(out, &name);
                out.extend_from_slice(value.as_bytes());
            }
            _ => {
                // Rows are joined by it, so that something has to be in its column.
                if let (Some(Holds::Text | Holds::Ids), "id") = (holds, name.as_ref()) {
                    push_key(out, &name);
                    push_string(out, &key_name(value));
                }
                other.push(if other.is_empty() { b'{' } else { b',' });
                other.extend_from_slice(key.as_bytes());
                other.push(b':');
                other.extend_from_slice(value.as_bytes());
            }
        }
    }
    if !other.is_empty() {
        other.push(b'}');
        push_key(out, columns.other());
        push_string(out, &String::from_utf8_lossy(&other));
    }
    out.extend_from_slice(b"}\n");
    Ok(())
}

fn push_key(out: &mut Vec<u8>, name: &str) {
    if out.last() != Some(&b'{') || out.len() > 1 {
        out.push(b',');
    }
    push_string(out, name);
    out.push(b':');
}

/// Whether a column can hold a value.
fn fits(holds: &Holds, value: &str) -> bool {
    if value == "null" {
        return true;
    }
    // Half a pair of surrogates is no text outside of JSON.
    if value.contains("\\u") && serde_json::from_str::<serde_json::Value>(value).is_err() {
        return false;
    }
    match holds {
        Holds::Null | Holds::Text => value.starts_with('"'),
        Holds::Ids => value.starts_with('"') && !is_numeral(&key_name(value)),
        Holds::Whole => value.parse::<i64>().is_ok(),
        Holds::Number => value.starts_with(['-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9']),
        Holds::Truth => matches!(value, "true" | "false"),
        Holds::Json => true,
        Holds::Typed(of) => fits_type(of, value),
    }
}

/// Whether the value looks like one of this type; what comes from a column of the type always does.
fn fits_type(of: &DataType, value: &str) -> bool {
    let whole = |least: i128, most: i128| {
        value.parse::<i128>().is_ok_and(|number| (least..=most).contains(&number))
    };
    match of {
        DataType::Null => false,
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => value.starts_with('"'),
        DataType::Boolean => matches!(value, "true" | "false"),
        DataType::Int8 => whole(i8::MIN.into(), i8::MAX.into()),
        DataType::Int16 => whole(i16::MIN.into(), i16::MAX.into()),
        DataType::Int32 => whole(i32::MIN.into(), i32::MAX.into()),
        DataType::Int64 => whole(i64::MIN.into(), i64::MAX.into()),
        DataType::UInt8 => whole(0, u8::MAX.into()),
        DataType::UInt16 => whole(0, u16::MAX.into()),
        DataType::UInt32 => whole(0, u32::MAX.into()),
        DataType::UInt64 => whole(0, u64::MAX.into()),
        DataType::Float16 | DataType::Float32 | DataType::Float64 => {
            SPECIAL.contains(&value) || value.parse::<f64>().is_ok()
        }
        DataType::List(_) | DataType::LargeList(_) | DataType::FixedSizeList(..) => {
            value.starts_with('[')
        }
        DataType::Struct(_) | DataType::Map(..) => value.starts_with('{'),
        _ => value.starts_with(['"', '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9']),
    }
}
