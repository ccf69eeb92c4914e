//! Where the peers call from: without TLS, the paths of the cluster are for callers from there. Where a peer has a name, the number
//! is looked up, and remembered for a while: a stranger's requests must not have it looked up each time.

use super::book::{Addresses, Book};
use std::collections::BTreeSet;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::net::lookup_host;
use tokio::sync::Mutex;
use tokio::task::JoinSet;
use tokio::time::timeout;

/// How long numbers are remembered. A peer that comes with another one waits for so long.
const REMEMBERED: Duration = Duration::from_secs(5);

/// How long all numbers together may be looked up; those that are found later do not count this time.
const LOOKUP_MAX: Duration = Duration::from_secs(2);

/// What was found, for which addresses, and when.
struct Found {
    at: Instant,
    addresses: Addresses,
    numbers: BTreeSet<IpAddr>,
}

/// The numbers of the peers.
pub struct Neighbours {
    book: Arc<Book>,
    /// While one looks them up, others wait for what it finds.
    found: Mutex<Option<Found>>,
}

impl Neighbours {
    /// The peers that a book names.
    pub fn of(book: Arc<Book>) -> Neighbours {
        Neighbours { book, found: Mutex::default() }
    }

    /// Whether a peer has this number.
    pub async fn include(&self, number: IpAddr) -> bool {
        let look = |address: String| async move {
            let found = lookup_host(address).await;
            found.map(|found| found.map(|peer| peer.ip().to_canonical()).collect()).unwrap_or_default()
        };
        self.include_by(number, LOOKUP_MAX, look).await
    }

    async fn include_by<L, F>(&self, number: IpAddr, patience: Duration, look: L) -> bool
    where
        L: Fn(String) -> F,
        F: Future<Output = Vec<IpAddr>> + Send + 'static,
    {
        let (mut found, addresses) = (self.found.lock().await, self.book.addresses());
        let is_known = |found: &Found| found.addresses == addresses && found.at.elapsed() < REMEMBERED;
        if let Some(found) = found.as_ref().filter(|found| is_known(found)) {
            return found.numbers.contains(&number);
        }
        let mut looks: JoinSet<Vec<IpAddr>> = addresses.values().map(|address| look(address.clone())).collect();
        let mut numbers = BTreeSet::new();
        let all = async {
            while let Some(some) = looks.join_next().await {
                numbers.extend(some.unwrap_or_default());
            }
        };
        // What is not found in time is not found.
        let _ = timeout(patience, all).await;
        let is_one = numbers.contains(&number);
        *found = Some(Found { at: Instant::now(), addresses, numbers });
        is_one
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::raft::NodeId;
    use crate::serve::disk::Directory;
    use std::sync::RwLock;
    use std::sync::atomic::{AtomicUsize, Ordering};

    fn neighbours(test: &str) -> Neighbours {
        let folder = std::env::temp_dir().join(format!("raftarium-neighbours-{}-{test}", std::process::id()));
        drop(std::fs::remove_dir_all(&folder));
        let node = |number| NodeId::new(number).unwrap();
        Neighbours::of(Arc::new(Book {
            node: node(1),
            listens: "0.0.0.0:3000".parse().unwrap(),
            peers: [(node(2), "near:1".to_string()), (node(3), "far:1".to_string())].into(),
            told: RwLock::default(),
            writing: std::sync::Mutex::default(),
            disk: Arc::new(Directory::open(&folder).unwrap()),
            urls: Default::default(),
            hosts: Vec::new(),
            scheme: "http",
        }))
    }

    const NEAR: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 1));
    const STRANGER: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 9));

    #[tokio::test]
    async fn a_number_is_looked_up_once_for_many_requests() {
        let (neighbours, looks) = (neighbours("once"), AtomicUsize::new(0));
        let look = |address: String| {
            looks.fetch_add(1, Ordering::Relaxed);
            async move { if address == "near:1" { vec![NEAR] } else { Vec::new() } }
        };
        for _ in 0..50 {
            assert!(neighbours.include_by(NEAR, LOOKUP_MAX, look).await);
            assert!(!neighbours.include_by(STRANGER, LOOKUP_MAX, look).await);
        }
        assert_eq!(looks.load(Ordering::Relaxed), 2);
        neighbours.book.tell(NodeId::new(3).unwrap(), "near:1").unwrap();
        assert!(neighbours.include_by(NEAR, LOOKUP_MAX, look).await);
        assert_eq!(looks.load(Ordering::Relaxed), 4, "a peer has moved");
    }

    #[tokio::test]
    async fn a_lookup_that_hangs_holds_nobody_up() {
        let neighbours = neighbours("hangs");
        let look = |address: String| async move {
            if address == "far:1" {
                std::future::pending::<()>().await;
            }
            vec![NEAR]
        };
        assert!(neighbours.include_by(NEAR, Duration::from_millis(20), look).await, "the other was found");
    }
}
