//! Comment heads: one to a few lines that name author, date and whom is answered.
//!
//! A run of cues is collected into parts without regard to platform; the
//! platforms then say whether they print such heads and how sure that is.

use super::cue::{Cue, Date, Kind};
use super::platforms::{self, Placement, Strength};
use crate::segment::{Break, Bullet, Line};
use crate::span::Span;

/// Most lines of a head; Lemmy and forums print seven.
const MAX_LINES: usize = 9;

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
    /// Name of the author whom the comment answers.
    pub reply_to: Option<Span>,
    /// Likes printed in the head.
    pub likes: Option<i64>,
    /// Points printed in the head.
    pub score: Option<i64>,
    /// The platform that prints such heads.
    pub platform: &'static str,
    /// Whether the head stands below the comment's text.
    pub closes: bool,
    pub(super) strength: Strength,
    pub(super) bullet: bool,
    pub(super) time: bool,
}

/// What a run of lines shows, before a platform claims it.
#[derive(Clone, Debug, Default)]
pub(super) struct Parts {
    pub first: usize,
    pub last: usize,
    pub name: Option<Span>,
    pub likeness: f32,
    pub date: Option<Date>,
    pub verb: bool,
    /// A colon follows the verb.
    pub sure: bool,
    pub reply: bool,
    pub reply_to: Option<Span>,
    pub role: bool,
    pub by: bool,
    pub submitted: bool,
    pub dotted: bool,
    /// Name and date stand on one line.
    pub one_line: bool,
    /// The date came before the name.
    pub date_first: bool,
    /// A dash stands before the name, as a signature has it.
    pub dash: bool,
    pub bullet: bool,
    pub likes: Option<i64>,
    pub score: Option<i64>,
}

/// Facts about the page as a whole that tell platforms apart.
#[derive(Clone, Debug, Default)]
pub(super) struct Traits {
    /// Dates stand above names on this page.
    pub date_first: bool,
    /// wpDiscuz prints `Inline Feedbacks` above its threads.
    pub wpdiscuz: bool,
    /// `Posted by: Name | date` occurs.
    pub typepad: bool,
    /// Blogger prints `ReplyDelete` or `Add comment`.
    pub blogger: bool,
    /// Any line opens a thread.
    pub header: bool,
}

impl Traits {
    pub(super) fn of(text: &str, lines: &[Line], cues: &[Cue]) -> Self {
        let mut traits = Self::default();
        let (mut before, mut after) = (0u32, 0u32);
        for (at, (line, cue)) in lines.iter().zip(cues).enumerate() {
            let body = line.body.of(text);
            match &cue.kind {
                Kind::Header(_) => {
                    traits.header = true;
                    traits.wpdiscuz |= matches!(
                        body,
                        "Inline Feedbacks"
                            | "View all comments"
                            | "Newest Most Voted"
                            | "Most Voted"
                    );
                }
                Kind::Button => {
                    traits.blogger |= matches!(
                        body,
                        "ReplyDelete"
                            | "Reply Delete"
                            | "AntwortenL\u{f6}schen"
                            | "ResponderEliminar"
                            | "Delete"
                    )
                }
                Kind::NameDate if cue.by && body.starts_with("Posted by") && body.contains('|') => {
                    traits.typepad = true
                }
                Kind::Date => {
                    before += u32::from(
                        at > 0
                            && cues.get(at - 1).is_some_and(|c| {
                                c.is_name()
                                    || matches!(c.kind, Kind::Says | Kind::Verb | Kind::Role)
                            }),
                    );
                    after += u32::from(cues.get(at + 1).is_some_and(Cue::is_name));
                }
                _ => {}
            }
        }
        traits.date_first = after > before + before / 2;
        traits
    }
}

/// All heads of a page, in order, without overlap.
pub(super) fn find(text: &str, lines: &[Line], cues: &[Cue], traits: &Traits) -> Vec<Head> {
    let mut heads = Vec::new();
    let mut at = 0;
    while at < cues.len() {
        let claimed = collect(text, lines, cues, traits, at).and_then(|parts| {
            let (platform, claim) = platforms::claim(&parts, traits)?;
            Some(Head {
                first: index(parts.first),
                last: index(parts.last),
                author: parts.name,
                date: parts.date.map(|date| date.span),
                reply_to: parts.reply_to,
                likes: parts.likes,
                score: parts.score,
                platform,
                closes: claim.placement == Placement::After,
                strength: claim.strength,
                bullet: parts.bullet,
                time: parts.date.is_some_and(|date| date.time),
            })
        });
        match claimed {
            Some(head) => {
                at = head.last as usize + 1;
                heads.push(head);
            }
            None => at += 1,
        }
    }
    heads
}

fn index(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// Reads the run of head lines that starts at `at`.
fn collect(text: &str, lines: &[Line], cues: &[Cue], traits: &Traits, at: usize) -> Option<Parts> {
    let first = cues.get(at)?;
    let opens = first.is_name()
        || matches!(
            first.kind,
            Kind::NameDate | Kind::Says | Kind::Date | Kind::ReplyTo | Kind::Role
        );
    if !opens {
        return None;
    }
    let line = lines.get(at)?;
    let mut parts = Parts {
        first: at,
        last: at,
        bullet: line.bullet.is_some(),
        dash: matches!(line.bullet, Some(Bullet::Mark('-' | '\u{2013}'))),
        ..Parts::default()
    };
    let mut asked = false;
    for i in at..(at + MAX_LINES).min(cues.len()) {
        let (Some(cue), Some(line)) = (cues.get(i), lines.get(i)) else { break };
        // A bulleted line below a head is another item, except that a theme may bullet the date.
        if i > at
            && line.bullet.is_some()
            && !(matches!(cue.kind, Kind::Date) && parts.date.is_none())
            && !parts.dash
            && !is_dash(line)
        {
            break;
        }
        if i > at && line.blank_before > 3 {
            break;
        }
        if !parts.take(text, cue, line, traits, &mut asked, i) {
            break;
        }
    }
    parts.trim(cues);
    (parts.name.is_some() || parts.date.is_some()).then_some(parts)
}

fn is_dash(line: &Line) -> bool {
    matches!(line.bullet, Some(Bullet::Mark('-' | '\u{2013}' | '\u{2022}' | '\u{b7}')))
}

impl Parts {
    /// Adds one line; false when it does not belong to the head.
    fn take(
        &mut self,
        text: &str,
        cue: &Cue,
        line: &Line,
        traits: &Traits,
        asked: &mut bool,
        at: usize,
    ) -> bool {
        let done = self.date.is_some() && !(traits.date_first && self.name.is_none());
        match &cue.kind {
            Kind::Name(likeness) => {
                return self.name_line(text, cue, line, *likeness, done, asked, at);
            }
            Kind::Role if self.name.is_some() => self.role = true,
            Kind::Role if !done => return self.name_line(text, cue, line, 1.0, done, asked, at),
            Kind::Verb if self.name.is_some() && !self.verb && self.date.is_none() => {
                self.verb = true;
                self.sure |= cue.sure;
            }
            Kind::Date if self.date.is_none() => {
                self.date = cue.date;
                self.date_first = self.name.is_none();
            }
            // A machine's and a reader's form of the same date.
            Kind::Date if self.dash => {}
            Kind::NameDate | Kind::Says if self.name.is_none() && self.date.is_none() => {
                self.name = cue.name;
                self.date = cue.date;
                self.verb = cue.kind == Kind::Says;
                self.sure |= cue.sure;
                self.likeness = 1.0;
                self.by = cue.by;
                self.submitted = cue.submitted;
                self.dotted = cue.dotted;
                self.one_line = cue.date.is_some();
                self.reply |= cue.reply_to.is_some();
                self.reply_to = self.reply_to.or(cue.reply_to);
            }
            Kind::ReplyTo if !self.reply => {
                self.reply = true;
                self.reply_to = cue.reply_to;
                *asked = cue.reply_to.is_none();
            }
            Kind::Mark(mark) if self.name.is_some() || self.date.is_some() => {
                if mark.edited.is_some() {
                    return false;
                }
                self.likes = self.likes.or(mark.likes);
                self.score = self.score.or(mark.score);
            }
            // Anchors, bullets and link labels between name and date.
            Kind::Sign | Kind::Number(_) | Kind::Button
                if self.name.is_some() && self.date.is_none() =>
            {
                return true;
            }
            Kind::Sign if self.date.is_some() && line.break_before != Break::Paragraph => {
                return true;
            }
            _ => return false,
        }
        self.last = at;
        true
    }

    #[allow(clippy::too_many_arguments, reason = "the state of one pass over a few lines")]
    fn name_line(
        &mut self,
        text: &str,
        cue: &Cue,
        line: &Line,
        likeness: f32,
        done: bool,
        asked: &mut bool,
        at: usize,
    ) -> bool {
        if *asked {
            self.reply_to = cue.name;
            *asked = false;
        } else if let Some(name) = self.name {
            if done || cue.name.is_none_or(|other| other.of(text) != name.of(text)) {
                return false;
            }
            self.dash |= is_dash(line);
        } else if done || self.reply && self.date.is_none() && at != self.first {
            return false;
        } else {
            self.name = cue.name;
            self.likeness = likeness;
        }
        self.last = at;
        true
    }

    /// Gives lines at the end back that say nothing of the head.
    fn trim(&mut self, cues: &[Cue]) {
        while self.last > self.first
            && cues
                .get(self.last)
                .is_some_and(|cue| matches!(cue.kind, Kind::Sign | Kind::Number(_) | Kind::Button))
        {
            self.last -= 1;
        }
    }
}
