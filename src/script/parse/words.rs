//! The words of the language.

use crate::check::Invariant;
use crate::raft::{Flaw, Preset};
use crate::script::condition::{Comparison, NodeRole};
use crate::script::offer::{Taught, Vocabulary, WordKind};
use crate::script::story::Panel;
use crate::sim::{DiskState, FlawName, Kind, OrderState, ReadMode};

/// An enum of words, with the one list that reads and tells them.
macro_rules! words {
    ($kind:ident; $(#[$doc:meta])* $name:ident { $($variant:ident $word:literal)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name { $($variant,)* }

        impl Vocabulary for $name {
            const KIND: WordKind = WordKind::$kind;
            const ALL: &'static [$name] = &[$($name::$variant,)*];

            fn word(self) -> &'static str {
                match self { $($name::$variant => $word,)* }
            }

            fn read(text: &str) -> Option<$name> {
                match text { $($word => Some($name::$variant),)* _ => None }
            }
        }
    };
}

/// The same of words that a list for readers shows, each with a line in which it stands.
macro_rules! taught {
    ($kind:ident; $(#[$doc:meta])* $name:ident { $($variant:ident $word:literal => $example:literal)* }) => {
        words! { $kind; $(#[$doc])* $name { $($variant $word)* } }

        impl Taught for $name {
            fn example(self) -> &'static str {
                match self { $($name::$variant => $example,)* }
            }
        }
    };
}

taught! { Statement;
    /// What a set-up statement begins with; `config`, `flaw` and `mend` may be steps as well.
    SetupWord {
        Raftarium "raftarium" => "raftarium 1"
        Nodes "nodes" => "nodes 5"
        Seed "seed" => "seed 7"
        Config "config" => "config latency 5ms..15ms"
        Flaw "flaw" => "flaw any-log-wins"
        Mend "mend" => "mend any-log-wins"
        Title "title" => "title en \"Two leaders\" fr \"Deux leaders\""
        Minutes "minutes" => "minutes 5"
        Level "level" => "level 1"
    }
}

taught! { Statement;
    /// What a statement begins with that only tells something.
    StoryWord {
        Say "say" => "say \"n1 has crashed. Will the cluster go on?\" at n1"
        Show "show" => "show n1 n2 - n3 logs"
        Pace "pace" => "pace 1/50"
        Ask "ask" => "ask next \"Which node leads next?\" | \"n2\" if leader n2 | \"another\" otherwise"
        Reveal "reveal" => "ask next \"Which node leads next?\" | \"n2\" if leader n2 | \"another\" otherwise\nreveal next"
        Goal "goal" => "goal role n1 down says \"n1 is stopped\" do \"crash n1\""
    }
}

taught! { Statement;
    /// What any other step begins with.
    StepWord {
        Run "run" => "run until leader within 5s"
        Step "step" => "step 10"
        Set "set" => "set x 1 from c2"
        Get "get" => "get x to n2"
        Delete "delete" => "delete x"
        Cas "cas" => "cas x 1 2"
        Http "http" => "http POST /kv {\"key\":\"x\",\"value\":\"1\"} to n2"
        Load "load" => "load every 100ms from c1 c2 for 10s"
        Crash "crash" => "crash n1 n2"
        Restart "restart" => "restart all"
        Pause "pause" => "pause n2"
        Resume "resume" => "resume n2"
        Wipe "wipe" => "wipe n3"
        Disk "disk" => "disk n2 full"
        Timeout "timeout" => "timeout n2"
        Snapshot "snapshot" => "snapshot n1"
        Partition "partition" => "partition n1 n2 | n3"
        Isolate "isolate" => "isolate n1"
        Cut "cut" => "cut n1 -> n2"
        Join "join" => "join n1 - n2"
        Heal "heal" => "heal"
        Drop "drop" => "drop next 3 AppendEntries n1 -> n2"
        Delay "delay" => "delay AppendEntries n1 -> n3 20ms"
        Duplicate "duplicate" => "duplicate any n2 -> n1"
        Deliver "deliver" => "deliver m17"
        Add "add" => "add n4"
        Remove "remove" => "remove n2"
        Members "members" => "members n1 n2"
        Transfer "transfer" => "transfer n2 to n1"
        Reseed "reseed" => "reseed 7"
        Expect "expect" => "expect value n1 x 1"
    }
}

taught! { Setting;
    /// A key of `config`.
    SettingWord {
        ElectionTimeout "election-timeout" => "config election-timeout 150ms..300ms"
        Heartbeat "heartbeat" => "config heartbeat 50ms"
        Latency "latency" => "config latency 40ms..60ms n1 -> n3"
        Loss "loss" => "config loss 20% n1 - n2"
        Duplicate "duplicate" => "config duplicate 5%"
        Fsync "fsync" => "config fsync 20ms n2"
        ClientTimeout "client-timeout" => "config client-timeout 500ms"
        ClientRetries "client-retries" => "config client-retries off"
        Drift "drift" => "config drift -2% n3"
        PreVote "pre-vote" => "config pre-vote on"
        CheckQuorum "check-quorum" => "config check-quorum on"
        FollowerReads "follower-reads" => "config follower-reads off"
        Reads "reads" => "config reads lease"
        Membership "membership" => "config membership single"
        SnapshotEvery "snapshot-every" => "config snapshot-every 100"
        SnapshotKeep "snapshot-keep" => "config snapshot-keep 10"
        MaxEntries "max-entries" => "config max-entries 64"
        MaxInflight "max-inflight" => "config max-inflight 8"
        Replication "replication" => "config replication plain"
        NoOp "no-op" => "config no-op off"
    }
}

impl SettingWord {
    /// Whether it may change during a run.
    pub const fn is_step(self) -> bool {
        match self {
            SettingWord::ElectionTimeout
            | SettingWord::Heartbeat
            | SettingWord::Latency
            | SettingWord::Loss
            | SettingWord::Duplicate
            | SettingWord::Fsync
            | SettingWord::ClientTimeout
            | SettingWord::ClientRetries
            | SettingWord::FollowerReads
            | SettingWord::Replication => true,
            SettingWord::Drift
            | SettingWord::PreVote
            | SettingWord::CheckQuorum
            | SettingWord::Reads
            | SettingWord::Membership
            | SettingWord::SnapshotEvery
            | SettingWord::SnapshotKeep
            | SettingWord::MaxEntries
            | SettingWord::MaxInflight
            | SettingWord::NoOp => false,
        }
    }
}

taught! { Condition;
    /// What a condition begins with.
    ConditionWord {
        Leader "leader" => "run until leader n1"
        Role "role" => "run until role n2 candidate"
        Term "term" => "expect term n1 >= 2"
        Commit "commit" => "run until commit n2 >= 4"
        Applied "applied" => "expect applied n3 = 4"
        Last "last" => "expect last n1 <= 7"
        Log "log" => "expect log n1 = 1 1 2"
        Value "value" => "expect value n1 x 5"
        Absent "absent" => "expect absent n1 x"
        Reply "reply" => "run until reply c1 ok within 20s"
        Order "order" => "run until order done"
        Voters "voters" => "expect voters n1 n2 n3"
        Learners "learners" => "expect learners n1 = n3"
        Idle "idle" => "run until idle"
        Agreed "agreed" => "run until agreed"
        Violated "violated" => "expect not violated election-safety"
        Safe "safe" => "expect safe"
        Linearizable "linearizable" => "run 1s while linearizable"
    }
}

words! { Keyword;
    /// What joins the parts of a statement.
    Keyword {
        Version "1"
        Until "until"
        While "while"
        Within "within"
        Not "not"
        From "from"
        To "to"
        Every "every"
        For "for"
        Off "off"
        All "all"
        Next "next"
        Wall "|"
        Equal "="
        OneWay "->"
        BothWays "-"
        English "en"
        French "fr"
        At "at"
        Nothing "nothing"
        If "if"
        Otherwise "otherwise"
        Says "says"
        Hint "hint"
        Do "do"
        Key "key"
    }
}

words! { Value;
    /// Whether something is done.
    Switch { On "on" Off "off" }
}

words! { Value;
    /// How the configuration changes.
    ChangeMode { Joint "joint" Single "single" }
}

words! { Value;
    /// How a leader replicates.
    ReplicationMode { Pipelined "pipelined" Plain "plain" }
}

words! { Result;
    /// What became of a client's request.
    ReplyWord { Ok "ok" Value "value" Absent "absent" Refused "refused" Pending "pending" Error "error" Status "status" }
}

words! { Value;
    /// A method of HTTP.
    MethodWord {
        Get "GET" Post "POST" Delete "DELETE" Put "PUT" Patch "PATCH" Head "HEAD" Options "OPTIONS"
    }
}

/// A kind of message, or any.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KindWord {
    /// Any kind.
    Any,
    /// This kind.
    This(Kind),
}

impl Vocabulary for KindWord {
    const KIND: WordKind = WordKind::MessageKind;
    const ALL: &'static [KindWord] = &{
        let mut all = [KindWord::Any; 1 + Kind::ALL.len()];
        let mut place = 0;
        while place < Kind::ALL.len() {
            all[1 + place] = KindWord::This(Kind::ALL[place]);
            place += 1;
        }
        all
    };

    fn word(self) -> &'static str {
        match self {
            KindWord::Any => "any",
            KindWord::This(kind) => kind.name(),
        }
    }
}

/// What may have been broken: an invariant, or the order of the clients' history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BrokenWord {
    /// This invariant.
    Invariant(Invariant),
    /// Linearizability, which is no invariant: a cluster may be set up for stale reads.
    Linearizability,
}

impl Vocabulary for BrokenWord {
    const KIND: WordKind = WordKind::Invariant;
    const ALL: &'static [BrokenWord] = &{
        let mut all = [BrokenWord::Linearizability; Invariant::ALL.len() + 1];
        let mut place = 0;
        while place < Invariant::ALL.len() {
            all[place] = BrokenWord::Invariant(Invariant::ALL[place]);
            place += 1;
        }
        all
    };

    fn word(self) -> &'static str {
        match self {
            BrokenWord::Invariant(invariant) => invariant.name(),
            BrokenWord::Linearizability => "linearizability",
        }
    }
}

/// Words that other layers name.
impl Vocabulary for FlawName {
    const KIND: WordKind = WordKind::Flaw;
    const ALL: &'static [FlawName] = &{
        let mut all = [FlawName::Preset(Preset::Chapter); Flaw::ALL.len() + Preset::ALL.len()];
        let mut place = 0;
        while place < Flaw::ALL.len() {
            all[place] = FlawName::One(Flaw::ALL[place]);
            place += 1;
        }
        while place < all.len() {
            all[place] = FlawName::Preset(Preset::ALL[place - Flaw::ALL.len()]);
            place += 1;
        }
        all
    };

    fn word(self) -> &'static str {
        self.name()
    }
}

macro_rules! named_elsewhere {
    ($($kind:ident $name:ident)*) => {$(
        impl Vocabulary for $name {
            const KIND: WordKind = WordKind::$kind;
            const ALL: &'static [$name] = &$name::ALL;

            fn word(self) -> &'static str {
                self.name()
            }
        }
    )*};
}

named_elsewhere! {
    Keyword Comparison
    Role NodeRole
    Result OrderState
    Value ReadMode
    Value DiskState
    Panel Panel
}

/// Hands over every word of the language.
pub fn for_each(mut take: impl FnMut(WordKind, &'static str)) {
    fn each<T: Vocabulary>(take: &mut impl FnMut(WordKind, &'static str)) {
        T::ALL.iter().for_each(|one| take(T::KIND, one.word()));
    }
    each::<SetupWord>(&mut take);
    each::<StepWord>(&mut take);
    each::<StoryWord>(&mut take);
    each::<SettingWord>(&mut take);
    each::<ConditionWord>(&mut take);
    each::<Panel>(&mut take);
    each::<Keyword>(&mut take);
    each::<Comparison>(&mut take);
    each::<Switch>(&mut take);
    each::<ChangeMode>(&mut take);
    each::<ReplicationMode>(&mut take);
    each::<ReadMode>(&mut take);
    each::<FlawName>(&mut take);
    each::<DiskState>(&mut take);
    each::<NodeRole>(&mut take);
    each::<ReplyWord>(&mut take);
    each::<MethodWord>(&mut take);
    each::<OrderState>(&mut take);
    each::<KindWord>(&mut take);
    each::<BrokenWord>(&mut take);
}

/// Hands over every word that a list for readers shows, with a line in which it stands: statements, settings, conditions.
pub fn for_each_taught(mut take: impl FnMut(WordKind, &'static str, &'static str)) {
    fn each<T: Taught>(take: &mut impl FnMut(WordKind, &'static str, &'static str)) {
        T::ALL.iter().for_each(|one| take(T::KIND, one.word(), one.example()));
    }
    each::<SetupWord>(&mut take);
    each::<StepWord>(&mut take);
    each::<StoryWord>(&mut take);
    each::<SettingWord>(&mut take);
    each::<ConditionWord>(&mut take);
}
