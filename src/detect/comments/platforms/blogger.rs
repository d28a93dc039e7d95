//! Blogger: name and date glued on one line, `ReplyDelete` below; of old, `Name said...` above and the date below the text.

use super::{Claim, Platform, Strength};
use crate::detect::comments::collect::Parts;
use crate::detect::comments::traits::Traits;

pub(super) struct Blogger;

impl Platform for Blogger {
    fn name(&self) -> &'static str {
        "blogger"
    }

    fn claim(&self, parts: &Parts, page: &Traits) -> Option<Claim> {
        let said = page.said && parts.verb && parts.sure && parts.name.is_some();
        let whole = parts.name.is_some() && parts.date.is_some() && page.blogger;
        (said || whole).then(|| Claim::before(Strength::Strong))
    }
}
