//! The demo landlord: simulators of the housing system and the mail server, spoken to over real sockets, and a few
//! accounts. Everything is made up.

mod repairs;

use crate::StartError;
use crate::config::{HousingConfig, MailConfig, Refusal};
use domain::{
    identity::{Email, Language},
    ids::{CustomerId, StaffId},
};
use services::{
    auth::{self, NewCustomer},
    context::{Ctx, Platform},
    random,
    settings::{self, Settings},
};
use simulators::{civica_cx, entra, notify, smtp, twilio};
use std::{net::SocketAddr, sync::Arc};

const TENANT_PASSWORD: &str = "demo-tenant-2026";
/// Address, name, role. Some things take two owners.
const STAFF: [(&str, &str, &str); 4] = [
    ("officer@hollingate.example", "Sam Officer", "owner"),
    ("owner@hollingate.example", "Bethan Morris", "owner"),
    ("repairs@hollingate.example", "Robin Clarke", "repairs"),
    ("readonly@hollingate.example", "Ffion Rees", "read-only"),
];
const STAFF_PASSWORD: &str = "demo-officer-2026";
/// Where the mailbox is, if nothing else is there.
const MAILBOX: &str = "127.0.0.1:8081";

pub struct Demo {
    cx: civica_cx::Running,
    /// For the test system; nobody is connected to it at first.
    test_cx: civica_cx::Running,
    smtp: smtp::Running,
    entra: entra::Running,
    /// Who passes texts on, once somebody sets them up.
    notify: notify::Running,
    twilio: twilio::Running,
}

impl Demo {
    pub async fn start(base_url: &str) -> Result<Self, StartError> {
        let cx = civica_cx::start(civica_cx::Options::default()).await?;
        let test_cx = civica_cx::start(civica_cx::Options::default()).await?;
        let with_mailbox = |web: SocketAddr| smtp::Options {
            web,
            ..smtp::Options::default()
        };
        let fixed: SocketAddr = MAILBOX
            .parse()
            .map_err(|_| Refusal("The mailbox has no address.".into()))?;
        let smtp = match smtp::start(with_mailbox(fixed)).await {
            Ok(running) => running,
            // Another program is there already: any free port will do.
            Err(_) => smtp::start(smtp::Options::default()).await?,
        };
        let entra = entra::start(entra::Options {
            redirects: ["sso", "credentials"]
                .map(|place| format!("{base_url}/console/{place}/callback"))
                .to_vec(),
            people: STAFF.into_iter().map(account).collect(),
            ..entra::Options::default()
        })
        .await?;
        Ok(Self {
            cx,
            test_cx,
            smtp,
            entra,
            notify: notify::start(notify::Options::default()).await?,
            twilio: twilio::start(twilio::Options::default()).await?,
        })
    }

    pub fn housing(&self) -> HousingConfig {
        let options = civica_cx::Options::default();
        HousingConfig {
            api_url: self.cx.base_url.clone(),
            username: options.username,
            password: options.password.into(),
            company: "HGH".into(),
        }
    }

    pub fn mail(&self) -> MailConfig {
        MailConfig {
            host: self.smtp.smtp_addr.ip().to_string(),
            port: self.smtp.smtp_addr.port(),
            security: "plain".into(),
            username: None,
            password: None,
            from: "Hollingate Homes <no-reply@hollingate.example>".into(),
        }
    }

    pub fn mailbox(&self) -> String {
        self.smtp.web_url.clone()
    }

    /// Where its Microsoft is.
    pub fn microsoft(&self) -> String {
        self.entra.base_url.clone()
    }

    pub async fn stop(self) {
        self.cx.stop().await;
        self.test_cx.stop().await;
        self.entra.stop().await;
        self.notify.stop().await;
        self.twilio.stop().await;
        self.smtp.stop().await;
    }

    /// Adds what is missing; a second start finds it there.
    pub async fn seed(&self, platform: &Arc<Platform>) -> Result<(), StartError> {
        let ctx = Ctx::system(Arc::clone(platform));
        if ctx.settings.get().phone.is_empty() {
            settings::save(&ctx, demo_settings()).await?;
        }
        let (tenant_hash, staff_hash) = (
            platform.passwords.hash(TENANT_PASSWORD).await?,
            platform.passwords.hash(STAFF_PASSWORD).await?,
        );
        let people = self.cx.demo_people();
        let now = platform.clock.now();
        platform
            .db
            .tx(move |tx| async move {
                for person in people.into_iter().take(4) {
                    let (Some(id), Some(email)) =
                        (CustomerId::parse(&random::id(now)), Email::parse(&person.email))
                    else {
                        continue;
                    };
                    let first_name = person.forenames.split(' ').next().unwrap_or_default();
                    let customer = NewCustomer {
                        id,
                        email,
                        password_hash: tenant_hash.clone(),
                        first_name: first_name.to_owned(),
                        last_name: person.surname.clone(),
                        person_id: person.contact_id.clone(),
                        language: Language::English,
                    };
                    auth::add_customer(&tx, &customer, now).await?;
                }
                for (address, name, role) in STAFF {
                    if let (Some(id), Some(email)) = (StaffId::parse(&random::id(now)), Email::parse(address))
                    {
                        auth::add_staff(&tx, &id, &email, &staff_hash, name, role, now).await?;
                    }
                }
                repairs::seed(&tx).await
            })
            .await?;
        Ok(())
    }

    pub fn welcome(&self, base_url: &str) -> String {
        let tenants = self
            .cx
            .demo_people()
            .into_iter()
            .take(4)
            .map(|person| format!("    {:<32} {} {}", person.email, person.forenames, person.surname));
        let tenants = tenants.collect::<Vec<_>>().join("\n");
        let staff = STAFF.map(|(address, name, role)| format!("    {address:<32} {name} ({role})"));
        let staff = staff.join("\n");
        let options = civica_cx::Options::default();
        let (by_notify, by_twilio) = (notify::Options::default(), twilio::Options::default());
        format!(
            "\nTenantWise demo. The landlord, its tenants and its systems are made up.\n\n  \
             Portal   {base_url}/\n{tenants}\n    password: {TENANT_PASSWORD}\n\n  \
             Console  {base_url}/console\n{staff}\n    password: {STAFF_PASSWORD}\n\n  \
             Mailbox  {}  (sign-in codes arrive here)\n  \
             Housing system {}  (its faults: /_sim/faults)\n  \
             Tests    {}  (a second Civica Cx, for the Test System: {} / {})\n  \
             Microsoft {} and {}  (its ids and secret, and what its administrators may do; its sign-in)\n  \
             Notify    {} and {}  (its API and its control plane)\n  \
             Twilio    {} and {}  (likewise)\n  \
             These are set up in the Integration Manager with their addresses. Notify: key {}, template {} for texts and {}\n  \
             for emails. Twilio: account {}, token {}, sender {}.\n\n  Stop with Ctrl-C.\n",
            self.mailbox(),
            self.cx.control_url,
            self.test_cx.base_url,
            options.username,
            options.password,
            self.entra.control_url,
            self.entra.base_url,
            self.notify.base_url,
            self.notify.control_url,
            self.twilio.base_url,
            self.twilio.control_url,
            by_notify.api_key(),
            notify::TEXT_TEMPLATE,
            notify::EMAIL_TEMPLATE,
            by_twilio.account,
            by_twilio.auth_token,
            by_twilio.senders[0],
        )
    }
}

/// A member of staff as Microsoft knows them.
fn account((address, name, _): (&str, &str, &str)) -> entra::Person {
    entra::Person {
        object: format!("object-{address}"),
        name: name.into(),
        username: address.into(),
        email: Some(address.into()),
        ..entra::Person::default()
    }
}

fn demo_settings() -> Settings {
    Settings {
        landlord_en: "Hollingate Homes".into(),
        landlord_cy: "Cartrefi Hollingate".into(),
        phone: "01632 960 123".into(),
        phone_hours_en: "Monday to Friday, 8am to 6pm".into(),
        phone_hours_cy: "Dydd Llun i ddydd Gwener, 8yb i 6yp".into(),
        emergency_phone: "01632 960 999".into(),
        // Few enough that the demo's customers are more, so that taking all of them out takes two.
        export_alone: 2,
        ..Settings::default()
    }
}
