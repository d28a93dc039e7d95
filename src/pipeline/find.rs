//! One page of an input, by its number or its identifier: for looking at it alone.

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

/// Which page of an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted<'i> {
    /// The record of this number, from 1, malformed ones counted.
    Record(u64),
    /// The first page with this identifier.
    Id(&'i str),
}

impl Wanted<'_> {
    fn is(self, page: &Page) -> bool {
        match self {
            Self::Record(number) => page.origin.record == number,
            Self::Id(id) => page.id == id,
        }
    }

    /// Whether it is the record of this number; pages by identifier have none before they are read.
    fn is_record(self, record: u64) -> bool {
        self == Self::Record(record)
    }

    /// Whether the page may still come after this record.
    const fn is_after(self, record: u64) -> bool {
        match self {
            Self::Record(number) => record < number,
            Self::Id(_) => true,
        }
    }
}

/// The page that is wanted; none when the input ends before it.
///
/// # Errors
/// When the input cannot be read that far, or the record is malformed.
pub fn find_page(
    input: Input,
    wanted: Wanted<'_>,
    settings: &ReadSettings,
    fields: &FieldNames,
) -> Result<Option<Page>, FindError> {
    for block in BlockReader::open(Arc::new(input), settings, &Arc::default())? {
        let block = match block {
            Ok(block) => block,
            Err(error) if is_earlier(&error, wanted) => continue,
            Err(error) => return Err(error.into()),
        };
        for page in parse(&block, fields) {
            match page {
                Ok(page) if wanted.is(&page) => return Ok(Some(page)),
                Err(malformed) if wanted.is_record(malformed.origin.record) => {
                    return Err(malformed.into());
                }
                Ok(_) | Err(_) => {}
            }
        }
    }
    Ok(None)
}

/// Whether the error is about a record before the one that is looked for, and reading goes on.
fn is_earlier(error: &ReadError, wanted: Wanted<'_>) -> bool {
    !error.is_last() && error.origin().is_some_and(|origin| wanted.is_after(origin.record))
}
