//! Which site a page belongs to.
//!
//! By its address: the host, and the domain that somebody registered, which the
//! public suffix list tells (`bbc.co.uk`, but `anna.blogspot.com`). A page
//! without an address belongs to the folder that its file lies in.

use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::page::Page;

/// The name of a site. Sorts by domain, then by host.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SiteName {
    /// The registered domain; `folder:` and a path for pages without an address.
    pub domain: Box<str>,
    /// The host without `www.`; the same as the domain for pages without an address.
    pub host: Box<str>,
}

impl SiteName {
    /// The site of this page.
    #[must_use]
    pub fn of(page: &Page) -> Self {
        page.url.as_deref().and_then(Self::of_url).unwrap_or_else(|| {
            let folder = Path::new(&*page.origin.path).parent().unwrap_or(Path::new(""));
            let name = format!("folder:{}", folder.display()).into_boxed_str();
            Self { domain: name.clone(), host: name }
        })
    }

    /// The site of this address; none when it names no host.
    #[must_use]
    pub fn of_url(url: &str) -> Option<Self> {
        let (_, rest) = url.split_once("://")?;
        let authority = rest.split(['/', '?', '#', '\\']).next()?;
        let host = authority.rsplit('@').next()?;
        // An address in brackets holds colons of its own.
        let host = match host.rsplit_once(':') {
            Some((host, port)) if port.bytes().all(|b| b.is_ascii_digit()) => host,
            _ => host,
        };
        let host = host.trim_end_matches('.').to_lowercase();
        let host = host.strip_prefix("www.").filter(|rest| rest.contains('.')).unwrap_or(&host);
        if host.is_empty() {
            return None;
        }
        let domain = psl::domain_str(host).unwrap_or(host);
        Some(Self { domain: domain.into(), host: host.into() })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::SiteName;
    use crate::page::{Origin, Page};

    #[test]
    fn hosts_and_domains_of_addresses() {
        for (url, domain, host) in [
            ("https://www.news.example.co.uk/a?b#c", "example.co.uk", "news.example.co.uk"),
            ("http://Anna.Blogspot.com:8080/2011/05", "anna.blogspot.com", "anna.blogspot.com"),
            ("https://user:word@www.example.org", "example.org", "example.org"),
            ("http://192.0.2.7/x", "192.0.2.7", "192.0.2.7"),
            ("https://www.example./", "www.example", "www.example"),
        ] {
            let site = SiteName::of_url(url).unwrap();
            assert_eq!((&*site.domain, &*site.host), (domain, host), "{url}");
        }
        for url in ["", "no address", "http://", "mailto:a@b.example"] {
            assert_eq!(SiteName::of_url(url), None, "{url}");
        }
    }

    #[test]
    fn pages_without_address_belong_to_their_folder() {
        let origin = Origin { path: Arc::from("dump/2012/a.txt"), ..Origin::default() };
        let page = Page { origin, ..Page::default() };
        assert_eq!(&*SiteName::of(&page).domain, "folder:dump/2012");
        assert_eq!(&*SiteName::of(&Page::default()).host, "folder:");
    }
}
