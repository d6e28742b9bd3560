//! Office Open XML (ECMA-376): a zip whose parts may stand in any order and be called anything. Its
//! list of parts tells what it is; every part is unpacked once, within limits, and none may be a
//! program.

use super::{Kind, kind};
use crate::kernel::fault::{Fault, FaultCode};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::io::{Read, Seek, SeekFrom};
use zip::ZipArchive;
use zip::result::ZipError;

/// How a zip begins.
pub(super) const BEGINNING: &[u8] = b"PK\x03\x04";

/// What the part that is the document is called in the list, for each type.
const BY_MAIN_PART: &[(&str, Kind)] = &[
    (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        kind(
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            &["docx"],
        ),
    ),
    (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        kind(
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            &["xlsx"],
        ),
    ),
    (
        "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
        kind(
            "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            &["pptx"],
        ),
    ),
];

const LIST_OF_PARTS: &str = "[content_types].xml";
/// Words in the list of parts, or in the name of one, that only macros and controls have
/// (MS-OFFMACRO2, MS-OFFCRYPTO).
const MACROS: &[&str] = &[
    "macroenabled",
    "vbaproject",
    "vbadata",
    "ms-office.activex",
    "macrosheet",
];
/// What Windows runs when it is opened, by the ending of its name.
const PROGRAMS: &[&str] = &[
    "exe", "dll", "com", "scr", "bat", "cmd", "ps1", "vbs", "vbe", "js", "jse", "wsf", "hta",
    "msi", "jar", "lnk", "sh", "app", "docm", "xlsm", "pptm", "dotm", "xltm", "xlam", "ppam",
];
/// The stream in which Windows' packager keeps a whole file (MS-OLEDS 2.3.6), in UTF-16.
const PACKED_FILE: &[u8] = b"O\0l\0e\x001\x000\0N\0a\0t\0i\0v\0e\0";

/// Parts of one document; a book of a thousand pictures has some 3,000.
const MOST_PARTS: usize = 10_000;
/// Bytes of its list of parts.
const LONGEST_LIST: usize = 4 * 1024 * 1024;
/// Bytes of a document when unpacked.
const MOST_UNPACKED: u64 = 512 * 1024 * 1024;
/// Documents above this are looked at more closely: what is written by people shrinks to a tenth,
/// long tables of the same to a fiftieth, and what is made to burst to a thousandth.
const SUSPICIOUS: u64 = 16 * 1024 * 1024;
const MOST_TIMES: u64 = 100;
/// Bytes by which a program is known.
const HEAD: usize = 256;

/// What an office document is.
///
/// # Errors
/// Why it is not taken.
pub(super) fn looked_into(file: &mut (impl Read + Seek)) -> Result<Kind, Fault> {
    let length = entries_are_few(file)?;
    let mut archive = ZipArchive::new(file).map_err(|error| broken(&error))?;
    let mut room = Room {
        length,
        unpacked: 0,
    };
    let mut list = None;
    let mut parts = Vec::new();
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(|error| broken(&error))?;
        let name = part.name().map_err(|error| broken(&error))?;
        let name = plain_name(&name);
        refuse_by_name(&name)?;
        if name == LIST_OF_PARTS {
            list = Some(room.whole(part)?);
        } else {
            room.pass(part, &name)?;
        }
        parts.push(name);
    }
    let list = list.ok_or_else(|| Fault::new(FaultCode::FileType))?;
    kind_by_list(&list, &parts)
}

/// The length of the file. A directory with millions of entries would fill the memory as it is
/// read, so that they are counted before.
fn entries_are_few(file: &mut (impl Read + Seek)) -> Result<u64, Fault> {
    const ENTRY: &[u8] = b"PK\x01\x02";
    let unread = |_| Fault::new(FaultCode::FileBroken);
    let (mut buffer, mut kept) = ([0_u8; 16 * 1024], Vec::new());
    let (mut length, mut entries) = (0_u64, 0_usize);
    loop {
        let read = file.read(&mut buffer).map_err(unread)?;
        let Some(new) = buffer.get(..read).filter(|new| !new.is_empty()) else {
            break;
        };
        length += u64::try_from(read).unwrap_or(u64::MAX);
        kept.extend_from_slice(new);
        entries += kept.windows(ENTRY.len()).filter(|at| *at == ENTRY).count();
        kept.drain(..kept.len().saturating_sub(ENTRY.len() - 1));
    }
    if entries > MOST_PARTS {
        return Err(Fault::new(FaultCode::FileUnpacks));
    }
    file.seek(SeekFrom::Start(0)).map_err(unread)?;
    Ok(length)
}

fn broken(error: &ZipError) -> Fault {
    match error {
        ZipError::UnsupportedArchive(why) if *why == ZipError::PASSWORD_REQUIRED => {
            Fault::new(FaultCode::FileLocked)
        }
        _ => Fault::new(FaultCode::FileBroken),
    }
}

/// The name of a part as it is compared: other programs write it with another slash or case.
fn plain_name(name: &str) -> String {
    let name = name.replace('\\', "/").to_ascii_lowercase();
    let name = name.trim_start_matches("./").trim_start_matches('/');
    name.to_owned()
}

fn refuse_by_name(name: &str) -> Result<(), Fault> {
    if MACROS.iter().any(|word| name.contains(word)) {
        return Err(Fault::new(FaultCode::FileMacros));
    }
    let last = name.rsplit('/').next().unwrap_or(name);
    let ending = last.rsplit_once('.').map_or("", |(_, ending)| ending);
    if PROGRAMS.contains(&ending.trim_end()) {
        return Err(Fault::limited(FaultCode::FileHoldsFile, last));
    }
    Ok(())
}

/// How much may still be unpacked.
struct Room {
    length: u64,
    unpacked: u64,
}

impl Room {
    fn take(&mut self, bytes: usize) -> Result<(), Fault> {
        self.unpacked += u64::try_from(bytes).unwrap_or(u64::MAX);
        let is_bomb = self.unpacked > SUSPICIOUS && self.unpacked / MOST_TIMES > self.length.max(1);
        if is_bomb || self.unpacked > MOST_UNPACKED {
            return Err(Fault::new(FaultCode::FileUnpacks));
        }
        Ok(())
    }

    /// The next piece of a part; nothing at its end.
    fn piece<'b>(&mut self, part: &mut impl Read, buffer: &'b mut [u8]) -> Result<&'b [u8], Fault> {
        let unread = |_| Fault::new(FaultCode::FileBroken);
        let read = part.read(buffer).map_err(unread)?;
        self.take(read)?;
        Ok(buffer.get(..read).unwrap_or_default())
    }

    /// All of a part that is short.
    fn whole(&mut self, mut part: impl Read) -> Result<Vec<u8>, Fault> {
        let (mut buffer, mut whole) = ([0_u8; 16 * 1024], Vec::new());
        loop {
            let piece = self.piece(&mut part, &mut buffer)?;
            if piece.is_empty() {
                return Ok(whole);
            }
            whole.extend_from_slice(piece);
            if whole.len() > LONGEST_LIST {
                return Err(Fault::new(FaultCode::FileUnpacks));
            }
        }
    }

    /// Unpacks a part and keeps nothing of it, unless it is, or holds, a program.
    fn pass(&mut self, mut part: impl Read, name: &str) -> Result<(), Fault> {
        let holds_file = || {
            let last = name.rsplit('/').next().unwrap_or(name);
            Fault::limited(FaultCode::FileHoldsFile, last)
        };
        let (mut buffer, mut kept, mut head) = ([0_u8; 16 * 1024], Vec::new(), Vec::new());
        loop {
            let piece = self.piece(&mut part, &mut buffer)?;
            if piece.is_empty() {
                return Ok(());
            }
            kept.extend_from_slice(piece);
            // It may come in pieces of a byte.
            if head.len() < HEAD {
                head.extend_from_slice(piece);
                if infer::is_app(&head) || head.starts_with(b"#!") {
                    return Err(holds_file());
                }
            }
            let mut places = kept.windows(PACKED_FILE.len());
            if places.any(|at| at == PACKED_FILE) {
                return Err(holds_file());
            }
            kept.drain(..kept.len().saturating_sub(PACKED_FILE.len() - 1));
        }
    }
}

/// What the list of parts says that the document is.
fn kind_by_list(list: &[u8], parts: &[String]) -> Result<Kind, Fault> {
    let listed = listed(list).ok_or_else(|| Fault::new(FaultCode::FileBroken))?;
    let is_macro = |one: &Listed| {
        let media_type = one.media_type.to_ascii_lowercase();
        MACROS.iter().any(|word| media_type.contains(word))
    };
    if listed.iter().any(is_macro) {
        return Err(Fault::new(FaultCode::FileMacros));
    }
    let is_there = |one: &Listed| match &one.of {
        Of::Part(name) => parts.contains(name),
        Of::Ending(ending) => parts.iter().any(|part| part.ends_with(ending)),
    };
    let main = |one: &&Listed| {
        let mut kinds = BY_MAIN_PART.iter();
        let found = kinds.find(|(main, _)| one.media_type.eq_ignore_ascii_case(main));
        found.map(|(_, kind)| *kind).filter(|_| is_there(one))
    };
    let mut found = listed.iter().filter_map(|one| main(&one));
    found.next().ok_or_else(|| Fault::new(FaultCode::FileType))
}

/// A line of the list of parts.
struct Listed {
    of: Of,
    media_type: String,
}

enum Of {
    Part(String),
    Ending(String),
}

/// The list of parts, whatever prefix its elements have; none where it is not such a list.
fn listed(xml: &[u8]) -> Option<Vec<Listed>> {
    let mut reader = Reader::from_reader(xml);
    let mut all = Vec::new();
    loop {
        match reader.read_event().ok()? {
            Event::Start(line) | Event::Empty(line) => all.extend(line_of(&line)?),
            Event::DocType(_) => return None,
            Event::Eof => return Some(all),
            _ => {}
        }
    }
}

/// What an element of the list says; the element around all of them says nothing.
fn line_of(line: &BytesStart<'_>) -> Option<Option<Listed>> {
    let (mut name, mut ending, mut media_type) = (None, None, None);
    for attribute in line.attributes() {
        let attribute = attribute.ok()?;
        let text = quick_xml::escape::unescape(&attribute.value).ok()?;
        let text = text.trim().to_owned();
        match attribute.key.local_name().as_ref() {
            "PartName" => name = Some(plain_name(&text)),
            "Extension" => ending = Some(format!(".{}", text.to_ascii_lowercase())),
            "ContentType" => media_type = Some(text),
            _ => {}
        }
    }
    let of = name.map(Of::Part).or(ending.map(Of::Ending));
    Some(
        of.zip(media_type)
            .map(|(of, media_type)| Listed { of, media_type }),
    )
}
