//! Servers of one core, and the network between them.

use super::acts::{Links, Lost};
use super::core::{Core, INTERVALS_IN_TIMEOUT, Profile, Sent, Servers, View};
use std::cmp::Reverse;

/// Rounds of delivery before a cluster is at rest: beyond that, servers talk past each other.
const WAVES_MAX: usize = 200;

pub struct Cluster<C> {
    servers: Vec<C>,
    profile: Profile,
    first_voters: Servers,
    is_up: Vec<bool>,
    pub cut: Links,
    /// What is lost of what follows from the act under way.
    lost: Lost,
    /// Heartbeat intervals in a settlement.
    intervals: u64,
    /// The highest commit index that any server ever had.
    committed: u64,
}

/// A message under way.
struct Flight<M> {
    from: usize,
    sent: Sent<M>,
}

impl<C: Core> Cluster<C> {
    /// Those that are no voters are off.
    pub fn of(servers: usize, voters: Servers, profile: Profile) -> Cluster<C> {
        // A leader takes two beats to find out that entries were lost; another brings the commit index, and one more
        // is for a snapshot that was lost. A transfer ends with a
        // time-out, and so does disregard of candidates that are strangers. A leader without answers steps down within
        // two (raft-rs looks once in each whether there were any), and whoever heard it forgets it in a third.
        let intervals = match profile {
            Profile { check_quorum: true, .. } => 3 * INTERVALS_IN_TIMEOUT,
            Profile { transfer: true, .. } | Profile { membership: true, .. } => 2 * INTERVALS_IN_TIMEOUT,
            Profile { .. } => INTERVALS_IN_TIMEOUT,
        };
        Cluster {
            servers: (1..=servers).map(|server| C::start(server, voters, profile)).collect(),
            profile,
            first_voters: voters,
            is_up: (1..=servers).map(|server| voters.contains(server)).collect(),
            cut: Links::NONE,
            lost: Lost::default(),
            intervals,
            committed: 0,
        }
    }

    pub fn server(&self, server: usize) -> &C {
        &self.servers[server - 1]
    }

    pub fn views(&self) -> Vec<View> {
        self.servers.iter().map(C::view).collect()
    }

    pub fn committed(&self) -> u64 {
        self.committed
    }

    pub fn is_up(&self, server: usize) -> bool {
        self.is_up[server - 1]
    }

    /// Those that run and lead, latest term first.
    pub fn leaders(&self) -> Vec<usize> {
        let mut leaders: Vec<usize> =
            (1..=self.servers.len()).filter(|server| self.is_up(*server) && self.server(*server).is_leader()).collect();
        leaders.sort_by_key(|leader| (Reverse(self.server(*leader).term()), *leader));
        leaders
    }

    /// Whether messages between two servers arrive.
    pub fn reaches(&self, from: usize, to: usize) -> bool {
        self.is_up(to) && !self.cut.contains(from, to)
    }

    /// Lets something happen to a server that is up, and delivers what follows, except what is lost.
    pub fn act(&mut self, server: usize, lost: Lost, act: impl FnOnce(&mut C)) {
        if self.is_up(server) {
            self.lost = lost;
            act(&mut self.servers[server - 1]);
            self.come_to_rest();
            self.lost = Lost::default();
        }
    }

    pub fn crash(&mut self, server: usize) {
        if self.is_up(server) {
            self.servers[server - 1].restarts();
            self.is_up[server - 1] = false;
        }
    }

    /// A server compacts its log, on or off.
    pub fn level(&mut self, server: usize, index: u64) {
        self.servers[server - 1].compacts(index);
    }

    pub fn switch_on(&mut self, server: usize) {
        self.is_up[server - 1] = true;
    }

    /// A server is off for good.
    pub fn retire(&mut self, server: usize) {
        self.is_up[server - 1] = false;
    }

    /// A server begins anew, with an empty disk, and knows of nobody.
    pub fn replace(&mut self, server: usize) {
        self.servers[server - 1] = C::start(server, self.first_voters, self.profile);
        self.switch_on(server);
    }

    /// Delivers in waves: first all that was sent, then all that was sent in answer, and so on. In a wave, who is in a
    /// later term comes first, then the lower number, so that what decides an election does not depend on how many
    /// messages a core spends on other things.
    fn come_to_rest(&mut self) {
        for number in 1..=WAVES_MAX {
            let mut wave: Vec<Flight<C::Message>> = Vec::new();
            for from in 1..=self.servers.len() {
                let sent = self.servers[from - 1].take_sent();
                wave.extend(sent.into_iter().map(|sent| Flight { from, sent }));
            }
            if wave.is_empty() {
                return;
            }
            let is_over = self.lost.after.is_some_and(|waves| waves < number);
            wave.sort_by_key(|flight| (Reverse(flight.sent.term), flight.from, flight.sent.to));
            for Flight { from, sent } in wave {
                let is_lost = is_over || self.lost.links.contains(from, sent.to);
                let arrives = !is_lost && self.reaches(from, sent.to);
                let fate = C::fate(&sent, arrives);
                if arrives {
                    let receiver = &mut self.servers[sent.to - 1];
                    receiver.hears(sent.message);
                    self.committed = self.committed.max(receiver.commit_index());
                }
                if let Some(fate) = fate {
                    self.servers[from - 1].learns_fate(fate);
                }
            }
        }
        panic!("the cluster does not come to rest");
    }

    /// Time passes, and leaders beat, one after the other, until whoever they reach has all that they have.
    pub fn settle(&mut self) {
        if self.profile.compaction {
            self.depose();
        }
        for _ in 0..self.intervals {
            for server in 0..self.servers.len() {
                if self.is_up[server] {
                    self.servers[server].elapse();
                }
            }
            for leader in self.leaders() {
                if self.server(leader).is_leader() {
                    self.act(leader, Lost::default(), C::beats);
                }
            }
        }
    }

    /// Leaders that reach a server of a later term hear from it. Otherwise their next beat would depose them, and in
    /// that beat ours sends a snapshot to a server which never answered, where raft-rs waits for a sign of life.
    fn depose(&mut self) {
        for leader in self.leaders() {
            let term = |server: &usize| self.server(*server).term();
            let others = (1..=self.servers.len()).filter(|server| self.reaches(leader, *server));
            let Some(latest) = others.max_by_key(term) else { continue };
            let latest_term = term(&latest);
            if self.server(leader).term() < latest_term {
                self.act(leader, Lost::default(), |server| server.is_outdated(latest, latest_term));
            }
        }
    }
}
