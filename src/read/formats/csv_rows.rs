//! The rows of tables as text, and their values.
//!
//! Apart from the format because quotes mean different things in different
//! tables, and the one who cuts rows has to agree with the one who splits them.

use memchr::{memchr, memchr_iter, memchr2};

use crate::read::borders::Border;
use crate::read::encoding::BOM;

/// Most lines looked at to tell whether a quote in a table of tabs holds lines together.
const LINES_LOOKED_AT: usize = 8;

/// How the rows of a table are written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Dialect {
    delimiter: u8,
    /// A line feed, or a carriage return as old Macs wrote it.
    pub(super) line_end: u8,
    /// Delimiters in the header row.
    delimiters: usize,
}

impl Dialect {
    /// That of a table which starts like this: commas, or what the header row has more of: semicolons, as
    /// spreadsheets write in countries whose numbers have commas, or bars, as databases do.
    pub(super) fn commas(start: &[u8]) -> Self {
        Self::of(start, |line| {
            // The last of several with the same number counts.
            let signs = [b'|', b';', b','].into_iter();
            signs.max_by_key(|sign| memchr_iter(*sign, line).count()).unwrap_or(b',')
        })
    }

    /// That of a table of tabs which starts like this.
    pub(super) fn tabs(start: &[u8]) -> Self {
        Self::of(start, |_| b'\t')
    }

    fn of(start: &[u8], delimiter: impl Fn(&[u8]) -> u8) -> Self {
        let start = start.get(blanks(start)..).unwrap_or_default();
        let end = memchr2(b'\r', b'\n', start).unwrap_or(start.len());
        let (line, after) = start.split_at_checked(end).unwrap_or_default();
        let delimiter = delimiter(line);
        Self {
            delimiter,
            line_end: if matches!(after, [] | [b'\n', ..] | [b'\r', b'\n', ..]) {
                b'\n'
            } else {
                b'\r'
            },
            delimiters: memchr_iter(delimiter, line).count(),
        }
    }

    /// The next row, which ends at a line end outside quotes. Blank lines are no rows.
    ///
    /// Looks at no more than one byte over the limit, so that the answer does not depend on how much
    /// of the table is there.
    pub(super) fn next(self, bytes: &[u8], from: usize, last: bool, limit: usize) -> Border {
        let start = from + blanks(bytes.get(from..).unwrap_or_default());
        let rest = bytes.get(start..).unwrap_or_default();
        if rest.is_empty() {
            return Border::End;
        }
        let row = rest.strip_prefix(BOM).unwrap_or(rest);
        let seen = row.get(..limit.saturating_add(1)).unwrap_or(row);
        match self.row_len(seen, last && seen.len() == row.len()) {
            Some(len) => {
                let end = bytes.len() - row.len() + len;
                Border::Record { record: start..end, next: end + 1 }
            }
            None if last => Border::Record { record: start..bytes.len(), next: bytes.len() },
            None => Border::Partial(start),
        }
    }

    /// Whether no quote is open at the end of a row.
    pub(super) fn is_closed(self, row: &str) -> bool {
        let ended = format!("{row}{}", char::from(self.line_end));
        self.row_len(ended.as_bytes(), true).is_some()
    }

    /// Bytes of the first row, its line end not counted; none when it does not end here. `whole`: no
    /// bytes follow these.
    fn row_len(self, row: &[u8], whole: bool) -> Option<usize> {
        let mut at = 0;
        loop {
            // A quote means something only where a value starts.
            at += self.quoted_len(row.get(at..)?, whole)?;
            at += memchr2(self.delimiter, self.line_end, row.get(at..)?)?;
            if row.get(at) == Some(&self.line_end) {
                return Some(at);
            }
            at += 1;
        }
    }

    /// Bytes of the quoted value that a row goes on with, 0 for one without quotes; none when it is not
    /// closed here.
    ///
    /// Most tables of tabs have no quoted values, so there a quote is a sign as any other unless it is
    /// closed where a value may end. When lines are between the two, it must not be that all of them
    /// are rows as they stand.
    fn quoted_len(self, rest: &[u8], whole: bool) -> Option<usize> {
        if rest.first() != Some(&b'"') {
            return Some(0);
        }
        let closed = closed_len(rest);
        if self.delimiter != b'\t' {
            return closed;
        }
        if let Some(len) = closed {
            match rest.get(len..).unwrap_or_default() {
                [] | [b'\r'] if !whole => return None,
                [] | [b'\r'] | [b'\t', ..] | [b'\r', b'\n', ..] => {}
                [after, ..] if *after == self.line_end => {}
                _ => return Some(0),
            }
        }
        let between = closed.and_then(|len| rest.get(..len)).map_or(LINES_LOOKED_AT, |value| {
            memchr_iter(self.line_end, value).take(LINES_LOOKED_AT).count()
        });
        if self.are_rows(rest, between, whole)? {
            return Some(0);
        }
        closed.or(whole.then_some(0))
    }

    /// Whether so many lines after the first have as many values as the header row, quotes aside; none
    /// when more bytes are needed to tell.
    fn are_rows(self, rest: &[u8], lines: usize, whole: bool) -> Option<bool> {
        if lines == 0 || self.delimiters == 0 {
            return Some(false);
        }
        let mut ends = memchr_iter(self.line_end, rest);
        let mut from = ends.next().map(|end| end + 1);
        for _ in 0..lines {
            let Some(start) = from else { return whole.then_some(false) };
            let end = ends.next();
            if end.is_none() && !whole {
                return None;
            }
            let line = rest.get(start..end.unwrap_or(rest.len())).unwrap_or_default();
            if memchr_iter(self.delimiter, line).count() != self.delimiters {
                return Some(false);
            }
            from = end.map(|end| end + 1);
        }
        Some(true)
    }

    /// The values of a row; none when it is no row.
    pub(super) fn values(self, row: &str) -> Option<Vec<String>> {
        let row = row.trim_end_matches(['\r', '\n']);
        if self.delimiter == b'\t' {
            return (!row.is_empty()).then(|| tab_values(row));
        }
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .delimiter(self.delimiter)
            .terminator(csv::Terminator::Any(self.line_end))
            .buffer_capacity(row.len().clamp(1, 8 << 10))
            .from_reader(row.as_bytes());
        let mut record = csv::StringRecord::new();
        let found = reader.read_record(&mut record).ok()?;
        found.then(|| record.iter().map(str::to_owned).collect())
    }
}

/// Length of the line ends at the start.
fn blanks(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|&&byte| matches!(byte, b'\r' | b'\n')).count()
}

/// Length of what stands in quotes at the start, the quotes included; none when it is not closed.
fn closed_len(rest: &[u8]) -> Option<usize> {
    let mut at = 1;
    loop {
        at += memchr(b'"', rest.get(at..)?)? + 1;
        // Two quotes stand for one in the value.
        if rest.get(at) != Some(&b'"') {
            return Some(at);
        }
        at += 1;
    }
}

/// The values of a row between tabs, of which those in quotes end with a quote.
fn tab_values(row: &str) -> Vec<String> {
    let mut values = Vec::new();
    let mut rest = Some(row);
    while let Some(now) = rest {
        let ends = |len: &usize| matches!(now.as_bytes().get(*len), None | Some(b'\t'));
        let quoted = closed_len(now.as_bytes()).filter(|len| now.starts_with('"') && ends(len));
        let len = quoted.or_else(|| now.find('\t')).unwrap_or(now.len());
        let (value, after) = now.split_at_checked(len).unwrap_or((now, ""));
        let inner = value.strip_prefix('"').and_then(|value| value.strip_suffix('"'));
        values.push(match inner.filter(|_| quoted.is_some()) {
            Some(inner) => inner.replace("\"\"", "\""),
            None => value.to_owned(),
        });
        rest = after.strip_prefix('\t');
    }
    values
}

#[cfg(test)]
mod tests {
    use super::{Border, Dialect};

    fn rows_of(dialect: Dialect, table: &str) -> Vec<&str> {
        let (mut at, mut found) = (0, Vec::new());
        while let Border::Record { record, next } =
            dialect.next(table.as_bytes(), at, true, usize::MAX)
        {
            found.push(&table[record]);
            at = next;
        }
        found
    }

    fn commas(table: &str) -> Vec<&str> {
        rows_of(Dialect::commas(table.as_bytes()), table)
    }

    /// The values of a table of tabs without its header; the rows are cut the same from any part of it.
    fn tabs(table: &str) -> Vec<Vec<String>> {
        let dialect = Dialect::tabs(table.as_bytes());
        let rows = rows_of(dialect, table);
        let mut at = 0;
        for row in &rows {
            let told: Vec<Border> = (at..=table.len())
                .map(|to| dialect.next(&table.as_bytes()[..to], at, to == table.len(), 1000))
                .filter(|border| matches!(border, Border::Record { .. }))
                .collect();
            let Border::Record { record, next } = &told[0] else { panic!() };
            assert_eq!(&&table[record.clone()], row);
            assert!(told.iter().all(|border| border == &told[0]), "{row:?}: {told:?}");
            // As a block is read that ends here.
            assert_eq!(dialect.next(&table.as_bytes()[..*next], at, true, 1000), told[0]);
            at = *next;
        }
        rows.iter().skip(1).map(|row| dialect.values(row).unwrap()).collect()
    }

    #[test]
    fn rows_end_outside_quotes() {
        assert_eq!(
            commas("id,text\r\n\r\n1,\"a \"\"b\"\"\nc, d\"\n2,5\" pipe\n"),
            ["id,text\r", "1,\"a \"\"b\"\"\nc, d\"", "2,5\" pipe"]
        );
        assert_eq!(commas("a;b\n1,5;\"x;\n\"\n"), ["a;b", "1,5;\"x;\n\""]);
        assert_eq!(commas("a|b\n1,5|\"x|\n\"\n"), ["a|b", "1,5|\"x|\n\""]);
        assert_eq!(commas("a,b\n1,\"open\n2,x\n"), ["a,b", "1,\"open\n2,x\n"]);
        assert!(commas("\n\r\n").is_empty());
    }

    #[test]
    fn rows_of_old_macs_end_at_carriage_returns() {
        assert_eq!(commas("\rid,text\r1,\"a\nb\"\r\r2,c"), ["id,text", "1,\"a\nb\"", "2,c"]);
        assert_eq!(commas("id,text\n1,a\rb\n"), ["id,text", "1,a\rb"]);
        assert_eq!(commas("id,text\r\r\n1,a\r\r\n"), ["id,text", "1,a"]);
    }

    #[test]
    fn values_lose_their_quotes() {
        let values = |row: &str| Dialect::commas(b"").values(row).unwrap();
        assert_eq!(values("1,\"a \"\"b\"\"\nc\",\r"), ["1", "a \"b\"\nc", ""]);
        assert_eq!(values("1,a\rb\r"), ["1", "a\rb"]);
    }

    #[test]
    fn quotes_between_tabs_hold_together_what_would_be_no_rows() {
        let quoted = "id\ttext\r\n1\t\"One\n\"\"and\"\"\t\ta half\"\r\n2\t\"Two\"\r\n\"3\"\t\r\n";
        assert_eq!(tabs(quoted), [["1", "One\n\"and\"\t\ta half"], ["2", "Two"], ["3", ""]]);
        assert_eq!(tabs("text\n\"One\nand a half\"\nTwo\n"), [["One\nand a half"], ["Two"]]);
    }

    #[test]
    fn other_quotes_between_tabs_are_signs() {
        let rows = "id\ttext\n1\t\"Rain,\" she said.\n2\t\"Snow, he said.\n3\tIt is 5\"\n4\t\"\n5\t\"Ice\n";
        let texts: Vec<String> = tabs(rows).into_iter().map(|mut row| row.remove(1)).collect();
        assert_eq!(texts, ["\"Rain,\" she said.", "\"Snow, he said.", "It is 5\"", "\"", "\"Ice"]);
        let alone = format!("id\ttext\n0\t\"Rain\n{}", "1\tSnow\n".repeat(20));
        assert_eq!(tabs(&alone).len(), 21);
        let start = &alone.as_bytes()[..90];
        let told = Dialect::tabs(start).next(start, 8, false, 1000);
        assert_eq!(told, Border::Record { record: 8..15, next: 16 });
    }
}
