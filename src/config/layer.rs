//! One layer of settings: what a file or the flags say, and no more.
//!
//! Layers form a monoid under [`Layer::then`], so that it does not matter how
//! they are grouped and an absent layer changes nothing.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::{Bytes, Sites};
use crate::model::Mode;
use crate::read::Format;

/// Settings that may be given in a file. Every key is the long flag of the same name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Layer {
    /// Worker threads; 0 is one for each core.
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "super::count::read_threads"
    )]
    pub threads: Option<usize>,
    /// Size of the blocks in which inputs are read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub block_size: Option<Bytes>,
    /// Most blocks between reading and writing.
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "super::count::read_in_flight"
    )]
    pub in_flight: Option<usize>,
    /// What the inputs hold.
    #[serde(with = "super::named", skip_serializing_if = "Option::is_none")]
    pub format: Option<Format>,
    /// Fields that may hold the text, first match wins; replaces the built-in names.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub text_field: Vec<String>,
    /// Fields that may hold the identifier.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub id_field: Vec<String>,
    /// Fields that may hold the address.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub url_field: Vec<String>,
    /// Fields that may hold the headline.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub title_field: Vec<String>,
    /// Fields that may hold the time at which the page was fetched.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub crawled_field: Vec<String>,
    /// Longest record that is read; a longer one is malformed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_record: Option<Bytes>,
    /// Most content to a stored byte; 0 for any.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "super::count::read_any")]
    pub max_ratio: Option<u64>,
    /// Most content of one input; 0 for any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_input: Option<Bytes>,
    /// Longest text that is cleaned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_page: Option<Bytes>,
    /// Most lines of a text that is cleaned.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "super::count::read_any")]
    pub max_lines: Option<usize>,
    /// Seconds that cleaning one page may take; 0 for any.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "super::count::read_any")]
    pub page_time: Option<u64>,
    /// Whether a guard rail that is broken changes the exit code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub strict: Option<bool>,
    /// Percent of a run's text that may be removed without a warning.
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "super::count::read_percent"
    )]
    pub max_removed: Option<u8>,
    /// Percent of a site's text that may be removed without a warning.
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "super::count::read_percent"
    )]
    pub max_removed_site: Option<u8>,
    /// Percent of a run's text that one rule may take without a warning.
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "super::count::read_percent"
    )]
    pub max_rule: Option<u8>,
    /// Rule files on top of the built-in rules; layers add to each other.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<PathBuf>,
    /// Rules that are left out; layers add to each other.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub disable_rule: Vec<String>,
    /// Line model instead of the built-in one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<PathBuf>,
    /// Where it is known from what sites repeat.
    #[serde(with = "super::named", skip_serializing_if = "Option::is_none")]
    pub sites: Option<Sites>,
    /// Which mistakes are avoided.
    #[serde(with = "super::named", skip_serializing_if = "Option::is_none")]
    pub mode: Option<Mode>,
    /// Whether anything but errors is written to the terminal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quiet: Option<bool>,
    /// Whether progress is hidden.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub no_progress: Option<bool>,
    /// When the terminal is coloured.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub color: Option<ColorChoice>,
    /// Where settings files name the files of these settings, like `presswash.toml:3`; of flags nothing.
    #[serde(skip)]
    pub named: BTreeMap<PathBuf, String>,
}

/// When the terminal is coloured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum ColorChoice {
    /// When standard output is a terminal and `NO_COLOR` is not set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

impl Layer {
    /// This layer with `later` over it: single values are replaced, field
    /// names are replaced as a list, rule files and disabled rules add up.
    #[must_use]
    pub fn then(mut self, later: Self) -> Self {
        let fields = |early: Vec<String>, late: Vec<String>| {
            if late.is_empty() { early } else { late }
        };
        self.rules.extend(later.rules);
        self.disable_rule.extend(later.disable_rule);
        self.named.extend(later.named);
        Self {
            threads: later.threads.or(self.threads),
            block_size: later.block_size.or(self.block_size),
            in_flight: later.in_flight.or(self.in_flight),
            format: later.format.or(self.format),
            text_field: fields(self.text_field, later.text_field),
            id_field: fields(self.id_field, later.id_field),
            url_field: fields(self.url_field, later.url_field),
            title_field: fields(self.title_field, later.title_field),
            crawled_field: fields(self.crawled_field, later.crawled_field),
            max_record: later.max_record.or(self.max_record),
            max_ratio: later.max_ratio.or(self.max_ratio),
            max_input: later.max_input.or(self.max_input),
            max_page: later.max_page.or(self.max_page),
            max_lines: later.max_lines.or(self.max_lines),
            page_time: later.page_time.or(self.page_time),
            strict: later.strict.or(self.strict),
            max_removed: later.max_removed.or(self.max_removed),
            max_removed_site: later.max_removed_site.or(self.max_removed_site),
            max_rule: later.max_rule.or(self.max_rule),
            rules: self.rules,
            disable_rule: self.disable_rule,
            model: later.model.or(self.model),
            sites: later.sites.or(self.sites),
            mode: later.mode.or(self.mode),
            quiet: later.quiet.or(self.quiet),
            no_progress: later.no_progress.or(self.no_progress),
            color: later.color.or(self.color),
            named: self.named,
        }
    }

    /// The same layer with its relative paths taken from `folder`.
    ///
    /// A settings file speaks of files beside itself, wherever it is used from.
    #[must_use]
    pub fn beside(mut self, folder: &Path) -> Self {
        let profile = match &mut self.sites {
            Some(Sites::Profile(path)) => Some(path),
            _ => None,
        };
        for path in self.rules.iter_mut().chain(&mut self.model).chain(profile) {
            *path = folder.join(&*path);
        }
        let named = self.named.into_iter().map(|(path, place)| (folder.join(path), place));
        self.named = named.collect();
        self
    }
}

#[cfg(test)]
mod tests {
    use super::{Bytes, ColorChoice, Format, Layer, Mode, Sites};
    use proptest::prelude::*;

    prop_compose! {
        fn layer()(
            threads in prop::option::of(0usize..9),
            block_size in prop::option::of(any::<u64>().prop_map(Bytes)),
            in_flight in prop::option::of(1usize..9),
            format in prop::option::of(prop::sample::select(Format::ALL.to_vec())),
            names in prop::collection::vec(prop::collection::vec("[a-c]{1,3}", 0..3), 6),
            max_record in prop::option::of(any::<u64>().prop_map(Bytes)),
            rules in prop::collection::vec("[a-c]{1,3}".prop_map(Into::into), 0..3),
            model in prop::option::of("[a-c]{1,3}".prop_map(Into::into)),
            sites in prop::option::of(prop::sample::select(vec![Sites::Auto, Sites::Off, Sites::Profile("p".into())])),
            mode in prop::option::of(prop::sample::select(Mode::ALL.to_vec())),
            flags in prop::collection::vec(any::<Option<bool>>(), 2),
            color in prop::option::of(prop::sample::select(vec![ColorChoice::Always, ColorChoice::Never])),
            sizes in prop::collection::vec(any::<Option<u32>>(), 5),
            percents in prop::collection::vec(prop::option::of(0u8..=100), 3),
            strict in any::<Option<bool>>(),
        ) -> Layer {
            let size = |at: usize| sizes[at].map(u64::from);
            let [text_field, id_field, url_field, title_field, crawled_field, disable_rule] =
                names.try_into().unwrap();
            Layer { threads, block_size, in_flight, format, text_field, id_field, url_field, title_field, crawled_field, max_record, rules, disable_rule, model, sites, mode,
                quiet: flags[0], no_progress: flags[1], color, strict,
                max_ratio: size(0), max_input: size(1).map(Bytes), max_page: size(2).map(Bytes),
                max_lines: sizes[3].map(|n| n as usize), page_time: size(4),
                max_removed: percents[0], max_removed_site: percents[1], max_rule: percents[2],
                ..Layer::default() }
        }
    }

    proptest! {
        #[test]
        fn an_empty_layer_changes_nothing(a in layer()) {
            prop_assert_eq!(a.clone().then(Layer::default()), a.clone());
            prop_assert_eq!(Layer::default().then(a.clone()), a);
        }

        #[test]
        fn grouping_does_not_matter(a in layer(), b in layer(), c in layer()) {
            let left = a.clone().then(b.clone()).then(c.clone());
            prop_assert_eq!(left, a.then(b.then(c)));
        }

        #[test]
        fn a_layer_reads_back_from_its_toml(a in layer()) {
            let text = toml::to_string(&a).unwrap();
            prop_assert_eq!(toml::from_str::<Layer>(&text).unwrap(), a);
        }
    }
}
