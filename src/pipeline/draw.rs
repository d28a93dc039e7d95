//! A sample of the pages of inputs, drawn by the hashes of their identifiers.
//!
//! Which pages are drawn depends on no order and no number of inputs, so that a
//! sample of a growing dump keeps what was drawn of it before, as far as there is room.

use std::sync::Arc;

use xxhash_rust::xxh3::xxh3_64;

use crate::page::Page;
use crate::read::{BlockReader, FieldNames, Input, ReadError, ReadSettings, parse};
use crate::report::survey::Least;

/// Longer pages are not drawn, in bytes: nobody reads them line by line.
const LONGEST: usize = 200_000;

/// So many pages with the smallest hashes of identifiers, in the order of these. Pages without
/// visible text are passed over, and so are records that are no pages.
///
/// # Errors
/// When an input cannot be read.
pub fn draw(
    inputs: &[Input],
    pages: usize,
    settings: &ReadSettings,
    fields: &FieldNames,
) -> Result<Vec<Page>, ReadError> {
    let mut drawn = Least::new(pages);
    for (at, input) in inputs.iter().enumerate() {
        for block in BlockReader::open(Arc::new(input.clone()), settings, &Arc::default())? {
            let block = match block {
                Ok(block) => block,
                Err(error) if error.is_last() => return Err(error),
                Err(_) => continue,
            };
            for page in parse(&block, fields).flatten() {
                if page.text.len() > LONGEST || page.text.trim().is_empty() {
                    continue;
                }
                // Of pages with one identifier the first is as good as any.
                let key = (xxh3_64(page.id.as_bytes()), at, page.origin.record);
                if drawn.admits(&key) {
                    drawn.put(key, page);
                }
            }
        }
    }
    Ok(drawn.into_values().collect())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::draw;
    use crate::read::{FieldNames, Input, ReadSettings};

    #[test]
    fn a_smaller_sample_is_part_of_a_larger_one_in_any_order() {
        let folder = tempfile::tempdir().unwrap();
        let record = |n: &u32| format!("{{\"id\":\"p{n}\",\"text\":\"Page {n}\"}}\n");
        let names = |ids: Vec<u32>, pages| {
            let path = folder.path().join("in.jsonl");
            fs::write(&path, ids.iter().map(record).collect::<String>()).unwrap();
            let input = [Input::file(path, "in.jsonl")];
            let drawn = draw(&input, pages, &ReadSettings::default(), &FieldNames::default());
            drawn.unwrap().into_iter().map(|page| page.id).collect::<Vec<_>>()
        };
        let ten = names((0..100).collect(), 10);
        assert_eq!(ten.len(), 10);
        assert_eq!(names((0..100).rev().collect(), 10), ten);
        assert_eq!(names((0..100).collect(), 4), ten[..4]);
        assert_eq!(names((0..3).collect(), 10).len(), 3);
    }
}
