//! Which base features, of which neighbouring lines, the model has a weight for.
//!
//! A template is one base feature of a line at some offset, or two or three
//! together. Its values are numbered through, so that each line fires exactly
//! one weight row a template.

use std::fmt::Write as _;

use super::features::{Base, Values};

/// One base feature of the line `offset` lines away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// The feature.
    pub base: Base,
    /// Lines away: negative before, positive after.
    pub offset: i8,
}

/// Base features whose joint value has a weight row of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    parts: Vec<Part>,
    first_row: usize,
}

/// All templates, with their rows laid out one after the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Templates {
    all: Vec<Template>,
    rows: usize,
}

/// Base features also looked at in the two lines before and after.
const NEIGHBOURS: &[Base] = &[
    Base::Length,
    Base::LineEnd,
    Base::Bulleted,
    Base::Prose,
    Base::Capitalised,
    Base::Chrome,
    Base::Cue,
    Base::Comment,
    Base::Blanks,
    Base::Date,
    Base::Repeats,
    Base::Title,
    Base::Name,
];

/// Base features looked at together.
const PAIRS: &[(Base, Base)] = &[
    (Base::Length, Base::LineEnd),
    (Base::Length, Base::ShortWords),
    (Base::Length, Base::Blanks),
    (Base::Length, Base::Capitalised),
    (Base::Length, Base::Bulleted),
    (Base::Length, Base::PageLength),
    (Base::Length, Base::SinceProse),
    (Base::Length, Base::UntilProse),
    (Base::Length, Base::ProseNear),
    (Base::Length, Base::ProsePlace),
    (Base::Length, Base::Chrome),
    (Base::Length, Base::ChromeNear),
    (Base::Length, Base::Cue),
    (Base::Length, Base::CommentPlace),
    (Base::Length, Base::Start),
    (Base::Length, Base::Script),
    (Base::Length, Base::Repeats),
    (Base::Length, Base::Separators),
    (Base::Length, Base::ShortRun),
    (Base::Length, Base::BlockLines),
    (Base::SinceProse, Base::UntilProse),
    (Base::Prose, Base::ProsePlace),
    (Base::Prose, Base::ProseNear),
    (Base::Prose, Base::ProseFar),
    (Base::Prose, Base::ChromeFar),
    (Base::Prose, Base::BlockLines),
    (Base::Prose, Base::PageProse),
    (Base::Prose, Base::PageChrome),
    (Base::Prose, Base::PageLines),
    (Base::Length, Base::PageChrome),
    (Base::ProsePlace, Base::PageChrome),
    (Base::UntilProse, Base::PageChrome),
    (Base::SinceProse, Base::PageChrome),
    (Base::Prose, Base::Blanks),
    (Base::ProsePlace, Base::LinePlace),
    (Base::ProsePlace, Base::UntilProse),
    (Base::ProsePlace, Base::ShortRun),
    (Base::ProseNear, Base::ProseFar),
    (Base::ProseNear, Base::ShortRun),
    (Base::ProseFar, Base::PageProse),
    (Base::ProseFar, Base::LineEnd),
    (Base::Bulleted, Base::ShortRun),
    (Base::Bulleted, Base::ProseNear),
    (Base::Bulleted, Base::ProsePlace),
    (Base::Indent, Base::BlockLines),
    (Base::Comment, Base::Prose),
    (Base::Comment, Base::CuesAhead),
    (Base::Comment, Base::CuesBehind),
    (Base::Comment, Base::CommentPlace),
    (Base::CommentPlace, Base::ProsePlace),
    (Base::CommentPlace, Base::Prose),
    (Base::CuesAhead, Base::CuesBehind),
    (Base::Cue, Base::ProsePlace),
    (Base::Chrome, Base::ProsePlace),
    (Base::Chrome, Base::LinePlace),
    (Base::ChromeNear, Base::ProseNear),
    (Base::Title, Base::UntilProse),
    (Base::Date, Base::Length),
    (Base::Date, Base::UntilProse),
    (Base::Name, Base::UntilProse),
    (Base::Upper, Base::Length),
    (Base::Digits, Base::Length),
    (Base::Capitalised, Base::ProseNear),
    (Base::PageLength, Base::Blanks),
    (Base::BlockLength, Base::BlockLines),
    (Base::BlockLength, Base::Prose),
];

/// Neighbouring lines looked at together.
const LADDERS: &[[(Base, i8); 3]] = &[
    [(Base::Prose, -1), (Base::Prose, 0), (Base::Prose, 1)],
    [(Base::Length, 0), (Base::Prose, -1), (Base::Prose, 1)],
    [(Base::LineEnd, 0), (Base::Prose, 0), (Base::Prose, 1)],
    [(Base::Length, 0), (Base::SinceProse, 0), (Base::UntilProse, 0)],
    [(Base::Length, 0), (Base::LineEnd, 0), (Base::ProseNear, 0)],
    [(Base::Length, 0), (Base::Blanks, 0), (Base::ProseNear, 0)],
    [(Base::Length, 0), (Base::Bulleted, 0), (Base::ProsePlace, 0)],
    [(Base::Prose, 0), (Base::PageLength, 0), (Base::Blanks, 0)],
    [(Base::Comment, -1), (Base::Comment, 0), (Base::Comment, 1)],
];

impl Templates {
    /// The templates of the shipped model.
    #[must_use]
    pub fn standard() -> Self {
        let here = |base| Part { base, offset: 0 };
        let singles = Base::ALL.iter().map(|&base| vec![here(base)]);
        let neighbours = NEIGHBOURS
            .iter()
            .flat_map(|&base| [-2, -1, 1, 2].map(|offset| vec![Part { base, offset }]));
        let pairs = PAIRS.iter().map(|&(a, b)| vec![here(a), here(b)]);
        let ladders = LADDERS
            .iter()
            .map(|ladder| ladder.iter().map(|&(base, offset)| Part { base, offset }).collect());
        Self::lay_out(singles.chain(neighbours).chain(pairs).chain(ladders))
    }

    fn lay_out(parts: impl Iterator<Item = Vec<Part>>) -> Self {
        let mut rows = 0;
        let all = parts
            .map(|parts| {
                let first_row = rows;
                rows += parts.iter().map(|part| part.size()).product::<usize>();
                Template { parts, first_row }
            })
            .collect();
        Self { all, rows }
    }

    /// Number of weight rows over all templates.
    #[must_use]
    pub const fn rows(&self) -> usize {
        self.rows
    }

    /// Number of templates: the number of rows that a line fires.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether there is no template.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// The rows that line `line` fires, one a template.
    pub fn fire<'a>(&'a self, values: &'a Values, line: usize) -> impl Iterator<Item = usize> + 'a {
        self.all.iter().map(move |template| template.row(values, line))
    }

    /// A text that changes whenever the layout does: model files carry its hash.
    #[must_use]
    pub fn describe(&self) -> String {
        let mut out = String::new();
        for template in &self.all {
            for part in &template.parts {
                // A string takes all that is written to it.
                let (base, offset) = (part.base, part.offset);
                let _ = write!(out, "{}/{}@{offset} ", base.name(), base.size());
            }
            out.push('\n');
        }
        out
    }
}

impl Part {
    /// Values of the feature, and one more for a line outside the page.
    const fn size(self) -> usize {
        if self.offset == 0 { self.base.size() } else { self.base.size() + 1 }
    }

    fn value(self, values: &Values, line: usize) -> usize {
        line.checked_add_signed(self.offset.into())
            .and_then(|line| values.get(line, self.base))
            .map_or(self.base.size(), usize::from)
    }
}

impl Template {
    fn row(&self, values: &Values, line: usize) -> usize {
        let joint =
            self.parts.iter().fold(0, |joint, part| joint * part.size() + part.value(values, line));
        self.first_row + joint
    }
}
