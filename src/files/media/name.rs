//! Names of files: what people see of a file before they open it, so what it ends in is true.

use super::Kind;
use crate::kernel::clean;
use crate::kernel::fault::{Fault, FaultCode};
use unicode_segmentation::UnicodeSegmentation;

/// Characters of a name, as people count them, with its ending.
const LONGEST: usize = 120;

/// The last part of a path, without what could confuse a header, a file system or an eye. A name
/// that is too long loses the end of its stem; one without an ending gets that of its type.
///
/// # Errors
/// A name that ends otherwise than files of this type do.
pub(super) fn tidy(name: &str, kind: Kind) -> Result<String, Fault> {
    let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let kept: String = clean::line(last)
        .chars()
        .filter(|c| !matches!(c, '"' | '<' | '>' | ':' | '|' | '?' | '*' | ';'))
        .collect();
    // Windows drops dots and spaces at the end, and what follows was then another ending.
    let kept = kept.trim_end_matches(['.', ' ']).trim_start();
    let usual = kind.endings.first().copied().unwrap_or_default();
    let (stem, ending) = kept.rsplit_once('.').unwrap_or((kept, usual));
    if !kind
        .endings
        .iter()
        .any(|one| one.eq_ignore_ascii_case(ending))
    {
        return Err(Fault::limited(FaultCode::FileEnding, usual));
    }
    let stem = if clean::is_blank(stem) { "file" } else { stem };
    let room = LONGEST.saturating_sub(ending.len() + 1);
    let stem: String = stem.graphemes(true).take(room).collect();
    Ok(format!("{}.{ending}", stem.trim_end()))
}
