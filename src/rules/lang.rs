//! The two-letter language codes of ISO 639-1, so that a slip in `langs` is found, and their numbers: what is asked of
//! every hit is asked of a bit, not of a text.

/// All codes, three bytes apart.
const CODES: &str = "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co \
cr cs cu cv cy da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho \
hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la \
lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or \
os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg \
th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu";

/// What stands for every language.
pub(super) const ANY: &str = "*";

/// Whether `langs` of a rule may hold this.
pub(super) fn known(code: &str) -> bool {
    code == ANY || Lang::of(code).is_some()
}

/// A language by its place among the codes: as in the alphabet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lang(u8);

/// How many languages there are.
const LANGS: usize = (CODES.len() + 1) / 3;

impl Lang {
    /// The language of a code; none for a code that no rule can have.
    #[must_use]
    pub fn of(code: &str) -> Option<Self> {
        let &[first, second] = code.as_bytes() else { return None };
        let place = *PLACES.get(letter(first)?)?.get(letter(second)?)?;
        place.checked_sub(1).map(Self)
    }
}

/// For the two letters of a code its place, counted from one; zero where there is no such code.
#[allow(clippy::cast_possible_truncation, reason = "there are fewer than 256 codes")]
const PLACES: [[u8; 26]; 26] = {
    let mut places = [[0; 26]; 26];
    let codes = CODES.as_bytes();
    let mut place = 0;
    while place < LANGS {
        let (first, second) = (codes[3 * place] - b'a', codes[3 * place + 1] - b'a');
        place += 1;
        places[first as usize][second as usize] = place as u8;
    }
    places
};

/// The place of a small letter in the alphabet.
fn letter(byte: u8) -> Option<usize> {
    byte.checked_sub(b'a').map(usize::from)
}

/// Bits of [`Langs`]: the last one stands for every language.
const BITS: usize = LANGS.next_multiple_of(64);
const _: () = assert!(LANGS < BITS);

/// The languages of a rule.
#[derive(Clone, Copy, Debug, Default)]
pub struct Langs([u64; BITS / 64]);

impl Langs {
    /// Those of these codes.
    pub(super) fn of(codes: &[String]) -> Self {
        let mut langs = Self::default();
        for code in codes {
            let any = (code == ANY).then_some(BITS - 1);
            let place = any.or_else(|| Lang::of(code).map(|lang| usize::from(lang.0)));
            if let Some(place) = place
                && let Some(word) = langs.0.get_mut(place / 64)
            {
                *word |= 1 << (place % 64);
            }
        }
        langs
    }

    fn bit(self, place: usize) -> bool {
        self.0.get(place / 64).is_some_and(|word| word >> (place % 64) & 1 == 1)
    }

    /// Whether they are those of a text in this language; no language is known to be none.
    #[must_use]
    pub fn hold(self, lang: Option<Lang>) -> bool {
        self.bit(BITS - 1) || lang.is_some_and(|lang| self.bit(usize::from(lang.0)))
    }
}

/// Votes for languages.
#[derive(Debug)]
pub struct Votes([u32; BITS]);

impl Default for Votes {
    fn default() -> Self {
        Self([0; BITS])
    }
}

impl Votes {
    /// So many for each of these languages; what holds in every language has no vote.
    pub fn add(&mut self, langs: Langs, weight: u32) {
        for (word, votes) in langs.0.into_iter().zip(self.0.chunks_mut(64)) {
            let mut left = word;
            while left != 0 {
                if let Some(votes) = votes.get_mut(left.trailing_zeros() as usize) {
                    *votes += weight;
                }
                left &= left - 1;
            }
        }
    }

    /// Whether there is one for this language.
    #[must_use]
    pub fn any(&self, lang: Lang) -> bool {
        self.0.get(usize::from(lang.0)).is_some_and(|votes| *votes > 0)
    }

    /// The language with most of them: of equals the first in the alphabet.
    #[must_use]
    pub fn most(&self) -> Option<Lang> {
        let mut most = (None, 0);
        for (lang, &votes) in (0u8..).map(Lang).zip(self.0.iter().take(LANGS)) {
            if votes > most.1 {
                most = (Some(lang), votes);
            }
        }
        most.0
    }
}

#[cfg(test)]
mod tests {
    use super::{ANY, BITS, CODES, LANGS, Lang, Langs, Votes};

    #[test]
    fn every_code_has_a_bit_of_its_own() {
        let codes: Vec<_> = CODES.split(' ').collect();
        assert!(codes.is_sorted() && codes.len() == LANGS && LANGS < BITS);
        let langs: Vec<_> = codes.iter().map(|code| Lang::of(code)).collect();
        for code in &codes {
            let own = Langs::of(&[(*code).to_owned()]);
            let held = langs.iter().filter(|lang| own.hold(**lang)).collect::<Vec<_>>();
            assert_eq!(held, [&Lang::of(code)]);
        }
        assert_eq!(Lang::of("xx"), None);
        assert!(!Langs::default().hold(None) && Langs::of(&[ANY.to_owned()]).hold(None));
    }

    #[test]
    fn of_equals_the_first_has_most_votes() {
        let langs =
            |codes: &[&str]| Langs::of(&codes.iter().map(|&c| c.to_owned()).collect::<Vec<_>>());
        let mut votes = Votes::default();
        votes.add(langs(&[ANY]), 9);
        assert_eq!(votes.most(), None);
        votes.add(langs(&["zu", "en", "de"]), 2);
        assert_eq!(votes.most(), Lang::of("de"));
        votes.add(langs(&["en", ANY]), 1);
        assert_eq!(votes.most(), Lang::of("en"));
        assert!(Lang::of("zu").is_some_and(|zulu| votes.any(zulu)));
        assert!(Lang::of("fr").is_some_and(|french| !votes.any(french)));
    }
}
