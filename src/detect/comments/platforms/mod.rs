//! The platforms whose comment heads are known, one file each.
//!
//! A platform is added by adding a file and naming it in [`PLATFORMS`]. The
//! order counts: the first that claims a head has it, the generic one is last.

mod blogger;
mod board;
mod commento;
mod coral;
mod discourse;
mod disqus;
mod drupal;
mod echo;
mod facebook;
mod generic;
mod ghost;
mod github;
mod guardian;
mod hacker_news;
mod heise;
mod hyvor;
mod intense_debate;
mod invision;
mod joomla;
mod kinja;
mod le_monde;
pub(super) mod lemmy;
mod livefyre;
pub(super) mod lobsters;
mod marked;
mod medium;
mod nyt;
mod openweb;
mod phpbb;
mod reddit;
pub(super) mod slashdot;
mod spiegel;
mod stack_exchange;
mod standard;
mod substack;
mod typepad;
mod vbulletin;
mod viafoura;
mod vox;
mod woocommerce;
mod wordpress;
mod wpdiscuz;
mod xenforo;
mod youtube;
mod zeit;

use std::sync::LazyLock;

pub(super) use board::Board;

use super::collect::Parts;
use super::traits::Traits;
use crate::sieve::Pairs;

/// How sure a head is by its own marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Strength {
    /// As a byline or a list of posts may look: only its repetition convinces.
    Weak,
    /// Rare outside of threads.
    Medium,
    /// Printed by a comment platform and hardly by anything else.
    Strong,
}

/// Where the head stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Placement {
    /// Above the comment's text.
    Before,
    /// Below it, as a signature.
    After,
}

/// What a platform says of a possible head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Claim {
    pub strength: Strength,
    pub placement: Placement,
    /// Whether the line below the head is its last: where the author works.
    pub caption: bool,
}

impl Claim {
    fn before(strength: Strength) -> Self {
        Self { strength, placement: Placement::Before, caption: false }
    }

    fn after(strength: Strength) -> Self {
        Self { strength, placement: Placement::After, caption: false }
    }
}

/// One comment platform.
pub(super) trait Platform: Sync {
    /// Name in records.
    fn name(&self) -> &'static str;
    /// Whole lines, in lower case, that only this platform prints.
    fn marks(&self) -> &'static [&'static str] {
        &[]
    }
    /// Whether its comments are posts of a discussion board.
    fn board(&self) -> Option<Board> {
        None
    }
    /// Whether it claims heads only where rules or marks name it.
    fn is_named(&self) -> bool {
        false
    }
    /// Whether it prints such heads.
    fn claim(&self, parts: &Parts, page: &Traits) -> Option<Claim>;
}

/// Every platform, the most particular first.
const PLATFORMS: &[&dyn Platform] = &[
    &slashdot::Slashdot,
    &drupal::Drupal,
    &typepad::Typepad,
    &stack_exchange::StackExchange,
    &github::GitHub,
    &reddit::REDDIT,
    &lemmy::LEMMY,
    &lobsters::Lobsters,
    &hacker_news::HACKER_NEWS,
    &discourse::DISCOURSE,
    &phpbb::PHPBB,
    &vbulletin::VBULLETIN,
    &xenforo::XENFORO,
    &invision::INVISION,
    &joomla::JOOMLA,
    &vox::VOX,
    &kinja::KINJA,
    &livefyre::LIVEFYRE,
    &coral::CORAL,
    &openweb::OPENWEB,
    &viafoura::VIAFOURA,
    &hyvor::HYVOR,
    &commento::COMMENTO,
    &intense_debate::INTENSE_DEBATE,
    &echo::ECHO,
    &facebook::FACEBOOK,
    &youtube::YOUTUBE,
    &medium::MEDIUM,
    &ghost::GHOST,
    &guardian::GUARDIAN,
    &nyt::NYT,
    &zeit::ZEIT,
    &spiegel::SPIEGEL,
    &standard::STANDARD,
    &heise::Heise,
    &le_monde::LE_MONDE,
    &disqus::Disqus,
    &wpdiscuz::WpDiscuz,
    &blogger::Blogger,
    &woocommerce::WooCommerce,
    &wordpress::WordPress,
    &substack::Substack,
    &generic::Generic,
];

/// The platforms that may claim heads on a page of those named, in order.
pub(super) fn of_page(named: &[&str]) -> Vec<&'static dyn Platform> {
    let may_claim =
        |platform: &&dyn Platform| !platform.is_named() || named.contains(&platform.name());
    PLATFORMS.iter().copied().filter(may_claim).collect()
}

/// The first platform that claims the head.
pub(super) fn claim(parts: &Parts, page: &Traits) -> Option<(&'static str, Claim)> {
    page.claimants.iter().find_map(|platform| Some((platform.name(), platform.claim(parts, page)?)))
}

/// Whether the comments of this platform are posts of a discussion board.
pub(super) fn board(name: &str) -> Option<Board> {
    PLATFORMS.iter().find(|platform| platform.name() == name)?.board()
}

/// The platforms of a page: those that rules know of, and those whose marks stand among the short lines.
pub(super) fn on_page<'t>(
    lines: impl Iterator<Item = &'t str>,
    known: &[&str],
) -> Vec<&'static str> {
    let names = PLATFORMS.iter().map(|platform| platform.name());
    let mut found: Vec<&'static str> = names.filter(|name| known.contains(name)).collect();
    for line in lines {
        let platform = mark(line).filter(|platform| !found.contains(platform));
        found.extend(platform);
    }
    found
}

/// Longest mark in bytes.
pub(super) const LONGEST_MARK: usize = 64;

/// All marks with their platforms.
struct Marks {
    by_first: Vec<Vec<(&'static str, &'static str)>>,
    /// By the first byte and the length, so that most lines are compared with none.
    looks: Pairs,
}

/// The platform that this line is a mark of.
fn mark(line: &str) -> Option<&'static str> {
    static MARKS: LazyLock<Marks> = LazyLock::new(|| {
        let (mut by_first, mut looks) = (vec![Vec::new(); 256], Pairs::default());
        for platform in PLATFORMS {
            for mark in platform.marks() {
                let first = mark.as_bytes().first().copied().unwrap_or_default();
                looks.add(first, length(mark));
                if let Some(list) = by_first.get_mut(usize::from(first)) {
                    list.push((*mark, platform.name()));
                }
            }
        }
        Marks { by_first, looks }
    });
    let Marks { by_first, looks } = &*MARKS;
    let first = line.as_bytes().first()?.to_ascii_lowercase();
    if !looks.holds(first, length(line)) {
        return None;
    }
    let mut same = by_first.get(usize::from(first))?.iter();
    same.find(|(mark, _)| mark.eq_ignore_ascii_case(line)).map(|&(_, platform)| platform)
}

fn length(line: &str) -> u8 {
    u8::try_from(line.len()).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests {
    use super::{LONGEST_MARK, PLATFORMS, mark, on_page};

    #[test]
    fn marks_are_lower_case_and_of_one_platform() {
        for platform in PLATFORMS {
            for line in platform.marks() {
                assert!(line.len() <= LONGEST_MARK, "{line}");
                assert!(!line.bytes().any(|b| b.is_ascii_uppercase()), "{line}");
                assert_eq!(mark(line), Some(platform.name()), "{line}");
            }
        }
    }

    #[test]
    fn names_are_of_one_platform() {
        let mut names: Vec<_> = PLATFORMS.iter().map(|platform| platform.name()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), PLATFORMS.len());
    }

    #[test]
    fn rules_and_marks_tell_the_platform() {
        let lines = ["The river path", "Fedilink", "fedilink"];
        assert_eq!(on_page(lines.into_iter(), &["phpbb", "blox"]), ["phpbb", "lemmy"]);
    }
}
