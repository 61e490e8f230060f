//! Administrators and roles on both databases.

mod people;
mod races;
mod roles;

use domain::{
    administrators::{Add, Change, KeepRole, Role},
    identity::Email,
    ids::{RoleId, StaffId},
    permissions::{BuiltInRole, Permission},
};
use services::{
    administrators, args,
    auth::{Session, look_up},
    context::{Actor, Ctx, Platform, Proof, Staff},
    error::{Conflict, Error},
    testing::{Stage, Test, session},
};

const READ_ONLY: Role = Role::BuiltIn(BuiltInRole::ReadOnly);
const OWNER: Role = Role::BuiltIn(BuiltInRole::Owner);

fn new_one(email: &str, role: Role, sso_only: bool) -> Add {
    Add {
        submission: None,
        first_name: "Ffion".into(),
        last_name: "Rees".into(),
        email: Email::parse(email).unwrap(),
        sso_only,
        role,
    }
}

fn id_of(ctx: &Ctx) -> StaffId {
    match &ctx.actor {
        Actor::Staff(staff) => staff.id.clone(),
        other => panic!("{other:?} is no staff"),
    }
}

async fn id_by_email(platform: &Platform, email: &str) -> Option<StaffId> {
    let sql = "select id from staff where email = $1";
    let found: Option<(String,)> = platform.db.maybe(sql, args![email]).await.unwrap();
    found.and_then(|(id,)| StaffId::parse(&id))
}

/// What an administrator becomes, as the page of `by` sends it.
async fn change_of(by: &Ctx, id: &StaffId, role: Role, sso_only: bool) -> Change {
    let stored = administrators::one(by, id).await.unwrap().administrator;
    Change {
        administrator: Some(id.clone()),
        seen: stored.changed_at.to_string(),
        first_name: "New".into(),
        last_name: "Name".into(),
        sso_only,
        role,
    }
}

fn role_of(name: &str, permissions: &[Permission]) -> KeepRole {
    KeepRole {
        submission: None,
        role: None,
        is_new: true,
        seen: String::new(),
        name: name.into(),
        permissions: permissions.iter().copied().collect(),
    }
}

async fn own_role(by: &Ctx, name: &str, permissions: &[Permission]) -> RoleId {
    administrators::keep(by, role_of(name, permissions))
        .await
        .unwrap();
    let all = administrators::own(by).await.unwrap();
    let made = all.into_iter().find(|role| role.name == name).unwrap();
    RoleId::parse(&made.id).unwrap()
}

/// A member of staff with one of the landlord's own roles.
async fn staff_with(t: &Test, by: &Ctx, name: &str, permissions: &[Permission]) -> Ctx {
    let role = Role::Own(own_role(by, name, permissions).await);
    let email = format!("{}@own.example.org", name.to_lowercase().replace(' ', "."));
    administrators::add(by, new_one(&email, role, true))
        .await
        .unwrap();
    signed_in(t, &id_by_email(&t.platform, &email).await.unwrap()).await
}

/// Their request, with what their role allows now.
async fn signed_in(t: &Test, id: &StaffId) -> Ctx {
    let token = session(
        &t.platform,
        domain::identity::Plane::Console,
        id.as_str(),
        Stage::Full,
    )
    .await;
    t.ctx(Actor::Staff(who_is(&t.platform, &token).await.unwrap()))
}

async fn who_is(platform: &Platform, token: &str) -> Option<Staff> {
    let plane = domain::identity::Plane::Console;
    match look_up(platform, plane, Some(token)).await.unwrap() {
        Session::Full(Actor::Staff(staff), _) => Some(staff),
        _ => None,
    }
}

/// The same person, whose proof is old.
fn stale(ctx: &Ctx) -> Ctx {
    let mut old = ctx.clone();
    if let Actor::Staff(staff) = &mut old.actor {
        staff.proof = Proof {
            at: domain::dates::Millis(0),
            ..staff.proof.clone()
        };
    }
    old
}

fn conflict<T>(outcome: &Result<T, Error>) -> Option<Conflict> {
    match outcome {
        Err(Error::Conflict(conflict)) => Some(*conflict),
        _ => None,
    }
}
