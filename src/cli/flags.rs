//! Groups of flags that several commands share, and the settings layer they make.

use std::path::PathBuf;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser as _};

use crate::config::{Bytes, ColorChoice, Layer, count};
use crate::model::Mode;
use crate::pipeline::Shard;
use crate::read::Format;

/// Where the output of `clean` goes.
#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
pub struct OutputFlags {
    /// Where to write: a file, a folder (ending in /), or - for standard output
    #[arg(short, long, value_name = "OUT", required_unless_present = "dump_config")]
    pub output: Option<PathBuf>,
    /// Replace outputs that exist
    #[arg(long)]
    pub force: bool,
    /// Leave a manifest beside the output, and go on where an earlier run ended that left one
    #[arg(long)]
    pub resume: bool,
    /// Do the I-th of N equal parts of the work; the outputs of all, one after the other, are the
    /// output of one run. Each needs names of its own for them
    #[arg(long, value_name = "I/N")]
    pub shard: Option<Shard>,
    /// Write what was removed and why, enough to restore the input exactly
    #[arg(long, value_name = "FILE")]
    pub audit: Option<PathBuf>,
    /// Write the figures of the summary as JSON
    #[arg(long, value_name = "FILE")]
    pub stats: Option<PathBuf>,
    /// Write malformed records, as they came, to this folder; a shard to a folder of its own in it
    #[arg(long, value_name = "DIR")]
    pub quarantine: Option<PathBuf>,
}

/// How `clean` and `eval` run.
#[derive(Debug, Args)]
#[command(next_help_heading = "Running")]
pub struct RunFlags {
    /// Worker threads; 0 is one for each core. The output does not depend on it
    #[arg(long, value_name = "N", value_parser = count::threads)]
    pub threads: Option<usize>,
    #[command(flatten)]
    pub quiet: QuietFlag,
    /// Do not show how far the run is
    #[arg(long)]
    pub no_progress: bool,
    /// Name each input as it is opened and print every warning
    #[arg(short, long, conflicts_with = "quiet")]
    pub verbose: bool,
}

/// How much a command says.
#[derive(Debug, Args)]
#[command(next_help_heading = "Running")]
pub struct QuietFlag {
    /// No progress and no summary, only errors
    #[arg(short, long)]
    pub quiet: bool,
}

/// How much of the input is in memory.
#[derive(Debug, Args)]
#[command(next_help_heading = "Running")]
pub struct MemoryFlags {
    /// Size of the blocks in which inputs are read, like 1MiB; a longer record makes a longer block
    #[arg(long, value_name = "SIZE")]
    pub block_size: Option<Bytes>,
    /// Most blocks between reading and writing; a long one counts as many
    #[arg(long, value_name = "N", value_parser = count::in_flight)]
    pub in_flight: Option<usize>,
}

/// How inputs are read.
#[derive(Debug, Args)]
#[command(next_help_heading = "Input")]
pub struct InputFlags {
    /// What the inputs hold
    #[arg(long, value_parser = PossibleValuesParser::new(Format::ALL.map(Format::name))
        .try_map(|name| name.parse::<Format>()))]
    pub format: Option<Format>,
    /// Field that holds the text; dots lead into nested objects. Repeat for alternatives
    #[arg(long, value_name = "NAME")]
    pub text_field: Vec<String>,
    /// Field that holds the identifier
    #[arg(long, value_name = "NAME")]
    pub id_field: Vec<String>,
    /// Field that holds the address
    #[arg(long, value_name = "NAME")]
    pub url_field: Vec<String>,
    /// Field that holds the headline
    #[arg(long, value_name = "NAME")]
    pub title_field: Vec<String>,
    /// Field that holds the time of the crawl, against which dates like "2 days ago" are resolved
    #[arg(long, value_name = "NAME")]
    pub crawled_field: Vec<String>,
    /// Longest record to read, like 500kB or 1GiB; a longer one is malformed
    #[arg(long, value_name = "SIZE")]
    pub max_record: Option<Bytes>,
    /// Read no further in an input that grows to more than N times its size (from 64 MiB on); 0 for any
    #[arg(long, value_name = "N")]
    pub max_ratio: Option<u64>,
    /// Read no more of one input, after decompression; 0 for all
    #[arg(long, value_name = "SIZE")]
    pub max_input: Option<Bytes>,
}

/// Which rules are used.
#[derive(Debug, Args)]
#[command(next_help_heading = "Rules and model")]
pub struct RuleFlags {
    /// Rule file on top of the built-in rules; may be repeated
    #[arg(long, value_name = "FILE")]
    pub rules: Vec<PathBuf>,
    /// Leave out the rule with this id; may be repeated
    #[arg(long, value_name = "ID")]
    pub disable_rule: Vec<String>,
}

/// Which model is used.
#[derive(Debug, Args)]
#[command(next_help_heading = "Rules and model")]
pub struct ModelFlag {
    /// Line model to use instead of the built-in one
    #[arg(long, value_name = "FILE")]
    pub model: Option<PathBuf>,
}

/// How much one page may cost.
#[derive(Debug, Args)]
#[command(next_help_heading = "Limits of a page")]
pub struct LimitFlags {
    /// Longest text to clean, like 500kB or 1GiB; a longer one is written as it came, flagged
    #[arg(long, value_name = "SIZE")]
    pub max_page: Option<Bytes>,
    /// Most lines of a text to clean; one with more is written as it came, flagged
    #[arg(long, value_name = "N")]
    pub max_lines: Option<usize>,
    /// Seconds that cleaning a page may take before it is written as it came, flagged; 0 for any
    #[arg(long, value_name = "SECONDS")]
    pub page_time: Option<u64>,
}

/// When a run is thought to have gone wrong.
#[derive(Debug, Args)]
#[command(next_help_heading = "Guard rails")]
pub struct RailFlags {
    /// End with exit code 4 when a guard rail is broken
    #[arg(long)]
    pub strict: bool,
    /// Warn when more of all text is removed; 100 for never
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(0..=100))]
    pub max_removed: Option<u8>,
    /// Warn when more of a site's text is removed; 100 for never
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(0..=100))]
    pub max_removed_site: Option<u8>,
    /// Warn when one rule takes more of all text; 100 for never
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(0..=100))]
    pub max_rule: Option<u8>,
}

/// Which mistakes are avoided.
#[derive(Debug, Args)]
#[command(next_help_heading = "Rules and model")]
pub struct ModeFlags {
    /// What is rather risked where a line may be article or not: balanced, a lost line (precision),
    /// chrome in the article (recall)
    #[arg(long, value_parser = PossibleValuesParser::new(Mode::ALL.map(Mode::name))
        .try_map(|name| name.parse::<Mode>()))]
    pub mode: Option<Mode>,
}

/// Where settings come from, and how the terminal looks.
#[derive(Debug, Args)]
#[command(next_help_heading = "Settings")]
pub struct SettingsFlags {
    /// Read this settings file instead of the user's and the working folder's
    #[arg(long, value_name = "FILE", conflicts_with = "no_config")]
    pub config: Option<PathBuf>,
    /// Read no settings file
    #[arg(long)]
    pub no_config: bool,
    /// When to colour the terminal; auto heeds `NO_COLOR`
    #[arg(long, value_enum, value_name = "WHEN")]
    pub color: Option<ColorChoice>,
}

impl RunFlags {
    /// What these flags say.
    pub fn layer(&self) -> Layer {
        Layer {
            threads: self.threads,
            no_progress: self.no_progress.then_some(true),
            ..self.quiet.layer()
        }
    }
}

impl QuietFlag {
    /// What this flag says.
    pub fn layer(&self) -> Layer {
        Layer { quiet: self.quiet.then_some(true), ..Layer::default() }
    }
}

impl MemoryFlags {
    /// What these flags say.
    pub fn layer(&self) -> Layer {
        Layer { block_size: self.block_size, in_flight: self.in_flight, ..Layer::default() }
    }
}

impl InputFlags {
    /// What these flags say.
    pub fn layer(&self) -> Layer {
        Layer {
            format: self.format,
            text_field: self.text_field.clone(),
            id_field: self.id_field.clone(),
            url_field: self.url_field.clone(),
            title_field: self.title_field.clone(),
            crawled_field: self.crawled_field.clone(),
            max_record: self.max_record,
            max_ratio: self.max_ratio,
            max_input: self.max_input,
            ..Layer::default()
        }
    }
}

impl LimitFlags {
    /// What these flags say.
    pub fn layer(&self) -> Layer {
        Layer {
            max_page: self.max_page,
            max_lines: self.max_lines,
            page_time: self.page_time,
            ..Layer::default()
        }
    }
}

impl RailFlags {
    /// What these flags say.
    pub fn layer(&self) -> Layer {
        Layer {
            strict: self.strict.then_some(true),
            max_removed: self.max_removed,
            max_removed_site: self.max_removed_site,
            max_rule: self.max_rule,
            ..Layer::default()
        }
    }
}

impl RuleFlags {
    /// What these flags say.
    pub fn layer(&self) -> Layer {
        Layer {
            rules: self.rules.clone(),
            disable_rule: self.disable_rule.clone(),
            ..Layer::default()
        }
    }
}

impl ModelFlag {
    /// What this flag says.
    pub fn layer(&self) -> Layer {
        Layer { model: self.model.clone(), ..Layer::default() }
    }
}

impl ModeFlags {
    /// What these flags say.
    pub fn layer(&self) -> Layer {
        Layer { mode: self.mode, ..Layer::default() }
    }
}

impl SettingsFlags {
    /// What these flags say.
    pub fn layer(&self) -> Layer {
        Layer { color: self.color, ..Layer::default() }
    }
}
