//! The Civica Cx adapter against its simulator.

mod faults;
mod golden;
mod journey;
mod people;
mod shared;
mod tokens;
mod variants;
mod whole;

use super::{clock, limits, outbound};
use secrecy::SecretString;
use serde_json::Value;
use server::integrations::{
    housing::civica_cx::{CivicaCx, CivicaCxConfig, StatusMap, usual_capabilities},
    outbound::Limits,
};
use services::ports::housing::RaiseRepair;
use simulators::civica_cx::{DemoPerson, Options, Running, start};
use std::{sync::Arc, time::Duration};

/// A simulator and an adapter that speaks to it.
struct Cx {
    sim: Running,
    adapter: Arc<CivicaCx>,
    http: reqwest::Client,
}

fn config(sim: &Running) -> CivicaCxConfig {
    CivicaCxConfig {
        api_url: format!("{}/", sim.base_url),
        username: Options::default().username,
        password: SecretString::from(Options::default().password),
        company: "HGH".to_owned(),
        status_map: StatusMap::default(),
        cancel_reason: "TEN".to_owned(),
        capabilities: usual_capabilities(),
        shelf: None,
    }
}

fn adapter(config: CivicaCxConfig, limits: Limits) -> Arc<CivicaCx> {
    Arc::new(CivicaCx::new(config, &outbound(limits), clock()).unwrap())
}

/// Limits for what is expected to work on a busy machine.
fn patient() -> Limits {
    Limits {
        reads: Duration::from_secs(10),
        writes: Duration::from_secs(10),
        ..Limits::default()
    }
}

async fn simulator() -> Running {
    let today = Some(jiff::civil::date(2026, 11, 24));
    start(Options {
        people: Some(60),
        today,
        ..Options::default()
    })
    .await
    .unwrap()
}

impl Cx {
    async fn start(limits: Limits) -> Self {
        let sim = simulator().await;
        let adapter = adapter(config(&sim), limits);
        Self {
            adapter,
            http: reqwest::Client::builder().no_proxy().build().unwrap(),
            sim,
        }
    }

    fn megan(&self) -> DemoPerson {
        self.sim.demo_people().swap_remove(0)
    }

    async fn control(&self, path: &str, body: Value) {
        let sent = self
            .http
            .post(format!("{}/_sim/{path}", self.sim.control_url))
            .json(&body)
            .send()
            .await
            .unwrap();
        assert!(
            sent.status().is_success(),
            "{path}: {}",
            sent.text().await.unwrap()
        );
    }

    /// Arms one fault.
    async fn fault(&self, fault: Value) {
        self.control("faults", Value::Array(vec![fault])).await;
    }

    async fn told(&self, path: &str) -> Value {
        self.http
            .get(format!("{}/_sim/{path}", self.sim.control_url))
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap()
    }

    /// How often the adapter asked this.
    async fn asked(&self, method: &str, path: &str) -> usize {
        let journal = self.told("journal").await;
        let path = format!("/api/v1{path}");
        journal
            .as_array()
            .unwrap()
            .iter()
            .filter(|entry| entry["method"] == method && entry["path"] == path.as_str())
            .count()
    }

    fn repair(&self, external_reference: &str) -> RaiseRepair {
        let megan = self.megan();
        RaiseRepair {
            external_reference: external_reference.to_owned(),
            asset_id: megan.home_id,
            person_id: megan.contact_id,
            tenancy_id: megan.agreement_id,
            description: "Mae’r tap yn gollwng 💧".to_owned(),
            sor_code: "DEMO-PLB-0102".to_owned(),
            repair_type: "RESP".to_owned(),
            priority: "RTN".to_owned(),
            contract: "DEMO-RESP".to_owned(),
        }
    }
}
