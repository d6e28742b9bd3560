//! The way of a payout and its two seats.

use super::Told;
use crate::disbursements::model::Seat;
use crate::kernel::id::PartnerId;
use crate::kernel::time::Instant;
use crate::rules::lifecycle::PayoutState;
use crate::web::layout::initials;
use crate::web::parts::{self, Stage, Stands, Way};

impl Told<'_> {
    /// Every stage with who passed it and when, as far as it came.
    pub(super) fn way(&self) -> Way {
        let (say, payout) = (self.say, self.payout);
        let day = |at: Option<Instant>| at.map(|at| say.day(at));
        let two = |who: Option<String>, when| who.into_iter().chain(when).collect::<Vec<String>>();
        let mut stages = vec![
            (
                say.t("way-asked"),
                two(
                    self.name_of(Some(payout.requested_by)),
                    day(Some(payout.requested_at)),
                ),
            ),
            (
                say.t("way-verified"),
                two(self.name_of(payout.verified_by), day(payout.verified_at)),
            ),
        ];
        for (index, name) in [say.t("way-first_seat"), say.t("way-second_seat")]
            .into_iter()
            .enumerate()
        {
            let seat = payout.seats.get(index);
            let who = seat.map(|seat| seat.by.clone());
            stages.push((
                name,
                two(who, seat.and_then(|one| day(Some(one.approved_at)))),
            ));
        }
        stages.push((
            say.t("way-released"),
            two(self.name_of(payout.released_by), day(payout.released_at)),
        ));
        let is_ordered = matches!(
            payout.state,
            PayoutState::Ordered | PayoutState::Queried | PayoutState::Confirmed
        );
        let line = payout.lines.last().filter(|_| is_ordered);
        stages.push((
            say.t("way-with_the_bank"),
            two(
                line.map(|line| line.order.clone()),
                line.and_then(|line| day(Some(line.exported_at))),
            ),
        ));
        stages.push(self.booked());
        self.placed(stages)
    }

    /// What the bank booked, as was ordered or otherwise.
    fn booked(&self) -> (String, Vec<String>) {
        let (say, payout) = (self.say, self.payout);
        let answer = payout.bank_answers.last();
        if let Some(answer) = answer.filter(|_| payout.state == PayoutState::Queried) {
            let amount = answer.amount.as_ref().map(|amount| say.money(amount));
            let day = answer.booked_on.map(|day| say.date(day));
            return (
                say.state(payout.state),
                amount.into_iter().chain(day).collect(),
            );
        }
        let booked = payout.confirmation.as_ref();
        let day = booked.map(|one| say.date(one.booked_on));
        (say.t("way-paid"), day.into_iter().collect())
    }

    /// Stages as far as the payout came; the rest is left out where it goes no further.
    fn placed(&self, stages: Vec<(String, Vec<String>)>) -> Way {
        use PayoutState as S;
        let payout = self.payout;
        let reached = match payout.state {
            S::Requested => 1,
            S::Verified => 2,
            S::ApprovedOnce => 3,
            S::Approved => 4,
            S::Released => 5,
            S::Ordered | S::Queried => 6,
            S::Confirmed => 7,
            S::Refused | S::Cancelled => {
                1 + usize::from(payout.verified_at.is_some()) + payout.seats.len()
            }
        };
        let awaited: Vec<String> = self
            .tasks
            .iter()
            .filter_map(|one| one.partner.clone())
            .collect();
        let mut awaited: Vec<String> = awaited
            .iter()
            .map(|code| self.colours.name_of(code))
            .collect();
        // Two offices of one partner are one partner.
        awaited.dedup();
        let is_over = matches!(payout.state, S::Refused | S::Cancelled);
        let of_place = |place: usize| match place.cmp(&reached) {
            std::cmp::Ordering::Less => Stands::Done,
            std::cmp::Ordering::Equal => Stands::Now,
            std::cmp::Ordering::Greater => Stands::Ahead,
        };
        let placed = stages.into_iter().enumerate();
        let mut stages: Vec<Stage> = placed
            .map(|(place, (name, lines))| Stage {
                name,
                stands: of_place(place),
                lines: match of_place(place) {
                    Stands::Now if lines.is_empty() => awaited.clone(),
                    _ => lines,
                },
            })
            .collect();
        if is_over {
            stages.truncate(reached);
            stages.push(Stage {
                name: self.say.state(payout.state),
                stands: Stands::Off,
                lines: Vec::new(),
            });
        }
        Way {
            label: self.say.t("way-of_payout"),
            stages,
        }
    }

    /// Both seats; none of a payout that ended before anybody sat.
    pub(super) fn seats(&self) -> Vec<parts::Seat> {
        let is_over = matches!(
            self.payout.state,
            PayoutState::Refused | PayoutState::Cancelled
        );
        if is_over && self.payout.seats.is_empty() {
            return Vec::new();
        }
        Seat::ALL.iter().map(|seat| self.seat(*seat)).collect()
    }

    fn seat(&self, seat: Seat) -> parts::Seat {
        let (say, payout) = (self.say, self.payout);
        if let Some(taken) = payout.seats.iter().find(|one| one.seat == seat) {
            let hue = self.colours.hue(taken.partner_id);
            let seen = taken.digest.get(..8).unwrap_or_default().to_owned();
            return parts::Seat {
                letters: initials(&taken.by),
                hue,
                title: taken.by.clone(),
                chip: Some(self.colours.chip(taken.partner_id)),
                lines: vec![
                    say.name(seat),
                    say.instant(taken.approved_at),
                    say.with("seat-saw", &[("digest", seen.into())]),
                    match taken.proved_by {
                        Some(factor) => {
                            let factor = say.name(factor);
                            say.with("seat-proved_by", &[("factor", factor.into())])
                        }
                        None => say.t("seat-not_proved"),
                    },
                ],
                is_free: false,
            };
        }
        let others = |id: &&PartnerId| (**id == payout.payer) == (seat == Seat::Paying);
        let free: Vec<PartnerId> = payout.parties.iter().filter(others).copied().collect();
        let names: Vec<String> = free.iter().map(|id| self.colours.name(*id)).collect();
        let is_open = matches!(
            payout.state,
            PayoutState::Verified | PayoutState::ApprovedOnce
        );
        parts::Seat {
            letters: "?".to_owned(),
            hue: match free.as_slice() {
                [only] => self.colours.hue(*only),
                _ => "",
            },
            title: if is_open {
                let partners = say.any_of(&names);
                say.with("seat-free_for", &[("partners", partners.into())])
            } else {
                say.t("seat-free")
            },
            chip: None,
            lines: vec![say.name(seat)],
            is_free: true,
        }
    }
}
