//! `presswash explain`: one page in the terminal, every line with what it was
//! taken for and why.

use std::fmt::{self, Write as _};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use serde_json::json;

use super::args::ExplainArgs;
use super::colour::Colour;
use super::escape::Escaped;
use super::exit::{Exit, UsageError};
use super::settings;
use crate::label::{Label, Part};
use crate::page::Page;
use crate::pipeline::find_page;
use crate::read::Input;
use crate::write::{Cleaned, Composed};

/// Characters of a line that are shown unless all were asked for.
const SHOWN: usize = 100;

/// Runs `presswash explain`.
pub fn run(args: &ExplainArgs) -> anyhow::Result<Exit> {
    let flags = args.input.layer().then(args.rules.layer()).then(args.mode.layer());
    let settings = settings::resolve(&args.settings, flags)?;
    let (path, number) = split(&args.page);
    let input = if path == Path::new("-") { Input::stdin() } else { Input::file(&path, &path) };
    let (read, fields) = (settings.read_settings(), settings.fields.clone());
    let page = find_page(input, number, &read, &fields)?
        .ok_or_else(|| UsageError(format!("{} has no page {number}", path.display())))?;
    let cleaner = settings::cleaner(&settings)?;
    let washed = cleaner.clean(&page);
    let cleaned = washed.cleaned(&page);
    let composed = cleaned.compose();
    let text = if args.json {
        format!("{:#}\n", as_json(&composed))
    } else {
        let shown = if args.full { usize::MAX } else { SHOWN };
        Table { composed: &composed, colour: Colour::of(settings.color), shown }.to_string()
    };
    io::stdout().lock().write_all(text.as_bytes())?;
    Ok(Exit::Well)
}

/// `FILE:N` apart; a file whose own name ends in a number wins.
fn split(argument: &str) -> (PathBuf, u64) {
    let whole = (PathBuf::from(argument), 1);
    if Path::new(argument).exists() {
        return whole;
    }
    match argument.rsplit_once(':') {
        Some((path, number)) => number.parse().map_or(whole, |n| (PathBuf::from(path), n)),
        None => whole,
    }
}

/// The page as a table.
struct Table<'a> {
    composed: &'a Composed<'a, 'a>,
    colour: Colour,
    shown: usize,
}

impl fmt::Display for Table<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.head(f)?;
        let cleaned = self.composed.cleaned;
        for (i, (line, label)) in cleaned.lines.iter().zip(cleaned.labels).enumerate() {
            let reason = cleaned.reasons.get(i).copied().unwrap_or_default();
            let why = reason.rule.unwrap_or(reason.detector);
            let (on, off) = self.colour.around(label.part());
            let text = clip(line.content.of(&cleaned.page.text), self.shown);
            writeln!(
                f,
                "{:>5} {on}{label:<20}{off} {:>4.2} {:<28} {on}{}{off}",
                i + 1,
                reason.score,
                Escaped(why),
                text
            )?;
        }
        self.thread(f)
    }
}

impl Table<'_> {
    fn head(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Composed { cleaned, counts, flags, confidence, .. } = self.composed;
        writeln!(f, "{}", Escaped(&cleaned.page.origin.to_string()))?;
        writeln!(f, "id {}", Escaped(&cleaned.page.id))?;
        if let Some(url) = &cleaned.page.url {
            writeln!(f, "url {}", Escaped(url))?;
        }
        writeln!(
            f,
            "characters: {} in, {} article, {} comments, {} removed",
            counts.input, counts.text, counts.comments, counts.removed
        )?;
        if let Some(confidence) = confidence {
            writeln!(f, "confidence: {confidence:.3}")?;
        }
        for (name, values) in [
            ("platforms", cleaned.platforms.to_vec()),
            ("flags", flags.iter().map(|flag| flag.name().to_owned()).collect()),
        ] {
            if !values.is_empty() {
                writeln!(f, "{name}: {}", Escaped(&values.join(" ")))?;
            }
        }
        f.write_char('\n')
    }

    fn thread(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let thread = self.composed.cleaned.thread;
        if !thread.is_empty() {
            writeln!(f, "\n{} comments", thread.len())?;
        }
        let (on, off) = self.colour.around(Part::Comment);
        for comment in thread {
            let indent = "  ".repeat(usize::try_from(comment.depth).unwrap_or_default().min(20));
            let author = comment.author.as_deref().unwrap_or("(no name)");
            let date =
                comment.date.as_deref().or(comment.date_text.as_deref()).unwrap_or("(no date)");
            let text = clip(&comment.text, self.shown);
            let (author, date) = (Escaped(author), Escaped(date));
            writeln!(f, "{:>5} {indent}{on}{author}{off} {date}: {text}", comment.id)?;
        }
        Ok(())
    }
}

/// The first `most` characters, made safe; three dots stand for the rest.
fn clip(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}...", Escaped(text.get(..end).unwrap_or(text))),
        None => Escaped(text).to_string(),
    }
}

/// The page as one JSON object, with byte spans into the page's text.
fn as_json(composed: &Composed<'_, '_>) -> serde_json::Value {
    let Composed { cleaned, counts, flags, confidence, .. } = composed;
    let page: &Page = cleaned.page;
    json!({
        "id": page.id,
        "url": page.url,
        "file": &*page.origin.path,
        "record": page.origin.record,
        "byte": page.origin.offset,
        "chars": {
            "input": counts.input, "article": counts.text,
            "comments": counts.comments, "removed": counts.removed,
        },
        "platforms": cleaned.platforms,
        "votes": cleaned.votes,
        "flags": flags,
        "mode": cleaned.mode,
        "confidence": confidence,
        "lines": (0..cleaned.lines.len()).map(|i| line_json(cleaned, i)).collect::<Vec<_>>(),
        "comments": cleaned.thread,
    })
}

fn line_json(cleaned: &Cleaned<'_>, i: usize) -> serde_json::Value {
    let label = cleaned.labels.get(i).copied();
    let reason = cleaned.reasons.get(i).copied().unwrap_or_default();
    let kind = match label {
        Some(Label::Chrome(kind)) => Some(kind),
        _ => None,
    };
    let part = label.map(|label| match label.part() {
        Part::Article => "article",
        Part::Comment => "comment",
        Part::Chrome => "chrome",
    });
    let span = cleaned.lines.get(i).map(|line| line.content).unwrap_or_default();
    json!({
        "line": i + 1,
        "span": [span.start, span.end],
        "label": label.map(Label::name),
        "part": part,
        "kind": kind,
        "rule": reason.rule,
        "detector": reason.detector,
        "score": reason.score,
        "comment": cleaned.line_to_comment.get(i).copied().flatten(),
        "text": span.of(&cleaned.page.text),
    })
}

#[cfg(test)]
mod tests {
    use super::{clip, split};
    use std::path::PathBuf;

    #[test]
    fn a_page_number_follows_the_last_colon() {
        assert_eq!(split("a.jsonl:17"), (PathBuf::from("a.jsonl"), 17));
        assert_eq!(split("a.jsonl"), (PathBuf::from("a.jsonl"), 1));
        assert_eq!(split("c:a"), (PathBuf::from("c:a"), 1));
    }

    #[test]
    fn long_lines_are_cut_at_characters_and_made_safe() {
        assert_eq!(clip("\u{e9}\u{e9}\u{e9}", 2), "\u{e9}\u{e9}...");
        assert_eq!(clip("a\u{1b}", 2), "a\\u{1b}");
    }
}
