//! What banks write: lines of text in whatever set of characters (MT940, CSV), and XML (ISO 20022),
//! which is read to its end and refers to nothing outside.

use super::{Kind, kind};
use crate::error::{Error, Result};
use crate::kernel::fault::FaultCode;
use quick_xml::Reader;
use quick_xml::events::Event;
use std::io::{BufRead, BufReader, Read, Seek};

const TEXT: Kind = kind("text/plain", &["txt", "csv", "sta", "940", "mt940"]);
const XML: Kind = kind("application/xml", &["xml"]);

/// The mark at the beginning of some texts in UTF-8.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// Which of the two a file is; none where it holds what no text does.
///
/// # Errors
/// The fault of XML that cannot be read to its end; no answer from the disk.
pub(super) fn looked_into(file: &mut (impl Read + Seek)) -> Result<Option<Kind>> {
    file.rewind()?;
    let mut lines = BufReader::new(&mut *file);
    let mut begins: Vec<u8> = Vec::new();
    loop {
        let piece = lines.fill_buf()?;
        if piece.is_empty() {
            break;
        }
        if piece.iter().any(|byte| is_no_text(*byte)) {
            return Ok(None);
        }
        if begins.is_empty() {
            let piece = piece.strip_prefix(MARK).unwrap_or(piece);
            begins.extend(piece.trim_ascii_start().iter().take(1));
        }
        let read = piece.len();
        lines.consume(read);
    }
    file.rewind()?;
    let kind = if begins == b"<" {
        is_whole_xml(file)?.then_some(XML)
    } else {
        Some(TEXT)
    };
    file.rewind()?;
    Ok(kind)
}

/// What stands in no line of text: control characters, but for tabs and ends of lines and pages.
fn is_no_text(byte: u8) -> bool {
    byte.is_ascii_control() && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c)
}

/// Whether it is XML that stands for itself alone: what declares entities can mean anything.
fn is_whole_xml(file: &mut impl Read) -> Result<bool> {
    let broken = || Error::at("file", FaultCode::FileBroken);
    let mut reader = Reader::from_reader(BufReader::new(file));
    let (mut piece, mut depth, mut elements) = (Vec::new(), 0_u32, 0_u32);
    loop {
        match reader.read_event_into(&mut piece).map_err(|_| broken())? {
            Event::DocType(_) => return Ok(false),
            Event::Start(_) => {
                depth = depth.saturating_add(1);
                elements = elements.saturating_add(1);
            }
            Event::Empty(_) => elements = elements.saturating_add(1),
            Event::End(_) => depth = depth.saturating_sub(1),
            Event::Eof if depth == 0 && elements > 0 => return Ok(true),
            Event::Eof => return Err(broken()),
            _ => {}
        }
        piece.clear();
    }
}
