//! Evidence to one label a line: features, weights, decoding, training.
//!
//! This is the only place where labels are assigned. Every line gets its
//! features, the chain's best walk says to which part of the page it belongs,
//! and the evidence says which label of that part it has.

pub mod align;
pub mod chain;
pub mod features;
pub mod templates;
pub mod train;
mod view;
mod weights;

pub use weights::{Card, Model, ModelError};
