//! The command line: subcommands and their arguments, nothing else.
//!
//! The help texts live here, with the examples; what a flag does is decided in
//! [`crate::config`] and in the command's own file.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, CommandFactory as _, Parser, Subcommand};
use clap_complete::Shell;

use super::examples;
use super::exit::EXIT_CODES;
use super::flags::{
    InputFlags, LimitFlags, MemoryFlags, ModeFlags, ModelFlag, OutputFlags, QuietFlag, RailFlags,
    RuleFlags, RunFlags, SettingsFlags,
};
use crate::config::{Bytes, Settings, Sites};
use crate::evaluate::EvalSettings;
use crate::model::train::Training;
use crate::pipeline::WAITING_BYTES;
use crate::report::survey::SurveySettings;
use crate::train::MADE;

/// Cleans dumps of scraped news.
///
/// Takes site chrome out of pages, separates readers' comments from the article and
/// rebuilds them as a thread. One input record gives one output record.
#[derive(Debug, Parser)]
#[command(name = "presswash", version, arg_required_else_help = true, after_help = EXIT_CODES)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The command line, in whose help the flags that are settings have their defaults.
pub fn command() -> clap::Command {
    with_defaults(Cli::command(), &Settings::built_in())
}

/// A command and those below it. The flags themselves have none: a settings file comes before the default.
fn with_defaults(
    command: clap::Command,
    built_in: &BTreeMap<String, Vec<String>>,
) -> clap::Command {
    let told = |arg: clap::Arg| {
        // What is wrong with -1 is told by whoever reads the number.
        let takes_values = arg.get_long().is_some() && arg.get_action().takes_values();
        let arg = arg.allow_negative_numbers(takes_values);
        let values = arg.get_long().and_then(|name| built_in.get(name));
        let values = values.filter(|_| arg.get_action().takes_values());
        let (Some(values), Some(help)) = (values, arg.get_help()) else { return arg };
        let with = format!("{help} [default: {}]", values.join(", "));
        // Names of fields are many.
        if values.len() > 1 { arg.long_help(with) } else { arg.help(with) }
    };
    command.mut_args(told).mut_subcommands(|command| with_defaults(command, built_in))
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Clean pages and write them as JSONL
    #[command(after_long_help = examples::clean())]
    Clean(Box<CleanArgs>),
    /// Show one page line by line: label, rule, score
    #[command(after_long_help = examples::EXPLAIN)]
    Explain(Box<ExplainArgs>),
    /// Show what a run did, as a page for the browser
    #[command(after_long_help = examples::REPORT)]
    Report(Box<ReportArgs>),
    /// Compare two runs over the same pages: what other rules, another model or version change
    #[command(after_long_help = examples::DIFF)]
    Diff(Box<DiffArgs>),
    /// Count what the sites of a dump repeat from page to page
    #[command(after_long_help = examples::SCAN)]
    Scan(Box<ScanArgs>),
    /// Add up and show what was counted of sites
    #[command(subcommand)]
    Profile(ProfileCommand),
    /// List, check and try out rules
    #[command(subcommand)]
    Rules(RulesCommand),
    /// Put the original texts back from cleaned records and their audit file
    #[command(after_long_help = examples::RESTORE)]
    Restore(RestoreArgs),
    /// Make a page for the browser in which pages are marked by hand, as gold to train and measure on
    #[command(after_long_help = examples::LABEL)]
    Label(Box<LabelArgs>),
    /// Train a line model on gold pages
    #[command(after_long_help = examples::TRAIN)]
    Train(TrainArgs),
    /// Measure rules and model on gold pages
    #[command(after_long_help = examples::EVAL)]
    Eval(Box<EvalArgs>),
    /// Print the JSON Schema of the output records
    #[command(after_long_help = examples::SCHEMA)]
    Schema,
    /// Print a completion script for a shell
    #[command(after_long_help = examples::COMPLETIONS)]
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Print the manual page, or write one for each command into a folder
    #[command(after_long_help = examples::MAN)]
    Man {
        /// Folder to write to; it must exist
        dir: Option<PathBuf>,
    },
}

/// Arguments of `clean`.
#[derive(Debug, Args)]
pub struct CleanArgs {
    /// Files, folders (with all they hold), globs, or - for standard input
    #[arg(value_name = "INPUT", required_unless_present = "dump_config")]
    pub inputs: Vec<PathBuf>,
    #[command(flatten)]
    pub output: OutputFlags,
    #[command(flatten)]
    pub input: InputFlags,
    #[command(flatten)]
    pub rules: RuleFlags,
    #[command(flatten)]
    pub model: ModelFlag,
    #[command(flatten)]
    pub mode: ModeFlags,
    /// Learn what each site repeats from the inputs themselves, read twice for it (auto); do not (off); or
    /// take it from a profile that `scan` wrote
    #[arg(long, value_name = "auto|off|PROFILE", help_heading = "Rules and model")]
    pub sites: Option<Sites>,
    #[command(flatten)]
    pub limits: LimitFlags,
    #[command(flatten)]
    pub rails: RailFlags,
    #[command(flatten)]
    pub run: RunFlags,
    #[command(flatten)]
    pub memory: MemoryFlags,
    #[command(flatten)]
    pub settings: SettingsFlags,
    /// Print the resolved settings as a settings file, and stop
    #[arg(long, help_heading = "Settings")]
    pub dump_config: bool,
}

/// Arguments of `report`.
#[derive(Debug, Args)]
pub struct ReportArgs {
    /// Cleaned files, in the order of the run; folders, globs, - for standard input
    #[arg(value_name = "CLEANED", required = true)]
    pub cleaned: Vec<PathBuf>,
    /// The audit of the same run; files of one after the other are one. Without it nothing that was
    /// removed can be shown
    #[arg(long, value_name = "AUDIT", num_args = 1..)]
    pub audit: Vec<PathBuf>,
    /// Where to write the page
    #[arg(short, long, value_name = "HTML")]
    pub output: PathBuf,
    /// Replace a page that exists
    #[arg(long)]
    pub force: bool,
    /// The site profile of the run: shows the templates of the sites
    #[arg(long, value_name = "PROFILE")]
    pub sites: Option<PathBuf>,
    /// The quarantine of the run, or its errors.jsonl: shows what was set aside
    #[arg(long, value_name = "FILE")]
    pub quarantine: Option<PathBuf>,
    /// Pages of the sample
    #[arg(long, value_name = "N", default_value_t = SurveySettings::default().sample)]
    pub sample: usize,
    #[command(flatten)]
    pub rules: RuleFlags,
    #[command(flatten)]
    pub run: RunFlags,
    #[command(flatten)]
    pub settings: SettingsFlags,
}

/// Arguments of `diff`.
#[derive(Debug, Args)]
pub struct DiffArgs {
    /// Cleaned file of the one run; a folder or a glob for several
    pub a: PathBuf,
    /// Cleaned file of the other
    pub b: PathBuf,
    /// The audit of A: with both audits every line is compared, also those that were removed
    #[arg(long, value_name = "FILE", requires = "audit_b")]
    pub audit_a: Option<PathBuf>,
    /// The audit of B
    #[arg(long, value_name = "FILE", requires = "audit_a")]
    pub audit_b: Option<PathBuf>,
    /// Print one JSON object instead of tables
    #[arg(long)]
    pub json: bool,
    /// Room for pages whose partners have not come yet, for runs that are not in the same order
    #[arg(long, value_name = "SIZE", default_value_t = Bytes(WAITING_BYTES as u64))]
    pub window: Bytes,
}

/// Arguments of `scan`.
#[derive(Debug, Args)]
pub struct ScanArgs {
    /// Files, folders (with all they hold), globs, or - for standard input
    #[arg(value_name = "INPUT", required = true)]
    pub inputs: Vec<PathBuf>,
    /// Where to write the site profile
    #[arg(short, long, value_name = "PROFILE")]
    pub output: PathBuf,
    /// Replace a profile that exists
    #[arg(long)]
    pub force: bool,
    #[command(flatten)]
    pub input: InputFlags,
    #[command(flatten)]
    pub run: RunFlags,
    #[command(flatten)]
    pub settings: SettingsFlags,
}

/// What to do with site profiles.
#[derive(Debug, Subcommand)]
pub enum ProfileCommand {
    /// Add up the profiles of parts of a dump to the profile of the whole
    #[command(after_long_help = examples::PROFILE)]
    Merge {
        /// The profiles, in any order
        #[arg(value_name = "PROFILE", required = true)]
        profiles: Vec<PathBuf>,
        /// Where to write the sum
        #[arg(short, long, value_name = "PROFILE")]
        output: PathBuf,
        /// Replace a profile that exists
        #[arg(long)]
        force: bool,
    },
    /// Show what a site repeats, in the order of its pages
    #[command(after_long_help = examples::PROFILE)]
    Show {
        /// The profile
        profile: PathBuf,
        /// A host or a domain
        site: String,
    },
    /// List the lines that belong to a template in one of two profiles only
    #[command(after_long_help = examples::PROFILE)]
    Diff {
        /// The one profile
        old: PathBuf,
        /// The other
        new: PathBuf,
    },
}

/// Arguments of `explain`.
#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// File to read, with the number of the page in it (from 1) after a colon; - for standard input (-- -:N);
    /// with --id also a folder or a glob
    #[arg(value_name = "FILE[:N]")]
    pub page: PathBuf,
    /// The page with this id, as clean writes it for the same argument, instead of its number
    #[arg(long, value_name = "ID")]
    pub id: Option<String>,
    /// Only this line, but all of it: what testified, and which features the model went by
    #[arg(long, value_name = "N")]
    pub line: Option<usize>,
    /// Print one JSON object instead of a table
    #[arg(long)]
    pub json: bool,
    /// Show lines in full instead of cutting them to the terminal's width
    #[arg(long)]
    pub full: bool,
    /// Columns to fill instead of the terminal's; from 110 on the page stands side by side with what came out
    #[arg(long, value_name = "COLUMNS")]
    pub width: Option<usize>,
    #[command(flatten)]
    pub input: InputFlags,
    #[command(flatten)]
    pub rules: RuleFlags,
    #[command(flatten)]
    pub model: ModelFlag,
    #[command(flatten)]
    pub mode: ModeFlags,
    /// The site profile of the run, as `scan` writes it; or none (off)
    #[arg(long, value_name = "off|PROFILE", help_heading = "Rules and model")]
    pub sites: Option<Sites>,
    #[command(flatten)]
    pub settings: SettingsFlags,
}

/// What to do with rules.
#[derive(Debug, Subcommand)]
pub enum RulesCommand {
    /// List all rules in use, one a line
    #[command(after_long_help = examples::RULES)]
    List {
        #[command(flatten)]
        rules: RuleFlags,
        #[command(flatten)]
        settings: SettingsFlags,
    },
    /// Check rule files: syntax, unknown keys, and that their examples hit and miss
    #[command(after_long_help = examples::RULES)]
    Check {
        /// Rule files
        #[arg(value_name = "FILE", required = true)]
        files: Vec<PathBuf>,
    },
    /// Show which rules take a line
    #[command(after_long_help = examples::RULES)]
    Test {
        /// Lines to try
        #[arg(value_name = "TEXT", required = true)]
        texts: Vec<String>,
        #[command(flatten)]
        rules: RuleFlags,
        #[command(flatten)]
        settings: SettingsFlags,
    },
}

/// Arguments of `restore`.
#[derive(Debug, Args)]
pub struct RestoreArgs {
    /// Cleaned records; a folder or a glob for several files, - for standard input
    #[arg(value_name = "CLEANED")]
    pub cleaned: PathBuf,
    /// The audit file of the same run
    #[arg(long, value_name = "FILE")]
    pub audit: PathBuf,
    /// Where to write the original records; - for standard output
    #[arg(short, long, value_name = "OUT")]
    pub output: PathBuf,
    /// Replace the output when it exists
    #[arg(long)]
    pub force: bool,
}

/// Arguments of `label`.
#[derive(Debug, Args)]
pub struct LabelArgs {
    /// Pages as they were scraped: files, folders, globs, or - for standard input
    #[arg(value_name = "PAGES", required = true)]
    pub inputs: Vec<PathBuf>,
    /// Where to write the page
    #[arg(short, long, value_name = "HTML")]
    pub output: PathBuf,
    /// Replace a page that exists
    #[arg(long)]
    pub force: bool,
    /// Pages to mark, drawn by the hash of their ids
    #[arg(long, value_name = "N", default_value = "50")]
    pub sample: NonZeroUsize,
    /// Start from nothing instead of from what the program takes the lines for
    #[arg(long)]
    pub blank: bool,
    #[command(flatten)]
    pub input: InputFlags,
    #[command(flatten)]
    pub rules: RuleFlags,
    #[command(flatten)]
    pub model: ModelFlag,
    #[command(flatten)]
    pub quiet: QuietFlag,
    #[command(flatten)]
    pub settings: SettingsFlags,
}

/// Arguments of `train`.
#[derive(Debug, Args)]
pub struct TrainArgs {
    /// Gold files: JSONL with text, main and, where known, title, comments, source
    #[arg(value_name = "GOLD", required = true)]
    pub gold: Vec<PathBuf>,
    /// Where to write the model
    #[arg(short, long, value_name = "MODEL")]
    pub output: PathBuf,
    /// Leave out the pages of a source; may be given more than once
    #[arg(long, value_name = "SOURCE")]
    pub without: Vec<String>,
    /// Times that every page is seen
    #[arg(long, value_name = "N", default_value_t = Training::default().epochs,
        value_parser = clap::value_parser!(u16).range(1..))]
    pub epochs: u16,
    /// Seed of the order in which pages are seen
    #[arg(long, value_name = "N", default_value_t = Training::default().seed)]
    pub seed: u64,
    /// Made-up pages to a hundred gold pages; 0 for none
    #[arg(long, value_name = "PERCENT", default_value_t = MADE)]
    pub made: usize,
    /// A note on the data, kept in the model
    #[arg(long, value_name = "TEXT")]
    pub data: Option<String>,
    /// Replace the output when it exists
    #[arg(long)]
    pub force: bool,
    #[command(flatten)]
    pub rules: RuleFlags,
    #[command(flatten)]
    pub quiet: QuietFlag,
    #[command(flatten)]
    pub settings: SettingsFlags,
}

/// Arguments of `eval`.
#[derive(Debug, Args)]
pub struct EvalArgs {
    /// Gold files: JSONL with text and main or comments and, where known, title, source, variant, id
    #[arg(value_name = "GOLD", required = true)]
    pub gold: Vec<PathBuf>,
    /// Write all figures as JSON; - writes them to standard output instead of the tables
    #[arg(long, value_name = "FILE")]
    pub json: Option<PathBuf>,
    /// Replace the JSON file when it exists
    #[arg(long)]
    pub force: bool,
    /// Show so many of the worst pages
    #[arg(long, value_name = "N", default_value_t = EvalSettings::default().worst)]
    pub worst: usize,
    /// Field of the gold by whose values pages are grouped; may be given more than once
    #[arg(long, value_name = "FIELD", default_values_t = EvalSettings::default().by)]
    pub by: Vec<String>,
    /// Leave out the pages of a source; may be given more than once
    #[arg(long, value_name = "SOURCE")]
    pub without: Vec<String>,
    /// A source of discussion boards: posts count as content, in the article or as comments
    #[arg(long, value_name = "SOURCE")]
    pub forum: Vec<String>,
    #[command(flatten)]
    pub rules: RuleFlags,
    #[command(flatten)]
    pub model: ModelFlag,
    #[command(flatten)]
    pub mode: ModeFlags,
    #[command(flatten)]
    pub run: RunFlags,
    #[command(flatten)]
    pub settings: SettingsFlags,
}
