//! An evaluation for the terminal: plain aligned tables, no colour.
//!
//! Names and lines are as they were scraped; whoever prints the tables makes
//! them safe for a terminal, line by line.

use std::collections::BTreeMap;
use std::fmt;

use super::confusion::Tally;
use super::groups::Group;
use super::thread::Share;
use super::worst::Worst;
use super::{Calibration, Confusion, Evaluation};
use crate::label::Label;

/// What stands where there is no figure.
const NONE: &str = "-";

impl fmt::Display for Evaluation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut sections: Vec<(&str, String)> = Vec::new();
        if self.groups.iter().any(|group| group.article.pages > 0) {
            sections.push(("articles", self.articles()));
        }
        if self.groups.iter().any(|group| group.comments.pages > 0) {
            sections.push(("comments", self.comments()));
        }
        if self.calibration.lines > 0 {
            let lines = confusion(&self.confusion, |tally| tally.lines);
            sections.push(("lines, by gold and label", lines));
            let chars = confusion(&self.confusion, |tally| tally.chars);
            sections.push(("characters, by gold and label", chars));
            let scores = calibration(&self.calibration);
            sections.push(("scores of lines, and how many are in the right part", scores));
        }
        if !self.worst.is_empty() {
            sections.push(("worst pages", self.worst_pages()));
        }
        for (i, (name, table)) in sections.iter().enumerate() {
            let gap = if i == 0 { "" } else { "\n" };
            write!(f, "{gap}{name}\n{table}")?;
        }
        Ok(())
    }
}

impl Evaluation {
    fn articles(&self) -> String {
        let head = ["pages", "precision", "recall", "F1", "leak", "false"];
        self.by_group(&head, |group| {
            let article = &group.article;
            (article.pages > 0).then(|| {
                let figures =
                    [article.precision, article.recall, article.f1, article.leak, article.invented];
                std::iter::once(article.pages.to_string()).chain(figures.map(figure)).collect()
            })
        })
    }

    fn comments(&self) -> String {
        let head = [
            "pages",
            "gold",
            "reported",
            "precision",
            "recall",
            "F1",
            "words F1",
            "author",
            "date",
            "parent",
            "depth",
        ];
        self.by_group(&head, |group| {
            let c = &group.comments;
            let share = |share: Share| share.share;
            (c.pages > 0).then(|| {
                let counts = [c.pages, c.gold, c.reported].map(|count| count.to_string());
                let found = [c.precision, c.recall, c.f1, c.words_f1];
                let fields = [c.author, c.date, c.parent, c.depth].map(share);
                counts.into_iter().chain(found.into_iter().chain(fields).map(figure)).collect()
            })
        })
    }

    /// A table with a row for each group of which there is something to tell.
    fn by_group(&self, head: &[&str], row: impl Fn(&Group) -> Option<Vec<String>>) -> String {
        // Where pages have no groups the one row needs no name either.
        let names: Vec<&str> = self.by.iter().map(String::as_str).collect();
        let mut rows: Vec<Vec<String>> =
            vec![names.iter().chain(head).map(|&name| one_line(name)).collect()];
        for group in &self.groups {
            let value = |name: &&str| match group.by.get(*name) {
                Some(value) => value.as_deref().map_or_else(|| NONE.to_owned(), one_line),
                None => "all".to_owned(),
            };
            rows.extend(row(group).map(|row| names.iter().map(value).chain(row).collect()));
        }
        aligned(&rows, names.len())
    }

    fn worst_pages(&self) -> String {
        let mut rows = vec![["F1", "lost", "wrong", "page"].map(str::to_owned).to_vec()];
        for page in &self.worst {
            let words = |count: fn(&super::ArticleScore) -> u64| {
                page.article.as_ref().map_or_else(|| NONE.to_owned(), |a| count(a).to_string())
            };
            let counts = [words(|article| article.lost), words(|article| article.wrong)];
            let [lost, wrong] = counts;
            rows.push(vec![figure(Some(page.f1)), lost, wrong, self.page_name(page)]);
        }
        let table = right_aligned(&rows);
        let mut lines = table.lines();
        let mut out = String::new();
        push_line(&mut out, lines.next().unwrap_or_default());
        for (line, page) in lines.zip(&self.worst) {
            push_line(&mut out, line);
            for (name, first) in [("lost", &page.first_lost), ("wrong", &page.first_wrong)] {
                if let Some(first) = first {
                    push_line(&mut out, &format!("    {name:<5}  {}", one_line(first)));
                }
            }
        }
        out
    }

    /// Identifier, and the values of the fields by which pages are grouped.
    fn page_name(&self, page: &Worst) -> String {
        let values = self.by.iter().filter_map(|name| page.by.get(name)?.as_deref());
        let values: Vec<String> = values.map(one_line).collect();
        let id = one_line(&page.id);
        if values.is_empty() { id } else { format!("{id}  ({})", values.join(", ")) }
    }
}

/// Rows: what gold says; columns: the labels that any line has.
fn confusion(confusion: &Confusion, count: fn(&Tally) -> u64) -> String {
    let rows: Vec<_> = confusion.rows().collect();
    let mut columns: Vec<&'static str> = Label::all().map(Label::name).collect();
    columns.dedup();
    columns.retain(|name| rows.iter().any(|(_, row)| row.contains_key(name)));
    let mut table: Vec<Vec<String>> =
        vec![std::iter::once("gold").chain(columns.iter().copied()).map(str::to_owned).collect()];
    for (truth, row) in rows {
        let cell = |name: &&str| cell(&row, name, count);
        table.push(
            std::iter::once(truth.name().to_owned()).chain(columns.iter().map(cell)).collect(),
        );
    }
    aligned(&table, 1)
}

fn cell(row: &BTreeMap<&'static str, Tally>, name: &str, count: fn(&Tally) -> u64) -> String {
    row.get(name).map_or(0, count).to_string()
}

fn calibration(calibration: &Calibration) -> String {
    let mut table = vec![["score", "lines", "mean", "right"].map(str::to_owned).to_vec()];
    for bin in calibration.bins.iter().filter(|bin| bin.lines > 0) {
        table.push(vec![
            format!("{:.1} to {:.1}", bin.from, bin.to),
            bin.lines.to_string(),
            figure(bin.score),
            figure(bin.right),
        ]);
    }
    let error = figure(calibration.error);
    format!("{}expected calibration error {error}\n", aligned(&table, 1))
}

/// Three digits behind the point.
fn figure(figure: Option<f64>) -> String {
    figure.map_or_else(|| NONE.to_owned(), |figure| format!("{figure:.3}"))
}

/// A name without line breaks.
fn one_line(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Columns of equal width, the first `left` of them aligned left, the others right.
fn aligned(rows: &[Vec<String>], left: usize) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max()
    };
    let widths: Vec<usize> = (0..columns).map(|column| width(column).unwrap_or(0)).collect();
    let mut out = String::new();
    for row in rows {
        let cells = row.iter().zip(&widths).enumerate().map(|(column, (cell, width))| {
            if column < left { format!("{cell:<width$}") } else { format!("{cell:>width$}") }
        });
        let line = cells.collect::<Vec<_>>().join("  ");
        push_line(&mut out, line.trim_end());
    }
    out
}

/// All columns but the last aligned right, the last left.
fn right_aligned(rows: &[Vec<String>]) -> String {
    let figures: Vec<Vec<String>> = rows
        .iter()
        .map(|row| row.iter().take(row.len().saturating_sub(1)).cloned().collect())
        .collect();
    let figures = aligned(&figures, 0);
    let names = rows.iter().filter_map(|row| row.last());
    let mut out = String::new();
    for (line, name) in figures.lines().zip(names) {
        push_line(&mut out, &format!("{line}  {name}"));
    }
    out
}

fn push_line(out: &mut String, line: &str) {
    out.push_str(line);
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::super::calibration::Scores;
    use super::super::groups::Groups;
    use super::super::page::PageScore;
    use super::super::{ArticleScore, Bag, Confusion, Evaluation, ThreadScore, Truth};
    use super::aligned;
    use crate::evaluate::Worst;
    use crate::label::{ChromeKind, Label};
    use crate::train::GoldComment;

    #[test]
    fn columns_are_aligned() {
        let rows = [["a", "n"], ["long\u{e9}", "10"]].map(|row| row.map(str::to_owned).to_vec());
        assert_eq!(aligned(&rows, 1), "a       n\nlong\u{e9}  10\n");
    }

    #[test]
    fn nothing_measured_nothing_shown() {
        assert_eq!(Evaluation::default().to_string(), "");
    }

    /// One page: three of its four words kept, one comment of the gold not found.
    fn evaluation() -> Evaluation {
        let score = ArticleScore::of(&Bag::of("a b c"), &Bag::of("a b c d"), &[], None);
        let comment: GoldComment = serde_json::from_str(r#"{"text": "well"}"#).unwrap();
        let page = PageScore {
            by: vec![Some("my\npaper".to_owned())],
            article: Some(score.clone()),
            thread: Some(ThreadScore::of(&[], &[comment])),
            ..PageScore::default()
        };
        let mut groups = Groups::default();
        groups.add(&page);
        let (mut confusion, mut scores) = (Confusion::default(), Scores::default());
        confusion.add(Truth::Article, Label::Paragraph, 20);
        confusion.add(Truth::Article, Label::Chrome(ChromeKind::Nav), 1234);
        confusion.add(Truth::Chrome, Label::Chrome(ChromeKind::Other), 5);
        scores.add(0.95, true);
        scores.add(0.85, false);
        let by = vec!["source".to_owned()];
        Evaluation {
            groups: groups.figures(&by),
            worst: vec![Worst {
                id: "p1".to_owned(),
                by: [("source".to_owned(), Some("my\npaper".to_owned()))].into(),
                f1: score.words.f1,
                article: Some(score),
                first_lost: Some("d".to_owned()),
                ..Worst::default()
            }],
            by,
            confusion,
            calibration: scores.calibration(),
            ..Evaluation::default()
        }
    }

    #[test]
    fn an_evaluation_on_one_screen() {
        let expected = "\
articles
source    pages  precision  recall     F1  leak  false
my paper      1      1.000   0.750  0.857     -      -
all           1      1.000   0.750  0.857     -      -

comments
source    pages  gold  reported  precision  recall     F1  words F1  author  date  parent  depth
my paper      1     1         0          -   0.000  0.000     0.000       -     -       -      -
all           1     1         0          -   0.000  0.000     0.000       -     -       -      -

lines, by gold and label
gold     paragraph  chrome
article          1       1
chrome           0       1

characters, by gold and label
gold     paragraph  chrome
article         20    1234
chrome           0       5

scores of lines, and how many are in the right part
score       lines   mean  right
0.8 to 0.9      1  0.850  0.000
0.9 to 1.0      1  0.950  1.000
expected calibration error 0.450

worst pages
   F1  lost  wrong  page
0.857     1      0  p1  (my paper)
    lost   d
";
        assert_eq!(evaluation().to_string(), expected);
    }
}
