//! 'Approved Domains': who may change the lists, and what happens to a host that is not on them.

use crate::audited;
use domain::{
    domains::{ApprovedDomains, Fault},
    forms::Code,
    integrations::{Mode, Slot, Trial},
    permissions::BuiltInRole,
};
use services::{
    both_engines,
    context::Ctx,
    domains::{self, APPROVE_BOX},
    error::{Conflict, Error, Result},
    integrations::{self, Draft, Secrets},
    ports::{PortError, Trouble},
    testing::{HousingSettings, Test},
};

const HOST: &str = "api.vendor.example";

async fn lists(ctx: &Ctx) -> ApprovedDomains {
    domains::overview(ctx).await.unwrap().lists
}

/// Saves these hosts and leaves the other lists as they are.
async fn save_hosts(ctx: &Ctx, hosts: &[&str]) -> Result<()> {
    let outbound_hosts = hosts.iter().map(|host| (*host).to_owned()).collect();
    domains::save(
        ctx,
        ApprovedDomains {
            outbound_hosts,
            ..lists(ctx).await
        },
    )
    .await
}

fn draft(seen: i64) -> Draft<HousingSettings> {
    Draft {
        mode: Mode::Live,
        seen,
        settings: HousingSettings::labelled("second"),
        secrets: Secrets::default(),
        needs: &[],
        address_box: "api_url",
        enabled: true,
    }
}

fn refused_for<T: std::fmt::Debug>(outcome: Result<T>, field: &str) -> Code {
    match outcome {
        Err(Error::Form(errors)) => errors.code(field).cloned().unwrap(),
        other => panic!("{other:?}"),
    }
}

fn is_not_approved(t: &Test) -> bool {
    matches!(
        t.platform.housing_of(Mode::Live),
        Err(PortError::Misconfigured(Trouble::NotApproved))
    )
}

both_engines! {
    async fn a_connection_to_a_new_host_is_saved_once_somebody_confirms_it(t: Test) {
        let owner = t.staff("Olwen").await;
        t.switchboard.lives_at(&[HOST]);
        assert_eq!(refused_for(integrations::save(&owner, draft(1)).await, APPROVE_BOX), Code::NotApproved);
        assert!(t.platform.housing_of(Mode::Live).is_ok(), "what was there goes on");
        integrations::approve_hosts(&owner, &draft(1).settings).await.unwrap();
        integrations::save(&owner, draft(1)).await.unwrap();
        assert!(t.platform.housing_of(Mode::Live).is_ok());
        assert_eq!(lists(&owner).await.outbound_hosts, [HOST]);
        assert_eq!(audited(&t.platform, "host.approved", "landlord").await, 1);
        // Confirmed again, nothing is added and nothing recorded.
        integrations::approve_hosts(&owner, &draft(2).settings).await.unwrap();
        assert_eq!(audited(&t.platform, "host.approved", "landlord").await, 1);
        let uses = domains::overview(&owner).await.unwrap().uses;
        let mine: Vec<_> = uses.iter().map(|used| (used.slot, used.host.as_str(), used.enabled)).collect();
        assert_eq!(mine, [(Slot::Housing, HOST, true)]);
    }

    async fn what_cannot_stand_on_the_list_is_confirmed_in_vain(t: Test) {
        let owner = t.staff("Olwen").await;
        for (host, fault) in [("169.254.169.254", Fault::Number), ("[fd00::1]:443", Fault::Number), ("metadata.internal", Fault::Inside)] {
            t.switchboard.lives_at(&[host]);
            let refused = refused_for(integrations::approve_hosts(&owner, &draft(1).settings).await, APPROVE_BOX);
            assert_eq!(refused, Code::Entry { entry: host.to_owned(), fault });
            assert_eq!(refused_for(integrations::save(&owner, draft(1)).await, APPROVE_BOX), Code::NotApproved);
        }
        assert_eq!(lists(&owner).await.outbound_hosts, Vec::<String>::new());
    }

    async fn a_host_in_use_stays_and_one_that_is_gone_is_called_no_more(t: Test) {
        let owner = t.staff("Olwen").await;
        t.switchboard.lives_at(&[HOST]);
        save_hosts(&owner, &[HOST, "other.example"]).await.unwrap();
        integrations::save(&owner, draft(1)).await.unwrap();
        let in_use = Code::EntryInUse { entry: HOST.to_owned() };
        assert_eq!(refused_for(save_hosts(&owner, &["other.example"]).await, "outbound_hosts"), in_use);
        save_hosts(&owner, &[HOST]).await.unwrap();
        integrations::disable(&owner, Slot::Housing, Mode::Live, 2).await.unwrap();
        save_hosts(&owner, &[]).await.unwrap();
        // Switched on again: nobody calls it, at any node, and the trial says why.
        integrations::enable(&owner, Slot::Housing, Mode::Live, 3).await.unwrap();
        assert!(is_not_approved(&t));
        let verdict = integrations::test(&owner, Trial::Housing, Mode::Live).await.unwrap();
        assert_eq!(verdict, Err(PortError::Misconfigured(Trouble::NotApproved)));
        let other = t.another_node().await;
        assert!(matches!(other.housing_of(Mode::Live), Err(PortError::Misconfigured(Trouble::NotApproved))));
        assert!(t.platform.mail_of(Mode::Live).is_ok(), "the others go on");
        save_hosts(&owner, &[HOST]).await.unwrap();
        other.refresh().await.unwrap();
        assert!(t.platform.housing_of(Mode::Live).is_ok() && other.housing_of(Mode::Live).is_ok());
    }

    async fn what_the_environment_gives_is_approved_by_whoever_runs_the_server(t: Test) {
        let owner = t.staff("Olwen").await;
        assert!(integrations::is_given(&t.platform.db, Slot::Housing).await.unwrap());
        let now = t.platform.clock.now();
        domains::approve_given(&t.platform.db, vec![HOST.to_owned()], now).await.unwrap();
        t.platform.refresh().await.unwrap();
        assert_eq!(lists(&owner).await.outbound_hosts, [HOST]);
        integrations::save(&owner, draft(1)).await.unwrap();
        assert!(!integrations::is_given(&t.platform.db, Slot::Housing).await.unwrap());
    }

    async fn the_lists_are_changed_by_few_with_a_fresh_proof_and_never_over_each_other(t: Test) {
        let owner = t.staff("Olwen").await;
        let reader = t.staff_as("Rhys", BuiltInRole::ReadOnly).await;
        assert!(matches!(domains::overview(&reader).await, Err(Error::Denied)));
        assert!(matches!(domains::save(&reader, ApprovedDomains::default()).await, Err(Error::Denied)));
        assert!(matches!(integrations::approve_hosts(&reader, &draft(1).settings).await, Err(Error::Denied)));
        let seen = lists(&owner).await;
        save_hosts(&owner, &["first.example"]).await.unwrap();
        let late = domains::save(&owner, ApprovedDomains { outbound_hosts: vec!["second.example".into()], ..seen }).await;
        assert!(matches!(late, Err(Error::Conflict(Conflict::ChangedMeanwhile))), "{late:?}");
        assert_eq!(lists(&owner).await.outbound_hosts, ["first.example"]);
        let seen = lists(&owner).await;
        let sites = |site: &str| ApprovedDomains { sites: vec![site.to_owned()], ..seen.clone() };
        let (one, two) = tokio::join!(domains::save(&owner, sites("a.example")), domains::save(&owner, sites("b.example")));
        assert_eq!([one.is_ok(), two.is_ok()].iter().filter(|ok| **ok).count(), 1, "two at once");
        t.clock.advance_secs(600);
        assert!(matches!(save_hosts(&owner, &[]).await, Err(Error::ProveFirst)));
        assert!(matches!(integrations::approve_hosts(&owner, &draft(1).settings).await, Err(Error::ProveFirst)));
    }
}
