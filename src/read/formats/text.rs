//! Plain text: a file is a page.

use std::path::Component;

use super::{Head, Kind, Pages, Sign};
use crate::page::{Envelope, Origin, Page};
use crate::read::blocks::{Block, Cut};
use crate::read::borders::Border;
use crate::read::compression::without_ending;
use crate::read::encoding::decode_file;
use crate::read::fields::FieldNames;
use crate::read::inputs::Input;
use crate::read::record::made_id;

/// Plain text.
pub(super) struct Text;

impl Kind for Text {
    fn name(&self) -> &'static str {
        "text"
    }

    /// What is nothing else is text.
    fn sign(&self, _: &Head<'_>) -> Option<Sign> {
        None
    }

    fn is_whole(&self) -> bool {
        true
    }

    fn next(&self, bytes: &[u8], from: usize, last: bool, _: &Cut) -> Border {
        match (from, last) {
            (0, true) => Border::Record { record: 0..bytes.len(), next: bytes.len() },
            (0, false) => Border::Partial(0),
            _ => Border::End,
        }
    }

    fn resume(&self, _: &[u8], _: &Cut) -> Option<usize> {
        None
    }

    fn pages<'a>(&self, block: &'a Block, _: &'a FieldNames) -> Pages<'a> {
        Box::new(std::iter::once_with(|| Ok(page(block))))
    }
}

/// The page of a block that is a text file. Its envelope is empty, its text is kept
/// as it is, NULs and carriage returns included; only a byte order mark is taken off.
fn page(block: &Block) -> Page {
    let decoded = decode_file(&block.bytes);
    let text = decoded.text.into_owned();
    Page {
        id: id_of(&block.input).unwrap_or_else(|| made_id(None, &text)),
        text,
        envelope: Envelope::default(),
        origin: Origin {
            path: block.input.name.clone(),
            record: block.first_record,
            offset: block.offset,
        },
        repairs: decoded.repairs,
        ..Page::default()
    }
}

/// The path below the argument that named the file, with `/` between its parts and without
/// compression ending; none for the standard input.
fn id_of(input: &Input) -> Option<String> {
    input.path.as_ref()?;
    let parts: Vec<_> = input
        .relative
        .components()
        .filter(|part| matches!(part, Component::Normal(_)))
        .map(|part| part.as_os_str().to_string_lossy())
        .collect();
    let path = parts.join("/");
    Some(without_ending(&path).to_owned()).filter(|id| !id.is_empty())
}

#[cfg(test)]
mod tests {
    use super::id_of;
    use crate::read::Input;

    #[test]
    fn a_file_is_named_by_its_path() {
        let id = |relative: &str| id_of(&Input::file("/nowhere", relative));
        assert_eq!(id("a/b.txt.gz").as_deref(), Some("a/b.txt"));
        assert_eq!(id("./a/b.txt").as_deref(), Some("a/b.txt"));
        assert_eq!(id("b.zst").as_deref(), Some("b"));
        assert_eq!(id_of(&Input::stdin()), None);
    }
}
