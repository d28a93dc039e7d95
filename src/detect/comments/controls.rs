//! Buttons and marks of a single comment: reply links, votes, likes, edit remarks.
//!
//! Separate from the rules because numbers and names are read out of these
//! lines, and because the most frequent reply links must be known to the
//! grammar even where no rule is loaded.

use super::Mark;
use crate::span::Span;

/// Reply links and their company, lower case, whole line.
const BUTTONS: &[&str] = &[
    "reply",
    "reply to comment",
    "reply to this",
    "reply to this comment",
    "reply \u{2193}",
    "\u{21b3} reply",
    "replydelete",
    "reply delete",
    "delete",
    "replies",
    "reply quote",
    "quote",
    "report",
    "report comment",
    "flag",
    "share",
    "link",
    "permalink",
    "copy link",
    "like",
    "likelike",
    "like like",
    "likes",
    "dislike",
    "upvote",
    "downvote",
    "upvote downvote",
    "vote up",
    "vote down",
    "edit",
    "hide",
    "hide replies",
    "view replies",
    "show replies",
    "log in to reply",
    "login to reply",
    "expand full comment",
    "loading...",
    "loading\u{2026}",
    "parent",
    "collapse",
    "expand",
    "see more",
    "show more",
    "more",
    "edited",
    "pinned",
    "like reply",
    "reply share",
    "helpful",
    "antworten",
    "antwort",
    "zum antworten anmelden",
    "zitieren",
    "melden",
    "teilen",
    "gef\u{e4}llt mir",
    "kommentar melden",
    "bearbeiten",
    "r\u{e9}pondre",
    "signaler",
    "partager",
    "j\u{2019}aime",
    "j'aime",
    "responder",
    "responde",
    "me gusta",
    "denunciar",
    "compartir",
    "rispondi",
    "segnala",
    "mi piace",
    "condividi",
    "curtir",
    "denunciar coment\u{e1}rio",
    "compartilhar",
    "beantwoorden",
    "reageer",
    "antwoorden",
    "antwoord",
    "rapporteer",
    "odpowiedz",
    "zg\u{142}o\u{15b}",
    "lubi\u{119} to",
    "cytuj",
    "\u{43e}\u{442}\u{432}\u{435}\u{442}\u{438}\u{442}\u{44c}",
    "\u{43f}\u{43e}\u{436}\u{430}\u{43b}\u{43e}\u{432}\u{430}\u{442}\u{44c}\u{441}\u{44f}",
    "\u{43d}\u{440}\u{430}\u{432}\u{438}\u{442}\u{441}\u{44f}",
    "\u{446}\u{438}\u{442}\u{438}\u{440}\u{43e}\u{432}\u{430}\u{442}\u{44c}",
    "\u{432}\u{456}\u{434}\u{43f}\u{43e}\u{432}\u{456}\u{441}\u{442}\u{438}",
    "yan\u{131}tla",
    "cevapla",
    "be\u{11f}en",
    "\u{15f}ikayet et",
    "svara",
    "gilla",
    "anm\u{e4}l",
    "svar",
    "besvar",
    "liker",
    "vastaa",
    "odpov\u{11b}d\u{11b}t",
    "reagovat",
    "odpoveda\u{165}",
    "odgovori",
    "r\u{e1}spunde",
    "v\u{e1}lasz",
    "\u{3b1}\u{3c0}\u{3ac}\u{3bd}\u{3c4}\u{3b7}\u{3c3}\u{3b7}",
    "\u{631}\u{62f}",
    "\u{627}\u{644}\u{631}\u{62f}",
    "\u{5d4}\u{5d2}\u{5d1}",
    "\u{56de}\u{590d}",
    "\u{56de}\u{8986}",
    "\u{8fd4}\u{4fe1}",
    "\u{8d5e}",
    "\u{4e3e}\u{62a5}",
    "\u{b2f5}\u{ae00}",
    "tr\u{1ea3} l\u{1edd}i",
    "balas",
    "sorry, something went wrong.",
    "uh oh!",
    "there was an error while loading. please reload this page.",
    "there was an error while loading.",
    "please reload this page",
    "fedilink",
    "arrow-up",
    "arrow-down",
    "add a comment",
    "avatar",
    "comment link",
    "share \u{203a}",
    "\u{2212} +",
    "thumb up",
    "thumb down",
    "up",
    "down",
    "mark as helpful",
    "this comment was edited.",
    "show less",
    "reply to thread",
];

/// Endings of a reply link that carries a name or a number: `Reply to this thread`, `3 replies by X and others`.
const OPENINGS: &[&str] = &[
    "leave a reply to ",
    "reply to this",
    "log in to reply",
    "login to reply",
    "sign in to reply",
    "you must log in to reply",
    "zum antworten ",
    "melde dich an, um ",
    "connectez-vous pour r\u{e9}pondre",
    "acc\u{e8}de para responder",
    "inicia sesi\u{f3}n para responder",
    "accedi per rispondere",
    "zaloguj si\u{119}, aby odpowiedzie\u{107}",
    "log in to leave a comment",
    "score hidden",
    "rated ",
    "reply \u{00b7} ",
    "like \u{b7} ",
    "reply | ",
    "reply \u{2014}",
    "reply link",
    "was this helpful",
    "comment actions",
];

/// Whether the line is nothing but a button or mark of a comment. `low` is the trimmed line in lower case.
pub(super) fn is_button(low: &str) -> bool {
    let bare = low.trim_matches(|c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '[' | ']'
                    | '('
                    | ')'
                    | '|'
                    | '\u{b7}'
                    | '\u{2022}'
                    | '\u{21a9}'
                    | '\u{2193}'
                    | '\u{2191}'
                    | '\u{ab}'
                    | '\u{bb}'
                    | '\u{203a}'
                    | '>'
                    | '#'
                    | '.'
                    | ':'
            )
    });
    BUTTONS.contains(&low)
        || BUTTONS.contains(&bare)
        || OPENINGS.iter().any(|opening| low.starts_with(opening))
        || is_reply_count(bare)
        || bare
            .split([' ', '|', '\u{b7}', '/', '\u{a0}'])
            .all(|word| word.is_empty() || BUTTONS.contains(&word))
            && !bare.is_empty()
}

/// `3 replies`, `2 replies by X and others`, `4 more comments...`.
fn is_reply_count(low: &str) -> bool {
    let Some((number, rest)) = split_number(low) else { return false };
    number >= 0
        && [
            "replies",
            "reply",
            "antworten",
            "r\u{e9}ponses",
            "respuestas",
            "more comment",
            "more repl",
            "risposte",
            "reacties",
        ]
        .iter()
        .any(|word| {
            rest.strip_prefix(word).is_some_and(|tail| {
                tail.is_empty()
                    || tail.starts_with([' ', 's', 'i', '.', '\u{2026}'])
                        && tail.len() < 60
                        && !tail.starts_with(" to ")
            })
        })
}

/// Votes and edit remarks that stand on a line of their own. `low` is the line in lower case, `at` its first byte in the page.
pub(super) fn mark(line: &str, low: &str, at: usize) -> Option<Mark> {
    if let Some(likes) = liked(low) {
        return Some(Mark { likes: Some(likes), ..Mark::default() });
    }
    if let Some((number, rest)) = split_number(low) {
        let word = rest.trim_matches(|c: char| !c.is_alphanumeric());
        if matches!(word, "point" | "points" | "punkte" | "pts" | "puntos" | "punti" | "pontos") {
            return Some(Mark { score: Some(number), ..Mark::default() });
        }
        if matches!(
            word,
            "like"
                | "likes"
                | "upvotes"
                | "upvote"
                | "recommend"
                | "recommends"
                | "recommended"
                | "gef\u{e4}llt mir"
                | "j\u{2019}aime"
                | "j'aime"
                | "me gusta"
                | "mi piace"
                | "curtidas"
                | "vind-ik-leuks"
        ) {
            return Some(Mark { likes: Some(number), ..Mark::default() });
        }
        if matches!(word, "dislike" | "dislikes" | "downvotes" | "downvote") {
            return Some(Mark { dislikes: Some(number), ..Mark::default() });
        }
    }
    edited(line, low, at)
}

/// `Liked by 2 people`, `Gefaellt 3 Personen`: number of likes; one for a single named person.
fn liked(low: &str) -> Option<i64> {
    let rest = [
        "liked by ",
        "gef\u{e4}llt ",
        "aim\u{e9} par ",
        "le gusta a ",
        "les gusta a ",
        "piace a ",
        "curtido por ",
        "vinden ",
        "\u{43f}\u{43e}\u{43d}\u{440}\u{430}\u{432}\u{438}\u{43b}\u{43e}\u{441}\u{44c} ",
    ]
    .iter()
    .find_map(|opening| low.strip_prefix(opening))?;
    let people = [
        "people",
        "person",
        "personen",
        "personne",
        "personnes",
        "personas",
        "persone",
        "pessoas",
        "\u{43b}\u{44e}\u{434}\u{44f}\u{43c}",
    ];
    match split_number(rest) {
        Some((number, word)) => people.iter().any(|p| word.starts_with(p)).then_some(number),
        None => (low.starts_with("liked by ") && rest.split_whitespace().count() <= 5).then_some(1),
    }
}

/// `Last edited 28 days ago by X`, `Edited on May 3`, `Zuletzt bearbeitet vor 3 Tagen von X`.
fn edited(line: &str, low: &str, at: usize) -> Option<Mark> {
    const OPENINGS: &[&str] = &[
        "last edited on ",
        "last edited ",
        "edited on ",
        "edited ",
        "zuletzt bearbeitet ",
        "zuletzt ge\u{e4}ndert ",
        "derni\u{e8}re modification ",
        "modifi\u{e9} ",
        "\u{faa}ltima edici\u{f3}n ",
        "editado ",
        "ultima modifica ",
        "modificato ",
        "laatst bewerkt ",
        "ostatnio edytowany ",
        "\u{43f}\u{43e}\u{441}\u{43b}\u{435}\u{434}\u{43d}\u{435}\u{435} \u{440}\u{435}\u{434}\u{430}\u{43a}\u{442}\u{438}\u{440}\u{43e}\u{432}\u{430}\u{43d}\u{438}\u{435} ",
    ];
    let opening = OPENINGS.iter().find(|opening| low.starts_with(**opening))?;
    // Lower case changes lengths in a few scripts; the place in the line is only good when it did not.
    if low.len() != line.len() || line.len() > 120 || !low.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    let start = opening.len();
    let by = [" by ", " von ", " par ", " por ", " da ", " door ", " przez "]
        .iter()
        .find_map(|by| low.get(start..)?.find(by).map(|to| (start + to, start + to + by.len())));
    let place = |start: usize, end: usize| Some(Span::new(at + start, at + end));
    let (when, name) = match by {
        Some((end, name)) => (place(start, end), place(name, line.len())),
        None => (place(start, line.len()), None),
    };
    Some(Mark { edited: when, edited_by: name, ..Mark::default() })
}

/// A leading number (with sign and thousands marks) and what follows it, trimmed.
pub(super) fn split_number(low: &str) -> Option<(i64, &str)> {
    let (sign, digits) = match low.strip_prefix(['-', '\u{2212}', '\u{2013}']) {
        Some(rest) => (-1, rest),
        None => (1, low.strip_prefix('+').unwrap_or(low)),
    };
    let end = digits
        .char_indices()
        .find(|&(at, c)| {
            let grouping = matches!(c, ',' | '.')
                && digits.get(at + 1..).is_some_and(|rest| {
                    rest.bytes().take(3).filter(u8::is_ascii_digit).count() == 3
                });
            !(c.is_ascii_digit() || at > 0 && grouping)
        })
        .map_or(digits.len(), |(at, _)| at);
    let number: String = digits.get(..end)?.chars().filter(char::is_ascii_digit).collect();
    let value: i64 = number.parse().ok()?;
    Some((sign * value, digits.get(end..)?.trim_start()))
}

#[cfg(test)]
mod tests {
    use super::{is_button, mark, split_number};

    #[test]
    fn buttons_in_several_languages() {
        for line in [
            "reply",
            "antworten",
            "r\u{e9}pondre",
            "reply | share",
            "3 replies",
            "2 replies by ann and others",
            "5 more comments...",
        ] {
            assert!(is_button(line), "{line}");
        }
        for line in [
            "reply soon, please",
            "i like it",
            "",
            "3 replies to your question would be too many to read",
        ] {
            assert!(!is_button(line), "{line}");
        }
    }

    #[test]
    fn marks_give_their_numbers() {
        let of = |line: &str| mark(line, &line.to_lowercase(), 0);
        assert_eq!(of("Liked by 2 people").and_then(|m| m.likes), Some(2));
        assert_eq!(of("Liked by 1 person").and_then(|m| m.likes), Some(1));
        assert_eq!(of("-3 points").and_then(|m| m.score), Some(-3));
        assert_eq!(of("1,204 likes").and_then(|m| m.likes), Some(1204));
        assert_eq!(of("Liked by readers all over the country and beyond it"), None);
    }

    #[test]
    fn edit_remarks_give_time_and_name() {
        let line = "Last edited 28 days ago by Vera";
        let mark = mark(line, &line.to_lowercase(), 0).unwrap();
        assert_eq!(mark.edited.map(|span| span.of(line)), Some("28 days ago"));
        assert_eq!(mark.edited_by.map(|span| span.of(line)), Some("Vera"));
    }

    #[test]
    fn numbers_with_thousands_marks() {
        assert_eq!(split_number("1,204 likes"), Some((1204, "likes")));
        assert_eq!(split_number("12. likes"), Some((12, ". likes")));
        assert_eq!(split_number("x"), None);
    }
}
