//! Sorting where speed does not matter: one sort for all kinds of elements.
//!
//! The standard library's sorts are compiled anew for each kind of element, some 8 KB of WebAssembly each; with twenty
//! kinds they were a tenth of the file that each visitor fetches. Here the places of the elements are sorted, by one
//! function that calls back, and then the elements are put where their places say.

use std::cmp::Ordering;

/// Sorts a list; equal elements keep their order.
pub fn sort<T: Ord>(list: &mut [T]) {
    sort_by(list, T::cmp);
}

/// Sorts a list by a key of each element; elements with equal keys keep their order.
pub fn sort_by_key<T, K: Ord>(list: &mut [T], key: impl Fn(&T) -> K) {
    sort_by(list, |one, other| key(one).cmp(&key(other)));
}

/// Sorts a list by a comparison; elements that it takes for equal keep their order.
pub fn sort_by<T>(list: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    let mut places: Vec<usize> = (0..list.len()).collect();
    sort_places(&mut places, &|one, other| compare(&list[one], &list[other]));
    for place in 0..list.len() {
        // What stood at a place before this one was swapped away, to where its own place says.
        let mut from = places[place];
        while from < place {
            from = places[from];
        }
        list.swap(place, from);
    }
}

#[inline(never)]
fn sort_places(places: &mut [usize], compare: &dyn Fn(usize, usize) -> Ordering) {
    places.sort_by(|one, other| compare(*one, *other));
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The same as the standard library's stable sort, for lists with many equal keys.
    #[test]
    fn it_sorts_as_the_standard_library_does() {
        let mut number: u64 = 1;
        for length in 0..200 {
            let mut draw = || {
                number = number.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
                (number >> 60, number)
            };
            let list: Vec<(u64, u64)> = (0..length).map(|_| draw()).collect();
            let (mut ours, mut theirs) = (list.clone(), list);
            sort_by_key(&mut ours, |(key, _)| *key);
            theirs.sort_by_key(|(key, _)| *key);
            assert_eq!(ours, theirs);
            sort(&mut ours);
            theirs.sort_unstable();
            assert_eq!(ours, theirs);
        }
    }
}
