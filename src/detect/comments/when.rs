//! Dates in head lines: where one stands, and what is around it.

/// A date inside a line: byte range into the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct When {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// Whether a time of day goes with it.
    pub time: bool,
    /// Whether it is relative: `3 years ago`.
    pub relative: bool,
}

const MONTHS: &[&str] = &[
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "jan",
    "feb",
    "mar",
    "apr",
    "jun",
    "jul",
    "aug",
    "sep",
    "sept",
    "oct",
    "nov",
    "dec",
    "januar",
    "j\u{e4}nner",
    "februar",
    "m\u{e4}rz",
    "mai",
    "juni",
    "juli",
    "oktober",
    "dezember",
    "okt",
    "dez",
    "m\u{e4}r",
    "janvier",
    "f\u{e9}vrier",
    "mars",
    "avril",
    "juin",
    "juillet",
    "ao\u{fb}t",
    "septembre",
    "octobre",
    "novembre",
    "d\u{e9}cembre",
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
    "gennaio",
    "febbraio",
    "aprile",
    "maggio",
    "giugno",
    "luglio",
    "settembre",
    "ottobre",
    "dicembre",
    "janeiro",
    "fevereiro",
    "mar\u{e7}o",
    "maio",
    "junho",
    "julho",
    "setembro",
    "outubro",
    "novembro",
    "dezembro",
    "januari",
    "februari",
    "maart",
    "mei",
    "augustus",
    "augusti",
    "maj",
    "stycznia",
    "lutego",
    "marca",
    "kwietnia",
    "maja",
    "czerwca",
    "lipca",
    "sierpnia",
    "wrze\u{15b}nia",
    "pa\u{17a}dziernika",
    "listopada",
    "grudnia",
    "\u{44f}\u{43d}\u{432}\u{430}\u{440}\u{44f}",
    "\u{444}\u{435}\u{432}\u{440}\u{430}\u{43b}\u{44f}",
    "\u{43c}\u{430}\u{440}\u{442}\u{430}",
    "\u{430}\u{43f}\u{440}\u{435}\u{43b}\u{44f}",
    "\u{43c}\u{430}\u{44f}",
    "\u{438}\u{44e}\u{43d}\u{44f}",
    "\u{438}\u{44e}\u{43b}\u{44f}",
    "\u{430}\u{432}\u{433}\u{443}\u{441}\u{442}\u{430}",
    "\u{441}\u{435}\u{43d}\u{442}\u{44f}\u{431}\u{440}\u{44f}",
    "\u{43e}\u{43a}\u{442}\u{44f}\u{431}\u{440}\u{44f}",
    "\u{43d}\u{43e}\u{44f}\u{431}\u{440}\u{44f}",
    "\u{434}\u{435}\u{43a}\u{430}\u{431}\u{440}\u{44f}",
];

const UNITS: &[&str] = &[
    "second",
    "minute",
    "min",
    "hour",
    "day",
    "week",
    "month",
    "year",
    "yr",
    "hr",
    "sekunde",
    "stunde",
    "tag",
    "woche",
    "monat",
    "jahr",
    "jour",
    "heure",
    "semaine",
    "mois",
    "an",
    "ans",
    "ann\u{e9}e",
    "d\u{ed}a",
    "hora",
    "semana",
    "mes",
    "a\u{f1}o",
    "minuto",
    "anno",
    "giorn",
    "ora",
    "ore",
    "mese",
    "mesi",
    "anni",
];

#[derive(Clone, Copy)]
struct Token<'t> {
    text: &'t str,
    start: usize,
    digit: bool,
}

fn tokens(line: &str) -> Vec<Token<'_>> {
    let mut out: Vec<Token<'_>> = Vec::new();
    let mut open: Option<(usize, bool)> = None;
    let mut close = |open: &mut Option<(usize, bool)>, at: usize| {
        if let Some((start, digit)) = open.take() {
            out.push(Token { text: line.get(start..at).unwrap_or_default(), start, digit });
        }
    };
    for (at, c) in line.char_indices() {
        let class = if c.is_ascii_digit() {
            Some(true)
        } else if c.is_alphabetic() {
            Some(false)
        } else {
            None
        };
        match (class, open) {
            (Some(d), Some((_, was))) if d == was => {}
            (Some(d), _) => {
                close(&mut open, at);
                open = Some((at, d));
            }
            (None, _) => close(&mut open, at),
        }
    }
    close(&mut open, line.len());
    out
}

impl Token<'_> {
    fn end(&self) -> usize {
        self.start + self.text.len()
    }
    fn number(&self) -> Option<u32> {
        if self.digit { self.text.parse().ok() } else { None }
    }
    fn is_month(&self) -> bool {
        !self.digit && MONTHS.contains(&self.text.to_lowercase().as_str())
    }
    fn is_day(&self) -> bool {
        self.text.len() <= 2 && self.number().is_some_and(|n| (1..=31).contains(&n))
    }
    fn is_year(&self) -> bool {
        self.text.len() == 4 && self.number().is_some_and(|n| (1990..=2100).contains(&n))
    }
    fn is_unit(&self) -> bool {
        let low = self.text.to_lowercase();
        !self.digit && UNITS.iter().any(|unit| low.starts_with(unit) && low.len() <= unit.len() + 2)
    }
}

/// The first date in a short line.
pub(super) fn find(line: &str) -> Option<When> {
    if !line.bytes().any(|b| b.is_ascii_digit()) {
        let low = line.to_lowercase();
        return [
            "yesterday",
            "just now",
            "gestern",
            "an hour ago",
            "a day ago",
            "a year ago",
            "a month ago",
            "a minute ago",
        ]
        .iter()
        .find(|word| low == **word)
        .map(|_| When { start: 0, end: line.len(), time: false, relative: true });
    }
    let tokens = tokens(line);
    let gap = |a: &Token<'_>, b: &Token<'_>| line.get(a.end()..b.start).unwrap_or("?");
    for i in 0..tokens.len() {
        let (Some(a), b, c) = (tokens.get(i), tokens.get(i + 1), tokens.get(i + 2)) else { break };
        let found = day_month_year(a, b, c, tokens.get(i + 3), tokens.get(i + 4), &gap)
            .map(|n| (n, false))
            .or_else(|| relative(line, &tokens, i).map(|n| (n, true)));
        if let Some((used, relative)) = found {
            let last = tokens.get(i + used - 1)?;
            let (end, time) = if relative {
                (relative_end(line, last.end()), false)
            } else {
                time_after(line, &tokens, i + used, last.end())
            };
            let start = relative_start(line, a.start, relative);
            return Some(When { start, end, time, relative });
        }
    }
    None
}

/// How many tokens from the first make a calendar day.
fn day_month_year<'t>(
    a: &Token<'t>,
    b: Option<&Token<'t>>,
    c: Option<&Token<'t>>,
    d: Option<&Token<'t>>,
    e: Option<&Token<'t>>,
    gap: &dyn Fn(&Token<'t>, &Token<'t>) -> &'t str,
) -> Option<usize> {
    let (b, c) = (b?, c?);
    let ordinal = |t: &Token<'t>| matches!(t.text, "st" | "nd" | "rd" | "th" | "er");
    if a.is_month() && b.is_day() {
        if ordinal(c) && d.is_some_and(Token::is_year) {
            return Some(4);
        }
        if c.is_year() && gap(b, c).len() <= 3 {
            return Some(3);
        }
        // `November 22, 202111:15 am`: year and time glued together.
        return None;
    }
    if a.is_day() && b.is_month() && c.is_year() && gap(a, b).len() <= 3 {
        return Some(3);
    }
    if a.is_day() && ordinal(b) && c.is_month() && d.is_some_and(Token::is_year) {
        return Some(4);
    }
    if a.is_day() && b.text == "de" && c.is_month() {
        if d.is_some_and(|d| d.text == "de" || d.text == "del") && e.is_some_and(Token::is_year) {
            return Some(5);
        }
        if d.is_some_and(Token::is_year) {
            return Some(4);
        }
    }
    let sep = |g: &str| matches!(g, "." | "-" | "/" | ". ");
    if a.is_day()
        && b.is_day()
        && sep(gap(a, b))
        && gap(a, b) == gap(b, c)
        && (c.is_year() || c.text.len() == 2 && c.digit)
    {
        return Some(3);
    }
    if a.is_year() && b.is_day() && c.is_day() && sep(gap(a, b)) && gap(a, b) == gap(b, c) {
        return Some(3);
    }
    if a.is_year()
        && b.text == "\u{5e74}"
        && c.is_day()
        && d.is_some_and(|d| d.text == "\u{6708}")
        && e.is_some_and(Token::is_day)
    {
        return Some(5);
    }
    None
}

fn relative<'t>(line: &str, tokens: &[Token<'t>], i: usize) -> Option<usize> {
    let a = tokens.get(i)?;
    let b = tokens.get(i + 1)?;
    a.number()?;
    if a.text.len() <= 3
        && matches!(b.text, "d" | "h" | "w" | "y" | "m" | "mo" | "dEdited" | "hEdited" | "mEdited")
        && i == 0
        && tokens.len() <= 3
        && line.len() < 12
    {
        return Some(2);
    }
    if !b.is_unit() {
        return None;
    }
    if tokens.get(i + 2).is_some_and(|t| matches!(t.text, "ago" | "fa")) {
        return Some(3);
    }
    let before = i.checked_sub(1).and_then(|p| tokens.get(p)).map(|t| t.text.to_lowercase());
    matches!(before.as_deref(), Some("vor" | "a" | "hace" | "il" | "h\u{e1}" | "f\u{f6}r"))
        .then_some(2)
}

fn relative_end(line: &str, end: usize) -> usize {
    if line.get(..end).is_some_and(|l| l.ends_with("Edited")) { end - 6 } else { end }
}

fn relative_start(line: &str, start: usize, relative: bool) -> usize {
    if !relative {
        return start;
    }
    let before = line.get(..start).unwrap_or_default();
    for word in ["vor ", "Vor ", "il y a ", "Il y a ", "hace ", "Hace ", "h\u{e1} ", "f\u{f6}r "] {
        if before.ends_with(word) {
            return start - word.len();
        }
    }
    start
}

/// Extends a day by a time of day that follows it.
fn time_after(line: &str, tokens: &[Token<'_>], next: usize, end: usize) -> (usize, bool) {
    let mut at = next;
    let mut skipped = 0;
    while let Some(token) = tokens.get(at) {
        if token.digit {
            break;
        }
        if skipped == 2 || token.text.chars().count() > 3 {
            return (end, false);
        }
        skipped += 1;
        at += 1;
    }
    let (Some(h), Some(m)) = (tokens.get(at), tokens.get(at + 1)) else { return (end, false) };
    let between = line.get(h.end()..m.start).unwrap_or_default();
    if h.start > end + 12
        || !h.digit
        || !m.digit
        || m.text.len() != 2
        || h.text.len() > 2
        || !matches!(between, ":" | "." | "h")
    {
        return (end, false);
    }
    let mut last = m.end();
    let mut at = at + 2;
    if let Some(s) = tokens.get(at)
        && s.digit
        && s.text.len() == 2
        && line.get(last..s.start) == Some(":")
    {
        last = s.end();
        at += 1;
    }
    while let Some(s) = tokens.get(at) {
        let low = s.text.to_lowercase();
        if matches!(low.as_str(), "am" | "pm" | "uhr" | "h" | "a" | "p" | "m")
            && s.start <= last + 2
        {
            last = s.end();
            if low == "m" && line.get(last..).is_some_and(|r| r.starts_with('.')) {
                last += 1;
            }
            at += 1;
        } else {
            break;
        }
    }
    (last, true)
}
