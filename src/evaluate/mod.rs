//! Gold pages to figures: how good rules and model are on pages whose truth is known.
//!
//! Gold is the JSONL that training takes. Each page is cleaned as a run would
//! clean it, and what comes out is compared with the gold: the article's words
//! ([`ArticleScore`]), the comments ([`ThreadScore`]), the label of each line
//! ([`Confusion`]) and what its score is worth ([`Calibration`]).
//!
//! ```
//! use presswash::evaluate::{EvalSettings, evaluate};
//! use presswash::pipeline::{Cleaner, Silent};
//! use presswash::read::expand;
//!
//! let folder = tempfile::tempdir()?;
//! let gold = folder.path().join("gold.jsonl");
//! std::fs::write(&gold, "{\"text\":\"Rain again.\",\"main\":\"Rain again.\",\"comments\":[]}\n")?;
//!
//! let settings = EvalSettings::default();
//! let cleaner = Cleaner::shipped()?;
//! let evaluation = evaluate(&expand(&[gold])?, &cleaner, &settings, &mut Silent)?;
//! assert_eq!(evaluation.all().article.f1, Some(1.0));
//! print!("{evaluation}");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod article;
mod calibration;
mod confusion;
mod groups;
mod page;
mod pairs;
mod run;
mod same;
mod table;
mod thread;
mod truth;
mod words;
mod worst;

pub use article::{ArticleFigures, ArticleScore};
pub use calibration::{BINS, Bin, Calibration, Scores};
pub use confusion::{Confusion, Tally};
pub use groups::Group;
pub use page::{Kind, PageScore};
pub use pairs::{SAME, pair};
pub use run::{EvalError, EvalSettings, evaluate};
pub use same::{same_date, same_name};
pub use thread::{Right, Share, ThreadCounts, ThreadFigures, ThreadScore};
pub use truth::{Truth, truths};
pub use words::{Agreement, Bag};
pub use worst::Worst;

use serde::Serialize;

use crate::model::Card;

/// What came of all pages.
///
/// Displays as plain tables, with names and lines as they were scraped.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Evaluation {
    /// Version of the program.
    pub version: &'static str,
    /// The card of the model that was measured.
    pub model: Card,
    /// Fields by which pages are grouped; those that no page has are left out.
    pub by: Vec<String>,
    /// Groups from fine to coarse; the last is that of all pages that are no boards.
    pub groups: Vec<Group>,
    /// Lines by gold and label.
    pub confusion: Confusion,
    /// What the scores of lines are worth.
    pub calibration: Calibration,
    /// The pages with the lowest figures, the worst first.
    pub worst: Vec<Worst>,
}

impl Evaluation {
    /// The figures of all pages together, boards aside.
    #[must_use]
    pub fn all(&self) -> Group {
        self.groups.last().cloned().unwrap_or_default()
    }
}
