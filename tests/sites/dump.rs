//! Made-up sites: pages whose every line is known to be of the template or of the article.
//!
//! Words are made of syllables, so that no rule knows them, and strung together
//! with the function words of English, so that articles read like running text.
//! The same seed gives the same dump.

use presswash::random::Random;

/// Words and sentences that only the seed decides.
struct Chance(Random);

impl Chance {
    fn new(seed: usize) -> Self {
        Self(Random::new(seed as u64))
    }

    fn below(&mut self, bound: usize) -> usize {
        self.0.below(bound)
    }

    fn percent(&mut self, percent: usize) -> bool {
        self.0.chance(percent)
    }

    fn pick<'l>(&mut self, list: &[&'l str]) -> &'l str {
        list[self.below(list.len())]
    }

    fn word(&mut self) -> String {
        let onsets = ["b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "tr", "st"];
        let vowels = ["a", "e", "i", "o", "u", "ei", "ou"];
        let codas = ["", "", "n", "r", "l", "sk", "m"];
        let syllables = 2 + self.below(2);
        let mut word = String::new();
        for _ in 0..syllables {
            for part in [&onsets[..], &vowels, &codas] {
                word.push_str(self.pick(part));
            }
        }
        word
    }

    fn name(&mut self) -> String {
        let word = self.word();
        let (first, rest) = word.split_at(1);
        format!("{}{rest}", first.to_uppercase())
    }

    fn sentence(&mut self) -> String {
        let (a, b, c, d) = (self.word(), self.word(), self.word(), self.name());
        match self.below(5) {
            0 => format!("The {a} of {d} was built in the {b} before they had seen the {c}."),
            1 => format!(
                "{d} said on Tuesday that the {a} would not be moved from its {b}, as the {c} is too old."
            ),
            2 => format!(
                "It is the third {a} in a year, and nobody at the {b} knows what it did to the {c}."
            ),
            3 => format!(
                "When we came to the {a}, there was a {b} with more than {} of them, but the {c} had gone.",
                self.below(900) + 20
            ),
            _ => format!(
                "\u{201c}That was never our {a},\u{201d} said {d}, who has been with the {b} for {} years and knows the {c} well.",
                self.below(30) + 2
            ),
        }
    }

    fn paragraph(&mut self) -> String {
        let sentences = 2 + self.below(3);
        (0..sentences).map(|_| self.sentence()).collect::<Vec<_>>().join(" ")
    }
}

/// What a line of a page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Template,
    Article,
}

/// One page, line by line.
pub struct MadePage {
    pub id: String,
    pub url: String,
    pub lines: Vec<(Part, String)>,
}

impl MadePage {
    pub fn text(&self) -> String {
        let mut text = String::new();
        for (_, line) in &self.lines {
            text.push_str(line);
            text.push('\n');
        }
        text
    }
}

/// The frame of a site, as it is for a while.
struct Frame {
    head: Vec<String>,
    prompt: String,
    rail: String,
    foot: Vec<String>,
}

impl Frame {
    fn new(chance: &mut Chance) -> Self {
        let menu = |chance: &mut Chance, items| {
            (0..items)
                .map(|_| match chance.below(3) {
                    0 => chance.name(),
                    1 => format!("{} {}", chance.name(), chance.name()),
                    _ => format!("{} and {}", chance.name(), chance.word()),
                })
                .collect::<Vec<_>>()
        };
        let items = 5 + chance.below(6);
        let mut head = menu(chance, items);
        head.push(format!("{} {}", chance.name(), chance.name()));
        let items = 3 + chance.below(4);
        let mut foot = menu(chance, items);
        let (name, thing, other) = (chance.name(), chance.word(), chance.word());
        foot.push(format!(
            "{name} has brought the {thing} of this valley to your door since 1954, and could not go on to do so without all those who stand by its {other}."
        ));
        foot.push(format!("A part of the {} {}", chance.name(), chance.name()));
        Self {
            head,
            prompt: format!(
                "Stay with {} for all the {} of the week",
                chance.name(),
                chance.word()
            ),
            rail: format!("More {} from the {}", chance.word(), chance.word()),
            foot,
        }
    }
}

/// One site.
pub struct Site {
    host: String,
    frames: [Frame; 2],
    column: String,
    correction: String,
    chance: Chance,
    /// Stories of an agency, which the site prints twice.
    wire: Vec<Vec<String>>,
}

impl Site {
    pub fn new(number: usize, seed: usize) -> Self {
        let mut chance = Chance::new(seed ^ number << 20);
        let frames = [Frame::new(&mut chance), Frame::new(&mut chance)];
        let wire = (0..3).map(|_| (0..4).map(|_| chance.paragraph()).collect()).collect();
        let column = format!("{}'s week in the {}", chance.name(), chance.word());
        let correction = format!(
            "This article was changed on Monday, because the {} of the {} had been given a wrong name.",
            chance.word(),
            chance.word()
        );
        let host = format!("www.{}{number}.example", chance.word());
        Self { host, frames, column, correction, chance, wire }
    }

    /// Pages of the site; the frame is replaced after three of five.
    pub fn pages(&mut self, count: usize) -> Vec<MadePage> {
        (0..count).map(|number| self.page(number, count)).collect()
    }

    fn page(&mut self, number: usize, count: usize) -> MadePage {
        let old = count < 20 || number * 5 < count * 3;
        let (chance, frame) = (&mut self.chance, &self.frames[usize::from(!old)]);
        let mut lines = Vec::new();
        let mut say = |part, line: String| lines.push((part, line));
        for item in &frame.head {
            if !chance.percent(5) {
                say(Part::Template, item.clone());
            }
        }
        say(
            Part::Article,
            format!("{} finds {} in the {}", chance.name(), chance.word(), chance.word()),
        );
        if chance.percent(8) {
            say(Part::Article, self.column.clone());
        }
        let twice = count >= 5 && number % 11 < 2;
        let story = self.wire[number / 11 % self.wire.len()].clone();
        let own: Vec<String> = (0..4 + chance.below(5)).map(|_| chance.paragraph()).collect();
        let story = if twice { story } else { own };
        for (i, paragraph) in story.into_iter().enumerate() {
            say(Part::Article, paragraph);
            if i == 1 {
                say(Part::Template, frame.prompt.clone());
            }
        }
        if chance.percent(4) {
            say(Part::Article, self.correction.clone());
        }
        say(Part::Template, frame.rail.clone());
        for _ in 0..3 {
            let headline =
                format!("{} asks for {} at the {}", chance.name(), chance.word(), chance.word());
            say(Part::Template, headline);
        }
        for item in &frame.foot {
            say(Part::Template, item.clone());
        }
        let id = format!("{}-{number}", self.host);
        MadePage { url: format!("https://{}/{number}.html", self.host), id, lines }
    }
}
