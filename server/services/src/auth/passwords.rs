mod threads;

use crate::error::{Error, Result};
use argon2::{
    Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version, password_hash::phc::PasswordHash,
};
use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};
use threads::Threads;
use tokio::sync::Semaphore;

/// OWASP's least for Argon2id (SEC-A1): 19 MiB, two passes, one lane.
const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;
const LANES: u32 = 1;
/// More than this many waiting sign-ins are told to come back (SEC-Q3).
const QUEUE_MAX: usize = 32;

/// Hashes and checks passwords, a few at a time: each takes 19 MiB and a core for some 20 ms.
pub struct Passwords {
    /// One for each of the threads.
    slots: Arc<Semaphore>,
    threads: Threads,
    waiting: AtomicUsize,
    /// Compared against when nobody has the address, so that the answer takes as long.
    decoy: String,
}

fn hasher() -> Argon2<'static> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).unwrap_or_default();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

fn hash_now(password: &str) -> Result<String> {
    hasher()
        .hash_password(password.as_bytes())
        .map(|hash| hash.to_string())
        .map_err(|_| Error::stored("hashing failed"))
}

impl Passwords {
    /// Two slots for each pair of cores.
    pub fn new() -> Result<Self> {
        let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        let decoy = hash_now(&crate::random::token())?;
        let slots = cores.div_ceil(2) * 2;
        Ok(Self {
            slots: Arc::new(Semaphore::new(slots)),
            threads: Threads::start(slots)?,
            waiting: AtomicUsize::new(0),
            decoy,
        })
    }

    pub async fn hash(&self, password: &str) -> Result<String> {
        self.hash_if(password, |_| Ok(())).await
    }

    /// Hashes a password that `check` lets pass; both are work for a core.
    pub async fn hash_if(
        &self,
        password: &str,
        check: impl FnOnce(&str) -> Result<()> + Send + 'static,
    ) -> Result<String> {
        let password = password.to_owned();
        let _place = self.queue()?;
        self.run(move || {
            check(&password)?;
            hash_now(&password)
        })
        .await?
    }

    /// A place in the queue, for callers who want to know before they do anything else whether there is one. They hold it
    /// until [`Self::verify_in_turn`] is done.
    pub fn queue(&self) -> Result<Place<'_>> {
        Place::take(&self.waiting).ok_or(Error::Busy)
    }

    /// Whether `password` is the one behind `hash`; without a hash the same work is done and the answer is no.
    pub async fn verify(&self, password: &str, hash: Option<&str>) -> Result<bool> {
        let _place = self.queue()?;
        self.verify_in_turn(password, hash).await
    }

    /// As [`Self::verify`], for a caller who has a place in the queue.
    pub async fn verify_in_turn(&self, password: &str, hash: Option<&str>) -> Result<bool> {
        // Whoever was invited, or signs in elsewhere only, has an empty one.
        let hash = hash.filter(|hash| !hash.is_empty());
        let (known, stored) = (hash.is_some(), hash.unwrap_or(&self.decoy).to_owned());
        let password = password.to_owned();
        let matches = self
            .run(move || {
                let stored = PasswordHash::new(&stored)
                    .map_err(|_| Error::stored("a password hash cannot be read"))?;
                Ok::<bool, Error>(hasher().verify_password(password.as_bytes(), &stored).is_ok())
            })
            .await??;
        Ok(matches && known)
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
        let slot = Arc::clone(&self.slots)
            .acquire_owned()
            .await
            .map_err(|_| Error::Busy)?;
        self.threads
            .run(move || {
                let result = work();
                drop(slot);
                result
            })
            .await
    }
}

/// A place in the queue, given back when dropped: also when the request goes away.
#[derive(Debug)]
pub struct Place<'a>(&'a AtomicUsize);

impl<'a> Place<'a> {
    fn take(waiting: &'a AtomicUsize) -> Option<Self> {
        let place = Self(waiting);
        (waiting.fetch_add(1, Ordering::AcqRel) < QUEUE_MAX).then_some(place)
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}
