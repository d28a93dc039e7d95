//! Where it is known from what sites repeat.

use std::convert::Infallible;
use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

/// Where it is known from what sites repeat.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Sites {
    /// From the inputs themselves, which are read twice for it; from nowhere when one of them can be read only once.
    Auto,
    /// From nowhere.
    #[default]
    Off,
    /// From a profile that was made before.
    Profile(PathBuf),
}

impl FromStr for Sites {
    type Err = Infallible;

    fn from_str(name: &str) -> Result<Self, Infallible> {
        Ok(match name {
            "auto" => Self::Auto,
            "off" => Self::Off,
            path => Self::Profile(path.into()),
        })
    }
}

impl fmt::Display for Sites {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Auto => f.write_str("auto"),
            Self::Off => f.write_str("off"),
            Self::Profile(path) => path.display().fmt(f),
        }
    }
}
