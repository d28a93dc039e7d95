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

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::{FORMAT, SCHEMA_ID, schema};
    use crate::write::testing::Sample;

    /// Names of the members of `value`, checked against the properties that the schema gives for them.
    fn unknown(schema: &Value, at: &Value, value: &Value) -> Vec<String> {
        // What may be absent is given as a choice between the type and null.
        let at = at["anyOf"].get(0).unwrap_or(at);
        let at = match at["$ref"].as_str() {
            Some(name) => &schema["$defs"][name.trim_start_matches("#/$defs/")],
            None => at,
        };
        let Some(object) = value.as_object() else { return Vec::new() };
        let missing = |name: &&String| at["properties"].get(name.as_str()).is_none();
        let free = at.get("additionalProperties").is_some();
        let mut list: Vec<String> =
            object.keys().filter(missing).filter(|_| !free).cloned().collect();
        for (name, inner) in object {
            list.extend(unknown(schema, &at["properties"][name.as_str()], inner));
        }
        list
    }

    #[test]
    fn the_schema_names_what_records_hold() {
        let schema = schema();
        assert_eq!(schema["$id"], SCHEMA_ID);
        assert!(SCHEMA_ID.ends_with(&format!(":{FORMAT}")));
        let mut sample =
            Sample::json(r#"{"comments":1,"body":"A\n\nAnn\nHello"}"#, "body").labelled("phb");
        sample.page.repairs.bom = true;
        let record: Value = serde_json::from_str(&sample.record()).unwrap();
        for name in ["id", "text", "comments", "presswash"] {
            assert!(schema["properties"].get(name).is_some(), "{name}");
            assert!(schema["required"].as_array().unwrap().contains(&name.into()), "{name}");
        }
        let comment = &schema["$defs"]["Comment"];
        assert_eq!(unknown(&schema, comment, &record["comments"][0]), [] as [&str; 0]);
        assert_eq!(
            unknown(&schema, &schema["$defs"]["Info"], &record["presswash"]),
            [] as [&str; 0]
        );
    }

    #[test]
    fn the_schema_names_mode_confidence_and_flags() {
        let defs = &schema()["$defs"];
        for name in ["mode", "confidence", "flags"] {
            assert!(defs["Info"]["properties"].get(name).is_some(), "{name}");
        }
        let flags = defs["Flag"].to_string();
        for name in ["short", "list", "poem", "live_blog", "table", "transcript", "uncertain"] {
            assert!(flags.contains(&format!("\"{name}\"")), "{name} in {flags}");
        }
    }
}
