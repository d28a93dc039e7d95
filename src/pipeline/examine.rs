//! One page cleaned for a person who asks why.
//!
//! Separate from the cleaner, which every page of a run goes through: this does
//! the same and then asks the model and the rules about each line.

use super::cleaner::{Cleaner, Washed};
use crate::label::Label;
use crate::model::{Lead, Mode};
use crate::page::Page;
use crate::rules::Rule;
use crate::segment::View;

/// A cleaned page with the reasons for it.
#[derive(Debug, Default)]
pub struct Examined<'c> {
    /// What cleaning makes of the page.
    pub washed: Washed<'c>,
    /// One entry a line; empty for a page that is over a limit.
    pub accounts: Vec<LineAccount<'c>>,
    /// For each other mode the lines that it would give to another part, with their labels then.
    pub changes: Vec<(Mode, Vec<(usize, Label)>)>,
    /// ISO 639-1 code of the page's language.
    pub language: Option<&'static str>,
}

/// What else is known of a line.
#[derive(Clone, Debug)]
pub struct LineAccount<'c> {
    /// What the line would be in the part of the page that comes second.
    pub second: Label,
    /// How likely that part is, 0 to 1.
    pub second_score: f32,
    /// All rules that hit it.
    pub rules: Vec<&'c Rule>,
    /// What the comment detector proposes, with its score.
    pub proposed: Option<(Label, f32)>,
    /// How surely the line is of its site's template, 0 to 1.
    pub site: f32,
    /// What the model's lead is made of, of the line that was asked about.
    pub lead: Option<Lead>,
}

impl Cleaner {
    /// Cleans a page and says why; `asked` is the line (from 0) whose features are weighed.
    #[must_use]
    pub fn examine(&self, page: &Page, asked: Option<usize>) -> Examined<'_> {
        let washed = self.clean(page);
        if washed.unlabelled.is_some() {
            return Examined { washed, ..Examined::default() };
        }
        let view = View::of(&page.text, &washed.lines);
        let (text, lines) = (view.text(), view.lines());
        let evidence = self.evidence(page, &view);
        let mut accounts = self.model().accounts(text, lines, &evidence, self.mode());
        // The hits are in the order of lines.
        let mut hits = evidence.hits.iter().peekable();
        let mut line = |i: usize| {
            let account = accounts.of(i)?;
            let seen = evidence.lines.get(i).copied().unwrap_or_default();
            let hits = std::iter::from_fn(|| hits.next_if(|hit| hit.line as usize == i));
            Some(LineAccount {
                second: account.second,
                second_score: account.second_score,
                rules: hits.filter_map(|hit| self.rules().rule(hit.rule)).collect(),
                proposed: seen.comment,
                site: seen.site,
                lead: (asked == Some(i)).then(|| accounts.lead(i)).flatten(),
            })
        };
        let list = (0..washed.lines.len()).filter_map(&mut line).collect();
        let others = Mode::ALL.into_iter().filter(|mode| *mode != self.mode());
        let changes = others.map(|mode| {
            let other = self.model().label(text, lines, &evidence, mode);
            let pairs = other.iter().zip(&washed.labels).enumerate();
            let moved = pairs.filter(|(_, (now, was))| now.label.part() != was.part());
            (mode, moved.map(|(i, (now, _))| (i, now.label)).collect())
        });
        let changes = changes.collect();
        let language = evidence.language;
        Examined { washed, accounts: list, changes, language }
    }
}

#[cfg(test)]
mod tests {
    use super::Cleaner;
    use crate::page::Page;
    use crate::pipeline::PageLimits;

    #[test]
    fn every_line_has_an_account_and_the_one_asked_about_its_lead() {
        let text = "Home | World\n\nThe ferry stayed in port on Monday because of the storm, they said.\n\nShare on Facebook";
        let page = Page { text: text.to_owned(), ..Page::default() };
        let cleaner = Cleaner::shipped().unwrap();
        let found = cleaner.examine(&page, Some(2));
        assert_eq!(found.accounts.len(), found.washed.lines.len());
        let asked: Vec<bool> = found.accounts.iter().map(|line| line.lead.is_some()).collect();
        assert_eq!(asked, [false, false, true]);
        assert!(found.accounts[2].rules.iter().any(|rule| rule.id == "share-bars-share-on"));
        assert_eq!(found.changes.len(), 2);
        let small = cleaner.within(PageLimits { bytes: 3, ..PageLimits::default() });
        assert!(small.examine(&page, None).accounts.is_empty());
    }
}
