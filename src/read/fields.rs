//! Which fields of a record hold what.
//!
//! Crawlers and corpora agree on no names. The defaults recognise what C4,
//! FineWeb, datatrove, dolma, `CCNet`, `RefinedWeb`, `RedPajama`, OSCAR, news-please and
//! trafilatura write, in an order that is right when a record has several.

/// A field's name, with a condition on its value for names that mean different things.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldName {
    /// The key, or keys joined by dots: `metadata.url`. A key that holds dots itself comes first.
    pub path: String,
    /// Which values count.
    pub accept: Accept,
}

/// A condition on a field's value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Accept {
    /// Any value counts.
    #[default]
    Any,
    /// Only an `http` address: `source` is one for trafilatura, and a corpus name for dolma.
    Address,
    /// Only a date with a time of day: `date` is the time of the crawl for FineWeb, and the
    /// day of publication for trafilatura; dolma's `added` is when a document came into the corpus.
    Moment,
}

impl Accept {
    /// Whether this value counts.
    #[must_use]
    pub fn takes(self, value: &str) -> bool {
        match self {
            Self::Any => true,
            Self::Address => value.starts_with("http://") || value.starts_with("https://"),
            Self::Moment => value.contains(':'),
        }
    }
}

impl From<&str> for FieldName {
    fn from(path: &str) -> Self {
        Self { path: path.to_owned(), accept: Accept::Any }
    }
}

impl From<String> for FieldName {
    fn from(path: String) -> Self {
        Self { path, accept: Accept::Any }
    }
}

/// The names under which each part of a page is looked for; the first that is there counts.
///
/// A record without a text is malformed; the other parts may be missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldNames {
    /// The page's text: a string. The first name that holds a string which is not empty counts, else an empty one.
    pub text: Vec<FieldName>,
    /// Identifier: a string that is not empty, or a number.
    pub id: Vec<FieldName>,
    /// Address of the page: a string that is not empty.
    pub url: Vec<FieldName>,
    /// Headline: a string that is not empty.
    pub title: Vec<FieldName>,
    /// When the page was fetched: a string that is not empty, or a number.
    pub crawled: Vec<FieldName>,
}

impl Default for FieldNames {
    fn default() -> Self {
        let address = |path: &str| FieldName { path: path.to_owned(), accept: Accept::Address };
        let moment = |path: &str| FieldName { path: path.to_owned(), accept: Accept::Moment };
        let mut url = names(&[
            "url",
            "source_url",
            "metadata.url",
            "metadata.source_url",
            "meta.url",
            "meta.source_url",
            "WARC-Target-URI",
            "metadata.WARC-Target-URI",
            "warc_headers.warc-target-uri",
        ]);
        url.extend([
            address("source"),
            address("metadata.source"),
            address("meta.source"),
            address("u"),
        ]);
        let mut crawled = names(&[
            "crawl_date",
            "date_download",
            "date_crawl",
            "fetch_time",
            "filedate",
            "timestamp",
            "metadata.crawl_date",
            "metadata.date_download",
            "metadata.timestamp",
            "meta.crawl_date",
            "meta.date_download",
            "meta.timestamp",
            "WARC-Date",
            "metadata.WARC-Date",
            "metadata.warc_date",
            "warc_headers.warc-date",
        ]);
        crawled.extend([moment("date"), moment("metadata.date"), moment("meta.date")]);
        crawled.extend([moment("ts"), moment("added")]);
        Self {
            // trafilatura's `raw_text` is its `text` without line breaks.
            text: names(&[
                "text",
                "maintext",
                "content",
                "raw_text",
                "raw_content",
                "body",
                "article",
                "plaintext",
            ]),
            id: names(&[
                "id",
                "doc_id",
                "metadata.id",
                "meta.id",
                "warc_record_id",
                "WARC-Record-ID",
                "metadata.warc_record_id",
                "metadata.WARC-Record-ID",
                "warc_headers.warc-record-id",
            ]),
            url,
            title: names(&["title", "headline", "metadata.title", "meta.title"]),
            crawled,
        }
    }
}

fn names(paths: &[&str]) -> Vec<FieldName> {
    paths.iter().map(|&path| FieldName::from(path)).collect()
}
