//! A run's warnings and progress on standard error.
//!
//! A bar on a terminal, a plain line now and then elsewhere, nothing but errors
//! when quiet was asked for.

use std::io::{self, IsTerminal as _};
use std::time::{Duration, Instant};

use indicatif::{DecimalBytes, HumanCount, ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::say;
use crate::config::Settings;
use crate::pipeline::{Progress, Reporter, Resumed, Stop, Warning};
use crate::report::Escaped;

/// How often a line is printed where there is no terminal.
const PLAIN_EVERY: Duration = Duration::from_secs(5);

/// Warnings printed in one run; a dump can hold millions of the same mistake.
const MOST_WARNINGS: u64 = 20;

/// How much is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Verbosity {
    /// Messages about bad input only.
    Quiet,
    /// Those, progress and the summary.
    #[default]
    Normal,
    /// Every message, every input.
    Verbose,
}

impl Verbosity {
    /// What these flags ask for.
    pub const fn of(verbose: bool, quiet: bool) -> Self {
        match (verbose, quiet) {
            (true, _) => Self::Verbose,
            (false, true) => Self::Quiet,
            (false, false) => Self::Normal,
        }
    }
}

/// How progress is shown.
enum Meter {
    Off,
    Bar(ProgressBar),
    Plain { next: Instant },
}

/// Shows a run on standard error.
pub struct StderrReporter {
    verbosity: Verbosity,
    meter: Meter,
    total: Option<u64>,
    started: Instant,
    warnings: u64,
    stop: Stop,
    /// Whether the stop was told.
    stopping: bool,
}

impl StderrReporter {
    /// A reporter for what starts now and ends at the first signal.
    pub fn of(settings: &Settings) -> Self {
        Self::new(Verbosity::of(false, settings.quiet), !settings.no_progress, Stop::default())
    }

    /// A reporter for one run that starts now.
    pub fn new(verbosity: Verbosity, progress: bool, stop: Stop) -> Self {
        let started = Instant::now();
        let meter = if !progress || verbosity == Verbosity::Quiet {
            Meter::Off
        } else if io::stderr().is_terminal() {
            Meter::Bar(ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr()))
        } else {
            Meter::Plain { next: started + PLAIN_EVERY }
        };
        Self { verbosity, meter, total: None, started, warnings: 0, stop, stopping: false }
    }

    /// Takes the bar away.
    pub fn finish(&mut self) {
        if let Meter::Bar(bar) = &self.meter {
            bar.finish_and_clear();
        }
        self.meter = Meter::Off;
    }

    /// Prints one line without tearing the bar.
    fn line(&self, line: &str) {
        match &self.meter {
            Meter::Bar(bar) => bar.suspend(|| say(line)),
            Meter::Off | Meter::Plain { .. } => say(line),
        }
    }

    /// `1,204 pages, 602 pages/s, 5.12 MB/s`.
    fn rates(&self, progress: Progress) -> String {
        let seconds = self.started.elapsed().as_secs_f64().max(0.001);
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "figures for the eye"
        )]
        let per_second = |count: u64| (count as f64 / seconds) as u64;
        format!(
            "{} pages, {} pages/s, {}/s",
            HumanCount(progress.pages),
            HumanCount(per_second(progress.pages)),
            DecimalBytes(per_second(progress.bytes_text)),
        )
    }
}

impl Reporter for StderrReporter {
    fn start(&mut self, bytes_total: Option<u64>) {
        self.total = bytes_total;
        let Meter::Bar(bar) = &self.meter else { return };
        let template = if bytes_total.is_some() {
            "{wide_bar} {decimal_bytes} of {decimal_total_bytes}{msg}, {eta} left"
        } else {
            "{spinner} {decimal_bytes}{msg}"
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        if let Some(total) = bytes_total {
            bar.set_length(total);
        }
    }

    fn file(&mut self, path: &str) {
        if self.verbosity == Verbosity::Verbose {
            self.line(&format!("presswash: reading {path}"));
        }
    }

    fn warn(&mut self, warning: &Warning) {
        self.warnings += 1;
        if self.warnings <= MOST_WARNINGS || self.verbosity == Verbosity::Verbose {
            self.line(&format!("presswash: {}", Escaped(&warning.to_string())));
        } else if self.warnings == MOST_WARNINGS + 1 {
            self.line("presswash: further messages suppressed; -v prints all");
        }
    }

    fn resumed(&mut self, begun: &Resumed<'_>) {
        if self.verbosity == Verbosity::Quiet {
            return;
        }
        self.line(&match begun {
            Resumed::Begun { pages, manifest } => {
                format!("presswash: going on after {pages} pages ({})", manifest.display())
            }
            Resumed::Complete { manifest } => {
                format!("presswash: complete already, nothing to do ({})", manifest.display())
            }
        });
    }

    fn progress(&mut self, progress: Progress) {
        if self.stop.asked().is_some() && !self.stopping {
            self.stopping = true;
            if self.verbosity == Verbosity::Quiet {
                return;
            }
            self.line("presswash: stopping after what is being worked on; once more stops at once");
        }
        let now = Instant::now();
        match &self.meter {
            Meter::Off => {}
            Meter::Bar(bar) => {
                bar.set_position(progress.bytes_read);
                bar.set_message(format!(", {}", self.rates(progress)));
            }
            Meter::Plain { next } if *next <= now => {
                let read = DecimalBytes(progress.bytes_read);
                let of =
                    self.total.map_or_else(String::new, |n| format!(" of {}", DecimalBytes(n)));
                self.line(&format!("presswash: {read}{of}, {}", self.rates(progress)));
                self.meter = Meter::Plain { next: now + PLAIN_EVERY };
            }
            Meter::Plain { .. } => {}
        }
    }
}
