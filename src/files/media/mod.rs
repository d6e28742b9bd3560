//! What a file is, as its content tells: names and headers can say anything. And whether it is
//! taken: a document that does something by itself is not.

mod name;
mod office;
mod pdf;
mod text;

use crate::error::{Error, Result};
use crate::kernel::fault::{Fault, FaultCode, Faults};
use std::io::{Read, Seek};

/// What is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// PDF, pictures, and documents of an office.
    Documents,
    /// PDF, pictures, and what banks write: text and XML.
    OfBanks,
}

/// A type of file that is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Kind {
    pub(super) media_type: &'static str,
    /// What its name may end in, the usual one first.
    endings: &'static [&'static str],
}

const fn kind(media_type: &'static str, endings: &'static [&'static str]) -> Kind {
    Kind {
        media_type,
        endings,
    }
}

const PDF: Kind = kind("application/pdf", &["pdf"]);
const PICTURES: &[Kind] = &[
    kind("image/png", &["png"]),
    kind("image/jpeg", &["jpg", "jpeg"]),
];

/// So many bytes tell what a file is.
const HEAD: usize = 8 * 1024;

/// The type of a file that is taken, and the name under which it is kept.
///
/// # Errors
/// The fault at `file`.
pub(super) fn looked_at(
    file: &mut (impl Read + Seek),
    name: &str,
    taken: Taken,
) -> Result<(Kind, String)> {
    let kind = kind_of(file, taken)?;
    let name = name::tidy(name, kind).map_err(at_the_file)?;
    Ok((kind, name))
}

fn kind_of(file: &mut (impl Read + Seek), taken: Taken) -> Result<Kind> {
    let mut head = Vec::new();
    file.rewind()?;
    let mut beginning = file.by_ref().take(u64::try_from(HEAD).unwrap_or(u64::MAX));
    beginning.read_to_end(&mut head)?;
    file.rewind()?;
    let is_of_banks = taken == Taken::OfBanks;
    if !is_of_banks && head.starts_with(office::BEGINNING) {
        return office::looked_into(file).map_err(at_the_file);
    }
    let found = infer::get(&head).map_or("", |found| found.mime_type());
    if found == PDF.media_type {
        return match pdf::looked_into(file)? {
            None => Ok(PDF),
            Some(code) => Err(at_the_file(Fault::new(code))),
        };
    }
    let picture = PICTURES.iter().find(|kind| kind.media_type == found);
    if let Some(picture) = picture {
        return Ok(*picture);
    }
    if !is_of_banks {
        return Err(Error::at("file", FaultCode::FileType));
    }
    let is_plain = found.is_empty() || found == "text/xml";
    let written = if is_plain {
        text::looked_into(file)?
    } else {
        None
    };
    written.ok_or_else(|| Error::at("file", FaultCode::BankFileType))
}

fn at_the_file(fault: Fault) -> Error {
    Faults::one("file", fault).into()
}

#[cfg(test)]
mod tests;
