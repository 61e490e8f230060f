//! Every use of every adapter that speaks HTTP, against one table of answers and one of addresses that nobody should meet.
//! What is particular to a vendor stands in the suite of that vendor.

mod addresses;
mod answers;
mod line_breaks;
mod smtp;

use super::{clock, limits, vendor::Vendor, vendor::json};
use domain::{credentials, messages::Mobile, sso};
use secrecy::SecretString;
use server::integrations::{
    directory::entra::EntraTokens,
    housing::civica_cx::{CivicaCx, CivicaCxConfig, StatusMap, usual_capabilities},
    mail::notify::NotifyMail,
    notify::NotifyConfig,
    outbound::{Outbound, Reach, SetupError},
    sso::entra::Entra,
    text::{
        notify::NotifyText,
        twilio::{Twilio, TwilioConfig},
    },
};
use services::ports::{
    PortError, Trouble,
    directory::{Application, Directory},
    housing::{Housing, RaiseRepair},
    mail::{Mail, Message},
    sso::{Journey, Registration, SingleSignOn},
    text::{Text, TextMessage},
};
use std::pin::Pin;

const TENANT: &str = "7f2a3c1e-0000-4000-8000-000000000007";

/// How a use ended.
#[derive(Debug, PartialEq, Eq)]
enum Said {
    /// The adapter could not be made.
    NotMade(SetupError),
    Port(Result<(), PortError>),
    SignOn(Result<(), sso::Failure>),
    Tokens(Result<(), credentials::Failure>),
}

/// What an adapter is made with.
struct Made {
    outbound: Outbound,
    reach: Reach,
    url: String,
}

type Using = Pin<Box<dyn Future<Output = Said> + Send>>;

/// One use of one adapter.
#[derive(Clone, Copy)]
struct Use {
    name: &'static str,
    writes: bool,
    /// What has to be well before the answer that matters.
    prepare: fn(&Vendor),
    run: fn(Made) -> Using,
}

const USES: [Use; 14] = [
    reads("Cx: log-in", nothing, |made| Box::pin(cx_person(made))),
    reads("Cx: a person", logged_in, |made| Box::pin(cx_person(made))),
    reads("Cx: a list", logged_in, |made| Box::pin(cx_list(made))),
    writes("Cx: a repair", logged_in, |made| Box::pin(cx_raise(made))),
    writes("Notify: a text", nothing, |made| Box::pin(notify_text(made))),
    reads("Notify: asking for a text", nothing, |made| {
        Box::pin(notify_find(made))
    }),
    reads("Notify: trial", nothing, |made| Box::pin(notify_test(made))),
    writes("Notify: a mail", nothing, |made| Box::pin(notify_mail(made))),
    writes("Twilio: a text", nothing, |made| Box::pin(twilio_send(made))),
    reads("Twilio: asking for a text", nothing, |made| {
        Box::pin(twilio_find(made))
    }),
    reads("Entra: directory", nothing, |made| Box::pin(entra_depart(made))),
    reads("Entra: keys", with_directory, |made| Box::pin(entra_depart(made))),
    writes("Entra: who it is", with_keys, |made| Box::pin(entra_arrive(made))),
    reads("Entra: token", nothing, |made| Box::pin(entra_token(made))),
];

const fn reads(name: &'static str, prepare: fn(&Vendor), run: fn(Made) -> Using) -> Use {
    Use {
        name,
        writes: false,
        prepare,
        run,
    }
}

const fn writes(name: &'static str, prepare: fn(&Vendor), run: fn(Made) -> Using) -> Use {
    Use {
        writes: true,
        ..reads(name, prepare, run)
    }
}

impl Use {
    /// Whether this is the error for a trouble that arose after the request had been sent.
    fn is_error(self, said: &Said, trouble: Trouble) -> bool {
        let wanted = if self.writes {
            PortError::UnknownOutcome(trouble)
        } else {
            PortError::Unavailable(trouble)
        };
        match said {
            Said::Port(outcome) => *outcome == Err(wanted),
            Said::SignOn(Err(failure)) => {
                matches!(failure, sso::Failure::Broken | sso::Failure::Unreachable)
            }
            Said::Tokens(Err(failure)) => {
                matches!(
                    failure,
                    credentials::Failure::Broken | credentials::Failure::Unreachable
                )
            }
            Said::NotMade(_) | Said::SignOn(Ok(())) | Said::Tokens(Ok(())) => false,
        }
    }
}

impl Said {
    fn is_error(&self) -> bool {
        !matches!(
            self,
            Self::Port(Ok(())) | Self::SignOn(Ok(())) | Self::Tokens(Ok(()))
        )
    }
}

fn nothing(_vendor: &Vendor) {}

fn logged_in(vendor: &Vendor) {
    vendor.say_to(
        "/token",
        json("200 OK", r#"{"token":"t-1","expiresAt":"2026-11-24T10:20:00"}"#),
    );
}

fn with_directory(vendor: &Vendor) {
    let url = &vendor.url;
    let issuer = format!("{url}/{TENANT}/v2.0");
    let directory = serde_json::json!({
        "issuer": issuer, "authorization_endpoint": format!("{url}/authorize"),
        "token_endpoint": format!("{url}/token"), "jwks_uri": format!("{url}/keys"),
    });
    vendor.say_to("openid-configuration", json("200 OK", directory.to_string()));
}

fn with_keys(vendor: &Vendor) {
    with_directory(vendor);
    vendor.say_to("/keys", json("200 OK", r#"{"keys":[]}"#));
}

macro_rules! made {
    ($adapter:expr) => {
        match $adapter {
            Ok(adapter) => adapter,
            Err(error) => return Said::NotMade(error),
        }
    };
}

fn cx(made: &Made) -> Result<CivicaCx, SetupError> {
    let config = CivicaCxConfig {
        api_url: made.url.clone(),
        username: "tenantwise-api".to_owned(),
        password: SecretString::from("demo-cx-password"),
        company: "HGH".to_owned(),
        status_map: StatusMap::default(),
        cancel_reason: "TEN".to_owned(),
        capabilities: usual_capabilities(),
        shelf: None,
    };
    CivicaCx::new(config, &made.outbound, clock())
}

async fn cx_person(made: Made) -> Said {
    Said::Port(made!(cx(&made)).person("CON-000001").await.map(drop))
}

async fn cx_list(made: Made) -> Said {
    Said::Port(made!(cx(&made)).sor_codes("RESPONSIVE").await.map(drop))
}

async fn cx_raise(made: Made) -> Said {
    let repair = RaiseRepair {
        external_reference: "TW-8F3K2Q".to_owned(),
        asset_id: "AST-1".to_owned(),
        person_id: "CON-000001".to_owned(),
        tenancy_id: "AGR-1".to_owned(),
        description: "Mae’r tap yn gollwng".to_owned(),
        sor_code: "DEMO-PLB-0102".to_owned(),
        repair_type: "RESP".to_owned(),
        priority: "RTN".to_owned(),
        contract: "DEMO-RESP".to_owned(),
    };
    Said::Port(made!(cx(&made)).raise_repair(&repair).await.map(drop))
}

fn text() -> TextMessage {
    TextMessage {
        id: "0193-00001".to_owned(),
        to: Mobile::e164("+447700900123").unwrap(),
        body: "Our Homes: your code is 012345.".to_owned(),
        valid_secs: Some(600),
        kind: None,
    }
}

fn notify_config(made: &Made) -> NotifyConfig {
    NotifyConfig {
        api_url: made.url.clone(),
        ..super::messages::notify_config("", simulators::notify::TEXT_TEMPLATE)
    }
}

fn notify(made: &Made) -> Result<NotifyText, SetupError> {
    NotifyText::new(notify_config(made), &made.outbound, clock())
}

async fn notify_text(made: Made) -> Said {
    Said::Port(made!(notify(&made)).send(&text()).await.map(drop))
}

async fn notify_find(made: Made) -> Said {
    Said::Port(made!(notify(&made)).find(&text(), super::NOW).await.map(drop))
}

async fn notify_test(made: Made) -> Said {
    Said::Port(made!(notify(&made)).test().await)
}

async fn notify_mail(made: Made) -> Said {
    let adapter = made!(NotifyMail::new(notify_config(&made), &made.outbound, clock()));
    let message = Message {
        id: "0193-abc".to_owned(),
        to: "mae@example.org".to_owned(),
        subject: "A message from your landlord".to_owned(),
        text: "Helo".to_owned(),
        html: "<p>Helo</p>".to_owned(),
        language: "cy",
        kind: None,
    };
    Said::Port(adapter.send(&message).await.map(drop))
}

fn twilio(made: &Made) -> Result<Twilio, SetupError> {
    let config = TwilioConfig {
        api_url: made.url.clone(),
        ..super::messages::twilio_config("")
    };
    Twilio::new(config, &made.outbound)
}

async fn twilio_send(made: Made) -> Said {
    Said::Port(made!(twilio(&made)).send(&text()).await.map(drop))
}

async fn twilio_find(made: Made) -> Said {
    Said::Port(made!(twilio(&made)).find(&text(), super::NOW).await.map(drop))
}

fn entra(made: &Made) -> Result<Entra, SetupError> {
    Entra::new(&made.url, made.reach, &made.outbound, clock())
}

fn registration() -> Registration {
    Registration {
        tenant: TENANT.to_owned(),
        client: "client".to_owned(),
        secret: SecretString::from("secret"),
        redirect: "https://tenant.example.org/console/sso/callback".to_owned(),
    }
}

fn journey() -> Journey {
    Journey {
        state: services::random::token(),
        nonce: services::random::token(),
        verifier: services::random::token(),
        anew: false,
    }
}

async fn entra_depart(made: Made) -> Said {
    let left = made!(entra(&made)).depart(&registration(), &journey()).await;
    Said::SignOn(left.map(drop))
}

async fn entra_arrive(made: Made) -> Said {
    let came = made!(entra(&made))
        .arrive(&registration(), &journey(), "code")
        .await;
    Said::SignOn(came.map(drop))
}

async fn entra_token(made: Made) -> Said {
    let adapter = made!(EntraTokens::new(&made.url, made.reach, &made.outbound));
    let application = Application {
        tenant: TENANT.to_owned(),
        client: "client".to_owned(),
        secret: SecretString::from("secret"),
    };
    let given = adapter
        .token(&application, "https://graph.microsoft.com/.default")
        .await;
    Said::Tokens(given.map(drop))
}
