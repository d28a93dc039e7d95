//! When a name or a date that was reported is the one that gold gives.

use std::sync::LazyLock;

use regex::{Captures, Regex};

/// Everything that is no word.
static GAPS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"[^\p{L}\p{N}_]+").ok());

/// Dates by day: ISO, month first, day first.
static DAYS: LazyLock<[Option<Regex>; 3]> = LazyLock::new(|| {
    [
        r"([0-9]{4})-([0-9]{2})-([0-9]{2})",
        r"\b([a-z]{3})[a-z]*\.? ([0-9]{1,2})(?:st|nd|rd|th)?,? ([0-9]{4})",
        r"\b([0-9]{1,2})(?:st|nd|rd|th)?\.? ([a-z]{3})[a-z]*\.?,? ([0-9]{4})",
    ]
    .map(|pattern| Regex::new(pattern).ok())
});

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Whether two names are equal but for case, spaces and punctuation.
#[must_use]
pub fn same_name(a: &str, b: &str) -> bool {
    bare(a) == bare(b)
}

/// Whether a comment's date is the one of the gold: the same calendar day, or the gold's words in
/// the date as the page writes it.
#[must_use]
pub fn same_date(gold: &str, date: Option<&str>, date_text: Option<&str>) -> bool {
    let wanted = day(gold);
    if wanted.is_some() && wanted == date.and_then(day) {
        return true;
    }
    let gold = bare(gold);
    !gold.is_empty() && date_text.is_some_and(|text| bare(text).contains(&gold))
}

/// The letters and digits, lower-case.
fn bare(text: &str) -> String {
    let lower = text.to_lowercase();
    GAPS.as_ref().map_or_else(String::new, |gaps| gaps.replace_all(&lower, "").into_owned())
}

/// Year, month and day of a date in ISO 8601 or in English.
fn day(text: &str) -> Option<(u32, u32, u32)> {
    let text = text.to_lowercase();
    let [iso, month_first, day_first] = &*DAYS;
    let find = |pattern: &Option<Regex>, place: [usize; 3]| {
        let found = pattern.as_ref()?.captures(&text)?;
        let [year, month, day] = place.map(|at| number(&found, at));
        Some((year?, month?, day?))
    };
    find(iso, [1, 2, 3])
        .or_else(|| find(month_first, [3, 1, 2]))
        .or_else(|| find(day_first, [3, 2, 1]))
}

/// A group as a number; the name of a month as its own.
fn number(found: &Captures<'_>, group: usize) -> Option<u32> {
    let text = found.get(group)?.as_str();
    let month = || (1..).zip(MONTHS).find(|(_, name)| *name == text).map(|(number, _)| number);
    text.parse().ok().or_else(month)
}

#[cfg(test)]
mod tests {
    use super::{day, same_date, same_name};

    #[test]
    fn names_are_equal_but_for_case_and_punctuation() {
        assert!(same_name("Anna K.", "anna k"));
        assert!(same_name("@j_doe", "J_Doe"));
        assert!(!same_name("Anna", "Anne"));
    }

    #[test]
    fn days_are_read_in_iso_and_english() {
        assert_eq!(day("2021-05-20T07:12:00"), Some((2021, 5, 20)));
        assert_eq!(day("on May 3rd, 2020 at 10:12"), Some((2020, 5, 3)));
        assert_eq!(day("Sept. 17 2025"), Some((2025, 9, 17)));
        assert_eq!(day("3. January 2020"), Some((2020, 1, 3)));
        assert_eq!(day("3 Mai 2020"), None);
        assert_eq!(day("yesterday"), None);
    }

    #[test]
    fn a_date_is_right_by_day_or_by_words() {
        assert!(same_date("May 20, 2021 7:12 am", Some("2021-05-20T07:12:00"), None));
        assert!(!same_date("May 21, 2021", Some("2021-05-20"), None));
        assert!(same_date("2 days ago", None, Some("2 Days Ago")));
        assert!(!same_date("2 days ago", None, None));
        assert!(!same_date("...", None, Some("...")), "nothing is in everything");
    }
}
