//! Disqus: `Name * 3 years ago`, `Name > Other * 3 years ago`.

use super::{Claim, Platform, Strength};
use crate::detect::comments::collect::Parts;
use crate::detect::comments::traits::Traits;

pub(super) struct Disqus;

impl Platform for Disqus {
    fn name(&self) -> &'static str {
        "disqus"
    }

    fn claim(&self, parts: &Parts, _page: &Traits) -> Option<Claim> {
        let relative = parts.date.is_some_and(|date| date.relative);
        (parts.name.is_some() && relative && parts.dotted)
            .then(|| Claim::before(if parts.reply { Strength::Strong } else { Strength::Medium }))
    }
}
