//! Who passes mails and texts on, over real sockets, with faults.

use crate::{
    HOST,
    draws::Draws,
    housing::{Simulators, calm, tell},
    node::client,
    queue::Queue,
    seed,
};
use domain::integrations::{VendorSettings, notify, twilio};
use secrecy::SecretString;
use serde_json::{Value, json};
use services::{
    context::Platform,
    integrations::{Given, Secrets, adopt},
};
use simulators::{notify as notify_sim, twilio as twilio_sim};

const CALLBACK_TOKEN: &str = "a-token-that-the-crash-test-chose";

/// Which vendors are tried together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pair {
    /// A mail server, and Twilio for texts.
    SmtpAndTwilio,
    /// GOV.UK Notify for both.
    Notify,
}

/// What struck while the queue drained.
pub struct Struck {
    pub words: String,
    /// Answers of the vendor of texts, and of mails where that is the same one, that were made and never came.
    pub lost: u64,
    /// Mails that a mail server kept without saying so.
    pub unconfirmed: usize,
}

pub enum PassingOn {
    Twilio(twilio_sim::Running),
    Notify(notify_sim::Running),
}

impl PassingOn {
    /// Starts the vendors of `pair` and plugs them in.
    pub async fn start(pair: Pair, seed: u64, platform: &Platform) -> Self {
        match pair {
            Pair::SmtpAndTwilio => {
                let options = twilio_sim::Options {
                    seed,
                    ..twilio_sim::Options::default()
                };
                let sim = twilio_sim::start(options.clone()).await.unwrap();
                let settings = twilio::Twilio {
                    api_url: sim.base_url.clone(),
                    account: options.account,
                    sender: "Hollingate".to_owned(),
                    api_key: String::new(),
                };
                let token = SecretString::from(options.auth_token);
                plug_in(
                    platform,
                    &settings,
                    &Secrets::one(twilio::Twilio::AUTH_TOKEN, token),
                )
                .await;
                Self::Twilio(sim)
            }
            Pair::Notify => {
                let options = notify_sim::Options {
                    seed,
                    ..notify_sim::Options::default()
                };
                let key = options.api_key();
                let sim = notify_sim::start(options).await.unwrap();
                let secrets = Secrets::one(notify::API_KEY, key.into())
                    .and(notify::CALLBACK_TOKEN, CALLBACK_TOKEN.to_owned().into());
                let texts = notify::NotifyText {
                    api_url: sim.base_url.clone(),
                    template: notify_sim::TEXT_TEMPLATE.to_owned(),
                    ..notify::NotifyText::default()
                };
                let mails = notify::NotifyMail {
                    api_url: sim.base_url.clone(),
                    template: notify_sim::EMAIL_TEMPLATE.to_owned(),
                    ..notify::NotifyMail::default()
                };
                plug_in(platform, &texts, &secrets).await;
                plug_in(platform, &mails, &secrets).await;
                Self::Notify(sim)
            }
        }
    }

    /// What the program is told at its start; the rest is in the database.
    pub fn settings(&self, simulators: &Simulators) -> Vec<(&'static str, String)> {
        let housing = simulators.housing_settings();
        match self {
            Self::Twilio(_) => [housing, simulators.mail_settings()].concat(),
            Self::Notify(_) => housing,
        }
    }

    fn control_url(&self) -> &str {
        match self {
            Self::Twilio(sim) => &sim.control_url,
            Self::Notify(sim) => &sim.control_url,
        }
    }

    /// Brings news to the node at `door` from now on.
    pub async fn tell_news(&self, door: &str) {
        let subscription = match self {
            Self::Twilio(_) => json!({"door": door}),
            Self::Notify(_) => json!({
                "url": format!("https://{HOST}/hooks/text"), "token": CALLBACK_TOKEN, "door": door,
            }),
        };
        tell(&client(), self.control_url(), "callback", &subscription).await;
    }

    /// Of the messages one in ten is taken without an answer; which of them, the seed says. Of the others one in ten gets a
    /// 503, and some are cut off before, slow, or too many; a question may fail as well.
    pub async fn misbehave(&self, simulators: &Simulators, queue: &Queue, seed: u64) {
        let mut draws = Draws::of(seed, "messages");
        let posts = match self {
            Self::Twilio(_) => queue.texts.len(),
            Self::Notify(_) => queue.texts.len() + queue.mails(),
        };
        // Among the first requests, so that each is sure to strike.
        let mut faults: Vec<Value> = (0..posts.div_ceil(10))
            .map(|_| {
                let skip = draws.below(posts.div_ceil(2));
                json!({"route": "POST *", "fault": "lost_answer", "skip": skip, "count": 1})
            })
            .collect();
        faults.extend([
            json!({"route": "POST *", "fault": "status", "status": 503, "probability": 0.1}),
            json!({"route": "POST *", "fault": "reset", "probability": 0.04}),
            json!({"route": "POST *", "fault": "too_many", "probability": 0.03}),
            json!({"route": "POST *", "fault": "slow", "delay_ms": 400, "probability": 0.03}),
            json!({"route": "GET *", "fault": "status", "status": 503, "probability": 0.1}),
            json!({"route": "GET *", "fault": "reset", "probability": 0.05}),
        ]);
        tell(&client(), self.control_url(), "faults", &Value::Array(faults)).await;
        if let Self::Twilio(_) = self {
            simulators
                .mail_misbehaves(&Value::Array(mail_faults(queue, seed)))
                .await;
        }
    }

    /// Ends the faults.
    pub async fn behave(&self, simulators: &Simulators, queue: &Queue, seed: u64) -> Struck {
        let (words, lost) = calm(&client(), self.control_url()).await;
        let mut unconfirmed = 0;
        if let Self::Twilio(_) = self {
            simulators.mail_misbehaves(&json!([])).await;
            let armed = mail_faults(queue, seed);
            unconfirmed = armed.iter().filter(|fault| is_kept(fault)).count();
        }
        Struck {
            words,
            lost,
            unconfirmed,
        }
    }

    /// How many messages were taken so far.
    pub fn taken(&self) -> usize {
        match self {
            Self::Twilio(sim) => sim.ledger().len(),
            Self::Notify(sim) => sim.ledger().len(),
        }
    }
}

/// Of the mails with a mailbox of their own one in ten is kept without a word, and some are told to come again.
fn mail_faults(queue: &Queue, seed: u64) -> Vec<Value> {
    let mut draws = Draws::of(seed, "mails");
    let mut faults =
        vec![json!({"at": "connect", "fault": "reply", "reply": "421 4.3.2 Closing", "count": 2})];
    let shift = draws.below(20);
    for (number, mailbox) in queue.mailboxes.iter().enumerate() {
        let mut fault = match (number + shift) % 20 {
            0 | 10 => json!({"at": "message", "fault": "cut"}),
            3 => json!({"at": "message", "fault": "reply", "reply": "451 4.3.0 Try again later"}),
            7 => json!({"at": "rcpt", "fault": "reply", "reply": "450 4.2.0 Greylisted"}),
            15 => json!({"at": "data", "fault": "cut"}),
            _ => continue,
        };
        fault["to"] = json!(mailbox);
        fault["count"] = json!(1);
        faults.push(fault);
    }
    faults
}

fn is_kept(fault: &Value) -> bool {
    fault["at"] == "message" && fault["fault"] == "cut"
}

async fn plug_in<T: VendorSettings>(platform: &Platform, settings: &T, secrets: &Secrets) {
    adopt(
        &platform.db,
        &platform.vault,
        settings,
        secrets,
        Given::Always,
        seed::now(),
    )
    .await
    .unwrap();
}
