//! Why a peer does not do its part: vote, acknowledge, follow, learn.

use super::args::{maybe, name, number, until_ms};
use super::lack::Lack;
use super::remedy::Remedy;
use crate::raft::{
    AppendAnswer, Body, Follower, LogIndex, LogPosition, Message, Mode, NodeId, Role, Round, SnapshotAnswer, Term,
};
use crate::sim::{Actor, Content, DiskState, Envelope, Instant, MessageId, Process, Server, World};

/// What is wanted of a peer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// That it acknowledges the leader's log up to an index.
    Entry(LogIndex),
    /// That it learns that the log is committed up to an index.
    Commit(LogIndex),
    /// Its vote.
    Vote,
    /// That it follows a leader.
    Follow,
    /// That it answers a round.
    Read(Round),
}

/// Why it does not come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It is down.
    Down,
    /// It is down, and its disk would stop it again.
    Stopped(DiskState),
    /// It stands still.
    Paused,
    /// The link is cut, both ways.
    Cut,
    /// What is sent to it is lost.
    CutThere,
    /// What it sends back is lost.
    CutBack,
    /// The question is on its way.
    Asked(MessageId, Instant),
    /// The answer is on its way.
    Answering(MessageId, Instant),
    /// It waits for its disk.
    Disk(Instant),
    /// Its log is behind, or differs: what is wanted was not sent yet.
    Behind,
    /// What it lacks was compacted: it gets a snapshot first.
    Snapshot,
    /// It leads, or heard just now from that node, which leads: so it gives no vote.
    LeaderAlive(NodeId),
    /// It heard just now from a leader, which leads no more, or is not known; or it started just now.
    LeaderHeard(Option<NodeId>),
    /// It refused when it was asked, for a reason that is none now.
    Refused,
    /// It did not answer, and nothing is on its way: it is asked again.
    Silent,
    /// It waits for the next heartbeat.
    Beat(Instant),
    /// It is in a later term.
    NewerTerm(Term),
    /// Its log, which ends here, is ahead of the candidate's.
    RefusedLog(LogPosition),
    /// Its vote is another's.
    RefusedVoted(NodeId),
}

impl Reason {
    const fn key(self) -> &'static str {
        match self {
            Reason::Down => "peer-down",
            Reason::Stopped(_) => "peer-stopped",
            Reason::Paused => "peer-paused",
            Reason::Cut => "peer-cut",
            Reason::CutThere => "peer-cut-there",
            Reason::CutBack => "peer-cut-back",
            Reason::Asked(..) => "peer-asked",
            Reason::Answering(..) => "peer-answering",
            Reason::Disk(_) => "peer-disk",
            Reason::Behind => "peer-behind",
            Reason::Snapshot => "peer-snapshot",
            Reason::LeaderAlive(_) => "peer-leader-alive",
            Reason::LeaderHeard(_) => "peer-leader-heard",
            Reason::Refused => "peer-refused",
            Reason::Silent => "peer-silent",
            Reason::Beat(_) => "peer-beat",
            Reason::NewerTerm(_) => "peer-newer-term",
            Reason::RefusedLog(_) => "peer-log-ahead",
            Reason::RefusedVoted(_) => "peer-voted",
        }
    }
}

/// Peers that do not do their part, for one reason.
pub struct Peers {
    /// The candidate.
    pub from: NodeId,
    /// The nodes; at least one.
    pub peers: Vec<NodeId>,
    /// What is wanted of them.
    pub subject: Subject,
    /// Why it does not come.
    pub reason: Reason,
}

impl Peers {
    /// As something that is missing. The sentence has the last peer apart: "n2 or n5".
    pub fn lack(&self, world: &World) -> Lack {
        let Peers { from, peers, subject, reason } = self;
        let (subject, index) = match subject {
            Subject::Entry(index) => ("entry", index.0),
            Subject::Commit(index) => ("commit", index.0),
            Subject::Vote => ("vote", 0),
            Subject::Follow => ("follow", 0),
            Subject::Read(_) => ("read", 0),
        };
        let names: Vec<String> = peers.iter().map(|peer| peer.to_string()).collect();
        let (last, others) = names.split_last().expect("a group has a peer");
        let mut lack = Lack::new(
            reason.key(),
            [
                ("subject", name(subject)),
                ("index", number(index)),
                ("from", name(from)),
                ("count", number(peers.len() as u64)),
                ("peers", name(others.join(", "))),
                ("last", name(last)),
            ],
        );
        self.add_details(world, &mut lack);
        lack.offer_all = true;
        lack.or_try(self.remedies(world))
    }

    fn add_details(&self, world: &World, lack: &mut Lack) {
        let mut add = |key: &str, arg| lack.args.insert(key.into(), arg);
        match self.reason {
            Reason::Asked(message, due) | Reason::Answering(message, due) => {
                add("message", name(format!("m{}", message.0)));
                add("due-ms", until_ms(world, due));
                let envelope = world.network().in_flight().find(|envelope| envelope.id == message);
                add("fate", name(envelope.map_or("arrives", |envelope| fate(world, envelope))));
            }
            Reason::Disk(due) | Reason::Beat(due) => {
                add("due-ms", until_ms(world, due));
            }
            Reason::NewerTerm(newer) => {
                add("term", number(world.server(self.from).current_term().0));
                add("newer-term", number(newer.0));
            }
            Reason::RefusedLog(theirs) => {
                let own = world.server(self.from).log().last();
                add("own-term", number(own.term.0));
                add("own-index", number(own.index.0));
                add("last-term", number(theirs.term.0));
                add("last-index", number(theirs.index.0));
            }
            Reason::RefusedVoted(other) => {
                add("term", number(world.server(self.from).current_term().0));
                add("voted-for", name(other));
            }
            Reason::LeaderAlive(leader) => {
                let is_itself = self.peers == [leader];
                add("leader", if is_itself { name("itself") } else { name(leader) });
            }
            Reason::LeaderHeard(leader) => {
                add("leader", maybe(leader));
            }
            Reason::Stopped(disk) => {
                add("disk", name(disk.name()));
            }
            Reason::Down
            | Reason::Paused
            | Reason::Cut
            | Reason::CutThere
            | Reason::CutBack
            | Reason::Behind
            | Reason::Snapshot
            | Reason::Refused
            | Reason::Silent => {}
        }
    }

    fn remedies(&self, world: &World) -> Vec<Remedy> {
        let Peers { from, peers, .. } = self;
        let from = *from;
        let each =
            |remedy: &dyn Fn(NodeId) -> Remedy| -> Vec<Remedy> { peers.iter().map(|peer| remedy(*peer)).collect() };
        let mut remedies = match self.reason {
            Reason::Down => each(&Remedy::Restart),
            Reason::Stopped(_) => each(&Remedy::MendDisk),
            Reason::Paused => each(&Remedy::Resume),
            Reason::Cut => each(&|peer| Remedy::join(Actor::Node(from), Actor::Node(peer), true)),
            Reason::CutThere => each(&|peer| Remedy::join(Actor::Node(from), Actor::Node(peer), false)),
            Reason::CutBack => each(&|peer| Remedy::join(Actor::Node(peer), Actor::Node(from), false)),
            Reason::Asked(message, _) | Reason::Answering(message, _) => vec![Remedy::Deliver(message)],
            Reason::Disk(_)
            | Reason::Behind
            | Reason::Snapshot
            | Reason::Silent
            | Reason::Beat(_)
            | Reason::LeaderHeard(_)
            | Reason::NewerTerm(_) => {
                vec![Remedy::Wait]
            }
            // It has to reach the one that it hands leadership to.
            Reason::LeaderAlive(leader) if cut(world, leader, from) => vec![Remedy::Heal],
            Reason::LeaderAlive(_) => vec![Remedy::Transfer(from), Remedy::Heal],
            Reason::RefusedLog(_) => each(&Remedy::Timeout),
            Reason::RefusedVoted(_) | Reason::Refused => vec![Remedy::Timeout(from)],
        };
        if self.reason == Reason::Cut && 1 < peers.len() {
            remedies.push(Remedy::Heal);
        }
        remedies
    }
}

/// Why a peer does not do its part for a leader or a candidate; nothing if it does, or was not asked yet.
pub fn peer_reason(world: &World, from: NodeId, peer: NodeId, subject: Subject) -> Option<Reason> {
    let asker = world.server(from).live()?;
    let server = world.server(peer);
    let (there, back) = (cut(world, from, peer), cut(world, peer, from));
    // The answer to whether a commit was learned means nothing to the leader, and none is waited for.
    let back = back && !matches!(subject, Subject::Commit(_));
    if !back && let Some(envelope) = in_flight(world, peer, from, &|message| answers(asker, message, subject)) {
        return Some(Reason::Answering(envelope.id, envelope.due_at));
    }
    match (&server.process, there, back) {
        (None, _, _) => return Some(stopped_by(server).map_or(Reason::Down, Reason::Stopped)),
        (Some(process), _, _) if !process.is_live() => return Some(Reason::Paused),
        // What reaches it changes nothing.
        (Some(_), false, _)
            if subject == Subject::Vote
                && let Some(reason) = no_vote_for_a_leader(world, asker, server) =>
        {
            return Some(reason);
        }
        (Some(_), true, true) => return Some(Reason::Cut),
        (Some(_), true, false) => return Some(Reason::CutThere),
        (Some(_), false, true) => return Some(Reason::CutBack),
        (Some(_), false, false) => {}
    }
    // A voter that would refuse is not waited for.
    if let Some(reason) = server.live().filter(|_| subject == Subject::Vote).and_then(|peer| refusal(asker, peer)) {
        return Some(reason);
    }
    if let Some(envelope) = in_flight(world, from, peer, &|message| asks(asker, message, subject)) {
        return Some(Reason::Asked(envelope.id, envelope.due_at));
    }
    up_and_linked(world, asker, server, subject)
}

/// What is wrong with the disk of a node that would stop for it.
pub fn stopped_by(server: &Server) -> Option<DiskState> {
    match server.disk.state {
        disk @ (DiskState::Full | DiskState::Failing) => Some(disk),
        DiskState::Well | DiskState::Torn | DiskState::Rotten => None,
    }
}

/// Why a voter listens to no candidate for a leader's sake, if it does: it leads itself, or may have heard from one less
/// than an election timeout ago.
fn no_vote_for_a_leader(world: &World, asker: &Process, voter: &Server) -> Option<Reason> {
    let (node, config, id) = (&voter.live()?.node(), world.settings().raft, asker.node().id());
    let is_free = node.voted_for().is_none() && node.leader().is_none();
    // As the core's `disregards` and `may_desert_leader` have it.
    let is_asked = match asker.node().role() {
        Role::PreCandidate(_) => true,
        Role::Candidate(_) => {
            let is_sticky = (config.check_quorum || config.lease) && !is_ordered_by_leader(world, id, node.id());
            is_sticky && (node.current_term() < asker.node().current_term() || is_free)
        }
        Role::Follower(_) | Role::Leader(_) => false,
    };
    if !is_asked || node.leader() == Some(id) || !node.hears_a_leader_at(world.local_time(node.id())) {
        return None;
    }
    let leads =
        |leader: &NodeId| world.server(*leader).live().is_some_and(|process| process.node().leading().is_some());
    Some(match node.leader() {
        Some(leader) if leads(&leader) => Reason::LeaderAlive(leader),
        leader => Reason::LeaderHeard(leader),
    })
}

/// Whether the question on its way says that a leader ordered the election: no voter refuses it for that leader's sake.
fn is_ordered_by_leader(world: &World, candidate: NodeId, voter: NodeId) -> bool {
    let is_ordered = |message: &Message| matches!(message.body, Body::RequestVote { by_transfer: true, .. });
    in_flight(world, candidate, voter, &is_ordered).is_some()
}

/// Why a peer that is up, and linked both ways, does not do its part.
fn up_and_linked(world: &World, asker: &Process, server: &Server, subject: Subject) -> Option<Reason> {
    let process = server.live()?;
    let (id, term) = (asker.node().id(), asker.node().current_term());
    if process.replica.held().iter().any(|held| held.message.to == id && answers(asker, &held.message, subject)) {
        return Some(Reason::Disk(server.fsync.map_or(world.now(), |fsync| fsync.due_at)));
    }
    if term < process.node().current_term() {
        return Some(Reason::NewerTerm(process.node().current_term()));
    }
    let beat = || Reason::Beat(asker.heartbeat_timer.map_or(world.now(), |timer| timer.due_at));
    match subject {
        // Its own vote is not durable, so that it has not asked yet.
        Subject::Vote if !asker.replica.held().is_empty() => None,
        Subject::Vote if has_refused(asker, process.node().id()) => Some(Reason::Refused),
        Subject::Vote => Some(Reason::Silent),
        Subject::Entry(index) | Subject::Commit(index) => {
            let own = asker.node().log().term_at(index);
            let has_it = match own {
                Some(_) => process.node().log().term_at(index) == own,
                None => index <= process.node().log().last().index,
            };
            let mode = asker.node().leading().map(|leading| leading.progress(process.node().id()).mode);
            match (has_it, subject) {
                (false, _) if mode == Some(Mode::Snapshot) => Some(Reason::Snapshot),
                (false, _) => Some(Reason::Behind),
                (true, Subject::Commit(_)) => Some(beat()),
                (true, _) => Some(Reason::Silent),
            }
        }
        Subject::Follow => match process.node().role() {
            Role::Follower(Follower { leader: Some(leader), accepted: false }) if *leader == id => Some(Reason::Behind),
            Role::Follower(_) | Role::PreCandidate(_) | Role::Candidate(_) | Role::Leader(_) => Some(beat()),
        },
        Subject::Read(_) => Some(beat()),
    }
}

/// Why a voter would refuse its vote, or its promise, if it were asked now.
fn refusal(asker: &Process, voter: &Process) -> Option<Reason> {
    let (id, term) = (asker.node().id(), asker.node().current_term());
    // A promise is about the next term, in which no server has voted.
    let is_election = matches!(asker.node().role(), Role::Candidate(_));
    let is_spent = is_election && voter.node().current_term() == term;
    if term < voter.node().current_term() {
        return Some(Reason::NewerTerm(voter.node().current_term()));
    }
    if let Some(other) = voter.node().voted_for().filter(|other| is_spent && *other != id) {
        return Some(Reason::RefusedVoted(other));
    }
    let is_ahead = asker.node().log().last() < voter.node().log().last();
    is_ahead.then(|| Reason::RefusedLog(voter.node().log().last()))
}

/// Whether a candidate has heard a refusal.
fn has_refused(asker: &Process, peer: NodeId) -> bool {
    asker.node().role().votes().is_some_and(|votes| votes.refused.contains(peer))
}

fn cut(world: &World, from: NodeId, to: NodeId) -> bool {
    world.network().is_cut(Actor::Node(from), Actor::Node(to))
}

/// Orders messages by what to tell of first: what arrives before what will be lost, then what is due earlier.
pub fn order_of_arrival(world: &World, envelope: &Envelope) -> (bool, Instant) {
    (fate(world, envelope) == "lost", envelope.due_at)
}

/// What becomes of a message as things stand.
pub fn fate(world: &World, envelope: &Envelope) -> &'static str {
    if envelope.doomed || is_barred(world, envelope) { "lost" } else { "arrives" }
}

/// Whether a message is lost if it is due now, by chance or not: a `deliver` would lose it.
pub fn is_barred(world: &World, envelope: &Envelope) -> bool {
    let is_down = matches!(envelope.to, Actor::Node(node) if world.server(node).process.is_none());
    is_down || world.network().is_cut(envelope.from, envelope.to)
}

/// The message that is due first, of those that say so; one that will be lost only where no other arrives.
fn in_flight<'a>(world: &'a World, from: NodeId, to: NodeId, says: &dyn Fn(&Message) -> bool) -> Option<&'a Envelope> {
    let fits = |envelope: &&Envelope| match &envelope.content {
        Content::Raft(message) => message.from == from && message.to == to && says(message),
        Content::Request(_) | Content::Reply { .. } | Content::HttpRequest(_) | Content::HttpResponse(_) => false,
    };
    world.network().in_flight().filter(fits).min_by_key(|envelope| order_of_arrival(world, envelope))
}

/// Whether a message asks a peer for its part.
fn asks(asker: &Process, message: &Message, subject: Subject) -> bool {
    if message.term != asker.node().current_term() {
        return false;
    }
    match (&message.body, subject) {
        (Body::RequestVote { .. } | Body::PreVote { .. }, Subject::Vote)
        | (Body::AppendEntries(_), Subject::Follow) => true,
        (Body::InstallSnapshot(piece), Subject::Entry(index)) => piece.done && index <= piece.last.index,
        (Body::InstallSnapshot(piece), Subject::Read(round)) => round <= piece.round,
        (Body::AppendEntries(append), Subject::Entry(index)) => index <= append.prev.index.plus(append.entries.len()),
        (Body::AppendEntries(append), Subject::Commit(index)) => {
            index <= append.leader_commit.min(append.prev.index.plus(append.entries.len()))
        }
        (Body::AppendEntries(append), Subject::Read(round)) => round <= append.round,
        (
            Body::RequestVote { .. }
            | Body::RequestVoteReply { .. }
            | Body::AppendEntries(_)
            | Body::AppendEntriesReply { .. }
            | Body::InstallSnapshot(_)
            | Body::InstallSnapshotReply { .. }
            | Body::PreVote { .. }
            | Body::PreVoteReply { .. }
            | Body::TimeoutNow
            | Body::ReadIndex { .. }
            | Body::ReadIndexReply { .. },
            Subject::Vote | Subject::Follow | Subject::Entry(_) | Subject::Commit(_) | Subject::Read(_),
        ) => false,
    }
}

/// Whether a message of a peer does its part.
fn answers(asker: &Process, message: &Message, subject: Subject) -> bool {
    if message.term != asker.node().current_term() {
        return false;
    }
    match (&message.body, subject) {
        (Body::RequestVoteReply { granted } | Body::PreVoteReply { granted, .. }, Subject::Vote) => *granted,
        (
            Body::InstallSnapshotReply { answer: SnapshotAnswer::Installed { match_index }, .. },
            Subject::Entry(index),
        ) => index <= *match_index,
        (Body::InstallSnapshotReply { round: answered, .. }, Subject::Read(round)) => round <= *answered,
        (Body::AppendEntriesReply { answer: AppendAnswer::Accepted { match_index }, .. }, Subject::Entry(index)) => {
            index <= *match_index
        }
        (Body::AppendEntriesReply { round: answered, .. }, Subject::Read(round)) => round <= *answered,
        (
            Body::RequestVote { .. }
            | Body::RequestVoteReply { .. }
            | Body::AppendEntries(_)
            | Body::AppendEntriesReply { .. }
            | Body::InstallSnapshot(_)
            | Body::InstallSnapshotReply { .. }
            | Body::PreVote { .. }
            | Body::PreVoteReply { .. }
            | Body::TimeoutNow
            | Body::ReadIndex { .. }
            | Body::ReadIndexReply { .. },
            Subject::Vote | Subject::Follow | Subject::Entry(_) | Subject::Commit(_) | Subject::Read(_),
        ) => false,
    }
}
