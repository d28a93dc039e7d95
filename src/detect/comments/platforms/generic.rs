//! Any page that prints a name and a date with each comment, in either order.

use super::{Claim, Platform, Strength};
use crate::detect::comments::collect::Parts;
use crate::detect::comments::traits::Traits;

pub(super) struct Generic;

impl Platform for Generic {
    fn name(&self) -> &'static str {
        "generic"
    }

    fn claim(&self, parts: &Parts, page: &Traits) -> Option<Claim> {
        // Where dates stand below the text, they are no heads.
        let date = parts.date.filter(|_| !page.said && !page.signed)?;
        match parts.name {
            // The posts of a list are dated the same way.
            Some(_) if parts.apart && !page.header => None,
            Some(_) if parts.posted => Some(Claim::before(Strength::Strong)),
            // A signature: `(Vera, May 3, 2020 10:12)`.
            Some(_) if parts.bracketed && date.time => Some(Claim::after(Strength::Medium)),
            Some(_) if parts.by || date.partial => Some(Claim::before(Strength::Weak)),
            Some(_) if date.time || date.relative => Some(Claim::before(Strength::Medium)),
            Some(_) => Some(Claim::before(Strength::Weak)),
            // A date alone is a head only in a thread that its header opens.
            None => (page.header && !date.partial).then(|| Claim::before(Strength::Weak)),
        }
    }
}
