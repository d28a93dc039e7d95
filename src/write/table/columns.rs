//! Which columns a table has, and what goes into them.
//!
//! A file has one set of columns, while JSON records may differ from one to the
//! next. The columns are those of the first records; a member that
//! fits none of them goes, as JSON, into a column for such.

use std::collections::HashMap;
use std::sync::Arc;

use arrow_schema::{DataType, Field, Schema, SchemaRef};

use super::types;
use crate::page::Member;
use crate::write::members::{key_name, members};

/// Name of the column for members that have none of their own.
const OTHER: &str = "other";

/// Most records that the columns are made from.
pub(super) const LOOKED_AT: usize = 1000;

/// What a column holds.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Holds {
    /// Nothing but null so far.
    Null,
    /// Strings.
    Text,
    /// Whole numbers of 64 bits.
    Whole,
    /// Numbers.
    Number,
    /// Truth values.
    Truth,
    /// Values of any kind, as the JSON that they are.
    Json,
    /// Identifiers: strings, and numbers as strings of their digits.
    Ids,
    /// Values of a type that an input has for them.
    Typed(DataType),
}

/// Key of what a column of ours says of itself, in its metadata.
const MARK: &str = "presswash";

/// What has to be known of a column to make records of rows again. A null stands for a member that the
/// record does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// Values that were found in records that have no types.
    Found,
    /// Strings that hold the JSON of a value.
    Json,
    /// Strings, of which those that are a number's digits stand for the number.
    Ids,
    /// Objects whose members are members of the record.
    Members,
}

impl Mark {
    const ALL: [Self; 4] = [Self::Found, Self::Json, Self::Ids, Self::Members];

    /// What a column says; nothing for a column of an input that is a table.
    pub(super) fn of(field: &Field) -> Option<Self> {
        let name = field.metadata().get(MARK)?;
        Self::ALL.into_iter().find(|mark| mark.name() == name)
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Found => "found",
            Self::Json => "json",
            Self::Ids => "ids",
            Self::Members => "members",
        }
    }

    fn on(self, field: Field) -> Field {
        field.with_metadata(HashMap::from([(MARK.to_owned(), self.name().to_owned())]))
    }
}

/// The columns of a table.
#[derive(Debug)]
pub(super) struct Columns {
    list: Vec<(String, Holds)>,
    places: HashMap<String, usize>,
    other: String,
}

impl Columns {
    /// The columns for the first records, given those of the inputs, of which one that is no table has none.
    pub(super) fn of(block: &[u8], inputs: &[SchemaRef]) -> Self {
        let mut columns =
            Self { list: Vec::new(), places: HashMap::new(), other: OTHER.to_owned() };
        let lines = block.split(|&byte| byte == b'\n').filter_map(|line| {
            let line = std::str::from_utf8(line).ok()?;
            Some((line, members(line).ok()?))
        });
        let mut text = None;
        for (line, members) in lines.take(LOOKED_AT) {
            for Member { key, value } in members {
                let key = key_name(line.get(key).unwrap_or_default());
                let value = line.get(value).unwrap_or_default();
                if key == "presswash" && text.is_none() {
                    text = text_field(value);
                }
                columns.add(&key, kind(value));
            }
        }
        for name in ["id", "text", "comments", "presswash"] {
            columns.add(name, Holds::Null);
        }
        let ids = ids(columns.find("id"), inputs);
        for field in inputs.iter().flat_map(|schema| schema.fields()) {
            // The text of the input has become the record's text.
            if text.as_deref() != Some(field.name()) {
                columns.set(field.name(), Holds::Typed(types::written(field.data_type())));
            }
        }
        columns.replace("id", ids);
        columns.replace("text", Holds::Text);
        columns.replace("comments", Holds::Typed(types::comments()));
        columns.replace("presswash", Holds::Json);
        while columns.places.contains_key(&columns.other) {
            columns.other.push('_');
        }
        columns
    }

    /// What the column of a member holds, when it has one.
    pub(super) fn find(&self, name: &str) -> Option<&Holds> {
        self.list.get(*self.places.get(name)?).map(|(_, holds)| holds)
    }

    /// Name of the column for members that have none of their own.
    pub(super) fn other(&self) -> &str {
        &self.other
    }

    /// The columns as Arrow has them. Any value may be missing.
    pub(super) fn schema(&self) -> SchemaRef {
        let field = |(name, holds): &(String, Holds)| {
            let of = match holds {
                Holds::Null | Holds::Text | Holds::Json | Holds::Ids => DataType::Utf8,
                Holds::Whole => DataType::Int64,
                Holds::Number => DataType::Float64,
                Holds::Truth => DataType::Boolean,
                Holds::Typed(of) => of.clone(),
            };
            let field = Field::new(name, of, true);
            match holds {
                Holds::Typed(_) => field,
                Holds::Json => Mark::Json.on(field),
                Holds::Ids => Mark::Ids.on(field),
                _ => Mark::Found.on(field),
            }
        };
        let other = Mark::Members.on(Field::new(&self.other, DataType::Utf8, true));
        Arc::new(Schema::new(self.list.iter().map(field).chain([other]).collect::<Vec<_>>()))
    }

    /// Takes one more value into account.
    fn add(&mut self, name: &str, holds: Holds) {
        match self.entry(name) {
            Some(known) => {
                *known = match (&*known, holds) {
                    (known, holds) if *known == holds => holds,
                    (Holds::Null, holds) => holds,
                    (known, Holds::Null) => known.clone(),
                    (Holds::Whole | Holds::Number, Holds::Whole | Holds::Number) => Holds::Number,
                    _ => Holds::Json,
                };
            }
            None => self.push(name, holds),
        }
    }

    /// Gives a column the type of an input; JSON where two inputs have different ones.
    fn set(&mut self, name: &str, typed: Holds) {
        match self.entry(name) {
            Some(known) => {
                let differs = matches!(known, Holds::Typed(_)) && *known != typed;
                *known = if differs { Holds::Json } else { typed };
            }
            None => self.push(name, typed),
        }
    }

    fn replace(&mut self, name: &str, holds: Holds) {
        if let Some(known) = self.entry(name) {
            *known = holds;
        }
    }

    fn entry(&mut self, name: &str) -> Option<&mut Holds> {
        self.list.get_mut(*self.places.get(name)?).map(|(_, holds)| holds)
    }

    fn push(&mut self, name: &str, holds: Holds) {
        self.places.insert(name.to_owned(), self.list.len());
        self.list.push((name.to_owned(), holds));
    }
}

/// What the column of identifiers holds: rows are joined by them, so that every one that may come has to
/// fit. A record without an identifier gets a string.
fn ids(found: Option<&Holds>, inputs: &[SchemaRef]) -> Holds {
    let mut types = inputs.iter().map(|schema| {
        let field = schema.field_with_name("id").ok()?;
        let of = types::written(field.data_type());
        let always = !field.is_nullable() && (of.is_numeric() || of.is_temporal());
        (of.is_string() || always).then_some(of)
    });
    match types.next().flatten() {
        Some(first) if types.all(|of| of.as_ref() == Some(&first)) => Holds::Typed(first),
        _ if matches!(found, None | Some(Holds::Null | Holds::Text)) => Holds::Text,
        _ => Holds::Ids,
    }
}

/// Whether a string is the digits of a number.
pub(super) fn is_numeral(text: &str) -> bool {
    serde_json::from_str::<serde_json::Number>(text).is_ok()
}

/// The name of the input's text field, when it is not `text`.
fn text_field(account: &str) -> Option<String> {
    #[derive(serde::Deserialize)]
    struct Account {
        text_field: Option<String>,
    }
    serde_json::from_str::<Account>(account).ok()?.text_field
}

/// What a column that holds this value would hold.
fn kind(value: &str) -> Holds {
    match value.as_bytes().first() {
        Some(b'n') => Holds::Null,
        Some(b'"') => Holds::Text,
        Some(b't' | b'f') => Holds::Truth,
        Some(b'-' | b'0'..=b'9') if value.parse::<i64>().is_ok() => Holds::Whole,
        Some(b'-' | b'0'..=b'9') => Holds::Number,
        _ => Holds::Json,
    }
}
