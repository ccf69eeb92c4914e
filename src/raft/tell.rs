//! How decisions and their reasons are stated: [`told!`] makes them of a table with variants, names, fields and rules, and
//! [`Tell`] is what a field of each type has to say. Layers above make trace lines and sentences of that alone. The same
//! tables read what was told: `hear.rs` has the way back.

use super::flaw::Flaw;
use super::log::LogEntry;
use super::membership::{Change, ChangeRefusal, Membership};
use super::types::{LogIndex, LogPosition, NodeId, NodeSet, Round, Term};

/// What a field says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A number.
    Number(u64),
    /// Yes or no.
    Flag(bool),
    /// One of a few fixed words.
    Word(&'static str),
    /// A node, or nobody.
    Node(Option<NodeId>),
    /// Nodes.
    Nodes(NodeSet),
    /// A place in a log.
    Position(LogPosition),
    /// Entries from an index on.
    Entries(LogIndex, Vec<LogEntry>),
}

/// What has something to say as a field. `V` is what a layer makes of a [`Value`].
pub trait Tell<V> {
    /// Adds what it says: mostly one value, under the field's name.
    fn tell(&self, name: &'static str, fields: &mut Vec<(&'static str, V)>);
}

/// States that a type says one value, which an expression makes of it.
macro_rules! one_value {
    ($($type:ty, $it:ident => $value:expr;)*) => {
        $(impl<V: From<Value>> Tell<V> for $type {
            fn tell(&self, name: &'static str, fields: &mut Vec<(&'static str, V)>) {
                let $it = self;
                fields.push((name, $value.into()));
            }
        })*
    };
}

one_value! {
    u64, number => Value::Number(*number);
    usize, number => Value::Number(*number as u64);
    bool, flag => Value::Flag(*flag);
    &'static str, word => Value::Word(word);
    Term, term => Value::Number(term.0);
    LogIndex, index => Value::Number(index.0);
    LogPosition, position => Value::Position(*position);
    NodeId, node => Value::Node(Some(*node));
    Flaw, flaw => Value::Word(flaw.name());
    Option<NodeId>, node => Value::Node(*node);
    NodeSet, nodes => Value::Nodes(*nodes);
    (LogIndex, &Vec<LogEntry>), entries => Value::Entries(entries.0, entries.1.clone());
    ChangeRefusal, refusal => Value::Word(refusal.name());
}

/// What says nothing if it is not there, and otherwise what it holds does.
pub struct IfAny<T>(pub Option<T>);

impl<V, T: Tell<V>> Tell<V> for IfAny<T> {
    fn tell(&self, name: &'static str, fields: &mut Vec<(&'static str, V)>) {
        if let IfAny(Some(value)) = self {
            value.tell(name, fields);
        }
    }
}

/// A round means something to its leader alone: it says nothing.
impl<V> Tell<V> for Round {
    fn tell(&self, _: &'static str, _: &mut Vec<(&'static str, V)>) {}
}

/// The answer to a question for an index: whether there is one comes first.
impl<V: From<Value>> Tell<V> for Option<LogIndex> {
    fn tell(&self, name: &'static str, fields: &mut Vec<(&'static str, V)>) {
        self.is_some().tell("success", fields);
        IfAny(*self).tell(name, fields);
    }
}

impl<V: From<Value>> Tell<V> for Change {
    fn tell(&self, name: &'static str, fields: &mut Vec<(&'static str, V)>) {
        match self {
            Change::Add(node) => {
                "add".tell(name, fields);
                node.tell("which", fields);
            }
            Change::Remove(node) => {
                "remove".tell(name, fields);
                node.tell("which", fields);
            }
            Change::Members(nodes) => {
                "members".tell(name, fields);
                nodes.tell("members", fields);
            }
        }
    }
}

/// How far a change is, and all parts.
impl<V: From<Value>> Tell<V> for Membership {
    fn tell(&self, _: &'static str, fields: &mut Vec<(&'static str, V)>) {
        let Membership { voters, outgoing, learners, target } = self;
        let stage = match (self.is_joint(), self.is_changing()) {
            (true, _) => "joint",
            (false, true) => "learning",
            (false, false) => "settled",
        };
        stage.tell("stage", fields);
        voters.tell("voters", fields);
        outgoing.tell("outgoing", fields);
        learners.tell("learners", fields);
        target.tell("target", fields);
    }
}

/// The name of a field in kebab case, from the one in Rust. It is made when the crate is compiled.
///
/// # Panics
/// If `N` is not the name's length.
pub const fn kebab<const N: usize>(snake: &str) -> [u8; N] {
    assert!(snake.len() == N, "a name in kebab case is as long");
    let mut name = [0; N];
    let mut place = 0;
    while place < N {
        let byte = snake.as_bytes()[place];
        name[place] = if byte == b'_' { b'-' } else { byte };
        place += 1;
    }
    name
}

/// Makes an enum of a table, with `name()`, `fields()`, and `rule()` if the table is `by` a rule. A row is
///
/// ```text
/// /// What it is.
/// Variant {
///     /// What the field is.
///     field_name: Type,
///     /// A field that is told by another name than its own in kebab case.
///     other: Type as "name",
/// } => "variant-in-kebab-case", Rule::WhichItFollows;
/// ```
///
/// The name and the rule are expressions, in which each field is a reference. Every field says what its type [`Tell`]s,
/// in the order of the fields; `tells { "name": value, … } reads told { field: value, … }` before the arrow says something
/// else instead, and how each field is read from the fields `told` that were. Variants that have a table of their own
/// follow in `and { Variant(Table), }`.
///
/// A row whose name depends on a field lists its names: `reads told of "one" | "other" { … }`.
///
/// As a field of another row, a value says its name and then its own fields. With `from Type` in the head it is read from
/// fields of that type alone, otherwise from all [`Fields`](crate::raft::Fields).
macro_rules! told {
    (
        $(#[$meta:meta])*
        pub enum $enum:ident tells $Value:ident $(from $Line:ident)? $(by $Rule:ty)? {
            $(
                $(#[$doc:meta])*
                $variant:ident $({ $($(#[$about:meta])* $field:ident: $type:ty $(as $as:literal)?,)* })?
                $(
                    tells { $($tells:tt)* }
                    reads $told:ident $(of $($kind:literal)|+)? { $($heard:ident: $from:expr),* $(,)? }
                )?
                => $name:expr $(, $rule:expr)?;
            )*
        }
        $(and { $($(#[$part_doc:meta])* $part:ident($table:ty),)* })?
    ) => {
        $(#[$meta])*
        pub enum $enum {
            $($(#[$doc])* $variant $({ $($(#[$about])* $field: $type,)* })?,)*
            $($($(#[$part_doc])* $part($table),)*)?
        }

        impl $enum {
            /// Its name, in kebab case.
            #[allow(unused_variables, reason = "few names depend on a field")]
            pub const fn name(&self) -> &'static str {
                match self {
                    $($enum::$variant $({ $($field),* })? => $name,)*
                    $($($enum::$part(part) => part.name(),)*)?
                }
            }

            /// Its fields in order, each with its name in kebab case.
            #[allow(unused_variables, unused_mut, reason = "some tables have no field, and some fields say nothing")]
            pub fn fields(&self) -> Vec<(&'static str, $Value)> {
                #[allow(unused_imports, reason = "some tables have no field")]
                use $crate::raft::Tell;
                let mut fields: Vec<(&'static str, $Value)> = Vec::new();
                match self {
                    $($enum::$variant $({ $($field),* })? => {
                        $crate::raft::told!(@tell fields [$($($field $(as $as)?,)*)?] $({ $($tells)* })?);
                    })*
                    $($($enum::$part(part) => {
                        fields.extend(part.fields().into_iter().map(|(name, value)| (name, value.into())));
                    })*)?
                }
                fields
            }

            $crate::raft::told!(@rule $enum [$($Rule)?] [$($variant [$($($field)*)?] $($rule)?;)*] [$($($part)*)?]);
        }

        $crate::raft::told!(@reader $enum [$($Line)?] kind fields {
            $(if $crate::raft::told!(@is kind $name $(; $($($kind)|+)?)?) {
                return Ok(Some($crate::raft::told!(
                    @read $enum $variant fields [$($($field $(as $as)?: $type,)*)?] $($told { $($heard: $from),* })?
                )));
            })*
            $($(if let Some(part) = <$table>::hear_kind(kind, fields)? {
                return Ok(Some($enum::$part(part)));
            })*)?
            Ok(None)
        });

        impl<V: From<$Value>> $crate::raft::Tell<V> for $enum {
            fn tell(&self, name: &'static str, fields: &mut Vec<(&'static str, V)>) {
                fields.push((name, $Value::Word(self.name()).into()));
                fields.extend(self.fields().into_iter().map(|(name, value)| (name, value.into())));
            }
        }
    };

    (@tell $fields:ident [$($field:ident $(as $as:literal)?,)*]) => {
        $($field.tell($crate::raft::told!(@name $field $($as)?), &mut $fields);)*
    };
    (@tell $fields:ident [$($field:tt)*] { $($name:literal: $value:expr),* $(,)? }) => {
        $($value.tell($name, &mut $fields);)*
    };

    (@name $field:ident $as:literal) => { $as };
    (@name $field:ident) => {{
        const SNAKE: &str = stringify!($field);
        const KEBAB: [u8; SNAKE.len()] = $crate::raft::kebab(SNAKE);
        const NAME: &str = match str::from_utf8(&KEBAB) {
            Ok(name) => name,
            Err(_) => SNAKE,
        };
        NAME
    }};

    (@is $kind:ident $name:expr $(;)?) => { $kind == $name };
    (@is $kind:ident $name:expr; $($one:literal)|+) => { matches!($kind, $($one)|+) };

    (@read $enum:ident $variant:ident $fields:ident [$($field:ident $(as $as:literal)?: $type:ty,)*]) => {
        $enum::$variant {
            $($field: <$type as $crate::raft::Hear<_>>::hear($crate::raft::told!(@name $field $($as)?), $fields)?,)*
        }
    };
    (@read $enum:ident $variant:ident $fields:ident [$($rest:tt)*] $told:ident { $($heard:ident: $from:expr),* }) => {{
        let $told = $fields;
        $enum::$variant { $($heard: $from,)* }
    }};

    // The names of what is read are handed on, because those of a macro are its own.
    (@reader $enum:ident [] $kind:ident $fields:ident $body:tt) => {
        impl $enum {
            /// What has this name, from its fields; none if nothing of this table has it.
            ///
            /// # Errors
            /// If a field is missing, or says something else than it can.
            #[allow(unused_variables, reason = "some tables have no field")]
            pub fn hear_kind<F: $crate::raft::Fields>($kind: &str, $fields: &F) -> Result<Option<$enum>, F::Wrong> $body
        }

        impl<F: $crate::raft::Fields> $crate::raft::Hear<F> for $enum {
            fn hear(name: &'static str, fields: &F) -> Result<$enum, F::Wrong> {
                $enum::hear_kind(fields.word(name)?, fields)?.ok_or_else(|| fields.no_such_word(name))
            }
        }
    };
    (@reader $enum:ident [$Line:ident] $kind:ident $fields:ident $body:tt) => {
        impl $enum {
            /// What has this name, from its fields; none if nothing of this table has it.
            ///
            /// # Errors
            /// If a field is missing, or says something else than it can.
            #[allow(unused_variables, reason = "some tables have no field")]
            pub fn hear_kind(
                $kind: &str,
                $fields: &$Line,
            ) -> Result<Option<$enum>, <$Line as $crate::raft::Fields>::Wrong> $body
        }

        impl $crate::raft::Hear<$Line> for $enum {
            fn hear(
                name: &'static str,
                fields: &$Line,
            ) -> Result<$enum, <$Line as $crate::raft::Fields>::Wrong> {
                use $crate::raft::Fields as _;
                $enum::hear_kind(fields.word(name)?, fields)?.ok_or_else(|| fields.no_such_word(name))
            }
        }
    };

    (@rule $enum:ident [] $($rest:tt)*) => {};
    (@rule $enum:ident [$Rule:ty] [$($variant:ident [$($field:ident)*] $rule:expr;)*] [$($part:ident)*]) => {
        /// The rule of the paper by which it came about.
        #[allow(unused_variables, reason = "few rules depend on a field")]
        pub fn rule(&self) -> $Rule {
            match self {
                $($enum::$variant { $($field),* } => $rule,)*
                $($enum::$part(part) => part.rule().into(),)*
            }
        }
    };
}

pub(crate) use told;
