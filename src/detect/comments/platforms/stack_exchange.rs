//! Stack Exchange: short comments signed with a dash, `- Name` and a date, below the text.

use super::{Board, Claim, Platform, Strength};
use crate::detect::comments::collect::Parts;
use crate::detect::comments::traits::Traits;

pub(super) struct StackExchange;

impl Platform for StackExchange {
    fn name(&self) -> &'static str {
        "stack-exchange"
    }

    fn board(&self) -> Option<Board> {
        Some(Board::Answers)
    }

    fn claim(&self, parts: &Parts, page: &Traits) -> Option<Claim> {
        let signed = parts.dash
            && !parts.verb
            && parts.name.is_some()
            && parts.date.is_some()
            && !page.wpdiscuz;
        signed.then(|| Claim::after(Strength::Medium))
    }
}
