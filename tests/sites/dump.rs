//! Made-up sites: pages whose every line is known to be of the template or of the article.
//!
//! Words are made of syllables, so that no rule knows them, and strung together
//! with the function words of English, so that articles read like running text.
//! The same seed gives the same dump.

use std::ops::Deref;

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
#[derive(Clone)]
pub struct MadePage {
    pub id: String,
    pub url: String,
    pub lines: Vec<(Part, String)>,
    print: Print,
}

/// What a site prints on a page.
#[derive(Clone)]
pub struct Print {
    name: String,
    frame: usize,
    /// Number of the story; pages of a site with the same number repeat each other.
    pub story: usize,
    paragraphs: Vec<String>,
    column: bool,
    pub corrected: bool,
}

impl Print {
    /// Number of the story's paragraphs.
    pub fn paragraphs(&self) -> usize {
        self.paragraphs.len()
    }
}

impl Deref for MadePage {
    type Target = Print;

    fn deref(&self) -> &Print {
        &self.print
    }
}

/// How a page is printed once more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Again {
    /// With other headlines around it.
    Exact,
    /// With a line below it that tells of a correction.
    Corrected,
    /// With a few words less.
    Edited,
    /// In the other frame of the site.
    Elsewhere,
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
            "This article was changed on Monday, because the {} of the {} had been given a wrong name in an early version.",
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
        let frame = usize::from(count >= 20 && number * 5 >= count * 3);
        let own: Vec<String> =
            (0..4 + self.chance.below(5)).map(|_| self.chance.paragraph()).collect();
        let wire = number / 11 % self.wire.len();
        let (story, paragraphs) = if count >= 5 && number % 11 < 2 {
            (wire, self.wire[wire].clone())
        } else {
            (self.wire.len() + number, own)
        };
        let column = self.chance.percent(8);
        let corrected = self.chance.percent(4);
        let name = number.to_string();
        self.print(Print { name, frame, story, paragraphs, column, corrected })
    }

    /// A page once more under another name, in the frame and with the paragraphs given.
    pub fn again(&mut self, page: &MadePage, how: Again) -> MadePage {
        let mut paragraphs = page.paragraphs.clone();
        if how == Again::Edited {
            // A sentence less, and another word for one.
            paragraphs[0] = paragraphs[0].rsplit_once(". ").unwrap().0.to_owned() + ".";
            paragraphs[1] = paragraphs[1].replacen(" the ", " that ", 1);
        }
        let frame = if how == Again::Elsewhere { 1 - page.frame } else { page.frame };
        let name = format!("{}-{how:?}", page.name);
        let corrected = page.corrected || how == Again::Corrected;
        let column = page.column;
        self.print(Print { name, frame, story: page.story, paragraphs, column, corrected })
    }

    /// Another story on the subject of a page, of which it quotes a paragraph.
    pub fn follow_up(&mut self, page: &MadePage) -> MadePage {
        let mut paragraphs: Vec<String> = (0..4).map(|_| self.chance.paragraph()).collect();
        paragraphs[2].clone_from(&page.paragraphs[1]);
        let (name, story) = (format!("{}-after", page.name), 1000 + page.story);
        let (frame, column, corrected) = (page.frame, false, false);
        self.print(Print { name, frame, story, paragraphs, column, corrected })
    }

    fn print(&mut self, print: Print) -> MadePage {
        let (chance, frame) = (&mut self.chance, &self.frames[print.frame]);
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
        if print.column {
            say(Part::Article, self.column.clone());
        }
        for (i, paragraph) in print.paragraphs.iter().enumerate() {
            say(Part::Article, paragraph.clone());
            if i == 1 {
                say(Part::Template, frame.prompt.clone());
            }
        }
        if print.corrected {
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
        let Print { name, .. } = &print;
        let url = format!("https://{}/{name}.html", self.host);
        MadePage { id: format!("{}-{name}", self.host), url, lines, print }
    }
}
