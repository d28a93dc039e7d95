//! One line in all detail: what testified, what the model made of it, what would have been otherwise.

use std::fmt;

use super::Shown;
use crate::cli::colour::Colour;
use crate::label::Part;
use crate::model::Lead;
use crate::report::Escaped;

/// Features that are shown.
const SHOWN_FEATURES: usize = 10;
/// A feature without which the lead changes by less is not shown.
const LEAST_LOST: f32 = 0.05;

/// One line in all detail.
pub struct Detail<'s> {
    pub shown: Shown<'s>,
    /// Index of the line.
    pub at: usize,
    pub colour: Colour,
}

impl fmt::Display for Detail<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let cleaned = self.shown.cleaned();
        let (Some(line), Some(label)) = (cleaned.lines.get(self.at), cleaned.labels.get(self.at))
        else {
            return Ok(());
        };
        let reason = cleaned.reasons.get(self.at).copied().unwrap_or_default();
        let (on, off) = self.colour.around(label.part());
        writeln!(f, "{}, line {}", Escaped(&cleaned.page.origin.to_string()), self.at + 1)?;
        writeln!(f, "{on}{}{off}\n", Escaped(line.content.of(&cleaned.page.text)))?;
        writeln!(
            f,
            "label    {on}{label}{off}, {:.3} sure that it is {}",
            reason.score,
            place(label.part())
        )?;
        let by = reason.rule.map_or_else(
            || reason.detector.to_owned(),
            |rule| format!("{}, rule {}", reason.detector, Escaped(rule)),
        );
        writeln!(f, "by       {by}")?;
        let Some(account) = self.shown.examined.accounts.get(self.at) else { return Ok(()) };
        writeln!(f, "second   {}, {:.3}", account.second, account.second_score)?;
        for (mode, lines) in &self.shown.examined.changes {
            let changed = lines.iter().find(|(line, _)| *line == self.at);
            let then =
                changed.map_or_else(|| "the same".to_owned(), |(_, label)| label.to_string());
            writeln!(f, "with --mode {mode}: {then}")?;
        }
        self.testimony(f)?;
        account.lead.as_ref().map_or(Ok(()), |lead| weighed(f, lead))
    }
}

impl Detail<'_> {
    fn testimony(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(account) = self.shown.examined.accounts.get(self.at) else { return Ok(()) };
        writeln!(f, "\nWhat testified")?;
        for rule in &account.rules {
            let (id, set, reason) = (Escaped(&rule.id), Escaped(&rule.set), Escaped(&rule.reason));
            writeln!(f, "  rule {id} ({set}), {} of {}: {reason}", rule.strength, rule.label)?;
        }
        if let Some((label, score)) = account.proposed {
            writeln!(f, "  comment detector: {label}, {score:.2}")?;
        }
        if account.site > 0.0 {
            writeln!(f, "  site: in its template, {:.2}", account.site)?;
        }
        if account.rules.is_empty() && account.proposed.is_none() && account.site <= 0.0 {
            writeln!(f, "  nothing")?;
        }
        Ok(())
    }
}

/// The lead of the part that the line went to, and the features that it rests on.
fn weighed(f: &mut fmt::Formatter<'_>, lead: &Lead) -> fmt::Result {
    let [first, second] = lead.parts.map(place);
    let Lead { network, added, .. } = lead;
    writeln!(f, "\nHow far {first} leads over {second}, in scores")?;
    writeln!(f, "  {network:>+6.2}  the network, by this line and those around it")?;
    writeln!(f, "  {added:>+6.2}  rules, headline, comment detector, running text, mode")?;
    writeln!(f, "\nWhat the network's lead loses when it cannot see one thing of this line")?;
    let heavy = lead.features.iter().filter(|weighed| weighed.lost.abs() >= LEAST_LOST);
    let mut none = true;
    for weighed in heavy.take(SHOWN_FEATURES) {
        none = false;
        let (name, about) = (weighed.feature.name(), weighed.feature.about());
        writeln!(
            f,
            "  {:>+6.2}  {:<14} {about}",
            weighed.lost,
            format!("{name}={}", weighed.value)
        )?;
    }
    if none {
        writeln!(f, "  nothing much: it goes by the lines around")?;
    }
    Ok(())
}

const fn place(part: Part) -> &'static str {
    match part {
        Part::Article => "article",
        Part::Comment => "thread",
        Part::Chrome => "chrome",
    }
}
