//! "Why not?": what is missing for a fact to be true, by peer and by reason, as the world stands.

mod trial;
pub mod waiting;

use super::args::{name, number, until_ms};
use super::blockers::{Peers, Reason, Subject, peer_reason, stopped_by};
use super::lack::Lack;
use super::question::Question;
use super::remedy::Remedy;
use super::view::Missing;
use crate::kv::RequestId;
use crate::raft::{LogIndex, NodeId, NodeSet, Role, Term, quorum};
use crate::script::{Runner, condition};
use crate::sim::{Actor, ClientId, Operation, Process, Server, World};
use crate::sorted;

/// What is missing, with the steps that were tried and work.
pub fn missing(runner: &Runner, question: Question) -> Vec<Missing> {
    let lacks = lacks(runner.world(), question);
    let offers = trial::offers(runner, question, &lacks);
    let views = lacks.into_iter().zip(offers);
    views.map(|(lack, offers)| Missing { key: format!("missing-{}", lack.key), args: lack.args, offers }).collect()
}

/// Whether what a question asks for is so.
pub fn holds(world: &World, question: Question) -> bool {
    match question {
        Question::Entry(node, index) => index <= world.server(node).commit_index(),
        Question::Vote(voter, candidate) => {
            let (voter, candidate_server) = (world.server(voter), world.server(candidate));
            voted_for(voter) == Some(candidate) && voter.current_term() == candidate_server.current_term()
        }
        Question::Leader(None) => condition::leader(world).is_some(),
        Question::Leader(Some(node)) => condition::leader(world) == Some(node),
        Question::Request(client, request) => operation(world, client, request).is_some_and(Operation::is_over),
        Question::Role(_) | Question::Term(_) | Question::Message(_) | Question::Event(_) => true,
    }
}

/// What is missing; nothing where a question asks for what is so.
pub fn lacks(world: &World, question: Question) -> Vec<Lack> {
    if holds(world, question) {
        return Vec::new();
    }
    match question {
        Question::Entry(node, index) => entry_lacks(world, node, index, world.server(node).log().term_at(index)),
        Question::Vote(voter, candidate) => vote_lacks(world, voter, candidate),
        Question::Leader(wanted) => leader_lacks(world, wanted),
        Question::Request(client, request) => waiting::request_lacks(world, client, request),
        Question::Role(_) | Question::Term(_) | Question::Message(_) | Question::Event(_) => Vec::new(),
    }
}

/// The candidate that a server voted for in its term.
pub fn voted_for(server: &Server) -> Option<NodeId> {
    let process = server.process.as_deref();
    process.map_or(server.disk.hard_state().voted_for, |process| process.node().voted_for())
}

/// A client's request, if it was ever sent.
pub fn operation(world: &World, client: ClientId, request: RequestId) -> Option<&Operation> {
    // Requests by HTTP that are no commands have numbers too, and no place here.
    let number = |place: &usize| world.history().get(*place).map(|operation| operation.request);
    let operations = &world.clients()[client.slot()].operations;
    let at = operations.binary_search_by(|place| number(place).cmp(&Some(request))).ok()?;
    world.history().get(*operations.get(at)?)
}

/// The live node that leads, of those the one in the latest term; perhaps no node follows it.
pub fn acting_leader(world: &World) -> Option<NodeId> {
    world.leading()
}

/// The voters whose agreement counts.
pub(super) fn voters(world: &World) -> NodeSet {
    world.membership().all_voters()
}

/// Whether a node asks for votes, or whether it would get them.
fn stands(world: &World, node: NodeId) -> bool {
    let process = world.server(node).live();
    process.is_some_and(|process| process.node().role().votes().is_some())
}

/// A node that is down, or stands still, and what ends that.
pub(super) fn node_lack(world: &World, node: NodeId) -> Option<Lack> {
    match &world.server(node).process {
        None if let Some(disk) = stopped_by(world.server(node)) => {
            let args = [("node", name(node)), ("disk", name(disk.name()))];
            Some(Lack::new("node-stopped", args).or_try([Remedy::MendDisk(node)]))
        }
        None => Some(Lack::new("node-down", [("node", name(node))]).or_try([Remedy::Restart(node)])),
        Some(process) if !process.is_live() => {
            Some(Lack::new("node-paused", [("node", name(node))]).or_try([Remedy::Resume(node)]))
        }
        Some(_) => None,
    }
}

/// A node without a vote, and what gives it one.
fn voteless_lacks(world: &World, node: NodeId) -> Vec<Lack> {
    if voters(world).contains(node) {
        return Vec::new();
    }
    let args = [("node", name(node))];
    if !world.membership().learners.contains(node) {
        return vec![Lack::new("stranger", args).or_try([Remedy::Add(node)])];
    }
    let mut lacks = vec![Lack::new("learner", args).or_try([Remedy::Wait, Remedy::Heal])];
    if let Some((leader, process)) = acting_leader(world).and_then(|id| Some((id, world.server(id).live()?)))
        && let Some(leading) = process.node().leading()
        && leading.progress(node).match_index < process.node().commit_index()
    {
        lacks.extend(peers_lacks(world, leader, &[node], Subject::Entry(process.node().commit_index())));
    }
    lacks
}

/// A command of a client that waits for nothing, at a node.
pub(super) fn fresh_command(world: &World, leader: NodeId) -> Option<Remedy> {
    let is_free = |client: &&crate::sim::client::Client| client.outstanding.is_none() && client.queue.is_empty();
    let client = world.clients().iter().find(is_free)?;
    Some(Remedy::Write(client.id, leader))
}

pub(super) fn entry_lacks(world: &World, node: NodeId, index: LogIndex, term: Option<Term>) -> Vec<Lack> {
    let mut lacks: Vec<Lack> = node_lack(world, node).into_iter().collect();
    let Some((leader, process)) = acting_leader(world).and_then(|id| Some((id, world.server(id).live()?))) else {
        lacks.extend(leader_lacks(world, None));
        return lacks;
    };
    // A leader of an earlier term than the node's own has nothing to tell it.
    if process.node().current_term() < world.server(node).current_term() {
        lacks.extend(election_lacks(world, None));
        return lacks;
    }
    let log = process.node().log();
    let own = log.term_at(index);
    let is_compacted = index < log.base().index;
    if term.is_some() && term != own && !is_compacted {
        lacks.push(other_entry(world, node, leader, index));
        return lacks;
    }
    if own.is_none() && !is_compacted {
        let args = [
            ("leader", name(leader)),
            ("term", number(process.node().current_term().0)),
            ("index", number(index.0)),
            ("last-index", number(log.last().index.0)),
        ];
        lacks.push(Lack::new("no-entry", args).or_try(fresh_command(world, leader)));
        return lacks;
    }
    if index <= process.node().commit_index() {
        if node != leader && lacks.is_empty() {
            lacks.extend(peers_lacks(world, leader, &[node], Subject::Commit(index)));
        }
        return lacks;
    }
    lacks.extend(count_lacks(world, leader, process, index));
    lacks
}

/// An entry in whose place the leader has another, or none.
fn other_entry(world: &World, node: NodeId, leader: NodeId, index: LogIndex) -> Lack {
    let (held, leads) = (world.server(node), world.server(leader));
    let term = held.log().term_at(index).unwrap_or_default();
    let args = [
        ("node", name(node)),
        ("leader", name(leader)),
        ("index", number(index.0)),
        ("term", number(term.0)),
        ("own-term", number(leads.log().term_at(index).unwrap_or_default().0)),
        ("leader-term", number(leads.current_term().0)),
    ];
    Lack::new("other-entry", args).or_try([Remedy::Timeout(node), Remedy::Wait, Remedy::Heal])
}

/// The first entry from an index on that a leader may count: of its own term.
fn countable(process: &Process, index: LogIndex) -> Option<LogIndex> {
    let (log, term) = (process.node().log(), process.node().current_term());
    (index.0..=log.last().index.0).map(LogIndex).find(|index| log.term_at(*index) == Some(term))
}

/// The leader that has to count for an entry of a node's log to be committed, and the entry that it counts; nothing if
/// it is anything else that is missing.
pub fn counting(world: &World, node: NodeId, index: LogIndex, term: Option<Term>) -> Option<(NodeId, LogIndex)> {
    let leader = acting_leader(world)?;
    let process = world.server(leader).live()?;
    let own = process.node().log().term_at(index)?;
    let is_same = term.is_none_or(|term| term == own);
    let is_waited_for = process.node().commit_index() < index;
    let is_current = world.server(node).current_term() <= process.node().current_term();
    let index = countable(process, index)?;
    (is_same && is_waited_for && is_current).then_some((leader, index))
}

/// What a leader lacks to commit an entry of its log by counting.
pub(super) fn count_lacks(world: &World, leader: NodeId, process: &Process, index: LogIndex) -> Vec<Lack> {
    let Some(leading) = process.node().leading() else {
        return Vec::new();
    };
    let (log, term) = (process.node().log(), process.node().current_term());
    let mut lacks = Vec::new();
    let countable = countable(process, index);
    if log.term_at(index) != Some(term) {
        let args = [
            ("leader", name(leader)),
            ("index", number(index.0)),
            ("entry-term", number(log.term_at(index).unwrap_or_default().0)),
            ("term", number(term.0)),
            ("own-index", number(countable.map_or(0, |index| index.0))),
        ];
        let step = if countable.is_none() { fresh_command(world, leader) } else { Some(Remedy::Wait) };
        lacks.push(Lack::new("older-term", args).or_try(step));
    }
    let target = countable.unwrap_or(index);
    if leading.progress(leader).match_index < target {
        lacks.push(own_disk(world, leader, "entry", target));
    }
    let behind = |node: &NodeId| leading.progress(*node).match_index < target;
    // Where a majority has it, the leader lacks nothing from the others.
    let having: NodeSet = voters(world).iter().filter(|node| !behind(node)).collect();
    if !world.membership().is_quorum(having) {
        let peers: Vec<NodeId> = voters(world).without(leader).iter().filter(behind).collect();
        lacks.extend(peers_lacks(world, leader, &peers, Subject::Entry(target)));
    }
    lacks
}

fn own_disk(world: &World, node: NodeId, what: &str, index: LogIndex) -> Lack {
    let due = world.server(node).fsync.map_or(world.now(), |fsync| fsync.due_at);
    let args =
        [("node", name(node)), ("what", name(what)), ("index", number(index.0)), ("due-ms", until_ms(world, due))];
    Lack::new("own-disk", args).or_try([Remedy::Wait])
}

/// Why each of some peers does not do its part, those with the same reason together.
pub(super) fn peers_lacks(world: &World, from: NodeId, peers: &[NodeId], subject: Subject) -> Vec<Lack> {
    let mut groups: Vec<(Reason, Vec<NodeId>)> = Vec::new();
    for peer in peers {
        let Some(reason) = peer_reason(world, from, *peer, subject) else { continue };
        match groups.iter_mut().find(|(other, _)| *other == reason) {
            Some((_, group)) => group.push(*peer),
            None => groups.push((reason, vec![*peer])),
        }
    }
    groups.into_iter().map(|(reason, peers)| Peers { from, peers, subject, reason }.lack(world)).collect()
}

pub(super) fn leader_lacks(world: &World, wanted: Option<NodeId>) -> Vec<Lack> {
    if let Some(lack) = wanted.and_then(|node| node_lack(world, node)) {
        return vec![lack];
    }
    let voteless = wanted.map_or(Vec::new(), |node| voteless_lacks(world, node));
    if !voteless.is_empty() {
        return voteless;
    }
    let acting = acting_leader(world);
    match (wanted, acting) {
        (None, Some(leader)) => return follow_lacks(world, leader),
        (Some(node), Some(leader)) if node == leader => return follow_lacks(world, leader),
        (Some(node), Some(leader)) => {
            if let Some(lack) = other_leads(world, node, leader) {
                return vec![lack];
            }
        }
        (_, None) => {}
    }
    election_lacks(world, wanted)
}

/// What an election lacks, whether or not somebody leads an earlier term: the votes of whoever stands, or that anybody
/// stands.
fn election_lacks(world: &World, wanted: Option<NodeId>) -> Vec<Lack> {
    let rank = |node: &NodeId| (world.server(*node).current_term(), world.server(*node).log().last());
    let candidate = match wanted {
        Some(node) => Some(node).filter(|node| stands(world, *node)),
        None => world.nodes().iter().filter(|node| stands(world, *node)).max_by_key(rank),
    };
    match candidate {
        Some(candidate) => candidate_lacks(world, candidate),
        None => not_standing(world, wanted),
    }
}

fn is_cut(world: &World, from: NodeId, to: NodeId) -> bool {
    world.network().is_cut(Actor::Node(from), Actor::Node(to))
}

/// Another leads; not if a node stands against it.
fn other_leads(world: &World, node: NodeId, leader: NodeId) -> Option<Lack> {
    let process = world.server(node).live()?;
    let (own_term, term) = (process.node().current_term(), world.server(leader).current_term());
    let args =
        [("node", name(node)), ("own-term", number(own_term.0)), ("leader", name(leader)), ("term", number(term.0))];
    match process.node().role() {
        Role::Candidate(_) | Role::PreCandidate(_) => None,
        Role::Leader(_) => Some(Lack::new("old-leader", args).or_try([Remedy::Wait, Remedy::Heal])),
        // It does not hear from it: nothing but its timer keeps it from standing.
        Role::Follower(_) if process.node().leader() != Some(leader) || is_cut(world, leader, node) => None,
        Role::Follower(_) => Some(Lack::new("other-leads", args).or_try([Remedy::Timeout(node)])),
    }
}

/// Why a leader is followed by no majority.
fn follow_lacks(world: &World, leader: NodeId) -> Vec<Lack> {
    let term = world.server(leader).current_term();
    let astray = |node: &NodeId| {
        let process = world.server(*node).live();
        !process.is_some_and(|process| process.node().current_term() == term && process.node().role().follows(leader))
    };
    let peers: Vec<NodeId> = voters(world).without(leader).iter().filter(astray).collect();
    peers_lacks(world, leader, &peers, Subject::Follow)
}

/// The votes that a candidate lacks.
fn candidate_lacks(world: &World, candidate: NodeId) -> Vec<Lack> {
    let Some(votes) = world.server(candidate).live().and_then(|process| process.node().role().votes()) else {
        return Vec::new();
    };
    let mut lacks: Vec<Lack> = own_vote_lack(world, candidate).into_iter().collect();
    let peers: Vec<NodeId> =
        voters(world).without(candidate).iter().filter(|node| !votes.granted.contains(*node)).collect();
    lacks.extend(peers_lacks(world, candidate, &peers, Subject::Vote));
    lacks
}

/// A candidate's vote for itself is not durable yet: the candidate asks no voter before it is.
fn own_vote_lack(world: &World, candidate: NodeId) -> Option<Lack> {
    let role = world.server(candidate).live()?.node().role();
    let waits = matches!(role, Role::Candidate(own) if !own.votes.granted.contains(candidate));
    waits.then(|| own_disk(world, candidate, "vote", LogIndex::ZERO))
}

/// No node stands for election, or the one that should does not.
fn not_standing(world: &World, wanted: Option<NodeId>) -> Vec<Lack> {
    let live: Vec<NodeId> = voters(world).iter().filter(|node| world.server(*node).live().is_some()).collect();
    let mut lacks = Vec::new();
    // Of a joint configuration, the half that lacks its majority.
    let halves = [world.membership().voters, world.membership().outgoing].map(|half| {
        (half.iter().filter(|node| live.contains(node)).count(), quorum::majority(half.len()), half.is_empty())
    });
    if let Some((alive, majority, _)) = halves.into_iter().find(|(alive, majority, none)| !none && alive < majority) {
        let args = [("live", number(alive as u64)), ("majority", number(majority as u64))];
        lacks.push(Lack::new("too-few", args));
        let away = voters(world).iter().filter(|node| !live.contains(node));
        lacks.extend(away.filter_map(|node| node_lack(world, node)));
    }
    let due = |node: &NodeId| world.server(*node).process.as_deref()?.election_timer.map(|timer| timer.due_at);
    let first = wanted.or_else(|| live.iter().copied().filter(|node| due(node).is_some()).min_by_key(due));
    if let Some((node, at)) = first.and_then(|node| Some((node, due(&node)?))) {
        let args = [("node", name(node)), ("due-ms", until_ms(world, at))];
        let mut best = live;
        sorted::sort_by_key(&mut best, |node| std::cmp::Reverse(world.server(*node).log().last()));
        let stand = wanted.map_or(best, |node| vec![node]);
        let steps = stand.into_iter().map(Remedy::Timeout).chain([Remedy::Wait]);
        lacks.push(Lack::new("not-standing", args).or_try(steps));
    }
    lacks
}

fn vote_lacks(world: &World, voter: NodeId, candidate: NodeId) -> Vec<Lack> {
    if let Some(lack) = node_lack(world, candidate) {
        return vec![lack];
    }
    for node in [candidate, voter] {
        let voteless = voteless_lacks(world, node);
        if !voteless.is_empty() {
            return voteless;
        }
    }
    if !stands(world, candidate) || voter == candidate {
        let args = [("node", name(candidate)), ("term", number(world.server(candidate).current_term().0))];
        return vec![Lack::new("not-asking", args).or_try([Remedy::Timeout(candidate)])];
    }
    let mut lacks: Vec<Lack> = own_vote_lack(world, candidate).into_iter().collect();
    lacks.extend(peers_lacks(world, candidate, &[voter], Subject::Vote));
    lacks
}
