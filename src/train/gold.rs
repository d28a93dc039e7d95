//! Gold files: pages with the article and, where known, headline and comments.

use std::sync::Arc;

use serde::Deserialize;

use super::generate::DataError;
use crate::model::ModelError;
use crate::page::{Origin, Page};
use crate::read::{BlockReader, FieldNames, Input, Malformed, ReadError, ReadSettings, parse};

/// One gold page.
#[derive(Clone, Debug, Deserialize)]
pub struct GoldPage {
    /// The page as text.
    pub text: String,
    /// Its article; training needs it, gold that only tells of comments has none.
    #[serde(default)]
    pub main: Option<String>,
    /// Its headline, when that is known apart from the article.
    #[serde(default)]
    pub title: Option<String>,
    /// Its comments; an empty list says that there are none, null or nothing that they are not known.
    #[serde(default, alias = "thread")]
    pub comments: Option<Vec<GoldComment>>,
    /// The gold set that it comes from.
    #[serde(default)]
    pub source: Option<String>,
}

/// One comment of a gold page.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct GoldComment {
    /// Name of the author.
    #[serde(default)]
    pub author: Option<String>,
    /// What was written.
    #[serde(default)]
    pub text: Option<String>,
    /// The day it was written, in ISO 8601, or the date as the page writes it.
    #[serde(default)]
    pub date: Option<String>,
    /// The comment it answers.
    #[serde(default)]
    pub parent: GoldParent,
    /// Number of its ancestors.
    #[serde(default)]
    pub depth: Option<u32>,
}

/// What gold says of the comment that a comment answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(from = "Option<u32>")]
pub enum GoldParent {
    /// Nothing: the field is absent.
    #[default]
    Unknown,
    /// It answers none: null.
    Top,
    /// The one with this index in the list.
    Comment(u32),
}

impl From<Option<u32>> for GoldParent {
    fn from(parent: Option<u32>) -> Self {
        parent.map_or(Self::Top, Self::Comment)
    }
}

impl GoldPage {
    /// The gold that a page's record holds.
    ///
    /// # Errors
    /// When the record is no gold page.
    pub fn of(page: &Page) -> Result<Self, TrainError> {
        if page.envelope.raw.is_empty() {
            return Err(TrainError::NoRecord { origin: page.origin.clone() });
        }
        serde_json::from_str(&page.envelope.raw)
            .map_err(|error| TrainError::Gold { origin: page.origin.clone(), error })
    }

    /// The article, empty when gold gives none.
    #[must_use]
    pub fn article(&self) -> &str {
        self.main.as_deref().unwrap_or_default()
    }

    /// Author and text of each comment, as alignment takes them.
    #[must_use]
    pub fn comment_texts(&self) -> Vec<String> {
        let part = |text: &Option<String>| text.clone().unwrap_or_default();
        let both = |c: &GoldComment| format!("{} {}", part(&c.author), part(&c.text));
        self.comments.iter().flatten().map(both).collect()
    }

    /// Whether the page comes from one of these sources.
    #[must_use]
    pub fn is_of(&self, sources: &[String]) -> bool {
        self.source.as_ref().is_some_and(|source| sources.contains(source))
    }
}

/// Why there is no model.
#[derive(Debug, thiserror::Error)]
pub enum TrainError {
    /// A gold file cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// A gold file holds something that is no record.
    #[error(transparent)]
    Malformed(#[from] Malformed),
    /// A record is no gold page.
    #[error("{origin}: {error}")]
    Gold {
        /// Where it stands.
        origin: Origin,
        /// What is wrong.
        error: serde_json::Error,
    },
    /// A gold file is a plain text.
    #[error("{origin}: a text, where gold is wanted: lines of JSON with text and main")]
    NoRecord {
        /// Where it stands.
        origin: Origin,
    },
    /// A record does not give the article.
    #[error("{origin}: no field `main`")]
    NoMain {
        /// Where it stands.
        origin: Origin,
    },
    /// No page with an article was given.
    #[error("no gold page with an article")]
    Empty,
    /// The built-in data of made pages is wrong.
    #[error(transparent)]
    Data(#[from] DataError),
    /// The model cannot be written.
    #[error(transparent)]
    Model(#[from] ModelError),
}

/// Reads gold files to learn from; pages of the sources in `without` are left out.
///
/// # Errors
/// When a file cannot be read or one of its records is no gold page or has no article.
pub fn read_gold(inputs: &[Input], without: &[String]) -> Result<Vec<GoldPage>, TrainError> {
    let (settings, fields) = (ReadSettings::default(), FieldNames::default());
    let mut pages = Vec::new();
    for input in inputs {
        let input = Arc::new(input.clone());
        for block in BlockReader::open(input, &settings, &Arc::default())? {
            for page in parse(&block?, &fields) {
                let page = page?;
                let gold = GoldPage::of(&page)?;
                if gold.main.is_none() {
                    return Err(TrainError::NoMain { origin: page.origin });
                }
                if !gold.is_of(without) {
                    pages.push(gold);
                }
            }
        }
    }
    Ok(pages)
}
