//! Counts as a file: JSON a row, packed with zstd.
//!
//! ```text
//! {"profile":1}
//! {"site":[{"domain":"example.org","host":"example.org"},{"pages":2,"stories":[7,9]}]}
//! {"line":[1234,{"pages":2,"places":13,"stories":[7,9],"text":"Home | News | Sport"}]}
//! {"end":{"sites":1,"lines":1}}
//! ```
//!
//! Sites stand in the order of domain and host, a site's lines below it in the
//! order of their keys: two files are merged row by row, in no more memory than
//! a row of each takes. The last row tells a whole file from one that was cut.

use std::io::{self, BufRead, BufReader, Read, Write};

use serde::{Deserialize, Serialize};

use super::{Counts, LineCount, SiteCount, SiteName};

/// Version of the format, and of what makes two lines one.
const VERSION: u32 = 1;
/// Level of the packing.
const LEVEL: i32 = 3;

/// Why a profile cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum ProfileError {
    /// The file cannot be read or written.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// A row is none of a profile.
    #[error("row {row} is no row of a site profile: {why}")]
    Row {
        /// Number of the row, from 1.
        row: u64,
        /// What is wrong with it.
        why: String,
    },
    /// Made by another version.
    #[error("a site profile of version {0}, wanted {VERSION}")]
    Version(u32),
    /// The end is missing.
    #[error("the site profile is cut short after row {0}")]
    Cut(u64),
}

/// One row of a profile, but the first and the last.
#[derive(Clone, Debug, PartialEq)]
pub enum Row {
    /// A site; its lines follow.
    Site(SiteName, SiteCount),
    /// A line of the site above.
    Line(u64, LineCount),
}

/// A row as it is written.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Written {
    Profile(u32),
    Site(SiteName, SiteCount),
    Line(u64, LineCount),
    End { sites: u64, lines: u64 },
}

/// Writes counts as a profile.
///
/// # Errors
/// When `out` cannot be written.
pub fn write_counts(counts: Counts, out: impl Write) -> Result<(), ProfileError> {
    let mut rows = RowWriter::new(out)?;
    for (name, count, lines) in counts.into_sites() {
        rows.push(Row::Site(name, count))?;
        for (key, line) in lines {
            rows.push(Row::Line(key, line))?;
        }
    }
    rows.finish()
}

/// Writes a profile row by row; they must come in order.
pub(super) struct RowWriter<W: Write> {
    out: zstd::Encoder<'static, W>,
    sites: u64,
    lines: u64,
}

impl<W: Write> RowWriter<W> {
    pub(super) fn new(out: W) -> Result<Self, ProfileError> {
        let mut writer = Self { out: zstd::Encoder::new(out, LEVEL)?, sites: 0, lines: 0 };
        writer.write(&Written::Profile(VERSION))?;
        Ok(writer)
    }

    pub(super) fn push(&mut self, row: Row) -> Result<(), ProfileError> {
        let written = match row {
            Row::Site(name, count) => {
                self.sites += 1;
                Written::Site(name, count)
            }
            Row::Line(key, count) => {
                self.lines += 1;
                Written::Line(key, count)
            }
        };
        self.write(&written)
    }

    pub(super) fn finish(mut self) -> Result<(), ProfileError> {
        self.write(&Written::End { sites: self.sites, lines: self.lines })?;
        self.out.finish()?.flush()?;
        Ok(())
    }

    fn write(&mut self, row: &Written) -> Result<(), ProfileError> {
        serde_json::to_writer(&mut self.out, row).map_err(io::Error::from)?;
        self.out.write_all(b"\n")?;
        Ok(())
    }
}

/// Reads a profile row by row.
pub struct Rows<R: Read> {
    input: BufReader<zstd::Decoder<'static, BufReader<R>>>,
    line: String,
    /// Number of the row read last.
    at: u64,
    ended: bool,
}

impl<R: Read> Rows<R> {
    /// Opens a profile.
    ///
    /// # Errors
    /// When it is none, or of another version.
    pub fn open(input: R) -> Result<Self, ProfileError> {
        let input = BufReader::with_capacity(1 << 16, zstd::Decoder::new(input)?);
        let mut rows = Self { input, line: String::new(), at: 0, ended: false };
        match rows.written()? {
            Some(Written::Profile(VERSION)) => Ok(rows),
            Some(Written::Profile(other)) => Err(ProfileError::Version(other)),
            _ => Err(rows.wrong("the first row is not {\"profile\":1}")),
        }
    }

    fn written(&mut self) -> Result<Option<Written>, ProfileError> {
        self.line.clear();
        if self.input.read_line(&mut self.line)? == 0 {
            return Ok(None);
        }
        self.at += 1;
        serde_json::from_str(&self.line).map(Some).map_err(|error| self.wrong(&error.to_string()))
    }

    fn wrong(&self, why: &str) -> ProfileError {
        ProfileError::Row { row: self.at.max(1), why: why.to_owned() }
    }

    fn row(&mut self) -> Result<Option<Row>, ProfileError> {
        match self.written()? {
            Some(Written::Site(name, count)) => Ok(Some(Row::Site(name, count))),
            Some(Written::Line(key, count)) => Ok(Some(Row::Line(key, count))),
            Some(Written::End { .. }) => Ok(None),
            Some(Written::Profile(_)) => Err(self.wrong("a profile starts inside of one")),
            None => Err(ProfileError::Cut(self.at)),
        }
    }
}

impl<R: Read> Iterator for Rows<R> {
    type Item = Result<Row, ProfileError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let row = self.row().transpose();
        self.ended = !matches!(row, Some(Ok(_)));
        row
    }
}
