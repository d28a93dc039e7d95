//! The `WooCommerce` shop: reviews of goods, `Vera Lund (verified owner) \u{2013} May 3, 2020` above the text.

use super::{Claim, Platform, Strength};
use crate::detect::comments::collect::Parts;
use crate::detect::comments::traits::Traits;

pub(super) struct WooCommerce;

impl Platform for WooCommerce {
    fn name(&self) -> &'static str {
        "woocommerce"
    }

    fn claim(&self, parts: &Parts, page: &Traits) -> Option<Claim> {
        // The shop answers without that note.
        let signed = parts.one_line && parts.name.is_some() && !parts.by && !parts.verb;
        (page.owners && signed).then(|| Claim::before(Strength::Strong))
    }
}
