//! Settings, layered: defaults, then the user's file, then the working
//! directory's file (or the one named by `--config`), then the flags.
//!
//! A [`Layer`] says only what its source says; [`Settings`] has a value for
//! everything and builds what the stages take.

mod bytes;
pub mod count;
mod file;
mod layer;
mod named;
mod settings;
mod sites;

pub use bytes::{Bytes, NoSize};
pub use file::{ConfigError, FILE_NAME, discover, read};
pub use layer::{ColorChoice, Layer};
pub use settings::Settings;
pub use sites::Sites;
