//! Substack: name, then the age in one letter, `3d`.

use super::{Claim, Platform, Strength};
use crate::detect::comments::collect::Parts;
use crate::detect::comments::traits::Traits;

pub(super) struct Substack;

impl Platform for Substack {
    fn name(&self) -> &'static str {
        "substack"
    }

    fn claim(&self, parts: &Parts, page: &Traits) -> Option<Claim> {
        let short = parts.date.is_some_and(|date| date.relative && date.span.len() <= 4);
        (parts.name.is_some() && short && page.header).then(|| Claim::before(Strength::Medium))
    }
}
