//! Scraped text made safe for a terminal.
//!
//! A page can hold escape sequences that move the cursor, change the title of
//! the window or turn the direction of the line; none of them may reach it.

use std::fmt::{self, Write};

/// Shows a text with every control, direction mark and invisible sign written out: `\u{1b}`.
pub struct Escaped<'a>(pub &'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|c| match c {
            '\t' => f.write_str("\\t"),
            '\n' => f.write_str("\\n"),
            '\r' => f.write_str("\\r"),
            _ if is_unsafe(c) => write!(f, "{}", c.escape_unicode()),
            _ => f.write_char(c),
        })
    }
}

/// Whether a terminal might act on the character, or hide it.
fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::Escaped;

    #[test]
    fn what_a_terminal_would_act_on_is_written_out() {
        let text = "a\u{1b}[31mb\u{9b}c\u{202e}d\u{2066}e\r\n\u{7f}\u{e0041}";
        let shown = Escaped(text).to_string();
        assert_eq!(shown, "a\\u{1b}[31mb\\u{9b}c\\u{202e}d\\u{2066}e\\r\\n\\u{7f}\\u{e0041}");
    }

    #[test]
    fn text_of_any_script_is_left_alone() {
        let text =
            "\u{41f}\u{440}\u{438} \u{4f60}\u{597d} \u{645}\u{631} \u{e9}\u{a0}\u{1f600} \\n";
        assert_eq!(Escaped(text).to_string(), text);
    }
}
