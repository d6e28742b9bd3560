//! Documents that are printed from the program; `UPDATE_GOLDEN=1` prints them anew.

use jointfund::ledger::posting::POSTINGS;
use jointfund::rules::awaited::{Awaits, Due};
use jointfund::rules::lifecycle::{
    AccountState, ApplicationState, AssignmentState, AwardState, BankAccountState, BankClaimState,
    BookingState, CallState, JoiningState, LetterState, MilestoneState, NoState, OrganisationState,
    PartnerState, PayoutState, RankingState, RoleState, State,
};
use jointfund::rules::recusal::RecusalState;
use jointfund::rules::{Condition, notice, policy, separation, visibility};
use jointfund::web::{openapi, table::Table};
use jointfund::words::{Say, Texts};
use std::fmt::Write;
use std::sync::Arc;

fn compare(name: &str, printed: &str) {
    let path = format!("{}/docs/{name}", env!("CARGO_MANIFEST_DIR"));
    if std::env::var("UPDATE_GOLDEN").is_ok() {
        std::fs::write(&path, printed).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == printed,
        "docs/{name} is not what the program prints: run with UPDATE_GOLDEN=1"
    );
}

#[test]
fn the_openapi_document_is_the_programs() {
    let document = openapi::document(Table::shared());
    compare(
        "openapi.json",
        &format!("{}\n", serde_json::to_string_pretty(&document).unwrap()),
    );
}

fn machine<S: State>(page: &mut String, say: &Say) {
    writeln!(
        page,
        "\n### {}\n\n| from | action | to | provided that |\n|---|---|---|---|",
        S::MACHINE
    )
    .unwrap();
    for rule in S::RULES {
        let provided: Vec<String> = rule.provided.iter().map(|one| format!("`{one}`")).collect();
        writeln!(
            page,
            "| {} | `{}` | {} | {} |",
            say.state(rule.from),
            rule.action,
            say.state(rule.to),
            provided.join(", ")
        )
        .unwrap();
    }
}

/// When it is due, in words.
fn due(due: Due) -> String {
    match due {
        Due::Open => "no date".to_owned(),
        Due::Days(days) => format!("{days} days"),
        Due::Own => "its own date".to_owned(),
    }
}

fn awaited<S: Awaits>(page: &mut String, say: &Say) {
    for row in S::AWAITED {
        let by: Vec<String> = row.by.iter().map(|one| say.capacity(*one)).collect();
        let reminders: Vec<String> = row.reminders.iter().map(ToString::to_string).collect();
        let state = match S::RULES {
            [] => "always".to_owned(),
            _ => say.state(row.state),
        };
        writeln!(
            page,
            "| {} | {state} | `{}` | {} | {} | {} |",
            S::MACHINE,
            row.action,
            by.join(", "),
            due(row.due),
            reminders.join(", ")
        )
        .unwrap();
    }
}

fn who_must_move(page: &mut String, say: &Say) {
    page.push_str(
        "\n## Who must move, by when\n\nReminders go out so many days before (−) or after the due \
         time.\n\n| machine | state | awaited | of | due | reminders |\n|---|---|---|---|---|---|\n",
    );
    awaited::<RoleState>(page, say);
    awaited::<BookingState>(page, say);
    awaited::<JoiningState>(page, say);
    awaited::<CallState>(page, say);
    awaited::<ApplicationState>(page, say);
    awaited::<AssignmentState>(page, say);
    awaited::<RankingState>(page, say);
    awaited::<AwardState>(page, say);
    awaited::<MilestoneState>(page, say);
    awaited::<BankAccountState>(page, say);
    awaited::<NoState>(page, say);
    awaited::<PayoutState>(page, say);
    awaited::<BankClaimState>(page, say);
    awaited::<RecusalState>(page, say);
    awaited::<LetterState>(page, say);
}

#[test]
fn the_page_of_rules_is_the_programs() {
    let say = Say::new(Arc::new(Texts::read().unwrap()), "en");
    let mut page = String::from(
        "# The rules\n\nPrinted from the rule tables in `src/rules`; nobody edits this page.\n\n## Who may do what\n\n| action | in the capacity of | provided that |\n|---|---|---|\n",
    );
    for row in policy::MAY {
        let capacities: Vec<String> = row
            .capacities
            .iter()
            .map(|one| say.capacity(*one))
            .collect();
        let provided: Vec<String> = row.provided.iter().map(|one| format!("`{one}`")).collect();
        writeln!(
            page,
            "| `{}` | {} | {} |",
            row.action,
            capacities.join(", "),
            provided.join(", ")
        )
        .unwrap();
    }
    page.push_str("\n## What may follow what\n");
    machine::<AccountState>(&mut page, &say);
    machine::<RoleState>(&mut page, &say);
    machine::<OrganisationState>(&mut page, &say);
    machine::<JoiningState>(&mut page, &say);
    machine::<PartnerState>(&mut page, &say);
    machine::<BookingState>(&mut page, &say);
    machine::<CallState>(&mut page, &say);
    machine::<ApplicationState>(&mut page, &say);
    machine::<AssignmentState>(&mut page, &say);
    machine::<RankingState>(&mut page, &say);
    machine::<AwardState>(&mut page, &say);
    machine::<MilestoneState>(&mut page, &say);
    machine::<BankAccountState>(&mut page, &say);
    machine::<PayoutState>(&mut page, &say);
    machine::<BankClaimState>(&mut page, &say);
    machine::<RecusalState>(&mut page, &say);
    machine::<LetterState>(&mut page, &say);
    who_must_move(&mut page, &say);
    page.push_str("\n## Conditions\n\n| condition | sentence | source |\n|---|---|---|\n");
    for one in Condition::ALL {
        let sentence = say.condition(*one).replace('\n', " ");
        writeln!(page, "| `{one}` | {sentence} | {} |", one.clause()).unwrap();
    }
    page.push_str("\n## Who may not do both\n\n| one role | the other |\n|---|---|\n");
    for pair in separation::APART {
        writeln!(
            page,
            "| {} | {} |",
            say.role(pair.one),
            say.role(pair.other)
        )
        .unwrap();
    }
    page.push_str("\n## Who sees what\n\n| what | seen by |\n|---|---|\n");
    for view in visibility::SEES {
        let seen: Vec<String> = view
            .capacities
            .iter()
            .map(|one| say.capacity(*one))
            .collect();
        writeln!(page, "| `{}` | {} |", view.sight, seen.join(", ")).unwrap();
    }
    page.push_str(
        "\n## For whom a matter exists\n\nTo everybody else it is not there.\n\n\
         | matter | who has one of these sights | or stands to it as |\n|---|---|---|\n",
    );
    for row in visibility::EXISTS_FOR {
        let sights: Vec<String> = row.sights.iter().map(|one| format!("`{one}`")).collect();
        let held: Vec<String> = row
            .capacities
            .iter()
            .map(|one| say.capacity(*one))
            .collect();
        let (sights, held) = (sights.join(", "), held.join(", "));
        writeln!(page, "| `{}` | {sights} | {held} |", row.kind).unwrap();
    }
    page.push_str("\n## Who is told\n\n| action | letter | readers |\n|---|---|---|\n");
    for row in notice::TOLD {
        writeln!(
            page,
            "| `{}` | `{}` | `{}` |",
            row.action, row.letter, row.to
        )
        .unwrap();
    }
    page.push_str(
        "\n## What is posted\n\n| action | part | book | debit | credit |\n|---|---|---|---|---|\n",
    );
    for row in POSTINGS {
        writeln!(
            page,
            "| `{}` | {} | {} | {} | {} |",
            row.action, row.part, row.book, row.debit, row.credit
        )
        .unwrap();
    }
    compare("rules.md", &page);
}
