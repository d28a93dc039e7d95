//! Source code: lines that end and are built as programs are.

use super::Free;

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
    page.holds(LINES, SHARE, |line| is_code_line(page.body(line)))
}

/// At least two of: it ends as code does, opens as code does, holds signs of code. Tags and addresses that
/// leaked into a page are none.
fn is_code_line(line: &str) -> bool {
    if line.bytes().all(|byte| b"{}()[];,".contains(&byte)) {
        return true;
    }
    let bytes = line.as_bytes();
    let opens = opens_as_code(line);
    let (ends, braces) = match *bytes {
        [.., b'{' | b'}'] | [.., b')', b';' | b':'] => (true, true),
        [.., b';' | b')' | b'>'] => (true, false),
        _ => (false, false),
    };
    let built = usize::from(ends) + usize::from(opens) + usize::from(braces);
    (built >= 2 || may_hold_sign(bytes) && built + signs(line) >= 2)
        && !line.starts_with('<')
        && line.split_whitespace().nth(WORDS).is_none()
        && !line.contains("http")
}

fn opens_as_code(line: &str) -> bool {
    let first = line.as_bytes().first();
    first.is_some_and(|byte| b"#icfdlvprw".contains(byte))
        && OPENINGS.iter().any(|word| line.starts_with(word))
}

/// How many of the signs a line holds; two stand for more.
fn signs(line: &str) -> usize {
    SIGNS.iter().filter(|sign| line.contains(**sign)).take(2).count()
}

/// Whether a line may hold one of the signs: whether two bytes in a row are as in one of them. No early exit: the
/// compiler makes vector code of it, and most text has no such pair.
fn may_hold_sign(line: &[u8]) -> bool {
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
