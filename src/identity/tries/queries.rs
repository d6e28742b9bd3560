//! Failed sign-ins, for those who look after the installation.

use crate::db::schema::{accounts, failed_sign_ins as tried};
use crate::db::tx::View;
use crate::error::{Error, Result};
use crate::kernel::id::AccountId;
use crate::kernel::paging::{PAGE_SIZE, Page, key_of};
use crate::kernel::time::Instant;
use crate::rules::matter::MatterKind;
use crate::rules::visibility::Sight;
use crate::rules::{Matter, decide};
use diesel::prelude::*;
use serde::Serialize;

/// Wrong passwords for one address from one network.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct FailedSignIns {
    /// An address of IPv4 or a /64 of IPv6.
    pub network: String,
    /// Whose account it was tried at; none where nobody has the address.
    pub account: Option<AccountId>,
    pub name: Option<String>,
    /// How many since the last that was right, within a day.
    pub in_a_row: i32,
    /// How many in all, within ninety days.
    pub in_all: i32,
    pub first_at: Instant,
    pub last_at: Instant,
}

type Columns = (
    String,
    String,
    Option<AccountId>,
    i32,
    i32,
    Instant,
    Instant,
    Option<String>,
);

/// The newest first. An address that nobody has is not kept, only that one was tried.
///
/// # Errors
/// `NotFound` for everyone but those who look after the installation, and the auditor.
pub fn failed_sign_ins(view: &mut View<'_>, after: Option<&str>) -> Result<Page<FailedSignIns>> {
    let standing = view.standing_to(Matter::Fund)?;
    if !decide::sees(&standing, Sight::FailedSignIns) {
        return Err(Error::NotFound(MatterKind::Account));
    }
    let mut query = tried::table
        .left_join(accounts::table)
        .order((tried::last_at.desc(), tried::address, tried::network))
        .limit(PAGE_SIZE + 1)
        .select((
            tried::address,
            tried::network,
            tried::account_id,
            tried::in_a_row,
            tried::in_all,
            tried::first_at,
            tried::last_at,
            accounts::name.nullable(),
        ))
        .into_boxed();
    if let Some((time, address, network)) = after.and_then(key_of).and_then(|key| place(&key)) {
        let of_the_address = tried::address.eq(address.clone());
        let behind = tried::address.gt(address);
        let behind = behind.or(of_the_address.and(tried::network.gt(network)));
        query = query.filter(
            tried::last_at
                .lt(time)
                .or(tried::last_at.eq(time).and(behind)),
        );
    }
    let rows: Vec<Columns> = query.load(view.conn)?;
    let page = Page::cut(rows, |(address, network, _, _, _, _, last_at, _)| {
        format!("{} {address} {network}", last_at.to_fixed_text())
    });
    Ok(page.map(
        |(_, network, account, in_a_row, in_all, first_at, last_at, name)| FailedSignIns {
            network,
            account,
            name,
            in_a_row,
            in_all,
            first_at,
            last_at,
        },
    ))
}

fn place(key: &str) -> Option<(Instant, String, String)> {
    let mut parts = key.splitn(3, ' ');
    let time = Instant::from_text(parts.next()?)?;
    Some((time, parts.next()?.to_owned(), parts.next()?.to_owned()))
}
