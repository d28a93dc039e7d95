//! The pages that a report holds, as far as there is room for them.

use std::collections::BTreeMap;

use serde_json::value::RawValue;

use super::facts::Doubt;
use super::view::PageView;
use crate::report::html::escape;

/// Bytes of JSON that all pages take together; with the rest the report stays below 5 MB.
const PAGE_BYTES: usize = 3_500_000;

/// The pages that are shown.
#[derive(Default)]
pub struct Shown {
    /// The pages as JSON.
    pub views: Vec<Box<RawValue>>,
    /// Indexes into `views`: the sample.
    pub sample: Vec<usize>,
    /// The pages worth checking.
    pub doubtful: Vec<(usize, Vec<Doubt>, u64)>,
    /// Pages that did not fit.
    pub left_out: usize,
    /// Bytes so far.
    bytes: usize,
    /// Indexes by the number of the record.
    known: BTreeMap<u64, usize>,
}

impl Shown {
    /// The index of a page, which is put in when there is room for it.
    pub fn put(&mut self, view: &PageView) -> Result<Option<usize>, serde_json::Error> {
        if let Some(at) = self.known.get(&view.record) {
            return Ok(Some(*at));
        }
        let json = escape(&serde_json::to_string(view)?);
        if self.bytes + json.len() > PAGE_BYTES {
            self.left_out += 1;
            return Ok(None);
        }
        self.bytes += json.len();
        let at = self.views.len();
        self.known.insert(view.record, at);
        self.views.push(RawValue::from_string(json)?);
        Ok(Some(at))
    }
}
