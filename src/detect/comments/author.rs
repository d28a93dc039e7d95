//! The author of a head by its place, also where the line does not look like a name.
//!
//! Separate from the names that are known by their looks, because here what
//! stands around the name has to be told from a name of any kind.

use super::affix;
use super::collect::Source;
use super::parse;
use super::words::words;
use crate::span::Span;

/// A name, whom it answers, and what stands around it.
pub(super) type Author = (Option<Span>, Option<Span>, affix::Affixes);

/// A name with its server, as the fediverse has them, and what follows it.
pub(super) fn handle(body: &str) -> Option<(&str, &str)> {
    let (name, rest) = body.split_once(' ').unwrap_or((body, ""));
    let (_, server) = name.split_once('@').filter(|(name, _)| !name.is_empty())?;
    server.contains('.').then_some((name, rest))
}

/// The name on the line, without what stands around it.
pub(super) fn read(source: &Source<'_>, at: usize) -> Author {
    let Some((cue, line)) = source.cues.get(at).zip(source.lines.get(at)) else {
        return Author::default();
    };
    let body = line.body.of(source.text);
    if let Some((name, rest)) = handle(body) {
        let role = rest.split(' ').find_map(|word| words().roles.of(&word.to_lowercase()));
        let affixes = affix::Affixes { role: role.or(cue.affixes.role), ..cue.affixes };
        return (parse::place_of(body, name, line.body), cue.reply_to, affixes);
    }
    if let Some(name) = cue.name {
        return (Some(name), cue.reply_to, cue.affixes);
    }
    let (name, whom) = parse::split_reply(bare(body));
    // Where somebody works stands behind the name.
    let name = name.split(" \u{b7} ").next().unwrap_or(name);
    let (name, mut affixes) = affix::strip(name);
    let (number, name) = numbered(name);
    affixes.number = affixes.number.or(number);
    let place = |part| parse::place_of(body, part, line.body);
    (place(name).or(Some(line.body)), whom.and_then(place), affixes)
}

/// A name without what links it to the date on the line below: `Vera,`, `(Vera -`.
pub(super) fn bare(name: &str) -> &str {
    let sign = |c: char| {
        c.is_whitespace()
            || matches!(c, ',' | ';' | '|' | '-' | '\u{2013}' | '\u{2014}' | '(' | '[')
    };
    name.trim_end_matches(sign).trim_start_matches('(')
}

/// Takes the number off `2 - Vera`.
pub(super) fn numbered(name: &str) -> (Option<u64>, &str) {
    let digits = name.len() - name.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, rest) = name.split_at(digits);
    match rest.trim_start().strip_prefix(['-', '\u{2013}', '.', ')', ':']) {
        Some(rest) if !rest.trim().is_empty() => {
            number.parse().map_or((None, name), |number| (Some(number), rest.trim()))
        }
        _ => (None, name),
    }
}

#[cfg(test)]
mod tests {
    use super::{bare, handle, numbered};

    #[test]
    fn numbers_and_servers_are_told_from_names() {
        assert_eq!(numbered("2 - Vera"), (Some(2), "Vera"));
        assert_eq!(numbered("2pac"), (None, "2pac"));
        assert_eq!((bare("Vera,"), bare("(Vera -"), bare("Vera")), ("Vera", "Vera", "Vera"));
        assert_eq!(handle("vera@lemmy.example OP"), Some(("vera@lemmy.example", "OP")));
        assert_eq!((handle("@vera writes"), handle("Jen @ Tools")), (None, None));
    }
}
