//! Site profiles: what they take and what they leave, and that their parts make the whole.

#[path = "sites/dump.rs"]
mod dump;
#[path = "sites/repeats.rs"]
mod repeats;

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

/// Which lines of each page stay.
fn kept(cleaner: &Cleaner, made: &[MadePage]) -> Vec<Vec<bool>> {
    let of_page = |made: &MadePage| {
        let page = page(made);
        let washed = cleaner.clean(&page);
        let text = washed.cleaned(&page).compose().text;
        let kept: Vec<&str> = text.lines().collect();
        made.lines.iter().map(|(_, line)| kept.contains(&line.as_str())).collect()
    };
    made.iter().map(of_page).collect()
}

/// Share of the text of some parts whose lines are so, by the two lists; 0 where there is no such text.
fn share(
    made: &[MadePage],
    [with, without]: [&[Vec<bool>]; 2],
    is_of: impl Fn(Part) -> bool,
    is_so: impl Fn(bool, bool) -> bool,
) -> f64 {
    let (mut all, mut so) = (0, 0);
    for (made, (with, without)) in made.iter().zip(with.iter().zip(without)) {
        for ((part, line), (with, without)) in made.lines.iter().zip(with.iter().zip(without)) {
            if is_of(*part) {
                all += line.len();
                so += if is_so(*with, *without) { line.len() } else { 0 };
            }
        }
    }
    #[allow(clippy::cast_precision_loss)]
    let share = so as f64 / all.max(1) as f64;
    share
}

#[test]
fn a_template_goes_and_articles_stay() {
    let plain = Cleaner::shipped().unwrap();
    for (pages_each, seed) in [(5, 7), (20, 7), (200, 7), (5, 8), (20, 8), (200, 8), (50, 9)] {
        let made = sites(pages_each, seed);
        let pages: Vec<Page> = made.iter().map(page).collect();
        let knowing = plain.clone().with_profile(freeze(&profile_bytes(&pages)));
        let [with, without] = [&knowing, &plain].map(|cleaner| kept(cleaner, &made));
        let gone = |is_of: &dyn Fn(Part) -> bool| {
            let share =
                |is_so: fn(bool, bool) -> bool| share(&made, [&with, &without], is_of, is_so);
            // With the profile, without it, and with it only.
            [
                share(|with, _| !with),
                share(|_, without| !without),
                share(|with, without| !with && without),
            ]
        };
        let [template, plainly, _] = gone(&|part| !part.is_article());
        let [_, _, lost] = gone(&Part::is_article);
        let parts = [Part::Template, Part::Section, Part::Passing, Part::Article, Part::Column];
        let parts: Vec<String> = parts
            .iter()
            .map(|part| format!("{part:?} {:.4?}", gone(&|other| other == *part)))
            .collect();
        let about = format!(
            "{pages_each} pages a site, seed {seed}: {template:.4} of the template is gone (without a profile \
             {plainly:.4}) and {lost:.5} of the articles is lost by it; {}",
            parts.join(", ")
        );
        println!("{about}");
        assert!(plainly < 0.5, "this proves nothing: {about}");
        assert!(template >= 0.98 && lost <= 0.001, "{about}");
        let [.., column] = gone(&|part| part == Part::Column);
        assert!(column <= 0.05, "{about}");
        let [section, ..] = gone(&|part| part == Part::Section);
        assert!(pages_each < 20 || section >= 0.9, "{about}");
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
    let message = Rows::open(&b"no profile"[..]).err().unwrap().to_string();
    assert_eq!(message, "no site profile, as scan writes them");
    let cut = Rows::open(&whole[..whole.len() / 2]).and_then(Profile::freeze);
    let message = cut.err().unwrap().to_string();
    assert!(message.starts_with("the site profile is cut short after row "), "{message}");
    let twice = [&whole[..], &whole].concat();
    let message = Rows::open(&twice[..]).and_then(Profile::freeze).err().unwrap().to_string();
    assert!(message.starts_with("the site profile goes on after its end"), "{message}");
    let other = zstd::encode_all(&b"{\"profile\":9}\n"[..], 1).unwrap();
    let message = Rows::open(other.as_slice()).err().unwrap().to_string();
    assert_eq!(
        message,
        "a site profile of version 9; this program reads version 4, made by a new scan"
    );
    let open = zstd::encode_all(&b"{\"profile\":4}\n"[..], 1).unwrap();
    let message = Rows::open(open.as_slice()).and_then(Profile::freeze).err().unwrap().to_string();
    assert_eq!(message, "the site profile is cut short after row 1");
}
