//! Evidence on lines. A detector testifies; only the decoder assigns labels.

pub mod comments;
pub mod dates;

use crate::label::Label;

/// What one detector says of one line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Testimony {
    /// Index of the line.
    pub line: u32,
    /// The label it speaks for.
    pub label: Label,
    /// How sure it is, 0 to 1.
    pub score: f32,
    /// Name of the detector.
    pub detector: &'static str,
}
