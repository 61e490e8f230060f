//! What takes two (SEC-Z8): asked for, answered, done.

mod alone;
mod deciding;
mod files;
mod invites;
mod lists;

use domain::{
    approvals::Refuse,
    forms::Form,
    ids::ApprovalId,
    sso::{Enable, SsoForm},
};
use services::{
    approvals::{self, Asked},
    args,
    context::{Actor, Ctx},
    customers,
    error::{Error, Result},
    sso,
    testing::Test,
};

const TENANT: &str = "8f1c2b3a-0d4e-4f5a-9b6c-7d8e9f0a1b2c";

/// Saves settings of single sign-on that count as tested, and gives their version.
async fn draft(t: &Test, ctx: &Ctx) -> String {
    let form = SsoForm {
        directory: TENANT.into(),
        application: TENANT.into(),
        client_secret: "sim~Secret.2026".into(),
        allowed_domains: "landlord.example.org".into(),
        ..SsoForm::default()
    };
    sso::save(ctx, form.parse().unwrap()).await.unwrap();
    let sql = "update sso_registrations set passed_version = version where kind = 'draft'";
    t.platform.db.execute(sql, args![]).await.unwrap();
    sso::overview(ctx).await.unwrap().draft.unwrap().version
}

fn wish(version: &str) -> Enable {
    Enable {
        version: version.to_owned(),
        reason: "We move to Microsoft on Monday".into(),
    }
}

/// Asks for the newest settings of single sign-on.
async fn asked_for_sso(t: &Test, ctx: &Ctx) -> ApprovalId {
    let version = draft(t, ctx).await;
    waits(sso::enable(ctx, wish(&version)).await.unwrap())
}

async fn asked_for_export(ctx: &Ctx) -> ApprovalId {
    waits(customers::ask_for_export(ctx, "For the auditors").await.unwrap())
}

fn waits(asked: Asked) -> ApprovalId {
    match asked {
        Asked::Waits(id) => id,
        Asked::Done(_) => panic!("it is done already"),
    }
}

fn done(asked: Asked) -> ApprovalId {
    match asked {
        Asked::Done(id) => id,
        Asked::Waits(_) => panic!("it waits"),
    }
}

async fn approve(ctx: &Ctx, id: &ApprovalId) -> Result<approvals::Outcome> {
    approvals::approve(ctx, Some(id.clone())).await
}

async fn refuse(ctx: &Ctx, id: &ApprovalId) -> Result<()> {
    let cmd = Refuse {
        approval: Some(id.clone()),
        refusal: "Not before Monday".into(),
    };
    approvals::refuse(ctx, cmd).await
}

/// The same person who has just proved who they are.
fn fresh(t: &Test, ctx: &Ctx) -> Ctx {
    let mut ctx = ctx.clone();
    if let Actor::Staff(staff) = &mut ctx.actor {
        staff.proof.at = t.platform.clock.now();
    }
    ctx
}

fn id_of(ctx: &Ctx) -> String {
    match &ctx.actor {
        Actor::Staff(staff) => staff.id.to_string(),
        _ => panic!("not staff"),
    }
}

fn is_missing<T>(outcome: &Result<T>) -> bool {
    matches!(outcome, Err(Error::NotFound))
}

async fn is_live(ctx: &Ctx) -> bool {
    sso::is_on(ctx).await.unwrap()
}

/// How many entries of this kind the audit has by somebody.
async fn by(t: &Test, event: &str, ctx: &Ctx) -> i64 {
    let sql = "select count(*) from audit where event = $1 and actor_id = $2";
    crate::count(&t.platform, sql, args![event, id_of(ctx)]).await
}
