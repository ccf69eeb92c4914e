//! The port of a server. It accepts connections of callers, with TLS or without.

use super::places::{Place, Places};
use super::tls::is_of;
use crate::raft::NodeId;
use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use axum::serve::Listener;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service as _, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use rustls::pki_types::CertificateDer;
use socket2::{SockRef, TcpKeepalive};
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::pin;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;
use tokio_util::either::Either;

/// How long a TLS handshake may take.
const HANDSHAKE_MAX: Duration = Duration::from_secs(5);

/// TLS handshakes under way at one time, at most. Further connections wait to be accepted.
const HANDSHAKES_MAX: usize = 256;

/// TLS handshakes of one address under way at one time, at most. One more connection is refused.
const HANDSHAKES_OF_ADDRESS_MAX: usize = 64;

/// Connections of one address, at most. One more is refused.
const CONNECTIONS_OF_ADDRESS_MAX: usize = 512;

/// How long the head of a request may take from when it may come, and so how long a connection may rest between two.
const HEAD_MAX: Duration = Duration::from_secs(30);

/// How long what was sent to a caller may stay unread before the connection is given up: one that looks on and reads nothing keeps
/// its place for so long.
#[cfg(target_os = "linux")]
const UNREAD_MAX: Duration = Duration::from_secs(30);

/// How often it is told that connections are refused, at most.
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
    handshakes: JoinSet<Result<(Connection, Caller, Place), Refused>>,
    connections: Places,
    shaking: Places,
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
        let (connections, shaking) = (Places::new(CONNECTIONS_OF_ADDRESS_MAX), Places::new(HANDSHAKES_OF_ADDRESS_MAX));
        Door { listener, tls, handshakes: JoinSet::new(), connections, shaking, told: None }
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

impl Door {
    /// Serves callers until this is over: then it takes no more of them, and returns when all have their answers.
    pub async fn serve(self, routes: Router, is_over: watch::Receiver<bool>) {
        self.serve_within(HEAD_MAX, routes, is_over).await;
    }

    async fn serve_within(mut self, head_max: Duration, routes: Router, is_over: watch::Receiver<bool>) {
        let (mut connections, mut ending) = (JoinSet::new(), is_over.clone());
        loop {
            tokio::select! {
                (stream, caller, place) = self.accept() => {
                    let (routes, is_over) = (routes.clone(), is_over.clone());
                    connections.spawn(async move {
                        converse(stream, caller, routes, head_max, is_over).await;
                        drop(place);
                    });
                }
                Some(_) = connections.join_next() => {}
                _ = ending.wait_for(|is_over| *is_over) => break,
            }
        }
        drop(self);
        while connections.join_next().await.is_some() {}
    }

    /// The next caller.
    async fn accept(&mut self) -> (Connection, Caller, Place) {
        loop {
            tokio::select! {
                (stream, address) = Listener::accept(&mut self.listener), if self.handshakes.len() < HANDSHAKES_MAX => {
                    let ip = address.ip().to_canonical();
                    let Some(place) = self.connections.take(ip) else {
                        self.tell(Refused { address, error: io::Error::other("there are too many from there") });
                        continue;
                    };
                    prepare(&stream);
                    let Some(acceptor) = &self.tls else {
                        return (Either::Left(stream), Caller { address, certificate: None }, place);
                    };
                    match self.shaking.take(ip) {
                        Some(shaking) => {
                            let secret = secret(acceptor.clone(), stream, address);
                            self.handshakes.spawn(async move {
                                let _shaking = shaking;
                                secret.await.map(|(stream, caller)| (stream, caller, place))
                            });
                        }
                        None => self.tell(Refused { address, error: io::Error::other("too many handshakes from there") }),
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
}

/// A connection whose options cannot be set is a slower one, or is given up later.
fn prepare(stream: &TcpStream) {
    drop(stream.set_nodelay(true));
    // A caller that vanished without a word is not waited for: it is asked whether it is still there.
    drop(SockRef::from(stream).set_tcp_keepalive(&TcpKeepalive::new().with_time(HEAD_MAX)));
    #[cfg(target_os = "linux")]
    drop(SockRef::from(stream).set_tcp_user_timeout(Some(UNREAD_MAX)));
}

/// Answers the requests of a caller.
async fn converse(
    stream: Connection,
    caller: Caller,
    routes: Router,
    head_max: Duration,
    mut is_over: watch::Receiver<bool>,
) {
    let routes = TowerToHyperService::new(routes);
    let answer = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(caller.clone()));
        routes.call(request.map(Body::new))
    });
    let mut http = http1::Builder::new();
    let http = http.timer(TokioTimer::new()).header_read_timeout(head_max);
    let mut connection = pin!(http.serve_connection(TokioIo::new(stream), answer).with_upgrades());
    tokio::select! {
        // How it ended, the caller knows.
        _ = connection.as_mut() => return,
        _ = is_over.wait_for(|is_over| *is_over) => connection.as_mut().graceful_shutdown(),
    }
    drop(connection.await);
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::routing::get;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    async fn door() -> (Door, SocketAddr) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        (Door::new(listener, None), address)
    }

    fn routes() -> Router {
        Router::new().route("/", get(|ConnectInfo(caller): ConnectInfo<Caller>| async move { caller.ip().to_string() }))
    }

    /// All that comes until the connection ends.
    async fn rest(mut stream: TcpStream) -> String {
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).await.unwrap();
        String::from_utf8(bytes).unwrap()
    }

    /// A caller that sends its head slowly, or none, is given up; one that is served hears from where it called. At the end the
    /// port is closed.
    #[tokio::test]
    async fn a_slow_head_is_given_up() {
        let ((door, address), (over, is_over)) = (door().await, watch::channel(false));
        let serving = tokio::spawn(door.serve_within(Duration::from_millis(50), routes(), is_over));
        for head in ["GET / HTTP/1.1\r\nHo", ""] {
            let mut slow = TcpStream::connect(address).await.unwrap();
            slow.write_all(head.as_bytes()).await.unwrap();
            assert!(!rest(slow).await.contains("200 OK"), "{head}");
        }
        let mut fast = TcpStream::connect(address).await.unwrap();
        fast.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").await.unwrap();
        let answer = rest(fast).await;
        assert!(answer.starts_with("HTTP/1.1 200 OK") && answer.ends_with("127.0.0.1"), "{answer}");
        over.send_replace(true);
        serving.await.unwrap();
        assert!(TcpStream::connect(address).await.is_err());
    }

    /// One address has so many connections at most: further ones end at once. When one ends, there is room again.
    #[tokio::test]
    async fn an_address_has_a_limit_of_connections() {
        let ((mut door, address), (_over, is_over)) = (door().await, watch::channel(false));
        door.connections = Places::new(2);
        tokio::spawn(door.serve(routes(), is_over));
        let ask = async || {
            let mut stream = TcpStream::connect(address).await.unwrap();
            // It may have ended already.
            drop(stream.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").await);
            let mut begin = [0; 12];
            let is_served = stream.read_exact(&mut begin).await.is_ok();
            (stream, is_served)
        };
        let (first, second, third) = (ask().await, ask().await, ask().await);
        assert_eq!((first.1, second.1, third.1), (true, true, false));
        drop(first);
        while !ask().await.1 {
            tokio::task::yield_now().await;
        }
    }
}
