//! Restore from damaged records and audit rows: the original or an error, never something else.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use serde_json::value::RawValue;

use presswash::read::{BlockReader, FieldNames, Input, ReadSettings, parse};
use presswash::write::restore;

use super::dice::{Dice, damage};
use super::pages::written;
use super::{cleaner, drive};

const RECORDS: &str = "{\"id\": \"a\", \"comments\": 3, \"text\": \"Home | World\\n\\nThe old bridge over the Arn will close on Monday for at least a year, the town said.\\n\\n2 Comments\\nAnna K.\\nMay 20, 2021 7:12 am\\nA whole year! I walk over that bridge to work every morning.\\nReply\\nJens\\nMay 20, 2021 9:40 am\\nReply to Anna K.\\nThe ferry will start at six from June on.\\nReply\\n\\u00a9 2021 The Courier\", \"x\": 1e400}\n\
    {\"doc\": {\"body\": 1}, \"content\": \"\u{6e2f}\u{53e3} Rain again, said the mayor, who had hoped for sun.\\n\\nShare on Facebook\", \"presswash\": {}}\n";

struct Sample {
    records: Vec<u8>,
    audit: Vec<u8>,
    restored: Vec<u8>,
}

fn put_back(records: &[u8], audit: &[u8]) -> Option<Vec<u8>> {
    let mut back = Vec::new();
    let count = restore(records, audit, |line| {
        back.extend_from_slice(line);
        Ok(())
    });
    count.is_ok().then_some(back)
}

fn sample() -> &'static Sample {
    static SAMPLE: OnceLock<Sample> = OnceLock::new();
    SAMPLE.get_or_init(|| {
        let (input, settings) = (Arc::new(Input::stdin()), ReadSettings::default());
        let fields = FieldNames::default();
        let (mut records, mut audit) = (Vec::new(), Vec::new());
        for block in BlockReader::from_bytes(input, RECORDS.into(), &settings).unwrap() {
            for page in parse(&block.unwrap(), &fields) {
                let (record, row) = written(cleaner(), &page.unwrap());
                records.extend(record);
                audit.extend(row);
            }
        }
        let restored = put_back(&records, &audit).unwrap();
        Sample { records, audit, restored }
    })
}

/// The texts of records, which the hash in the audit vouches for; one of them is in another field.
fn texts(records: &[u8]) -> Vec<String> {
    let lines = records.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    let members = |line| serde_json::from_slice::<BTreeMap<String, Box<RawValue>>>(line).unwrap();
    let text = |(key, value): (String, Box<RawValue>)| {
        let named = key == "text" || key == "content";
        named.then(|| serde_json::from_str(value.get()).ok()).flatten()
    };
    lines.flat_map(members).filter_map(text).collect()
}

fn harness(bytes: &[u8]) {
    let mut dice = Dice::new(bytes);
    let sample = sample();
    let (mut records, mut audit) = (sample.records.clone(), sample.audit.clone());
    let (hit_records, hit_audit) = *dice.of(&[(true, false), (false, true), (true, true)]);
    if hit_records {
        damage(&mut dice, &mut records);
    }
    if hit_audit {
        damage(&mut dice, &mut audit);
    }
    let Some(back) = put_back(&records, &audit) else { return };
    let (known, back) = (texts(&sample.restored), texts(&back));
    // Damage may double or drop whole records with their rows, or name another field.
    for text in back {
        assert!(known.contains(&text), "{text}");
    }
}

#[test]
fn restoring() {
    drive("restoring", harness);
}
