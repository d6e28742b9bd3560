//! The file of a payment order: as it is handed to the bank, and as those see it who see no account
//! numbers.

use super::model::Payout;
use super::store::OrderLine;
use crate::error::{Error, Result};
use crate::kernel::bank::last_four;

const COLUMNS: [&str; 7] = [
    "end_to_end_id",
    "payee",
    "iban",
    "bic",
    "amount",
    "currency",
    "remittance",
];
/// Where the account's number stands in a line.
const IBAN: usize = 2;

/// The bytes handed to the bank.
pub(super) fn written(lines: &[OrderLine], payouts: &[Payout]) -> Result<String> {
    let mut file = csv::Writer::from_writer(Vec::new());
    file.write_record(COLUMNS).map_err(failed)?;
    for (line, payout) in lines.iter().zip(payouts) {
        file.write_record([
            line.end_to_end_id.as_str(),
            &payout.holder,
            &payout.iban,
            &payout.bic,
            &payout.amount.decimal_text(),
            payout.amount.currency().code(),
            &payout.number,
        ])
        .map_err(failed)?;
    }
    text(file)
}

/// The same lines, of each account's number the last four characters.
pub(super) fn masked(content: &str) -> Result<String> {
    let mut lines = csv::Reader::from_reader(content.as_bytes());
    let mut file = csv::Writer::from_writer(Vec::new());
    file.write_record(lines.headers().map_err(failed)?)
        .map_err(failed)?;
    for line in lines.records() {
        let line = line.map_err(failed)?;
        let cells = line.iter().enumerate().map(|(index, cell)| match index {
            IBAN => format!("…{}", last_four(cell)),
            _ => cell.to_owned(),
        });
        file.write_record(cells).map_err(failed)?;
    }
    text(file)
}

fn failed(error: csv::Error) -> Error {
    Error::Internal(Box::new(error))
}

fn text(file: csv::Writer<Vec<u8>>) -> Result<String> {
    let bytes = file
        .into_inner()
        .map_err(|error| Error::internal(error.to_string()))?;
    String::from_utf8(bytes).map_err(|error| Error::Internal(Box::new(error)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_number_the_last_four_are_left() {
        let line = "AV-00001-0001,\"Boats, Ltd\",GB82WEST12345698765432,,1.00,EUR,JF-1\n";
        let content = format!("{}\n{line}", COLUMNS.join(","));
        let masked = masked(&content).unwrap();
        assert!(masked.contains("\"Boats, Ltd\",…5432,,1.00"), "{masked}");
        assert!(!masked.contains("WEST"));
    }
}
