//! Where the nodes are: addresses for the peers, and for clients and their browsers.
//!
//! A node is told at its start where the others are. If a node is added later, an operator tells the leader its address
//! (`ctl add node4 --address HOST:PORT`). The leader writes the address down and tells its peers. Each node passes on
//! what it was told whenever it connects to another, so that a node that was down learns it as well. The address that
//! was told last wins, and it wins over the address that a node is told at its start. No promise of Raft rests on an
//! address: a wrong one is like a network that is cut there.

use super::disk::Disk;
use crate::api::name_of;
use crate::raft::NodeId;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

/// The file that an address is written down in.
const FILE: &str = "addresses";

/// The longest address, bytes: the longest name of a host, and a port.
const ADDRESS_BYTES_MAX: usize = 260;

/// How far a version may be above all that a node knows, at most: far more than operators tell, and so little that a wrong one
/// leaves higher ones.
const VERSION_STEP_MAX: u64 = 1 << 32;

/// Addresses of the other nodes, as `host:port`.
pub type Addresses = BTreeMap<NodeId, String>;

/// What a node was told by an operator, or by a node that was.
pub type Told = BTreeMap<NodeId, ToldAddress>;

/// An address that an operator told.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ToldAddress {
    /// The higher, the later it was told. Where two are the same, the later in the alphabet wins: all nodes agree.
    version: u64,
    address: String,
}

/// Whether a text is an address of a node: a name or number of a host, and a port. It may stand in a header and in a policy.
pub fn is_address(text: &str) -> bool {
    parts(text).is_some_and(|(_, port)| port.is_some())
}

/// The name or number of a host, and the port if there is one; none if the text is something else.
fn parts(text: &str) -> Option<(&str, Option<&str>)> {
    let split = text.rsplit_once(':').filter(|(host, _)| !host.starts_with('[') || host.ends_with(']'));
    let (host, port) = split.map_or((text, None), |(host, port)| (host, Some(port)));
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._".contains(&byte);
    let is_host = match host.strip_prefix('[').and_then(|host| host.strip_suffix(']')) {
        Some(number) => number.parse::<Ipv6Addr>().is_ok(),
        None => !host.is_empty() && host.bytes().all(is_plain),
    };
    let is_port = |port: &str| port.bytes().all(|byte| byte.is_ascii_digit()) && port.parse::<u16>().is_ok();
    (is_host && port.is_none_or(is_port) && text.len() <= ADDRESS_BYTES_MAX).then_some((host, port))
}

/// Whether a text is an address of a node for clients, such as `http://localhost:3001`.
pub fn is_url(text: &str) -> bool {
    let host = text.strip_prefix("http://").or_else(|| text.strip_prefix("https://"));
    host.is_some_and(|host| parts(host).is_some())
}

/// Names that are remembered because peers called this node by them, at most.
const CALLED_MAX: usize = 16;

/// The addresses that a node knows.
pub struct Book {
    /// This node.
    pub node: NodeId,
    /// Where it listens.
    pub listens: SocketAddr,
    /// The other nodes, as it was told at its start.
    pub peers: Addresses,
    /// What it was told since, in all its lives.
    pub told: RwLock<Told>,
    /// Whoever changes what it was told holds this meanwhile. Readers do not wait for the disk.
    pub writing: Mutex<()>,
    /// The names by which peers have called this node, [`CALLED_MAX`] at most.
    pub called: RwLock<BTreeSet<String>>,
    /// Where that is written down.
    pub disk: Arc<dyn Disk>,
    /// Addresses for clients, such as `http://localhost:3001`, where they are others than those for the peers.
    pub urls: BTreeMap<NodeId, String>,
    /// Further names by which clients call nodes, without a port.
    pub hosts: Vec<String>,
    /// `http` or `https`.
    pub scheme: &'static str,
}

impl Book {
    /// What a disk says that a node was told.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn read(disk: &dyn Disk) -> io::Result<Told> {
        match disk.read(FILE) {
            Ok(bytes) => serde_json::from_slice(&bytes).map_err(|error| io::Error::other(format!("{FILE}: {error}"))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Told::new()),
            Err(error) => Err(error),
        }
    }

    /// All that it was told.
    pub fn told(&self) -> Told {
        self.told.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// An operator tells an address. Writes it down.
    ///
    /// # Errors
    /// If the disk does not take it; nothing is noted then.
    pub fn tell(&self, node: NodeId, address: &str) -> io::Result<()> {
        let writing = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let known = self.told();
        let version = latest(&known).checked_add(1).ok_or_else(|| io::Error::other("there is no later version"))?;
        let told = ToldAddress { version, address: address.to_string() };
        self.note(known, Told::from([(node, told)]), &writing).map(drop)
    }

    /// Takes what is newer than what it knows, and writes it down. Returns the addresses that changed. May wait for the disk.
    ///
    /// # Errors
    /// If the disk does not take it; nothing is noted then.
    pub fn learn(&self, told: &Told) -> io::Result<Addresses> {
        let writing = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let known = self.told();
        let version_max = latest(&known).saturating_add(VERSION_STEP_MAX);
        let is_new = |(node, told): &(&NodeId, &ToldAddress)| {
            known.get(node) < Some(told) && told.version <= version_max && is_address(&told.address)
        };
        let new: Told = told.iter().filter(is_new).map(|(node, told)| (*node, told.clone())).collect();
        if new.is_empty() { Ok(Addresses::new()) } else { self.note(known, new, &writing) }
    }

    /// Writes new addresses down beside the known ones. The caller holds the lock meanwhile, so that no other address is written
    /// in between.
    fn note(&self, mut all: Told, new: Told, _writing: &MutexGuard<'_, ()>) -> io::Result<Addresses> {
        all.extend(new.clone());
        // Texts and numbers have no way to fail.
        self.disk.put(FILE, &[&serde_json::to_vec(&all).expect("addresses are JSON")])?;
        *self.told.write().unwrap_or_else(PoisonError::into_inner) = all;
        Ok(new.into_iter().map(|(node, told)| (node, told.address)).collect())
    }

    /// The addresses of the other nodes, for peers.
    pub fn addresses(&self) -> Addresses {
        let mut all = self.peers.clone();
        all.extend(self.told().into_iter().map(|(node, told)| (node, told.address)));
        all.remove(&self.node);
        all
    }

    /// The address of a node for clients. `host` is by which name they came to this one, where that is known. A name that no
    /// option and no peer gives this node does not count: any web page may have a name of its own lead here (DNS rebinding), and would be
    /// taken for a page of this node.
    pub fn url(&self, node: NodeId, host: Option<&str>) -> String {
        if let Some(url) = self.urls.get(&node) {
            return url.clone();
        }
        match (self.addresses().get(&node), host.filter(|host| self.goes_by(host))) {
            (Some(address), _) => format!("{}://{address}", self.scheme),
            (None, Some(host)) => format!("{}://{host}", self.scheme),
            (None, None) => format!("{}://{}", self.scheme, self.listens),
        }
    }

    /// The addresses of all nodes for clients, this one's included.
    pub fn all(&self, host: Option<&str>) -> BTreeMap<NodeId, String> {
        let addresses = self.addresses();
        let nodes = addresses.keys().chain(self.urls.keys()).chain([&self.node]);
        nodes.map(|node| (*node, self.url(*node, host))).collect()
    }

    /// A peer has called this node by a host: others may do so as well. Peers are admitted by other means.
    pub fn learn_name(&self, host: &str) {
        let mut called = self.called.write().unwrap_or_else(PoisonError::into_inner);
        if let Some((name, _)) = parts(host).filter(|_| called.len() < CALLED_MAX) {
            called.insert(name.to_ascii_lowercase());
        }
    }

    /// Whether clients may call this node by a host, with a port or without: an address, `localhost`, the name of the node, a
    /// name by which its peers call it, or one that its options or an operator gave a node. A page whose own name leads here (DNS rebinding) calls the node by
    /// that name.
    pub fn goes_by(&self, host: &str) -> bool {
        let Some((name, _)) = parts(host) else { return false };
        let told = self.told();
        let addresses = self.peers.values().chain(told.values().map(|told| &told.address)).map(String::as_str);
        let urls = self.urls.values().filter_map(|url| url.split_once("://")).map(|(_, address)| address);
        let mut names = addresses.chain(urls).chain(self.hosts.iter().map(String::as_str));
        let called = self.called.read().unwrap_or_else(PoisonError::into_inner);
        is_plain(host)
            || called.contains(&name.to_ascii_lowercase())
            || name.eq_ignore_ascii_case(&name_of(self.node))
            || names.any(|known| parts(known).is_some_and(|(known, _)| known.eq_ignore_ascii_case(name)))
    }

    /// Whether a page may speak to this node that came from there: from this node or another. `localhost` and the addresses of
    /// this machine's loopback are the same.
    pub fn knows(&self, origin: &str, host: Option<&str>) -> bool {
        let origin = with_loopback_named(origin);
        self.all(host).values().any(|url| with_loopback_named(url) == origin)
    }
}

/// The highest version among addresses.
fn latest(told: &Told) -> u64 {
    told.values().map(|told| told.version).max().unwrap_or(0)
}

/// Whether it is an address, or `localhost`, with a port or without.
fn is_plain(host: &str) -> bool {
    let is_it = |name: &str| {
        name.starts_with('[') || name.parse::<Ipv4Addr>().is_ok() || name.eq_ignore_ascii_case("localhost")
    };
    parts(host).is_some_and(|(name, _)| is_it(name))
}

/// The same address, where loopback has one name.
fn with_loopback_named(url: &str) -> String {
    match url.split_once("://") {
        Some((scheme, address)) => {
            let (host, port) = address.rsplit_once(':').unwrap_or((address, ""));
            let host = if ["127.0.0.1", "[::1]"].contains(&host) { "localhost" } else { host };
            format!("{scheme}://{host}:{port}")
        }
        None => url.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::serve::disk::Directory;
    use std::sync::mpsc::{Receiver, SyncSender, channel, sync_channel};
    use std::thread;

    fn node(number: usize) -> NodeId {
        NodeId::new(number).unwrap()
    }

    /// The book of a node with an empty folder of its own.
    fn book(test: &str) -> Book {
        let folder = std::env::temp_dir().join(format!("raftarium-book-{}-{test}", std::process::id()));
        drop(std::fs::remove_dir_all(&folder));
        Book {
            node: node(1),
            listens: "0.0.0.0:3000".parse().unwrap(),
            peers: [(node(2), "127.0.0.1:3002".to_string()), (node(3), "node3:3000".to_string())].into(),
            told: RwLock::default(),
            writing: Mutex::default(),
            called: RwLock::default(),
            disk: Arc::new(Directory::open(&folder).unwrap()),
            urls: [(node(3), "http://localhost:3003".to_string())].into(),
            hosts: vec!["my-host".to_string()],
            scheme: "http",
        }
    }

    #[test]
    fn clients_are_told_their_own_addresses_of_nodes() {
        let book = book("clients");
        let urls: Vec<String> = book.all(Some("localhost:3001")).into_values().collect();
        assert_eq!(urls, ["http://localhost:3001", "http://127.0.0.1:3002", "http://localhost:3003"]);
        assert_eq!(book.url(node(1), None), "http://0.0.0.0:3000");
    }

    /// What was told later wins, wherever it is heard first, and a restart knows it.
    #[test]
    fn what_is_told_spreads_and_stays() {
        let (leader, follower) = (book("leader"), book("follower"));
        leader.tell(node(4), "node4:3000").unwrap();
        leader.tell(node(2), "moved:3002").unwrap();
        assert_eq!(leader.addresses()[&node(2)], "moved:3002");
        let old = leader.told();
        leader.tell(node(4), "a-newer-place:3000").unwrap();
        let changed = follower.learn(&leader.told()).unwrap();
        assert_eq!(changed, [(node(2), "moved:3002".into()), (node(4), "a-newer-place:3000".into())].into());
        assert_eq!(follower.learn(&old).unwrap(), Addresses::new(), "it is older");
        assert_eq!(follower.addresses(), leader.addresses());
        assert_eq!(Book::read(&*follower.disk).unwrap(), leader.told());
        let wrong = ToldAddress { version: 99, address: "a;b:1".into() };
        assert_eq!(follower.learn(&[(node(5), wrong)].into()).unwrap(), Addresses::new());
        follower.disk.put(FILE, &[b"{"]).unwrap();
        assert!(Book::read(&*follower.disk).unwrap_err().to_string().contains("addresses"));
    }

    /// A version that leaves no higher one is not taken, wherever it comes from: an operator could never tell another address.
    #[test]
    fn there_is_always_a_later_version() {
        let book = book("versions");
        let told = |version| Told::from([(node(4), ToldAddress { version, address: "far:1".into() })]);
        for version in [u64::MAX, VERSION_STEP_MAX + 1] {
            assert_eq!(book.learn(&told(version)).unwrap(), Addresses::new(), "{version}");
        }
        assert_eq!(book.learn(&told(VERSION_STEP_MAX)).unwrap().len(), 1);
        book.tell(node(4), "near:1").unwrap();
        assert_eq!(book.addresses()[&node(4)], "near:1");
        *book.told.write().unwrap() = told(u64::MAX);
        assert!(book.tell(node(4), "near:1").unwrap_err().to_string().contains("no later version"));
    }

    /// A disk that takes nothing until it may.
    struct SlowDisk {
        asked: SyncSender<()>,
        may: Mutex<Receiver<()>>,
    }

    impl Disk for SlowDisk {
        fn names(&self) -> io::Result<Vec<String>> {
            Ok(Vec::new())
        }

        fn read(&self, _: &str) -> io::Result<Vec<u8>> {
            Err(io::ErrorKind::NotFound.into())
        }

        fn put(&self, _: &str, _: &[&[u8]]) -> io::Result<()> {
            self.asked.send(()).map_err(io::Error::other)?;
            self.may.lock().unwrap().recv().map_err(io::Error::other)
        }

        fn cut(&self, _: &str, _: u64) -> io::Result<()> {
            Err(io::ErrorKind::NotFound.into())
        }

        fn remove(&self, _: &str) -> io::Result<()> {
            Err(io::ErrorKind::NotFound.into())
        }

        fn append_to(&self, _: &str) -> io::Result<Box<dyn crate::serve::disk::Append>> {
            Err(io::ErrorKind::NotFound.into())
        }
    }

    /// A node goes by the names that operators and peers give it, and its page may then speak to it. Another name is that of a
    /// page from elsewhere.
    #[test]
    fn a_node_goes_by_the_names_that_it_is_given() {
        let book = book("names");
        assert!(book.goes_by("LocalHost:3001"));
        assert_eq!(book.url(node(1), Some("my-host:3001")), "http://my-host:3001");
        let knows = |host: &str| book.goes_by(host) && book.knows(&format!("http://{host}"), Some(host));
        assert!(knows("my-host:3001") && !knows("a.example.org:3000"));
        book.learn_name("A.example.org:3000");
        assert!(knows("a.example.org:3000") && !knows("evil.example.org:3000"));
    }

    /// While the disk takes its time, addresses are read, and two that are told at once get versions of their own.
    #[test]
    fn readers_do_not_wait_for_the_disk() {
        let ((asked, was_asked), (allow, may)) = (sync_channel(0), channel());
        let slow = Arc::new(SlowDisk { asked, may: Mutex::new(may) });
        let book = Book { disk: slow, ..book("slow") };
        thread::scope(|scope| {
            let tellers = ["a:1", "b:1"].map(|address| scope.spawn(|| book.tell(node(4), address).unwrap()));
            for told in 0..2 {
                was_asked.recv().unwrap();
                assert_eq!(book.told().len(), told.min(1), "it is not noted before the disk has it");
                assert_eq!(book.addresses().len(), 2 + told.min(1));
                allow.send(()).unwrap();
            }
            tellers.into_iter().for_each(|teller| teller.join().unwrap());
        });
        assert_eq!(latest(&book.told()), 2);
    }

    #[test]
    fn addresses_are_told_from_other_texts() {
        for address in ["node2:3000", "127.0.0.1:1", "[::1]:65535", "a.b-c_d:0"] {
            assert!(is_address(address), "{address}");
            assert!(is_url(&format!("https://{address}")), "{address}");
        }
        for other in
            ["node2", ":3000", "node2:", "node2:65536", "node2:+80", "a b:1", "a;b:1", "a\"b:1", "http://a:1", "a/b:1"]
        {
            assert!(!is_address(other), "{other}");
        }
        for other in ["node2:any:80", "::1:80", "[::1:80", "[node2]:80", "::1]:80", "[]:80"] {
            assert!(!is_address(other) && !is_url(&format!("http://{other}")), "{other}");
        }
        assert!(
            !is_url("node2:3000") && !is_url("http://a;b") && !is_url("http://localhost:any") && !is_url("http://a:")
        );
        assert!(is_url("http://example.org") && !is_url("http://example.org/path") && !is_url("ftp://example.org"));
    }

    #[test]
    fn a_node_goes_by_addresses_and_the_names_that_it_was_given() {
        let book = book("hosts");
        let numbers = ["127.0.0.1:3001", "192.0.2.7", "[::1]:3001", "[2001:db8::7]", "localhost", "localhost:3001"];
        for known in numbers.into_iter().chain(["node1:3000", "NODE1", "node3:3000", "my-host:3001", "My-Host"]) {
            assert!(book.goes_by(known), "{known}");
        }
        let others =
            ["example.com", "example.com:3001", "localhost.example.com", "my-host.example.com:3001", "node9:3000"];
        for other in
            others.into_iter().chain(["", ":3001", "localhost:any", "127.0.0.1:any", "my-host:3001:80", "[my-host]"])
        {
            assert!(!book.goes_by(other), "{other}");
        }
        book.tell(node(4), "node4.example.org:3000").unwrap();
        assert!(book.goes_by("node4.example.org"), "an operator said so");
    }

    #[test]
    fn only_pages_of_the_nodes_are_known() {
        let book = book("pages");
        let host = Some("localhost:3001");
        for known in ["http://localhost:3001", "http://127.0.0.1:3001", "http://localhost:3002", "http://[::1]:3003"] {
            assert!(book.knows(known, host), "{known}");
        }
        for other in
            ["http://localhost:3004", "https://localhost:3001", "http://example.com", "http://node3:3000", "null", ""]
        {
            assert!(!book.knows(other, host), "{other}");
        }
        // A page that has its own name lead to this machine says that name as the host as well.
        assert!(!book.knows("http://example.com:3001", Some("example.com:3001")));
        assert!(!book.knows("http://localhost.example.com:3001", Some("localhost.example.com:3001")));
        assert!(book.knows("http://192.0.2.7:3001", Some("192.0.2.7:3001")));
        for host in ["localhost:any", "localhost:3001:80", "127.0.0.1:"] {
            assert!(!book.knows(&format!("http://{host}"), Some(host)), "{host}");
        }
    }
}
