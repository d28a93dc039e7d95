//! Where a file lies, and how long its name may be.
//!
//! Separate from writing, because it is settled before a file is there.

use std::fs;
use std::path::{Component, Path, PathBuf};

use xxhash_rust::xxh3::xxh3_64;

use super::atomic::folder;

/// Most links that are followed, as in Linux.
const MOST_LINKS: usize = 40;

/// Longest name of an output, in bytes: the 255 that file systems take, less what [`part_of`](super::part_of) appends.
const NAME_BYTES: usize = 250;

/// The path that all names of a file share. It need not be there yet, nor its folder: a link that points to nothing
/// is the file that will be made through it.
#[must_use]
pub fn real(path: &Path) -> PathBuf {
    follow(path, MOST_LINKS)
}

/// The file behind a name that is a link; another path as it is, for messages to name.
#[must_use]
pub fn behind_link(path: &Path) -> PathBuf {
    let is_link = fs::symlink_metadata(path).is_ok_and(|found| found.is_symlink());
    if is_link { real(path) } else { path.to_owned() }
}

fn follow(path: &Path, links: usize) -> PathBuf {
    if let Ok(found) = path.canonicalize() {
        return found;
    }
    if let (Some(links), Ok(target)) = (links.checked_sub(1), fs::read_link(path)) {
        return follow(&folder(path).join(target), links);
    }
    match path.components().next_back() {
        Some(Component::Normal(name)) => follow(folder(path), links).join(name),
        Some(Component::ParentDir) => {
            let mut above = follow(folder(path), links);
            above.pop();
            above
        }
        _ => path.to_owned(),
    }
}

/// The name with this ending; one that would be too long is cut, and told apart from others by a hash of the whole.
#[must_use]
pub fn fitting_name(name: &str, ending: &str) -> String {
    if name.len() + ending.len() <= NAME_BYTES {
        return format!("{name}{ending}");
    }
    let hash = format!("-{:016x}", xxh3_64(name.as_bytes()));
    let left = NAME_BYTES.saturating_sub(hash.len() + ending.len());
    let kept = name.get(..name.floor_char_boundary(left)).unwrap_or_default();
    format!("{kept}{hash}{ending}")
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{NAME_BYTES, fitting_name, real};

    #[test]
    fn what_is_not_there_yet_has_one_path() {
        let place = tempfile::tempdir().unwrap();
        let at = |name: &str| place.path().join(name);
        let new = real(&at("new/x"));
        assert_eq!(new, place.path().canonicalize().unwrap().join("new/x"));
        for name in ["./new/x", "new/./x", "new/../new/x", "new/deep/../x"] {
            assert_eq!(real(&at(name)), new, "{name}");
        }
        assert_ne!(real(&at("x")), new);
        assert!(real("x".as_ref()).is_absolute());
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_to_what_is_not_there() {
        use std::os::unix::fs::symlink;
        let place = tempfile::tempdir().unwrap();
        let at = |name: &str| place.path().join(name);
        fs::create_dir(at("disk")).unwrap();
        symlink("disk/real", at("link")).unwrap();
        symlink(at("link"), at("disk/again")).unwrap();
        assert_eq!(real(&at("link")), real(&at("disk/real")));
        assert_eq!(real(&at("disk/again")), real(&at("disk/real")));
        symlink("loop", at("loop")).unwrap();
        assert!(real(&at("loop")).ends_with("loop"));
    }

    #[test]
    fn long_names_are_cut_and_stay_apart() {
        assert_eq!(fitting_name("a", ".jsonl"), "a.jsonl");
        let whole = "x".repeat(NAME_BYTES - 6);
        assert_eq!(fitting_name(&whole, ".jsonl"), format!("{whole}.jsonl"));
        let long = "\u{436}".repeat(125);
        let name = fitting_name(&long, ".jsonl.gz");
        assert!(name.len() <= NAME_BYTES && name.ends_with(".jsonl.gz"), "{name}");
        assert_ne!(name, fitting_name(&format!("{long}x"), ".jsonl.gz"));
    }
}
