//! Lines by what gold says of them and by the label that they got.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

use super::truth::Truth;
use crate::label::Label;

/// Lines and their characters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Lines.
    pub lines: u64,
    /// Unicode characters, without white space at the ends of lines.
    pub chars: u64,
}

impl Tally {
    /// Adds lines.
    pub const fn add(&mut self, other: Self) {
        self.lines += other.lines;
        self.chars += other.chars;
    }
}

/// Lines by gold and label; in JSON `{"article": {"paragraph": {"lines": 9, "chars": 1203}}}`,
/// chrome by kind as `chrome/nav`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Confusion {
    rows: BTreeMap<Truth, BTreeMap<Label, Tally>>,
}

impl Confusion {
    /// Adds a line of so many characters.
    pub fn add(&mut self, truth: Truth, label: Label, chars: u64) {
        self.rows
            .entry(truth)
            .or_default()
            .entry(label)
            .or_default()
            .add(Tally { lines: 1, chars });
    }

    /// Adds the lines of other pages.
    pub fn merge(&mut self, other: &Self) {
        for (truth, row) in &other.rows {
            let own = self.rows.entry(*truth).or_default();
            for (label, tally) in row {
                own.entry(*label).or_default().add(*tally);
            }
        }
    }

    /// What gold says, each with the lines of every label under its name; chrome of all kinds is one.
    pub fn rows(&self) -> impl Iterator<Item = (Truth, BTreeMap<&'static str, Tally>)> {
        self.rows.iter().map(|(truth, row)| {
            let mut names: BTreeMap<&'static str, Tally> = BTreeMap::new();
            for (label, tally) in row {
                names.entry(label.name()).or_default().add(*tally);
            }
            (*truth, names)
        })
    }
}

impl Serialize for Confusion {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let named = |row: &BTreeMap<Label, Tally>| -> BTreeMap<String, Tally> {
            row.iter().map(|(label, tally)| (label.to_string(), *tally)).collect()
        };
        serializer.collect_map(self.rows.iter().map(|(truth, row)| (truth.name(), named(row))))
    }
}

#[cfg(test)]
mod tests {
    use super::{Confusion, Tally, Truth};
    use crate::label::{ChromeKind, Label};

    #[test]
    fn lines_and_characters_add_up() {
        let mut a = Confusion::default();
        a.add(Truth::Article, Label::Chrome(ChromeKind::Nav), 10);
        let mut b = Confusion::default();
        b.add(Truth::Article, Label::Chrome(ChromeKind::Ad), 5);
        b.add(Truth::Article, Label::Paragraph, 100);
        a.merge(&b);
        let (truth, row) = a.rows().next().unwrap();
        assert_eq!((truth, row["chrome"]), (Truth::Article, Tally { lines: 2, chars: 15 }));
        assert_eq!(
            serde_json::to_string(&a).unwrap(),
            "{\"article\":{\"chrome/ad\":{\"lines\":1,\"chars\":5},\
             \"chrome/nav\":{\"lines\":1,\"chars\":10},\"paragraph\":{\"lines\":1,\"chars\":100}}}"
        );
    }
}
