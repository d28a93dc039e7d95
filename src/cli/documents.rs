//! What the program prints about itself: schema, completions, manual pages.

use std::path::Path;

use anyhow::Context as _;
use clap_complete::Shell;

use super::args::command;
use super::exit::Exit;
use super::print;

/// `presswash schema`.
pub fn schema() -> anyhow::Result<Exit> {
    let text = serde_json::to_string_pretty(&crate::write::schema())?;
    print(format!("{text}\n").as_bytes())
}

/// `presswash completions`.
pub fn completions(shell: Shell) -> anyhow::Result<Exit> {
    // Made in memory first: the generator itself panics when it cannot write.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command(), "presswash", &mut script);
    print(&script)
}

/// `presswash man`.
pub fn man(dir: Option<&Path>) -> anyhow::Result<Exit> {
    let Some(dir) = dir else {
        let mut page = Vec::new();
        clap_mangen::Man::new(command()).render(&mut page)?;
        return print(&page);
    };
    clap_mangen::generate_to(command(), dir)
        .with_context(|| format!("cannot write manual pages to {}", dir.display()))?;
    Ok(Exit::Well)
}
