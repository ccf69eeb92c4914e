//! Where the peers call from: without TLS, the paths of the cluster are for callers from there. Where a peer has a name, the number
//! is looked up, and remembered for a while: a stranger's requests must not have it looked up each time.

use super::book::{Addresses, Book};
use std::collections::BTreeSet;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::net::lookup_host;
use tokio::sync::Mutex as Looking;
use tokio::task::JoinSet;
use tokio::time::timeout;

/// How long the numbers that were found are remembered.
const REMEMBERED: Duration = Duration::from_secs(5);

/// How long a number that is none of them is taken for a stranger's. Then the names are looked up again: a peer may just have
/// started, or be elsewhere.
const STRANGE: Duration = Duration::from_millis(300);

/// How long all names together may be looked up; those that are found later do not count this time. A peer that connects must
/// not have given up meanwhile.
const LOOKUP_MAX: Duration = Duration::from_millis(500);

/// What was found, for which addresses, and when.
struct Found {
    at: Instant,
    addresses: Addresses,
    numbers: BTreeSet<IpAddr>,
}

/// The numbers of the peers.
#[derive(Clone)]
pub struct Neighbours {
    book: Arc<Book>,
    found: Arc<Mutex<Option<Found>>>,
    /// While one caller has them looked up, others wait for what is found.
    looking: Arc<Looking<()>>,
    strange: Duration,
}

impl Neighbours {
    /// The peers that a book names.
    pub fn of(book: Arc<Book>) -> Neighbours {
        Neighbours { book, found: Arc::default(), looking: Arc::default(), strange: STRANGE }
    }

    /// Whether a peer has this number.
    pub async fn include(&self, number: IpAddr) -> bool {
        let look = |address: String| async move {
            let found = lookup_host(address).await;
            found.map(|found| found.map(|peer| peer.ip().to_canonical()).collect()).unwrap_or_default()
        };
        self.include_by(number, LOOKUP_MAX, look).await
    }

    /// What is known of a number, if it is known.
    fn known(&self, number: IpAddr) -> Option<bool> {
        let found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        let found = found.as_ref().filter(|found| found.addresses == self.book.addresses())?;
        let is_one = found.numbers.contains(&number);
        (found.at.elapsed() < if is_one { REMEMBERED } else { self.strange }).then_some(is_one)
    }

    async fn include_by<L, F>(&self, number: IpAddr, patience: Duration, look: L) -> bool
    where
        L: Fn(String) -> F + Send + Sync + 'static,
        F: Future<Output = Vec<IpAddr>> + Send + 'static,
    {
        if let Some(is_one) = self.known(number) {
            return is_one;
        }
        // A task of its own: a caller that leaves meanwhile must not leave the next one as ignorant.
        let neighbours = self.clone();
        let looked = tokio::spawn(async move {
            let _looking = neighbours.looking.lock().await;
            if let Some(is_one) = neighbours.known(number) {
                return is_one;
            }
            let addresses = neighbours.book.addresses();
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
            let found = Found { at: Instant::now(), addresses, numbers };
            *neighbours.found.lock().unwrap_or_else(PoisonError::into_inner) = Some(found);
            is_one
        });
        looked.await.unwrap_or(false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::raft::NodeId;
    use crate::serve::disk::Directory;
    use std::sync::RwLock;
    use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

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
            called: RwLock::default(),
            disk: Arc::new(Directory::open(&folder).unwrap()),
            urls: Default::default(),
            hosts: Vec::new(),
            scheme: "http",
        }))
    }

    const NEAR: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 1));
    const STRANGER: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 9));

    /// Names that are looked up, and how often that was.
    #[derive(Clone, Default)]
    struct Names {
        looks: Arc<AtomicUsize>,
        is_known: Arc<AtomicBool>,
    }

    impl Names {
        /// Node 2 is near, once it is known at all.
        fn look(&self) -> impl Fn(String) -> std::future::Ready<Vec<IpAddr>> + use<> {
            let Names { looks, is_known } = self.clone();
            move |address| {
                looks.fetch_add(1, Ordering::Relaxed);
                let is_found = address == "near:1" && is_known.load(Ordering::Relaxed);
                std::future::ready(if is_found { vec![NEAR] } else { Vec::new() })
            }
        }
    }

    #[tokio::test]
    async fn a_number_is_looked_up_once_for_many_requests() {
        let (names, hour) = (Names::default(), Duration::from_secs(3600));
        names.is_known.store(true, Ordering::Relaxed);
        let neighbours = Neighbours { strange: hour, ..neighbours("once") };
        for _ in 0..50 {
            assert!(neighbours.include_by(NEAR, LOOKUP_MAX, names.look()).await);
            assert!(!neighbours.include_by(STRANGER, LOOKUP_MAX, names.look()).await);
        }
        assert_eq!(names.looks.load(Ordering::Relaxed), 2);
        neighbours.book.tell(NodeId::new(3).unwrap(), "near:1").unwrap();
        assert!(neighbours.include_by(NEAR, LOOKUP_MAX, names.look()).await);
        assert_eq!(names.looks.load(Ordering::Relaxed), 4, "a peer has moved");
    }

    /// While a cluster starts, a node may connect before its name is known.
    #[tokio::test]
    async fn a_number_that_was_not_found_is_looked_up_again() {
        let (names, neighbours) = (Names::default(), Neighbours { strange: Duration::ZERO, ..neighbours("again") });
        assert!(!neighbours.include_by(NEAR, LOOKUP_MAX, names.look()).await);
        names.is_known.store(true, Ordering::Relaxed);
        assert!(neighbours.include_by(NEAR, LOOKUP_MAX, names.look()).await);
    }

    /// One name hangs, and the caller leaves before that is given up. The next one is let in by what was found meanwhile.
    #[tokio::test]
    async fn a_lookup_that_hangs_holds_nobody_up() {
        let neighbours = neighbours("hangs");
        let look = |address: String| async move {
            if address == "far:1" {
                std::future::pending::<()>().await;
            }
            vec![NEAR]
        };
        let patience = Duration::from_millis(20);
        let leaves = timeout(Duration::ZERO, neighbours.include_by(NEAR, patience, look)).await;
        assert!(leaves.is_err(), "the caller has left");
        while neighbours.known(NEAR).is_none() {
            tokio::task::yield_now().await;
        }
        assert!(neighbours.include_by(NEAR, patience, look).await, "the other was found");
    }
}
