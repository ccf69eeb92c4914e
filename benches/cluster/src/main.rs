//! Three members each of our server and of etcd, on this machine and disk, with fsync: what 64 clients get from them.
//!
//! `bench-cluster RAFTARIUM ETCD [SECONDS]`; the first two arguments are paths of programs. Each client has a connection of its own, a third of them to
//! each member, and one request under way. Ours is asked over HTTP/1.1 with JSON, as any client asks it, and etcd over gRPC, which
//! is its fastest way in. Both are asked in turn, three times; the median is printed.

mod load;
mod members;

use load::{Figures, Kind, Target, measure};
use members::{etcd, raftarium};
use std::time::Duration;

/// How often each is measured.
const ROUNDS: usize = 3;

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [ours, theirs, rest @ ..] = &arguments[..] else { panic!("bench-cluster RAFTARIUM ETCD [SECONDS]") };
    let seconds = rest.first().map_or(10, |text| text.parse().expect("seconds"));
    let mut figures: Vec<(Target, Kind, Figures)> = Vec::new();
    for round in 0..ROUNDS {
        for target in [Target::Raftarium, Target::Etcd] {
            let members = match target {
                Target::Raftarium => raftarium(ours, round),
                Target::Etcd => etcd(theirs, round),
            };
            members.ready(target).await;
            for kind in [Kind::Put, Kind::Get] {
                let measured = measure(target, kind, &members.addresses, Duration::from_secs(seconds)).await;
                println!("round {round}: {target:?} {kind:?}: {measured}");
                figures.push((target, kind, measured));
            }
        }
    }
    for kind in [Kind::Put, Kind::Get] {
        for target in [Target::Raftarium, Target::Etcd] {
            let of_both = figures.iter().filter(|(a, b, _)| (*a, *b) == (target, kind));
            let mut of_both: Vec<&Figures> = of_both.map(|(_, _, figures)| figures).collect();
            of_both.sort_by_key(|figures| figures.per_second);
            println!("median: {target:?} {kind:?}: {}", of_both[ROUNDS / 2]);
        }
    }
}
