//! Articles of made pages: the gold article as it is, sometimes with a scaffold around it.
//!
//! Scaffolds are letters to the editor, interviews, live blogs, lists and the
//! like: articles with names, times and first persons, which are no threads.

use super::fill::Filler;
use super::template::Tag;
use super::tree::{Node, Part};
use crate::random::Random;

/// Characters of a line that may be a heading.
const HEADING: usize = 80;

/// The article's text as elements.
pub fn article(main: &str, links: usize, random: &mut Random) -> Vec<Node> {
    let mut out: Vec<Node> = Vec::new();
    for block in main.split("\n\n") {
        let lines: Vec<&str> =
            block.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        let alone = lines.len() == 1;
        for line in lines {
            if let Some(item) = line.strip_prefix("- ") {
                let item = Node::text(Tag::Item, Part::Article, item);
                match out.last_mut() {
                    Some(list) if list.tag == Tag::Bullets => list.children.push(item),
                    _ => out.push(Node::holding(Tag::Bullets, Part::Article, vec![item])),
                }
                continue;
            }
            let heading = alone
                && line.chars().count() < HEADING
                && !line.ends_with(['.', '!', '?', '"', '”', '。']);
            let tag = match (heading, alone) {
                (true, _) => Tag::Heading,
                (_, true) => Tag::Paragraph,
                _ => Tag::Div,
            };
            let mut node = Node::text(tag, Part::Article, line);
            if random.chance(links) {
                node.pieces = link(line, random);
            }
            out.push(node);
        }
    }
    out
}

/// A paragraph with some of its words made a link.
fn link(text: &str, random: &mut Random) -> Vec<String> {
    let starts: Vec<usize> = text.match_indices(' ').map(|(at, _)| at + 1).collect();
    let (Some(&from), words) = (starts.get(random.below(starts.len())), 1 + random.below(4)) else {
        return vec![text.to_owned()];
    };
    let to = starts.iter().copied().find(|&at| at > from).map_or(text.len(), |at| at - 1);
    let to = starts.iter().copied().filter(|&at| at > from).nth(words - 1).map_or(to, |at| at - 1);
    [text.get(..from), text.get(from..to), text.get(to..)]
        .iter()
        .flatten()
        .map(|&piece| piece.to_owned())
        .collect()
}

/// A scaffold of the built-in ones, filled with invented and borrowed text.
pub fn scaffold(filler: &mut Filler) -> Vec<Node> {
    let materials = filler.materials;
    let all = materials.data.furniture.get("articles").map_or(&[][..], Vec::as_slice);
    let Some(section) = all.get(filler.random.below(all.len())) else { return Vec::new() };
    let shapes = section.theme(filler.random);
    filler.block(&shapes, Part::Article)
}
