//! What a run set aside, by cause: the list of errors that the quarantine holds.

use std::collections::BTreeMap;
use std::io::{self, BufRead};

use serde::{Deserialize, Serialize};

use super::view::clip;

/// Causes that are told apart; all others are counted together.
const MOST_CAUSES: usize = 50;
/// Examples of each cause.
const EXAMPLES: usize = 3;

/// Records that were set aside.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Quarantined {
    /// All of them.
    pub records: u64,
    /// By cause, the most frequent first.
    pub causes: Vec<Cause>,
}

/// Records with one thing wrong with them.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Cause {
    /// What is wrong, without the particulars.
    pub name: String,
    /// How many.
    pub records: u64,
    /// The first of them, in full.
    pub examples: Vec<String>,
}

/// A line of the list.
#[derive(Deserialize)]
struct Entry {
    input: String,
    record: u64,
    offset: u64,
    reason: String,
}

impl Quarantined {
    /// Reads the list of errors.
    ///
    /// # Errors
    /// When it cannot be read or a line is none of it.
    pub fn read(list: impl BufRead) -> io::Result<Self> {
        let mut causes: BTreeMap<String, Cause> = BTreeMap::new();
        let mut records = 0;
        for line in list.lines() {
            let line = line?;
            if line.trim().is_empty() {
                continue;
            }
            let entry: Entry = serde_json::from_str(&line)?;
            records += 1;
            let mut name = class(&entry.reason);
            if causes.len() >= MOST_CAUSES && !causes.contains_key(&name) {
                "others".clone_into(&mut name);
            }
            let cause = causes.entry(name.clone()).or_default();
            cause.name = name;
            cause.records += 1;
            if cause.examples.len() < EXAMPLES {
                let Entry { input, record, offset, reason } = entry;
                cause
                    .examples
                    .push(clip(&format!("{input}: record {record}, byte {offset}: {reason}"), 300));
            }
        }
        let mut causes: Vec<Cause> = causes.into_values().collect();
        causes.sort_by_key(|cause| std::cmp::Reverse(cause.records));
        Ok(Self { records, causes })
    }
}

/// The reason without the particulars of the record: up to the first colon or bracket, numbers left out.
fn class(reason: &str) -> String {
    let head = reason.split([':', '(', ';']).next().unwrap_or(reason).trim();
    let words = head
        .split(' ')
        .map(|word| if word.bytes().any(|byte| byte.is_ascii_digit()) { "N" } else { word });
    clip(&words.collect::<Vec<_>>().join(" "), 100)
}

#[cfg(test)]
mod tests {
    use super::{Quarantined, class};

    #[test]
    fn causes_are_counted_without_particulars() {
        let line = |n: u32, reason: &str| {
            format!(
                "{{\"input\":\"a\",\"record\":{n},\"offset\":9,\"reason\":\"{reason}\",\"file\":\"a.bad\",\"start\":0,\"length\":1}}\n"
            )
        };
        let list = [
            line(1, "not JSON: EOF at 3"),
            line(2, "no text field (saw x)"),
            line(3, "not JSON: EOF at 4"),
        ];
        let found = Quarantined::read(list.concat().as_bytes()).unwrap();
        let told: Vec<_> =
            found.causes.iter().map(|cause| (cause.name.as_str(), cause.records)).collect();
        assert_eq!((found.records, told), (3, vec![("not JSON", 2), ("no text field", 1)]));
        assert_eq!(found.causes[1].examples, ["a: record 2, byte 9: no text field (saw x)"]);
        assert_eq!(
            class("the record is longer than 17 bytes"),
            "the record is longer than N bytes"
        );
        assert!(Quarantined::read(&b"no list\n"[..]).is_err());
    }
}
