//! Lines at the borders of a thread: the header before it, the form and the footer after it.

use super::controls::split_number;
use super::words::{ABOUT, COMMENTS, HEADERS};

/// Openings of the form that takes a new comment, lower case.
const FORMS: &[&str] = &[
    "leave a reply",
    "leave a comment",
    "leave your comment",
    "leave comment",
    "post a comment",
    "post comment",
    "post your comment",
    "write a comment",
    "write comment",
    "add a comment",
    "add comment",
    "add your comment",
    "submit a comment",
    "submit comment",
    "comment cancel reply",
    "cancel reply",
    "your email address will not be",
    "your email will not be",
    "you must be logged in to",
    "you must log in",
    "you need to be logged in",
    "log in to comment",
    "login to comment",
    "sign in to comment",
    "please log in to",
    "save my name",
    "this site uses akismet",
    "comments are closed",
    "comments closed",
    "commenting is closed",
    "comment form",
    "required fields are marked",
    "name *",
    "email *",
    "notify me of",
    "sign up for free to join this conversation",
    "your answer",
    "know someone who can answer",
    "you must log in to answer",
    "join the conversation",
    "have your say",
    "leave a reply cancel",
    "schreibe einen kommentar",
    "schreiben sie einen kommentar",
    "kommentar schreiben",
    "kommentar verfassen",
    "kommentar hinzuf\u{fc}gen",
    "kommentar abgeben",
    "hinterlasse ein",
    "hinterlassen sie",
    "deine e-mail-adresse wird nicht",
    "ihre e-mail-adresse wird nicht",
    "erforderliche felder",
    "du musst angemeldet sein",
    "sie m\u{fc}ssen angemeldet sein",
    "antwort hinterlassen",
    "einen kommentar hinterlassen",
    "diese website verwendet akismet",
    "antworten abbrechen",
    "kommentare sind geschlossen",
    "kommentare sind bei diesem artikel",
    "die kommentare sind geschlossen",
    "meinen namen, meine",
    "neuen kommentar",
    "ihr kommentar",
    "dein kommentar",
    "laisser un commentaire",
    "laissez un commentaire",
    "votre adresse e-mail ne sera",
    "votre adresse de messagerie ne sera",
    "ajouter un commentaire",
    "r\u{e9}diger un commentaire",
    "\u{e9}crire un commentaire",
    "annuler la r\u{e9}ponse",
    "les commentaires sont ferm\u{e9}s",
    "publier un commentaire",
    "laisser une r\u{e9}ponse",
    "enregistrer mon nom",
    "deja un comentario",
    "deja una respuesta",
    "dejar un comentario",
    "a\u{f1}adir un comentario",
    "tu direcci\u{f3}n de correo",
    "cancelar la respuesta",
    "publicar un comentario",
    "cancelar respuesta",
    "escribe un comentario",
    "lascia un commento",
    "lascia una risposta",
    "il tuo indirizzo email non",
    "annulla risposta",
    "aggiungi un commento",
    "posta un commento",
    "invia un commento",
    "deixe um coment\u{e1}rio",
    "deixe uma resposta",
    "deixar um coment\u{e1}rio",
    "o seu endere\u{e7}o de",
    "enviar um coment\u{e1}rio",
    "cancelar resposta",
    "postar um coment\u{e1}rio",
    "geef een reactie",
    "laat een reactie",
    "plaats een reactie",
    "je e-mailadres",
    "het e-mailadres wordt niet",
    "reactie annuleren",
    "een reactie posten",
    "dodaj komentarz",
    "zostaw komentarz",
    "zostaw odpowied\u{17a}",
    "tw\u{f3}j adres e",
    "anuluj pisanie",
    "prze\u{15b}lij komentarz",
    "\u{434}\u{43e}\u{431}\u{430}\u{432}\u{438}\u{442}\u{44c} \u{43a}\u{43e}\u{43c}\u{43c}\u{435}\u{43d}\u{442}",
    "\u{432}\u{430}\u{448} \u{430}\u{434}\u{440}\u{435}\u{441} email",
    "\u{43e}\u{442}\u{43f}\u{440}\u{430}\u{432}\u{438}\u{442}\u{44c} \u{43a}\u{43e}\u{43c}\u{43c}\u{435}\u{43d}\u{442}",
    "\u{43e}\u{442}\u{43c}\u{435}\u{43d}\u{438}\u{442}\u{44c} \u{43e}\u{442}\u{432}\u{435}\u{442}",
    "\u{43e}\u{441}\u{442}\u{430}\u{432}\u{438}\u{442}\u{44c} \u{43a}\u{43e}\u{43c}\u{43c}\u{435}\u{43d}\u{442}",
    "\u{43d}\u{430}\u{43f}\u{438}\u{441}\u{430}\u{442}\u{44c} \u{43a}\u{43e}\u{43c}\u{43c}\u{435}\u{43d}\u{442}",
    "\u{437}\u{430}\u{43b}\u{438}\u{448}\u{438}\u{442}\u{438} ",
    "\u{434}\u{43e}\u{434}\u{430}\u{442}\u{438} \u{43a}\u{43e}\u{43c}\u{435}\u{43d}\u{442}",
    "bir yan\u{131}t yaz\u{131}n",
    "bir cevap yaz\u{131}n",
    "yorum yap",
    "yorum yaz",
    "e-posta hesab\u{131}n\u{131}z",
    "yan\u{131}t\u{131} iptal",
    "yorum g\u{f6}nder",
    "l\u{e4}mna ett svar",
    "l\u{e4}mna en kommentar",
    "din e-postadress",
    "skriv en kommentar",
    "avbryt svar",
    "legg igjen",
    "skriv et svar",
    "din e-mailadresse",
    "napsat koment\u{e1}\u{159}",
    "p\u{159}idat koment\u{e1}\u{159}",
    "vlo\u{17e}it koment\u{e1}\u{159}",
    "va\u{161}e e-mailov\u{e1}",
    "zru\u{161}it odpov",
    "odoslat\u{165} koment\u{e1}r",
    "vastaa peruuta",
    "kirjoita kommentti",
    "las\u{103} un",
    "\u{62a}\u{639}\u{644}\u{64a}\u{642} \u{62c}\u{62f}\u{64a}\u{62f}",
    "\u{627}\u{62a}\u{631}\u{643} ",
    "\u{53d1}\u{8868}\u{8bc4}\u{8bba}",
    "\u{53d1}\u{8868}\u{56de}\u{590d}",
    "\u{767c}\u{8868}",
    "\u{30b3}\u{30e1}\u{30f3}\u{30c8}\u{3092}\u{6b8b}\u{3059}",
    "\u{30b3}\u{30e1}\u{30f3}\u{30c8}\u{3092}\u{9001}\u{4fe1}",
];

/// Openings of what commonly stands below a thread, lower case.
const FEET: &[&str] = &[
    "\u{a9}",
    "copyright",
    "all rights reserved",
    "alle rechte vorbehalten",
    "privacy policy",
    "terms of",
    "related posts",
    "related articles",
    "related stories",
    "related links",
    "you may also like",
    "you might also like",
    "more from ",
    "recent posts",
    "recent comments",
    "popular posts",
    "latest posts",
    "previous post",
    "next post",
    "newer post",
    "older post",
    "subscribe to",
    "sign up for",
    "newsletter",
    "follow us",
    "powered by",
    "proudly powered",
    "\u{e4}hnliche beitr\u{e4}ge",
    "das k\u{f6}nnte",
    "impressum",
    "datenschutz",
    "letzte beitr\u{e4}ge",
    "neueste kommentare",
    "neueste beitr\u{e4}ge",
    "articles similaires",
    "articles r\u{e9}cents",
    "mentions l\u{e9}gales",
    "entradas recientes",
    "art\u{ed}culos relacionados",
    "post navigation",
    "beitrags-navigation",
    "beitragsnavigation",
    "archives",
    "categories",
    "about me",
    "search this blog",
    "blog archive",
    "primary sidebar",
    "footer",
    "ready for more?",
    "a few favorites",
    "no posts",
    "load more",
    "view more",
    "sponsored",
    "advertisement",
    "we use cookies",
    "ez a weboldal",
    "this website uses",
    "instagram",
    "meta",
    "kategorien",
    "suche",
    "search",
    "get the ",
    "site map",
    "sitemap",
    "contact us",
];

/// Whether the line opens or belongs to the form for a new comment.
pub(super) fn is_form(low: &str) -> bool {
    let low = low.trim_start_matches(|c: char| !c.is_alphanumeric());
    FORMS.iter().any(|form| low.starts_with(form))
}

/// Whether the line stands below threads: footers, neighbouring posts, sidebars.
pub(super) fn is_foot(low: &str) -> bool {
    let words = low.split_whitespace().count();
    FEET.iter().any(|foot| {
        low.strip_prefix(foot).is_some_and(|tail| {
            let fits = tail.is_empty() || foot.len() > 8 || matches!(*foot, "\u{a9}");
            fits && !tail.starts_with(char::is_alphanumeric) && words <= 12
        })
    })
}

/// How a line opens a thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Header {
    /// With the number of comments: `7 thoughts on ...`, `Comments (12)`.
    Counted(u32),
    /// Without: `Comments`, `Discussion about this post`.
    Plain,
}

/// Reads a line as the header of a thread. `low` is the line in lower case.
pub(super) fn header(low: &str) -> Option<Header> {
    let trimmed = low.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, ':' | '|' | '\u{bb}' | '\u{ab}' | '#' | '-' | '\u{2013}')
    });
    if trimmed.is_empty() || trimmed.len() > 240 {
        return None;
    }
    if HEADERS.contains(&trimmed) || HEADERS.contains(&low) {
        return Some(Header::Plain);
    }
    if let Some((number, rest)) = leading_count(trimmed) {
        let (word, tail) =
            rest.split_once([' ', '\u{a0}']).map_or((rest, ""), |(w, t)| (w, t.trim()));
        let word = word.trim_end_matches([':', '.', ',']);
        let counted = Header::Counted(u32::try_from(number).ok()?);
        if COMMENTS.contains(&word) {
            let about = tail.is_empty()
                || ABOUT.iter().any(|on| {
                    tail.strip_prefix(on)
                        .is_some_and(|t| t.starts_with([' ', '\u{201c}', '"', '\u{ab}']))
                });
            return about.then_some(counted);
        }
        return None;
    }
    let (word, tail) = match trimmed.find(['(', '[', ' ', ':']) {
        Some(at) => (trimmed.get(..at)?, trimmed.get(at..)?.trim()),
        None => (trimmed, ""),
    };
    let (word, tail) = if matches!(word, "reader" | "user" | "your" | "leser" | "recent" | "post")
        && word != "recent"
    {
        let rest = tail;
        rest.find(['(', '[', ' ', ':']).map_or((rest, ""), |at| {
            (rest.get(..at).unwrap_or_default(), rest.get(at..).unwrap_or_default().trim())
        })
    } else {
        (word, tail)
    };
    // `Thoughts`, `Replies` alone are headings of articles and buttons.
    let ambiguous = matches!(
        word,
        "thought"
            | "thoughts"
            | "response"
            | "responses"
            | "replies"
            | "antworten"
            | "comment"
            | "avis"
            | "gedanken"
            | "meinungen"
            | "reaktionen"
            | "respuestas"
            | "risposte"
            | "respostas"
            | "opiniones"
            | "r\u{e9}ponses"
            | "odpowiedzi"
    );
    if !COMMENTS.contains(&word) {
        return None;
    }
    if tail.is_empty() {
        return (!ambiguous).then_some(Header::Plain);
    }
    let digits =
        tail.trim_matches(|c: char| matches!(c, '(' | ')' | '[' | ']' | ':' | ' ' | '\u{a0}'));
    split_number(digits)
        .filter(|(_, rest)| rest.is_empty())
        .and_then(|(n, _)| u32::try_from(n).ok())
        .map(Header::Counted)
}

/// A leading number, in digits or as the word for one.
fn leading_count(low: &str) -> Option<(i64, &str)> {
    for one in [
        "one ",
        "ein ",
        "eine ",
        "un ",
        "una ",
        "um ",
        "uma ",
        "\u{e9}\u{e9}n ",
        "\u{e9}n ",
        "jeden ",
        "\u{43e}\u{434}\u{438}\u{43d} ",
    ] {
        if let Some(rest) = low.strip_prefix(one) {
            return Some((1, rest.trim_start()));
        }
    }
    split_number(low).filter(|(n, _)| (0..100_000).contains(n))
}

#[cfg(test)]
mod tests {
    use super::{Header, header, is_foot, is_form};

    #[test]
    fn headers_of_platforms_and_languages() {
        for (line, count) in [
            ("7 thoughts on \u{201c}a walk\u{201d}", 7),
            ("comments (12)", 12),
            ("12 kommentare", 12),
            ("4 antworten", 4),
            ("one thought on \u{201c}rain\u{201d}", 1),
            ("15 replies to \u{201c}open plans\u{201d}", 15),
            ("2 kommentare zu ein haus", 2),
        ] {
            assert_eq!(header(line), Some(Header::Counted(count)), "{line}");
        }
        assert_eq!(header("comments"), Some(Header::Plain));
        assert_eq!(header("discussion about this post"), Some(Header::Plain));
        for line in [
            "comments by the minister were sharp",
            "12 people",
            "recent comments",
            "thoughts",
            "7 comments were deleted",
        ] {
            assert_eq!(header(line), None, "{line}");
        }
    }

    #[test]
    fn forms_and_feet() {
        assert!(is_form("leave a reply cancel reply") && is_form("schreibe einen kommentar"));
        assert!(
            is_foot("\u{a9} 2024 example news")
                && is_foot("recent posts")
                && !is_foot("search for the truth goes on")
        );
    }
}
