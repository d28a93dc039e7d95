//! Die Zeit: name, `#12 - 3. Mai 2019, 10:11 Uhr` above the text.

use super::marked::{Heads, Marked};

pub(super) const ZEIT: Marked = Marked {
    name: "zeit",
    marks: &[
        "reaktionen auf diesen kommentar anzeigen",
        "leserempfehlung",
        "redaktionsempfehlung",
        "leserempfehlungen",
        "bitte melden sie sich an, um zu kommentieren",
    ],
    heads: Heads::Dated,
    board: None,
};
