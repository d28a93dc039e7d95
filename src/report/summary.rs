//! The end of a run, for the terminal.
//!
//! Separate from the counts: plain text of a few aligned lines, no colour, so
//! that it reads the same on a screen, in a log and in a test.

use std::collections::BTreeMap;
use std::fmt;

use super::{Escaped, Stats, Tally};

/// How many rules the summary names.
const TOP_RULES: usize = 10;

/// Width of the first column.
const NAME: usize = 14;

impl fmt::Display for Stats {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let stats = self;
        row(f, "pages", stats.pages, "")?;
        let share = |chars| percent(chars, stats.chars_in);
        row(f, "chars in", stats.chars_in, "")?;
        row(f, "article", stats.chars_text, &share(stats.chars_text))?;
        let comments = format!("{}  {} comments", share(stats.chars_comments), stats.comments);
        row(f, "comments", stats.chars_comments, &comments)?;
        row(f, "removed", stats.chars_removed, &share(stats.chars_removed))?;
        for (name, tally) in largest(&stats.removed, |tally| tally.chars) {
            let note = format!("{}  {} lines", share(tally.chars), tally.lines);
            row(f, &format!("  {name}"), tally.chars, &note)?;
        }
        if !stats.rules.is_empty() {
            writeln!(f, "top rules (lines, chars)")?;
        }
        for (name, tally) in largest(&stats.rules, |tally| tally.lines).into_iter().take(TOP_RULES)
        {
            writeln!(f, "  {:>10} {:>13}  {}", tally.lines, tally.chars, Escaped(name))?;
        }
        counts(f, "platforms", stats.platforms.iter().map(|(k, v)| (k.as_str(), *v)))?;
        counts(f, "flags", stats.flags.iter().map(|(k, v)| (k.name(), *v)))?;
        counts(f, "unlabelled", stats.unlabelled.iter().map(|(k, v)| (k.name(), *v)))?;
        counts(f, "repaired", stats.repairs.iter().map(|(k, v)| (k.as_str(), *v)))?;
        if stats.bad() > 0 {
            row(f, "quarantined", stats.bad(), "")?;
        }
        for (reason, count) in &stats.quarantined {
            writeln!(f, "  {count:>10} {}", Escaped(reason))?;
        }
        if !stats.skipped.is_empty() {
            row(f, "no page", stats.skipped.values().sum(), "")?;
        }
        for (kind, count) in &stats.skipped {
            writeln!(f, "  {count:>10} {}", Escaped(kind))?;
        }
        Ok(())
    }
}

fn row(f: &mut fmt::Formatter<'_>, name: &str, figure: u64, note: &str) -> fmt::Result {
    let line = format!("{name:<NAME$} {figure:>13}  {note}");
    writeln!(f, "{}", line.trim_end())
}

fn counts<'n>(
    f: &mut fmt::Formatter<'_>,
    name: &str,
    items: impl Iterator<Item = (&'n str, u64)>,
) -> fmt::Result {
    let list: Vec<String> =
        items.map(|(name, count)| format!("{} {count}", Escaped(name))).collect();
    if list.is_empty() {
        return Ok(());
    }
    writeln!(f, "{name:<NAME$} {}", list.join(", "))
}

/// Entries by falling figure; equal ones by name, so that the order never depends on chance.
fn largest(map: &BTreeMap<String, Tally>, figure: fn(&Tally) -> u64) -> Vec<(&String, &Tally)> {
    let mut list: Vec<_> = map.iter().collect();
    list.sort_by_key(|(_, tally)| std::cmp::Reverse(figure(tally)));
    list
}

/// Share in percent with one digit; a dash when there is no whole.
fn percent(part: u64, whole: u64) -> String {
    if whole == 0 {
        return format!("{:>6}", "-");
    }
    let tenths = (u128::from(part) * 1000 + u128::from(whole) / 2) / u128::from(whole);
    format!("{:>6}", format!("{}.{}%", tenths / 10, tenths % 10))
}

#[cfg(test)]
mod tests {
    use super::super::{Stats, Tally};

    #[test]
    fn a_run_on_one_screen() {
        let tally = |lines, chars| Tally { lines, chars };
        let mut stats = Stats {
            pages: 12,
            chars_in: 1000,
            chars_text: 800,
            chars_comments: 150,
            chars_removed: 50,
            comments: 3,
            ..Stats::default()
        };
        stats.removed.insert("nav".to_owned(), tally(2, 20));
        stats.removed.insert("share".to_owned(), tally(4, 30));
        stats.rules.insert("share-bar".to_owned(), tally(4, 30));
        stats.platforms.insert("wpdiscuz".to_owned(), 1);
        stats.add_bad("not\u{1b}[31m JSON");
        stats.add_skipped("WARC request");
        let expected = [
            "pages                     12",
            "chars in                1000",
            "article                  800   80.0%",
            "comments                 150   15.0%  3 comments",
            "removed                   50    5.0%",
            "  share                   30    3.0%  4 lines",
            "  nav                     20    2.0%  2 lines",
            "top rules (lines, chars)",
            "           4            30  share-bar",
            "platforms      wpdiscuz 1",
            "quarantined                1",
            "           1 not\\u{1b}[31m JSON",
            "no page                    1",
            "           1 WARC request",
            "",
        ];
        assert_eq!(stats.to_string(), expected.join("\n"));
    }

    #[test]
    fn no_pages_no_shares() {
        let shown = Stats::default().to_string();
        assert!(shown.contains("article") && !shown.contains('%'), "{shown}");
    }

    #[test]
    fn the_longest_list_is_cut() {
        let mut stats = Stats::default();
        for n in 0..30 {
            stats.rules.insert(format!("rule-{n:02}"), Tally { lines: 1, chars: 1 });
        }
        let shown = stats.to_string();
        assert!(shown.contains("rule-09") && !shown.contains("rule-10"), "{shown}");
    }
}
