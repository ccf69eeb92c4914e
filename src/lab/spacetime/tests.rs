use super::*;
use crate::lab::view::{FLAG_BARRED, FLAG_DOOMED};
use crate::sim::Loss;

const CLUSTER: &str = "raftarium 1\nnodes 5\nseed 7\nload every 20ms from c1 c2\n";
const FAULTS: &str = "raftarium 1\nnodes 3\nseed 3\nconfig loss 2%\nconfig duplicate 3%\nrun until leader\nset x 1\n\
    drop next 2 any n1 -> n3\ndrop next 2 any n3 -> n1\nrun 1s\npause n2\nrun 300ms\nresume n2\nset z 3\ncrash n1\nrun 2s\nrestart n1\npartition n1 n2 | n3\nrun 2s\nheal\n\
    set x 2\nrun until agreed\nduplicate next 2 any n1 -> n2\ndrop next 3 any n1 -> n3\nrun 152ms\nduplicate any n1 -> n2\nrun 400ms\n";

fn run_to(script: &str, us: u64) -> Lab {
    let mut lab = Lab::new(script).unwrap();
    lab.advance(us, u64::MAX);
    lab
}

struct Read {
    head: Vec<f64>,
    messages: Vec<Vec<f64>>,
    bands: Vec<Vec<f64>>,
    dots: Vec<Vec<f64>>,
}

fn rows(numbers: &[f64], stride: usize) -> Vec<Vec<f64>> {
    numbers.chunks(stride).map(<[f64]>::to_vec).collect()
}

fn parts(numbers: &[f64]) -> Read {
    let (head, rest) = numbers.split_at(STRETCH_HEAD);
    let (messages, rest) = rest.split_at(head[4] as usize * SENT_STRIDE);
    let (bands, dots) = rest.split_at(head[5] as usize * BAND_STRIDE);
    assert_eq!(dots.len(), head[6] as usize * DOT_STRIDE);
    Read {
        head: head.to_vec(),
        messages: rows(messages, SENT_STRIDE),
        bands: rows(bands, BAND_STRIDE),
        dots: rows(dots, DOT_STRIDE),
    }
}

fn read(lab: &Lab, place: usize) -> Read {
    let mut stretch = lab.stretch(place);
    while stretch.read(lab, 100) == Reading::More {}
    parts(&stretch.numbers())
}

fn count(lab: &Lab) -> usize {
    (lab.stretches().len() - STRETCHES_HEAD) / 3
}

fn read_all(lab: &Lab) -> Vec<Read> {
    (0..count(lab)).map(|place| read(lab, place)).collect()
}

/// The row of each message, straight from the events.
fn expected(lab: &Lab) -> BTreeMap<u64, (f64, f64, f64, f64, f64)> {
    let mut rows = BTreeMap::new();
    for event in lab.replay(1, u64::MAX) {
        if let What::MessageSent { message, .. } | What::MessageDuplicated { copy: message, .. } = &event.what {
            rows.insert(message.0, (event.at.0 as f64, event.id.0 as f64, -1.0, 0.0, 0.0));
        }
        let (message, fate) = if let What::MessageDelivered { message, .. } = &event.what {
            (message, 1.0)
        } else if let What::MessageWaits { message, .. } = &event.what {
            (message, 2.0)
        } else if let What::MessageLost { message, why, .. } = &event.what {
            let fate = [Loss::Cut, Loss::ReceiverDown, Loss::Chance, Loss::Dropped, Loss::Overflow]
                .into_iter()
                .position(|other| other == *why);
            (message, 3.0 + fate.unwrap() as f64)
        } else {
            continue;
        };
        let row = rows.get_mut(&message.0).unwrap();
        if row.3 == 0.0 {
            *row = (row.0, row.1, event.at.0 as f64, fate, event.id.0 as f64);
        }
    }
    for envelope in lab.tip.as_deref().unwrap_or(&lab.runner).world().network().in_flight() {
        rows.get_mut(&envelope.id.0).unwrap().2 = envelope.due_at.0 as f64;
    }
    rows
}

fn agrees(lab: &Lab) -> Vec<Vec<f64>> {
    let expected = expected(lab);
    let found: Vec<Vec<f64>> = read_all(lab).into_iter().flat_map(|read| read.messages).collect();
    assert_eq!(found.len(), expected.len());
    for row in &found {
        let row_expected = expected[&(row[0] as u64)];
        assert_eq!((row[4], row[8], row[5], row[6], row[9]), row_expected, "m{}", row[0]);
    }
    found
}

#[test]
fn every_message_is_told_once_with_its_sending_its_end_and_its_fate() {
    let mut fates = BTreeMap::new();
    for (script, us) in [(CLUSTER, 60_000_000), (FAULTS, 20_000_000)] {
        for row in agrees(&run_to(script, us)) {
            *fates.entry(row[6] as u64).or_insert(0) += 1;
        }
    }
    for fate in [0, 1, 2, 3, 4, 5, 6] {
        assert!(fates.contains_key(&fate), "fate {fate} is among {fates:?}");
    }
}

#[test]
fn who_sent_a_message_to_whom_and_what_is_as_while_it_was_in_flight() {
    let mut lab = Lab::new(FAULTS).unwrap();
    let mut seen = BTreeMap::new();
    while lab.runner.world().now() < Instant(20_000_000) {
        lab.step(1);
        for row in rows(&lab.messages(), 8) {
            seen.insert(row[0] as u64, row);
        }
    }
    let found = agrees(&lab);
    let mut copies = 0;
    for row in &found {
        let Some(flight) = seen.get(&(row[0] as u64)) else {
            continue;
        };
        assert_eq!(row[1..5], flight[1..5], "kind, from, to and sending of m{}", row[0]);
        let entries = if flight[1] == 2.0 && 0.0 < flight[7] { FLAG_ENTRIES } else { 0.0 };
        // How things stood while it flew is no part of a row.
        let lasting = f64::from(flight[6] as u32 & !(FLAG_DOOMED as u32 | FLAG_BARRED as u32));
        assert_eq!(row[7], lasting + entries, "flags of m{}", row[0]);
        copies += usize::from(FLAG_COPY <= row[7] % 8.0);
    }
    assert!(1_000 < seen.len() && 3 < copies, "{} and {copies}", seen.len());
}

#[test]
fn stretches_tile_the_run() {
    let lab = run_to(CLUSTER, 60_000_000);
    let all = read_all(&lab);
    assert!(3 < all.len());
    let starts = rows(&lab.stretches()[STRETCHES_HEAD..], 3);
    let mut event = 0.0;
    for (stretch, start) in all.iter().zip(&starts) {
        assert_eq!((stretch.head[0], stretch.head[0], stretch.head[2]), (event, start[0], start[1]));
        for row in &stretch.messages {
            assert!(event < row[8] && row[8] <= stretch.head[1], "it was sent here");
        }
        event = stretch.head[1];
    }
    assert_eq!(event, lab.history.end().event.0 as f64);
    // Bands meet without a gap and do not overlap: a node is always something.
    for lane in 1..=5 {
        let bands: Vec<&Vec<f64>> =
            all.iter().flat_map(|read| &read.bands).filter(|band| band[0] == f64::from(lane)).collect();
        assert_eq!((bands[0][2], bands[bands.len() - 1][3]), (0.0, 60_000_000.0));
        for pair in bands.windows(2) {
            assert_eq!(pair[0][3], pair[1][2], "lane {lane}");
        }
    }
}

/// The bands of a lane over the whole run, where one goes on over the edge of a stretch joined: status, from, to, number.
fn bands(lab: &Lab, lane: f64) -> Vec<(u64, u64, u64, u64)> {
    let mut joined: Vec<(u64, u64, u64, u64)> = Vec::new();
    for band in read_all(lab).iter().flat_map(|read| &read.bands).filter(|band| band[0] == lane) {
        let (status, from, to, number) = (band[1] as u64, band[2] as u64, band[3] as u64, band[4] as u64);
        match joined.last_mut() {
            Some(last) if (last.0, last.3, last.2) == (status, number, from) => last.2 = to,
            _ => joined.push((status, from, to, number)),
        }
    }
    joined
}

#[test]
fn bands_show_elections_leaderships_outages_partitions_and_requests() {
    let script = "nodes 3\nseed 1\ntimeout n1\nrun until leader n1\nset x 1\nrun until idle\npause n2\nrun 50ms\n\
        resume n2\ncrash n3\nrun 80ms\nrestart n3\npartition n1 | n2 n3\nrun 10ms\nheal\ncut n1 - n2\nrun 5ms\nheal\nrun 1ms\n";
    let lab = run_to(script, 200_000_000);
    let won = lab
        .replay(1, u64::MAX)
        .find(|event| matches!(event.what, What::Decided(crate::raft::Event::ElectionWon { .. })))
        .unwrap();
    let n1 = bands(&lab, 1.0);
    assert_eq!(n1[0], (1, 0, won.at.0, 1), "a candidate from its timeout to its election");
    assert_eq!((n1[1].0, n1[1].1), (2, won.at.0));
    let paused = bands(&lab, 2.0).into_iter().find(|band| band.0 == 3).unwrap();
    assert_eq!(paused.2 - paused.1, 50_000);
    let down = bands(&lab, 3.0).into_iter().find(|band| band.0 == 4).unwrap();
    assert_eq!((down.1, down.2), (paused.2, paused.2 + 80_000));
    let network: Vec<(u64, u64)> = bands(&lab, 0.0).iter().map(|band| (band.0, band.2 - band.1)).collect();
    assert_eq!(network, [(5, 10_000), (6, 5_000)]);
    let c1 = bands(&lab, 11.0);
    let answered = lab.replay(1, u64::MAX).find(|event| matches!(event.what, What::ClientAnswered { .. })).unwrap();
    assert_eq!((c1[0].0, c1[0].2, c1.len()), (7, answered.at.0, 1));
    let all = read_all(&lab);
    let event_of = |status: f64| {
        let band = all.iter().flat_map(|read| &read.bands).find(|band| band[1] == status).unwrap();
        lab.event(band[5] as u64).unwrap().kind
    };
    assert_eq!(
        [2.0, 3.0, 4.0, 5.0, 6.0, 7.0].map(event_of),
        ["election-won", "paused", "crashed", "partitioned", "link-cut", "client-called"]
    );
}

#[test]
fn dots_are_the_events_that_they_name() {
    let lab = run_to(FAULTS, 20_000_000);
    let kinds: [&[&str]; 9] = [
        &["election-started"],
        &["election-won"],
        &["commit-advanced"],
        &["applied"],
        &["client-answered"],
        &["crashed", "paused", "partitioned"],
        &["restarted", "resumed", "healed"],
        &[],
        &["log-appended"],
    ];
    let mut seen = [0; 9];
    for dot in read_all(&lab).iter().flat_map(|read| &read.dots) {
        let event = lab.event(dot[0] as u64).unwrap();
        assert!(kinds[dot[3] as usize].contains(&event.kind.as_str()), "{} as {}", event.kind, dot[3]);
        assert_eq!(event.at_us, dot[1]);
        seen[dot[3] as usize] += 1;
    }
    assert!(seen.iter().enumerate().all(|(code, seen)| 0 < *seen || code == 7), "{seen:?}");
}

/// Node n1 does not hear of the change, and answers from its own state.
const STALE: &str = "nodes 3\nconfig reads local\nrun until leader n2\ncut n2 -> n1\nset x 1 to n2\nget x to n1\n\
    run until idle\n";

#[test]
fn a_stale_answer_is_a_dot_of_its_own_at_its_client() {
    let lab = run_to(STALE, 5_000_000);
    let dots: Vec<_> = read_all(&lab).into_iter().flat_map(|read| read.dots).filter(|dot| dot[3] == 9.0).collect();
    let [dot] = dots.as_slice() else { panic!("one answer is stale: {dots:?}") };
    let answer = lab.event(dot[0] as u64).unwrap();
    assert_eq!((answer.kind.as_str(), answer.actor.as_deref()), ("client-answered", Some("c1")));
    assert_eq!((answer.at_us, 11.0), (dot[1], dot[2]));
}

#[test]
fn a_stretch_that_is_read_while_the_run_goes_on_is_the_same_in_the_end() {
    let mut lab = Lab::new(CLUSTER).unwrap();
    let mut first = lab.stretch(0);
    let mut reading = Reading::Caught;
    let mut us = 0;
    while reading != Reading::Settled {
        us += 37_003;
        lab.advance(us, u64::MAX);
        reading = first.read(&lab, 10_000);
        let read = parts(&first.numbers());
        assert!(read.messages.iter().all(|row| row[4] <= row[5]));
    }
    assert!(1 < count(&lab));
    assert_eq!(first.numbers(), {
        let mut again = lab.stretch(0);
        while again.read(&lab, 1) == Reading::More {}
        again.numbers()
    });
}

#[test]
fn the_list_of_stretches_tells_when_the_run_was_cut() {
    let mut lab = run_to(CLUSTER, 40_000_000);
    assert_eq!(lab.stretches()[3], 0.0);
    lab.seek_us(10_000_000);
    let at = lab.runner.world().last_event().0 as f64;
    let before = lab.stretches();
    lab.act("crash n1").unwrap();
    let after = lab.stretches();
    assert_eq!((after[3], after[4]), (1.0, at));
    assert!(after.len() < before.len() && after[0] < before[0]);
}

#[test]
fn the_outline_has_what_lasts_from_checkpoint_to_checkpoint() {
    let lab = run_to(CLUSTER, 60_000_000);
    let outline = parts(&lab.outline());
    assert_eq!((outline.head[3], outline.messages.len()), (60_000_000.0, 0));
    let all = read_all(&lab);
    assert!(!outline.bands.is_empty() && !outline.dots.is_empty());
    for band in &outline.bands {
        let inside = |other: &&Vec<f64>| {
            (other[0], other[1], other[4]) == (band[0], band[1], band[4]) && other[2] <= band[2] && band[3] <= other[3]
        };
        let requests = band[1] == 7.0;
        assert!(requests || all.iter().flat_map(|read| &read.bands).any(|other| inside(&other)), "{band:?}");
    }
}
