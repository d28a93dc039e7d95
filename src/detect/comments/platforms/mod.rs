//! The platforms whose comment heads are known, one file each.
//!
//! A platform is added by adding a file and naming it in [`PLATFORMS`]. The
//! order counts: the first that claims a head has it, the generic one is last.

mod blogger;
mod disqus;
mod drupal;
mod generic;
mod github;
mod slashdot;
mod stack_exchange;
mod substack;
mod typepad;
mod wordpress;
mod wpdiscuz;

use super::collect::Parts;
use super::traits::Traits;

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
}

impl Claim {
    fn before(strength: Strength) -> Self {
        Self { strength, placement: Placement::Before }
    }

    fn after(strength: Strength) -> Self {
        Self { strength, placement: Placement::After }
    }
}

/// One comment platform.
pub(super) trait Platform: Sync {
    /// Name in records.
    fn name(&self) -> &'static str;
    /// Whether it prints such heads.
    fn claim(&self, parts: &Parts, page: &Traits) -> Option<Claim>;
}

/// Every platform, the most particular first.
const PLATFORMS: &[&dyn Platform] = &[
    &slashdot::Slashdot,
    &typepad::Typepad,
    &stack_exchange::StackExchange,
    &github::GitHub,
    &drupal::Drupal,
    &disqus::Disqus,
    &wpdiscuz::WpDiscuz,
    &blogger::Blogger,
    &wordpress::WordPress,
    &substack::Substack,
    &generic::Generic,
];

/// The first platform that claims the head.
pub(super) fn claim(parts: &Parts, page: &Traits) -> Option<(&'static str, Claim)> {
    PLATFORMS.iter().find_map(|platform| Some((platform.name(), platform.claim(parts, page)?)))
}
