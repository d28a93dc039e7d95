//! Lists the built-in data files, so that adding one to a folder of data is
//! all it takes: the tables of their names and contents are generated here.

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// Folders of data, and the tables that are made of them.
const TABLES: [(&str, &str); 2] =
    [("src/rules/data", "rule_files.rs"), ("src/detect/language/data", "language_files.rs")];

fn main() -> Result<(), Box<dyn Error>> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let out = PathBuf::from(env::var("OUT_DIR")?);
    for (data, table) in TABLES {
        println!("cargo:rerun-if-changed={data}");
        fs::write(out.join(table), table_of(&root.join(data))?)?;
    }
    Ok(())
}

/// The source text of a slice of names (below the folder) and contents, sorted by name.
fn table_of(folder: &Path) -> Result<String, Box<dyn Error>> {
    let mut files = Vec::new();
    collect(folder, &mut files)?;
    files.sort();
    let mut table = String::from("&[\n");
    for file in &files {
        println!("cargo:rerun-if-changed={}", file.display());
        let parts: Vec<_> =
            file.strip_prefix(folder)?.iter().map(|part| part.to_string_lossy()).collect();
        let path = file.to_str().ok_or("the path of the data is not UTF-8")?;
        writeln!(table, "    ({:?}, include_str!({path:?})),", parts.join("/"))?;
    }
    table.push_str("]\n");
    Ok(table)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            // A new file deeper down changes only its own folder's time.
            println!("cargo:rerun-if-changed={}", path.display());
            collect(&path, files)?;
        } else if path.extension().is_some_and(|ext| ext == "toml") {
            files.push(path);
        }
    }
    Ok(())
}
