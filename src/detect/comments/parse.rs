//! Single head lines taken apart: reply marks, names with verbs, names with dates.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::cue::{Cue, Date, Kind, NAME};
use super::role::AuthorRole;
use super::tail::{self, Tail};
use super::words::{ends_word, words};
use super::{affix, byline, controls, day, name};
use crate::dates::{LineDate, When};
use crate::segment::{Shape, is_unspaced};
use crate::span::Span;

fn sub(place: Span, start: usize, end: usize) -> Span {
    Span::new(place.start + start, place.start + end)
}

/// The span of `part`, a slice of `whole`, which stands at `place`.
pub(super) fn place_of(whole: &str, part: &str, place: Span) -> Option<Span> {
    let start = (part.as_ptr() as usize).checked_sub(whole.as_ptr() as usize)?;
    (start + part.len() <= whole.len() && !part.is_empty())
        .then(|| sub(place, start, start + part.len()))
}

/// `Reply to  Name`; the name may be missing where an extractor broke the line.
pub(super) fn reply_to(body: &str, low: &str, place: Span) -> Option<Cue> {
    if body.len() > 120 || low.len() != body.len() {
        return None;
    }
    let (opening, rest) = words().reply_to.strip(low, ends_word)?;
    let glued = opening.chars().next_back().is_some_and(is_unspaced);
    let rest = body.get(body.len() - rest.len()..)?;
    let name =
        rest.trim_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '@' | '\u{2193}'));
    let button = [
        "comment",
        "this",
        "this comment",
        "this thread",
        "thread",
        "article",
        "story",
        "post",
        "all",
    ];
    let low = name.to_lowercase();
    let known = button.contains(&low.as_str()) || words().buttons.contains(&low);
    // `In reply to The new bridge by Vera`.
    let name = match name.rsplit_once(" by ") {
        Some((_, who)) if opening == "in reply to" => who.trim(),
        _ => name,
    };
    let sentence = name.ends_with(['.', '!', '?', ',']) && name.len() > 20
        || name.split_whitespace().count() > 8;
    // `Responder a` names somebody, a verb alone is the button.
    let alone = name.is_empty() && (glued || words().buttons.contains(opening));
    if known || sentence || alone {
        return None;
    }
    Some(Cue { kind: Kind::ReplyTo, reply_to: place_of(body, name, place), ..Cue::default() })
}

/// `Re: Title (Score:2, Funny)`, in the languages of Slashdot's editions.
pub(super) fn scored(low: &str) -> Option<Cue> {
    let (_, score) = low.strip_suffix(')')?.rsplit_once('(')?;
    let score = score.trim_start();
    let scored = ["score:", "puntos:", "\u{30b9}\u{30b3}\u{30a2}:"]
        .iter()
        .any(|word| score.starts_with(word));
    (scored && score.len() < 60).then(|| Cue {
        kind: Kind::Subject,
        numbered: true,
        ..Cue::default()
    })
}

/// `Name says:`, `says:`, `by Name ( 123 ) writes:`. `low` is the line in lower case.
pub(super) fn says(body: &str, low: &str, place: Span) -> Option<Cue> {
    let bare = match body.as_bytes().last() {
        Some(byte) if byte.is_ascii_alphanumeric() => body,
        _ => body.trim_end_matches(|c: char| {
            c.is_whitespace() || matches!(c, ':' | '.' | '\u{2026}' | '\u{ff1a}' | '\u{55d}')
        }),
    };
    // `At 10:15 on May 12, 2010, Vera wrote:` names the date first.
    if body.strip_prefix("At ").is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit())) {
        return None;
    }
    let end = body.get(bare.len()..).unwrap_or_default();
    // Nothing at the end has a case.
    let low = if end.is_empty() { low } else { low.strip_suffix(end)? };
    let verbs = words();
    let may_say = verbs.says.may_end_apart(low) || verbs.says_glued.may_end(low);
    if !may_say && !body.starts_with("by ") {
        return None;
    }
    let sure = !end.is_empty()
        && (end.contains([':', '\u{ff1a}', '\u{2026}', '\u{55d}']) || end.contains("..."));
    // A single full stop ends a sentence.
    if low.len() != bare.len() || !sure && end.contains('.') {
        return None;
    }
    if verbs.says.contains(low) {
        return Some(Cue {
            kind: Kind::Verb,
            sure,
            commented: low == "commented",
            ..Cue::default()
        });
    }
    let name = match strip_verb(bare, low) {
        Some(name) => name,
        // `by Name ( 12345 )` needs no verb.
        None if body.starts_with("by ") && strip_number(body).1 => body,
        None => return None,
    };
    let words = name.split_whitespace().count();
    let (bare_name, numbered) = strip_number(name);
    // Without a colon a short line may be a sentence that an extractor broke.
    let fits = if sure {
        words <= 30 && !(words > 6 && name.starts_with(['\u{201c}', '"']))
    } else {
        bare_name.split_whitespace().count() <= 5 && name.len() <= 60
    };
    if !fits || name.is_empty() {
        return None;
    }
    let (name, by, _) = byline::strip(bare_name);
    let (name, affixes) = affix::strip(name);
    Some(Cue {
        kind: Kind::Says,
        name: place_of(body, name, place),
        affixes,
        sure,
        by,
        numbered,
        ..Cue::default()
    })
}

/// The line without the verb of saying at its end. `low` is the line in lower case, as long as the line.
pub(super) fn strip_verb<'l>(line: &'l str, low: &str) -> Option<&'l str> {
    let table = words();
    // Verbs have up to three words: `ha detto`, `diyor ki`.
    let spaced = low.rmatch_indices([' ', '\u{a0}']).take(3).map(|(at, gap)| (at, at + gap.len()));
    let len = spaced
        .filter(|&(_, word)| low.get(word..).is_some_and(|verb| table.says.contains(verb)))
        .map(|(at, _)| at)
        .min()
        .or_else(|| {
            let glued = Some(&table.says_glued).filter(|verbs| verbs.may_end(low))?;
            glued.iter().filter_map(|verb| low.strip_suffix(verb)).map(str::len).min()
        })?;
    line.get(..len).map(str::trim)
}

/// A date alone, or a name and a date. `known` is what is known of the body's date, `camel` whether a capital may stand
/// right behind a small letter in it.
pub(super) fn dated(body: &str, place: Span, known: LineDate, camel: bool) -> Option<Cue> {
    if body.len() > 160 {
        return None;
    }
    let found = day::of_line(body, known, camel)?;
    let before = body.get(..found.span.start)?;
    let date = Date {
        span: sub(place, found.span.start, found.span.end),
        time: found.time,
        relative: matches!(found.when, When::Relative { .. }),
        partial: !found.time && matches!(found.when, When::Day { year: None, .. }),
    };
    let Lead { name, numbers, mut affixes, mut verb, by, colon, numbered, submitted } =
        lead(before);
    // `18 - 3 days ago`: votes before the date.
    let led = !before.trim().is_empty();
    let votes = name.parse::<i32>().ok().filter(|_| before.trim_end().len() > name.len());
    let (name, role) = if votes.is_some() { ("", None) } else { named(name, before) };
    affixes.role = role.or(affixes.role);
    affixes.score = affixes.score.or(votes.map(i64::from));
    let after = body.get(found.span.end..)?;
    affixes.number = numbers
        .number
        .or(affixes.number)
        .or_else(|| affix::hash_number(after))
        .or_else(|| affix::only_number(after));
    let answered = tail::answered(after);
    affixes.answers = numbers.answers.or(answered);
    // `Vera Lund said on May 18.` is a sentence.
    if after.trim_end() == "." && !name.is_empty() && !by {
        return None;
    }
    let posted = tail::is_poster(after);
    let tail = match tail::tail(after) {
        _ if answered.is_some() || posted => Tail::Empty,
        // `#3 2012-03-12 10:12 Vera`
        None if numbers.number.is_some() && date.time && is_likely(after.trim()) => {
            Tail::Signed(after.trim())
        }
        tail => tail?,
    };
    let (name, place_of_post) = if posted { tail::on_channel(before) } else { (name, None) };
    affixes.number = affixes.number.or(place_of_post);
    let mut cue = Cue {
        date: Some(date),
        submitted,
        commented: verb && before.contains("commented"),
        colon,
        numbered,
        posted,
        bracketed: body.starts_with('(') && body.ends_with(')'),
        affixes,
        dotted: before.trim_end().ends_with(['\u{2022}', '\u{b7}', '\u{2219}']),
        ..Cue::default()
    };
    // A reply link behind the date leaves no doubt; pingbacks carry whole headlines.
    let linked = matches!(tail, Tail::Button);
    let (name, by) = match (name, tail) {
        // `At 10:15 on May 12, 2010, Vera wrote:`; `On May 12` opens a quotation in letters.
        ("", Tail::Said(name)) if before.trim().eq_ignore_ascii_case("at") => {
            verb = true;
            (name, false)
        }
        // Headlines stand behind dates as well, but look like no names.
        ("", Tail::Apart(name, comma)) if date.time && (led || !comma) && is_likely(name) => {
            cue.apart = true;
            (name, true)
        }
        ("", Tail::Empty | Tail::Button) => return Some(Cue { kind: Kind::Date, ..cue }),
        ("", Tail::Name(name)) => (name, true),
        ("", Tail::Signed(name)) => (name, false),
        (name, Tail::Empty | Tail::Button) => (name, by),
        _ => return None,
    };
    let (name, reply_to) = match name.split_once("  ") {
        // The arrow may be an image.
        Some((name, whom)) if cue.dotted && !whom.trim().is_empty() => (name, Some(whom.trim())),
        _ => split_reply(name),
    };
    // `Vera, Harwich, United Kingdom`: where she lives.
    let name = match name.split_once(", ") {
        Some((who, place)) if !by && !verb && place.contains(", ") => who,
        _ => name,
    };
    // Behind an arrow, or before it: `Vera  Mod > Jonas`.
    let (name, role) = affix::strip_role(name);
    cue.affixes.role = cue.affixes.role.or(role);
    let shape = Shape::of(name);
    if name::likeness(name, &name.to_lowercase(), &shape, name::Signs::of(name)) < NAME
        && !((verb
            || linked
            || posted
            || by && cue.date.is_some_and(|date| date.time)
            // A Disqus name with its titles: `Capt. R. de la Cruz > Vera`.
            || cue.dotted && reply_to.is_some())
            && shape.words <= 12
            && shape.quotes == 0)
    {
        return None;
    }
    Some(Cue {
        kind: if verb || numbered { Kind::Says } else { Kind::NameDate },
        name: place_of(body, name, place),
        reply_to: reply_to.and_then(|other| place_of(body, other, place)),
        by,
        ..cue
    })
}

/// What stands before a date.
#[derive(Default)]
struct Lead<'l> {
    name: &'l str,
    /// The numbers that open the line.
    numbers: affix::Affixes,
    /// What else stands around the name.
    affixes: affix::Affixes,
    verb: bool,
    by: bool,
    colon: bool,
    numbered: bool,
    submitted: bool,
}

/// Takes apart what stands before a date; nothing before most.
fn lead(before: &str) -> Lead<'_> {
    let start = before.trim_start();
    if start.is_empty() {
        return Lead::default();
    }
    // `#12 Vera`, `#1.1 - 3. Mai`: before the signs around a name are taken off.
    let (rest, numbers) = affix::strip_numbers(start);
    // `Vera [May 3, 2020]`.
    let rest = rest.trim_end();
    let (name, verb) = strip_connectors(rest.strip_suffix('[').unwrap_or(rest));
    let name = affix::strip_address(name);
    let (name, by, colon) = byline::strip(name);
    let (name, numbered) = strip_number(name);
    let (name, affixes) = affix::strip(name);
    let submitted = words().submitted.open(&start.to_lowercase()) && !colon;
    Lead { name, numbers, affixes, verb, by, colon, numbered, submitted }
}

/// The age of a comment that its buttons tell: `Like - Reply - 3y`.
pub(super) fn age(body: &str, place: Span) -> Option<Date> {
    if body.len() > 80 || !body.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    let found = day::of_line(body, LineDate::Unsought, true)?;
    Some(Date {
        span: sub(place, found.span.start, found.span.end),
        time: found.time,
        relative: matches!(found.when, When::Relative { .. }),
        partial: false,
    })
}

/// The name before a date, unless that is none: a role (`reader | May 3, 2008`, `(not verified) on May 3, 2008`), where an
/// extractor broke the line behind the name (`, Hull, May 3, 2008`), buttons (`Reply Report Posted May 3, 2008`).
fn named<'l>(name: &'l str, before: &str) -> (&'l str, Option<AuthorRole>) {
    let low = name.to_lowercase();
    let role = words().roles.of(&low);
    let member = matches!(role, Some(AuthorRole::Member)) || before.trim_start().starts_with('(');
    if role.is_some() && member {
        ("", role)
    } else if before.starts_with(", ") || controls::is_button(&low) {
        ("", None)
    } else {
        (name, None)
    }
}

/// Whether this can hardly be anything but a name.
fn is_likely(name: &str) -> bool {
    const LIKELY: f32 = 0.7;
    let (name, _) = affix::strip_role(name);
    let shape = Shape::of(name);
    let likeness = name::likeness(name, &name.to_lowercase(), &shape, name::Signs::of(name));
    shape.words <= 3 && likeness >= LIKELY
}

/// Takes `on`, `am`, bullets and verbs off the end of what stands before a date; tells whether a verb was among them.
pub(super) fn strip_connectors(before: &str) -> (&str, bool) {
    let table = words();
    let sign = |c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '|' | '\u{2022}'
                    | '\u{b7}'
                    | '\u{2219}'
                    | '-'
                    | '\u{2013}'
                    | '\u{2014}'
                    | ','
                    | ':'
                    | ';'
                    | '@'
                    | '('
                    | '/'
                    | '#'
                    | '\u{ab}'
                    | '\u{bb}'
            )
    };
    let mut rest = before;
    let mut verb = false;
    loop {
        let trimmed = rest.trim_end_matches(|c| sign(c) || c == '.');
        let word = trimmed.rsplit(char::is_whitespace).next().unwrap_or_default();
        let low = word.to_lowercase();
        // `Peter V. | May 3`: in lower case a word, in upper case an initial.
        let initial = word.len() == 1
            && low != word
            && rest.get(trimmed.len()..).is_some_and(|end| end.starts_with('.'));
        if initial {
            return (rest.trim_matches(sign), verb);
        }
        // `ha scritto`, `a scris`
        let above = trimmed.get(..trimmed.len() - word.len()).unwrap_or_default().trim_end();
        let pair = above.rfind(char::is_whitespace).map_or(0, |at| at + 1);
        if table.says.contains(&low) {
            verb = true;
        } else if pair > 0
            && table.says.may_end_apart(&low)
            && trimmed.get(pair..).is_some_and(|pair| table.says.contains(&pair.to_lowercase()))
        {
            verb = true;
            rest = trimmed.get(..pair).unwrap_or_default();
            continue;
        } else if !table.connectors.contains(&low) {
            // An initial keeps its full stop: `Anna K. - May 3`.
            return (rest.trim_matches(sign), verb);
        }
        rest = trimmed.get(..trimmed.len() - word.len()).unwrap_or_default();
    }
}

/// Takes a user's number, and an address behind it, off a name: `rider ( 123456 ) <rider AT example DOT org>`.
fn strip_number(name: &str) -> (&str, bool) {
    let addressed = name.strip_suffix('>').and_then(|inner| inner.rsplit_once(" <"));
    let signed = addressed.map_or(name, |(name, _)| name.trim_end());
    let Some(open) = signed.strip_suffix(')').and_then(|inner| inner.rsplit_once('(')) else {
        return (name, false);
    };
    let digits = open.1.trim();
    let numbered = digits.len() >= 3 && digits.bytes().all(|b| b.is_ascii_digit());
    if numbered { (open.0.trim_end(), true) } else { (name, false) }
}

/// `Name > Other`: who writes, and to whom.
pub(super) fn split_reply(name: &str) -> (&str, Option<&str>) {
    // Hardly a name holds any of what is looked for below.
    static REPLY: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(" repl"));
    let bytes = name.as_bytes();
    if memchr::memchr3(b'>', b'@', 0xe2, bytes).is_none() && REPLY.find(bytes).is_none() {
        return (name, None);
    }
    for arrow in [
        " > ",
        " \u{203a} ",
        " \u{25b6} ",
        " \u{2192} ",
        " \u{25b8} ",
        " replied to ",
        " in reply to ",
        " @ ",
    ] {
        // Two arrows lead through the parts of a site.
        if let Some((who, whom)) = name.split_once(arrow).filter(|(_, whom)| !whom.contains(arrow))
        {
            return (who.trim(), Some(whom.trim()));
        }
    }
    (name, None)
}

#[cfg(test)]
mod tests {
    use super::{dated, reply_to, says};
    use crate::dates::LineDate;
    use crate::detect::comments::cue::{Cue, Kind};
    use crate::span::Span;

    fn place(line: &str) -> Span {
        Span::new(0, line.len())
    }

    fn name_of<'l>(line: &'l str, cue: &Cue) -> &'l str {
        cue.name.map_or("", |span| span.of(line))
    }

    #[test]
    fn verbs_of_saying_in_many_languages() {
        for (line, name) in [
            ("Irene says:", "Irene"),
            ("Hans M\u{fc}ller sagt:", "Hans M\u{fc}ller"),
            ("Lucie a dit\u{2026}", "Lucie"),
            ("Paolo ha detto:", "Paolo"),
            (
                "\u{41e}\u{43b}\u{435}\u{433} \u{433}\u{43e}\u{432}\u{43e}\u{440}\u{438}\u{442}:",
                "\u{41e}\u{43b}\u{435}\u{433}",
            ),
            ("Can diyor ki:", "Can"),
            ("\u{5c0f}\u{6797}\u{3088}\u{308a}\u{ff1a}", "\u{5c0f}\u{6797}"),
            (
                "Five walks in the hills - Outdoor Notes says:",
                "Five walks in the hills - Outdoor Notes",
            ),
        ] {
            let cue = says(line, &line.to_lowercase(), place(line)).unwrap_or_default();
            assert_eq!((&cue.kind, name_of(line, &cue)), (&Kind::Says, name), "{line}");
        }
        for line in
            ["This is what the minister says.", "and that is all anybody ever said", "Nobody."]
        {
            assert!(says(line, &line.to_lowercase(), place(line)).is_none(), "{line}");
        }
    }

    #[test]
    fn names_with_dates() {
        for (line, name, date) in [
            ("Irene on May 3, 2020 at 4:05 pm", "Irene", "May 3, 2020 at 4:05 pm"),
            ("IreneMay 3, 2012 at 4:05 PM", "Irene", "May 3, 2012 at 4:05 PM"),
            ("Jonas am 9. Juni 2017 um 13:22", "Jonas", "9. Juni 2017 um 13:22"),
            ("Posted by: Vera | May 3, 2008 at 10:11 AM", "Vera", "May 3, 2008 at 10:11 AM"),
            ("Ann K. > Bob \u{2022} 3 years ago", "Ann K.", "3 years ago"),
            ("rider99 commented Dec 18, 2025", "rider99", "Dec 18, 2025"),
            ("Peter V. | 09-12-12 | 08:45", "Peter V.", "09-12-12 | 08:45"),
            ("07/04/2014, 08:43 | Par Anna K.", "Anna K.", "07/04/2014, 08:43"),
            (
                "posted by bo at 3:05 PM on May 3, 2010 [5 favorites]",
                "bo",
                "3:05 PM on May 3, 2010",
            ),
        ] {
            let cue = dated(line, place(line), LineDate::Unsought, true).unwrap_or_default();
            let found = cue.date.map_or("", |date| date.span.of(line));
            assert_eq!((name_of(line, &cue), found), (name, date), "{line}");
        }
        // Buttons, a role and a place are no names.
        for line in [
            "May 3, 2020 at 4:05 pm",
            "May 3, 2020 at 4:05 pm, by",
            "Reply Report Posted May 3, 2020 at 4:05 pm",
            "(not verified) on May 3, 2020 at 4:05 pm",
            ", Hull, May 3, 2020 at 4:05 pm",
            "reader | May 3, 2020 at 4:05 pm",
        ] {
            let alone = dated(line, place(line), LineDate::Unsought, true).unwrap_or_default();
            assert_eq!(alone.kind, Kind::Date, "{line}");
        }
        assert!(
            dated(
                "The bridge was opened on May 3, 2020 by the mayor of the town",
                Span::new(0, 61),
                LineDate::Unsought,
                true
            )
            .is_none()
        );
    }

    #[test]
    fn the_number_of_an_answered_comment_behind_the_date() {
        let line = "#2 | Vera | 24.04.2012 17:48 | in reply to #1";
        let cue = dated(line, place(line), LineDate::Unsought, true).unwrap_or_default();
        assert_eq!(name_of(line, &cue), "Vera");
        assert_eq!((cue.affixes.number, cue.affixes.answers), (Some(2), Some(1)));
    }

    #[test]
    fn names_among_the_signs_of_japan() {
        for (line, name, number) in [
            ("12: Vera: 2013/11/23(\u{571f}) 20:11:05.21 ID:aBc3kLm0", "Vera", Some(12)),
            (
                "3 \u{540d}\u{524d}\u{ff1a}Vera \u{6295}\u{7a3f}\u{65e5}\u{ff1a}2013/11/23(\u{571f}) 20:11:05 ID:aBc3kLm0",
                "Vera",
                Some(3),
            ),
            ("2009/06/20 (\u{571f}) 22:10:10 | URL | Vera #-[ \u{7de8}\u{96c6}]", "Vera", None),
            ("[ 2009/06/20 22:10 ] Vera [ \u{7de8}\u{96c6} ]", "Vera", None),
            ("#3\u{697c} 2012-03-12 10:12 Vera", "Vera", Some(3)),
        ] {
            let cue = dated(line, place(line), LineDate::Unsought, true).unwrap_or_default();
            assert_eq!((name_of(line, &cue), cue.affixes.number), (name, number), "{line}");
        }
    }

    #[test]
    fn signs_and_addresses_around_names() {
        for line in [
            "Vera, IP: 10.0.0.xx, 2011-05-16 11:20",
            "Vera _ 08.04.2013 13:02",
            "Vera [14.03.2012, 10:12]",
            "#1 Vera (Homepage) am 15.06.2007 22:40 (Antwort)",
            "Vera am 06.02.2012 10:12 via iPhone Diesen Beitrag melden",
            "(Vera, 19. mart 2012 10:44)",
            "Vera a scris pe 12.03.2012 10:12",
            "22.2.2012 8:10 | autor: Vera | karma 8.12 | reagovat",
        ] {
            let cue = dated(line, place(line), LineDate::Unsought, true).unwrap_or_default();
            assert_eq!(name_of(line, &cue), "Vera", "{line}");
        }
    }

    #[test]
    fn reply_marks_but_not_buttons() {
        let line = "Reply to  Vera";
        let cue = reply_to(line, &line.to_lowercase(), place(line)).unwrap_or_default();
        assert_eq!(cue.reply_to.map(|span| span.of(line)), Some("Vera"));
        assert!(
            reply_to("Reply to this comment", "reply to this comment", Span::new(0, 21)).is_none()
        );
    }
}
