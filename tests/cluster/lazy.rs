//! A disk for tests that loses what was not synced when its process is killed, as a real one does when the machine's power
//! fails: what is appended stays in the process's memory until it is synced.

use raftarium::serve::disk::{Append, Directory, Disk};
use std::io;

/// A real folder behind that memory.
pub struct LazyDisk {
    pub folder: Directory,
    /// Whether a sync does nothing and says that it did: what the test must catch.
    pub skips_sync: bool,
}

struct LazyFile {
    file: Box<dyn Append>,
    unsynced: Vec<u8>,
    skips_sync: bool,
}

impl Disk for LazyDisk {
    fn names(&self) -> io::Result<Vec<String>> {
        self.folder.names()
    }

    fn read(&self, name: &str) -> io::Result<Vec<u8>> {
        self.folder.read(name)
    }

    fn put(&self, name: &str, parts: &[&[u8]]) -> io::Result<()> {
        self.folder.put(name, parts)
    }

    fn cut(&self, name: &str, length: u64) -> io::Result<()> {
        self.folder.cut(name, length)
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        self.folder.remove(name)
    }

    fn append_to(&self, name: &str) -> io::Result<Box<dyn Append>> {
        let file = self.folder.append_to(name)?;
        Ok(Box::new(LazyFile { file, unsynced: Vec::new(), skips_sync: self.skips_sync }))
    }
}

impl Append for LazyFile {
    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.unsynced.extend_from_slice(bytes);
        Ok(())
    }

    fn sync(&mut self) -> io::Result<()> {
        if self.skips_sync {
            return Ok(());
        }
        self.file.append(&self.unsynced)?;
        self.unsynced.clear();
        self.file.sync()
    }
}
