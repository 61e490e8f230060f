//! Tokens that all nodes share.

use super::*;
use crate::until;
use secrecy::{ExposeSecret, SecretString};
use services::{
    credentials::{token, token_after_refusal},
    ports::{PortError, Trouble},
};

fn text(token: Result<SecretString, PortError>) -> Result<String, PortError> {
    token.map(|token| token.expose_secret().to_owned())
}

fn at(t: &Ctx, platform: &std::sync::Arc<services::context::Platform>) -> Ctx {
    Ctx::new(t.actor.clone(), t.language, platform.clone())
}

both_engines! {
    async fn a_token_is_shared_and_renewed_when_four_fifths_of_its_life_are_over(t: Test) {
        let owner = t.staff("Olwen").await;
        let id = connected(&t, &owner).await;
        let other = t.another_node().await;
        let first = text(token(&owner, &id, GRAPH).await).unwrap();
        assert_eq!(text(token(&at(&owner, &other), &id, GRAPH).await).unwrap(), first);
        assert_eq!(t.directory.count(), 1);
        t.clock.advance_secs(3600 * 8 / 10 - 1);
        assert_eq!(text(token(&owner, &id, GRAPH).await).unwrap(), first);
        t.clock.advance_secs(1);
        let second = text(token(&owner, &id, GRAPH).await).unwrap();
        assert_ne!(second, first);
        assert_eq!(text(token(&at(&owner, &other), &id, GRAPH).await).unwrap(), second);
        assert_eq!(t.directory.count(), 2);
        let sealed: (String,) = t.platform.db.one("select sealed_token from credential_tokens", args![]).await.unwrap();
        assert!(!sealed.0.contains("token-"));
        other.db.close().await;
    }

    async fn a_life_of_thirty_seconds_is_enough(t: Test) {
        let owner = t.staff("Olwen").await;
        let short = Given { life_secs: 30, ..Given::with(&[SITES]) };
        t.directory.always(Ok(short));
        let (id, _) = kept(&owner, &form(&t, &[SITES])).await;
        let first = text(token(&owner, &id, GRAPH).await).unwrap();
        t.clock.advance_secs(23);
        assert_eq!(text(token(&owner, &id, GRAPH).await).unwrap(), first);
        t.clock.advance_secs(1);
        assert_ne!(text(token(&owner, &id, GRAPH).await).unwrap(), first);
        // Microsoft is away for a while: the old one serves as long as it lasts, and not longer.
        let newest = text(token(&owner, &id, GRAPH).await).unwrap();
        t.directory.always(Err(Failure::Unreachable));
        t.clock.advance_secs(26);
        assert_eq!(text(token(&owner, &id, GRAPH).await).unwrap(), newest);
        t.clock.advance_secs(1);
        let failed = text(token(&owner, &id, GRAPH).await);
        assert_eq!(failed, Err(PortError::Unavailable(Trouble::CannotConnect)));
        assert_eq!(badge(&owner, &id).await, Badge::Connected);
    }

    async fn many_callers_on_two_nodes_cause_one_call(t: Test) {
        let owner = t.staff("Olwen").await;
        let id = connected(&t, &owner).await;
        t.clock.advance_secs(3600);
        let (asked, other) = (t.directory.count(), t.another_node().await);
        t.directory.hold(true);
        let callers: Vec<_> = (0..20)
            .map(|number| {
                let node = if number % 2 == 0 { &t.platform } else { &other };
                let (ctx, id) = (at(&owner, node), id.clone());
                tokio::spawn(async move { text(token(&ctx, &id, GRAPH).await) })
            })
            .collect();
        until(|| t.directory.count() > asked).await;
        t.directory.hold(false);
        let mut given = Vec::new();
        for caller in callers {
            given.push(caller.await.unwrap().unwrap());
        }
        given.dedup();
        assert_eq!((given.len(), t.directory.count()), (1, asked + 1));
        other.db.close().await;
    }

    async fn a_node_that_died_with_the_lease_holds_nobody_up_for_long(t: Test) {
        let owner = t.staff("Olwen").await;
        let id = connected(&t, &owner).await;
        t.clock.advance_secs(3600);
        let (asked, other) = (t.directory.count(), t.another_node().await);
        t.directory.hold(true);
        let (ctx, dying) = (at(&owner, &other), id.clone());
        let killed = tokio::spawn(async move { text(token(&ctx, &dying, GRAPH).await) });
        until(|| t.directory.count() > asked).await;
        killed.abort();
        assert!(killed.await.unwrap_err().is_cancelled());
        t.directory.hold(false);
        t.clock.advance_secs(30);
        assert!(token(&owner, &id, GRAPH).await.is_ok());
        assert_eq!(t.directory.count(), asked + 2);
        other.db.close().await;
    }

    async fn a_refused_token_is_replaced_once(t: Test) {
        let owner = t.staff("Olwen").await;
        let id = connected(&t, &owner).await;
        t.clock.advance_secs(60);
        let first = token(&owner, &id, GRAPH).await.unwrap();
        let second = token_after_refusal(&owner, &id, GRAPH, &first).await.unwrap();
        assert_ne!(second.expose_secret(), first.expose_secret());
        // Others who were refused with the same old one get the new one.
        let third = token_after_refusal(&owner, &id, GRAPH, &first).await.unwrap();
        assert_eq!(third.expose_secret(), second.expose_secret());
        assert_eq!(t.directory.count(), 2);
        // A fresh one that is refused as well: something else is wrong.
        let refused = text(token_after_refusal(&owner, &id, GRAPH, &second).await);
        assert_eq!(refused, Err(PortError::Misconfigured(Trouble::WrongCredentials)));
        assert_eq!(t.directory.count(), 2);
    }

    async fn a_token_that_is_on_its_way_when_somebody_disconnects_is_thrown_away(t: Test) {
        let owner = t.staff("Olwen").await;
        let id = connected(&t, &owner).await;
        t.clock.advance_secs(3600);
        let owner = Ctx { actor: match owner.actor.clone() {
            Actor::Staff(mut staff) => { staff.proof.at = t.platform.clock.now(); Actor::Staff(staff) }
            other => other,
        }, ..owner };
        let asked = t.directory.count();
        t.directory.hold(true);
        let (ctx, late) = (owner.clone(), id.clone());
        let caller = tokio::spawn(async move { text(token(&ctx, &late, GRAPH).await) });
        until(|| t.directory.count() > asked).await;
        credentials::disconnect(&owner, &id).await.unwrap();
        t.directory.hold(false);
        let _whatever = caller.await.unwrap();
        assert_eq!(badge(&owner, &id).await, Badge::ConsentRequired);
        let refused = text(token(&owner, &id, GRAPH).await);
        assert_eq!(refused, Err(PortError::Misconfigured(Trouble::MissingPermission)));
        assert_eq!(count(&t.platform, "select count(*) from credential_tokens where sealed_token <> ''", args![]).await, 0);
    }

    async fn using_a_revoked_credential_shows_it(t: Test) {
        let owner = t.staff("Olwen").await;
        let id = connected(&t, &owner).await;
        t.clock.advance_secs(3600);
        t.directory.always(Err(Failure::UnknownClient));
        let refused = text(token(&owner, &id, GRAPH).await);
        assert_eq!(refused, Err(PortError::Misconfigured(Trouble::WrongCredentials)));
        let seen = credentials::one(&owner, &id).await.unwrap();
        assert_eq!((seen.standing.badge(), seen.failure), (Badge::ConsentRequired, Some(Failure::UnknownClient)));
        // Nobody asks Microsoft again and again.
        let asked = t.directory.count();
        assert!(token(&owner, &id, GRAPH).await.is_err());
        assert_eq!(t.directory.count(), asked);
        // A scope for which nothing was granted is no reason to lose the others.
        t.directory.always(Ok(Given::with(&[SITES])));
        credentials::check(&owner, &id).await.unwrap();
        assert!(token(&owner, &id, OUTLOOK).await.is_ok());
        assert_eq!(badge(&owner, &id).await, Badge::Connected);
    }
}
