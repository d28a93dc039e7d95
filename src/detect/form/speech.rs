//! Talk: turns that open with the speaker's name, or questions and answers.

use super::{Form, Free, is_prose};
use crate::segment::{End, Line};

/// Turns, at least, of those who speak more than twice.
const TURNS: usize = 8;
/// Turns of one that speaks, at least.
const EACH: usize = 3;
/// One in so many lines opens a turn, at least.
const LINES_A_TURN: usize = 5;
/// Questions, at least, where no names stand before them.
const QUESTIONS: usize = 5;
/// Words of a question, at most.
const QUESTION_WORDS: u32 = 70;

/// Transcript or interview, when most of the page is one.
pub(super) fn find(page: &Free<'_>) -> Option<Form> {
    by_names(page).or_else(|| is_questions(page).then_some(Form::Interview))
}

/// Turns with the speaker at the head.
fn by_names(page: &Free<'_>) -> Option<Form> {
    let opening = |(i, line)| speaker(page.body(line)).map(|name| Turn { i, line, name });
    let mut turns: Vec<Turn<'_>> =
        page.lines.iter().copied().enumerate().filter_map(opening).collect();
    let mut names: Vec<&str> = turns.iter().map(|turn| turn.name).collect();
    names.sort_unstable();
    let speaking: Vec<&str> = names
        .chunk_by(|a, b| a == b)
        .filter(|turns| turns.len() >= EACH)
        .filter_map(|turns| turns.first().copied())
        .collect();
    turns.retain(|turn| speaking.contains(&turn.name));
    let (first, last) = (turns.first()?.i, turns.last()?.i);
    let changes = turns.windows(2).filter(|pair| matches!(pair, [a, b] if a.name != b.name)).count();
    if speaking.len() < 2
        || turns.len() < TURNS
        || changes * 2 < turns.len()
        || turns.len() * LINES_A_TURN < last - first
        || !page.is_most(first, (last + 1).min(page.lines.len() - 1))
    {
        return None;
    }
    let asks = |name: &&str| {
        let mut own = 0;
        let questions = turns.iter().filter(|turn| turn.name == *name).filter(|turn| {
            own += 1;
            turn.line.shape.end == End::Question
        });
        questions.count() * 2 >= own
    };
    let short = speaking.iter().all(|name| name.chars().count() <= 2);
    let interview = speaking.len() == 2 && (short || speaking.iter().any(asks));
    Some(if interview { Form::Interview } else { Form::Transcript })
}

struct Turn<'p> {
    i: usize,
    line: &'p Line,
    name: &'p str,
}

/// The name before the colon: up to four words, each with a capital or of a script without them.
fn speaker(line: &str) -> Option<&str> {
    let end = line.char_indices().take(40).find(|(_, c)| matches!(c, ':' | '\u{ff1a}'))?.0;
    let name = line.get(..end)?.trim();
    let words = name.split_whitespace().count();
    let capital = |word: &str| word.chars().next().is_some_and(|c| !c.is_lowercase());
    let fits = (1..=4).contains(&words)
        && name.chars().any(char::is_alphabetic)
        && !name.contains(|c: char| c.is_ascii_digit() || "/@\"{}<>=".contains(c))
        && name.split_whitespace().all(capital);
    fits.then_some(name)
}

/// Paragraphs that are a question, each with an answer after it.
fn is_questions(page: &Free<'_>) -> bool {
    let asked = |line: &Line| {
        line.shape.end == End::Question
            && !line.shape.starts_quote
            && (3..=QUESTION_WORDS).contains(&line.shape.words)
    };
    let answered = |i: usize| page.lines.get(i + 1).is_some_and(|next| !asked(next) && is_prose(next));
    let found: Vec<usize> = (0..page.lines.len())
        .filter(|&i| page.lines.get(i).is_some_and(|line| asked(line)) && answered(i))
        .collect();
    let (Some(first), Some(last)) = (found.first(), found.last()) else { return false };
    found.len() >= QUESTIONS
        && found.len() * LINES_A_TURN >= last - first
        && page.is_most(*first, last + 1)
}
