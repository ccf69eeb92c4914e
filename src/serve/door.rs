//! The port of a server. It accepts connections of callers, with TLS or without.

use super::tls::is_of;
use crate::raft::NodeId;
use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use rustls::pki_types::CertificateDer;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;
use tokio_util::either::Either;

/// How long a TLS handshake may take.
const HANDSHAKE_MAX: Duration = Duration::from_secs(5);

/// TLS handshakes under way at one time, at most. Further connections wait to be accepted.
const HANDSHAKES_MAX: usize = 256;

/// How often the log says that connections are refused, at most.
const TOLD_EVERY: Duration = Duration::from_secs(10);

/// A caller's connection.
pub type Connection = Either<TcpStream, TlsStream<TcpStream>>;

/// The caller at the other end of a connection.
#[derive(Clone, Debug)]
pub struct Caller {
    address: SocketAddr,
    /// Its certificate, which the authority has signed; none where it shows none, or without TLS.
    certificate: Option<Arc<CertificateDer<'static>>>,
}

impl Caller {
    /// Its address.
    pub fn ip(&self) -> IpAddr {
        self.address.ip().to_canonical()
    }

    /// Whether it has shown that it is this node.
    pub fn is(&self, node: NodeId) -> bool {
        self.certificate.as_ref().is_some_and(|certificate| is_of(certificate, node))
    }
}

/// A port.
pub struct Door {
    listener: TcpListener,
    tls: Option<TlsAcceptor>,
    handshakes: JoinSet<Result<(Connection, Caller), Refused>>,
    told: Option<Instant>,
}

/// A connection whose TLS handshake failed.
struct Refused {
    address: SocketAddr,
    error: io::Error,
}

impl Door {
    /// A door at a port. With `tls` it accepts TLS connections alone.
    pub fn new(listener: TcpListener, tls: Option<TlsAcceptor>) -> Door {
        Door { listener, tls, handshakes: JoinSet::new(), told: None }
    }

    /// Logs that a connection was refused, unless that was logged a moment ago: a peer that is refused comes again and
    /// again.
    fn tell(&mut self, Refused { address, error }: Refused) {
        if self.told.is_none_or(|told| TOLD_EVERY <= told.elapsed()) {
            self.told = Some(Instant::now());
            tracing::warn!(%address, %error, "a connection was refused");
        } else {
            tracing::debug!(%address, %error, "a connection was refused");
        }
    }
}

async fn secret(
    acceptor: TlsAcceptor,
    stream: TcpStream,
    address: SocketAddr,
) -> Result<(Connection, Caller), Refused> {
    let late = |_| Err(io::ErrorKind::TimedOut.into());
    let accepted = timeout(HANDSHAKE_MAX, acceptor.accept(stream)).await.unwrap_or_else(late);
    let stream = accepted.map_err(|error| Refused { address, error })?;
    let certificate = stream.get_ref().1.peer_certificates().and_then(|all| all.first());
    let certificate = certificate.map(|certificate| Arc::new(certificate.clone()));
    Ok((Either::Right(stream), Caller { address, certificate }))
}

impl Listener for Door {
    type Io = Connection;
    type Addr = Caller;

    async fn accept(&mut self) -> (Connection, Caller) {
        loop {
            tokio::select! {
                (stream, address) = Listener::accept(&mut self.listener), if self.handshakes.len() < HANDSHAKES_MAX => {
                    // Without its options a connection works, but more slowly.
                    drop(stream.set_nodelay(true));
                    match &self.tls {
                        Some(acceptor) => drop(self.handshakes.spawn(secret(acceptor.clone(), stream, address))),
                        None => return (Either::Left(stream), Caller { address, certificate: None }),
                    }
                }
                Some(done) = self.handshakes.join_next() => match done {
                    Ok(Ok(connection)) => return connection,
                    Ok(Err(refused)) => self.tell(refused),
                    Err(_) => {}
                },
            }
        }
    }

    fn local_addr(&self) -> io::Result<Caller> {
        Ok(Caller { address: self.listener.local_addr()?, certificate: None })
    }
}

impl Connected<IncomingStream<'_, Door>> for Caller {
    fn connect_info(stream: IncomingStream<'_, Door>) -> Caller {
        stream.remote_addr().clone()
    }
}
