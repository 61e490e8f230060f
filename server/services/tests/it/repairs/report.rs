use super::{cancel, page_of};
use crate::{audited, count};
use domain::{
    forms::{Code, FormErrors},
    ids::{DefinitionId, DraftId},
    repairs::{AcceptSafety, ChooseCategory, ChooseDefinition, Describe, Event, Step},
};
use futures_util::future::join_all;
use services::{
    args, both_engines,
    error::{Conflict, Error},
    ports::housing::Role,
    repairs::report,
    testing::{Offer, Op, Tenant, Test},
};

async fn choose(
    tenant: &Tenant,
    draft: &DraftId,
    definition: &DefinitionId,
) -> services::error::Result<report::Next> {
    let cmd = ChooseDefinition {
        draft: Some(draft.clone()),
        definition: definition.clone(),
        back_to_check: false,
    };
    report::choose_definition(&tenant.ctx, cmd).await
}

async fn begin(tenant: &Tenant, offer: &Offer) -> DraftId {
    let cmd = ChooseCategory {
        draft: None,
        category: offer.category.clone(),
        back_to_check: false,
    };
    report::choose_category(&tenant.ctx, cmd).await.unwrap().0
}

fn accept(draft: &DraftId) -> AcceptSafety {
    AcceptSafety {
        draft: Some(draft.clone()),
        back_to_check: false,
    }
}

fn words(draft: &DraftId) -> Describe {
    Describe {
        draft: Some(draft.clone()),
        description: "Drips".into(),
        back_to_check: false,
    }
}

both_engines! {
    async fn a_report_is_stored_with_its_event_audit_and_deliveries_before_anything_is_sent(t: Test) {
        let (tenant, offer) = (t.tenant("Megan").await, t.offer().await);
        let repair = tenant.report(&offer).await;
        assert_eq!((t.housing.calls(Op::Raise), t.mail.sent().len()), (0, 0));
        let page = page_of(&tenant, &repair).await;
        assert!(page.summary.reference.starts_with("TW-") && page.waiting_to_be_passed_on);
        assert_eq!(page.timeline[0].event, Event::Received);
        assert_eq!(audited(&t.platform, "repair.received", repair.as_str()).await, 1);
        let kinds = "select kind from outbox where subject = $1 order by kind";
        let kinds = t.platform.db.all::<(String,)>(kinds, args![repair.as_str()]).await.unwrap();
        assert_eq!(kinds, [("send-mail".to_owned(),), ("send-repair".to_owned(),)]);
        t.work().await;
        let (raised, _) = t.housing.raised(&page.summary.reference).unwrap();
        assert_eq!((raised.sor_code.as_str(), raised.priority.as_str(), raised.contract.as_str()), ("610101", "P3", "DLO"));
        assert_eq!((raised.person_id.as_str(), raised.asset_id.as_str()), ("person-Megan", "asset-tenancy-Megan"));
        assert!(!page_of(&tenant, &repair).await.waiting_to_be_passed_on);
        let mail = t.mail.sent_to("megan@example.org").pop().unwrap();
        assert!(mail.text.contains(&page.summary.reference) && !mail.subject.contains(&page.summary.reference));
    }

    async fn sending_twice_gives_the_first_repair_again(t: Test) {
        let (tenant, offer) = (t.tenant("Megan").await, t.offer().await);
        let draft = tenant.draft(&offer, &offer.tap).await;
        let first = report::send(&tenant.ctx, Some(&draft)).await.unwrap();
        t.clock.advance_secs(3600);
        assert_eq!(report::send(&tenant.ctx, Some(&draft)).await.unwrap(), first);
        assert_eq!(report::draft(&tenant.ctx, &draft).await.unwrap().sent_as, Some(first));
        assert_eq!(count(&t.platform, "select count(*) from repairs", args![]).await, 1);
    }

    async fn twenty_presses_in_two_tabs_at_two_nodes_give_one_repair(t: Test) {
        let (tenant, offer) = (t.tenant("Megan").await, t.offer().await);
        let draft = tenant.draft(&offer, &offer.tap).await;
        let node = t.another_node().await;
        let there = tenant.at(&node);
        let presses = (0..20).map(|number| {
            let (tenant, draft) = (if number % 2 == 0 { tenant.clone() } else { there.clone() }, draft.clone());
            tokio::spawn(async move { report::send(&tenant.ctx, Some(&draft)).await.unwrap() })
        });
        let repairs: Vec<_> = join_all(presses).await.into_iter().map(Result::unwrap).collect();
        assert!(repairs.iter().all(|repair| *repair == repairs[0]));
        for (table, rows) in [("select count(*) from repairs", 1), ("select count(*) from outbox", 2), ("select count(*) from repair_events", 1)] {
            assert_eq!(count(&t.platform, table, args![]).await, rows);
        }
        node.db.close().await;
    }

    async fn a_safety_notice_must_be_accepted_and_its_wording_is_kept(t: Test) {
        let (tenant, offer) = (t.tenant("Megan").await, t.offer().await);
        let draft = begin(&tenant, &offer).await;
        assert_eq!(choose(&tenant, &draft, &offer.boiler).await.unwrap().1, Step::Safety);
        assert_eq!(report::describe(&tenant.ctx, words(&draft)).await.unwrap().1, Step::Safety);
        let refused = report::send(&tenant.ctx, Some(&draft)).await;
        assert!(matches!(refused, Err(Error::Conflict(Conflict::StepMissing))));
        report::accept_safety(&tenant.ctx, accept(&draft)).await.unwrap();
        let repair = report::send(&tenant.ctx, Some(&draft)).await.unwrap();
        let record = services::repairs::desk::record(&t.staff("Sian").await, &repair).await.unwrap();
        assert_eq!(record.details.safety_notice.as_deref(), Some("Switch the boiler off."));
        assert!(record.details.safety_accepted_at.is_some());
    }

    async fn a_notice_that_was_reworded_after_it_was_accepted_is_asked_again(t: Test) {
        let (tenant, offer) = (t.tenant("Megan").await, t.offer().await);
        let draft = tenant.draft(&offer, &offer.boiler).await;
        t.reword(&offer.boiler, "Leave the house.").await;
        assert_eq!(report::draft(&tenant.ctx, &draft).await.unwrap().reached(), Step::Safety);
        let refused = report::send(&tenant.ctx, Some(&draft)).await;
        assert!(matches!(refused, Err(Error::Conflict(Conflict::StepMissing))));
    }

    async fn an_accepted_notice_counts_for_its_own_definition_only(t: Test) {
        let (tenant, offer) = (t.tenant("Megan").await, t.offer().await);
        let draft = tenant.draft(&offer, &offer.boiler).await;
        choose(&tenant, &draft, &offer.tap).await.unwrap();
        assert_eq!(choose(&tenant, &draft, &offer.boiler).await.unwrap().1, Step::Safety);
    }

    async fn a_definition_changed_while_the_report_is_sent_never_skips_its_notice(t: Test) {
        let (tenant, offer) = (t.tenant("Megan").await, t.offer().await);
        for _ in 0..10 {
            let draft = tenant.draft(&offer, &offer.boiler).await;
            let (sent, _changed) = tokio::join!(
                report::send(&tenant.ctx, Some(&draft)),
                async {
                    choose(&tenant, &draft, &offer.tap).await?;
                    choose(&tenant, &draft, &offer.boiler).await
                },
            );
            if let Ok(repair) = sent {
                let sql = "select count(*) from repairs where id = $1 and definition_id = $2 and safety_notice is null";
                assert_eq!(count(&t.platform, sql, args![repair.as_str(), offer.boiler.as_str()]).await, 0);
            }
        }
    }

    async fn a_definition_taken_off_the_list_cannot_be_sent_and_the_draft_stays(t: Test) {
        let (tenant, offer) = (t.tenant("Megan").await, t.offer().await);
        let draft = tenant.draft(&offer, &offer.tap).await;
        t.deactivate(&offer.tap).await;
        let refused = report::send(&tenant.ctx, Some(&draft)).await;
        assert!(matches!(refused, Err(Error::Conflict(Conflict::NoLongerOffered))));
        assert_eq!(report::draft(&tenant.ctx, &draft).await.unwrap().sent_as, None);
        let other = choose(&tenant, &draft, &offer.tap).await;
        let expected = FormErrors::one("definition", Code::NotOffered);
        assert!(matches!(other, Err(Error::Form(errors)) if errors == expected));
        choose(&tenant, &draft, &offer.boiler).await.unwrap();
        report::accept_safety(&tenant.ctx, accept(&draft)).await.unwrap();
        report::send(&tenant.ctx, Some(&draft)).await.unwrap();
    }

    async fn another_customers_draft_and_repair_are_not_found(t: Test) {
        let (megan, owain, offer) = (t.tenant("Megan").await, t.tenant("Owain").await, t.offer().await);
        let draft = megan.draft(&offer, &offer.boiler).await;
        assert!(matches!(report::draft(&owain.ctx, &draft).await, Err(Error::NotFound)));
        assert!(matches!(report::send(&owain.ctx, Some(&draft)).await, Err(Error::NotFound)));
        assert!(matches!(report::describe(&owain.ctx, words(&draft)).await, Err(Error::NotFound)));
        assert!(matches!(report::accept_safety(&owain.ctx, accept(&draft)).await, Err(Error::NotFound)));
        assert!(matches!(choose(&owain, &draft, &offer.tap).await, Err(Error::NotFound)));
        let repair = report::send(&megan.ctx, Some(&draft)).await.unwrap();
        assert!(matches!(services::repairs::details(&owain.ctx, &repair).await, Err(Error::NotFound)));
        assert!(matches!(cancel(&owain, &repair).await, Err(Error::NotFound)));
        assert!(services::repairs::open(&owain.ctx).await.unwrap().is_empty());
    }

    async fn joint_tenants_both_see_a_repair_but_not_each_others_draft(t: Test) {
        let (megan, offer) = (t.tenant("Megan").await, t.offer().await);
        let owain = t.joint_tenant("Owain", &megan).await;
        let draft = megan.draft(&offer, &offer.tap).await;
        assert!(matches!(report::draft(&owain.ctx, &draft).await, Err(Error::NotFound)));
        let repair = report::send(&megan.ctx, Some(&draft)).await.unwrap();
        for tenant in [&megan, &owain] {
            assert_eq!(page_of(tenant, &repair).await.summary.id, repair);
            assert_eq!(services::repairs::open(&tenant.ctx).await.unwrap().len(), 1);
        }
    }

    async fn a_sent_report_changes_no_more(t: Test) {
        let (tenant, offer) = (t.tenant("Megan").await, t.offer().await);
        let draft = tenant.draft(&offer, &offer.tap).await;
        let repair = report::send(&tenant.ctx, Some(&draft)).await.unwrap();
        let late = report::describe(&tenant.ctx, words(&draft)).await;
        assert!(matches!(late, Err(Error::Conflict(Conflict::NoLongerOffered))));
        assert_eq!(page_of(&tenant, &repair).await.description, "Drips day and night");
    }

    async fn a_first_visit_may_begin_with_a_report(t: Test) {
        let (tenant, offer) = (t.newcomer("Megan", "tenancy-1", Role::Main).await, t.offer().await);
        begin(&tenant, &offer).await;
    }

    async fn who_has_no_home_with_us_cannot_begin_a_report(t: Test) {
        let (tenant, offer) = (t.newcomer("Gareth", "tenancy-1", Role::Guarantor).await, t.offer().await);
        let cmd = ChooseCategory { draft: None, category: offer.category.clone(), back_to_check: false };
        let refused = report::choose_category(&tenant.ctx, cmd).await;
        assert!(matches!(refused, Err(Error::Conflict(Conflict::StepMissing))));
    }

    async fn strangers_and_staff_report_nothing(t: Test) {
        let (tenant, offer, staff) = (t.tenant("Megan").await, t.offer().await, t.staff("Sian").await);
        let draft = tenant.draft(&offer, &offer.tap).await;
        for ctx in [staff, t.ctx(services::context::Actor::Nobody)] {
            assert!(matches!(report::send(&ctx, Some(&draft)).await, Err(Error::SignIn)));
            assert!(matches!(report::draft(&ctx, &draft).await, Err(Error::SignIn)));
        }
    }
}
