//! Collects a run of cues into the parts of one possible head, without regard to platform.

use super::cue::{Cue, Date, Kind};
use super::role::AuthorRole;
use super::traits::Traits;
use crate::segment::{Break, Bullet, Line};
use crate::span::Span;

/// Most lines of a head; Lemmy prints seven, XenForo a table of the author.
const MAX_LINES: usize = 14;

/// What a run of lines shows, before a platform claims it.
#[derive(Clone, Debug, Default)]
pub(super) struct Parts {
    pub first: usize,
    pub last: usize,
    pub name: Option<Span>,
    pub date: Option<Date>,
    /// A verb of saying follows the name.
    pub verb: bool,
    /// A colon follows the verb.
    pub sure: bool,
    /// The verb is GitHub's.
    pub commented: bool,
    /// The head says that the comment is an answer.
    pub reply: bool,
    pub reply_to: Option<Span>,
    /// The name is introduced by `by`.
    pub by: bool,
    /// A colon follows that.
    pub colon: bool,
    pub submitted: bool,
    /// Name and date are set apart by a bullet sign.
    pub dotted: bool,
    /// The name stands behind the date, and only a sign between them.
    pub apart: bool,
    /// The sign of who posted stands behind the date.
    pub posted: bool,
    /// Brackets stand around the name and the date.
    pub bracketed: bool,
    /// Name and date stand on one line.
    pub one_line: bool,
    /// The name carries its number, as on Slashdot.
    pub numbered: bool,
    /// Since when and how much the member writes stands behind the name, as on Heise.
    pub member: bool,
    /// A dash stands before the name, as a signature has it.
    pub dash: bool,
    pub bullet: bool,
    /// A button or a number stands between name and date.
    pub crossed: bool,
    /// A button or a header stands above, prose below.
    pub framed: bool,
    /// The same with a short line in between: where the author works.
    pub captioned: bool,
    pub likes: Option<i64>,
    pub score: Option<i64>,
    /// The number that the page gives the comment: `#12`.
    pub number: Option<u64>,
    pub role: Option<AuthorRole>,
    /// The number of the comment that it answers.
    pub answers: Option<u64>,
}

/// A page to collect from.
pub(super) struct Source<'p> {
    pub text: &'p str,
    pub lines: &'p [Line],
    pub cues: &'p [Cue],
    pub traits: &'p Traits,
}

impl Source<'_> {
    /// Whether the line is a name, and nothing below it goes on with a head.
    pub(super) fn is_name_alone(&self, at: usize) -> bool {
        let name = self.cues.get(at).filter(|cue| cue.is_name() && cue.reply_to.is_none());
        let Some(name) = name.map(|cue| cue.name) else { return false };
        let Some(below) = self.cues.get(at + 1) else { return true };
        // Names of other lengths need not be looked at.
        let long = |name: Option<Span>| name.map(Span::len);
        let text = |name: Option<Span>| name.map(|name| name.of(self.text));
        let ends = match &below.kind {
            Kind::Text | Kind::Header(_) => true,
            Kind::Name(_) => long(name) != long(below.name) || text(name) != text(below.name),
            _ => false,
        };
        ends && !self.traits.recurring.get(at + 1).is_some_and(|recurs| *recurs)
    }

    /// Reads the run of head lines that starts at `at`.
    pub(super) fn collect(&self, at: usize) -> Option<Parts> {
        let (cue, line) = (self.cues.get(at)?, self.lines.get(at)?);
        let opens = match cue.kind {
            // Where dates stand below texts, the name of the next comment follows them.
            Kind::Date => !self.traits.signed,
            Kind::NameDate | Kind::Says | Kind::ReplyTo | Kind::Role | Kind::Subject => true,
            Kind::Number(_) => cue.listed,
            _ => cue.is_name(),
        };
        if !opens {
            return None;
        }
        let parts = Parts {
            first: at,
            last: at,
            bullet: cue.listed,
            dash: matches!(line.bullet, Some(Bullet::Mark('-' | '\u{2013}'))),
            ..Parts::default()
        };
        let mut run = Run { source: self, parts, asked: false, crossed: false };
        for i in at..(at + MAX_LINES).min(self.cues.len()) {
            if !run.take(i) {
                break;
            }
        }
        let parts = run.finish();
        let scored = parts.numbered && parts.bullet;
        (parts.name.is_some() || parts.date.is_some() || scored).then_some(parts)
    }
}

/// The state of one pass over a few lines.
struct Run<'s, 'p> {
    source: &'s Source<'p>,
    parts: Parts,
    /// `Reply to` stood alone; the name comes next.
    asked: bool,
    /// A button or a number stood below the name: what comes then may open the next comment.
    crossed: bool,
}

impl Run<'_, '_> {
    /// Adds the line; false when it does not belong to the head.
    fn take(&mut self, at: usize) -> bool {
        let (Some(cue), Some(line)) = (self.source.cues.get(at), self.source.lines.get(at)) else {
            return false;
        };
        let (is_name, is_frame) = (self.is_name(at), self.is_frame(at));
        let parts = &mut self.parts;
        let opened = at > parts.first;
        let undated = parts.date.is_none();
        // A bulleted line below a head is another item, except that a theme may bullet the date or the signature.
        if opened && cue.listed && !is_dash(line) && !(cue.kind == Kind::Date && undated) {
            return false;
        }
        if opened && line.blank_before > 3 {
            return false;
        }
        let between = parts.name.is_some() && undated;
        match &cue.kind {
            Kind::Name(_) if is_name => return self.name_line(cue, line, at),
            Kind::Role if parts.name.is_some() => {}
            Kind::Role => return self.name_line(cue, line, at),
            Kind::Subject if parts.name.is_none() && undated => {
                parts.numbered |= cue.numbered;
                parts.by |= cue.by;
                parts.colon |= cue.colon;
                parts.submitted |= cue.submitted;
            }
            Kind::Number(score) if !opened => parts.score = Some(*score),
            // Below the date it has a colon: `Vera` / `on` / `May 3, 2019 at 10:12 am` / `said:`
            Kind::Verb if parts.name.is_some() && !parts.verb && (undated || cue.sure) => {
                parts.verb = true;
                parts.sure |= cue.sure;
                parts.commented = cue.commented;
            }
            // Where dates stand above names, this one belongs to the name below it.
            Kind::Date if undated && self.crossed && self.source.traits.date_first => return false,
            Kind::Verb if between && parts.numbered => {}
            Kind::Date if undated => parts.date = cue.date,
            // A machine's and a reader's form of the same date.
            Kind::Date | Kind::Verb if parts.dash => {}
            Kind::Button if parts.dash && !undated && line.shape.digits > 0 => {}
            Kind::NameDate | Kind::Says if parts.name.is_none() && undated => {
                parts.name_and_more(cue);
            }
            Kind::ReplyTo if !parts.reply => {
                parts.reply = true;
                parts.reply_to = cue.reply_to;
                self.asked = cue.reply_to.is_none();
            }
            Kind::Mark(mark)
                if mark.edited.is_none() && (parts.name.is_some() || parts.date.is_some()) =>
            {
                parts.likes = parts.likes.or(mark.likes);
                parts.score = parts.score.or(mark.score);
            }
            // Anchors, bullets and link labels between name and date.
            Kind::Number(_) | Kind::Button if between && !parts.dash => {
                self.crossed = true;
                parts.member |= cue.member;
                return true;
            }
            Kind::Sign if between && !parts.dash => {
                parts.number = parts.number.or(cue.affixes.number);
                return true;
            }
            Kind::Text | Kind::Name(_) | Kind::Foot | Kind::Form
                if between && !parts.verb && is_frame =>
            {
                return true;
            }
            Kind::Sign if !undated && (line.break_before != Break::Paragraph || cue.is_hash()) => {
                parts.number = parts.number.or(cue.affixes.number);
                if cue.is_hash() {
                    parts.last = at;
                }
                return true;
            }
            _ => return false,
        }
        self.parts.last = at;
        self.parts.add(cue);
        true
    }

    /// Whether the name-like line can be the name: not when a name stands already and this line recurs.
    fn is_name(&self, at: usize) -> bool {
        let named = self.parts.name.is_some() && self.parts.date.is_none() && !self.asked;
        self.source.cues.get(at).is_some_and(Cue::is_name) && !(named && self.is_frame(at))
    }

    /// A short line that recurs and is not the name right above a date or a verb.
    fn is_frame(&self, at: usize) -> bool {
        let above_head = self.source.cues.get(at + 1).is_some_and(|next| match next.kind {
            Kind::Date | Kind::Verb => true,
            Kind::ReplyTo => self.crossed,
            _ => false,
        });
        self.source.traits.recurring.get(at).is_some_and(|recurs| *recurs) && !above_head
    }

    fn name_line(&mut self, cue: &Cue, line: &Line, at: usize) -> bool {
        let parts = &mut self.parts;
        let done = parts.date.is_some() && !(self.source.traits.date_first && parts.name.is_none());
        if self.asked {
            parts.reply_to = cue.name;
            self.asked = false;
        } else if let Some(name) = parts.name {
            let same = cue
                .name
                .is_some_and(|other| other.of(self.source.text) == name.of(self.source.text));
            if done || !same {
                return false;
            }
            let above = at.checked_sub(1).and_then(|above| self.source.lines.get(above));
            let sign = above.is_some_and(|above| above.content.of(self.source.text) == "\u{2013}");
            parts.dash |= is_dash(line) || sign;
        } else if done || parts.reply && parts.date.is_none() && at != parts.first {
            return false;
        } else {
            parts.name = cue.name;
            parts.member |= cue.member;
            parts.reply |= cue.reply_to.is_some();
            parts.reply_to = parts.reply_to.or(cue.reply_to);
            // `Guest` may be all the name there is.
            if cue.kind != Kind::Role {
                parts.add(cue);
            }
        }
        parts.last = at;
        true
    }

    /// Gives lines at the end back that say nothing of the head, and looks at what stands around it.
    fn finish(self) -> Parts {
        let mut parts = self.parts;
        parts.crossed = self.crossed && parts.date.is_some();
        let kind = |at: usize| self.source.cues.get(at).map(|cue| &cue.kind);
        let cue = |at: usize| self.source.cues.get(at);
        while parts.last > parts.first
            && matches!(kind(parts.last), Some(Kind::Sign | Kind::Number(_) | Kind::Button))
            && !cue(parts.last).is_some_and(Cue::is_hash)
        {
            parts.last -= 1;
        }
        if parts.numbered && self.source.is_profile(parts.last + 1) {
            parts.last += 1;
        }
        let above = parts.first.checked_sub(1).and_then(kind);
        let below = self.source.cues.get(parts.last + 1);
        let opens =
            matches!(above, Some(Kind::Button | Kind::Mark(_) | Kind::Number(_) | Kind::Header(_)));
        parts.framed = opens && below.is_some_and(|cue| cue.prose);
        parts.captioned = opens
            && below
                .is_some_and(|cue| !cue.prose && matches!(cue.kind, Kind::Text | Kind::Name(_)))
            && self.source.cues.get(parts.last + 2).is_some_and(|cue| cue.prose);
        parts
    }
}

impl Source<'_> {
    /// Slashdot's line below a head, in brackets: the author's page, the last entry of a diary.
    fn is_profile(&self, at: usize) -> bool {
        let body = self.lines.get(at).map_or("", |line| line.body.of(self.text));
        body.len() <= 160
            && body.starts_with('(')
            && body.ends_with(')')
            && body.bytes().any(|b| b.is_ascii_digit() || b == b'/')
    }
}

fn is_dash(line: &Line) -> bool {
    matches!(line.bullet, Some(Bullet::Mark('-' | '\u{2013}')))
}

impl Parts {
    /// Takes what stands around the name.
    fn add(&mut self, cue: &Cue) {
        self.number = self.number.or(cue.affixes.number);
        self.score = self.score.or(cue.affixes.score);
        self.role = self.role.or(cue.affixes.role);
        self.answers = self.answers.or(cue.affixes.answers);
    }

    fn name_and_more(&mut self, cue: &Cue) {
        self.name = cue.name;
        self.date = cue.date;
        self.verb = cue.kind == Kind::Says;
        self.sure |= cue.sure;
        self.by = cue.by;
        self.colon = cue.colon;
        self.submitted = cue.submitted;
        self.commented = cue.commented;
        self.numbered |= cue.numbered;
        self.dotted = cue.dotted;
        self.posted = cue.posted;
        self.bracketed = cue.bracketed;
        self.apart = cue.apart;
        self.one_line = cue.date.is_some();
        self.reply |= cue.reply_to.is_some();
        self.reply_to = self.reply_to.or(cue.reply_to);
    }
}
