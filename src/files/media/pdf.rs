//! PDF (ISO 32000-2): its text is read byte by byte for the names that stand for scripts and for
//! starting programs, also in streams that pack objects. Libraries build the whole document in
//! memory, and everything packed in it.

use crate::kernel::fault::FaultCode;
use flate2::read::ZlibDecoder;
use std::io::{self, BufReader, Read, Seek, SeekFrom};

/// Actions that run or start something (12.6.4.6, 12.6.4.14, 12.6.4.17).
const SCRIPTS: &[&[u8]] = &[b"JavaScript", b"JS", b"Launch", b"Rendition"];
/// What a stream that packs objects says of itself (7.5.7).
const PACKS_OBJECTS: &[&[u8]] = &[b"ObjStm", b"First"];
/// How such a stream is packed by every known writer; it may also not be.
const DEFLATED: &[&[u8]] = &[b"FlateDecode", b"Fl"];
/// How nobody packs objects but to hide them (7.4).
const HIDES: &[&[u8]] = &[
    b"ASCIIHexDecode",
    b"AHx",
    b"ASCII85Decode",
    b"A85",
    b"LZWDecode",
    b"LZW",
    b"RunLengthDecode",
    b"RL",
    b"Crypt",
    b"Predictor",
];
/// Bytes of all packed objects: those of a document of a thousand pages are some 10 MB.
const MOST_UNPACKED: u64 = 64 * 1024 * 1024;
/// Streams that pack objects: writers put a hundred objects and more into each.
const MOST_PACKED: usize = 20_000;
/// Longer words are none that matter.
const LONGEST_WORD: usize = 48;

/// Why a PDF is not taken.
///
/// # Errors
/// It cannot be read.
pub(super) fn looked_into(file: &mut (impl Read + Seek)) -> io::Result<Option<FaultCode>> {
    let mut words = Words::default();
    read_all(BufReader::new(&mut *file), &mut words)?;
    let mut left = MOST_UNPACKED;
    for packed in std::mem::take(&mut words.packed) {
        if words.fault.is_some() {
            break;
        }
        file.seek(SeekFrom::Start(packed.at))?;
        let mut unpacked = Words::default();
        let body = BufReader::new(&mut *file);
        if packed.is_deflated {
            let mut within = ZlibDecoder::new(skip_line_end(body)?).take(left);
            if read_all(&mut within, &mut unpacked).is_err() {
                return Ok(Some(FaultCode::FileBroken));
            }
            left = within.limit();
        } else {
            unpacked.ends_with_its_stream = true;
            read_all(body, &mut unpacked)?;
        }
        if left == 0 {
            return Ok(Some(FaultCode::FileUnpacks));
        }
        words.fault = unpacked.fault;
    }
    Ok(words.fault)
}

fn skip_line_end<R: Read>(mut body: BufReader<R>) -> io::Result<BufReader<R>> {
    use std::io::BufRead;
    while let Some(b'\r' | b'\n') = body.fill_buf()?.first() {
        body.consume(1);
    }
    Ok(body)
}

fn read_all(mut from: impl Read, words: &mut Words) -> io::Result<()> {
    let mut buffer = [0_u8; 16 * 1024];
    loop {
        let read = from.read(&mut buffer)?;
        let piece = buffer.get(..read).unwrap_or_default();
        if piece.is_empty() || words.is_done() {
            words.end_word();
            return Ok(());
        }
        for byte in piece {
            words.next(*byte);
        }
    }
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Within {
    #[default]
    Objects,
    Comment,
    /// A text in so many brackets (7.3.4.2).
    Text(u32),
    Escape(u32),
    /// The bytes of a stream.
    Body,
}

/// A stream that packs objects.
struct Packed {
    at: u64,
    is_deflated: bool,
}

/// The words of a PDF as they go by.
#[derive(Default)]
struct Words {
    at: u64,
    within: Within,
    is_name: bool,
    word: Vec<u8>,
    /// The last bytes of a text or a body, in which its end may stand.
    last: Vec<u8>,
    packs_objects: bool,
    is_deflated: bool,
    is_hidden: bool,
    packed: Vec<Packed>,
    ends_with_its_stream: bool,
    has_ended: bool,
    fault: Option<FaultCode>,
}

impl Words {
    fn is_done(&self) -> bool {
        self.has_ended || self.fault.is_some()
    }

    fn next(&mut self, byte: u8) {
        self.at += 1;
        match self.within {
            Within::Objects => self.next_of_objects(byte),
            Within::Comment if matches!(byte, b'\r' | b'\n') => self.within = Within::Objects,
            Within::Comment => {}
            Within::Body => self.may_end(byte),
            Within::Escape(depth) => {
                self.within = Within::Text(depth);
                self.may_end(byte);
            }
            Within::Text(depth) => {
                self.within = match byte {
                    b'\\' => Within::Escape(depth),
                    b'(' => Within::Text(depth.saturating_add(1)),
                    b')' if depth == 0 => Within::Objects,
                    b')' => Within::Text(depth - 1),
                    _ => Within::Text(depth),
                };
                self.may_end(byte);
            }
        }
    }

    fn next_of_objects(&mut self, byte: u8) {
        match byte {
            b'\0' | b'\t' | b'\n' | b'\x0c' | b'\r' | b' ' => self.end_word(),
            b'(' | b'%' => {
                self.end_word();
                if self.within == Within::Objects {
                    self.last.clear();
                    self.within = if byte == b'(' {
                        Within::Text(0)
                    } else {
                        Within::Comment
                    };
                }
            }
            b'/' => {
                self.end_word();
                self.is_name = true;
            }
            b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' => self.end_word(),
            _ if self.word.len() < LONGEST_WORD => self.word.push(byte),
            _ => {}
        }
    }

    /// Where a body or a text ends, even one whose bracket is never closed.
    fn may_end(&mut self, byte: u8) {
        self.last.push(byte);
        let ends = |end: &[u8]| self.last.ends_with(end);
        if (self.within == Within::Body && ends(b"endstream")) || ends(b"endobj") {
            self.last.clear();
            self.within = Within::Objects;
            self.begin_object();
        } else if self.last.len() > 64 {
            self.last.drain(..48);
        }
    }

    fn begin_object(&mut self) {
        (self.packs_objects, self.is_deflated, self.is_hidden) = (false, false, false);
    }

    fn end_word(&mut self) {
        let word = std::mem::take(&mut self.word);
        if std::mem::take(&mut self.is_name) {
            self.name(&unescaped(&word));
        } else if word == b"stream" {
            self.begin_body();
        } else if word == b"obj" || word == b"endobj" {
            self.begin_object();
        } else if word == b"endstream" {
            self.has_ended = self.ends_with_its_stream;
        }
    }

    fn name(&mut self, name: &[u8]) {
        if SCRIPTS.contains(&name) {
            self.fault = Some(FaultCode::FileScripts);
        } else if name == b"Encrypt" {
            self.fault = Some(FaultCode::FileLocked);
        }
        self.packs_objects |= PACKS_OBJECTS.contains(&name);
        self.is_deflated |= DEFLATED.contains(&name);
        self.is_hidden |= HIDES.contains(&name);
    }

    fn begin_body(&mut self) {
        if self.packs_objects {
            self.packed.push(Packed {
                at: self.at,
                is_deflated: self.is_deflated,
            });
            if self.is_hidden || self.packed.len() > MOST_PACKED {
                self.fault = Some(FaultCode::FileBroken);
            }
        }
        self.last.clear();
        self.within = Within::Body;
    }
}

/// A name as it is meant: any of its characters may be written as a number (7.3.5).
fn unescaped(name: &[u8]) -> Vec<u8> {
    let mut meant = Vec::with_capacity(name.len());
    let mut rest = name;
    while let Some((first, after)) = rest.split_first() {
        let digits = after.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        let number = digits.and_then(|two| u8::from_str_radix(two, 16).ok());
        match (*first, number) {
            (b'#', Some(byte)) => {
                meant.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            (byte, _) => {
                meant.push(byte);
                rest = after;
            }
        }
    }
    meant
}
