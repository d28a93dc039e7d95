//! Colours of the terminal, one for each part of the output.

use std::env;
use std::io::{self, IsTerminal as _};

use crate::config::ColorChoice;
use crate::label::Part;

/// Whether standard output is coloured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    /// With escape sequences.
    On,
    /// Plain text.
    Off,
}

impl Colour {
    /// What the choice means here and now.
    pub fn of(choice: ColorChoice) -> Self {
        // NO_COLOR counts when it is set to anything but nothing: no-color.org.
        let unwanted = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let on = match choice {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => io::stdout().is_terminal() && !unwanted,
        };
        if on { Self::On } else { Self::Off }
    }

    /// What to write before and after text that is beside the point.
    pub const fn faint(self) -> (&'static str, &'static str) {
        match self {
            Self::Off => ("", ""),
            Self::On => ("\u{1b}[2m", "\u{1b}[0m"),
        }
    }

    /// What to write before and after text of a part.
    pub const fn around(self, part: Part) -> (&'static str, &'static str) {
        match (self, part) {
            (Self::Off, _) => ("", ""),
            (Self::On, Part::Article) => ("\u{1b}[32m", "\u{1b}[0m"),
            (Self::On, Part::Comment) => ("\u{1b}[36m", "\u{1b}[0m"),
            (Self::On, Part::Chrome) => ("\u{1b}[31m", "\u{1b}[0m"),
        }
    }
}
