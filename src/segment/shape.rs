//! Counts over one line that every later stage reads instead of the bytes.

use std::sync::LazyLock;

use super::borders::{BLOCK, Lanes, borders, capitals, digits, inside, spaces};
use super::letters::{Class, char_of};
use crate::span::Span;

/// How a line ends, judged by its last visible character (closing quotes and brackets looked through).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum End {
    /// A letter, a digit or anything not named below.
    #[default]
    Open,
    /// Full stop of any script.
    Stop,
    /// Three dots or the ellipsis sign, also in brackets.
    Ellipsis,
    /// Question mark of any script.
    Question,
    /// Exclamation mark of any script.
    Exclamation,
    /// Colon.
    Colon,
    /// Comma or semicolon.
    Comma,
}

impl End {
    /// Whether a sentence may end like this.
    #[must_use]
    pub const fn is_sentence(self) -> bool {
        matches!(self, Self::Stop | Self::Ellipsis | Self::Question | Self::Exclamation)
    }
}

/// Counts over the body of one line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shape {
    /// Unicode characters.
    pub chars: u32,
    /// Words: runs of letters and digits; two characters of a script without spaces count as one word.
    pub words: u32,
    /// Alphabetic characters.
    pub letters: u32,
    /// Upper-case letters.
    pub upper: u32,
    /// Words that start with an upper-case letter.
    pub capitalised: u32,
    /// Words of one or two letters or of three all in lower case: a sign of running text in spaced scripts.
    pub short_words: u32,
    /// Decimal digits.
    pub digits: u32,
    /// Characters of scripts written without spaces (Han, kana, Thai, Lao, Khmer, Burmese).
    pub unspaced: u32,
    /// Commas of any script.
    pub commas: u32,
    /// Sentence ends inside the line: stop, question or exclamation mark followed by white space.
    pub sentences: u32,
    /// Separators of menus: `|`, angle quotes, arrows, middle dots, bullets.
    pub separators: u32,
    /// Quotation marks.
    pub quotes: u32,
    /// Places where a lower-case letter is followed by an upper-case one: `ShareTweet`.
    pub camel: u32,
    /// Characters that are none of letter, digit, white space or plain punctuation: emoji, arrows, signs.
    pub symbols: u32,
    /// How the line ends.
    pub end: End,
    /// Whether the first letter is lower case.
    pub starts_lower: bool,
    /// Whether the line starts with an opening quotation mark.
    pub starts_quote: bool,
}

impl Shape {
    /// Counts over `line`.
    #[must_use]
    pub fn of(line: &str) -> Self {
        Self::within(line, Span::new(0, line.len()))
    }

    /// Counts over a line of `text`.
    #[inline(always)]
    pub(super) fn within(text: &str, span: Span) -> Self {
        let line = span.of(text);
        let end = span.start + line.len();
        let mut scan = Scan::new();
        let mut at = span.start;
        while at < end {
            scan.block(text, at, WIDTH.min(end - at));
            at += WIDTH;
        }
        let mut shape = scan.finish();
        shape.end = end_of(line);
        shape.starts_lower = starts_lower(line);
        shape.starts_quote = line.chars().next().is_some_and(is_quote);
        shape
    }

    /// Share of upper-case among cased letters, 0 to 1; 0 for a line without letters.
    #[must_use]
    pub fn upper_share(&self) -> f32 {
        ratio(self.upper, self.letters)
    }

    /// Share of words that start upper case, 0 to 1.
    #[must_use]
    pub fn capitalised_share(&self) -> f32 {
        ratio(self.capitalised, self.words)
    }
}

#[allow(clippy::cast_precision_loss, reason = "counts of one line are far below 2^23")]
fn ratio(part: u32, whole: u32) -> f32 {
    if whole == 0 { 0.0 } else { part as f32 / whole as f32 }
}

/// Whether the first alphabetic character is lower case.
fn starts_lower(line: &str) -> bool {
    // Most lines begin with one.
    if let Some(first) = line.bytes().next().filter(u8::is_ascii_alphabetic) {
        return first.is_ascii_lowercase();
    }
    line.chars().map(Class::of).find(|class| class.is_alphabetic()).is_some_and(Class::is_lowercase)
}

/// Characters of a line in a script without a mark for the end of a sentence from which on it holds one, whatever else
/// it is: headlines are shorter.
const UNMARKED_SENTENCE: u32 = 90;

/// What a character is to the counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    // Where these stand counts.
    Lower,
    Upper,
    /// A letter without case.
    Letter,
    Digit,
    /// An apostrophe inside a word or a mark on a letter: ends no word.
    Through,
    /// A full stop, question or exclamation mark, if white space follows.
    Mark,
    Blank,
    Other,
    // These are only counted; all of them end a word.
    Comma,
    /// The end of a sentence, whatever follows.
    Sentence,
    Separator,
    /// A quotation mark that menus use as a separator.
    Angle,
    Quote,
    Symbol,
    /// A character of a script without spaces.
    Unspaced,
    /// The same of a script without marks for the end of a sentence: Thai and Lao.
    Unmarked,
}

/// Bytes of a block: one bit is left for what is behind them.
const WIDTH: usize = BLOCK - 1;

/// So many kinds have a place, and as many are counted.
const PLACED: usize = 8;

/// Characters below this have a slot in the table of kinds: all alphabets below the punctuation, that, and kana.
const KINDS: usize = 0x3100;

static KIND: LazyLock<[Kind; KINDS]> =
    LazyLock::new(|| std::array::from_fn(|code| char_of(code).map_or(Kind::Other, Kind::named)));

impl Kind {
    fn named(c: char) -> Self {
        let class = Class::of(c);
        match c {
            ' ' | '\t' => Self::Blank,
            '.' | '!' | '?' => Self::Mark,
            '\u{17d4}' | '\u{17d5}' | '\u{104b}' => Self::Sentence,
            '\u{104a}' => Self::Comma,
            '\u{e00}'..='\u{eff}' => Self::Unmarked,
            c if is_unspaced(c) => Self::Unspaced,
            _ if class.is_uppercase() => Self::Upper,
            _ if class.is_lowercase() => Self::Lower,
            _ if class.is_alphabetic() => Self::Letter,
            _ if class.is_numeric() => Self::Digit,
            '\'' | '\u{2019}' => Self::Through,
            '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{65f}' | '\u{900}'..='\u{963}' => Self::Through,
            ',' | '\u{60c}' | '\u{3001}' | '\u{ff0c}' => Self::Comma,
            '\u{3002}' | '\u{ff01}' | '\u{ff1f}' | '\u{964}' | '\u{6d4}' | '\u{589}'
            | '\u{1362}' => Self::Sentence,
            '\u{ab}' | '\u{bb}' => Self::Angle,
            '|' | '\u{2039}' | '\u{203a}' | '\u{2022}' | '\u{b7}' => Self::Separator,
            '\u{2190}'..='\u{21ff}' | '\u{25b2}'..='\u{25c4}' => Self::Separator,
            c if is_quote(c) => Self::Quote,
            '<' | '>' | '=' | '+' | '*' | '#' | '^' | '~' | '_' | '\\' | '{' | '}' | '$' => {
                Self::Symbol
            }
            '\u{2010}'..='\u{2015}' | '\u{2026}' | '\u{61f}' => Self::Other,
            _ if class.is_whitespace() || c.is_ascii() => Self::Other,
            _ => Self::Symbol,
        }
    }
}

/// State between two blocks of a line.
///
/// The blocks are looked at as bits, one a byte. A character stands at its first byte; the others are seen
/// [`through`](Kind::Through).
struct Scan {
    kinds: &'static [Kind; KINDS],
    shape: Shape,
    /// Characters of the kinds that are only counted.
    counts: [u32; PLACED],
    /// Whether the block begins in a word, one or zero.
    in_word: u64,
    /// Whether a mark stands before it.
    after_mark: u64,
    /// Whether a small letter does.
    after_lower: u64,
    /// Whether one, two or three small letters do that are the beginning of a word.
    begun: [u64; 3],
}

impl Scan {
    #[inline(always)]
    fn new() -> Self {
        Self {
            kinds: &KIND,
            shape: Shape::default(),
            counts: [0; PLACED],
            in_word: 0,
            after_mark: 0,
            after_lower: 0,
            begun: [0; 3],
        }
    }

    /// Counts over the block of `width` bytes at `at`.
    #[inline(always)]
    fn block(&mut self, text: &str, at: usize, width: usize) {
        let bytes = text.as_bytes();
        let classes = |bytes: Lanes| {
            let small = bytes.between(b'a', b'z');
            [small, capitals(bytes), digits(bytes), spaces(bytes), bytes.inner()]
        };
        let [lower, upper, digit, blank, inner] = borders(bytes, at, width, classes);
        let mut places = [lower, upper, 0, digit, 0, 0, blank, 0];
        let mut signs = inside(width) & !(lower | upper | digit | blank | inner);
        while signs != 0 {
            let place = signs.trailing_zeros();
            let kind = self.kind(text, at + place as usize);
            match places.get_mut(kind as usize) {
                Some(places) => *places |= 1 << place,
                None => self.counts[kind as usize % PLACED] += 1,
            }
            signs &= signs - 1;
        }
        let [lower, upper, letter, digit, through, mark, blank, _] = places;
        self.words(lower, upper, lower | upper | letter | digit, through | inner);
        let shape = &mut self.shape;
        // Some of these are rare.
        let count = |bits: u64| if bits == 0 { 0 } else { bits.count_ones() };
        shape.chars += u32::try_from(width).unwrap_or_default() - count(inner);
        shape.letters += (lower | upper | letter).count_ones();
        shape.upper += count(upper);
        shape.camel += count(next(lower, inner, &mut self.after_lower) & upper);
        shape.digits += count(digit);
        shape.sentences += count(next(mark, 0, &mut self.after_mark) & blank);
    }

    /// Counts the words; `alnum` are all letters and digits, and what is `through` ends none.
    #[inline(always)]
    fn words(&mut self, lower: u64, upper: u64, alnum: u64, through: u64) {
        let run = alnum | through;
        // Where a run begins with what is `through`, the word begins at the first letter: from there on sums carry.
        let word = alnum | run & !(run + alnum + self.in_word);
        let first = alnum & !(word << 1 | self.in_word);
        self.in_word = word >> (WIDTH - 1);
        self.shape.words += first.count_ones();
        self.shape.capitalised += (first & upper).count_ones();
        let [one, two, three] = &mut self.begun;
        let second = next(first & lower, through, one);
        let third = next(second & lower, through, two);
        let fourth = next(third & lower, through, three);
        let ends = (second | third | fourth) & !alnum & inside(WIDTH);
        self.shape.short_words += ends.count_ones();
    }

    /// The kind of the character at `at`.
    #[inline(always)]
    fn kind(&self, text: &str, at: usize) -> Kind {
        if let Some(byte) = text.as_bytes().get(at).filter(|byte| byte.is_ascii()) {
            return self.kinds[usize::from(*byte)];
        }
        let c = text.get(at..).and_then(|rest| rest.chars().next()).unwrap_or_default();
        match self.kinds.get(c as usize) {
            Some(kind) => *kind,
            None if matches!(c, '\u{4e00}'..='\u{9fff}') => Kind::Unspaced,
            None if matches!(c, '\u{ac00}'..='\u{d7a3}') => Kind::Letter,
            None => Kind::named(c),
        }
    }

    #[inline(always)]
    fn finish(self) -> Shape {
        let [commas, sentences, separators, angles, quotes, symbols, unspaced, unmarked] =
            self.counts;
        let unspaced = unspaced + unmarked;
        // At most one of these is set: the line ends behind a short word.
        let short = self.begun.contains(&1);
        Shape {
            words: self.shape.words + unspaced.div_ceil(2),
            letters: self.shape.letters + unspaced,
            short_words: self.shape.short_words + u32::from(short),
            unspaced,
            commas,
            sentences: self.shape.sentences + sentences + u32::from(unmarked >= UNMARKED_SENTENCE),
            separators: separators + angles,
            quotes: quotes + angles,
            symbols,
            ..self.shape
        }
    }
}

/// The places behind `places` that are not `through`; `carry` is whether there is one where the block begins, and
/// becomes whether there is one behind it.
#[inline(always)]
const fn next(places: u64, through: u64, carry: &mut u64) -> u64 {
    // A sum runs through bits that are set.
    let behind = (places << 1 | *carry) + through;
    *carry = behind >> WIDTH;
    behind & !through
}

#[inline(always)]
fn end_of(line: &str) -> End {
    // Most lines; no need to look through what closes them.
    let open = line.as_bytes().last().is_some_and(u8::is_ascii_alphanumeric);
    if open { End::Open } else { end_behind(line) }
}

/// How a line ends before what closes it.
fn end_behind(line: &str) -> End {
    let inner = line.trim_end_matches(|c: char| {
        is_quote(c) || matches!(c, ')' | ']' | '\'' | '\u{ff09}') || c.is_whitespace()
    });
    let mut from_end = inner.chars().rev();
    match from_end.next() {
        Some('.') if from_end.next() == Some('.') => End::Ellipsis,
        Some(
            '.' | '\u{3002}' | '\u{964}' | '\u{6d4}' | '\u{ff0e}' | '\u{589}' | '\u{104b}'
            | '\u{1362}' | '\u{17d4}' | '\u{17d5}',
        ) => End::Stop,
        Some('\u{2026}') => End::Ellipsis,
        Some('?' | '\u{61f}' | '\u{ff1f}') => End::Question,
        Some('!' | '\u{ff01}') => End::Exclamation,
        Some(':' | '\u{ff1a}') => End::Colon,
        Some(',' | ';' | '\u{60c}' | '\u{3001}' | '\u{ff0c}') => End::Comma,
        _ => End::Open,
    }
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\u{201c}'..='\u{201f}' | '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{ab}' | '\u{bb}' | '\u{300c}'..='\u{300f}' | '\u{2039}' | '\u{203a}')
}

/// Whether a character belongs to a script that is written without spaces between words.
#[must_use]
pub const fn is_unspaced(c: char) -> bool {
    matches!(c,
        '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{2ebef}' | '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}')
}

#[cfg(test)]
mod tests {
    use super::{End, Kind, Shape};
    use proptest::prelude::*;

    #[test]
    fn counts_of_a_plain_sentence() {
        let shape = Shape::of("\u{201c}We met in Rome, again. It rained,\u{201d} she said.");
        assert_eq!((shape.words, shape.capitalised, shape.commas), (9, 3, 2));
        assert_eq!((shape.sentences, shape.end, shape.starts_quote), (1, End::Stop, true));
    }

    #[test]
    fn scripts_without_spaces_count_by_characters() {
        let shape = Shape::of("\u{4eca}\u{65e5}\u{306f}\u{96e8}\u{3002}");
        assert_eq!((shape.words, shape.unspaced, shape.end), (2, 4, End::Stop));
    }

    #[test]
    fn sentences_of_scripts_with_marks_of_their_own_and_with_none() {
        let burmese = Shape::of("\u{1019}\u{1014}\u{1039}\u{104a} \u{1019}\u{1014}\u{104b}");
        assert_eq!((burmese.commas, burmese.sentences, burmese.end), (1, 1, End::Stop));
        let thai = |words: usize| Shape::of(&"\u{e2a}\u{e30}\u{e1e}\u{e32}\u{e19} ".repeat(words));
        assert_eq!((thai(12).sentences, thai(30).sentences), (0, 1));
    }

    #[test]
    fn menus_show_in_separators_and_glued_words() {
        assert_eq!(Shape::of("Home | News | Sport").separators, 2);
        assert_eq!(Shape::of("TennisFootballCricket").camel, 2);
    }

    #[test]
    fn line_ends() {
        let end = |line| Shape::of(line).end;
        assert_eq!(end("and so on [\u{2026}]"), End::Ellipsis);
        assert_eq!(end("wait..."), End::Ellipsis);
        assert_eq!(end("Read more:"), End::Colon);
        assert_eq!(end("Really?\u{201d}"), End::Question);
        assert_eq!(end("Home"), End::Open);
    }

    /// What is counted by place, said of one character after the other: letters, capitals, digits, then words, those
    /// with a capital and short ones, then places between words.
    fn plainly(line: &str) -> [u32; 8] {
        let kinds: Vec<Kind> = line.chars().map(Kind::named).collect();
        let of = |wanted: &[Kind]| kinds.iter().filter(|kind| wanted.contains(kind)).count();
        let side_by_side = |pair: [Kind; 2]| kinds.windows(2).filter(|two| **two == pair).count();
        let inside = [Kind::Lower, Kind::Upper, Kind::Letter, Kind::Digit, Kind::Through];
        let runs = kinds.split(|kind| !inside.contains(kind));
        let letters = runs.map(|run| run.iter().filter(|kind| **kind != Kind::Through).collect());
        let words: Vec<Vec<&Kind>> = letters.filter(|word: &Vec<_>| !word.is_empty()).collect();
        let short =
            |word: &&Vec<&Kind>| word.len() <= 3 && word.iter().all(|kind| **kind == Kind::Lower);
        [
            of(&[Kind::Lower, Kind::Upper, Kind::Letter, Kind::Unspaced, Kind::Unmarked]),
            of(&[Kind::Upper]),
            of(&[Kind::Digit]),
            words.len() + of(&[Kind::Unspaced, Kind::Unmarked]).div_ceil(2),
            words.iter().filter(|word| *word[0] == Kind::Upper).count(),
            words.iter().filter(short).count(),
            side_by_side([Kind::Lower, Kind::Upper]),
            side_by_side([Kind::Mark, Kind::Blank])
                + of(&[Kind::Sentence])
                + usize::from(of(&[Kind::Unmarked]) >= 90),
        ]
        .map(|count| u32::try_from(count).unwrap())
    }

    proptest! {
        #[test]
        fn bits_count_what_characters_do(
            line in "(\\PC|[a-z]|[A-Z0-9 \t.!',]|[\u{e9}\u{c9}\u{2019}\u{301}\u{e01}\u{4eca}\u{436}\u{ab}]){0,220}"
        ) {
            let s = Shape::of(&line);
            let counted = [
                s.letters, s.upper, s.digits, s.words, s.capitalised, s.short_words, s.camel, s.sentences
            ];
            prop_assert_eq!(counted, plainly(&line));
            prop_assert_eq!(s.chars as usize, line.chars().count());
        }
    }
}
