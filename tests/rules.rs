//! The built-in rules keep what the rule language promises, and faults in a
//! user's file are all found, each with its place.

use std::path::Path;

use presswash::label::Label;
use presswash::rules::{Fault, Hit, RuleError, RuleSet, Scratch, Source, Strength, Where, check};
use presswash::segment::segment;

/// So that a lost folder of rule files cannot pass.
const AT_LEAST: usize = 950;

#[test]
fn built_in_rules_have_no_problems() {
    let problems: Vec<_> = check(Source::builtin()).iter().map(ToString::to_string).collect();
    assert!(problems.is_empty(), "{} problems:\n{}", problems.len(), problems.join("\n"));
}

#[test]
fn every_built_in_pattern_is_one_by_itself() {
    let set = RuleSet::builtin();
    let patterns: Vec<_> = set.rules().flat_map(|(_, rule)| &rule.patterns).collect();
    assert!(patterns.len() > 20, "{} patterns", patterns.len());
    for pattern in patterns {
        let built = regex::bytes::RegexBuilder::new(pattern).unicode(false).build();
        assert!(built.is_ok(), "{pattern}: {:?}", built.err());
    }
}

#[test]
fn every_file_of_the_folder_is_built_in() {
    let mut files = Vec::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/rules/data"), &mut files);
    files.sort();
    let built_in: Vec<_> = Source::builtin().iter().map(|source| source.text.to_string()).collect();
    assert_eq!(files.len(), built_in.len());
    assert!(files.iter().all(|(_, text)| built_in.contains(text)));
    assert!(RuleSet::builtin().len() >= AT_LEAST, "{} rules", RuleSet::builtin().len());
}

fn collect(folder: &Path, files: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|ext| ext == "toml") {
            files.push((path.display().to_string(), std::fs::read_to_string(&path).unwrap()));
        }
    }
}

#[test]
fn no_built_in_phrase_is_dead() {
    let set = RuleSet::builtin();
    let mut dead = Vec::new();
    for (id, rule) in set.rules() {
        for phrase in &rule.phrases {
            let line = phrase.replace("{n}", "1,204");
            if !set.test_line(&line).iter().any(|hit| hit.rule == id) {
                dead.push(format!("{}: {phrase:?}", rule.id));
            }
        }
    }
    assert!(dead.is_empty(), "phrases that do not hit themselves:\n{}", dead.join("\n"));
}

#[test]
fn a_line_of_several_known_lines_is_known() {
    let set = RuleSet::builtin();
    let of = |line: &str| {
        let hits = set.test_line(line);
        hits.into_iter().find(|hit| matches!(hit.label, Label::Chrome(_))).map(|hit| hit.strength)
    };
    assert_eq!(of("Share on Facebook Share on Twitter Print this page"), Some(Strength::Sure));
    assert_eq!(of("Home World Sport Weather"), Some(Strength::Hint));
    for line in [
        "Sport Weather",
        "March 16, 2026",
        "Home World Sport Weather.",
        "Share on Facebook or else",
    ] {
        assert_eq!(of(line), None, "{line}");
    }
}

/// A rule with everything that `lines` does not replace.
fn rule(lines: &str) -> String {
    let keys = [
        ("id", "\"test-rule\""),
        ("label", "\"chrome\""),
        ("kind", "\"other\""),
        ("reason", "\"A test\""),
        ("where", "\"line\""),
        ("strength", "\"sure\""),
        ("langs", "[\"en\"]"),
        ("hits", "[\"Known words\"]"),
    ];
    let mut text = String::from("[[rule]]\n");
    for (key, value) in keys {
        if !lines.lines().any(|line| line.starts_with(&format!("{key} ="))) {
            text.extend([key, " = ", value, "\n"]);
        }
    }
    text + lines + "\n"
}

fn file(rules: &[String]) -> Source {
    let head = "[set]\nid = \"test-set\"\nabout = \"Tests\"\n";
    Source::user("my.toml", head.to_owned() + &rules.concat())
}

fn faults(source: &Source) -> Vec<Fault> {
    check(std::slice::from_ref(source)).into_iter().map(|problem| problem.fault).collect()
}

/// The built-in rules and these.
fn user(rules: &[String]) -> RuleSet {
    RuleSet::with_user(&[file(rules)], &[]).unwrap_or_else(|error| panic!("{error}"))
}

/// What these rules say of a line, built-in ones left aside.
fn own_hits(set: &RuleSet, line: &str) -> Vec<(String, Hit)> {
    let hits = set.test_line(line).into_iter();
    hits.map(|hit| (set.rule(hit.rule).unwrap(), hit))
        .filter(|(rule, _)| rule.set == "test-set")
        .map(|(rule, hit)| (rule.id.clone(), hit))
        .collect()
}

#[test]
fn each_fault_is_found() {
    let one = |lines: &str| faults(&file(&[rule(lines)]));
    let known = "phrases = [\"known words\"]";
    assert_eq!(one(known), []);
    for (lines, expected) in [
        ("phrases = [\"known words\"]\nwher = 1", "unknown field `wher`"),
        ("phrases = [\"known words\"]\nlabel = \"chrme\"", "unknown label"),
        ("phrases = [\"known words\"]\nkind = \"menu\"", "unknown chrome kind"),
        ("phrases = [\"known words\"]\nlabel = \"title\"\nkind = \"nav\"", "`kind` goes with"),
        ("phrases = [\"known words\"]\nwhere = \"inside\"", "unknown variant `inside`"),
        ("phrases = [\"known words\"]\nzone = [\"top\"]", "unknown variant `top`"),
        ("phrases = [\"known words\"]\nzone = []", "`zone` is empty"),
        ("phrases = [\"known words\"]\nlangs = [\"english\"]", "unknown language"),
        ("phrases = [\"known words\"]\nreason = \" \"", "`reason` is empty"),
        ("phrases = [\"known words\"]\nid = \"Test_rule\"", "kebab-case"),
        ("phrases = [\"known words\"]\nmax = 9", "`max` has no effect"),
        ("phrases = [\"known words\"]\nneeds = [\"x\"]", "`needs` has no effect"),
        ("phrases = [\"known words\"]\npattern = 'x'", "exactly one of"),
        ("phrases = [\"known words\"]\nhits = []", "`hits` is empty"),
        ("phrases = [\"known words\"]\nhits = [\"other\"]", "does not hit its example"),
        ("phrases = [\"known words\"]\nmisses = [\"Known words.\"]", "listed under `misses`"),
        ("phrases = [\"known words\", \"\u{bb}\"]", "nothing is left"),
        ("phrases = [\"known words\", \"{x} words\"]", "unknown placeholder"),
        ("phrases = [\"known words\", \"Known words!\"]", "already in rule"),
        ("pattern = '(known'", "bad pattern"),
        ("pattern = 'known words'\nwhere = \"any\"", "needs `needs`"),
        ("pattern = 'known words'", "only tried on lines with a digit"),
        ("phrases = [\"known\"]\nwhere = \"any\"", "too short"),
    ] {
        let found = one(lines);
        assert!(found.iter().any(|f| f.to_string().contains(expected)), "{lines}\n{found:?}");
    }
}

#[test]
fn a_phrase_may_be_shared_by_languages_and_zones() {
    let both = |first: &str, second: &str| {
        let phrase = "\nphrases = [\"known words\"]";
        faults(&file(&[
            rule(&(first.to_owned() + phrase)),
            rule(&format!("id = \"two\"\n{second}{phrase}")),
        ]))
    };
    assert_eq!(both("langs = [\"es\"]", "langs = [\"pt\", \"gl\"]"), []);
    assert_eq!(both("zone = [\"head\"]", "zone = [\"foot\", \"body\"]"), []);
    assert_eq!(both("langs = [\"es\"]", "langs = [\"*\"]").len(), 1);
    assert_eq!(both("zone = [\"head\"]", "reason = \"R\"").len(), 1);
}

#[test]
fn problems_say_where() {
    let text = "[set]\nid = \"s\"\nabout = \"S\"\n".to_owned()
        + &rule("phrases = [\"known words\"]")
        + &rule("id = \"two\"\nlangs = [\"en\", \"xx\"]\nphrases = [\"known words\"]")
        + &rule("id = \"three\"\nphrases = [\"known words\"]\nmisc = 1");
    let problems = check(&[Source::user("my.toml", text)]);
    let seen: Vec<_> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(seen.len(), 2, "{seen:?}");
    assert!(
        seen[0].starts_with("my.toml:22:16: rule \"two\": unknown language \"xx\""),
        "{seen:?}"
    );
    assert!(seen[1].starts_with("my.toml:34:1: rule \"three\": unknown field `misc`"), "{seen:?}");
    let broken = check(&[Source::user("my.toml", "[set\nid = 1")]);
    assert_eq!((broken[0].line, broken[0].file.as_str()), (1, "my.toml"));
}

#[test]
fn a_bad_user_file_stops_the_run() {
    let bad = file(&[rule("phrases = [\"known words\"]\nlangs = []")]);
    assert!(matches!(RuleSet::with_user(&[bad], &[]), Err(RuleError::Invalid(p)) if p.len() == 1));
    assert!(RuleSet::with_user(&[], &["no-such-rule".into()]).is_err());
    assert!(Source::read(Path::new("no/such/file.toml")).is_err());
}

#[test]
fn files_are_laid_over_the_built_in_ones() {
    let built_in = RuleSet::builtin();
    let (_, old) = built_in
        .rules()
        .find(|(_, rule)| rule.place == Where::Line && !rule.phrases.is_empty())
        .unwrap();
    let (id, line) = (old.id.as_str(), old.phrases[0].replace("{n}", "7"));
    let hit =
        |set: &RuleSet| set.test_line(&line).iter().any(|h| set.rule(h.rule).unwrap().id == id);
    assert!(hit(&built_in));
    let taken = rule(&format!("id = {id:?}\nphrases = [\"known words\"]"));
    assert!(
        RuleSet::with_user(&[file(std::slice::from_ref(&taken))], &[]).is_err(),
        "the id is taken"
    );
    let mut replacing = file(&[taken]);
    replacing.text = (format!("disable = [{id:?}]\n") + &replacing.text).into();
    let replaced = RuleSet::with_user(&[replacing], &[]).unwrap();
    assert!(!hit(&replaced));
    assert_eq!(own_hits(&replaced, "known words")[0].0, id);
    assert_ne!(replaced.fingerprint(), built_in.fingerprint());
    let exception = format!("[[exception]]\nrule = {id:?}\nphrases = [{line:?}]\nreason = \"r\"");
    assert!(!hit(&RuleSet::with_user(&[Source::user("my.toml", exception)], &[]).unwrap()));
    let without_set = RuleSet::with_user(&[], &[format!("{}/*", old.set)]).unwrap();
    assert!(without_set.rules().all(|(_, rule)| rule.set != old.set));
    assert_eq!(RuleSet::with_user(&[], &[]).unwrap().fingerprint(), built_in.fingerprint());
}

#[test]
fn places_in_a_line() {
    let set = user(&[
        rule("id = \"at-start\"\nwhere = \"start\"\nphrases = [\"known words\"]"),
        rule("id = \"at-end\"\nwhere = \"end\"\nphrases = [\"known words\"]"),
        rule("id = \"in-short\"\nwhere = \"short\"\nmax = 40\nphrases = [\"known words\"]"),
        rule("id = \"in-any\"\nwhere = \"any\"\nstrength = \"hint\"\nphrases = [\"known words\"]"),
        rule(
            "id = \"unspaced\"\nwhere = \"short\"\nphrases = [\"\u{5206}\u{4eab}\"]\nhits = [\"\u{5206}\u{4eab}\"]",
        ),
    ]);
    let ids = |line: &str| -> Vec<String> {
        own_hits(&set, line).into_iter().map(|(id, _)| id).collect()
    };
    assert_eq!(ids("\u{bb} Known words and more"), ["at-start", "in-any", "in-short"]);
    assert_eq!(ids("More of the known words \u{2026}"), ["at-end", "in-any", "in-short"]);
    assert_eq!(ids("\"Known words\", she said"), ["in-any", "in-short"]);
    assert_eq!(ids("unknown words"), [""; 0]);
    assert_eq!(ids("known wordsmith"), [""; 0]);
    assert_eq!(ids(&("x ".repeat(300) + "known words here")), ["in-any"]);
    assert_eq!(ids("\u{8bf7}\u{5206}\u{4eab}\u{7ed9}\u{670b}\u{53cb}"), ["unspaced"]);
}

#[test]
fn patterns_run_behind_their_prefilter() {
    let set = user(&[
        rule(
            "id = \"by-whom\"\nwhere = \"start\"\npattern = 'Submitted by \\w+'\nneeds = [\"submitted by\"]\nhits = [\"Submitted by admin on Monday\"]\nmisses = [\"submitted by admin\"]",
        ),
        rule(
            "id = \"shares\"\npattern = '(?i)\\d+ shares?'\nhits = [\"12 Shares\"]\nmisses = [\"12 shares fell\"]",
        ),
        rule("id = \"wide\"\nwhere = \"short\"\npattern = '\u{ab}.\\d'\nhits = [\"a \u{ab} 5\"]"),
    ]);
    let line = "x \u{ab}\u{e9}7 x \u{ab} 5";
    let hits = own_hits(&set, line);
    assert_eq!(hits.len(), 1);
    assert_eq!(hits[0].1.span.of(line), "\u{ab} 5");
}

#[test]
fn hits_carry_line_place_zone_and_label() {
    let set = user(&[
        rule("id = \"foot-only\"\nzone = [\"foot\"]\nkind = \"nav\"\nphrases = [\"known words\"]"),
        rule(
            "id = \"points\"\nwhere = \"short\"\nstrength = \"hint\"\nkind = \"vote\"\nphrases = [\"{n} points\"]\nhits = [\"3 points\"]",
        ),
    ]);
    let text = "Known words\n\nIt has 1,204  Points now\nbody\nbody\nbody\n* KNOWN WORDS:\n";
    let mut out = Vec::new();
    set.hits(text, &segment(text).lines, &mut Scratch::default(), &mut out);
    out.retain(|hit| set.rule(hit.rule).unwrap().set == "test-set");
    let seen: Vec<_> = out
        .iter()
        .map(|hit| (hit.line, hit.span.of(text), set.rule(hit.rule).unwrap().id.as_str()))
        .collect();
    assert_eq!(seen, [(1, "1,204  Points", "points"), (5, "KNOWN WORDS:", "foot-only")]);
    assert_eq!(out[0].strength, Strength::Hint);
    assert_eq!(out[1].label, Label::from_name("chrome", "nav".parse().unwrap()).unwrap());
}
