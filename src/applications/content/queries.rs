//! What an application says, as it is read.

use super::super::model::{
    Answer, Application, Attachment, BudgetLine, CostCategory, Dossier, Participant, Terms,
};
use super::store;
use crate::calls::model::{Question, QuestionKind};
use crate::db::Conn;
use crate::db::column::JsonValue;
use crate::db::schema::{
    application_answers, budget_lines, call_pots, call_questions, participants,
};
use crate::error::Result;
use crate::kernel::id::{ApplicationId, ParticipantId, PartnerId, PotId, QuestionId};
use crate::kernel::money::{Currency, Money};
use diesel::prelude::*;

/// An application with all it says, by three statements beyond those of its dossier.
pub(in crate::applications) fn whole(conn: &mut Conn, dossier: &Dossier) -> Result<Application> {
    let (terms, answers) = questions(conn, dossier)?;
    let participants = participants(conn, dossier)?;
    let attachments = files(conn, dossier.id)?;
    Application::of(dossier, terms, answers, participants, attachments)
}

fn files(conn: &mut Conn, id: ApplicationId) -> QueryResult<Vec<Attachment>> {
    let rows = store::files(conn, id)?;
    Ok(rows.into_iter().map(Into::into).collect())
}

type Asked = (
    QuestionId,
    String,
    String,
    QuestionKind,
    JsonValue,
    bool,
    i32,
    Option<String>,
);

/// What the call asks, and what is answered so far.
pub(in crate::applications) fn questions(
    conn: &mut Conn,
    dossier: &Dossier,
) -> QueryResult<(Terms, Vec<Answer>)> {
    let answered = application_answers::application_id
        .eq(dossier.id)
        .and(application_answers::question_id.eq(call_questions::id));
    let rows: Vec<Asked> = call_questions::table
        .left_join(application_answers::table.on(answered))
        .filter(call_questions::call_id.eq(dossier.window.call))
        .order(call_questions::position)
        .select((
            call_questions::id,
            call_questions::prompt,
            call_questions::hint,
            call_questions::kind,
            call_questions::choices,
            call_questions::required,
            call_questions::max_chars,
            application_answers::answer.nullable(),
        ))
        .load(conn)?;
    let (mut questions, mut answers) = (Vec::new(), Vec::new());
    for (id, prompt, hint, kind, choices, required, max_chars, answer) in rows {
        answers.extend(answer.map(|answer| Answer {
            question: id,
            prompt: prompt.clone(),
            answer,
        }));
        questions.push(Question {
            id,
            prompt,
            hint,
            kind,
            choices: serde_json::from_value(choices.0).unwrap_or_default(),
            required,
            max_chars,
        });
    }
    let terms = Terms {
        window: dossier.window.clone(),
        questions,
    };
    Ok((terms, answers))
}

type Own = (
    ParticipantId,
    String,
    Option<String>,
    String,
    String,
    String,
    Option<PartnerId>,
    i64,
);
type Row = (Own, Option<(CostCategory, i64)>, Option<PotId>);

/// The consortium, its lead first: each participant beside the lines of its budget and the pots
/// that pay it.
pub(in crate::applications) fn participants(
    conn: &mut Conn,
    dossier: &Dossier,
) -> Result<Vec<Participant>> {
    let (call, currency) = (dossier.window.call, dossier.window.currency);
    // The pot of its partner, or the common one.
    let pays = call_pots::call_id.eq(call).and(
        call_pots::partner_id
            .is_null()
            .or(call_pots::partner_id.eq(participants::partner_id)),
    );
    let rows: Vec<Row> = participants::table
        .left_join(budget_lines::table)
        .left_join(call_pots::table.on(pays))
        .filter(participants::application_id.eq(dossier.id))
        .order((
            participants::position,
            participants::id,
            budget_lines::category,
        ))
        .select((
            (
                participants::id,
                participants::organisation_name,
                participants::country,
                participants::registration_number,
                participants::contact_name,
                participants::contact_email,
                participants::partner_id,
                participants::requested_minor,
            ),
            (budget_lines::category, budget_lines::amount_minor).nullable(),
            call_pots::id.nullable(),
        ))
        .load(conn)?;
    let mut all: Vec<Participant> = Vec::new();
    for (own, line, pot) in rows {
        if all.last().is_none_or(|last| last.id != own.0) {
            all.push(participant(own, currency, pot.is_some()));
        }
        let (Some(last), Some((category, minor))) = (all.last_mut(), line) else {
            continue;
        };
        // A line stands beside each of its pots.
        if last.budget.iter().all(|known| known.category != category) {
            let amount = Money::from_minor(minor, currency);
            last.budget.push(BudgetLine { category, amount });
        }
    }
    for one in &mut all {
        one.costs = Money::sum(currency, one.budget.iter().map(|line| line.amount))?;
    }
    Ok(all)
}

fn participant(own: Own, currency: Currency, has_pot: bool) -> Participant {
    let (id, organisation_name, country, registration_number, name, email, partner, minor) = own;
    Participant {
        id,
        organisation_name,
        country,
        registration_number,
        contact_name: name,
        contact_email: email,
        has_pot: has_pot && partner.is_some(),
        partner,
        budget: Vec::new(),
        costs: Money::zero(currency),
        requested: Money::from_minor(minor, currency),
    }
}
