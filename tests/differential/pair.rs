//! Two clusters, one of each core, under one schedule.

use super::acts::{Act, Links, Lost, SERVERS_MAX, Schedule};
use super::cluster::Cluster;
use super::core::{Core, Profile, Role, Servers, View};
use super::ours::Ours;
use super::theirs::Theirs;
use raftarium::raft::Rule;
use std::collections::BTreeMap;
use std::fmt::Debug;

/// What happened in schedules on which the cores agree.
#[derive(Debug, Default)]
pub struct Report {
    /// How often ours decided by each rule.
    pub fired: BTreeMap<Rule, u64>,
    /// How often ours was sent a snapshot that theirs could do without.
    pub levelled: u64,
    /// Schedules that ended early, because the cores may back off by different steps.
    pub ended_early: u64,
}

impl Report {
    pub fn add(&mut self, other: &Report) {
        for (rule, times) in &other.fired {
            *self.fired.entry(*rule).or_default() += times;
        }
        self.levelled += other.levelled;
        self.ended_early += other.ended_early;
    }
}

pub struct Pair {
    profile: Profile,
    servers: usize,
    /// The servers that belong to the clusters. The others are off.
    members: Servers,
    ours: Cluster<Ours>,
    theirs: Cluster<Theirs>,
    /// Whether nothing happened since the last settlement.
    is_settled: bool,
    /// Commands so far.
    commands: u32,
    levelled: u64,
}

/// Does the same to both clusters.
macro_rules! both {
    ($pair:expr, $cluster:ident => $act:expr) => {{
        let $cluster = &mut $pair.ours;
        $act;
        let $cluster = &mut $pair.theirs;
        $act;
    }};
}

fn same<T: PartialEq + Debug>(what: &str, server: usize, ours: T, theirs: T) -> Result<(), String> {
    if ours == theirs { Ok(()) } else { Err(format!("{what} of server {server}: ours {ours:?}, theirs {theirs:?}")) }
}

impl Pair {
    /// Runs a schedule on both clusters. The error is the first disagreement.
    pub fn run(schedule: &Schedule, profile: Profile) -> Result<Report, String> {
        let members = Servers::first(schedule.voters);
        let servers = if profile.membership { SERVERS_MAX } else { schedule.voters };
        let (ours, theirs) = (Cluster::of(servers, members, profile), Cluster::of(servers, members, profile));
        let mut pair = Pair { profile, servers, members, ours, theirs, is_settled: true, commands: 0, levelled: 0 };
        for (place, act) in schedule.acts.iter().enumerate() {
            let refusals_before = pair.refusals();
            let done = pair.act(*act);
            let goes_back_further = |(before, after): (u64, u64)| before + 1 < after;
            if act.is_cut_short() && refusals_before.into_iter().zip(pair.refusals()).any(goes_back_further) {
                return Ok(Report { ended_early: 1, ..Report::default() });
            }
            done.and_then(|()| pair.compare()).map_err(|fault| format!("after act {place}: {fault}"))?;
        }
        pair.come_together().map_err(|fault| format!("in the end: {fault}"))?;
        let mut report = Report { levelled: pair.levelled, ..Report::default() };
        for server in 1..=servers {
            for (rule, times) in &pair.ours.server(server).fired {
                *report.fired.entry(*rule).or_default() += times;
            }
        }
        Ok(report)
    }

    fn refusals(&self) -> Vec<u64> {
        (1..=self.servers).map(|server| self.ours.server(server).refusals).collect()
    }

    fn act(&mut self, act: Act) -> Result<(), String> {
        let comes_after_settlement =
            matches!(act, Act::Propose { .. } | Act::Compact { .. } | Act::Transfer { .. } | Act::Change { .. });
        if comes_after_settlement {
            self.settle()?;
        }
        match act {
            Act::TimeOut { server, lost } => both!(self, cluster => cluster.act(server, lost, Core::times_out)),
            Act::Propose { leader, lost } => {
                let Some(leader) = self.leader(leader) else { return Ok(()) };
                self.commands += 1;
                let command = self.commands;
                both!(self, cluster => cluster.act(leader, lost, |server| server.is_proposed(command)));
            }
            Act::Cut { one, other } => self.cut(one, other),
            Act::Heal { one, other } => {
                both!(self, cluster => { cluster.cut.remove(one, other); cluster.cut.remove(other, one) });
            }
            Act::Split { part } => {
                let (inside, outside): (Vec<usize>, Vec<usize>) =
                    (1..=self.servers).partition(|server| part.contains(*server));
                inside.iter().for_each(|one| outside.iter().for_each(|other| self.cut(*one, *other)));
            }
            Act::HealAll => both!(self, cluster => cluster.cut = Links::NONE),
            Act::Crash { server } => both!(self, cluster => cluster.crash(server)),
            Act::Restart { server } => {
                if self.members.contains(server) {
                    both!(self, cluster => cluster.switch_on(server));
                }
            }
            Act::Settle => return self.settle(),
            Act::Compact { server, keeps } => self.compact(server, keeps),
            Act::Transfer { leader, to, lost } => {
                let Some(leader) = self.leader(leader) else { return Ok(()) };
                both!(self, cluster => cluster.act(leader, lost, |server| server.transfers(to)));
            }
            Act::Change { leader, voters } => self.change(leader, voters),
        }
        self.is_settled = false;
        Ok(())
    }

    /// The leader that a number chooses.
    fn leader(&self, number: usize) -> Option<usize> {
        let leaders = self.ours.leaders();
        (!leaders.is_empty()).then(|| leaders[number % leaders.len()])
    }

    fn cut(&mut self, one: usize, other: usize) {
        both!(self, cluster => { cluster.cut.insert(one, other); cluster.cut.insert(other, one) });
    }

    /// Changes the voters, if the leader reaches enough of them to complete the change.
    fn change(&mut self, leader: usize, voters: Servers) {
        let Some(leader) = self.leader(leader) else { return };
        let members = self.members;
        let newcomer = voters.without(members).iter().take(1).collect();
        let voters = voters.without(voters.without(members)).union(newcomer).with(leader);
        let is_reached = |server: &usize| self.ours.reaches(leader, *server) || newcomer.contains(*server);
        let reached: Servers = members.union(newcomer).iter().filter(is_reached).collect();
        let is_linked = newcomer.iter().all(|server| !self.ours.cut.contains(leader, server));
        if voters == members || !reached.are_most_of(members) || !reached.are_most_of(voters) || !is_linked {
            return;
        }
        newcomer.iter().for_each(|server| both!(self, cluster => cluster.replace(server)));
        both!(self, cluster => cluster.act(leader, Lost::default(), |server| server.changes(voters)));
        members.without(voters).iter().for_each(|server| both!(self, cluster => cluster.retire(server)));
        self.members = voters;
    }

    /// Compacts a log up to the index that is committed in both clusters, less `keeps` entries.
    fn compact(&mut self, server: usize, keeps: u64) {
        let known = |view: View| view.commit_index;
        let committed = known(self.ours.server(server).view()).min(known(self.theirs.server(server).view()));
        let index = committed.saturating_sub(keeps);
        if 0 < index {
            both!(self, cluster => cluster.act(server, Lost::default(), |server| server.compacts(index)));
        }
    }

    fn settle(&mut self) -> Result<(), String> {
        if !self.is_settled {
            both!(self, cluster => cluster.settle());
            self.is_settled = true;
        }
        self.compare()
    }

    /// Compares what must be equal after any act.
    fn compare(&mut self) -> Result<(), String> {
        self.level_bases();
        let (ours, theirs) = (self.ours.views(), self.theirs.views());
        if self.ours.committed() != self.theirs.committed() {
            return Err(format!("ours committed up to {}, theirs {}", self.ours.committed(), self.theirs.committed()));
        }
        for server in self.members.iter() {
            let (our, their) = (&ours[server - 1], &theirs[server - 1]);
            same("the term", server, our.term, their.term)?;
            same("the vote", server, our.voted_for, their.voted_for)?;
            same("the leader", server, our.leader, their.leader)?;
            same("the role", server, self.role(our), self.role(their))?;
            same("the log's base", server, our.base_index, their.base_index)?;
            same("the log's terms", server, &our.log_terms, &their.log_terms)?;
            let source = self.leader_heard_by(server, our, &ours);
            let knows = |views: &[View]| source.is_some_and(|leader| views[leader - 1].has_committed_own_entry());
            if knows(&ours) || knows(&theirs) {
                same("the commit index", server, our.commit_index, their.commit_index)?;
                same(
                    "what is applied",
                    server,
                    self.ours.server(server).applied(),
                    self.theirs.server(server).applied(),
                )?;
            }
        }
        Ok(())
    }

    /// Where ours was sent a snapshot that theirs could do without, theirs compacts as much.
    fn level_bases(&mut self) {
        for server in self.members.iter() {
            let (our, their) = (self.ours.server(server).view(), self.theirs.server(server).view());
            if their.base_index < our.base_index && our.base_index <= their.commit_index {
                self.theirs.level(server, our.base_index);
                self.levelled += 1;
            }
        }
    }

    /// With check-quorum, a candidate may be refused in one core and not answered in the other: it counts as a
    /// follower.
    fn role(&self, view: &View) -> Role {
        match view.role {
            Role::Candidate if self.profile.check_quorum => Role::Follower,
            Role::Follower | Role::Candidate | Role::Leader => view.role,
        }
    }

    /// The leader from which a server has its commit index by now: itself, if it leads; after a settlement, one that
    /// reaches it.
    fn leader_heard_by(&self, server: usize, view: &View, views: &[View]) -> Option<usize> {
        let is_heard = |leader: &usize| {
            let cluster = &self.ours;
            let is_leader = cluster.is_up(*leader) && views[leader - 1].role == Role::Leader;
            is_leader
                && (*leader == server || (self.is_settled && cluster.is_up(server) && cluster.reaches(*leader, server)))
        };
        view.leader.filter(is_heard)
    }

    /// Repairs all faults; then one server after the other starts an election until all agree.
    fn come_together(&mut self) -> Result<(), String> {
        both!(self, cluster => cluster.cut = Links::NONE);
        for server in 1..=self.servers {
            self.act(Act::Restart { server })?;
        }
        self.settle()?;
        for server in self.members.iter().cycle().take(3 * self.servers) {
            let views: Vec<View> = self.members.iter().map(|server| self.ours.server(server).view()).collect();
            let is_whole = |view: &View| {
                view.leader.is_some()
                    && view.base_index + view.log_terms.len() as u64 == view.commit_index
                    && (view.term, view.leader, view.commit_index)
                        == (views[0].term, views[0].leader, views[0].commit_index)
            };
            if views.iter().all(is_whole) {
                return Ok(());
            }
            self.act(Act::TimeOut { server, lost: Lost::default() })?;
            self.compare()?;
            self.settle()?;
        }
        Err("no agreement".to_owned())
    }
}
