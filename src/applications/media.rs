//! What a file is, as its content tells: names and headers can say anything.

use std::io::Cursor;
use zip::ZipArchive;

/// Types that are taken as their first bytes tell.
const BY_FIRST_BYTES: &[&str] = &["application/pdf", "image/png", "image/jpeg"];

/// Office Open XML (ECMA-376, part 2): a zip whose parts may stand in any order, so that each
/// program begins with another one. The part that holds the document tells the type.
const BY_MAIN_PART: &[(&str, &str)] = &[
    (
        "word/document.xml",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    (
        "xl/workbook.xml",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    (
        "ppt/presentation.xml",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ),
];
const LIST_OF_PARTS: &str = "[Content_Types].xml";

/// The type of a file, where it is one that is taken.
pub(super) fn taken_type(content: &[u8]) -> Option<&'static str> {
    let found = infer::get(content)?.mime_type();
    BY_FIRST_BYTES
        .iter()
        .copied()
        .find(|one| *one == found)
        .or_else(|| office_type(content))
}

fn office_type(content: &[u8]) -> Option<&'static str> {
    let archive = ZipArchive::new(Cursor::new(content)).ok()?;
    archive.index_for_name(LIST_OF_PARTS)?;
    BY_MAIN_PART
        .iter()
        .find(|(part, _)| archive.index_for_name(part).is_some())
        .map(|(_, media_type)| *media_type)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use zip::CompressionMethod;
    use zip::write::{SimpleFileOptions, ZipWriter};

    fn packed(parts: &[&str]) -> Vec<u8> {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        let plain = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        for part in parts {
            archive.start_file(*part, plain).unwrap();
            archive.write_all(b"<x/>").unwrap();
        }
        archive.finish().unwrap().into_inner()
    }

    /// Fault 33: documents of other programs than the best known were refused.
    #[test]
    fn the_parts_of_a_document_may_stand_in_any_order() {
        let word = BY_MAIN_PART.first().map(|one| one.1);
        let (types, rels, body) = (LIST_OF_PARTS, "_rels/.rels", "word/document.xml");
        for order in [
            [types, rels, body],
            [rels, body, types],
            [body, "docProps/app.xml", types],
            ["customXml/item1.xml", types, body],
        ] {
            assert_eq!(taken_type(&packed(&order)), word, "{order:?}");
        }
        assert_eq!(taken_type(&packed(&["run.exe"])), None);
        assert_eq!(taken_type(&packed(&[body])), None, "no list of parts");
        assert_eq!(taken_type(b"%PDF-1.7\n"), Some("application/pdf"));
        assert_eq!(taken_type(b"PK\x03\x04 broken"), None);
        assert_eq!(taken_type(b""), None);
    }
}
