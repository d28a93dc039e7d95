//! The texts of a site's pages, each once: what a profile keeps of them until it is frozen.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

use super::Sketch;
use super::sketch::Sketching;
use super::words::{Key, words};
use crate::page::Page;
use crate::segment::Line;

/// What a page is called. Sorts by identifier, then by address.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PageName {
    /// Its identifier, as in its record.
    pub id: Box<str>,
    /// Its address, when it has one.
    #[serde(default)]
    pub url: Option<Box<str>>,
}

impl PageName {
    /// The name of this page.
    #[must_use]
    pub fn of(page: &Page) -> Self {
        Self { id: page.id.as_str().into(), url: page.url.as_deref().map(Into::into) }
    }

    /// Whether this page is called so.
    #[must_use]
    pub fn is_of(&self, page: &Page) -> bool {
        *self.id == *page.id && self.url.as_deref() == page.url.as_deref()
    }
}

/// The running text of one page.
#[derive(Clone, Debug)]
pub struct PageText {
    /// Its key, see [`text_key`](super::text_key).
    pub key: u64,
    /// Its number of words.
    pub words: u32,
    /// What is compared of it.
    pub sketch: Sketch,
}

/// Pages with the same text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Copies {
    /// How many there are.
    pub pages: u64,
    /// The first of their names.
    pub first: PageName,
    /// How many are called so; more than one when a dump holds a record twice.
    pub firsts: u64,
}

/// A running text, and the pages of a site that have it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextCount {
    /// The pages.
    pub copies: Copies,
    /// Number of words.
    pub words: u32,
    /// What is compared of it; the smallest, where lines were broken in several ways.
    pub sketch: Sketch,
}

impl PageText {
    /// The running text of a page; `running` are its lines of running text with their keys. None for one with too little text.
    pub(super) fn of<'l>(
        text: &str,
        running: impl Iterator<Item = (&'l Line, u64)>,
    ) -> Option<Self> {
        let (mut key, mut scratch) = (Key::default(), String::new());
        let mut sketching = Sketching::new();
        for (line, line_key) in running {
            sketching.line(line_key);
            words(line.body.of(text), &mut scratch, |word| {
                key.word(word);
                sketching.word(word);
            });
        }
        let (key, words) = key.finish()?;
        Some(Self { key, words, sketch: sketching.finish() })
    }
}

impl Copies {
    /// Adds further pages.
    pub(super) fn add(&mut self, other: Self) {
        self.pages += other.pages;
        match other.first.cmp(&self.first) {
            Ordering::Less => (self.first, self.firsts) = (other.first, other.firsts),
            Ordering::Equal => self.firsts += other.firsts,
            Ordering::Greater => {}
        }
    }
}

impl TextCount {
    /// The text of one page.
    #[must_use]
    pub fn one(name: PageName, text: PageText) -> Self {
        let copies = Copies { pages: 1, first: name, firsts: 1 };
        Self { copies, words: text.words, sketch: text.sketch }
    }

    /// Adds the pages of another part that have the same text.
    pub(super) fn add(&mut self, other: Self) {
        self.copies.add(other.copies);
        if other.sketch < self.sketch {
            self.sketch = other.sketch;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::PageCount;
    use super::TextCount;
    use crate::page::Page;

    fn text(id: &str, url: Option<&str>, text: &str) -> TextCount {
        let page = Page { id: format!("site/{id}"), text: text.to_owned(), ..Page::default() };
        let page = Page { url: url.map(str::to_owned), ..page };
        let PageCount { name, text, .. } = PageCount::of(&page).unwrap();
        TextCount::one(name, text.unwrap())
    }

    #[test]
    fn the_first_page_is_that_of_the_smallest_name() {
        let story = "The council met on Monday and approved the new budget for schools, roads and parks, after a debate that lasted well into the night. Nobody had expected it: the last one, in 1994, was over before the lamps of the square had been lit, said the clerk.";
        let broken = story.replace(". Nobody", ".\nNobody");
        let address = Some("http://a.example/");
        let pages = [
            text("b", None, story),
            text("a", address, &broken),
            text("a", None, story),
            text("a", None, &broken),
        ];
        let sum = |order: [usize; 4]| {
            let [first, rest @ ..] = order.map(|i| pages[i].clone());
            rest.into_iter().fold(first, |mut sum, page| {
                sum.add(page);
                sum
            })
        };
        let all = sum([0, 1, 2, 3]);
        let copies = &all.copies;
        assert_eq!((&*copies.first.id, &copies.first.url), ("site/a", &None));
        assert_eq!((copies.pages, copies.firsts, all.words), (4, 2, 47));
        for order in [[3, 2, 1, 0], [1, 3, 0, 2], [2, 0, 3, 1]] {
            assert_eq!(sum(order), all);
        }
    }
}
