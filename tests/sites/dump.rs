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
        capital(&self.word())
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

    /// A line that says something else on every page of a site.
    fn passing(&mut self) -> String {
        match self.below(3) {
            0 => format!("{} {} {}", self.name(), self.below(28) + 1, self.name()),
            1 => format!("{} and {}, {}", self.name(), self.word(), self.below(28) + 1),
            _ => self.name(),
        }
    }

    fn date(&mut self) -> String {
        let month = self.pick(&["January", "March", "May", "July", "September", "November"]);
        format!("{} {month} {}", self.below(28) + 1, self.below(20) + 2004)
    }

    /// A headline of words from the first sentences; one in ten has none of them.
    fn headline(&mut self, paragraphs: &[String]) -> String {
        let first = paragraphs.first().map_or("", String::as_str);
        let long = first.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() >= 5);
        let mut words: Vec<String> = long.map(str::to_owned).collect();
        if self.percent(10) || words.len() < 3 {
            words = vec![self.name(), self.word(), self.word()];
        }
        let [a, b, c] = [0, 1, 2].map(|_| {
            let at = self.below(words.len());
            words.swap_remove(at)
        });
        capital(&format!("{a} finds {b} in the {c}"))
    }

    fn paragraph(&mut self) -> String {
        let sentences = 2 + self.below(3);
        (0..sentences).map(|_| self.sentence()).collect::<Vec<_>>().join(" ")
    }
}

fn capital(text: &str) -> String {
    let (first, rest) = text.split_at(1);
    format!("{}{rest}", first.to_uppercase())
}

/// What a line of a page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Of the site's template.
    Template,
    /// Of the template of a section.
    Section,
    /// Between lines of the template, and another on every page.
    Passing,
    Article,
    /// Of the article, though it stands on every page of a columnist.
    Column,
}

impl Part {
    /// Whether the line belongs to the article.
    pub fn is_article(self) -> bool {
        matches!(self, Self::Article | Self::Column)
    }
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
    below: Below,
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

/// Where a page stands on its site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Below {
    Root,
    /// A section, which has a menu and a list of links of its own.
    Section(usize),
    /// The pages of a columnist, each with the same words above its headline and at its end.
    Columnist,
}

/// A part of a site with an address of its own.
struct Section {
    path: String,
    head: Vec<String>,
    foot: Vec<String>,
}

impl Section {
    fn new(number: usize, chance: &mut Chance) -> Self {
        let mut lines = |count: usize| -> Vec<String> {
            (0..count).map(|_| format!("{} {}", chance.name(), chance.word())).collect()
        };
        let (head, foot) = (lines(5 + number % 3), lines(4 + number % 2));
        let name = chance.word();
        // Every other one is a part of a part.
        let path = if number.is_multiple_of(2) { name } else { format!("parts/{name}") };
        Self { path, head, foot }
    }
}

/// What a columnist prints on every page.
struct Columnist {
    path: String,
    headline: [String; 2],
    sign_off: [String; 2],
}

impl Columnist {
    fn new(chance: &mut Chance) -> Self {
        let (first, last) = (chance.name(), chance.name());
        let (thing, place) = (chance.word(), chance.word());
        Self {
            path: format!("voices/{}", first.to_lowercase()),
            headline: [format!("{first} {last}"), format!("{last}'s week in the {place}")],
            sign_off: [
                format!("{first} {last} writes of the {thing} every Friday."),
                format!("{last}, from the {place}"),
            ],
        }
    }
}

/// The frame of a site, as it is for a while.
struct Frame {
    head: Vec<String>,
    /// Before which lines of the head another one stands on each page.
    gaps: [usize; 2],
    prompt: String,
    rail: String,
    foot: Vec<String>,
    /// What stands before the date of each page.
    dated: String,
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
        let gaps = [2, 3 + chance.below(2)];
        let items = 3 + chance.below(4);
        let mut foot = menu(chance, items);
        let (name, thing, other) = (chance.name(), chance.word(), chance.word());
        foot.push(format!(
            "{name} has brought the {thing} of this valley to your door since 1954, and could not go on to do so without all those who stand by its {other}."
        ));
        foot.push(format!("A part of the {} {}", chance.name(), chance.name()));
        Self {
            head,
            gaps,
            prompt: format!(
                "Stay with {} for all the {} of the week",
                chance.name(),
                chance.word()
            ),
            rail: format!("More {} from the {}", chance.word(), chance.word()),
            foot,
            dated: format!("{} {} of", chance.name(), chance.word()),
        }
    }
}

/// One site.
pub struct Site {
    host: String,
    frames: [Frame; 2],
    sections: Vec<Section>,
    columnist: Columnist,
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
        let sections = (0..4).map(|number| Section::new(number, &mut chance)).collect();
        let columnist = Columnist::new(&mut chance);
        let wire = (0..3).map(|_| (0..4).map(|_| chance.paragraph()).collect()).collect();
        let column = format!("{}'s week in the {}", chance.name(), chance.word());
        let correction = format!(
            "This article was changed on Monday, because the {} of the {} had been given a wrong name in an early version.",
            chance.word(),
            chance.word()
        );
        let host = format!("www.{}{number}.example", chance.word());
        Self { host, frames, sections, columnist, column, correction, chance, wire }
    }

    /// Of twenty pages two sections and a columnist have four each; of two hundred, four sections and the columnist
    /// have twenty.
    fn below(number: usize, count: usize) -> Below {
        let (sections, rest) = if count >= 100 { (4, 5) } else { (2, 2) };
        match number % 10 {
            _ if count < 20 => Below::Root,
            3 if count >= 100 => Below::Columnist,
            3 | 7 if count < 100 => Below::Columnist,
            at if at % 2 == 0 && number / 2 % rest < sections => Below::Section(number / 2 % rest),
            _ => Below::Root,
        }
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
        let (name, below) = (number.to_string(), Self::below(number, count));
        self.print(Print { name, frame, below, story, paragraphs, column, corrected })
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
        let (below, column) = (page.below, page.column);
        self.print(Print { name, frame, below, story: page.story, paragraphs, column, corrected })
    }

    /// Another story on the subject of a page, of which it quotes a paragraph.
    pub fn follow_up(&mut self, page: &MadePage) -> MadePage {
        let mut paragraphs: Vec<String> = (0..4).map(|_| self.chance.paragraph()).collect();
        paragraphs[2].clone_from(&page.paragraphs[1]);
        let (name, story) = (format!("{}-after", page.name), 1000 + page.story);
        let (frame, below, column, corrected) = (page.frame, page.below, false, false);
        self.print(Print { name, frame, below, story, paragraphs, column, corrected })
    }

    fn print(&mut self, print: Print) -> MadePage {
        let (chance, frame) = (&mut self.chance, &self.frames[print.frame]);
        let mut lines = Vec::new();
        let mut say = |part, line: String| lines.push((part, line));
        let section = match print.below {
            Below::Section(number) => self.sections.get(number),
            Below::Root | Below::Columnist => None,
        };
        let columnist = (print.below == Below::Columnist).then_some(&self.columnist);
        for (at, item) in frame.head.iter().enumerate() {
            if frame.gaps.contains(&at) {
                say(Part::Passing, chance.passing());
            }
            if !chance.percent(5) {
                say(Part::Template, item.clone());
            }
        }
        for item in section.iter().flat_map(|section| &section.head) {
            say(Part::Section, item.clone());
        }
        for line in columnist.iter().flat_map(|columnist| &columnist.headline) {
            say(Part::Column, line.clone());
        }
        say(Part::Article, chance.headline(&print.paragraphs));
        say(Part::Template, format!("{} {}", frame.dated, chance.date()));
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
        for line in columnist.iter().flat_map(|columnist| &columnist.sign_off) {
            say(Part::Column, line.clone());
        }
        for item in section.iter().flat_map(|section| &section.foot) {
            say(Part::Section, item.clone());
        }
        say(Part::Template, frame.rail.clone());
        for _ in 0..3 {
            let headline =
                format!("{} asks for {} at the {}", chance.name(), chance.word(), chance.word());
            say(Part::Passing, headline);
        }
        for item in &frame.foot {
            say(Part::Template, item.clone());
        }
        let path = match (section, columnist) {
            (Some(section), _) => format!("{}/", section.path),
            (_, Some(columnist)) => format!("{}/", columnist.path),
            (None, None) => String::new(),
        };
        let url = format!("https://{}/{path}{}.html", self.host, print.name);
        MadePage { id: format!("{}-{}", self.host, print.name), url, lines, print }
    }
}
