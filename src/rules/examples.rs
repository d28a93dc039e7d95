//! The examples of each rule, run: `hits` must hit and `misses` must not.

use super::draft::Draft;
use super::problem::{Fault, RuleProblem};
use super::set::RuleSet;

/// Tries the examples of `drafts` on the set they were compiled into.
pub(super) fn run<'d, 's: 'd>(
    set: &RuleSet,
    drafts: impl Iterator<Item = &'d Draft<'s>>,
    problems: &mut Vec<RuleProblem>,
) {
    for draft in drafts {
        for example in &draft.raw.hits {
            let text = example.get_ref();
            if !hits(set, &draft.rule.id, text) {
                let fault = Fault::NoHit(text.clone(), cause(draft, text));
                problems.push(draft.problem(example.span(), fault));
            }
        }
        for example in &draft.raw.misses {
            let text = example.get_ref();
            if hits(set, &draft.rule.id, text) {
                problems.push(draft.problem(example.span(), Fault::FalseHit(text.clone())));
            }
        }
    }
}

fn hits(set: &RuleSet, id: &str, example: &str) -> bool {
    let found = set.test_line(example);
    found.iter().filter_map(|hit| set.rule(hit.rule)).any(|rule| rule.id == id)
}

/// The usual reasons why a line is not even looked at.
fn cause(draft: &Draft<'_>, example: &str) -> &'static str {
    let rule = &draft.rule;
    let chars = example.chars().count();
    if rule.max.is_some_and(|max| chars > max as usize) {
        " (it is longer than `max`)"
    } else if !rule.patterns.is_empty()
        && rule.needs.is_empty()
        && !example.contains(char::is_numeric)
    {
        " (without `needs`, a pattern is only tried on lines with a digit)"
    } else {
        ""
    }
}
