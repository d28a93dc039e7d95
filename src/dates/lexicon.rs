//! All words of all languages in one table, and the look-up of a line's words.

use hashbrown::HashMap;

use super::fold::Fold;
use super::glance::{Glance, Sight};
use super::glued::part_years;
use super::names::{Meaning, Sense};
use super::rows::Rows;
use super::tokens::{Kind, Token, cut, first_word, join};
use crate::sieve::Sieve;

/// The words of dates.
#[derive(Default)]
pub(super) struct Lexicon {
    pub(super) fold: Fold,
    glance: Glance,
    words: HashMap<u64, Meaning, foldhash::fast::FixedState>,
    senses: Vec<Sense>,
    /// The hashes of the words, so that most others cost one load.
    sieve: Sieve,
}

impl Lexicon {
    /// Builds the table from the texts of the data files.
    pub(super) fn build(fold: &str, rows: &[&str]) -> Result<Self, toml::de::Error> {
        let fold = Fold::new(fold)?;
        let rows = Rows::read(&fold, rows)?;
        let sieve = Sieve::new(rows.words.len());
        let mut lexicon = Self { fold, glance: rows.glance, sieve, ..Self::default() };
        for (hash, (mut meaning, senses)) in rows.words {
            meaning.first_sense = u16::try_from(lexicon.senses.len()).unwrap_or(u16::MAX);
            meaning.senses = u8::try_from(senses.len()).unwrap_or(u8::MAX);
            lexicon.senses.extend(senses);
            lexicon.words.insert(hash, meaning);
            lexicon.sieve.add(hash);
        }
        Ok(lexicon)
    }

    fn look_up(&self, hash: u64) -> Option<Meaning> {
        if self.sieve.may_hold(hash) { self.words.get(&hash).copied() } else { None }
    }

    /// Whether a line may hold a date; a cheap test, so that most lines cost no more. `room` is the text from the line's
    /// beginning on.
    pub(super) fn may_date(&self, line: &str, room: &[u8], sight: Sight) -> bool {
        self.glance.may_date(&self.fold, line, room, sight)
    }

    /// Whether the word that a line begins with is known in dates; true where none stands there.
    pub(super) fn may_open(&self, line: &str) -> bool {
        first_word(&self.fold, line).is_none_or(|hash| self.look_up(hash).is_some())
    }

    /// The sense of a unit word in the languages of `langs`.
    pub(super) fn sense(&self, meaning: Meaning, langs: u64) -> Option<Sense> {
        let first = usize::from(meaning.first_sense);
        let senses = self.senses.get(first..first + usize::from(meaning.senses))?;
        senses.iter().find(|sense| sense.langs & langs != 0).copied()
    }

    /// Cuts `line` into `tokens`, gives every word its meaning and joins the words of a phrase into one token.
    pub(super) fn read(&self, line: &str, tokens: &mut Vec<Token>) {
        tokens.clear();
        let (mut phrases, mut long) = (false, false);
        cut(&self.fold, line, |mut token| {
            long |= token.digits > 2;
            if token.kind == Kind::Word
                && let Some(meaning) = self.look_up(token.hash)
            {
                phrases |= meaning.phrase > 0;
                token.meaning = meaning;
            }
            tokens.push(token);
        });
        if phrases {
            self.join_phrases(tokens);
        }
        if long {
            part_years(tokens);
        }
    }

    fn join_phrases(&self, tokens: &mut Vec<Token>) {
        let (mut read, mut written) = (0, 0);
        while let Some(&token) = tokens.get(read) {
            let (token, next) = self.phrase(tokens, read).unwrap_or((token, read + 1));
            if let Some(slot) = tokens.get_mut(written) {
                *slot = token;
            }
            written += 1;
            read = next;
        }
        tokens.truncate(written);
    }

    /// The longest phrase that starts at `i`, and the token after it.
    fn phrase(&self, tokens: &[Token], i: usize) -> Option<(Token, usize)> {
        let first = *tokens.get(i)?;
        let (mut hash, mut at, mut best) = (first.hash, i, None);
        for _ in 1..first.meaning.phrase {
            at += 1;
            // `a.m.`, `p. m.`, `aujourd'hui`, `avant-hier`
            let sign = tokens.get(at).map(|token| token.kind);
            if matches!(sign, Some(Kind::Sign('.' | '\'' | '-'))) {
                at += 1;
            }
            let Some(word) = tokens.get(at).filter(|word| word.kind == Kind::Word) else { break };
            hash = join(hash, word.hash);
            if let Some(meaning) = self.look_up(hash) {
                best = Some((Token { end: word.end, hash, meaning, ..first }, at + 1));
            }
        }
        best
    }
}
