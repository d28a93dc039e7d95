//! Blogger: name and date glued on one line, `ReplyDelete` below.

use super::{Claim, Platform, Strength};
use crate::detect::comments::collect::Parts;
use crate::detect::comments::traits::Traits;

pub(super) struct Blogger;

impl Platform for Blogger {
    fn name(&self) -> &'static str {
        "blogger"
    }

    fn claim(&self, parts: &Parts, page: &Traits) -> Option<Claim> {
        let whole = parts.name.is_some() && parts.date.is_some() && page.blogger;
        whole.then(|| Claim::before(Strength::Strong))
    }
}
