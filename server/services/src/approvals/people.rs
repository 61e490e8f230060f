//! Who may agree to what somebody asks for, by what stands in the database now.

use super::store::{self, StaffRow, Touched};
use crate::{
    db::{Db, Tx},
    error::Result,
    random,
};
use domain::{
    approvals::{Bar, Colleague, Kind, NEW_SECS, Way, way},
    dates::Millis,
    ids::StaffId,
    permissions::{Permission, Permissions},
};
use std::collections::HashSet;

/// Everybody who works here, as seen by one who asks.
pub(super) struct People {
    rows: Vec<StaffRow>,
    /// Whose access the asker gave or changed a short while ago.
    new: HashSet<String>,
    /// The asker took the right to agree away from somebody a short while ago.
    cleared: bool,
    kind: Kind,
    asker: StaffId,
}

impl StaffRow {
    pub(super) fn holds(&self) -> Permissions {
        Permissions::of_role(&self.role, &self.role_permissions)
    }
}

/// What somebody did in the last days counts.
fn since(now: Millis) -> String {
    random::first_id_at(now.minus_secs(NEW_SECS))
}

impl People {
    pub(super) async fn seen_by(tx: &Tx, asker: &StaffId, kind: Kind, now: Millis) -> Result<Self> {
        let touched = store::touched(tx, asker, &since(now)).await?;
        Ok(Self::of(store::staff(tx).await?, &touched, asker, kind))
    }

    /// As [`Self::seen_by`], outside a transaction.
    pub(super) async fn seen_now_by(db: &Db, asker: &StaffId, kind: Kind, now: Millis) -> Result<Self> {
        let touched = store::touched_now(db, asker, &since(now)).await?;
        Ok(Self::of(store::staff_now(db).await?, &touched, asker, kind))
    }

    fn of(rows: Vec<StaffRow>, touched: &[Touched], asker: &StaffId, kind: Kind) -> Self {
        let mut people = Self {
            rows,
            new: HashSet::new(),
            cleared: false,
            kind,
            asker: asker.clone(),
        };
        for touched in touched {
            people.learn(touched);
        }
        people
    }

    /// What the asker did to somebody's access.
    fn learn(&mut self, touched: &Touched) {
        let needs = self.kind.permission();
        let (old, new) = touched.detail.split_once(" > ").unwrap_or((&touched.detail, ""));
        match touched.event.as_str() {
            "role.changed" => {
                let [had, has] = [old, new].map(|set| Permissions::parse(set).contains(needs));
                self.cleared |= had && !has;
                if has && !had {
                    let holders = self.rows.iter().filter(|row| row.role == touched.subject);
                    self.new.extend(holders.map(|row| row.id.clone()));
                }
            }
            "administrator.deleted" => self.cleared |= touched.held(old, needs),
            // A name alone was changed.
            "administrator.changed" if old == new => {}
            "administrator.changed" => {
                let keeps = Permissions::of_role(role(new), "").contains(needs) && is_sso(new) == is_sso(old);
                self.cleared |= touched.held(old, needs) && !keeps;
                self.new.insert(touched.subject.clone());
            }
            _ => {
                self.new.insert(touched.subject.clone());
            }
        }
    }

    fn colleague(&self, row: &StaffRow) -> Option<Colleague> {
        Some(Colleague {
            id: StaffId::parse(&row.id)?,
            holds: row.holds(),
            can_sign_in: row.can_sign_in,
            is_new: self.new.contains(&row.id),
        })
    }

    /// How the asker comes to do it.
    pub(super) fn way(&self) -> Way {
        let colleagues: Vec<_> = self.rows.iter().filter_map(|row| self.colleague(row)).collect();
        way(self.kind, &self.asker, &colleagues, self.cleared)
    }

    /// Those who can agree.
    pub(super) fn others(&self) -> impl Iterator<Item = &StaffRow> {
        self.rows.iter().filter(|row| {
            let colleague = self.colleague(row);
            colleague.is_some_and(|colleague| colleague.bar(self.kind, &self.asker).is_none())
        })
    }

    /// Why somebody who is signed in cannot agree; nothing if they can.
    pub(super) fn bar(&self, staff: &str) -> Option<Bar> {
        let Some(colleague) = self.member(staff).and_then(|row| self.colleague(row)) else {
            return Some(Bar::NoRight);
        };
        let here = Colleague {
            can_sign_in: true,
            ..colleague
        };
        here.bar(self.kind, &self.asker)
    }

    pub(super) fn member(&self, staff: &str) -> Option<&StaffRow> {
        self.rows.iter().find(|row| row.id == staff)
    }

    /// Whoever asks, if they are still here and may still ask.
    pub(super) fn asker(&self) -> Option<&StaffRow> {
        self.member(self.asker.as_str())
            .filter(|row| row.holds().contains(self.kind.permission()))
    }

    pub(super) fn all(&self) -> &[StaffRow] {
        &self.rows
    }
}

/// A role without what stands behind it in the audit.
fn role(detail: &str) -> &str {
    detail.split(',').next().unwrap_or_default()
}

fn is_sso(detail: &str) -> bool {
    detail.ends_with(", sso-only")
}

impl Touched {
    /// Whether the role that somebody had was enough. One that is gone counts as if.
    fn held(&self, detail: &str, needs: Permission) -> bool {
        let role = role(detail);
        let is_own = StaffId::parse(role).is_some();
        match (&self.old_permissions, is_own) {
            (None, true) => true,
            (stored, _) => Permissions::of_role(role, stored.as_deref().unwrap_or_default()).contains(needs),
        }
    }
}
