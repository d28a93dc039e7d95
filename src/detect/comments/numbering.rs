//! Numbers above the heads of a thread: `1. Subject`, `#3`.
//!
//! Separate from the heads, because only their sequence tells the number of a
//! comment from its votes, and a subject from the end of the comment above.

use super::collect::Source;
use super::cue::Kind;
use super::heads::Head;
use super::platforms::Strength;
use super::region::GAP;
use crate::segment::Bullet;

/// Takes the line right above the heads into them where it numbers them: `1. Subject`, `#3`.
pub(super) fn take(source: &Source<'_>, heads: &mut [Head]) {
    let mut start = 0;
    for end in 1..=heads.len() {
        let apart = match (heads.get(end - 1), heads.get(end)) {
            (Some(a), Some(b)) => (b.first - a.last) as usize > GAP,
            _ => true,
        };
        if apart {
            if let Some(run) = heads.get_mut(start..end) {
                take_run(source, run);
            }
            start = end;
        }
    }
}

fn take_run(source: &Source<'_>, heads: &mut [Head]) {
    if heads.len() < 3 || heads.iter().any(|head| head.closes) {
        return;
    }
    let above = |head: &Head| {
        let at = (head.first as usize).checked_sub(1)?;
        source.cues.get(at).zip(source.lines.get(at))
    };
    let number = |head: &Head| {
        let (cue, line) = above(head)?;
        match (&cue.kind, line.bullet) {
            (Kind::Number(number), _) => u64::try_from(*number).ok(),
            (Kind::Text | Kind::Name(_) | Kind::Sign, Some(Bullet::Number(number)))
                if line.shape.chars <= 80 =>
            {
                Some(u64::from(number))
            }
            _ => cue.affixes.number.filter(|_| cue.is_hash()),
        }
    };
    let numbers: Vec<Option<u64>> = heads.iter().map(number).collect();
    let counted = numbers.windows(2).filter(|pair| match *pair {
        [Some(a), Some(b)] => a.abs_diff(*b) == 1,
        _ => false,
    });
    if counted.count() * 10 >= (heads.len() - 1) * 8 {
        for (head, number) in heads.iter_mut().zip(numbers) {
            if number.is_some() {
                head.first -= 1;
                head.number = head.number.or(number);
                // Who counts its heads is no list of posts.
                if head.strength == Strength::Medium {
                    head.strength = Strength::Strong;
                }
            }
        }
    }
}
