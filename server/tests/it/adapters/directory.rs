//! The adapter that obtains tokens from Microsoft, against a directory that refuses on demand.

use super::{limits, outbound};
use domain::credentials::Failure;
use secrecy::ExposeSecret;
use server::integrations::{directory::entra::EntraTokens, outbound::Reach};
use services::ports::directory::{Application, Directory, Token};
use simulators::entra::{Consents, Options, Running, Secret, TokenFault, Twist, start};

const GRAPH: &str = "https://graph.microsoft.com/.default";
const OUTLOOK: &str = "https://outlook.office365.com/.default";
const BACK: &str = "https://tenant.example.org/console/credentials/callback";

struct There {
    sim: Running,
    adapter: EntraTokens,
    application: Application,
}

async fn there() -> There {
    let sim = start(Options {
        redirects: vec![BACK.to_owned()],
        ..Options::default()
    })
    .await
    .unwrap();
    let ours = Options::default();
    There {
        adapter: EntraTokens::new(&sim.base_url, Reach::LoopbackToo, &outbound(limits())).unwrap(),
        application: Application {
            tenant: ours.tenant,
            client: ours.client,
            secret: ours.secret.into(),
        },
        sim,
    }
}

impl There {
    async fn token(&self, scope: &str) -> Result<Token, Failure> {
        self.adapter.token(&self.application, scope).await
    }

    async fn failure(&self) -> Failure {
        self.token(GRAPH).await.unwrap_err()
    }

    /// What the browser brings back from the page of consent.
    async fn visit(&self) -> reqwest::Url {
        let address = self
            .adapter
            .consent(&self.application, "a state&=", BACK)
            .unwrap();
        let client = reqwest::Client::builder()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .unwrap();
        let answer = client.get(address).send().await.unwrap();
        answer.headers()["location"].to_str().unwrap().parse().unwrap()
    }
}

fn value(url: &reqwest::Url, name: &str) -> String {
    let found = url.query_pairs().find(|(key, _)| key == name);
    found.map(|(_, value)| value.into_owned()).unwrap_or_default()
}

#[tokio::test]
async fn each_scope_has_a_token_with_its_own_roles() {
    let there = there().await;
    assert_eq!(there.token(GRAPH).await.unwrap().roles, Vec::<String>::new());
    there.sim.set_application(|application| {
        application.consents = Consents::Grants;
        application.life_secs = 30;
    });
    let back = there.visit().await;
    assert_eq!(value(&back, "state"), "a state&=");
    assert_eq!(value(&back, "tenant"), there.application.tenant);
    assert_eq!(value(&back, "admin_consent"), "True");
    let token = there.token(GRAPH).await.unwrap();
    assert_eq!(
        (token.life_secs, token.roles),
        (30, vec!["Sites.Selected".to_owned()])
    );
    let other = there.token(OUTLOOK).await.unwrap();
    assert_eq!(other.roles, ["SMTP.SendAsApp"]);
    assert_ne!(token.secret.expose_secret(), other.secret.expose_secret());
    // Permissions change there, or are taken away.
    there
        .sim
        .set_application(|application| application.granted.retain(|role| role.starts_with("SMTP")));
    assert_eq!(there.token(GRAPH).await.unwrap().roles, Vec::<String>::new());
}

#[tokio::test]
async fn every_refusal_has_a_name() {
    let mut there = there().await;
    for (secret, failure) in [
        (Secret::Replaced, Failure::WrongSecret),
        (Secret::Expired, Failure::ExpiredSecret),
    ] {
        there
            .sim
            .set_application(|application| application.secret = secret);
        assert_eq!(there.failure().await, failure);
    }
    there
        .sim
        .set_application(|application| application.removed = true);
    assert_eq!(there.failure().await, Failure::UnknownClient);
    there.sim.set_application(|application| {
        application.removed = false;
        application.secret = Secret::Works;
    });
    assert_eq!(
        there.token("https://other.example/.default").await.unwrap_err(),
        Failure::NoResource
    );
    for (error, number, failure) in [
        ("invalid_grant", 65001, Failure::NoConsent),
        ("invalid_resource", 500_011, Failure::NoResource),
        ("surprise", 1, Failure::Unexplained),
    ] {
        there.sim.twist(Twist {
            token: TokenFault::Refused(error.to_owned(), number),
            ..Twist::default()
        });
        assert_eq!(there.failure().await, failure);
    }
    for (fault, failure) in [
        (TokenFault::Error, Failure::Broken),
        (TokenFault::Html, Failure::Broken),
        (TokenFault::Slow, Failure::Unreachable),
    ] {
        there.sim.twist(Twist {
            token: fault,
            ..Twist::default()
        });
        assert_eq!(there.failure().await, failure);
    }
    there.sim.twist(Twist::default());
    there.application.client = "00000000-0000-0000-0000-000000000000".to_owned();
    assert_eq!(there.failure().await, Failure::UnknownClient);
    there.application.tenant = "00000000-0000-0000-0000-000000000000".to_owned();
    assert_eq!(there.failure().await, Failure::WrongTenant);
}

#[tokio::test]
async fn lives_that_are_none_are_refused_and_endless_ones_are_cut() {
    let there = there().await;
    for (secs, life) in [(0, None), (-5, None), (1_000_000_000, Some(24 * 3600))] {
        there
            .sim
            .set_application(|application| application.life_secs = secs);
        let token = there.token(GRAPH).await;
        assert_eq!(token.map(|token| token.life_secs).ok(), life, "{secs}");
    }
}

#[tokio::test]
async fn whoever_says_no_there_comes_back_with_it() {
    let there = there().await;
    there
        .sim
        .set_application(|application| application.consents = Consents::Refuses);
    let back = there.visit().await;
    let failure = there
        .adapter
        .explain(&value(&back, "error"), &value(&back, "error_description"));
    assert_eq!(
        (value(&back, "admin_consent").as_str(), failure),
        ("", Failure::Declined)
    );
}
