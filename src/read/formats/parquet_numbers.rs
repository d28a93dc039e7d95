//! Numbers that JSON has no word for, as strings: for rows that go into a table again.

use std::sync::LazyLock;

use arrow_array::Array;
use arrow_array::cast::AsArray as _;
use arrow_array::types::{Float16Type, Float32Type, Float64Type};
use arrow_json::writer::{Encoder, EncoderFactory, EncoderOptions, NullableEncoder, make_encoder};
use arrow_schema::{ArrowError, DataType, FieldRef};

/// How all other numbers are written.
static DEFAULT: LazyLock<EncoderOptions> = LazyLock::new(EncoderOptions::default);

/// Writes numbers that are none, and those that are too large, as `"NaN"`, `"Infinity"`, `"-Infinity"`.
#[derive(Debug)]
pub(super) struct Exact;

impl EncoderFactory for Exact {
    fn make_default_encoder<'a>(
        &self,
        field: &'a FieldRef,
        array: &'a dyn Array,
        _: &'a EncoderOptions,
    ) -> Result<Option<NullableEncoder<'a>>, ArrowError> {
        let special: Special = match array.data_type() {
            DataType::Float16 => {
                special(array.as_primitive::<Float16Type>().values().iter().map(|n| n.to_f64()))
            }
            DataType::Float32 => {
                special(array.as_primitive::<Float32Type>().values().iter().map(|n| f64::from(*n)))
            }
            DataType::Float64 => {
                special(array.as_primitive::<Float64Type>().values().iter().copied())
            }
            _ => return Ok(None),
        };
        if special.is_empty() {
            return Ok(None);
        }
        let plain = make_encoder(field, array, &DEFAULT)?;
        let nulls = array.nulls().cloned();
        Ok(Some(NullableEncoder::new(Box::new(Numbers { plain, special }), nulls)))
    }
}

/// The places of special numbers, in order, and the words for them.
type Special = Vec<(usize, &'static str)>;

fn special(numbers: impl Iterator<Item = f64>) -> Special {
    let word = |number: f64| match number {
        f64::INFINITY => Some("\"Infinity\""),
        f64::NEG_INFINITY => Some("\"-Infinity\""),
        number => number.is_nan().then_some("\"NaN\""),
    };
    numbers.enumerate().filter_map(|(at, number)| Some((at, word(number)?))).collect()
}

struct Numbers<'a> {
    plain: NullableEncoder<'a>,
    special: Special,
}

impl Encoder for Numbers<'_> {
    fn encode(&mut self, at: usize, out: &mut Vec<u8>) {
        let found = self.special.binary_search_by_key(&at, |(place, _)| *place);
        match found.ok().and_then(|found| self.special.get(found)) {
            Some((_, word)) => out.extend_from_slice(word.as_bytes()),
            None => self.plain.encode(at, out),
        }
    }
}
