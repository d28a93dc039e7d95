//! From found threads to testimony on lines and the list of comments.

use super::cue::Kind;
use super::heads::small;
use super::items::Role;
use super::region::{Page, Thread};
use super::{Comments, DETECTOR, Item, Region};
use crate::detect::Testimony;
use crate::label::{ChromeKind, Label};

/// Lays the threads out as the page's comments.
pub(super) fn comments(page: &Page<'_>, threads: Vec<Thread>) -> Comments {
    let mut out = Comments { heads: page.heads.to_vec(), ..Comments::default() };
    for thread in threads {
        let region = small(out.regions.len());
        for &at in &thread.text {
            out.testimony.push(testimony(at, Label::Paragraph, thread.score));
        }
        for &at in &thread.frame {
            out.testimony.push(testimony(at, Label::Chrome(ChromeKind::Other), thread.score));
        }
        for at in thread.lines.start
            ..thread.drafts.first().map_or(thread.lines.end, |draft| draft.lines.start)
        {
            out.testimony.push(testimony(at, Label::CommentControl, thread.score * 0.8));
        }
        for draft in &thread.drafts {
            let head = draft.head.map(small);
            if let (Some(date), Some(head)) =
                (draft.signed, draft.head.and_then(|at| out.heads.get_mut(at)))
            {
                head.date = Some(date);
            }
            out.items.push(Item {
                lines: small(draft.lines.start)..small(draft.lines.end),
                head,
                region,
                column: draft.column,
            });
            for (at, role) in draft.lines.clone().zip(&draft.roles) {
                let label = match role {
                    Role::Head => Label::CommentHead,
                    Role::Body => Label::CommentBody,
                    Role::Control => Label::CommentControl,
                    Role::Form => Label::Chrome(ChromeKind::CommentForm),
                };
                out.testimony.push(testimony(at, label, thread.score));
                if let (Role::Control, Some(Kind::Mark(mark))) =
                    (role, page.cues.get(at).map(|cue| &cue.kind))
                {
                    out.marks.push((small(at), mark.as_ref().clone()));
                }
            }
        }
        out.regions.push(Region {
            lines: small(thread.lines.start)..small(thread.lines.end),
            score: thread.score,
            platform: thread.platform,
        });
    }
    out.testimony.sort_by_key(|testimony| testimony.line);
    out
}

fn testimony(at: usize, label: Label, score: f32) -> Testimony {
    Testimony { line: small(at), label, score, detector: DETECTOR }
}
