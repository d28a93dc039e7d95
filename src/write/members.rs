//! The parts of a JSON value as places in its raw text.
//!
//! Separate because restore, and the name of a nested text field, must find
//! values without decoding and re-encoding them: numbers keep their digits,
//! doubled keys stay doubled, order stays order.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use serde::Deserializer;
use serde::de::{MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::page::Member;

/// The members of the JSON object `raw`, as byte ranges into it.
///
/// # Errors
/// When `raw` is not one JSON object.
pub(super) fn members(raw: &str) -> Result<Vec<Member>, serde_json::Error> {
    let mut reader = serde_json::Deserializer::from_str(raw);
    let list = reader.deserialize_map(Collect { base: raw })?;
    reader.end()?;
    Ok(list)
}

/// What a key, written with quotes and escapes, says.
pub(super) fn key_name(quoted: &str) -> Cow<'_, str> {
    let plain = quoted.trim_matches('"');
    if !plain.contains('\\') && plain.len() + 2 == quoted.len() {
        return Cow::Borrowed(plain);
    }
    serde_json::from_str::<String>(quoted).map_or(Cow::Borrowed(plain), Cow::Owned)
}

/// Name of the place `slot` in `value`, the value of the member `key`: keys (or list indexes) with dots between.
pub(super) fn path_to(key: &str, value: &str, slot: &Range<usize>) -> String {
    let mut path = key.to_owned();
    let mut inner = 0..value.len();
    while inner != *slot {
        let Some((name, place)) = children(value, &inner)
            .into_iter()
            .find(|(_, place)| place.start <= slot.start && slot.end <= place.end)
        else {
            break;
        };
        path.push('.');
        path.push_str(&name);
        inner = place;
    }
    path
}

/// The values at `path` in `raw`, as [`path_to`] names places, in order: doubled keys and dots in keys let
/// a path fit several.
pub(super) fn find_path(raw: &str, path: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    find_within(raw, 0..raw.len(), path, &mut found);
    found
}

/// Those of the values at `path` that are empty strings, as cleaning leaves one in the place of a nested text.
pub(super) fn emptied(raw: &str, path: &str) -> Vec<Range<usize>> {
    let mut found = find_path(raw, path);
    found.retain(|place| raw.get(place.clone()) == Some("\"\""));
    found
}

fn find_within(raw: &str, within: Range<usize>, path: &str, found: &mut Vec<Range<usize>>) {
    for (name, place) in children(raw, &within) {
        match path.strip_prefix(name.as_ref()) {
            Some("") => found.push(place),
            Some(rest) => {
                if let Some(rest) = rest.strip_prefix('.') {
                    find_within(raw, place, rest, found);
                }
            }
            None => {}
        }
    }
}

/// Members of an object, or elements of a list, with their places in `raw`; nothing for other values.
fn children<'r>(raw: &'r str, within: &Range<usize>) -> Vec<(Cow<'r, str>, Range<usize>)> {
    let Some(value) = raw.get(within.clone()) else { return Vec::new() };
    let shift = |range: &Range<usize>| range.start + within.start..range.end + within.start;
    if let Ok(list) = members(value) {
        return list
            .iter()
            .map(|member| {
                let quoted = raw.get(shift(&member.key)).unwrap_or_default();
                (key_name(quoted), shift(&member.value))
            })
            .collect();
    }
    let elements = serde_json::from_str::<Vec<&RawValue>>(value).unwrap_or_default();
    let numbered = elements.iter().enumerate();
    numbered
        .map(|(i, item)| (Cow::Owned(i.to_string()), shift(&place(value, item.get()))))
        .collect()
}

/// Where `part`, a slice of `base`, stands in it.
fn place(base: &str, part: &str) -> Range<usize> {
    let start = (part.as_ptr() as usize).saturating_sub(base.as_ptr() as usize);
    start..start + part.len()
}

struct Collect<'r> {
    base: &'r str,
}

impl<'r> Visitor<'r> for Collect<'r> {
    type Value = Vec<Member>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'r>>(self, mut map: A) -> Result<Vec<Member>, A::Error> {
        let mut list = Vec::new();
        while let Some((key, value)) = map.next_entry::<&RawValue, &RawValue>()? {
            list.push(Member {
                key: place(self.base, key.get()),
                value: place(self.base, value.get()),
            });
        }
        Ok(list)
    }
}

#[cfg(test)]
mod tests {
    use super::{find_path, key_name, members, path_to};

    #[test]
    fn members_keep_their_digits_doubles_and_escapes() {
        let raw = " { \"a\" : 1.50 , \"\\u0061\":[1, 2],\"a\":{\"b\" : \"\\\"\"} } ";
        let found: Vec<_> = members(raw)
            .unwrap()
            .into_iter()
            .map(|m| (key_name(&raw[m.key]).into_owned(), &raw[m.value]))
            .collect();
        let expected = [("a", "1.50"), ("a", "[1, 2]"), ("a", "{\"b\" : \"\\\"\"}")];
        assert_eq!(found, expected.map(|(key, value)| (key.to_owned(), value)));
        assert!(members("[1]").is_err());
        assert!(members("{} {}").is_err());
    }

    #[test]
    fn a_nested_place_has_a_name_that_leads_back() {
        let raw = r#"{"m":{"a.b":[{"c":"x"},{"c":"here"}],"c":"no"}}"#;
        let value = 5..raw.len() - 1;
        let slot = raw.find("\"here\"").unwrap();
        let slot = slot..slot + 6;
        let inner = slot.start - value.start..slot.end - value.start;
        let path = path_to("m", &raw[value], &inner);
        assert_eq!(path, "m.a.b.1.c");
        assert_eq!(find_path(raw, &path), [slot]);
        assert!(find_path(raw, "m.a").is_empty());
    }
}
