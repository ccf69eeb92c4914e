//! The end of a random script: all faults end, and then the cluster must answer everything, and agree.

use super::generator::{Generator, Node, names};

/// How long a calm cluster may take to answer everything and to agree. Requests may have to be retried
/// one after the other, and a retry waits for half a second.
const CALM: &str = "within 120s";
/// All agree before the leader hears so: only then it promotes the newcomer that was the last to catch up, and that entry
/// has to be committed as well. Of two steps, each a round trip of 30 ms at most, twice what is needed and more.
const CHANGE_ENDS: &str = "500ms";

impl Generator {
    pub fn calm(&mut self) {
        self.end_faults();
        if self.profile.is_claimed {
            self.long_calm();
        }
        // Where leaders append an empty entry, those who are behind are brought up to date though nobody writes.
        if self.profile.no_op {
            self.line(format!("run until agreed {CALM}\nset the end from c9"));
        } else {
            // Without it only a write of its own term lets a new leader commit what it found, and read; and what it
            // found may be the configuration that removes it, so that another leader follows.
            for _ in 0..3 {
                self.line("set the end from c9\nrun 3s");
            }
        }
        self.line(format!(
            "run until idle {CALM}\nset the end\nrun until idle {CALM}\nrun until agreed {CALM}\nrun {CHANGE_ENDS}\n\
             run until agreed {CALM}\nexpect safe"
        ));
    }

    /// Everything as it is by default, of single nodes and links too: these outlast what is said for all.
    fn end_faults(&mut self) {
        self.line(
            "load off\nheal\nconfig loss 0%\nconfig duplicate 0%\nconfig latency 5ms..15ms\nconfig fsync 1ms\n\
             config heartbeat 50ms\nconfig election-timeout 150ms..300ms",
        );
        let nodes = self.nodes();
        for node in 1..=nodes {
            self.line(format!(
                "disk n{node} well\nconfig fsync 1ms n{node}\nconfig election-timeout 150ms..300ms n{node}"
            ));
            for other in (1..=nodes).filter(|other| *other != node) {
                let link = format!("n{node} -> n{other}");
                self.line(format!(
                    "config latency 5ms..15ms {link}\nconfig loss 0% {link}\nconfig duplicate 0% {link}"
                ));
            }
        }
        // As long as this is no usual setting, nothing is claimed: armed timers keep the time that they were armed
        // with, and messages travel on.
        self.line("config client-timeout 501ms");
        if self.chance.happens(20) {
            self.line("crash all");
        }
        for node in 1..=nodes {
            self.line(format!("resume n{node}"));
        }
        self.line("restart all");
        // A message may be held up by a trap after it took its time.
        self.line(format!("run {}us", self.longest_us * if self.profile.is_claimed { 2 } else { 1 }));
        if self.profile.is_claimed {
            self.line("config client-timeout 500ms");
        }
        self.line("run 1s");
    }

    /// Long enough for progress and stability to be claimed; perhaps with a minority down, paused or cut off.
    fn long_calm(&mut self) {
        let nodes = self.shuffled();
        let minority = (nodes.len() - 1) / 2;
        let (few, many) = nodes.split_at(minority);
        match self.chance.below(6) {
            0 | 1 => {}
            2 if 0 < minority => self.line(format!("crash {}", names(few))),
            3 if 0 < minority => few.iter().for_each(|node| self.line(format!("pause n{node}"))),
            4 if 0 < minority && self.profile.is_sticky() => self.cut_around(few, many),
            _ if 0 < minority => self.line(format!("partition {} | {}", names(few), names(many))),
            _ => {}
        }
        if self.chance.happens(20) {
            let node = self.node();
            self.line(format!("cut c1 - n{node}"));
        }
        let seconds = self.chance.pick(&[6, 6, 9]);
        self.line(format!("load every 200ms from c1 c2\nset calm down from c3\nrun {seconds}s\nload off\nheal"));
        few.iter().for_each(|node| self.line(format!("resume n{node}")));
        self.line("restart all");
    }

    /// A majority that is whole, and around it any cuts at all, one way too.
    fn cut_around(&mut self, few: &[Node], many: &[Node]) {
        for one in few {
            for other in few.iter().chain(many).filter(|other| *other != one) {
                match self.chance.below(5) {
                    0 => self.line(format!("cut n{one} -> n{other}")),
                    1 => self.line(format!("cut n{other} -> n{one}")),
                    2 => self.line(format!("cut n{one} - n{other}")),
                    _ => {}
                }
            }
        }
    }
}
