//! Facts about a page as a whole that tell its comment platform and the order of its heads.

use foldhash::fast::FixedState;
use hashbrown::HashMap;

use super::cue::{Cue, Kind};
use super::platforms;
use super::role::AuthorRole;
use crate::segment::Line;
use crate::sieve::{Tallies, key_of};

/// Times a short line must recur to be part of the page's frame.
const RECURS: u8 = 3;
/// Lines of a form above one of its fields.
const FORM: usize = 6;

/// What the page shows beside single heads.
#[derive(Clone, Default)]
pub(super) struct Traits {
    /// Dates stand above names on this page.
    pub date_first: bool,
    /// wpDiscuz prints `Inline Feedbacks` above its threads.
    pub wpdiscuz: bool,
    /// The first line of that bar; the end of the page where there is none.
    pub bar: usize,
    /// `Posted by: Name | date` occurs.
    pub typepad: bool,
    /// Blogger prints `ReplyDelete`.
    pub blogger: bool,
    /// Old Blogger prints `Name said...` above and the date below the text.
    pub said: bool,
    /// The same with a colon or without any sign: `Name wrote:` above and the date below the text.
    pub signed: bool,
    /// Who reviews goods is told to own them: `Vera (verified owner) \u{2013} May 3, 2020`.
    pub owners: bool,
    /// Any line opens a thread.
    pub header: bool,
    /// For each line, whether it is short and recurs.
    pub recurring: Vec<bool>,
    /// Platforms that rules or their own marks testify to.
    platforms: Vec<&'static str>,
    /// Whether any of those may claim a name alone.
    pub bare_names: bool,
    /// The platforms that may claim heads here.
    pub claimants: Vec<&'static dyn platforms::Platform>,
}

impl Traits {
    /// Reads the page. `known` are the platforms that rules testify to.
    pub(super) fn of(text: &str, lines: &[Line], cues: &[Cue], known: &[&str]) -> Self {
        let short = lines.iter().filter(|line| line.body.len() <= platforms::LONGEST_MARK);
        let named = platforms::on_page(short.map(|line| line.body.of(text)), known);
        let mut traits = Self {
            recurring: recurring(text, lines),
            claimants: platforms::of_page(&named),
            platforms: named,
            bar: lines.len(),
            ..Self::default()
        };
        let (mut before, mut after, mut said, mut dated_below) = (0u32, 0u32, 0u32, 0u32);
        let mut by = false;
        for (at, (line, cue)) in lines.iter().zip(cues).enumerate() {
            let body = line.body.of(text);
            by |= cue.by;
            let named =
                |at: Option<usize>| at.and_then(|at| cues.get(at)).is_some_and(Cue::is_name);
            match &cue.kind {
                Kind::Header(_) => {
                    traits.header = true;
                    let bar = matches!(
                        body,
                        "Inline Feedbacks"
                            | "View all comments"
                            | "Newest Most Voted"
                            | "Most Voted"
                    );
                    if bar && !traits.wpdiscuz {
                        (traits.wpdiscuz, traits.bar) = (true, at);
                    }
                }
                Kind::Button => {
                    traits.blogger |= matches!(body, "ReplyDelete" | "Reply Delete" | "Delete");
                }
                Kind::NameDate => {
                    traits.typepad |= cue.by && body.starts_with("Posted by") && body.contains('|');
                    traits.owners |= cue.affixes.role == Some(AuthorRole::Verified);
                }
                Kind::Says => {
                    let dots = body.ends_with('\u{2026}') || body.ends_with("...");
                    let dated = cues.get(at + 1).is_some_and(|next| next.kind == Kind::Date);
                    said += u32::from(dots && cue.date.is_none() && !dated);
                }
                Kind::Date => {
                    let above = at.checked_sub(1).and_then(|at| cues.get(at));
                    before += u32::from(above.is_some_and(|c| {
                        c.is_name() || matches!(c.kind, Kind::Says | Kind::Verb | Kind::Role)
                    }));
                    // vBulletin numbers its posts between date and name.
                    let numbered = cues.get(at + 1).is_some_and(Cue::is_hash);
                    after += u32::from(named(at.checked_add(1 + usize::from(numbered))));
                    let mut below = cues.iter().skip(at + 1).skip_while(|cue| cue.is_control());
                    let says = match (below.next(), below.next()) {
                        (Some(name), Some(verb)) if name.is_name() => verb.kind == Kind::Verb,
                        (Some(next), _) => next.kind == Kind::Says && next.date.is_none(),
                        _ => false,
                    };
                    dated_below += u32::from(says && above.is_some_and(|cue| cue.prose));
                }
                _ => {}
            }
        }
        traits.signed = dated_below >= 2;
        traits.typepad |= by && traits.header && signed(cues);
        // One such line may be a sentence that goes on.
        traits.said = said >= 2;
        // Lemmy's age stands apart from the name; what follows it is the text.
        let lemmy = traits.on("lemmy");
        traits.date_first = !traits.wpdiscuz && !lemmy && after > before + before / 2;
        traits.bare_names = traits.wpdiscuz
            || traits.on("heise")
            || traits.claimants.iter().any(|platform| platform.is_named());
        traits
    }
}

impl Traits {
    /// Whether the page is one of this platform.
    pub(super) fn on(&self, platform: &str) -> bool {
        self.platforms.contains(&platform)
    }

    /// The board that the page is of; `generic` where none is named, or several are.
    pub(super) fn board(&self) -> &'static str {
        let mut boards = self.platforms.iter().filter(|name| platforms::board(name).is_some());
        match (boards.next(), boards.next()) {
            (Some(board), None) => board,
            _ => "generic",
        }
    }

    /// Whether the page is one of a board whose posts are all set alike.
    pub(super) fn on_board(&self) -> bool {
        self.platforms.iter().any(|name| platforms::board(name) == Some(platforms::Board::Posts))
    }
}

/// Whether `Posted by: Name | date` stands below texts: the first thing under the thread's header is no such line.
fn signed(cues: &[Cue]) -> bool {
    let signs = |cue: &Cue| {
        let date = cue.date.is_some_and(|date| cue.colon || date.time);
        cue.by && !cue.submitted && (date || cue.colon && cue.kind == Kind::Subject)
    };
    let writes = |cue: &Cue| matches!(cue.kind, Kind::Text | Kind::Name(_));
    // A field of the form may be named like a thread: `Comments:`.
    let in_form = |at: usize| {
        let above = cues.get(at.saturating_sub(FORM)..at).unwrap_or_default();
        above.iter().any(|cue| cue.kind == Kind::Form)
    };
    let opens = |&at: &usize| cues.get(at).is_some_and(|cue| matches!(cue.kind, Kind::Header(_)));
    let signed = cues.iter().rposition(signs).unwrap_or_default();
    let header = (0..cues.len()).rev().find(|at| opens(at) && (*at < signed || !in_form(*at)));
    let Some(below) = header.and_then(|at| cues.get(at + 1..)) else { return false };
    let (Some(first), Some(last)) = (below.iter().position(signs), below.iter().rposition(signs))
    else {
        return false;
    };
    let part = |range: std::ops::Range<usize>| below.get(range).unwrap_or_default();
    let after = part(last + 1..below.len()).iter().take_while(|cue| !cue.ends_thread());
    // The last may be broken into lines: name, sign, date.
    let broken = below.get(last).is_some_and(|cue| cue.name.is_none() || cue.date.is_none());
    let after = after.skip(if broken { 2 } else { 0 });
    part(0..first).iter().any(writes) && !{ after }.any(|cue| writes(cue) && cue.prose)
}

/// For each line, whether it is short and recurs.
fn recurring(text: &str, lines: &[Line]) -> Vec<bool> {
    let short = |line: &&Line| line.body.len() <= 24;
    let mut tallies = Tallies::default();
    for line in lines.iter().filter(short) {
        tallies.add(key_of(line.body.of(text).as_bytes()));
    }
    let may_recur = |line: &&Line| {
        short(line) && tallies.may_reach(key_of(line.body.of(text).as_bytes()), RECURS)
    };
    let mut counts: HashMap<&str, u32, FixedState> = HashMap::default();
    for line in lines.iter().filter(may_recur) {
        *counts.entry(line.body.of(text)).or_default() += 1;
    }
    let count = |line: &Line| counts.get(line.body.of(text)).copied().unwrap_or_default();
    lines.iter().map(|line| may_recur(&line) && count(line) >= RECURS.into()).collect()
}
