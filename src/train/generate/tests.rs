//! Laws of made pages, over the built-in data and gold written for the purpose.

use std::collections::BTreeSet;
use std::io::Write as _;

use super::fill::VALUES;
use super::render::{Rendering, render, write};
use super::template::{Section, Tag, Token, tokens};
use super::tree::{Node, Part};
use super::*;
use crate::model::align::{Gold, align};
use crate::rules::RuleSet;
use crate::segment::segment;
use crate::train::Aligned;

const PROSE: &str = "The harbour was quiet that morning, and only two boats went out to sea.";

/// A page of twenty lines with an article of several paragraphs, in English.
fn page(number: usize) -> GoldPage {
    let main: Vec<String> = (0..6)
        .map(|i| format!("{PROSE} It was day {i} of year {number}, and the men were tired of it."))
        .collect();
    let main = main.join("\n\n");
    let menu = "Home\nWorld news\nSport\nWeather\n";
    GoldPage {
        text: format!("{menu}\n{main}\n\nTerms\nPrivacy\n"),
        main: Some(main),
        title: Some(format!("Two boats went out in year {number}")),
        comments: None,
        source: None,
    }
}

fn pages() -> Vec<GoldPage> {
    (0..8).map(page).collect()
}

/// Makes `count` pages of the first gold page.
fn made(gold: &[GoldPage], count: u64) -> Vec<Made> {
    let materials = Materials::new(gold).unwrap();
    let page = &gold[0];
    let lines = segment(&page.text).lines;
    let allowed = align(
        &page.text,
        &lines,
        &Gold { main: page.article(), title: None, comments: Vec::new() },
    );
    let source = Source { text: &page.text, lines: &lines, allowed: &allowed };
    (0..count).filter_map(|seed| make(page, &source, &materials, &mut Random::new(seed))).collect()
}

#[test]
fn states_cover_the_text_and_each_line_has_one() {
    for made in made(&pages(), 300) {
        let mut at = 0;
        for (range, _) in &made.states {
            assert_eq!(range.start, at);
            at = range.end;
        }
        assert_eq!(at, made.text.len());
        let lines = segment(&made.text).lines;
        let gold = made.gold(&lines);
        assert_eq!(gold.len(), lines.len());
        for line in &lines {
            let parts = made.states.iter().filter(|(range, _)| {
                range.start < line.content.end && line.content.start < range.end
            });
            assert_eq!(parts.count(), 1, "{:?}", line.content.of(&made.text));
        }
    }
}

#[test]
fn the_same_seed_makes_the_same_page() {
    let gold = pages();
    let (once, again) = (made(&gold, 40), made(&gold, 40));
    assert!(once.iter().zip(&again).all(|(a, b)| a.text == b.text && a.states == b.states));
    let different: BTreeSet<&str> = once.iter().map(|made| made.text.as_str()).collect();
    assert!(different.len() > 35);
}

#[test]
fn heads_come_before_the_article_only() {
    for made in made(&pages(), 200) {
        let states: Vec<_> = made.states.iter().map(|(_, allowed)| allowed).collect();
        let first = states.iter().position(|a| a[State::Article as usize]).unwrap();
        assert!(
            states[first..].iter().all(|a| !a[State::Head as usize] || a[State::Article as usize])
        );
        assert!(states[..first].iter().all(|a| a[State::Head as usize]));
    }
}

/// A filler for the first gold page.
fn with_filler<T>(language: usize, seed: u64, run: impl FnOnce(&mut Filler) -> T) -> T {
    let gold = pages();
    let materials = Materials::new(&gold).unwrap();
    let language = &materials.data.languages[language];
    let mut random = Random::new(seed);
    run(&mut Filler {
        materials: &materials,
        language,
        interface: language,
        page: 0,
        dates: Dates::draw(&mut random),
        values: Values { title: "A title".to_owned(), ..Values::default() },
        turn: 0,
        random: &mut random,
    })
}

#[test]
fn every_platform_shows_its_comments_in_every_rendering() {
    with_filler(0, 3, |filler| {
        let materials = filler.materials;
        assert!(materials.data.platforms.len() > 40);
        for platform in &materials.data.platforms {
            for _ in 0..4 {
                filler.values = Values::default();
                let (nodes, comments) = thread::thread(filler, platform);
                assert!(!comments.is_empty(), "{}", platform.name);
                for rendering in Rendering::ALL {
                    let (text, places) = write(&render(&nodes, rendering, 0));
                    let thread: String = places
                        .iter()
                        .filter(|(_, part)| *part == Part::Comment)
                        .map(|(range, _)| &text[range.clone()])
                        .collect();
                    for line in comments.iter().flat_map(|c| c.text.as_deref().unwrap().lines()) {
                        assert!(thread.contains(line.trim()), "{}: {line}", platform.name);
                    }
                }
            }
        }
    });
}

#[test]
fn renderings_differ() {
    let inner = vec![
        Node::text(Tag::Paragraph, Part::Article, "One."),
        Node::text(Tag::Div, Part::Article, "Two."),
    ];
    let mut item = Node::holding(Tag::Item, Part::Article, inner);
    item.pieces = vec!["A ".to_owned(), "link".to_owned(), " here".to_owned()];
    let list = vec![Node::holding(Tag::Bullets, Part::Article, vec![item])];
    let texts = Rendering::ALL.map(|rendering| write(&render(&list, rendering, 0)).0);
    assert_eq!(texts[0], "  • A link here\n\n    One.\n\n    Two.\n");
    assert_eq!(texts[2], "A\nlink\nhere\nOne.\nTwo.\n");
    assert_eq!(texts[3], "  * A link here\n\n    One.\n\n    Two.\n");
    assert_eq!(Rendering::of(&texts[0].repeat(5)), Rendering::Block);
    assert_eq!(Rendering::of(&texts[2].repeat(5)), Rendering::Nodes);
    assert_eq!(Rendering::of(&format!(" x\n{}", texts[3].repeat(5))), Rendering::Layout);
}

#[test]
fn every_slot_has_a_value_or_a_phrase() {
    let data = data::Data::read().unwrap();
    let english = &data.languages[0].phrases;
    let known = |name: &str| VALUES.contains(&name) || english.contains_key(name);
    let platforms = data.platforms.iter().flat_map(|p| {
        [Some(&p.thread), Some(&p.comment), p.removed.as_ref()].into_iter().flatten()
    });
    let sections: Vec<&Section> = platforms.chain(data.furniture.values().flatten()).collect();
    for section in sections {
        for slot in section.slots() {
            assert!(known(&slot), "{}: {{{slot}}}", section.name);
        }
    }
    for language in &data.languages {
        for (key, phrase) in
            language.phrases.iter().flat_map(|(k, all)| all.iter().map(move |p| (k, p)))
        {
            assert!(english.contains_key(key), "{}: {key}", language.code);
            for token in tokens(phrase) {
                assert!(
                    !matches!(&token, Token::Slot(s) if !known(s)),
                    "{} {key}: {token:?}",
                    language.code
                );
            }
        }
    }
}

#[test]
fn languages_are_whole() {
    let data = data::Data::read().unwrap();
    assert!(data.languages.len() >= LANGUAGES, "{}", data.languages.len());
    for language in &data.languages {
        let comments = data.comments.get(language.code.as_str()).map_or(0, Vec::len);
        assert!(comments >= 30, "{}: {comments} comments", language.code);
        assert_eq!(language.months.len(), 12, "{}", language.code);
        let lists = [&language.first, &language.last, &language.cities, &language.sections];
        assert!(lists.iter().all(|list| list.len() >= 8), "{}", language.code);
        assert!(language.dates.len() >= 3 && language.ago.len() >= 4, "{}", language.code);
        let text = data.comments[language.code.as_str()].join(" ");
        let guessed =
            language::guess(&data.languages, &text).map(|l| data.languages[l].code.clone());
        assert_eq!(guessed.as_deref(), Some(language.code.as_str()));
    }
}

/// Languages that there must be.
const LANGUAGES: usize = 24;

#[test]
fn dates_follow_the_style_of_the_page() {
    with_filler(0, 1, |filler| {
        let moment = Moment::default();
        let dates = Dates { style: 0, relative: false };
        assert_eq!(dates.write(moment, filler.interface, filler.random), "May 3, 2015 at 10:12 am");
        assert_eq!(dates.day(moment, filler.interface), "May 3, 2015");
    });
}

/// Prints pages made of `GOLD` (a JSONL file, `PAGES` of them from `SEED` on), to be read by a person.
#[test]
#[ignore = "a view, not a test"]
fn show() {
    let number = |name: &str, usual: usize| {
        std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
    };
    let inputs = crate::read::expand(&[std::env::var("GOLD").unwrap()]).unwrap();
    let gold = crate::train::read_gold(&inputs, &[]).unwrap();
    let rules = RuleSet::builtin();
    let materials = Materials::new(&gold).unwrap();
    let mut out = std::io::stdout();
    let mut random = Random::new(number("SEED", 1) as u64);
    for _ in 0..number("PAGES", 3) {
        let page = &gold[random.below(gold.len())];
        let Aligned { lines, gold: allowed, .. } = Aligned::of(&page.text, page, &rules);
        let source = Source { text: &page.text, lines: &lines, allowed: &allowed };
        let Some(made) = make(page, &source, &materials, &mut random) else { continue };
        writeln!(out, "======== {:?}", materials.article(page).1.map(|language| &language.code))
            .unwrap();
        for (range, allowed) in &made.states {
            let mark: String =
                "HACT".chars().zip(allowed).filter(|(_, a)| **a).map(|(m, _)| m).collect();
            for line in made.text[range.clone()].lines() {
                writeln!(out, "{mark:2}|{}", line.chars().take(130).collect::<String>()).unwrap();
            }
        }
    }
}
