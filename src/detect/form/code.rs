//! Source code: lines that end and are built as programs are.

use memchr::{memchr_iter, memchr3_iter};

use super::Free;
use crate::segment::Line;

/// Lines of code, at least.
const LINES: usize = 8;
/// Share of the characters that they have, at least: scripts that leak into a page of news have less.
const SHARE: f32 = 0.5;
/// Words of a line of code, at most.
const WORDS: usize = 20;

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
    page.holds(LINES, SHARE, |line| is_code_line(line, page.body(line)))
}

/// At least two of: it ends as code does, opens as code does, holds signs of code. Tags and addresses that
/// leaked into a page are none.
fn is_code_line(line: &Line, body: &str) -> bool {
    let (ends, braces) = match *body.as_bytes() {
        [.., b'{' | b'}'] | [.., b')', b';' | b':'] => (true, true),
        [.., b';' | b')' | b'>'] => (true, false),
        _ => (false, false),
    };
    let may_hold = may_hold_sign(line, body);
    // Nearly all lines: to open as code does is not enough.
    if !ends && !may_hold {
        return is_signs(body);
    }
    let built = usize::from(ends) + usize::from(opens_as_code(body)) + usize::from(braces);
    is_signs(body)
        || (built >= 2 || may_hold && built + signs(body) >= 2)
            && !body.starts_with('<')
            && body.split_whitespace().nth(WORDS).is_none()
            && !body.contains("http")
}

/// Whether a line is nothing but brackets and what stands between them.
fn is_signs(body: &str) -> bool {
    body.bytes().all(|byte| matches!(byte, b'{' | b'}' | b'(' | b')' | b'[' | b']' | b';' | b','))
}

fn opens_as_code(line: &str) -> bool {
    matches!(
        line.as_bytes().first(),
        Some(b'#' | b'i' | b'c' | b'f' | b'd' | b'l' | b'v' | b'p' | b'r' | b'w')
    ) && OPENINGS.iter().any(|word| line.starts_with(word))
}

/// How many of the signs a line holds; two stand for more.
fn signs(line: &str) -> usize {
    SIGNS.iter().filter(|sign| line.contains(**sign)).take(2).count()
}

/// Whether a line may hold one of the signs: whether two bytes in a row are as in one of them.
fn may_hold_sign(line: &Line, body: &str) -> bool {
    let bytes = body.as_bytes();
    if line.shape.symbols + line.shape.separators > 0 {
        return has_pair(bytes);
    }
    // Without what a shape counts, these are all that is left.
    let mut firsts = memchr3_iter(b'(', b'[', b'&', bytes).chain(memchr_iter(b':', bytes));
    firsts.any(|at| matches!(bytes.get(at..at + 2), Some(b"()" | b"[0" | b"&&" | b"::")))
}

/// No early exit: the compiler makes vector code of it, and most text has no such pair.
fn has_pair(line: &[u8]) -> bool {
    line.iter().zip(line.iter().skip(1)).fold(false, |found, (&a, &b)| {
        found
            | (a == b'(') & (b == b')')
            | (b == b'=') & ((a == b' ') | (a == b'=') | (a == b'!') | (a == b'+'))
            | (b == b'>') & ((a == b'=') | (a == b'-') | (a == b'/'))
            | (a == b) & ((a == b':') | (a == b'&') | (a == b'|'))
            | (a == b'<') & (b == b'/')
            | (a == b'[') & (b == b'0')
    })
}
