//! Rows as bytes, while a scan goes on.
//!
//! Separate from the profile file, because nobody reads these but the scan
//! itself, and most are only passed on from one part to the next: a row is its place, the length
//! of the rest, and the rest as `postcard` packs it, which takes a fraction of the
//! time of JSON in zstd.

use std::io::{self, BufRead, BufReader, Read};

use serde::{Deserialize, Serialize};

use super::file::ProfileError;
use super::merge::{Cursor, Step};
use super::row::{Place, Row, RowSink};
use super::{PathKey, SiteName};

/// Bytes before the rest of a row: its kind, its key, the length of the rest.
const HEAD: usize = 1 + 8 + 4;
/// Bytes that are read from a part at once.
const BUFFER: usize = 1 << 16;

/// Writes rows as bytes.
#[derive(Debug, Default)]
pub(super) struct Packed(pub(super) Vec<u8>);

impl Packed {
    fn row<T: Serialize>(&mut self, place: Place, rest: &T) -> Result<(), ProfileError> {
        let start = self.0.len();
        self.0.extend_from_slice(&[0; HEAD]);
        self.0 = postcard::to_extend(rest, std::mem::take(&mut self.0)).map_err(broken)?;
        let len = u32::try_from(self.0.len() - start - HEAD).map_err(io::Error::other)?;
        let (kind, key) = match place {
            Place::Site => (0, 0),
            Place::Path(key) => (1, u64::from(key.number())),
            Place::Line(key) => (2, key),
            Place::Text(key) => (3, key),
        };
        if let Some(head) = self.0.get_mut(start..start + HEAD) {
            head.copy_from_slice(&head_of(kind, key, len));
        }
        Ok(())
    }
}

impl RowSink for Packed {
    fn push(&mut self, row: Row) -> Result<(), ProfileError> {
        let place = row.place();
        match row {
            Row::Site(name, count) => self.row(place, &(name, count)),
            Row::Path(_, count) => self.row(place, &count),
            Row::Line(_, count) => self.row(place, &count),
            Row::Text(_, count) => self.row(place, &count),
        }
    }
}

/// Rows that are read.
pub(super) struct PackedRows<R> {
    input: BufReader<R>,
    place: Place,
    head: [u8; HEAD],
    rest: Vec<u8>,
}

impl<R: Read> PackedRows<R> {
    pub(super) fn new(input: R) -> Self {
        let input = BufReader::with_capacity(BUFFER, input);
        Self { input, place: Place::Site, head: [0; HEAD], rest: Vec::new() }
    }

    /// Goes to the next row; false after the last.
    fn go_on(&mut self) -> Result<bool, ProfileError> {
        if self.input.fill_buf()?.is_empty() {
            return Ok(false);
        }
        self.input.read_exact(&mut self.head)?;
        let (kind, key, len) = parts_of(self.head);
        self.rest.resize(len as usize, 0);
        self.input.read_exact(&mut self.rest)?;
        self.place = match kind {
            0 => Place::Site,
            1 => Place::Path(PathKey::numbered(u32::try_from(key).map_err(io::Error::other)?)),
            2 => Place::Line(key),
            _ => Place::Text(key),
        };
        Ok(true)
    }

    fn rest<'r, T: Deserialize<'r>>(&'r self) -> Result<T, ProfileError> {
        postcard::from_bytes(&self.rest).map_err(broken)
    }
}

impl<R: Read> Cursor for PackedRows<R> {
    type Out = Packed;

    fn advance(&mut self) -> Result<Option<Step>, ProfileError> {
        Ok(match self.go_on()?.then_some(self.place) {
            Some(Place::Site) => {
                Some(Step::Site(postcard::take_from_bytes(&self.rest).map_err(broken)?.0))
            }
            place => place.map(Step::Within),
        })
    }

    fn row(&mut self) -> Result<Row, ProfileError> {
        Ok(match self.place {
            Place::Site => {
                let (name, count) = self.rest::<(SiteName, _)>()?;
                Row::Site(name, count)
            }
            Place::Path(key) => Row::Path(key, self.rest()?),
            Place::Line(key) => Row::Line(key, self.rest()?),
            Place::Text(key) => Row::Text(key, self.rest()?),
        })
    }

    fn copy(&mut self, out: &mut Packed) -> Result<(), ProfileError> {
        out.0.extend_from_slice(&self.head);
        out.0.extend_from_slice(&self.rest);
        Ok(())
    }

    fn put(row: Row, out: &mut Packed) -> Result<(), ProfileError> {
        out.push(row)
    }
}

impl<R: Read> Iterator for PackedRows<R> {
    type Item = Result<Row, ProfileError>;

    fn next(&mut self) -> Option<Self::Item> {
        match self.go_on() {
            Ok(true) => Some(self.row()),
            Ok(false) => None,
            Err(error) => Some(Err(error)),
        }
    }
}

fn head_of(kind: u8, key: u64, len: u32) -> [u8; HEAD] {
    let mut head = [kind; HEAD];
    if let Some((_, rest)) = head.split_first_mut()
        && let Some((keys, lens)) = rest.split_first_chunk_mut::<8>()
    {
        *keys = key.to_le_bytes();
        lens.copy_from_slice(&len.to_le_bytes());
    }
    head
}

const fn parts_of(head: [u8; HEAD]) -> (u8, u64, u32) {
    let [kind, a, b, c, d, e, f, g, h, i, j, k, l] = head;
    (kind, u64::from_le_bytes([a, b, c, d, e, f, g, h]), u32::from_le_bytes([i, j, k, l]))
}

/// Only a disk that loses what was written to it breaks a part.
fn broken(error: postcard::Error) -> ProfileError {
    ProfileError::Io(io::Error::new(io::ErrorKind::InvalidData, error))
}
