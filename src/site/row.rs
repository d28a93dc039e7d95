//! The rows of a profile, and how two of one place add up.

use super::file::ProfileError;
use super::{LineCount, PathCount, PathKey, SiteCount, SiteName, TextCount};

/// One row of a profile, but the first and the last.
#[derive(Clone, Debug, PartialEq)]
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

/// Where a row stands below its site, in the order of a profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    Site,
    Path(PathKey),
    Line(u64),
    Text(u64),
}

/// Takes the rows of a profile, which come in order.
pub trait RowSink {
    /// Takes the next row.
    ///
    /// # Errors
    /// When it cannot be written.
    fn push(&mut self, row: Row) -> Result<(), ProfileError>;
}

impl Row {
    pub(super) const fn place(&self) -> Place {
        match self {
            Self::Site(..) => Place::Site,
            Self::Path(key, _) => Place::Path(*key),
            Self::Line(key, _) => Place::Line(*key),
            Self::Text(key, _) => Place::Text(*key),
        }
    }

    /// Adds what another part says of the same place, which is a row of the same kind.
    pub(super) fn add(&mut self, other: Self) {
        match (self, other) {
            (Self::Site(_, ours), Self::Site(_, theirs)) => ours.add(&theirs),
            (Self::Path(_, ours), Self::Path(_, theirs)) => ours.add(theirs),
            (Self::Line(_, ours), Self::Line(_, theirs)) => ours.add(theirs),
            (Self::Text(_, ours), Self::Text(_, theirs)) => ours.add(theirs),
            _ => {}
        }
    }
}
