//! Archives read by one thread and by several: the same comes out, whatever is wrong with them.

use std::io::{Cursor, Read as _, Write as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::Compression;
use crate::read::compression::{READ_BYTES, Source};

/// Bytes that hardly compress, the same for the same seed.
fn noise(seed: u32, bytes: usize) -> Vec<u8> {
    let mut state = seed.wrapping_mul(2_654_435_761) | 1;
    let mut next = move || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    };
    (0..bytes).map(|_| next()).collect()
}

fn member(compression: Compression, content: &[u8], level: u32) -> Vec<u8> {
    if compression == Compression::Zstd {
        return zstd::stream::encode_all(content, 1).unwrap();
    }
    let level = flate2::Compression::new(level);
    let mut coder = flate2::write::GzEncoder::new(Vec::new(), level);
    coder.write_all(content).unwrap();
    coder.finish().unwrap()
}

/// So many members of some 90 kB.
fn members(compression: Compression, count: u32) -> Vec<Vec<u8>> {
    let content = |seed| noise(seed, 90_000 + (seed as usize % 7) * 1000);
    (0..count).map(|seed| member(compression, &content(seed), 1)).collect()
}

/// What came out, the error, and the stored bytes that count as read.
fn read(stored: &[u8], threads: usize) -> (Vec<u8>, Option<String>, u64) {
    let progress = Arc::new(AtomicU64::new(0));
    // In portions, as from a file.
    let stored = std::io::BufReader::with_capacity(READ_BYTES, Cursor::new(stored.to_vec()));
    let mut source = Source::on(stored, &progress, threads).unwrap();
    let (mut out, mut portion) = (Vec::new(), [0; 16 * 1024]);
    let error = loop {
        match source.reader.read(&mut portion) {
            Ok(0) => break None,
            Ok(read) => out.extend_from_slice(&portion[..read]),
            Err(error) => break Some(error.to_string()),
        }
    };
    assert_eq!(source.consumed.load(Ordering::Relaxed), progress.load(Ordering::Relaxed));
    (out, error, progress.load(Ordering::Relaxed))
}

fn assert_alike(stored: &[u8], what: &str) -> (Vec<u8>, Option<String>, u64) {
    let alone = read(stored, 1);
    for threads in [2, 5] {
        let (out, error, consumed) = read(stored, threads);
        assert!(
            out == alone.0,
            "{what}: {} bytes by {threads}, {} alone",
            out.len(),
            alone.0.len()
        );
        assert_eq!((error, consumed), (alone.1.clone(), alone.2), "{what}: {threads} threads");
    }
    alone
}

#[test]
fn members_come_in_order_from_any_number_of_threads() {
    for compression in [Compression::Gzip, Compression::Zstd] {
        let stored = members(compression, 40).concat();
        let (out, error, consumed) = assert_alike(&stored, "sound");
        let whole: Vec<u8> =
            (0..40).flat_map(|n| noise(n, 90_000 + (n as usize % 7) * 1000)).collect();
        assert!(out == whole);
        assert_eq!((error, consumed), (None, stored.len() as u64));
    }
}

#[test]
fn of_damaged_archives_all_threads_give_the_same() {
    for compression in [Compression::Gzip, Compression::Zstd] {
        let sound = members(compression, 30).concat();
        for at in [3, 1_000, 700_000, 1_400_001, sound.len() - 5] {
            let mut damaged = sound.clone();
            damaged[at] ^= 0x55;
            damaged[at + 1] ^= 0xaa;
            let (out, ..) = assert_alike(&damaged, &format!("{compression} damaged at {at}"));
            assert!(out.len() < 30 * 97_000);
        }
        for at in [400_000, 1_000_003] {
            let (_, error, _) = assert_alike(&sound[..at], &format!("{compression} cut at {at}"));
            assert!(error.is_some());
        }
        let rubbish = [&sound[..], b"rubbish behind the last member"].concat();
        assert!(assert_alike(&rubbish, "rubbish").1.is_some());
    }
}

#[test]
fn what_looks_like_a_border_is_none() {
    let header = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
    let mut content = noise(1, 900_000);
    content[LEAST_AND_MORE..LEAST_AND_MORE + header.len()].copy_from_slice(&header);
    // Stored without compression, so that the header stands in the archive as it is.
    let stored =
        [member(Compression::Gzip, &content, 0), members(Compression::Gzip, 9).concat()].concat();
    let (out, error, _) = assert_alike(&stored, "a header inside a member");
    assert!(out.starts_with(&content) && error.is_none());
}

/// An offset in a member at which a border is looked for.
const LEAST_AND_MORE: usize = super::LEAST + 5_000;

#[test]
fn long_members_and_such_that_expand_too_much_are_read() {
    let long = member(Compression::Gzip, &noise(2, super::MOST + 100_000), 0);
    let blank = member(Compression::Gzip, &vec![b' '; 40 << 20], 9);
    let more = members(Compression::Gzip, 9).concat();
    for first in [long, blank] {
        let (out, error, _) = assert_alike(&[&first[..], &more, &first, &more].concat(), "long");
        assert!(out.len() > 2 * super::MOST && error.is_none());
    }
}
