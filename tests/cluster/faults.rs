//! Faults of every kind under clients that go on, in the manner of Jepsen.

use super::client::{call, request};
use super::nodes::{Cluster, until};
use super::porcupine;
use super::proxy::State;
use super::traced::assert_safe;
use hyper::Method;
use raftarium::check::linearizability::{Call, STEPS_MAX, Verdict, judge};
use raftarium::kv::{Command, Text};
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use serde_json::json;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio::task::JoinHandle;
use tokio::time::sleep;

/// Nodes of a run, unless the environment says otherwise.
const NODES: usize = 5;
const CLIENTS: u32 = 5;
/// Keys that all clients use at a time. So few that calls on them overlap.
const KEYS: u32 = 6;
/// Calls that return before the clients go on to other keys: a call that never returns may take effect at any time after
/// it, and a checker has to bear in mind all those of a key.
const CALLS_OF_KEYS: usize = 5_000;
/// Faults of a run, unless the environment says otherwise.
const FAULTS: usize = 30;
/// Calls that must return after a fault is over, before the next.
const CALLS_BETWEEN: usize = 40;

/// What the clients of a run share.
struct Shared {
    began: Instant,
    /// Where the nodes that are up listen.
    addresses: Mutex<Vec<SocketAddr>>,
    history: Mutex<Vec<Call>>,
    /// Keys that were written once, and acknowledged.
    once: Mutex<Vec<String>>,
    /// Calls that returned.
    returned: AtomicUsize,
    is_over: AtomicBool,
}

/// A key that all clients use for as long as an era lasts.
fn shared_key(era: usize, place: u32) -> Text {
    format!("key{era}.{place}").into()
}

/// A client: one call after the other, to any node, until the run is over.
async fn client(number: u32, seed: u64, shared: Arc<Shared>) {
    let mut rng = Pcg64Mcg::seed_from_u64(seed);
    let (mut calls, mut last_values) = (0, vec![Text::from("none"); KEYS as usize]);
    while !shared.is_over.load(Ordering::Relaxed) {
        let address = {
            let addresses = shared.addresses.lock().unwrap();
            addresses.get(rng.random_range(0..addresses.len().max(1))).copied()
        };
        let Some(address) = address else {
            sleep(Duration::from_millis(5)).await;
            continue;
        };
        calls += 1;
        let place = rng.random_range(0..KEYS);
        let key = shared_key(shared.returned.load(Ordering::Relaxed) / CALLS_OF_KEYS, place);
        let value = Text::from(format!("{number}.{calls}"));
        let last = &mut last_values[place as usize];
        let command = match rng.random_range(0..12) {
            0..5 => Command::Get { key },
            5..9 => Command::Set { key, value: value.clone() },
            9 => Command::Cas { key, old: last.clone(), new: value.clone() },
            10 => Command::Delete { key },
            _ => Command::Set { key: format!("once{value}").into(), value: value.clone() },
        };
        let done = call(number, address, command, shared.began).await;
        if let Some(Call { command, returned: Some((_, outcome)), .. }) = &done {
            shared.returned.fetch_add(1, Ordering::Relaxed);
            if let raftarium::kv::Outcome::Value(read) = outcome {
                *last = read.clone();
            }
            if command.key().starts_with("once") {
                shared.once.lock().unwrap().push(command.key().to_string());
            }
        }
        shared.history.lock().unwrap().extend(done);
        sleep(Duration::from_millis(rng.random_range(0..10))).await;
    }
}

/// A run of faults: it tells the clients where nodes listen.
struct Run {
    cluster: Cluster,
    shared: Arc<Shared>,
    rng: Pcg64Mcg,
}

impl Run {
    /// One fault, from its beginning to its end.
    async fn fault(&mut self) {
        let size = self.cluster.size();
        let (node, other) = (self.rng.random_range(0..size), self.rng.random_range(0..size));
        let lasts = Duration::from_millis(self.rng.random_range(100..1200));
        match self.rng.random_range(0..9) {
            0 | 1 => {
                self.cluster.kill(node);
                self.publish();
                sleep(lasts).await;
            }
            2 => {
                // A majority: no leader can commit.
                for distance in 0..=size / 2 {
                    self.cluster.kill((node + distance) % size);
                }
                self.publish();
                sleep(lasts).await;
            }
            3 => {
                let process = self.cluster.nodes[node].as_ref().expect("all are up");
                process.signal("STOP");
                sleep(lasts).await;
                process.signal("CONT");
            }
            4 => {
                let mut process = self.cluster.nodes[node].take().expect("all are up");
                process.signal("TERM");
                assert_eq!(process.ended().await, Some(0), "node{} was told to end", node + 1);
            }
            5 => {
                self.cluster.set_links(State::Cut, |from, to| from == node || to == node);
                sleep(lasts).await;
            }
            6 => {
                // One way only, and nobody is told.
                self.cluster.set_links(State::Stalled, |from, _| from == node);
                sleep(lasts).await;
            }
            7 => {
                let in_one = |at: usize| at == node || at == other;
                self.cluster.set_links(State::Cut, |from, to| in_one(from) != in_one(to));
                sleep(lasts).await;
            }
            _ => {
                self.cluster.set_links(State::Slow(Duration::from_millis(30)), |from, _| from % 2 == 0);
                sleep(lasts).await;
            }
        }
        self.cluster.set_links(State::Open, |_, _| true);
        self.cluster.start_all();
        self.publish();
    }

    /// All processes at once.
    fn power_failure(&mut self) {
        self.cluster.kill_all();
        self.cluster.start_all();
        self.publish();
    }

    fn publish(&self) {
        *self.shared.addresses.lock().unwrap() = self.cluster.addresses();
    }

    /// Waits until the clients have heard so many answers more.
    async fn goes_on(&self) {
        let until_count = self.shared.returned.load(Ordering::Relaxed) + CALLS_BETWEEN;
        until("progress after a fault", async || until_count <= self.shared.returned.load(Ordering::Relaxed)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn answers_are_linearizable_under_faults() {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let seed = number("RAFTARIUM_FAULT_SEED").unwrap_or_else(|| rand::rng().random());
    let nodes = number("RAFTARIUM_FAULT_NODES").map_or(NODES, |nodes| nodes as usize);
    let lasts = Duration::from_secs(60 * number("RAFTARIUM_FAULT_MINUTES").unwrap_or(0));
    let faults_min = number("RAFTARIUM_FAULTS").map_or(FAULTS, |faults| faults as usize);
    println!("RAFTARIUM_FAULT_SEED={seed}");
    let cluster = Cluster::start("faults", nodes, false).await;
    let shared = Arc::new(Shared {
        began: Instant::now(),
        addresses: Mutex::new(cluster.addresses()),
        history: Mutex::default(),
        once: Mutex::default(),
        returned: AtomicUsize::new(0),
        is_over: AtomicBool::new(false),
    });
    let start = |number| tokio::spawn(client(number, seed ^ u64::from(number), Arc::clone(&shared)));
    let clients: Vec<JoinHandle<()>> = (1..=CLIENTS).map(start).collect();
    let mut run = Run { cluster, shared, rng: Pcg64Mcg::seed_from_u64(seed) };
    let mut faults = 0;
    while faults < faults_min || run.shared.began.elapsed() < lasts {
        run.goes_on().await;
        run.fault().await;
        faults += 1;
    }
    println!("{faults} faults");
    run.goes_on().await;
    run.power_failure();
    run.goes_on().await;
    run.shared.is_over.store(true, Ordering::Relaxed);
    for client in clients {
        client.await.expect("no client panics");
    }
    run.power_failure();
    judge_all(&run).await;
    run.cluster.kill_all();
    assert_safe(&run.cluster);
}

/// The last reads, which see what is left, and the verdicts of both checkers.
async fn judge_all(run: &Run) {
    run.cluster.ready().await;
    let mut history = std::mem::take(&mut *run.shared.history.lock().unwrap());
    let eras = 0..=run.shared.returned.load(Ordering::Relaxed) / CALLS_OF_KEYS;
    for key in eras.flat_map(|era| (0..KEYS).map(move |place| shared_key(era, place))) {
        for (reader, address) in run.cluster.addresses().into_iter().enumerate() {
            let command = Command::Get { key: key.clone() };
            until("a read at the end", async || {
                let read = call(CLIENTS + 1 + reader as u32, address, command.clone(), run.shared.began).await;
                let is_done = read.is_some();
                history.extend(read);
                is_done
            })
            .await;
        }
    }
    let once = std::mem::take(&mut *run.shared.once.lock().unwrap());
    for key in once {
        let found = request(run.cluster.addresses()[0], Method::GET, &format!("/kv/{key}"), None).await;
        let value = key.strip_prefix("once").expect("a key of ours");
        assert_eq!(found.expect("an answer"), (200, json!({ "key": key, "value": value })), "it was acknowledged");
    }
    let returned = history.iter().filter(|call| call.returned.is_some()).count();
    println!("{} calls, {returned} returned, {:?}", history.len(), run.shared.began.elapsed());
    assert_eq!(judge(&history, STEPS_MAX), Verdict::Linearizable);
    assert!(porcupine::Histories::new(&history).are_linearizable());
}
