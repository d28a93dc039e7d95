//! GitHub: `name commented May 3, 2020`.

use super::{Claim, Platform, Strength};
use crate::detect::comments::collect::Parts;
use crate::detect::comments::traits::Traits;

pub(super) struct GitHub;

impl Platform for GitHub {
    fn name(&self) -> &'static str {
        "github"
    }

    fn claim(&self, parts: &Parts, _page: &Traits) -> Option<Claim> {
        let said = parts.commented && parts.name.is_some() && parts.date.is_some();
        said.then(|| Claim::before(Strength::Strong))
    }
}
