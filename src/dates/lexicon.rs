//! All words of all languages in one table, and the look-up of a line's words.

use hashbrown::HashMap;

use super::fold::Fold;
use super::glance::Glance;
use super::glued::part_years;
use super::names::{Meaning, Sense};
use super::rows::Rows;
use super::tokens::{Kind, Token, cut, join, may_count};

/// Slots of the sieve; some ten times the number of words.
const SIEVE: usize = 1 << 15;
/// Sieve bit of a word that has a meaning or starts or ends a phrase that has.
const KNOWN: u8 = 1;
/// Sieve bit of a word without which a line with no digit holds no date.
const TRIGGER: u8 = 2;

/// The words of dates.
#[derive(Default)]
pub(super) struct Lexicon {
    pub(super) fold: Fold,
    glance: Glance,
    words: HashMap<u64, Meaning, foldhash::fast::FixedState>,
    senses: Vec<Sense>,
    /// Two bits a slot, so that most words cost one load.
    sieve: Vec<u8>,
}

impl Lexicon {
    /// Builds the table from the texts of the data files.
    pub(super) fn build(fold: &str, rows: &[&str]) -> Result<Self, toml::de::Error> {
        let fold = Fold::new(fold)?;
        let rows = Rows::read(&fold, rows)?;
        let mut lexicon =
            Self { fold, glance: rows.glance, sieve: vec![0; SIEVE], ..Self::default() };
        for (hash, (mut meaning, senses)) in rows.words {
            meaning.first_sense = u16::try_from(lexicon.senses.len()).unwrap_or(u16::MAX);
            meaning.senses = u8::try_from(senses.len()).unwrap_or(u8::MAX);
            lexicon.senses.extend(senses);
            lexicon.words.insert(hash, meaning);
            lexicon.mark(hash, KNOWN);
        }
        for hash in rows.triggers {
            lexicon.mark(hash, TRIGGER);
        }
        Ok(lexicon)
    }

    fn mark(&mut self, hash: u64, bit: u8) {
        if let Some(slot) = self.sieve.get_mut(place(hash)) {
            *slot |= bit;
        }
    }

    fn sieved(&self, hash: u64, bit: u8) -> bool {
        self.sieve.get(place(hash)).is_some_and(|slot| slot & bit != 0)
    }

    fn look_up(&self, hash: u64) -> Option<Meaning> {
        if self.sieved(hash, KNOWN) { self.words.get(&hash).copied() } else { None }
    }

    /// Whether a line may hold a date; a cheap test, so that most lines cost no more.
    pub(super) fn may_date(&self, line: &str) -> bool {
        if line.is_ascii() {
            return self.glance.may_date(line.as_bytes());
        }
        if may_count(line) {
            return true;
        }
        let mut found = false;
        cut(&self.fold, line, |token| {
            found |= token.kind == Kind::Word && self.sieved(token.hash, TRIGGER);
        });
        found
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

#[allow(clippy::cast_possible_truncation, reason = "below the size of the sieve")]
const fn place(hash: u64) -> usize {
    // FNV's low bits are its best ones; folding brings the high ones in.
    ((hash ^ (hash >> 32)) % SIEVE as u64) as usize
}
