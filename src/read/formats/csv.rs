//! Tables as text: CSV and TSV with a header row.
//!
//! A row is a record whose members are named by the header row; quoted fields
//! may hold line ends. The header is no record: the reader keeps it beside the
//! blocks, so that a block anywhere in the file can be read.

use memchr::{memchr, memchr_iter};

use super::csv_rows::Dialect;
use super::{Head, Kind, Pages, Sign};
use crate::page::Page;
use crate::read::blocks::{Block, Cut};
use crate::read::borders::Border;
use crate::read::encoding;
use crate::read::errors::{Malformed, MalformedReason};
use crate::read::fields::FieldNames;
use crate::read::record::{self, Builder};

/// Values with commas between them, or semicolons or bars where the header has more of those.
pub(super) struct Csv;

/// Values with tabs between them.
pub(super) struct Tsv;

impl Kind for Csv {
    fn name(&self) -> &'static str {
        "csv"
    }

    fn sign(&self, head: &Head<'_>) -> Option<Sign> {
        let by_name = |sign: &Sign| *sign == Sign::Content || !is_tabbed(head);
        sign(head, Dialect::commas(head.text), &["csv", "psv"]).filter(by_name)
    }

    fn header(&self, bytes: &[u8], last: bool) -> Option<usize> {
        header(bytes, last, Dialect::commas(bytes))
    }

    fn next(&self, bytes: &[u8], from: usize, last: bool, cut: &Cut) -> Border {
        Dialect::commas(&cut.header).next(bytes, from, last, cut.max_record)
    }

    fn resume(&self, bytes: &[u8], cut: &Cut) -> Option<usize> {
        memchr(Dialect::commas(&cut.header).line_end, bytes).map(|at| at + 1)
    }

    fn pages<'a>(&self, block: &'a Block, fields: &'a FieldNames) -> Pages<'a> {
        Box::new(pages(block, fields, Dialect::commas(&block.cut.header)))
    }
}

impl Kind for Tsv {
    fn name(&self) -> &'static str {
        "tsv"
    }

    fn sign(&self, head: &Head<'_>) -> Option<Sign> {
        let by_name = || is_tabbed(head).then_some(Sign::Name);
        sign(head, Dialect::tabs(head.text), &["tsv", "tab"]).or_else(by_name)
    }

    fn header(&self, bytes: &[u8], last: bool) -> Option<usize> {
        header(bytes, last, Dialect::tabs(bytes))
    }

    fn next(&self, bytes: &[u8], from: usize, last: bool, cut: &Cut) -> Border {
        Dialect::tabs(&cut.header).next(bytes, from, last, cut.max_record)
    }

    fn resume(&self, bytes: &[u8], cut: &Cut) -> Option<usize> {
        memchr(Dialect::tabs(&cut.header).line_end, bytes).map(|at| at + 1)
    }

    fn pages<'a>(&self, block: &'a Block, fields: &'a FieldNames) -> Pages<'a> {
        Box::new(pages(block, fields, Dialect::tabs(&block.cut.header)))
    }
}

/// The content speaks for it when all names of the header row look like names of fields, one is a known
/// name of texts, and the first row has a value for each. The name of the file does when there are several
/// columns at all, or one of a known name, or nothing at all.
fn sign(head: &Head<'_>, dialect: Dialect, endings: &[&str]) -> Option<Sign> {
    let named = head.is_named(endings).then_some(Sign::Name);
    let end = memchr(dialect.line_end, head.text).or(head.whole.then_some(head.text.len()))?;
    let row = encoding::decode_utf8(head.text.get(..end)?);
    let Some(names) = dialect.values(&row.text) else { return named };
    let is_name = |name: &String| {
        name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ' '))
            && name.split(' ').count() <= 3
    };
    let texts = FieldNames::default().text;
    let has_text = names.iter().any(|name| texts.iter().any(|text| text.path == *name));
    if names.len() < 2 {
        named.filter(|_| has_text)
    } else if has_text
        && names.iter().all(is_name)
        && head.text.len() > end
        && fits(head, end, dialect, names.len())
    {
        Some(Sign::Content)
    } else {
        named
    }
}

/// Lines by which a table of tabs is known.
const TABBED_LINES: usize = 3;

/// Whether a table that is named after commas is one of tabs, as several archives name theirs: its first lines have
/// the same number of tabs, two or more.
fn is_tabbed(head: &Head<'_>) -> bool {
    let mut lines: Vec<&[u8]> = head.text.split(|byte| *byte == b'\n').collect();
    // The last line is empty, or was cut.
    if !head.whole || lines.last().is_some_and(|last| last.is_empty()) {
        lines.pop();
    }
    let mut tabs = lines.iter().take(TABBED_LINES).map(|line| memchr_iter(b'\t', line).count());
    let first = tabs.next().unwrap_or_default();
    head.is_named(&["csv"]) && lines.len() > 1 && first > 1 && tabs.all(|other| other == first)
}

/// Whether the first row has so many values, as far as it is in the head.
fn fits(head: &Head<'_>, from: usize, dialect: Dialect, columns: usize) -> bool {
    match dialect.next(head.text, from, head.whole, head.text.len()) {
        Border::Record { record, .. } => {
            let row = encoding::decode_utf8(head.text.get(record).unwrap_or_default());
            dialect.values(&row.text).is_some_and(|values| values.len() == columns)
        }
        Border::Partial(_) | Border::End => true,
    }
}

/// Length of the header row with its line end and the blank lines before it.
fn header(bytes: &[u8], last: bool, dialect: Dialect) -> Option<usize> {
    match dialect.next(bytes, 0, last, bytes.len()) {
        Border::Record { next, .. } => Some(next),
        Border::End => last.then_some(bytes.len()),
        Border::Partial(_) => None,
    }
}

/// The pages of a block of rows, in order.
fn pages<'a>(
    block: &'a Block,
    fields: &'a FieldNames,
    dialect: Dialect,
) -> impl Iterator<Item = Result<Page, Malformed>> + 'a {
    let header = encoding::decode_utf8(&block.cut.header).text;
    let names = dialect.values(header.trim_start_matches(['\r', '\n'])).unwrap_or_default();
    block.records().map(move |(origin, bytes)| match page(bytes, &names, block, fields, dialect) {
        Ok(page) => Ok(Page { origin, ..page }),
        Err(reason) => Err(Malformed { origin, reason, raw: bytes.to_vec() }),
    })
}

/// The page of one row; its origin is not set.
fn page(
    bytes: &[u8],
    names: &[String],
    block: &Block,
    fields: &FieldNames,
    dialect: Dialect,
) -> Result<Page, MalformedReason> {
    let mut row = encoding::decode_utf8(bytes);
    if block.encoding.is_some() {
        row.repairs.encoding = block.encoding;
        row.repairs.replaced = encoding::replacements(&row.text);
    }
    // Past an open quote the row is whatever came until the end of the file.
    if !dialect.is_closed(&row.text) {
        return Err(MalformedReason::OpenQuote);
    }
    let values = dialect.values(&row.text).unwrap_or_default();
    if values.len() != names.len() {
        return Err(MalformedReason::Ragged { found: values.len(), columns: names.len() });
    }
    let mut record = Builder::default();
    for (name, value) in names.iter().zip(&values) {
        record.string(name, value);
    }
    record::page_of(record.finish(), row.repairs, fields)
}

#[cfg(test)]
mod tests {
    use super::{Csv, Head, Kind as _, Sign, Tsv};

    #[test]
    fn a_table_is_known_by_its_header() {
        let csv = |text: &str, name: &str| Csv.sign(&Head::new(text.as_bytes(), true, name));
        assert_eq!(csv("id,text\n1,a\n", "-"), Some(Sign::Content));
        assert_eq!(csv("id,text\r1,a\r", "-"), Some(Sign::Content));
        assert_eq!(csv("id;content;date\n1;a;b\n", "-"), Some(Sign::Content));
        assert_eq!(csv("id,body_html\n1,a\n", "x.csv.gz"), Some(Sign::Name));
        assert_eq!(csv("text\nmore\n", "x.csv"), Some(Sign::Name));
        assert_eq!(csv("", "x.csv"), Some(Sign::Name));
        for (text, name) in [
            ("id,body_html\n1,a\n", "x.txt"),
            ("text\nmore\n", "x.txt"),
            ("word\nmore\n", "x.csv"),
            ("", "-"),
            ("id,text", "-"),
            ("home,news,content\nThe ferry is late.\n", "x.txt"),
            ("Title, the text of the law, and content\nWe", "-"),
            ("One day, text, and no more!\nWe", "-"),
        ] {
            assert_eq!(csv(text, name), None, "{text}");
        }
        let tsv = Tsv.sign(&Head::new(b"url\ttext\nx\ty\n", true, "-"));
        assert_eq!(tsv, Some(Sign::Content));
    }

    #[test]
    fn a_table_of_tabs_may_be_named_after_commas() {
        let signs = |text: &str, name: &str| {
            let head = Head::new(text.as_bytes(), true, name);
            (Csv.sign(&head), Tsv.sign(&head))
        };
        let rows = "1\ta, b\tx\n2\tc, d\ty\n";
        assert_eq!(signs(rows, "export.CSV"), (None, Some(Sign::Name)));
        assert_eq!(signs(rows, "export.txt"), (None, None));
        assert_eq!(signs("1\ta, b\tx\n2\tc, d\n", "x.csv").1, None);
        assert_eq!(signs("id,a\tb\n1,c\td\n", "x.csv"), (Some(Sign::Name), None));
    }

    #[test]
    fn a_header_need_not_be_utf8() {
        let sign = |head: &[u8]| Csv.sign(&Head::new(head, true, "-"));
        assert_eq!(sign(b"id,text,pr\xe9nom\n1,a,b\n"), Some(Sign::Content));
    }
}
