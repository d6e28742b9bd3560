//! Every word of the tables has its message.

use jointfund::i18n::Texts;
use jointfund::kernel::fault::FaultCode;
use jointfund::rules::lifecycle::{
    AccountState, ApplicationState, AssignmentState, AwardState, BankAccountState, CallState,
    LetterState, MilestoneState, PartnerState, PayoutState, RankingState, RoleState, State,
};
use jointfund::rules::notice::LetterKind;
use jointfund::rules::{Action, Capacity, Condition};
use jointfund::web::routes::Table;

fn states<S: State>(all: &[S]) -> Vec<String> {
    all.iter()
        .map(|one| format!("state-{}-{}", S::MACHINE, one.code()))
        .collect()
}

#[test]
fn every_code_has_words_in_every_language() {
    let mut keys = Vec::new();
    keys.extend(Action::ALL.iter().map(|one| format!("action-{one}")));
    keys.extend(Capacity::ALL.iter().map(|one| format!("capacity-{one}")));
    keys.extend(Condition::ALL.iter().map(|one| format!("condition-{one}")));
    keys.extend(FaultCode::ALL.iter().map(|one| format!("fault-{one}")));
    for part in ["subject", "body"] {
        keys.extend(
            LetterKind::ALL
                .iter()
                .map(|one| format!("letter-{one}-{part}")),
        );
    }
    keys.extend(
        Table::new()
            .deeds
            .iter()
            .map(|deed| format!("done-{}", deed.name)),
    );
    keys.extend(states(AccountState::ALL));
    keys.extend(states(RoleState::ALL));
    keys.extend(states(PartnerState::ALL));
    keys.extend(states(CallState::ALL));
    keys.extend(states(ApplicationState::ALL));
    keys.extend(states(AssignmentState::ALL));
    keys.extend(states(RankingState::ALL));
    keys.extend(states(AwardState::ALL));
    keys.extend(states(MilestoneState::ALL));
    keys.extend(states(BankAccountState::ALL));
    keys.extend(states(PayoutState::ALL));
    keys.extend(states(LetterState::ALL));
    let texts = Texts::read().unwrap();
    for language in Texts::languages() {
        let missing: Vec<&String> = keys
            .iter()
            .filter(|key| !texts.has(language.code, key))
            .collect();
        assert_eq!(missing, Vec::<&String>::new(), "{}", language.code);
    }
}
