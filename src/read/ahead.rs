//! Decoding ahead: the parts of an input on threads of their own, their results in order.
//!
//! For inputs that consist of parts which can be decoded apart. Which parts, and
//! how, is up to the format; here are the threads and the order. What waits to be
//! taken is bounded, so that a fast decoder does not fill the memory.

use std::io;

use crossbeam_channel::{Receiver, Sender, bounded};

/// Results that each decoder may be ahead.
const HELD: usize = 8;

/// The results of numbered parts, part after part.
///
/// Ends after the first error. Dropped early, the decoders end by themselves.
pub(super) struct Ahead<T> {
    /// Results of each decoder; nothing is the end of a part.
    decoders: Vec<Receiver<Option<io::Result<T>>>>,
    /// The part that is taken.
    part: usize,
    parts: usize,
}

impl<T: Send + 'static> Ahead<T> {
    /// Decodes so many parts, each by the decoder whose turn it is. `decode` gives the results of a
    /// part to the function that it is called with, until that answers with false.
    pub(super) fn new<D: Send + 'static>(
        parts: usize,
        decoders: Vec<D>,
        decode: impl Fn(&mut D, usize, &mut dyn FnMut(io::Result<T>) -> bool) + Clone + Send + 'static,
    ) -> io::Result<Self> {
        let count = decoders.len().max(1);
        let start = |(first, mut decoder): (usize, D)| {
            let (give, results) = bounded(HELD);
            let decode = decode.clone();
            let run = move || {
                for part in (first..parts).step_by(count) {
                    decode(&mut decoder, part, &mut |result| give.send(Some(result)).is_ok());
                    if ended(&give) {
                        return;
                    }
                }
            };
            let name = format!("decoder-{first}");
            std::thread::Builder::new().name(name).spawn(run).map(|_| results)
        };
        let decoders = decoders.into_iter().enumerate().map(start).collect::<io::Result<_>>()?;
        Ok(Self { decoders, part: 0, parts })
    }
}

/// Tells the end of a part; whether nobody listens any more.
fn ended<T>(give: &Sender<Option<T>>) -> bool {
    give.send(None).is_err()
}

impl<T> Iterator for Ahead<T> {
    type Item = io::Result<T>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.part < self.parts {
            let at = self.part % self.decoders.len().max(1);
            match self.decoders.get(at)?.recv() {
                Ok(Some(result)) => {
                    if result.is_err() {
                        self.part = self.parts;
                    }
                    return Some(result);
                }
                Ok(None) => self.part += 1,
                Err(_) => {
                    self.part = self.parts;
                    return Some(Err(io::Error::other("a decoder has failed")));
                }
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::Ahead;

    /// Part 3 is empty, part 5 fails after its first result.
    fn decode(_: &mut (), part: usize, give: &mut dyn FnMut(io::Result<usize>) -> bool) {
        for n in 0..if part == 3 { 0 } else { 40 } {
            let result =
                if (part, n) == (5, 1) { Err(io::Error::other("bad")) } else { Ok(part * 100 + n) };
            if !give(result) {
                return;
            }
        }
    }

    #[test]
    fn results_come_in_order_up_to_the_first_error() {
        let expected: Vec<usize> = [0, 1, 2, 4]
            .into_iter()
            .flat_map(|part| (0..40).map(move |n| part * 100 + n))
            .chain([500])
            .collect();
        for decoders in 1..5 {
            let mut ahead = Ahead::new(9, vec![(); decoders], decode).unwrap();
            let good: Vec<usize> = ahead.by_ref().map_while(Result::ok).collect();
            assert_eq!(good, expected, "{decoders} decoders");
            assert!(ahead.next().is_none(), "nothing after an error");
        }
    }

    #[test]
    fn a_decoder_that_panics_is_an_error() {
        let decode = |(): &mut (), part: usize, give: &mut dyn FnMut(io::Result<usize>) -> bool| {
            assert_ne!(part, 1, "of all parts this one");
            give(Ok(part));
        };
        let ahead = Ahead::new(3, vec![(); 2], decode).unwrap();
        let ended: Vec<bool> = ahead.map(|result| result.is_ok()).collect();
        assert_eq!(ended, [true, false]);
    }
}
