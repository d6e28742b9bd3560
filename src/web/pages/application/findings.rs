//! What the partners found of an application, for those who may see it.

use super::Told;
use crate::applications::model::Verdict;
use crate::web::layout::initials;
use crate::web::parts::Seat;

impl Told<'_> {
    /// Each partner that has found something.
    pub(super) fn findings(&self) -> Vec<Seat> {
        let say = self.say;
        let seats = self.application.findings.iter().map(|one| {
            let name = self.colours.name(one.partner_id);
            Seat {
                letters: initials(&name),
                hue: self.colours.hue(one.partner_id),
                title: say.name(one.verdict),
                chip: Some(self.colours.chip(one.partner_id)),
                lines: vec![one.reason.clone(), say.instant(one.checked_at)],
                is_free: one.verdict == Verdict::Ineligible,
            }
        });
        seats.collect()
    }
}
