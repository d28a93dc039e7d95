//! Lists the built-in data files, so that adding one to a data folder is all
//! it takes: the tables of their names and contents are generated here.

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// Data folders, the extension of their files, and the table made of each.
const TABLES: [(&str, &str, &str); 5] = [
    ("src/detect/comments/words", "toml", "comment_word_files.rs"),
    ("src/rules/data", "toml", "rule_files.rs"),
    ("src/detect/language/data", "toml", "language_files.rs"),
    ("src/train/generate/data", "toml", "page_language_files.rs"),
    ("src/train/generate/data", "txt", "page_files.rs"),
];

fn main() -> Result<(), Box<dyn Error>> {
    for (folder, extension, table) in TABLES {
        write_table(folder, extension, table)?;
    }
    Ok(())
}

fn write_table(folder: &str, extension: &str, name: &str) -> Result<(), Box<dyn Error>> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join(folder);
    println!("cargo:rerun-if-changed={folder}");
    let mut files = Vec::new();
    collect(&root, extension, &mut files)?;
    files.sort();
    let mut table = String::from("&[\n");
    for file in &files {
        println!("cargo:rerun-if-changed={}", file.display());
        let parts: Vec<_> =
            file.strip_prefix(&root)?.iter().map(|part| part.to_string_lossy()).collect();
        let path = file.to_str().ok_or("the path of a data file is not UTF-8")?;
        writeln!(table, "    ({:?}, include_str!({path:?})),", parts.join("/"))?;
    }
    table.push_str("]\n");
    fs::write(PathBuf::from(env::var("OUT_DIR")?).join(name), table)?;
    Ok(())
}

fn collect(folder: &Path, extension: &str, files: &mut Vec<PathBuf>) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            // A new file deeper down changes only its own folder's time.
            println!("cargo:rerun-if-changed={}", path.display());
            collect(&path, extension, files)?;
        } else if path.extension().is_some_and(|ext| ext == extension) {
            files.push(path);
        }
    }
    Ok(())
}
