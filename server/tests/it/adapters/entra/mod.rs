//! The adapter of Microsoft Entra ID against a provider that lies on demand.

mod directory;
mod hostile;

use super::{NOW, limits, outbound};
use domain::{dates::Millis, sso::Failure};
use server::integrations::{
    outbound::{Limits, Reach},
    sso::entra::Entra,
};
use services::ports::{
    clock::Clock,
    sso::{Identity, Journey, Registration, SingleSignOn},
};
use simulators::entra::{Options, Person, Running, start};
use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

/// A clock that a test moves.
#[derive(Default)]
struct Moved(AtomicI64);

impl Clock for Moved {
    fn now(&self) -> Millis {
        NOW.plus_secs(self.0.load(Ordering::SeqCst))
    }
}

/// A provider, and an adapter that speaks to it.
struct Entries {
    sim: Running,
    adapter: Arc<Entra>,
    clock: Arc<Moved>,
    registration: Registration,
    http: reqwest::Client,
}

fn sian() -> Person {
    Person {
        object: "object-1".to_owned(),
        name: "Siân".to_owned(),
        username: "Sian@landlord.example".to_owned(),
        email: Some("sian@landlord.example".to_owned()),
        ..Person::default()
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

async fn entries() -> Entries {
    entries_within(limits()).await
}

async fn entries_within(limits: Limits) -> Entries {
    let today = "2026-11-24".parse().unwrap();
    let options = Options {
        today: Some(today),
        redirects: vec!["https://tenant.example.org/console/sso/callback".to_owned()],
        ..Options::default()
    };
    let sim = start(options).await.unwrap();
    sim.person(sian());
    let clock = Arc::new(Moved::default());
    let adapter = Entra::new(
        &sim.base_url,
        Reach::LoopbackToo,
        &outbound(limits),
        Arc::clone(&clock) as Arc<dyn Clock>,
    )
    .unwrap();
    let ours = Options::default();
    Entries {
        adapter: Arc::new(adapter),
        clock,
        registration: Registration {
            tenant: ours.tenant,
            client: ours.client,
            secret: ours.secret.into(),
            redirect: "https://tenant.example.org/console/sso/callback".to_owned(),
        },
        http: reqwest::Client::builder()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .unwrap(),
        sim,
    }
}

impl Entries {
    /// What the browser brings back from the provider's page.
    async fn visit(&self, journey: &Journey) -> reqwest::Url {
        let there = self.adapter.depart(&self.registration, journey).await.unwrap();
        let answer = self.http.get(there).send().await.unwrap();
        let location = answer.headers()["location"].to_str().unwrap();
        location.parse().unwrap()
    }

    async fn code(&self, journey: &Journey) -> String {
        let back = self.visit(journey).await;
        let found = |name: &str| {
            back.query_pairs()
                .find(|(key, _)| key == name)
                .map(|(_, value)| value.into_owned())
        };
        assert_eq!(found("state").as_ref(), Some(&journey.state));
        found("code").unwrap()
    }

    async fn sign_in(&self) -> Result<Identity, Failure> {
        let journey = journey();
        let code = self.code(&journey).await;
        self.adapter.arrive(&self.registration, &journey, &code).await
    }
}
