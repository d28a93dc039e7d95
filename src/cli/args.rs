//! The command line: subcommands and their arguments, nothing else.
//!
//! The help texts live here, with the examples; what a flag does is decided in
//! [`crate::config`] and in the command's own file.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use clap_complete::Shell;

use super::exit::EXIT_CODES;
use super::flags::{CleanFlags, InputFlags, RuleFlags, SettingsFlags};

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

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Clean pages and write them as JSONL
    #[command(after_long_help = CLEAN_EXAMPLES)]
    Clean(Box<CleanArgs>),
    /// Show one page line by line: label, rule, score
    #[command(after_long_help = EXPLAIN_EXAMPLES)]
    Explain(Box<ExplainArgs>),
    /// List, check and try out rules
    #[command(subcommand)]
    Rules(RulesCommand),
    /// Put the original texts back from cleaned records and their audit file
    #[command(after_long_help = RESTORE_EXAMPLES)]
    Restore(RestoreArgs),
    /// Train a line model on gold pages
    #[command(after_long_help = TRAIN_EXAMPLES)]
    Train(TrainArgs),
    /// Print the JSON Schema of the output records
    #[command(after_long_help = SCHEMA_EXAMPLES)]
    Schema,
    /// Print a completion script for a shell
    #[command(after_long_help = COMPLETIONS_EXAMPLES)]
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Print the manual page, or write one for each command into a folder
    #[command(after_long_help = MAN_EXAMPLES)]
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
    pub clean: CleanFlags,
    #[command(flatten)]
    pub input: InputFlags,
    #[command(flatten)]
    pub rules: RuleFlags,
    #[command(flatten)]
    pub settings: SettingsFlags,
}

/// Arguments of `explain`.
#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// File to read, with the number of the page in it (from 1) after a colon; - for standard input
    #[arg(value_name = "FILE[:N]")]
    pub page: String,
    /// Print one JSON object instead of a table
    #[arg(long)]
    pub json: bool,
    /// Show lines in full instead of cutting them to the terminal's width
    #[arg(long)]
    pub full: bool,
    #[command(flatten)]
    pub input: InputFlags,
    #[command(flatten)]
    pub rules: RuleFlags,
    #[command(flatten)]
    pub settings: SettingsFlags,
}

/// What to do with rules.
#[derive(Debug, Subcommand)]
pub enum RulesCommand {
    /// List all rules in use, one a line
    #[command(after_long_help = RULES_EXAMPLES)]
    List {
        #[command(flatten)]
        rules: RuleFlags,
        #[command(flatten)]
        settings: SettingsFlags,
    },
    /// Check rule files: syntax, unknown keys, and that their examples hit and miss
    #[command(after_long_help = RULES_EXAMPLES)]
    Check {
        /// Rule files
        #[arg(value_name = "FILE", required = true)]
        files: Vec<PathBuf>,
    },
    /// Show which rules take a line
    #[command(after_long_help = RULES_EXAMPLES)]
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
    /// Cleaned records
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
    #[arg(long, value_name = "N")]
    pub epochs: Option<u32>,
    /// Seed of the order in which pages are seen
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
    /// A note on the data, kept in the model
    #[arg(long, value_name = "TEXT")]
    pub data: Option<String>,
    /// Replace the output when it exists
    #[arg(long)]
    pub force: bool,
    #[command(flatten)]
    pub rules: RuleFlags,
    #[command(flatten)]
    pub settings: SettingsFlags,
}

const CLEAN_EXAMPLES: &str = "\
Examples:
  Clean a dump, keep an account of everything that was removed:
    presswash clean pages.jsonl.gz -o clean.jsonl.gz --audit audit.jsonl.gz

  A folder of text files, one output file for each:
    presswash clean pages/ -o clean/

  In a pipe:
    zcat pages.jsonl.gz | presswash clean - -o - | jq -r .text

  The text is in a nested field, and some rules of your own:
    presswash clean x.jsonl -o y.jsonl --text-field doc.body --rules mine.toml

What -o means:
  -            standard output
  DIR/, or a folder that exists
               one output for each input file, at the same place below DIR:
               x.jsonl.gz -> DIR/x.jsonl.gz, a/b.txt -> DIR/a/b.jsonl
  anything else
               one file for all inputs; .gz and .zst are compressed

Settings, later ones over earlier ones:
  built-in; $XDG_CONFIG_HOME/presswash/presswash.toml (or ~/.config/...);
  ./presswash.toml; flags. --config FILE reads that file instead of both.
  Keys are the long names of the flags; --dump-config shows them all.

Exit codes:
  0  all well
  1  failed
  2  wrong usage: a flag, an argument or a settings file
  3  finished, but some records were malformed or some inputs unreadable";

const EXPLAIN_EXAMPLES: &str = "\
Examples:
  The first page of a file:
    presswash explain page.txt

  The 17th record of a dump:
    presswash explain pages.jsonl.gz:17

  Only what was removed, for a script:
    presswash explain page.txt --json | jq '.lines[] | select(.part == \"chrome\")'";

const RULES_EXAMPLES: &str = "\
Examples:
  presswash rules list
  presswash rules check mine.toml
  presswash rules test 'Share on Facebook' --rules mine.toml";

const RESTORE_EXAMPLES: &str = "\
Examples:
  presswash clean pages.jsonl -o clean.jsonl --audit audit.jsonl
  presswash restore clean.jsonl --audit audit.jsonl -o pages.again.jsonl";

const TRAIN_EXAMPLES: &str = "\
Examples:
  presswash train gold.jsonl.gz -o my.model
  presswash clean pages.jsonl -o clean.jsonl --model my.model

  Hold a source out, to see how the model does on sites it has not seen:
    presswash train gold.jsonl.gz --without fundus -o held.model";

const SCHEMA_EXAMPLES: &str = "\
Examples:
  presswash schema > presswash.schema.json";

const COMPLETIONS_EXAMPLES: &str = "\
Examples:
  presswash completions bash > ~/.local/share/bash-completion/completions/presswash
  presswash completions zsh > ~/.zfunc/_presswash";

const MAN_EXAMPLES: &str = "\
Examples:
  presswash man | man -l -
  presswash man /usr/local/share/man/man1";
