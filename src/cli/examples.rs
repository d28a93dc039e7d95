//! What the long help of each command adds: examples, and what a line cannot say.

use super::exit::EXIT_CODES;

/// Long help of `clean` with the exit codes.
pub fn clean() -> String {
    format!("{CLEAN}\n\n{EXIT_CODES}")
}

const CLEAN: &str = "\
Examples:
  Clean a dump, keep an account of everything that was removed:
    presswash clean pages.jsonl.gz -o clean.jsonl.gz --audit audit.jsonl.gz

  A folder of text files, one output file for each:
    presswash clean pages/ -o clean/

  In a pipe:
    zcat pages.jsonl.gz | presswash clean - -o - | jq -r .text

  A long run: after a kill or a crash the same command goes on where it was:
    presswash clean dump/ -o clean.jsonl.gz --resume

  The second of five machines; cat 1.jsonl 2.jsonl ... is the whole:
    presswash clean dump/ -o 2.jsonl --shard 2/5 --resume

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
  Keys are the long names of the flags; --dump-config shows them all.";

/// Long help of `explain`.
pub const EXPLAIN: &str = "\
Examples:
  The first page of a file:
    presswash explain page.txt

  The 17th record of a dump:
    presswash explain pages.jsonl.gz:17

  Only what was removed, for a script:
    presswash explain page.txt --json | jq '.lines[] | select(.part == \"chrome\")'";

/// Long help of `report`.
pub const REPORT: &str = "\
Examples:
  Clean a dump, then look at what was done:
    presswash clean pages.jsonl.gz -o clean.jsonl.gz --audit audit.jsonl.gz --quarantine bad/
    presswash report clean.jsonl.gz --audit audit.jsonl.gz --quarantine bad/ -o report.html

  With the templates that were learned of the sites, and a larger sample:
    presswash report clean.jsonl --audit audit.jsonl --sites pages.profile --sample 100 -o report.html

The page is one file that needs no network; it holds sampled pages in full, so
treat it as you treat the dump. Pages are sampled by the hash of their ids: the
same run gives the same report.";

/// Long help of `scan`.
pub const SCAN: &str = "\
Examples:
  Count a dump once, clean it as often as you like:
    presswash scan pages/*.jsonl.gz -o pages.profile
    presswash clean pages/*.jsonl.gz -o clean.jsonl.gz --sites pages.profile

  On several machines, each its share; the sum is that of the whole:
    presswash scan part-1.jsonl.gz -o 1.profile
    presswash scan part-2.jsonl.gz -o 2.profile
    presswash profile merge 1.profile 2.profile -o pages.profile";

/// Long help of `profile`.
pub const PROFILE: &str = "\
Examples:
  presswash profile show pages.profile example.org
  presswash profile diff last-year.profile pages.profile
  presswash profile merge 1.profile 2.profile -o pages.profile";

/// Long help of `rules`.
pub const RULES: &str = "\
Examples:
  presswash rules list
  presswash rules check mine.toml
  presswash rules test 'Share on Facebook' --rules mine.toml";

/// Long help of `restore`.
pub const RESTORE: &str = "\
Examples:
  presswash clean pages.jsonl -o clean.jsonl --audit audit.jsonl
  presswash restore clean.jsonl --audit audit.jsonl -o pages.again.jsonl";

/// Long help of `train`.
pub const TRAIN: &str = "\
Examples:
  presswash train gold.jsonl.gz -o my.model
  presswash clean pages.jsonl -o clean.jsonl --model my.model

  Hold a source out, to see how the model does on sites it has not seen:
    presswash train gold.jsonl.gz --without fundus -o held.model";

/// Long help of `eval`.
pub const EVAL: &str = "\
Examples:
  How good the built-in rules and model are on your pages:
    presswash eval gold.jsonl

  A model of your own, on a source that it was not trained on:
    presswash train gold.jsonl --without my-paper -o held.model
    presswash eval gold.jsonl --model held.model --by source

  All figures, and every page from the worst to the best, for a script:
    presswash eval gold.jsonl --json - --worst 100000 | jq '.worst[] | [.id, .f1]'

  Gold that says nothing of the article is scored on its comments only, gold that
  says nothing of comments on its article only; \"comments\": [] says that there are none.";

/// Long help of `schema`.
pub const SCHEMA: &str = "\
Examples:
  presswash schema > presswash.schema.json";

/// Long help of `completions`.
pub const COMPLETIONS: &str = "\
Examples:
  presswash completions bash > ~/.local/share/bash-completion/completions/presswash
  presswash completions zsh > ~/.zfunc/_presswash";

/// Long help of `man`.
pub const MAN: &str = "\
Examples:
  presswash man | man -l -
  presswash man /usr/local/share/man/man1";
