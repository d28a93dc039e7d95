//! SIGINT and SIGTERM: a run ends in order at the first one, everything else, and a run at the second one, at
//! once. What is unfinished is removed either way. Systems that have no such signals end the program themselves.

use std::io;
use std::sync::OnceLock;

use crate::pipeline::Stop;

/// The run that can be asked to stop, when there is one.
static RUN: OnceLock<Stop> = OnceLock::new();

/// Waits for signals, in a thread that ends with the program.
#[cfg(unix)]
pub fn heed() -> io::Result<()> {
    use super::exit::SIGNALLED;
    use crate::write;
    use signal_hook::consts::{SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;
    use signal_hook::low_level;
    use std::thread;

    let mut signals = Signals::new([SIGINT, SIGTERM])?;
    thread::Builder::new().name("signals".to_owned()).spawn(move || {
        for signal in &mut signals {
            if let Some(stop) = RUN.get().filter(|stop| stop.asked().is_none()) {
                stop.ask(usize::try_from(signal).unwrap_or_default());
            } else {
                let _nothing_begins = write::abandon();
                low_level::exit(i32::from(SIGNALLED) + signal);
            }
        }
    })?;
    Ok(())
}

#[cfg(not(unix))]
pub const fn heed() -> io::Result<()> {
    Ok(())
}

/// Passes the first signal on to `stop`, with its number as the reason.
pub fn pass_on(stop: &Stop) {
    // There is one run in the life of the program.
    let _ = RUN.set(stop.clone());
}
