//! Who may give whom which role (SEC-Z7): nobody grants more than they hold, nobody changes their own, an owner stays.

mod forms;

pub use forms::{Add, AddForm, Change, ChangeForm, KeepRole, PersonForm, RemoveRoleForm, RoleForm};

use crate::{
    ids::{RoleId, StaffId},
    permissions::{BuiltInRole, Permissions},
};

/// Longest first name, last name, and name of a role.
pub const NAME_MAX: u32 = 100;

/// A role: one that every landlord has, or one of their own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Role {
    BuiltIn(BuiltInRole),
    Own(RoleId),
}

impl Role {
    pub fn parse(text: &str) -> Option<Self> {
        BuiltInRole::parse(text)
            .map(Self::BuiltIn)
            .or_else(|| RoleId::parse(text).map(Self::Own))
    }

    /// As in the database and in forms.
    pub fn as_str(&self) -> &str {
        match self {
            Self::BuiltIn(role) => role.as_str(),
            Self::Own(id) => id.as_str(),
        }
    }

    pub const fn is_owner(&self) -> bool {
        matches!(self, Self::BuiltIn(BuiltInRole::Owner))
    }
}

/// An administrator as the rules see one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    pub id: StaffId,
    pub role: Role,
    /// What the role allows.
    pub holds: Permissions,
}

/// Why somebody may not do it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Your own account: somebody else has to do it.
    Yourself,
    /// More than you hold.
    MoreThanYours,
    /// Without this owner there would be none.
    LastOwner,
    /// The role belongs to somebody.
    InUse,
}

impl Member {
    /// Whether a role that allows `holds` may be given by this member. The owner's role also holds what later versions
    /// add, so that only owners give it, whatever else somebody holds today.
    pub fn may_grant(&self, role: &Role, holds: Permissions) -> Result<(), Refusal> {
        if holds.is_within(self.holds) && (!role.is_owner() || self.role.is_owner()) {
            Ok(())
        } else {
            Err(Refusal::MoreThanYours)
        }
    }

    /// Whether this member may do anything to the account of `other`.
    pub fn may_touch(&self, other: &Self) -> Result<(), Refusal> {
        if self.id == other.id {
            return Err(Refusal::Yourself);
        }
        self.may_grant(&other.role, other.holds)
    }

    /// Whether this member may delete `other`; `owners` is how many there are.
    pub fn may_delete(&self, other: &Self, owners: i64) -> Result<(), Refusal> {
        if other.role.is_owner() && owners <= 1 {
            return Err(Refusal::LastOwner);
        }
        self.may_touch(other)
    }

    /// Whether this member may give `other` another role, or change how they sign in.
    pub fn may_change(
        &self,
        other: &Self,
        role: &Role,
        holds: Permissions,
        owners: i64,
    ) -> Result<(), Refusal> {
        if other.role.is_owner() && !role.is_owner() && owners <= 1 {
            return Err(Refusal::LastOwner);
        }
        self.may_touch(other)?;
        self.may_grant(role, holds)
    }

    /// Whether this member may rename `other`, which may be themselves.
    pub fn may_rename(&self, other: &Self) -> Result<(), Refusal> {
        if self.id == other.id {
            Ok(())
        } else {
            self.may_touch(other)
        }
    }

    /// Whether this member may make a role that allows `wanted`.
    pub fn may_make(&self, wanted: Permissions) -> Result<(), Refusal> {
        if wanted.is_within(self.holds) {
            Ok(())
        } else {
            Err(Refusal::MoreThanYours)
        }
    }

    /// Whether this member may change a role from `now` to `wanted`. Nobody changes the role that they have themselves,
    /// nor one whose holders stand above them.
    pub fn may_reshape(&self, role: &Role, now: Permissions, wanted: Permissions) -> Result<(), Refusal> {
        if *role == self.role {
            return Err(Refusal::Yourself);
        }
        self.may_make(now)?;
        self.may_make(wanted)
    }

    /// Whether this member may delete a role that `holders` people have.
    pub fn may_unmake(&self, now: Permissions, holders: i64) -> Result<(), Refusal> {
        if holders > 0 {
            return Err(Refusal::InUse);
        }
        self.may_make(now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::permissions::Permission;
    use proptest::prelude::*;

    fn staff(number: usize) -> StaffId {
        StaffId::parse(&format!("00000000-0000-7000-8000-0000000000{number:02}")).unwrap_or_else(|| panic!())
    }

    fn own_role(number: usize) -> Role {
        let id = RoleId::parse(&format!("00000000-0000-7000-9000-0000000000{number:02}"));
        Role::Own(id.unwrap_or_else(|| panic!()))
    }

    fn member(number: usize, role: BuiltInRole) -> Member {
        Member {
            id: staff(number),
            role: Role::BuiltIn(role),
            holds: role.permissions(),
        }
    }

    #[test]
    fn a_role_is_read_as_it_is_written() {
        for role in BuiltInRole::ALL {
            assert_eq!(Role::parse(role.as_str()), Some(Role::BuiltIn(role)));
        }
        assert_eq!(Role::parse(own_role(1).as_str()), Some(own_role(1)));
        assert_eq!(Role::parse("king"), None);
    }

    #[test]
    fn the_last_owner_stays_and_nobody_touches_themselves() {
        let (first, second) = (member(1, BuiltInRole::Owner), member(2, BuiltInRole::Owner));
        let manager = Role::BuiltIn(BuiltInRole::Manager);
        let holds = BuiltInRole::Manager.permissions();
        assert_eq!(first.may_delete(&first, 1), Err(Refusal::LastOwner));
        assert_eq!(first.may_delete(&first, 2), Err(Refusal::Yourself));
        assert_eq!(first.may_delete(&second, 2), Ok(()));
        assert_eq!(
            first.may_change(&first, &manager, holds, 1),
            Err(Refusal::LastOwner)
        );
        assert_eq!(
            first.may_change(&first, &manager, holds, 2),
            Err(Refusal::Yourself)
        );
        assert_eq!(first.may_change(&second, &manager, holds, 2), Ok(()));
        assert_eq!(first.may_rename(&first), Ok(()));
    }

    #[test]
    fn a_set_with_everything_in_it_is_no_owner() {
        let everything = Member {
            id: staff(1),
            role: own_role(1),
            holds: Permissions::all(),
        };
        let owner = member(2, BuiltInRole::Owner);
        assert_eq!(
            everything.may_grant(&owner.role, owner.holds),
            Err(Refusal::MoreThanYours)
        );
        assert_eq!(everything.may_delete(&owner, 2), Err(Refusal::MoreThanYours));
        assert_eq!(owner.may_delete(&everything, 1), Ok(()));
    }

    /// Anything that administrators can try.
    #[derive(Clone, Debug)]
    enum Deed {
        Add(Role),
        Change(usize, Role),
        Delete(usize),
        Rename(usize),
        Reshape(usize, Permissions),
        Unmake(usize),
    }

    #[derive(Clone, Debug)]
    struct World {
        people: Vec<Member>,
        roles: Vec<Option<Permissions>>,
        /// Ids are never used again.
        born: usize,
    }

    impl World {
        fn holds(&self, role: &Role) -> Option<Permissions> {
            match role {
                Role::BuiltIn(role) => Some(role.permissions()),
                Role::Own(_) => (0..self.roles.len())
                    .find(|number| own_role(*number) == *role)
                    .and_then(|number| self.roles[number]),
            }
        }

        fn owners(&self) -> i64 {
            let owners = self.people.iter().filter(|person| person.role.is_owner());
            i64::try_from(owners.count()).unwrap_or_default()
        }

        /// What the product does with a deed.
        fn attempt(&mut self, by: &Member, deed: &Deed) {
            let owners = self.owners();
            match deed {
                Deed::Add(role) => {
                    if let Some(holds) = self.holds(role)
                        && by.may_grant(role, holds).is_ok()
                    {
                        self.born += 1;
                        let id = staff(self.born);
                        self.people.push(Member {
                            id,
                            role: role.clone(),
                            holds,
                        });
                    }
                }
                Deed::Change(who, role) => {
                    let at = who % self.people.len();
                    if let Some(holds) = self.holds(role)
                        && by.may_change(&self.people[at], role, holds, owners).is_ok()
                    {
                        self.people[at].role = role.clone();
                        self.people[at].holds = holds;
                    }
                }
                Deed::Delete(who) => {
                    let at = who % self.people.len();
                    if by.may_delete(&self.people[at], owners).is_ok() {
                        self.people.remove(at);
                    }
                }
                Deed::Rename(who) => {
                    let other = &self.people[who % self.people.len()];
                    if by.may_rename(other).is_ok() {
                        assert!(other.holds.is_within(by.holds));
                    }
                }
                Deed::Reshape(number, wanted) => {
                    let role = own_role(*number);
                    if let Some(now) = self.roles[*number]
                        && by.may_reshape(&role, now, *wanted).is_ok()
                    {
                        self.roles[*number] = Some(*wanted);
                        for person in self.people.iter_mut().filter(|person| person.role == role) {
                            person.holds = *wanted;
                        }
                    }
                }
                Deed::Unmake(number) => {
                    let role = own_role(*number);
                    let holders = self.people.iter().filter(|person| person.role == role).count();
                    if let Some(now) = self.roles[*number]
                        && by.may_unmake(now, i64::try_from(holders).unwrap_or(1)).is_ok()
                    {
                        self.roles[*number] = None;
                    }
                }
            }
        }
    }

    const OWN_ROLES: usize = 3;

    fn some_permissions() -> impl Strategy<Value = Permissions> {
        prop::collection::vec(prop::sample::select(Permission::ALL), 0..Permission::ALL.len())
            .prop_map(|some| some.into_iter().collect())
    }

    fn some_role() -> impl Strategy<Value = Role> {
        prop_oneof![
            prop::sample::select(BuiltInRole::ALL.to_vec()).prop_map(Role::BuiltIn),
            (0..OWN_ROLES).prop_map(own_role),
        ]
    }

    fn some_deed() -> impl Strategy<Value = Deed> {
        prop_oneof![
            some_role().prop_map(Deed::Add),
            (any::<usize>(), some_role()).prop_map(|(who, role)| Deed::Change(who, role)),
            any::<usize>().prop_map(Deed::Delete),
            any::<usize>().prop_map(Deed::Rename),
            (0..OWN_ROLES, some_permissions()).prop_map(|(role, wanted)| Deed::Reshape(role, wanted)),
            (0..OWN_ROLES).prop_map(Deed::Unmake),
        ]
    }

    proptest! {
        #[test]
        fn nobody_rises_above_who_lets_them_and_an_owner_stays(
            roles in prop::collection::vec(some_permissions(), OWN_ROLES),
            begin in prop::collection::vec(some_role(), 0..5),
            deeds in prop::collection::vec((any::<usize>(), some_deed()), 1..40),
        ) {
            let mut world = World { people: Vec::new(), roles: roles.into_iter().map(Some).collect(), born: begin.len() };
            world.people.push(member(0, BuiltInRole::Owner));
            for (number, role) in begin.into_iter().enumerate() {
                let holds = world.holds(&role).unwrap_or_default();
                world.people.push(Member { id: staff(number + 1), role, holds });
            }
            for (who, deed) in deeds {
                let before = world.clone();
                let by = before.people[who % before.people.len()].clone();
                world.attempt(&by, &deed);
                prop_assert!(world.owners() > 0, "{deed:?} by {by:?}");
                let itself = world.people.iter().find(|person| person.id == by.id);
                prop_assert_eq!(itself, Some(&by), "{:?} changed its doer", deed);
                for person in &world.people {
                    let was = before.people.iter().find(|known| known.id == person.id);
                    let held = was.map_or(Permissions::NONE, |was| was.holds);
                    let gained: Permissions = person.holds.iter().filter(|one| !held.contains(*one)).collect();
                    prop_assert!(gained.is_within(by.holds), "{deed:?} by {by:?} raised {person:?}");
                    let rose = person.role.is_owner() && !was.is_some_and(|was| was.role.is_owner());
                    prop_assert!(!rose || by.role.is_owner());
                    // Whoever stands above is left alone.
                    prop_assert!(was.is_none_or(|was| was == person || was.holds.is_within(by.holds)));
                }
                for gone in before.people.iter().filter(|known| world.people.iter().all(|p| p.id != known.id)) {
                    prop_assert!(gone.holds.is_within(by.holds));
                }
                for person in &world.people {
                    prop_assert_eq!(world.holds(&person.role), Some(person.holds), "the role is still there");
                }
            }
        }
    }
}
