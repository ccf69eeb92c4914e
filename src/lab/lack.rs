//! Something that is missing for a fact to be so, and what may bring it.

use super::args::Args;
use super::remedy::Remedy;
use super::view::Arg;

/// Something that is missing: the sentence `missing-KEY`, its arguments, and what may bring it.
#[derive(Clone, Debug, PartialEq)]
pub struct Lack {
    /// The key.
    pub key: &'static str,
    /// The arguments of its sentence.
    pub args: Args,
    /// What may bring it, the best first.
    pub remedies: Vec<Remedy>,
    /// Whether each of them is to be offered, and not only the first that works.
    pub offer_all: bool,
}

impl Lack {
    /// Something that is missing.
    pub fn new(key: &'static str, args: impl IntoIterator<Item = (&'static str, Arg)>) -> Lack {
        let args = args.into_iter().map(|(name, arg)| (name.to_string(), arg)).collect();
        Lack { key, args, remedies: Vec::new(), offer_all: false }
    }

    /// With what may bring it, the best first.
    pub fn or_try(mut self, remedies: impl IntoIterator<Item = Remedy>) -> Lack {
        self.remedies.extend(remedies);
        self
    }

    /// Whether it is the same thing that is missing, though a due time may have moved.
    pub fn is(&self, other: &Lack) -> bool {
        let names = |args: &Args| -> Vec<(String, Arg)> {
            let lasting = args.iter().filter(|(name, _)| !name.ends_with("-ms"));
            lasting.map(|(name, arg)| (name.clone(), arg.clone())).collect()
        };
        self.key == other.key && names(&self.args) == names(&other.args)
    }
}
