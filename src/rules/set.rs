//! The compiled set: what the rest of the program asks.

use std::sync::{Arc, OnceLock};

use xxhash_rust::xxh3::{Xxh3, xxh3_64};

use super::draft::Draft;
use super::examples;
use super::lang::Langs;
use super::layers::{find_doubles, layer};
use super::matcher::{Matcher, Subject};
use super::problem::{RuleError, RuleProblem};
use super::rule::{Rule, RuleId, Zones};
use super::source::{Origin, Source};
use super::{Hit, Scratch};
use crate::segment::{Line, segment};

/// All rules in force, compiled.
#[derive(Debug)]
pub struct RuleSet {
    rules: Vec<Rule>,
    /// What is asked of every hit, by rule.
    gists: Vec<Gist>,
    /// Names of platforms, in the order of the alphabet.
    platforms: Vec<String>,
    matcher: Matcher,
}

/// What is asked of every hit of a rule, apart from the rest of it: hits come from all over the rules, and each would
/// be read from memory.
#[derive(Clone, Copy, Debug)]
struct Gist {
    langs: Langs,
    /// Index of its platform's name.
    platform: Option<u16>,
}

impl RuleSet {
    /// The built-in rules, compiled once a process.
    #[must_use]
    pub fn builtin() -> Arc<Self> {
        static BUILTIN: OnceLock<Arc<RuleSet>> = OnceLock::new();
        // A test keeps the built-in files free of problems, so none between rules are looked for here: that would be
        // a good part of the time to start.
        let compile = || join(layer(Source::builtin(), &[])).2;
        Arc::clone(BUILTIN.get_or_init(|| Arc::new(compile())))
    }

    /// A set without rules.
    #[must_use]
    pub fn empty() -> Self {
        join((Vec::new(), Vec::new())).2
    }

    /// The built-in rules with the user's files laid over them.
    ///
    /// `disable` names rules (`rule-id`) or whole sets (`set-id/*`) to leave
    /// out, like the key of that name in a user's file. A user's rule may have
    /// the id of a built-in one only when that one is disabled.
    ///
    /// # Errors
    /// All problems of the user's files and of `disable`, none left out.
    pub fn with_user(user: &[Source], disable: &[String]) -> Result<Self, RuleError> {
        let sources: Vec<_> = Source::builtin().iter().chain(user).cloned().collect();
        let (drafts, mut problems, set) = compile(&sources, disable);
        let of_user = drafts.iter().filter(|draft| draft.source.origin == Origin::User);
        examples::run(&set, of_user, &mut problems);
        if problems.is_empty() { Ok(set) } else { Err(RuleError::Invalid(problems)) }
    }

    /// Appends to `out` what the rules say of a page's lines, in the order of lines, then rules.
    ///
    /// `lines` are those that [`segment`] cut from `text`. A rule hits a line at most once.
    pub fn hits(&self, text: &str, lines: &[Line], scratch: &mut Scratch, out: &mut Vec<Hit>) {
        for (at, line) in lines.iter().enumerate() {
            let zones = Zones::of_line(at, lines.len());
            self.matcher.hits(&subject(text, line, at, zones), scratch, out);
        }
    }

    /// What the rules say of a line that stands alone: its place on the page is no matter.
    #[must_use]
    pub fn test_line(&self, line: &str) -> Vec<Hit> {
        let (mut scratch, mut out) = (Scratch::default(), Vec::new());
        for (at, part) in segment(line).lines.iter().enumerate() {
            self.matcher.hits(&subject(line, part, at, Zones::ALL), &mut scratch, &mut out);
        }
        out
    }

    /// The rule of a hit; `None` for an id of another set.
    #[must_use]
    pub fn rule(&self, id: RuleId) -> Option<&Rule> {
        self.rules.get(id.0 as usize)
    }

    /// The languages of a hit's rule; none for an id of another set.
    pub(crate) fn langs(&self, id: RuleId) -> Langs {
        self.gists.get(id.0 as usize).map(|gist| gist.langs).unwrap_or_default()
    }

    /// The platforms that these hits testify to: their names in the order of the alphabet, each once.
    #[must_use]
    pub fn platforms(&self, hits: &[Hit]) -> Vec<&str> {
        let place = |hit: &Hit| self.gists.get(hit.rule.0 as usize)?.platform;
        let mut places: Vec<_> = hits.iter().filter_map(place).collect();
        places.sort_unstable();
        places.dedup();
        let names = places.into_iter().filter_map(|place| self.platforms.get(usize::from(place)));
        names.map(String::as_str).collect()
    }

    /// All rules with their ids, by set and name.
    pub fn rules(&self) -> impl Iterator<Item = (RuleId, &Rule)> {
        (0u32..).map(RuleId).zip(&self.rules)
    }

    /// Number of rules.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rules.len()
    }

    /// Whether there is no rule.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// The same for two sets that give the same hits: made from what is
    /// compared, whatever the files are called and however they are laid out.
    #[must_use]
    pub fn fingerprint(&self) -> u64 {
        fingerprint(&self.rules)
    }
}

/// All problems of these files, taken together as one set, by file and line.
///
/// Each rule is also tried on its own examples.
#[must_use]
pub fn check(sources: &[Source]) -> Vec<RuleProblem> {
    let (drafts, mut problems, set) = compile(sources, &[]);
    examples::run(&set, drafts.iter(), &mut problems);
    problems.sort_by(|a, b| (&a.file, a.line, a.column).cmp(&(&b.file, b.line, b.column)));
    problems
}

type Compiled<'s> = (Vec<Draft<'s>>, Vec<RuleProblem>, RuleSet);

/// Compiles what is free of faults; the rest is among the problems.
fn compile<'s>(sources: &'s [Source], disable: &[String]) -> Compiled<'s> {
    let (drafts, mut problems) = layer(sources, disable);
    find_doubles(&drafts, &mut problems);
    join((drafts, problems))
}

/// Makes one set of rules that were read.
fn join((mut drafts, problems): (Vec<Draft<'_>>, Vec<RuleProblem>)) -> Compiled<'_> {
    let regexes = drafts.iter_mut().map(|draft| std::mem::take(&mut draft.regexes)).collect();
    let rules: Vec<_> = drafts.iter().map(|draft| draft.rule.clone()).collect();
    let matcher = Matcher::new(&rules, regexes);
    let mut platforms: Vec<_> = rules.iter().filter_map(|rule| rule.platform.clone()).collect();
    platforms.sort_unstable();
    platforms.dedup();
    let place = |name: &String| u16::try_from(platforms.binary_search(name).ok()?).ok();
    let gist = |rule: &Rule| Gist {
        langs: Langs::of(&rule.langs),
        platform: rule.platform.as_ref().and_then(place),
    };
    let gists = rules.iter().map(gist).collect();
    let set = RuleSet { rules, gists, platforms, matcher };
    (drafts, problems, set)
}

fn subject<'t>(text: &'t str, line: &Line, at: usize, zones: Zones) -> Subject<'t> {
    Subject {
        text,
        span: line.body,
        chars: line.shape.chars,
        digit: line.shape.digits > 0,
        zones,
        line: u32::try_from(at).unwrap_or(u32::MAX),
    }
}

/// Over what is compared or reported of each rule, one by one, so that no order counts.
fn fingerprint(rules: &[Rule]) -> u64 {
    let mut each: Vec<_> = rules.iter().map(|rule| xxh3_64(canonical(rule).as_bytes())).collect();
    each.sort_unstable();
    let mut whole = Xxh3::new();
    for hash in each {
        whole.update(&hash.to_le_bytes());
    }
    whole.digest()
}

fn canonical(rule: &Rule) -> String {
    let sorted = |list: &[String]| {
        let mut list = list.to_vec();
        list.sort_unstable();
        list
    };
    format!(
        "{:?}",
        (
            (&rule.set, &rule.id, rule.label, rule.place, rule.zones, rule.strength, rule.max),
            (&rule.platform, sorted(&rule.langs), sorted(&rule.phrases), sorted(&rule.patterns)),
            (sorted(&rule.needs), sorted(&rule.unless)),
        )
    )
}

#[cfg(test)]
mod tests {
    use super::{RuleSet, Scratch, compile, segment};
    use crate::rules::Source;

    #[test]
    fn a_line_costs_no_more_on_a_long_page() {
        let rule = |id: &str, phrase: &str| {
            format!(
                "[[rule]]\nid = \"{id}\"\nlabel = \"chrome\"\nkind = \"share\"\nreason = \"r\"\nwhere = \"short\"\n\
                 strength = \"hint\"\nlangs = [\"en\"]\nphrases = [\"{phrase}\"]\nhits = [\"{phrase}\"]\n"
            )
        };
        let file = format!(
            "[set]\nid = \"test\"\nabout = \"Two rules.\"\n{}{}",
            rule("share", "share this"),
            rule("print", "print it")
        );
        let sources = [Source::user("test.toml", file)];
        let (_, problems, set): (_, _, RuleSet) = compile(&sources, &[]);
        assert!(problems.is_empty(), "{problems:?}");
        let text = "Share this or print it\n".repeat(2_000);
        let (mut scratch, mut out) = (Scratch::default(), Vec::new());
        set.hits(&text, &segment(&text).lines, &mut scratch, &mut out);
        assert_eq!(out.len(), 4_000);
        // What is sorted and sifted for a line are its own hits, not those of all lines before it.
        assert!(scratch.hits.capacity() < 64, "room for {}", scratch.hits.capacity());
    }
}
