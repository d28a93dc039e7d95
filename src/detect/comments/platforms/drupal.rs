//! Drupal: `Submitted by Name on May 3, 2020 - 16:05`.

use super::{Claim, Platform, Strength};
use crate::detect::comments::collect::Parts;
use crate::detect::comments::traits::Traits;

pub(super) struct Drupal;

impl Platform for Drupal {
    fn name(&self) -> &'static str {
        "drupal"
    }

    fn claim(&self, parts: &Parts, _page: &Traits) -> Option<Claim> {
        let submitted = parts.submitted && parts.date.is_some();
        submitted.then(|| Claim::before(Strength::Medium))
    }
}
