//! Slashdot: `Subject (Score:2, Funny)` and `by name ( 12345 ) writes: on Friday ...`.

use super::{Claim, Platform, Strength};
use crate::detect::comments::collect::Parts;
use crate::detect::comments::traits::Traits;

/// Name in records.
pub(in crate::detect::comments) const NAME: &str = "slashdot";

pub(super) struct Slashdot;

impl Platform for Slashdot {
    fn name(&self) -> &'static str {
        NAME
    }

    fn claim(&self, parts: &Parts, _page: &Traits) -> Option<Claim> {
        // Extractors of the main content leave the subject and lose who wrote.
        let scored = parts.numbered && parts.bullet && parts.date.is_none();
        let signed = parts.numbered && parts.name.is_some();
        (signed || scored).then(|| Claim::before(Strength::Strong))
    }
}
