use domain::identity::Plane;
use futures_util::future::join_all;
use services::{
    args,
    auth::links::{self, Link, Purpose},
    both_engines,
    context::Platform,
    testing::Test,
};

async fn issue(t: &Test, account: &str, purpose: Purpose) -> String {
    let (account, now) = (account.to_owned(), t.platform.clock.now());
    t.platform
        .db
        .tx(move |tx| async move {
            links::issue(&tx, Plane::Portal, purpose, &account, links::RESET_SECS, now).await
        })
        .await
        .unwrap()
}

async fn peek(t: &Test, plane: Plane, token: &str) -> Option<Link> {
    links::peek(&t.platform.db, plane, token, t.platform.clock.now())
        .await
        .unwrap()
}

async fn take(platform: &Platform, plane: Plane, token: &str) -> Option<Link> {
    let (token, now) = (token.to_owned(), platform.clock.now());
    platform
        .db
        .tx(move |tx| async move { links::take(&tx, plane, &token, now).await })
        .await
        .unwrap()
}

both_engines! {
    async fn looking_uses_nothing_up_and_taking_does(t: Test) {
        let tenant = t.tenant("Megan").await;
        let token = issue(&t, tenant.customer.id.as_str(), Purpose::Reset).await;
        let mine = Link { account: tenant.customer.id.to_string(), purpose: Purpose::Reset };
        for _ in 0..3 {
            assert_eq!(peek(&t, Plane::Portal, &token).await.as_ref(), Some(&mine));
        }
        assert_eq!(peek(&t, Plane::Console, &token).await, None, "a tenant's link is no link of staff");
        assert_eq!(take(&t.platform, Plane::Console, &token).await, None);
        assert_eq!(take(&t.platform, Plane::Portal, &token).await, Some(mine));
        assert_eq!(take(&t.platform, Plane::Portal, &token).await, None);
        assert_eq!(peek(&t, Plane::Portal, &token).await, None);
    }

    async fn a_link_taken_on_two_nodes_at_once_is_given_to_one(t: Test) {
        let tenant = t.tenant("Megan").await;
        let token = issue(&t, tenant.customer.id.as_str(), Purpose::Reset).await;
        let other = t.another_node().await;
        let takers = (0..20).map(|number| take(if number % 2 == 0 { &t.platform } else { &other }, Plane::Portal, &token));
        let given = join_all(takers).await.into_iter().flatten().count();
        assert_eq!(given, 1);
        other.db.close().await;
    }

    async fn a_newer_link_ends_the_older_one_of_its_purpose_only(t: Test) {
        let tenant = t.tenant("Megan").await;
        let id = tenant.customer.id.as_str();
        let (old, other) = (issue(&t, id, Purpose::Reset).await, issue(&t, id, Purpose::ItIsMe).await);
        let new = issue(&t, id, Purpose::Reset).await;
        assert_eq!(peek(&t, Plane::Portal, &old).await, None);
        assert!(peek(&t, Plane::Portal, &new).await.is_some());
        assert!(peek(&t, Plane::Portal, &other).await.is_some());
    }

    async fn a_link_ends_with_its_hour_and_with_its_account(t: Test) {
        let (megan, owain) = (t.tenant("Megan").await, t.tenant("Owain").await);
        let late = issue(&t, megan.customer.id.as_str(), Purpose::Reset).await;
        let disabled = issue(&t, owain.customer.id.as_str(), Purpose::Reset).await;
        t.disable(&owain.customer.id).await;
        assert_eq!(peek(&t, Plane::Portal, &disabled).await, None);
        assert_eq!(take(&t.platform, Plane::Portal, &disabled).await, None);
        t.clock.advance_secs(links::RESET_SECS - 1);
        assert!(peek(&t, Plane::Portal, &late).await.is_some());
        t.clock.advance_secs(1);
        assert_eq!(peek(&t, Plane::Portal, &late).await, None);
        assert_eq!(take(&t.platform, Plane::Portal, &late).await, None);
    }

    async fn the_token_itself_is_not_stored(t: Test) {
        let tenant = t.tenant("Megan").await;
        let token = issue(&t, tenant.customer.id.as_str(), Purpose::Reset).await;
        assert_eq!(token.len(), 64);
        let (kept,) = t.platform.db.one::<(Vec<u8>,)>("select token_hash from portal_links", args![]).await.unwrap();
        assert_ne!(kept, token.as_bytes());
        assert_eq!(kept.len(), 32);
    }
}
