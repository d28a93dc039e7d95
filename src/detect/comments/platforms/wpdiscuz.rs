//! wpDiscuz: name, role, `3 years ago` and `Reply to  Name` on lines of their own; names may be missing.

use super::{Claim, Platform, Strength};
use crate::detect::comments::collect::Parts;
use crate::detect::comments::traits::Traits;

pub(super) struct WpDiscuz;

impl Platform for WpDiscuz {
    fn name(&self) -> &'static str {
        "wpdiscuz"
    }

    fn claim(&self, parts: &Parts, page: &Traits) -> Option<Claim> {
        if parts.verb || !page.wpdiscuz && !parts.reply {
            return None;
        }
        match (parts.name, parts.date) {
            (Some(_), Some(_)) => Some(Claim::before(Strength::Strong)),
            (None, Some(_)) if parts.reply => Some(Claim::before(Strength::Strong)),
            (Some(_), None) if parts.reply => Some(Claim::before(Strength::Strong)),
            // Above the bar stand the article and its teasers.
            (Some(_), None) if parts.framed && parts.first > page.bar => {
                Some(Claim::before(Strength::Medium))
            }
            (None, Some(_)) if page.wpdiscuz => Some(Claim::before(Strength::Medium)),
            _ => None,
        }
    }
}
