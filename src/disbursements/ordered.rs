//! Payment orders, as they are shown.

use crate::kernel::id::PaymentOrderId;
use crate::kernel::money::Money;
use crate::kernel::time::Instant;
use serde::Serialize;
use utoipa::ToSchema;

/// A line of an order that replaces one of an earlier order.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReplacingLine {
    pub end_to_end_id: String,
    /// The line it replaces.
    pub replaced: String,
    /// The number of that line's order.
    pub order: String,
    /// When that order was exported.
    pub exported_at: Instant,
}

/// A payment order, with the bytes that were handed over.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PaymentOrder {
    pub id: PaymentOrderId,
    pub number: String,
    /// The code of the partner that pays.
    pub payer: String,
    /// The sum.
    pub total: Money,
    /// The file's name.
    pub file_name: String,
    /// SHA-256 of the file.
    pub digest: String,
    /// When it was exported.
    pub exported_at: Instant,
    /// The file itself; of account numbers the last four characters, for those who see no more.
    pub content: String,
    /// Whether the file is as the bank was sent it.
    pub is_whole: bool,
    /// Lines that are second instructions; read where one order is.
    pub replacing: Vec<ReplacingLine>,
}
