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
    of_key(at, at % KEYS)
}

fn of_key(at: u64, key: u64) -> LogEntry {
    let command = Command::Set { key: format!("key{key:06}").into(), value: "v".repeat(256).into() };
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

/// A line of what the system says of a process's memory, KiB.
fn memory(process: &Process, name: &str) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", process.id())).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
    line.and_then(|rest| rest.split_whitespace().next()?.parse().ok()).unwrap_or_default()
}

/// How much memory a snapshot needs beyond what the node has: the first one, the next one beside it, and a start from it.
/// `RAFTARIUM_MEASURED` may name another program, so that two are compared.
#[tokio::test]
#[ignore = "it takes a minute"]
async fn the_memory_of_a_snapshot() {
    for keys in [100_000, 1_000_000] {
        let folder = folder("memory");
        let (data, log) = (folder.join("data"), folder.join("log"));
        let (mut journal, _) = Journal::open(Arc::new(Directory::open(&data).expect("a folder"))).expect("a disk");
        for (seq, from) in (1..=keys).step_by(1000).enumerate() {
            let log =
                LogWrite { from: LogIndex(from), entries: (from..from + 1000).map(|at| of_key(at, at)).collect() };
            let hard_state = Some(HardState { current_term: Term(1), voted_for: NodeId::new(1) });
            let write = Write { seq: WriteSeq(seq as u64 + 1), hard_state, snapshot: None, log: Some(log) };
            journal.store(vec![write]).expect("it is written");
        }
        drop(journal);
        let start = || {
            let program = std::env::var("RAFTARIUM_MEASURED").unwrap_or(env!("CARGO_BIN_EXE_raftarium").to_string());
            let mut command = Program::new(program);
            command.args(["serve", "--id", "node1", "--port", "0", "--attached", "--snapshot-every", "100000000"]);
            command.args(["--snapshot-keep", "0", "--data"]).arg(&data);
            Process::start(command, &log).expect("it starts")
        };
        let mut process = start();
        let read = async |process: &Process| request(process.address, Method::GET, "/kv/key000001", None).await;
        until("an answer", async || matches!(read(&process).await, Ok((200, _)))).await;
        let status = async |process: &Process| {
            request(process.address, Method::GET, "/ctl/status", None).await.expect("an answer").1
        };
        let mut last = status(&process).await["snapshotIndex"].clone();
        for which in ["the first snapshot", "the next one"] {
            // From here on the peak is counted anew. A start leaves a snapshot of its own, if the log is long.
            fs::write(format!("/proc/{}/clear_refs", process.id()), "5").expect("it is our process");
            let before = memory(&process, "VmRSS");
            until("a snapshot", async || {
                let body = Some(serde_json::json!({ "key": "key000001", "value": which }));
                drop(request(process.address, Method::POST, "/kv", body).await);
                drop(request(process.address, Method::POST, "/ctl/snapshot", None).await);
                status(&process).await["snapshotIndex"] != last
            })
            .await;
            last = status(&process).await["snapshotIndex"].clone();
            let peak = memory(&process, "VmHWM");
            let files = fs::read_dir(&data).expect("a folder").map(|entry| entry.expect("an entry"));
            let is_snapshot = |entry: &fs::DirEntry| entry.file_name().to_string_lossy().starts_with("snapshot-");
            let bytes = files.filter(is_snapshot).map(|entry| entry.metadata().expect("a file").len()).max();
            println!(
                "{keys} keys, {which}: {} KiB; {before} KiB before, at most {peak} KiB meanwhile, {} KiB after",
                bytes.unwrap_or_default() / 1024,
                memory(&process, "VmRSS")
            );
        }
        drop(process);
        process = start();
        until("an answer", async || matches!(read(&process).await, Ok((200, _)))).await;
        println!(
            "{keys} keys, a start from it: {} KiB, at most {} KiB",
            memory(&process, "VmRSS"),
            memory(&process, "VmHWM")
        );
    }
}
