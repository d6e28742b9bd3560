//! Which action posts what where: one table; pure; it always balances.
//!
//! Source: advances are assets until the recipient performs (IPSAS 48, transfer expenses).

use crate::db::column::text_columns;
use crate::kernel::code::code_enum;
use crate::kernel::id::{AwardId, PartnerId, PotId};
use crate::kernel::money::Money;
use crate::rules::Action::{self, *};
use crate::words::Named;

code_enum! {
    /// One of the two books.
    pub enum Book {
        /// Cash, claims, debts, revenue and expense.
        Real = "real",
        /// What of the pots is available, reserved, committed.
        Budget = "budget",
    }
}

impl Named for Book {
    const FAMILY: &'static str = "book";
}

code_enum! {
    /// An account of the chart.
    pub enum Account {
        /// Cash at the partner's bank.
        Bank = "1000",
        /// Pledged, not received.
        Receivable = "1100",
        /// Paid ahead of performance.
        Advances = "1200",
        /// Approved, not handed to the bank.
        Payable = "2000",
        /// Handed to the bank, not booked.
        InTransit = "2100",
        /// Kept back until the end.
        Retention = "2200",
        /// What partners have pledged.
        Contributions = "4000",
        /// What recipients have earned.
        GrantExpense = "5000",
        /// Of the pots, free.
        Available = "9000",
        /// Of the pots, for awards decided.
        Reserved = "9100",
        /// Of the pots, for agreements in force.
        Committed = "9200",
        /// The other side of the budget book.
        Control = "9900",
    }
}

impl Named for Account {
    const FAMILY: &'static str = "account";
}

code_enum! {
    /// The part of an action's amount a row speaks of.
    pub enum Part {
        /// All of it.
        Whole = "whole",
        /// What a partner has pledged.
        Pledged = "pledged",
        /// What of a pledge has come in.
        Received = "received",
        Advance = "advance",
        /// What was kept back.
        Retention = "retention",
        /// Earned by a milestone.
        Earned = "earned",
        /// Of the earned, set against the advance.
        Recovered = "recovered",
        /// Of the earned, kept back.
        Retained = "retained",
        /// Of the earned, to be paid now.
        Net = "net",
    }
}

text_columns!(Book, Account, Part);

/// One row: a part of an action's amount is debited here and credited there.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    pub action: Action,
    /// The part of its amount.
    pub part: Part,
    pub book: Book,
    /// Debited.
    pub debit: Account,
    /// Credited.
    pub credit: Account,
}

const fn real(action: Action, part: Part, debit: Account, credit: Account) -> Rule {
    Rule {
        action,
        part,
        book: Book::Real,
        debit,
        credit,
    }
}

const fn budget(action: Action, part: Part, debit: Account, credit: Account) -> Rule {
    Rule {
        action,
        part,
        book: Book::Budget,
        debit,
        credit,
    }
}

/// The table.
#[rustfmt::skip]
pub const POSTINGS: &[Rule] = &[
    //     action               part             debit                  credit
    real  (ConfirmBooking,      Part::Pledged,   Account::Receivable,   Account::Contributions),
    real  (ConfirmBooking,      Part::Received,  Account::Bank,         Account::Receivable),
    real  (ReverseBooking,      Part::Pledged,   Account::Contributions, Account::Receivable),
    real  (ReverseBooking,      Part::Received,  Account::Receivable,   Account::Bank),
    budget(PublishCall,         Part::Whole,     Account::Control,      Account::Available),
    budget(GiveBackRest,        Part::Whole,     Account::Available,    Account::Control),
    budget(OfferAward,          Part::Whole,     Account::Available,    Account::Reserved),
    budget(LapseAward,          Part::Whole,     Account::Reserved,     Account::Available),
    budget(BringIntoForce,      Part::Whole,     Account::Reserved,     Account::Committed),
    real  (AcceptMilestone,     Part::Recovered, Account::GrantExpense, Account::Advances),
    real  (AcceptMilestone,     Part::Retained,  Account::GrantExpense, Account::Retention),
    real  (AcceptMilestone,     Part::Net,       Account::GrantExpense, Account::Payable),
    budget(AcceptMilestone,     Part::Earned,    Account::Committed,    Account::Control),
    real  (ApprovePayout,       Part::Advance,   Account::Advances,     Account::Payable),
    real  (ApprovePayout,       Part::Retention, Account::Retention,    Account::Payable),
    real  (RefusePayout,        Part::Advance,   Account::Payable,      Account::Advances),
    real  (RefusePayout,        Part::Retention, Account::Payable,      Account::Retention),
    real  (ChangePayout,        Part::Advance,   Account::Payable,      Account::Advances),
    real  (ChangePayout,        Part::Retention, Account::Payable,      Account::Retention),
    real  (ExportOrder,         Part::Whole,     Account::Payable,      Account::InTransit),
    real  (RecordLostOrder,     Part::Whole,     Account::Payable,      Account::InTransit),
    real  (ConfirmPayout,       Part::Whole,     Account::InTransit,    Account::Bank),
    real  (CorrectDiscrepancy,  Part::Whole,     Account::InTransit,    Account::Bank),
    real  (RecordBankReturn,    Part::Whole,     Account::Bank,         Account::Payable),
    real  (RecordBankReturn,    Part::Advance,   Account::Payable,      Account::Advances),
    real  (RecordBankReturn,    Part::Retention, Account::Payable,      Account::Retention),
    real  (RecordBankRejection, Part::Whole,     Account::InTransit,    Account::Payable),
    real  (RecordBankRejection, Part::Advance,   Account::Payable,      Account::Advances),
    real  (RecordBankRejection, Part::Retention, Account::Payable,      Account::Retention),
];

/// A part of an amount, and what it belongs to.
#[derive(Debug, Clone, Copy)]
pub struct Due {
    pub part: Part,
    /// How much; nothing posts nothing.
    pub money: Money,
    /// The partner whose money it is.
    pub partner: Option<PartnerId>,
    /// The pot it is taken from.
    pub pot: Option<PotId>,
    /// The award it is for.
    pub award: Option<AwardId>,
}

/// One line of an entry.
#[derive(Debug, Clone, Copy)]
pub struct Line {
    pub book: Book,
    pub account: Account,
    /// Debit positive, credit negative.
    pub minor: i64,
    /// What it belongs to.
    pub due: Due,
}

impl Line {
    /// The amount: debit positive, credit negative.
    pub fn money(&self) -> Money {
        Money::from_minor(self.minor, self.due.money.currency())
    }
}

/// The lines an action posts for these dues.
pub fn lines(action: Action, dues: &[Due]) -> Vec<Line> {
    let mut lines = Vec::new();
    for due in dues.iter().filter(|due| !due.money.is_zero()) {
        for rule in POSTINGS
            .iter()
            .filter(|rule| rule.action == action && rule.part == due.part)
        {
            let minor = due.money.minor();
            lines.push(Line {
                book: rule.book,
                account: rule.debit,
                minor,
                due: *due,
            });
            lines.push(Line {
                book: rule.book,
                account: rule.credit,
                minor: -minor,
                due: *due,
            });
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::money::Currency;

    #[test]
    fn a_milestone_posts_as_the_worked_example_says() {
        let euro = Currency::from_code("EUR").unwrap();
        let due = |part, minor| Due {
            part,
            money: Money::from_minor(minor, euro),
            partner: None,
            pot: None,
            award: None,
        };
        let lines = lines(
            AcceptMilestone,
            &[
                due(Part::Earned, 10_800_000),
                due(Part::Recovered, 3_240_000),
                due(Part::Retained, 1_080_000),
                due(Part::Net, 6_480_000),
            ],
        );
        let balance = |account| -> i64 {
            lines
                .iter()
                .filter(|line| line.account == account)
                .map(|line| line.minor)
                .sum()
        };
        assert_eq!(balance(Account::GrantExpense), 10_800_000);
        assert_eq!(balance(Account::Advances), -3_240_000);
        assert_eq!(balance(Account::Retention), -1_080_000);
        assert_eq!(balance(Account::Payable), -6_480_000);
        assert_eq!(balance(Account::Committed), 10_800_000);
        assert_eq!(balance(Account::Control), -10_800_000);
    }
}
