//! The floor under the whole program: the same dump read, decoded, encoded and
//! written on one thread, with nothing done in between.
//!
//! `cargo bench --bench floor -- IN OUT` (or the program itself with the two
//! names) does it once; `benches/whole.sh` times it beside the real thing.
//! Without two names, as in a plain `cargo bench`, there is nothing to do.

use std::borrow::Cow;
use std::error::Error;
use std::fmt;
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};

use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

/// Room of both buffers, in bytes: larger ones gain nothing.
const BUFFER: usize = 1 << 20;

fn main() -> Result<(), Box<dyn Error>> {
    let names: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    let [input, output] = names.as_slice() else { return Ok(()) };
    let mut reader = BufReader::with_capacity(BUFFER, File::open(input)?);
    let mut writer = BufWriter::with_capacity(BUFFER, File::create(output)?);
    let mut line = Vec::with_capacity(BUFFER);
    while reader.read_until(b'\n', &mut line)? > 0 {
        let record: Record<'_> = serde_json::from_slice(&line)?;
        serde_json::to_writer(&mut writer, &record)?;
        writer.write_all(b"\n")?;
        line.clear();
    }
    writer.flush()?;
    Ok(())
}

/// A record with its text decoded and every other value as it is written.
struct Record<'r>(Vec<(Text<'r>, Value<'r>)>);

/// Borrowed where it has no escapes.
#[derive(Deserialize, Serialize)]
struct Text<'r>(#[serde(borrow)] Cow<'r, str>);

#[derive(Serialize)]
#[serde(untagged)]
enum Value<'r> {
    Text(Text<'r>),
    Other(&'r RawValue),
}

impl<'de: 'r, 'r> Deserialize<'de> for Record<'r> {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        reader.deserialize_map(Members).map(Record)
    }
}

impl Serialize for Record<'_> {
    fn serialize<S: Serializer>(&self, writer: S) -> Result<S::Ok, S::Error> {
        writer.collect_map(self.0.iter().map(|(key, value)| (key, value)))
    }
}

struct Members;

impl<'de> Visitor<'de> for Members {
    type Value = Vec<(Text<'de>, Value<'de>)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members = Vec::with_capacity(8);
        while let Some(key) = map.next_key::<Text<'de>>()? {
            let value = match &*key.0 {
                "text" => Value::Text(map.next_value()?),
                _ => Value::Other(map.next_value()?),
            };
            members.push((key, value));
        }
        Ok(members)
    }
}
