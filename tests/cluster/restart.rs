//! How long a restart takes with a long log: measured on demand, with a release build.

use super::client::request;
use super::nodes::{Process, folder, until};
use hyper::Method;
use raftarium::kv::{Command, Request, RequestId, SessionId};
use raftarium::raft::{HardState, LogEntry, LogIndex, LogWrite, NodeId, Payload, Term, Write, WriteSeq};
use raftarium::serve::Journal;
use raftarium::serve::disk::Directory;
use std::fs;
use std::process::Command as Program;
use std::sync::Arc;
use std::time::Instant;

const ENTRIES: u64 = 1_000_000;
const KEYS: u64 = 100_000;
const SESSIONS: u64 = 10_000;

fn entry(at: u64) -> LogEntry {
    let command = Command::Set { key: format!("key{:06}", at % KEYS).into(), value: "v".repeat(256).into() };
    let request = Request { session: SessionId(at % SESSIONS), id: RequestId(at), command };
    LogEntry { term: Term(1), payload: Payload::Command(request.encode()) }
}

/// A million entries of 256 bytes, 100,000 keys and 10,000 sessions, without a snapshot: the time from the start of the process to
/// the first answer, which needs all of them applied.
#[tokio::test]
#[ignore = "it takes a minute, and means something with --release alone"]
async fn a_restart_with_a_million_entries() {
    let folder = folder("restart");
    let (data, log) = (folder.join("data"), folder.join("log"));
    let (mut journal, _) = Journal::open(Arc::new(Directory::open(&data).expect("a folder"))).expect("a disk");
    let voted_for = NodeId::new(1);
    for (seq, from) in (1..=ENTRIES).step_by(1000).enumerate() {
        let log = LogWrite { from: LogIndex(from), entries: (from..from + 1000).map(entry).collect() };
        let hard_state = Some(HardState { current_term: Term(1), voted_for });
        let write = Write { seq: WriteSeq(seq as u64 + 1), hard_state, snapshot: None, log: Some(log) };
        journal.store(vec![write]).expect("it is written");
    }
    drop(journal);
    let begin = Instant::now();
    let mut command = Program::new(env!("CARGO_BIN_EXE_raftarium"));
    command.args(["serve", "--id", "node1", "--port", "0", "--attached", "--data"]).arg(&data);
    let process = Process::start(command, &log).expect("it starts");
    println!("listens after {:?}", begin.elapsed());
    let read = async || request(process.address, Method::GET, "/kv/key099999", None).await;
    until("an answer", async || matches!(read().await, Ok((200, _)))).await;
    println!("answers after {:?}", begin.elapsed());
    let memory = fs::read_to_string(format!("/proc/{}/status", process.id())).unwrap_or_default();
    println!(
        "{:?}",
        memory.lines().filter(|line| line.starts_with("VmRSS") || line.starts_with("VmHWM")).collect::<Vec<_>>()
    );
    let begin = Instant::now();
    until("a snapshot", async || {
        let (_, status) = request(process.address, Method::GET, "/ctl/status", None).await.expect("an answer");
        status["snapshotIndex"].as_u64() != Some(0)
    })
    .await;
    println!("a snapshot after {:?} more", begin.elapsed());
}
