//! Source code: lines that end and are built as programs are.

use super::Free;
use crate::segment::Line;

/// Lines of code, at least.
const LINES: usize = 8;
/// Share of the characters that they have, at least: scripts that leak into a page of news have less.
const SHARE: f32 = 0.5;

/// Signs that hardly stand together in running text.
const SIGNS: [&str; 14] =
    ["();", "()", "==", "!=", "=>", "->", "::", "+=", "&&", "||", "</", "/>", " = ", "[0]"];
/// Words that open a line of code when what follows looks like code too.
const OPENINGS: [&str; 16] = [
    "#include",
    "#define",
    "import ",
    "from ",
    "def ",
    "class ",
    "function ",
    "const ",
    "let ",
    "var ",
    "public ",
    "private ",
    "return ",
    "if (",
    "for (",
    "while (",
];

/// Whether much of the page is code.
pub(super) fn is_code(page: &Free<'_>) -> bool {
    let found: Vec<&Line> =
        page.lines.iter().copied().filter(|line| is_code_line(page.body(line))).collect();
    found.len() >= LINES && page.share(&found) >= SHARE
}

/// At least two of: it ends as code does, opens as code does, holds signs of code. Tags and addresses that
/// leaked into a page are none.
fn is_code_line(line: &str) -> bool {
    if line.starts_with('<') || line.contains("http") {
        return false;
    }
    if line.chars().all(|c| "{}()[];,".contains(c)) {
        return true;
    }
    let ends = line.ends_with([';', '{', '}', ')', '>']) || line.ends_with("):");
    let opens = OPENINGS.iter().any(|word| line.starts_with(word));
    let signs = SIGNS.iter().filter(|sign| line.contains(**sign)).count();
    let braces = line.ends_with(['{', '}']) || line.ends_with(");") || line.ends_with("):");
    usize::from(ends) + usize::from(opens) + signs.min(2) + usize::from(braces) >= 2
        && line.split_whitespace().count() <= 20
}
