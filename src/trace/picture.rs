//! All nodes, as the events tell them.

use super::expected::{Misfit, Unfit};
use super::node::{Life, NodePicture};
use super::store::Store;
use crate::raft::{Event as Decision, LogIndex, LogPosition, MAX_NODES, NodeId, NodeSet, SnapshotEvent};
use crate::sim::{Actor, Event, Instant, What};
use std::collections::VecDeque;
use std::sync::Arc;

/// Snapshots whose contents are remembered, at most: nodes take theirs at about the same time, and a snapshot that is
/// sent is a recent one.
const SNAPSHOTS_MAX: usize = 32;

/// What an event changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Change {
    /// The node at which it happened; none if nothing is known of that one.
    pub node: Option<NodeId>,
    /// The lowest index at which the event changed the node's log, if it changed the log.
    pub log_from: Option<LogIndex>,
    /// Whether the node stands anew: it started, or the trace goes on after a gap.
    pub is_anew: bool,
}

/// The states of all nodes after an event. A clone costs next to nothing, and shares its structure with the original.
#[derive(Clone, Debug, Default)]
pub struct Picture {
    nodes: [Option<Arc<NodePicture>>; MAX_NODES],
    /// The nodes whose logs changed where no line told them: nothing is known of them until they start, or tell how they
    /// stand.
    unknown: NodeSet,
    now: Instant,
    /// What the latest snapshots hold, by their last entries, oldest first.
    snapshots: VecDeque<(LogPosition, Store)>,
}

impl Picture {
    /// When the last event happened.
    pub fn now(&self) -> Instant {
        self.now
    }

    /// A node, if anything is known of it.
    pub fn node(&self, node: NodeId) -> Option<&NodePicture> {
        self.nodes[node.slot()].as_deref()
    }

    /// The same, shared: it stays as it is while the picture goes on.
    pub fn share(&self, node: NodeId) -> Option<Arc<NodePicture>> {
        self.nodes[node.slot()].clone()
    }

    /// The nodes of which something was told.
    pub fn nodes(&self) -> impl Iterator<Item = &NodePicture> {
        self.nodes.iter().flatten().map(|node| &**node)
    }

    /// The names of the nodes of which something was told.
    pub fn names(&self) -> NodeSet {
        self.nodes().map(|picture| picture.node).collect()
    }

    /// Takes an event in.
    ///
    /// # Errors
    /// If it cannot follow from the events before; the picture is not to be used any more then. What may follow from a part
    /// of the log that no line told is no error: then nothing is known of the node until it tells how it stands.
    pub fn take(&mut self, event: &Event) -> Result<Change, Misfit> {
        self.now = self.now.max(event.at);
        let Some(Actor::Node(node)) = event.actor else { return Ok(Change::default()) };
        let mut change = Change { node: Some(node), ..Change::default() };
        if let What::Started { hard_state, log, compacted_to, membership, answers_as, .. } = &event.what {
            let is_whole = *compacted_to == log.base().index;
            let store = if is_whole { self.store_at(log.base()) } else { Store::unknown() };
            let log = (log.clone(), *compacted_to);
            self.put(NodePicture::started(node, *hard_state, log, *membership, *answers_as, store));
            change.is_anew = true;
        } else if let What::Standing { state } = &event.what {
            self.put(NodePicture::standing(node, state));
            change.is_anew = true;
        } else if self.unknown.contains(node) {
            return Ok(Change::default());
        } else if let What::Decided(decision) = &event.what
            && self.node(node).is_some_and(|picture| picture.loses_sight_by(decision))
        {
            self.nodes[node.slot()] = None;
            self.unknown.insert(node);
            return Ok(Change::default());
        } else if let What::Decided(decision) = &event.what {
            change.log_from = self.with(node, |picture| picture.decide(decision))??;
            self.follow_snapshot(node, decision)?;
        } else {
            self.live(node, event)?;
        }
        Ok(change)
    }

    /// A node lives on: it decides nothing.
    fn live(&mut self, node: NodeId, event: &Event) -> Result<(), Misfit> {
        if let What::Crashed | What::Stopped { .. } = event.what {
            self.with(node, NodePicture::stop)
        } else if let What::Wiped = event.what {
            self.with(node, NodePicture::wipe)
        } else if let What::Paused = event.what {
            self.with(node, |picture| picture.life = Life::Paused)
        } else if let What::Resumed = event.what {
            self.with(node, |picture| picture.life = Life::Up)
        } else if let What::WriteStarted { .. } = event.what {
            self.with(node, |picture| picture.write(event.id))
        } else if let What::WriteDurable { hard_state, last } = event.what {
            self.with(node, |picture| picture.written(hard_state, last, event.cause))
        } else if let What::Applied { index, command, outcome, repeated, .. } = &event.what {
            let done = command.as_ref().filter(|_| !repeated);
            let act = |store: &mut Store| {
                if let Some(command) = done {
                    store.apply(command, outcome.as_ref());
                }
            };
            self.with(node, |picture| picture.apply(*index, command.as_ref(), act))?
        } else {
            Ok(())
        }
    }

    /// Follows a snapshot: the nodes that install it get the store of the node that took it.
    fn follow_snapshot(&mut self, node: NodeId, decision: &Decision) -> Result<(), Misfit> {
        if let Decision::Snapshot(SnapshotEvent::Taken { last, .. }) = decision {
            let (applied, store) = self.with(node, |picture| (picture.applied_index, picture.store.clone()))?;
            // A real node applies more entries while a snapshot is made; then its store is not the snapshot's any more.
            let is_its_own = applied == last.index;
            if is_its_own && !self.snapshots.iter().any(|(known, _)| known == last) {
                if SNAPSHOTS_MAX <= self.snapshots.len() {
                    self.snapshots.pop_front();
                }
                self.snapshots.push_back((*last, store));
            }
        }
        if let Decision::Snapshot(SnapshotEvent::Installed { last, .. }) = decision {
            let store = self.store_at(*last);
            self.with(node, |picture| picture.store = store)?;
        }
        Ok(())
    }

    /// What a snapshot that ends at a place holds.
    fn store_at(&self, last: LogPosition) -> Store {
        if last == LogPosition::default() {
            return Store::default();
        }
        let known = self.snapshots.iter().find(|(known, _)| *known == last);
        known.map_or_else(Store::unknown, |(_, store)| store.clone())
    }

    fn put(&mut self, picture: NodePicture) {
        let slot = picture.node.slot();
        self.unknown = self.unknown.without(picture.node);
        self.nodes[slot] = Some(Arc::new(picture));
    }

    /// Changes a node, of which something must have been told.
    fn with<T>(&mut self, node: NodeId, act: impl FnOnce(&mut NodePicture) -> T) -> Result<T, Misfit> {
        let unfit = Misfit { node: Some(node), field: "kind", expected: Unfit::Started, value: None };
        let picture = self.nodes[node.slot()].as_mut().ok_or(unfit)?;
        Ok(act(Arc::make_mut(picture)))
    }
}
