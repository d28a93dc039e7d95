//! From what a date says to the calendar day it means.

use jiff::civil::DateTime;

use super::{DateMatch, Order};

impl DateMatch {
    /// `2021-05-21` or, when the page gives a time, `2021-05-21T16:03:00`.
    ///
    /// `None` when it cannot be resolved: an ambiguous order of day and month, a relative date or a
    /// missing year without the day of the crawl, a mere time.
    #[must_use]
    pub fn iso(&self, order: Order, crawled: Option<DateTime>) -> Option<String> {
        let _ = (order, crawled);
        None
    }
}

/// The order of day and month on a page, from its dates in the order of the page.
pub fn order_of_page<'a>(dates: impl Iterator<Item = &'a DateMatch>) -> Order {
    let _ = dates;
    Order::Unknown
}

/// Reads a crawl date: `2024-03-05`, `2024-03-05T10:11:12Z`, `2024-03-05 10:11:12`, `20240305101112`.
#[must_use]
pub fn parse_crawled(text: &str) -> Option<DateTime> {
    let _ = text;
    None
}
