//! Slashdot: `Subject (Score:2, Funny)` and `by name ( 12345 ) writes: on Friday ...`.

use super::{Claim, Platform, Strength};
use crate::detect::comments::collect::Parts;
use crate::detect::comments::traits::Traits;

pub(super) struct Slashdot;

impl Platform for Slashdot {
    fn name(&self) -> &'static str {
        "slashdot"
    }

    fn claim(&self, parts: &Parts, _page: &Traits) -> Option<Claim> {
        let signed = parts.numbered && parts.name.is_some();
        signed.then(|| Claim::before(Strength::Strong))
    }
}
