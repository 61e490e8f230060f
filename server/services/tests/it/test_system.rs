//! The Test System (product I7): nothing of test reaches live, whatever waits, whoever is late, whoever is killed.

mod apart;
mod messages;
mod switching;

use domain::{
    dates::Day,
    housing::Resource,
    identity::Email,
    integrations::{Mode, Slot},
    money::Pence,
    test_system::{SaveInbox, Switch},
};
use services::{
    context::{Actor, Ctx},
    error::Result,
    hms,
    ports::{
        clock::Clock,
        housing::{Account, Asset, Role, Tenancy},
    },
    test_system,
    testing::{Tenant, Test},
};
use std::sync::Arc;

const INBOX: &str = "tests@landlord.example.org";
const ALL: &[Slot] = &[Slot::Housing, Slot::Mail, Slot::Text];

/// The owner as of now: a fresh proof, and the mode of now.
fn now(t: &Test, owner: &Ctx) -> Ctx {
    let mut actor = owner.actor.clone();
    if let Actor::Staff(staff) = &mut actor {
        staff.proof.at = t.clock.now();
    }
    t.ctx(actor)
}

async fn name_inbox(t: &Test, owner: &Ctx) {
    let inbox = SaveInbox {
        inbox: Email::parse(INBOX).unwrap(),
        mobile: String::new(),
    };
    test_system::save_inbox(&now(t, owner), inbox).await.unwrap();
}

async fn switch(t: &Test, owner: &Ctx, to: Mode) -> Result<()> {
    let seen_since = t.platform.settings.get().mode_since.0;
    t.clock.advance_secs(1);
    test_system::switch(&now(t, owner), Switch { to, seen_since }).await
}

/// An installation in test mode with connections of its own in these slots.
async fn in_test(t: &Test, slots: &[Slot]) -> Ctx {
    let owner = t.staff("Olwen").await;
    t.connect_tests(slots).await;
    name_inbox(t, &owner).await;
    switch(t, &owner, Mode::Test).await.unwrap();
    owner
}

/// What the test system tells of a tenant: the same ids as live, and other words.
fn known_to_test(t: &Test, tenant: &Tenant) {
    let system = &t.switchboard.test_housing;
    system.keep_asset(Asset {
        id: format!("asset-{}", tenant.tenancy),
        address: vec!["99 Trial Street".into(), "Testville".into()],
        ..Asset::default()
    });
    system.keep_account(Account {
        id: format!("account-{}", tenant.tenancy),
        reference: "TRIAL".into(),
        kind: "rent".into(),
        balance: Pence(99_999),
        next_charge: Some((Day("2026-12-24".into()), Pence(1))),
        payment_reference: None,
        frequency: None,
    });
    system.keep_tenancy(
        &tenant.customer.person_id,
        Tenancy {
            id: tenant.tenancy.clone(),
            reference: "TRIAL".into(),
            role: Role::Main,
            asset_id: Some(format!("asset-{}", tenant.tenancy)),
            account_ids: vec![format!("account-{}", tenant.tenancy)],
            ..Tenancy::default()
        },
    );
}

/// The tenant in the mode of now, with copies.
async fn here(t: &Test, tenant: &Tenant) -> Tenant {
    let tenant = tenant.at(&t.platform);
    hms::freshen(&tenant.ctx, &tenant.customer, &Resource::OF_PORTAL)
        .await
        .unwrap();
    tenant
}

fn ctx(t: &Test) -> Ctx {
    Ctx::system(Arc::clone(&t.platform))
}
