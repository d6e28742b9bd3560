//! What was typed of a call, read.

use super::super::model::{CallMilestone, Criterion, Question, QuestionKind};
use super::{CallDraft, LONGEST_ANSWER, NewCall, PotEntry};
use crate::case::Saw;
use crate::kernel::amount::Amount;
use crate::kernel::clean;
use crate::kernel::entry::{Entry, FromEntry, Reading, ascii_digits};
use crate::kernel::fault::{Fault, FaultCode, Faults};
use crate::kernel::id::{CallMilestoneId, CriterionId, PartnerId, QuestionId, ThemeId};
use crate::kernel::money::{Currency, Money, Rate};
use crate::kernel::path;
use crate::kernel::score::HalfPoints;
use crate::kernel::text::{Line, ShortProse};
use crate::kernel::time::{Deadline, LocalTime, Zone};

impl CallDraft {
    /// Reads it. Until there is exchange, a call is in the fund's own currency.
    ///
    /// # Errors
    /// Every fault.
    pub fn parse(&self, funds_own: Currency) -> Result<NewCall, Faults> {
        let mut reading = Reading::new();
        let code = reading.required("code", &self.code);
        let title = reading.required("title", &self.title);
        let summary = reading.required("summary", &self.summary);
        let terms = reading.required("terms", &self.terms);
        let (opens, deadline) = self.timetable(&mut reading);
        let currency: Option<Currency> = reading.required("currency", &self.currency);
        reading.check(
            currency.is_none_or(|currency| currency == funds_own),
            "currency",
            Fault::limited(FaultCode::NotTheFundsCurrency, funds_own),
        );
        let funding_rate = positive_rate(&mut reading, "funding_rate", &self.funding_rate);
        let max_grant = money(&mut reading, "max_grant", &self.max_grant, currency);
        let is_positive = max_grant.is_none_or(|most| most.is_positive());
        reading.check(is_positive, "max_grant", Fault::new(FaultCode::NotPositive));
        let min_reviews = within(&mut reading, "min_reviews", &self.min_reviews, 1, 20);
        let advance_rate = reading.required("advance_rate", &self.advance_rate);
        let retention_rate = reading.required("retention_rate", &self.retention_rate);
        if let (Some(advance), Some(retention)) = (advance_rate, retention_rate) {
            let sum: i32 = Rate::basis_points(advance) + Rate::basis_points(retention);
            let fits = sum <= Rate::WHOLE.basis_points();
            reading.check(fits, "retention_rate", Fault::new(FaultCode::TooLarge));
        }
        let gap_mode = reading.required("gap_mode", &self.gap_mode);
        let themes = self.read_themes(&mut reading);
        let pots = self.read_pots(&mut reading, currency);
        let criteria = self.read_criteria(&mut reading);
        let total_threshold = total(&mut reading, &self.total_threshold, criteria.as_deref());
        let questions = self.read_questions(&mut reading);
        let milestones = self.read_milestones(&mut reading);
        reading.finish((|| {
            Some(NewCall {
                code: code?,
                title: title?,
                summary: summary?,
                terms: terms?,
                opens: opens?,
                deadline: deadline?,
                currency: currency?,
                funding_rate: funding_rate?,
                max_grant: max_grant?,
                min_reviews: min_reviews?,
                total_threshold: total_threshold?,
                advance_rate: advance_rate?,
                retention_rate: retention_rate?,
                gap_mode: gap_mode?,
                themes: themes?,
                pots: pots?,
                criteria: criteria?,
                questions: questions?,
                milestones: milestones?,
            })
        })())
    }

    /// The version that was on the screen.
    pub fn saw(&self) -> Saw {
        Saw::of(&self.version, &Entry::default(), &Entry::default())
    }

    fn timetable(&self, reading: &mut Reading) -> (Option<Deadline>, Option<Deadline>) {
        let zone: Option<Zone> = reading.required("zone", &self.zone);
        let mut resolve = |path: &str, entry: &Entry| {
            let local: Option<LocalTime> = reading.required(path, entry);
            let (local, zone) = local.zip(zone.clone())?;
            reading.take(path, Deadline::resolve(local, zone))
        };
        let opens = resolve("opens", &self.opens);
        let deadline = resolve("deadline", &self.deadline);
        if let (Some(opens), Some(deadline)) = (&opens, &deadline) {
            let later = deadline.instant() > opens.instant();
            reading.check(later, "deadline", Fault::new(FaultCode::MustBeLater));
        }
        (opens, deadline)
    }

    fn read_themes(&self, reading: &mut Reading) -> Option<Vec<ThemeId>> {
        let chosen = self.themes.0.iter().filter(|entry| !entry.is_blank());
        let themes: Option<Vec<ThemeId>> = chosen
            .map(|entry| reading.required("themes", entry))
            .collect();
        let is_empty = themes.as_ref().is_some_and(Vec::is_empty);
        reading.check(!is_empty, "themes", Fault::new(FaultCode::Required));
        themes
    }

    fn read_pots(
        &self,
        reading: &mut Reading,
        currency: Option<Currency>,
    ) -> Option<Vec<(Option<PartnerId>, Money)>> {
        let mut pots: Vec<(Option<PartnerId>, Money)> = Vec::new();
        let mut all_read = true;
        for (index, pot) in self
            .pots
            .iter()
            .enumerate()
            .filter(|(_, pot)| !pot.amount.is_blank())
        {
            let row = pot.path(index);
            let path = format!("{row}.amount");
            let amount = money(reading, &path, &pot.amount, currency);
            let partner = reading.optional(&format!("{row}.partner"), &pot.partner);
            let Some((partner, amount)) = partner.zip(amount) else {
                all_read = false;
                continue;
            };
            let is_twice = pots.iter().any(|known| known.0 == partner);
            reading.check(!is_twice, &path, Fault::new(FaultCode::AlreadyTaken));
            pots.push((partner, amount));
        }
        reading.check(
            !all_read || pots.iter().any(|pot| pot.1.is_positive()),
            "pots",
            Fault::new(FaultCode::Required),
        );
        all_read.then_some(pots)
    }

    fn read_criteria(&self, reading: &mut Reading) -> Option<Vec<Criterion>> {
        let rows = self
            .criteria
            .iter()
            .enumerate()
            .filter(|(_, row)| !row.is_left_out());
        let criteria: Vec<Option<Criterion>> = rows
            .map(|(index, row)| {
                let row_path = path::row("criteria", &row.id, index);
                let path = |field: &str| format!("{row_path}.{field}");
                let name = reading.required::<Line>(&path("name"), &row.name);
                let guidance = reading.optional::<ShortProse>(&path("guidance"), &row.guidance);
                let weight = within(reading, &path("weight"), &row.weight, 1, 1_000);
                let threshold = reading.required::<HalfPoints>(&path("threshold"), &row.threshold);
                Some(Criterion {
                    id: known(&row.id, CriterionId::new),
                    name: name?.into_string(),
                    guidance: guidance?.map(ShortProse::into_string).unwrap_or_default(),
                    weight: weight?,
                    threshold: threshold?.get(),
                })
            })
            .collect();
        reading.check(
            !criteria.is_empty(),
            "criteria",
            Fault::new(FaultCode::Required),
        );
        criteria.into_iter().collect()
    }

    fn read_questions(&self, reading: &mut Reading) -> Option<Vec<Question>> {
        let rows = self.questions.as_deref().unwrap_or_default();
        let rows = rows
            .iter()
            .enumerate()
            .filter(|(_, row)| !row.is_left_out());
        let questions: Vec<Option<Question>> = rows
            .map(|(index, row)| {
                let row_path = path::row("questions", &row.id, index);
                let path = |field: &str| format!("{row_path}.{field}");
                let prompt = reading.required::<Line>(&path("prompt"), &row.prompt);
                let hint = reading.optional::<ShortProse>(&path("hint"), &row.hint);
                let max_chars = if row.max_chars.is_blank() {
                    Some(LONGEST_ANSWER)
                } else {
                    within(
                        reading,
                        &path("max_chars"),
                        &row.max_chars,
                        1,
                        LONGEST_ANSWER,
                    )
                };
                let choices: Vec<String> = row
                    .choices
                    .lines()
                    .lines()
                    .map(str::trim)
                    .filter(|choice| !choice.is_empty())
                    .map(str::to_owned)
                    .collect();
                let keys: Vec<String> = choices.iter().map(|one| clean::key(one)).collect();
                let mut all = keys.iter().enumerate();
                let is_twice =
                    all.any(|(index, key)| keys.iter().take(index).any(|one| one == key));
                let fault = Fault::new(FaultCode::AlreadyTaken);
                reading.check(!is_twice, &path("choices"), fault);
                let kind = if choices.is_empty() {
                    QuestionKind::Text
                } else {
                    QuestionKind::Choice
                };
                Some(Question {
                    id: known(&row.id, QuestionId::new),
                    prompt: prompt?.into_string(),
                    hint: hint?.map(ShortProse::into_string).unwrap_or_default(),
                    kind,
                    choices,
                    required: row.required.is_checked(),
                    max_chars: max_chars?,
                })
            })
            .collect();
        questions.into_iter().collect()
    }

    fn read_milestones(&self, reading: &mut Reading) -> Option<Vec<CallMilestone>> {
        let rows = self
            .milestones
            .iter()
            .enumerate()
            .filter(|(_, row)| !row.is_left_out());
        let milestones: Vec<Option<CallMilestone>> = rows
            .map(|(index, row)| {
                let row_path = path::row("milestones", &row.id, index);
                let path = |field: &str| format!("{row_path}.{field}");
                let title = reading.required::<Line>(&path("title"), &row.title);
                let share = positive_rate(reading, &path("share"), &row.share);
                let due = within(reading, &path("due_months"), &row.due_months, 1, 120);
                Some(CallMilestone {
                    id: known(&row.id, CallMilestoneId::new),
                    title: title?.into_string(),
                    share: share?.basis_points(),
                    due_months: due?,
                })
            })
            .collect();
        let milestones: Vec<CallMilestone> = milestones.into_iter().collect::<Option<_>>()?;
        let sum: i32 = milestones.iter().map(|milestone| milestone.share).sum();
        reading.check(
            sum == Rate::WHOLE.basis_points(),
            "milestones",
            Fault::limited(FaultCode::MustSum, "100"),
        );
        Some(milestones)
    }
}

impl PotEntry {
    /// Its path: its row is that of its partner.
    pub(in crate::calls) fn path(&self, index: usize) -> String {
        let key = if self.id.is_blank() {
            &self.partner
        } else {
            &self.id
        };
        path::row("pots", key, index)
    }
}

/// The identifier a row has, or a new one. Whether it is one of this call's is asked by the store.
fn known<T: FromEntry>(id: &Entry, new: fn() -> T) -> T {
    T::from_entry(&id.line()).unwrap_or_else(|_| new())
}

fn money(
    reading: &mut Reading,
    path: &str,
    entry: &Entry,
    currency: Option<Currency>,
) -> Option<Money> {
    let amount: Amount = reading.required(path, entry)?;
    reading.take(path, amount.in_currency(currency?))
}

fn positive_rate(reading: &mut Reading, path: &str, entry: &Entry) -> Option<Rate> {
    let rate: Rate = reading.required(path, entry)?;
    let is_positive = rate.basis_points() > 0;
    reading.check(is_positive, path, Fault::new(FaultCode::NotPositive));
    Some(rate)
}

fn within(reading: &mut Reading, path: &str, entry: &Entry, least: i32, most: i32) -> Option<i32> {
    let number: i32 = reading.required(path, entry)?;
    reading.check(
        number >= least,
        path,
        Fault::limited(FaultCode::TooSmall, least),
    );
    reading.check(
        number <= most,
        path,
        Fault::limited(FaultCode::TooLarge, most),
    );
    Some(number)
}

/// The least sum of marks: whole or half points, at most five a criterion.
fn total(reading: &mut Reading, entry: &Entry, criteria: Option<&[Criterion]>) -> Option<i32> {
    let path = "total_threshold";
    let text = ascii_digits(&entry.line()).replace([',', '٫'], ".");
    let (whole, half) = match text.strip_suffix(".5") {
        Some(whole) => (whole, 1),
        None => (text.strip_suffix(".0").unwrap_or(&text), 0),
    };
    let number: Option<i32> = whole
        .parse()
        .ok()
        .filter(|number| (0..1_000).contains(number));
    let Some(number) = number else {
        let code = if text.is_empty() {
            FaultCode::Required
        } else {
            FaultCode::NotAHalfPoint
        };
        reading.fault(path, Fault::new(code));
        return None;
    };
    let most = i32::try_from(criteria?.len()).unwrap_or(0) * HalfPoints::BEST;
    let total = number * 2 + half;
    reading.check(
        total <= most,
        path,
        Fault::limited(FaultCode::TooLarge, most / 2),
    );
    Some(total)
}
