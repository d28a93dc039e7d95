//! Pages of each form in more than one language, and news that comes near them.

#![allow(clippy::format_collect, reason = "short pages of a test")]

use super::{Form, find};
use crate::segment::segment;

fn form(text: &str) -> Option<Form> {
    find(text, &segment(text).lines, &[])
}

/// Enough running text to be an article beside what it holds.
const NEWS: &str = "The town council of Arnby voted on Tuesday to close the old ferry landing for two years, so that \
    the quay walls can be rebuilt before the next winter.\n\n\
    Work begins in March, the harbour master said, and until then the boats leave from the timber yard on the \
    other side of the bay, where a waiting room has been put up.\n\n\
    Shop owners along the quay are worried about the summer. Many of them live on the visitors who come over \
    from the islands, and they have asked the council for help with the rent.\n\n\
    The mayor promised an answer within the month. A similar request was turned down four years ago, when the \
    main street was dug up for new water pipes.\n\n";

const VERSE: &str = "The lamp is out, the harbour sleeps,\nThe gulls have gone to land,\nAnd slow along the wall there creeps\n\
    A tide of foam and sand.\n\nMy father kept this little light,\nHis father kept it too,\n\
    And every boat that came by night\nKnew where the channel grew.\n\nNow no one climbs the narrow stair,\n\
    No one will trim the flame,\nAnd yet the sea is always there\nAnd calls it by its name.\n";

#[test]
fn hardly_any_text() {
    assert_eq!(form("The ferry is late again."), Some(Form::Short));
    assert_eq!(
        form("\u{98db}\u{884c}\u{6a5f}\u{306f}\u{9045}\u{308c}\u{307e}\u{3059}\u{3002}"),
        Some(Form::Short)
    );
    assert_eq!(form(NEWS), None);
    assert_eq!(form(""), None);
}

#[test]
fn verse() {
    assert_eq!(form(VERSE), Some(Form::Poem));
    let german = "Im Garten steht ein alter Baum,\nDer tr\u{e4}gt noch immer Laub,\nEr h\u{e4}lt den Wind, er h\u{e4}lt den Traum\n\
        Und auch der Stra\u{df}e Staub.\n\nIch ging als Kind an ihm vorbei\nUnd z\u{e4}hlte jedes Blatt,\n\
        Nun bin ich alt, es ist noch Mai,\nUnd still ist es der Stadt.\n\nWer sagt mir, wo die Jahre sind,\n\
        Die unter ihm vergehn?\nSie z\u{f6}gern noch, sie sind im Wind\nUnd bleiben bei ihm stehn.";
    assert_eq!(form(german), Some(Form::Poem));
    assert_eq!(form(&format!("{NEWS}{VERSE}{NEWS}")), None, "news that quotes a poem");
    let menu = "Home\nLocal news\nSport and leisure\nWeather for the week\nObituaries\nLetters to the editor\n\
        Contact the newsroom\nSubscribe to the paper\nJobs in the valley\nHouses for sale\nWhat is on tonight\nArchive\n";
    assert_ne!(form(menu), Some(Form::Poem));
}

#[test]
fn live_blogs() {
    let said = [
        "The first boats have left the harbour, and the rest of the fleet will follow within the hour.",
        "Rain has begun to fall over the course, but the judges say that the race goes on as planned.",
        "Two boats have turned back with broken sails. Their crews are safe, the coast guard says.",
        "The leaders have rounded the second mark. The wind is turning, which helps the heavier boats.",
        "The winner is home after a little more than five hours, a record for this course.",
    ];
    let blog = |head: fn(usize) -> String| {
        let entry = |(i, text): (usize, &&str)| format!("{}\n{text}\n\n", head(i));
        said.iter().enumerate().map(entry).collect::<String>()
    };
    assert_eq!(form(&blog(|i| format!("{}:05", 9 + i))), Some(Form::LiveBlog));
    assert_eq!(
        form(&blog(|i| format!("{}.35 Uhr: Neues vom Rennen", 18 - i))),
        Some(Form::LiveBlog)
    );
    let latest: String =
        (0..9).map(|i| format!("{}:4{i} Boats leave harbour in the rain\n", 9 + i)).collect();
    assert_ne!(form(&format!("{NEWS}{latest}")), Some(Form::LiveBlog), "a box of latest news");
}

#[test]
fn tables() {
    let teams = ["Arnby", "Holmsted", "Westerby", "Tornvik", "Skale", "Lund", "Farsund", "Nore"];
    let table: String = teams
        .iter()
        .enumerate()
        .map(|(i, team)| {
            format!("{team} 22 {} 4 {} {}-{} {}\n", 15 - i, 3 + i, 40 - i, 18 + i, 49 - 3 * i)
        })
        .collect();
    assert_eq!(form(&format!("Tabelle\n{table}")), Some(Form::Table));
    assert_eq!(form(&format!("{NEWS}{table}")), None, "a report with a table");
    let cells: String = teams.iter().map(|team| format!("{team}\n22\n15\n4\n3\n")).collect();
    assert_eq!(form(&cells), Some(Form::Table));
}

#[test]
fn talk() {
    let turns = |a: &str, b: &str, c: &str| {
        let said = "I would like to thank the members of the board for the work that they have done this year.";
        let rest = format!("{b}: {said}\n{a}: {said}\n{c}: {said}\n");
        format!("{a}: {said}\n{b}: {said} It was not easy.\n{c}: {said}\n{b}: {said}\n{rest}")
            .repeat(2)
    };
    assert_eq!(form(&turns("THE CHAIR", "Ms Holm", "Mr Lindqvist")), Some(Form::Transcript));
    assert_eq!(
        form(&turns("Pr\u{e4}sidentin", "Anna Weber", "Otto Kranz")),
        Some(Form::Transcript)
    );
    assert_eq!(form(&turns("Q", "A", "Q")), Some(Form::Interview));
    let quoted = format!("{NEWS}Holm: We shall see.\nWeber: I hope so.\nHolm: So do I.\n");
    assert_eq!(form(&quoted), None, "news with a word or two of talk");
    let tested = "Pros: light, and easy to clean after a day on the water.\nCons: the handle is of plastic and breaks.\n\
        Verdict: good enough for the price, and it comes with a case.\n"
        .repeat(5);
    assert_ne!(form(&tested), Some(Form::Transcript), "the fields of a test");
    let facts =
        "Price: 40 crowns\nPlace: the town hall\nTime: eight in the evening\nDoors: seven\n";
    assert_eq!(form(&format!("{NEWS}{facts}")), None);
}

#[test]
fn questions_and_answers() {
    let pair = |q: &str, a: &str| format!("{q}\n\n{a}\n\n").repeat(6);
    let english = pair(
        "How did you come to build boats in the first place?",
        "My uncle had a yard, and in the summer I swept the floor there. After some years he let me plane a plank.",
    );
    assert_eq!(form(&english), Some(Form::Interview));
    let spanish = pair(
        "\u{bf}C\u{f3}mo empez\u{f3} usted a construir barcos en esta bah\u{ed}a?",
        "Mi t\u{ed}o ten\u{ed}a un taller, y en verano yo barr\u{ed}a el suelo. Despu\u{e9}s de unos a\u{f1}os me dej\u{f3} cepillar una tabla.",
    );
    assert_eq!(form(&spanish), Some(Form::Interview));
    assert_eq!(form(&format!("{NEWS}Will the council pay for it?\n\n{NEWS}")), None);
}

#[test]
fn code() {
    let c = "#include <stdio.h>\nint main(void) {\n    int sum = 0;\n    for (int i = 0; i < 10; i++) {\n        sum += i;\n\
        \x20   }\n    printf(\"%d\\n\", sum);\n    return 0;\n}\nstatic int twice(int n) {\n    return 2 * n;\n}\n";
    assert_eq!(form(c), Some(Form::Code));
    let python = "import sys\n\ndef read(path):\n    lines = open(path).readlines()\n    return len(lines)\n\n\
        def main():\n    total = 0\n    for path in sys.argv[1:]:\n        total += read(path)\n    print(total)\n\
        \ndef close(handle):\n    handle.close()\n\nif __name__ == '__main__':\n    main()\n";
    assert_eq!(form(python), Some(Form::Code));
    assert_eq!(
        form(&format!("{NEWS}{NEWS}var x = y();\nx.push({{}});\n")),
        None,
        "a script that leaked"
    );
}

#[test]
fn lists() {
    let bullets = |item: &str| format!("- {item}\n").repeat(12);
    assert_eq!(form(&bullets("Sail loft on the north quay")), Some(Form::List));
    assert_eq!(form(&bullets("Segelmacherei am n\u{f6}rdlichen Kai")), Some(Form::List));
    let numbered: String = (1..=6)
        .map(|i| format!("{i}. The harbour bath\n\nThe water is cold all year, but the view over the bay is worth it.\n\n"))
        .collect();
    assert_eq!(form(&numbered), Some(Form::List));
    assert_eq!(form(&format!("{NEWS}{}", bullets("Sail loft"))), None, "news with one list");
}
