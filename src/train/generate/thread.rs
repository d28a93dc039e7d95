//! A made thread: who answers whom, and how a platform shows it.

use super::bodies;
use super::data::Platform;
use super::dates::Moment;
use super::fill::{Filler, Values};
use super::people;
use super::template::{Shape, Tag};
use super::tree::{Node, Part};
use crate::train::{GoldComment, Random};

/// A comment before a platform shows it.
struct Planned {
    author: String,
    body: Vec<String>,
    moment: Moment,
    parent: Option<usize>,
    number: usize,
}

/// Most comments that a made thread has: longer ones teach nothing more.
const MOST: usize = 45;
/// Comments of which only a mark is left, in percent, in threads of platforms with such a mark.
const REMOVED: usize = 4;

/// A thread as elements, and its comments in the order of the page.
pub fn thread(filler: &mut Filler, platform: &Platform) -> (Vec<Node>, Vec<GoldComment>) {
    let layout = Layout {
        frame: platform.thread.theme(filler.random),
        comment: platform.comment.theme(filler.random),
        removed: platform.removed.as_ref().map(|removed| removed.theme(filler.random)),
    };
    let nested = has(&layout.comment, Tag::Replies);
    let plan = plan(filler, nested);
    // Now and then only the first of many comments are on the page.
    filler.values.count =
        plan.len() + if filler.random.chance(15) { filler.random.below(300) } else { 0 };
    let mut done = Vec::new();
    let page = filler.values.clone();
    let frame = layout.frame.clone();
    let nodes = filler.fill(&frame, Part::Chrome, &mut |filler, _| {
        let mut out = Vec::new();
        for at in 0..plan.len() {
            if !nested || plan.get(at).is_some_and(|comment| comment.parent.is_none()) {
                out.extend(comment(filler, &plan, at, &layout, &mut done));
            }
        }
        filler.values.clone_from(&page);
        out
    });
    (nodes, done)
}

/// The themes that one thread's elements are made from.
struct Layout {
    frame: Vec<Shape>,
    comment: Vec<Shape>,
    removed: Option<Vec<Shape>>,
}

fn has(shapes: &[Shape], tag: Tag) -> bool {
    shapes.iter().any(|shape| shape.tag == tag || has(&shape.children, tag))
}

/// Who writes what, when, in answer to whom.
fn plan(filler: &mut Filler, nested: bool) -> Vec<Planned> {
    let count = length(filler.random);
    let regulars: Vec<String> = (0..=filler.random.below(4)).map(|_| someone(filler)).collect();
    let answers = filler.random.below(70);
    let mut moment = filler.values.moment;
    let mut out: Vec<Planned> = Vec::with_capacity(count);
    for number in 0..count {
        moment = moment.later(filler.random);
        let author = if filler.random.chance(15) {
            super::fill::pick(&regulars, filler.random)
        } else {
            someone(filler)
        };
        let parent = (number > 0 && filler.random.chance(answers))
            .then(|| number - 1 - filler.random.below(number.min(5)));
        let said = parent.and_then(|p| out.get(p)).map(|p| (p.author.clone(), p.body.clone()));
        filler.values.author.clone_from(&author);
        let body = bodies::body(filler, said.as_ref());
        let parent = if nested { parent } else { parent.filter(|_| filler.random.chance(50)) };
        out.push(Planned { author, body, moment, parent, number: number + 1 });
    }
    out
}

fn someone(filler: &mut Filler) -> String {
    people::commenter(filler.language, filler.random)
}

fn length(random: &mut Random) -> usize {
    match random.below(20) {
        0..=4 => 1 + random.below(3),
        5..=13 => 3 + random.below(10),
        14..=18 => 8 + random.below(20),
        _ => 20 + random.below(MOST - 20),
    }
}

fn comment(
    filler: &mut Filler,
    plan: &[Planned],
    at: usize,
    layout: &Layout,
    done: &mut Vec<GoldComment>,
) -> Vec<Node> {
    let Some(it) = plan.get(at) else { return Vec::new() };
    let children: Vec<usize> = (at + 1..plan.len())
        .filter(|&i| plan.get(i).is_some_and(|c| c.parent == Some(at)))
        .collect();
    let parent = it.parent.and_then(|p| plan.get(p));
    filler.values = Values {
        author: it.author.clone(),
        parent: parent.map_or_else(|| someone(filler), |p| p.author.clone()),
        body: it.body.clone(),
        moment: it.moment,
        number: it.number,
        replies: children.len(),
        ..filler.values.clone()
    };
    // Replies stay where their parent is gone, which the marks have no place for.
    let may_go = plan.len() > 2 && children.is_empty();
    let removed = layout.removed.as_ref().filter(|_| may_go && filler.random.chance(REMOVED));
    if removed.is_none() {
        let text = it.body.join("\n");
        done.push(GoldComment {
            author: Some(it.author.clone()),
            text: Some(text),
            ..GoldComment::default()
        });
    }
    let own = filler.values.clone();
    let shapes = removed.unwrap_or(&layout.comment);
    filler.fill(shapes, Part::Comment, &mut |filler, _| {
        let mut out = Vec::new();
        for &child in &children {
            out.extend(comment(filler, plan, child, layout, done));
        }
        filler.values.clone_from(&own);
        out
    })
}
