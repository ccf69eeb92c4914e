//! Where the nodes are: addresses for the peers, and for clients and their browsers.

use super::peers::Addresses;
use crate::raft::NodeId;
use std::collections::BTreeMap;
use std::net::SocketAddr;

/// Whether a text is an address of a node: a name or number of a host, and a port. It may stand in a header and in a policy.
pub fn is_address(text: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._[]:".contains(&byte);
    let parts = text.rsplit_once(':').filter(|(host, port)| !host.is_empty() && port.parse::<u16>().is_ok());
    parts.is_some() && text.bytes().all(is_plain)
}

/// Whether a text is an address of a node for clients, such as `http://localhost:3001`.
pub fn is_url(text: &str) -> bool {
    let host = text.strip_prefix("http://").or_else(|| text.strip_prefix("https://"));
    host.is_some_and(|host| is_address(host) || is_address(&format!("{host}:0")))
}

/// The addresses that a node knows.
pub struct Book {
    /// This node.
    pub node: NodeId,
    /// Where it listens.
    pub listens: SocketAddr,
    /// The other nodes, as `host:port`.
    pub peers: Addresses,
    /// Addresses for clients, such as `http://localhost:3001`, where they are others than those for the peers.
    pub urls: BTreeMap<NodeId, String>,
    /// `http` or `https`.
    pub scheme: &'static str,
}

impl Book {
    /// The address of a node for clients. `host` is by which name they came to this one, where that is known.
    pub fn url(&self, node: NodeId, host: Option<&str>) -> String {
        if let Some(url) = self.urls.get(&node) {
            return url.clone();
        }
        match (self.peers.get(&node), host) {
            (Some(address), _) => format!("{}://{address}", self.scheme),
            (None, Some(host)) => format!("{}://{host}", self.scheme),
            (None, None) => format!("{}://{}", self.scheme, self.listens),
        }
    }

    /// The addresses of all nodes for clients, this one's included.
    pub fn all(&self, host: Option<&str>) -> BTreeMap<NodeId, String> {
        let nodes = self.peers.keys().chain(self.urls.keys()).chain([&self.node]);
        nodes.map(|node| (*node, self.url(*node, host))).collect()
    }

    /// Whether a page may speak to this node that came from there: from this node or another. `localhost` and the addresses of
    /// this machine's loopback are the same.
    pub fn knows(&self, origin: &str, host: Option<&str>) -> bool {
        let origin = with_loopback_named(origin);
        self.all(host).values().any(|url| with_loopback_named(url) == origin)
    }
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

    fn book() -> Book {
        let node = |number| NodeId::new(number).unwrap();
        Book {
            node: node(1),
            listens: "0.0.0.0:3000".parse().unwrap(),
            peers: [(node(2), "127.0.0.1:3002".to_string()), (node(3), "node3:3000".to_string())].into(),
            urls: [(node(3), "http://localhost:3003".to_string())].into(),
            scheme: "http",
        }
    }

    #[test]
    fn clients_are_told_their_own_addresses_of_nodes() {
        let urls: Vec<String> = book().all(Some("localhost:3001")).into_values().collect();
        assert_eq!(urls, ["http://localhost:3001", "http://127.0.0.1:3002", "http://localhost:3003"]);
        assert_eq!(book().url(NodeId::new(1).unwrap(), None), "http://0.0.0.0:3000");
    }

    #[test]
    fn addresses_are_told_from_other_texts() {
        for address in ["node2:3000", "127.0.0.1:1", "[::1]:65535", "a.b-c_d:0"] {
            assert!(is_address(address), "{address}");
            assert!(is_url(&format!("https://{address}")), "{address}");
        }
        for other in ["node2", ":3000", "node2:", "node2:65536", "a b:1", "a;b:1", "a\"b:1", "http://a:1", "a/b:1"] {
            assert!(!is_address(other) && !is_url(other), "{other}");
        }
        assert!(is_url("http://example.org") && !is_url("http://example.org/path") && !is_url("ftp://example.org"));
    }

    #[test]
    fn only_pages_of_the_nodes_are_known() {
        let host = Some("localhost:3001");
        for known in ["http://localhost:3001", "http://127.0.0.1:3001", "http://localhost:3002", "http://[::1]:3003"] {
            assert!(book().knows(known, host), "{known}");
        }
        for other in
            ["http://localhost:3004", "https://localhost:3001", "http://example.com", "http://node3:3000", "null", ""]
        {
            assert!(!book().knows(other, host), "{other}");
        }
    }
}
