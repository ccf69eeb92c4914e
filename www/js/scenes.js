// The scenes of the menu, in its order. Their titles are in the catalogues.

import figure7 from "../scenes/figure-7.raft";
import figure8 from "../scenes/figure-8.raft";
import firstElection from "../scenes/first-election.raft";
import fullRestart from "../scenes/full-restart.raft";
import leaderFailover from "../scenes/leader-failover.raft";
import livingCluster from "../scenes/living-cluster.raft";
import partition from "../scenes/partition.raft";
import splitVote from "../scenes/split-vote.raft";
import staleRead from "../scenes/stale-read.raft";

/** The scene that the page opens on, and that a fresh cluster of another size is made from. */
export const OPENING = "living-cluster";

/** @type {Record<string, string>} */
export const SCENES = {
  "living-cluster": livingCluster,
  "first-election": firstElection,
  "split-vote": splitVote,
  "leader-failover": leaderFailover,
  "partition": partition,
  "full-restart": fullRestart,
  "figure-7": figure7,
  "figure-8": figure8,
  "stale-read": staleRead,
};
