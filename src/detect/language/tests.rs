//! Languages of written-out sentences, mixed pages, and what the counts say of single lines.

use proptest::prelude::*;

use super::{Language, Tongue, lexicon::lexicon, read};
use crate::segment::segment;

fn language(text: &str) -> Language {
    read(text, &segment(text).lines)
}

fn tongue(text: &str) -> Tongue {
    language(text).lines[0]
}

/// Sentences as a paper may hold them, by language.
const SENTENCES: &str = include_str!("sentences.tsv");

fn sentences() -> impl Iterator<Item = (&'static str, &'static str)> {
    SENTENCES.lines().filter_map(|line| line.split_once('\t'))
}

#[test]
fn each_language_is_told_by_two_sentences() {
    let wrong: Vec<_> = sentences()
        .filter_map(|(code, text)| {
            let read = language(text);
            (read.code != Some(code)).then(|| format!("{code}: {:?} {:?}", read.code, read.lines))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_list_has_its_sentences() {
    for code in (0..64).filter_map(|language| lexicon().code(language)) {
        assert!(sentences().any(|(of, _)| of == code), "no sentences in {code}");
    }
}

#[test]
fn running_text_is_denser_than_a_menu() {
    for (code, text) in sentences() {
        let density = tongue(text).density().expect(code);
        assert!(density >= 14, "{code}: {density}");
    }
    let page = "The council of the town has said that it will not close the bridge before the end of May.\n\
        Home News Sport Weather Business Culture Obituaries Classifieds Jobs Cars";
    let lines = language(page).lines;
    assert!(lines[0].density() >= Some(50), "{:?}", lines[0]);
    assert_eq!(lines[1].density(), Some(0));
}

#[test]
fn what_stands_before_a_line_changes_nothing() {
    let line = "I'm not sure that it's the one that we've seen, and they'd say that it is not.";
    for before in ["\u{3000}", "\u{a0}\u{200b}", "\u{2022} ", "\u{ab}\u{201c}\n"] {
        assert_eq!(
            language(&format!("{before}{line}")).lines.last(),
            Some(&tongue(line)),
            "{before:?}"
        );
    }
}

#[test]
fn words_with_apostrophes_are_the_same_behind_any_sign_and_with_any_apostrophe() {
    let line =
        "l'homme qu'on a vu hier n'est pas celui qu'il dit, et c'est d'ailleurs l'avis de tous";
    for before in ["\u{ab}", "\u{201c}", "\u{2014}"] {
        assert_eq!(tongue(&format!("{before}{line}")), tongue(line), "{before}");
    }
    assert_eq!(tongue(&line.replace('\'', "\u{2019}")), tongue(line));
    let wide = "jusqu'\u{e0} pr\u{e9}s d'elle, o\u{f9}'";
    assert_eq!(tongue(&wide.replace('\'', "\u{2019}")), tongue(wide));
}

#[test]
fn persons_are_counted_apart() {
    let line = tongue(
        "I think that you and your friends should tell us what we are to do with my old bridge.",
    );
    assert_eq!((line.code, line.first_person, line.second_person), (Some("en"), 4, 2));
    let line = tongue(
        "I’m sure you’re right, but we’ll never know, said the mayor, and she left it at that.",
    );
    assert_eq!((line.first_person, line.second_person), (2, 1));
    let line = tongue(
        "ماشین او را پلیس برد و ما هنوز نمی‌دانیم که چرا این کار را کردند و شما هم نمی‌دانید.",
    );
    assert_eq!((line.code, line.first_person, line.second_person), (Some("fa"), 1, 1));
    let line = tongue("私はその橋を毎日歩いて渡ります。あなたはどうですか。");
    assert_eq!((line.code, line.first_person, line.second_person), (Some("ja"), 1, 1));
}

#[test]
fn a_quote_in_another_language_is_counted_in_its_own() {
    let page = "The mayor of the town wrote to the readers of this paper, and this is what he said to them.\n\
        Мы не знаем, когда мост будет открыт, но это не значит, что он никому не нужен.\n\
        La ville a dit que le pont ne sera pas fermé avant la fin du mois, et que tout est prêt.\n\
        De la Rosa wins again\n\
        It is not known when the bridge over the river will be open to all of us again.";
    let read = language(page);
    assert_eq!(read.code, Some("en"));
    let codes: Vec<_> = read.lines.iter().map(|line| line.code.unwrap_or_default()).collect();
    assert_eq!(codes, ["en", "ru", "fr", "en", "en"]);
    assert!(read.lines.iter().take(3).all(|line| line.density() >= Some(30)), "{:?}", read.lines);
}

#[test]
fn scripts_without_a_list_are_not_known_and_not_zero() {
    let amharic = "የከተማው ምክር ቤት ሰኞ ዕለት አሮጌው ድልድይ ለአንድ ዓመት እንደሚዘጋ አስታወቀ።";
    let read = language(amharic);
    assert_eq!((read.code, read.lines[0].function, read.lines[0].words), (Some("am"), None, 11));
    let page = format!(
        "The mayor said that it is not for him to say what the bridge is to cost.\n{amharic}"
    );
    let read = language(&page);
    assert_eq!((read.code, read.lines[1].function), (Some("en"), None));
    assert_eq!(language("ᎣᏏᏲ ᎣᏏᏲ ᎣᏏᏲ").code, None);
    assert_eq!(language("ᎣᏏᏲ ᎣᏏᏲ ᎣᏏᏲ").lines[0].function, None);
}

#[test]
fn too_little_text_has_no_language() {
    for text in ["", "Sport\nWeather", "12:30 14:45", "Zürich Genève Basel", "🙂🙂🙂"] {
        assert_eq!(language(text).code, None, "{text}");
    }
    // A line's own language is still worth something.
    assert_eq!(tongue("Contact us").function, Some(1));
    assert_eq!(tongue("Zürich").function, None);
}

#[test]
fn a_menu_in_a_script_of_one_language_is_in_that_language() {
    assert_eq!(language("Ελλάδα Κόσμος Αθλητισμός").code, Some("el"));
    assert_eq!(language("首页 新闻 体育 财经").code, Some("zh"));
    assert_eq!(language("ニュース スポーツ 経済").code, Some("ja"));
}

#[test]
fn elisions_and_capitals_are_the_same_words() {
    let line = tongue("L’ÉTÉ DE L'AN 2021 N’A PAS ÉTÉ CE QU'ON ATTENDAIT DANS LE PAYS");
    assert_eq!(line.code, Some("fr"));
    // l’, été, de, l', n’, a, pas, été, ce, qu', on, dans, le.
    assert_eq!(line.function, Some(13));
    // Letters of an index are no elisions.
    assert_ne!(tongue("B C D F G H J L M N Q S T").code, Some("fr"));
}

#[test]
fn words_are_found_wherever_they_stand() {
    // Borders of blocks of 64 bytes fall into each place of a word.
    for pad in 0..140 {
        let text = format!("{} the 1{} is that été because", "x".repeat(pad), "é".repeat(pad / 3));
        assert_eq!(tongue(&text).function, Some(4), "{pad}");
    }
    assert_eq!(tongue(&"the ".repeat(400)).function, Some(255));
}

proptest! {
    #[test]
    fn any_text_is_read(text in "(\\PC|[ \n'\u{2019}\u{ad}]|the|и|の|은){0,300}") {
        let lines = segment(&text).lines;
        let read = read(&text, &lines);
        prop_assert_eq!(read.lines.len(), lines.len());
        for line in read.lines {
            prop_assert!(u32::from(line.first_person) + u32::from(line.second_person) <= 2 * u32::from(line.function.unwrap_or(0)));
        }
    }
}
