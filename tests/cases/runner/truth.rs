//! What a page says, written down by hand, and the check of a record against it.
//!
//! Separate from the expected output, which is blessed: a wrong result can be
//! blessed, but it can't be blessed away here.

use std::collections::BTreeMap;

use presswash::thread::Comment;
use presswash::write::Record;
use serde::Deserialize;

/// The truth about one page.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Truth {
    /// The page of `tests/dump` that this is about, when the folder has no input of its own.
    pub page: Option<String>,
    /// What the case is there to show.
    pub about: String,
    /// Lines, or beginnings of lines, that the text must hold.
    pub keep: Vec<String>,
    /// Lines that neither the text nor a comment may hold; `...` at the end stands for any rest.
    pub drop: Vec<String>,
    /// Words that neither the text nor a comment may hold, wherever they stand.
    pub absent: Vec<String>,
    /// Flags that the record must carry, by their names.
    pub flags: Vec<String>,
    /// Whether nothing may be left of the text.
    pub empty: bool,
    /// Checks that the program is known to fail; one that holds again is reported.
    pub known_wrong: Vec<String>,
    /// The thread, all of it, in the order of the page.
    pub comments: Vec<CommentTruth>,
}

/// The truth about one comment. What is not given must not be reported, except for the last three.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CommentTruth {
    author: Option<String>,
    date: Option<String>,
    parent: Option<usize>,
    /// How the comment's text begins.
    text: String,
    /// How it ends.
    end: Option<String>,
    likes: Option<i64>,
    truncated: Option<bool>,
}

/// Everything about `record` that the truth does not allow, one line each.
pub fn check(truth: &Truth, record: &Record) -> Vec<String> {
    let failed = failed_checks(truth, record);
    let mut report = Vec::new();
    for (check, detail) in &failed {
        if !truth.known_wrong.contains(check) {
            report.push(format!("{check:?} fails: {detail}"));
        }
    }
    for known in &truth.known_wrong {
        if !failed.contains_key(known) {
            report.push(format!("{known:?} holds now, or is no check: take it out of known_wrong"));
        }
    }
    if !report.is_empty() && !failed.is_empty() {
        let known: Vec<&String> = failed.keys().collect();
        report.push(format!("what fails now, all of it: known_wrong = {known:#?}"));
    }
    report
}

/// Checks that fail, by their names, with what was found instead.
fn failed_checks(truth: &Truth, record: &Record) -> BTreeMap<String, String> {
    let mut failed = BTreeMap::new();
    let text = squash(&record.text);
    for line in &truth.keep {
        if !text.contains(&squash(line)) {
            failed.insert(format!("keep: {line}"), "not in the text".to_owned());
        }
    }
    for line in &truth.drop {
        if let Some(place) = place_of(line, record) {
            failed.insert(format!("drop: {line}"), place);
        }
    }
    check_absent(truth, record, &mut failed);
    check_flags(truth, record, &mut failed);
    if truth.empty && !text.is_empty() {
        failed.insert("empty".to_owned(), record.text.clone());
    }
    if record.comments.len() != truth.comments.len() {
        let count = format!("{}, there are {}", record.comments.len(), truth.comments.len());
        failed.insert("comments: count".to_owned(), count);
    }
    check_comments(truth, record, &mut failed);
    failed
}

fn check_absent(truth: &Truth, record: &Record, failed: &mut BTreeMap<String, String>) {
    let text = squash(&record.text);
    for words in &truth.absent {
        let comment = record.comments.iter().find(|found| squash(&found.text).contains(words));
        if text.contains(words) {
            failed.insert(format!("absent: {words}"), "in the text".to_owned());
        } else if let Some(comment) = comment {
            failed.insert(format!("absent: {words}"), format!("in comment {}", comment.id));
        }
    }
}

fn check_flags(truth: &Truth, record: &Record, failed: &mut BTreeMap<String, String>) {
    let flags: Vec<&str> = record.presswash.flags.iter().map(|flag| flag.name()).collect();
    for flag in &truth.flags {
        if !flags.contains(&flag.as_str()) {
            failed.insert(format!("flag: {flag}"), format!("{flags:?}"));
        }
    }
}

fn check_comments(truth: &Truth, record: &Record, failed: &mut BTreeMap<String, String>) {
    // For each true comment the place of the reported one that begins with its text.
    let mut places: Vec<Option<usize>> = Vec::new();
    for comment in &truth.comments {
        let place = record.comments.iter().enumerate().position(|(at, found)| {
            !places.contains(&Some(at)) && squash(&found.text).starts_with(&squash(&comment.text))
        });
        places.push(place);
    }
    let extra = (0..record.comments.len()).find(|at| !places.contains(&Some(*at)));
    if let Some(extra) = extra.map(|at| &record.comments[at]) {
        let text: String = extra.text.chars().take(60).collect();
        failed.insert("comments: extra".to_owned(), format!("comment {}: {text}", extra.id));
    }
    for (number, comment) in truth.comments.iter().enumerate() {
        let Some(found) = places[number].map(|place| &record.comments[place]) else {
            failed.insert(format!("comment {number}: text"), comment.text.clone());
            continue;
        };
        let parent = comment.parent.and_then(|parent| places[parent]);
        for (field, wrong) in wrong_fields(comment, found, parent) {
            failed.insert(format!("comment {number}: {field}"), wrong);
        }
    }
}

fn wrong_fields(
    truth: &CommentTruth,
    found: &Comment,
    parent: Option<usize>,
) -> Vec<(&'static str, String)> {
    let mut wrong = Vec::new();
    let mut field = |name, holds: bool, found: String| {
        if !holds {
            wrong.push((name, found));
        }
    };
    field("author", found.author == truth.author, format!("{:?}", found.author));
    field("date", found.date == truth.date, format!("{:?}", found.date));
    let found_parent = found.parent.map(|parent| parent as usize);
    let answers = truth.parent.is_some() == parent.is_some() && found_parent == parent;
    field("parent", answers, format!("{:?}", found.parent));
    let end = truth.end.as_ref().is_none_or(|end| squash(&found.text).ends_with(&squash(end)));
    field("end", end, found.text.clone());
    let likes = found.votes.and_then(|votes| votes.likes);
    field("likes", truth.likes.is_none() || likes == truth.likes, format!("{:?}", found.votes));
    let cut = truth.truncated.is_none_or(|truncated| truncated == found.truncated);
    field("truncated", cut, found.truncated.to_string());
    wrong
}

/// Where the record still holds a line that had to go.
fn place_of(line: &str, record: &Record) -> Option<String> {
    let found = |text: &str| text.lines().any(|kept| is_line(line, kept));
    if found(&record.text) {
        return Some("still in the text".to_owned());
    }
    let comment = record.comments.iter().find(|comment| found(&comment.text))?;
    Some(format!("still in comment {}", comment.id))
}

fn is_line(pattern: &str, line: &str) -> bool {
    match pattern.strip_suffix("...") {
        Some(start) => squash(line).starts_with(&squash(start)),
        None => squash(line) == squash(pattern),
    }
}

/// The text with every run of white space as one space, and no bullet at its start.
fn squash(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let words = match words.as_slice() {
        ["\u{2022}" | "*" | "+", rest @ ..] if !rest.is_empty() => rest,
        all => all,
    };
    words.join(" ")
}
