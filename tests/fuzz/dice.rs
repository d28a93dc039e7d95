//! Bytes as decisions.

/// Takes decisions off a run of bytes; when there are none left, it is always the first choice.
pub struct Dice<'b> {
    rest: &'b [u8],
}

impl<'b> Dice<'b> {
    pub const fn new(bytes: &'b [u8]) -> Self {
        Self { rest: bytes }
    }

    /// Whether all decisions are taken.
    pub const fn is_over(&self) -> bool {
        self.rest.is_empty()
    }

    pub fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.rest.split_first() else { return 0 };
        self.rest = rest;
        *first
    }

    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        let wide = (0..4).fold(0, |number, _| number << 8 | usize::from(self.byte()));
        wide % end.max(1)
    }

    /// One of a few.
    pub fn of<'c, T>(&mut self, choices: &'c [T]) -> &'c T {
        &choices[usize::from(self.byte()) % choices.len()]
    }

    /// What is left, as it is.
    pub const fn rest(&self) -> &'b [u8] {
        self.rest
    }
}

/// Damages bytes in so many places as the dice say: changed, cut, doubled, moved, replaced.
pub fn damage(dice: &mut Dice<'_>, bytes: &mut Vec<u8>) {
    for _ in 0..dice.byte() % 8 {
        let at = dice.below(bytes.len() + 1);
        let end = (at + dice.below(64)).min(bytes.len());
        match dice.byte() % 7 {
            0 => bytes.truncate(at),
            1 => drop(bytes.drain(at..end)),
            2 => {
                let piece = bytes[at..end].to_vec();
                let to = dice.below(bytes.len() + 1);
                bytes.splice(to..to, piece);
            }
            3 => bytes.insert(at, dice.byte()),
            4 => {
                let sign = dice.of(&["\n", "\"", "\\", "{", "}", "\u{feff}", "\0", ",", "[", "]"]);
                bytes.splice(at..at, sign.bytes());
            }
            _ => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1 << (dice.byte() % 8);
                }
            }
        }
    }
}
