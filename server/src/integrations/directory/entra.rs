//! Microsoft Entra ID: admin consent and client credentials (integrations 8.2, 8.3).

mod given;

use super::super::{
    outbound::{Body, Call, Effect, Fault, Origin, Outbound, Reach, Refusal, SetupError, Size, System},
    sso::entra::{explain::numbers_in, wire::Refused},
};
use async_trait::async_trait;
use domain::credentials::Failure;
use given::Given;
use http::{HeaderMap, Method};
use reqwest::Url;
use secrecy::ExposeSecret;
use services::ports::{
    PortError, Trouble,
    directory::{Application, Directory, Token},
};
use tokio::time::Instant;

/// The adapter. One for the process.
pub struct EntraTokens {
    base: Url,
    origin: Origin,
    system: System,
}

impl EntraTokens {
    /// `address` is scheme and host of the directories.
    pub fn new(address: &str, reach: Reach, outbound: &Outbound) -> Result<Self, SetupError> {
        let base = Url::parse(address).map_err(|_| SetupError::NotAnAddress)?;
        Ok(Self {
            origin: Origin::of(&base, reach)?,
            system: outbound.system("entra-tokens", &[&base])?,
            base,
        })
    }

    fn under(&self, tenant: &str, path: &str) -> Result<Url, Failure> {
        let mut url = self.base.clone();
        url.path_segments_mut()
            .map_err(|()| Failure::Broken)?
            .pop_if_empty()
            .push(tenant)
            .extend(path.split('/'));
        // A directory's id has no sign that means anything in an address; still, nothing else is ever called.
        if self.origin.covers(&url) {
            Ok(url)
        } else {
            Err(Failure::WrongTenant)
        }
    }
}

#[async_trait]
impl Directory for EntraTokens {
    fn consent(&self, application: &Application, state: &str, redirect: &str) -> Result<String, Failure> {
        let mut url = self.under(&application.tenant, "adminconsent")?;
        url.query_pairs_mut()
            .append_pair("client_id", &application.client)
            .append_pair("state", state)
            .append_pair("redirect_uri", redirect);
        Ok(url.into())
    }

    async fn token(&self, application: &Application, scope: &str) -> Result<Token, Failure> {
        let call = Call {
            operation: "client-credentials",
            method: Method::POST,
            url: self.under(&application.tenant, "oauth2/v2.0/token")?,
            headers: HeaderMap::new(),
            body: Body::Form(vec![
                ("grant_type", "client_credentials".to_owned()),
                ("client_id", application.client.clone()),
                ("client_secret", application.secret.expose_secret().to_owned()),
                ("scope", scope.to_owned()),
            ]),
            // One token more changes nothing there.
            effect: Effect::Reads,
            size: Size::One,
            until: Instant::now() + self.system.limits().reads,
        };
        let answer = self.system.exchange::<Given>(call, judge).await;
        let given = answer.map_err(|fault| failure(&fault))?.body;
        given.token().ok_or(Failure::Broken)
    }

    fn explain(&self, error: &str, description: &str) -> Failure {
        explain(error, &numbers_in(description))
    }
}

/// What Microsoft says in words of ours: `error` decides, the numbers in its text only explain.
fn explain(error: &str, numbers: &[u32]) -> Failure {
    let general = match error {
        "access_denied" => return Failure::Declined,
        "server_error" | "temporarily_unavailable" => return Failure::Broken,
        "invalid_client" => Failure::WrongSecret,
        "unauthorized_client" => Failure::UnknownClient,
        "consent_required" | "invalid_grant" => Failure::NoConsent,
        "invalid_scope" | "invalid_resource" => Failure::NoResource,
        "invalid_tenant" => Failure::WrongTenant,
        _ => Failure::Unexplained,
    };
    numbers
        .iter()
        .find_map(|number| named(*number))
        .unwrap_or(general)
}

const fn named(number: u32) -> Option<Failure> {
    Some(match number {
        65001 | 90094 | 650_052 => Failure::NoConsent,
        65004 => Failure::Declined,
        70011 | 500_011 => Failure::NoResource,
        700_016 => Failure::UnknownClient,
        7_000_215 => Failure::WrongSecret,
        7_000_222 => Failure::ExpiredSecret,
        90002 | 900_023 => Failure::WrongTenant,
        _ => return None,
    })
}

fn judge(refusal: &Refusal<'_>) -> PortError {
    let failure = match refusal.json::<Refused>() {
        Some(refused) => {
            let mut numbers = refused.error_codes;
            numbers.extend(numbers_in(&refused.error_description));
            explain(&refused.error, &numbers)
        }
        None => Failure::Broken,
    };
    PortError::Rejected(failure.as_str().to_owned())
}

/// The name of a fault. The judge of refusals put it into the code.
fn failure(fault: &Fault) -> Failure {
    match &fault.error {
        PortError::Rejected(code) => Failure::parse(code).unwrap_or(Failure::Unexplained),
        PortError::Unavailable(Trouble::ServiceError | Trouble::UnexpectedAnswer)
        | PortError::UnknownOutcome(Trouble::ServiceError | Trouble::UnexpectedAnswer)
            if fault.status.is_some() =>
        {
            Failure::Broken
        }
        _ => Failure::Unreachable,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_explain_and_the_error_decides_where_there_are_none() {
        for (error, numbers, expected) in [
            ("invalid_client", &[7_000_215][..], Failure::WrongSecret),
            ("invalid_client", &[7_000_222], Failure::ExpiredSecret),
            ("invalid_client", &[], Failure::WrongSecret),
            ("unauthorized_client", &[700_016], Failure::UnknownClient),
            ("invalid_request", &[90002], Failure::WrongTenant),
            ("invalid_grant", &[65001], Failure::NoConsent),
            ("invalid_scope", &[70011], Failure::NoResource),
            ("invalid_resource", &[500_011], Failure::NoResource),
            // The words of somebody who said no are not looked into.
            ("access_denied", &[7_000_222], Failure::Declined),
            ("temporarily_unavailable", &[7_000_215], Failure::Broken),
            ("surprise", &[u32::MAX], Failure::Unexplained),
        ] {
            assert_eq!(explain(error, numbers), expected, "{error} {numbers:?}");
        }
    }
}
