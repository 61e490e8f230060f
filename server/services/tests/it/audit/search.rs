use super::{auditor, write};
use domain::{
    dates::Day,
    permissions::{BuiltInRole, Permission},
};
use services::{
    audit::{self, Filter},
    both_engines,
    context::{Actor, Ctx},
    error::Error,
    testing::Test,
};

async fn events_about(ctx: &Ctx, about: &str) -> Vec<String> {
    let filter = Filter {
        about: about.into(),
        ..Filter::default()
    };
    let page = audit::search(ctx, &filter, None).await.unwrap();
    page.rows.into_iter().map(|row| row.event).collect()
}

both_engines! {
    async fn entries_are_found_by_who_did_it_and_by_whom_it_was_about(t: Test) {
        let ctx = auditor(&t).await;
        let (megan, owain) = (t.tenant("Megan").await, t.tenant("Owain").await);
        write(&t, &ctx.actor, "test.looked", megan.customer.id.as_str(), 1).await;
        write(&t, &megan.ctx.actor, "test.asked", "something", 1).await;
        write(&t, &owain.ctx.actor, "test.other", owain.customer.id.as_str(), 1).await;
        assert_eq!(events_about(&ctx, "  Megan@Example.org ").await, ["test.asked", "test.looked"]);
        assert_eq!(events_about(&ctx, megan.customer.id.as_str()).await, ["test.asked", "test.looked"]);
        assert_eq!(events_about(&ctx, "alex@landlord.example.org").await, ["test.looked"]);
        assert_eq!(events_about(&ctx, "owain@example.org").await, ["test.other"]);
        assert_eq!(events_about(&ctx, "nobody@example.org").await, Vec::<String>::new());
    }

    async fn a_repair_is_found_by_its_reference(t: Test) {
        let ctx = auditor(&t).await;
        let (megan, offer) = (t.tenant("Megan").await, t.offer().await);
        let repair = megan.report(&offer).await;
        let reference = services::repairs::desk::record(&ctx, &repair).await.unwrap().details.reference;
        assert_eq!(events_about(&ctx, &reference.to_lowercase()).await, ["repair.received"]);
    }

    async fn pages_go_on_without_gaps_or_repeats(t: Test) {
        let ctx = auditor(&t).await;
        for event in ["test.a", "test.b"] {
            write(&t, &Actor::System, event, "x", 70).await;
        }
        for (filter, expected) in [
            (Filter::default(), 140),
            (Filter { event: "test.a".into(), ..Filter::default() }, 70),
            (Filter { about: "x".into(), ..Filter::default() }, 140),
            (Filter { about: "x".into(), event: "test.b".into(), ..Filter::default() }, 70),
        ] {
            let (mut ids, mut before) = (Vec::new(), None);
            loop {
                let page = audit::search(&ctx, &filter, before.as_deref()).await.unwrap();
                ids.extend(page.rows.iter().map(|row| row.id.clone()));
                if !page.has_older {
                    break;
                }
                before = ids.last().cloned();
            }
            assert!(ids.is_sorted_by(|newer, older| newer > older));
            assert_eq!(ids.len(), expected, "{filter:?}");
        }
    }

    async fn days_bound_the_search_and_kinds_of_events_are_offered(t: Test) {
        let ctx = auditor(&t).await;
        let today = services::times::day_of(t.platform.clock.now());
        write(&t, &Actor::System, "test.today", "x", 1).await;
        t.clock.advance_secs(24 * 3600);
        let tomorrow = services::times::day_of(t.platform.clock.now());
        write(&t, &Actor::System, "test.tomorrow", "x", 1).await;
        let found = |from: Option<&Day>, until: Option<&Day>| {
            let filter = Filter { from: from.cloned(), until: until.cloned(), ..Filter::default() };
            let ctx = ctx.clone();
            async move { audit::search(&ctx, &filter, None).await.unwrap() }
        };
        let names = |page: audit::Page| page.rows.into_iter().map(|row| row.event).collect::<Vec<_>>();
        assert_eq!(names(found(None, Some(&today)).await), ["test.today"]);
        assert_eq!(names(found(Some(&tomorrow), None).await), ["test.tomorrow"]);
        assert_eq!(names(found(Some(&today), Some(&tomorrow)).await).len(), 2);
        assert_eq!(found(None, None).await.events, ["test.today", "test.tomorrow"]);
    }

    async fn the_file_holds_every_line_and_is_itself_on_record(t: Test) {
        let ctx = auditor(&t).await;
        write(&t, &Actor::System, "test.a", "=1+1", 2_500).await;
        let filter = Filter { event: "test.a".into(), ..Filter::default() };
        let (mut text, mut before) = (audit::export_began(&ctx, &filter).await.unwrap(), None);
        while let Some((lines, last)) = audit::export_part(&ctx, &filter, before.as_deref()).await.unwrap() {
            text.push_str(&lines);
            before = Some(last);
        }
        assert_eq!(text.lines().count(), 2_501);
        assert!(text.contains(",'=1+1,"));
        assert_eq!(crate::audited(&t.platform, "audit.exported", "audit").await, 1);
    }

    async fn an_old_proof_takes_nothing_out(t: Test) {
        let ctx = auditor(&t).await;
        t.clock.advance_secs(600);
        let refused = audit::export_began(&ctx, &Filter::default()).await;
        assert!(matches!(refused, Err(Error::ProveFirst)), "{refused:?}");
    }

    async fn only_those_who_may_read_it_do(t: Test) {
        let tenant = t.tenant("Megan").await;
        for role in BuiltInRole::ALL {
            let ctx = t.staff_as(role.as_str(), role).await;
            let may = role.permissions().contains(Permission::AuditRead);
            assert_eq!(audit::search(&ctx, &Filter::default(), None).await.is_ok(), may, "{role:?}");
            assert_eq!(audit::newest_check(&ctx).await.is_ok(), may, "{role:?}");
            let takes = role.permissions().contains(Permission::AuditExport);
            assert_eq!(audit::export_began(&ctx, &Filter::default()).await.is_ok(), takes, "{role:?}");
        }
        assert!(audit::search(&tenant.ctx, &Filter::default(), None).await.is_err());
    }

    async fn a_customer_sees_who_looked_at_their_record_and_nobody_elses(t: Test) {
        let ctx = auditor(&t).await;
        let (megan, owain) = (t.tenant("Megan").await, t.tenant("Owain").await);
        write(&t, &ctx.actor, "customer.viewed", megan.customer.id.as_str(), 55).await;
        let (views, has_older) = audit::of_own_record(&megan.ctx, None).await.unwrap();
        assert_eq!((views.len(), has_older, views[0].staff_name.as_str()), (50, true, "Alex"));
        let before = views.last().map(|view| view.id.clone());
        let (older, has_older) = audit::of_own_record(&megan.ctx, before.as_deref()).await.unwrap();
        assert_eq!((older.len(), has_older), (5, false));
        assert_eq!(audit::of_own_record(&owain.ctx, None).await.unwrap().0, []);
        assert!(audit::of_own_record(&ctx, None).await.is_err());
    }
}
