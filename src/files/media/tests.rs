//! Fault 54: documents of other programs than the best known were refused; macros, programs and
//! bombs were taken, and a PDF called x.exe.

use super::*;
use std::io::{Cursor, Write};
use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

type Part<'p> = (&'p str, &'p [u8]);

const WORD: &str =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
const SHEET: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml";
const SLIDES: &str =
    "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml";
const NAMESPACE: &str = "http://schemas.openxmlformats.org/package/2006/content-types";
const LIST: &str = "[Content_Types].xml";

/// A list of parts as another program may write it: with a prefix or without.
fn list(prefix: &str, part: &str, media_type: &str) -> Vec<u8> {
    let (colon, named) = match prefix {
        "" => ("", "xmlns".to_owned()),
        prefix => (":", format!("xmlns:{prefix}")),
    };
    format!(
        "\u{feff}<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n\
         <{prefix}{colon}Types {named}='{NAMESPACE}'>\
         <{prefix}{colon}Default Extension='xml' ContentType='application/xml'/>\
         <{prefix}{colon}Override ContentType='{media_type}' PartName='{part}'/>\
         </{prefix}{colon}Types>"
    )
    .into_bytes()
}

fn packed(parts: &[Part]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let deflated = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, content) in parts {
        archive.start_file(*name, deflated).unwrap();
        archive.write_all(content).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// A document with one part more than it needs.
fn with(name: &str, content: &[u8]) -> Vec<u8> {
    let list = list("", "/word/document.xml", WORD);
    packed(&[
        (LIST, &list),
        ("word/document.xml", b"<w/>"),
        (name, content),
    ])
}

fn looked(content: &[u8], name: &str) -> std::result::Result<(&'static str, String), FaultCode> {
    match looked_at(&mut Cursor::new(content), name, Taken::Documents) {
        Ok((kind, name)) => Ok((kind.media_type, name)),
        Err(Error::Invalid(faults)) => Err(faults.at("file")[0].code),
        Err(other) => panic!("{other}"),
    }
}

fn refused(content: &[u8], name: &str) -> Option<FaultCode> {
    looked(content, name).err()
}

#[test]
fn documents_of_every_program_are_taken_for_what_they_are() {
    for (main, ending, prefix, part) in [
        (WORD, "docx", "", "/word/document.xml"),
        (WORD, "docx", "ct", "/word/document2.xml"),
        (WORD, "docx", "", "/Content/Body.XML"),
        (SHEET, "xlsx", "ns0", "/xl/workbook.xml"),
        (SLIDES, "pptx", "", "/ppt/presentation.xml"),
    ] {
        let list = list(prefix, part, main);
        let part = part.trim_start_matches('/');
        let (list, body): (Part, Part) = ((LIST, &list), (part, b"<x/>"));
        let (rels, picture) = (("_rels/.rels", &b"<r/>"[..]), ("m/1.png", &b"\x89PNG"[..]));
        for order in [
            [list, rels, body, picture],
            [picture, body, rels, list],
            [body, list, picture, rels],
        ] {
            let name = format!("plan.{ending}");
            let found = looked(&packed(&order), &name);
            let (media_type, kept) = found.unwrap_or_else(|code| panic!("{part}: {code}"));
            assert_eq!(kept, name);
            let endings = media_type.rsplit('.').next();
            assert_eq!(
                endings,
                main.trim_end_matches(".main+xml").rsplit('.').next()
            );
        }
    }
    let backwards = list("", "/word/document.xml", WORD);
    let backwards: &[Part] = &[(LIST, &backwards), ("word\\document.xml", b"<w/>")];
    assert_eq!(refused(&packed(backwards), "x.docx"), None);
}

#[test]
fn macros_of_a_document_are_refused() {
    let macros = Some(FaultCode::FileMacros);
    assert_eq!(
        refused(&with("word/vbaProject.bin", b"\xd0\xcf"), "x.docx"),
        macros
    );
    assert_eq!(
        refused(&with("word/VBAPROJECT.BIN", b"\xd0\xcf"), "x.docx"),
        macros
    );
    let sheet = with("xl/macrosheets/sheet1.xml", b"<m/>");
    assert_eq!(refused(&sheet, "x.docx"), macros);
    let of_macros = "application/vnd.ms-word.document.macroEnabled.main+xml";
    let list = list("", "/word/document.xml", of_macros);
    let parts: &[Part] = &[(LIST, &list), ("word/document.xml", b"<w/>")];
    assert_eq!(refused(&packed(parts), "x.docx"), macros);
    let hidden = super::tests::list(
        "",
        "/word/other.bin",
        "application/vnd.ms-office.vbaProject",
    );
    let both = String::from_utf8(super::tests::list("", "/word/document.xml", WORD)).unwrap();
    let line = String::from_utf8(hidden).unwrap();
    let line = line
        .split("<Override")
        .nth(1)
        .unwrap()
        .replace("</Types>", "");
    let both = both.replace("</Types>", &format!("<Override{line}</Types>"));
    let parts: &[Part] = &[
        (LIST, both.as_bytes()),
        ("word/document.xml", b"<w/>"),
        ("word/other.bin", b"\xd0\xcf"),
    ];
    assert_eq!(refused(&packed(parts), "x.docx"), macros);
}

#[test]
fn programs_and_packed_files_within_a_document_are_refused() {
    let program = Some(FaultCode::FileHoldsFile);
    assert_eq!(refused(&with("word/run.exe", b"x"), "x.docx"), program);
    assert_eq!(
        refused(&with("word/media/a.png", b"MZ\x90\0\x03\0"), "x.docx"),
        program
    );
    assert_eq!(
        refused(
            &with(
                "word/media/a.bin",
                b"\x7fELF\x02\x01\x01\0 and so on, for as long as the head of such a program is"
            ),
            "x.docx"
        ),
        program
    );
    let mut packager = vec![0_u8; 20_000];
    packager.extend("\u{1}Ole10Native".encode_utf16().flat_map(u16::to_le_bytes));
    assert_eq!(
        refused(&with("word/embeddings/o.bin", &packager), "x.docx"),
        program
    );
    let table = with(
        "word/embeddings/Sheet1.xlsx",
        b"PK\x03\x04 a table behind a chart",
    );
    assert_eq!(refused(&table, "x.docx"), None);
}

#[test]
fn what_bursts_when_unpacked_is_refused_before_it_does() {
    let zeros = vec![0_u8; 40 * 1024 * 1024];
    let mut bomb = with("word/media/big.bmp", &zeros);
    assert!(bomb.len() < 64 * 1024, "{}", bomb.len());
    assert_eq!(refused(&bomb, "x.docx"), Some(FaultCode::FileUnpacks));
    // One that says in its directory that it is small.
    let length = u32::try_from(zeros.len()).unwrap().to_le_bytes();
    for at in 0..bomb.len() - 4 {
        if bomb[at..at + 4] == length {
            bomb[at..at + 4].copy_from_slice(&100_u32.to_le_bytes());
        }
    }
    let code = refused(&bomb, "x.docx");
    assert!(matches!(
        code,
        Some(FaultCode::FileUnpacks | FaultCode::FileBroken)
    ));
    // Much of the same that people do make: a long table.
    let rows = "<row><c t='n'><v>1250</v></c></row>".repeat(30_000);
    assert_eq!(
        refused(&with("xl/sheet1.xml", rows.as_bytes()), "x.docx"),
        None
    );
    let mut many = b"PK\x03\x04".to_vec();
    many.extend(b"PK\x01\x02".repeat(20_000));
    assert_eq!(refused(&many, "x.docx"), Some(FaultCode::FileUnpacks));
}

#[test]
fn a_zip_that_is_no_document_is_refused() {
    let word = list("", "/word/document.xml", WORD);
    let no_list: &[Part] = &[("word/document.xml", b"<w/>")];
    assert_eq!(
        refused(&packed(no_list), "x.docx"),
        Some(FaultCode::FileType)
    );
    let no_part: &[Part] = &[(LIST, &word)];
    assert_eq!(
        refused(&packed(no_part), "x.docx"),
        Some(FaultCode::FileType)
    );
    let no_xml: &[Part] = &[(LIST, b"<Types><Override"), ("word/document.xml", b"")];
    assert_eq!(
        refused(&packed(no_xml), "x.docx"),
        Some(FaultCode::FileBroken)
    );
    assert_eq!(
        refused(b"PK\x03\x04 broken", "x.docx"),
        Some(FaultCode::FileBroken)
    );
    let mut cut = with("word/media/a.png", &[7; 5_000]);
    cut.truncate(cut.len() - 30);
    assert_eq!(refused(&cut, "x.docx"), Some(FaultCode::FileBroken));
    for other in [
        &b"MZ\x90\0"[..],
        b"GIF89a",
        b"<html>",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"",
    ] {
        assert_eq!(
            refused(other, "x.pdf"),
            Some(FaultCode::FileType),
            "{other:?}"
        );
    }
}

#[test]
fn a_name_ends_in_what_the_file_is() {
    let pdf = b"%PDF-1.7\n";
    let named = |name: &str| looked(pdf, name).map(|found| found.1);
    let ending = Err(FaultCode::FileEnding);
    for wrong in [
        "x.exe",
        "x.pdf.exe",
        "x.docx",
        "x.pdf\u{202e}exe.",
        "x.pdf. .exe . ",
    ] {
        assert_eq!(named(wrong), ending, "{wrong:?}");
    }
    for (sent, kept) in [
        ("plan.pdf", "plan.pdf"),
        ("Plan.PDF", "Plan.PDF"),
        ("plan", "plan.pdf"),
        ("plan.pdf. ", "plan.pdf"),
        ("C:\\docs\\plan.pdf", "plan.pdf"),
        ("../../etc/plan.pdf", "plan.pdf"),
        ("pl\u{202e}fdp.\u{200f}an.pdf\u{7}", "plfdp.an.pdf"),
        (".pdf", "file.pdf"),
        ("", "file.pdf"),
        ("a\"b<c>;d.pdf", "abcd.pdf"),
    ] {
        assert_eq!(named(sent), Ok(kept.to_owned()), "{sent:?}");
    }
    let kept = named(&format!("{}.pdf", "e\u{301}👩\u{200d}🔬".repeat(200))).unwrap();
    assert!(kept.ends_with("👩\u{200d}🔬.pdf"), "{kept}");
    assert_eq!(clean_length(&kept), 120);
    assert_eq!(looked(b"\xff\xd8\xff\xe0", "x.JPEG").unwrap().1, "x.JPEG");
    assert_eq!(
        refused(b"\xff\xd8\xff\xe0", "x.png"),
        Some(FaultCode::FileEnding)
    );
}

fn clean_length(name: &str) -> usize {
    crate::kernel::clean::length(name)
}

/// A PDF with these objects; those of `packed` in a stream.
fn pdf(objects: &str, packed: Option<&str>) -> Vec<u8> {
    let mut file = format!("%PDF-1.7\n%\u{e2}\u{e3}(\n1 0 obj\n{objects}\nendobj\n").into_bytes();
    if let Some(packed) = packed {
        let mut deflate =
            flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
        deflate.write_all(packed.as_bytes()).unwrap();
        let body = deflate.finish().unwrap();
        let head = "<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length";
        file.extend(format!("2 0 obj\n{head} {} >>\nstream\r\n", body.len()).bytes());
        file.extend(body);
        file.extend(b"\nendstream\nendobj\n");
    }
    file.extend(b"trailer << /Root 1 0 R >>\n%%EOF\n");
    file
}

#[test]
fn a_pdf_that_does_something_by_itself_is_refused() {
    let scripts = Some(FaultCode::FileScripts);
    for does in [
        "<< /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >>",
        "<< /OpenAction << /S /Launch /F (cmd.exe) >> >>",
        "<< /AA<</O<</S/J#61vaScript/JS 5 0 R>>>> >>",
        "<< /Names << /JavaScript 5 0 R >> >>",
        "<< /S /Rendition /OP 1 /JS (x) >>",
        "<< /T (an open \\( bracket) /S /Launch >>",
        "<< /T (a bracket never closed >>\nendobj\n2 0 obj << /S /Launch >>",
        "<< /Length 9 >>\nstream\nx endstream (\nendstream\nendobj\n2 0 obj <</S/Launch>>",
    ] {
        assert_eq!(refused(&pdf(does, None), "x.pdf"), scripts, "{does}");
        assert_eq!(
            refused(&pdf("", Some(does)), "x.pdf"),
            scripts,
            "packed: {does}"
        );
    }
    let plain = "<< /Type /ObjStm /N 1 /First 4 >>\nstream\n<</S/Launch>>\nendstream";
    assert_eq!(refused(&pdf(plain, None), "x.pdf"), scripts);
    let locked = "<< /Encrypt 7 0 R >>";
    assert_eq!(
        refused(&pdf(locked, None), "x.pdf"),
        Some(FaultCode::FileLocked)
    );
    let hidden = "<</Type/ObjStm/First 4/Filter[/AHx/Fl]>>\nstream\n00>\nendstream";
    assert_eq!(
        refused(&pdf(hidden, None), "x.pdf"),
        Some(FaultCode::FileBroken)
    );
}

#[test]
fn a_pdf_that_only_speaks_of_scripts_is_taken() {
    for says in [
        "<< /Title (HTML/JavaScript and a /Launch in March) >>",
        "<< /OpenAction [3 0 R /Fit] /Outlines << /First 5 0 R >> >>",
        "<< /Length 30 >>\nstream\nBT (CSS/JavaScript) Tj /Launch\nendstream",
        "<< /Title (nested (brackets) and \\) one) >> % /Launch\n",
    ] {
        assert_eq!(refused(&pdf(says, None), "x.pdf"), None, "{says}");
        assert_eq!(
            refused(&pdf("", Some(says)), "x.pdf"),
            None,
            "packed: {says}"
        );
    }
}

#[test]
fn packed_objects_are_unpacked_within_limits() {
    let much = " ".repeat(70 * 1024 * 1024);
    let code = refused(&pdf("", Some(&much)), "x.pdf");
    assert_eq!(code, Some(FaultCode::FileUnpacks));
    let mut cut = pdf("", Some("<< /Type /Catalog >>"));
    let at = cut.windows(6).position(|at| at == b"stream").unwrap() + 12;
    cut[at..at + 6].fill(0xff);
    assert_eq!(refused(&cut, "x.pdf"), Some(FaultCode::FileBroken));
}

fn of_banks(content: &[u8], name: &str) -> std::result::Result<&'static str, FaultCode> {
    match looked_at(&mut Cursor::new(content), name, Taken::OfBanks) {
        Ok((kind, _)) => Ok(kind.media_type),
        Err(Error::Invalid(faults)) => Err(faults.at("file")[0].code),
        Err(other) => panic!("{other}"),
    }
}

/// Fault 56: what a bank writes is kept as evidence.
#[test]
fn what_banks_write_is_text_or_xml_that_stands_for_itself() {
    let text = b":20:STATEMENT\r\n:61:2703200320D28000,00NTRF\r\n";
    assert_eq!(of_banks(text, "bank.sta"), Ok("text/plain"));
    assert_eq!(of_banks(b"Empf\xe4nger;Betrag", "a.csv"), Ok("text/plain"));
    let xml = b"<?xml version='1.0'?>\n<Document><TxSts>RJCT</TxSts></Document>";
    assert_eq!(of_banks(xml, "pain.002.xml"), Ok("application/xml"));
    let marked = [b"\xef\xbb\xbf".as_slice(), xml].concat();
    assert_eq!(of_banks(&marked, "pain.xml"), Ok("application/xml"));
    assert_eq!(
        of_banks(b"%PDF-1.4\n%%EOF\n", "a.pdf"),
        Ok("application/pdf")
    );
    for (content, name, code) in [
        (
            &b"<Document><b></Document>"[..],
            "a.xml",
            FaultCode::FileBroken,
        ),
        (
            b"<!DOCTYPE d [<!ENTITY b 'c'>]><d>&b;</d>",
            "a.xml",
            FaultCode::BankFileType,
        ),
        (b"MZ\x90\x00\x03", "a.txt", FaultCode::BankFileType),
        (b"#!/bin/sh\nexit", "a.txt", FaultCode::BankFileType),
        (b"PK\x03\x04rest", "a.txt", FaultCode::BankFileType),
        (text, "a.exe", FaultCode::FileEnding),
    ] {
        assert_eq!(of_banks(content, name), Err(code), "{name}");
    }
}
