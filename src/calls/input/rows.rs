//! The rows of a call as they are typed: which are none, and what they say nothing of.

use super::super::model::{Criterion, Question};
use super::{CallDraft, CriterionEntry, MilestoneEntry, QuestionEntry};
use crate::kernel::entry::Entry;

impl CallDraft {
    /// The same, where it says nothing of a text with the one that stands there.
    #[must_use]
    pub fn over(&self, criteria: &[Criterion], questions: &[Question]) -> Self {
        let mut whole = self.clone();
        for row in &mut whole.criteria {
            let known = criteria.iter().find(|one| is_row(&row.id, one.id));
            keep(&mut row.guidance, known.map(|one| one.guidance.clone()));
        }
        let as_they_are = || questions.iter().map(QuestionEntry::of).collect();
        for row in whole.questions.get_or_insert_with(as_they_are) {
            let known = questions.iter().find(|one| is_row(&row.id, one.id));
            keep(&mut row.hint, known.map(|one| one.hint.clone()));
            keep(&mut row.choices, known.map(|one| one.choices.join("\n")));
        }
        whole
    }
}

/// Whether nothing stands in these fields.
fn are_blank(fields: &[&Entry]) -> bool {
    fields.iter().all(|field| field.is_blank())
}

// A row is left out where it is taken out, or where nothing is written in it: a new one begins with
// figures, which alone are no row.

impl CriterionEntry {
    pub(super) fn is_left_out(&self) -> bool {
        self.remove.is_checked() || are_blank(&[&self.name, &self.guidance])
    }
}

fn is_row(id: &Entry, known: impl ToString) -> bool {
    id.line() == known.to_string()
}

fn keep(entry: &mut Entry, known: Option<String>) {
    if let Some(known) = known.filter(|_| !entry.is_given()) {
        *entry = known.into();
    }
}

impl QuestionEntry {
    fn of(known: &Question) -> Self {
        Self {
            id: known.id.to_string().into(),
            remove: Entry::default(),
            prompt: known.prompt.clone().into(),
            hint: known.hint.clone().into(),
            choices: known.choices.join("\n").into(),
            required: known.required.to_string().into(),
            max_chars: known.max_chars.to_string().into(),
        }
    }

    pub(super) fn is_left_out(&self) -> bool {
        self.remove.is_checked() || are_blank(&[&self.prompt, &self.hint, &self.choices])
    }
}

impl MilestoneEntry {
    pub(super) fn is_left_out(&self) -> bool {
        self.remove.is_checked() || are_blank(&[&self.title, &self.share, &self.due_months])
    }
}
