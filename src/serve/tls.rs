//! TLS between the nodes and for clients.
//!
//! A node shows one certificate, to clients and to peers, and asks its callers for theirs: a peer shows one, a client of the store
//! need not. A certificate for the name of a node, such as `node2`, makes its holder that node, wherever it calls from:
//! addresses change, and several nodes may have one. For clients the same certificate also has the names or addresses by which
//! they call the node.

use crate::api::name_of;
use crate::raft::NodeId;
use rustls::client::verify_server_name;
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::server::{ParsedCertificate, WebPkiClientVerifier};
use rustls::version::TLS13;
use rustls::{ClientConfig, RootCertStore, ServerConfig};
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::net::TcpStream;
use tokio_rustls::{TlsAcceptor, TlsConnector, client};

/// The files that TLS needs, in PEM.
#[derive(Clone, Debug)]
pub struct TlsFiles {
    /// The certificate of this node, and those between it and the authority.
    pub cert: PathBuf,
    /// Its private key.
    pub key: PathBuf,
    /// The authority that has signed the certificates of all nodes.
    pub ca: PathBuf,
}

/// Why TLS cannot be used: which file, and what is wrong with it.
#[derive(Debug)]
pub struct TlsError {
    file: PathBuf,
    error: String,
}

/// Both sides of a node's connections.
#[derive(Clone)]
pub struct Tls {
    /// For connections that callers open.
    pub acceptor: TlsAcceptor,
    /// For connections that it opens to peers.
    pub connector: Connector,
}

/// The side that calls.
#[derive(Clone)]
pub struct Connector(TlsConnector);

impl Tls {
    /// Reads the files of a node.
    ///
    /// # Errors
    /// If one of them cannot be used, or the certificate is not for the name of this node.
    pub fn read(node: NodeId, files: &TlsFiles) -> Result<Tls, TlsError> {
        let wrong = |file: &Path| {
            let file = file.to_path_buf();
            move |error: String| TlsError { file, error }
        };
        let chain = certificates(&files.cert)?;
        if !is_of(&chain[0], node) {
            let name = name_of(node);
            return Err(wrong(&files.cert)(format!(
                "the certificate is not for the name {name}, which the peers ask for"
            )));
        }
        let key = PrivateKeyDer::from_pem_file(&files.key).map_err(|error| wrong(&files.key)(error.to_string()))?;
        let (roots, provider) = (Arc::new(roots(&files.ca)?), provider());
        let verifier = WebPkiClientVerifier::builder_with_provider(Arc::clone(&roots), Arc::clone(&provider));
        let verifier = verifier.allow_unauthenticated().build();
        let verifier = verifier.map_err(|error| wrong(&files.ca)(error.to_string()))?;
        // The versions are those of the provider.
        let server = ServerConfig::builder_with_provider(Arc::clone(&provider)).with_protocol_versions(&[&TLS13]);
        let server = server.expect("the provider has TLS 1.3").with_client_cert_verifier(verifier);
        let mut server = server
            .with_single_cert(chain.clone(), key.clone_key())
            .map_err(|error| wrong(&files.key)(error.to_string()))?;
        server.alpn_protocols = vec![b"http/1.1".to_vec()];
        let client = ClientConfig::builder_with_provider(provider).with_protocol_versions(&[&TLS13]);
        let client = client.expect("the provider has TLS 1.3").with_root_certificates(roots);
        let client = client.with_client_auth_cert(chain, key).map_err(|error| wrong(&files.key)(error.to_string()))?;
        let connector = Connector(TlsConnector::from(Arc::new(client)));
        Ok(Tls { acceptor: TlsAcceptor::from(Arc::new(server)), connector })
    }
}

impl Connector {
    /// For a client, which shows no certificate.
    ///
    /// # Errors
    /// If the file holds no certificate.
    pub fn of_client(ca: &Path) -> Result<Connector, TlsError> {
        let config = ClientConfig::builder_with_provider(provider()).with_protocol_versions(&[&TLS13]);
        let config = config.expect("the provider has TLS 1.3").with_root_certificates(roots(ca)?).with_no_client_auth();
        Ok(Connector(TlsConnector::from(Arc::new(config))))
    }

    /// Encrypts a connection. The other side must have a certificate for this name.
    ///
    /// # Errors
    /// If the name is none, or the other side is not the one that it should be.
    pub async fn connect(&self, name: &str, stream: TcpStream) -> io::Result<client::TlsStream<TcpStream>> {
        let name = ServerName::try_from(name.to_string()).map_err(io::Error::other)?;
        self.0.connect(name, stream).await
    }
}

/// Whether a certificate, whose signature was verified, makes its holder this node.
pub fn is_of(certificate: &CertificateDer<'_>, node: NodeId) -> bool {
    let name = ServerName::try_from(name_of(node));
    let parsed = ParsedCertificate::try_from(certificate);
    matches!((parsed, name), (Ok(parsed), Ok(name)) if verify_server_name(&parsed, &name).is_ok())
}

fn provider() -> Arc<CryptoProvider> {
    Arc::new(ring::default_provider())
}

fn certificates(file: &Path) -> Result<Vec<CertificateDer<'static>>, TlsError> {
    let failed = |error: String| TlsError { file: file.to_path_buf(), error };
    let found = CertificateDer::pem_file_iter(file).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    let found = found.map_err(|error| failed(error.to_string()))?;
    if found.is_empty() { Err(failed("expected certificates in PEM, found none".to_string())) } else { Ok(found) }
}

fn roots(file: &Path) -> Result<RootCertStore, TlsError> {
    let mut roots = RootCertStore::empty();
    for certificate in certificates(file)? {
        let added = roots.add(certificate);
        added.map_err(|error| TlsError { file: file.to_path_buf(), error: error.to_string() })?;
    }
    Ok(roots)
}

impl fmt::Display for TlsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} cannot be used: {}", self.file.display(), self.error)
    }
}

impl std::error::Error for TlsError {}
