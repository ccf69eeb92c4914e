//! What the broken invariant compares, side by side: facts of the run, each with the event from which on it holds.

use super::facts::Facts;
use super::footage::{Broken, Footage, is_rule_broken};
use super::rows::{Row, args, joined_if_many};
use crate::check::Invariant;
use crate::kv::RequestId;
use crate::lab::args::{Args, maybe, name, number};
use crate::lab::feed::{add_args, unordered_view};
use crate::lab::view::Arg;
use crate::raft::{Event as Decision, LogEntry, LogIndex, NodeId, NodeSet, Term, quorum};
use crate::sim::fields::request_of;
use crate::sim::{Actor, Event, EventId, Field, Operation, What};
use crate::sorted;

/// Calls that are shown before the answer that no order explains, at most.
const CALLS_MAX: usize = 3;

/// Nodes that are named in a column, at most.
const ROWS_MAX: usize = 4;

/// Facts that belong together.
pub struct Column {
    /// The key of its message.
    pub key: &'static str,
    /// The arguments of its message.
    pub args: Args,
    /// The event from which on it is so.
    pub event: Option<EventId>,
    /// The facts.
    pub rows: Vec<Row>,
    /// How many of them must hold.
    pub needed: Option<usize>,
}

/// What is compared; nothing for a run that breaks nothing.
pub fn columns(footage: &Footage) -> Vec<Column> {
    let Some(last) = footage.events.last() else { return Vec::new() };
    let ledger = Ledger { footage, end: last.id };
    let columns = match &footage.broken {
        Some(Broken::Invariant(violation)) => ledger.of_invariant(&Facts(violation)),
        Some(Broken::History(place)) => ledger.of_history(*place),
        None => Vec::new(),
    };
    columns.into_iter().filter(|column| !column.rows.is_empty() || column.event.is_some()).collect()
}

struct Ledger<'a> {
    footage: &'a Footage,
    end: EventId,
}

impl Ledger<'_> {
    fn of_invariant(&self, facts: &Facts) -> Vec<Column> {
        let node = |name| facts.node(name);
        let columns = match facts.0.invariant {
            Invariant::ElectionSafety => {
                vec![self.votes(node("leader"), facts.term("term")), self.votes(node("other"), facts.term("term"))]
            }
            Invariant::LeaderCompleteness => {
                let mut votes = self.votes(node("leader"), facts.term("term"));
                votes.rows.push(self.lack("log-lacks", [("index", number(facts.number("index")))]));
                vec![self.copies(facts.index("index")), votes]
            }
            Invariant::DurableCommit => vec![self.copies(facts.index("index")), self.disks(facts.index("index"))],
            Invariant::VoteOnce => {
                let vote = |candidate| self.vote(node("voter"), node(candidate), facts.term("term"));
                let mut columns = vec![vote("candidate"), vote("other")];
                // Each vote may be right alone; the later one is one too many.
                let later =
                    columns.iter_mut().filter(|column| column.event.is_some()).max_by_key(|column| column.event);
                later.into_iter().flat_map(|column| column.rows.first_mut()).for_each(|given| given.wrong = true);
                columns
            }
            Invariant::MonotonicTerm => self.terms(node("node"), facts.term("before"), facts.term("term")),
            Invariant::CommitMonotonic => self.commits(facts),
            Invariant::MatchMonotonic => self.matches(facts),
            Invariant::LeaderAppendOnly => self.own_log(facts),
            Invariant::LogMatching => self.logs(facts.index("index"), facts.term("term")),
            Invariant::StateMachineSafety => self.entries(facts),
            Invariant::Progress => self.waiting(facts),
            Invariant::Stability => vec![
                self.election(|term| term <= facts.term("before"), false),
                self.election(|term| facts.term("before") < term, true),
            ],
        };
        columns.into_iter().collect()
    }

    /// The decisions of the run, with their events.
    fn decisions(&self) -> impl DoubleEndedIterator<Item = (&Event, &Decision)> {
        self.footage
            .events
            .iter()
            .filter_map(|event| if let What::Decided(decision) = &event.what { Some((event, decision)) } else { None })
    }

    fn at<'a>(&'a self, node: Option<NodeId>) -> impl Fn(&Event) -> bool + 'a {
        move |event| event.actor == node.map(Actor::Node)
    }

    /// Whether what this event says rests on a broken rule: in its own step, in that of the message that brought it, or
    /// in the decision that this message left with.
    fn is_wrong(&self, event: &Event) -> bool {
        let broken = |event: &Event| {
            let place = self.footage.place(event.id);
            is_rule_broken(event) || place.is_some_and(|place| self.footage.broken_with(place).next().is_some())
        };
        let Some(sent) = self.footage.arrival(event).and_then(|arrival| self.footage.sending(arrival)) else {
            return broken(event);
        };
        let reasons = sent.cause.iter().chain(&sent.because).filter_map(|id| self.footage.event(*id));
        broken(event) || broken(sent) || reasons.into_iter().any(broken)
    }

    fn sent_with(&self, event: &Event) -> Option<&Event> {
        self.footage.arrival(event).and_then(|arrival| self.footage.sending(arrival))
    }

    fn row(&self, key: &'static str, list: impl IntoIterator<Item = (&'static str, Arg)>, event: &Event) -> Row {
        let sent = self.sent_with(event).map(|sent| sent.id);
        Row { key, args: args(list), sent, event: event.id, wrong: self.is_wrong(event), counts: true }
    }

    /// What is found missing when the invariant is broken.
    fn lack(&self, key: &'static str, list: impl IntoIterator<Item = (&'static str, Arg)>) -> Row {
        Row { key, args: args(list), sent: None, event: self.end, wrong: true, counts: false }
    }

    /// The votes that a leader counts.
    fn votes(&self, leader: Option<NodeId>, term: Term) -> Column {
        let is_it = self.at(leader);
        let won = self.decisions().find(|(event, decision)| {
            is_it(event) && matches!(decision, Decision::ElectionWon { term: won, .. } if *won == term)
        });
        let (mut rows, mut needed) = (Vec::new(), None);
        let mut counted: Vec<EventId> = won.map_or(Vec::new(), |(event, _)| event.because.clone());
        sorted::sort(&mut counted);
        for event in counted.iter().filter_map(|id| self.footage.event(*id)) {
            let What::Decided(Decision::VoteCounted { from, majority, .. }) = &event.what else { continue };
            needed = Some(*majority);
            let given = self.sent_with(event).map_or(term, |sent| {
                if let What::MessageSent { term: Some(given), .. } = sent.what { given } else { term }
            });
            let key = if Some(*from) == leader { "own-vote" } else { "vote" };
            rows.push(self.row(key, [("node", name(from)), ("term", number(given.0))], event));
        }
        if won.is_none() {
            rows.push(self.lack("no-votes", [("term", number(term.0))]));
        }
        let head = args([("node", maybe(leader)), ("term", number(term.0))]);
        Column { key: "leads", args: head, event: won.map(|(event, _)| event.id), rows, needed }
    }

    /// The first commit of an index, and the copies that it counts.
    fn copies(&self, wanted: LogIndex) -> Column {
        let commit = self.commit_reaching(wanted);
        let mut counted: Vec<EventId> = commit.map_or(Vec::new(), |commit| commit.because.clone());
        sorted::sort(&mut counted);
        let rows = counted.iter().filter_map(|id| {
            let event = self.footage.event(*id)?;
            let What::Decided(Decision::MatchAdvanced { peer, match_index }) = &event.what else { return None };
            let list = [("node", name(peer)), ("index", number(match_index.0))];
            let key = if event.actor == Some(Actor::Node(*peer)) { "own-copy" } else { "copy" };
            Some(self.row(key, list, event))
        });
        let rows: Vec<Row> = rows.collect();
        let leader = commit.and_then(|commit| commit.actor).map_or("none".into(), |leader| leader.to_string());
        let head = args([("node", name(leader)), ("index", number(wanted.0))]);
        let needed = commit.map(|commit| quorum::majority(self.voters_at(Some(commit)).len()));
        Column { key: "commits", args: head, event: commit.map(|commit| commit.id), rows, needed }
    }

    /// The event by which a leader first commits up to an index or beyond.
    fn commit_reaching(&self, wanted: LogIndex) -> Option<&Event> {
        let mut commits = self
            .decisions()
            .filter(|(_, decision)| matches!(decision, Decision::CommitAdvanced { index, .. } if wanted <= *index));
        commits.next().map(|(event, _)| event)
    }

    /// The voters of the node at which an event happened.
    fn voters_at(&self, event: Option<&Event>) -> NodeSet {
        let world = self.footage.world();
        let Some(Actor::Node(node)) = event.and_then(|event| event.actor) else { return world.first_voters() };
        world.membership_at(node).all_voters()
    }

    /// The disks that have an entry when a broken invariant says that too few have it.
    fn disks(&self, index: LogIndex) -> Column {
        let world = self.footage.world();
        let voters = self.voters_at(self.commit_reaching(index));
        let rows = voters.iter().map(|node| {
            let has = index <= world.server(node).disk.log().last().index;
            let written = self.footage.events.iter().rev().find(|event| {
                event.actor == Some(Actor::Node(node))
                    && matches!(&event.what, What::WriteDurable { last, .. } if index <= last.index)
            });
            match written.filter(|_| has) {
                Some(written) => Row { wrong: false, ..self.row("on-disk", [("node", name(node))], written) },
                None => self.lack("not-on-disk", [("node", name(node))]),
            }
        });
        let rows = joined_if_many(rows.collect(), voters);
        Column { key: "disks", args: args([("index", number(index.0))]), event: Some(self.end), rows, needed: None }
    }

    /// A vote of a node for a candidate: when it was given, durable, and counted.
    fn vote(&self, voter: Option<NodeId>, chosen: Option<NodeId>, term: Term) -> Column {
        let (is_voter, is_chosen) = (self.at(voter), self.at(chosen));
        let mut rows = Vec::new();
        let given = self.given_vote(voter, chosen, term);
        let durable = given.and_then(|given| {
            self.footage.events.iter().find(|event| {
                given.id < event.id
                    && is_voter(event)
                    && matches!(&event.what, What::WriteDurable { hard_state, .. } if hard_state.voted_for == chosen && hard_state.current_term == term)
            })
        });
        if let Some(given) = given {
            rows.push(self.row("vote-given", [], given));
        }
        match durable {
            Some(durable) => rows.push(self.row("vote-durable", [], durable)),
            None => rows.extend(given.map(|_| self.lack("vote-lost", []))),
        }
        let counted = self.decisions().find(|(event, decision)| {
            let is_its = matches!(decision, Decision::VoteCounted { from, .. } if Some(*from) == voter);
            is_its && is_chosen(event) && given.is_some_and(|given| given.id < event.id)
        });
        rows.extend(counted.map(|(event, _)| self.row("vote-counted", [("node", maybe(chosen))], event)));
        let head = args([("node", maybe(voter)), ("candidate", maybe(chosen)), ("term", number(term.0))]);
        Column { key: "votes-for", args: head, event: given.map(|given| given.id), rows, needed: None }
    }

    /// The event by which a node votes: for itself when it stands.
    fn given_vote(&self, voter: Option<NodeId>, chosen: Option<NodeId>, wanted: Term) -> Option<&Event> {
        let mut term = Term(0);
        let is_voter = self.at(voter);
        self.footage.events.iter().filter(|event| is_voter(event)).find(|event| {
            if let Some(reached) = term_reached(event) {
                term = reached;
            }
            let is_for = |candidate: NodeId| term == wanted && Some(candidate) == chosen;
            match event.actor {
                Some(Actor::Node(own)) if matches!(event.what, What::Decided(Decision::ElectionStarted { .. })) => {
                    is_for(own)
                }
                Some(_) | None => {
                    matches!(&event.what, What::Decided(Decision::VoteGranted { candidate, .. }) if is_for(*candidate))
                }
            }
        })
    }

    /// The terms of a node, of which the later is lower.
    fn terms(&self, node: Option<NodeId>, before: Term, after: Term) -> Vec<Column> {
        let is_its = self.at(node);
        let its = || self.footage.events.iter().filter(|event| is_its(event));
        let reached = its().find(|event| term_reached(event) == Some(before));
        let said = its().find(|event| matches!(&event.what, What::MessageSent { term, .. } if *term == Some(before)));
        let durable = its().find(
            |event| matches!(&event.what, What::WriteDurable { hard_state, .. } if hard_state.current_term == before),
        );
        let mut rows: Vec<Row> = Vec::new();
        rows.extend(reached.map(|event| self.row("term-reached", [], event)));
        rows.extend(said.map(|event| Row { sent: None, ..self.row("term-said", [], event) }));
        match durable {
            Some(event) => rows.push(self.row("term-durable", [], event)),
            None => rows.push(self.lack("term-not-durable", [])),
        }
        let head = |term: Term| args([("node", maybe(node)), ("term", number(term.0))]);
        let now = vec![self.lack("term-now", [("term", number(after.0))])];
        vec![
            Column { key: "term-before", args: head(before), event: reached.map(|event| event.id), rows, needed: None },
            Column { key: "term-after", args: head(after), event: Some(self.end), rows: now, needed: None },
        ]
    }

    fn commits(&self, facts: &Facts) -> Vec<Column> {
        let (node, before, after) = (facts.node("node"), facts.index("before"), facts.index("index"));
        let is_its = self.at(node);
        let reached = self.decisions().find(|(event, decision)| is_its(event) && commit_of(decision) == Some(before));
        self.fallen("commit-index", args([("node", maybe(node))]), reached.map(|both| both.0), before, after)
    }

    fn matches(&self, facts: &Facts) -> Vec<Column> {
        let (leader, peer) = (facts.node("leader"), facts.node("peer"));
        let (before, after) = (facts.index("before"), facts.index("index"));
        let is_its = self.at(leader);
        let reached = self.decisions().find(|(event, decision)| {
            is_its(event)
                && matches!(decision, Decision::MatchAdvanced { peer: of, match_index } if Some(*of) == peer && *match_index == before)
        });
        let head = args([("node", maybe(leader)), ("peer", maybe(peer))]);
        self.fallen("match-index", head, reached.map(|both| both.0), before, after)
    }

    /// An index that fell.
    fn fallen(
        &self,
        key: &'static str,
        head: Args,
        reached: Option<&Event>,
        before: LogIndex,
        after: LogIndex,
    ) -> Vec<Column> {
        let mut rows: Vec<Row> = Vec::new();
        rows.extend(reached.map(|event| self.row("index-before", [("index", number(before.0))], event)));
        rows.push(self.lack("index-after", [("index", number(after.0))]));
        vec![Column { key, args: head, event: reached.map(|event| event.id), rows, needed: None }]
    }

    /// The log of a leader that is no longer what it was.
    fn own_log(&self, facts: &Facts) -> Vec<Column> {
        let (leader, from) = (facts.node("leader"), facts.index("index"));
        let is_its = self.at(leader);
        let appended = self.decisions().rev().find(|(event, decision)| {
            is_its(event)
                && event.id < self.end
                && matches!(decision, Decision::LogAppended { first_index, entries, .. }
                    if *first_index <= from && from.0 < first_index.0 + entries.len() as u64)
        });
        let mut column = self.votes(leader, facts.term("term"));
        column.rows.extend(appended.map(|(event, _)| self.row("entry-appended", [("index", number(from.0))], event)));
        column.rows.push(self.lack("entry-changed", [("index", number(from.0))]));
        column.needed = None;
        column.rows.retain(|row| row.key.starts_with("entry"));
        vec![column]
    }

    /// Two logs that hold an entry of one term at an index, and differ.
    fn logs(&self, index: LogIndex, term: Term) -> Vec<Column> {
        let mut seen: Vec<(String, Column)> = Vec::new();
        for (event, decision) in self.decisions() {
            let Decision::LogAppended { first_index, entries, .. } = decision else { continue };
            let place = index.0.checked_sub(first_index.0).map(|place| place as usize);
            let Some(entry) = place.and_then(|place| entries.get(place)).filter(|entry| entry.term == term) else {
                continue;
            };
            let Some(Actor::Node(node)) = event.actor else { continue };
            let before = match place.and_then(|place| place.checked_sub(1)) {
                Some(place) => entries.get(place).map(|entry| entry.term),
                None => self.term_before(event.id, node, index.previous()),
            };
            let (term_before, says) = (before.unwrap_or_default(), entry_args(entry));
            let identity = format!("{term_before:?} {says:?}");
            let mut row = self.row("entry", [("index", number(index.0)), ("term", number(term.0))], event);
            row.args.extend(says);
            row.wrong |= !seen.is_empty();
            let earlier = [("index", number(index.previous().0)), ("term", number(term_before.0))];
            let mut rows = vec![row];
            if LogIndex(1) < index {
                let wrong = rows[0].wrong;
                rows.insert(0, Row { wrong, ..self.row("entry-before", earlier, event) });
            }
            let head = args([("node", name(node))]);
            let column = Column { key: "log", args: head, event: Some(event.id), rows, needed: None };
            if !seen.iter().any(|(known, _)| *known == identity) {
                seen.push((identity, column));
            }
        }
        let mut columns: Vec<Column> = seen.into_iter().take(2).map(|(_, column)| column).collect();
        if columns.len() == 1 {
            columns.extend(self.log_now(index, term));
        }
        columns
    }

    /// What stands before an entry in the log that holds it now: something else than when it was appended.
    fn log_now(&self, index: LogIndex, term: Term) -> Option<Column> {
        let world = self.footage.world();
        let node = world.nodes().iter().find(|node| world.server(*node).log().term_at(index) == Some(term))?;
        let before = world.server(node).log().term_at(index.previous()).unwrap_or_default();
        let earlier = self.lack("entry-before", [("index", number(index.previous().0)), ("term", number(before.0))]);
        let head = args([("node", name(node))]);
        Some(Column { key: "log-now", args: head, event: Some(self.end), rows: vec![earlier], needed: None })
    }

    /// The term of a node's entry at an index, before an event.
    fn term_before(&self, event: EventId, node: NodeId, index: LogIndex) -> Option<Term> {
        self.entry_at(event, node, index).map(|entry| entry.1.term)
    }

    /// The entry that a node last put at an index, before an event.
    fn entry_at(&self, before: EventId, node: NodeId, index: LogIndex) -> Option<(&Event, &LogEntry)> {
        let is_its = self.at(Some(node));
        self.decisions().rev().find_map(|(event, decision)| {
            let Decision::LogAppended { first_index, entries, .. } = decision else { return None };
            let place = index.0.checked_sub(first_index.0)? as usize;
            (event.id < before && is_its(event)).then_some(())?;
            Some((event, entries.get(place)?))
        })
    }

    /// The different entries that nodes took to be committed at an index.
    fn entries(&self, facts: &Facts) -> Vec<Column> {
        let wanted = facts.index("index");
        let mut columns: Vec<Column> = Vec::new();
        let mut told: Vec<NodeId> = Vec::new();
        for (event, decision) in self.decisions() {
            let reaches = commit_of(decision).is_some_and(|index| wanted <= index);
            let Some(Actor::Node(node)) = event.actor.filter(|_| reaches) else { continue };
            let Some((_, entry)) = self.entry_at(event.id, node, wanted) else { continue };
            if told.contains(&node) {
                continue;
            }
            told.push(node);
            let mut head = entry_args(entry);
            head.extend(args([("index", number(wanted.0)), ("term", number(entry.term.0))]));
            let row = Row { sent: None, wrong: false, ..self.row("committed-by", [("node", name(node))], event) };
            if let Some(column) = columns.iter_mut().find(|column| column.args == head) {
                if column.rows.len() < ROWS_MAX {
                    column.rows.push(row);
                }
            } else {
                columns.push(Column { key: "entry", args: head, event: Some(event.id), rows: vec![row], needed: None });
            }
        }
        for column in columns.iter_mut().skip(1) {
            column.rows.iter_mut().for_each(|row| row.wrong = true);
        }
        if facts.number("other-term") == 0 {
            let head = args([("node", maybe(facts.node("node"))), ("index", number(wanted.0))]);
            let rows = vec![self.lack("snapshot-differs", [])];
            columns.insert(
                1.min(columns.len()),
                Column { key: "snapshot", args: head, event: Some(self.end), rows, needed: None },
            );
        }
        columns.truncate(2);
        columns
    }

    /// A request that waits, and the last elections.
    fn waiting(&self, facts: &Facts) -> Vec<Column> {
        let (client, request) = (facts.actor("client"), RequestId(facts.number("request")));
        let called = self.footage.events.iter().find(|event| {
            event.actor == client
                && matches!(&event.what, What::ClientCalled { request: called, .. } if *called == request)
        });
        let mut rows: Vec<Row> = Vec::new();
        if let Some(called) = called
            && let What::ClientCalled { command, .. } = &called.what
        {
            let mut row = self.row("asked", [], called);
            add_args(&mut row.args, "command", &Field::Command(Some(command.clone())));
            rows.push(row);
        }
        rows.push(self.lack("not-answered", [("waits-ms", Arg::Number(facts.number("waits-us") as f64 / 1_000.0))]));
        let client = client.map_or("none".into(), |client| client.to_string());
        let request = Column {
            key: "request",
            args: args([("client", name(client))]),
            event: called.map(|called| called.id),
            rows,
            needed: None,
        };
        vec![request, self.election(|_| true, false)]
    }

    /// The last election of the terms that `is_term` accepts: the candidate that stood, and whether it won.
    fn election(&self, is_term: impl Fn(Term) -> bool, wrong: bool) -> Column {
        let mut rows = Vec::new();
        let started = self
            .decisions()
            .rev()
            .find(|(_, decision)| matches!(decision, Decision::ElectionStarted { term, .. } if is_term(*term)));
        let won = self
            .decisions()
            .rev()
            .find(|(_, decision)| matches!(decision, Decision::ElectionWon { term, .. } if is_term(*term)));
        for (event, decision) in [started, won].into_iter().flatten() {
            let (Decision::ElectionStarted { term, .. } | Decision::ElectionWon { term, .. }) = decision else {
                continue;
            };
            let key = if let Decision::ElectionWon { .. } = decision { "was-elected" } else { "stood" };
            let node = event.actor.map_or("none".into(), |actor| actor.to_string());
            let row = self.row(key, [("node", name(node)), ("term", number(term.0))], event);
            rows.push(Row { wrong, sent: None, ..row });
        }
        if rows.len() == 2 && rows[1].event < rows[0].event {
            rows.swap(0, 1);
        }
        let event = rows.first().map(|row| row.event);
        Column { key: if wrong { "disturbed" } else { "last-election" }, args: Args::new(), event, rows, needed: None }
    }

    /// The last calls on a key, and the answer that no order explains.
    fn of_history(&self, place: usize) -> Vec<Column> {
        let history = self.footage.world().history();
        let Some(bad) = history.get(place) else { return Vec::new() };
        let returned = |call: &Operation| call.returned.as_ref().map_or(self.end, |returned| returned.event);
        let on_key = |call: &&Operation| call.command.key() == bad.command.key() && returned(call) < returned(bad);
        // The latest answers, each before the one after it.
        let mut before: Vec<&Operation> = Vec::new();
        while before.len() < CALLS_MAX
            && let Some(call) = history
                .iter()
                .filter(on_key)
                .filter(|call| before.first().is_none_or(|next| returned(call) < returned(next)))
                .max_by_key(|call| returned(call))
        {
            before.insert(0, call);
        }
        let rows = before.iter().map(|call| self.call(call, false)).collect();
        let mut key = Args::new();
        add_args(&mut key, "command", &Field::Command(Some(bad.command.clone())));
        vec![
            Column {
                key: "calls",
                args: key.clone(),
                event: before.first().map(|call| call.call_event),
                rows,
                needed: None,
            },
            Column {
                key: "answer",
                args: key,
                event: Some(bad.call_event),
                rows: vec![self.call(bad, true)],
                needed: None,
            },
        ]
    }

    fn call(&self, call: &Operation, wrong: bool) -> Row {
        let event = call.returned.as_ref().map_or(self.end, |returned| returned.event);
        Row { key: "call", args: unordered_view(call).args, sent: Some(call.call_event), event, wrong, counts: false }
    }
}

/// What an entry holds, as arguments.
fn entry_args(entry: &LogEntry) -> Args {
    let mut args = Args::new();
    let command = request_of(&entry.payload).map(|request| request.command);
    add_args(&mut args, "command", &Field::Command(command));
    args
}

/// The term that a node has from an event on, if it changes with it.
fn term_reached(event: &Event) -> Option<Term> {
    if let What::Started { hard_state, .. } = &event.what {
        Some(hard_state.current_term)
    } else if let What::Decided(Decision::TermAdopted { term, .. } | Decision::ElectionStarted { term, .. }) =
        &event.what
    {
        Some(*term)
    } else {
        None
    }
}

/// The commit index that a node has from a decision on, if it changes with it.
fn commit_of(decision: &Decision) -> Option<LogIndex> {
    if let Decision::CommitAdvanced { index, .. } | Decision::CommitLearned { index, .. } = decision {
        Some(*index)
    } else {
        None
    }
}
