//! Resolved settings: a value for everything.

use std::collections::BTreeMap;
use std::path::{PathBuf, absolute};
use std::time::Duration;

use super::{Bytes, ColorChoice, Layer, Sites};
use crate::model::Mode;
use crate::pipeline::{IN_FLIGHT, PageLimits};
use crate::read::{Bounds, FieldName, FieldNames, Format, ReadSettings};
use crate::report::Rails;

/// What a call of the program works with, once all layers are known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Worker threads; 0 is one for each core.
    pub threads: usize,
    /// Size of the blocks in which inputs are read.
    pub block_size: Bytes,
    /// Most blocks between reading and writing.
    pub in_flight: usize,
    /// What the inputs hold.
    pub format: Format,
    /// Where a record's text, identifier and so on are looked for.
    pub fields: FieldNames,
    /// Longest record that is read.
    pub max_record: Bytes,
    /// Most content to a stored byte; 0 for any.
    pub max_ratio: u64,
    /// Most content of one input; 0 for any.
    pub max_input: Bytes,
    /// Longest text that is cleaned.
    pub max_page: Bytes,
    /// Most lines of a text that is cleaned.
    pub max_lines: usize,
    /// Seconds that cleaning one page may take; 0 for any.
    pub page_time: u64,
    /// Whether a guard rail that is broken changes the exit code.
    pub strict: bool,
    /// Shares of the text that may be removed without a warning.
    pub rails: Rails,
    /// Rule files on top of the built-in rules.
    pub rules: Vec<PathBuf>,
    /// Ids of rules that are left out.
    pub disable_rule: Vec<String>,
    /// Line model instead of the built-in one.
    pub model: Option<PathBuf>,
    /// Where it is known from what sites repeat.
    pub sites: Sites,
    /// Which mistakes are avoided.
    pub mode: Mode,
    /// Whether nothing but errors is written to the terminal.
    pub quiet: bool,
    /// Whether progress is hidden.
    pub no_progress: bool,
    /// When the terminal is coloured.
    pub color: ColorChoice,
    /// Where settings files name the files of these settings.
    pub named: BTreeMap<PathBuf, String>,
}

/// Seconds that cleaning one page may take. A page at the limit of size takes one or two on a
/// machine of today; the rest is for slower ones.
const PAGE_TIME: u64 = 30;

impl From<Layer> for Settings {
    fn from(layer: Layer) -> Self {
        let built_in = FieldNames::default();
        let read = ReadSettings::default();
        let max_record = Bytes(read.max_record as u64);
        let block_size = Bytes(read.block_bytes as u64);
        let (limits, rails) = (PageLimits::default(), Rails::default());
        Self {
            threads: layer.threads.unwrap_or_default(),
            block_size: layer.block_size.unwrap_or(block_size),
            in_flight: layer.in_flight.unwrap_or(IN_FLIGHT),
            format: layer.format.unwrap_or_default(),
            fields: FieldNames {
                text: names(layer.text_field, built_in.text),
                id: names(layer.id_field, built_in.id),
                url: names(layer.url_field, built_in.url),
                title: names(layer.title_field, built_in.title),
                crawled: names(layer.crawled_field, built_in.crawled),
            },
            max_record: layer.max_record.unwrap_or(max_record),
            max_ratio: layer.max_ratio.unwrap_or(read.bounds.ratio),
            max_input: layer.max_input.unwrap_or(Bytes(read.bounds.bytes)),
            max_page: layer.max_page.unwrap_or(Bytes(limits.bytes as u64)),
            max_lines: layer.max_lines.unwrap_or(limits.lines),
            page_time: layer.page_time.unwrap_or(PAGE_TIME),
            strict: layer.strict.unwrap_or_default(),
            rails: Rails {
                run: layer.max_removed.unwrap_or(rails.run),
                site: layer.max_removed_site.unwrap_or(rails.site),
                rule: layer.max_rule.unwrap_or(rails.rule),
            },
            rules: layer.rules,
            disable_rule: layer.disable_rule,
            model: layer.model,
            sites: layer.sites.unwrap_or_default(),
            mode: layer.mode.unwrap_or_default(),
            quiet: layer.quiet.unwrap_or_default(),
            no_progress: layer.no_progress.unwrap_or_default(),
            color: layer.color.unwrap_or_default(),
            named: layer.named,
        }
    }
}

fn names(given: Vec<String>, built_in: Vec<FieldName>) -> Vec<FieldName> {
    if given.is_empty() { built_in } else { given.into_iter().map(FieldName::from).collect() }
}

impl Settings {
    /// How inputs are read.
    #[must_use]
    pub fn read_settings(&self) -> ReadSettings {
        ReadSettings {
            format: self.format,
            max_record: usize::try_from(self.max_record.0).unwrap_or(usize::MAX),
            block_bytes: usize::try_from(self.block_size.0).unwrap_or(usize::MAX),
            bounds: Bounds { ratio: self.max_ratio, bytes: self.max_input.0 },
            ..ReadSettings::default()
        }
    }

    /// How much one page may cost.
    #[must_use]
    pub fn page_limits(&self) -> PageLimits {
        PageLimits {
            bytes: usize::try_from(self.max_page.0).unwrap_or(usize::MAX),
            lines: self.max_lines,
            time: (self.page_time > 0).then(|| Duration::from_secs(self.page_time)),
        }
    }

    /// A settings file that says the same, wherever it is put.
    ///
    /// Built-in field names stand in comments: some of them count for certain
    /// values only, which a name alone does not say.
    ///
    /// # Errors
    /// When a path is not UTF-8 and so cannot stand in a settings file.
    pub fn to_toml(&self) -> Result<String, toml::ser::Error> {
        let (given, built_in) = self.layers();
        let built_in = toml::to_string(&built_in)?;
        let mut settings = toml::to_string(&given)?;
        for line in built_in.lines() {
            settings.extend(["# ", line, "\n"]);
        }
        Ok(settings)
    }

    /// The settings that are built in, by the names of their flags; those that are lists have several values.
    #[must_use]
    pub fn built_in() -> BTreeMap<String, Vec<String>> {
        let (rest, fields) = Self::from(Layer::default()).layers();
        let table = toml::Table::try_from(rest.then(fields)).unwrap_or_default();
        let word = |value: toml::Value| match value {
            toml::Value::String(word) => word,
            value => value.to_string(),
        };
        let words = |value| match value {
            toml::Value::Array(list) => list.into_iter().map(word).collect(),
            value => vec![word(value)],
        };
        table.into_iter().map(|(name, value)| (name, words(value))).collect()
    }

    /// All settings as a layer, but for the names of fields that are built in, which are the other one.
    fn layers(&self) -> (Layer, Layer) {
        let (given, built_in) = self.named_fields();
        let absolute = |path: &PathBuf| absolute(path).unwrap_or_else(|_| path.clone());
        let rest = Layer {
            threads: Some(self.threads),
            block_size: Some(self.block_size),
            in_flight: Some(self.in_flight),
            format: Some(self.format),
            max_record: Some(self.max_record),
            max_ratio: Some(self.max_ratio),
            max_input: Some(self.max_input),
            max_page: Some(self.max_page),
            max_lines: Some(self.max_lines),
            page_time: Some(self.page_time),
            strict: Some(self.strict),
            max_removed: Some(self.rails.run),
            max_removed_site: Some(self.rails.site),
            max_rule: Some(self.rails.rule),
            rules: self.rules.iter().map(absolute).collect(),
            disable_rule: self.disable_rule.clone(),
            model: self.model.as_ref().map(absolute),
            sites: Some(match &self.sites {
                Sites::Profile(path) => Sites::Profile(absolute(path)),
                other => other.clone(),
            }),
            mode: Some(self.mode),
            quiet: Some(self.quiet),
            no_progress: Some(self.no_progress),
            color: Some(self.color),
            ..Layer::default()
        };
        (given.then(rest), built_in)
    }

    /// The field names that were given, and those that are built in.
    fn named_fields(&self) -> (Layer, Layer) {
        let (mut given, mut built_in) = (Layer::default(), Layer::default());
        let default = FieldNames::default();
        let mut sort = |names: &[FieldName], default: &[FieldName], slot: Slot| {
            let layer = if names == default { &mut built_in } else { &mut given };
            *slot(layer) = names.iter().map(|name| name.path.clone()).collect();
        };
        sort(&self.fields.text, &default.text, |layer| &mut layer.text_field);
        sort(&self.fields.id, &default.id, |layer| &mut layer.id_field);
        sort(&self.fields.url, &default.url, |layer| &mut layer.url_field);
        sort(&self.fields.title, &default.title, |layer| &mut layer.title_field);
        sort(&self.fields.crawled, &default.crawled, |layer| &mut layer.crawled_field);
        (given, built_in)
    }
}

/// One of a layer's lists of field names.
type Slot = fn(&mut Layer) -> &mut Vec<String>;

#[cfg(test)]
mod tests {
    use super::{Layer, Settings};

    #[test]
    fn what_is_dumped_loads_back_to_the_same() {
        for layer in [
            "",
            "threads = 3\ntext-field = ['a.b', 'c']\nmax-record = '1GiB'\nrules = ['/r.toml']\nmode = 'recall'\nmax-ratio = 0\nmax-rule = 9",
        ] {
            let settings = Settings::from(toml::from_str::<Layer>(layer).unwrap());
            let dumped: Layer = toml::from_str(&settings.to_toml().unwrap()).unwrap();
            assert_eq!(Settings::from(dumped), settings);
        }
    }
}
