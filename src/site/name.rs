//! Which site a page belongs to: its host, and the domain that somebody registered.
//!
//! The public suffix list tells the domain: `bbc.co.uk`, but `anna.blogspot.com`.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use crate::page::Page;
use crate::read::site_key;

/// The name of a site. Sorts by domain, then by host.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SiteName {
    /// The registered domain; the same as the host where there is none.
    pub domain: Box<str>,
    /// The host without `www.`, or the folder of a page without an address.
    pub host: Box<str>,
}

impl SiteName {
    /// The site of this page; none when nothing is known of it.
    #[must_use]
    pub fn of(page: &Page) -> Option<Self> {
        let host = site_key(page);
        if host.is_empty() {
            return None;
        }
        Some(Self { domain: domain_of(&host).into(), host: host.as_str().into() })
    }
}

/// The registered domain of a host; the host itself where there is none.
pub(super) fn domain_of(host: &str) -> &str {
    let is_number = host.parse::<IpAddr>().is_ok();
    psl::domain_str(host).filter(|_| !is_number).unwrap_or(host)
}

#[cfg(test)]
mod tests {
    use super::SiteName;
    use crate::page::Page;

    #[test]
    fn hosts_and_domains_of_addresses() {
        for (url, domain, host) in [
            ("https://www.news.example.co.uk/a?b#c", "example.co.uk", "news.example.co.uk"),
            ("http://Anna.Blogspot.com:8080/2011/05", "anna.blogspot.com", "anna.blogspot.com"),
            ("http://192.0.2.7/x", "192.0.2.7", "192.0.2.7"),
        ] {
            let page = Page { url: Some(url.to_owned()), ..Page::default() };
            let site = SiteName::of(&page).unwrap();
            assert_eq!((&*site.domain, &*site.host), (domain, host), "{url}");
        }
        assert_eq!(SiteName::of(&Page::default()), None);
    }
}
