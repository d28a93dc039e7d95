//! Templates with their slots filled: what makes one page differ from the next.
//!
//! A slot is a value of the page or comment at hand (`author`, `date`, `n`), a
//! thing drawn anew each time (`headline`, `section`), or else the key of a
//! phrase of the language.

use super::dates::{Dates, Moment};
use super::language::Language;
use super::materials::Materials;
use super::people;
use super::template::{self, Shape, Tag, Times, Token};
use super::tree::{Node, Part, Role};
use crate::random::Random;

/// Phrases may hold slots that are phrases; deeper than this none does.
const DEPTH: usize = 4;

/// Phrases that are lists of different things rather than ways to say one thing.
const IN_TURN: &[&str] =
    &["networks", "about_us", "click_share", "weather", "accept", "author_bio"];

/// Values that slots stand for.
#[derive(Clone, Debug, Default)]
pub struct Values {
    /// Number of comments that the page speaks of.
    pub count: usize,
    /// Headline of the page.
    pub title: String,
    /// Name of the site.
    pub site: String,
    /// Name of who wrote what is being filled in.
    pub author: String,
    /// Name of who is answered.
    pub parent: String,
    /// What was written: paragraphs.
    pub body: Vec<String>,
    /// When.
    pub moment: Moment,
    /// Number of the comment on the page, from 1.
    pub number: usize,
    /// Replies below it.
    pub replies: usize,
}

/// Fills templates.
pub struct Filler<'a, 'g> {
    /// Where phrases, sentences and names come from.
    pub materials: &'a Materials<'g>,
    /// The language of the page's text.
    pub language: &'a Language,
    /// The language of its buttons, mostly the same.
    pub interface: &'a Language,
    /// The gold page's place, whose own text is not drawn from.
    pub page: usize,
    /// How this page writes dates.
    pub dates: Dates,
    /// The values at hand.
    pub values: Values,
    /// Counts what is taken in turn, so that a menu does not name a section twice.
    pub turn: usize,
    /// Chance.
    pub random: &'a mut Random,
}

impl Filler<'_, '_> {
    /// Elements of a part; the places of comments and replies are filled by `inner`.
    pub fn fill(
        &mut self,
        shapes: &[Shape],
        part: Part,
        inner: &mut dyn FnMut(&mut Self, Tag) -> Vec<Node>,
    ) -> Vec<Node> {
        let mut out = Vec::new();
        for shape in shapes {
            for _ in 0..self.times(shape.times) {
                if !self.random.chance(shape.chance) {
                    continue;
                }
                if matches!(shape.tag, Tag::Comments | Tag::Replies) {
                    out.extend(inner(self, shape.tag));
                    continue;
                }
                let from = out.len();
                self.element(shape, part, &mut out);
                let children = self.fill(&shape.children, part, inner);
                // A list, or any other element, that only held replies which are not there.
                let empty = children.is_empty() && !shape.children.is_empty();
                if empty && shape.tokens.is_empty() {
                    out.truncate(from);
                } else if let Some(last) = out.last_mut() {
                    last.children = children;
                }
            }
        }
        out
    }

    /// The same where no thread stands.
    pub fn block(&mut self, shapes: &[Shape], part: Part) -> Vec<Node> {
        self.fill(shapes, part, &mut |_, _| Vec::new())
    }

    fn times(&mut self, (least, most): Times) -> usize {
        least + self.random.below(most.saturating_sub(least) + 1)
    }

    /// One element, or one a paragraph where it holds what somebody wrote.
    fn element(&mut self, shape: &Shape, part: Part, out: &mut Vec<Node>) {
        let is_slot =
            |name: &str| shape.tokens.iter().any(|t| matches!(t, Token::Slot(s) if s == name));
        let role = if is_slot("body") {
            Role::Text
        } else if is_slot("author") {
            Role::Name
        } else {
            Role::Mark
        };
        let mut pieces = Vec::new();
        if let Some((times, between)) = &shape.within {
            for i in 0..self.times(*times) {
                if i > 0 {
                    pieces.push(between.clone());
                }
                self.pieces(&shape.tokens, 0, &mut pieces);
            }
        } else {
            self.pieces(&shape.tokens, 0, &mut pieces);
        }
        let mut rest = Vec::new();
        if role == Role::Text {
            rest = self.values.body.iter().skip(1).cloned().collect();
        }
        out.push(Node { tag: shape.tag, part, pieces, role, children: Vec::new() });
        // Further paragraphs stand beside the first; in a list item, inside it.
        let further = rest.into_iter().map(|text| {
            let tag = if shape.tag == Tag::Item { Tag::Paragraph } else { shape.tag };
            Node::text(tag, part, text)
        });
        if shape.tag == Tag::Item {
            if let Some(item) = out.last_mut() {
                item.children = further.collect();
            }
        } else {
            out.extend(further);
        }
    }

    /// Text nodes of a line.
    fn pieces(&mut self, tokens: &[Token], depth: usize, out: &mut Vec<String>) {
        let mut open = String::new();
        let close = |open: &mut String, out: &mut Vec<String>| {
            out.extend(Some(std::mem::take(open)).filter(|text| !text.is_empty()));
        };
        for token in tokens {
            let Token::Slot(name) = token else {
                match token {
                    Token::Text(text) => open.push_str(text),
                    _ => close(&mut open, out),
                }
                continue;
            };
            if let Some(value) = self.value(name) {
                open.push_str(&value);
            } else if depth < DEPTH {
                let phrase = template::tokens(&self.phrase(name));
                let mut inner = Vec::new();
                self.pieces(&phrase, depth + 1, &mut inner);
                if phrase.contains(&Token::Edge) {
                    close(&mut open, out);
                    out.append(&mut inner);
                } else {
                    open.push_str(&inner.concat());
                }
            }
        }
        close(&mut open, out);
    }

    /// A phrase of the interface's language, or of English where it has none.
    fn phrase(&mut self, key: &str) -> String {
        let english = &self.materials.data.languages;
        let all = self.interface.phrases.get(key);
        let all = all.or_else(|| english.first().and_then(|english| english.phrases.get(key)));
        let all = all.map_or(&[][..], Vec::as_slice);
        // A page says the same thing in the same way each time.
        let mut at = self.page.wrapping_mul(31).wrapping_add(self.dates.style);
        if IN_TURN.contains(&key) {
            self.turn += 1;
            at = self.turn;
        }
        all.get(at % all.len().max(1)).cloned().unwrap_or_default()
    }

    /// The value of a slot that is no phrase.
    pub fn value(&mut self, name: &str) -> Option<String> {
        let values = &self.values;
        Some(match name {
            "author" => values.author.clone(),
            "parent" => values.parent.clone(),
            "title" => values.title.clone(),
            "site" => values.site.clone(),
            "body" => values.body.first().cloned().unwrap_or_default(),
            "n" => values.count.to_string(),
            "number" => values.number.to_string(),
            "replies" => values.replies.to_string(),
            "body_title" => self.body_title(),
            "empty" => String::new(),
            "initial" => people::initials(&values.author, 1),
            "initials" => people::initials(&values.author, 2),
            "handle" => people::handle(&values.author),
            "date" => self.dates.write(values.moment, self.interface, self.random),
            "ago" => Dates::ago(self.interface, self.random),
            "day" => self.dates.day(values.moment, self.interface),
            "month" => {
                let moment = Moment::draw(self.random);
                Dates::month(moment, self.interface)
            }
            "past" => {
                let moment = Moment::draw(self.random);
                self.dates.day(moment, self.interface)
            }
            "clock" => values.moment.clock(),
            "year" => values.moment.year.to_string(),
            "votes" => self.votes().to_string(),
            "few" => (1 + self.random.below(9)).to_string(),
            "many" => (10 + self.random.below(4000)).to_string(),
            "id" => (1000 + self.random.below(9_000_000)).to_string(),
            "person" => people::name(self.language, self.random),
            "someone" => people::commenter(self.language, self.random),
            "site_name" => pick(&self.interface.sites, self.random),
            "city" => pick(&self.language.cities, self.random),
            "section" => {
                self.turn += 1;
                let all = &self.interface.sections;
                all.get(self.turn % all.len().max(1)).cloned().unwrap_or_default()
            }
            "question" => pick(&self.language.questions, self.random),
            "headline" => self.materials.headline(self.language, self.page, self.random),
            "teaser" => self.materials.sentences(self.language, self.page, 2, self.random),
            "excerpt" => self.materials.paragraph(self.language, self.page, self.random),
            "invented" => self.materials.invented(self.language, self.random),
            "tag" => self.materials.tag(self.language, self.page, self.random),
            _ => return None,
        })
    }

    /// What a commenter puts above a comment: its first words, or a few others.
    fn body_title(&mut self) -> String {
        let own = self.random.chance(40);
        let invented = self.materials.invented(self.language, self.random);
        let text = self.values.body.first().filter(|_| own).cloned().unwrap_or(invented);
        if self.language.is_unspaced() {
            return text.chars().take(4 + self.random.below(10)).collect();
        }
        let words: Vec<&str> = text.split_whitespace().take(1 + self.random.below(6)).collect();
        words.join(" ").trim_end_matches([',', '.', '¶']).to_owned()
    }

    /// Most comments have few votes or none.
    fn votes(&mut self) -> usize {
        match self.random.below(10) {
            0..=3 => 0,
            4..=7 => 1 + self.random.below(9),
            8 => 10 + self.random.below(90),
            _ => self.random.below(2000),
        }
    }
}

/// One of a list, or nothing when it is empty.
pub fn pick(list: &[String], random: &mut Random) -> String {
    list.get(random.below(list.len())).cloned().unwrap_or_default()
}

/// Names that [`Filler::value`] knows.
#[cfg(test)]
pub const VALUES: &[&str] = &[
    "author",
    "parent",
    "title",
    "site",
    "body",
    "n",
    "number",
    "replies",
    "body_title",
    "empty",
    "initial",
    "initials",
    "handle",
    "date",
    "ago",
    "day",
    "month",
    "past",
    "clock",
    "year",
    "votes",
    "few",
    "many",
    "id",
    "person",
    "someone",
    "site_name",
    "city",
    "section",
    "question",
    "headline",
    "teaser",
    "excerpt",
    "invented",
    "tag",
];
