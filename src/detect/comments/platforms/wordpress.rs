//! WordPress core: `Name says:` with a date below it, or `Name on May 3, 2020 at 4:05 pm`.

use super::{Claim, Platform, Strength};
use crate::detect::comments::collect::Parts;
use crate::detect::comments::traits::Traits;

pub(super) struct WordPress;

impl Platform for WordPress {
    fn name(&self) -> &'static str {
        "wordpress"
    }

    fn claim(&self, parts: &Parts, page: &Traits) -> Option<Claim> {
        // On a board, `Vera wrote:` opens a quotation.
        if page.typepad && parts.by || parts.date.is_none() && page.on_board() {
            return None;
        }
        if parts.verb {
            let sure = parts.date.is_some() || parts.sure && parts.bullet;
            let strength = match (sure, parts.sure || parts.bullet) {
                (true, _) => Strength::Strong,
                (false, true) => Strength::Medium,
                (false, false) => Strength::Weak,
            };
            return (parts.date.is_some() || parts.sure || parts.bullet)
                .then(|| Claim::before(strength));
        }
        None
    }
}
