//! Threads whose heads only their repetition shows, one small page for each way.

use super::platform_tests::{ARTICLE, COATS, OIL, QUESTION, read, said};
use super::{AuthorRole, Comment};

fn dates(comments: &[Comment]) -> Vec<Option<&str>> {
    comments.iter().map(|comment| comment.date.as_deref()).collect()
}

#[test]
fn names_that_look_like_none_stand_where_the_others_do() {
    let page = format!(
        "{ARTICLE}Vera Lund\n2017-12-02 06:30\n{OIL}\nReply\nR. de Bruijn - van Dam\n2017-12-02 07:10\n{COATS}\nReply\n3 - the man from across the river\n2017-12-03 09:00\n{QUESTION}\nReply\n"
    );
    let (_, comments) = read(&page, &[]);
    assert_eq!(
        said(&comments),
        [
            ("Vera Lund", OIL),
            ("R. de Bruijn - van Dam", COATS),
            ("the man from across the river", QUESTION)
        ]
    );
    assert_eq!(comments[2].number, Some(3));
    let at = ["2017-12-02T06:30:00", "2017-12-02T07:10:00", "2017-12-03T09:00:00"];
    assert_eq!(dates(&comments), at.map(Some));
}

#[test]
fn the_articles_own_date_is_no_comment() {
    let page = format!(
        "The river path\n\nIda Holm\n22. August 2014, 05:30\n\n{QUESTION}\n\nVera\n22.8.2014, 07:12\n{OIL}\nantworten\nJonas\n22.8.2014, 07:20\n{COATS}\nantworten\nKim\n22.8.2014, 07:40\n{COATS}\nantworten\n"
    );
    let (_, comments) = read(&page, &[]);
    assert_eq!(said(&comments), [("Vera", OIL), ("Jonas", COATS), ("Kim", COATS)]);
}

#[test]
fn an_arrow_on_a_line_of_its_own_says_who_answers_whom() {
    let page = format!(
        "{ARTICLE}Vera\n12/02/16 11:52\n{OIL}\n5\nReply\nJonas Berg\n>\nVera\n12/02/16 12:04\n{COATS}\n1\nReply\nKim\nJonas Berg\n13/02/16 13:21\n{COATS}\nReply\n"
    );
    let (_, comments) = read(&page, &[]);
    assert_eq!(said(&comments), [("Vera", OIL), ("Jonas Berg", COATS), ("Kim", COATS)]);
    let parents: Vec<_> = comments.iter().map(|comment| comment.parent).collect();
    assert_eq!(parents, [None, Some(0), Some(1)]);
}

#[test]
fn dates_may_stand_at_the_foot() {
    let page = format!(
        "{ARTICLE}Guest\nVera\n{OIL}\nVote up\n7\nReply\n2 years ago\nGuest\nJonas\n{COATS}\nVote up\n2\nReply\n2 years ago\nGuest\nKim\n{QUESTION}\nVote up\n0\nReply\n1 year ago\n\nPrivacy policy\n"
    );
    let (_, comments) = read(&page, &[]);
    assert_eq!(said(&comments), [("Vera", OIL), ("Jonas", COATS), ("Kim", QUESTION)]);
    let ages: Vec<_> = comments.iter().map(|comment| comment.date_text.as_deref()).collect();
    assert_eq!(ages, [Some("2 years ago"), Some("2 years ago"), Some("1 year ago")]);
    assert!(comments.iter().all(|comment| comment.role == Some(AuthorRole::Guest)));
}

#[test]
fn bylines_below_texts_are_signatures() {
    let page = format!(
        "{ARTICLE}{OIL}\nScritto da Vera il 3 maggio 2010 alle 14:05\nSegnala\n{COATS}\nScritto da Jonas il 3 maggio 2010 alle 16:40\nSegnala\n\nPrivacy policy\n"
    );
    let (_, comments) = read(&page, &[]);
    assert_eq!(said(&comments), [("Vera", OIL), ("Jonas", COATS)]);
    assert_eq!(dates(&comments), [Some("2010-05-03T14:05:00"), Some("2010-05-03T16:40:00")]);
}

#[test]
fn numbered_subjects_belong_to_the_comment_below() {
    let page = format!(
        "{ARTICLE}1. Hats off\nVera 04.11.2009, 14:05\n{OIL}\n2. Sums\nJonas 04.11.2009, 15:12\n{COATS}\n3. A question\nKim 04.11.2009, 16:00\n{QUESTION}\n"
    );
    let (_, comments) = read(&page, &[]);
    assert_eq!(said(&comments), [("Vera", OIL), ("Jonas", COATS), ("Kim", QUESTION)]);
    let numbers: Vec<_> = comments.iter().map(|comment| comment.number).collect();
    assert_eq!(numbers, [Some(1), Some(2), Some(3)]);
}

#[test]
fn printed_levels_nest() {
    let page = format!(
        "{ARTICLE}level 1\nVera\n\u{b7}\n3 years ago\n{OIL}\nReply\nlevel 2\nJonas\n\u{b7}\n3 years ago\n{COATS}\nReply\nlevel 1\nKim\n\u{b7}\n2 years ago\n{QUESTION}\nReply\n"
    );
    let (_, comments) = read(&page, &["reddit-like"]);
    assert_eq!(said(&comments), [("Vera", OIL), ("Jonas", COATS), ("Kim", QUESTION)]);
    let parents: Vec<_> = comments.iter().map(|comment| comment.parent).collect();
    assert_eq!(parents, [None, Some(0), None]);
}
