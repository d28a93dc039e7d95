//! The run: inputs to outputs, in order, on all cores, whatever the input holds.
//!
//! [`run`] is the whole of it; [`Cleaner`] cleans a single page.

mod apart;
pub mod cleaner;
mod destination;
mod find;
pub mod ordered;
mod outputs;
mod reporter;
mod run;
mod source;
mod work;

pub use apart::{Clash, keep_apart};
pub use cleaner::{Cleaner, Washed};
pub use destination::{Collision, Destination, output_name};
pub use find::{FindError, find_page};
pub use ordered::{Frame, IN_FLIGHT};
pub use reporter::{Progress, Reporter, Silent, Warning};
pub use run::{RunError, RunSettings, run};
