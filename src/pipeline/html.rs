//! Whether a text is HTML, which has to be rendered before it can be cleaned.
//!
//! Apart from the detectors: they look at lines that a reader would see, and
//! between tags there are none.

/// Tags of blocks, at least.
const BLOCKS: usize = 3;
/// Bytes for each tag, at most.
const BYTES_A_TAG: usize = 500;

/// Elements that make up blocks.
const BLOCK: [&str; 26] = [
    "article",
    "aside",
    "blockquote",
    "body",
    "br",
    "div",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "head",
    "header",
    "html",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "section",
    "table",
    "td",
    "th",
    "tr",
    "ul",
];
/// Elements inside blocks, and those that show nothing.
const OTHER: [&str; 21] = [
    "a", "b", "button", "center", "em", "font", "form", "i", "iframe", "img", "input", "label",
    "link", "meta", "noscript", "script", "span", "strong", "style", "title", "u",
];

/// Whether a text opens with a tag and goes on in tags. A text about tags opens with words.
pub(super) fn is_html(text: &str) -> bool {
    let Some(inside) = text.trim_start_matches('\u{feff}').trim_start().strip_prefix('<') else {
        return false;
    };
    let declares = inside.starts_with("!--")
        || starts_with(inside, "!doctype html")
        || starts_with(inside, "?xml");
    if !declares && element(inside).is_none() {
        return false;
    }
    let (mut tags, mut blocks) = (0, 0);
    for at in memchr::memchr_iter(b'<', text.as_bytes()) {
        if let Some(name) = text.get(at + 1..).and_then(element) {
            tags += 1;
            blocks += usize::from(is_one_of(&BLOCK, name));
        }
    }
    blocks >= BLOCKS && tags * BYTES_A_TAG >= text.len()
}

/// The name of the element whose tag, opening or closing, this is the inside of.
fn element(inside: &str) -> Option<&str> {
    let inside = inside.strip_prefix('/').unwrap_or(inside);
    let end = inside.bytes().position(|byte| !byte.is_ascii_alphanumeric())?;
    let (name, rest) = inside.split_at_checked(end)?;
    let ends = rest.starts_with(['>', '/']) || rest.starts_with(|c: char| c.is_ascii_whitespace());
    (ends && (is_one_of(&BLOCK, name) || is_one_of(&OTHER, name))).then_some(name)
}

fn is_one_of(names: &[&str], name: &str) -> bool {
    names.iter().any(|known| known.eq_ignore_ascii_case(name))
}

fn starts_with(text: &str, start: &str) -> bool {
    text.get(..start.len()).is_some_and(|text| text.eq_ignore_ascii_case(start))
}

#[cfg(test)]
mod tests {
    use super::is_html;

    #[test]
    fn pages_and_pieces_of_html_are_told() {
        for text in [
            "<!DOCTYPE html>\n<html><head><title>The mill</title></head><body><p>It burned down.</p></body></html>",
            "<p>The mill burned down on Monday.</p>\n<p>Nobody was hurt, the <b>fire brigade</b> said.</p>",
            " \u{a0}<DIV class='story'><P>The mill burned down.<BR/>Nobody was hurt.</P></DIV>",
            "<!-- wp:paragraph --><p>The mill burned down.</p><!-- /wp:paragraph --><ul><li>One</li></ul>",
        ] {
            assert!(is_html(text), "{text}");
        }
    }

    #[test]
    fn texts_with_tags_in_them_are_not() {
        for text in [
            "",
            "<",
            "The tag <p> opens a paragraph, </p> closes it, and <br> breaks a line: <p>so</p>.",
            "<3 the mill, <3 the river\n<p>one</p>",
            "<Anna> The mill burned down.\n<Jens> No!\n<Anna> Yes. <p> <p> <p>",
            "<b>Anna</b> says that <i>nobody</i> was hurt.",
        ] {
            assert!(!is_html(text), "{text}");
        }
        let long =
            format!("<p>one</p><br>{}", "The mill burned down, and nobody was hurt. ".repeat(60));
        assert!(!is_html(&long));
    }
}
