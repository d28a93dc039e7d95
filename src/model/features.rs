//! What the model sees of a line: small integers, one a base feature.
//!
//! Every value is a bucket number, so that the model is a table of weights and
//! nothing has to be scaled. The values of a line depend on the whole page
//! (windows, repetition, position), never on other pages.

use super::view::PageView;
use crate::detect::Evidence;
use crate::segment::Line;

/// The base features, with the number of values each can take.
macro_rules! bases {
    ($($(#[doc = $doc:literal])+ $name:ident : $size:literal),* $(,)?) => {
        /// One base feature of a line.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Base { $($(#[doc = $doc])+ $name),* }

        impl Base {
            /// Every base feature, in the order of a line's values.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// Number of values, all below this.
            #[must_use]
            pub const fn size(self) -> usize {
                match self { $(Self::$name => $size),* }
            }

            /// The name in model files and documentation.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$name => stringify!($name)),* }
            }

            /// What the feature says, one sentence.
            #[must_use]
            pub fn about(self) -> &'static str {
                match self { $(Self::$name => concat!($($doc),+).trim()),* }
            }
        }
    };
}

bases! {
    /// Length in characters; a character of a script without spaces counts as two.
    Length: 12,
    /// Number of words.
    Words: 8,
    /// How the line ends.
    LineEnd: 7,
    /// No bullet, a mark, a number.
    Bulleted: 3,
    /// Indentation in columns.
    Indent: 6,
    /// Indentation against the line before: less, same, more.
    IndentStep: 3,
    /// Blank lines before (0, 1, 2, more), and whether a blank line follows.
    Blanks: 8,
    /// Share of words that start upper case.
    Capitalised: 6,
    /// Share of upper-case letters.
    Upper: 5,
    /// Share of short lower-case words: function words of spaced scripts.
    ShortWords: 7,
    /// Share of digits.
    Digits: 6,
    /// Menu separators.
    Separators: 5,
    /// Words glued together.
    Camel: 4,
    /// Emoji, arrows and other signs.
    Symbols: 4,
    /// Commas.
    Commas: 4,
    /// Sentence ends inside the line.
    Sentences: 5,
    /// How the line starts: lower case, quotation mark, other.
    Start: 3,
    /// Most letters belong to a script without spaces; to another script than Latin; Latin.
    Script: 3,
    /// Place among the lines.
    LinePlace: 12,
    /// Place among the characters of prose lines: how much of the page's prose stands before.
    ProsePlace: 12,
    /// Lines of the block.
    BlockLines: 6,
    /// Single, first, inner, last line of the block.
    BlockPlace: 4,
    /// Mean length of the lines of the block.
    BlockLength: 7,
    /// How much a line reads as prose: none, short, some, full.
    Prose: 4,
    /// Prose characters among those of the three lines to each side.
    ProseNear: 7,
    /// Prose characters among those of the ten lines to each side.
    ProseFar: 7,
    /// Lines since the last full prose line.
    SinceProse: 9,
    /// Lines to the next full prose line.
    UntilProse: 9,
    /// How often the line stands in the page, and whether this is the first time.
    Repeats: 4,
    /// Whether the line is the most likely headline: no, perhaps, likely, surely; a repetition of it.
    Title: 5,
    /// Mean length of the page's lines: tells renderings apart.
    PageLength: 6,
    /// Full prose lines of the page.
    PageProse: 6,
    /// Share of the page's lines with chrome testimony: tells whole pages from those already cut.
    PageChrome: 6,
    /// Lines of the page.
    PageLines: 6,
    /// Chrome that a rule testifies to: kind, hint or sure; none.
    Chrome: 35,
    /// Article or thread labels that a rule testifies to, hint or sure; none.
    Cue: 21,
    /// Lines with chrome testimony among the three to each side.
    ChromeNear: 5,
    /// Lines with chrome testimony among the ten to each side.
    ChromeFar: 6,
    /// What the comment detector proposes here: none, weak or strong by label.
    Comment: 9,
    /// Where the line stands to the comment region: no region, before, inside, after.
    CommentPlace: 5,
    /// A date: none, inside, all of the line.
    Date: 3,
    /// An address, a handle or a file name.
    Address: 2,
    /// Looks like a name: a few capitalised words and nothing else.
    Name: 2,
    /// Comment controls and heads that rules see in the twelve lines after.
    CuesAhead: 5,
    /// Comment controls and heads that rules see in the twelve lines before.
    CuesBehind: 5,
    /// Length of the run of short lines that the line stands in.
    ShortRun: 6,
    /// Function words of a hundred words; unknown language.
    Function: 9,
    /// Function words against the running text of the page: less than half of it, as much, more; unknown.
    FunctionShare: 7,
    /// Function words of the first person.
    FirstPerson: 4,
    /// Function words of the second person.
    SecondPerson: 4,
}

/// Number of base features.
pub(super) const VALUES: usize = Base::ALL.len();

/// The values of all lines of a page: row `i` holds the values of line `i`, in the order of [`Base::ALL`].
#[derive(Clone, Debug, Default)]
pub struct Values {
    rows: Vec<[u8; VALUES]>,
}

impl Values {
    /// Computes the values of every line; `evidence` has one entry a line.
    #[must_use]
    pub fn of(text: &str, lines: &[Line], evidence: &Evidence) -> Self {
        let view = PageView::new(text, lines, evidence);
        let mut rows = vec![view.common(); lines.len()];
        for (i, (row, line)) in rows.iter_mut().zip(lines).enumerate() {
            view.row(i, line, row);
        }
        Self { rows }
    }

    /// Values for the lines of a page of which only some were read, from those of the lines that were. Lines that
    /// were not have the lowest value of every feature.
    pub(super) fn spread(self, read: &[bool]) -> Self {
        let mut rows = self.rows.into_iter();
        let rows = read.iter().map(|read| {
            let row = if *read { rows.next() } else { None };
            row.unwrap_or([0; VALUES])
        });
        Self { rows: rows.collect() }
    }

    /// Number of lines.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether the page has no line.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The values of each line.
    pub(super) fn rows(&self) -> impl Iterator<Item = &[u8; VALUES]> {
        self.rows.iter()
    }

    /// The value of one base feature of a line; none for a line outside the page.
    #[must_use]
    pub fn get(&self, line: usize, base: Base) -> Option<u8> {
        self.rows.get(line).and_then(|row| row.get(base as usize)).copied()
    }
}
