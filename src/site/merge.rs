//! Counts of parts to the counts of the whole, row by row.

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::io::{Read, Write};
use std::marker::PhantomData;

use super::SiteName;
use super::file::{ProfileError, RowWriter, Rows};
use super::row::{Place, Row, RowSink as _};

/// Adds up the counts of several profiles and writes the profile of them all.
///
/// The bytes written are those that a scan of all pages together writes, in
/// whatever order the parts are given. Holds one row of each part in memory.
///
/// # Errors
/// When a part is broken or `out` cannot be written.
pub fn merge<R: Read, W: Write>(parts: Vec<Rows<R>>, out: W) -> Result<(), ProfileError> {
    let mut writer = RowWriter::new(out)?;
    let parts = parts.into_iter().map(|rows| Part { rows, row: None, out: PhantomData });
    let mut sum = Sum::of(parts)?;
    while sum.next(&mut writer)? {}
    writer.finish()?;
    Ok(())
}

/// A profile that is read.
struct Part<R: Read, W> {
    rows: Rows<R>,
    row: Option<Row>,
    out: PhantomData<fn(W)>,
}

impl<R: Read, W: Write> Cursor for Part<R, W> {
    type Out = RowWriter<W>;

    fn advance(&mut self) -> Result<Option<Step>, ProfileError> {
        self.row = self.rows.next().transpose()?;
        Ok(self.row.as_ref().map(|row| match row {
            Row::Site(name, _) => Step::Site(name.clone()),
            row => Step::Within(row.place()),
        }))
    }

    fn row(&mut self) -> Result<Row, ProfileError> {
        self.row.take().ok_or_else(|| self.rows.wrong("a row is asked for twice"))
    }

    fn copy(&mut self, out: &mut Self::Out) -> Result<(), ProfileError> {
        out.push(self.row()?)
    }

    fn put(row: Row, out: &mut Self::Out) -> Result<(), ProfileError> {
        out.push(row)
    }
}

/// The rows of a part one after another, in order.
pub(super) trait Cursor {
    /// What rows are written to.
    type Out;

    /// Goes to the next row; none after the last.
    fn advance(&mut self) -> Result<Option<Step>, ProfileError>;

    /// The row.
    fn row(&mut self) -> Result<Row, ProfileError>;

    /// Writes the row as it is.
    fn copy(&mut self, out: &mut Self::Out) -> Result<(), ProfileError>;

    /// Writes a row that is the sum of several.
    fn put(row: Row, out: &mut Self::Out) -> Result<(), ProfileError>;
}

/// What a cursor came to.
pub(super) enum Step {
    /// The row of a site.
    Site(SiteName),
    /// Another row of the same site.
    Within(Place),
}

/// The sum of several parts. A row that only one of them has is never looked into.
pub(super) struct Sum<C> {
    /// Parts that wait for their next site.
    sites: BinaryHeap<At<SiteName, C>>,
    /// Those inside of the present site.
    rows: BinaryHeap<At<Place, C>>,
}

impl<C: Cursor> Sum<C> {
    pub(super) fn of(parts: impl IntoIterator<Item = C>) -> Result<Self, ProfileError> {
        let mut sum = Self { sites: BinaryHeap::new(), rows: BinaryHeap::new() };
        for part in parts {
            sum.advance(Box::new(part))?;
        }
        Ok(sum)
    }

    /// Writes the next row; false when there is none.
    pub(super) fn next(&mut self, out: &mut C::Out) -> Result<bool, ProfileError> {
        if self.rows.is_empty() {
            self.next_site();
        }
        let Some(At { key: place, part: mut first }) = self.rows.pop() else { return Ok(false) };
        if !self.is_at(place) {
            first.copy(out)?;
            self.advance(first)?;
            return Ok(true);
        }
        let mut sum = first.row()?;
        self.advance(first)?;
        while self.is_at(place)
            && let Some(At { mut part, .. }) = self.rows.pop()
        {
            sum.add(part.row()?);
            self.advance(part)?;
        }
        C::put(sum, out)?;
        Ok(true)
    }

    /// Whether a further part has a row at this place.
    fn is_at(&self, place: Place) -> bool {
        self.rows.peek().is_some_and(|next| next.key == place)
    }

    /// Takes the parts in that wait for the first of all sites.
    fn next_site(&mut self) {
        let Some(At { key: site, part }) = self.sites.pop() else { return };
        self.rows.push(At { key: Place::Site, part });
        while self.sites.peek().is_some_and(|next| next.key == site)
            && let Some(At { part, .. }) = self.sites.pop()
        {
            self.rows.push(At { key: Place::Site, part });
        }
    }

    fn advance(&mut self, mut part: Box<C>) -> Result<(), ProfileError> {
        match part.advance()? {
            Some(Step::Site(key)) => self.sites.push(At { key, part }),
            Some(Step::Within(key)) => self.rows.push(At { key, part }),
            None => {}
        }
        Ok(())
    }
}

/// A part at a place. The greatest is the one that comes first, because a heap gives that.
struct At<K, C> {
    key: K,
    part: Box<C>,
}

impl<K: Ord, C> Ord for At<K, C> {
    fn cmp(&self, other: &Self) -> Ordering {
        other.key.cmp(&self.key)
    }
}

impl<K: Ord, C> PartialOrd for At<K, C> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<K: Ord, C> PartialEq for At<K, C> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl<K: Ord, C> Eq for At<K, C> {}
