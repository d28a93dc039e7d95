//! The wish that a run ends early, and in order.
//!
//! A type of its own because it crosses every border: another thread
//! makes the wish, the reading side hears it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Asks a run to stop: nothing more is read, what is being worked on is finished and written.
///
/// All clones are one wish.
#[derive(Clone, Debug, Default)]
pub struct Stop(Arc<AtomicUsize>);

impl Stop {
    /// Asks for the stop, for a reason that is not 0, such as the number of a signal.
    pub fn ask(&self, reason: usize) {
        self.0.store(reason, Ordering::Relaxed);
    }

    /// Why the run is to stop; none while it may go on.
    #[must_use]
    pub fn asked(&self) -> Option<usize> {
        Some(self.0.load(Ordering::Relaxed)).filter(|reason| *reason != 0)
    }
}
