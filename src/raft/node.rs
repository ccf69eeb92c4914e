//! One server of the cluster: its one door, and the rules that hold in every role.

use super::candidate::{Candidate, PreCandidate, Question, on_election_timeout};
use super::canonical::Canonical;
use super::config::Config;
use super::core::Core;
use super::effects::{Effects, Why};
use super::event::{AppendRefusal, Event, RoleName, SnapshotEvent, StaleReply, Standing, TransferRefusal};
use super::flaw::Flaw;
use super::follower::{Follower, Following};
use super::input::Input;
use super::leader::{Leader, Leading};
use super::log::{Log, Payload};
use super::membership::{ChangeRefusal, Configurations, Membership};
use super::message::{AppendAnswer, AppendEntries, Body, InstallSnapshot, Message, SnapshotAnswer};
use super::reply::{Proposal, ReadAnswer, Reply};
use super::role::Role;
use super::storage::{Durable, HardState, Snapshot};
use super::turn::{NextRole, Tenure, Turn, not_asking, turn};
use super::types::{LocalTime, LogIndex, LogPosition, NodeId, NodeSet, RequestToken, Term, WriteSeq};
use super::voter::{Candidacy, Voter, on_pre_vote, on_request_vote};
use serde::{Deserialize, Serialize};
use std::ops::ControlFlow::{Break, Continue};
use std::sync::Arc;

/// A server of the cluster: what it is in every role, and its role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Node {
    core: Core,
    role: Role,
}

impl Node {
    /// A node as it starts, for the first time or after a crash: a follower that knows what its disk
    /// holds and nothing else. The commit index is learned again, from the snapshot's on.
    ///
    /// `first_voters` are the voters that the cluster was set up with, if it is one of its first servers; empty
    /// for one that was started to be added.
    pub fn recover(
        id: NodeId,
        first_voters: NodeSet,
        config: Config,
        disk: Durable,
        now: LocalTime,
        out: &mut Effects,
    ) -> Node {
        let core = Core::recover(id, first_voters, config, disk, now, out);
        core.arm_election_timer(Why::INPUT, out);
        Node { core, role: Role::Follower(Follower::default()) }
    }

    /// The one door, at an instant of this node's clock that is not before the last one. Never fails: what is late,
    /// doubled or stale is an ordinary branch.
    pub fn step(&mut self, now: LocalTime, input: Input, out: &mut Effects) {
        self.core.begin_step(now);
        let mut tenure = match input {
            Input::Message(message) => self.on_message(message, out),
            Input::ElectionTimeout => self.on_election_timeout(out),
            Input::HeartbeatTimeout => match self.as_leader(out) {
                Some(mut leading) => leading.on_heartbeat_timeout(),
                None => Continue(()),
            },
            Input::Propose { payload, request } => {
                self.on_proposal(payload, request, out);
                Continue(())
            }
            Input::Read { request } => {
                self.on_read(request, out);
                Continue(())
            }
            Input::Compact { applied, data, keep } => {
                let needed = self.as_leader(out).map_or(applied, |leading| leading.needed_by_peers(applied));
                self.core.compact(applied, data, keep, needed, out);
                Continue(())
            }
            Input::Change { change, order } => match self.as_leader(out) {
                Some(mut leading) => leading.on_change(change, order),
                None => {
                    out.refuse_change(change, order, ChangeRefusal::NotLeader, Why::INPUT);
                    Continue(())
                }
            },
            Input::Transfer { to, order } => {
                match self.as_leader(out) {
                    Some(mut leading) => leading.on_transfer(to, order),
                    None => out.refuse_transfer(to, order, TransferRefusal::NotLeader, Why::INPUT),
                }
                Continue(())
            }
            Input::Persisted { up_to, log_end } => self.on_persisted(up_to, log_end, out),
        };
        while let Break(turn) = tenure {
            tenure = self.take(turn, out);
        }
    }

    /// Changes what it was told at the start. Timers that are armed keep their time.
    pub fn reconfigure(&mut self, now: LocalTime, config: Config) {
        if self.core.config().election_timeout != config.election_timeout
            && let Role::Leader(leader) = &mut self.role
        {
            // Followers kept what they promised by the old one: a lease by the new one is to be earned anew.
            leader.forget_lease(now);
        }
        self.core.reconfigure(now, config);
    }

    /// Its settings.
    pub fn config(&self) -> &Config {
        self.core.config()
    }

    /// Its name.
    pub fn id(&self) -> NodeId {
        self.core.id()
    }

    /// Its current term.
    pub fn current_term(&self) -> Term {
        self.core.current_term()
    }

    /// The candidate that it voted for in this term.
    pub fn voted_for(&self) -> Option<NodeId> {
        self.core.voted_for()
    }

    /// Its log.
    pub fn log(&self) -> &Log {
        self.core.log()
    }

    /// The highest index that it knows to be committed.
    pub fn commit_index(&self) -> LogIndex {
        self.core.commit_index()
    }

    /// Its role.
    pub fn role(&self) -> &Role {
        &self.role
    }

    /// The name of its role.
    pub fn role_name(&self) -> RoleName {
        match &self.role {
            Role::Follower(_) => self.answers_as(),
            Role::PreCandidate(_) => RoleName::PreCandidate,
            Role::Candidate(_) => RoleName::Candidate,
            Role::Leader(_) => RoleName::Leader,
        }
    }

    /// Whether it is a follower or a learner while it neither leads nor stands.
    pub fn answers_as(&self) -> RoleName {
        self.core.answers_as()
    }

    /// The configuration that it uses: the latest in its log.
    pub fn membership(&self) -> &Membership {
        self.core.membership()
    }

    /// The configurations in its log.
    pub fn configurations(&self) -> &Configurations {
        self.core.configurations()
    }

    /// Its latest snapshot, if there is one.
    pub fn snapshot(&self) -> Option<&Arc<Snapshot>> {
        self.core.snapshot()
    }

    /// The last index that its latest snapshot holds; 0 without one. Its log begins there, or before it.
    pub fn snapshot_index(&self) -> LogIndex {
        self.core.snapshot_index()
    }

    /// Bytes of a leader's snapshot that it has, while there are more to come.
    pub fn collected_bytes(&self) -> usize {
        self.core.collected_bytes()
    }

    /// What it knows as a leader, if it is one.
    pub fn leading(&self) -> Option<&Leader> {
        self.role.leading()
    }

    /// The leader of its term, if it knows one; itself if it leads.
    pub fn leader(&self) -> Option<NodeId> {
        self.role.leader(self.id())
    }

    /// Whether it leads, or heard from a leader less than the shortest election timeout before an instant of its clock.
    pub fn hears_a_leader_at(&self, now: LocalTime) -> bool {
        self.voter().hears_a_leader_at(now)
    }

    /// Thesis, §6.4.1: how long from an instant of its clock on no other can have been elected, µs. None without a
    /// lease, or of a node that does not lead.
    pub fn lease_left_at(&self, now: LocalTime) -> Option<u64> {
        self.role.leading()?.lease_left_at(&self.core, now)
    }

    /// Writes what matters of it where there is no clock, see [`Canonical`].
    pub fn write_canonical(&self, into: &mut Canonical<'_>) {
        self.core.write_canonical(into);
        self.role.write_canonical(into);
    }

    /// This node as a voter.
    fn voter(&self) -> Voter<'_> {
        Voter { core: &self.core, role: &self.role }
    }

    /// The leader at work, if this node leads.
    fn as_leader<'a>(&'a mut self, out: &'a mut Effects) -> Option<Leading<'a>> {
        match &mut self.role {
            Role::Leader(leader) => Some(Leading { core: &mut self.core, leader, out }),
            Role::Follower(_) | Role::PreCandidate(_) | Role::Candidate(_) => None,
        }
    }

    /// Takes another role.
    fn take(&mut self, Turn { to, why }: Turn, out: &mut Effects) -> Tenure {
        match to {
            NextRole::Follower => {
                self.follow(Follower::default(), why, out);
                Continue(())
            }
            NextRole::PreCandidate => {
                let again = matches!(self.role, Role::PreCandidate(_));
                let Some(mut asking) = PreCandidate::ask(&self.core, again, why, out) else { return Continue(()) };
                let tenure = asking.count_promise(&self.core, self.core.id(), out);
                self.role = Role::PreCandidate(asking);
                tenure
            }
            NextRole::Candidate(by) => {
                if let Some(candidate) = Candidate::stand(&mut self.core, by, why, out) {
                    self.role = Role::Candidate(candidate);
                }
                Continue(())
            }
            NextRole::Leader { votes } => {
                let mut leader = Leader::new(&self.core, votes);
                let tenure = Leading { core: &mut self.core, leader: &mut leader, out }.begin(why);
                self.role = Role::Leader(leader);
                tenure
            }
        }
    }

    /// Becomes a follower. Only a leader has no election timer, so only then is it armed:
    /// a candidate's keeps running, or refused candidates could keep everyone from standing.
    fn follow(&mut self, follower: Follower, why: Why, out: &mut Effects) {
        if let Role::Leader(leader) = &self.role {
            leader.resign(why, out);
            match self.core.is_flawed(Flaw::TimerNotRearmed) {
                true => {
                    out.break_rule(Flaw::TimerNotRearmed, why);
                }
                false => self.core.arm_election_timer(why, out),
            }
        }
        self.role = Role::Follower(follower);
    }

    /// A message arrived: terms come first, then each kind has its handler.
    fn on_message(&mut self, message: Message, out: &mut Effects) -> Tenure {
        let Message { from, term, body, .. } = message;
        if !self.settle_term(from, term, &body, out) {
            return Continue(());
        }
        match body {
            Body::RequestVote { last, by_transfer } => {
                let candidacy = Candidacy { candidate: from, term, last };
                on_request_vote(&mut self.core, &self.role, candidacy, by_transfer, out)
            }
            Body::PreVote { next_term, asked_at, last } => {
                let candidacy = Candidacy { candidate: from, term: next_term, last };
                on_pre_vote(&self.core, &self.role, candidacy, asked_at, out);
                Continue(())
            }
            Body::RequestVoteReply { granted } => match &mut self.role {
                Role::Candidate(candidate) => candidate.on_vote(&self.core, from, granted, out),
                Role::Follower(_) | Role::PreCandidate(_) | Role::Leader(_) => not_asking(from, out),
            },
            Body::PreVoteReply { next_term, asked_at, granted } => {
                self.on_promise(from, (next_term, asked_at), granted, out)
            }
            Body::AppendEntries(append) => {
                self.on_append_entries(from, term, append, out);
                Continue(())
            }
            Body::InstallSnapshot(piece) => {
                self.on_install_snapshot(from, term, &piece, out);
                Continue(())
            }
            Body::AppendEntriesReply { round, sent_at, answer } => match self.as_leader(out) {
                Some(mut leading) => leading.on_append_reply(from, (round, sent_at), answer),
                None => not_asking(from, out),
            },
            Body::InstallSnapshotReply { round, sent_at, answer } => match self.as_leader(out) {
                Some(mut leading) => leading.on_snapshot_reply(from, (round, sent_at), answer),
                None => not_asking(from, out),
            },
            Body::TimeoutNow => self.on_timeout_now(from, term, out),
            Body::ReadIndex { request } => {
                self.on_read_index(from, term, request, out);
                Continue(())
            }
            Body::ReadIndexReply { request, index } => {
                // It may come twice, or after the client has gone; then the server finds no pending read.
                let learned = out.decide(Why::INPUT, Event::ReadIndexLearned { leader: from, index });
                let answer = index.map_or(ReadAnswer::Unconfirmed, ReadAnswer::Ready);
                out.reply(learned, request, Reply::Read(answer));
                Continue(())
            }
        }
    }

    /// §5.1: terms come first. Returns false if nothing else is to be done about the message: it is disregarded, or it
    /// answers a question of an older term.
    fn settle_term(&mut self, from: NodeId, term: Term, body: &Body, out: &mut Effects) -> bool {
        let own_term = self.current_term();
        if own_term < term {
            if self.voter().disregards(from, body) {
                let (leader, asks) = (self.leader(), !body.is_reply());
                let event = Event::CandidateDisregarded { candidate: from, candidate_term: term, asks, leader };
                out.decide(Why::INPUT, event);
                return false;
            }
            let is_by_flaw = self.voter().listens_by_flaw(from, body);
            let why = if is_by_flaw { out.break_rule(Flaw::RemovedDisrupts, Why::INPUT) } else { Why::INPUT };
            // A pre-vote changes no term. A promise names the term that was asked about, and the voter may be in an older
            // one: a pre-candidate that adopted the promised term could never stand in it.
            if !matches!(body, Body::PreVote { .. } | Body::PreVoteReply { granted: true, .. }) {
                self.adopt_term((term, from), body.is_reply(), why, out);
            }
        } else if term < own_term && (body.is_reply() || self.misses_pre_vote(body, out)) {
            if self.outlives_its_term(body, out) {
                return true;
            }
            let why = StaleReply::OlderTerm { reply_term: term, term: own_term };
            out.decide(Why::INPUT, Event::ReplyIgnored { from, why });
            return false;
        }
        true
    }

    /// Whether a flaw makes this server count a reply of an older term.
    fn outlives_its_term(&self, body: &Body, out: &mut Effects) -> bool {
        let flaw = match (body, &self.role) {
            (Body::RequestVoteReply { granted: true }, Role::Candidate(_)) => Flaw::StaleVotesCounted,
            (Body::AppendEntriesReply { answer: AppendAnswer::Accepted { .. }, .. }, Role::Leader(_)) => {
                Flaw::RepliesOutliveTerms
            }
            _ => return false,
        };
        let outlives = self.core.is_flawed(flaw);
        if outlives {
            out.break_rule(flaw, Why::INPUT);
        }
        outlives
    }

    /// Whether a flaw makes this server ignore a pre-vote's answer because the voter is in an older term.
    fn misses_pre_vote(&self, body: &Body, out: &mut Effects) -> bool {
        let misses = matches!(body, Body::PreVoteReply { .. }) && self.core.is_flawed(Flaw::PreVoteRepliesOwnTerm);
        if misses {
            out.break_rule(Flaw::PreVoteRepliesOwnTerm, Why::INPUT);
        }
        misses
    }

    /// §5.1: a server that sees a higher term takes it over and becomes a follower.
    fn adopt_term(&mut self, (term, from): (Term, NodeId), is_reply: bool, why: Why, out: &mut Effects) {
        let (old_term, was) = (self.current_term(), self.role_name());
        let adopted = out.decide(why, Event::TermAdopted { old_term, term, from, was });
        let stays = is_reply && matches!(self.role, Role::Candidate(_) | Role::Leader(_));
        if stays && self.core.is_flawed(Flaw::HigherTermKeepsRole) {
            out.break_rule(Flaw::HigherTermKeepsRole, adopted);
        } else {
            self.follow(Follower::default(), adopted, out);
        }
        self.core.write_hard_state(HardState { current_term: term, voted_for: None }, adopted, out);
    }

    /// The election timer fired. A leader has no such timer.
    fn on_election_timeout(&mut self, out: &mut Effects) -> Tenure {
        match self.role {
            Role::Follower(_) | Role::PreCandidate(_) => on_election_timeout(&self.core, Standing::Silence, out),
            Role::Candidate(_) => on_election_timeout(&self.core, Standing::Again, out),
            Role::Leader(_) => Continue(()),
        }
    }

    /// A reply to PreVote: only a pre-candidate counts it.
    fn on_promise(&mut self, from: NodeId, answers: Question, granted: bool, out: &mut Effects) -> Tenure {
        match &mut self.role {
            Role::PreCandidate(asking) => asking.on_promise(&self.core, from, answers, granted, out),
            Role::Follower(_) | Role::Candidate(_) | Role::Leader(_) => not_asking(from, out),
        }
    }

    /// The leader has this node stand for election at once, without asking for promises (thesis, §3.10).
    fn on_timeout_now(&mut self, from: NodeId, term: Term, out: &mut Effects) -> Tenure {
        let is_of_leader = term == self.current_term() && self.leader().is_none_or(|leader| leader == from);
        let has_vote = self.membership().all_voters().contains(self.id());
        match self.role {
            Role::Follower(_) | Role::PreCandidate(_) if is_of_leader && has_vote => {
                turn(NextRole::Candidate(Standing::Transfer), Why::INPUT)
            }
            Role::Follower(_) | Role::PreCandidate(_) | Role::Candidate(_) | Role::Leader(_) => not_asking(from, out),
        }
    }

    /// AppendEntries, receiver.
    fn on_append_entries(&mut self, leader: NodeId, leader_term: Term, append: AppendEntries, out: &mut Effects) {
        let term = self.current_term();
        if leader_term < term {
            let refusal = AppendRefusal::StaleTerm { leader_term, term };
            let refused = out.decide(Why::INPUT, Event::AppendRefused { leader, refusal });
            self.core.reset_timer_for_anyone(&self.role, refused, out);
            let (round, sent_at, answer) = (append.round, append.sent_at, AppendAnswer::StaleTerm);
            self.core.answer(leader, Body::AppendEntriesReply { round, sent_at, answer }, refused, out);
        } else if let Some(following) = self.following(leader, out) {
            let follower = following.on_append_entries(leader, append);
            self.go_on_following(follower);
        }
    }

    /// InstallSnapshot, receiver (Figure 13).
    fn on_install_snapshot(&mut self, leader: NodeId, leader_term: Term, piece: &InstallSnapshot, out: &mut Effects) {
        let term = self.current_term();
        if leader_term < term {
            let refused = out.decide(Why::INPUT, Event::Snapshot(SnapshotEvent::Refused { leader, leader_term, term }));
            let (round, sent_at, answer) = (piece.round, piece.sent_at, SnapshotAnswer::StaleTerm);
            self.core.answer(leader, Body::InstallSnapshotReply { round, sent_at, answer }, refused, out);
        } else if let Some(following) = self.following(leader, out) {
            let follower = following.on_install_snapshot(leader, piece);
            self.go_on_following(follower);
        }
    }

    /// Keeps what the follower knows after its leader's message. Under a flaw, a leader accepts such a message and stays
    /// leader.
    fn go_on_following(&mut self, follower: Follower) {
        if !matches!(self.role, Role::Leader(_)) {
            self.role = Role::Follower(follower);
        }
    }

    /// §5.2: the sender of an AppendEntries of this term leads it. None for a leader, which has no rival unless a rule
    /// is broken; it ignores the message.
    fn following<'a>(&'a mut self, leader: NodeId, out: &'a mut Effects) -> Option<Following<'a>> {
        let follower = match self.role {
            Role::Leader(_) if self.core.is_flawed(Flaw::LeaderAcceptsEntries) => {
                out.break_rule(Flaw::LeaderAcceptsEntries, Why::INPUT);
                Follower::default()
            }
            Role::Candidate(_) if self.core.is_flawed(Flaw::CandidateStays) => {
                out.break_rule(Flaw::CandidateStays, Why::INPUT);
                return None;
            }
            Role::Leader(_) => {
                out.decide(Why::INPUT, Event::RivalIgnored { from: leader });
                return None;
            }
            Role::Follower(follower) if follower.leader == Some(leader) => follower,
            Role::Follower(_) | Role::PreCandidate(_) | Role::Candidate(_) => {
                out.decide(Why::INPUT, Event::LeaderRecognised { leader, was: self.role_name() });
                Follower { leader: Some(leader), accepted: false }
            }
        };
        self.core.note_leader_heard();
        self.core.clear_vote_for_leader(out);
        Some(Following { core: &mut self.core, follower, out })
    }

    /// A client's command: a leader appends it.
    fn on_proposal(&mut self, payload: Payload, request: RequestToken, out: &mut Effects) {
        if let Some(mut leading) = self.as_leader(out) {
            leading.on_proposal(payload, request);
        } else {
            let leader = self.leader();
            let refused = out.decide(Why::INPUT, Event::ClientRefused { leader });
            out.reply(refused, request, Reply::Proposal(Proposal::NotLeader(leader)));
        }
    }

    /// A client's read: a leader finds out what is committed, a follower asks its leader (thesis, §6.4).
    fn on_read(&mut self, request: RequestToken, out: &mut Effects) {
        if let Some(mut leading) = self.as_leader(out) {
            leading.start_read(request, None);
        } else if let Some(leader) = self.leader().filter(|_| self.core.config().follower_reads) {
            let forwarded = out.decide(Why::INPUT, Event::ReadForwarded { leader });
            self.core.send_after_hard_state(leader, Body::ReadIndex { request }, forwarded, out);
        } else {
            let leader = self.leader();
            let refused = out.decide(Why::INPUT, Event::ClientRefused { leader });
            out.reply(refused, request, Reply::Read(ReadAnswer::NotLeader(leader)));
        }
    }

    /// A follower asks for a read index, as of `term`. A node that does not lead that term can only say so.
    fn on_read_index(&mut self, from: NodeId, term: Term, request: RequestToken, out: &mut Effects) {
        let is_current = term == self.current_term();
        if let Some(mut leading) = self.as_leader(out).filter(|_| is_current) {
            leading.start_read(request, Some(from));
        } else {
            self.core.send_after_hard_state(from, Body::ReadIndexReply { request, index: None }, Why::INPUT, out);
        }
    }

    /// A write is durable: a candidate may count its own vote now, a leader its own entries.
    fn on_persisted(&mut self, up_to: WriteSeq, log_end: LogPosition, out: &mut Effects) -> Tenure {
        let has_hard_state = self.core.note_durable(up_to, log_end, out);
        match &mut self.role {
            Role::Candidate(candidate) if has_hard_state => candidate.count_vote(&self.core, self.core.id(), out),
            Role::Follower(_) | Role::PreCandidate(_) | Role::Candidate(_) => Continue(()),
            Role::Leader(leader) => Leading { core: &mut self.core, leader, out }.count_own_disk(),
        }
    }
}
