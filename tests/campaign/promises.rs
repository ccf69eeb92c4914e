//! Checks that each promise that a pre-candidate counts answers its current pre-vote (thesis, §9.6). No safety
//! invariant depends on that: a stale promise only deposes a leader for no reason. So the trace is checked instead.

use raftarium::raft::{Event as Decision, MAX_NODES, NodeId, PreVoteEvent, Term};
use raftarium::sim::{Actor, Event, Instant, What};

/// The pre-votes of a run.
#[derive(Default)]
pub struct Promises {
    /// For each node, the instant and the term of the last pre-vote that it started.
    asked: [Option<(Instant, Term)>; MAX_NODES],
    /// Every promise: the voter, the candidate, the instant, and the term.
    promised: Vec<(NodeId, NodeId, Instant, Term)>,
}

impl Promises {
    /// Looks at the next event. Returns the voter if its promise is counted, and it made none since it was asked.
    pub fn look(&mut self, event: &Event) -> Option<NodeId> {
        let (What::Decided(Decision::PreVote(pre_vote)), Some(Actor::Node(node))) = (&event.what, event.actor) else {
            return None;
        };
        match *pre_vote {
            PreVoteEvent::Started { next_term, .. } => self.asked[node.slot()] = Some((event.at, next_term)),
            PreVoteEvent::Granted { candidate, next_term } => {
                self.promised.push((node, candidate, event.at, next_term));
            }
            PreVoteEvent::Counted { from, .. } if from != node => {
                let (asked_at, asked_term) = self.asked[node.slot()]?;
                let is_kept = self
                    .promised
                    .iter()
                    .any(|(by, to, at, term)| (*by, *to, *term) == (from, node, asked_term) && asked_at <= *at);
                return (!is_kept).then_some(from);
            }
            PreVoteEvent::Counted { .. } | PreVoteEvent::Refused { .. } | PreVoteEvent::Denied { .. } => {}
        }
        None
    }
}

#[test]
fn a_promise_of_an_earlier_pre_vote_is_noticed() {
    let node = |number| NodeId::new(number).expect("there is such a node");
    let event = |at, actor, pre_vote| Event {
        id: Default::default(),
        at: Instant(at),
        actor: Some(Actor::Node(node(actor))),
        what: What::Decided(Decision::PreVote(pre_vote)),
        cause: None,
        because: Vec::new(),
    };
    let started = |at, term| {
        event(at, 1, PreVoteEvent::Started { next_term: Term(term), last: Default::default(), again: false })
    };
    let granted = |at, term| event(at, 2, PreVoteEvent::Granted { candidate: node(1), next_term: Term(term) });
    let counted = |at| event(at, 1, PreVoteEvent::Counted { from: node(2), granted: Default::default() });
    let found = |events: &[Event]| {
        let mut promises = Promises::default();
        events.iter().find_map(|event| promises.look(event))
    };
    assert_eq!(found(&[started(1, 5), granted(2, 5), counted(3)]), None);
    assert_eq!(found(&[started(1, 5), granted(2, 5), started(3, 5), counted(4)]), Some(node(2)), "an earlier round");
    assert_eq!(found(&[started(1, 5), granted(2, 4), counted(3)]), Some(node(2)), "another term");
    assert_eq!(found(&[started(1, 5), counted(3)]), Some(node(2)), "none at all");
}
