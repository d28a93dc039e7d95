//! The words of dates: what a word or phrase means in any of the languages.
//!
//! Apart from the grammar, so that a language is a row of `data/*.toml` and no
//! code. All languages share one table: a line does not say which it is in.

use std::sync::LazyLock;

use super::Unit;
use super::lexicon::Lexicon;

/// A part that a word can play in a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Month,
    /// A month of the solar calendar of Iran and Afghanistan.
    SolarMonth,
    /// A month that in lower case is an ordinary word.
    WeakLower,
    /// A month that in any case is an ordinary word.
    Weak,
    Weekday,
    Of,
    At,
    On,
    Ordinal,
    Before,
    After,
    Filler,
    Past,
    One,
    About,
    And,
    /// `yesterday`
    DayWord,
    Now,
    Am,
    Pm,
    Clock,
    Zone,
    YearMark,
    MonthMark,
    DayMark,
    HourMark,
    MinuteMark,
    SecondMark,
    MonthWord,
    YearWord,
    Era,
}

/// What one word or phrase means, over all languages; nothing for an unknown word.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Meaning {
    pub(super) roles: u32,
    /// Languages in which it is a word of distance (`ago`), one bit a row.
    pub(super) langs: u64,
    /// Its senses as a unit, in the lexicon's list.
    pub(super) first_sense: u16,
    pub(super) senses: u8,
    /// Month, 1 to 12.
    pub(super) month: u8,
    /// The number that the word stands for.
    pub(super) count: u8,
    /// Days back of a day word.
    pub(super) back: u8,
    /// Years to be added to a year of the era.
    pub(super) era: i16,
    /// Most words of a phrase that starts with this word.
    pub(super) phrase: u8,
}

impl Meaning {
    /// An unknown word.
    pub(super) const NONE: Self = Self {
        roles: 0,
        langs: 0,
        first_sense: 0,
        senses: 0,
        month: 0,
        count: 0,
        back: 0,
        era: 0,
        phrase: 0,
    };

    pub(super) const fn is(self, role: Role) -> bool {
        self.roles & (1 << role as u32) != 0
    }

    pub(super) const fn is_unit(self) -> bool {
        self.senses > 0
    }

    /// Whether the word is known in dates at all.
    pub(super) const fn known(self) -> bool {
        self.roles != 0 || self.senses > 0
    }

    /// Whether a date may begin with the word. Others lead to one, or go on with it.
    pub(super) const fn may_begin(self) -> bool {
        const ROLES: u32 = 1 << Role::Month as u32
            | 1 << Role::MonthWord as u32
            | 1 << Role::Weekday as u32
            | 1 << Role::Era as u32
            | 1 << Role::Now as u32
            | 1 << Role::DayWord as u32
            | 1 << Role::Before as u32
            | 1 << Role::Filler as u32
            | 1 << Role::About as u32
            | 1 << Role::One as u32
            | 1 << Role::Am as u32
            | 1 << Role::Pm as u32;
        self.roles & ROLES != 0 || self.senses > 0
    }

    pub(super) const fn add(&mut self, role: Role) {
        self.roles |= 1 << role as u32;
    }
}

/// What a unit word means in some languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sense {
    pub(super) unit: Unit,
    /// The number it holds itself (a dual, or a singular that stands without a number); 0 for none.
    pub(super) dual: u8,
    pub(super) langs: u64,
}

/// The built-in words. Empty if the data were broken, which a test rules out.
pub(super) static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| built_in().unwrap_or_default());

/// Reads the built-in data.
pub(super) fn built_in() -> Result<Lexicon, toml::de::Error> {
    let rows = [include_str!("data/latin.toml"), include_str!("data/scripts.toml")];
    Lexicon::build(include_str!("data/fold.toml"), &rows)
}
