//! What a line of a page can be.
//!
//! The label set is closed: rules, model, thread builder and reports all speak
//! of these labels and no others.

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What one line of a page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Label {
    /// The headline: `Council approves new tram line`.
    Title,
    /// Who wrote it: `By Maria Lopez, Health Correspondent`.
    Byline,
    /// When and where it was published: `May 19, 2021 04:03 GMT`.
    Dateline,
    /// A subheading inside the article: `WHAT HAPPENS NEXT`.
    Heading,
    /// Running text of the article.
    Paragraph,
    /// An item of a list that belongs to the article: `* 200 g flour`.
    List,
    /// The text under a picture: `The bridge in 2019. Photo: J. Doe`.
    Caption,
    /// Opens a comment: `Anna K. says: / 3 May 2020 at 10:12`.
    CommentHead,
    /// What a commenter wrote.
    CommentBody,
    /// A button or mark of one comment or of the thread: `Reply`, `Liked by 2 people`.
    CommentControl,
    /// Site chrome, by kind.
    Chrome(ChromeKind),
}

/// What kind of site chrome a line is.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum ChromeKind {
    /// Menus, breadcrumbs, skip links: `Home | World | Sport`.
    Nav,
    /// Share bars: `Share on Facebook`.
    Share,
    /// Links to other pages of the site: `You may also like`.
    Related,
    /// `(c) 2024 Example News. All rights reserved.`
    Copyright,
    /// Cookie and consent walls: `We use cookies to ...`.
    Cookie,
    /// Mail list boxes: `Sign up for our newsletter`.
    Newsletter,
    /// Appeals for money or reach: `Support us on Patreon!`.
    Support,
    /// Advertisement marks: `Advertisement`, `Sponsored content`.
    Ad,
    /// Accounts and paywalls: `Already a subscriber? Log in`.
    Login,
    /// Voting widgets of the page: `24 Points`, `Upvote Downvote`.
    Vote,
    /// The form that takes a new comment: `Leave a Reply`.
    CommentForm,
    /// Tags and categories: `Filed under: Politics`.
    Tags,
    /// `The views expressed are those of the author ...`.
    Disclaimer,
    /// `1 2 3 Next page`.
    Pagination,
    /// The box about the author below or beside the article.
    AuthorBio,
    /// A line that only repeats another line of the page.
    Duplicate,
    /// Chrome that no narrower kind describes.
    Other,
}

impl ChromeKind {
    /// Every kind, in the order of documentation.
    pub const ALL: [Self; 17] = [
        Self::Nav,
        Self::Share,
        Self::Related,
        Self::Copyright,
        Self::Cookie,
        Self::Newsletter,
        Self::Support,
        Self::Ad,
        Self::Login,
        Self::Vote,
        Self::CommentForm,
        Self::Tags,
        Self::Disclaimer,
        Self::Pagination,
        Self::AuthorBio,
        Self::Duplicate,
        Self::Other,
    ];

    /// The name used in rule files, audit rows and reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Nav => "nav",
            Self::Share => "share",
            Self::Related => "related",
            Self::Copyright => "copyright",
            Self::Cookie => "cookie",
            Self::Newsletter => "newsletter",
            Self::Support => "support",
            Self::Ad => "ad",
            Self::Login => "login",
            Self::Vote => "vote",
            Self::CommentForm => "comment_form",
            Self::Tags => "tags",
            Self::Disclaimer => "disclaimer",
            Self::Pagination => "pagination",
            Self::AuthorBio => "author_bio",
            Self::Duplicate => "duplicate",
            Self::Other => "other",
        }
    }
}

impl fmt::Display for ChromeKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A name that is no label or chrome kind.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("unknown {what} {name:?}")]
pub struct UnknownName {
    what: &'static str,
    name: String,
}

impl FromStr for ChromeKind {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Self, UnknownName> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.name() == name)
            .ok_or_else(|| UnknownName { what: "chrome kind", name: name.to_owned() })
    }
}

/// Which of the three parts of the output a line goes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    /// The article's text.
    Article,
    /// The comment thread.
    Comment,
    /// Neither: removed, and accounted for in the audit.
    Chrome,
}

impl Part {
    /// The part's name in explanations and reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Article => "article",
            Self::Comment => "comment",
            Self::Chrome => "chrome",
        }
    }
}

impl Label {
    /// Every label, chrome by its kinds.
    pub fn all() -> impl Iterator<Item = Self> {
        Self::PLAIN.into_iter().chain(ChromeKind::ALL.into_iter().map(Self::Chrome))
    }

    const PLAIN: [Self; 10] = [
        Self::Title,
        Self::Byline,
        Self::Dateline,
        Self::Heading,
        Self::Paragraph,
        Self::List,
        Self::Caption,
        Self::CommentHead,
        Self::CommentBody,
        Self::CommentControl,
    ];

    /// The part of the output that the label belongs to.
    #[must_use]
    pub const fn part(self) -> Part {
        match self {
            Self::Title
            | Self::Byline
            | Self::Dateline
            | Self::Heading
            | Self::Paragraph
            | Self::List
            | Self::Caption => Part::Article,
            Self::CommentHead | Self::CommentBody | Self::CommentControl => Part::Comment,
            Self::Chrome(_) => Part::Chrome,
        }
    }

    /// The label's name without its kind: `comment_head`, `chrome`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Byline => "byline",
            Self::Dateline => "dateline",
            Self::Heading => "heading",
            Self::Paragraph => "paragraph",
            Self::List => "list",
            Self::Caption => "caption",
            Self::CommentHead => "comment_head",
            Self::CommentBody => "comment_body",
            Self::CommentControl => "comment_control",
            Self::Chrome(_) => "chrome",
        }
    }

    /// The label of this name; `kind` is read for `chrome` only.
    ///
    /// # Errors
    /// When the name is none of the set.
    pub fn from_name(name: &str, kind: ChromeKind) -> Result<Self, UnknownName> {
        if name == "chrome" {
            return Ok(Self::Chrome(kind));
        }
        Self::PLAIN
            .into_iter()
            .find(|label| label.name() == name)
            .ok_or_else(|| UnknownName { what: "label", name: name.to_owned() })
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Chrome(kind) => f.pad(&format!("chrome/{kind}")),
            plain => f.pad(plain.name()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{ChromeKind, Label, Part};

    #[test]
    fn names_round_trip() {
        for label in Label::all() {
            let kind = match label {
                Label::Chrome(kind) => kind.name().parse().unwrap(),
                _ => ChromeKind::Other,
            };
            assert_eq!(Label::from_name(label.name(), kind), Ok(label));
        }
        assert!(Label::from_name("chrme", ChromeKind::Other).is_err());
        assert!("navigation".parse::<ChromeKind>().is_err());
    }

    #[test]
    fn each_part_has_labels() {
        for part in [Part::Article, Part::Comment, Part::Chrome] {
            assert!(Label::all().any(|label| label.part() == part));
        }
    }
}
