//! The disk of a real server: the few operations that the server needs.
//!
//! [`Directory`] is a real one. The fault test has another, which keeps what was not synced out of the file system, so
//! that a process that is killed loses it, as a machine loses it when its power fails.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// A folder of files. A file is written once as a whole, or appended to.
pub trait Disk: Send + Sync + 'static {
    /// The names of all files.
    ///
    /// # Errors
    /// Those of the system, here and below.
    fn names(&self) -> io::Result<Vec<String>>;

    /// What a file holds.
    ///
    /// # Errors
    /// If there is no such file.
    fn read(&self, name: &str) -> io::Result<Vec<u8>>;

    /// Writes a whole file, of these parts one after the other, so that a caller that has them in several places makes no copy.
    /// When this returns, the file is durable under its name; until then the former file of that name stays.
    ///
    /// # Errors
    /// If the disk does not take it.
    fn put(&self, name: &str, parts: &[&[u8]]) -> io::Result<()>;

    /// Cuts a file off at a length, durably.
    ///
    /// # Errors
    /// If there is no such file.
    fn cut(&self, name: &str, length: u64) -> io::Result<()>;

    /// Removes a file. It may come back if the machine stops.
    ///
    /// # Errors
    /// If there is no such file.
    fn remove(&self, name: &str) -> io::Result<()>;

    /// Opens a file at its end.
    ///
    /// # Errors
    /// If there is no such file.
    fn append_to(&self, name: &str) -> io::Result<Box<dyn Append>>;
}

/// A file that is appended to.
pub trait Append: Send {
    /// Appends bytes. They are not durable yet.
    ///
    /// # Errors
    /// If the disk is full.
    fn append(&mut self, bytes: &[u8]) -> io::Result<()>;

    /// Makes durable what was appended.
    ///
    /// # Errors
    /// If the disk fails. What is durable is unknown then.
    fn sync(&mut self) -> io::Result<()>;
}

/// The file whose lock says that a process uses the folder. The system releases it when the process ends, however it ends.
const LOCK: &str = "lock";
/// The ending of a file that is not whole.
const UNFINISHED: &str = ".unfinished";

/// A folder of the file system, which one process uses at a time.
#[derive(Debug)]
pub struct Directory {
    path: PathBuf,
    _lock: File,
}

/// Why a folder cannot be used.
#[derive(Debug)]
pub enum OpenError {
    /// A process uses it.
    InUse(PathBuf),
    /// The system refuses it.
    Io(PathBuf, io::Error),
}

impl Directory {
    /// Opens a folder. If there is none, this creates it.
    ///
    /// # Errors
    /// If another process uses it, or the system refuses it.
    pub fn open(path: &Path) -> Result<Directory, OpenError> {
        let refused = |error| OpenError::Io(path.to_path_buf(), error);
        fs::create_dir_all(path).map_err(refused)?;
        let lock =
            OpenOptions::new().create(true).truncate(false).write(true).open(path.join(LOCK)).map_err(refused)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(OpenError::InUse(path.to_path_buf())),
            Err(TryLockError::Error(error)) => return Err(refused(error)),
        }
        let directory = Directory { path: path.to_path_buf(), _lock: lock };
        directory.remove_unfinished().map_err(refused)?;
        Ok(directory)
    }

    /// Removes the files that a former process did not finish.
    fn remove_unfinished(&self) -> io::Result<()> {
        for entry in fs::read_dir(&self.path)? {
            let path = entry?.path();
            if path.as_os_str().to_string_lossy().ends_with(UNFINISHED) {
                fs::remove_file(path)?;
            }
        }
        Ok(())
    }

    /// Makes the folder's list of files durable.
    fn sync(&self) -> io::Result<()> {
        File::open(&self.path)?.sync_all()
    }
}

impl Disk for Directory {
    fn names(&self) -> io::Result<Vec<String>> {
        let names = fs::read_dir(&self.path)?.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()));
        names.filter(|name| !matches!(name, Ok(name) if name == LOCK || name.ends_with(UNFINISHED))).collect()
    }

    fn read(&self, name: &str) -> io::Result<Vec<u8>> {
        fs::read(self.path.join(name))
    }

    fn put(&self, name: &str, parts: &[&[u8]]) -> io::Result<()> {
        let unfinished = self.path.join(format!("{name}{UNFINISHED}"));
        let mut file = File::create(&unfinished)?;
        for part in parts {
            file.write_all(part)?;
        }
        file.sync_all()?;
        fs::rename(unfinished, self.path.join(name))?;
        self.sync()
    }

    fn cut(&self, name: &str, length: u64) -> io::Result<()> {
        let file = OpenOptions::new().write(true).open(self.path.join(name))?;
        file.set_len(length)?;
        file.sync_all()
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        fs::remove_file(self.path.join(name))
    }

    fn append_to(&self, name: &str) -> io::Result<Box<dyn Append>> {
        Ok(Box::new(OpenOptions::new().append(true).open(self.path.join(name))?))
    }
}

impl Append for File {
    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.write_all(bytes)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.sync_data()
    }
}

impl std::fmt::Display for OpenError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            OpenError::InUse(path) => write!(f, "{} is in use by another process", path.display()),
            OpenError::Io(path, error) => write!(f, "{} cannot be used: {error}", path.display()),
        }
    }
}

impl std::error::Error for OpenError {}
