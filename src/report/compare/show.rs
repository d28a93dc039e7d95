//! A comparison for the terminal and for programs.

use std::fmt;

use serde::ser::SerializeStruct as _;
use serde::{Serialize, Serializer};

use super::{Changed, Comparison, Example, Move, NAMED};
use crate::report::Escaped;

/// Changes and rules that the terminal shows.
const SHOWN: usize = 20;

impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pages = self.pages;
        writeln!(f, "pages      {} in both, {} changed", pages.both, pages.changed)?;
        if pages.changed > 0 {
            let mut parts = Vec::new();
            for (name, count) in [
                ("article", pages.article),
                ("thread", pages.thread),
                ("reasons only", pages.reasons),
                ("of another input", pages.other_input),
            ] {
                if count > 0 {
                    parts.push(format!("{name} {count}"));
                }
            }
            writeln!(f, "changed    {}", parts.join(", "))?;
        }
        for (name, side) in [("only in A", 0), ("only in B", 1)] {
            self.alone(f, name, side)?;
        }
        if pages.given_up > 0 {
            let given_up = pages.given_up;
            writeln!(
                f,
                "given up   {given_up} of these pages, as their partners did not come within the window"
            )?;
        }
        let [a, b] = self.chars;
        for (name, (a, b)) in ["article", "threads", "removed"].iter().zip(a.iter().zip(b)) {
            writeln!(f, "{name:<10} {a} -> {b} characters{}", step(*a, b))?;
        }
        let [a, b] = self.comments;
        writeln!(f, "comments   {a} -> {b}{}", step(a, b))?;
        self.moved(f)?;
        self.ruled(f)?;
        self.changed(f)
    }
}

impl Comparison {
    fn alone(&self, f: &mut fmt::Formatter<'_>, name: &str, side: usize) -> fmt::Result {
        let count = self.pages.alone.get(side).copied().unwrap_or(0);
        if count == 0 {
            return Ok(());
        }
        let ids = self.alone.get(side).map(|ids| ids.join(", ")).unwrap_or_default();
        let more = if count > NAMED as u64 { ", ..." } else { "" };
        writeln!(f, "{name}  {count}: {}{more}", Escaped(&ids))
    }

    fn moved(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = self.ranked_moves();
        if !list.is_empty() {
            writeln!(f, "\nlines that moved (lines, characters, pages)")?;
        }
        for ([from, to], found) in list.iter().take(SHOWN) {
            writeln!(
                f,
                "{:>8} {:>9} {:>6}  {from} -> {to}",
                found.lines, found.chars, found.pages
            )?;
            for (_, example) in found.examples.iter() {
                writeln!(f, "{:>27}{}{}", "", Escaped(&example.text), by(example))?;
            }
        }
        more(f, list.len())
    }

    fn ruled(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = self.ranked_rules();
        if !list.is_empty() {
            writeln!(f, "\nrules, of pages where they differ (lines in A, in B)")?;
        }
        for (rule, [a, b]) in list.iter().take(SHOWN) {
            writeln!(f, "{a:>8} {b:>9}  {}", Escaped(rule))?;
        }
        more(f, list.len())
    }

    fn changed(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.pages.changed > 0 {
            writeln!(f, "\npages that changed most")?;
        }
        for (_, page) in self.most.iter() {
            let Changed { id, article: [a, b], comments: [c, d], lines, more } = page;
            let comments = if c == d { String::new() } else { format!(", comments {c} -> {d}") };
            writeln!(f, "  {}  article {a} -> {b} characters{comments}", Escaped(id))?;
            for line in lines {
                writeln!(f, "    {} -> {}: {}", line.from, line.to, Escaped(&line.text))?;
            }
            if *more > 0 {
                writeln!(f, "    and {more} lines more")?;
            }
        }
        Ok(())
    }

    fn ranked_moves(&self) -> Vec<(&[String; 2], &Move)> {
        let mut list: Vec<_> = self.moves.iter().collect();
        list.sort_by_key(|(labels, found)| (std::cmp::Reverse(found.chars), *labels));
        list
    }

    fn ranked_rules(&self) -> Vec<(&String, &[u64; 2])> {
        let mut list: Vec<_> = self.rules.iter().filter(|(_, [a, b])| a != b).collect();
        list.sort_by_key(|(rule, [a, b])| (std::cmp::Reverse(a.abs_diff(*b)), *rule));
        list
    }
}

fn more(f: &mut fmt::Formatter<'_>, all: usize) -> fmt::Result {
    if all > SHOWN { writeln!(f, "{:>8} more", all - SHOWN) } else { Ok(()) }
}

/// The rules behind an example, where one is known.
fn by(example: &Example) -> String {
    let [a, b] = example.rules.each_ref().map(|rule| rule.as_deref().unwrap_or("-"));
    if a == "-" && b == "-" {
        String::new()
    } else {
        format!("  [{} -> {}]", Escaped(a), Escaped(b))
    }
}

/// By how much a figure grew or fell.
fn step(a: u64, b: u64) -> String {
    match b.cmp(&a) {
        std::cmp::Ordering::Less => format!(" (-{})", a - b),
        std::cmp::Ordering::Equal => String::new(),
        std::cmp::Ordering::Greater => format!(" (+{})", b - a),
    }
}

#[derive(Serialize)]
struct MoveJson<'m> {
    from: &'m str,
    to: &'m str,
    lines: u64,
    chars: u64,
    pages: u64,
    examples: Vec<&'m Example>,
}

#[derive(Serialize)]
struct RuleJson<'m> {
    rule: &'m str,
    lines: &'m [u64; 2],
}

impl Serialize for Comparison {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let moves: Vec<_> = self
            .ranked_moves()
            .into_iter()
            .map(|([from, to], found)| MoveJson {
                from,
                to,
                lines: found.lines,
                chars: found.chars,
                pages: found.pages,
                examples: found.examples.iter().map(|(_, example)| example).collect(),
            })
            .collect();
        let rules = self.ranked_rules().into_iter();
        let rules: Vec<_> = rules.map(|(rule, lines)| RuleJson { rule, lines }).collect();
        let most: Vec<_> = self.most.iter().map(|(_, page)| page).collect();
        let mut object = serializer.serialize_struct("Comparison", 8)?;
        object.serialize_field("audited", &self.audited)?;
        object.serialize_field("pages", &self.pages)?;
        object.serialize_field("chars", &self.chars)?;
        object.serialize_field("comments", &self.comments)?;
        object.serialize_field("moves", &moves)?;
        object.serialize_field("rules", &rules)?;
        object.serialize_field("most", &most)?;
        object.serialize_field("alone", &self.alone)?;
        object.end()
    }
}
