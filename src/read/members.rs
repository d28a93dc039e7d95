//! Where the members of a JSON object stand in its text.
//!
//! The object is validated as a whole but nothing is built of it, so that
//! fields which nobody asks for cost no memory and can be copied as they are.

use std::borrow::Cow;
use std::ops::Range;

use serde::de::{Deserializer, Error as _, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::page::Member;

/// The members of the object that `json` holds, in order, keys that stand twice included.
///
/// # Errors
/// When `json` is not one valid object. Lone surrogates in escapes are valid here,
/// nesting may be of any depth.
pub(super) fn scan(json: &str) -> Result<Vec<Member>, serde_json::Error> {
    let mut deserializer = serde_json::Deserializer::from_str(json);
    let members = deserializer.deserialize_map(MembersOf(json))?;
    deserializer.end()?;
    Ok(members)
}

struct MembersOf<'a>(&'a str);

impl MembersOf<'_> {
    fn range(&self, part: &RawValue) -> Option<Range<usize>> {
        // Both borrow from one text, so the difference of addresses is the offset.
        let start = (part.get().as_ptr() as usize).checked_sub(self.0.as_ptr() as usize)?;
        let range = start..start + part.get().len();
        self.0.get(range.clone()).map(|_| range)
    }
}

impl<'de> Visitor<'de> for MembersOf<'de> {
    type Value = Vec<Member>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members = Vec::new();
        while let Some((key, value)) = map.next_entry::<&'de RawValue, &'de RawValue>()? {
            let located = self.range(key).zip(self.range(value));
            let (key, value) =
                located.ok_or_else(|| A::Error::custom("a member outside its object"))?;
            members.push(Member { key, value });
        }
        Ok(members)
    }
}

/// A member found by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// Index of the top-level member it is, or is in.
    pub(super) member: usize,
    /// The value as it is written.
    pub(super) value: Range<usize>,
}

/// Looks members up by name; nested objects are scanned when first asked for, once.
pub(super) struct Lookup<'a> {
    raw: &'a str,
    /// Objects scanned so far, by their start; the first is the record.
    scopes: Vec<(usize, Vec<Member>)>,
    ignore_case: bool,
}

impl<'a> Lookup<'a> {
    /// `members` as [`scan`] gives them for `raw`.
    pub(super) fn new(raw: &'a str, members: Vec<Member>) -> Self {
        Self { raw, scopes: vec![(0, members)], ignore_case: false }
    }

    /// From now on a name is found in capitals, too.
    pub(super) const fn ignore_case(&mut self) {
        self.ignore_case = true;
    }

    /// The record's members.
    pub(super) fn into_members(self) -> Vec<Member> {
        self.scopes.into_iter().next().map(|(_, members)| members).unwrap_or_default()
    }

    /// The record's keys as they are written, without quotes.
    pub(super) fn keys(&self) -> impl Iterator<Item = &'a str> {
        let members =
            self.scopes.first().map(|(_, members)| members.as_slice()).unwrap_or_default();
        let raw = self.raw;
        members.iter().map(move |member| unquoted(raw, &member.key))
    }

    /// The member at a dotted path. At each level a key that holds the dots itself is
    /// preferred; of a doubled key the last one counts.
    pub(super) fn find(&mut self, path: &str) -> Option<Found> {
        self.find_in(0, path)
    }

    fn find_in(&mut self, scope: usize, path: &str) -> Option<Found> {
        if let Some(found) = self.child(scope, path) {
            return Some(found);
        }
        for (dot, _) in path.rmatch_indices('.') {
            let (Some(head), Some(tail)) = (path.get(..dot), path.get(dot + 1..)) else { continue };
            let Some(outer) = self.child(scope, head) else { continue };
            let Some(inner) = self.scope_of(&outer.value) else { continue };
            if let Some(found) = self.find_in(inner, tail) {
                return Some(Found { member: outer.member, ..found });
            }
        }
        None
    }

    fn child(&self, scope: usize, key: &str) -> Option<Found> {
        let (_, members) = self.scopes.get(scope)?;
        let is_it = |member: &Member| {
            let written = unquoted(self.raw, &member.key);
            is_key(written, key) || (self.ignore_case && written.eq_ignore_ascii_case(key))
        };
        let member = members.iter().rposition(is_it)?;
        members.get(member).map(|found| Found { member, value: found.value.clone() })
    }

    /// Index of the scope of the object at `value`; none when that is no object.
    fn scope_of(&mut self, value: &Range<usize>) -> Option<usize> {
        // The record itself starts at the same place as no value in it.
        if let Some(known) = self.scopes.iter().skip(1).position(|(start, _)| *start == value.start)
        {
            return Some(known + 1);
        }
        let object = self.raw.get(value.clone()).filter(|value| value.starts_with('{'))?;
        let mut members = scan(object).ok()?;
        for member in &mut members {
            for range in [&mut member.key, &mut member.value] {
                *range = range.start + value.start..range.end + value.start;
            }
        }
        self.scopes.push((value.start, members));
        Some(self.scopes.len() - 1)
    }
}

fn unquoted<'a>(raw: &'a str, key: &Range<usize>) -> &'a str {
    raw.get(key.start + 1..key.end.saturating_sub(1)).unwrap_or_default()
}

/// Whether a key as it is written is this name.
fn is_key(written: &str, name: &str) -> bool {
    if !written.contains('\\') {
        return written == name;
    }
    super::mend::unescape(written).0 == Cow::Borrowed(name)
}

#[cfg(test)]
mod tests {
    use super::{Lookup, scan};

    fn find<'a>(raw: &'a str, path: &str) -> Option<(usize, &'a str)> {
        let found = Lookup::new(raw, scan(raw).unwrap()).find(path)?;
        Some((found.member, &raw[found.value]))
    }

    #[test]
    fn members_are_located_in_order() {
        let raw = " {\"b\" : [1, {\"x\": 2}], \"a\":\"\\ud83d\", \"b\":null} ";
        let members = scan(raw).unwrap();
        let parts: Vec<_> =
            members.iter().map(|m| (&raw[m.key.clone()], &raw[m.value.clone()])).collect();
        assert_eq!(
            parts,
            [("\"b\"", "[1, {\"x\": 2}]"), ("\"a\"", "\"\\ud83d\""), ("\"b\"", "null")]
        );
        assert_eq!(find(raw, "b"), Some((2, "null")), "the last one counts");
    }

    #[test]
    fn keys_are_compared_unescaped() {
        assert_eq!(find(r#"{"te\u0078t": 1, "a\"b": 2}"#, "text"), Some((0, "1")));
        assert_eq!(find(r#"{"te\u0078t": 1, "a\"b": 2}"#, "a\"b"), Some((1, "2")));
    }

    #[test]
    fn dotted_paths_prefer_keys_with_dots() {
        let raw = r#"{"m": {"u": 1, "u": 2, "n": {"x.y": 3}}, "m.v": 4, "m.n": {"z": 5}}"#;
        assert_eq!(find(raw, "m.u"), Some((0, "2")));
        assert_eq!(find(raw, "m.v"), Some((1, "4")));
        assert_eq!(find(raw, "m.n.z"), Some((2, "5")));
        assert_eq!(find(raw, "m.n.x.y"), Some((0, "3")));
        for missing in ["m.w", "m.u.x", "x", "", ".", "m."] {
            assert_eq!(find(raw, missing), None, "{missing:?}");
        }
    }

    #[test]
    fn case_may_be_ignored() {
        let raw = r#"{"Text": "a", "M": {"URL": 1}}"#;
        let mut lookup = Lookup::new(raw, scan(raw).unwrap());
        assert_eq!(lookup.find("text"), None);
        lookup.ignore_case();
        assert_eq!(lookup.find("text").map(|found| found.member), Some(0));
        assert_eq!(lookup.find("m.url").map(|found| found.member), Some(1));
    }

    #[test]
    fn only_one_valid_object_is_scanned() {
        for broken in
            ["", "[]", "1", "{\"a\":1", "{\"a\":1} {}", "{\"a\":tru}", "{\"a\":\"\t\"}", "{'a':1}"]
        {
            assert!(scan(broken).is_err(), "{broken:?}");
        }
    }

    #[test]
    fn deep_nesting_is_no_danger() {
        let deep = format!("{{\"a\": {}{}}}", "[".repeat(100_000), "]".repeat(100_000));
        assert_eq!(scan(&deep).unwrap().len(), 1);
        let objects = format!("{}1{}", "{\"a\":".repeat(100_000), "}".repeat(100_000));
        assert_eq!(find(&objects, "a.a.a.b"), None);
    }
}
