//! Counts over one line that every later stage reads instead of the bytes.

use super::letters::{Class, small_letters};

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
        let mut scan = Scan::default();
        let bytes = line.as_bytes();
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            if byte.is_ascii_lowercase() {
                // Most of a line is runs of small letters; they are counted by their length.
                let run = small_letters(bytes.get(at..).unwrap_or_default());
                scan.small(run);
                at += run;
            } else if byte.is_ascii() {
                scan.ascii(byte);
                at += 1;
            } else {
                let Some(c) = line.get(at..).and_then(|rest| rest.chars().next()) else { break };
                scan.wide(c);
                at += c.len_utf8();
            }
        }
        let mut shape = scan.finish();
        shape.end = end_of(line);
        shape.starts_lower = first_letter(line).is_some_and(Class::is_lowercase);
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

/// The first alphabetic character.
fn first_letter(line: &str) -> Option<Class> {
    line.chars().map(Class::of).find(|class| class.is_alphabetic())
}

/// Characters of a line in a script without a mark for the end of a sentence from which on it holds one, whatever else
/// it is: headlines are shorter.
const UNMARKED_SENTENCE: u32 = 90;

/// State between two characters of a line.
#[derive(Default)]
struct Scan {
    shape: Shape,
    word: u32,
    word_upper: bool,
    word_lower: u32,
    /// Characters of scripts without a mark for the end of a sentence: Thai and Lao.
    unmarked: u32,
    /// What the character before was.
    previous: Previous,
}

/// What of a character counts for the next.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Previous {
    #[default]
    Other,
    Lower,
    /// A full stop, question or exclamation mark.
    Mark,
}

impl Scan {
    fn finish(mut self) -> Shape {
        self.end_word();
        self.shape.words += self.shape.unspaced.div_ceil(2);
        self.shape.sentences += u32::from(self.unmarked >= UNMARKED_SENTENCE);
        self.shape
    }

    /// A run of small ASCII letters.
    fn small(&mut self, run: usize) {
        let run = u32::try_from(run).unwrap_or(u32::MAX);
        self.shape.chars += run;
        self.shape.letters += run;
        self.word += run;
        self.word_lower += run;
        self.previous = Previous::Lower;
    }

    /// Any other ASCII character.
    fn ascii(&mut self, byte: u8) {
        let before = std::mem::take(&mut self.previous);
        self.shape.chars += 1;
        match byte {
            b' ' | b'\t' => {
                self.end_word();
                self.shape.sentences += u32::from(before == Previous::Mark);
            }
            b'A'..=b'Z' => {
                self.shape.camel += u32::from(before == Previous::Lower);
                self.shape.upper += 1;
                self.word_upper |= self.word == 0;
                self.shape.letters += 1;
                self.word += 1;
            }
            b'0'..=b'9' => {
                self.shape.digits += 1;
                self.word += 1;
            }
            b'\'' => {}
            _ => self.sign(byte),
        }
    }

    fn sign(&mut self, byte: u8) {
        self.end_word();
        match byte {
            b'.' | b'!' | b'?' => self.previous = Previous::Mark,
            b',' => self.shape.commas += 1,
            b'|' => self.shape.separators += 1,
            b'"' => self.shape.quotes += 1,
            b'<' | b'>' | b'=' | b'+' | b'*' | b'#' | b'^' | b'~' | b'_' | b'\\' | b'{' | b'}'
            | b'$' => self.shape.symbols += 1,
            _ => {}
        }
    }

    fn wide(&mut self, c: char) {
        let before = std::mem::take(&mut self.previous);
        self.shape.chars += 1;
        let class = Class::of(c);
        if matches!(c, '\u{104a}' | '\u{104b}' | '\u{17d4}' | '\u{17d5}') {
            self.wide_sign(c, class);
        } else if is_unspaced(c) {
            self.end_word();
            self.unmarked += u32::from(matches!(c, '\u{e00}'..='\u{eff}'));
            self.shape.unspaced += 1;
            self.shape.letters += 1;
        } else if class.is_alphabetic() {
            if class.is_uppercase() {
                self.shape.upper += 1;
                self.shape.camel += u32::from(before == Previous::Lower);
                self.word_upper |= self.word == 0;
            }
            self.shape.letters += 1;
            self.word += 1;
            self.word_lower += u32::from(class.is_lowercase());
        } else if class.is_numeric() {
            self.shape.digits += 1;
            self.word += 1;
        } else {
            self.wide_sign(c, class);
        }
        if class.is_lowercase() {
            self.previous = Previous::Lower;
        }
    }

    fn wide_sign(&mut self, c: char, class: Class) {
        match c {
            // An apostrophe inside a word and marks on letters end no word.
            '\u{2019}' | '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{65f}' | '\u{900}'..='\u{963}' => {
                return;
            }
            '\u{60c}' | '\u{3001}' | '\u{ff0c}' | '\u{104a}' => self.shape.commas += 1,
            '\u{3002}' | '\u{ff01}' | '\u{ff1f}' | '\u{964}' | '\u{6d4}' | '\u{589}'
            | '\u{104b}' | '\u{1362}' | '\u{17d4}' | '\u{17d5}' => {
                self.shape.sentences += 1;
            }
            '\u{ab}'
            | '\u{bb}'
            | '\u{2039}'
            | '\u{203a}'
            | '\u{2022}'
            | '\u{b7}'
            | '\u{2190}'..='\u{21ff}'
            | '\u{25b2}'..='\u{25c4}' => {
                self.shape.separators += 1;
                self.shape.quotes += u32::from(matches!(c, '\u{ab}' | '\u{bb}'));
            }
            c if is_quote(c) => self.shape.quotes += 1,
            _ if class.is_whitespace() => {}
            '\u{2010}'..='\u{2015}' | '\u{2026}' | '\u{61f}' => {}
            _ => self.shape.symbols += 1,
        }
        self.end_word();
    }

    fn end_word(&mut self) {
        if self.word > 0 {
            self.shape.words += 1;
            self.shape.capitalised += u32::from(self.word_upper);
            self.shape.short_words += u32::from(self.word <= 3 && self.word_lower == self.word);
        }
        self.word = 0;
        self.word_upper = false;
        self.word_lower = 0;
    }
}

fn end_of(line: &str) -> End {
    // Most lines; no need to look through what closes them.
    if line.as_bytes().last().is_some_and(u8::is_ascii_alphanumeric) {
        return End::Open;
    }
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
    use super::{End, Shape};

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
}
