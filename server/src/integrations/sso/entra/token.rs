//! The ID token: who somebody is, signed by the directory (SEC-D3). Every check is made before anything is believed.

use super::wire::Claims;
use chrono::{DateTime, Utc};
use domain::{dates::Millis, identity::Email, sso::Failure};
use openidconnect::{
    ClaimsVerificationError, ClientId, IdToken, IdTokenClaims, IdTokenVerifier, IssuerUrl, Nonce,
    SignatureVerificationError,
    core::{CoreGenderClaim, CoreJsonWebKeySet, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm},
};
use services::ports::sso::Identity;
use std::str::FromStr;

type Token = IdToken<Claims, CoreGenderClaim, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm>;

/// Clocks may differ by this, in seconds.
const SKEW_SECS: i64 = 5 * 60;

/// Why a token is not believed.
#[derive(Debug, PartialEq, Eq)]
pub enum Bad {
    /// None of the keys signed it: they may have been replaced.
    UnknownKey,
    Time,
    Untrusted,
}

impl Bad {
    pub const fn failure(self) -> Failure {
        match self {
            Self::UnknownKey | Self::Untrusted => Failure::Untrusted,
            Self::Time => Failure::Clock,
        }
    }
}

/// What a token has to say.
pub struct Check<'a> {
    pub issuer: String,
    pub tenant: &'a str,
    pub client: &'a str,
    pub nonce: &'a str,
    pub now: Millis,
}

fn instant(at: Millis) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(at.0).unwrap_or_default()
}

impl Check<'_> {
    pub fn read(&self, text: &str, keys: &CoreJsonWebKeySet) -> Result<Identity, Bad> {
        let token = Token::from_str(text).map_err(|_| Bad::Untrusted)?;
        let issuer = IssuerUrl::new(self.issuer.clone()).map_err(|_| Bad::Untrusted)?;
        let soonest = instant(self.now.minus_secs(SKEW_SECS));
        let latest = instant(self.now.plus_secs(SKEW_SECS));
        let client = ClientId::new(self.client.to_owned());
        // Without a client secret only the directory's public keys count, and of the algorithms only RS256.
        let verifier = IdTokenVerifier::new_public_client(client, issuer, keys.clone())
            .set_allowed_algs([CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256])
            .set_time_fn(move || soonest);
        let nonce = Nonce::new(self.nonce.to_owned());
        let claims = token.claims(&verifier, &nonce).map_err(|error| match error {
            ClaimsVerificationError::Expired(_) => Bad::Time,
            ClaimsVerificationError::SignatureVerification(SignatureVerificationError::NoMatchingKey) => {
                Bad::UnknownKey
            }
            _ => Bad::Untrusted,
        })?;
        let begins = claims.additional_claims().nbf;
        let is_early = begins.is_some_and(|at| at > latest.timestamp());
        if claims.issue_time() > latest || is_early {
            return Err(Bad::Time);
        }
        // The library leaves this one to us.
        if claims
            .authorized_party()
            .is_some_and(|party| party.as_str() != self.client)
        {
            return Err(Bad::Untrusted);
        }
        if claims.additional_claims().tid != self.tenant || claims.additional_claims().oid.is_empty() {
            return Err(Bad::Untrusted);
        }
        Ok(self.identity(claims))
    }

    fn identity(&self, claims: &IdTokenClaims<Claims, CoreGenderClaim>) -> Identity {
        let own = claims.additional_claims();
        let user_name = claims.preferred_username().map(|name| name.as_str());
        let comes_from_elsewhere = own.idp.as_ref().is_some_and(|idp| *idp != self.issuer)
            || user_name.is_some_and(|name| name.to_ascii_uppercase().contains("#EXT#"));
        let is_vouched_for = claims.email_verified() == Some(true)
            || own
                .xms_edov
                .as_ref()
                .is_some_and(|edov| *edov == true || *edov == 1 || *edov == "1" || *edov == "true");
        let vouched = claims
            .email()
            .filter(|_| is_vouched_for)
            .map(|email| email.as_str());
        Identity {
            tenant: own.tid.clone(),
            object: own.oid.clone(),
            // The user name lies in a domain of the directory; an address may be anything unless it is vouched for.
            email: vouched.or(user_name).and_then(Email::parse),
            is_guest: own.acct == Some(1) || comes_from_elsewhere,
            proved_at: claims.auth_time().map(|at| Millis(at.timestamp_millis())),
        }
    }
}
