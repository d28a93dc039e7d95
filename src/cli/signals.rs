//! SIGINT and SIGTERM: the first one asks the run to stop, the second ends the program.

use std::io;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

use super::exit::SIGNALLED;
use crate::pipeline::Stop;

/// Passes the signals on to `stop`, with their numbers as reasons.
pub fn heed(stop: &Stop) -> io::Result<()> {
    let again = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM] {
        // In this order: the first signal finds the flag unset, and sets it.
        let code = i32::from(SIGNALLED) + signal;
        flag::register_conditional_shutdown(signal, code, Arc::clone(&again))?;
        flag::register(signal, Arc::clone(&again))?;
        let reason = usize::try_from(signal).unwrap_or_default();
        flag::register_usize(signal, stop.reason(), reason)?;
    }
    Ok(())
}
