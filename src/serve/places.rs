//! A limited number of places for each address, so that no caller takes them all.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

/// So many places for each address.
#[derive(Clone)]
pub struct Places {
    max: usize,
    taken: Arc<Mutex<BTreeMap<IpAddr, usize>>>,
}

/// A place. It is free again when this is dropped.
pub struct Place {
    of: Places,
    address: IpAddr,
}

impl Places {
    /// At most so many for each address.
    pub fn new(max: usize) -> Places {
        Places { max, taken: Arc::default() }
    }

    /// Takes a place; none if the address has as many as it may.
    pub fn take(&self, address: IpAddr) -> Option<Place> {
        let mut all = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let taken = all.entry(address).or_default();
        if self.max <= *taken {
            return None;
        }
        *taken += 1;
        Some(Place { of: self.clone(), address })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut all = self.of.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let left = all.get(&self.address).map_or(0, |taken| taken - 1);
        if left == 0 {
            all.remove(&self.address);
        } else {
            all.insert(self.address, left);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_address_has_places_of_its_own() {
        let (places, one, other) = (Places::new(2), IpAddr::from([192, 0, 2, 1]), IpAddr::from([192, 0, 2, 2]));
        let (first, second) = (places.take(one), places.take(one));
        assert!(first.is_some() && second.is_some() && places.take(one).is_none());
        assert!(places.take(other).is_some());
        drop(first);
        assert!(places.take(one).is_some());
        drop(second);
        assert!(places.taken.lock().unwrap().is_empty(), "an address without places takes no memory");
    }
}
