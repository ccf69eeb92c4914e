//! What a schedule can do to a server, and what can be seen of it, whichever core it runs.

use std::fmt;

/// Heartbeat intervals in an election time-out.
pub const INTERVALS_IN_TIMEOUT: u64 = 4;

/// What the servers of a schedule are told, and what may happen to them.
#[derive(Clone, Copy, Debug, Default)]
pub struct Profile {
    /// Whether a message carries one entry at most. Otherwise it carries all that there are.
    pub single_entries: bool,
    /// Whether servers ask before they stand (thesis, §9.6).
    pub pre_vote: bool,
    /// Whether leaders without answers step down, and whoever hears one disregards candidates.
    pub check_quorum: bool,
    /// Whether servers compact their logs.
    pub compaction: bool,
    /// Whether leadership is handed over.
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

    /// Whether these are a majority of some.
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
    /// Also who only asks whether it would be voted for: that binds it to nothing.
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
    /// Whom it takes for the leader of its term.
    pub leader: Option<usize>,
    /// The last index that is compacted.
    pub base_index: u64,
    pub commit_index: u64,
    /// The term of each entry after the base.
    pub log_terms: Vec<u64>,
    /// Who votes, of both sets if there are two, by the last configuration that is in its log.
    pub voters: Servers,
}

impl View {
    /// Whether an entry of its term is known to be committed. What a leader knew before that it knew as a follower.
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

/// A server with a disk that is done at once, a state machine that lists the commands, and a clock that moves only by
/// `elapse`.
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
    /// A late answer to an AppendEntries arrives: that its term is over.
    fn is_outdated(&mut self, from: usize, term: u64);
    /// The transport's word on a message that this server sent: whether it arrived.
    fn learns_fate(&mut self, fate: Fate);
    /// What the word will be about.
    fn fate(sent: &Sent<Self::Message>, arrived: bool) -> Option<Fate>;
    /// An election time-out has passed, and its timer fires. Nothing happens to a leader.
    fn times_out(&mut self);
    /// A heartbeat interval passes.
    fn elapse(&mut self);
    /// A leader's heartbeat timer fires.
    fn beats(&mut self);
    fn is_proposed(&mut self, command: u32);
    /// Lets go of its log up to here, which is applied.
    fn compacts(&mut self, index: u64);
    fn transfers(&mut self, to: usize);
    /// Begins to change the voters, by joint consensus. No more than one of them is new: that one learns first.
    fn changes(&mut self, voters: Servers);
    /// Crashes, and starts from its disk.
    fn restarts(&mut self);
    fn take_sent(&mut self) -> Vec<Sent<Self::Message>>;
}

/// That a snapshot was sent to a server, and whether it arrived.
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
