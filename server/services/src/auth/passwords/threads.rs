//! Threads that do nothing but hash. The C library keeps what a thread has freed for that thread: on tokio's many, each of
//! them kept 19 MiB, and a rush of sign-ins ended with hundreds.

use crate::error::{Error, Result};
use std::{
    io,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Mutex, PoisonError, mpsc},
    thread,
};
use tokio::sync::oneshot;

type Job = Box<dyn FnOnce() + Send>;

/// A fixed number of threads; they end with this.
pub struct Threads {
    jobs: mpsc::Sender<Job>,
}

impl Threads {
    pub fn start(count: usize) -> io::Result<Self> {
        let (jobs, waiting) = mpsc::channel::<Job>();
        let waiting = Arc::new(Mutex::new(waiting));
        for _ in 0..count {
            let waiting = Arc::clone(&waiting);
            thread::Builder::new()
                .name("passwords".into())
                .spawn(move || work(&waiting))?;
        }
        Ok(Self { jobs })
    }

    /// The result of `work`, done on one of the threads.
    pub async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
        let (told, result) = oneshot::channel();
        let job = Box::new(move || {
            // A request that has gone away does not wait for its answer.
            let _nobody_listens = told.send(work());
        });
        self.jobs
            .send(job)
            .map_err(|_| Error::stored("hashing has ended"))?;
        result.await.map_err(|_| Error::stored("hashing failed"))
    }
}

fn work(waiting: &Mutex<mpsc::Receiver<Job>>) {
    loop {
        let job = waiting.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(job) = job else {
            return;
        };
        // Whoever asked is told by the channel that closes; the thread is there for the next.
        let _told_already = catch_unwind(AssertUnwindSafe(job));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn work_that_panics_is_an_error_and_the_thread_goes_on() -> Result<()> {
        let threads = Threads::start(1)?;
        let failed = threads
            .run(|| assert!(std::hint::black_box(false), "on purpose"))
            .await;
        assert!(failed.is_err());
        assert_eq!(threads.run(|| 2).await?, 2);
        Ok(())
    }
}
