//! The run: inputs to outputs, in order, on all cores, whatever the input holds.

pub mod ordered;
