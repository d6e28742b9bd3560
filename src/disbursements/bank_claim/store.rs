//! Rows and SQL of what is claimed of the bank's answers, and of its evidence.

use super::super::model::{BankClaim, BankClaimKind, BankFile, BankReason};
use crate::db::Conn;
use crate::db::dialect::sum_of;
use crate::db::schema::{accounts, bank_answers, bank_claims, bank_files};
use crate::kernel::id::{AccountId, BankClaimId, BankFileId, PayoutId};
use crate::kernel::money::{Currency, Money};
use crate::kernel::time::{Date, Instant};
use crate::rules::Step;
use crate::rules::lifecycle::BankClaimState;
use crate::write_step;
use diesel::dsl::{exists, select, sql};
use diesel::expression::SqlLiteral;
use diesel::prelude::*;
use diesel::sql_types::{Nullable, Text};

/// A claim as it lies in the table.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = bank_claims)]
pub(super) struct Row {
    pub(super) id: BankClaimId,
    pub(super) payout_id: PayoutId,
    pub(super) end_to_end_id: String,
    pub(super) kind: BankClaimKind,
    pub(super) state: BankClaimState,
    pub(super) bank_reference: Option<String>,
    pub(super) booked_on: Option<Date>,
    pub(super) amount_minor: Option<i64>,
    pub(super) reason_code: Option<BankReason>,
    pub(super) note: String,
    pub(super) message: Option<String>,
    pub(super) message_digest: Option<String>,
    pub(super) file_id: Option<BankFileId>,
    pub(super) proposed_by: AccountId,
    pub(super) proposed_at: Instant,
    pub(super) decided_by: Option<AccountId>,
    pub(super) decided_at: Option<Instant>,
    pub(super) reason: Option<String>,
    pub(super) version: i32,
}

/// A file of the bank as it lies in the table.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = bank_files)]
pub(super) struct FileRow {
    pub(super) id: BankFileId,
    pub(super) payout_id: PayoutId,
    pub(super) name: String,
    pub(super) media_type: String,
    pub(super) size_bytes: i64,
    pub(super) digest: String,
    pub(super) stored_as: String,
    pub(super) sent_by: AccountId,
    pub(super) sent_at: Instant,
    pub(super) end_to_end_id: Option<String>,
}

impl FileRow {
    /// As pages and API show it, with the name of who sent it.
    pub(super) fn sent_by(self, sent_by: String) -> BankFile {
        let row = self;
        BankFile {
            id: row.id,
            name: row.name,
            media_type: row.media_type,
            size_bytes: row.size_bytes,
            digest: row.digest,
            end_to_end_id: row.end_to_end_id,
            sent_by,
            sent_at: row.sent_at,
        }
    }
}

pub(super) fn insert(conn: &mut Conn, row: Row) -> QueryResult<usize> {
    diesel::insert_into(bank_claims::table)
        .values(row)
        .execute(conn)
}

pub(super) fn insert_file(conn: &mut Conn, row: FileRow) -> QueryResult<usize> {
    diesel::insert_into(bank_files::table)
        .values(row)
        .execute(conn)
}

/// The name of whoever decided a claim; beside its row.
fn name_of_decider() -> SqlLiteral<Nullable<Text>> {
    sql("(SELECT deciders.name FROM accounts AS deciders \
         WHERE deciders.id = bank_claims.decided_by)")
}

/// The name of whoever sent the file of a claim; beside its row.
fn name_of_sender() -> SqlLiteral<Nullable<Text>> {
    sql("(SELECT senders.name FROM accounts AS senders \
         WHERE senders.id = bank_files.sent_by)")
}

type Whole = (Row, String, Option<String>, Option<FileRow>, Option<String>);

/// A claim with its evidence.
pub(super) fn claim(conn: &mut Conn, id: BankClaimId) -> QueryResult<Option<Found>> {
    let found: Option<Whole> = bank_claims::table
        .inner_join(accounts::table.on(accounts::id.eq(bank_claims::proposed_by)))
        .left_join(bank_files::table.on(bank_claims::file_id.eq(bank_files::id.nullable())))
        .filter(bank_claims::id.eq(id))
        .select((
            bank_claims::all_columns,
            accounts::name,
            name_of_decider(),
            bank_files::all_columns.nullable(),
            name_of_sender(),
        ))
        .first(conn)
        .optional()?;
    Ok(found.map(Found))
}

/// Every claim of a payout, the latest last.
pub(super) fn claims(conn: &mut Conn, payout: PayoutId) -> QueryResult<Vec<Found>> {
    let found: Vec<Whole> = bank_claims::table
        .inner_join(accounts::table.on(accounts::id.eq(bank_claims::proposed_by)))
        .left_join(bank_files::table.on(bank_claims::file_id.eq(bank_files::id.nullable())))
        .filter(bank_claims::payout_id.eq(payout))
        .order(bank_claims::id)
        .select((
            bank_claims::all_columns,
            accounts::name,
            name_of_decider(),
            bank_files::all_columns.nullable(),
            name_of_sender(),
        ))
        .load(conn)?;
    Ok(found.into_iter().map(Found).collect())
}

/// A claim that was found; its money needs the currency of its payout.
pub(super) struct Found(Whole);

impl Found {
    pub(super) fn of(self, currency: Currency) -> BankClaim {
        let (row, proposed_by, decided_by, file, sent_by) = self.0;
        BankClaim {
            id: row.id,
            kind: row.kind,
            state: row.state,
            end_to_end_id: row.end_to_end_id,
            bank_reference: row.bank_reference,
            booked_on: row.booked_on,
            amount: row
                .amount_minor
                .map(|minor| Money::from_minor(minor, currency)),
            reason_code: row.reason_code,
            note: row.note,
            message: row.message,
            message_digest: row.message_digest,
            file: file.map(|file| file.sent_by(sent_by.unwrap_or_default())),
            proposed_by,
            proposed_at: row.proposed_at,
            decided_by,
            decided_at: row.decided_at,
            reason: row.reason,
            version: row.version,
            claimant: row.proposed_by,
        }
    }
}

pub(super) fn step(
    conn: &mut Conn,
    id: BankClaimId,
    step: &Step<BankClaimState>,
) -> QueryResult<usize> {
    write_step!(bank_claims, conn, id, step)
}

/// Notes who decided a claim, and why it was dismissed.
pub(super) fn decided(
    conn: &mut Conn,
    id: BankClaimId,
    reason: Option<&str>,
    (by, now): (AccountId, Instant),
) -> QueryResult<usize> {
    diesel::update(bank_claims::table.find(id))
        .set((
            bank_claims::decided_by.eq(by),
            bank_claims::decided_at.eq(now),
            bank_claims::reason.eq(reason),
        ))
        .execute(conn)
}

/// The payout a claim is of.
pub(super) fn payout_of(conn: &mut Conn, id: BankClaimId) -> QueryResult<Option<PayoutId>> {
    bank_claims::table
        .find(id)
        .select(bank_claims::payout_id)
        .first(conn)
        .optional()
}

/// Whether a booking of the bank with this reference stands in the books already.
pub(super) fn is_known(conn: &mut Conn, reference_key: &str) -> QueryResult<bool> {
    let answers = bank_answers::table.filter(bank_answers::bank_reference_key.eq(reference_key));
    select(exists(answers)).get_result(conn)
}

pub(super) fn file(conn: &mut Conn, id: BankFileId) -> QueryResult<Option<FileRow>> {
    bank_files::table.find(id).first(conn).optional()
}

/// Files of the bank to a payout, the newest first, with the names of those who sent them.
pub(super) fn files(conn: &mut Conn, payout: PayoutId) -> QueryResult<Vec<BankFile>> {
    let found: Vec<(FileRow, String)> = bank_files::table
        .inner_join(accounts::table.on(accounts::id.eq(bank_files::sent_by)))
        .filter(bank_files::payout_id.eq(payout))
        .order(bank_files::id.desc())
        .select((bank_files::all_columns, accounts::name))
        .load(conn)?;
    let files = found.into_iter();
    Ok(files.map(|(file, sent_by)| file.sent_by(sent_by)).collect())
}

/// Bytes of all files of the bank that an account has sent since a moment.
pub(super) fn bytes_of(conn: &mut Conn, by: AccountId, since: Instant) -> QueryResult<i64> {
    bank_files::table
        .filter(bank_files::sent_by.eq(by))
        .filter(bank_files::sent_at.gt(since))
        .select(sum_of("size_bytes"))
        .first(conn)
}
