//! Coral, the Washington Post's and others': name, age, then `Respect`, `Reply`, `Share`, `Report` below the text.

use super::marked::{Heads, Marked};

pub(super) const CORAL: Marked = Marked {
    name: "coral",
    marks: &["respect", "respected", "ignore user"],
    heads: Heads::Dated,
    board: None,
};
