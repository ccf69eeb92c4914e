//! `leader` where a person types the name of a node: the lab puts the name of the node that leads now in its place,
//! before the language is read. The script has the name, since a later run of it may have another leader there.
//!
//! Whether a node may stand where the word does is the parser's own knowledge: it is asked as for a completion. So
//! `leader` stays a condition, a role, a key or a value wherever it is one.

use super::view::ScriptErrorView;
use crate::raft::NodeId;
use crate::script::{OfferKind, Offered, Script, complete_more};

/// The word that stands for the node that leads.
pub const LEADER: &str = "leader";

/// What was expected where `leader` stands and no node leads: the sentence is `expected-a-leader`.
pub const A_LEADER: &str = "a-leader";

/// The key of the sentence that explains `leader` in completion.
pub const LEADER_KEY: &str = "word-keyword-leader";

/// The sentence about nodes that exist.
const NODE: &str = "expected-node";

/// Places where it stands that are looked at, at most, and the longest line in which they are, in bytes: a look costs
/// what reading the line up to there costs.
const LOOKS_MAX: usize = 1_000;
const LINE_BYTES_MAX: usize = 16 << 10;

/// Statements with the names of nodes, and where those stand for the leader.
#[derive(Debug, PartialEq, Eq)]
pub struct Named {
    /// The statements.
    pub text: String,
    /// The bytes at which a name begins that stands for `leader`, in order.
    swapped: Vec<usize>,
    /// How long that name is, in bytes.
    length: usize,
}

/// Puts the leader's name where `leader` stands for a node, but for the word at the byte `spared`.
///
/// # Errors
/// If no node leads.
pub fn name_leader(
    statements: &str,
    before: &Script,
    leader: Option<NodeId>,
    spared: Option<usize>,
) -> Result<Named, ScriptErrorView> {
    let name = leader.map(|leader| leader.to_string()).unwrap_or_default();
    let mut named = Named { text: statements.to_string(), swapped: Vec::new(), length: name.len() };
    let (mut from, mut looks) = (0, 0);
    while let Some(at) = named.text[from..].find(LEADER).map(|at| from + at).filter(|_| looks < LOOKS_MAX) {
        (from, looks) = (at + LEADER.len(), looks + 1);
        let original = named.original(at);
        let is_spared = spared.is_some_and(|spared| original <= spared && spared <= original + LEADER.len());
        if is_spared || !stands_for_a_node(&named.text, at, before) {
            continue;
        }
        if leader.is_none() {
            return Err(error_at(&named.text, at));
        }
        named.text.replace_range(at..from, &name);
        named.swapped.push(at);
        from = at + name.len();
    }
    Ok(named)
}

/// Whether the word that begins at a byte is `leader`, where a node may stand. What stands on other lines is all one
/// for that.
fn stands_for_a_node(text: &str, at: usize, before: &Script) -> bool {
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let line = text[start..].lines().next().unwrap_or_default();
    if LINE_BYTES_MAX < line.len() {
        return false;
    }
    let (at, completion) = (at - start, complete_more(line, at - start, before));
    (completion.from, completion.to) == (at, at + LEADER.len()) && completion.offers.iter().any(is_node)
}

/// Whether what is offered is a node that exists, and not one that is to be added.
pub fn is_node(offered: &Offered) -> bool {
    offered.kind == OfferKind::Node && offered.key == NODE
}

fn error_at(text: &str, at: usize) -> ScriptErrorView {
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    ScriptErrorView {
        line: (text[..at].matches('\n').count() + 1) as f64,
        column: (text[start..at].chars().count() + 1) as f64,
        expected: A_LEADER.into(),
        found: LEADER.into(),
    }
}

impl Named {
    /// The byte of the statements as they were typed that a byte of `text` stands for.
    pub fn original(&self, byte: usize) -> usize {
        let passed = self.swapped.iter().filter(|start| **start + self.length <= byte).count();
        byte + passed * LEADER.len() - passed * self.length
    }

    /// The byte of `text` that a byte of the statements as they were typed stands for.
    pub fn place(&self, original: usize) -> usize {
        let mut byte = original;
        for start in &self.swapped {
            if *start + LEADER.len() <= byte {
                byte = byte - LEADER.len() + self.length;
            }
        }
        byte
    }

    /// An error of `text`, as one of the statements as they were typed.
    pub fn error(&self, mut error: ScriptErrorView) -> ScriptErrorView {
        let line = error.line as usize;
        let Some(start) = line.checked_sub(1).and_then(|lines| line_start(&self.text, lines)) else { return error };
        let rest = &self.text[start..];
        let byte = start + rest.char_indices().nth(error.column as usize - 1).map_or(rest.len(), |(at, _)| at);
        let own = self.swapped.iter().filter(|swapped| start <= **swapped && **swapped < byte).count();
        error.column += (own * LEADER.len()) as f64 - (own * self.length) as f64;
        if self.swapped.contains(&byte) {
            error.found = LEADER.into();
        }
        error
    }
}

/// The byte at which a line begins, after so many others.
fn line_start(text: &str, lines: usize) -> Option<usize> {
    match lines.checked_sub(1) {
        None => Some(0),
        Some(before) => text.match_indices('\n').nth(before).map(|(at, _)| at + 1),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Lab;
    use super::super::view::{OfferView, ScriptErrorView};

    /// A universe that n1 leads.
    fn led() -> Lab {
        let mut lab = Lab::new("nodes 3\ntimeout n1\nrun until leader n1\n").unwrap();
        lab.run_script(1_000_000);
        lab
    }

    /// What an act writes into the script.
    fn written(statements: &str) -> Result<String, ScriptErrorView> {
        let mut lab = led();
        let before = lab.script();
        lab.act(statements)?;
        let script = lab.whole_script();
        let new = script.strip_prefix(&before).expect("it is appended");
        Ok(new.trim_end().to_string())
    }

    fn is(typed: &str, stands: &str) {
        assert_eq!(written(typed).as_deref(), Ok(stands), "{typed}");
    }

    #[test]
    fn where_a_node_may_stand_the_leader_is_named() {
        is("crash leader", "crash n1");
        is("pause leader\nresume leader", "pause n1\nresume n1");
        is("restart all", "restart all");
        is("  crash n2 leader   # the leader", "  crash n2 n1   # the leader");
        is("set x 1 to leader from c2", "set x 1 to n1 from c2");
        is("cut leader - n2\njoin n2 -> leader", "cut n1 - n2\njoin n2 -> n1");
        is("cut c1 - leader", "cut c1 - n1");
        is("partition leader|n2 n3", "partition n1|n2 n3");
        is(
            "drop any leader -> n2\ndelay next 2 any n3 -> leader 5ms",
            "drop any n1 -> n2\ndelay next 2 any n3 -> n1 5ms",
        );
        is("config latency 5ms leader -> n2", "config latency 5ms n1 -> n2");
        is("disk leader full\nsnapshot leader\nisolate leader", "disk n1 full\nsnapshot n1\nisolate n1");
        is("add n4 to leader\nremove leader", "add n4 to n1\nremove n1");
        is("members leader n2 to leader", "members n1 n2 to n1");
        is("run until leader leader within 5s", "run until leader n1 within 5s");
        is("expect role leader leader", "expect role n1 leader");
    }

    #[test]
    fn everywhere_else_it_stays_what_it_is() {
        for typed in [
            "set leader 1",
            "set x leader",
            "set leader leader",
            "cas leader leader leader",
            "get leader",
            "delete leader from c2",
            "set \"leader\" \"to leader\"",
            "set xleader leaders",
            "run until leader",
            "run until not leader within 1s",
            "run 1s while leader",
            "expect leader",
            "expect role n1 leader",
            "heal # of the leader",
        ] {
            is(typed, typed);
        }
        is("set leader leader to leader", "set leader leader to n1");
    }

    #[test]
    fn an_error_is_told_where_it_was_typed() {
        let wrong = |lab: &mut Lab, typed: &str| {
            let before = lab.script();
            let error = lab.act(typed).unwrap_err();
            assert_eq!(lab.script(), before);
            (error.line, error.column, error.expected, error.found)
        };
        let error = |line: f64, column: f64, expected: &str, found: &str| (line, column, expected.into(), found.into());
        let mut nobody = Lab::new("nodes 3\n").unwrap();
        assert_eq!(wrong(&mut nobody, "heal\nset \u{e9} 1 to leader"), error(2.0, 12.0, "a-leader", "leader"));
        assert!(nobody.act("set leader 1").is_ok());
        assert_eq!(wrong(&mut led(), "crash leader leader n9 n8"), error(1.0, 14.0, "other-member", "leader"));
        assert_eq!(wrong(&mut led(), "pause leader\ncut leader - leader x"), error(2.0, 14.0, "other-node", "leader"));
        assert_eq!(wrong(&mut led(), "pause leader nonsense"), error(1.0, 14.0, "end-of-line", "nonsense"));
        assert_eq!(wrong(&mut led(), "cut leader -"), error(1.0, 13.0, "actor", ""));
        // Of too many the rest are words like any other.
        let many = "pause leader\n".repeat(1_001);
        assert_eq!(wrong(&mut led(), &many), error(1_001.0, 7.0, "node", "leader"));
    }

    fn offers(lab: &Lab, typed: &str) -> (f64, f64, Vec<OfferView>) {
        let at = typed.find('^').expect("it has a mark");
        let text = typed.replace('^', "");
        let view = lab.completion(&text, text[..at].encode_utf16().count());
        (view.from, view.to, view.offers)
    }

    fn words(lab: &Lab, typed: &str) -> Vec<String> {
        offers(lab, typed).2.into_iter().map(|offer| offer.word).collect()
    }

    #[test]
    fn the_leader_is_offered_where_one_leads() {
        let lab = led();
        assert_eq!(words(&lab, "crash ^"), ["all", "leader", "n1", "n2", "n3"]);
        assert_eq!(words(&lab, "crash n2 ^"), ["leader", "n1", "n3"]);
        assert_eq!(words(&lab, "crash n1 ^"), ["n2", "n3"], "it is named already");
        assert_eq!(words(&lab, "crash leader ^"), ["n2", "n3"]);
        assert_eq!(words(&lab, "set \u{1f600} 1 to leader ^"), ["from"]);
        assert_eq!(words(&lab, "set x 1 ^"), ["from", "to"]);
        assert_eq!(words(&lab, "cut c1 - ^")[0], "leader");
        assert_eq!(words(&lab, "run until ^").iter().filter(|word| *word == "leader").count(), 1, "the condition");
        assert_eq!(words(&lab, "add ^")[0], "n1", "it is there already");
        let (_, _, offers) = offers(&lab, "crash ^");
        assert_eq!((offers[1].kind.as_str(), offers[1].key.as_str()), ("node", "word-keyword-leader"));
        assert!(!offers[1].is_example);
        assert_eq!(words(&Lab::new("nodes 3\n").unwrap(), "crash ^"), ["all", "n1", "n2", "n3"]);
    }

    #[test]
    fn places_are_those_of_what_was_typed() {
        let lab = led();
        let place = |typed: &str| {
            let (from, to, _) = offers(&lab, typed);
            (from, to)
        };
        assert_eq!(place("crash lea^der"), (6.0, 12.0));
        assert_eq!(words(&lab, "crash lea^der"), words(&lab, "crash ^"));
        assert_eq!(place("cut leader - leader^"), (13.0, 19.0));
        assert_eq!(place("\u{1f600} \ncut leader - n^2"), (17.0, 19.0));
        assert_eq!(place("pause leader\ncut leader - leader\ncut leader -^"), (44.0, 45.0));
    }
}
