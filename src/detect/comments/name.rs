//! Whether a short line can be the name of a commenter.
//!
//! Names on the web are real names, handles, blog titles and whole slogans;
//! what they are not is a sentence, a menu or a button.

use super::words::words;
use crate::segment::{End, Shape};

/// Longest name in characters; pingbacks, which carry whole headlines, are known by their verb instead.
const MAX_CHARS: u32 = 60;
/// Most words of a name.
const MAX_WORDS: u32 = 7;

/// How much a line looks like a name, 0 to 1. `low` is the line in lower case, `shape` belongs to `line`.
pub(super) fn likeness(line: &str, low: &str, shape: &Shape) -> f32 {
    if shape.chars > MAX_CHARS || shape.words > MAX_WORDS || shape.words == 0 || shape.letters == 0
    {
        return 0.0;
    }
    if shape.letters < shape.digits || shape.sentences > 0 && shape.words > 4 {
        return 0.0;
    }
    // `6 minute read`, `2 days left`: a figure and its unit.
    if is_federated(line) {
        return 1.0;
    }
    let figure =
        line.starts_with(|c: char| c.is_ascii_digit()) && shape.words >= 2 && line.contains(' ');
    if figure || words().no_names.contains(low) {
        return 0.0;
    }
    let ends_like_name = match shape.end {
        End::Open => true,
        // `John D.`, `Dr. K.`: an initial, not a sentence.
        End::Stop => line.split_whitespace().last().is_some_and(is_initial) && shape.words <= 4,
        End::Exclamation | End::Question => shape.words <= 2,
        End::Ellipsis | End::Colon | End::Comma => false,
    };
    // `@ Vera` speaks to somebody.
    if !ends_like_name
        || line.starts_with("@ ")
        || line.starts_with([
            '#', '\u{a9}', '<', '\u{bb}', '\u{ab}', '\u{203a}', '\u{2192}', '\u{2190}',
        ])
    {
        return 0.0;
    }
    let address = || line.as_bytes().contains(&b':') && line.contains("://");
    if shape.separators > 0 || address() || shape.words > 4 && line.contains("  ") {
        return 0.0;
    }
    // A handle: `rider_of_the_99`.
    if !line.contains(char::is_whitespace) && shape.unspaced == 0 {
        return 1.0;
    }
    let lower = shape.words - shape.capitalised.min(shape.words);
    let base: f32 = match shape.words {
        1 | 2 => 1.0,
        3 => 0.9,
        4 => 0.7,
        5 => 0.5,
        _ => 0.35,
    };
    let penalty = match lower {
        0 | 1 => 0.0,
        2 => 0.2,
        _ => 0.4,
    };
    (base - penalty).max(0.0)
}

/// `Vera @lemmy.example`, `Vera (she/her)@lemmy.example`: a name, and the server that it is on.
fn is_federated(line: &str) -> bool {
    if memchr::memchr(b'@', line.as_bytes()).is_none() {
        return false;
    }
    let parted = line.rsplit_once(" @").or_else(|| line.rsplit_once(")@"));
    let server = parted.map_or("", |(_, server)| server);
    server.contains('.')
        && !server.contains(' ')
        && server.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-'))
}

/// `D.`, `Dr.`, `Jun.` after a capital, `b.` and `e.V.` without.
fn is_initial(word: &str) -> bool {
    let chars = word.chars().count();
    let inner = word.strip_suffix('.').is_some_and(|word| word.contains('.'));
    chars <= 2 || chars <= 4 && (inner || word.chars().next().is_some_and(char::is_uppercase))
}

#[cfg(test)]
mod tests {
    use super::likeness;
    use crate::segment::Shape;

    fn of(line: &str) -> f32 {
        likeness(line, &line.to_lowercase(), &Shape::of(line))
    }

    #[test]
    fn names_and_handles() {
        for name in
            ["Anna K.", "xX_rider_99", "M", "\u{41e}\u{43b}\u{435}\u{433}", "\u{5c0f}\u{6797}"]
        {
            assert!(of(name) >= 0.5, "{name}");
        }
    }

    #[test]
    fn sentences_menus_and_numbers_are_no_names() {
        for line in [
            "I think so too.",
            "Home | News",
            "12",
            "and then we went to the shop again",
            "Read more:",
            "\u{a9} 2024 Example",
        ] {
            assert!(of(line) < 0.5, "{line}");
        }
    }
}
