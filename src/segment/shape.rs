//! Counts over one line that every later stage reads instead of the bytes.

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
        let mut shape = Self::default();
        let mut scan = Scan::default();
        for c in line.chars() {
            shape.chars += 1;
            scan.step(&mut shape, c);
        }
        scan.end_word(&mut shape);
        shape.words += shape.unspaced.div_ceil(2);
        shape.end = end_of(line);
        shape.starts_lower =
            line.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_lowercase);
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

/// State between two characters of a line.
#[derive(Default)]
struct Scan {
    word: u32,
    word_upper: bool,
    word_lower: u32,
    previous: char,
}

impl Scan {
    fn step(&mut self, shape: &mut Shape, c: char) {
        if c.is_ascii() {
            match c {
                'a'..='z' => self.letter(shape, true),
                'A'..='Z' => {
                    shape.upper += 1;
                    if self.previous.is_lowercase() {
                        shape.camel += 1;
                    }
                    self.word_upper |= self.word == 0;
                    self.letter(shape, false);
                }
                '0'..='9' => {
                    shape.digits += 1;
                    self.word += 1;
                }
                '\'' => {}
                _ => self.ascii_sign(shape, c),
            }
        } else {
            self.wide(shape, c);
        }
        self.previous = c;
    }

    fn ascii_sign(&mut self, shape: &mut Shape, c: char) {
        self.end_word(shape);
        match c {
            ' ' | '\t' if matches!(self.previous, '.' | '!' | '?') => shape.sentences += 1,
            ',' => shape.commas += 1,
            '|' => shape.separators += 1,
            '"' => shape.quotes += 1,
            '<' | '>' | '=' | '+' | '*' | '#' | '^' | '~' | '_' | '\\' | '{' | '}' | '$' => {
                shape.symbols += 1;
            }
            _ => {}
        }
    }

    fn wide(&mut self, shape: &mut Shape, c: char) {
        if is_unspaced(c) {
            self.end_word(shape);
            shape.unspaced += 1;
            shape.letters += 1;
        } else if c.is_alphabetic() {
            let lower = c.is_lowercase();
            if c.is_uppercase() {
                shape.upper += 1;
                if self.previous.is_lowercase() {
                    shape.camel += 1;
                }
                self.word_upper |= self.word == 0;
            }
            self.letter(shape, lower);
        } else if c.is_numeric() {
            shape.digits += 1;
            self.word += 1;
        } else {
            match c {
                '\u{2019}' => {} // apostrophe inside words
                '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{65f}' | '\u{900}'..='\u{963}' => {} // marks stay in the word
                '\u{60c}' | '\u{3001}' | '\u{ff0c}' => {
                    self.end_word(shape);
                    shape.commas += 1;
                }
                '\u{3002}' | '\u{ff01}' | '\u{ff1f}' | '\u{964}' | '\u{6d4}' => {
                    self.end_word(shape);
                    shape.sentences += 1;
                }
                '\u{ab}'
                | '\u{bb}'
                | '\u{2039}'
                | '\u{203a}'
                | '\u{2022}'
                | '\u{b7}'
                | '\u{2190}'..='\u{21ff}'
                | '\u{25b2}'..='\u{25c4}' => {
                    self.end_word(shape);
                    shape.separators += 1;
                    if matches!(c, '\u{ab}' | '\u{bb}') {
                        shape.quotes += 1;
                    }
                }
                c if is_quote(c) => {
                    self.end_word(shape);
                    shape.quotes += 1;
                }
                c if c.is_whitespace() => self.end_word(shape),
                '\u{2010}'..='\u{2015}' | '\u{2026}' | '\u{61f}' => self.end_word(shape),
                _ => {
                    self.end_word(shape);
                    shape.symbols += 1;
                }
            }
        }
    }

    fn letter(&mut self, shape: &mut Shape, lower: bool) {
        shape.letters += 1;
        self.word += 1;
        self.word_lower += u32::from(lower);
    }

    fn end_word(&mut self, shape: &mut Shape) {
        if self.word > 0 {
            shape.words += 1;
            shape.capitalised += u32::from(self.word_upper);
            shape.short_words += u32::from(self.word <= 3 && self.word_lower == self.word);
        }
        self.word = 0;
        self.word_upper = false;
        self.word_lower = 0;
    }
}

fn end_of(line: &str) -> End {
    let inner = line.trim_end_matches(|c: char| {
        is_quote(c) || matches!(c, ')' | ']' | '\'' | '\u{ff09}') || c.is_whitespace()
    });
    let mut from_end = inner.chars().rev();
    match from_end.next() {
        Some('.') if from_end.next() == Some('.') => End::Ellipsis,
        Some('.' | '\u{3002}' | '\u{964}' | '\u{6d4}' | '\u{ff0e}') => End::Stop,
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
