//! The words of the language.

use crate::check::Invariant;
use crate::script::condition::{Comparison, NodeRole};
use crate::script::offer::{Vocabulary, WordKind};
use crate::sim::{DiskState, Kind, OrderState, ReadMode};

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

words! { Statement;
    /// What a set-up statement begins with; `config` may be a step as well.
    SetupWord {
        Raftarium "raftarium"
        Nodes "nodes"
        Seed "seed"
        Config "config"
    }
}

words! { Statement;
    /// What any other step begins with.
    StepWord {
        Run "run"
        Step "step"
        Set "set"
        Get "get"
        Delete "delete"
        Cas "cas"
        Load "load"
        Crash "crash"
        Restart "restart"
        Pause "pause"
        Resume "resume"
        Wipe "wipe"
        Disk "disk"
        Timeout "timeout"
        Snapshot "snapshot"
        Partition "partition"
        Isolate "isolate"
        Cut "cut"
        Join "join"
        Heal "heal"
        Drop "drop"
        Delay "delay"
        Duplicate "duplicate"
        Deliver "deliver"
        Add "add"
        Remove "remove"
        Members "members"
        Transfer "transfer"
        Reseed "reseed"
        Expect "expect"
    }
}

/// Statements that a later version of the language has.
pub const LATER: [&str; 11] =
    ["flaw", "mend", "say", "show", "pace", "ask", "reveal", "goal", "title", "minutes", "level"];

words! { Setting;
    /// A key of `config`.
    SettingWord {
        ElectionTimeout "election-timeout"
        Heartbeat "heartbeat"
        Latency "latency"
        Loss "loss"
        Duplicate "duplicate"
        Fsync "fsync"
        ClientTimeout "client-timeout"
        Drift "drift"
        PreVote "pre-vote"
        CheckQuorum "check-quorum"
        Reads "reads"
        Membership "membership"
        SnapshotEvery "snapshot-every"
        SnapshotKeep "snapshot-keep"
        MaxEntries "max-entries"
        MaxInflight "max-inflight"
        NoOp "no-op"
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
            | SettingWord::ClientTimeout => true,
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

words! { Condition;
    /// What a condition begins with.
    ConditionWord {
        Leader "leader"
        Role "role"
        Term "term"
        Commit "commit"
        Applied "applied"
        Last "last"
        Log "log"
        Value "value"
        Absent "absent"
        Reply "reply"
        Order "order"
        Voters "voters"
        Learners "learners"
        Idle "idle"
        Agreed "agreed"
        Violated "violated"
        Safe "safe"
        Linearizable "linearizable"
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

words! { Result;
    /// What became of a client's request.
    ReplyWord { Ok "ok" Value "value" Absent "absent" Refused "refused" Pending "pending" }
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
}

/// Hands over every word of the language.
pub fn for_each(mut take: impl FnMut(WordKind, &'static str)) {
    fn each<T: Vocabulary>(take: &mut impl FnMut(WordKind, &'static str)) {
        T::ALL.iter().for_each(|one| take(T::KIND, one.word()));
    }
    each::<SetupWord>(&mut take);
    each::<StepWord>(&mut take);
    each::<SettingWord>(&mut take);
    each::<ConditionWord>(&mut take);
    each::<Keyword>(&mut take);
    each::<Comparison>(&mut take);
    each::<Switch>(&mut take);
    each::<ChangeMode>(&mut take);
    each::<ReadMode>(&mut take);
    each::<DiskState>(&mut take);
    each::<NodeRole>(&mut take);
    each::<ReplyWord>(&mut take);
    each::<OrderState>(&mut take);
    each::<KindWord>(&mut take);
    each::<BrokenWord>(&mut take);
}
