//! Everything one running simulator knows.

use super::{Options, landlord::Landlord, ledger::Ledger, tokens::Tokens};
use crate::{clock::Clock, faults::Faults, journal::Journal, rng::Rng};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

pub type Cx = Arc<Shared>;

/// The state behind both ports.
#[derive(Debug)]
pub struct Shared {
    pub options: Options,
    world: Mutex<World>,
}

/// What a request may read and change. Held for the time of one handler, never across a wait.
#[derive(Debug)]
pub struct World {
    pub landlord: Landlord,
    pub clock: Clock,
    pub tokens: Tokens,
    pub ledger: Ledger,
    pub faults: Faults,
    pub journal: Journal,
    /// For ids of records made while running.
    pub ids: Rng,
}

impl Shared {
    pub fn new(options: Options) -> Self {
        let world = Mutex::new(World::new(&options, options.seed));
        Self { options, world }
    }

    pub fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// As on the first day.
    pub fn reset(&self, seed: u64) {
        let fresh = World::new(&self.options, seed);
        *self.world() = fresh;
    }
}

impl World {
    fn new(options: &Options, seed: u64) -> Self {
        let clock = Clock::start(options.today);
        let landlord = Landlord::generate(
            seed,
            clock.local().date(),
            options.people.unwrap_or(super::landlord::PEOPLE),
        );
        Self {
            landlord,
            clock,
            tokens: Tokens::new(seed),
            ledger: Ledger::default(),
            faults: Faults::new(seed),
            journal: Journal::default(),
            ids: Rng::for_purpose(seed, "ids"),
        }
    }
}
