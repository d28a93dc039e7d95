//! Keeps outputs from overwriting each other or an input.
//!
//! A cleaned file over its own dump cannot be undone, so this is refused even
//! when outputs may be replaced.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::read::Input;
use crate::write::real;

/// Two things with one name.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum Clash {
    /// An output would replace an input.
    #[error("{}: this is an input, it cannot be an output", .0.display())]
    WithInput(PathBuf),
    /// Two outputs would replace each other.
    #[error("{}: this would be the output of two things", .0.display())]
    OfOutputs(PathBuf),
}

/// Checks that all outputs differ from each other and from all inputs, by whatever name.
///
/// Devices and pipes with a name (`/dev/null`) may be used more than once.
///
/// # Errors
/// At the first output that does not.
pub fn keep_apart<'p>(
    inputs: &[Input],
    outputs: impl IntoIterator<Item = &'p Path>,
) -> Result<(), Clash> {
    let inputs: BTreeSet<_> = inputs.iter().filter_map(|i| i.path.as_deref()).map(real).collect();
    let mut seen = BTreeSet::new();
    for output in outputs {
        if output.metadata().is_ok_and(|found| !found.is_file() && !found.is_dir()) {
            continue;
        }
        let real = if output == Path::new("-") { output.to_owned() } else { real(output) };
        if inputs.contains(&real) {
            return Err(Clash::WithInput(output.to_owned()));
        }
        if !seen.insert(real) {
            return Err(Clash::OfOutputs(output.to_owned()));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{Clash, keep_apart};
    use crate::read::Input;

    #[test]
    fn one_file_by_two_names_is_one_file() {
        let place = tempfile::tempdir().unwrap();
        let at = |name: &str| place.path().join(name);
        fs::create_dir(at("d")).unwrap();
        fs::write(at("in"), "").unwrap();
        let inputs = [Input::file(at("in"), "in"), Input::stdin()];
        let check = |names: &[&str]| {
            let paths: Vec<_> = names.iter().map(|name| at(name)).collect();
            keep_apart(&inputs, paths.iter().map(AsRef::as_ref))
        };
        assert_eq!(check(&["a", "b", "d/a"]), Ok(()));
        assert_eq!(check(&["a", "d/../in"]), Err(Clash::WithInput(at("d/../in"))));
        assert_eq!(check(&["a", "d/../a"]), Err(Clash::OfOutputs(at("d/../a"))));
        assert_eq!(check(&["new/a", "new/./a"]), Err(Clash::OfOutputs(at("new/./a"))));
        assert_eq!(check(&["new/a", "new/b"]), Ok(()));
    }

    #[cfg(unix)]
    #[test]
    fn a_device_may_be_used_twice() {
        let null = std::path::Path::new("/dev/null");
        assert_eq!(keep_apart(&[], [null, null]), Ok(()));
    }
}
