//! The outside systems, in this process, so that they outlive every kill.

use crate::{HOST, draws::Draws};
use reqwest::Client;
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Value, json};
use simulators::{
    civica_cx::{self, DemoPerson},
    smtp,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex},
    time::Duration,
};

pub struct Simulators {
    cx: civica_cx::Running,
    smtp: Arc<smtp::Running>,
    /// The mailbox forgets; here is every mail by its number there, with its `Message-ID`.
    mails: Arc<Mutex<BTreeMap<u64, String>>>,
    http: Client,
}

/// What the housing system counted.
#[derive(Deserialize)]
pub struct Ledger {
    pub accepted: usize,
    pub repairs: BTreeMap<String, Raised>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Raised {
    pub repair_id: String,
    pub accepted: usize,
    pub requests: usize,
    pub asset_id: String,
    pub contact_id: String,
    pub description: String,
    pub sor_code: String,
}

impl Simulators {
    pub async fn start(seed: u64) -> Self {
        let options = civica_cx::Options {
            seed,
            ..civica_cx::Options::default()
        };
        let cx = civica_cx::start(options).await.unwrap();
        let smtp = Arc::new(smtp::start(smtp::Options::default()).await.unwrap());
        let mails = Arc::default();
        tokio::spawn(collect(Arc::clone(&smtp), Arc::clone(&mails)));
        Self {
            cx,
            smtp,
            mails,
            http: crate::node::client(),
        }
    }

    pub fn people(&self) -> Vec<DemoPerson> {
        self.cx.demo_people()
    }

    /// What the program is told of the housing system.
    pub fn housing_settings(&self) -> Vec<(&'static str, String)> {
        vec![
            ("TENANTWISE_CX_URL", self.cx.base_url.clone()),
            ("TENANTWISE_CX_USERNAME", "tenantwise-api".to_owned()),
            ("TENANTWISE_CX_PASSWORD", "demo-cx-password".to_owned()),
            ("TENANTWISE_CX_COMPANY", "HGH".to_owned()),
            ("TENANTWISE_ALLOW_LOOPBACK", "yes".to_owned()),
        ]
    }

    /// What it is told of the mail server.
    pub fn mail_settings(&self) -> Vec<(&'static str, String)> {
        let smtp = self.smtp.smtp_addr;
        vec![
            ("TENANTWISE_SMTP_HOST", smtp.ip().to_string()),
            ("TENANTWISE_SMTP_PORT", smtp.port().to_string()),
            ("TENANTWISE_SMTP_SECURITY", "plain".to_owned()),
            ("TENANTWISE_MAIL_FROM", format!("Our Homes <no-reply@{HOST}>")),
        ]
    }

    /// Arms faults of the mail server.
    pub async fn mail_misbehaves(&self, faults: &Value) {
        tell(&self.http, &self.smtp.web_url, "faults", faults).await;
    }

    async fn tell(&self, place: &str, body: &Value) {
        tell(&self.http, &self.cx.control_url, place, body).await;
    }

    async fn ask<T: DeserializeOwned>(&self, place: &str) -> T {
        ask(&self.http, &self.cx.control_url, place).await
    }

    /// Of all repairs that are raised one in ten gets no answer, one in ten a 503, one in twenty is slow, and now and then
    /// the token has run out. Tokens do not run out twice in a row: that means wrong credentials, and a minute's pause.
    pub async fn misbehave(&self, seed: u64, repairs: usize) {
        let mut draws = Draws::of(seed, "tokens");
        let mut at = 0;
        let mut faults: Vec<Value> = (0..repairs / 20)
            .map(|_| {
                at += 10 + draws.below(20);
                json!({"route": "POST /repairs", "fault": "expired_token", "skip": at, "count": 1})
            })
            .collect();
        faults.push(json!({"route": "POST /repairs", "fault": "lost_answer", "probability": 0.1}));
        // One in ten of all is one in nine of those that were not struck yet.
        faults
            .push(json!({"route": "POST /repairs", "fault": "status", "status": 503, "probability": 0.111}));
        faults.push(
            json!({"route": "POST /repairs", "fault": "slow", "delay_ms": 1500, "probability": 0.0625}),
        );
        self.tell("faults", &Value::Array(faults)).await;
    }

    /// Ends the faults; how often each kind struck.
    pub async fn behave(&self) -> String {
        calm(&self.http, &self.cx.control_url).await.0
    }

    /// A killed process cannot log out, and the housing system allows three log-ins of 20 minutes at once: so much time
    /// passes there between two kills. It also means that every token of the others runs out.
    pub async fn let_log_ins_run_out(&self) {
        self.tell("clock", &json!({"advance": 1201})).await;
    }

    pub async fn ledger(&self) -> Ledger {
        self.ask("ledger").await
    }

    /// How many mails came, and how many different ones.
    pub fn mails(&self) -> (usize, usize) {
        note(&self.smtp, &self.mails);
        let mails = self.mails.lock().unwrap();
        (mails.len(), mails.values().collect::<BTreeSet<_>>().len())
    }
}

/// Has a simulator's control plane do something.
pub async fn tell(http: &Client, control_url: &str, place: &str, body: &Value) {
    let url = format!("{control_url}/_sim/{place}");
    let answer = http.post(url).json(body).send().await.unwrap();
    assert!(
        answer.status().is_success(),
        "{place}: {}",
        answer.text().await.unwrap()
    );
}

async fn ask<T: DeserializeOwned>(http: &Client, control_url: &str, place: &str) -> T {
    let url = format!("{control_url}/_sim/{place}");
    http.get(url).send().await.unwrap().json().await.unwrap()
}

/// Ends the faults of a simulator; how often each kind struck in words, and how many answers were lost.
pub async fn calm(http: &Client, control_url: &str) -> (String, u64) {
    let armed: Vec<Value> = ask(http, control_url, "faults").await;
    let mut struck = BTreeMap::<&str, u64>::new();
    for fault in &armed {
        *struck.entry(fault["fault"].as_str().unwrap()).or_default() += fault["struck"].as_u64().unwrap();
    }
    tell(http, control_url, "faults", &json!([])).await;
    let words: Vec<String> = struck
        .iter()
        .map(|(kind, count)| format!("{kind} {count}"))
        .collect();
    let lost = struck.get("lost_answer").copied().unwrap_or_default();
    (words.join(", "), lost)
}

async fn collect(smtp: Arc<smtp::Running>, mails: Arc<Mutex<BTreeMap<u64, String>>>) {
    loop {
        note(&smtp, &mails);
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

fn note(smtp: &smtp::Running, mails: &Mutex<BTreeMap<u64, String>>) {
    let arrived = smtp.messages().into_iter();
    mails
        .lock()
        .unwrap()
        .extend(arrived.map(|mail| (mail.id, mail.message_id)));
}
