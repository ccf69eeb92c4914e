//! The network between the nodes: a proxy for each direction of each pair, which the test cuts and delays.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::time::sleep;

/// How one direction of a pair is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum State {
    /// Bytes pass.
    #[default]
    Open,
    /// Bytes pass after this time.
    Slow(Duration),
    /// Bytes wait until it is open again; nobody is told.
    Stalled,
    /// Connections end, and new ones are refused.
    Cut,
}

/// One direction of a pair: the connections that one node opens to the other.
#[derive(Clone)]
pub struct Link {
    /// Where the opener connects to.
    pub address: SocketAddr,
    state: Arc<watch::Sender<State>>,
    target: Arc<Mutex<Option<SocketAddr>>>,
}

impl Link {
    /// A proxy on a free port.
    pub async fn new() -> Link {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("it is bound");
        let link =
            Link { address, state: Arc::new(watch::Sender::new(State::Open)), target: Arc::new(Mutex::new(None)) };
        let own = link.clone();
        tokio::spawn(async move {
            while let Ok((opener, _)) = listener.accept().await {
                tokio::spawn(own.clone().carry(opener));
            }
        });
        link
    }

    /// Where the other node listens, which changes with each of its lives.
    pub fn lead_to(&self, target: SocketAddr) {
        *self.target.lock().unwrap() = Some(target);
    }

    /// Changes how it is.
    pub fn set(&self, state: State) {
        self.state.send_replace(state);
    }

    async fn carry(self, opener: TcpStream) {
        let target = *self.target.lock().unwrap();
        let is_cut = *self.state.borrow() == State::Cut;
        let Some(target) = target.filter(|_| !is_cut) else { return };
        let Ok(other) = TcpStream::connect(target).await else { return };
        let ((from, to), (back_from, back_to)) = (opener.into_split(), other.into_split());
        let there = copy(from, back_to, self.state.subscribe());
        let back = copy(back_from, to, self.state.subscribe());
        // When one way ends, so does the other: a half-open connection is for other tests.
        tokio::select! {
            () = there => {}
            () = back => {}
        }
    }
}

async fn copy(
    mut from: tokio::net::tcp::OwnedReadHalf,
    mut to: tokio::net::tcp::OwnedWriteHalf,
    mut state: watch::Receiver<State>,
) {
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let read = tokio::select! {
            read = from.read(&mut buffer) => read,
            cut = state.wait_for(|state| *state == State::Cut) => { drop(cut); return }
        };
        let Ok(read @ 1..) = read else { return };
        let now = match state.wait_for(|state| *state != State::Stalled).await {
            Ok(state) => *state,
            Err(_) => return,
        };
        match now {
            State::Cut => return,
            State::Slow(time) => sleep(time).await,
            State::Open | State::Stalled => {}
        }
        if to.write_all(&buffer[..read]).await.is_err() {
            return;
        }
    }
}
