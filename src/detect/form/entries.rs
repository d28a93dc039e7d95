//! Live blogs: entries with a time at their head, in the order of time.
//!
//! Boxes of latest news have such heads too, but no running text under them.

use super::{Free, count, is_prose, ratio};

/// Entries, at least.
const ENTRIES: usize = 5;
/// Share of entries that hold running text, at least.
const TOLD: f32 = 0.7;
/// Share of neighbours that are in order of time, upwards or downwards, at least: a blog may run past midnight.
const ORDERED: f32 = 0.8;

/// Whether most of the page is a live blog.
pub(super) fn is_live_blog(page: &Free<'_>) -> bool {
    let opening = |(i, line)| time(page.body(line)).map(|time| (i, time));
    // A time has three digits at least.
    let lines = page.lines.iter().copied().enumerate().filter(|(_, line)| line.shape.digits > 2);
    let heads: Vec<(usize, u16)> = lines.filter_map(opening).collect();
    let (Some(&(first, _)), Some(&(last, _))) = (heads.first(), heads.last()) else { return false };
    if heads.len() < ENTRIES {
        return false;
    }
    let mut times: Vec<u16> = heads.iter().map(|(_, time)| *time).collect();
    let steps = |is: fn(&[u16]) -> bool| times.windows(2).filter(|pair| is(pair)).count();
    let up = steps(|pair| pair.first() <= pair.last());
    let ordered = up.max(steps(|pair| pair.first() >= pair.last()));
    let ordered = u32::try_from(ordered).unwrap_or(0);
    let ordered = ratio(ordered, count(&heads) - 1) >= ORDERED;
    times.sort_unstable();
    times.dedup();
    // The last entry has its text after its head.
    let told = heads.iter().enumerate().filter(|(n, (i, _))| {
        let end = heads.get(n + 1).map_or(page.lines.len(), |(next, _)| *next);
        page.lines.get(*i..end).unwrap_or_default().iter().any(|line| is_prose(line))
    });
    let told: Vec<_> = told.collect();
    ordered
        && times.len() >= ENTRIES - 1
        && ratio(count(&told), count(&heads)) >= TOLD
        && page.is_most(first, (last + 2).min(page.lines.len() - 1))
}

/// The time of day that a line opens with, in minutes: `14:05`, `14h05`, `2.05 pm`, `14.05 Uhr`.
fn time(line: &str) -> Option<u16> {
    let line = line.trim_start_matches(['[', '(', '*']);
    let (hour, rest) = number(line, 1)?;
    let mark = rest.chars().next()?;
    let rest = rest.get(mark.len_utf8()..)?;
    if !matches!(mark, ':' | '.' | 'h' | '\u{ff1a}' | '\u{6642}' | '\u{65f6}' | '\u{c2dc}') {
        return None;
    }
    let (minute, rest) = number(rest.trim_start(), 2)?;
    let goes_on =
        rest.starts_with(|c: char| c.is_alphanumeric() && !"hap\u{5206}\u{bd84}".contains(c));
    // A full stop stands in sums and dates too: the time needs a word or a mark that tells.
    let told = mark != '.' || {
        let rest = rest.trim_start().to_lowercase();
        rest.is_empty()
            || ["uhr", "am", "pm", "a.m", "p.m", ":", "-", "\u{2013}", "|"]
                .iter()
                .any(|m| rest.starts_with(m))
    };
    (hour < 24 && minute < 60 && !goes_on && told).then_some(hour * 60 + minute)
}

/// A number of up to two digits, at least so many, and what follows it.
fn number(text: &str, least: usize) -> Option<(u16, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits < least || digits > 2 {
        return None;
    }
    let (number, rest) = text.split_at_checked(digits)?;
    Some((number.parse().ok()?, rest))
}

#[cfg(test)]
mod tests {
    use super::time;

    #[test]
    fn times_of_day_at_the_head_of_a_line() {
        for (line, minutes) in [
            ("14:05 The minister arrives", 845),
            ("9:30 am", 570),
            ("9.30am - Good morning", 570),
            ("14.05 Uhr: Der Zug steht", 845),
            ("[14h05] Le ministre arrive", 845),
            ("14\u{6642}05\u{5206} \u{5230}\u{7740}", 845),
        ] {
            assert_eq!(time(line), Some(minutes), "{line}");
        }
        for line in
            ["14.05 million people", "14:055", "25:10 late", "3.5 per cent", "2021-05-20", "14"]
        {
            assert_eq!(time(line), None, "{line}");
        }
    }
}
