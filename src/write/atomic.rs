//! A file that is there whole or not at all.
//!
//! Separate from compression: a temporary file in the folder of the output,
//! renamed when all is written, removed when it is dropped before that.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tempfile::NamedTempFile;

use super::place::behind_link;

/// Bytes of an output's name in the name of its temporary file, which must not be too long where the former is not.
const SHOWN_BYTES: usize = 40;

/// The temporary files of this process: one that is ended by a signal drops nothing.
static UNFINISHED: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// Removes what is unfinished, for a process that ends without dropping it. While the guard lives no output
/// is begun.
#[must_use]
pub fn abandon() -> impl Sized {
    let unfinished = unfinished();
    for path in &*unfinished {
        // One that cannot be removed stays, as it would have.
        let _ = fs::remove_file(path);
    }
    unfinished
}

fn unfinished() -> MutexGuard<'static, BTreeSet<PathBuf>> {
    // Wherever a thread that held them panicked, they are paths of temporary files.
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The place of a temporary file among those that are unfinished.
#[derive(Debug)]
pub(super) struct Unfinished(PathBuf);

impl Drop for Unfinished {
    fn drop(&mut self) {
        unfinished().remove(&self.0);
    }
}

/// Where the bytes of an output go.
#[derive(Debug)]
pub(super) enum Target {
    /// A regular file, under a temporary name until it is finished.
    File { temporary: NamedTempFile, _unfinished: Unfinished, path: PathBuf, overwrite: bool },
    /// A device or pipe with a name: written in place, since a rename would replace it by a file.
    Device(File),
    /// Standard output.
    Stdout(io::Stdout),
}

impl Target {
    /// A target under this path. Missing folders are made.
    ///
    /// # Errors
    /// `AlreadyExists` when there is such a file and `overwrite` is false; else what the system says.
    pub(super) fn open(path: &Path, overwrite: bool) -> io::Result<Self> {
        if let Ok(found) = fs::metadata(path) {
            if found.is_dir() {
                return Err(io::ErrorKind::IsADirectory.into());
            }
            if !found.is_file() {
                return Ok(Self::Device(File::options().write(true).open(path)?));
            }
            if !overwrite {
                return Err(io::ErrorKind::AlreadyExists.into());
            }
        }
        // A link keeps its name: what it points to is replaced, or made.
        let path = behind_link(path);
        let folder = folder(&path);
        make_folder(folder)?;
        let (temporary, unfinished) = temporary(&path, folder)?;
        Ok(Self::File { temporary, _unfinished: unfinished, path, overwrite })
    }

    /// Puts the file under its name, after its bytes have reached the disk. The name itself lasts once
    /// its folder, which is returned, has been through [`sync_folder`].
    ///
    /// # Errors
    /// What the system says; the temporary file is then removed.
    pub(super) fn name(self) -> io::Result<Option<PathBuf>> {
        match self {
            Self::Stdout(mut out) => out.flush().map(|()| None),
            Self::Device(mut file) => file.flush().map(|()| None),
            Self::File { temporary, path, overwrite, .. } => {
                temporary.as_file().sync_all()?;
                let kept = if overwrite {
                    temporary.persist(&path)
                } else {
                    temporary.persist_noclobber(&path)
                };
                kept.map_err(|failed| failed.error)?;
                Ok(Some(folder(&path).to_owned()))
            }
        }
    }
}

impl Write for Target {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            // The file itself: its wrapper would tell the temporary name with each error.
            Self::File { temporary, .. } => temporary.as_file_mut().write(bytes),
            Self::Device(file) => file.write(bytes),
            Self::Stdout(out) => out.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::File { temporary, .. } => temporary.as_file_mut().flush(),
            Self::Device(file) => file.flush(),
            Self::Stdout(out) => out.flush(),
        }
    }
}

/// The folder of a file.
pub(super) fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Makes a folder and those above it, where they are missing.
///
/// # Errors
/// `NotADirectory` when a file stands in the way; else what the system says.
pub(super) fn make_folder(folder: &Path) -> io::Result<()> {
    // The system says that it exists, which `--force` would not help.
    fs::create_dir_all(folder).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => {
            io::Error::new(io::ErrorKind::NotADirectory, "a file is where a folder has to be")
        }
        _ => error,
    })
}

fn temporary(path: &Path, folder: &Path) -> io::Result<(NamedTempFile, Unfinished)> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let shown = name.get(..name.floor_char_boundary(SHOWN_BYTES)).unwrap_or_default();
    let prefix = format!(".{shown}.");
    // A temporary file is private by default, but this becomes a file like any other; and errors need not tell
    // its name.
    let create = |path: &Path| File::options().read(true).write(true).create_new(true).open(path);
    // Held until the file is among them.
    let mut list = unfinished();
    let file = tempfile::Builder::new().prefix(&prefix).suffix(".part").make_in(folder, create)?;
    list.insert(file.path().to_owned());
    let unfinished = Unfinished(file.path().to_owned());
    Ok((file, unfinished))
}

/// Makes the rename itself last; a folder can be opened for this on Unix only.
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}
