//! What a report shows besides the survey: what was set aside, limits, the templates of sites.
//!
//! Separate because none of it comes from the records of the run.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::Quarantined;
use super::view::clip;
use crate::report::Rails;
use crate::site::{ProfileError, Rows, SiteName, Template, templates};

/// Lines of a site's template that are shown.
const SHOWN_TEMPLATE: usize = 15;

/// What the report shows besides the survey.
#[derive(Clone, Debug, Default)]
pub struct Extras {
    /// What was set aside.
    pub quarantined: Option<Quarantined>,
    /// When a share is too much.
    pub rails: Rails,
    /// Lines of the learned template by site, in the order of its pages.
    pub templates: BTreeMap<String, Vec<String>>,
}

impl Extras {
    /// Takes the templates of these sites from a profile.
    ///
    /// # Errors
    /// When the profile is broken.
    pub fn take_templates<R: std::io::Read>(
        &mut self,
        rows: Rows<R>,
        wanted: &BTreeSet<String>,
    ) -> Result<(), ProfileError> {
        let shown = |name: &SiteName| wanted.contains(&*name.host);
        templates(rows, shown, |found| self.put_template(found))
    }

    /// The lines that most pages have, in the order of their places.
    fn put_template(&mut self, Template { site, mut lines, .. }: Template) {
        if lines.is_empty() {
            return;
        }
        // Of lines on as many pages the first ones stay, because they come in the order of their places.
        lines.sort_by_key(|line| Reverse(line.pages));
        lines.truncate(SHOWN_TEMPLATE);
        lines.sort_by(|a, b| (a.place(), &a.text).cmp(&(b.place(), &b.text)));
        let texts = lines.iter().map(|line| clip(&line.text, 120)).collect();
        self.templates.insert(site.host.into_string(), texts);
    }
}
