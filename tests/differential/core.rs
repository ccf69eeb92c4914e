//! The operations of a schedule on a server, and the visible state of a server, with either core.

use std::fmt;

/// Heartbeat intervals in an election timeout.
pub const INTERVALS_IN_TIMEOUT: u64 = 4;

/// The configuration of a schedule's servers, and the acts that it may have.
#[derive(Clone, Copy, Debug, Default)]
pub struct Profile {
    /// Whether a message carries one entry at most. Otherwise it carries all that there are.
    pub single_entries: bool,
    /// Whether servers run a pre-vote before an election (thesis, §9.6).
    pub pre_vote: bool,
    /// Whether leaders without replies step down, and servers that hear a leader disregard candidates.
    pub check_quorum: bool,
    /// Whether servers compact their logs.
    pub compaction: bool,
    /// Whether leadership is transferred.
    pub transfer: bool,
    /// Whether the voters change, by joint consensus.
    pub membership: bool,
}

/// A set of servers, by number from 1.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub struct Servers(pub u16);

impl Servers {
    pub fn first(count: usize) -> Servers {
        Servers(((1 << count) - 1) << 1)
    }

    pub fn contains(self, server: usize) -> bool {
        self.0 & (1 << server) != 0
    }

    pub fn with(self, server: usize) -> Servers {
        Servers(self.0 | 1 << server)
    }

    /// Whether these include a majority of the others.
    pub fn are_most_of(self, others: Servers) -> bool {
        others.iter().count() < 2 * others.iter().filter(|other| self.contains(*other)).count()
    }

    pub fn iter(self) -> impl Iterator<Item = usize> + Clone {
        (1..u16::BITS as usize).filter(move |server| self.contains(*server))
    }

    pub fn without(self, other: Servers) -> Servers {
        Servers(self.0 & !other.0)
    }

    pub fn union(self, other: Servers) -> Servers {
        Servers(self.0 | other.0)
    }
}

impl FromIterator<usize> for Servers {
    fn from_iter<I: IntoIterator<Item = usize>>(servers: I) -> Servers {
        servers.into_iter().fold(Servers::default(), Servers::with)
    }
}

impl fmt::Debug for Servers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Includes a pre-candidate: asking for pre-votes binds it to nothing.
    Follower,
    /// Has asked for votes and can still win.
    Candidate,
    Leader,
}

/// A server, as both cores can show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    pub term: u64,
    pub role: Role,
    pub voted_for: Option<usize>,
    /// The server that it takes for the leader of its term.
    pub leader: Option<usize>,
    /// The last index that is compacted.
    pub base_index: u64,
    pub commit_index: u64,
    /// The term of each entry after the base.
    pub log_terms: Vec<u64>,
    /// The voters, of both sets if there are two: by the last configuration in the log in ours, by the last applied one
    /// in raft-rs.
    pub voters: Servers,
}

impl View {
    /// Whether it knows that an entry of its term is committed. Before, a leader knows only what it knew as a follower.
    pub fn has_committed_own_entry(&self) -> bool {
        let place = self.commit_index.checked_sub(self.base_index + 1);
        place.is_some_and(|place| self.log_terms[place as usize] == self.term)
    }
}

/// A message on its way out.
pub struct Sent<M> {
    /// The sender's term when it was made.
    pub term: u64,
    pub to: usize,
    pub message: M,
}

/// A server with a disk whose writes are durable at once, a state machine that lists the commands, and a clock that
/// only these methods move.
pub trait Core {
    type Message;

    /// A server that runs for the first time, in a cluster that began with these voters; perhaps it is none of them.
    fn start(server: usize, first_voters: Servers, profile: Profile) -> Self;
    fn view(&self) -> View;
    fn is_leader(&self) -> bool;
    fn term(&self) -> u64;
    fn commit_index(&self) -> u64;
    /// The commands that its state machine was given, in order.
    fn applied(&self) -> &[u32];
    fn hears(&mut self, message: Self::Message);
    /// A late reply to an AppendEntries arrives, from a server in a later term.
    fn is_outdated(&mut self, from: usize, term: u64);
    /// The transport reports on a message that this server sent: whether it arrived.
    fn learns_fate(&mut self, fate: Fate);
    /// The report on a message, if this core expects one.
    fn fate(sent: &Sent<Self::Message>, arrived: bool) -> Option<Fate>;
    /// An election timeout has passed, and the timer fires. A leader ignores it.
    fn times_out(&mut self);
    /// A heartbeat interval passes.
    fn elapse(&mut self);
    /// A leader's heartbeat timer fires.
    fn beats(&mut self);
    fn is_proposed(&mut self, command: u32);
    /// Compacts the log up to this index, which is applied.
    fn compacts(&mut self, index: u64);
    fn transfers(&mut self, to: usize);
    /// Begins to change the voters, by joint consensus. At most one of them is new; it joins as a learner first.
    fn changes(&mut self, voters: Servers);
    /// Crashes, and starts from its disk.
    fn restarts(&mut self);
    fn take_sent(&mut self) -> Vec<Sent<Self::Message>>;
}

/// The transport's report on a snapshot that was sent to a server.
#[derive(Clone, Copy, Debug)]
pub struct Fate {
    pub to: usize,
    pub arrived: bool,
}

/// The state machine as bytes.
pub fn encode(commands: &[u32]) -> Vec<u8> {
    commands.iter().flat_map(|command| command.to_le_bytes()).collect()
}

pub fn decode(bytes: &[u8]) -> Vec<u32> {
    bytes.chunks_exact(4).map(|four| u32::from_le_bytes([four[0], four[1], four[2], four[3]])).collect()
}
