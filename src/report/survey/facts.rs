//! What is asked of every page: the figures that all counts are made of.
//!
//! Separate from the counts, because every page of a run goes through here:
//! nothing in this file looks at more of a page than it must.

use xxhash_rust::xxh3::xxh3_64;

use crate::read::site_of;
use crate::segment::is_unspaced;
use crate::write::{Flag, WrittenError, WrittenRecord};

/// Length below which a kept line is short: most menu entries and links are, few sentences. A character
/// of a script without spaces counts as two.
const SHORT_LINE: usize = 40;

/// Figures of one page.
#[derive(Clone, Debug)]
pub struct Facts {
    /// Number of the record in the run, from 1.
    pub number: u64,
    /// Identifier.
    pub id: String,
    /// What samples go by: depends on the identifier alone.
    pub hash: u64,
    /// The same for pages of which the same came out.
    pub content: u64,
    /// Host of the address, or folder; empty when nothing is known.
    pub site: String,
    /// ISO 639-1 code of the page's language; empty when it is not known.
    pub language: String,
    /// Lines of the article.
    pub lines: u64,
    /// Those of them that are short.
    pub short_lines: u64,
    /// Comments.
    pub comments: u64,
}

impl Facts {
    /// The figures of a record.
    pub fn of(number: u64, record: &WrittenRecord<'_>) -> Result<Self, WrittenError> {
        let id = record.id()?.into_owned();
        let text = record.text()?;
        let lines = text.split('\n').filter(|line| !line.is_empty());
        let (mut count, mut short) = (0, 0);
        for line in lines {
            count += 1;
            short += u64::from(is_short(line));
        }
        Ok(Self {
            number,
            hash: xxh3_64(id.as_bytes()),
            content: content(record)?,
            site: site_of(record.url().as_deref(), &id, record.is_bare()),
            language: record.info.language.clone().unwrap_or_default(),
            id,
            lines: count,
            short_lines: short,
            comments: record.comment_count()? as u64,
        })
    }
}

fn content(record: &WrittenRecord<'_>) -> Result<u64, WrittenError> {
    let [text, comments] = record.content()?.map(|part| xxh3_64(part.as_bytes()));
    Ok(text ^ comments.rotate_left(1) ^ record.info.chars_in.rotate_left(32))
}

fn is_short(line: &str) -> bool {
    // Most lines can be told by their bytes alone: no character has more than four.
    let length = |sign| if is_unspaced(sign) { 2 } else { 1 };
    line.len() < SHORT_LINE * 4
        && line.chars().take(SHORT_LINE).map(length).sum::<usize>() < SHORT_LINE
}

/// Why a page is worth a look.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Doubt {
    /// The program itself is not sure: `confidence` of the record, in thousandths.
    Unsure(u64),
    /// Hardly anything is left: share that was removed, in percent.
    Removed(u64),
    /// Nothing is left of a page that had text: its characters.
    Empty(u64),
    /// The article is made of short lines, as menus are: their share of all lines, in percent.
    Short(u64),
    /// The page was not cleaned at all.
    Unlabelled,
}

/// Confidence below which a page is doubtful, in thousandths; that of the flag `uncertain`.
const UNSURE: u64 = 850;
/// Share removed above which a page is doubtful, in percent. On labelled pages 29 % of all text is removed.
const MUCH: u64 = 80;
/// A page with fewer characters has no article to lose.
const LEAST_CHARS: u64 = 1000;
/// Share of short lines above which an article is doubtful, in percent, and the lines it must have.
const MANY_SHORT: u64 = 60;
const LEAST_LINES: u64 = 8;

/// Pages of these forms have short lines and little text by nature.
const FORMS: [Flag; 6] =
    [Flag::List, Flag::Poem, Flag::Table, Flag::Code, Flag::Forum, Flag::Posts];

/// What speaks for looking at a page, and how loudly, 0 to 3000.
pub fn doubts(facts: &Facts, record: &WrittenRecord<'_>) -> (u64, Vec<Doubt>) {
    let info = &record.info;
    let (mut weight, mut doubts) = (0, Vec::new());
    let mut say = |loud: u64, doubt| {
        weight += loud.min(1000);
        doubts.push(doubt);
    };
    if info.unlabelled.is_some() {
        say(500, Doubt::Unlabelled);
    }
    let sure = info.confidence.map_or(1000, thousandths);
    if sure < UNSURE {
        say((UNSURE - sure) * 1000 / UNSURE + 200, Doubt::Unsure(sure));
    }
    let removed = (info.chars_removed * 100 + info.chars_in / 2) / info.chars_in.max(1);
    let formed = info.flags.iter().any(|flag| FORMS.contains(flag));
    if info.chars_in >= LEAST_CHARS && facts.lines == 0 && facts.comments == 0 {
        say(1000, Doubt::Empty(info.chars_in));
    } else if info.chars_in >= LEAST_CHARS && removed > MUCH {
        say((removed - MUCH) * 40, Doubt::Removed(removed));
    }
    let short = facts.short_lines * 100 / facts.lines.max(1);
    if facts.lines >= LEAST_LINES && short > MANY_SHORT && !formed {
        say((short - MANY_SHORT) * 20, Doubt::Short(short));
    }
    (weight, doubts)
}

/// A share of 0 to 1 as a whole number of thousandths.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to 0 to 1000 before"
)]
pub fn thousandths(share: f64) -> u64 {
    (share * 1000.0).round().clamp(0.0, 1000.0) as u64
}

#[cfg(test)]
mod tests {
    use super::{Doubt, Facts, doubts, is_short, thousandths};
    use crate::write::WrittenRecord;
    use crate::write::testing::Sample;

    #[test]
    fn short_lines_are_counted_in_characters() {
        assert!(is_short("\u{4f60}") && is_short(&"\u{4f60}".repeat(19)));
        assert!(!is_short(&"\u{4f60}".repeat(20)) && !is_short(&"a".repeat(500)));
        assert!(is_short(&"\u{e9}".repeat(39)) && !is_short(&"\u{e9}".repeat(40)));
    }

    #[test]
    fn shares_are_whole_thousandths() {
        assert_eq!([0.9834, -1.0, 7.0, f64::NAN].map(thousandths), [983, 0, 1000, 0]);
    }

    #[test]
    fn an_article_of_short_lines_is_doubtful_and_a_short_page_is_not() {
        let told = |text: &str| {
            let line = Sample::text(text).record();
            let record = WrittenRecord::parse(&line).unwrap();
            doubts(&Facts::of(1, &record).unwrap(), &record).1
        };
        assert_eq!(told(&"Home\n".repeat(9)), [Doubt::Short(100)]);
        assert_eq!(told("Home\nNews"), []);
    }

    #[test]
    fn a_page_of_which_nothing_is_left_is_the_most_doubtful() {
        let line = Sample::text(&"Home\n".repeat(300)).labelled(&"n".repeat(300)).record();
        let record = WrittenRecord::parse(&line).unwrap();
        let facts = Facts::of(1, &record).unwrap();
        assert_eq!(doubts(&facts, &record), (1000, vec![Doubt::Empty(1500)]));
        assert_eq!((facts.lines, facts.comments, facts.site.as_str()), (0, 0, ""));
    }
}
