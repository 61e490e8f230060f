//! Two at once, on two nodes.

use super::*;
use crate::count;
use services::both_engines;
use std::sync::Arc;

fn at(node: &Arc<Platform>, ctx: &Ctx) -> Ctx {
    Ctx {
        platform: Arc::clone(node),
        ..ctx.clone()
    }
}

const OWNERS: &str = "select count(*) from staff where role = 'owner' and deleted_at is null";

both_engines! {
    async fn two_owners_who_delete_each_other_leave_one(t: Test) {
        let node = t.another_node().await;
        for round in 0..10 {
            let first = t.staff(&format!("First{round}")).await;
            let second = t.staff(&format!("Second{round}")).await;
            let sql = "update staff set role = 'manager' where role = 'owner' and id not in ($1, $2)";
            let (one, two) = (id_of(&first), id_of(&second));
            t.platform.db.execute(sql, args![one.as_str(), two.as_str()]).await.unwrap();
            let there = at(&node, &second);
            let (left, right) = tokio::join!(
                administrators::delete(&first, Some(two)),
                administrators::delete(&there, Some(one)),
            );
            assert_eq!(count(&t.platform, OWNERS, vec![]).await, 1, "{left:?} {right:?}");
            assert!(left.is_ok() != right.is_ok());
        }
        node.db.close().await;
    }

    async fn two_owners_who_demote_each_other_leave_one(t: Test) {
        let node = t.another_node().await;
        for round in 0..10 {
            let first = t.staff(&format!("First{round}")).await;
            let second = t.staff(&format!("Second{round}")).await;
            let sql = "update staff set role = 'manager' where role = 'owner' and id not in ($1, $2)";
            let (one, two) = (id_of(&first), id_of(&second));
            t.platform.db.execute(sql, args![one.as_str(), two.as_str()]).await.unwrap();
            let (down, up) = (
                change_of(&first, &two, READ_ONLY, false).await,
                change_of(&second, &one, READ_ONLY, false).await,
            );
            let there = at(&node, &second);
            let (left, right) = tokio::join!(
                administrators::change(&first, down),
                administrators::change(&there, up),
            );
            assert_eq!(count(&t.platform, OWNERS, vec![]).await, 1, "{left:?} {right:?}");
        }
        node.db.close().await;
    }

    async fn a_role_is_not_deleted_under_the_hands_of_who_gives_it(t: Test) {
        let owner = t.staff("Owner").await;
        let node = t.another_node().await;
        let there = at(&node, &owner);
        for round in 0..10 {
            let id = own_role(&owner, &format!("Desk {round}"), &[Permission::RepairsRead]).await;
            let give = new_one(&format!("r{round}@landlord.example"), Role::Own(id.clone()), true);
            let (given, removed) = tokio::join!(
                administrators::add(&owner, give),
                administrators::remove(&there, Some(id)),
            );
            assert!(given.is_ok() != removed.is_ok(), "{given:?} {removed:?}");
        }
        let sql = "select count(*) from staff s where length(s.role) = 36
            and not exists (select 1 from roles r where r.id = s.role)";
        assert_eq!(count(&t.platform, sql, vec![]).await, 0);
        node.db.close().await;
    }

    async fn whoever_loses_the_right_meanwhile_does_nothing_more(t: Test) {
        let owner = t.staff("Owner").await;
        let second = t.staff("Second").await;
        let change = change_of(&owner, &id_of(&second), READ_ONLY, false).await;
        administrators::change(&owner, change).await.unwrap();
        // A request that began while they were an owner.
        let late = administrators::add(&second, new_one("late@landlord.example", READ_ONLY, true)).await;
        assert!(matches!(late, Err(Error::Denied)));
        let late = administrators::delete(&second, Some(id_of(&owner))).await;
        assert!(matches!(late, Err(Error::Denied)));
    }
}
