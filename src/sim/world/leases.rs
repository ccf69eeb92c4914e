//! Whether reads by lease are safe in this world.

use super::World;
use crate::raft::{CLOCK_ERROR_MAX_PPM, NodeId};
use crate::replica::ReadMode;
use crate::sim::event::{Event, EventId, What};
use crate::sim::leases::{FirstRisk, LeaseRisk};

impl World {
    /// What makes leases unsafe now; nothing where reads go by no lease.
    pub fn lease_risk(&self) -> Option<LeaseRisk> {
        if self.settings.reads != ReadMode::Lease {
            return None;
        }
        let minimum_us = |node: &NodeId| self.settings.raft_of(*node).election_timeout.min_us;
        let (shorter, longer) = (self.nodes.iter().min_by_key(minimum_us)?, self.nodes.iter().max_by_key(minimum_us)?);
        let (shorter_us, longer_us) = (minimum_us(&shorter), minimum_us(&longer));
        if shorter_us < longer_us {
            return Some(LeaseRisk::Timeouts { shorter, shorter_us, longer, longer_us });
        }
        let node = self.nodes.iter().max_by_key(|node| self.clock_error_ppm(*node).unsigned_abs())?;
        let error_ppm = self.clock_error_ppm(node);
        (CLOCK_ERROR_MAX_PPM < error_ppm.unsigned_abs()).then_some(LeaseRisk::Clock { node, error_ppm })
    }

    /// Tells it when leases begin to be unsafe: after the start, and after every event that changes nodes or settings.
    pub(super) fn look_at_leases(&mut self, changed: Option<EventId>) {
        let risk = self.lease_risk();
        if let Some(risk) = risk.filter(|_| !self.leases.are_unsafe) {
            let event = self.record(None, changed, || What::LeasesUnsafe { risk });
            self.leases.first.get_or_insert(FirstRisk { event, cause: changed, at: self.now, risk });
        }
        self.leases.are_unsafe = risk.is_some();
    }

    /// The event that told first that leases are unsafe, if they ever were in this run.
    pub fn first_lease_risk(&self) -> Option<Event> {
        let FirstRisk { event: id, cause, at, risk } = self.leases.first?;
        Some(Event { id, at, actor: None, what: What::LeasesUnsafe { risk }, cause, because: Vec::new() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::raft::DurationRange;
    use crate::sim::{Setting, Settings};

    fn node(number: usize) -> NodeId {
        NodeId::new(number).unwrap()
    }

    fn world(settings: &[Setting]) -> World {
        let mut all = Settings::default();
        settings.iter().for_each(|setting| setting.apply(&mut all));
        World::new(3, 1, all, true)
    }

    #[test]
    fn leases_need_one_minimum_and_clocks_within_five_percent() {
        let by_lease = Setting::Reads(ReadMode::Lease);
        let wider = Setting::ElectionTimeout(DurationRange { min_us: 150_000, max_us: 900_000 }, Some(node(2)));
        let later = Setting::ElectionTimeout(DurationRange { min_us: 200_000, max_us: 300_000 }, Some(node(2)));
        assert_eq!(world(&[by_lease, wider, Setting::NodeDrift(50_000, node(3))]).lease_risk(), None);
        assert_eq!(
            world(&[by_lease, later]).lease_risk(),
            Some(LeaseRisk::Timeouts { shorter: node(1), shorter_us: 150_000, longer: node(2), longer_us: 200_000 })
        );
        assert_eq!(
            world(&[by_lease, Setting::NodeDrift(-50_001, node(3))]).lease_risk(),
            Some(LeaseRisk::Clock { node: node(3), error_ppm: -50_001 })
        );
        assert_eq!(world(&[later, Setting::NodeDrift(-900_000, node(3))]).lease_risk(), None, "no lease, no risk");
    }

    #[test]
    fn it_is_told_each_time_that_it_begins() {
        let mut world = world(&[Setting::Reads(ReadMode::Lease)]);
        let told = |world: &mut World| {
            world.take_events().iter().filter(|event| matches!(event.what, What::LeasesUnsafe { .. })).count()
        };
        assert_eq!((told(&mut world), world.first_lease_risk()), (0, None));
        let own = |min_us| Setting::ElectionTimeout(DurationRange { min_us, max_us: 300_000 }, Some(node(1)));
        world.configure(&own(250_000), "250ms..300ms n1".into());
        world.configure(&own(240_000), "240ms..300ms n1".into());
        assert_eq!(told(&mut world), 1, "it was so before");
        let first = world.first_lease_risk().unwrap();
        world.configure(&own(150_000), "150ms..300ms n1".into());
        assert_eq!((world.lease_risk(), told(&mut world)), (None, 0));
        world.configure(&own(240_000), "240ms..300ms n1".into());
        assert_eq!(told(&mut world), 1, "it begins again");
        assert_eq!(world.first_lease_risk(), Some(first));
    }
}
