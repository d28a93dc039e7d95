//! All rules of a set compiled into one matcher.
//!
//! A line of usual length costs one normalisation, one hash look-up (whole
//! lines) and one pass of an Aho-Corasick automaton (all other literals). A
//! line longer than any rule's `max` only meets the few literals of `any`
//! rules. Patterns run last and rarely: after a literal of `needs` was seen,
//! or, without `needs`, on a short line that holds a digit.

use aho_corasick::{AhoCorasick, AhoCorasickKind, BuildError, MatchKind};
use hashbrown::HashMap;
use memchr::memmem;
use regex::bytes::Regex;

use super::normal;
use super::rule::{Rule, RuleId, Where, Zones};
use super::{Hit, Scratch};
use crate::segment::is_unspaced;
use crate::span::Span;

/// Up to this many bytes of literals an automaton is built as a table (fast, large).
const TABLE_BYTES: usize = 16 << 10;

/// One line, and what of it is known already.
pub(super) struct Subject<'t> {
    /// The body of the line.
    pub body: &'t str,
    /// Where the body stands in the page's text.
    pub span: Span,
    /// Characters of the body.
    pub chars: u32,
    /// Whether the body holds a digit.
    pub digit: bool,
    /// The part of the page that the line stands in.
    pub zones: Zones,
    /// Index of the line.
    pub line: u32,
}

#[derive(Debug, Default)]
pub(super) struct Matcher {
    guards: Vec<Guard>,
    whole: HashMap<Box<str>, Vec<u32>, foldhash::fast::FixedState>,
    /// Literals of all rules that look into a line.
    all: Literals,
    /// Those of them that also count in lines of any length.
    any: Literals,
    patterns: Vec<Pattern>,
    /// Indices of the patterns without `needs`.
    on_digits: Vec<u32>,
    /// Longest line, in characters, that any bounded rule looks at.
    max: u32,
}

/// What of a rule decides whether a match is a hit.
#[derive(Debug)]
struct Guard {
    rule: RuleId,
    label: crate::label::Label,
    strength: super::Strength,
    place: Where,
    zones: Zones,
    max: u32,
    unless: Vec<String>,
}

#[derive(Debug)]
struct Pattern {
    rule: u32,
    regex: Regex,
}

/// What a literal stands for.
#[derive(Clone, Copy, Debug)]
enum Target {
    Phrase(u32),
    Needs(u32),
}

#[derive(Debug, Default)]
struct Literals {
    automaton: Option<AhoCorasick>,
    targets: Vec<Vec<Target>>,
}

/// Literals of one automaton while they are collected: each once, in the order of rules.
#[derive(Default)]
struct Collector {
    index: HashMap<String, usize, foldhash::fast::FixedState>,
    literals: Vec<String>,
    targets: Vec<Vec<Target>>,
}

impl Collector {
    fn add(&mut self, literal: String, target: Target) {
        let next = self.literals.len();
        let at = *self.index.entry(literal.clone()).or_insert(next);
        if at == next {
            self.literals.push(literal);
            self.targets.push(Vec::new());
        }
        if let Some(targets) = self.targets.get_mut(at) {
            targets.push(target);
        }
    }

    fn build(self) -> Result<Literals, BuildError> {
        if self.literals.is_empty() {
            return Ok(Literals::default());
        }
        let bytes: usize = self.literals.iter().map(String::len).sum();
        let kind = if bytes <= TABLE_BYTES {
            AhoCorasickKind::DFA
        } else {
            AhoCorasickKind::ContiguousNFA
        };
        // Leftmost semantics would hide a phrase that starts inside another.
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .kind(Some(kind))
            .build(&self.literals)?;
        Ok(Literals { automaton: Some(automaton), targets: self.targets })
    }
}

impl Matcher {
    /// Compiles rules; `regexes` are those of each rule, in the same order.
    pub(super) fn new(rules: &[Rule], regexes: Vec<Vec<Regex>>) -> Result<Self, BuildError> {
        let (mut all, mut any) = (Collector::default(), Collector::default());
        let mut whole: HashMap<Box<str>, Vec<u32>, _> = HashMap::default();
        let (mut guards, mut patterns, mut on_digits) = (Vec::new(), Vec::new(), Vec::new());
        for ((rule, regexes), at) in rules.iter().zip(regexes).zip(0u32..) {
            for phrase in &rule.phrases {
                let form = normal::literal(phrase);
                if rule.place == Where::Line {
                    whole.entry(normal::core(&form).into()).or_default().push(at);
                    continue;
                }
                if rule.place == Where::Any {
                    any.add(form.clone(), Target::Phrase(at));
                }
                all.add(form, Target::Phrase(at));
            }
            for regex in regexes {
                let index = u32::try_from(patterns.len()).unwrap_or(u32::MAX);
                patterns.push(Pattern { rule: at, regex });
                if rule.needs.is_empty() {
                    on_digits.push(index);
                }
                for need in rule.needs.iter().map(|need| normal::literal(need)) {
                    if rule.place == Where::Any {
                        any.add(need.clone(), Target::Needs(index));
                    }
                    all.add(need, Target::Needs(index));
                }
            }
            guards.push(Guard::new(rule, RuleId(at)));
        }
        let longest_whole = whole.keys().map(|phrase| phrase.chars().count()).max();
        let slack = longest_whole.map_or(0, |chars| chars + SIGNS_AROUND);
        let max = rules.iter().filter_map(|rule| rule.max).max().unwrap_or(0);
        let max = max.max(u32::try_from(slack).unwrap_or(u32::MAX));
        let (all, any) = (all.build()?, any.build()?);
        Ok(Self { guards, whole, all, any, patterns, on_digits, max })
    }

    /// Appends the hits on one line, one a rule, in the order of rules.
    pub(super) fn hits(&self, subject: &Subject<'_>, scratch: &mut Scratch, out: &mut Vec<Hit>) {
        let first = out.len();
        normal::normalise(subject.body, &mut scratch.normal);
        scratch.patterns.clear();
        if subject.chars <= self.max {
            self.whole_line(subject, scratch, out);
            if subject.digit {
                scratch.patterns.extend_from_slice(&self.on_digits);
            }
            self.inside(&self.all, subject, scratch, out);
        } else {
            self.inside(&self.any, subject, scratch, out);
        }
        self.run_patterns(subject, scratch, out);
        let new = out.get_mut(first..).unwrap_or_default();
        if new.len() > 1 {
            new.sort_by_key(|hit| (hit.rule, hit.span.start, std::cmp::Reverse(hit.span.end)));
            let mut last = None;
            let mut at = 0;
            out.retain(|hit| {
                at += 1;
                at <= first || last.replace(hit.rule) != Some(hit.rule)
            });
        }
    }

    fn whole_line(&self, subject: &Subject<'_>, scratch: &Scratch, out: &mut Vec<Hit>) {
        let Ok(normal) = std::str::from_utf8(&scratch.normal) else { return };
        let Some(rules) = self.whole.get(normal::core(normal)) else { return };
        for guard in rules.iter().filter_map(|&rule| self.guard(rule)) {
            if guard.allows(subject, &scratch.normal) {
                out.push(guard.hit(subject, subject.span));
            }
        }
    }

    fn inside(
        &self,
        literals: &Literals,
        subject: &Subject<'_>,
        scratch: &mut Scratch,
        out: &mut Vec<Hit>,
    ) {
        let Some(automaton) = &literals.automaton else { return };
        let normal = scratch.normal.as_slice();
        for found in automaton.find_overlapping_iter(normal) {
            let at = Span::new(found.start(), found.end());
            for &target in literals.targets.get(found.pattern().as_usize()).into_iter().flatten() {
                match target {
                    Target::Needs(pattern) => scratch.patterns.push(pattern),
                    Target::Phrase(rule) => {
                        let Some(guard) = self.guard(rule) else { continue };
                        if stands(guard.place, normal, at) && guard.allows(subject, normal) {
                            let inner = normal::locate(subject.body, at);
                            out.push(guard.hit(subject, subject.inner(inner)));
                        }
                    }
                }
            }
        }
    }

    fn run_patterns(&self, subject: &Subject<'_>, scratch: &mut Scratch, out: &mut Vec<Hit>) {
        // A pattern is asked for once for each of its needs that was seen.
        scratch.patterns.sort_unstable();
        scratch.patterns.dedup();
        for &index in &scratch.patterns {
            let Some(pattern) = self.patterns.get(index as usize) else { continue };
            let Some(guard) = self.guard(pattern.rule) else { continue };
            if !guard.allows(subject, &scratch.normal) {
                continue;
            }
            if let Some(found) = pattern.regex.find(subject.body.as_bytes()) {
                let inner = whole_chars(subject.body, found.start(), found.end());
                out.push(guard.hit(subject, subject.inner(inner)));
            }
        }
    }

    fn guard(&self, rule: u32) -> Option<&Guard> {
        self.guards.get(rule as usize)
    }
}

/// Signs at the ends of a known whole line that are still looked through, in characters.
const SIGNS_AROUND: usize = 16;

impl Guard {
    fn new(rule: &Rule, id: RuleId) -> Self {
        Self {
            rule: id,
            label: rule.label,
            strength: rule.strength,
            place: rule.place,
            zones: rule.zones,
            max: rule.max.unwrap_or(u32::MAX),
            unless: rule.unless.iter().map(|phrase| normal::literal(phrase)).collect(),
        }
    }

    fn allows(&self, subject: &Subject<'_>, normal: &[u8]) -> bool {
        subject.chars <= self.max
            && self.zones.meets(subject.zones)
            && !self.unless.iter().any(|phrase| memmem::find(normal, phrase.as_bytes()).is_some())
    }

    fn hit(&self, subject: &Subject<'_>, span: Span) -> Hit {
        Hit {
            rule: self.rule,
            line: subject.line,
            span,
            label: self.label,
            strength: self.strength,
        }
    }
}

impl Subject<'_> {
    /// A place in the body as a place in the page.
    const fn inner(&self, at: Span) -> Span {
        Span::new(self.span.start + at.start, self.span.start + at.end)
    }
}

/// Whether the literal at `at` of a normalised line stands where its rule wants it.
fn stands(place: Where, normal: &[u8], at: Span) -> bool {
    let (Some(before), Some(inner), Some(after)) =
        (normal.get(..at.start), normal.get(at.range()), normal.get(at.end..))
    else {
        return false;
    };
    let free = !(joins(last_char(before), first_char(inner))
        || joins(last_char(inner), first_char(after)));
    free && match place {
        Where::Start => only_signs(before),
        Where::End => only_signs(after),
        Where::Line | Where::Short | Where::Any => true,
    }
}

/// Whether two neighbouring characters belong to one word.
fn joins(left: Option<char>, right: Option<char>) -> bool {
    let in_word = |c: char| c.is_alphanumeric() && !is_unspaced(c);
    left.is_some_and(in_word) && right.is_some_and(in_word)
}

/// Whether a line's start or end holds no letter, no digit and no quotation mark: speech is no heading.
fn only_signs(part: &[u8]) -> bool {
    part.is_empty()
        || std::str::from_utf8(part)
            .is_ok_and(|part| !part.contains(|c: char| c.is_alphanumeric() || c == '"'))
}

fn first_char(bytes: &[u8]) -> Option<char> {
    match *bytes.first()? {
        byte if byte.is_ascii() => Some(char::from(byte)),
        _ => edge(bytes.get(..bytes.len().min(4))?).and_then(|part| part.chars().next()),
    }
}

fn last_char(bytes: &[u8]) -> Option<char> {
    match *bytes.last()? {
        byte if byte.is_ascii() => Some(char::from(byte)),
        _ => {
            let start = bytes.iter().rposition(|&byte| byte & 0xC0 != 0x80)?;
            edge(bytes.get(start..)?).and_then(|part| part.chars().next())
        }
    }
}

/// The valid part at the start of a few bytes.
fn edge(bytes: &[u8]) -> Option<&str> {
    bytes.utf8_chunks().next().map(|chunk| chunk.valid())
}

/// A byte pattern may end inside a character; the span then takes the whole of it.
fn whole_chars(text: &str, mut start: usize, mut end: usize) -> Span {
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    while !text.is_char_boundary(end) && end < text.len() {
        end += 1;
    }
    Span::new(start, end)
}
