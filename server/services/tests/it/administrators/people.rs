use super::*;
use crate::{audited, count};
use domain::{forms::Code, identity::Plane};
use services::{auth::links, both_engines, settings};

both_engines! {
    async fn whoever_is_added_is_invited_unless_they_sign_in_by_sso(t: Test) {
        let owner = t.staff("Owner").await;
        administrators::add(&owner, new_one("pass@landlord.example", READ_ONLY, false)).await.unwrap();
        administrators::add(&owner, new_one("sso@landlord.example", READ_ONLY, true)).await.unwrap();
        t.work().await;
        let mails = t.mail.sent();
        assert_eq!(mails.len(), 1);
        assert_eq!(mails[0].to, "pass@landlord.example");
        let (_, rest) = mails[0].text.split_once("?token=").unwrap();
        let token = rest.split_whitespace().next().unwrap();
        let id = id_by_email(&t.platform, "pass@landlord.example").await.unwrap();
        let link = links::peek(&t.platform.db, Plane::Console, token, t.platform.clock.now()).await.unwrap();
        assert_eq!(link.map(|link| link.account), Some(id.to_string()));
        assert_eq!(audited(&t.platform, "administrator.added", id.as_str()).await, 1);

        // Again: a new link, and the old one is dead. Nobody else can be invited again.
        administrators::invite_again(&owner, Some(id)).await.unwrap();
        let dead = links::peek(&t.platform.db, Plane::Console, token, t.platform.clock.now()).await.unwrap();
        assert!(dead.is_none());
        let sso = id_by_email(&t.platform, "sso@landlord.example").await;
        assert!(matches!(administrators::invite_again(&owner, sso).await, Err(Error::NotFound)));
    }

    async fn a_second_press_adds_nobody_and_an_address_has_one_account(t: Test) {
        let owner = t.staff("Owner").await;
        let mut add = new_one("once@landlord.example", READ_ONLY, false);
        add.submission = domain::ids::SubmissionId::parse("00000000-0000-7000-8000-00000000000a");
        administrators::add(&owner, add.clone()).await.unwrap();
        administrators::add(&owner, add.clone()).await.unwrap();
        t.work().await;
        assert_eq!(t.mail.sent().len(), 1);
        add.submission = None;
        let Err(Error::Form(errors)) = administrators::add(&owner, add).await else { panic!("added twice") };
        assert_eq!(errors.code("staff_email"), Some(&Code::Taken));
    }

    async fn only_approved_domains_hold_accounts_and_older_ones_are_named(t: Test) {
        let owner = t.staff("Owner").await;
        let approved = vec!["landlord.example".to_owned()];
        settings::change(&owner, "approved-domains", |settings| settings.administrator_domains = approved).await.unwrap();
        let outside = new_one("a@evil.landlord.example", READ_ONLY, true);
        let Err(Error::Form(errors)) = administrators::add(&owner, outside).await else { panic!("was added") };
        assert_eq!(errors.code("staff_email"), Some(&Code::NotApproved));
        administrators::add(&owner, new_one("a@landlord.example", READ_ONLY, true)).await.unwrap();
        assert_eq!(administrators::outside(&owner).await.unwrap(), ["owner@landlord.example.org"]);
    }

    async fn nobody_gives_or_touches_more_than_they_hold(t: Test) {
        let owner = t.staff("Owner").await;
        let needs = [Permission::AdministratorsRead, Permission::AdministratorsManage];
        let clerk = staff_with(&t, &owner, "Clerk", &needs).await;
        for role in [OWNER, Role::BuiltIn(BuiltInRole::Repairs)] {
            let refused = administrators::add(&clerk, new_one("up@landlord.example", role, true)).await;
            assert_eq!(conflict(&refused), Some(Conflict::MoreThanYours));
        }
        let manager = id_of(&t.staff_as("Manager", BuiltInRole::Manager).await);
        let change = change_of(&owner, &manager, READ_ONLY, false).await;
        assert_eq!(conflict(&administrators::change(&clerk, change).await), Some(Conflict::MoreThanYours));
        assert_eq!(conflict(&administrators::delete(&clerk, Some(manager)).await), Some(Conflict::MoreThanYours));
        let own = Some(id_of(&clerk));
        assert_eq!(conflict(&administrators::delete(&clerk, own).await), Some(Conflict::OwnAccount));
        let offered = administrators::choices(&clerk).await.unwrap();
        assert!(offered.iter().all(|choice| choice.name == "Clerk"), "{offered:?}");
        let reader = t.staff_as("Reader", BuiltInRole::ReadOnly).await;
        let refused = administrators::add(&reader, new_one("up@landlord.example", READ_ONLY, true)).await;
        assert!(matches!(refused, Err(Error::Denied)));
        assert!(id_by_email(&t.platform, "up@landlord.example").await.is_none());
    }

    async fn the_last_owner_stays(t: Test) {
        let owner = t.staff("Owner").await;
        let id = id_of(&owner);
        assert_eq!(conflict(&administrators::delete(&owner, Some(id.clone())).await), Some(Conflict::LastOwner));
        let change = change_of(&owner, &id, READ_ONLY, false).await;
        assert_eq!(conflict(&administrators::change(&owner, change).await), Some(Conflict::LastOwner));
        // The name is theirs to change.
        let change = change_of(&owner, &id, OWNER, false).await;
        administrators::change(&owner, change).await.unwrap();
        assert_eq!(administrators::one(&owner, &id).await.unwrap().administrator.name, "New Name");
    }

    async fn a_smaller_role_counts_at_the_next_request_and_on_every_node(t: Test) {
        let owner = t.staff("Owner").await;
        let manager = id_of(&t.staff_as("Manager", BuiltInRole::Manager).await);
        let token = session(&t.platform, Plane::Console, manager.as_str(), Stage::Full).await;
        let node = t.another_node().await;
        assert!(who_is(&node, &token).await.unwrap().permissions.contains(Permission::CustomersManage));
        let change = change_of(&owner, &manager, READ_ONLY, false).await;
        administrators::change(&owner, change).await.unwrap();
        assert_eq!(who_is(&node, &token).await.unwrap().permissions, BuiltInRole::ReadOnly.permissions());
        node.db.close().await;
    }

    async fn whoever_is_deleted_is_out_at_once_and_stays_in_the_histories(t: Test) {
        let owner = t.staff("Owner").await;
        let gone = id_of(&t.staff_as("Leaver", BuiltInRole::Repairs).await);
        let token = session(&t.platform, Plane::Console, gone.as_str(), Stage::Full).await;
        let half = session(&t.platform, Plane::Console, gone.as_str(), Stage::Half).await;
        administrators::delete(&owner, Some(gone.clone())).await.unwrap();
        for token in [token, half] {
            assert_eq!(look_up(&t.platform, Plane::Console, Some(&token)).await.unwrap(), Session::None);
        }
        let sql = "select count(*) from staff where id = $1 and name = 'Leaver' and password_hash = ''";
        assert_eq!(count(&t.platform, sql, args![gone.as_str()]).await, 1);
        assert_eq!(audited(&t.platform, "administrator.deleted", gone.as_str()).await, 1);
        let listed = administrators::list(&owner, None).await.unwrap().rows;
        assert!(listed.iter().all(|row| row.id != gone.as_str()));
        assert!(matches!(administrators::delete(&owner, Some(gone)).await, Err(Error::NotFound)));
        // The address is free again.
        administrators::add(&owner, new_one("leaver@landlord.example.org", READ_ONLY, true)).await.unwrap();
    }

    async fn sso_only_takes_the_password_and_ends_what_came_from_it(t: Test) {
        let owner = t.staff("Owner").await;
        let them = id_of(&t.staff_as("Them", BuiltInRole::Repairs).await);
        let token = session(&t.platform, Plane::Console, them.as_str(), Stage::Full).await;
        let role = Role::BuiltIn(BuiltInRole::Repairs);
        let change = change_of(&owner, &them, role.clone(), true).await;
        administrators::change(&owner, change).await.unwrap();
        assert!(who_is(&t.platform, &token).await.is_none());
        let stored = administrators::one(&owner, &them).await.unwrap().administrator;
        assert!(stored.sso_only && !stored.has_password);
        t.work().await;
        assert!(t.mail.sent().is_empty());
        // Back again: they choose a new one.
        let change = change_of(&owner, &them, role, false).await;
        administrators::change(&owner, change).await.unwrap();
        t.work().await;
        assert_eq!(t.mail.sent().len(), 1);
    }

    async fn every_deed_needs_a_fresh_proof(t: Test) {
        let fresh = t.staff("Owner").await;
        let them = id_of(&t.staff_as("Them", BuiltInRole::Repairs).await);
        let change = change_of(&fresh, &them, READ_ONLY, false).await;
        let owner = stale(&fresh);
        let outcomes = [
            administrators::add(&owner, new_one("a@landlord.example", READ_ONLY, true)).await,
            administrators::change(&owner, change).await,
            administrators::delete(&owner, Some(them.clone())).await,
            administrators::invite_again(&owner, Some(them)).await,
            administrators::keep(&owner, role_of("Night desk", &[Permission::RepairsRead])).await,
            administrators::remove(&owner, None).await,
        ];
        for outcome in outcomes {
            assert!(matches!(outcome, Err(Error::ProveFirst)), "{outcome:?}");
        }
    }

    async fn the_list_goes_on_by_name_without_leaving_anybody_out(t: Test) {
        let owner = t.staff("Owner").await;
        for number in 0..administrators::PAGE_SIZE {
            administrators::add(&owner, new_one(&format!("n{number}@landlord.example"), READ_ONLY, true)).await.unwrap();
        }
        let first = administrators::list(&owner, None).await.unwrap();
        assert!(first.has_more);
        let last = first.rows.last().unwrap();
        let after = administrators::After { name: last.name.clone(), id: last.id.clone() };
        let second = administrators::list(&owner, Some(&after)).await.unwrap();
        assert!(!second.has_more);
        assert_eq!(first.rows.len() + second.rows.len(), administrators::PAGE_SIZE + 1);
    }
}
