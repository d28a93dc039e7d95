//! The run: gold files in, one evaluation out, on all cores.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::Evaluation;
use super::calibration::Scores;
use super::confusion::Confusion;
use super::groups::Groups;
use super::page::{Kind, PageScore, lines};
use super::worst::Keeper;
use crate::page::{Envelope, Origin};
use crate::pipeline::ordered::{self, Stopped};
use crate::pipeline::{Cleaner, Frame, Progress, Reporter};
use crate::read::{Block, BlockReader, FieldNames, Input, ReadSettings, parse};
use crate::train::{GoldPage, TrainError};

/// Worst pages that are told when nothing else is said.
const WORST: usize = 10;

/// What is measured, and how.
#[derive(Clone, Debug)]
pub struct EvalSettings {
    /// Limits of reading.
    pub read: ReadSettings,
    /// Sources whose pages are left out.
    pub without: Vec<String>,
    /// Sources whose pages are discussion boards.
    pub forum: Vec<String>,
    /// Fields of the gold by whose values pages are grouped.
    pub by: Vec<String>,
    /// How many of the worst pages are told.
    pub worst: usize,
    /// How much runs at once.
    pub frame: Frame,
}

impl Default for EvalSettings {
    /// By `source` and `variant`, with the ten worst pages.
    fn default() -> Self {
        Self {
            read: ReadSettings::default(),
            without: Vec::new(),
            forum: Vec::new(),
            by: vec!["source".to_owned(), "variant".to_owned()],
            worst: WORST,
            frame: Frame::default(),
        }
    }
}

/// Why there are no figures.
#[derive(Debug, thiserror::Error)]
pub enum EvalError {
    /// Gold cannot be read.
    #[error(transparent)]
    Gold(#[from] TrainError),
    /// A record tells of no gold at all.
    #[error("{0}: neither `main` nor `comments`")]
    Silent(Origin),
    /// No page was given.
    #[error("no gold page")]
    Empty,
    /// The workers cannot be started.
    #[error("cannot start the workers: {0}")]
    Workers(#[source] rayon::ThreadPoolBuildError),
}

/// Cleans all gold pages and measures what comes of them.
///
/// The figures depend on gold, cleaner and settings only, not on
/// `settings.frame`. `reporter` hears of progress.
///
/// # Errors
/// When gold cannot be read, one of its records is no gold page, or there are none.
pub fn evaluate(
    inputs: &[Input],
    cleaner: &Cleaner,
    settings: &EvalSettings,
    reporter: &mut dyn Reporter,
) -> Result<Evaluation, EvalError> {
    let read = Arc::new(AtomicU64::new(0));
    let fields = FieldNames::default();
    let (mut all, mut groups, mut worst) =
        (Done::default(), Groups::default(), Keeper::new(settings.worst));
    let mut progress = Progress::default();
    reporter.start(inputs.iter().map(|input| input.bytes).sum());
    ordered::run(
        settings.frame,
        blocks(inputs, &settings.read, &read),
        |block| measure(&block, &fields, cleaner, settings),
        |done| {
            progress.bytes_read = read.load(Ordering::Relaxed);
            progress.bytes_text += done.bytes_text;
            progress.pages += done.pages.len() as u64;
            reporter.progress(progress);
            all.confusion.merge(&done.confusion);
            all.scores.merge(&done.scores);
            for page in done.pages {
                groups.add(&page);
                worst.add(page);
            }
            Ok(())
        },
    )
    .map_err(|stopped| match stopped {
        Stopped::Pool(error) => EvalError::Workers(error),
        Stopped::By(error) => error,
    })?;
    if progress.pages == 0 {
        return Err(EvalError::Empty);
    }
    let known = groups.known(settings.by.len());
    let named = settings.by.iter().zip(&known).filter(|(_, known)| **known);
    Ok(Evaluation {
        version: env!("CARGO_PKG_VERSION"),
        model: cleaner.model().card.clone(),
        by: named.map(|(name, _)| name.clone()).collect(),
        groups: groups.figures(&settings.by),
        confusion: all.confusion,
        calibration: all.scores.calibration(),
        worst: worst.worst(&settings.by, &known),
    })
}

/// All records of all inputs, in pieces.
fn blocks<'i>(
    inputs: &'i [Input],
    settings: &'i ReadSettings,
    read: &'i Arc<AtomicU64>,
) -> impl Iterator<Item = Result<Block, EvalError>> + Send + 'i {
    type Blocks = Box<dyn Iterator<Item = Result<Block, EvalError>> + Send>;
    inputs.iter().flat_map(move |input| -> Blocks {
        match BlockReader::open(Arc::new(input.clone()), settings, read) {
            Ok(reader) => Box::new(reader.map(|block| Ok(block.map_err(TrainError::from)?))),
            Err(error) => Box::new(std::iter::once(Err(TrainError::from(error).into()))),
        }
    })
}

/// What came of some pages.
#[derive(Default)]
struct Done {
    bytes_text: u64,
    pages: Vec<PageScore>,
    confusion: Confusion,
    scores: Scores,
}

fn measure(
    block: &Block,
    fields: &FieldNames,
    cleaner: &Cleaner,
    settings: &EvalSettings,
) -> Result<Done, EvalError> {
    let mut done = Done::default();
    for page in parse(block, fields) {
        let mut page = page.map_err(TrainError::from)?;
        let mut gold = GoldPage::of(&page)?;
        if gold.main.is_none() && gold.comments.is_none() {
            return Err(EvalError::Silent(page.origin));
        }
        if gold.is_of(&settings.without) {
            continue;
        }
        // Gold names its text `text`, whatever other fields the record has.
        page.text = std::mem::take(&mut gold.text);
        let kind = if gold.is_of(&settings.forum) { Kind::Forum } else { Kind::Article };
        let by = settings.by.iter().map(|field| value(&page.envelope, field)).collect();
        let washed = cleaner.clean(&page);
        let counts = (&mut done.confusion, &mut done.scores);
        let truths = lines(&page, &washed, &gold, kind, counts);
        let score = PageScore::of(&page, &washed, &truths, &gold, kind);
        done.bytes_text += page.text.len() as u64;
        done.pages.push(PageScore { id: page.id, at: page.origin.to_string(), by, ..score });
    }
    Ok(done)
}

/// A field of the record: a string, or a number or boolean as it is written.
fn value(record: &Envelope, field: &str) -> Option<String> {
    let member = record.find(field).and_then(|at| record.members.get(at))?;
    let raw = record.raw.get(member.value.clone())?;
    match serde_json::from_str(raw).ok()? {
        serde_json::Value::String(text) => Some(text),
        serde_json::Value::Number(_) | serde_json::Value::Bool(_) => Some(raw.to_owned()),
        _ => None,
    }
}
