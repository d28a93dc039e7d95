//! A made page before it is text: elements that say to which part they belong.

use super::template::Tag;

/// Which part of a page an element belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Site chrome, before or after the start of the article.
    Chrome,
    /// The article.
    Article,
    /// The thread.
    Comment,
}

/// An element.
#[derive(Clone, Debug)]
pub struct Node {
    /// What it is to a renderer.
    pub tag: Tag,
    /// Where it belongs.
    pub part: Part,
    /// Its own text; each piece is a text node of its own, a line feed in it a forced break.
    pub pieces: Vec<String>,
    /// Whether it names somebody, is written by somebody, or is only a mark or button.
    pub role: Role,
    /// What it holds after its text.
    pub children: Vec<Node>,
}

/// What an element's text is about; main-content extractors treat these differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A date, a button, a mark.
    Mark,
    /// The name of who wrote.
    Name,
    /// What was written.
    Text,
}

impl Node {
    /// An element of running text.
    #[must_use]
    pub fn text(tag: Tag, part: Part, text: impl Into<String>) -> Self {
        Self { tag, part, pieces: vec![text.into()], role: Role::Text, children: Vec::new() }
    }

    /// An element that only holds others.
    #[must_use]
    pub const fn holding(tag: Tag, part: Part, children: Vec<Self>) -> Self {
        Self { tag, part, pieces: Vec::new(), role: Role::Mark, children }
    }
}
