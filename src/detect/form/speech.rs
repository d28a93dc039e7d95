//! Talk: turns that open with the speaker's name, or questions and answers.

use memchr::memchr2;

use super::{Form, Free, count, is_prose, length, ratio};
use crate::segment::{End, Line};

/// Turns, at least, of those who speak more than twice.
const TURNS: usize = 8;
/// Turns of one that speaks, at least.
const EACH: usize = 3;
/// Share of the characters that stand on the lines with the names, at least: the fields of a form have less.
const SAID: f32 = 0.4;
/// Of two who talk, one in so many turns is a question; `Pros:` and `Cons:` ask none.
const QUESTIONS_OF: usize = 8;
/// From what share on names in a usual order are no speakers but the fields of a form.
const IN_ORDER: f32 = 0.8;
/// One in so many lines opens a turn, at least.
const LINES_A_TURN: usize = 5;
/// Questions, at least, where no names stand before them.
const QUESTIONS: usize = 5;
/// Words of a question on average, at least: headings that ask have fewer.
const ASKED_WORDS: f32 = 9.0;
/// Words of a question, at most.
const QUESTION_WORDS: u32 = 70;

/// Transcript or interview, when most of the page is one.
pub(super) fn find(page: &Free<'_>) -> Option<Form> {
    by_names(page).or_else(|| is_questions(page).then_some(Form::Interview))
}

/// Turns with the speaker at the head.
fn by_names(page: &Free<'_>) -> Option<Form> {
    let mut turns = turns(page)?;
    let mut names: Vec<&str> = turns.iter().map(|turn| turn.name).collect();
    names.sort_unstable();
    let speaking: Vec<&str> = names
        .chunk_by(|a, b| a == b)
        .filter(|turns| turns.len() >= EACH)
        .filter_map(|turns| turns.first().copied())
        .collect();
    turns.retain(|turn| speaking.binary_search(&turn.name).is_ok());
    let (first, last) = (turns.first()?.i, turns.last()?.i);
    let said: Vec<&Line> = turns.iter().map(|turn| turn.line).collect();
    if speaking.len() < 2
        || turns.len() < TURNS
        || turns.len() * LINES_A_TURN < last - first
        || page.share(&said) < SAID
        || !page.is_most(first, (last + 1).min(page.lines.len() - 1))
    {
        return None;
    }
    let questions = said.iter().filter(|line| line.shape.end == End::Question).count();
    let initials = speaking.iter().all(|name| name.chars().count() <= 2);
    let talks = questions * QUESTIONS_OF >= turns.len();
    match speaking.len() {
        2 if initials || questions * 3 >= turns.len() => Some(Form::Interview),
        2 if talks => Some(Form::Transcript),
        3.. if follows_order(&turns) < IN_ORDER => Some(Form::Transcript),
        _ => None,
    }
}

/// The lines that open with a name; none once the others have too many of the characters.
fn turns<'p>(page: &Free<'p>) -> Option<Vec<Turn<'p>>> {
    let mut turns = Vec::new();
    let mut chars = page.chars;
    for (i, &line) in page.lines.iter().enumerate() {
        if let Some(name) = speaker(line, page.body(line)) {
            turns.push(Turn { i, line, name });
            continue;
        }
        chars -= length(line);
        if ratio(chars, page.chars) < SAID {
            return None;
        }
    }
    (turns.len() >= TURNS).then_some(turns)
}

/// How often a name is followed by the one that follows it most: 1 for the fields of a form, which come in
/// the same order in each entry.
fn follows_order(turns: &[Turn<'_>]) -> f32 {
    let mut pairs: Vec<(&str, &str)> =
        turns.iter().zip(turns.iter().skip(1)).map(|(a, b)| (a.name, b.name)).collect();
    pairs.sort_unstable();
    let usual = pairs
        .chunk_by(|a, b| a.0 == b.0)
        .map(|of_name| of_name.chunk_by(|a, b| a == b).map(count).max().unwrap_or(0));
    ratio(usual.sum(), count(&pairs))
}

struct Turn<'p> {
    i: usize,
    line: &'p Line,
    name: &'p str,
}

/// The name before the colon: up to four words, each with a capital or of a script without them.
fn speaker<'p>(line: &Line, body: &'p str) -> Option<&'p str> {
    let name = body.get(..colon(line, body)?)?.trim();
    let words = name.split_whitespace().count();
    let capital = |word: &str| word.chars().next().is_some_and(|c| !c.is_lowercase());
    let fits = (1..=4).contains(&words)
        && name.chars().any(char::is_alphabetic)
        && !name.contains(|c: char| c.is_ascii_digit() || "/@\"{}<>=".contains(c))
        && name.split_whitespace().all(capital);
    fits.then_some(name)
}

/// Characters before the colon, at most.
const NAME_CHARS: usize = 40;

/// The byte at which the first colon stands, if it is near enough to the start to end a name.
fn colon(line: &Line, body: &str) -> Option<usize> {
    // No more bytes than so many characters may have, given how many those of the whole line have.
    let reach = NAME_CHARS + body.len() - line.shape.chars as usize;
    let head = body.as_bytes().get(..body.len().min(reach).min(NAME_CHARS * 4))?;
    // Few lines have one: others end here, before their characters are counted.
    let at = memchr2(b':', b'\xef', head)?;
    if at < NAME_CHARS && head.get(at) == Some(&b':') {
        return Some(at);
    }
    let mut chars = body.char_indices().take(NAME_CHARS);
    chars.find(|(_, c)| matches!(c, ':' | '\u{ff1a}')).map(|(at, _)| at)
}

/// Paragraphs that are a question, each with an answer after it.
fn is_questions(page: &Free<'_>) -> bool {
    let asked = |line: &Line| {
        line.shape.end == End::Question
            && !line.shape.starts_quote
            && (3..=QUESTION_WORDS).contains(&line.shape.words)
    };
    let answered =
        |i: usize| page.lines.get(i + 1).is_some_and(|next| !asked(next) && is_prose(next));
    let found: Vec<usize> = (0..page.lines.len())
        .filter(|&i| page.lines.get(i).is_some_and(|line| asked(line)) && answered(i))
        .collect();
    let (Some(first), Some(last)) = (found.first(), found.last()) else { return false };
    let words = found.iter().filter_map(|i| page.lines.get(*i)).map(|line| line.shape.words).sum();
    found.len() >= QUESTIONS
        && ratio(words, count(&found)) >= ASKED_WORDS
        && found.len() * LINES_A_TURN >= last - first
        && page.is_most(*first, last + 1)
}
