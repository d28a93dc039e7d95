//! Dates as pages write them: one style a page, made-up moments.

use super::fill::pick;
use super::language::Language;
use crate::random::Random;

/// A moment in local time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Year.
    pub year: usize,
    month: usize,
    day: usize,
    minute: usize,
}

impl Default for Moment {
    fn default() -> Self {
        Self { year: 2015, month: 5, day: 3, minute: 612 }
    }
}

impl Moment {
    /// A moment between 2004 and 2026.
    pub fn draw(random: &mut Random) -> Self {
        Self {
            year: 2004 + random.below(23),
            month: 1 + random.below(12),
            day: 1 + random.below(28),
            minute: random.below(24 * 60),
        }
    }

    /// Some minutes, hours or days later.
    #[must_use]
    pub fn later(mut self, random: &mut Random) -> Self {
        let step = match random.below(4) {
            0 => random.below(20),
            1 | 2 => random.below(400),
            _ => random.below(6000),
        };
        self.minute += step;
        self.day += self.minute / 1440;
        self.minute %= 1440;
        while self.day > 28 {
            self.day -= 28;
            self.month += 1;
        }
        if self.month > 12 {
            self.month -= 12;
            self.year += 1;
        }
        self
    }

    /// `09:41`.
    #[must_use]
    pub fn clock(self) -> String {
        format!("{:02}:{:02}", self.minute / 60, self.minute % 60)
    }

    fn slot(self, name: &str, language: &Language) -> String {
        let hour = self.minute / 60;
        let month = language.months.get(self.month - 1).cloned().unwrap_or_default();
        match name {
            "y" => self.year.to_string(),
            "yy" => format!("{:02}", self.year % 100),
            "m" => self.month.to_string(),
            "mm" => format!("{:02}", self.month),
            "month" => month,
            "mon" => month.chars().take(3).collect(),
            "d" => self.day.to_string(),
            "dd" => format!("{:02}", self.day),
            "h" => hour.to_string(),
            "hh" => format!("{hour:02}"),
            "h12" => ((hour + 11) % 12 + 1).to_string(),
            "min" => format!("{:02}", self.minute % 60),
            "ap" => if hour < 12 { "am" } else { "pm" }.to_owned(),
            "AP" => if hour < 12 { "AM" } else { "PM" }.to_owned(),
            _ => String::new(),
        }
    }

    fn write(self, pattern: &str, language: &Language) -> String {
        let mut out = String::new();
        let mut rest = pattern;
        while let Some((text, tail)) = rest.split_once('{') {
            out.push_str(text);
            let (name, tail) = tail.split_once('}').unwrap_or((tail, ""));
            out.push_str(&self.slot(name, language));
            rest = tail;
        }
        out + rest
    }
}

/// How a page writes dates.
#[derive(Clone, Copy, Debug)]
pub struct Dates {
    /// Number of the style; any number, taken modulo the styles that there are.
    pub style: usize,
    /// Whether `date` is written as a distance.
    pub relative: bool,
}

impl Dates {
    /// A style: two pages in ten write distances.
    pub fn draw(random: &mut Random) -> Self {
        Self { style: random.below(1000), relative: random.chance(20) }
    }

    /// A date with its time, in the page's style.
    pub fn write(self, moment: Moment, language: &Language, random: &mut Random) -> String {
        if self.relative {
            return Self::ago(language, random);
        }
        let style = language.dates.get(self.style % language.dates.len().max(1));
        moment.write(style.map_or("{y}-{mm}-{dd} {hh}:{min}", String::as_str), language)
    }

    /// A distance, like `3 days ago`.
    pub fn ago(language: &Language, random: &mut Random) -> String {
        pick(&language.ago, random).replace("{k}", &(2 + random.below(22)).to_string())
    }

    /// A date without its time.
    pub fn day(self, moment: Moment, language: &Language) -> String {
        let dates = &language.dates;
        let style =
            dates.get(self.style % dates.len().max(1)).map_or("{y}-{mm}-{dd}", String::as_str);
        // The day is the pattern up to its hour.
        let end = ["{h", "{hh", "{h12"].iter().filter_map(|h| style.find(h)).min();
        let day = end.and_then(|end| style.get(..end)).unwrap_or(style);
        // What led over to the hour goes with it: "at", "um", a comma.
        let end = day.rfind('}').map_or(day.len(), |end| end + 1);
        let tail: String = day
            .chars()
            .skip(day.get(..end).map_or(0, |d| d.chars().count()))
            .take_while(|c| !c.is_whitespace() && *c != ',')
            .collect();
        let day = format!("{}{tail}", day.get(..end).unwrap_or(day));
        if day.is_empty() {
            return moment.write("{dd}.{mm}.{y}", language);
        }
        moment.write(&day, language)
    }

    /// A month and a year, as archives list them.
    pub fn month(moment: Moment, language: &Language) -> String {
        let pattern = if language.is_unspaced() { "{y}年{m}月" } else { "{month} {y}" };
        moment.write(pattern, language)
    }
}
