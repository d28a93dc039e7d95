//! What was removed by site, for so many sites as memory allows.
//!
//! Separate from the other counts because a dump may hold millions of sites.
//! Kept are those whose names have the smallest hashes: which sites these are
//! depends on the names alone, so that any split of a run over workers, shards
//! or machines keeps the same ones, each with all of its pages.

use std::borrow::Cow;
use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use xxhash_rust::xxh3::xxh3_64;

/// Sites of which counts are kept; some megabytes.
const MOST_SITES: usize = 16_384;

/// Counts of one site.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SiteTally {
    /// Pages cleaned.
    pub pages: u64,
    /// Characters of its texts.
    pub chars_in: u64,
    /// Characters that were removed.
    pub chars_removed: u64,
}

impl SiteTally {
    fn add(&mut self, other: Self) {
        self.pages += other.pages;
        self.chars_in += other.chars_in;
        self.chars_removed += other.chars_removed;
    }
}

/// Counts by site. Written as an object with a member for each site, in the order of their names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sites(BTreeMap<(u64, String), SiteTally>);

impl Sites {
    /// Adds to the counts of a site; one without a name is none.
    pub(super) fn add(&mut self, site: &str, tally: SiteTally) {
        self.add_at_most(MOST_SITES, site, tally);
    }

    pub(super) fn merge(&mut self, other: Self) {
        for ((_, site), tally) in other.0 {
            self.add(&site, tally);
        }
    }

    /// Sites and their counts, in the order of names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &SiteTally)> {
        let by_name: BTreeMap<&str, &SiteTally> =
            self.0.iter().map(|((_, site), tally)| (site.as_str(), tally)).collect();
        by_name.into_iter()
    }

    fn add_at_most(&mut self, most: usize, site: &str, tally: SiteTally) {
        if site.is_empty() {
            return;
        }
        let hash = xxh3_64(site.as_bytes());
        let full = self.0.len() >= most;
        let beyond = full && self.0.last_key_value().is_some_and(|((last, _), _)| *last < hash);
        if beyond {
            return;
        }
        self.0.entry((hash, site.to_owned())).or_default().add(tally);
        if self.0.len() > most {
            self.0.pop_last();
        }
    }
}

impl Serialize for Sites {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

impl<'de> Deserialize<'de> for Sites {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut sites = Self::default();
        for (site, tally) in BTreeMap::<String, SiteTally>::deserialize(deserializer)? {
            sites.add(&site, tally);
        }
        Ok(sites)
    }
}

impl JsonSchema for Sites {
    fn schema_name() -> Cow<'static, str> {
        "Sites".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        BTreeMap::<String, SiteTally>::json_schema(generator)
    }
}

#[cfg(test)]
mod tests {
    use super::{SiteTally, Sites};
    use proptest::prelude::*;

    const ONE: SiteTally = SiteTally { pages: 1, chars_in: 10, chars_removed: 3 };

    fn of(names: &[u8], most: usize) -> Sites {
        let mut sites = Sites::default();
        for name in names {
            sites.add_at_most(most, &format!("site{name}.example"), ONE);
        }
        sites
    }

    #[test]
    fn a_site_without_a_name_is_none() {
        let mut sites = Sites::default();
        sites.add("", ONE);
        sites.add("b.example", ONE);
        sites.add("a.example", ONE);
        sites.add("b.example", ONE);
        let json = serde_json::to_string(&sites).unwrap();
        let b = r#"{"pages":2,"chars_in":20,"chars_removed":6}"#;
        let a = r#"{"pages":1,"chars_in":10,"chars_removed":3}"#;
        assert_eq!(json, format!("{{\"a.example\":{a},\"b.example\":{b}}}"));
        assert_eq!(serde_json::from_str::<Sites>(&json).unwrap(), sites);
    }

    proptest! {
        #[test]
        fn which_sites_are_kept_depends_on_no_order(
            names in prop::collection::vec(any::<u8>(), 0..60),
            split in 0usize..60,
        ) {
            let whole = of(&names, 5);
            prop_assert!(whole.0.len() <= 5);
            let backwards: Vec<u8> = names.iter().rev().copied().collect();
            prop_assert_eq!(&of(&backwards, 5), &whole);
            let (left, right) = names.split_at(split.min(names.len()));
            let mut sum = of(left, 5);
            for ((_, site), tally) in of(right, 5).0 {
                sum.add_at_most(5, &site, tally);
            }
            prop_assert_eq!(sum, whole);
        }
    }
}
