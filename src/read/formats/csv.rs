//! Tables as text: CSV and TSV with a header row.
//!
//! A row is a record whose members are named by the header row; quoted fields
//! may hold line ends. The header is no record: the reader keeps it beside the
//! blocks, so that a block anywhere in the file can be read.

use memchr::{memchr, memchr_iter, memchr2};

use super::{Head, Kind, Pages, Sign};
use crate::page::Page;
use crate::read::blocks::{Block, Cut};
use crate::read::borders::Border;
use crate::read::encoding::{self, BOM};
use crate::read::errors::{Malformed, MalformedReason};
use crate::read::fields::FieldNames;
use crate::read::record::{self, Builder};

/// Values with commas between them, or semicolons where the header has more of those.
pub(super) struct Csv;

/// Values with tabs between them.
pub(super) struct Tsv;

impl Kind for Csv {
    fn name(&self) -> &'static str {
        "csv"
    }

    fn sign(&self, head: &Head<'_>) -> Option<Sign> {
        sign(head, delimiter, &["csv"])
    }

    fn header(&self, bytes: &[u8], last: bool) -> Option<usize> {
        header(bytes, last, delimiter)
    }

    fn next(&self, bytes: &[u8], from: usize, last: bool, cut: &Cut) -> Border {
        next(bytes, from, last, delimiter(&cut.header))
    }

    fn resume(&self, bytes: &[u8]) -> Option<usize> {
        memchr(b'\n', bytes).map(|at| at + 1)
    }

    fn pages<'a>(&self, block: &'a Block, fields: &'a FieldNames) -> Pages<'a> {
        Box::new(pages(block, fields, delimiter(&block.cut.header)))
    }
}

impl Kind for Tsv {
    fn name(&self) -> &'static str {
        "tsv"
    }

    fn sign(&self, head: &Head<'_>) -> Option<Sign> {
        sign(head, |_| b'\t', &["tsv", "tab"])
    }

    fn header(&self, bytes: &[u8], last: bool) -> Option<usize> {
        header(bytes, last, |_| b'\t')
    }

    fn next(&self, bytes: &[u8], from: usize, last: bool, _: &Cut) -> Border {
        next(bytes, from, last, b'\t')
    }

    fn resume(&self, bytes: &[u8]) -> Option<usize> {
        memchr(b'\n', bytes).map(|at| at + 1)
    }

    fn pages<'a>(&self, block: &'a Block, fields: &'a FieldNames) -> Pages<'a> {
        Box::new(pages(block, fields, b'\t'))
    }
}

/// What stands between the values, by the header row: spreadsheets write semicolons in countries whose
/// numbers have commas.
fn delimiter(header: &[u8]) -> u8 {
    let line = header.split(|&byte| byte == b'\n').next().unwrap_or_default();
    let count = |sign: u8| memchr_iter(sign, line).count();
    if count(b';') > count(b',') { b';' } else { b',' }
}

/// The content speaks for it when all names of the header row look like names of fields and one is a known
/// name of texts; the name of the file when there are several columns at all.
fn sign(head: &Head<'_>, delimiter: impl Fn(&[u8]) -> u8, endings: &[&str]) -> Option<Sign> {
    let end = memchr(b'\n', head.text).or(head.whole.then_some(head.text.len()))?;
    let row = head.text.get(..end)?;
    let names = values(std::str::from_utf8(row).ok()?, delimiter(row))?;
    let is_name = |name: &String| {
        name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ' '))
            && name.split(' ').count() <= 3
    };
    let texts = FieldNames::default().text;
    let has_text = names.iter().any(|name| texts.iter().any(|text| text.path == *name));
    if names.len() < 2 {
        None
    } else if has_text && names.iter().all(is_name) && head.text.len() > end {
        Some(Sign::Content)
    } else {
        head.is_named(endings).then_some(Sign::Name)
    }
}

/// Length of the header row with its line end and the blank lines before it.
fn header(bytes: &[u8], last: bool, delimiter: impl Fn(&[u8]) -> u8) -> Option<usize> {
    match next(bytes, 0, last, delimiter(bytes)) {
        Border::Record { next, .. } => Some(next),
        Border::End => last.then_some(bytes.len()),
        Border::Partial(_) => None,
    }
}

/// A row, which ends at a line end outside quotes. Blank lines are no rows.
fn next(bytes: &[u8], from: usize, last: bool, delimiter: u8) -> Border {
    let rest = bytes.get(from..).unwrap_or_default();
    let start = from + rest.iter().take_while(|&&byte| matches!(byte, b'\r' | b'\n')).count();
    let rest = bytes.get(start..).unwrap_or_default();
    match row_end(rest.strip_prefix(BOM).unwrap_or(rest), delimiter) {
        _ if rest.is_empty() => Border::End,
        Some(after) => {
            let next = bytes.len() - after;
            Border::Record { record: start..next - 1, next }
        }
        None if last => Border::Record { record: start..bytes.len(), next: bytes.len() },
        None => Border::Partial(start),
    }
}

/// Bytes that follow the line end of the first row; none when it does not end here.
fn row_end(row: &[u8], delimiter: u8) -> Option<usize> {
    let mut rest = row;
    loop {
        // A quote means something only where a value starts.
        if let Some(mut quoted) = rest.strip_prefix(b"\"") {
            loop {
                quoted = quoted.get(memchr(b'"', quoted)? + 1..)?;
                match quoted.strip_prefix(b"\"") {
                    Some(doubled) => quoted = doubled,
                    None => break,
                }
            }
            rest = quoted;
        }
        let at = memchr2(delimiter, b'\n', rest)?;
        let after = rest.get(at + 1..)?;
        if rest.get(at) == Some(&b'\n') {
            return Some(after.len());
        }
        rest = after;
    }
}

/// The values of a row; none when it is no row.
fn values(row: &str, delimiter: u8) -> Option<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .delimiter(delimiter)
        .buffer_capacity(row.len().clamp(1, 8 << 10))
        .from_reader(row.as_bytes());
    let mut record = csv::StringRecord::new();
    let found = reader.read_record(&mut record).ok()?;
    found.then(|| record.iter().map(str::to_owned).collect())
}

/// The pages of a block of rows, in order.
fn pages<'a>(
    block: &'a Block,
    fields: &'a FieldNames,
    delimiter: u8,
) -> impl Iterator<Item = Result<Page, Malformed>> + 'a {
    let header = encoding::decode_utf8(block.cut.header.trim_ascii_start()).text;
    let names = values(&header, delimiter).unwrap_or_default();
    block.records().map(move |(origin, bytes)| {
        match page(bytes, &names, block, fields, delimiter) {
            Ok(page) => Ok(Page { origin, ..page }),
            Err(reason) => Err(Malformed { origin, reason, raw: bytes.to_vec() }),
        }
    })
}

/// The page of one row; its origin is not set.
fn page(
    bytes: &[u8],
    names: &[String],
    block: &Block,
    fields: &FieldNames,
    delimiter: u8,
) -> Result<Page, MalformedReason> {
    let mut row = encoding::decode_utf8(bytes);
    if block.encoding.is_some() {
        row.repairs.encoding = block.encoding;
        row.repairs.replaced = encoding::replacements(&row.text);
    }
    // Past an open quote the row is whatever came until the end of the file.
    let closed = format!("{}\n", row.text);
    if row_end(closed.as_bytes(), delimiter).is_none() {
        return Err(MalformedReason::OpenQuote);
    }
    let values = values(&row.text, delimiter).unwrap_or_default();
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
    use super::{Csv, Cut, Head, Kind as _, Sign, Tsv, delimiter, next, values};
    use crate::read::borders::Border;

    fn rows(text: &str) -> Vec<&str> {
        let (mut at, mut found) = (0, Vec::new());
        while let Border::Record { record, next } =
            next(text.as_bytes(), at, true, delimiter(text.as_bytes()))
        {
            found.push(&text[record]);
            at = next;
        }
        found
    }

    #[test]
    fn rows_end_outside_quotes() {
        assert_eq!(
            rows("id,text\r\n\r\n1,\"a \"\"b\"\"\nc, d\"\n2,5\" pipe\n"),
            ["id,text\r", "1,\"a \"\"b\"\"\nc, d\"", "2,5\" pipe"]
        );
        assert_eq!(rows("a;b\n1,5;\"x;\n\"\n"), ["a;b", "1,5;\"x;\n\""]);
        assert_eq!(rows("a,b\n1,\"open\n2,x\n"), ["a,b", "1,\"open\n2,x\n"]);
        assert!(rows("\n\r\n").is_empty());
        let open = Tsv.next(b"1\t\"a\n", 0, false, &Cut::default());
        assert_eq!(open, Border::Partial(0));
    }

    #[test]
    fn values_lose_their_quotes() {
        assert_eq!(values("1,\"a \"\"b\"\"\nc\",\r", b',').unwrap(), ["1", "a \"b\"\nc", ""]);
    }

    #[test]
    fn a_table_is_known_by_its_header() {
        let csv = |text: &str, name: &str| Csv.sign(&Head::new(text.as_bytes(), true, name));
        assert_eq!(csv("id,text\n1,a\n", "-"), Some(Sign::Content));
        assert_eq!(csv("id;content;date\n1;a;b\n", "-"), Some(Sign::Content));
        assert_eq!(csv("id,body_html\n1,a\n", "x.csv.gz"), Some(Sign::Name));
        for (text, name) in [
            ("id,body_html\n1,a\n", "x.txt"),
            ("text\nmore\n", "x.csv"),
            ("id,text", "-"),
            ("Title, the text of the law, and content\nWe", "-"),
            ("One day, text, and no more!\nWe", "-"),
        ] {
            assert_eq!(csv(text, name), None, "{text}");
        }
        let tsv = Tsv.sign(&Head::new(b"url\ttext\nx\ty\n", true, "-"));
        assert_eq!(tsv, Some(Sign::Content));
    }
}
