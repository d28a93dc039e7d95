//! Profiles of parts to the profile of the whole, row by row.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::io::{Read, Write};
use std::rc::Rc;

use super::file::{ProfileError, Row, RowSink, RowWriter, Rows};
use super::{LineCount, PathCount, PathKey, SiteCount, SiteName, TextCount};

/// Adds up the counts of several profiles and writes the profile of them all.
///
/// The bytes written are those that a scan of all pages together writes, in
/// whatever order the parts are given. Holds one row of each part in memory.
///
/// # Errors
/// When a part is broken or `out` cannot be written.
pub fn merge<R: Read>(parts: Vec<Rows<R>>, out: impl Write) -> Result<(), ProfileError> {
    let mut writer = RowWriter::new(out)?;
    add_up(parts, &mut writer)?;
    writer.finish()?;
    Ok(())
}

/// Adds up parts, each of which gives its rows in order.
pub(super) fn add_up<P>(parts: Vec<P>, sink: &mut dyn RowSink) -> Result<(), ProfileError>
where
    P: Iterator<Item = Result<Row, ProfileError>>,
{
    let mut parts: Vec<Part<P>> =
        parts.into_iter().map(|rows| Part { rows, site: Rc::default() }).collect();
    let mut heads = BinaryHeap::new();
    for (number, part) in parts.iter_mut().enumerate() {
        heads.extend(part.next(number)?);
    }
    while let Some(Reverse(head)) = heads.pop() {
        let (place, mut sum) = (head.place, head.count);
        heads.extend(next_of(&mut parts, head.part)?);
        while heads.peek().is_some_and(|Reverse(next)| next.place == place) {
            let Some(Reverse(next)) = heads.pop() else { break };
            sum.add(next.count);
            heads.extend(next_of(&mut parts, next.part)?);
        }
        sink.push(sum.row(&place))?;
    }
    Ok(())
}

/// Where a row stands: its site, and where below it.
type Place = (Rc<SiteName>, Below);

/// Where a row of a site stands, in order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Below {
    Site,
    Path(PathKey),
    Line(u64),
    Text(u64),
}

enum Count {
    Site(SiteCount),
    Path(PathKey, PathCount),
    Line(u64, LineCount),
    Text(u64, TextCount),
}

impl Count {
    fn row(self, place: &Place) -> Row {
        match self {
            Self::Site(count) => Row::Site(SiteName::clone(&place.0), count),
            Self::Path(key, count) => Row::Path(key, count),
            Self::Line(key, count) => Row::Line(key, count),
            Self::Text(key, count) => Row::Text(key, count),
        }
    }

    /// Adds what another part says of the same place, which is a row of the same kind.
    fn add(&mut self, other: Self) {
        match (self, other) {
            (Self::Site(ours), Self::Site(theirs)) => ours.add(&theirs),
            (Self::Path(_, ours), Self::Path(_, theirs)) => ours.add(theirs),
            (Self::Line(_, ours), Self::Line(_, theirs)) => ours.add(theirs),
            (Self::Text(_, ours), Self::Text(_, theirs)) => ours.add(theirs),
            _ => {}
        }
    }
}

/// The next row of a part; ordered by its place, then by its part.
struct Head {
    place: Place,
    part: usize,
    count: Count,
}

impl Ord for Head {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (&self.place, self.part).cmp(&(&other.place, other.part))
    }
}

impl PartialOrd for Head {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Head {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Head {}

struct Part<P> {
    rows: P,
    site: Rc<SiteName>,
}

impl<P: Iterator<Item = Result<Row, ProfileError>>> Part<P> {
    fn next(&mut self, part: usize) -> Result<Option<Reverse<Head>>, ProfileError> {
        let Some(row) = self.rows.next().transpose()? else { return Ok(None) };
        let (below, count) = match row {
            Row::Site(name, count) => {
                self.site = Rc::new(name);
                (Below::Site, Count::Site(count))
            }
            Row::Path(key, count) => (Below::Path(key), Count::Path(key, count)),
            Row::Line(key, count) => (Below::Line(key), Count::Line(key, count)),
            Row::Text(key, count) => (Below::Text(key), Count::Text(key, count)),
        };
        Ok(Some(Reverse(Head { place: (Rc::clone(&self.site), below), part, count })))
    }
}

fn next_of<P>(parts: &mut [Part<P>], number: usize) -> Result<Option<Reverse<Head>>, ProfileError>
where
    P: Iterator<Item = Result<Row, ProfileError>>,
{
    parts.get_mut(number).map_or(Ok(None), |part| part.next(number))
}
