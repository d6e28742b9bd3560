//! Files and folders that nobody else on the machine reads: 0600 and 0700, or no start.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::Path;

/// What group and others may do.
#[cfg(unix)]
const OTHERS: u32 = 0o077;

/// A folder of our own: made where it is missing, closed to others where it was open to them.
///
/// # Errors
/// It cannot be made, or not be closed.
pub fn folder(path: &Path) -> io::Result<()> {
    let mut maker = fs::DirBuilder::new();
    maker.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut maker, 0o700);
    maker.create(path)?;
    close(path)
}

/// A file of our own that was not there yet, to write to.
///
/// # Errors
/// It is there, or cannot be made.
pub fn new_file(path: &Path) -> io::Result<File> {
    let mut maker = OpenOptions::new();
    maker.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut maker, 0o600);
    maker.open(path)
}

/// A file of our own: made empty where it is missing, closed to others where it was open to them.
///
/// # Errors
/// It cannot be made, or not be closed.
pub fn file(path: &Path) -> io::Result<()> {
    match new_file(path) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => close(path),
        Err(error) => Err(error),
    }
}

/// Takes from group and others what they may do with a file or folder, where it is there.
///
/// # Errors
/// It is another's: then a sentence says what to do.
pub fn close(path: &Path) -> io::Result<()> {
    if !is_open(path)? {
        return Ok(());
    }
    tracing::warn!(path = %path.display(), "was open to others on this machine, and is closed now");
    closed(path).map_err(|error| {
        let path = path.display();
        let why = format!("{path}: others on this machine may read it, and it cannot be closed");
        io::Error::new(error.kind(), format!("{why} ({error}); chmod go-rwx it"))
    })
}

/// Whether others may do anything with it.
///
/// # Errors
/// No answer from the system.
#[cfg(unix)]
pub fn is_open(path: &Path) -> io::Result<bool> {
    use std::os::unix::fs::PermissionsExt;
    match fs::metadata(path) {
        Ok(about) => Ok(about.permissions().mode() & OTHERS != 0),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

/// Elsewhere the folder's own rules hold.
#[cfg(not(unix))]
pub fn is_open(_: &Path) -> io::Result<bool> {
    Ok(false)
}

#[cfg(unix)]
fn closed(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mut permissions = fs::metadata(path)?.permissions();
    permissions.set_mode(permissions.mode() & !OTHERS);
    fs::set_permissions(path, permissions)
}

#[cfg(not(unix))]
fn closed(_: &Path) -> io::Result<()> {
    Ok(())
}
