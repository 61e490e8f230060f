use super::script::lock;
use crate::ports::{
    assert_outside_transaction,
    sso::{Identity, Journey, Registration, SingleSignOn},
};
use async_trait::async_trait;
use domain::sso::Failure;
use std::{collections::VecDeque, sync::Mutex};

/// A provider that sends everybody away and lets come back whom a test names.
#[derive(Default)]
pub struct SsoDouble {
    departed: Mutex<Vec<(Registration, Journey)>>,
    away: Mutex<VecDeque<Failure>>,
    arrivals: Mutex<VecDeque<Result<Identity, Failure>>>,
}

impl SsoDouble {
    /// Those who come back next, in order.
    pub fn script(&self, arrivals: impl IntoIterator<Item = Result<Identity, Failure>>) {
        lock(&self.arrivals).extend(arrivals);
    }

    /// The next who leave do not get there.
    pub fn fail(&self, failure: Failure) {
        lock(&self.away).push_back(failure);
    }

    /// Who left last, with the application that was used.
    pub fn newest(&self) -> Option<(Registration, Journey)> {
        lock(&self.departed).last().cloned()
    }
}

#[async_trait]
impl SingleSignOn for SsoDouble {
    async fn depart(&self, registration: &Registration, journey: &Journey) -> Result<String, Failure> {
        assert_outside_transaction();
        if let Some(failure) = lock(&self.away).pop_front() {
            return Err(failure);
        }
        lock(&self.departed).push((registration.clone(), journey.clone()));
        Ok(format!("https://provider.example/?state={}", journey.state))
    }

    async fn arrive(
        &self,
        _registration: &Registration,
        journey: &Journey,
        _code: &str,
    ) -> Result<Identity, Failure> {
        assert_outside_transaction();
        let began = lock(&self.departed).iter().any(|(_, departed)| {
            departed.state == journey.state
                && departed.nonce == journey.nonce
                && departed.verifier == journey.verifier
        });
        if !began {
            return Err(Failure::Untrusted);
        }
        lock(&self.arrivals)
            .pop_front()
            .unwrap_or(Err(Failure::Unreachable))
    }

    fn explain(&self, error: &str, _description: &str) -> Failure {
        if error == "access_denied" {
            Failure::Refused
        } else {
            Failure::Unexplained
        }
    }
}
