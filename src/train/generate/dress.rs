//! A whole made page: a gold article with chrome of all kinds around it, and perhaps a thread.

use super::article::{article, scaffold};
use super::fill::Filler;
use super::render::{Rendering, Row, render};
use super::template::Tag;
use super::thread::thread;
use super::tree::{Node, Part, Role};
use crate::train::{GoldComment, GoldPage, Random};

/// Pages that have a thread, in percent.
const THREADS: usize = 55;
/// Articles that get a scaffold, in percent.
const SCAFFOLDS: usize = 15;
/// Articles that are nothing but a scaffold, in percent of those that have one.
const ONLY_SCAFFOLD: usize = 60;
/// Articles with lists, tables and the like between their paragraphs, in percent.
const INLAID: usize = 35;
/// Pages with chrome between the article's paragraphs, in percent.
const INTERRUPTED: usize = 45;
/// Those of them that have it all the way through, in percent; the others have it in a few places.
const THROUGHOUT: usize = 40;
/// Articles interrupted all the way through of which a few paragraphs are left, in percent: each stands alone then.
const CUT_SHORT: usize = 50;
/// Interruptions that are the same every time on their page, in percent.
const SAME: usize = 35;
/// Where what interrupts an article may stand besides: the same boxes are set inside as around.
const INTERRUPTIONS: [&str; 5] = ["inside", "inside", "inside", "after", "side"];

/// The rows of a page and its comments.
pub fn dress(page: &GoldPage, filler: &mut Filler) -> (Vec<Row>, Vec<GoldComment>) {
    let rendering = Rendering::ALL[filler.random.below(4)];
    let mut sections = vec![blocks(filler, "head", Part::Chrome, 1, 4)];
    if filler.random.chance(25) {
        sections.push(blocks(filler, "side", Part::Chrome, 1, 4));
    }
    sections.push(body(page, filler));
    let mut after = vec![blocks(filler, "after", Part::Chrome, 0, 4)];
    let mut comments = Vec::new();
    if filler.random.chance(THREADS) {
        let (mut nodes, done) = made_thread(filler);
        if rendering == Rendering::Main {
            main_thread(&mut nodes, filler.random);
        }
        comments = done;
        let at = filler.random.below(10).min(1).min(after.len());
        after.insert(at, nodes);
    }
    if filler.random.chance(35) {
        after.push(blocks(filler, "after", Part::Chrome, 1, 2));
    }
    sections.append(&mut after);
    if filler.random.chance(60) {
        sections.push(blocks(filler, "side", Part::Chrome, 1, 6));
    }
    sections.push(blocks(filler, "foot", Part::Chrome, 1, 3));
    if rendering == Rendering::Main {
        for section in &mut sections {
            main_content(section, filler.random);
        }
    }
    (rows(&sections, rendering, filler.random), comments)
}

/// A thread on any of the platforms.
pub fn made_thread(filler: &mut Filler) -> (Vec<Node>, Vec<GoldComment>) {
    let platforms = &filler.materials.data.platforms;
    match platforms.get(filler.random.below(platforms.len())) {
        Some(platform) => thread(filler, platform),
        None => (Vec::new(), Vec::new()),
    }
}

/// Blocks for a place, each of another kind, that belong to a part of the page.
pub fn blocks(
    filler: &mut Filler,
    place: &str,
    part: Part,
    least: usize,
    most: usize,
) -> Vec<Node> {
    let materials = filler.materials;
    let all = materials.data.furniture.get(place).map_or(&[][..], Vec::as_slice);
    let count = least + filler.random.below(most - least + 1);
    let mut at = filler.random.below(all.len());
    let mut out = Vec::new();
    for _ in 0..count.min(all.len()) {
        if let Some(section) = all.get(at % all.len()) {
            let shapes = section.theme(filler.random);
            out.extend(filler.block(&shapes, part));
        }
        at += 1 + filler.random.below(all.len() / count.max(1));
    }
    out
}

/// Headline, byline and article, with chrome between the paragraphs on some pages.
fn body(page: &GoldPage, filler: &mut Filler) -> Vec<Node> {
    let mut out = Vec::new();
    if filler.random.chance(20) {
        out.extend(blocks(filler, "top", Part::Chrome, 1, 1));
    }
    if let Some(title) = page.title.as_deref().filter(|title| !title.trim().is_empty()) {
        out.push(Node::text(Tag::Heading, Part::Article, title.trim()));
    }
    out.extend(blocks(filler, "top", Part::Chrome, 0, 2));
    let links = filler.random.below(40);
    let mut text = article(page.article(), links, filler.random);
    if filler.random.chance(SCAFFOLDS) {
        let scaffold = scaffold(filler);
        if filler.random.chance(ONLY_SCAFFOLD) && !scaffold.is_empty() {
            text = scaffold;
        } else {
            text.extend(scaffold);
        }
    }
    if filler.random.chance(INLAID) {
        for _ in 0..=filler.random.below(3) {
            let at = filler.random.below(text.len() + 1);
            let inlay = blocks(filler, "inlays", Part::Article, 1, 1);
            text.splice(at..at, inlay);
        }
    }
    if filler.random.chance(INTERRUPTED) {
        if filler.random.chance(THROUGHOUT) {
            text = interrupted_throughout(text, filler);
        } else {
            interrupt(&mut text, filler);
        }
    }
    out.extend(text);
    out
}

/// Puts chrome in a few places between the paragraphs.
fn interrupt(text: &mut Vec<Node>, filler: &mut Filler) {
    for _ in 0..=filler.random.below(4) {
        let at = 1 + filler.random.below(text.len().saturating_sub(1));
        if at < text.len() {
            let inside = blocks(filler, "inside", Part::Chrome, 1, 1);
            text.splice(at..at, inside);
        }
    }
}

/// The paragraphs with chrome after every one or two of them.
fn interrupted_throughout(mut text: Vec<Node>, filler: &mut Filler) -> Vec<Node> {
    if filler.random.chance(CUT_SHORT) {
        text.truncate(2 + filler.random.below(6));
    }
    let every = 1 + filler.random.below(2);
    let same = filler.random.chance(SAME).then(|| interruption(filler));
    let mut out = Vec::new();
    for (i, node) in text.into_iter().enumerate() {
        if i > 0 && i.is_multiple_of(every) {
            out.extend(same.clone().unwrap_or_else(|| interruption(filler)));
        }
        out.push(node);
    }
    out
}

/// One to three boxes.
fn interruption(filler: &mut Filler) -> Vec<Node> {
    let mut out = Vec::new();
    for _ in 0..=filler.random.below(3) {
        let place = INTERRUPTIONS[filler.random.below(INTERRUPTIONS.len())];
        out.extend(blocks(filler, place, Part::Chrome, 1, 1));
    }
    out
}

/// Leaves out what an extractor of main content takes for chrome: most of it.
fn main_content(nodes: &mut Vec<Node>, random: &mut Random) {
    let chrome_kept = random.below(30);
    nodes.retain(|node| {
        let chrome = node.part == Part::Chrome && !holds_comments(node);
        !chrome || random.chance(chrome_kept)
    });
}

fn holds_comments(node: &Node) -> bool {
    node.part == Part::Comment || node.children.iter().any(holds_comments)
}

/// Such extractors lose all of a thread, its dates and buttons, or even its names.
fn main_thread(nodes: &mut Vec<Node>, random: &mut Random) {
    if random.chance(30) {
        nodes.clear();
        return;
    }
    let (marks, names) = (random.chance(60), random.chance(12));
    strip(nodes, marks, names);
}

fn strip(nodes: &mut Vec<Node>, marks: bool, names: bool) {
    nodes.retain(|node| {
        let gone = match node.role {
            Role::Mark => marks,
            Role::Name => names,
            Role::Text => false,
        };
        !(gone && node.part == Part::Comment && node.children.is_empty())
    });
    for node in nodes {
        let gone = node.part == Part::Comment
            && match node.role {
                Role::Mark => marks,
                Role::Name => names,
                Role::Text => false,
            };
        if gone {
            node.pieces.clear();
        }
        strip(&mut node.children, marks, names);
    }
}

/// The rows of all sections; in a laid out text each has its own depth.
fn rows(sections: &[Vec<Node>], rendering: Rendering, random: &mut Random) -> Vec<Row> {
    // Block text is indented as a whole where the page stands in a list that was never closed.
    let base = if rendering == Rendering::Block && random.chance(15) { 4 } else { 0 };
    let mut indent = base;
    let mut out: Vec<Row> = Vec::new();
    let blank = if rendering == Rendering::Nodes { 0 } else { random.below(2) };
    for section in sections {
        if rendering == Rendering::Layout {
            indent = 2 * random.below(14);
        }
        let mut rows = render(section, rendering, indent);
        if let Some(first) = rows.first_mut().filter(|_| !out.is_empty()) {
            first.blank = first.blank.max(blank);
        }
        out.append(&mut rows);
    }
    if rendering == Rendering::Nodes && random.chance(6) {
        // Blank lines of the source that were not stripped.
        let share = 5 + random.below(50);
        out.iter_mut().filter(|_| random.chance(share)).for_each(|row| row.blank = 1);
    }
    out
}
