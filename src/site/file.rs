//! Counts as a file: JSON a row, packed with zstd.
//!
//! ```text
//! {"profile":3}
//! {"site":[{"domain":"example.org","host":"example.org"},{"pages":2,"stories":[7,9],"addresses":[3,5]}]}
//! {"path":[777,{"name":"sport","count":{"pages":1,"stories":[7],"addresses":[5]}}]}
//! {"line":[1234,{"pages":2,"places":13,"stories":[7,9],"addresses":[3,5],"paths":[[777,1]],"text":"Home"}]}
//! {"text":[5678,{"copies":{"pages":1,"first":{"id":"a1","url":null},"firsts":1},"words":214,"sketch":"9c0e04d2..."}]}
//! {"end":{"sites":1,"paths":1,"lines":1,"texts":1}}
//! ```
//!
//! Sites stand in the order of domain and host, a site's paths below it in the
//! order of their keys, its lines below these in that of theirs, and then its texts: two
//! files are merged row by row, in no more memory than a row of each takes. The last row
//! tells a whole file from one that was cut.

use std::io::{self, BufRead, BufReader, Read, Write};

use serde::{Deserialize, Serialize};

use super::{Counts, LineCount, PathCount, PathKey, SiteCount, SiteName, TextCount};

/// Version of the format, and of what makes two lines or two texts one.
const VERSION: u32 = 3;
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
    #[error(
        "a site profile of version {0}; this program reads version {VERSION}, made by a new scan"
    )]
    Version(u32),
    /// The end is missing.
    #[error("the site profile is cut short after row {0}")]
    Cut(u64),
}

/// One row of a profile, but the first and the last.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Row {
    /// A site; what is of it follows.
    Site(SiteName, SiteCount),
    /// A path of the site above.
    Path(PathKey, PathCount),
    /// A line of the site above; the paths come before.
    Line(u64, LineCount),
    /// A text of the site above; the lines come before.
    Text(u64, TextCount),
}

/// A row as it is written.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Written {
    Profile(u32),
    Site(SiteName, SiteCount),
    Path(PathKey, PathCount),
    Line(u64, LineCount),
    Text(u64, TextCount),
    End { sites: u64, paths: u64, lines: u64, texts: u64 },
}

/// Takes the rows of a profile, which come in order.
pub trait RowSink {
    /// Takes the next row.
    ///
    /// # Errors
    /// When it cannot be written.
    fn push(&mut self, row: Row) -> Result<(), ProfileError>;
}

/// Writes counts as a profile.
///
/// # Errors
/// When `out` cannot be written.
pub fn write_counts(counts: Counts, out: impl Write) -> Result<(), ProfileError> {
    let mut rows = RowWriter::new(out)?;
    counts.write(&mut rows)?;
    rows.finish()?;
    Ok(())
}

/// Writes a profile row by row.
pub struct RowWriter<W: Write> {
    out: zstd::Encoder<'static, W>,
    row: Vec<u8>,
    sites: u64,
    paths: u64,
    lines: u64,
    texts: u64,
}

impl<W: Write> RowWriter<W> {
    /// Begins a profile.
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub fn new(out: W) -> Result<Self, ProfileError> {
        let out = zstd::Encoder::new(out, LEVEL)?;
        let mut writer = Self { out, row: Vec::new(), sites: 0, paths: 0, lines: 0, texts: 0 };
        writer.write(&Written::Profile(VERSION))?;
        Ok(writer)
    }

    /// Ends the profile.
    ///
    /// # Errors
    /// When the end cannot be written.
    pub fn finish(mut self) -> Result<W, ProfileError> {
        let Self { sites, paths, lines, texts, .. } = self;
        self.write(&Written::End { sites, paths, lines, texts })?;
        let mut out = self.out.finish()?;
        out.flush()?;
        Ok(out)
    }

    fn write(&mut self, row: &Written) -> Result<(), ProfileError> {
        // The packer takes few large pieces much faster than many small ones.
        self.row.clear();
        serde_json::to_writer(&mut self.row, row).map_err(io::Error::from)?;
        self.row.push(b'\n');
        self.out.write_all(&self.row)?;
        Ok(())
    }
}

impl<W: Write> RowSink for RowWriter<W> {
    fn push(&mut self, row: Row) -> Result<(), ProfileError> {
        let written = match row {
            Row::Site(name, count) => {
                self.sites += 1;
                Written::Site(name, count)
            }
            Row::Path(key, count) => {
                self.paths += 1;
                Written::Path(key, count)
            }
            Row::Line(key, count) => {
                self.lines += 1;
                Written::Line(key, count)
            }
            Row::Text(key, count) => {
                self.texts += 1;
                Written::Text(key, count)
            }
        };
        self.write(&written)
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
            _ => Err(rows.wrong("the first row is not {\"profile\":3}")),
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
            Some(Written::Path(key, count)) => Ok(Some(Row::Path(key, count))),
            Some(Written::Line(key, count)) => Ok(Some(Row::Line(key, count))),
            Some(Written::Text(key, count)) => Ok(Some(Row::Text(key, count))),
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
