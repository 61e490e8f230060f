//! Circuit breaker and health of one outside system (integrations, rule 7).

use domain::dates::Millis;
use services::ports::{PortError, Trouble, clock::Clock};
use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::time::Instant;

/// When to stop asking a system that keeps failing.
#[derive(Clone, Copy, Debug)]
pub struct CircuitRules {
    /// Transport faults in a row that open the circuit.
    pub in_a_row: u32,
    /// Calls looked back on; half of them faults opens the circuit as well.
    pub window: usize,
    /// How long an open circuit refuses calls before one probe is let through.
    pub rest: Duration,
}

impl Default for CircuitRules {
    fn default() -> Self {
        Self {
            in_a_row: 5,
            window: 20,
            rest: Duration::from_secs(30),
        }
    }
}

/// What Integration Manager shows of a system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// The last call was answered.
    Connected,
    /// The circuit is open, the last call failed, or nothing has been asked yet.
    Degraded,
    /// Credentials, permission, company or address are wrong: a person has to act.
    Failing,
    /// Not set up.
    Off,
}

impl State {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Connected => "connected",
            Self::Degraded => "degraded",
            Self::Failing => "failing",
            Self::Off => "off",
        }
    }
}

/// A system's health at a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Health {
    pub state: State,
    pub last_success: Option<Millis>,
    /// When the last call failed and the short code of why.
    pub last_error: Option<(Millis, String)>,
    /// The system asked (`Retry-After`) not to be called again before this time; capped at 15 minutes.
    pub not_before: Option<Millis>,
}

impl Health {
    /// The health of a slot that is not set up.
    pub const fn off() -> Self {
        Self {
            state: State::Off,
            last_success: None,
            last_error: None,
            not_before: None,
        }
    }
}

/// Watches one system: lets calls through or not, and remembers how they went.
pub struct Monitor {
    rules: CircuitRules,
    clock: Arc<dyn Clock>,
    inner: Mutex<Inner>,
}

struct Inner {
    circuit: Circuit,
    in_a_row: u32,
    recent: VecDeque<bool>,
    health: Health,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Circuit {
    Closed,
    Open { until: Instant },
    Probing,
}

/// How a call went, for the circuit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// The system answered, whatever it said.
    Sound,
    /// It could not be reached, broke off, or failed inside.
    Faulty,
}

/// Leave to make one call. Dropped without [`Permit::finish`], the call counts for nothing.
pub struct Permit<'a> {
    monitor: &'a Monitor,
    probe: bool,
}

impl Monitor {
    pub fn new(rules: CircuitRules, clock: Arc<dyn Clock>) -> Self {
        let health = Health {
            state: State::Degraded,
            ..Health::off()
        };
        let inner = Inner {
            circuit: Circuit::Closed,
            in_a_row: 0,
            recent: VecDeque::new(),
            health,
        };
        Self {
            rules,
            clock,
            inner: Mutex::new(inner),
        }
    }

    /// Asks to make a call; refused with [`Trouble::Resting`] while the circuit is open.
    pub fn admit(&self) -> Result<Permit<'_>, PortError> {
        let mut inner = self.lock();
        let probe = match inner.circuit {
            Circuit::Closed => false,
            Circuit::Open { until } if until <= Instant::now() => {
                inner.circuit = Circuit::Probing;
                true
            }
            Circuit::Open { .. } | Circuit::Probing => return Err(PortError::Unavailable(Trouble::Resting)),
        };
        Ok(Permit { monitor: self, probe })
    }

    /// Remembers how a call ended for those who look after the system.
    pub fn note(&self, outcome: Result<(), &PortError>, retry_after: Option<Duration>) {
        let now = self.clock.now();
        let mut inner = self.lock();
        let health = &mut inner.health;
        match outcome {
            Ok(()) | Err(PortError::Rejected(_)) => {
                health.state = State::Connected;
                health.last_success = Some(now);
                health.not_before = None;
                return;
            }
            Err(PortError::Misconfigured(_)) => health.state = State::Failing,
            // A system that refuses our password and now rests still needs a person.
            Err(PortError::Unavailable(Trouble::Resting)) => return,
            Err(PortError::Unavailable(_) | PortError::UnknownOutcome(_)) => health.state = State::Degraded,
        }
        health.last_error = outcome.err().map(|error| (now, error.code().to_owned()));
        health.not_before =
            retry_after.map(|wait| now.plus_secs(i64::try_from(wait.as_secs()).unwrap_or(i64::MAX)));
    }

    pub fn health(&self) -> Health {
        let inner = self.lock();
        let mut health = inner.health.clone();
        if inner.circuit != Circuit::Closed && health.state == State::Connected {
            health.state = State::Degraded;
        }
        health
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Permit<'_> {
    /// Tells the circuit how the call went.
    pub fn finish(mut self, line: Line) {
        let monitor = self.monitor;
        let mut inner = monitor.lock();
        let faulty = line == Line::Faulty;
        if std::mem::take(&mut self.probe) {
            inner.reset(if faulty {
                Circuit::Open {
                    until: Instant::now() + monitor.rules.rest,
                }
            } else {
                Circuit::Closed
            });
            return;
        }
        if inner.circuit != Circuit::Closed {
            return;
        }
        inner.in_a_row = if faulty { inner.in_a_row + 1 } else { 0 };
        inner.recent.push_back(faulty);
        while inner.recent.len() > monitor.rules.window {
            inner.recent.pop_front();
        }
        let bad = inner.recent.iter().filter(|was_faulty| **was_faulty).count();
        let half = inner.recent.len() == monitor.rules.window && bad * 2 >= monitor.rules.window;
        if inner.in_a_row >= monitor.rules.in_a_row || half {
            inner.reset(Circuit::Open {
                until: Instant::now() + monitor.rules.rest,
            });
        }
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        if self.probe {
            // The caller went away: the next one may probe.
            self.monitor.lock().circuit = Circuit::Open {
                until: Instant::now(),
            };
        }
    }
}

impl Inner {
    fn reset(&mut self, circuit: Circuit) {
        self.circuit = circuit;
        self.in_a_row = 0;
        self.recent.clear();
    }
}
