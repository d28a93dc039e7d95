//! Typepad and Movable Type: `Posted by: Name | May 3, 2008 at 10:11 AM` below the text.

use super::{Claim, Platform, Strength};
use crate::detect::comments::collect::Parts;
use crate::detect::comments::traits::Traits;

pub(super) struct Typepad;

impl Platform for Typepad {
    fn name(&self) -> &'static str {
        "typepad"
    }

    fn claim(&self, parts: &Parts, page: &Traits) -> Option<Claim> {
        let signed =
            page.typepad && parts.by && (parts.one_line || parts.colon && parts.date.is_some());
        signed.then(|| Claim::after(Strength::Strong))
    }
}
