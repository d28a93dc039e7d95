//! What a user would rather risk: chrome in the article, or a lost line of it.
//!
//! Separate from the labelling, because settings, records and the command line
//! name modes too.

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Which mistakes are avoided when a line may be article or not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Both alike: the best F1.
    #[default]
    Balanced,
    /// Less chrome in the article, at the price of lost lines.
    Precision,
    /// Fewer lost lines, at the price of chrome in the article.
    Recall,
}

impl Mode {
    /// Every mode.
    pub const ALL: [Self; 3] = [Self::Balanced, Self::Precision, Self::Recall];

    /// The name in settings and records.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Balanced => "balanced",
            Self::Precision => "precision",
            Self::Recall => "recall",
        }
    }

    /// What is added to the article's score of every line. Measured on whole pages: see
    /// `docs/model.md` for what each gains and costs.
    pub(super) const fn article(self) -> f32 {
        match self {
            Self::Balanced => 0.0,
            Self::Precision => PRECISION,
            Self::Recall => RECALL,
        }
    }
}

const PRECISION: f32 = -1.5;
const RECALL: f32 = 1.0;

impl fmt::Display for Mode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A name that is no mode.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("unknown mode {0:?}, wanted balanced, precision or recall")]
pub struct UnknownMode(String);

impl FromStr for Mode {
    type Err = UnknownMode;

    fn from_str(name: &str) -> Result<Self, UnknownMode> {
        Self::ALL
            .into_iter()
            .find(|mode| mode.name() == name)
            .ok_or_else(|| UnknownMode(name.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::Mode;

    #[test]
    fn names_round_trip() {
        for mode in Mode::ALL {
            assert_eq!(mode.name().parse(), Ok(mode));
            assert_eq!(serde_json::to_value(mode).unwrap(), mode.name());
        }
        let error = "careful".parse::<Mode>().unwrap_err().to_string();
        assert_eq!(error, "unknown mode \"careful\", wanted balanced, precision or recall");
    }
}
