//! Cases as folders: reading them, judging what the program made of them, running it.

mod case;
mod program;
mod truth;

pub use case::{Case, all, case_root, dump_pages};
pub use program::Program;
pub use truth::check;
