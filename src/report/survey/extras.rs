//! What a report shows besides the survey: what was set aside, limits, the templates of sites.
//!
//! Separate because none of it comes from the records of the run.

use std::collections::{BTreeMap, BTreeSet};

use super::Quarantined;
use super::view::clip;
use crate::report::Rails;
use crate::site::{LEAST_STORIES, ProfileError, Row, Rows};

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
        let mut site: Option<String> = None;
        let mut lines = Vec::new();
        for row in rows {
            match row? {
                Row::Site(name, _) => {
                    self.put_template(site.take(), std::mem::take(&mut lines));
                    site = Some(name.host.into_string()).filter(|host| wanted.contains(host));
                }
                Row::Line(_, line) if site.is_some() && line.stories() >= LEAST_STORIES => {
                    lines.push((line.pages, line.place(), line.text));
                }
                Row::Line(..) => {}
            }
        }
        self.put_template(site, lines);
        Ok(())
    }

    /// The lines that most pages have, in the order of their places.
    fn put_template(&mut self, site: Option<String>, mut lines: Vec<(u64, u64, Box<str>)>) {
        let Some(site) = site.filter(|_| !lines.is_empty()) else { return };
        lines.sort_by(|a, b| (b.0, a.1, &a.2).cmp(&(a.0, b.1, &b.2)));
        lines.truncate(SHOWN_TEMPLATE);
        lines.sort_by(|a, b| (a.1, &a.2).cmp(&(b.1, &b.2)));
        let texts = lines.into_iter().map(|(_, _, text)| clip(&text, 120)).collect();
        self.templates.insert(site, texts);
    }
}
