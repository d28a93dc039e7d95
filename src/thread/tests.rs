//! Whole threads from plain text, one small page a platform, and pages that only look like threads.

use super::{AuthorFrom, Thread, build};
use crate::detect::comments;
use crate::label::Label;
use crate::segment::segment;
use proptest::prelude::*;

const ARTICLE: &str = "The river path\n\nThe path along the river was closed for two years. It has been open again since Monday, and the first walkers came at dawn.\n\nNobody knows how long the new bank will hold, said the engineer who built it.\n\n";

/// The thread of a page when the decoder follows every proposal.
fn thread(page: &str) -> Thread {
    let lines = segment(page).lines;
    let found = comments::find(page, &lines, &[], &[], &[]);
    let mut labels = vec![Label::Paragraph; lines.len()];
    for testimony in &found.testimony {
        labels[testimony.line as usize] = testimony.label;
    }
    build(page, &lines, &labels, &found, None, None)
}

/// Author, day, parent and text of each comment below an article.
fn comments_below(thread_text: &str) -> Vec<(String, String, Option<u32>, String)> {
    let none = || "-".to_owned();
    let of = |c: super::Comment| {
        let date = c.date.map_or_else(none, |date| date.chars().take(10).collect());
        (c.author.unwrap_or_else(none), date, c.parent, c.text)
    };
    thread(&format!("{ARTICLE}{thread_text}")).comments.into_iter().map(of).collect()
}

type Want<'w> = (&'w str, &'w str, Option<u32>, &'w str);

fn expect(thread_text: &str, want: &[Want<'_>]) {
    let got = comments_below(thread_text);
    let got: Vec<Want<'_>> =
        got.iter().map(|c| (c.0.as_str(), c.1.as_str(), c.2, c.3.as_str())).collect();
    assert_eq!(got, want);
}

#[test]
fn wordpress_nested_by_bullets() {
    expect(
        "2 thoughts on “The river path”\n\n  1. Vera says:\n    May 3, 2020 at 4:05 pm\n\n    I walked it on Monday.\n\n    Bring boots!\n\n    Reply\n    1. Jonas Lind says:\n      May 4, 2020 at 9:00 am\n\n      Boots are not enough.\n\n      Reply\n\nLeave a Reply Cancel reply\n\nYour email address will not be published.\n",
        &[
            ("Vera", "2020-05-03", None, "I walked it on Monday.\n\nBring boots!"),
            ("Jonas Lind", "2020-05-04", Some(0), "Boots are not enough."),
        ],
    );
}

#[test]
fn wordpress_flat_in_german() {
    expect(
        "2 Kommentare\nVera\nsagt:\n28. Juli 2019 um 13:39\nDer Weg ist schön geworden.\nAntworten\nJonas\nsagt:\n3. August 2019 um 8:02 Uhr\nFinde ich auch. Danke!\nAntworten\nSchreibe einen Kommentar\n",
        &[
            ("Vera", "2019-07-28", None, "Der Weg ist schön geworden."),
            ("Jonas", "2019-08-03", None, "Finde ich auch. Danke!"),
        ],
    );
}

#[test]
fn heads_with_every_link_on_its_own_line() {
    for (lead, tail, days) in [
        ("on", "said:", ["October 4, 2016 at 8:12 am", "October 6, 2016 at 7:40 pm"]),
        ("wrote\non", "", ["October 4, 2016", "October 6, 2016"]),
        (",\non", "said:", ["October 4, 2016 at 8:12 am", "October 6, 2016 at 7:40 pm"]),
        ("sagte am", ":", ["4. Oktober 2016 um 08:12", "6. Oktober 2016 um 19:40"]),
        (
            "le",
            "a dit :",
            ["4 octobre 2016 \u{e0} 8 h 12 min", "6 octobre 2016 \u{e0} 19 h 40 min"],
        ),
        ("en", "dijo:", ["4 octubre, 2016 en 8:12 am", "6 octubre, 2016 en 7:40 pm"]),
        ("op", "schreef:", ["4 oktober 2016 om 08:12", "6 oktober 2016 om 19:40"]),
    ] {
        let head = |name: &str, day: &str| format!("{name}\n{lead}\n{day}\n{tail}\n");
        let [first, second] = [head("Vera", days[0]), head("Jonas Lind", days[1])];
        let page = format!(
            "2 Comments\n{first}I walked it on Monday. Bring boots!\n{second}Boots are not enough, I fear.\nLeave a Reply\n"
        );
        expect(
            &page,
            &[
                ("Vera", "2016-10-04", None, "I walked it on Monday. Bring boots!"),
                ("Jonas Lind", "2016-10-06", None, "Boots are not enough, I fear."),
            ],
        );
    }
}

#[test]
fn wordpress_in_russian_and_french() {
    expect(
        "Комментарии (2)\n\nОлег говорит:\n5 мая 2019 в 10:12\n\nХорошая дорога, спасибо.\n\nОтветить\n\nВера говорит:\n6 мая 2019 в 11:00\n\nА мне не понравилось.\n\nОтветить\n\nДобавить комментарий\n",
        &[
            ("Олег", "2019-05-05", None, "Хорошая дорога, спасибо."),
            ("Вера", "2019-05-06", None, "А мне не понравилось."),
        ],
    );
    expect(
        "2 commentaires\n\nLucie dit :\n5 mai 2019 à 10 h 12\n\nTrès beau chemin.\n\nRépondre\n\nPaul dit :\n6 mai 2019 à 11 h 03\n\nOn y retourne demain !\n\nRépondre\n\nLaisser un commentaire\n",
        &[
            ("Lucie", "2019-05-05", None, "Très beau chemin."),
            ("Paul", "2019-05-06", None, "On y retourne demain !"),
        ],
    );
}

#[test]
fn wpdiscuz_with_names_and_roles() {
    expect(
        "2 Comments\nOldest\nNewest Most Voted\nInline Feedbacks\nView all comments\nVera\nGuest\nMay 3, 2020 4:05 pm\n\nIs the bridge open as well?\n\n3\nReply\nJonas\nAuthor\nReply to  Vera\nMay 4, 2020 9:00 am\n\nNot before June.\n\n0\nReply\n",
        &[
            ("Vera", "2020-05-03", None, "Is the bridge open as well?"),
            ("Jonas", "2020-05-04", Some(0), "Not before June."),
        ],
    );
}

#[test]
fn wpdiscuz_without_names() {
    let page = format!(
        "{ARTICLE}Notify of\nNewest Most Voted\nInline Feedbacks\nView all comments\nMay 3, 2020\n\nThe bank will slide again when the… Read more »\n\nReply to  Vera\nMay 4, 2020\n\nIt will not.\n\nReply to  Jonas\nMay 4, 2020\n\nWe shall see.\n\nMay 5, 2020\n\nI was there yesterday.\n\nLast edited 2 days ago by Ines\n\nHow to Fix a Roof in One Long Weekend\n\nTen Gardens You Have Never Seen\n"
    );
    let thread = thread(&page);
    let authors: Vec<_> =
        thread.comments.iter().map(|c| (c.author.as_deref(), c.author_from, c.parent)).collect();
    assert_eq!(
        authors,
        [
            (Some("Vera"), Some(AuthorFrom::Reply), None),
            (Some("Jonas"), Some(AuthorFrom::Reply), Some(0)),
            (None, None, Some(1)),
            (Some("Ines"), Some(AuthorFrom::Edit), None),
        ]
    );
    assert!(thread.comments[0].truncated && thread.comments[0].text.ends_with("Read more »"));
    assert_eq!(thread.comments[3].edited.as_deref(), Some("2 days ago"));
    assert_eq!(thread.comments[3].text, "I was there yesterday.");
    assert_eq!(thread.platforms, ["wpdiscuz"]);
}

#[test]
fn jetpack_without_heads() {
    let page = format!(
        "{ARTICLE}\n  • It was about time that they opened it.\n\n    Liked by 2 people\n\n    • They took two years for it.\n      Two!\n\n      Liked by 1 person\n\n  • I prefer the other bank anyway.\n\n    Liked by 3 people\n"
    );
    let thread = thread(&page);
    let got: Vec<_> = thread
        .comments
        .iter()
        .map(|c| (c.text.as_str(), c.parent, c.votes.and_then(|v| v.likes)))
        .collect();
    assert_eq!(
        got,
        [
            ("It was about time that they opened it.", None, Some(2)),
            ("They took two years for it.\nTwo!", Some(0), Some(1)),
            ("I prefer the other bank anyway.", None, Some(3)),
        ]
    );
    assert_eq!(thread.platforms, ["jetpack"]);
}

#[test]
fn blogger_old_and_new() {
    expect(
        "2 comments:\n\n  1. VeraMay 3, 2012 at 4:05 PM\n\n    Lovely pictures!\n\n    ReplyDelete\n  2. Jonas LindMay 4, 2012 at 9:00 AM\n\n    I was there, too.\n\n    ReplyDelete\n\nAdd comment\nLoad more...\n",
        &[
            ("Vera", "2012-05-03", None, "Lovely pictures!"),
            ("Jonas Lind", "2012-05-04", None, "I was there, too."),
        ],
    );
    expect(
        "2 comments:\n\nVera said...\n\nLovely pictures!\n\nMay 3, 2008 at 4:05 PM\n\nJonas said...\n\nI was there, too.\n\nMay 4, 2008 at 9:00 AM\n\nPost a Comment\n",
        &[
            ("Vera", "2008-05-03", None, "Lovely pictures!"),
            ("Jonas", "2008-05-04", None, "I was there, too."),
        ],
    );
}

#[test]
fn disqus_with_answers() {
    let page = format!(
        "{ARTICLE}Join the discussion\n\nVera • 3 years ago\n\nThe path is too narrow for two.\n\n• Reply\n\nJonas > Vera • 3 years ago\n\nThen walk alone.\n\n• Reply\n\nInes • 2 years ago\n\nIt has been widened since.\n\n• Reply\n"
    );
    let thread = thread(&page);
    let got: Vec<_> = thread
        .comments
        .iter()
        .map(|c| (c.author.as_deref(), c.date_text.as_deref(), c.date.as_deref(), c.parent))
        .collect();
    assert_eq!(
        got,
        [
            (Some("Vera"), Some("3 years ago"), None, None),
            (Some("Jonas"), Some("3 years ago"), None, Some(0)),
            (Some("Ines"), Some("2 years ago"), None, None),
        ]
    );
}

#[test]
fn typepad_signs_below() {
    expect(
        "Comments\n\nA fine walk, and a finer inn.\n\nPosted by: Vera | May 3, 2008 at 10:11 AM\n\nThe inn is closed now.\n\nPosted by: Jonas Lind | May 4, 2008 at 09:00 AM\n\nThe comments to this entry are closed.\n",
        &[
            ("Vera", "2008-05-03", None, "A fine walk, and a finer inn."),
            ("Jonas Lind", "2008-05-04", None, "The inn is closed now."),
        ],
    );
}

#[test]
fn any_site_with_names_and_dates() {
    expect(
        "COMMENTS\n\nMay 3, 2020\nVera\n\nThe inn has closed, sadly.\n\nReply\n\nMay 4, 2020\nJonas Lind\n\nIt has opened again this week!\n\nReply\n\nMay 6, 2020\nInes\n\nI had soup there.\n\nReply\n\nLeave a Comment\n",
        &[
            ("Vera", "2020-05-03", None, "The inn has closed, sadly."),
            ("Jonas Lind", "2020-05-04", None, "It has opened again this week!"),
            ("Ines", "2020-05-06", None, "I had soup there."),
        ],
    );
}

#[test]
fn bylines_posts_and_widgets_are_no_threads() {
    for below in [
        "More from the valley\n\nBridge Opens Early\nMay 3, 2020\n\nNew Inn for the Old Mill\nMay 2, 2020\n\nA Walk in Winter\nMay 1, 2020\n",
        "By Vera Lund\nMay 3, 2020\n\nThe inn has closed. Its owner has moved to the coast, where she runs a school.\n",
        "Recent Comments\n\n  • Vera says:\n    The inn has closed and I do not know where...\n  • Jonas says:\n    It was about time that they opened the...\n  • Ines says:\n    Soup is what I miss most of all when...\n",
        "10:15\nThe minister arrives at the site.\n\n10:40\nThe minister speaks to the press.\n\n11:05\nThe minister leaves. Nothing was decided.\n",
        "Q: Why did it take two years?\n\nA: The bank slid twice. We had to begin again each time.\n\nQ: Will it hold?\n\nA: Nobody can say.\n",
        "Archives\n\n  • May 2020\n  • April 2020\n  • March 2020\n",
    ] {
        expect(below, &[]);
    }
}

#[test]
fn labels_of_the_decoder_win() {
    let page = format!(
        "{ARTICLE}2 Comments\n\nVera says:\nMay 3, 2020 at 4:05 pm\n\nFirst line.\n\nReply\n\nJonas says:\nMay 4, 2020 at 9:00 am\n\nSecond comment.\n\nReply\n"
    );
    let lines = segment(&page).lines;
    let found = comments::find(&page, &lines, &[], &[], &[]);
    let mut labels = vec![Label::Paragraph; lines.len()];
    for testimony in &found.testimony {
        labels[testimony.line as usize] = testimony.label;
    }
    let second =
        lines.iter().position(|line| line.content.of(&page) == "Second comment.").unwrap_or(0);
    labels[second] = Label::Paragraph;
    let thread = build(&page, &lines, &labels, &found, None, None);
    assert_eq!(thread.comments.len(), 1, "a comment without text is none");
    let first = lines.iter().position(|line| line.content.of(&page) == "First line.").unwrap_or(0);
    assert_eq!(thread.line_to_comment.get(first), Some(&Some(0)));
    let chars: Vec<char> = page.chars().collect();
    let [start, end] = thread.comments[0].span;
    let by_chars: String = chars[start..end].iter().collect();
    assert_eq!(by_chars, thread.comments[0].bytes.of(&page));
}

/// Lines that threads are made of, and some that break them.
fn fragment() -> impl Strategy<Value = &'static str> {
    proptest::sample::select(vec![
        "Vera says:",
        "says:",
        "May 3, 2020 at 4:05 pm",
        "3 years ago",
        "Jonas • 2 days ago",
        "Reply to  Vera",
        "Reply to",
        "Reply",
        "  • ",
        "    • It was nice.",
        "  1. Ines",
        "Liked by 2 people",
        "12",
        "2 Comments",
        "Inline Feedbacks",
        "Leave a Reply",
        "© 2020",
        "I think so, too.",
        "Posted by: Jonas | May 4, 2008 at 09:00 AM",
        "",
        "– Vera",
        "Отве́т на İo",
        "Last edited 2 days ago by Vera",
        "… Read more »",
        "by Vera ( 1234 ) writes:",
        "Re: (Score:2)",
        "28. Juli 2019 um 13:39",
    ])
}

proptest! {
    #[test]
    fn any_mixture_of_lines_gives_a_sound_thread(
        parts in proptest::collection::vec(fragment(), 0..60),
        odd in proptest::collection::vec(0usize..22, 0..60),
    ) {
        let page = parts.join("\n");
        let lines = segment(&page).lines;
        let found = comments::find(&page, &lines, &[], &[], &[]);
        let mut end = 0;
        for item in &found.items {
            prop_assert!(item.lines.start >= end && item.lines.end as usize <= lines.len());
            end = item.lines.end;
        }
        let mut labels: Vec<Label> = vec![Label::Paragraph; lines.len()];
        for testimony in &found.testimony {
            labels[testimony.line as usize] = testimony.label;
        }
        // The decoder may think otherwise about any line.
        let all: Vec<Label> = Label::all().collect();
        for (at, label) in labels.iter_mut().enumerate() {
            if let Some(other) = odd.get(at).and_then(|&n| all.get(n)).filter(|_| at % 3 == 0) {
                *label = *other;
            }
        }
        let thread = build(&page, &lines, &labels, &found, None, None);
        prop_assert_eq!(thread.line_to_comment.len(), lines.len());
        let mut last = 0;
        for (at, comment) in thread.comments.iter().enumerate() {
            prop_assert_eq!(comment.id as usize, at);
            prop_assert!(comment.parent.is_none_or(|parent| parent < comment.id));
            prop_assert!(comment.bytes.start >= last && !comment.bytes.of(&page).is_empty());
            last = comment.bytes.end;
            prop_assert!(!comment.text.trim().is_empty());
        }
    }
}
