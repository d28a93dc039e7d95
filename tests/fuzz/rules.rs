//! Rule files of any content: a set or a list of problems, and each problem has a place.

use presswash::rules::{RuleSet, Source, check};

use super::dice::{Dice, damage};
use super::drive;

const FILE: &str = r#"disable = ["share-bars-share-on"]
[set]
id = "my-papers"
about = "Phrases of my papers"
platform = "wpdiscuz"

[[rule]]
id = "my-papers-app"
label = "chrome"
kind = "newsletter"
reason = "The box that advertises the app"
where = "start"
zone = ["head", "foot"]
strength = "sure"
langs = ["en"]
phrases = ["get our app", "read {n} more {any} stories in our app"]
hits = ["Get our app for iPhone", "READ 12 MORE GOOD STORIES IN OUR APP"]
misses = ["Nobody can get our app to work, the council said."]

[[rule]]
id = "my-papers-tickets"
label = "comment_control"
reason = "A button"
where = "line"
strength = "hint"
langs = ["*"]
patterns = ["^reply( to \\w{1,20})?$", "[0-9]+ (likes?|votes?)"]
hits = ["Reply to Anna"]
misses = ["They reply to Anna that it is late."]

[[exception]]
rule = "en-related-rails"
phrases = ["most read"]
reason = "The name of a column"
"#;

/// Words that mean something in a rule file.
const WORDS: [&str; 20] = [
    "where",
    "line",
    "\"any\"",
    "phrases = []",
    "{n}",
    "{",
    "}",
    "{any}",
    "(?i)",
    "\\p{L}+",
    "(a+)+",
    "[",
    "'''",
    "\n",
    "patterns = [\"(\"]",
    "[[rule]]",
    "id = \"\"",
    "\u{130}",
    "max_chars = 0",
    "x{1000}{1000}",
];

fn harness(bytes: &[u8]) {
    let mut dice = Dice::new(bytes);
    let mut file = FILE.as_bytes().to_vec();
    damage(&mut dice, &mut file);
    for _ in 0..dice.byte() % 6 {
        let at = dice.below(file.len() + 1);
        file.splice(at..at, (*dice.of(&WORDS)).bytes());
    }
    let text = String::from_utf8_lossy(&file).into_owned();
    let sources = [Source::user("mine.toml", text.clone())];
    let lines = text.split('\n').count();
    for problem in check(&sources) {
        assert_eq!(problem.file, "mine.toml");
        assert!((1..=lines).contains(&problem.line) && problem.column >= 1, "{problem:?}");
    }
    // Seldom, because all built-in rules are compiled with it.
    if dice.byte() == 1 {
        drop(RuleSet::with_user(&sources, &[]));
    }
}

#[test]
fn rules() {
    drive("rules", harness);
}
