//! Tenants who press 'Send report', and press again when nothing comes back.

use crate::{
    HOST,
    draws::Draws,
    node::client,
    seed::{self, Case},
};
use domain::dates::Millis;
use reqwest::{Client, StatusCode, header};
use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};
use tokio::time::sleep;

/// Tenants who write at once.
const AT_ONCE: usize = 8;
/// Of a hundred, those who press twice in a row without waiting.
const PRESS_TWICE: usize = 15;
/// Of a hundred, those who go away when the line is cut.
const GO_AWAY: usize = 25;
/// Of a hundred, those who go back and press once more afterwards.
const COME_BACK: usize = 10;
/// Somebody who is cut off so often would have called by now.
const PRESSES_MAX: usize = 1_000;

pub struct Tenants {
    pub cases: Vec<Case>,
    urls: Vec<String>,
    http: Client,
    seed: u64,
    next: AtomicUsize,
    finished: AtomicUsize,
    /// At each node: presses that have no answer yet.
    unanswered: Vec<AtomicUsize>,
    outcomes: Mutex<Vec<Outcome>>,
    counts: Counts,
}

#[derive(Default)]
struct Counts {
    presses: AtomicUsize,
    cut: AtomicUsize,
    refused: AtomicUsize,
}

/// What one tenant saw.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    pub first_press: Option<Millis>,
    pub acknowledged: Option<Acknowledged>,
}

#[derive(Clone, Debug)]
pub struct Acknowledged {
    pub repair: String,
    pub at: Millis,
}

impl Tenants {
    pub fn new(cases: Vec<Case>, urls: Vec<String>, seed: u64) -> Self {
        Self {
            outcomes: Mutex::new(vec![Outcome::default(); cases.len()]),
            unanswered: urls.iter().map(|_| AtomicUsize::default()).collect(),
            cases,
            urls,
            http: client(),
            seed,
            next: AtomicUsize::default(),
            finished: AtomicUsize::default(),
            counts: Counts::default(),
        }
    }

    /// How many are done with pressing.
    pub fn finished(&self) -> usize {
        self.finished.load(Ordering::SeqCst)
    }

    /// Waits until `node` has a press to answer; not for long, as it may have none any more.
    pub async fn until_pressing(&self, node: usize) {
        for _ in 0..200 {
            if self.unanswered[node].load(Ordering::SeqCst) > 0 {
                return;
            }
            sleep(Duration::from_millis(1)).await;
        }
    }

    pub fn outcomes(&self) -> Vec<Outcome> {
        self.outcomes.lock().unwrap().clone()
    }

    pub fn tally(&self) -> String {
        let outcomes = self.outcomes();
        let acknowledged = outcomes
            .iter()
            .filter(|outcome| outcome.acknowledged.is_some())
            .count();
        let Counts {
            presses,
            cut,
            refused,
        } = &self.counts;
        format!("{acknowledged} acknowledged by {presses:?} presses ({cut:?} cut, {refused:?} refused)")
    }

    /// Ends when every report is acknowledged or its tenant has gone away.
    pub async fn report_all(self: Arc<Self>) {
        let mut writing = tokio::task::JoinSet::new();
        for _ in 0..AT_ONCE {
            let tenants = Arc::clone(&self);
            writing.spawn(async move {
                loop {
                    let number = tenants.next.fetch_add(1, Ordering::SeqCst);
                    if number >= tenants.cases.len() {
                        return;
                    }
                    tenants.report(number).await;
                    tenants.finished.fetch_add(1, Ordering::SeqCst);
                }
            });
        }
        while let Some(ended) = writing.join_next().await {
            ended.unwrap();
        }
    }

    async fn report(&self, number: usize) {
        let mut draws = Draws::of(self.seed, &format!("tenant {number}"));
        sleep(draws.millis(0, 200)).await;
        self.outcomes.lock().unwrap()[number].first_press = Some(seed::now());
        for _ in 0..PRESSES_MAX {
            let twice = draws.chance(PRESS_TWICE);
            let (one, other) = (draws.below(self.urls.len()), draws.below(self.urls.len()));
            let pressed = if twice {
                let (one, other) = tokio::join!(self.press(number, one), self.press(number, other));
                one.or(other)
            } else {
                self.press(number, one).await
            };
            if pressed.is_some() {
                if draws.chance(COME_BACK) {
                    sleep(draws.millis(0, 300)).await;
                    self.press(number, other).await;
                }
                return;
            }
            if draws.chance(GO_AWAY) {
                return;
            }
            sleep(draws.millis(20, 200)).await;
        }
        panic!("the report {number} was never acknowledged in {PRESSES_MAX} presses");
    }

    /// Presses once. The repair, if that was acknowledged; a second answer must name the first one's.
    async fn press(&self, number: usize, node: usize) -> Option<String> {
        let (case, counts) = (&self.cases[number], &self.counts);
        counts.presses.fetch_add(1, Ordering::SeqCst);
        self.unanswered[node].fetch_add(1, Ordering::SeqCst);
        let sent = self
            .http
            .post(format!("{}/api/portal/repairs/report", self.urls[node]))
            .header(header::HOST, HOST)
            .header(header::ORIGIN, format!("https://{HOST}"))
            .header(header::ACCEPT, "text/html")
            .header(header::COOKIE, format!("__Host-portal={}", case.session))
            .form(&[("draft", case.draft.as_str())])
            .send()
            .await;
        self.unanswered[node].fetch_sub(1, Ordering::SeqCst);
        let Ok(answer) = sent else {
            counts.cut.fetch_add(1, Ordering::SeqCst);
            return None;
        };
        let location = answer
            .headers()
            .get(header::LOCATION)
            .and_then(|place| place.to_str().ok());
        let repair = location.and_then(|place| place.strip_prefix("/repairs/")?.strip_suffix("/sent"));
        let Some(repair) = repair.filter(|_| answer.status() == StatusCode::SEE_OTHER) else {
            counts.refused.fetch_add(1, Ordering::SeqCst);
            assert!(
                answer.status().is_redirection() || answer.status().is_server_error(),
                "report {number}: {answer:?}"
            );
            return None;
        };
        let repair = repair.to_owned();
        let mut outcomes = self.outcomes.lock().unwrap();
        let first = outcomes[number].acknowledged.get_or_insert_with(|| Acknowledged {
            repair: repair.clone(),
            at: seed::now(),
        });
        assert_eq!(first.repair, repair, "report {number} became two repairs");
        Some(repair)
    }

    /// Weeks later, by the Back button: every acknowledged report once more. It must show the first repair.
    pub async fn press_all_again(&self) -> usize {
        let mut pressed = 0;
        for (number, outcome) in self.outcomes().into_iter().enumerate() {
            if outcome.acknowledged.is_some() {
                let shown = self.press(number, number % self.urls.len()).await;
                assert!(shown.is_some(), "report {number} is no longer there");
                pressed += 1;
            }
        }
        pressed
    }
}
