//! Why an event cannot follow from the events before it.

use crate::raft::NodeId;

macro_rules! unfit {
    ($($(#[$doc:meta])* $variant:ident, $key:literal;)*) => {
        /// What a line should have said, after the lines before it. Its sentence is `misfit-KEY`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Unfit { $($(#[$doc])* $variant,)* }

        impl Unfit {
            /// Everything that can be expected.
            pub const ALL: &'static [Unfit] = &[$(Unfit::$variant,)*];

            /// The key of its sentence, in kebab case.
            pub const fn key(self) -> &'static str {
                match self { $(Unfit::$variant => $key,)* }
            }
        }
    };
}

unfit! {
    /// A node, at which it happened.
    ANode, "a-node";
    /// The start or the state of the node, before anything that it decides.
    Started, "started";
    /// The index after the last of the node's log.
    NextIndex, "next-index";
    /// An index that the node's log holds.
    HeldIndex, "held-index";
    /// The index after the last that the node applied.
    NextApplied, "next-applied";
    /// The command that the node's log holds at this index.
    HeldCommand, "held-command";
    /// The term of the node.
    OwnTerm, "own-term";
    /// The term after that of the node.
    NextTerm, "next-term";
    /// A term above that of the node.
    HigherTerm, "higher-term";
}

/// An event that cannot follow from those before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misfit {
    /// The node at which it should have happened; none if it names none.
    pub node: Option<NodeId>,
    /// The field that does not fit, in kebab case.
    pub field: &'static str,
    /// What should stand there.
    pub expected: Unfit,
    /// That value, where it is one.
    pub value: Option<u64>,
}
