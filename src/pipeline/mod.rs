//! The run: inputs to outputs, in order, on all cores, whatever the input holds.
//!
//! [`run`] is the whole of it; [`Cleaner`] cleans a single page.
//!
//! ```
//! use presswash::pipeline::{Cleaner, Destination, RunSettings, Silent, run};
//! use presswash::read::expand;
//!
//! let folder = tempfile::tempdir()?;
//! let dump = folder.path().join("dump.jsonl");
//! std::fs::write(&dump, "{\"id\":\"a\",\"text\":\"Rain again.\"}\n")?;
//!
//! let clean = folder.path().join("clean.jsonl");
//! let settings = RunSettings { destination: Destination::of(&clean), ..RunSettings::default() };
//! let cleaner = Cleaner::shipped()?;
//! let stats = run(&expand(&[dump])?, &cleaner, &settings, &mut Silent)?;
//! assert_eq!((stats.pages, stats.bad()), (1, 0));
//! assert!(std::fs::read_to_string(clean)?.starts_with("{\"id\":\"a\",\"text\":"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod apart;
pub mod cleaner;
mod compare;
mod destination;
mod draw;
mod examine;
mod field;
mod find;
mod html;
mod identity;
mod journal;
mod limits;
mod manifest;
pub mod ordered;
mod outputs;
mod pairs;
mod reporter;
mod run;
mod scan;
mod shard;
mod source;
mod stop;
mod stream;
mod survey;
mod work;
mod writer;

pub use apart::{Clash, keep_apart};
pub use cleaner::{Cleaner, Washed};
pub use compare::{CompareError, RunFiles, WAITING_BYTES, compare};
pub use destination::{Collision, Destination, output_name};
pub use draw::draw;
pub use examine::{Examined, LineAccount};
pub use find::{FindError, Wanted, find_page};
pub use limits::{PageLimits, Uncleaned};
pub use manifest::ManifestError;
pub use ordered::{Frame, IN_FLIGHT};
pub use pairs::PairError;
pub use reporter::{Progress, Reporter, Resumed, Silent, Warning};
pub use run::{RunError, RunSettings, is_complete, refuse_existing, run};
pub use scan::{ScanError, ScanSettings, Scanned, scan};
pub use shard::{NoShard, NotShared, Shard};
pub use stop::Stop;
pub use survey::{SurveyError, survey};
