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

  The page with an id, side by side with what came out:
    presswash explain pages.jsonl.gz --id 2021-05-19-0042 --width 160

  Why line 12 is what it is: rules, detectors, features with their weights:
    presswash explain page.txt --line 12

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

/// Long help of `diff`.
pub const DIFF: &str = "\
Examples:
  What a rule file of your own changes:
    presswash clean pages.jsonl -o a.jsonl --audit a.audit.jsonl
    presswash clean pages.jsonl -o b.jsonl --audit b.audit.jsonl --rules mine.toml
    presswash diff a.jsonl b.jsonl --audit-a a.audit.jsonl --audit-b b.audit.jsonl

  In a script: does the new version change anything?
    presswash diff old.jsonl new.jsonl --json > changes.json || echo 'look at changes.json'

Pages are matched by their ids. Both runs should be in the same order, that of
the input; pages of other places are found as long as all that wait between them
and their partners fit into --window. Those without a partner are told.

Exit codes:
  0  the same articles and threads, with audits also the same labels and rules
  1  something differs
  2  the runs cannot be compared";

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

/// Long help of `label`.
pub const LABEL: &str = "\
Examples:
  Mark a hundred pages in the browser, then measure and train on them:
    presswash label pages.jsonl.gz --sample 100 -o label.html
    presswash eval gold.jsonl
    presswash train gold.jsonl -o my.model

The page needs no network. Its marks start as what the program takes the lines
for; where that must not sway anybody, --blank starts from nothing.";

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
