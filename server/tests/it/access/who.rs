//! Everybody who may knock.

use super::things::Things;
use crate::site::{Person, STAFF, Site, Visitor};
use domain::{
    identity::{Email, Plane},
    ids::StaffId,
    permissions::{BuiltInRole, Permissions},
};
use services::{
    args, auth, random,
    testing::{Stage, session},
};
use std::fmt;

/// Who asks. The things are those of `Tenant`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    Nobody,
    /// Password given, second factor not yet, in both planes.
    Half,
    /// A tenant whose session is limited after a reset by email.
    Limited,
    Other,
    /// Shares the tenancy of `Tenant`.
    Joint,
    /// Staff who see the portal as `Tenant`.
    Viewer,
    Tenant,
    /// Staff whose own role has nothing in it.
    Powerless,
    Staff(BuiltInRole),
}

impl Who {
    pub const OWNER: Self = Self::Staff(BuiltInRole::Owner);

    pub fn all() -> Vec<Self> {
        let people = [
            Self::Nobody,
            Self::Half,
            Self::Limited,
            Self::Other,
            Self::Joint,
            Self::Viewer,
            Self::Tenant,
            Self::Powerless,
        ];
        people
            .into_iter()
            .chain(BuiltInRole::ALL.map(Self::Staff))
            .collect()
    }

    pub fn owner_last() -> Vec<Self> {
        let mut all = Self::all();
        all.sort_by_key(|who| *who == Self::Tenant || *who == Self::OWNER);
        all
    }

    /// What staff may do; nothing for everybody else.
    pub fn permissions(self) -> Option<Permissions> {
        match self {
            Self::Staff(role) => Some(role.permissions()),
            Self::Powerless => Some(Permissions::NONE),
            _ => None,
        }
    }
}

impl fmt::Display for Who {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Self::Nobody => "nobody",
            Self::Half => "half signed in",
            Self::Limited => "limited tenant",
            Self::Other => "another tenant",
            Self::Joint => "joint tenant",
            Self::Viewer => "staff as the tenant",
            Self::Tenant => "the tenant",
            Self::Powerless => "own role with nothing",
            Self::Staff(role) => role.as_str(),
        };
        f.write_str(text)
    }
}

/// Their accounts.
pub struct Crowd {
    staff: Vec<(Who, String)>,
    tenants: Vec<(&'static str, String)>,
}

impl Crowd {
    /// Makes everybody's account, and what belongs to the tenant.
    pub async fn gather(site: &Site) -> (Self, Things) {
        let platform = &site.node.platform;
        let now = platform.clock.now();
        let sql = "insert into roles (id, name, permissions, updated_at) values ($1, 'Nothing', '', $2)";
        let nothing = random::id(now);
        platform
            .db
            .execute(sql, args![nothing.as_str(), now])
            .await
            .unwrap();
        let mut staff = Vec::new();
        for who in Who::all() {
            let role = match who {
                Who::Staff(role) => role.as_str().to_owned(),
                Who::Powerless => nothing.clone(),
                _ => continue,
            };
            let id = StaffId::parse(&random::id(now)).unwrap();
            let email = Email::parse(&format!("{role}@access.example.org")).unwrap();
            let row = id.clone();
            let added = platform.db.tx(move |tx| async move {
                auth::add_staff(&tx, &row, &email, "no password", "Somebody", &role, now).await
            });
            added.await.unwrap();
            staff.push((who, id.to_string()));
        }
        let mut tenants = Vec::new();
        for email in [
            Person::IMRAN.email,
            Person::AISHA.email,
            Person::MEGAN.email,
            LIMITED,
        ] {
            tenants.push((email, account(site, Plane::Portal, email).await));
        }
        let limit = "update customers set limited_until = $2 where email = $1";
        platform
            .db
            .execute(limit, args![LIMITED, now.plus_secs(3600)])
            .await
            .unwrap();
        let crowd = Self { staff, tenants };
        let things = Things::of(
            site,
            &crowd.enter(site, Who::Tenant).await,
            &crowd.enter(site, Who::Joint).await,
        )
        .await;
        (crowd, things)
    }

    fn staff_id(&self, who: Who) -> &str {
        let found = self.staff.iter().find(|(known, _)| *known == who);
        &found.unwrap().1
    }

    fn tenant(&self, email: &str) -> &str {
        let found = self.tenants.iter().find(|(known, _)| *known == email);
        &found.unwrap().1
    }

    /// Somebody with a session that has just begun.
    pub async fn enter(&self, site: &Site, who: Who) -> Visitor {
        let platform = &site.node.platform;
        let visitor = site.visitor();
        let portal = |email: &'static str, stage| {
            let account = self.tenant(email);
            async move { session(platform, Plane::Portal, account, stage).await }
        };
        let token = match who {
            Who::Nobody => return visitor,
            Who::Half => {
                let officer = account(site, Plane::Console, STAFF.email).await;
                let token = session(platform, Plane::Console, &officer, Stage::Half).await;
                visitor.put_cookie("__Host-console", &token);
                portal(Person::MEGAN.email, Stage::Half).await
            }
            Who::Limited => portal(LIMITED, Stage::Full).await,
            Who::Other => portal(Person::MEGAN.email, Stage::Full).await,
            Who::Joint => portal(Person::AISHA.email, Stage::Full).await,
            Who::Viewer => portal(Person::IMRAN.email, Stage::Viewed(self.staff_id(Who::OWNER))).await,
            Who::Tenant => portal(Person::IMRAN.email, Stage::Full).await,
            Who::Powerless | Who::Staff(_) => {
                let token = session(platform, Plane::Console, self.staff_id(who), Stage::Full).await;
                visitor.put_cookie("__Host-console", &token);
                return visitor;
            }
        };
        visitor.put_cookie("__Host-portal", &token);
        visitor
    }
}

/// Siân, whose password was reset by email a short while ago.
const LIMITED: &str = "sian.oconnor@example.com";

pub async fn account(site: &Site, plane: Plane, email: &str) -> String {
    let sql = match plane {
        Plane::Portal => "select id from customers where email = $1",
        Plane::Console => "select id from staff where email = $1",
    };
    let found: (String,) = site.node.platform.db.one(sql, args![email]).await.unwrap();
    found.0
}
