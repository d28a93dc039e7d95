//! From named inputs to pages, through the public interface: `records` looks at
//! what a record becomes, `stream` at files, blocks and failures, `tables` at archives and tables, `changes` at files that do not hold still.

mod changes;
mod records;
mod stream;
mod tables;

use std::sync::Arc;

use presswash::page::Page;
use presswash::read::{
    Block, BlockReader, FieldNames, Input, Malformed, ReadError, ReadSettings, parse,
};

/// Everything that comes out of one input.
#[derive(Debug, Default)]
struct Outcome {
    blocks: Vec<Block>,
    pages: Vec<Page>,
    malformed: Vec<Malformed>,
    errors: Vec<ReadError>,
}

fn drain(reader: BlockReader, fields: &FieldNames) -> Outcome {
    let mut outcome = Outcome::default();
    for item in reader {
        let block = match item {
            Ok(block) => block,
            Err(error) => {
                outcome.errors.push(error);
                continue;
            }
        };
        for result in parse(&block, fields) {
            match result {
                Ok(page) => outcome.pages.push(page),
                Err(malformed) => outcome.malformed.push(malformed),
            }
        }
        outcome.blocks.push(block);
    }
    outcome
}

/// What bytes on the standard input give.
fn read_with(bytes: impl Into<Vec<u8>>, settings: &ReadSettings, fields: &FieldNames) -> Outcome {
    let input = Arc::new(Input::stdin());
    drain(BlockReader::from_bytes(input, bytes.into(), settings).unwrap(), fields)
}

fn read(bytes: impl Into<Vec<u8>>) -> Outcome {
    read_with(bytes, &ReadSettings::default(), &FieldNames::default())
}

/// The only page of an input that has nothing else.
fn page(bytes: impl Into<Vec<u8>>) -> Page {
    let mut outcome = read(bytes);
    assert!(outcome.malformed.is_empty() && outcome.errors.is_empty(), "{outcome:?}");
    assert_eq!(outcome.pages.len(), 1);
    outcome.pages.remove(0)
}

/// What every page keeps: the record is a JSON object on one line, its members partition
/// it in order, and the slot holds the text.
fn check_envelope(page: &Page) {
    let envelope = &page.envelope;
    let raw = &envelope.raw;
    assert!(!raw.contains(['\n', '\r']), "{raw:?}");
    let mut at = 0;
    for member in &envelope.members {
        assert!(at < member.key.start && member.key.end < member.value.start);
        assert!(raw[member.key.clone()].starts_with('"') && raw[member.key.clone()].ends_with('"'));
        serde_json::from_str::<serde::de::IgnoredAny>(&raw[member.value.clone()]).unwrap();
        at = member.value.end;
    }
    let slot = envelope.text.as_ref().unwrap();
    let outer = &envelope.members[slot.member].value;
    assert!(outer.start <= slot.value.start && slot.value.end <= outer.end);
    if let Ok(text) = serde_json::from_str::<String>(&raw[slot.value.clone()]) {
        assert_eq!(text, page.text);
    } else {
        assert!(page.repairs.replaced > 0);
    }
}
