//! Which texts of a site repeat another one.
//!
//! Taken in the order of their first pages, each text is held against those
//! before it that repeat nothing. So what a page is said to repeat was compared
//! with it, is itself not a repetition, and has the smallest name; a chain of
//! small changes does not make one of two different texts. Lanes of lines that
//! a host prints on a good part of its pages are left out: two short notes above
//! the same long notice are two.

use foldhash::fast::FixedState;
use hashbrown::{HashMap, HashSet};

use super::sketch::{LANES, line_part};
use super::texts::Copies;
use super::words::{FEWEST_WORDS, mix};
use super::{LineCount, PageName, TextCount};

/// Resemblance from which on a text repeats another, in tenths.
const ALIKE_TENTHS: usize = 8;
/// Fewer lanes that both texts have for themselves do not tell their resemblance.
const FEWEST_LANES: usize = 20;
/// Lanes of a band: texts are compared when they agree in one. Of pairs with a resemblance of .8 fewer than one in a
/// million agree in none, of those with .2 five in six.
const BAND: usize = 3;
/// Texts of one band that a further text is held against. Reports of one wording would all be held against
/// all others.
const MOST_IN_BAND: usize = 64;

/// Stories, and share of a host's pages in percent, from which on a line is of the template here. More than for other
/// purposes: the versions of one story are no template.
const TEMPLATE_STORIES: u64 = 4;
const TEMPLATE_PERCENT: u64 = 30;
/// Fewer bytes are no running text, and have no lanes.
const RUNNING_BYTES: usize = 100;

/// What a lane holds when no shingle was dealt to it, and when its shingle is of the template.
const EMPTY: u16 = 0;
const TEMPLATE: u16 = 1;

/// The texts of a domain, while its hosts are read.
#[derive(Default)]
pub(super) struct Texts {
    /// Pages of the host that is read.
    pages: u64,
    /// Lines of its template.
    template: HashSet<u16, FixedState>,
    all: HashMap<u64, Text, FixedState>,
}

/// What is asked of a text.
struct Text {
    copies: Copies,
    words: u32,
    lanes: [u16; LANES],
}

/// The texts of a domain that repeat another one, or are repeated as they are.
#[derive(Clone, Debug, Default)]
pub(super) struct Repeats {
    /// Names of pages that are repeated.
    names: Vec<PageName>,
    /// By the key of a text: the page that it repeats, and whether that has the same text.
    texts: HashMap<u64, (u32, bool), FixedState>,
}

/// What a page repeats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Repeat<'p> {
    /// The page that it repeats.
    pub first: &'p PageName,
    /// Whether the running text is the same, but for case, marks and what stands around it.
    pub exact: bool,
}

impl Texts {
    /// What follows is of another host, with so many pages.
    pub(super) fn host(&mut self, pages: u64) {
        self.pages = pages;
        self.template.clear();
    }

    /// A line of the host; all come before the texts.
    pub(super) fn line(&mut self, key: u64, line: &LineCount) {
        if line.text.len() >= RUNNING_BYTES
            && line.pages * 100 >= self.pages * TEMPLATE_PERCENT
            && line.stories() >= TEMPLATE_STORIES
        {
            self.template.insert(line_part(key));
        }
    }

    /// A text of the host.
    pub(super) fn text(&mut self, key: u64, count: TextCount) {
        let mut text = Text { copies: count.copies, words: count.words, lanes: [EMPTY; LANES] };
        for (slot, lane) in text.lanes.iter_mut().zip(count.sketch.lanes()) {
            *slot = match lane.hash {
                EMPTY => EMPTY,
                _ if self.template.contains(&lane.line) => TEMPLATE,
                hash => hash.max(TEMPLATE + 1),
            };
        }
        match self.all.get_mut(&key) {
            Some(known) => known.add(text),
            None => {
                self.all.insert(key, text);
            }
        }
    }

    /// The texts that repeat another one.
    pub(super) fn repeats(self) -> Repeats {
        let mut texts: Vec<(u64, Text)> =
            self.all.into_iter().filter(|(_, text)| text.has_enough()).collect();
        texts.sort_unstable_by(|(a, left), (b, right)| {
            (&left.copies.first, a).cmp(&(&right.copies.first, b))
        });
        let found = Comparison::of(&texts).run();
        let mut repeats = Repeats::default();
        let mut numbers: HashMap<usize, u32, FixedState> = HashMap::default();
        for (number, (key, text)) in texts.iter().enumerate() {
            let (first, exact) = match found.get(number).copied().flatten() {
                Some(first) => (first, false),
                None if text.copies.pages > text.copies.firsts => (number, true),
                None => continue,
            };
            let Some((_, named)) = texts.get(first) else { continue };
            let place = *numbers.entry(first).or_insert_with(|| {
                repeats.names.push(named.copies.first.clone());
                u32::try_from(repeats.names.len() - 1).unwrap_or(u32::MAX)
            });
            repeats.texts.insert(*key, (place, exact));
        }
        repeats
    }
}

impl Text {
    /// Adds the pages of another host with the same text.
    fn add(&mut self, other: Self) {
        self.copies.add(other.copies);
        for (lane, other) in self.lanes.iter_mut().zip(other.lanes) {
            // What is of the template on either host says nothing.
            if other == TEMPLATE {
                *lane = TEMPLATE;
            }
        }
    }

    /// Whether enough is left of the text without the template.
    fn has_enough(&self) -> bool {
        let lanes = self.lanes.iter().filter(|lane| **lane != EMPTY).count() as u64;
        let own = self.lanes.iter().filter(|lane| **lane > TEMPLATE).count() as u64;
        u64::from(self.words) * own >= u64::from(FEWEST_WORDS) * lanes
    }

    /// In how many lanes two texts agree, of how many that both have for themselves.
    fn agreement(&self, other: &Self) -> (usize, usize) {
        let (mut same, mut both) = (0, 0);
        for (a, b) in self.lanes.iter().zip(&other.lanes) {
            let counts = *a != TEMPLATE && *b != TEMPLATE && (*a | *b) != EMPTY;
            both += usize::from(counts);
            same += usize::from(counts && a == b);
        }
        (same, both)
    }

    /// Hashes of the bands that have no lane but the text's own.
    fn bands(&self) -> impl Iterator<Item = u64> {
        self.lanes.chunks_exact(BAND).zip(1u64..).filter_map(|(band, number)| {
            let own = band.iter().all(|lane| *lane > TEMPLATE);
            let packed = band.iter().fold(number, |packed, lane| packed << 16 | u64::from(*lane));
            own.then(|| mix(packed))
        })
    }
}

/// Which texts are to be held against which.
struct Comparison<'t> {
    texts: &'t [(u64, Text)],
    /// Text and band, in the order of the texts; bands of a single text are left out.
    members: Vec<(usize, usize)>,
    bands: usize,
}

impl<'t> Comparison<'t> {
    fn of(texts: &'t [(u64, Text)]) -> Self {
        let mut all: Vec<(u64, u32)> = Vec::new();
        for ((_, text), number) in texts.iter().zip(0u32..) {
            all.extend(text.bands().map(|band| (band, number)));
        }
        all.sort_unstable();
        let shared = all.chunk_by(|a, b| a.0 == b.0).filter(|band| band.len() > 1);
        let (mut members, mut bands) = (Vec::new(), 0);
        for band in shared {
            members.extend(band.iter().map(|(_, text)| (*text as usize, bands)));
            bands += 1;
        }
        members.sort_unstable();
        Self { texts, members, bands }
    }

    /// For each text the one before it that it repeats.
    fn run(self) -> Vec<Option<usize>> {
        let mut found = vec![None; self.texts.len()];
        let mut firsts: Vec<Vec<usize>> = vec![Vec::new(); self.bands];
        let mut candidates = Vec::new();
        for members in self.members.chunk_by(|a, b| a.0 == b.0) {
            let Some(&(text, _)) = members.first() else { continue };
            candidates.clear();
            for (_, band) in members {
                candidates.extend(firsts.get(*band).into_iter().flatten());
            }
            candidates.sort_unstable();
            candidates.dedup();
            let first = self.most_alike(text, &candidates);
            if let Some(slot) = found.get_mut(text) {
                *slot = first;
            }
            for (_, band) in members.iter().filter(|_| first.is_none()) {
                if let Some(band) = firsts.get_mut(*band).filter(|band| band.len() < MOST_IN_BAND) {
                    band.push(text);
                }
            }
        }
        found
    }

    /// The candidate that a text repeats; of several the most alike, of equal ones the first.
    fn most_alike(&self, text: usize, candidates: &[usize]) -> Option<usize> {
        let (_, text) = self.texts.get(text)?;
        let mut best: Option<(usize, (usize, usize))> = None;
        for &candidate in candidates {
            let (_, other) = self.texts.get(candidate)?;
            let (same, both) = text.agreement(other);
            let alike = both >= FEWEST_LANES && same * 10 >= both * ALIKE_TENTHS;
            if alike && best.is_none_or(|(_, (most, of))| same * of > most * both) {
                best = Some((candidate, (same, both)));
            }
        }
        best.map(|(candidate, _)| candidate)
    }
}

impl Repeats {
    /// What pages with this text repeat, but for the one that is named.
    pub(super) fn find(&self, key: u64) -> Option<Repeat<'_>> {
        let &(name, exact) = self.texts.get(&key)?;
        Some(Repeat { first: self.names.get(name as usize)?, exact })
    }

    /// Whether no page repeats another one.
    pub(super) fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// How many of the pages that were counted with a text repeat another one.
    pub(super) fn pages(&self, key: u64, copies: &Copies) -> u64 {
        match self.find(key) {
            Some(Repeat { first, exact: true }) if *first == copies.first => {
                copies.pages.saturating_sub(copies.firsts)
            }
            Some(_) => copies.pages,
            None => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Counts, PageCount, SiteRows};
    use super::{Repeats, Texts};
    use crate::page::Page;
    use crate::random::Random;
    use crate::segment::segment;
    use crate::site::text_key;

    /// Words without any meaning; without figures, because lines that differ in these only are one.
    fn made_up(seed: u64, words: usize) -> Vec<String> {
        let mut random = Random::new(seed);
        let mut letter = |_| char::from(b'a' + u8::try_from(random.below(26)).unwrap());
        (0..words).map(|_| (0..6).map(&mut letter).collect()).collect()
    }

    /// A paragraph of words that nothing else has.
    fn prose(seed: u64, words: usize) -> String {
        format!("{}.", made_up(seed, words).join(" "))
    }

    fn page(id: &str, text: String) -> Page {
        Page { id: format!("site/{id}"), text, ..Page::default() }
    }

    fn repeats(pages: &[Page]) -> Repeats {
        let mut counts = Counts::default();
        for page in pages {
            counts.add_page(PageCount::of(page).unwrap());
        }
        let mut all = Texts::default();
        for SiteRows { count, lines, texts, .. } in counts.into_sites() {
            all.host(count.pages);
            for (key, line) in &lines {
                all.line(*key, line);
            }
            for (key, text) in texts {
                all.text(key, text);
            }
        }
        all.repeats()
    }

    /// What each page is said to repeat.
    fn firsts<'r>(repeats: &'r Repeats, pages: &[Page]) -> Vec<Option<&'r str>> {
        let key = |page: &Page| text_key(&page.text, &segment(&page.text).lines);
        let found = pages.iter().map(|page| repeats.find(key(page)?));
        found.map(|repeat| repeat.map(|repeat| &*repeat.first.id)).collect()
    }

    #[test]
    fn short_notes_above_a_long_notice_are_not_alike() {
        let notice = prose(1, 900);
        let note = |seed: u64| format!("{}\n{notice}", prose(seed, 80));
        let mut pages: Vec<Page> = (10..20).map(|n| page(&n.to_string(), note(n))).collect();
        pages.push(page("21", format!("Menu\n{}", note(13))));
        let found = repeats(&pages);
        let mut expected = vec![None; 11];
        (expected[3], expected[10]) = (Some("site/13"), Some("site/13"));
        assert_eq!(firsts(&found, &pages), expected, "by their texts, so the first is among them");
        // Nobody knows a template from two pages.
        assert_eq!(firsts(&repeats(&pages[..2]), &pages[..2]), [None, Some("site/10")]);
        let bare: Vec<Page> =
            (10..20).map(|n| page(&n.to_string(), format!("Note {n}\n{notice}"))).collect();
        assert!(!repeats(&bare).is_empty(), "one story, as far as anybody can tell");
    }

    #[test]
    fn small_changes_that_add_up_make_another_text() {
        // Each page has 10 words of 200 that the one before it has not.
        let words = made_up(2, 300);
        let text = |n: usize| format!("{}.", words[n * 10..n * 10 + 200].join(" "));
        let pages: Vec<Page> = (0..10).map(|n| page(&n.to_string(), text(n))).collect();
        let found = repeats(&pages);
        let firsts = firsts(&found, &pages);
        assert_eq!((firsts[0], firsts[1]), (None, Some("site/0")));
        let texts = firsts.iter().filter(|first| first.is_none()).count();
        assert!((3..=5).contains(&texts), "{firsts:?}");
        for (n, first) in firsts.iter().enumerate() {
            let Some(first) = first.and_then(|id| id["site/".len()..].parse::<usize>().ok()) else {
                continue;
            };
            assert!(n > first && n - first <= 3, "{n} is said to repeat {first}");
            assert_eq!(firsts[first], None, "what is repeated repeats nothing");
        }
    }

    #[test]
    fn little_text_is_not_compared() {
        let pages: Vec<Page> = ["a", "b"].map(|id| page(id, prose(3, 39))).into();
        assert!(repeats(&pages).is_empty());
        let pages: Vec<Page> = ["a", "b"].map(|id| page(id, prose(3, 40))).into();
        assert_eq!(firsts(&repeats(&pages), &pages), [Some("site/a"); 2]);
    }
}
