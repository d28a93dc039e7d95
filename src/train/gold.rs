//! Gold files: pages with the article and, where known, headline and comments.

use std::sync::Arc;

use serde::Deserialize;

use super::generate::DataError;
use crate::model::ModelError;
use crate::page::Origin;
use crate::read::{BlockReader, FieldNames, Input, Malformed, ReadError, ReadSettings, parse};

/// One gold page.
#[derive(Clone, Debug, Deserialize)]
pub struct GoldPage {
    /// The page as text.
    pub text: String,
    /// Its article.
    pub main: String,
    /// Its headline, when that is known apart from the article.
    #[serde(default)]
    pub title: Option<String>,
    /// Its comments.
    #[serde(default, alias = "thread")]
    pub comments: Option<Vec<GoldComment>>,
    /// The gold set that it comes from.
    #[serde(default)]
    pub source: Option<String>,
}

/// One comment of a gold page.
#[derive(Clone, Debug, Deserialize)]
pub struct GoldComment {
    /// Name of the author.
    #[serde(default)]
    pub author: Option<String>,
    /// What was written.
    #[serde(default)]
    pub text: Option<String>,
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

/// Reads gold files; pages of the sources in `without` are left out.
///
/// # Errors
/// When a file cannot be read or one of its records is no gold page.
pub fn read_gold(inputs: &[Input], without: &[String]) -> Result<Vec<GoldPage>, TrainError> {
    let (settings, fields) = (ReadSettings::default(), FieldNames::default());
    let mut pages = Vec::new();
    for input in inputs {
        let input = Arc::new(input.clone());
        for block in BlockReader::open(input, &settings, &Arc::default())? {
            for page in parse(&block?, &fields) {
                let page = page?;
                let gold: GoldPage = serde_json::from_str(&page.envelope.raw)
                    .map_err(|error| TrainError::Gold { origin: page.origin, error })?;
                if !gold.source.as_ref().is_some_and(|source| without.contains(source)) {
                    pages.push(gold);
                }
            }
        }
    }
    Ok(pages)
}
