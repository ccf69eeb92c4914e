//! What a message says, in short.

use crate::kv::RequestId;
use crate::raft::{AppendAnswer, Body, Fields, Hear, IfAny, LogIndex, LogPosition, NodeId, SnapshotAnswer, Tell, Term};
use crate::replica::Answer;
use crate::sim::fields::{Field, Line, LineError, Named};
use crate::sim::network::{Content, Kind};

/// What a message says, in short.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Summary {
    /// Where the candidate's log ends.
    RequestVote {
        /// That place.
        last: LogPosition,
    },
    /// The answer.
    RequestVoteReply {
        /// Whether the vote is given.
        granted: bool,
    },
    /// What is replicated.
    AppendEntries {
        /// What it follows.
        prev: LogPosition,
        /// How many entries it carries.
        entries: usize,
        /// The leader's commit index.
        leader_commit: LogIndex,
    },
    /// It was accepted up to here.
    Accepted {
        /// The matched index.
        match_index: LogIndex,
    },
    /// It was rejected.
    Rejected {
        /// The refused prevLogIndex; none if the term was over.
        prev_index: Option<LogIndex>,
    },
    /// A piece of a snapshot.
    InstallSnapshot {
        /// The last entry in the snapshot.
        last: LogPosition,
        /// Where the piece begins, bytes.
        offset: usize,
        /// How long it is, bytes.
        bytes: usize,
        /// Whether it is the last piece.
        done: bool,
    },
    /// The next piece is wanted.
    SnapshotWanted {
        /// Of the snapshot that ends here.
        last_index: LogIndex,
        /// From this byte on.
        offset: usize,
    },
    /// Would it be voted for?
    PreVote {
        /// In this term.
        next_term: Term,
        /// Where its log ends.
        last: LogPosition,
    },
    /// The answer.
    PreVoteReply {
        /// The term that was asked about.
        next_term: Term,
        /// Whether the vote would be given.
        granted: bool,
    },
    /// Stand for election now.
    TimeoutNow,
    /// What must be applied for a read?
    ReadIndex,
    /// The answer.
    ReadIndexReply {
        /// What must be; none if the sender cannot tell.
        index: Option<LogIndex>,
    },
    /// A client asks.
    Request {
        /// The request's number.
        request: RequestId,
    },
    /// A client is answered.
    Done {
        /// The request's number.
        request: RequestId,
    },
    /// A client is sent elsewhere.
    NotLeader {
        /// The request's number.
        request: RequestId,
        /// The leader to ask.
        leader: Option<NodeId>,
    },
    /// A client is not served, because leadership is being handed over.
    HandingOver {
        /// The request's number.
        request: RequestId,
        /// The successor.
        successor: NodeId,
    },
    /// A client's read is not answered, because it could not be told what is committed.
    Unconfirmed {
        /// The request's number.
        request: RequestId,
    },
    /// A client is answered by HTTP.
    HttpResponse {
        /// The request's number.
        request: RequestId,
        /// The status.
        status: u32,
    },
}

impl Summary {
    /// What a message says.
    pub fn of(content: &Content) -> Summary {
        match content {
            Content::Raft(message) => match &message.body {
                Body::RequestVote { last, .. } => Summary::RequestVote { last: *last },
                Body::RequestVoteReply { granted } => Summary::RequestVoteReply { granted: *granted },
                Body::AppendEntries(append) => Summary::AppendEntries {
                    prev: append.prev,
                    entries: append.entries.len(),
                    leader_commit: append.leader_commit,
                },
                Body::AppendEntriesReply { answer, .. } => match answer {
                    AppendAnswer::Accepted { match_index } => Summary::Accepted { match_index: *match_index },
                    AppendAnswer::Rejected { prev_index, .. } => Summary::Rejected { prev_index: Some(*prev_index) },
                    AppendAnswer::StaleTerm => Summary::Rejected { prev_index: None },
                },
                Body::InstallSnapshot(piece) => Summary::InstallSnapshot {
                    last: piece.last,
                    offset: piece.offset,
                    bytes: piece.data.len(),
                    done: piece.done,
                },
                Body::InstallSnapshotReply { answer, .. } => match *answer {
                    SnapshotAnswer::Wants { last_index, offset, .. } => Summary::SnapshotWanted { last_index, offset },
                    SnapshotAnswer::Installed { match_index } => Summary::Accepted { match_index },
                    SnapshotAnswer::StaleTerm => Summary::Rejected { prev_index: None },
                },
                Body::PreVote { next_term, last, .. } => Summary::PreVote { next_term: *next_term, last: *last },
                Body::PreVoteReply { next_term, granted, .. } => {
                    Summary::PreVoteReply { next_term: *next_term, granted: *granted }
                }
                Body::TimeoutNow => Summary::TimeoutNow,
                Body::ReadIndex { .. } => Summary::ReadIndex,
                Body::ReadIndexReply { index, .. } => Summary::ReadIndexReply { index: *index },
            },
            Content::HttpRequest(sent) => Summary::Request { request: sent.call.request },
            Content::HttpResponse(reply) => {
                Summary::HttpResponse { request: reply.call.request, status: u32::from(reply.response.status) }
            }
            Content::Request(request) => Summary::Request { request: request.id },
            Content::Reply { request, answer: Answer::Done(_) } => Summary::Done { request: *request },
            Content::Reply { request, answer: Answer::NotLeader(leader) } => {
                Summary::NotLeader { request: *request, leader: *leader }
            }
            Content::Reply { request, answer: Answer::HandingOver(successor) } => {
                Summary::HandingOver { request: *request, successor: *successor }
            }
            // A client's own session is none of an idempotency key, so that it is told the former alone.
            Content::Reply { request, answer: Answer::Unconfirmed | Answer::KeyTaken } => {
                Summary::Unconfirmed { request: *request }
            }
        }
    }
}

impl Tell<Field> for Summary {
    fn tell(&self, _: &'static str, fields: &mut Vec<Named>) {
        match self {
            Summary::RequestVote { last } => last.tell("last", fields),
            Summary::RequestVoteReply { granted } => granted.tell("granted", fields),
            Summary::AppendEntries { prev, entries, leader_commit } => {
                prev.tell("prev", fields);
                entries.tell("entries", fields);
                leader_commit.tell("leader-commit", fields);
            }
            Summary::Accepted { match_index } => {
                true.tell("success", fields);
                match_index.tell("match-index", fields);
            }
            Summary::Rejected { prev_index } => {
                false.tell("success", fields);
                IfAny(*prev_index).tell("prev-index", fields);
            }
            Summary::InstallSnapshot { last, offset, bytes, done } => {
                last.tell("last", fields);
                offset.tell("offset", fields);
                bytes.tell("bytes", fields);
                done.tell("done", fields);
            }
            Summary::SnapshotWanted { last_index, offset } => {
                true.tell("success", fields);
                last_index.tell("last-index", fields);
                offset.tell("offset", fields);
            }
            Summary::PreVote { next_term, last } => {
                next_term.tell("next-term", fields);
                last.tell("last", fields);
            }
            Summary::PreVoteReply { next_term, granted } => {
                next_term.tell("next-term", fields);
                granted.tell("granted", fields);
            }
            Summary::TimeoutNow | Summary::ReadIndex => {}
            Summary::ReadIndexReply { index } => index.tell("index", fields),
            Summary::Request { request } => request.tell("request", fields),
            Summary::HttpResponse { request, status } => {
                request.tell("request", fields);
                status.tell("status", fields);
            }
            Summary::Done { request } => answered(*request, true, fields),
            Summary::NotLeader { request, leader } => {
                answered(*request, false, fields);
                leader.tell("leader", fields);
            }
            Summary::HandingOver { request, successor } => {
                answered(*request, false, fields);
                successor.tell("successor", fields);
            }
            Summary::Unconfirmed { request } => {
                answered(*request, false, fields);
                false.tell("confirmed", fields);
            }
        }
    }
}

fn answered(request: RequestId, done: bool, fields: &mut Vec<Named>) {
    request.tell("request", fields);
    done.tell("done", fields);
}

/// A summary does not say what it is: the kind of its message does.
impl Hear<Line> for Summary {
    fn hear(_: &'static str, line: &Line) -> Result<Summary, LineError> {
        let kind = Kind::hear("type", line)?;
        Ok(match kind {
            Kind::RequestVote => Summary::RequestVote { last: line.position("last")? },
            Kind::RequestVoteReply => Summary::RequestVoteReply { granted: line.flag("granted")? },
            Kind::AppendEntries => Summary::AppendEntries {
                prev: line.position("prev")?,
                entries: usize::hear("entries", line)?,
                leader_commit: LogIndex::hear("leader-commit", line)?,
            },
            Kind::AppendEntriesReply | Kind::InstallSnapshotReply => hear_answer(kind, line)?,
            Kind::InstallSnapshot => Summary::InstallSnapshot {
                last: line.position("last")?,
                offset: usize::hear("offset", line)?,
                bytes: usize::hear("bytes", line)?,
                done: line.flag("done")?,
            },
            Kind::PreVote => {
                Summary::PreVote { next_term: Term::hear("next-term", line)?, last: line.position("last")? }
            }
            Kind::PreVoteReply => {
                Summary::PreVoteReply { next_term: Term::hear("next-term", line)?, granted: line.flag("granted")? }
            }
            Kind::TimeoutNow => Summary::TimeoutNow,
            Kind::ReadIndex => Summary::ReadIndex,
            Kind::ReadIndexReply => Summary::ReadIndexReply { index: Option::<LogIndex>::hear("index", line)? },
            Kind::ClientRequest | Kind::HttpRequest => Summary::Request { request: RequestId::hear("request", line)? },
            Kind::ClientReply => hear_reply(line)?,
            Kind::HttpResponse => {
                Summary::HttpResponse { request: RequestId::hear("request", line)?, status: u32::hear("status", line)? }
            }
        })
    }
}

/// The answer to entries, or to a piece of a snapshot.
fn hear_answer(kind: Kind, line: &Line) -> Result<Summary, LineError> {
    Ok(if !line.flag("success")? {
        let has_index = line.has("prev-index");
        Summary::Rejected { prev_index: has_index.then(|| LogIndex::hear("prev-index", line)).transpose()? }
    } else if kind == Kind::InstallSnapshotReply && line.has("offset") {
        Summary::SnapshotWanted {
            last_index: LogIndex::hear("last-index", line)?,
            offset: usize::hear("offset", line)?,
        }
    } else {
        Summary::Accepted { match_index: LogIndex::hear("match-index", line)? }
    })
}

/// The answer to a client.
fn hear_reply(line: &Line) -> Result<Summary, LineError> {
    let request = RequestId::hear("request", line)?;
    Ok(if line.flag("done")? {
        Summary::Done { request }
    } else if line.has("successor") {
        Summary::HandingOver { request, successor: NodeId::hear("successor", line)? }
    } else if line.has("confirmed") {
        Summary::Unconfirmed { request }
    } else {
        Summary::NotLeader { request, leader: line.node("leader")? }
    })
}
