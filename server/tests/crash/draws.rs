//! Choices that follow a seed (`SplitMix64`).

use std::time::Duration;

pub struct Draws(u64);

impl Draws {
    /// A stream of its own for each purpose.
    pub fn of(seed: u64, purpose: &str) -> Self {
        let mut draws = Self(seed);
        for byte in purpose.bytes() {
            draws.0 = draws.next() ^ u64::from(byte);
        }
        draws
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From 0 to one less than `end`.
    pub fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end).unwrap();
        usize::try_from(self.next() % end).unwrap()
    }

    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub fn millis(&mut self, from: usize, to: usize) -> Duration {
        self.micros(from * 1000, to * 1000)
    }

    pub fn micros(&mut self, from: usize, to: usize) -> Duration {
        Duration::from_micros(u64::try_from(from + self.below(to - from)).unwrap())
    }

    /// A bearer token.
    pub fn token(&mut self) -> String {
        [(); 4].map(|()| format!("{:016x}", self.next())).concat()
    }
}
