//! Lines in many languages with the date that they hold, and laws over arbitrary text.

#![allow(clippy::unwrap_used, reason = "a test fails by it")]

use jiff::civil::{DateTime, date};
use proptest::prelude::*;

use super::{DateMatch, Order, Unit, When, each, find, names, order_of_page, parse_crawled};

const CRAWLED: Option<DateTime> = Some(date(2024, 3, 5).at(12, 0, 0, 0));

#[test]
fn cases() {
    let (mut count, mut wrong) = (0, Vec::new());
    for case in include_str!("cases.tsv").lines().filter(|line| !line.starts_with('#')) {
        let [line, text, iso] = case.split('\t').collect::<Vec<_>>()[..] else {
            panic!("three columns: {case}");
        };
        let found = find(line);
        let got = found.map_or("-", |found| found.span.of(line));
        let resolved = found.and_then(|found| found.iso(Order::Unknown, CRAWLED));
        if got != text || resolved.as_deref().unwrap_or("-") != iso {
            wrong.push(format!(
                "{line}\n    wanted {text} = {iso}\n    found  {found:?} {got} = {resolved:?}"
            ));
        }
        count += 1;
    }
    assert!(wrong.is_empty(), "{} of {count} wrong:\n{}", wrong.len(), wrong.join("\n"));
    assert!(count > 300, "only {count} cases were read");
}

#[test]
fn the_words_are_read() {
    let lexicon = names::built_in();
    assert!(lexicon.is_ok(), "{:?}", lexicon.err());
}

#[test]
fn every_row_has_all_its_groups() {
    for data in [include_str!("data/latin.toml"), include_str!("data/scripts.toml")] {
        let data: toml::Table = toml::from_str(data).unwrap();
        for row in data["language"].as_array().unwrap() {
            for (key, groups) in [("months", 12), ("units", 7), ("past", 7)] {
                let Some(text) = row.get(key) else { continue };
                assert_eq!(
                    text.as_str().unwrap().split('|').count(),
                    groups,
                    "{} {key}",
                    row["code"]
                );
            }
        }
    }
}

#[test]
fn a_line_without_end_is_read_in_part() {
    let line = "\u{e9}3 May 2021, ".repeat(10_000);
    let mut out = Vec::new();
    each(&line, |date| out.push(date));
    assert!(!out.is_empty() && out.iter().all(|found| found.span.end <= 4096));
}

#[test]
fn an_order_resolves_what_is_ambiguous() {
    let found = find("3/12/2021 at 1:48am").unwrap();
    assert_eq!(found.iso(Order::DayFirst, None).as_deref(), Some("2021-12-03T01:48:00"));
    assert_eq!(found.iso(Order::MonthFirst, None).as_deref(), Some("2021-03-12T01:48:00"));
    assert_eq!(found.iso(Order::Unknown, None), None);
}

#[test]
fn nothing_is_guessed_without_the_day_of_the_crawl() {
    for line in ["May 21", "2 days ago", "yesterday at 14:05", "14:05"] {
        assert_eq!(find(line).unwrap().iso(Order::DayFirst, None), None, "{line}");
    }
}

#[test]
fn a_relative_date_keeps_its_unit() {
    let when = find("vor 3 Stunden").unwrap().when;
    assert_eq!(when, When::Relative { seconds: 3 * 3600, unit: Unit::Hour, time: None });
    assert_eq!(find("16:03").unwrap().when, When::Time(16, 3, 0));
}

fn page(lines: &[&str]) -> Order {
    let dates: Vec<DateMatch> = lines.iter().filter_map(|line| find(line)).collect();
    order_of_page(dates.iter())
}

#[test]
fn the_order_of_a_page() {
    assert_eq!(page(&["3/12/2021", "3/13/2021"]), Order::MonthFirst);
    assert_eq!(page(&["3/12/2021", "14/04/2020"]), Order::DayFirst);
    assert_eq!(page(&["3/13/2021", "14/04/2020"]), Order::Unknown);
    assert_eq!(page(&["21.05.2021", "2021-05-21", "May 21, 2021"]), Order::DayFirst);
    assert_eq!(page(&["3/4/2021", "3/4/2021"]), Order::Unknown);
    assert_eq!(page(&["5/3/2021", "5/4/2021", "5/7/2021", "5/9/2021"]), Order::MonthFirst);
    assert_eq!(page(&["3/5/2021", "4/5/2021", "7/5/2021", "9/5/2021"]), Order::DayFirst);
    assert_eq!(page(&[]), Order::Unknown);
}

#[test]
fn words_that_lead_to_a_date_are_told() {
    let lead = |line: &str| find(line).map(|found| found.lead);
    assert_eq!(lead("Jean le 3 mai 2021"), Some(5));
    assert_eq!(lead("Anna schrieb am 3. Mai 2021"), Some(13));
    assert_eq!(lead("John D 3 May 2021"), Some(7));
    assert_eq!(lead("on May 3, 2021"), Some(0));
    assert_eq!(lead("May 3, 2021"), Some(0));
}

#[test]
fn several_dates_in_a_line() {
    let mut out = Vec::new();
    let line = "Published May 21, 2021 4:03 pm | Updated 22.05.2021 16:03 | 3 days ago";
    each(line, |date| out.push(date));
    let texts: Vec<&str> = out.iter().map(|found| found.span.of(line)).collect();
    assert_eq!(texts, ["May 21, 2021 4:03 pm", "22.05.2021 16:03", "3 days ago"]);
}

#[test]
fn crawl_dates() {
    let at = |h, m, s| Some(date(2024, 3, 5).at(h, m, s, 0));
    assert_eq!(parse_crawled("2024-03-05"), at(0, 0, 0));
    assert_eq!(parse_crawled("20240305"), at(0, 0, 0));
    for text in [
        "2024-03-05T10:11:12Z",
        "20240305101112",
        "2024-03-05 10:11:12",
        "2024-03-05T10:11:12.5+00:00",
        "1709633472",
        "1709633472.0",
        "1709633472000",
    ] {
        assert_eq!(parse_crawled(text), at(10, 11, 12), "{text}");
    }
    for text in
        ["", "now", "20241305", "2024-13-05", "12", "20240305256161", "170963347", "1709633472x"]
    {
        assert_eq!(parse_crawled(text), None, "{text}");
    }
}

/// Text that is dense in what dates are made of.
fn datelike() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[0-9]{1,6}",
        "[ ,./:()'@-]",
        Just("May".to_owned()),
        Just(" ago".to_owned()),
        Just(" il y a ".to_owned()),
        Just("pm".to_owned()),
        Just("年".to_owned()),
        Just("月".to_owned()),
        Just("日".to_owned()),
        Just(" days".to_owned()),
        Just("vor ".to_owned()),
        Just("GMT+".to_owned()),
        Just("令和".to_owned()),
        Just("Fri".to_owned()),
        Just(" \u{663}".to_owned()),
    ];
    proptest::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

/// Spans lie inside the line, on characters, in order; resolving never fails loudly.
fn lawful(line: &str) {
    let mut out = Vec::new();
    each(line, |date| out.push(date));
    let mut last = 0;
    for found in &out {
        assert!(found.span.start >= last && !found.span.is_empty(), "{line:?} {found:?}");
        assert!(line.get(found.span.range()).is_some(), "{line:?} {found:?}");
        assert!(found.lead <= found.span.start && line.is_char_boundary(found.lead), "{line:?}");
        last = found.span.end;
        for order in [Order::DayFirst, Order::MonthFirst, Order::Unknown] {
            let _ = (found.iso(order, CRAWLED), found.iso(order, None));
        }
    }
    let _ = (order_of_page(out.iter()), parse_crawled(line));
    assert_eq!(find(line).is_some(), !out.is_empty());
}

/// Pieces that dates are made of: the words of the data, numbers, and what joins them.
fn pieces(data: &str, others: &[&str]) -> Vec<String> {
    let words = data.split(|c: char| c.is_whitespace() || "|=~?\"".contains(c));
    let words: Vec<String> =
        words.filter(|word| !word.is_empty()).map(|word| word.replace('_', " ")).collect();
    let others = others.iter().cycle().take(words.len() / 2).map(|&piece| piece.to_owned());
    words.iter().cloned().chain(others).collect()
}

/// Lines of such pieces.
fn lines() -> impl Strategy<Value = String> {
    let (latin, scripts) = (include_str!("data/latin.toml"), include_str!("data/scripts.toml"));
    let plain = ["3", "16", "2021", " ", " ", " ", ".", ":", "/", "-", ", ", "May", "ago", "Smith"];
    let wide = [
        "3", "16", "2021", " ", " ", ".", ":", "-", "\u{ff1a}", "\u{2013}", "\u{200b}", "\u{a0}",
        "\u{663}", "\u{2019}", "\u{b7}", "(", "\u{3002}",
    ];
    let pieces = [pieces(latin, &plain), pieces(latin, &wide), pieces(scripts, &wide)];
    (prop::sample::select(pieces.to_vec()), prop::sample::select(vec!["", " "])).prop_flat_map(
        |(pieces, gap)| {
            let line = prop::collection::vec(prop::sample::select(pieces), 1..24);
            line.prop_map(move |pieces| pieces.join(gap))
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]

    #[test]
    fn a_glance_misses_no_date(line in lines()) {
        let mut found = 0;
        super::scan::read(&names::LEXICON, &line, |_| { found += 1; true });
        let sight = super::glance::Sight::of(&line);
        prop_assert!(found == 0 || names::LEXICON.may_date(&line, line.as_bytes(), sight), "{line}");
    }

    #[test]
    fn any_text_is_lawful(line in ".{0,80}") {
        lawful(&line);
    }

    #[test]
    fn datelike_text_is_lawful(line in datelike()) {
        lawful(&line);
    }
}
