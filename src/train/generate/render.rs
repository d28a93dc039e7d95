//! Elements to text, as four ways of taking the text out of HTML give it.
//!
//! | rendering | what it does |
//! |---|---|
//! | `Block` | one element a line; blank lines around paragraphs and headings; list items as `  • item`, two columns a level |
//! | `Main` | the same, after most chrome and some parts of the thread have been left out |
//! | `Nodes` | every text node on a line of its own: links break a paragraph; no indentation, bullets or blank lines |
//! | `Layout` | indentation by nesting, bullets `*`, `+`, `o`, `-` by level, blank lines around paragraphs |

use super::template::Tag;
use super::tree::{Node, Part};

/// A way of taking the text out of HTML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rendering {
    /// Block text, as in Common Crawl's WET files.
    Block,
    /// The main content as block text.
    Main,
    /// All text nodes.
    Nodes,
    /// Laid out as a text browser would.
    Layout,
}

impl Rendering {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Block, Self::Main, Self::Nodes, Self::Layout];

    /// The rendering that a page's text most likely comes from.
    #[must_use]
    #[allow(clippy::naive_bytecount, reason = "one page, once")]
    pub fn of(text: &str) -> Self {
        let (mut full, mut blank, mut indented, mut bullets) = (0usize, 0usize, 0usize, 0usize);
        for line in text.lines() {
            let content = line.trim_start();
            if content.is_empty() {
                blank += 1;
                continue;
            }
            full += 1;
            indented += usize::from(content.len() < line.len());
            bullets += usize::from(content.starts_with('•'));
        }
        if indented * 10 > full * 8 && bullets * 10 < full {
            Self::Layout
        } else if blank * 20 < full && indented * 5 < full {
            Self::Nodes
        } else {
            Self::Block
        }
    }
}

/// A line of a rendered page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Blank columns before it.
    pub indent: usize,
    /// List mark and text.
    pub text: String,
    /// Blank lines before it.
    pub blank: usize,
    /// Where it belongs.
    pub part: Part,
}

/// The lines of some elements; `indent` is that of the place where they stand.
#[must_use]
pub fn render(nodes: &[Node], rendering: Rendering, indent: usize) -> Vec<Row> {
    let mut writer = Writer { rendering, rows: Vec::new(), margin: false, mark: None };
    for node in nodes {
        writer.node(node, indent, 0);
    }
    writer.rows
}

struct Writer {
    rendering: Rendering,
    rows: Vec<Row>,
    /// Whether the next line is set apart.
    margin: bool,
    /// The mark of the item that has been opened, and the columns before its text.
    mark: Option<(String, usize)>,
}

impl Writer {
    fn node(&mut self, node: &Node, indent: usize, level: usize) {
        let apart = matches!(node.tag, Tag::Paragraph | Tag::Heading);
        self.margin |= apart && self.mark.is_none();
        self.text(node, indent);
        let layout = self.rendering == Rendering::Layout;
        let list = matches!(node.tag, Tag::Bullets | Tag::Numbers);
        let inner = match (list, layout) {
            (true, true) => indent + 4,
            (true, false) => indent + if level == 0 { 4 } else { 2 },
            (false, true) if !node.children.is_empty() && node.tag == Tag::Div => indent + 2,
            (false, _) => indent,
        };
        let mut number = 0;
        for child in &node.children {
            if list && child.tag == Tag::Item {
                number += 1;
                self.mark = Some((self.bullet(node.tag, number, level), inner));
            }
            self.node(child, inner, level + usize::from(list));
            // An item without text, of which only icons were to be seen.
            if let Some((mark, at)) = self.mark.take()
                && self.rendering != Rendering::Nodes
            {
                self.push(&mark, at.saturating_sub(2), child.part);
            }
        }
        self.margin |= apart;
    }

    fn bullet(&self, list: Tag, number: usize, level: usize) -> String {
        match (list, self.rendering) {
            (Tag::Numbers, _) => format!("{number}."),
            (_, Rendering::Layout) => {
                ["*", "+", "o", "-"].get(level % 4).copied().unwrap_or("*").to_owned()
            }
            _ => "•".to_owned(),
        }
    }

    fn text(&mut self, node: &Node, indent: usize) {
        if self.rendering == Rendering::Nodes {
            self.mark = None;
            let lines = node.pieces.iter().flat_map(|piece| piece.lines());
            for line in lines.map(str::trim).filter(|line| !line.is_empty()) {
                self.push(line, 0, node.part);
            }
            return;
        }
        let layout = self.rendering == Rendering::Layout;
        let joined = node.pieces.concat();
        for line in joined.lines().map(str::trim).filter(|line| !line.is_empty()) {
            match self.mark.take() {
                Some((mark, at)) => {
                    let width = if layout { mark.chars().count() + 1 } else { 2 };
                    let before = at.saturating_sub(width);
                    self.push(&format!("{mark} {line}"), before, node.part);
                }
                None => self.push(line, indent, node.part),
            }
        }
    }

    fn push(&mut self, text: &str, indent: usize, part: Part) {
        let apart = self.margin && self.rendering != Rendering::Nodes && !self.rows.is_empty();
        self.margin = false;
        self.rows.push(Row { indent, text: text.to_owned(), blank: usize::from(apart), part });
    }
}

/// The text of a page's rows, and the bytes of each row with its line feed.
#[must_use]
pub fn write(rows: &[Row]) -> (String, Vec<(std::ops::Range<usize>, Part)>) {
    let mut text = String::new();
    let mut places = Vec::with_capacity(rows.len());
    for row in rows {
        let start = text.len();
        text.extend(std::iter::repeat_n('\n', row.blank));
        text.extend(std::iter::repeat_n(' ', row.indent));
        text.push_str(&row.text);
        text.push('\n');
        places.push((start..text.len(), row.part));
    }
    (text, places)
}
