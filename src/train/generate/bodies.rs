//! What made-up commenters write: invented lines, gold comments, and what people
//! write at length, for which sentences of other articles stand.

use super::fill::Filler;
use super::materials::sentences;
use crate::random::Random;

/// Signs that end a comment now and then.
const ENDS: &[&str] =
    &["!!!", "...", " :)", " 😂", " 👍", " ;-)", "??", " 🙏", " ❤️", " 😡", "!", " lol", " xD"];
/// Addresses that commenters point to.
const ADDRESSES: &[&str] = &[
    "https://www.example.org/2019/04/reply.html",
    "http://example.com/?p=1847",
    "https://youtu.example/watch?v=xk29dP0",
    "www.example.net/forum/thread-4411",
    "https://example.org/wiki/Harbour",
];

/// The paragraphs of a comment that answers `parent`, if it answers one.
pub fn body(filler: &mut Filler, parent: Option<&(String, Vec<String>)>) -> Vec<String> {
    let mut out = words(filler);
    let random = &mut *filler.random;
    if let Some((name, said)) = parent
        && let Some(first) = out.first_mut()
    {
        match random.below(12) {
            0 => *first = format!("@{name} {first}"),
            1 => *first = format!("@{name}: {first}"),
            2 => *first = format!("{name}, {first}"),
            3 => {
                let quote = said.first().map_or("", String::as_str);
                let quote = sentences(quote).first().map_or("", |s| s.trim());
                let quote =
                    if random.chance(50) { format!("> {quote}") } else { format!("“{quote}”") };
                out.insert(0, quote);
            }
            _ => {}
        }
    }
    if random.chance(4) {
        out.push(
            ADDRESSES.get(random.below(ADDRESSES.len())).copied().unwrap_or_default().to_owned(),
        );
    }
    if random.chance(3) {
        out.push(filler.values.author.clone());
    }
    out
}

/// The words themselves.
fn words(filler: &mut Filler) -> Vec<String> {
    let (materials, language, page) = (filler.materials, filler.language, filler.page);
    let random = &mut *filler.random;
    let kind = random.below(100);
    if kind < 25
        && let Some(comment) = materials.comment(language, page, random)
    {
        return comment
            .lines()
            .map(str::trim)
            .filter(|l| !l.is_empty())
            .map(str::to_owned)
            .collect();
    }
    let mut out: Vec<String> = match kind {
        0..60 => paragraphs(&materials.invented(language, random)),
        60..75 => several(2 + random.below(4), language.is_unspaced(), random, |random| {
            materials.invented(language, random)
        }),
        75..92 => vec![materials.sentences(language, page, 4, random)],
        92..97 => {
            (0..2 + random.below(4)).map(|_| materials.paragraph(language, page, random)).collect()
        }
        _ => {
            let opening = materials.invented(language, random);
            let mut out = paragraphs(&opening);
            out.push(materials.sentences(language, page, 3, random));
            out
        }
    };
    if let Some(last) = out.last_mut() {
        loosen(last, random);
    }
    if random.chance(6)
        && let Some(first) = out.first_mut()
    {
        *first = first.to_lowercase();
    }
    out
}

/// Invented lines, put together as sentences or as paragraphs.
fn several(
    count: usize,
    unspaced: bool,
    random: &mut Random,
    mut one: impl FnMut(&mut Random) -> String,
) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for _ in 0..count {
        for text in paragraphs(&one(random)) {
            match out.last_mut() {
                Some(last) if random.chance(65) => {
                    last.push_str(if unspaced { "" } else { " " });
                    last.push_str(&text);
                }
                _ => out.push(text),
            }
        }
    }
    out
}

fn paragraphs(text: &str) -> Vec<String> {
    text.split('¶').map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
}

/// Not everybody ends with a full stop.
fn loosen(text: &mut String, random: &mut Random) {
    if random.chance(15) {
        let kept = text.trim_end_matches(['.', '。']).len();
        text.truncate(kept);
        if random.chance(60) {
            text.push_str(ENDS.get(random.below(ENDS.len())).copied().unwrap_or_default());
        }
    }
}
