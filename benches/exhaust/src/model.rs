//! Raft for stateright: the smallest model with the steps that our search has, in stateright's own actors. Its Raft example is
//! no part of its package, so that this model stands in for it.

use stateright::actor::{Actor, ActorModel, Id, LossyNetwork, Network, Out, model_peers, model_timeout};
use stateright::{Checker, Expectation, Model};
use std::borrow::Cow;

/// What nodes say to one another.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Message {
    RequestVote { term: u8, last: (u8, u8) },
    Vote { term: u8, granted: bool },
    Append { term: u8, prev: (u8, u8), entries: Vec<(u8, u8)>, commit: u8 },
    Appended { term: u8, accepted: bool, length: u8 },
}

/// Timers; a write of a client is one, of leaders.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Timer {
    Election,
    Beat,
    Write,
}

/// A node's role.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    Follower,
    /// With the nodes that voted for it, a bit each.
    Candidate(u8),
    /// With what each node has of its log.
    Leader([u8; 3]),
}

/// A node. Entries have a term and a value; 0 is the empty entry of a new leader.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct State {
    term: u8,
    voted_for: Option<u8>,
    log: Vec<(u8, u8)>,
    commit: u8,
    role: Role,
    writes: u8,
    beats: u8,
}

impl State {
    fn last(&self) -> (u8, u8) {
        (self.log.last().map_or(0, |entry| entry.0), self.log.len() as u8)
    }

    fn term_at(&self, length: u8) -> u8 {
        if length == 0 { 0 } else { self.log.get(usize::from(length) - 1).map_or(u8::MAX, |entry| entry.0) }
    }
}

/// A server, with its peers.
pub struct Server {
    peers: Vec<Id>,
}

impl Server {
    fn adopt(&self, state: &mut State, term: u8, out: &mut Out<Self>) {
        if state.term < term {
            (state.term, state.voted_for) = (term, None);
            self.follow(state, out);
        }
    }

    fn follow(&self, state: &mut State, out: &mut Out<Self>) {
        if let Role::Leader(_) = state.role {
            out.cancel_timer(Timer::Beat);
            out.cancel_timer(Timer::Write);
            out.set_timer(Timer::Election, model_timeout());
        }
        state.role = Role::Follower;
    }

    fn replicate(&self, state: &State, out: &mut Out<Self>) {
        let Role::Leader(matched) = &state.role else { return };
        for peer in &self.peers {
            let from = matched[usize::from(*peer)];
            let entries = state.log[usize::from(from)..].to_vec();
            let prev = (state.term_at(from), from);
            out.send(*peer, Message::Append { term: state.term, prev, entries, commit: state.commit });
        }
    }

    fn accept(&self, state: &mut State, prev: (u8, u8), entries: Vec<(u8, u8)>, commit: u8) -> (bool, u8) {
        if state.term_at(prev.1) != prev.0 {
            return (false, 0);
        }
        let end = prev.1 + entries.len() as u8;
        for (step, entry) in entries.into_iter().enumerate() {
            let place = usize::from(prev.1) + step;
            if state.log.get(place).is_some_and(|own| own.0 != entry.0) {
                state.log.truncate(place);
            }
            if state.log.len() == place {
                state.log.push(entry);
            }
        }
        state.commit = state.commit.max(commit.min(end));
        (true, end)
    }

    fn on_appended(&self, state: &mut State, from: Id, length: u8) {
        let own_length = state.log.len() as u8;
        let Role::Leader(matched) = &mut state.role else { return };
        let known = &mut matched[usize::from(from)];
        *known = length.max(*known);
        let mut all = *matched;
        all.iter_mut().for_each(|matched| *matched = (*matched).min(own_length));
        all.sort_unstable();
        if state.commit < all[1] && state.term_at(all[1]) == state.term {
            state.commit = all[1];
        }
    }
}

impl Actor for Server {
    type Msg = Message;
    type State = State;
    type Timer = Timer;

    fn on_start(&self, _: Id, out: &mut Out<Self>) -> State {
        out.set_timer(Timer::Election, model_timeout());
        State { term: 0, voted_for: None, log: Vec::new(), commit: 0, role: Role::Follower, writes: 0, beats: 0 }
    }

    fn on_msg(&self, id: Id, state: &mut Cow<'_, State>, from: Id, message: Message, out: &mut Out<Self>) {
        let state = state.to_mut();
        match message {
            Message::RequestVote { term, last } => {
                self.adopt(state, term, out);
                let is_free = state.voted_for.is_none_or(|candidate| usize::from(candidate) == usize::from(from));
                let granted = term == state.term && is_free && state.last() <= last;
                if granted {
                    state.voted_for = Some(usize::from(from) as u8);
                }
                out.send(from, Message::Vote { term: state.term, granted });
            }
            Message::Vote { term, granted } => {
                self.adopt(state, term, out);
                let Role::Candidate(votes) = state.role else { return };
                if term != state.term || !granted {
                    return;
                }
                let votes = votes | 1 << usize::from(from);
                state.role = Role::Candidate(votes);
                if 2 <= votes.count_ones() {
                    state.log.push((state.term, 0));
                    let mut matched = [0; 3];
                    matched[usize::from(id)] = state.log.len() as u8;
                    state.role = Role::Leader(matched);
                    out.cancel_timer(Timer::Election);
                    out.set_timer(Timer::Beat, model_timeout());
                    out.set_timer(Timer::Write, model_timeout());
                    self.replicate(state, out);
                }
            }
            Message::Append { term, prev, entries, commit } => {
                self.adopt(state, term, out);
                let (accepted, length) = if term == state.term {
                    self.follow(state, out);
                    self.accept(state, prev, entries, commit)
                } else {
                    (false, 0)
                };
                out.send(from, Message::Appended { term: state.term, accepted, length });
            }
            Message::Appended { term, accepted, length } => {
                self.adopt(state, term, out);
                if term == state.term && accepted {
                    self.on_appended(state, from, length);
                }
            }
        }
    }

    fn on_timeout(&self, id: Id, state: &mut Cow<'_, State>, timer: &Timer, out: &mut Out<Self>) {
        let state = state.to_mut();
        let own = usize::from(id);
        match timer {
            Timer::Election => {
                out.set_timer(Timer::Election, model_timeout());
                (state.term, state.voted_for) = (state.term + 1, Some(own as u8));
                state.role = Role::Candidate(1 << own);
                let (term, last) = (state.term, state.last());
                self.peers.iter().for_each(|peer| out.send(*peer, Message::RequestVote { term, last }));
            }
            Timer::Beat => {
                out.set_timer(Timer::Beat, model_timeout());
                state.beats += 1;
                self.replicate(state, out);
            }
            Timer::Write => {
                out.set_timer(Timer::Write, model_timeout());
                state.writes += 1;
                state.log.push((state.term, state.writes));
                let length = state.log.len() as u8;
                if let Role::Leader(matched) = &mut state.role {
                    matched[own] = length;
                }
                self.replicate(state, out);
            }
        }
    }
}

/// Searches breadth first. Returns the states, different and in all.
pub fn search(depth: usize, terms: u8, writes: u8, threads: usize) -> (usize, usize) {
    let checker = ActorModel::new((terms, writes), ())
        .actors((0..3).map(|own| Server { peers: model_peers(own, 3) }))
        .init_network(Network::new_unordered_nonduplicating([]))
        .lossy_network(LossyNetwork::Yes)
        .max_crashes(1)
        .property(Expectation::Always, "one leader a term", |_, state| {
            let leads = |state: &&std::sync::Arc<State>| matches!(state.role, Role::Leader(_));
            let mut terms: Vec<u8> = state.actor_states.iter().filter(leads).map(|state| state.term).collect();
            terms.sort_unstable();
            terms.windows(2).all(|pair| pair[0] != pair[1])
        })
        .property(Expectation::Always, "what is committed is the same", |_, state| {
            let committed: Vec<&[(u8, u8)]> =
                state.actor_states.iter().map(|state| &state.log[..usize::from(state.commit)]).collect();
            committed.iter().all(|one| committed.iter().all(|other| one.starts_with(other) || other.starts_with(one)))
        })
        .within_boundary(|(terms, writes), state| {
            let all = &state.actor_states;
            all.iter().all(|state| state.term <= *terms)
                && all.iter().map(|state| state.writes).sum::<u8>() <= *writes
                && all.iter().map(|state| state.beats).sum::<u8>() <= 1
        })
        .checker()
        .threads(threads)
        // It counts the first state as a depth of its own.
        .target_max_depth(depth + 1)
        .spawn_bfs()
        .join();
    checker.assert_properties();
    (checker.unique_state_count(), checker.state_count())
}
