//! Tables: rows of figures, or their cells one below the other.

use super::{Free, ratio};
use crate::segment::Line;

/// Rows, at least.
const ROWS: usize = 6;
/// Share of the characters that rows have, at least.
const SHARE: f32 = 0.5;
/// Lines that are a figure and nothing else, at least, where each cell has its line.
const CELLS: usize = 12;
/// Share that they have of all lines, at least.
const CELL_SHARE: f32 = 0.3;
/// Share of running text beside such cells, at most.
const PROSE: f32 = 0.3;

/// Whether most of the page is a table.
pub(super) fn is_table(page: &Free<'_>) -> bool {
    let rows: Vec<&Line> =
        page.lines.iter().copied().filter(|line| is_row(page.body(line))).collect();
    if rows.len() >= ROWS && page.share(&rows) >= SHARE {
        return true;
    }
    let cells = page.lines.iter().filter(|line| is_figure(page.body(line))).count();
    let share = ratio(u32::try_from(cells).unwrap_or(0), super::count(&page.lines));
    cells >= CELLS && share >= CELL_SHARE && page.prose() <= PROSE
}

/// At least two figures that make up 40 % of the words, or three columns with one.
fn is_row(line: &str) -> bool {
    let figures = |words: &[&str]| words.iter().filter(|word| is_figure(word)).count();
    let words: Vec<&str> = line.split_whitespace().filter(|word| *word != "|").collect();
    let columns: Vec<&str> =
        line.split(['\t', '|']).map(str::trim).filter(|cell| !cell.is_empty()).collect();
    let found = figures(&words);
    words.len() <= 40
        && (found >= 2 && found * 5 >= words.len() * 2
            || columns.len() >= 3 && figures(&columns) >= 1)
}

/// A number with its signs: `1,204`, `-3.5%`, `+12`. Times and dates are none.
fn is_figure(word: &str) -> bool {
    let mut digits = false;
    let plain = word.chars().all(|c| {
        digits |= c.is_ascii_digit();
        c.is_ascii_digit() || ".,+-%()$\u{20ac}\u{a3}\u{2212}\u{2013} ".contains(c)
    });
    plain && digits && word.len() <= 16
}
