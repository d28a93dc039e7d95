//! Pages that repeat another one: which are found, and what is said of them.

use std::collections::BTreeMap;

use presswash::page::Page;
use presswash::pipeline::{Cleaner, Frame, ScanSettings, Silent, scan};
use presswash::read::Input;
use presswash::site::{Rows, repeating};
use presswash::write::Flag;

use super::dump::{Again, MadePage, Site};
use super::{freeze, page, profile_bytes};

/// The page that each page repeats, by identifiers, and whether its running text is the same.
type Found = BTreeMap<String, (String, bool)>;

/// A site of twenty pages, on some of which it prints a story of an agency again, and further copies of some.
pub fn planted(number: usize, seed: usize) -> Vec<MadePage> {
    let mut site = Site::new(number, seed);
    let mut made = site.pages(20);
    for (at, how) in
        [(3, Again::Exact), (4, Again::Corrected), (5, Again::Edited), (6, Again::Elsewhere)]
    {
        made.push(site.again(&made[at], how));
    }
    for at in 7..9 {
        made.push(site.follow_up(&made[at]));
    }
    made
}

fn found(pages: &[Page]) -> Found {
    let plain = Cleaner::shipped().unwrap();
    let knowing = plain.with_profile(freeze(&profile_bytes(pages)));
    let mut found = Found::new();
    for page in pages {
        let washed = knowing.clean(page);
        let info = washed.cleaned(page).compose().info();
        assert_eq!(info.repeats.is_some(), info.flags.contains(&Flag::Duplicate), "{}", page.id);
        if let Some(repeats) = info.repeats {
            found.insert(page.id.clone(), (repeats.id, repeats.exact));
        }
    }
    found
}

#[test]
fn copies_are_found_and_other_stories_are_not() {
    for number in 0..6 {
        let made = planted(number, 31);
        let pages: Vec<Page> = made.iter().map(page).collect();
        let mut firsts: BTreeMap<usize, &str> = BTreeMap::new();
        for made in &made {
            let first = firsts.entry(made.story).or_insert(&made.id);
            *first = (*first).min(&made.id);
        }
        let repeats = made.iter().filter(|made| firsts[&made.story] != made.id);
        let expected: Vec<_> =
            repeats.map(|made| (made.id.clone(), firsts[&made.story].to_owned())).collect();
        assert_eq!(expected.len(), 6, "two of agencies, four that were planted");
        let found = found(&pages);
        let named = found.iter().map(|(id, (first, _))| (id.clone(), first.clone()));
        assert_eq!(named.collect::<BTreeMap<_, _>>(), expected.into_iter().collect());
        for (id, (_, exact)) in &found {
            let planted = [("Exact", true), ("Corrected", made[4].corrected), ("Edited", false)];
            if let Some((_, same)) = planted.into_iter().find(|(how, _)| id.ends_with(how)) {
                assert_eq!(*exact, same, "{id}");
            }
        }
        let counts = repeating(Rows::open(&*profile_bytes(&pages)).unwrap(), "nobody.example");
        assert!(counts.unwrap().is_empty());
        let host = pages[0].url.as_deref().unwrap().split('/').nth(2).unwrap();
        let counts = repeating(Rows::open(&*profile_bytes(&pages)).unwrap(), host).unwrap();
        assert_eq!(counts.values().sum::<u64>(), found.len() as u64);
    }
}

#[test]
fn two_pages_of_a_site_are_compared() {
    let mut site = Site::new(1, 5);
    let mut made = site.pages(1);
    assert!(found(&[page(&made[0])]).is_empty());
    made.push(site.again(&made[0], Again::Exact));
    let mut pages: Vec<Page> = made.iter().map(page).collect();
    let expected = [(pages[1].id.clone(), (pages[0].id.clone(), true))];
    assert_eq!(found(&pages), expected.clone().into());
    // Another host of the domain belongs to the site, another domain does not.
    pages[1].url = pages[1].url.as_ref().map(|url| url.replace("www.", "m."));
    assert_eq!(found(&pages), expected.into());
    pages[1].url = Some("https://another.example/1".to_owned());
    assert!(found(&pages).is_empty());
}

#[test]
fn a_record_that_is_there_twice_is_its_own_first() {
    let made = Site::new(2, 5).pages(1);
    let mut pages = vec![page(&made[0]), page(&made[0])];
    assert!(found(&pages).is_empty(), "nothing tells one from the other");
    pages[1].url = pages[1].url.as_ref().map(|url| format!("{url}?again"));
    let expected = [(pages[0].id.clone(), (pages[0].id.clone(), true))];
    assert_eq!(found(&pages), expected.into(), "the address does");
}

#[test]
fn what_nothing_repeats_is_no_longer_there_when_a_profile_is_frozen() {
    let made = planted(3, 31);
    let pages: Vec<Page> = made.iter().map(page).collect();
    let frozen = format!("{:?}", freeze(&profile_bytes(&pages)));
    let named = found(&pages);
    for page in &pages {
        let is_first = named.values().any(|(first, _)| *first == page.id);
        assert_eq!(frozen.contains(&format!("\"{}\"", page.id)), is_first, "{}", page.id);
    }
}

#[test]
fn texts_that_are_set_aside_are_counted_as_well() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("pages.jsonl");
    let pages: Vec<Page> =
        (0..3).flat_map(|number| planted(number, 31)).map(|made| page(&made)).collect();
    let record = |page: &Page| {
        serde_json::json!({"id": page.id, "url": page.url, "text": page.text}).to_string() + "\n"
    };
    std::fs::write(&path, pages.iter().map(record).collect::<String>()).unwrap();
    // One block, few that are only added up at the end, and more than are kept apart.
    for (block_bytes, threads) in [(1 << 30, 1), (1 << 14, 2), (1 << 10, 1), (1 << 10, 2)] {
        let defaults = ScanSettings::default();
        let frame = Frame { threads, ..defaults.frame };
        let mut settings = ScanSettings { frame, ..defaults };
        settings.read.block_bytes = block_bytes;
        let input = Input::file(&path, "pages.jsonl");
        let scanned = scan(&[input], &settings, &mut Silent).unwrap();
        assert!(
            scanned.write(Vec::new()).unwrap() == profile_bytes(&pages),
            "blocks of {block_bytes} bytes, {threads} threads"
        );
    }
}

#[test]
fn the_text_of_a_page_that_repeats_another_stays() {
    let made = planted(4, 31);
    let pages: Vec<Page> = made.iter().map(page).collect();
    let knowing = Cleaner::shipped().unwrap().with_profile(freeze(&profile_bytes(&pages)));
    let text = |page: &Page| knowing.clean(page).cleaned(page).compose().text;
    let (first, copy) = (text(&pages[3]), text(&pages[20]));
    let body = |text: &str| text.lines().filter(|line| line.len() > 100).count();
    assert!(pages[20].id.ends_with("Exact"));
    assert_eq!((body(&first), body(&copy)), (made[3].paragraphs(), made[3].paragraphs()));
}
