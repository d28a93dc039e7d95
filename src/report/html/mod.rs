//! Pages for the browser: templates that are data files, filled with data.
//!
//! A page is one file that needs nothing else and asks nobody for anything. All
//! text that was scraped stands in it as JSON, in a script element that no browser
//! runs, and gets into the document as text and never as markup. A content
//! security policy says so to the browser, too: it forbids every connection and
//! every script but those that carry the page's own word.

use xxhash_rust::xxh3::xxh3_128;

/// The parts of a page.
#[derive(Clone, Copy, Debug)]
pub struct Template {
    /// The document, with `{{style}}`, `{{script}}`, `{{data}}` and `{{word}}` where they go.
    page: &'static str,
    /// Styles, in the order in which they count.
    styles: &'static [&'static str],
    /// Scripts, in the order in which they run.
    scripts: &'static [&'static str],
}

/// The report of a run.
pub const REPORT: Template = Template {
    page: include_str!("report.html"),
    styles: &[include_str!("base.css"), include_str!("report.css")],
    scripts: &[
        include_str!("base.js"),
        include_str!("tables.js"),
        include_str!("viewer.js"),
        include_str!("overview.js"),
        include_str!("pages.js"),
        include_str!("report.js"),
    ],
};

/// Pages to be marked by hand.
pub const LABEL: Template = Template {
    page: include_str!("label.html"),
    styles: &[include_str!("base.css"), include_str!("label.css")],
    scripts: &[include_str!("base.js"), include_str!("label.js")],
};

/// The policy; `{{word}}` is what the page's own styles and scripts carry.
const POLICY: &str = "default-src 'none'; style-src 'nonce-{{word}}'; script-src 'nonce-{{word}}'; \
                      base-uri 'none'; form-action 'none'";

impl Template {
    /// The page with this data, which is JSON.
    #[must_use]
    pub fn fill(&self, data: &str) -> String {
        let data = escape(data);
        let mut page = String::with_capacity(self.page.len() + data.len() + 65_536);
        let mut rest = self.page;
        // A word that whoever wrote the scraped text cannot have known.
        let word = format!("{:032x}", xxh3_128(data.as_bytes()));
        while let Some((before, after)) = rest.split_once("{{") {
            page.push_str(before);
            let (name, after) = after.split_once("}}").unwrap_or((after, ""));
            match name {
                "policy" => page.push_str(&POLICY.replace("{{word}}", &word)),
                "word" => page.push_str(&word),
                "style" => self.styles.iter().for_each(|style| page.push_str(style)),
                "script" => self.scripts.iter().for_each(|script| page.push_str(script)),
                "data" => page.push_str(&data),
                _ => {}
            }
            rest = after;
        }
        page.push_str(rest);
        page
    }
}

/// JSON that can stand in a script element: no `<` ends the element or opens a comment. Means the same.
#[must_use]
pub fn escape(json: &str) -> String {
    // In JSON these can only stand inside strings.
    let mut out = String::with_capacity(json.len() + json.len() / 64);
    for part in json.split_inclusive(['<', '>', '&', '\u{2028}', '\u{2029}']) {
        let mut characters = part.chars();
        match characters.next_back() {
            Some(last @ ('<' | '>' | '&' | '\u{2028}' | '\u{2029}')) => {
                out.push_str(characters.as_str());
                out.push_str(match last {
                    '<' => "\\u003c",
                    '>' => "\\u003e",
                    '&' => "\\u0026",
                    '\u{2028}' => "\\u2028",
                    _ => "\\u2029",
                });
            }
            _ => out.push_str(part),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{LABEL, REPORT, escape};
    use proptest::prelude::*;

    #[test]
    fn scraped_markup_stays_data() {
        let json = serde_json::to_string("</script><!-- <b>&amp;\u{2028}{{word}}").unwrap();
        let page = REPORT.fill(&json);
        let data = page.split("id=\"data\">").nth(1).unwrap().split("</script>").next().unwrap();
        assert_eq!(data.trim(), escape(&json), "placeholders in data are left alone");
        let back: String = serde_json::from_str(data).unwrap();
        assert_eq!(back, "</script><!-- <b>&amp;\u{2028}{{word}}");
    }

    #[test]
    fn a_page_needs_nothing_else() {
        for template in [REPORT, LABEL] {
            let page = template.fill("{}");
            assert!(page.contains("default-src 'none'"));
            for outside in [" src=", "@import", "url(", "http://", "https://", "innerHTML", "eval("]
            {
                assert!(!page.contains(outside), "{outside}");
            }
            assert_eq!(page, template.fill("{}"));
            assert!(!page.contains("{{"), "all places are filled");
        }
    }

    proptest! {
        #[test]
        fn escaping_changes_no_value(text in "(\\PC|[<>&\u{2028}\u{2029}\"\\\\]){0,40}") {
            let json = serde_json::to_string(&text).unwrap();
            let escaped = escape(&json);
            let plain = !escaped.contains(['<', '>', '&', '\u{2028}', '\u{2029}']);
            prop_assert!(plain);
            prop_assert_eq!(serde_json::from_str::<String>(&escaped).unwrap(), text);
        }
    }
}
