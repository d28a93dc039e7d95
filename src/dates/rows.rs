//! The data files of words: one row a language, read into meanings.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Unit;
use super::fold::{Class, Fold};
use super::glance::{Glance, Power};
use super::names::{Meaning, Role, Sense};
use super::tokens::{Kind, cut, join};

/// A file of rows.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    language: Vec<Row>,
}

/// One language; the keys are explained at the top of `data/latin.toml`.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct Row {
    #[allow(dead_code, reason = "for the reader of the data")]
    code: String,
    months: String,
    solar_months: String,
    weekdays: String,
    units: String,
    past: String,
    one: String,
    about: String,
    and: String,
    before: String,
    after: String,
    filler: String,
    now: String,
    today: String,
    yesterday: String,
    day_before: String,
    at: String,
    on: String,
    of: String,
    ordinal: String,
    am: String,
    pm: String,
    clock: String,
    zone: String,
    year: String,
    month: String,
    day: String,
    hour: String,
    minute: String,
    second: String,
    month_word: String,
    year_word: String,
    era: String,
}

/// What all rows together say of each word, by the hash of the word or phrase.
#[derive(Default)]
pub(super) struct Rows {
    pub(super) words: BTreeMap<u64, (Meaning, Vec<Sense>)>,
    pub(super) glance: Glance,
}

impl Rows {
    /// Reads all files; a row is known by its place among all rows.
    pub(super) fn read(fold: &Fold, files: &[&str]) -> Result<Self, toml::de::Error> {
        let mut rows = Self::default();
        let mut place = 0;
        for text in files {
            let file: File = toml::from_str(text)?;
            for row in &file.language {
                // There are more rows than bits: the last share theirs with the first, whose script is another.
                Reader { fold, rows: &mut rows, lang: 1 << (place % 64) }.row(row);
                place += 1;
            }
        }
        Ok(rows)
    }
}

/// Adds one row.
struct Reader<'a> {
    fold: &'a Fold,
    rows: &'a mut Rows,
    lang: u64,
}

impl Reader<'_> {
    fn row(&mut self, row: &Row) {
        self.months(&row.months, Role::Month);
        self.months(&row.solar_months, Role::SolarMonth);
        self.units(&row.units, false);
        self.units(&row.past, true);
        for (words, back) in [(&row.today, 0), (&row.yesterday, 1), (&row.day_before, 2)] {
            self.list(words, Role::DayWord, |meaning, _| meaning.back = back);
        }
        self.list(&row.one, Role::One, |meaning, count| {
            meaning.count = u8::try_from(count.unwrap_or(1)).unwrap_or(u8::MAX);
        });
        self.list(&row.era, Role::Era, |meaning, years| meaning.era = years.unwrap_or(0));
        for (words, role) in [
            (&row.weekdays, Role::Weekday),
            (&row.about, Role::About),
            (&row.and, Role::And),
            (&row.before, Role::Before),
            (&row.after, Role::After),
            (&row.filler, Role::Filler),
            (&row.now, Role::Now),
            (&row.at, Role::At),
            (&row.on, Role::On),
            (&row.of, Role::Of),
            (&row.ordinal, Role::Ordinal),
            (&row.am, Role::Am),
            (&row.pm, Role::Pm),
            (&row.clock, Role::Clock),
            (&row.zone, Role::Zone),
            (&row.year, Role::YearMark),
            (&row.month, Role::MonthMark),
            (&row.day, Role::DayMark),
            (&row.hour, Role::HourMark),
            (&row.minute, Role::MinuteMark),
            (&row.second, Role::SecondMark),
            (&row.month_word, Role::MonthWord),
            (&row.year_word, Role::YearWord),
        ] {
            self.list(words, role, |_, _| {});
        }
    }

    fn months(&mut self, groups: &str, role: Role) {
        for (month, group) in (1..).zip(groups.split('|')) {
            for word in group.split_whitespace() {
                let weakness = match word.as_bytes().first() {
                    Some(b'~') => Some(Role::WeakLower),
                    Some(b'?') => Some(Role::Weak),
                    _ => None,
                };
                let word = word.trim_start_matches(['~', '?']);
                let Some((meaning, _)) = self.entry(word, Power::of(role)) else { continue };
                if meaning.month == 0 {
                    meaning.month = month;
                }
                meaning.add(role);
                if let Some(weakness) = weakness {
                    meaning.add(weakness);
                }
            }
        }
    }

    fn units(&mut self, groups: &str, past: bool) {
        let lang = self.lang;
        for (unit, group) in Unit::ALL.into_iter().zip(groups.split('|')) {
            for word in group.split_whitespace() {
                let (word, dual) = counted(word);
                let power = if past { Power::UNIT | Power::of(Role::Past) } else { Power::UNIT };
                let Some((meaning, senses)) = self.entry(word, power) else { continue };
                if past {
                    meaning.add(Role::Past);
                    meaning.langs |= lang;
                }
                let dual = u8::try_from(dual.unwrap_or(0)).unwrap_or(0);
                match senses.iter_mut().find(|sense| (sense.unit, sense.dual) == (unit, dual)) {
                    Some(sense) => sense.langs |= lang,
                    None => senses.push(Sense { unit, dual, langs: lang }),
                }
            }
        }
    }

    fn list(&mut self, words: &str, role: Role, set: impl Fn(&mut Meaning, Option<i16>)) {
        let lang = self.lang;
        for word in words.split_whitespace() {
            let (word, count) = counted(word);
            let Some((meaning, _)) = self.entry(word, Power::of(role)) else { continue };
            meaning.add(role);
            if matches!(role, Role::Before | Role::After) {
                meaning.langs |= lang;
            }
            set(meaning, count);
        }
    }

    /// The entry of a word or phrase of this power; `None` for one without a letter.
    fn entry(&mut self, text: &str, power: Power) -> Option<&mut (Meaning, Vec<Sense>)> {
        let mut tokens = Vec::new();
        let text = text.replace('_', " ");
        cut(self.fold, &text, |token| tokens.push(token));
        tokens.retain(|token| token.kind == Kind::Word);
        let (first, rest) = tokens.split_first()?;
        let hash = rest.iter().fold(first.hash, |hash, word| join(hash, word.hash));
        if power != Power::default() {
            let rarest = tokens.iter().max_by_key(|word| word.end - word.start)?;
            let word = plain(self.fold, text.get(rarest.start..rarest.end)?);
            self.rows.glance.add(rarest.hash, word.as_deref(), power, tokens.len());
        }
        if !rest.is_empty() {
            let most = u8::try_from(tokens.len()).unwrap_or(u8::MAX);
            let (meaning, _) = self.rows.words.entry(first.hash).or_default();
            meaning.phrase = meaning.phrase.max(most);
        }
        Some(self.rows.words.entry(hash).or_default())
    }
}

/// A word's folded letters when all are ASCII.
fn plain(fold: &Fold, word: &str) -> Option<Vec<u8>> {
    let letters = word.chars().map(|c| fold.class(c)).filter(|class| *class != Class::Mark);
    let letter = |class| match class {
        Class::Letter(code, _) => u8::try_from(code).ok().filter(u8::is_ascii),
        _ => None,
    };
    letters.map(letter).collect()
}

/// `two=2` in its parts.
fn counted(word: &str) -> (&str, Option<i16>) {
    match word.split_once('=') {
        Some((word, count)) => (word, count.parse().ok()),
        None => (word, None),
    }
}
