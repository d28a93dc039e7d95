//! One page to its labels and its thread: everything that looks at a page's text, put together.
//!
//! Immutable and shared by all workers; cleaning a page is a pure function of
//! the page and of what the cleaner was built from.

use std::sync::Arc;

use super::field;
use super::limits::{Budget, PageLimits, Uncleaned};
use crate::detect::{self, Evidence};
use crate::label::Label;
use crate::model::{Decision, Mode, Model, ModelError};
use crate::page::Page;
use crate::rules::{RuleSet, Scratch};
use crate::segment::{Break, Line, Shape, View, segment};
use crate::site::{Known, Profile, Repeat};
use crate::span::Span;
use crate::thread::{self, Comment, Thread};
use crate::write::{Cleaned, Flag, Reason, Unlabelled};

/// Cleans pages.
#[derive(Clone, Debug)]
pub struct Cleaner {
    rules: Arc<RuleSet>,
    model: Arc<Model>,
    profile: Option<Arc<Profile>>,
    mode: Mode,
    limits: PageLimits,
}

/// What was found out about one page; everything but the page itself.
#[derive(Clone, Debug, Default)]
pub struct Washed<'c> {
    /// The page's lines; their spans partition its text.
    pub lines: Vec<Line>,
    /// What each line is.
    pub labels: Vec<Label>,
    /// Why each line is what it is.
    pub reasons: Vec<Reason<'c>>,
    /// The comments, in the order of their ids.
    pub thread: Vec<Comment>,
    /// The comment that each line belongs to.
    pub line_to_comment: Vec<Option<u32>>,
    /// Comment platforms and site systems that were recognised.
    pub platforms: Vec<String>,
    /// ISO 639-1 code of the page's language, when it is known.
    pub language: Option<&'static str>,
    /// Votes on the page as a whole.
    pub votes: Option<i64>,
    /// Flags that do not follow from the text.
    pub flags: Vec<Flag>,
    /// Name of the site profile that was used.
    pub profile: Option<&'c str>,
    /// The page of the same site that this one repeats.
    pub repeats: Option<Repeat<'c>>,
    /// Why the page is left as it is, when it is one that is.
    pub uncleaned: Option<Uncleaned>,
    /// Why the page was not cleaned, when it was not.
    pub unlabelled: Option<Unlabelled>,
    /// Which mistakes were avoided.
    pub mode: Mode,
}

impl Cleaner {
    /// A cleaner with the built-in rules and the shipped model.
    ///
    /// # Errors
    /// Only when the program was built with a broken model file, which a test rules out.
    pub fn shipped() -> Result<Self, ModelError> {
        Ok(Self::new(RuleSet::builtin(), Arc::new(Model::shipped()?)))
    }

    /// A cleaner with these rules and this model, in balanced mode.
    #[must_use]
    pub fn new(rules: Arc<RuleSet>, model: Arc<Model>) -> Self {
        let limits = PageLimits::default();
        Self { rules, model, profile: None, mode: Mode::Balanced, limits }
    }

    /// The same cleaner in another mode.
    #[must_use]
    pub fn in_mode(self, mode: Mode) -> Self {
        Self { mode, ..self }
    }

    /// The same cleaner, knowing what the sites of a dump repeat.
    #[must_use]
    pub fn with_profile(self, profile: Arc<Profile>) -> Self {
        Self { profile: Some(profile), ..self }
    }

    /// The same cleaner with other limits.
    #[must_use]
    pub fn within(self, limits: PageLimits) -> Self {
        Self { limits, ..self }
    }

    /// The rules in use.
    #[must_use]
    pub fn rules(&self) -> &RuleSet {
        &self.rules
    }

    /// The model in use.
    #[must_use]
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// How much one page may cost.
    #[must_use]
    pub const fn limits(&self) -> PageLimits {
        self.limits
    }

    /// Name of the site profile in use.
    #[must_use]
    pub fn profile(&self) -> Option<&str> {
        self.profile.as_ref().map(|profile| profile.name())
    }

    /// Which mistakes are avoided.
    #[must_use]
    pub const fn mode(&self) -> Mode {
        self.mode
    }

    /// Cleans one page; one that is over a limit or HTML is left as it is, and says so.
    #[must_use]
    pub fn clean(&self, page: &Page) -> Washed<'_> {
        self.clean_within(page).unwrap_or_else(|why| Washed {
            uncleaned: Some(why),
            ..Washed::unlabelled(page, why.into())
        })
    }

    fn clean_within(&self, page: &Page) -> Result<Washed<'_>, Uncleaned> {
        let budget = Budget::of_page(page, self.limits)?;
        let lines = segment(&page.text).lines;
        budget.lines(lines.len())?;
        budget.clock()?;
        let view = View::of(&page.text, &lines);
        let mut evidence = self.evidence(page, &view);
        budget.clock()?;
        let decisions = self.model.label(view.text(), view.lines(), &evidence, self.mode);
        evidence.comments.place(|span| view.in_page(span));
        budget.clock()?;
        let labels: Vec<Label> = decisions.iter().map(|decision| decision.label).collect();
        let thread = thread::build(
            &page.text,
            &lines,
            &labels,
            &evidence.comments,
            evidence.language,
            page.crawled.as_deref(),
        );
        budget.clock()?;
        let reasons = decisions.iter().map(|decision| self.reason(decision)).collect();
        let mut platforms = self.platforms(&evidence, &thread.platforms);
        let forum = evidence.comments.forum && !thread.comments.is_empty();
        let mut comments = thread.comments;
        add(&mut comments, &mut platforms, field::thread(self, page)?);
        budget.clock()?;
        let repeats = self.profile.as_ref().and_then(|profile| profile.repeat(page, &lines));
        Ok(Washed {
            lines,
            labels,
            reasons,
            thread: comments,
            line_to_comment: thread.line_to_comment,
            platforms,
            language: evidence.language,
            votes: thread.page_votes,
            flags: evidence
                .form
                .map(Flag::from)
                .into_iter()
                .chain(forum.then_some(Flag::Forum))
                .chain(evidence.comments.listing.then_some(Flag::Posts))
                .collect(),
            profile: self.profile(),
            repeats,
            mode: self.mode,
            uncleaned: None,
            unlabelled: None,
        })
    }

    /// What rules, detectors and the site's profile say of a page's lines.
    pub(super) fn evidence(&self, page: &Page, view: &View<'_>) -> Evidence {
        let site = self.profile.as_ref().map_or_else(Known::default, |profile| profile.site(page));
        let title = page.title.as_deref();
        detect::gather(view.text(), view.lines(), &self.rules, site, title, &mut Scratch::default())
    }

    fn reason(&self, decision: &Decision) -> Reason<'_> {
        Reason {
            rule: decision.rule.and_then(|rule| self.rules.rule(rule)).map(|rule| rule.id.as_str()),
            detector: decision.by.name(),
            score: decision.score,
        }
    }

    /// Platforms that rules or threads testify to, in alphabetical order.
    fn platforms(&self, evidence: &Evidence, threads: &[&'static str]) -> Vec<String> {
        let mut names: Vec<&str> = self.rules.platforms(&evidence.hits);
        names.extend(threads);
        names.sort_unstable();
        names.dedup();
        names.into_iter().map(str::to_owned).collect()
    }
}

/// Appends the thread of the record's own comments to that of the page.
fn add(comments: &mut Vec<Comment>, platforms: &mut Vec<String>, own: Thread) {
    let before = u32::try_from(comments.len()).unwrap_or(u32::MAX);
    let shift = |id: u32| id.saturating_add(before);
    comments.extend(own.comments.into_iter().map(|mut comment| {
        comment.id = shift(comment.id);
        comment.parent = comment.parent.map(shift);
        for quote in &mut comment.quotes {
            quote.comment = quote.comment.map(shift);
        }
        comment
    }));
    platforms.extend(own.platforms.iter().map(|&name| name.to_owned()));
    platforms.sort_unstable();
    platforms.dedup();
}

impl Washed<'_> {
    /// A page that could not be cleaned: all of it is article.
    ///
    /// Makes its one line without any code that looks at the text, since such
    /// code is what failed.
    #[must_use]
    pub fn unlabelled(page: &Page, why: Unlabelled) -> Self {
        let span = Span::new(0, page.text.len());
        let chars = u32::try_from(page.text.chars().count()).unwrap_or(u32::MAX);
        let line = Line {
            span,
            content: span,
            body: span,
            indent: 0,
            bullet: None,
            break_before: Break::Line,
            blank_before: 0,
            block: 0,
            shape: Shape { chars, ..Shape::default() },
        };
        let lines = if span.is_empty() { Vec::new() } else { vec![line] };
        let labels = vec![Label::Paragraph; lines.len()];
        let flags = vec![Flag::Unlabelled];
        Self { lines, labels, flags, unlabelled: Some(why), ..Self::default() }
    }

    /// This page in the form that can be written.
    #[must_use]
    pub fn cleaned<'p>(&'p self, page: &'p Page) -> Cleaned<'p> {
        Cleaned {
            page,
            lines: &self.lines,
            labels: &self.labels,
            reasons: &self.reasons,
            thread: &self.thread,
            line_to_comment: &self.line_to_comment,
            platforms: &self.platforms,
            language: self.language,
            votes: self.votes,
            flags: self.flags.clone(),
            version: env!("CARGO_PKG_VERSION"),
            profile: self.profile,
            repeats: self.repeats,
            mode: self.mode,
            unlabelled: self.unlabelled,
        }
    }
}
