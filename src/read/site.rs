//! Which site a page belongs to.

use crate::page::Page;

/// The key of a page's site: the host of its address in lower case, without port and `www.`.
///
/// Without an address a text file belongs to the first folder of its path, where crawls
/// by site put it. Empty when nothing is known; such pages must not be taken for one site.
#[must_use]
pub fn site_key(page: &Page) -> String {
    site_of(page.url.as_deref(), &page.id, page.envelope.members.is_empty())
}

/// [`site_key`] of a page with this address and this identifier.
#[must_use]
pub fn site_of(url: Option<&str>, id: &str, is_file: bool) -> String {
    let folder = || id.split_once('/').filter(|_| is_file).map(|(folder, _)| folder.to_owned());
    url.and_then(host_of).or_else(folder).unwrap_or_default()
}

/// The host of an address, with or without scheme.
fn host_of(url: &str) -> Option<String> {
    let url = url.trim();
    let rest = match url.split_once("://") {
        Some((_, rest)) => rest,
        None => url.strip_prefix("//").unwrap_or(url),
    };
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let host = match host.split_once(']') {
        Some((address, _)) => address.trim_start_matches('['),
        None => host.split_once(':').map_or(host, |(host, _)| host),
    };
    let host = host.trim_end_matches('.').to_lowercase();
    let bare = host.strip_prefix("www.").unwrap_or(&host);
    let known = bare.contains(['.', ':']) || url.contains("://");
    (known && !bare.is_empty()).then(|| bare.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{host_of, site_key};
    use crate::page::Page;

    #[test]
    fn hosts() {
        let cases = [
            ("https://www.Example.com:8080/a?b#c", Some("example.com")),
            ("http://user:word@news.example.org./x", Some("news.example.org")),
            ("//example.net/x", Some("example.net")),
            ("example.net/x", Some("example.net")),
            ("http://[2001:db8::1]:80/", Some("2001:db8::1")),
            ("http://localhost/", Some("localhost")),
            ("a title", None),
            ("", None),
            ("http:///x", None),
        ];
        for (url, host) in cases {
            assert_eq!(host_of(url).as_deref(), host, "{url}");
        }
    }

    #[test]
    fn files_belong_to_their_first_folder() {
        let key = |id: &str| site_key(&Page { id: id.to_owned(), ..Page::default() });
        assert_eq!(key("example.com/2020/a.txt"), "example.com");
        assert_eq!(key("a.txt"), "");
    }
}
