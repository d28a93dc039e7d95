//! Drupal: `Submitted by Name on May 3, 2020 - 16:05`.

use super::{Claim, Platform, Strength};
use crate::detect::comments::collect::Parts;
use crate::detect::comments::traits::Traits;

pub(super) struct Drupal;

impl Platform for Drupal {
    fn name(&self) -> &'static str {
        "drupal"
    }

    fn marks(&self) -> &'static [&'static str] {
        &[
            "log in or register to post comments",
            "log in to post comments",
            "login or register to post comments",
        ]
    }

    fn claim(&self, parts: &Parts, page: &Traits) -> Option<Claim> {
        let submitted = parts.submitted && parts.date.is_some();
        // Drupal prints the date first in later versions, or calls guests `not verified`.
        let guest = page.on(self.name())
            && parts.name.is_some()
            && parts.date.is_some_and(|date| date.time)
            && !parts.verb
            && (parts.role.is_some() || parts.reply || parts.framed);
        // Early versions print `May 3, 2009 - 16:05 \u{2014} Name` below the subject.
        let apart = page.on(self.name()) && parts.apart;
        (submitted || guest || apart).then(|| Claim::before(Strength::Medium))
    }
}
