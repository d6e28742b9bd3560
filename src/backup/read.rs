//! Looking at a backup before anything is made of it.

use super::BackupError;
use super::manifest::{self, Manifest, Part};
use crate::kernel::digest::Sha256;
use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;
use zip::ZipArchive;
use zip::result::ZipError;

/// The most a manifest is: one line for a file that was sent, of millions.
const MOST: u64 = 1024 * 1024 * 1024;

/// A backup of which every part is what its manifest says.
pub struct Backup {
    pub manifest: Manifest,
    /// SHA-256 of the whole file.
    pub sha256: String,
    zip: ZipArchive<BufReader<File>>,
}

impl Backup {
    /// Opens a backup, and reads every part of it.
    ///
    /// # Errors
    /// It is none, its end is missing, a newer program wrote it, or a part is not what the manifest
    /// says.
    pub fn open(path: &Path) -> Result<Self, BackupError> {
        let not_whole = |error: &dyn std::fmt::Display| {
            BackupError::NotWhole(path.to_owned(), error.to_string())
        };
        let sha256 = sealed(path)?.ok_or_else(|| not_whole(&"its seal is of other bytes"))?;
        let file = BufReader::new(File::open(path)?);
        let mut zip = ZipArchive::new(file).map_err(|error| not_whole(&error))?;
        let manifest = manifest_of(&mut zip).map_err(|error| not_whole(&error))?;
        let mut backup = Self {
            manifest,
            sha256,
            zip,
        };
        backup.check()?;
        Ok(backup)
    }

    fn check(&mut self) -> Result<(), BackupError> {
        let mut named: BTreeSet<String> = BTreeSet::from([manifest::NAME.to_owned()]);
        for part in self.manifest.parts.clone() {
            let is_own = part.table.is_some() != part.stored_as.is_some();
            if !is_own || !named.insert(part.name.clone()) {
                return Err(changed(&part.name, "is not one part of a kind"));
            }
            self.copy(&part, &mut io::sink())?;
        }
        let all = self.zip.file_names().collect::<Result<Vec<_>, _>>();
        let all = all.map_err(|error| changed("a part", &error.to_string()))?;
        match all.iter().find(|name| !named.contains(name.as_ref())) {
            Some(stranger) => Err(changed(stranger, "is in no manifest")),
            None => Ok(()),
        }
    }

    /// Copies what a part holds, which is once more what the manifest says.
    ///
    /// # Errors
    /// It is not.
    pub(super) fn copy(
        &mut self,
        part: &Part,
        into: &mut impl io::Write,
    ) -> Result<(), BackupError> {
        let unread = |error: ZipError| changed(&part.name, &error.to_string());
        let mut content = self.zip.by_name(&part.name).map_err(unread)?;
        let mut digest = Sha256::default();
        let mut piece = vec![0_u8; 64 * 1024];
        let mut bytes = 0;
        loop {
            let read = content.read(&mut piece);
            let read = read.map_err(|error| changed(&part.name, &error.to_string()))?;
            let Some(new) = piece.get(..read).filter(|new| !new.is_empty()) else {
                break;
            };
            bytes += u64::try_from(read).unwrap_or_default();
            // What bursts when it is unpacked is not what was written.
            if bytes > part.bytes {
                break;
            }
            digest.add(new);
            into.write_all(new)?;
        }
        if bytes != part.bytes || digest.hex() != part.sha256 {
            return Err(changed(&part.name, "is not what was written"));
        }
        Ok(())
    }

    /// What a part holds, in memory.
    ///
    /// # Errors
    /// As [`Backup::copy`]; it is no text.
    pub(super) fn text(&mut self, part: &Part) -> Result<String, BackupError> {
        let mut content = Vec::new();
        self.copy(part, &mut content)?;
        String::from_utf8(content).map_err(|error| changed(&part.name, &error.to_string()))
    }
}

/// SHA-256 of a file that ends with that of all before; nothing of any other.
fn sealed(path: &Path) -> io::Result<Option<String>> {
    let mut file = BufReader::new(File::open(path)?);
    let length = file.get_ref().metadata()?.len();
    let (mut whole, mut body) = (Sha256::default(), Sha256::default());
    let mut piece = vec![0_u8; 64 * 1024];
    let mut before = file.by_ref().take(length.saturating_sub(manifest::SEAL));
    loop {
        let read = before.read(&mut piece)?;
        let Some(new) = piece.get(..read).filter(|new| !new.is_empty()) else {
            break;
        };
        whole.add(new);
        body.add(new);
    }
    let mut seal = Vec::new();
    file.take(manifest::SEAL).read_to_end(&mut seal)?;
    whole.add(&seal);
    Ok((seal == body.hex().as_bytes()).then(|| whole.hex()))
}

fn changed(name: &str, why: &str) -> BackupError {
    BackupError::Changed(format!("{name} {why}"))
}

fn manifest_of(zip: &mut ZipArchive<BufReader<File>>) -> Result<Manifest, BackupError> {
    let part = zip.by_name(manifest::NAME)?;
    let mut text = String::new();
    part.take(MOST).read_to_string(&mut text)?;
    let said: serde_json::Value = serde_json::from_str(&text).map_err(io::Error::from)?;
    let form = said.get("form").and_then(serde_json::Value::as_u64);
    if form != Some(u64::from(manifest::FORM)) {
        let program = said.get("program").and_then(serde_json::Value::as_str);
        return Err(BackupError::Newer {
            program: program.unwrap_or("of another version").to_owned(),
            needs: "another form of backups".to_owned(),
        });
    }
    Ok(serde_json::from_value(said).map_err(io::Error::from)?)
}
