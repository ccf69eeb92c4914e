//! What crosses the boundary as bare numbers, since it is much and often asked for: how long each row is, and what its
//! numbers are.

/// Numbers a message takes in the array that `messages` returns: id, kind, from, to, sent, due, flags, entries.
///
/// `kind` is 0 RequestVote, 1 RequestVoteReply, 2 AppendEntries, 3 AppendEntriesReply, 4 InstallSnapshot,
/// 5 InstallSnapshotReply, 6 PreVote, 7 PreVoteReply, 8 TimeoutNow, 9 ReadIndex, 12 ReadIndexReply, 10 ClientRequest,
/// 11 ClientReply. `from` and `to` are 1…9 for nodes, 11…19 for clients. Times are µs. `flags` is a sum of
/// [`FLAG_REFUSED`], [`FLAG_DOOMED`], [`FLAG_COPY`] and [`FLAG_BARRED`]. `entries` counts the entries carried.
pub const MESSAGE_STRIDE: usize = 8;
/// A vote refused, entries rejected, or a client sent elsewhere.
pub const FLAG_REFUSED: f64 = 1.0;
/// Chance has decided that it will be lost when it is due.
pub const FLAG_DOOMED: f64 = 2.0;
/// The second copy of a duplicated message.
pub const FLAG_COPY: f64 = 4.0;
/// AppendEntries that carries entries, in the rows of a stretch.
pub const FLAG_ENTRIES: f64 = 8.0;
/// It is lost if it is due now: its link is cut, or its receiver is down. Only of messages in flight; a later `heal`,
/// `join` or `restart` may save it.
pub const FLAG_BARRED: f64 = 16.0;

/// Numbers a message takes in the array that `fates` returns: id, kind, from, to, sent, due, at, fate. A row tells of a
/// message that left the flight since `fates` was last asked, oldest first.
///
/// Kind, from and to as in [`MESSAGE_STRIDE`]. `sent`, `due` and `at` are µs: when it left its sender, when it was due,
/// and when it left the flight; `at` is before `due` where a `drop` or a `deliver` had it leave. `fate` is as in
/// [`SENT_STRIDE`]: 1 delivered, 2 waits at a paused node (and is told no second time when that goes on), 3 lost at a
/// cut, 4 lost since the receiver is down, 5 lost by chance, 6 dropped, 7 lost since there were too many.
pub const FATE_STRIDE: usize = 8;
/// Rows that `fates` returns at most: of more, the newest.
pub const FATES_MAX: usize = 2_000;

/// Numbers a rule or a flaw takes in the array that `firings` returns, up to where one stands: how often the rule fired,
/// or the flaw broke its rule, and the last such event, or 0. The rules come first, in the order of `rulebook`, and then
/// the flaws.
pub const FIRING_STRIDE: usize = 2;

/// Numbers of a row for each future that `Futures.go` returns: its number, which is its seed; the leader at the end, 1…9,
/// or 0; since when that leads, or there is none, µs after the present; how long no leader could commit, µs; the entries
/// of the present that are committed, and those that are lost, a bit each; what is broken, a bit each: the invariants,
/// then linearizability; acknowledged writes that are lost; and the rules that fired, then the flaws that broke one, a
/// bit each, 48 in a number.
pub const FUTURE_STRIDE: usize = 11;

/// Numbers at the head of what `stretches` returns: the last event of what was run, its instant, the world's steps
/// until then, how often the run was cut, and the last event that the latest cut left. Then three for the start of
/// each stretch, oldest first: the last event before it, its instant, the steps until then.
pub const STRETCHES_HEAD: usize = 5;

/// Numbers at the head of a stretch: the last event before it, its own last, its instants from and to, µs; how many
/// messages, bands and dots follow, in this order. A stretch has the events after the first up to the second.
pub const STRETCH_HEAD: usize = 7;

/// Numbers a message takes in a stretch: id, kind, from, to, sent, end, fate, flags, event of the sending, event of
/// the end.
///
/// Kind, from, to as in [`MESSAGE_STRIDE`]. `fate` is 0 on its way at the end of what was run (`end` is when it is
/// due), 1 delivered, 2 waits at a paused node, 3 lost at a cut, 4 lost since the receiver is down, 5 lost by chance,
/// 6 dropped, 7 lost since there were too many, 8 ends later than was looked (`end` is when it is due). `flags` is a
/// sum of [`FLAG_REFUSED`], [`FLAG_COPY`] and [`FLAG_ENTRIES`]. An event of 0 is none.
pub const SENT_STRIDE: usize = 10;

/// Numbers a band takes in a stretch: lane, status, from, to, number, event that brought it (0: it was so before).
///
/// `lane` is 0 for the network, else as an end of a message. `status` is of a node 0 follower, 1 candidate, 2 leader,
/// 3 paused, 4 down, and `number` its term; of the network 5 partitioned, 6 some links are cut; of a client 7 waits
/// for an answer, and `number` is the request's.
pub const BAND_STRIDE: usize = 6;

/// Numbers a dot takes in a stretch: event, instant, lane, code.
///
/// `code` is 0 an election starts, 1 is won, 2 a leader commits, 3 an entry is applied, 4 a client is answered, 5 a
/// fault, 6 it is mended, 7 an invariant breaks, 8 a leader appends, 9 a client got an answer that no order of the
/// calls explains.
pub const DOT_STRIDE: usize = 4;

/// Numbers at the head of a cone: event, instant, lane (0: none), how many rows and how many messages follow. A row
/// has five: lane, last event of the past cone there, its instant, first event of the future cone there, its instant;
/// events are 0 where the cone does not reach. Then the ids of the messages by which it came about.
pub const CONE_HEAD: usize = 5;
