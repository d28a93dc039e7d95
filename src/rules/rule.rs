//! One rule as every later stage sees it: judged, complete, plain data.

use std::fmt;

use serde::Deserialize;

use crate::label::Label;

/// How much a hit counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Strength {
    /// Raises the label's score; context decides.
    Hint,
    /// Decides, unless the page as a whole says otherwise.
    Sure,
}

impl fmt::Display for Strength {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Hint => "hint",
            Self::Sure => "sure",
        })
    }
}

/// Where in a line a phrase or pattern must stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Where {
    /// It is the whole line, signs at the ends aside.
    Line,
    /// A line of at most `max` characters starts with it.
    Start,
    /// A line of at most `max` characters ends with it.
    End,
    /// Anywhere in a line of at most `max` characters.
    Short,
    /// Anywhere in a line of any length.
    Any,
}

impl fmt::Display for Where {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Line => "line",
            Self::Start => "start",
            Self::End => "end",
            Self::Short => "short",
            Self::Any => "any",
        })
    }
}

/// A third of a page's lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Zone {
    /// The first third.
    Head,
    /// Between the two others.
    Body,
    /// The last third.
    Foot,
}

/// A set of zones: those that a rule is good for, or those that a line is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Zones(u8);

impl Zones {
    /// The whole page.
    pub const ALL: Self = Self(0b111);

    /// The zones of line `index` of `count`; the line of a page of one line is at both ends.
    #[must_use]
    pub const fn of_line(index: usize, count: usize) -> Self {
        let head = index * 3 < count;
        let foot = count.saturating_sub(index + 1) * 3 < count;
        match (head, foot) {
            (false, false) => Self(Self::bit(Zone::Body)),
            _ => Self(head as u8 * Self::bit(Zone::Head) + foot as u8 * Self::bit(Zone::Foot)),
        }
    }

    /// Whether the two have a zone in common.
    #[must_use]
    pub const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    const fn bit(zone: Zone) -> u8 {
        match zone {
            Zone::Head => 1,
            Zone::Body => 2,
            Zone::Foot => 4,
        }
    }
}

impl FromIterator<Zone> for Zones {
    fn from_iter<I: IntoIterator<Item = Zone>>(zones: I) -> Self {
        Self(zones.into_iter().fold(0, |bits, zone| bits | Self::bit(zone)))
    }
}

impl fmt::Display for Zones {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let named = [(Zone::Head, "head"), (Zone::Body, "body"), (Zone::Foot, "foot")];
        let names: Vec<_> = named
            .into_iter()
            .filter(|&(zone, _)| self.0 & Self::bit(zone) != 0)
            .map(|(_, name)| name)
            .collect();
        f.pad(&names.join(" "))
    }
}

/// Index of a rule in a compiled [`super::RuleSet`]: ids of one set are in the order of its rules' names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RuleId(pub u32);

/// One rule.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Name of the rule, unique over all sets: `leave-a-reply`.
    pub id: String,
    /// Name of the set it stands in: `wordpress`.
    pub set: String,
    /// What the set is about, one sentence.
    pub about: String,
    /// The label it speaks for.
    pub label: Label,
    /// Why such a line is what the label says.
    pub reason: String,
    /// Where in a line it looks.
    pub place: Where,
    /// Which parts of a page it looks at.
    pub zones: Zones,
    /// How much a hit counts.
    pub strength: Strength,
    /// ISO 639-1 codes, or `*`.
    pub langs: Vec<String>,
    /// The platform that a hit testifies to.
    pub platform: Option<String>,
    /// Literals as they are written in the file.
    pub phrases: Vec<String>,
    /// Regexes as they are written in the file.
    pub patterns: Vec<String>,
    /// Literals of which a line must hold one before a pattern is tried.
    pub needs: Vec<String>,
    /// Literals that make a line no hit, those of exceptions included.
    pub unless: Vec<String>,
    /// Longest line that is looked at, in characters of its body; `None` for any length.
    pub max: Option<u32>,
    /// The file it stands in.
    pub file: String,
    /// The line it starts at, from 1.
    pub file_line: usize,
}
