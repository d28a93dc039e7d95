//! One page, as the counts see it: its story, its text, and its lines each once.

use xxhash_rust::xxh3::xxh3_64;

use super::{PageName, PagePaths, PageText, SiteName, paths_of};
use crate::dates;
use crate::page::Page;
use crate::rules::normalise;
use crate::segment::{View, segment};

/// Bytes of a line that are kept to show it.
const SHOWN_BYTES: usize = 120;

/// What is counted of one page.
#[derive(Clone, Debug)]
pub struct PageCount {
    /// The site.
    pub site: SiteName,
    /// The paths of the site that it lives below.
    pub paths: PagePaths,
    /// A hash of the running text, whatever stands around it.
    pub story: u32,
    /// A hash of the address, as far as it tells one story from another; of the identifier where there is none.
    pub address: u32,
    /// What it is called.
    pub name: PageName,
    /// Its running text; none when that is too little to be compared.
    pub text: Option<PageText>,
    /// The lines, each once.
    pub lines: Vec<PageLine>,
}

/// One line of a page.
#[derive(Clone, Debug)]
pub struct PageLine {
    /// The line's key.
    pub key: u64,
    /// Where it stands first, in thousandths of the page's lines.
    pub place: u16,
    /// Its beginning, to be shown.
    pub text: Box<str>,
}

/// Longer lines keep their dates: a sentence that differs by a date only is another sentence.
const DATED_BYTES: usize = 120;

/// What stands for a date. As much as is left of one in numbers.
const A_DATE: &str = "0-0-0";

/// What makes two lines one: letters without case, any number in place of a number, any date in place of a
/// date, any white space in place of white space. None for a line without letters and digits.
#[must_use]
pub fn line_key(line: &str, scratch: &mut Vec<u8>) -> Option<u64> {
    if !line.contains(char::is_alphanumeric) {
        return None;
    }
    match undated(line) {
        Some(undated) => normalise(&undated, scratch),
        None => normalise(line, scratch),
    }
    Some(xxh3_64(scratch))
}

/// The line with its dates replaced; none when it has none.
fn undated(line: &str) -> Option<String> {
    if line.len() > DATED_BYTES {
        return None;
    }
    let mut undated: Option<String> = None;
    let mut rest = 0;
    dates::each(line, |date| {
        let undated = undated.get_or_insert_default();
        undated.push_str(line.get(rest..date.span.start).unwrap_or_default());
        undated.push_str(A_DATE);
        rest = date.span.end;
    });
    undated.map(|undated| undated + line.get(rest..).unwrap_or_default())
}

impl PageCount {
    /// Counts one page; none when nothing is known of its site.
    #[must_use]
    pub fn of(page: &Page) -> Option<Self> {
        let site = SiteName::of(page)?;
        let lines = segment(&page.text).lines;
        let mut scratch = Vec::new();
        let mut seen: Vec<PageLine> = Vec::with_capacity(lines.len());
        let mut running = Vec::new();
        let (mut prose, mut all) = (0u64, 0u64);
        let view = View::of(&page.text, &lines);
        for (i, (line, shown)) in lines.iter().zip(view.lines()).enumerate() {
            let body = shown.body.of(view.text());
            let Some(key) = line_key(body, &mut scratch) else { continue };
            all = all.wrapping_add(key);
            if line.is_running_text() {
                prose = prose.wrapping_add(key);
                running.push((line, key));
            }
            let place = u16::try_from(i * 1000 / lines.len()).unwrap_or(1000);
            seen.push(PageLine { key, place, text: beginning(body).into() });
        }
        let text = PageText::of(&page.text, running.into_iter());
        // The first of equal lines stays, because the order among them is that of the page.
        seen.sort_by_key(|line| line.key);
        seen.dedup_by_key(|line| line.key);
        let story = xxh3_64(&(if prose == 0 { all } else { prose }).to_le_bytes());
        let address = page.url.as_deref().unwrap_or(&page.id);
        let address = xxh3_64(story_address(address).as_bytes());
        let high = |hash: u64| (hash >> 32) as u32;
        Some(Self {
            site,
            paths: paths_of(page),
            story: high(story),
            address: high(address),
            name: PageName::of(page),
            text,
            lines: seen,
        })
    }
}

/// Parameters of an address that name no story, but say how its page is shown or where the reader came from.
const NO_STORY: [&str; 32] = [
    "amp",
    "cmp",
    "cmpid",
    "comments",
    "dclid",
    "fbclid",
    "format",
    "from",
    "gclid",
    "icid",
    "igshid",
    "jsessionid",
    "mode",
    "msclkid",
    "offset",
    "output",
    "page",
    "phpsessid",
    "print",
    "printable",
    "ref",
    "referrer",
    "replytocom",
    "seite",
    "session",
    "share",
    "showcomments",
    "sid",
    "source",
    "src",
    "via",
    "view",
];

/// How the names of such parameters begin.
const NO_STORY_PREFIXES: [&str; 4] = ["utm_", "at_", "mc_", "wt_"];

/// An address without what does not tell which story it is: of the query only parameters that may name one, and
/// the fragment only where a site has paths in it.
fn story_address(address: &str) -> String {
    let (page, fragment) = address.split_once('#').unwrap_or((address, ""));
    let (path, query) = page.split_once('?').unwrap_or((page, ""));
    let names_story = |parameter: &&str| {
        let name = parameter.split('=').next().unwrap_or_default().to_ascii_lowercase();
        let is_prefix = |prefix: &&str| name.starts_with(prefix);
        !(name.is_empty()
            || NO_STORY.contains(&name.as_str())
            || NO_STORY_PREFIXES.iter().any(is_prefix))
    };
    let parameters = query.split(['&', ';']).filter(names_story);
    let fragment = Some(fragment).filter(|fragment| fragment.starts_with(['!', '/']));
    let parts: Vec<&str> = [path].into_iter().chain(parameters).chain(fragment).collect();
    parts.join("?")
}

/// The beginning of a line, on one line.
fn beginning(body: &str) -> &str {
    let end = (0..=body.len().min(SHOWN_BYTES)).rev().find(|&at| body.is_char_boundary(at));
    body.get(..end.unwrap_or(0)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{NO_STORY, PageCount, line_key, story_address};
    use crate::page::Page;

    fn page(text: String) -> Page {
        Page { text, url: Some("https://example.org/1".to_owned()), ..Page::default() }
    }

    #[test]
    fn lines_that_differ_in_case_numbers_dates_and_space_are_one() {
        let key = |line: &str| line_key(line, &mut Vec::new());
        assert_eq!(key("Stand: 3. Mai 2021, 14:05 Uhr"), key("Stand: 12. Dezember 2019, 9:30 Uhr"));
        assert_eq!(key("Posted by Ann, May 3, 2021"), key("Posted by Ann, 2 hours ago"));
        assert_ne!(key("Posted by Ann, May 3, 2021"), key("Posted by Bob, May 3, 2021"));
        assert_ne!(key("May 3, 2021"), key("3"));
        let sentence =
            |month| format!("{} on {month} 3, 2021.", "The council met again ".repeat(6));
        assert_ne!(key(&sentence("May")), key(&sentence("June")));
        assert_eq!(key("12 Comments"), key("1,204  COMMENTS"));
        assert_ne!(key("12 comments"), key("12 replies"));
        assert_eq!((key(" | \u{2014} "), key("***")), (None, None));
    }

    #[test]
    fn stories_may_be_told_apart_by_a_query() {
        for (address, story) in [
            ("http://a.example/story.php?id=12&print=1", "http://a.example/story.php?id=12"),
            ("http://a.example/?utm_source=x&amp;p=7#comments", "http://a.example/?p=7"),
            ("http://a.example/#!/123", "http://a.example/?!/123"),
            ("http://a.example/12?print", "http://a.example/12"),
            ("http://a.example/12?&FBCLID=x#top", "http://a.example/12"),
            ("dump.txt", "dump.txt"),
        ] {
            assert_eq!(story_address(address), story, "{address}");
        }
        assert!(NO_STORY.is_sorted());
    }

    #[test]
    fn a_story_is_its_running_text() {
        let story = "The council met on Monday and approved the new budget for schools, roads and parks, after a debate that lasted well into the night.";
        let of = |text: String| PageCount::of(&page(text)).unwrap().story;
        let one = of(format!("Home\n{story}\nShare"));
        assert_eq!(one, of(format!("Start\nMenu\n{story}")));
        assert_ne!(one, of(format!("Home\n{}\nShare", story.replace("Monday", "Friday"))));
        assert_ne!(of("Home\nA".to_owned()), of("Home\nB".to_owned()));
    }

    #[test]
    fn each_line_counts_once_at_its_first_place() {
        let count = PageCount::of(&page("Menu\nA\nB\nmenu".to_owned())).unwrap();
        let menu = line_key("Menu", &mut Vec::new()).unwrap();
        let lines: Vec<_> = count.lines.iter().filter(|line| line.key == menu).collect();
        assert_eq!((lines.len(), lines[0].place, &*lines[0].text), (1, 0, "Menu"));
        assert_eq!(count.lines.len(), 3);
    }
}
