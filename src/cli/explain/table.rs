//! The page as a table: a row a line, and beside it, where there is room, what came out.

use std::fmt::{self, Write as _};

use super::Shown;
use super::columns::{cut, pad, rows};
use crate::cli::colour::Colour;
use crate::label::{Label, Part};
use crate::report::Escaped;

/// Columns of a line's text where there is no terminal to fill.
const SHOWN: usize = 100;
/// Columns from which on the page stands side by side with what came out.
const SIDE_BY_SIDE: usize = 110;
/// Columns of labels and reasons; the longest label is `comment_control`.
const LABEL: usize = 19;
const WHY: usize = 24;
/// Share of the part that comes second from which on it is told.
const CLOSE: f32 = 0.1;

/// The page as a table.
pub struct Table<'s> {
    pub shown: Shown<'s>,
    pub colour: Colour,
    /// Columns to fill.
    pub width: Option<usize>,
    /// Lines in full instead of cut.
    pub full: bool,
}

impl fmt::Display for Table<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.head(f)?;
        match self.width {
            Some(width) if width >= SIDE_BY_SIDE => self.side_by_side(f, width)?,
            Some(width) => self.list(f, width.saturating_sub(13 + LABEL + WHY).max(20))?,
            None => self.list(f, SHOWN)?,
        }
        self.thread(f)?;
        self.changes(f)
    }
}

impl Table<'_> {
    fn head(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let composed = self.shown.composed;
        let (cleaned, counts) = (composed.cleaned, composed.counts);
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
        if let Some(confidence) = composed.confidence {
            writeln!(f, "confidence: {confidence:.3}")?;
        }
        let language = self.shown.examined.language.map(str::to_owned);
        for (name, values) in [
            ("language", language.into_iter().collect()),
            ("platforms", cleaned.platforms.to_vec()),
            ("flags", composed.flags.iter().map(|flag| flag.name().to_owned()).collect()),
        ] {
            if !values.is_empty() {
                writeln!(f, "{name}: {}", Escaped(&values.join(" ")))?;
            }
        }
        f.write_char('\n')
    }

    /// A row a line: number, label, score, what counted most, text, the label that comes second when it is close.
    fn list(&self, f: &mut fmt::Formatter<'_>, width: usize) -> fmt::Result {
        let cleaned = self.shown.cleaned();
        for (i, (line, label)) in cleaned.lines.iter().zip(cleaned.labels).enumerate() {
            let (on, off) = self.colour.around(label.part());
            let score = cleaned.reasons.get(i).copied().unwrap_or_default().score;
            let why = pad(&cut(&self.why(i), WHY), WHY);
            let lead = format!("{:>5} {on}{label:<LABEL$}{off} {score:>4.2} {why} ", i + 1);
            let rows = rows(line.content.of(&cleaned.page.text), width, self.full);
            for (number, row) in rows.iter().enumerate() {
                let lead = if number == 0 { lead.as_str() } else { &" ".repeat(13 + LABEL + WHY) };
                let second = if number + 1 == rows.len() { self.second(i) } else { String::new() };
                writeln!(f, "{}", format!("{lead}{on}{row}{off}{second}").trim_end())?;
            }
        }
        Ok(())
    }

    /// The original to the left, what came out to the right.
    fn side_by_side(&self, f: &mut fmt::Formatter<'_>, width: usize) -> fmt::Result {
        let cleaned = self.shown.cleaned();
        // Number, label, score, and what separates them and the sides.
        let side = width.saturating_sub(5 + 1 + LABEL + 1 + 4 + 1 + 3) / 2;
        for (i, (line, label)) in cleaned.lines.iter().zip(cleaned.labels).enumerate() {
            let (on, off) = self.colour.around(label.part());
            let score = cleaned.reasons.get(i).copied().unwrap_or_default().score;
            let lead = format!("{:>5} {on}{label:<LABEL$}{off} {score:>4.2} ", i + 1);
            let text = line.content.of(&cleaned.page.text);
            let left = rows(text, side, self.full);
            let right = rows(&self.outcome(i, *label, text), side, self.full);
            let tone = if label.part() == Part::Chrome { self.colour.faint() } else { (on, off) };
            for row in 0..left.len().max(right.len()) {
                let lead = if row == 0 { lead.as_str() } else { &" ".repeat(12 + LABEL) };
                let of = |rows: &[String]| rows.get(row).cloned().unwrap_or_default();
                let (left, right) = (pad(&of(&left), side), of(&right));
                let bar = self.colour.faint();
                let row = format!(
                    "{lead}{on}{left}{off} {}|{} {}{right}{}",
                    bar.0, bar.1, tone.0, tone.1
                );
                writeln!(f, "{}", row.trim_end())?;
            }
        }
        Ok(())
    }

    /// What became of a line: its text, its comment, or the reason why it is gone.
    fn outcome(&self, i: usize, label: Label, text: &str) -> String {
        let cleaned = self.shown.cleaned();
        let comment = cleaned.line_to_comment.get(i).copied().flatten();
        match (label.part(), comment) {
            (Part::Article, _) => text.to_owned(),
            (Part::Comment, Some(comment)) if label == Label::CommentBody => {
                format!("#{comment} {text}")
            }
            (Part::Comment, Some(comment)) => {
                let found = usize::try_from(comment).ok().and_then(|id| cleaned.thread.get(id));
                let author = found.and_then(|found| found.author.as_deref()).unwrap_or("no name");
                match label {
                    Label::CommentHead => format!("#{comment} by {author}"),
                    _ => format!("#{comment} button"),
                }
            }
            _ => format!("- {}{}", self.why(i), self.second(i)),
        }
    }

    /// The rule or the detector that counted most.
    fn why(&self, i: usize) -> String {
        let reason = self.shown.cleaned().reasons.get(i).copied().unwrap_or_default();
        Escaped(reason.rule.unwrap_or(reason.detector)).to_string()
    }

    /// The label that comes second, when it is close.
    fn second(&self, i: usize) -> String {
        let account = self.shown.examined.accounts.get(i);
        account
            .filter(|account| account.second_score >= CLOSE)
            .map_or_else(String::new, |account| {
                format!("  [or {} {:.2}]", account.second, account.second_score)
            })
    }

    fn thread(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let thread = self.shown.cleaned().thread;
        if !thread.is_empty() {
            writeln!(f, "\n{} comments", thread.len())?;
        }
        let (on, off) = self.colour.around(Part::Comment);
        let width = self.width.map_or(SHOWN, |width| width.saturating_sub(8).max(20));
        for comment in thread {
            let indent = "  ".repeat(usize::try_from(comment.depth).unwrap_or_default().min(20));
            let author = comment.author.as_deref().unwrap_or("(no name)");
            let date =
                comment.date.as_deref().or(comment.date_text.as_deref()).unwrap_or("(no date)");
            let text = Escaped(&comment.text).to_string();
            let text = if self.full { text } else { cut(&text, width) };
            let (author, date) = (Escaped(author), Escaped(date));
            writeln!(f, "{:>5} {indent}{on}{author}{off} {date}: {text}", comment.id)?;
        }
        Ok(())
    }

    /// What the other modes would do.
    fn changes(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, (mode, lines)) in self.shown.examined.changes.iter().enumerate() {
            let gap = if at == 0 { "\n" } else { "" };
            if lines.is_empty() {
                writeln!(f, "{gap}with --mode {mode}: the same")?;
                continue;
            }
            let named: Vec<String> =
                lines.iter().map(|(line, label)| format!("{} {label}", line + 1)).collect();
            writeln!(f, "{gap}with --mode {mode}: {}", named.join(", "))?;
        }
        Ok(())
    }
}
