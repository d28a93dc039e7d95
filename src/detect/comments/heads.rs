//! Comment heads: one to a few lines that name author, date and whom is answered.
//!
//! A run of cues is collected into parts without regard to platform; the
//! platforms then say whether they print such heads and how sure that is.

use std::ops::RangeInclusive;

use super::collect::{Parts, Source};
use super::cue::Date;
use super::platforms::{self, Claim, Placement, Strength, lemmy};
use super::role::AuthorRole;
use super::{cycle, entries, numbering, posts, shared};
use crate::span::Span;

/// The head of one comment.
#[derive(Clone, Debug, PartialEq)]
pub struct Head {
    /// Index of its first line.
    pub first: u32,
    /// Index of its last line.
    pub last: u32,
    /// The author's name.
    pub author: Option<Span>,
    /// The date, as the page writes it.
    pub date: Option<Span>,
    /// The head itself, where it stands behind the text on the same line.
    pub inline: Option<Span>,
    /// Name of the author whom the comment answers.
    pub reply_to: Option<Span>,
    /// Likes printed in the head.
    pub likes: Option<i64>,
    /// Points printed in the head.
    pub score: Option<i64>,
    /// The number that the page gives the comment: `#12`.
    pub number: Option<u64>,
    /// The number of the comment that it answers: 1 for `#1.2`.
    pub answers: Option<u64>,
    /// What the page says of the author beside the name.
    pub role: Option<AuthorRole>,
    /// The platform that prints such heads.
    pub platform: &'static str,
    /// Whether the head stands below the comment's text.
    pub closes: bool,
    /// How sure the head is by its own marks.
    pub(super) strength: Strength,
    /// Whether a bullet or a number opens it.
    pub(super) bullet: bool,
    /// The cycle of the page that the head is part of.
    pub(super) cycle: Option<u32>,
    /// Whether the date is a day and a time of day.
    pub(super) timed: bool,
    /// Whether the date is more than a day: a time of day, or how long ago.
    pub(super) stamped: bool,
    /// Whether it tells since when and how much the author writes on the board.
    pub(super) member: bool,
}

impl Head {
    fn new(parts: &Parts, platform: &'static str, claim: Claim) -> Self {
        let lines = parts.first..=parts.last + usize::from(claim.caption);
        Self {
            author: parts.name,
            reply_to: parts.reply_to,
            likes: parts.likes,
            score: parts.score,
            number: parts.number,
            answers: parts.answers,
            role: parts.role,
            closes: claim.placement == Placement::After,
            bullet: parts.bullet,
            member: parts.member,
            ..Self::on(lines, platform, claim.strength).dated(parts.date)
        }
    }

    /// A head on these lines, of which nothing else is known.
    pub(super) fn on(
        lines: RangeInclusive<usize>,
        platform: &'static str,
        strength: Strength,
    ) -> Self {
        Self {
            first: small(*lines.start()),
            last: small(*lines.end()),
            author: None,
            date: None,
            inline: None,
            reply_to: None,
            likes: None,
            score: None,
            number: None,
            answers: None,
            role: None,
            platform,
            closes: false,
            strength,
            bullet: false,
            cycle: None,
            timed: false,
            stamped: false,
            member: false,
        }
    }

    /// The same with this date.
    pub(super) fn dated(self, date: Option<Date>) -> Self {
        Self {
            date: date.map(|date| date.span),
            timed: date.is_some_and(|date| date.time && !date.relative),
            stamped: date.is_some_and(|date| date.time || date.relative),
            ..self
        }
    }

    /// Indices of its lines.
    pub(super) fn lines(&self) -> RangeInclusive<usize> {
        self.first as usize..=self.last as usize
    }
}

/// All heads of a page, in order, without overlap.
pub(super) fn find(source: &Source<'_>) -> Vec<Head> {
    let mut heads = Vec::new();
    let mut at = 0;
    while at < source.cues.len() {
        if !source.traits.bare_names && source.is_name_alone(at) {
            at += 1;
            continue;
        }
        let head = source.collect(at).and_then(|parts| {
            let (platform, claim) = platforms::claim(&parts, source.traits)?;
            Some(Head::new(&parts, platform, claim))
        });
        at = head.as_ref().map_or(at, |head| head.last as usize) + 1;
        heads.extend(head);
    }
    let mut heads = posts::settle(source, cycle::settle(source, without_strays(heads)));
    entries::add(source, &mut heads);
    numbering::take(source, &mut heads);
    shared::take(source.text, &mut heads);
    if source.traits.on(lemmy::NAME) {
        let mut free = 0;
        for head in &mut heads {
            lemmy::take_badges(source.text, head);
            lemmy::take_name(source, head, free);
            free = head.last as usize + 1;
        }
    }
    heads
}

/// Drops weak heads among strong ones: dates and names inside of comments.
fn without_strays(mut heads: Vec<Head>) -> Vec<Head> {
    let strong = |head: &Head| head.strength == Strength::Strong && head.author.is_some();
    if heads.iter().filter(|head| strong(head)).count() < 3 {
        return heads;
    }
    let first = heads.iter().find(|head| strong(head)).map_or(0, |head| head.first);
    let last = heads.iter().rfind(|head| strong(head)).map_or(0, |head| head.first);
    heads.retain(|head| head.strength != Strength::Weak || !(first..=last).contains(&head.first));
    heads
}

/// Pages of more than four billion lines do not occur.
pub(super) fn small(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
