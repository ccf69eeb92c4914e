//! What is wrong with a script, and where: as data, because sentences are the catalogues'.

/// An error in a script. Nothing of it ran.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScriptError {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in characters.
    pub column: usize,
    /// What should stand there.
    pub expected: Expected,
    /// What stands there, cut to [`ScriptError::FOUND_CHARS_MAX`] characters; empty at the end of a line.
    pub found: String,
}

impl ScriptError {
    /// The longest quotation of what was found, in characters.
    pub const FOUND_CHARS_MAX: usize = 40;

    /// Out of line: reading a script can fail at a hundred places.
    #[cold]
    #[inline(never)]
    pub(super) fn new(line: usize, column: usize, expected: Expected, found: &str) -> ScriptError {
        let mut quoted: String = found.chars().take(Self::FOUND_CHARS_MAX).collect();
        if quoted.len() < found.len() {
            quoted.push('…');
        }
        ScriptError { line, column, expected, found: quoted }
    }
}

macro_rules! expected {
    ($($(#[$doc:meta])* $variant:ident, $key:literal;)*) => {
        /// What should have stood at a place of a script. Its sentence is `expected-KEY`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Expected { $($(#[$doc])* $variant,)* }

        impl Expected {
            /// Everything that can be expected.
            pub const ALL: &'static [Expected] = &[$(Expected::$variant,)*];

            /// The key of its sentence, in kebab case.
            pub const fn key(self) -> &'static str {
                match self { $(Expected::$variant => $key,)* }
            }
        }
    };
}

expected! {
    /// A statement of the language.
    Statement, "statement";
    /// The name of a flaw, or of a set of flaws.
    Flaw, "flaw";
    /// A step, once one was given: this belongs before the first.
    SetupFirst, "setup-first";
    /// A statement that was not given before, since this one is given only once.
    Once, "once";
    /// Anything but `raftarium`, which stands first or not at all.
    VersionFirst, "version-first";
    /// `raftarium 1`, as the first statement.
    Version, "version";
    /// A text of a story: `@key`, a JSON string, or one for each language.
    Caption, "caption";
    /// A JSON string.
    String, "string";
    /// The same caption in the other language.
    OtherLanguage, "other-language";
    /// What a story points at.
    Target, "target";
    /// What a story points at, or `nothing`.
    TargetNothing, "target-nothing";
    /// A fraction of real time.
    Pace, "pace";
    /// A name of a question: letters, digits, `-` and `_`.
    Name, "name";
    /// A name that no question above has.
    NewName, "new-name";
    /// The name of a question above.
    Asked, "asked";
    /// `|` and an answer, of two to four.
    Answers, "answers";
    /// Another answer with a condition: `otherwise` stands last, and not alone.
    Conditions, "conditions";
    /// `if` and a condition, or `otherwise`.
    If, "if";
    /// A number of minutes, 1 to 600.
    Minutes, "minutes";
    /// A level, 1 to 9.
    Level, "level";
    /// The end of the line.
    EndOfLine, "end-of-line";
    /// A whole number of at most 64 bits.
    Number, "number";
    /// A whole number above zero: how often, or of how many.
    Count, "count";
    /// A number of nodes, 1 to 9.
    NodeCount, "node-count";
    /// A node of this cluster.
    Node, "node";
    /// A client, c1 to c9.
    Client, "client";
    /// A node or a client.
    Actor, "actor";
    /// Another node than the one before.
    OtherNode, "other-node";
    /// A node that is in no group yet.
    NewNode, "new-node";
    /// A node, or `all`.
    NodesOrAll, "nodes-or-all";
    /// A node that was not named on this line yet.
    OtherMember, "other-member";
    /// A server that may be added, n1 to n9.
    AddedNode, "added-node";
    /// A duration.
    Duration, "duration";
    /// A duration of 1 ms to 1 h.
    TimerDuration, "timer-duration";
    /// A duration above zero.
    PositiveDuration, "positive-duration";
    /// A range whose end is not before its start.
    Range, "range";
    /// A percentage, 0 to 100.
    Percentage, "percentage";
    /// A key of `config`.
    ConfigKey, "config-key";
    /// `on` or `off`.
    OnOff, "on-off";
    /// `joint` or `single`.
    JointSingle, "joint-single";
    /// `pipelined` or `plain`.
    Replication, "replication";
    /// A percentage, -90 to 100.
    ClockError, "clock-error";
    /// A whole number, zero included.
    Keep, "keep";
    /// A number, or `off`.
    CountOff, "count-off";
    /// `full`, `fails`, `torn` or `well`.
    DiskState, "disk-state";
    /// A read mode.
    ReadMode, "read-mode";
    /// A number from 1 to 10,000.
    Limit, "limit";
    /// `->` or `-`.
    Arrow, "arrow";
    /// `->`.
    OneWayArrow, "one-way-arrow";
    /// A word.
    Word, "word";
    /// A key or value of at most 4 KiB.
    ShortText, "short-text";
    /// A JSON string that ends, and is well-formed.
    JsonString, "json-string";
    /// A JSON object that ends on its line, or a JSON string.
    JsonObject, "json-object";
    /// A method of HTTP.
    Method, "method";
    /// A path of an HTTP request.
    Path, "path";
    /// A body of at most 64 KiB.
    ShortBody, "short-body";
    /// An idempotency key of at most 256 bytes.
    ShortKey, "short-key";
    /// `key`, `from`, `to`, or the end of the line.
    HttpPart, "http-part";
    /// A status of HTTP, 100 to 599.
    Status, "status";
    /// A message number, a kind, or `next`.
    Which, "which";
    /// A kind of message.
    MessageKind, "message-kind";
    /// `every` or `off`.
    EveryOff, "every-off";
    /// A condition.
    Condition, "condition";
    /// A role.
    Role, "role";
    /// `=`, `>=` or `<=`.
    Comparison, "comparison";
    /// `=`.
    Equals, "equals";
    /// `ok`, `value`, `absent`, `refused`, `pending`, `error` or `status`.
    Reply, "reply";
    /// `done`, `refused`, `lost` or `pending`.
    OrderState, "order-state";
    /// The name of an invariant.
    Invariant, "invariant";
    /// `while` and a condition, or the end of the line.
    While, "while";
    /// `within` and a duration, or the end of the line.
    Within, "within";
    /// A script of at most 1 MiB and 100,000 statements.
    ShortScript, "short-script";
}
