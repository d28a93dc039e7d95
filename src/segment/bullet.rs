//! List marks at the start of a line: bullets and numbering.

use crate::span::Span;

/// The list mark that a line starts with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Bullet {
    /// A sign such as a round bullet, an asterisk, a plus or a dash.
    Mark(char),
    /// A number with a full stop or a bracket: `12.`
    Number(u32),
}

/// Splits the mark off a line's content; the body is what follows it.
///
/// A dash or a number is a mark only before white space and something more,
/// so that `-5 degrees`, `1999` and `1.5 million` keep their starts.
#[inline]
pub(super) fn take(text: &str, content: Span) -> (Option<Bullet>, Span) {
    let first = text.as_bytes().get(content.start);
    if first.is_some_and(u8::is_ascii_alphabetic) { (None, content) } else { split(text, content) }
}

fn split(text: &str, content: Span) -> (Option<Bullet>, Span) {
    let line = content.of(text);
    let none = (None, content);
    let Some(first) = line.chars().next() else { return none };
    let (bullet, len) = match first {
        '\u{2022}' | '\u{25e6}' | '\u{2023}' | '\u{25aa}' | '\u{25ab}' | '\u{25cf}'
        | '\u{25cb}' | '\u{2043}' | '\u{b7}' | '\u{25a0}' | '\u{25a1}' | '*' | '+' | '-'
        | '\u{2013}' => (Bullet::Mark(first), first.len_utf8()),
        '0'..='9' => {
            let digits = line.bytes().take_while(u8::is_ascii_digit).count();
            let number = line.get(..digits).and_then(|d| d.parse().ok());
            match (number, line.as_bytes().get(digits)) {
                (Some(n), Some(b'.' | b')')) if digits <= 5 => (Bullet::Number(n), digits + 1),
                _ => return none,
            }
        }
        _ => return none,
    };
    let after = line.get(len..).unwrap_or_default();
    let body = super::lines::trim_start(after);
    if body.is_empty() || body.len() == after.len() {
        return none;
    }
    (Some(bullet), Span::new(content.end - body.len(), content.end))
}

#[cfg(test)]
mod tests {
    use super::{Bullet, take};
    use crate::span::Span;

    fn taken(line: &str) -> (Option<Bullet>, &str) {
        let (bullet, body) = take(line, Span::new(0, line.len()));
        (bullet, body.of(line))
    }

    #[test]
    fn marks_need_white_space_and_a_body() {
        assert_eq!(taken("\u{2022} item"), (Some(Bullet::Mark('\u{2022}')), "item"));
        assert_eq!(taken("12. item"), (Some(Bullet::Number(12)), "item"));
        assert_eq!(taken("3) item"), (Some(Bullet::Number(3)), "item"));
        for plain in ["-5 degrees", "1.5 million", "1999 was", "*", "2.", "* "] {
            assert_eq!(taken(plain), (None, plain));
        }
    }
}
