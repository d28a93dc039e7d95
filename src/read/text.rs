//! Plain text: a file is a page.

use std::path::Component;

use xxhash_rust::xxh3::Xxh3;

use super::blocks::Block;
use super::compression::without_ending;
use super::encoding::decode_file;
use super::inputs::Input;
use crate::page::{Envelope, Origin, Page};

/// The page of a block that is a text file. Its envelope is empty, its text is kept
/// as it is, NULs and carriage returns included; only a byte order mark is taken off.
pub(super) fn page(block: &Block) -> Page {
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

/// The identifier of a page that has none: 16 hexadecimal digits of XXH3 over address,
/// line feed and text, so that it does not depend on the file that the page came in.
pub(super) fn made_id(url: Option<&str>, text: &str) -> String {
    let mut hash = Xxh3::new();
    hash.update(url.unwrap_or_default().as_bytes());
    hash.update(b"\n");
    hash.update(text.as_bytes());
    format!("{:016x}", hash.digest())
}

#[cfg(test)]
mod tests {
    use super::{id_of, made_id};
    use crate::read::Input;

    #[test]
    fn a_file_is_named_by_its_path() {
        let id = |relative: &str| id_of(&Input::file("/nowhere", relative));
        assert_eq!(id("a/b.txt.gz").as_deref(), Some("a/b.txt"));
        assert_eq!(id("./a/b.txt").as_deref(), Some("a/b.txt"));
        assert_eq!(id("b.zst").as_deref(), Some("b"));
        assert_eq!(id_of(&Input::stdin()), None);
    }

    #[test]
    fn made_ids_tell_address_and_text_apart() {
        assert_eq!(made_id(None, "").len(), 16);
        assert_eq!(made_id(None, "a"), made_id(Some(""), "a"));
        assert_ne!(made_id(Some("a"), "b"), made_id(None, "a\nb"));
    }
}
