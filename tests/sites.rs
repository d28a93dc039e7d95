//! Site profiles: what they take and what they leave, and that their parts make the whole.

#[path = "sites/dump.rs"]
mod dump;
#[path = "sites/repeats.rs"]
mod repeats;

use std::collections::BTreeMap;
use std::sync::Arc;

use dump::{MadePage, Part, Site};
use presswash::page::Page;
use presswash::pipeline::Cleaner;
use presswash::site::{Counts, PageCount, Profile, Rows, merge, write_counts};

fn page(made: &MadePage) -> Page {
    Page { id: made.id.clone(), url: Some(made.url.clone()), text: made.text(), ..Page::default() }
}

fn profile_bytes<'p>(pages: impl IntoIterator<Item = &'p Page>) -> Vec<u8> {
    let mut counts = Counts::default();
    for page in pages {
        counts.add_page(PageCount::of(page).unwrap());
    }
    let mut bytes = Vec::new();
    write_counts(counts, &mut bytes).unwrap();
    bytes
}

fn freeze(bytes: &[u8]) -> Arc<Profile> {
    Arc::new(Profile::freeze(Rows::open(bytes).unwrap()).unwrap())
}

/// Sites of so many pages, some hundred pages in all.
fn sites(pages_each: usize, seed: usize) -> Vec<MadePage> {
    let sites = (200 / pages_each).clamp(2, 40);
    (0..sites).flat_map(|number| Site::new(number, seed).pages(pages_each)).collect()
}

/// Characters of each part of some pages, and how many of them are gone.
#[derive(Debug, Default)]
struct Gone(BTreeMap<Part, (usize, usize)>);

impl Gone {
    fn of(cleaner: &Cleaner, made: &[MadePage]) -> Self {
        let mut gone = Self::default();
        for made in made {
            let page = page(made);
            let washed = cleaner.clean(&page);
            let text = washed.cleaned(&page).compose().text;
            let kept: Vec<&str> = text.lines().collect();
            for (part, line) in &made.lines {
                let (all, lost) = gone.0.entry(*part).or_default();
                *all += line.len();
                if std::env::var_os("SHOW").is_some()
                    && kept.contains(&line.as_str()) == part.is_article()
                {
                } else if std::env::var_os("SHOW").is_some() && page.id.contains("0.example") {
                    println!("WRONG {part:?} {} {line}", page.id);
                }
                *lost += if kept.contains(&line.as_str()) { 0 } else { line.len() };
            }
        }
        gone
    }

    /// Share of some parts that is gone.
    fn share(&self, of: impl Fn(Part) -> bool) -> f64 {
        let parts = self.0.iter().filter(|(part, _)| of(**part));
        let (all, gone) =
            parts.fold((0, 0), |(all, gone), (_, part)| (all + part.0, gone + part.1));
        #[allow(clippy::cast_precision_loss)]
        let share = gone as f64 / all.max(1) as f64;
        share
    }
}

#[test]
fn a_template_goes_and_articles_stay() {
    let plain = Cleaner::shipped().unwrap();
    for pages_each in [5, 20, 200] {
        let made = sites(pages_each, 7);
        let pages: Vec<Page> = made.iter().map(page).collect();
        let knowing = plain.clone().with_profile(freeze(&profile_bytes(&pages)));
        let [knowing, plain] = [&knowing, &plain].map(|cleaner| Gone::of(cleaner, &made));
        let without = plain.share(|part| !part.is_article());
        assert!(
            without < 0.5,
            "{pages_each}: {without} goes without a profile, which proves nothing"
        );
        let gone = knowing.share(|part| !part.is_article());
        assert!(gone >= 0.98, "{pages_each} pages a site: {gone} of the template is gone");
        let lost = knowing.share(Part::is_article);
        assert!(lost <= 0.001, "{pages_each} pages a site: {lost} of the articles is lost");
    }
}

/// Prints what is gone of each part, for other numbers of the dump than those above.
#[test]
#[ignore = "a table for people"]
fn table() {
    let plain = Cleaner::shipped().unwrap();
    for (pages_each, seed) in [(5, 7), (20, 7), (200, 7), (5, 8), (20, 8), (200, 8), (50, 9)] {
        let made = sites(pages_each, seed);
        let pages: Vec<Page> = made.iter().map(page).collect();
        let knowing = plain.clone().with_profile(freeze(&profile_bytes(&pages)));
        if let Some(dir) = std::env::var_os("DUMP") {
            let records: String = pages
                .iter()
                .map(|page| {
                    serde_json::json!({"id": page.id, "url": page.url, "text": page.text})
                        .to_string()
                        + "\n"
                })
                .collect();
            std::fs::write(
                std::path::Path::new(&dir).join(format!("made-{pages_each}-{seed}.jsonl")),
                records,
            )
            .unwrap();
        }
        for (name, cleaner) in [("without", &plain), ("with", &knowing)] {
            let gone = Gone::of(cleaner, &made);
            let parts: Vec<String> = gone
                .0
                .keys()
                .map(|part| format!("{part:?} {:.4}", gone.share(|other| other == *part)))
                .collect();
            let [template, article] =
                [false, true].map(|article| gone.share(|part| part.is_article() == article));
            println!(
                "{pages_each} {seed} {name}: template {template:.4} article {article:.5} | {}",
                parts.join(" ")
            );
        }
    }
}

#[test]
fn one_or_two_pages_of_a_site_change_nothing() {
    let plain = Cleaner::shipped().unwrap();
    for pages_each in [1, 2] {
        let made = sites(pages_each, 8);
        let pages: Vec<Page> = made.iter().map(page).collect();
        let knowing = plain.clone().with_profile(freeze(&profile_bytes(&pages)));
        for page in &pages {
            let (left, right) = (plain.clean(page), knowing.clean(page));
            assert_eq!(left.labels, right.labels, "{}", page.id);
        }
    }
}

#[test]
fn parts_in_any_order_make_the_profile_of_the_whole() {
    let mut made = sites(20, 9);
    made.extend((0..5).flat_map(|number| repeats::planted(number, 9)));
    let mut pages: Vec<Page> = made.iter().map(page).collect();
    // Records that a dump holds twice, and further hosts of a domain.
    pages.extend_from_within(20..23);
    for page in &mut pages[5..9] {
        page.url = page.url.as_ref().map(|url| url.replace("www.", "m."));
    }
    let whole = profile_bytes(&pages);
    assert_eq!(whole, profile_bytes(pages.iter().rev()), "order of the pages");
    for parts in [2, 3, 7] {
        let mut files: Vec<Vec<u8>> =
            (0..parts).map(|part| profile_bytes(pages.iter().skip(part).step_by(parts))).collect();
        for _ in 0..2 {
            let rows = files.iter().map(|bytes| Rows::open(bytes.as_slice()).unwrap()).collect();
            let mut merged = Vec::new();
            merge(rows, &mut merged).unwrap();
            assert!(merged == whole, "{parts} parts");
            files.reverse();
        }
    }
}

#[test]
fn broken_profiles_are_refused() {
    let pages: Vec<Page> = sites(20, 9).iter().take(3).map(page).collect();
    let whole = profile_bytes(&pages);
    assert!(Rows::open(&b"no profile"[..]).is_err());
    let cut = Rows::open(&whole[..whole.len() / 2]).and_then(Profile::freeze);
    assert!(cut.is_err(), "a file that was cut short");
    let other = zstd::encode_all(&b"{\"profile\":9}\n"[..], 1).unwrap();
    let message = Rows::open(other.as_slice()).err().unwrap().to_string();
    assert_eq!(
        message,
        "a site profile of version 9; this program reads version 3, made by a new scan"
    );
    let open = zstd::encode_all(&b"{\"profile\":3}\n"[..], 1).unwrap();
    let message = Rows::open(open.as_slice()).and_then(Profile::freeze).err().unwrap().to_string();
    assert_eq!(message, "the site profile is cut short after row 1");
}
