//! All rules of a set compiled into one matcher.
//!
//! A line costs one normalisation, one hash look-up (phrases that are whole
//! lines) and a glance at each word start, where a filter on the next bytes
//! decides whether any literal is compared at all. A plain Aho-Corasick
//! pass over all bytes would find the same at a fraction of the speed: with
//! thousands of phrases its tables leave the cache. Patterns run last and
//! rarely: after a literal of `needs` was seen, or, without `needs`, on a short
//! line that holds a digit.

use memchr::memmem::Finder;
use regex::bytes::Regex;

use super::literals::{Collector, Literals};
use super::normal::{self, first_char, last_char};
use super::rule::{Rule, RuleId, Where, Zones};
use super::starts;
use super::whole::{self, Whole};
use super::{Hit, Scratch, Strength};
use crate::label::Label;
use crate::segment::{Class, is_unspaced};
use crate::span::Span;

/// Lines of more characters than this are long: hardly a rule looks at them, so these few have a set of
/// their own, and running text costs little.
const LONG: u32 = 160;

/// One line, and what of it is known already.
pub(super) struct Subject<'t> {
    /// The page's text.
    pub text: &'t str,
    /// Where the body of the line stands in it.
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
    whole: Whole,
    /// Phrases that a line starts with.
    first: Literals<Target>,
    /// Phrases that stand elsewhere in a line, and what patterns need.
    inside: Literals<Target>,
    /// Those of them that count in long lines.
    inside_long: Literals<Target>,
    patterns: Vec<Pattern>,
    /// Indices of the patterns without `needs`.
    on_digits: Vec<u32>,
    /// Longest line that any rule looks at, in characters.
    max: u32,
}

/// What of a rule decides whether a match is a hit.
#[derive(Debug)]
struct Guard {
    rule: RuleId,
    label: Label,
    strength: Strength,
    place: Where,
    zones: Zones,
    max: u32,
    unless: Vec<Finder<'static>>,
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

impl Matcher {
    /// Compiles rules; `regexes` are those of each rule, in the same order.
    pub(super) fn new(rules: &[Rule], regexes: Vec<Vec<Regex>>) -> Self {
        let mut matcher = Self::default();
        let (mut whole, mut first) = (whole::Collector::default(), Collector::default());
        let (mut inside, mut inside_long) = (Collector::default(), Collector::default());
        for ((rule, regexes), at) in rules.iter().zip(regexes).zip(0u32..) {
            let long = rule.max.is_none_or(|max| max > LONG);
            let mut add_inside = |form: String, target| {
                if long {
                    inside_long.add(form.clone(), target);
                }
                inside.add(form, target);
            };
            for form in rule.phrases.iter().map(|phrase| normal::literal(phrase)) {
                match rule.place {
                    Where::Line => {
                        whole.add(normal::core(&form), at);
                    }
                    Where::Start => first.add(form, Target::Phrase(at)),
                    Where::End | Where::Short | Where::Any => {
                        add_inside(form, Target::Phrase(at));
                    }
                }
            }
            for regex in regexes {
                let index = u32::try_from(matcher.patterns.len()).unwrap_or(u32::MAX);
                matcher.patterns.push(Pattern { rule: at, regex });
                if rule.needs.is_empty() {
                    matcher.on_digits.push(index);
                }
                for need in &rule.needs {
                    add_inside(normal::literal(need), Target::Needs(index));
                }
            }
            matcher.guards.push(Guard::new(rule, RuleId(at)));
        }
        (matcher.whole, matcher.first) = (whole.build(), first.build());
        matcher.inside = inside.build();
        matcher.inside_long = inside_long.build();
        let not_whole = matcher.guards.iter().filter(|guard| guard.place != Where::Line);
        matcher.max = not_whole.map(|guard| guard.max).fold(matcher.whole.max(), u32::max);
        matcher
    }

    /// Appends the hits on one line, one a rule, in the order of rules.
    pub(super) fn hits(&self, subject: &Subject<'_>, scratch: &mut Scratch, out: &mut Vec<Hit>) {
        if subject.chars > self.max {
            return;
        }
        let Scratch { normal: marked, patterns, hits } = scratch;
        hits.clear();
        marked.read(subject.text, subject.span);
        let (normal, padded) = (marked.line(), marked.padded());
        patterns.clear();
        if subject.digit {
            patterns.extend_from_slice(&self.on_digits);
        }
        if subject.chars <= self.whole.max() {
            self.whole_line(subject, normal, hits);
        }
        let mut take = |at, targets: &[Target]| {
            for &target in targets {
                match target {
                    Target::Needs(pattern) => patterns.push(pattern),
                    Target::Phrase(rule) => hits.extend(self.phrase(rule, at, subject, normal)),
                }
            }
        };
        starts::first(normal, |at| self.first.each_at(padded, at, &mut take));
        let inside = if subject.chars > LONG { &self.inside_long } else { &self.inside };
        for (from, starts) in marked.starts() {
            inside.each_of(padded, from, starts, &mut take);
        }
        // A pattern is asked for once for each of its needs that was seen.
        patterns.sort_unstable();
        patterns.dedup();
        hits.extend(patterns.iter().filter_map(|&index| self.pattern(index, subject, normal)));
        keep_one_a_rule(hits);
        out.append(hits);
    }

    fn whole_line(&self, subject: &Subject<'_>, normal: &[u8], out: &mut Vec<Hit>) {
        let rules = self.whole.rules(normal);
        if rules.is_empty() {
            out.extend(self.series(subject, normal));
        }
        for guard in rules.iter().filter_map(|&rule| self.guard(rule)) {
            if guard.allows(subject, normal) {
                out.push(guard.hit(subject, subject.span));
            }
        }
    }

    /// A line of several known whole lines of chrome, as extractors leave a bar of buttons or a menu: `Share Tweet
    /// Print this page`. It is a hit of the rule of its first part, sure where that of each part is; where not, two words may
    /// as well be an entry of a list.
    fn series(&self, subject: &Subject<'_>, normal: &[u8]) -> Option<Hit> {
        if subject.chars > SERIES {
            return None;
        }
        // A sentence may be made of such words.
        last_char(normal).filter(|&last| Class::of(last).is_alphanumeric())?;
        if !self.whole.may_frame(normal) {
            return None;
        }
        let mut parts = Parts { rest: normal, count: 0, sure: true };
        let first = self.part(&mut parts, subject, normal)?;
        while !parts.rest.is_empty() {
            self.part(&mut parts, subject, normal)?;
        }
        let (strength, least) = if parts.sure { (Strength::Sure, 2) } else { (Strength::Hint, 3) };
        (parts.count >= least).then(|| Hit { strength, ..first.hit(subject, subject.span) })
    }

    /// Takes the longest part that is a known line from what is left of a series.
    fn part(&self, parts: &mut Parts<'_>, subject: &Subject<'_>, normal: &[u8]) -> Option<&Guard> {
        let line = parts.rest;
        let mut ends = [None; PART_WORDS];
        let borders = memchr::memchr_iter(b' ', line).take(PART_WORDS - 1).chain([line.len()]);
        ends.iter_mut().zip(borders).for_each(|(end, border)| *end = Some(border));
        let known = |end| {
            let rules = self.whole.rules(line.get(..end)?).iter();
            let mut guards = rules.filter_map(|&rule| self.guard(rule));
            let chrome = |guard: &&Guard| {
                matches!(guard.label, Label::Chrome(_)) && guard.allows(subject, normal)
            };
            guards.find(chrome).map(|guard| (guard, end))
        };
        let (guard, end) = ends.into_iter().rev().flatten().find_map(known)?;
        let (part, rest) = line.split_at(end);
        parts.rest = rest.trim_ascii_start();
        // `March 0 0` is a date.
        let worded = part.iter().any(|byte| byte.is_ascii_alphabetic() || !byte.is_ascii());
        parts.count += u32::from(worded);
        parts.sure &= guard.strength == Strength::Sure;
        Some(guard)
    }

    fn phrase(&self, rule: u32, at: Span, subject: &Subject<'_>, normal: &[u8]) -> Option<Hit> {
        let guard = self.guard(rule)?;
        (stands(guard.place, normal, at) && guard.allows(subject, normal))
            .then(|| guard.hit(subject, normal::locate(subject.text, subject.span, at)))
    }

    fn pattern(&self, index: u32, subject: &Subject<'_>, normal: &[u8]) -> Option<Hit> {
        let pattern = self.patterns.get(index as usize)?;
        let guard = self.guard(pattern.rule).filter(|guard| guard.fits(subject))?;
        let body = subject.span.of(subject.text);
        let found = pattern.regex.find(body.as_bytes())?;
        if guard.excepts(normal) {
            return None;
        }
        let Span { start, end } = whole_chars(body, found.start(), found.end());
        let from = subject.span.start;
        Some(guard.hit(subject, Span::new(from + start, from + end)))
    }

    fn guard(&self, rule: u32) -> Option<&Guard> {
        self.guards.get(rule as usize)
    }
}

/// A series while its parts are taken from it.
struct Parts<'l> {
    rest: &'l [u8],
    count: u32,
    sure: bool,
}

/// Words of a part of a series, at most.
const PART_WORDS: usize = 4;
/// Characters of the longest line that is looked at as a series.
const SERIES: u32 = 120;

/// Sorts the hits of a line; of several hits of a rule the first and longest stays.
fn keep_one_a_rule(hits: &mut Vec<Hit>) {
    if hits.len() > 1 {
        hits.sort_by_key(|hit| (hit.rule, hit.span.start, std::cmp::Reverse(hit.span.end)));
        hits.dedup_by_key(|hit| hit.rule);
    }
}

impl Guard {
    fn new(rule: &Rule, id: RuleId) -> Self {
        Self {
            rule: id,
            label: rule.label,
            strength: rule.strength,
            place: rule.place,
            zones: rule.zones,
            max: rule.max.unwrap_or(u32::MAX),
            unless: rule.unless.iter().map(|phrase| finder(phrase)).collect(),
        }
    }

    fn allows(&self, subject: &Subject<'_>, normal: &[u8]) -> bool {
        self.fits(subject) && !self.excepts(normal)
    }

    /// Whether the rule looks at such a line at all.
    const fn fits(&self, subject: &Subject<'_>) -> bool {
        subject.chars <= self.max && self.zones.meets(subject.zones)
    }

    /// Whether the line holds what makes it no hit.
    fn excepts(&self, normal: &[u8]) -> bool {
        self.unless.iter().any(|phrase| phrase.find(normal).is_some())
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

/// Looks for a literal; to make it costs more than to look through a line.
fn finder(phrase: &str) -> Finder<'static> {
    Finder::new(&normal::literal(phrase)).into_owned()
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
        Where::End => only_signs(after),
        // The start was asked for at the start only.
        Where::Line | Where::Start | Where::Short | Where::Any => true,
    }
}

/// Whether two neighbouring characters belong to one word.
fn joins(left: Option<char>, right: Option<char>) -> bool {
    let in_word = |c: char| Class::of(c).is_alphanumeric() && !is_unspaced(c);
    left.is_some_and(in_word) && right.is_some_and(in_word)
}

/// Whether the rest of a line holds no letter, no digit and no quotation mark: speech is no heading.
fn only_signs(part: &[u8]) -> bool {
    part.is_empty()
        || std::str::from_utf8(part)
            .is_ok_and(|part| !part.contains(|c: char| c.is_alphanumeric() || c == '"'))
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
