//! What each event is to a reader: one table of how telling each is, and of what it stands for on the time bar, in the
//! diagram, in exports and as a place to go to. A new event has one row here.

use crate::raft::{
    AppendedBy, ChangeEvent, Event as Decision, Flaw, PreVoteEvent, RoleName, SnapshotEvent, TransferEvent, Withheld,
};
use crate::sim::{DiskState, Loss, What};

/// How telling an event is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// It happens all the time.
    Routine,
    /// It is worth a line in the list of events.
    WorthALine,
    /// It turns the course of the run.
    Turn,
    /// An invariant is broken, or an answer has no order. No event of the world is one.
    Alarm,
}

/// A kind of place in a run that one can go to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Landmark {
    /// Anything that was recorded.
    Event,
    /// A message arrives, or is lost.
    Message,
    /// An election is won.
    Election,
    /// A leader commits.
    Commit,
    /// Something is done to nodes or to the network, or undone.
    Fault,
}

impl Landmark {
    /// Every kind.
    pub const ALL: [Landmark; 5] =
        [Landmark::Event, Landmark::Message, Landmark::Election, Landmark::Commit, Landmark::Fault];

    /// Its name for the page.
    pub const fn name(self) -> &'static str {
        match self {
            Landmark::Event => "event",
            Landmark::Message => "message",
            Landmark::Election => "election",
            Landmark::Commit => "commit",
            Landmark::Fault => "fault",
        }
    }

    /// The kind with this name.
    pub fn named(name: &str) -> Option<Landmark> {
        Landmark::ALL.into_iter().find(|landmark| landmark.name() == name)
    }

    /// Whether an event is such a place.
    pub fn is_at(self, what: &What) -> bool {
        self == Landmark::Event || row(what).1.landmark() == Some(self)
    }

    /// Its bit in a set of kinds.
    pub const fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// What an event stands for in a drawing, on the time bar, and where one can go to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// Nothing of the below.
    Plain,
    /// A step of something longer, which a sequence diagram notes.
    Step,
    /// A detail of another event, which a drawing leaves out.
    Detail,
    /// A message arrives, or is lost.
    Arrival,
    /// A node takes over a term, or a leader.
    Follows,
    /// A candidate stands.
    ElectionStarted,
    /// An election is won.
    ElectionWon,
    /// A leader appends an entry.
    Appended,
    /// A leader commits.
    Committed,
    /// A state machine applies an entry.
    Applied,
    /// A client has its answer.
    Answered,
    /// Something is done to a node or to the network.
    Fault,
    /// It is undone.
    Mend,
}

impl Sign {
    /// The kind of place that it makes, besides that of an event.
    pub const fn landmark(self) -> Option<Landmark> {
        match self {
            Sign::Arrival => Some(Landmark::Message),
            Sign::ElectionWon => Some(Landmark::Election),
            Sign::Committed => Some(Landmark::Commit),
            Sign::Fault | Sign::Mend => Some(Landmark::Fault),
            Sign::Plain
            | Sign::Step
            | Sign::Detail
            | Sign::Follows
            | Sign::ElectionStarted
            | Sign::Appended
            | Sign::Applied
            | Sign::Answered => None,
        }
    }

    /// The kind of its mark on the time bar, if it has one.
    pub const fn mark(self) -> Option<&'static str> {
        match self {
            Sign::ElectionWon => Some("election"),
            Sign::Committed => Some("commit"),
            Sign::Fault => Some("fault"),
            Sign::Mend => Some("heal"),
            Sign::Plain
            | Sign::Step
            | Sign::Detail
            | Sign::Arrival
            | Sign::Follows
            | Sign::ElectionStarted
            | Sign::Appended
            | Sign::Applied
            | Sign::Answered => None,
        }
    }

    /// Whether it is what one would choose to see why a node changed its role or its state.
    pub const fn brings_state(self) -> bool {
        matches!(self, Sign::Fault | Sign::Mend | Sign::ElectionStarted | Sign::ElectionWon | Sign::Follows)
    }

    /// Whether a sequence diagram notes it between the messages.
    pub const fn is_noted(self) -> bool {
        match self {
            Sign::Step | Sign::ElectionStarted | Sign::ElectionWon | Sign::Committed | Sign::Fault | Sign::Mend => true,
            Sign::Plain
            | Sign::Detail
            | Sign::Arrival
            | Sign::Follows
            | Sign::Appended
            | Sign::Applied
            | Sign::Answered => false,
        }
    }
}

/// The row of an event.
pub fn row(what: &What) -> (Weight, Sign) {
    match what {
        What::Decided(decision) => row_of_decision(decision),
        What::Crashed
        | What::Stopped { .. }
        | What::Wiped
        | What::Paused
        | What::DamageFound { .. }
        | What::Partitioned { .. }
        | What::LinkCut { .. } => (Weight::Turn, Sign::Fault),
        What::Started { again: true, .. } | What::Resumed | What::Healed | What::LinkJoined { .. } => {
            (Weight::Turn, Sign::Mend)
        }
        What::RecordDamaged { .. } => (Weight::WorthALine, Sign::Fault),
        What::DiskChanged { disk: DiskState::Well } => (Weight::WorthALine, Sign::Mend),
        What::DiskChanged { disk: DiskState::Full | DiskState::Failing | DiskState::Torn | DiskState::Rotten } => {
            (Weight::WorthALine, Sign::Fault)
        }
        // The state of a node comes from nowhere here: the reader has to hear that events are missing.
        What::Standing { .. } => (Weight::WorthALine, Sign::Plain),
        // The person that gave the order has to hear what became of it.
        What::OrderLost { .. } | What::LeasesUnsafe { .. } => (Weight::Turn, Sign::Plain),
        What::Prepared => (Weight::Turn, Sign::Step),
        What::TailRead { .. } | What::ClientCalled { .. } | What::HttpCalled { .. } => (Weight::WorthALine, Sign::Step),
        // A person wanted it to arrive.
        What::MessageLost { forced: true, .. }
        | What::MessageLost { why: Loss::Dropped | Loss::Chance | Loss::Overflow, .. } => {
            (Weight::WorthALine, Sign::Arrival)
        }
        What::MessageLost { why: Loss::Cut | Loss::ReceiverDown, forced: false, .. }
        | What::MessageDelivered { .. } => (Weight::Routine, Sign::Arrival),
        What::MessageWaits { .. } | What::WriteStarted { .. } => (Weight::Routine, Sign::Detail),
        What::Applied { repeated: true, .. } => (Weight::WorthALine, Sign::Applied),
        What::Applied { repeated: false, .. } => (Weight::Routine, Sign::Applied),
        What::ClientAnswered { .. } | What::HttpAnswered { .. } => (Weight::WorthALine, Sign::Answered),
        What::MessageDelayed { .. }
        | What::MessageDuplicated { .. }
        | What::ClientTimedOut { .. }
        | What::ClientRedirected { .. }
        | What::ClientWaits { .. }
        | What::ClientFailed { .. }
        | What::HttpForwarded { .. }
        | What::HttpFailed { .. }
        | What::Configured { .. }
        | What::Reseeded { .. }
        | What::LoadStarted { .. }
        | What::LoadStopped
        | What::Ordered { .. }
        | What::NothingToDo { .. } => (Weight::WorthALine, Sign::Plain),
        What::Started { again: false, .. }
        | What::MessageSent { .. }
        | What::ElectionTimerFired { .. }
        | What::HeartbeatTimerFired
        | What::WriteDurable { .. }
        | What::ClientRetried { .. } => (Weight::Routine, Sign::Plain),
    }
}

fn row_of_decision(decision: &Decision) -> (Weight, Sign) {
    match decision {
        Decision::ElectionStarted { .. } => (Weight::Turn, Sign::ElectionStarted),
        Decision::ElectionWon { .. } => (Weight::Turn, Sign::ElectionWon),
        // A leader that steps down turns events; a follower that takes over a term does not.
        Decision::TermAdopted { was: RoleName::Leader, .. } => (Weight::Turn, Sign::Follows),
        Decision::TermAdopted { .. } | Decision::LeaderRecognised { .. } => (Weight::WorthALine, Sign::Follows),
        Decision::LogAppended { by: AppendedBy::Change { .. }, .. } => (Weight::Turn, Sign::Appended),
        Decision::LogAppended { by: AppendedBy::Command | AppendedBy::NoOp, .. } => {
            (Weight::WorthALine, Sign::Appended)
        }
        Decision::CommitAdvanced { .. } => (Weight::WorthALine, Sign::Committed),
        Decision::HeartbeatRound { .. } | Decision::MatchAdvanced { .. } => (Weight::Routine, Sign::Detail),
        // These fire with every beat.
        Decision::RuleBroken { flaw: Flaw::NoHeartbeats | Flaw::HeartbeatsIgnored | Flaw::ReplyBeforeDurable } => {
            (Weight::WorthALine, Sign::Plain)
        }
        Decision::RuleBroken { .. }
        | Decision::LogTruncated { .. }
        | Decision::CommitHeldBack { .. }
        | Decision::Transfer(TransferEvent::Ordered { .. } | TransferEvent::Refused { .. }) => {
            (Weight::Turn, Sign::Plain)
        }
        Decision::SteppedDown { .. }
        | Decision::Snapshot(SnapshotEvent::Installed { .. })
        | Decision::Transfer(TransferEvent::Abandoned { .. })
        | Decision::Change(ChangeEvent::Refused { .. }) => (Weight::Turn, Sign::Step),
        Decision::VoteGranted { .. }
        | Decision::VoteRefused { .. }
        | Decision::AppendRefused { .. }
        | Decision::BackedOff { .. }
        | Decision::SentAgain { .. }
        | Decision::RivalIgnored { .. }
        | Decision::ClientRefused { .. }
        | Decision::ReadHeldBack { .. }
        | Decision::ReadConfirmed { .. }
        | Decision::ReadForwarded { .. }
        | Decision::LeaseHeld { .. }
        | Decision::CandidateDisregarded { .. }
        | Decision::ElectionWithheld { why: Withheld::LeaderAlive }
        | Decision::Snapshot(SnapshotEvent::Sent { .. } | SnapshotEvent::Refused { .. })
        | Decision::PreVote(PreVoteEvent::Granted { .. } | PreVoteEvent::Refused { .. })
        | Decision::Transfer(TransferEvent::Waits { .. } | TransferEvent::Blocks { .. }) => {
            (Weight::WorthALine, Sign::Plain)
        }
        Decision::Snapshot(SnapshotEvent::Taken { .. })
        | Decision::Change(ChangeEvent::Asked { .. } | ChangeEvent::InForce { .. } | ChangeEvent::CaughtUp { .. })
        | Decision::PreVote(PreVoteEvent::Started { .. })
        | Decision::Transfer(TransferEvent::Started { .. }) => (Weight::WorthALine, Sign::Step),
        Decision::VoteCounted { .. }
        | Decision::VoteDenied { .. }
        | Decision::AppendAccepted { .. }
        | Decision::LogAppended { by: AppendedBy::Leader { .. }, .. }
        | Decision::CommitLearned { .. }
        | Decision::Overtaken { .. }
        | Decision::ReplyIgnored { .. }
        | Decision::ReadStarted { .. }
        | Decision::ReadIndexLearned { .. }
        | Decision::ElectionWithheld { why: Withheld::NoVoter }
        | Decision::Snapshot(SnapshotEvent::Collected { .. } | SnapshotEvent::NotNeeded { .. })
        | Decision::PreVote(PreVoteEvent::Counted { .. } | PreVoteEvent::Denied { .. }) => {
            (Weight::Routine, Sign::Plain)
        }
    }
}
