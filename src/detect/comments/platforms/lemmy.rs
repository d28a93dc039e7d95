//! Lemmy: name, `fedilink`, `arrow-up` with points, age, each on a line of its own.

use super::Board;
use super::marked::{Heads, Marked};
use crate::detect::comments::collect::Source;
use crate::detect::comments::cycle;
use crate::detect::comments::heads::{Head, small};
use crate::detect::comments::role::AuthorRole;
use crate::span::Span;

/// Name in records.
pub(in crate::detect::comments) const NAME: &str = "lemmy";

pub(super) const LEMMY: Marked = Marked {
    name: NAME,
    marks: &["fedilink", "you must log in or # to comment."],
    heads: Heads::Dated,
    board: Some(Board::Answers),
};

/// Takes the badges off the name: who opened the discussion, who keeps order in it, who runs the server.
pub(in crate::detect::comments) fn take_badges(text: &str, head: &mut Head) {
    let Some(name) = head.author else { return };
    let (bare, role) = strip_badges(name.of(text));
    head.author = Some(Span::new(name.start, name.start + bare.len()));
    head.role = head.role.or(role);
}

/// `vera` / `@lemmy.example`: where the head is only of the server, takes the name from the line above, which is no
/// other head's from `free` on.
pub(in crate::detect::comments) fn take_name(source: &Source<'_>, head: &mut Head, free: usize) {
    let first = head.first as usize;
    let server = head.author.map_or("", |name| name.of(source.text));
    let alone = server.starts_with('@') && server.contains('.');
    let Some(who) = first.checked_sub(1).filter(|who| alone && *who >= free) else { return };
    let Some(line) = source.lines.get(who).filter(|_| cycle::fits(source, who)) else { return };
    head.author = Some(line.body);
    head.first = small(who);
}

/// `Vera OP M A`, and the same without gaps where two or more letters show it.
fn strip_badges(name: &str) -> (&str, Option<AuthorRole>) {
    let badge = |name: &str| {
        let (rest, badge) = name.rsplit_once(' ')?;
        let role = match badge {
            "OP" => AuthorRole::Author,
            "M" => AuthorRole::Moderator,
            "A" => AuthorRole::Staff,
            _ => return None,
        };
        Some((rest.trim_end().len(), role))
    };
    let mut found = None;
    let mut bare = name;
    while let Some((end, role)) = badge(bare) {
        bare = bare.get(..end).unwrap_or_default();
        found = Some(role);
    }
    if found.is_some() {
        return (bare, found);
    }
    for (glued, role) in [
        ("OPMA", AuthorRole::Author),
        ("OPM", AuthorRole::Author),
        ("OPA", AuthorRole::Author),
        ("OP", AuthorRole::Author),
        ("MA", AuthorRole::Moderator),
    ] {
        let rest = name.strip_suffix(glued);
        let ends = |rest: &&str| rest.ends_with(|c: char| c.is_lowercase() || c.is_numeric());
        if let Some(rest) = rest.filter(ends) {
            return (rest, Some(role));
        }
    }
    (name, None)
}

#[cfg(test)]
mod tests {
    use super::strip_badges;
    use crate::detect::comments::role::AuthorRole;

    #[test]
    fn badges_come_off_names() {
        let author = Some(AuthorRole::Author);
        assert_eq!(strip_badges("Vera OP M A"), ("Vera", author));
        assert_eq!(strip_badges("veraOPMA"), ("vera", author));
        assert_eq!(strip_badges("jonasMA"), ("jonas", Some(AuthorRole::Moderator)));
        assert_eq!(strip_badges("ida M"), ("ida", Some(AuthorRole::Moderator)));
        for name in ["NASA", "vera", "MA", "vera@lemmy.example"] {
            assert_eq!(strip_badges(name), (name, None));
        }
    }
}
