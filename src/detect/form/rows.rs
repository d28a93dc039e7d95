//! Tables: rows of figures, or their cells one below the other.

use super::{Free, ratio};
use crate::segment::Line;

/// Rows, at least.
const ROWS: usize = 6;
/// Share of the characters that rows have, at least.
const SHARE: f32 = 0.5;
/// Words of a row, at most.
const WORDS: usize = 40;
/// Lines that are a figure and nothing else, at least, where each cell has its line.
const CELLS: usize = 12;
/// Share that they have of all lines, at least.
const CELL_SHARE: f32 = 0.3;
/// Share of running text beside such cells, at most.
const PROSE: f32 = 0.3;

/// Whether most of the page is a table.
pub(super) fn is_table(page: &Free<'_>) -> bool {
    let figures = |line: &Line| line.shape.digits > 0;
    if page.holds(ROWS, SHARE, figures)
        && page.holds(ROWS, SHARE, |line| figures(line) && is_row(page.body(line)))
    {
        return true;
    }
    if page.prose() > PROSE {
        return false;
    }
    let is_cell =
        |line: &Line| figures(line) && line.shape.letters == 0 && is_figure(page.body(line));
    let cells = page.lines.iter().filter(|line| is_cell(line)).count();
    let share = ratio(u32::try_from(cells).unwrap_or(0), super::count(&page.lines));
    cells >= CELLS && share >= CELL_SHARE
}

/// At least two figures that make up 40 % of the words, or three columns with one.
fn is_row(line: &str) -> bool {
    let (mut words, mut found) = (0, 0);
    for word in line.split_whitespace().filter(|word| *word != "|") {
        words += 1;
        found += usize::from(is_figure(word));
        if words > WORDS {
            return false;
        }
    }
    found >= 2 && found * 5 >= words * 2 || has_columns(line)
}

/// At least three columns, one of them a figure.
fn has_columns(line: &str) -> bool {
    let borders = line.bytes().filter(|byte| matches!(byte, b'\t' | b'|')).count();
    let columns = || line.split(['\t', '|']).map(str::trim).filter(|cell| !cell.is_empty());
    borders >= 2 && columns().any(is_figure) && columns().count() >= 3
}

/// A number with its signs: `1,204`, `-3.5%`, `+12`. Times and dates are none.
fn is_figure(word: &str) -> bool {
    if word.len() > 16 {
        return false;
    }
    let is_sign = |c| {
        matches!(
            c,
            '.' | ','
                | '+'
                | '-'
                | '%'
                | '('
                | ')'
                | '$'
                | ' '
                | '\u{20ac}'
                | '\u{a3}'
                | '\u{2212}'
                | '\u{2013}'
        )
    };
    word.chars().all(|c| c.is_ascii_digit() || is_sign(c))
        && word.bytes().any(|byte| byte.is_ascii_digit())
}
