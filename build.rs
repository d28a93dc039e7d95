//! Lists the built-in rule files, so that adding one to `src/rules/data` is
//! all it takes: the table of their names and contents is generated here.

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

const DATA: &str = "src/rules/data";

fn main() -> Result<(), Box<dyn Error>> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join(DATA);
    println!("cargo:rerun-if-changed={DATA}");
    let mut files = Vec::new();
    collect(&root, &mut files)?;
    files.sort();
    let mut table = String::from("&[\n");
    for file in &files {
        println!("cargo:rerun-if-changed={}", file.display());
        let parts: Vec<_> =
            file.strip_prefix(&root)?.iter().map(|part| part.to_string_lossy()).collect();
        let path = file.to_str().ok_or("the path of the rules is not UTF-8")?;
        writeln!(table, "    ({:?}, include_str!({path:?})),", parts.join("/"))?;
    }
    table.push_str("]\n");
    fs::write(PathBuf::from(env::var("OUT_DIR")?).join("rule_files.rs"), table)?;
    Ok(())
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
