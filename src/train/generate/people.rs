//! Names of made-up people: reporters with theirs in full, commenters with anything.

use super::fill::pick;
use super::language::Language;
use crate::random::Random;

/// Beginnings and ends that nicknames are put together from.
const NICK_HEADS: &[&str] = &[
    "blue", "night", "old", "Captain", "mad", "lucky", "silver", "Tom", "kit", "stone", "Red",
    "pixel", "river", "north", "data", "Grumpy", "sun", "quiet", "moto", "Doc", "zen", "coffee",
    "garden", "fox", "Wolf", "retro", "just", "real", "xX", "micro", "papa", "Lady", "hobbit",
];
const NICK_TAILS: &[&str] = &[
    "bird", "owl", "man", "Nemo", "max", "star", "cat", "bear", "walker", "66", "rider", "girl",
    "smith", "77", "_fan", "head", "light", "2000", "dude", "z", "maker", "wind", "lover", "panda",
    "user", "hunter", "_k", "guy", "99", "storm", "mom", "joe", "burg", "ster",
];

/// First and last name, in the order of the language.
pub fn name(language: &Language, random: &mut Random) -> String {
    let (first, last) = (pick(&language.first, random), pick(&language.last, random));
    if language.is_unspaced() && language.code != "th" {
        format!("{last}{first}")
    } else if matches!(language.code.as_str(), "hu" | "vi" | "ko") {
        let between = if language.code == "ko" { "" } else { " " };
        format!("{last}{between}{first}")
    } else {
        format!("{first} {last}")
    }
}

/// The name of a commenter: real, shortened or invented.
pub fn commenter(language: &Language, random: &mut Random) -> String {
    let first = pick(&language.first, random);
    let last = pick(&language.last, random);
    let initial = initials(&last, 1);
    match random.below(24) {
        0..=5 => first,
        6..=11 => name(language, random),
        12 => format!("{first} {initial}."),
        13 => format!("{initial}. {last}"),
        14 => first.to_lowercase(),
        15 => format!("{}{}", first.to_lowercase(), random.below(100)),
        16 => pick(&language.cities, random) + " " + &nick(random),
        17 => name(language, random).to_uppercase(),
        18 => format!("{}_{}", first.to_lowercase(), last.to_lowercase()),
        19 => format!("{}{}", initials(&first, 1), initial),
        20 => language.phrases.get("guest").map_or(nick(random), |all| pick(all, random)),
        _ => nick(random),
    }
}

fn nick(random: &mut Random) -> String {
    let part = |list: &[&'static str], random: &mut Random| {
        list.get(random.below(list.len())).copied().unwrap_or_default()
    };
    let (head, tail) = (part(NICK_HEADS, random), part(NICK_TAILS, random));
    match random.below(6) {
        0 => format!("{head}_{tail}"),
        1 => format!("{head}{tail}{}", random.below(1000)),
        2 => head.to_owned(),
        3 => format!("{head}.{tail}"),
        _ => format!("{head}{tail}"),
    }
}

/// First letters of the first words of a name, upper case.
#[must_use]
pub fn initials(name: &str, most: usize) -> String {
    let letters = name.split_whitespace().filter_map(|word| word.chars().next()).take(most);
    letters.flat_map(char::to_uppercase).collect()
}

/// A name as an account would write it.
#[must_use]
pub fn handle(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
