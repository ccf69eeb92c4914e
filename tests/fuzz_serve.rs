//! Runs the bodies of the real server's fuzz targets on stable Rust, for a bounded number of cases: any bytes, and damage to
//! what a server writes.

#![cfg(not(target_arch = "wasm32"))]

#[path = "fuzz/serve_bodies.rs"]
mod bodies;

use proptest::prelude::*;
use raftarium::kv::{Command, Request, RequestId, SessionId};
use raftarium::raft::{
    AppendEntries, Body, LocalTime, LogEntry, LogIndex, LogPosition, Message, NodeId, Payload, Round, Term,
};
use raftarium::replica::Answer;
use raftarium::serve::Frame;

fn entry() -> LogEntry {
    let command = Command::Set { key: "clé".into(), value: "v".repeat(300).into() };
    let request = Request { session: SessionId(u64::MAX), id: RequestId(1), command };
    LogEntry { term: Term(1), payload: Payload::Command(request.encode()) }
}

/// Frames as a server sends them.
fn frames() -> Vec<Vec<u8>> {
    let (from, to) = (NodeId::new(1).unwrap(), NodeId::new(2).unwrap());
    let append = AppendEntries {
        round: Round { beat: 3, read: 1 },
        sent_at: LocalTime(9),
        prev: LogPosition { term: Term(1), index: LogIndex(4) },
        entries: vec![entry(), LogEntry { term: Term(2), payload: Payload::NoOp }],
        leader_commit: LogIndex(4),
    };
    let message = Message { from, to, term: Term(2), body: Body::AppendEntries(append) };
    let request = Request { session: SessionId(1), id: RequestId(2), command: Command::Get { key: "k".into() } };
    let frames = [
        Frame::Raft { number: 1 << 52, message },
        Frame::Command(request),
        Frame::Answer { session: SessionId(1), request: RequestId(2), answer: Answer::NotLeader(Some(to)) },
    ];
    let bytes = |frame: Frame| {
        let mut bytes = Vec::new();
        assert!(frame.encode(&mut bytes));
        bytes.split_off(4)
    };
    frames.map(bytes).to_vec()
}

/// HTTP requests, in the form of the fuzz target.
fn requests() -> Vec<Vec<u8>> {
    let requests = [
        "POST /kv order-7\n{\"key\":\"x\",\"value\":\"1\",\"old\":\"0\"}",
        "GET /kv/a%20key?redirect\n",
        "DELETE /kv/x key\n",
        "POST /raft/request-vote\n{\"term\":2,\"candidateId\":\"node2\",\"lastLogIndex\":0,\"lastLogTerm\":0}",
        "POST /raft/append-entries\n{\"term\":2,\"leaderId\":\"node2\",\"prevLogIndex\":0,\"prevLogTerm\":0,\"entries\":[],\"leaderCommit\":0}",
    ];
    requests.map(|text| text.as_bytes().to_vec()).to_vec()
}

/// Damage: at a place, bytes are put in, one is replaced, or the rest is cut off.
fn damages() -> impl Strategy<Value = Vec<(usize, u8, Vec<u8>)>> {
    prop::collection::vec((any::<usize>(), 0_u8..3, prop::collection::vec(any::<u8>(), 0..12)), 0..6)
}

fn damaged(mut bytes: Vec<u8>, damages: &[(usize, u8, Vec<u8>)]) -> Vec<u8> {
    for (at, how, other) in damages {
        let at = at % (bytes.len() + 1);
        match how {
            0 => drop(bytes.splice(at..at, other.iter().copied())),
            1 => drop(bytes.splice(at..(at + 1).min(bytes.len()), other.iter().copied())),
            _ => bytes.truncate(at),
        }
    }
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_without_a_panic(data in prop::collection::vec(any::<u8>(), 0..400)) {
        bodies::frame(&data);
        bodies::http(&data);
        bodies::segment(&data);
        bodies::records(&data);
    }

    #[test]
    fn damaged_frames_are_frames_or_none(which in any::<prop::sample::Index>(), damages in damages()) {
        bodies::frame(&damaged(which.get(&frames()).clone(), &damages));
    }

    #[test]
    fn damaged_requests_are_requests_or_refused(which in any::<prop::sample::Index>(), damages in damages()) {
        bodies::http(&damaged(which.get(&requests()).clone(), &damages));
    }

    /// A journal as a server leaves it, with a snapshot and a segment; one file is damaged.
    #[test]
    fn damaged_disks_are_read_or_refused(which in any::<prop::sample::Index>(), damages in damages()) {
        let files = bodies::written();
        let name = which.get(&files.keys().cloned().collect::<Vec<_>>()).clone();
        let mut files = files;
        let bytes = files.remove(&name).unwrap();
        files.insert(name, damaged(bytes, &damages));
        bodies::journal(files);
    }
}

#[test]
fn what_a_server_writes_passes_the_same_bodies() {
    frames().iter().for_each(|frame| bodies::frame(frame));
    requests().iter().for_each(|request| bodies::http(request));
    bodies::journal(bodies::written());
}

/// A reader takes no memory for a frame whose length says gigabytes before its bytes come.
#[test]
fn lengths_are_not_believed() {
    for byte in 0..=255_u8 {
        let mut data = vec![byte];
        data.extend([0xff; 9]);
        bodies::frame(&data);
        bodies::frame(&[&data[..1], &[0; 1], &data[1..]].concat());
        bodies::records(&[&[11][..], &data, &[byte; 40]].concat());
    }
}
