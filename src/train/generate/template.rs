//! The template language of made pages: what platforms and furniture look like.
//!
//! A template file is divided into sections by lines like `[comment]`. A line
//! of a section is one element; what stands deeper indented (two spaces a
//! level) stands inside it:
//!
//! ```text
//! li                                 div p h li ul ol, and the places comments, replies
//!   div [{author}] {says}            [text] is an element of its own in the line (a link)
//!   ?60 div <[{date}]|{date}>        ?60: in 60 % of themes; <a|b>: one of them, by theme
//!   p {body}                         {slot}: a value or a phrase of the language
//!   %20 div {edited}                 %20: in 20 % of the places where it could stand
//! ul
//!   *4-9 li [{section}]              *4-9: so many times
//! div +4-9( | ) [{section}]          +4-9(sep): so many times in one line
//! ```
//!
//! `#` opens a comment line; a backslash takes the next character as it is.
//! [`Section::theme`] makes the choices that hold for a whole thread or block.

use super::data::DataError;
use crate::random::Random;

/// What an element is to a renderer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tag {
    /// A line of its own.
    Div,
    /// A paragraph: set apart by blank lines where a rendering has them.
    Paragraph,
    /// A heading, set apart like a paragraph.
    Heading,
    /// A list item.
    Item,
    /// A bulleted list.
    Bullets,
    /// A numbered list.
    Numbers,
    /// Where the comments of a thread stand.
    Comments,
    /// Where the replies to a comment stand.
    Replies,
}

impl Tag {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "div" => Self::Div,
            "p" => Self::Paragraph,
            "h" => Self::Heading,
            "li" => Self::Item,
            "ul" => Self::Bullets,
            "ol" => Self::Numbers,
            "comments" => Self::Comments,
            "replies" => Self::Replies,
            _ => return None,
        })
    }
}

/// A part of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token {
    /// Text as it is.
    Text(String),
    /// A value or a phrase, by name.
    Slot(String),
    /// Start or end of an element in the line.
    Edge,
}

/// How often something stands, at least and at most.
pub type Times = (usize, usize);

/// An element with its choices by theme already made.
#[derive(Clone, Debug)]
pub struct Shape {
    /// What it is.
    pub tag: Tag,
    /// How often it stands.
    pub times: Times,
    /// In what share of its places it stands, in percent.
    pub chance: usize,
    /// How often its text stands in one line, and what between.
    pub within: Option<(Times, String)>,
    /// Its text.
    pub tokens: Vec<Token>,
    /// What it holds.
    pub children: Vec<Shape>,
}

/// A section of a template file.
#[derive(Clone, Debug, Default)]
pub struct Section {
    /// The name between brackets.
    pub name: String,
    lines: Vec<(usize, String)>,
}

/// Reads the sections of a template file and tries each with some themes.
///
/// # Errors
/// When a line is no element, or deeper than its place allows.
pub fn sections(file: &str, text: &str) -> Result<Vec<Section>, DataError> {
    let wrong = |line: usize| DataError::Template { file: file.to_owned(), line: line + 1 };
    let mut out: Vec<Section> = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let trimmed = line.trim_start();
        if trimmed.is_empty() || trimmed.starts_with('#') {
            continue;
        }
        if let Some(name) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
            out.push(Section { name: name.to_owned(), lines: Vec::new() });
            continue;
        }
        let depth = (line.len() - trimmed.len()) / 2;
        let section = out.last_mut().ok_or_else(|| wrong(number))?;
        let above = section.lines.last().map_or(0, |(depth, _)| depth + 1);
        if depth > above || shape(trimmed).is_none() {
            return Err(wrong(number));
        }
        section.lines.push((depth, trimmed.to_owned()));
    }
    Ok(out)
}

impl Section {
    /// The section's elements with every choice that holds for a whole theme made.
    #[must_use]
    pub fn theme(&self, random: &mut Random) -> Vec<Shape> {
        let mut kept = Vec::new();
        let mut dropped_at = usize::MAX;
        for (depth, line) in &self.lines {
            if *depth > dropped_at {
                continue;
            }
            dropped_at = usize::MAX;
            let (percent, rest) = number_after('?', line).unwrap_or((100, line));
            if random.chance(percent) {
                kept.extend(shape(&choose(rest, random)).map(|shape| (*depth, shape)));
            } else {
                dropped_at = *depth;
            }
        }
        nest(&mut kept.into_iter().peekable(), 0)
    }

    /// Names of all slots that the section uses.
    #[cfg(test)]
    pub fn slots(&self) -> Vec<String> {
        self.lines.iter().flat_map(|(_, line)| tokens(line)).filter_map(slot_name).collect()
    }
}

#[cfg(test)]
fn slot_name(token: Token) -> Option<String> {
    match token {
        Token::Slot(name) => Some(name),
        _ => None,
    }
}

fn nest(
    lines: &mut std::iter::Peekable<impl Iterator<Item = (usize, Shape)>>,
    depth: usize,
) -> Vec<Shape> {
    let mut out: Vec<Shape> = Vec::new();
    while let Some((at, _)) = lines.peek() {
        if *at < depth {
            break;
        }
        if *at > depth {
            let children = nest(lines, depth + 1);
            if let Some(last) = out.last_mut() {
                last.children = children;
            }
            continue;
        }
        out.extend(lines.next().map(|(_, shape)| shape));
    }
    out
}

/// `?40 rest` or `%40 rest`.
fn number_after(mark: char, line: &str) -> Option<(usize, &str)> {
    let (number, rest) = line.strip_prefix(mark)?.split_once(' ')?;
    Some((number.parse().ok()?, rest))
}

fn times(text: &str) -> Option<Times> {
    let (least, most) = text.split_once('-')?;
    Some((least.parse().ok()?, most.parse().ok()?))
}

/// Takes one of the alternatives of each `<a|b>`.
fn choose(line: &str, random: &mut Random) -> String {
    let mut out = String::new();
    let mut options: Option<Vec<String>> = None;
    let mut escaped = false;
    for c in line.chars() {
        let open = options.as_mut().and_then(|options| options.last_mut());
        match (c, open) {
            (c, Some(option)) if escaped => option.push(c),
            (c, None) if escaped => out.push(c),
            ('<', None) => options = Some(vec![String::new()]),
            ('|', Some(_)) => options.iter_mut().for_each(|o| o.push(String::new())),
            ('>', Some(_)) => {
                let options = options.take().unwrap_or_default();
                out.push_str(options.get(random.below(options.len())).map_or("", String::as_str));
            }
            (c, Some(option)) => option.push(c),
            (c, None) => out.push(c),
        }
        escaped = c == '\\' && !escaped;
    }
    out
}

/// One line as an element; none when it is not one.
fn shape(line: &str) -> Option<Shape> {
    let line = number_after('?', line).map_or(line, |(_, rest)| rest);
    let (chance, line) = number_after('%', line).unwrap_or((100, line));
    let (times, line) = match line.strip_prefix('*') {
        Some(rest) => rest.split_once(' ').and_then(|(t, rest)| Some((self::times(t)?, rest)))?,
        None => ((1, 1), line),
    };
    let (tag, text) = line.split_once(' ').unwrap_or((line, ""));
    let (within, text) = within(text).map_or((None, text), |(within, rest)| (Some(within), rest));
    let tag = Tag::named(tag)?;
    Some(Shape { tag, times, chance, within, tokens: tokens(text), children: Vec::new() })
}

/// `+4-9(between) rest`; any other text that begins with a plus is text.
fn within(text: &str) -> Option<((Times, String), &str)> {
    let (count, rest) = text.strip_prefix('+')?.split_once('(')?;
    let (between, rest) = rest.split_once(") ")?;
    Some(((times(count)?, between.replace('\\', "")), rest))
}

/// Text, slots and edges of a line or a phrase.
#[must_use]
pub fn tokens(text: &str) -> Vec<Token> {
    let mut out = Vec::new();
    let mut plain = String::new();
    let mut chars = text.chars();
    let mut end = |plain: &mut String, next: Option<Token>| {
        if !plain.is_empty() {
            out.push(Token::Text(std::mem::take(plain)));
        }
        out.extend(next);
    };
    while let Some(c) = chars.next() {
        match c {
            '\\' => plain.extend(chars.next()),
            '[' | ']' => end(&mut plain, Some(Token::Edge)),
            '{' => {
                let name = chars.by_ref().take_while(|&c| c != '}').collect();
                end(&mut plain, Some(Token::Slot(name)));
            }
            c => plain.push(c),
        }
    }
    end(&mut plain, None);
    out
}

#[cfg(test)]
mod tests {
    use super::{Tag, Token, sections, tokens};
    use crate::random::Random;

    #[test]
    fn lines_nest_repeat_and_choose() {
        let text = "[a]\nul\n  *2-3 li [{x}]\n  ?0 div gone\n    p gone too\n  div <one|two>\n";
        let all = sections("t", text).unwrap();
        let theme = all[0].theme(&mut Random::new(1));
        assert_eq!((theme.len(), theme[0].tag), (1, Tag::Bullets));
        assert_eq!(theme[0].children.len(), 2);
        assert_eq!(theme[0].children[0].times, (2, 3));
        let seen: Vec<_> = (0..20)
            .map(|seed| all[0].theme(&mut Random::new(seed))[0].children[1].tokens.clone())
            .collect();
        for option in ["one", "two"] {
            assert!(seen.contains(&vec![Token::Text(option.to_owned())]), "{option}");
        }
    }

    #[test]
    fn marks_of_the_language_can_be_written_too() {
        assert_eq!(tokens(r"\[{a}\]").len(), 3);
        let all = sections("t", "[a]\ndiv +2-2( \\| ) x\ndiv <a\\|b>\n").unwrap();
        let theme = all[0].theme(&mut Random::new(1));
        assert_eq!(theme[0].within, Some(((2, 2), " | ".to_owned())));
        assert_eq!(theme[1].tokens, [Token::Text("a|b".to_owned())]);
    }

    #[test]
    fn a_line_that_is_no_element_is_named() {
        let error = sections("t", "[a]\ndiv x\nspam y\n").unwrap_err();
        assert!(error.to_string().contains("t:3"), "{error}");
        assert!(sections("t", "[a]\ndiv x\n      p too deep\n").is_err());
    }
}
