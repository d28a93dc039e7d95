//! One page of an input, by its number: for looking at it alone.

use std::sync::Arc;

use crate::page::Page;
use crate::read::{BlockReader, FieldNames, Input, Malformed, ReadError, ReadSettings, parse};

/// Why a page could not be had.
#[derive(Debug, thiserror::Error)]
pub enum FindError {
    /// The input could not be read as far as the page.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The record is no page.
    #[error(transparent)]
    Malformed(#[from] Malformed),
}

/// The page of record `number` (from 1, malformed records counted); none when the input ends before it.
///
/// # Errors
/// When the input cannot be read that far, or the record is malformed.
pub fn find_page(
    input: Input,
    number: u64,
    settings: &ReadSettings,
    fields: &FieldNames,
) -> Result<Option<Page>, FindError> {
    for block in BlockReader::open(Arc::new(input), settings, &Arc::default())? {
        let block = match block {
            Ok(block) => block,
            Err(error) if is_earlier(&error, number) => continue,
            Err(error) => return Err(error.into()),
        };
        for page in parse(&block, fields) {
            match page {
                Ok(page) if page.origin.record == number => return Ok(Some(page)),
                Err(malformed) if malformed.origin.record == number => return Err(malformed.into()),
                Ok(_) | Err(_) => {}
            }
        }
    }
    Ok(None)
}

/// Whether the error is about a record before the one that is looked for, and reading goes on.
fn is_earlier(error: &ReadError, number: u64) -> bool {
    !error.is_last() && error.origin().is_some_and(|origin| origin.record < number)
}
