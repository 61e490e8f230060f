use super::*;
use crate::audited;
use domain::forms::Code;
use services::both_engines;

async fn reshaped(by: &Ctx, id: &RoleId, name: &str, permissions: &[Permission]) -> KeepRole {
    let (role, _) = administrators::own_one(by, id).await.unwrap();
    KeepRole {
        role: Some(id.clone()),
        is_new: false,
        seen: role.updated_at.to_string(),
        ..role_of(name, permissions)
    }
}

both_engines! {
    async fn a_role_is_made_changed_and_deleted_when_nobody_has_it(t: Test) {
        let owner = t.staff("Owner").await;
        let desk = staff_with(&t, &owner, "Night desk", &[Permission::RepairsRead]).await;
        let role = administrators::own(&owner).await.unwrap().remove(0);
        let id = RoleId::parse(&role.id).unwrap();
        assert_eq!(role.holders, 1);
        assert_eq!(conflict(&administrators::remove(&owner, Some(id.clone())).await), Some(Conflict::RoleInUse));
        let more = [Permission::RepairsRead, Permission::RepairsManage];
        administrators::keep(&owner, reshaped(&owner, &id, "Night desk", &more).await).await.unwrap();
        assert!(signed_in(&t, &id_of(&desk)).await.actor.require(Permission::RepairsManage).is_ok());
        administrators::delete(&owner, Some(id_of(&desk))).await.unwrap();
        administrators::remove(&owner, Some(id.clone())).await.unwrap();
        for event in ["role.added", "role.changed", "role.deleted"] {
            assert_eq!(audited(&t.platform, event, id.as_str()).await, 1, "{event}");
        }
        assert!(matches!(administrators::remove(&owner, Some(id)).await, Err(Error::NotFound)));
    }

    async fn no_role_is_a_way_up(t: Test) {
        let owner = t.staff("Owner").await;
        let needs = [Permission::RolesManage, Permission::RepairsRead];
        let maker = staff_with(&t, &owner, "Maker", &needs).await;
        let above = own_role(&owner, "Above", &[Permission::AuditRead]).await;
        let made = own_role(&maker, "Made", &[Permission::RepairsRead]).await;
        let own = administrators::own(&owner).await.unwrap().into_iter().find(|role| role.name == "Maker").unwrap();
        let own = RoleId::parse(&own.id).unwrap();
        let more = role_of("More", &[Permission::AuditRead]);
        assert_eq!(conflict(&administrators::keep(&maker, more).await), Some(Conflict::MoreThanYours));
        // Neither one that others hold, nor down one that stands above.
        for (role, wanted) in [(&made, Permission::AuditRead), (&above, Permission::RepairsRead)] {
            let change = reshaped(&maker, role, "Other", &[wanted]).await;
            assert_eq!(conflict(&administrators::keep(&maker, change).await), Some(Conflict::MoreThanYours));
        }
        let change = reshaped(&maker, &own, "Maker", &[Permission::RolesManage]).await;
        assert_eq!(conflict(&administrators::keep(&maker, change).await), Some(Conflict::OwnAccount));
        assert_eq!(conflict(&administrators::remove(&maker, Some(above)).await), Some(Conflict::MoreThanYours));
        administrators::remove(&maker, Some(made)).await.unwrap();
    }

    async fn no_two_roles_have_one_name(t: Test) {
        let owner = t.staff("Owner").await;
        let first = own_role(&owner, "Night desk", &[Permission::RepairsRead]).await;
        own_role(&owner, "Day desk", &[Permission::RepairsRead]).await;
        for name in ["Night desk", "OWNER", "Perchennog"] {
            let again = administrators::keep(&owner, role_of(name, &[Permission::RepairsRead])).await;
            let Err(Error::Form(errors)) = again else { panic!("{name} was made") };
            assert_eq!(errors.code("role_name"), Some(&Code::Taken));
        }
        let renamed = reshaped(&owner, &first, "Day desk", &[Permission::RepairsRead]).await;
        assert!(matches!(administrators::keep(&owner, renamed).await, Err(Error::Form(_))));
    }

    async fn whoever_saves_second_sees_what_the_first_saved(t: Test) {
        let owner = t.staff("Owner").await;
        let id = own_role(&owner, "Night desk", &[Permission::RepairsRead]).await;
        let (first, second) = (
            reshaped(&owner, &id, "Night desk", &[Permission::RepairsManage]).await,
            reshaped(&owner, &id, "Late desk", &[Permission::RepairsRead]).await,
        );
        t.clock.advance_secs(1);
        administrators::keep(&owner, first).await.unwrap();
        assert_eq!(conflict(&administrators::keep(&owner, second).await), Some(Conflict::ChangedMeanwhile));
    }
}
