//! A stream of UTF-16 as a stream of UTF-8.
//!
//! Line ends of UTF-16 cannot be found as bytes, so JSONL in it is converted
//! before records are cut, in pieces, however long the input is.

use std::io::{self, Read};

use encoding_rs::{CoderResult, Decoder, Encoding};

/// Bytes converted at a time.
const PIECE: usize = 32 * 1024;

/// Reads UTF-16 from `inner` and gives UTF-8; halves of pairs become U+FFFD.
pub(super) struct Utf16Reader<R> {
    inner: R,
    decoder: Decoder,
    raw: Vec<u8>,
    raw_from: usize,
    raw_to: usize,
    out: Vec<u8>,
    out_from: usize,
    out_to: usize,
    ended: bool,
    finished: bool,
}

impl<R: Read> Utf16Reader<R> {
    /// A byte order mark at the start stays, as U+FEFF.
    pub(super) fn new(inner: R, encoding: &'static Encoding) -> Self {
        Self {
            inner,
            decoder: encoding.new_decoder_without_bom_handling(),
            raw: vec![0; PIECE],
            raw_from: 0,
            raw_to: 0,
            // Two bytes become three at most; a little room for what the decoder holds back.
            out: vec![0; PIECE * 3 / 2 + 16],
            out_from: 0,
            out_to: 0,
            ended: false,
            finished: false,
        }
    }

    /// Converts the next piece; afterwards there is output, or the stream is finished.
    fn convert(&mut self) -> io::Result<()> {
        while self.out_from == self.out_to && !self.finished {
            if self.raw_from == self.raw_to && !self.ended {
                self.raw_to = self.inner.read(&mut self.raw)?;
                self.raw_from = 0;
                self.ended = self.raw_to == 0;
            }
            let raw = self.raw.get(self.raw_from..self.raw_to).unwrap_or_default();
            let (result, read, written, _) =
                self.decoder.decode_to_utf8(raw, &mut self.out, self.ended);
            self.raw_from += read;
            (self.out_from, self.out_to) = (0, written);
            self.finished = self.ended && result == CoderResult::InputEmpty;
        }
        Ok(())
    }
}

impl<R: Read> Read for Utf16Reader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.convert()?;
        let ready = self.out.get(self.out_from..self.out_to).unwrap_or_default();
        let read = { ready }.read(buffer)?;
        self.out_from += read;
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use encoding_rs::{UTF_16BE, UTF_16LE};

    use super::Utf16Reader;

    /// Gives one byte a call, so that every unit is cut in two.
    struct Drip<'a>(&'a [u8]);

    impl Read for Drip<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            let len = buffer.len().min(1);
            self.0.read(&mut buffer[..len])
        }
    }

    #[test]
    fn units_cut_anywhere_come_out_whole() {
        let text =
            "\u{feff}{\"text\": \"\u{1f327} \u{434}\u{43e}\u{436}\u{434}\u{44c}\"}\n".repeat(3000);
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        for (bytes, encoding) in [(little, UTF_16LE), (big, UTF_16BE)] {
            let mut out = String::new();
            Utf16Reader::new(Drip(&bytes), encoding).read_to_string(&mut out).unwrap();
            assert!(out == text);
            out.clear();
            Utf16Reader::new(&bytes[..], encoding).read_to_string(&mut out).unwrap();
            assert!(out == text);
        }
    }

    #[test]
    fn a_last_half_unit_is_replaced() {
        let mut out = String::new();
        Utf16Reader::new(&b"a\0b"[..], UTF_16LE).read_to_string(&mut out).unwrap();
        assert_eq!(out, "a\u{fffd}");
    }
}
