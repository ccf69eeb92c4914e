//! Servers of one core, and the network between them.

use super::acts::{Links, Lost};
use super::core::{Core, INTERVALS_IN_TIMEOUT, Profile, Sent, Servers, View};
use std::cmp::Reverse;

/// The most waves of messages until a cluster is at rest. With more, the servers would send messages without end.
const WAVES_MAX: usize = 200;

pub struct Cluster<C> {
    servers: Vec<C>,
    profile: Profile,
    first_voters: Servers,
    is_up: Vec<bool>,
    pub cut: Links,
    /// What the act under way loses.
    lost: Lost,
    /// Heartbeat intervals in a settlement.
    intervals: u64,
    /// The highest commit index that any server had after a delivery.
    committed: u64,
}

/// A message in flight.
struct Flight<M> {
    from: usize,
    sent: Sent<M>,
}

impl<C: Core> Cluster<C> {
    /// Servers that are not voters are off.
    pub fn of(servers: usize, voters: Servers, profile: Profile) -> Cluster<C> {
        // A leader needs two heartbeats to find out that entries were lost; another brings the commit index, and one
        // more is for a snapshot that was lost. A transfer ends after one timeout, and so does the disregard of
        // candidates from outside the configuration. A leader without replies steps down within two (raft-rs checks for
        // replies once in each), and the servers that heard it forget it in a third.
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

    /// The servers that are up and lead, latest term first.
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

    /// Does an act to a server that is up, and delivers the messages that follow, except those that are lost.
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

    /// A server compacts its log, whether it is up or off.
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

    /// A server begins anew, with an empty disk.
    pub fn replace(&mut self, server: usize) {
        self.servers[server - 1] = C::start(server, self.first_voters, self.profile);
        self.switch_on(server);
    }

    /// Delivers messages in waves: first all that were sent, then all that were sent in answer, and so on. In a wave,
    /// messages of later terms come first, then those of senders with lower numbers, so that the result of an election
    /// does not depend on how many messages a core spends on other things.
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

    /// Time passes, and leaders send heartbeats, one after the other, until the servers that they reach are up to date.
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

    /// Leaders that reach a server of a later term hear from it. Otherwise their next heartbeat would depose them, and
    /// with it ours sends a snapshot to a server that never answered, where raft-rs waits for a sign of life.
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
