//! GitHub: `name commented May 3, 2020`.

use super::{Claim, Platform, Strength};
use crate::detect::comments::heads::{Parts, Traits};

pub(super) struct GitHub;

impl Platform for GitHub {
    fn name(&self) -> &'static str {
        "github"
    }

    fn claim(&self, parts: &Parts, _page: &Traits) -> Option<Claim> {
        let said = parts.verb && parts.one_line && !parts.sure && parts.date.is_some();
        said.then(|| Claim::before(Strength::Strong))
    }
}
