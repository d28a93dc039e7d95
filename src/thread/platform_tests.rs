//! One small page for each way in which platforms set their heads, with the fields that only they print.

use super::{AuthorRole, Comment, Placeholder, build};
use crate::detect::comments::{self, Comments};
use crate::label::Label;
use crate::segment::segment;

pub(super) const ARTICLE: &str = "The river path\n\nThe path along the river was closed for two years. It has been open again since Monday, and the first walkers came at dawn.\n\n3 Comments\n\n";
pub(super) const QUESTION: &str = "I have an oak deck from 1962 and the old varnish comes off in plates. Which one would you take?";
pub(super) const OIL: &str = "Take an oil and no varnish at all. Mine has held for six years now.";
pub(super) const COATS: &str = "Oil is fine, but it needs two coats every spring.";

/// What is found on a page of a known platform, and its comments when the decoder follows every proposal.
pub(super) fn read(page: &str, known: &[&str]) -> (Comments, Vec<Comment>) {
    let lines = segment(page).lines;
    let found = comments::find(page, &lines, &[], &[], known);
    let mut labels = vec![Label::Paragraph; lines.len()];
    for testimony in &found.testimony {
        labels[testimony.line as usize] = testimony.label;
    }
    let thread = build(page, &lines, &labels, &found, None, None);
    (found, thread.comments)
}

/// Author and text of each comment.
pub(super) fn said(comments: &[Comment]) -> Vec<(&str, &str)> {
    comments.iter().map(|c| (c.author.as_deref().unwrap_or("-"), c.text.as_str())).collect()
}

#[test]
fn phpbb_posts_are_the_page() {
    let page = format!(
        "Old boats\n\nRe: An oak deck\nby tramfan88 \u{bb} Fri May 03, 2019 4:05 pm\n\n{QUESTION}\n\nRe: An oak deck\nby Vera \u{bb} Fri May 03, 2019 6:10 pm\n\n{OIL}\n\nRe: An oak deck\nby Jonas \u{bb} Sat May 04, 2019 9:00 am\n\nVera wrote:\n{OIL}\n\n{COATS}\n"
    );
    let (found, posts) = read(&page, &["phpbb"]);
    assert!(found.forum);
    let last = format!("Vera wrote:\n{OIL}\n\n{COATS}");
    assert_eq!(said(&posts), [("Vera", OIL), ("Jonas", last.as_str())]);
    let [quote] = posts[1].quotes.as_slice() else { panic!("{:?}", posts[1].quotes) };
    assert_eq!((quote.author.as_deref(), quote.comment), (Some("Vera"), Some(0)));
    assert_eq!(quote.span, [12, 12 + OIL.chars().count()]);
}

#[test]
fn vbulletin_posts_have_date_number_name_and_rank() {
    let page = format!(
        "An oak deck\n\n05-03-2019, 04:05 PM\n#1\ntramfan88\nSenior Member\nJoin Date: May 2005\nPosts: 1,234\n{QUESTION}\nReply With Quote\n05-03-2019, 06:10 PM\n#2\nVera\nModerator\nJoin Date: May 2007\nPosts: 34\n{OIL}\nReply With Quote\n05-24-2019, 09:00 AM\n#3\nJonas\nJunior Member\nJoin Date: May 2017\nPosts: 3\n{COATS}\nReply With Quote\n"
    );
    let (found, posts) = read(&page, &["vbulletin"]);
    assert!(found.forum);
    assert_eq!(said(&posts), [("Vera", OIL), ("Jonas", COATS)]);
    let fields: Vec<_> = posts.iter().map(|c| (c.number, c.role, c.date.as_deref())).collect();
    assert_eq!(
        fields,
        [
            (Some(2), Some(AuthorRole::Moderator), Some("2019-05-03T18:10:00")),
            (Some(3), Some(AuthorRole::Member), Some("2019-05-24T09:00:00")),
        ]
    );
}

#[test]
fn xenforo_prints_a_table_of_the_author() {
    let post = |name: &str, joined: &str, number: u32, text: &str| {
        format!(
            "{name}\nMember\nJoined\n{joined}\nMessages\n1,234\nReaction score\n12\nMay 3, 2019\n#{number}\n{text}\n\n"
        )
    };
    let page = format!(
        "An oak deck\n\n{}{}{}",
        post("tramfan88", "May 3, 2010", 1, QUESTION),
        post("Vera", "June 9, 2011", 2, OIL),
        post("Jonas", "July 1, 2018", 3, COATS)
    );
    let (found, posts) = read(&page, &["xenforo"]);
    assert!(found.forum);
    assert_eq!(said(&posts), [("Vera", OIL), ("Jonas", COATS)]);
    assert_eq!(posts[0].date.as_deref(), Some("2019-05-03"));
    assert_eq!((posts[0].number, posts[0].role), (Some(2), Some(AuthorRole::Member)));
}

#[test]
fn a_numbered_first_post_makes_an_unknown_board() {
    let page = format!(
        "An oak deck\n\ntramfan88  May 3, 2019, 4:05pm  #1\n\n{QUESTION}\n\nVera  May 3, 2019, 6:10pm  #2\n\n{OIL}\n\nReply\n\nJonas  May 4, 2019, 9:00am  #3\n\n{COATS}\n\nReply\n\nIda  May 4, 2019, 9:30am  #4\n\n{OIL}\n\nReply\n"
    );
    let (found, posts) = read(&page, &[]);
    assert!(found.forum);
    assert_eq!(said(&posts), [("Vera", OIL), ("Jonas", COATS), ("Ida", OIL)]);
    let below = format!("{ARTICLE}{page}");
    assert!(!read(&below, &[]).0.forum, "a header opens a thread below an article");
}

#[test]
fn reddit_prints_points_in_the_head() {
    let page = format!(
        "An oak deck\n\n{QUESTION}\n\n3 comments\n\n[\u{2013}]Vera_L 12 points 3 years ago (2 children)\n\n{OIL}\n\npermalink embed save report reply\n\n[\u{2013}]Jonas 4 points 3 years ago\n\n{COATS}\n\npermalink embed save report reply\n\n[\u{2013}][deleted] 2 points 3 years ago\n\n[deleted]\n\npermalink embed save report reply\n"
    );
    let (found, posts) = read(&page, &[]);
    assert!(found.forum);
    assert_eq!(said(&posts), [("Vera_L", OIL), ("Jonas", COATS), ("-", "[deleted]")]);
    assert_eq!(posts[0].votes.and_then(|votes| votes.score), Some(12));
    assert_eq!(posts[2].placeholder, Some(Placeholder::Deleted));
}

#[test]
fn lemmy_breaks_its_heads_into_lines() {
    let head = |name: &str| {
        format!(
            "\u{2022} {name}\n  link\n  fedilink\n  English\n  arrow-up\n  12  \u{b7}\n  1 year ago\n\n"
        )
    };
    let page = format!(
        "An oak deck\n\n{QUESTION}\n\nYou must log in or # to comment.\n\n{}  {OIL}\n\n{}  {COATS}\n\n{}  Done.\n",
        head("vera@example.org"),
        head("jonas@example.net"),
        head("ida@example.org")
    );
    let (found, posts) = read(&page, &[]);
    assert!(found.forum);
    let want =
        [("vera@example.org", OIL), ("jonas@example.net", COATS), ("ida@example.org", "Done.")];
    assert_eq!(said(&posts), want);
}

#[test]
fn slashdot_heads_that_an_extractor_broke() {
    let head =
        |name: &str, id: u32| format!("Re:\n(\nScore:\n2\n)\nby\n{name}\n( {id} )\nwrites:\n");
    let page = format!(
        "{ARTICLE}{}{OIL}\n{}{COATS}\n{}{QUESTION}\n",
        head("Vera L", 12345),
        head("tramfan88", 54321),
        head("jonas", 99)
    );
    let (_, posts) = read(&page, &[]);
    assert_eq!(said(&posts), [("Vera L", OIL), ("tramfan88", COATS), ("jonas", QUESTION)]);
}

#[test]
fn zeit_numbers_its_answers() {
    let page = format!(
        "{ARTICLE}Vera L.\n#1  \u{2014}  3. Mai 2019, 10:11 Uhr\n\nDas wurde auch Zeit.\n\nAntworten\nMelden\nLeserempfehlung\n\nJonas\n#1.1  \u{2014}  3. Mai 2019, 11:02 Uhr\n\nZwei Jahre haben sie gebraucht!\n\nAntworten\nMelden\nLeserempfehlung\n\nIda\n#2  \u{2014}  3. Mai 2019, 12:30 Uhr\n\nEntfernt. Bitte bleiben Sie sachlich.\n\nAntworten\nMelden\n"
    );
    let (_, comments) = read(&page, &[]);
    let fields: Vec<_> =
        comments.iter().map(|c| (c.author.as_deref(), c.number, c.parent, c.placeholder)).collect();
    assert_eq!(
        fields,
        [
            (Some("Vera L."), Some(1), None, None),
            (Some("Jonas"), None, Some(0), None),
            (Some("Ida"), Some(2), None, Some(Placeholder::Moderated)),
        ]
    );
}

#[test]
fn disqus_heads_that_an_extractor_broke() {
    let foot = "\u{2212} +\n\u{2022} Reply\n\u{2022} Share \u{203a}\n\n";
    let page = format!(
        "{ARTICLE}Vera\n\u{2022}\n3 years ago\n\n{OIL}\n\n{foot}Jonas > Vera\n\u{2022}\n3 years ago\n\n{COATS}\n\n{foot}This comment was deleted.\n\n{foot}Ida\n\u{2022}\n2 years ago\n\n{QUESTION}\n\n{foot}"
    );
    let (_, comments) = read(&page, &[]);
    let deleted = ("-", "This comment was deleted.");
    assert_eq!(said(&comments), [("Vera", OIL), ("Jonas", COATS), deleted, ("Ida", QUESTION)]);
    assert_eq!((comments[1].parent, comments[2].parent), (Some(0), None));
    assert_eq!(comments[2].placeholder, Some(Placeholder::Deleted));
}

#[test]
fn facebook_tells_the_age_among_the_buttons() {
    let page = format!(
        "{ARTICLE}Vera Lund\nTop fan\n{OIL}\nLike \u{b7} Reply \u{b7} 2 \u{b7} 3y\nJonas Berg\nWorks at Arn Valley Ferries\n{COATS}\nLike \u{b7} Reply \u{b7} 3y\nIda Holm\n{QUESTION}\nLike \u{b7} Reply \u{b7} 1 \u{b7} 2y\nFacebook Comments Plugin\n"
    );
    let (_, comments) = read(&page, &[]);
    assert_eq!(
        said(&comments),
        [("Vera Lund", OIL), ("Jonas Berg", COATS), ("Ida Holm", QUESTION)]
    );
    let ages: Vec<_> = comments.iter().map(|c| c.date_text.as_deref()).collect();
    assert_eq!(ages, [Some("3y"), Some("3y"), Some("2y")]);
    assert_eq!(comments[0].role, Some(AuthorRole::TopFan));
}

#[test]
fn joomla_puts_votes_and_number_before_the_name() {
    let page = format!(
        "{ARTICLE}#1 Vera 2012-05-03 16:05\n{OIL}\nQuote\n+2 # Jonas 2012-05-03 17:00\n{COATS}\nQuote\n#3 Ida 2012-05-04 09:00\n{QUESTION}\nQuote\nRefresh comments list\n"
    );
    let (_, comments) = read(&page, &[]);
    assert_eq!(said(&comments), [("Vera", OIL), ("Jonas", COATS), ("Ida", QUESTION)]);
    assert_eq!((comments[0].number, comments[1].number), (Some(1), None));
}

#[test]
fn slashdot_prints_the_authors_page_below_the_head() {
    let page = format!(
        "{ARTICLE}Decks (Score:4, Insightful)\nby tramfan88 (41877) on Friday May 03, 2019 @04:05PM (#8831)\n(http://deck.example/ | Last Journal: Monday January 12, @02:14PM)\n{QUESTION}\n[ Reply to This ]\nRe:Decks (Score:2)\nby Anonymous Coward on Friday May 03, 2019 @04:11PM (#8912)\n{OIL}\n[ Reply to This | Parent ]\nRe:Decks (Score:1)\nby Vera (655321) on Friday May 03, 2019 @05:20PM (#9020)\n(Last Journal: Wednesday February 18, @11:40PM)\n{COATS}\n[ Reply to This | Parent ]\n"
    );
    let (_, comments) = read(&page, &["slashdot"]);
    assert_eq!(
        said(&comments),
        [("tramfan88", QUESTION), ("Anonymous Coward", OIL), ("Vera", COATS)]
    );
}

#[test]
fn heise_prints_how_much_a_member_wrote() {
    let page = format!(
        "Foren\n\nHolzdeck\n\ntramfan88 (mehr als 1000 Beitr\u{e4}ge seit 02.03.01)\n3. Mai 2014 16:05\n{QUESTION}\nAntworten\nRe: Holzdeck\nVera (204 Beitr\u{e4}ge seit 11.09.02)\n3. Mai 2014 18:10\n{OIL}\nAntworten\nRe: Holzdeck\nJonas (1 Beitrag seit 04.05.14)\n4. Mai 2014 09:00\n{COATS}\nAntworten\n"
    );
    let (found, posts) = read(&page, &[]);
    assert!(found.forum);
    assert_eq!(said(&posts), [("Vera", OIL), ("Jonas", COATS)]);
}

#[test]
fn signatures_stand_above_a_form_that_opens_like_a_thread() {
    let page = format!(
        "The river path\n\nThe path along the river was closed for two years.\n\nComments\n{QUESTION}\nPosted by: tramfan88 at May 3, 2004 08:14 AM\n{OIL}\nPosted by: Vera at May 3, 2004 09:40 AM\n{COATS}\nPosted by: Jonas at May 4, 2004 11:27 AM\nPost a comment\nName:\nComments:\n"
    );
    let (_, comments) = read(&page, &[]);
    assert_eq!(said(&comments), [("tramfan88", QUESTION), ("Vera", OIL), ("Jonas", COATS)]);
}

#[test]
fn a_button_above_each_head_opens_those_without_one() {
    let head = |name: &str| format!("Copy link\n\n{name} commented Dec 18, 2025\n\n");
    let page = format!(
        "{ARTICLE}{}{QUESTION}\n\nCopy link\n\nvery cool\n\n{}{OIL}\n\nCopy link\n\n{COATS}\n\n{}{OIL}\n",
        head("tramfan88"),
        head("vera_l"),
        head("jonas7")
    );
    let (_, comments) = read(&page, &[]);
    let wanted = [
        ("tramfan88", QUESTION),
        ("-", "very cool"),
        ("vera_l", OIL),
        ("-", COATS),
        ("jonas7", OIL),
    ];
    assert_eq!(said(&comments), wanted);
}

#[test]
fn points_number_the_items_of_lobsters() {
    let page = format!(
        "  1. 49\n    A new bridge bridge.example\n    via ines 1 year ago | | 3 comments\n    1. 10\n      vera 1 year ago\n\n      {OIL}\n\n      1. 8\n        jonas edited 1 year ago\n\n        {COATS}\n\n    2. 3\n      ida 1 year ago\n\n      {OIL}\n\n      1. 2\n        vera 1 year ago\n\n        {QUESTION}\n"
    );
    let (found, comments) = read(&page, &[]);
    assert!(found.forum);
    let wanted = [("vera", OIL), ("jonas", COATS), ("ida", OIL), ("vera", QUESTION)];
    assert_eq!(said(&comments), wanted);
    let parents: Vec<_> = comments.iter().map(|c| c.parent).collect();
    assert_eq!(parents, [None, Some(0), None, Some(2)]);
    let story = found.testimony.first().map(|t| (t.line, t.label));
    assert_eq!(story, Some((1, Label::Paragraph)));
}

#[test]
fn a_shop_tells_who_owns_what_they_review() {
    let page = format!(
        "A lamp\n\nReviews (3)\n\nRated 5 out of 5\nVera L. (verified owner) \u{2013} May 3, 2020\n{OIL}\n\nRated 4 out of 5\nThe Lamp Shop \u{2013} May 4, 2020\n{COATS}\n\nRated 5 out of 5\nJonas (verified owner) \u{2013} May 9, 2020\n{OIL}\n"
    );
    let (_, reviews) = read(&page, &[]);
    assert_eq!(said(&reviews), [("Vera L.", OIL), ("The Lamp Shop", COATS), ("Jonas", OIL)]);
    assert_eq!(reviews[0].role, Some(AuthorRole::Verified));
}

#[test]
fn a_list_that_counts_up_below_a_header_is_a_thread() {
    let item = |number: usize| format!("  {number}. {OIL} {COATS}\n\n");
    let numbered = |numbers: &[usize]| -> String { numbers.iter().map(|n| item(*n)).collect() };
    let above = "The river path\n\nThe path along the river is open again since Monday.\n\nComments Leave a comment\n\n";
    let thread = numbered(&[1, 2, 3, 4, 6, 7, 8, 11]);
    assert_eq!(read(&format!("{above}{thread}"), &[]).1.len(), 8);
    assert!(read(&format!("{above}{}", numbered(&[1, 2, 3])), &[]).1.is_empty());
    assert!(read(&thread, &[]).1.is_empty());
}

#[test]
fn names_between_texts_and_buttons_belong_to_the_text_above() {
    let signed = |text: &str, name: &str, day: u8| {
        format!("{text}\n{name} May {day}, 2019 4:05 pm\nLike 24 Reply Share\n")
    };
    let thread = [(QUESTION, "tramfan88"), (OIL, "Vera"), (COATS, "Jonas")]
        .iter()
        .zip(3..)
        .map(|((text, name), day)| signed(text, name, day))
        .collect::<String>();
    let page = format!("{ARTICLE}{thread}\nLeave a comment\n");
    let (_, comments) = read(&page, &[]);
    assert_eq!(said(&comments), [("tramfan88", QUESTION), ("Vera", OIL), ("Jonas", COATS)]);
}

/// The authors and dates that are read from heads like this one, above texts in a thread of three.
fn heads_like(head: impl Fn(&str, u32, u32) -> String) -> Vec<(Option<u64>, String, String)> {
    let posts = [("Vera", 3, OIL), ("tramfan88", 4, COATS), ("Ida Lund", 6, QUESTION)];
    let mut page = ARTICLE.to_owned();
    for ((name, day, text), number) in posts.into_iter().zip(1..) {
        page.extend([head(name, day, number).as_str(), "\n", text, "\n"]);
    }
    let (_, comments) = read(&page, &[]);
    comments
        .into_iter()
        .map(|c| (c.number, c.author.unwrap_or_default(), c.date.unwrap_or_default()))
        .collect()
}

/// What [`heads_like`] finds where it reads all.
fn all_read(numbered: bool) -> Vec<(Option<u64>, String, String)> {
    let of = |number: u64, name: &str, date: &str| {
        (numbered.then_some(number), name.to_owned(), date.to_owned())
    };
    vec![
        of(1, "Vera", "2009-05-03T10:12:00"),
        of(2, "tramfan88", "2009-05-04T10:12:00"),
        of(3, "Ida Lund", "2009-05-06T10:12:00"),
    ]
}

#[test]
fn posted_by_in_many_languages() {
    for (before, between, month, hour) in [
        ("Posted by ", " on ", " May ", " at "),
        ("Left by ", ", ", " May ", " at "),
        ("Post\u{e9} par ", " le ", " mai ", " \u{e0} "),
        ("\u{c9}crit par : ", " | ", " mai ", " \u{e0} "),
        ("Comentario por ", " \u{2014} ", " de mayo de ", " a las "),
        ("Inviato da ", " il ", " maggio ", " alle "),
        ("Geplaatst door ", " op ", " mei ", " om "),
        ("Postado por ", " em ", " de maio de ", " \u{e0}s "),
        ("Lagt inn av ", " ", " mai ", " kl. "),
        ("Skrevet af ", " den ", " maj ", " kl. "),
        ("Inlagt av ", ", ", " maj ", " kl. "),
        ("Doda\u{142}(a) ", " dnia ", " maja ", ", "),
        ("Wys\u{142}ane przez ", " w dniu ", " maja ", ", "),
        ("Vlo\u{17e}il ", ", ", " kv\u{11b}tna ", " v "),
        (
            "\u{41e}\u{442}\u{43f}\u{440}\u{430}\u{432}\u{43b}\u{435}\u{43d}\u{43e} ",
            " \u{432} ",
            " \u{43c}\u{430}\u{44f} ",
            " ",
        ),
        ("Eingetragen von ", " am ", ". Mai ", " um "),
    ] {
        let head =
            |name: &str, day: u32, _| format!("{before}{name}{between}{day}{month}2009{hour}10:12");
        assert_eq!(heads_like(head), all_read(false), "{}", head("Vera", 3, 1));
    }
}

#[test]
fn the_author_behind_the_date() {
    for (before, between) in [
        ("", " \u{2014} "),
        ("", " - "),
        ("Posted on ", " by "),
        ("Odesl\u{e1}no: ", ", "),
        ("Publi\u{e9} le ", " par "),
    ] {
        let head = |name: &str, day: u32, _| format!("{before}{day} May 2009 10:12{between}{name}");
        assert_eq!(heads_like(head), all_read(false), "{}", head("Vera", 3, 1));
    }
    let said = |name: &str, day: u32, number: u32| {
        format!("{number}. At 10:12am on {day} May 2009, {name} wrote:")
    };
    assert_eq!(heads_like(said), all_read(false));
}

#[test]
fn numbers_of_comments_in_words() {
    for form in [
        "Comment #N by NAME on DAY May 2009 10:12",
        "Comment N by NAME, DAY May 2009 10:12",
        "Commentaire n\u{b0}N post\u{e9} par NAME le DAY May 2009 10:12",
        "Comment number N.\nNAME\nDAY May 2009 10:12",
        "Comment N\nNAME\nDAY May 2009 10:12",
        "N\u{697c} NAME DAY May 2009 10:12",
    ] {
        let head = |name: &str, day: u32, number: u32| {
            let form = form.replace("NAME", name).replace("DAY", &day.to_string());
            form.replacen('N', &number.to_string(), 1)
        };
        assert_eq!(heads_like(head), all_read(true), "{form}");
    }
    let wrote = |name: &str, _, number: u32| format!("{number} {name} wrote:");
    let found: Vec<_> =
        heads_like(wrote).into_iter().map(|(number, name, _)| (number, name)).collect();
    let all: Vec<_> = all_read(true).into_iter().map(|(number, name, _)| (number, name)).collect();
    assert_eq!(found, all);
}

#[test]
fn the_place_behind_the_name_is_no_name() {
    let head =
        |name: &str, day: u32, _| format!("{name}, Harwich, United Kingdom, {day} May 2009 10:12");
    assert_eq!(heads_like(head), all_read(false));
}
