//! The network: what is in flight, which links are cut, and what waits to happen to messages.
//!
//! A message is lost if, when it is due, its link is cut or its receiver is down; what a crashed node
//! had sent still travels. Clients reach every node that they are not cut from; walls between nodes are none for them.

use super::actor::{ACTORS, Actor};
use super::event::id::{EventId, Travel};
use super::http::{HttpReply, HttpSent};
use super::time::Instant;
use crate::kv::{Request, RequestId};
use crate::raft::{Body, MAX_NODES, Message};
use crate::replica::Answer;
use serde::{Deserialize, Serialize};

/// Messages in flight, at most: what is sent beyond that is lost, as in a real network's buffers.
pub const IN_FLIGHT_MAX: usize = 65_536;

/// The number of a message in the run, as in `drop m17`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct MessageId(pub u64);

/// Makes the kinds of messages of one table. A row has a kind, its number for the page, and the kind that it answers, if
/// it does. A kind between nodes has the name of its [`Body`]; of one with a client the [`Content`] is named.
macro_rules! kinds {
    (
        between nodes { $($(#[$doc:meta])* $kind:ident = $number:literal $(answers $asked:ident)?;)* }
        with clients {
            $($(#[$with:meta])* $client:ident is $content:ident = $code:literal $(answers $call:ident)?;)*
        }
    ) => {
        /// What kind of message it is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
        pub enum Kind {
            $($(#[$doc])* $kind = $number,)*
            $($(#[$with])* $client = $code,)*
        }

        impl Kind {
            /// Every kind.
            pub const ALL: &'static [Kind] = &[$(Kind::$kind,)* $(Kind::$client,)*];

            /// Its name in a script, and everywhere.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Kind::$kind => stringify!($kind),)*
                    $(Kind::$client => stringify!($client),)*
                }
            }

            /// The kind that it answers, if it answers one.
            pub fn answers(self) -> Option<Kind> {
                // A row names one kind or none.
                match self {
                    $(Kind::$kind => [$(Kind::$asked)?].first().copied(),)*
                    $(Kind::$client => [$(Kind::$call)?].first().copied(),)*
                }
            }
        }

        impl Content {
            /// What kind of message it is.
            pub const fn kind(&self) -> Kind {
                match self {
                    Content::Raft(message) => match message.body {
                        $(Body::$kind { .. } => Kind::$kind,)*
                    },
                    $(Content::$content { .. } => Kind::$client,)*
                }
            }
        }
    };
}

kinds! {
    between nodes {
        /// A candidate asks for a vote.
        RequestVote = 0;
        /// The answer to it.
        RequestVoteReply = 1 answers RequestVote;
        /// A leader replicates or beats.
        AppendEntries = 2;
        /// The answer to it.
        AppendEntriesReply = 3 answers AppendEntries;
        /// A leader sends a piece of its snapshot.
        InstallSnapshot = 4;
        /// The answer to it.
        InstallSnapshotReply = 5 answers InstallSnapshot;
        /// A node asks whether it would be voted for.
        PreVote = 6;
        /// The answer to it.
        PreVoteReply = 7 answers PreVote;
        /// A leader has its successor stand.
        TimeoutNow = 8;
        /// A follower asks what a read must have applied.
        ReadIndex = 9;
        /// The answer to it.
        ReadIndexReply = 12 answers ReadIndex;
    }
    with clients {
        /// A client asks.
        ClientRequest is Request = 10;
        /// The answer to it.
        ClientReply is Reply = 11 answers ClientRequest;
        /// A client asks by HTTP, or a node forwards that to the leader.
        HttpRequest is HttpRequest = 13;
        /// The answer to it.
        HttpResponse is HttpResponse = 14 answers HttpRequest;
    }
}

/// What a message carries.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Content {
    /// From node to node.
    Raft(Message),
    /// From client to node.
    Request(Request),
    /// From node to client.
    Reply {
        /// The request that it answers.
        request: RequestId,
        /// The answer.
        answer: Answer,
    },
    /// From a client to a node, or from that node to the leader.
    HttpRequest(Box<HttpSent>),
    /// The way back.
    HttpResponse(Box<HttpReply>),
}

/// A message in flight.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Envelope {
    /// Its number.
    pub id: MessageId,
    /// The sender.
    pub from: Actor,
    /// The receiver.
    pub to: Actor,
    /// When it was sent.
    pub sent_at: Instant,
    /// When it is due.
    pub due_at: Instant,
    /// The event of its sending.
    pub sent_event: EventId,
    /// Whether chance has decided that it is lost.
    pub doomed: bool,
    /// Whether it is the second of a message that was doubled.
    pub copy: bool,
    /// Whether a `deliver` has it arrive now.
    pub forced: bool,
    /// What it carries.
    pub content: Content,
}

impl Envelope {
    /// When it left, and when it is due.
    pub const fn travel(&self) -> Travel {
        Travel { sent_at: self.sent_at, due_at: self.due_at }
    }
}

/// Which messages a statement means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pattern {
    /// The kind, or any.
    pub kind: Option<Kind>,
    /// The sender.
    pub from: Actor,
    /// The receiver.
    pub to: Actor,
}

impl Pattern {
    fn matches(&self, envelope: &Envelope) -> bool {
        self.from == envelope.from
            && self.to == envelope.to
            && self.kind.is_none_or(|kind| kind == envelope.content.kind())
    }
}

/// What a statement does to a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Tampering {
    /// It is lost.
    Drop,
    /// It is due this much later, µs.
    Delay(u64),
    /// It comes twice.
    Duplicate,
    /// It is due now.
    Deliver,
}

/// Something that waits to happen to messages that are not sent yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Trap {
    left: u64,
    pattern: Pattern,
    tampering: Tampering,
}

/// The network.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Network {
    /// Messages in flight, each at a place that it keeps; free places are listed in `free`.
    places: Vec<Option<Envelope>>,
    free: Vec<u32>,
    sent: u64,
    /// For each sender, the receivers that its messages do not reach, a bit each.
    cuts: [u32; ACTORS],
    /// The event of each cut, by sender and receiver; of links that are whole again, an old one. Empty until the first.
    cut_events: Vec<EventId>,
    traps: Vec<Trap>,
}

impl Network {
    /// The number of the next message.
    pub fn next_id(&mut self) -> MessageId {
        self.sent += 1;
        MessageId(self.sent)
    }

    /// Whether no more messages can be in flight.
    pub fn is_full(&self) -> bool {
        self.free.is_empty() && IN_FLIGHT_MAX <= self.places.len()
    }

    /// Puts a message in flight, and returns its place.
    ///
    /// # Panics
    /// If the network is full.
    pub fn put(&mut self, envelope: Envelope) -> u32 {
        assert!(!self.is_full(), "at most {IN_FLIGHT_MAX} messages are in flight");
        if let Some(place) = self.free.pop() {
            self.places[place as usize] = Some(envelope);
            return place;
        }
        self.places.push(Some(envelope));
        self.places.len() as u32 - 1
    }

    /// Takes a message out of flight.
    pub fn take(&mut self, place: u32) -> Option<Envelope> {
        let envelope = self.places.get_mut(place as usize)?.take()?;
        self.free.push(place);
        Some(envelope)
    }

    /// The message at a place.
    pub fn at_mut(&mut self, place: u32) -> Option<&mut Envelope> {
        self.places.get_mut(place as usize)?.as_mut()
    }

    /// The messages in flight.
    pub fn in_flight(&self) -> impl Iterator<Item = &Envelope> {
        self.places.iter().flatten()
    }

    /// How many messages are in flight.
    pub fn in_flight_count(&self) -> usize {
        self.places.len() - self.free.len()
    }

    /// Whether something waits to happen to messages that are not sent yet.
    pub fn has_traps(&self) -> bool {
        !self.traps.is_empty()
    }

    /// The place of a message in flight.
    pub fn place_of(&self, id: MessageId) -> Option<u32> {
        let found = self.places.iter().position(|place| place.as_ref().is_some_and(|envelope| envelope.id == id));
        found.map(|place| place as u32)
    }

    /// The places of the messages in flight that a pattern means, in the order of their numbers.
    pub fn places_of(&self, pattern: Pattern) -> Vec<u32> {
        let mut found: Vec<(MessageId, u32)> = Vec::new();
        for (place, envelope) in (0..).zip(&self.places) {
            if let Some(envelope) = envelope.as_ref().filter(|envelope| pattern.matches(envelope)) {
                let at = found.partition_point(|(id, _)| *id < envelope.id);
                found.insert(at, (envelope.id, place));
            }
        }
        found.into_iter().map(|(_, place)| place).collect()
    }

    /// Lays a trap for the next `count` messages that a pattern means.
    pub fn lay_trap(&mut self, count: u64, pattern: Pattern, tampering: Tampering) {
        self.traps.push(Trap { left: count, pattern, tampering });
    }

    /// What waits for this message: every trap that means it takes one off its count.
    pub fn spring_traps(&mut self, envelope: &Envelope) -> Vec<Tampering> {
        let mut sprung = Vec::new();
        for trap in self.traps.iter_mut().filter(|trap| trap.pattern.matches(envelope)) {
            trap.left -= 1;
            sprung.push(trap.tampering);
        }
        self.traps.retain(|trap| 0 < trap.left);
        sprung
    }

    /// Whether messages on a link are lost.
    pub const fn is_cut(&self, from: Actor, to: Actor) -> bool {
        self.cuts[from.slot()] & bit(to) != 0
    }

    /// The event that cut a link, if it is cut.
    pub fn cut_event(&self, from: Actor, to: Actor) -> Option<EventId> {
        self.is_cut(from, to).then(|| self.cut_events[from.slot() * ACTORS + to.slot()])
    }

    /// Cuts a link one way, by an event.
    pub fn cut(&mut self, from: Actor, to: Actor, event: EventId) {
        if from != to {
            self.cuts[from.slot()] |= bit(to);
            self.cut_events.resize(ACTORS * ACTORS, EventId::default());
            self.cut_events[from.slot() * ACTORS + to.slot()] = event;
        }
    }

    /// Joins a link one way.
    pub const fn join(&mut self, from: Actor, to: Actor) {
        self.cuts[from.slot()] &= !bit(to);
    }

    /// Removes all cuts.
    pub const fn heal(&mut self) {
        self.cuts = [0; ACTORS];
    }

    /// Removes the cuts between nodes. Those between a client and a node stay.
    pub fn heal_between_nodes(&mut self) {
        for cut in &mut self.cuts[..MAX_NODES] {
            *cut &= !NODES;
        }
    }

    /// Whether any link is cut.
    pub fn has_cuts(&self) -> bool {
        self.cuts.iter().any(|cut| *cut != 0)
    }

    /// Whether any link between nodes is cut.
    pub fn has_cuts_between_nodes(&self) -> bool {
        self.cuts[..MAX_NODES].iter().any(|cut| cut & NODES != 0)
    }

    /// The cuts, one way each.
    pub fn cuts(&self) -> impl Iterator<Item = (Actor, Actor)> {
        Actor::all()
            .flat_map(move |from| Actor::all().filter(move |to| self.is_cut(from, *to)).map(move |to| (from, to)))
    }
}

/// The nodes among the receivers of a sender.
const NODES: u32 = (1 << MAX_NODES) - 1;

/// The bit of a receiver.
const fn bit(to: Actor) -> u32 {
    1 << to.slot()
}
