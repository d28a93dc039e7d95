//! Counts as a file: JSON a row, packed with zstd.
//!
//! ```text
//! {"profile":4}
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
//! tells a whole file from one that was cut. Every so many rows are a zstd frame.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::mem;

use serde::{Deserialize, Serialize};

use super::row::{Row, RowSink};
use super::{Counts, LineCount, PathCount, PathKey, SiteCount, SiteName, TextCount};

/// Version of the format, and of what makes two lines or two texts one.
const VERSION: u32 = 4;
/// Level of the packing: 3 takes twice as long and saves an eighth.
const LEVEL: i32 = 1;
/// Rows that are packed together, some megabyte.
pub(super) const FRAME_ROWS: u64 = 1 << 13;

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
    /// Something follows the end: another profile, put behind it as if they were lines.
    #[error("the site profile goes on after its end; profiles are put together by profile merge")]
    GoesOn,
    /// It is of another kind.
    #[error("no site profile, as scan writes them")]
    Foreign,
    /// The end is missing.
    #[error("the site profile is cut short after row {0}")]
    Cut(u64),
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
    End(Totals),
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
pub struct RowWriter<W> {
    out: W,
    frame: Frame,
    written: Totals,
}

/// Rows on their way into the file. They are packed by so many, each lot on its own, so that several can be
/// packed at a time: the bytes do not depend on who packs them.
#[derive(Default)]
pub(super) struct Frame {
    json: Vec<u8>,
    rows: Totals,
}

/// A frame, packed.
#[derive(Debug)]
pub struct PackedFrame {
    bytes: Vec<u8>,
    rows: Totals,
}

/// Number of rows by their kinds.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
struct Totals {
    sites: u64,
    paths: u64,
    lines: u64,
    texts: u64,
}

impl Totals {
    const fn all(self) -> u64 {
        self.sites + self.paths + self.lines + self.texts
    }
}

impl Frame {
    /// Adds a row; true when the frame is full.
    pub(super) fn push(&mut self, row: Row) -> Result<bool, ProfileError> {
        let (written, rows) = match row {
            Row::Site(name, count) => (Written::Site(name, count), &mut self.rows.sites),
            Row::Path(key, count) => (Written::Path(key, count), &mut self.rows.paths),
            Row::Line(key, count) => (Written::Line(key, count), &mut self.rows.lines),
            Row::Text(key, count) => (Written::Text(key, count), &mut self.rows.texts),
        };
        *rows += 1;
        self.write(&written)?;
        Ok(self.rows.all() == FRAME_ROWS)
    }

    fn write(&mut self, row: &Written) -> Result<(), ProfileError> {
        serde_json::to_writer(&mut self.json, row).map_err(io::Error::from)?;
        self.json.push(b'\n');
        Ok(())
    }

    /// Packs the rows; the frame is empty then.
    pub(super) fn pack(&mut self) -> Result<PackedFrame, ProfileError> {
        let bytes = zstd::bulk::compress(&self.json, LEVEL)?;
        self.json.clear();
        Ok(PackedFrame { bytes, rows: mem::take(&mut self.rows) })
    }
}

impl<W: Write> RowWriter<W> {
    /// Begins a profile.
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub fn new(out: W) -> Result<Self, ProfileError> {
        let mut writer = Self { out, frame: Frame::default(), written: Totals::default() };
        writer.frame.write(&Written::Profile(VERSION))?;
        writer.end_frame()?;
        Ok(writer)
    }

    /// Ends the profile.
    ///
    /// # Errors
    /// When the end cannot be written.
    pub fn finish(mut self) -> Result<W, ProfileError> {
        if !self.frame.json.is_empty() {
            self.end_frame()?;
        }
        self.frame.write(&Written::End(self.written))?;
        self.end_frame()?;
        self.out.flush()?;
        Ok(self.out)
    }

    /// Writes rows that were packed elsewhere; all frames but the last must be full, and no single rows come before.
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub fn push_frame(&mut self, frame: &PackedFrame) -> Result<(), ProfileError> {
        self.out.write_all(&frame.bytes)?;
        let Totals { sites, paths, lines, texts } = frame.rows;
        self.written.sites += sites;
        self.written.paths += paths;
        self.written.lines += lines;
        self.written.texts += texts;
        Ok(())
    }

    fn end_frame(&mut self) -> Result<(), ProfileError> {
        let packed = self.frame.pack()?;
        self.push_frame(&packed)
    }
}

impl<W: Write> RowSink for RowWriter<W> {
    fn push(&mut self, row: Row) -> Result<(), ProfileError> {
        if self.frame.push(row)? { self.end_frame() } else { Ok(()) }
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
            _ => Err(rows.wrong(&format!("the first row is not {{\"profile\":{VERSION}}}"))),
        }
    }

    fn written(&mut self) -> Result<Option<Written>, ProfileError> {
        self.line.clear();
        let read = self.input.read_line(&mut self.line);
        if read.map_err(|error| self.failed(error))? == 0 {
            return Ok(None);
        }
        self.at += 1;
        serde_json::from_str(&self.line).map(Some).map_err(|error| self.wrong(&error.to_string()))
    }

    /// What an error of reading means: the decoder has words of its own for files that are cut, or none of its.
    fn failed(&self, error: io::Error) -> ProfileError {
        match error.kind() {
            io::ErrorKind::UnexpectedEof => ProfileError::Cut(self.at),
            _ if self.at == 0 && error.raw_os_error().is_none() => ProfileError::Foreign,
            _ => error.into(),
        }
    }

    pub(super) fn wrong(&self, why: &str) -> ProfileError {
        ProfileError::Row { row: self.at.max(1), why: why.to_owned() }
    }

    fn row(&mut self) -> Result<Option<Row>, ProfileError> {
        match self.written()? {
            Some(Written::Site(name, count)) => Ok(Some(Row::Site(name, count))),
            Some(Written::Path(key, count)) => Ok(Some(Row::Path(key, count))),
            Some(Written::Line(key, count)) => Ok(Some(Row::Line(key, count))),
            Some(Written::Text(key, count)) => Ok(Some(Row::Text(key, count))),
            Some(Written::End(_)) => match self.input.fill_buf() {
                Ok([]) => Ok(None),
                _ => Err(ProfileError::GoesOn),
            },
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
