//! Disqus: `Name * 3 years ago`, `Name > Other * 3 years ago`.

use super::{Claim, Platform, Strength};
use crate::detect::comments::collect::Parts;
use crate::detect::comments::traits::Traits;

pub(super) struct Disqus;

impl Platform for Disqus {
    fn name(&self) -> &'static str {
        "disqus"
    }

    fn marks(&self) -> &'static [&'static str] {
        &[
            "share \u{203a}",
            "\u{2212} +",
            "\u{2022} reply \u{2022} share \u{203a}",
            "\u{2022} share \u{203a}",
        ]
    }

    fn claim(&self, parts: &Parts, page: &Traits) -> Option<Claim> {
        let relative = parts.date.is_some_and(|date| date.relative);
        // Where an extractor broke the line, the bullet stands on its own.
        let set = parts.dotted || page.on(self.name()) && !parts.verb && !page.wpdiscuz;
        (parts.name.is_some() && relative && set)
            .then(|| Claim::before(if parts.reply { Strength::Strong } else { Strength::Medium }))
    }
}
