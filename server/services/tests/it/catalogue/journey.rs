//! What a tenant meets of the set-up, and what a change of it leaves alone.

use super::{drip, new_id, typed};
use domain::{
    catalogue::{Both, Icon},
    ids::{CategoryId, DefinitionId, DraftId},
    repairs::{ChooseCategory, ChooseDefinition, Step},
};
use services::{
    both_engines, catalogue,
    error::{Conflict, Error, Result},
    repairs::report,
    testing::{Tenant, Test},
};

async fn choose(tenant: &Tenant, draft: &DraftId, id: &str) -> Result<report::Next> {
    let cmd = ChooseDefinition {
        draft: Some(draft.clone()),
        definition: DefinitionId::parse(id).unwrap(),
        back_to_check: false,
    };
    report::choose_definition(&tenant.ctx, cmd).await
}

async fn begin(tenant: &Tenant, category: &CategoryId) -> Result<report::Next> {
    let cmd = ChooseCategory {
        draft: None,
        category: category.clone(),
        back_to_check: false,
    };
    report::choose_category(&tenant.ctx, cmd).await
}

async fn offered(tenant: &Tenant) -> Vec<CategoryId> {
    let open = report::categories(&tenant.ctx).await.unwrap();
    open.into_iter().map(|category| category.id).collect()
}

both_engines! {
    async fn a_tenant_walks_down_to_what_is_wrong(t: Test) {
        let (staff, tenant, offer) = (t.staff("Olwen").await, t.tenant("Megan").await, t.offer().await);
        let (top, empty) = (new_id(&t), new_id(&t));
        let mut danger = typed(&top, 0, "Water", None);
        danger.details.emergency = true;
        danger.details.icon = Some(Icon::Drop);
        danger.details.call_us = Both { en: "Turn it off.".into(), cy: "Diffoddwch ef.".into() };
        catalogue::add_or_save(&staff, danger).await.unwrap();
        catalogue::add_or_save(&staff, typed(&empty, 0, "Nothing in it", None)).await.unwrap();
        assert_eq!(offered(&tenant).await, std::slice::from_ref(&offer.category), "what leads to nothing is not on offer");
        catalogue::add_or_save(&staff, typed(&offer.category, 1, "Taps", Some(&top))).await.unwrap();
        let open = report::categories(&tenant.ctx).await.unwrap();
        let found = |id: &CategoryId| open.iter().find(|category| category.id == *id).unwrap();
        assert_eq!(open.len(), 2);
        assert_eq!((found(&top).icon, found(&top).parent.as_ref()), (Some(Icon::Drop), None));
        let inner = found(&offer.category);
        assert_eq!(inner.parent.as_ref(), Some(&top));
        assert!(inner.emergency, "danger goes down with the tree");
        assert_eq!(inner.call_us, "Turn it off.");

        let (draft, step) = begin(&tenant, &top).await.unwrap();
        assert_eq!(step, Step::Problem);
        let (_, step) = choose(&tenant, &draft, offer.category.as_str()).await.unwrap();
        assert_eq!(step, Step::Problem);
        let (_, step) = choose(&tenant, &draft, offer.tap.as_str()).await.unwrap();
        assert_eq!(step, Step::Describe);
        let draft = report::draft(&tenant.ctx, &draft).await.unwrap();
        assert_eq!(draft.category.unwrap().id, offer.category);
        assert!(begin(&tenant, &empty).await.is_err());
    }

    async fn switching_a_category_off_hides_all_that_it_holds(t: Test) {
        let (staff, tenant, offer) = (t.staff("Olwen").await, t.tenant("Megan").await, t.offer().await);
        let top = new_id(&t);
        catalogue::add_or_save(&staff, typed(&top, 0, "Water", None)).await.unwrap();
        catalogue::add_or_save(&staff, typed(&offer.category, 1, "Taps", Some(&top))).await.unwrap();
        let draft = tenant.draft(&offer, &offer.tap).await;
        catalogue::switch(&staff, Some(top.clone()), false).await.unwrap();
        assert!(offered(&tenant).await.is_empty());
        assert!(begin(&tenant, &offer.category).await.is_err());
        // Whoever was in the middle is told, and has lost no word.
        let waiting = report::draft(&tenant.ctx, &draft).await.unwrap();
        assert_eq!((waiting.reached(), waiting.taken_off), (Step::Category, true));
        assert_eq!(waiting.description, "Drips day and night");
        let refused = report::send(&tenant.ctx, Some(&draft)).await;
        assert!(matches!(refused, Err(Error::Conflict(Conflict::NoLongerOffered))));
        let refused = choose(&tenant, &draft, offer.tap.as_str()).await;
        assert!(matches!(refused, Err(Error::Conflict(Conflict::NoLongerOffered))));
        // Once it is back, so is the report.
        catalogue::switch(&staff, Some(top), true).await.unwrap();
        report::send(&tenant.ctx, Some(&draft)).await.unwrap();
    }

    async fn a_deleted_category_leaves_reports_that_are_being_written(t: Test) {
        let (staff, tenant, offer) = (t.staff("Olwen").await, t.tenant("Megan").await, t.offer().await);
        let (top, holder) = (new_id(&t), new_id(&t));
        catalogue::add_or_save(&staff, typed(&top, 0, "Water", None)).await.unwrap();
        catalogue::add_or_save(&staff, typed(&offer.category, 1, "Taps", Some(&top))).await.unwrap();
        let (draft, _) = begin(&tenant, &top).await.unwrap();
        catalogue::add_or_save(&staff, typed(&holder, 0, "House", None)).await.unwrap();
        catalogue::add_or_save(&staff, typed(&offer.category, 2, "Taps", Some(&holder))).await.unwrap();
        catalogue::delete(&staff, Some(top)).await.unwrap();
        let waiting = report::draft(&tenant.ctx, &draft).await.unwrap();
        assert_eq!(waiting.reached(), Step::Category);
        assert!(choose(&tenant, &draft, offer.tap.as_str()).await.is_err());
    }

    async fn changing_the_set_up_never_changes_a_repair_that_was_reported(t: Test) {
        let (staff, tenant, offer) = (t.staff("Olwen").await, t.tenant("Megan").await, t.offer().await);
        let draft = tenant.draft(&offer, &offer.boiler).await;
        let repair = report::send(&tenant.ctx, Some(&draft)).await.unwrap();
        let other = drip(&offer.boiler, 1, &offer, |form| {
            form.definition_name_en = "Something else".into();
            form.notice_en = "Another notice".into();
            form.sor_code = "OTHER".into();
            form.priority = "P1".into();
            form.contract = "X".into();
            form.repair_type = "Y".into();
        });
        catalogue::save_definition(&staff, other).await.unwrap();
        catalogue::switch_definition(&staff, Some(offer.boiler.clone()), false).await.unwrap();
        catalogue::switch(&staff, Some(offer.category.clone()), false).await.unwrap();
        t.work().await;
        let page = services::repairs::details(&tenant.ctx, &repair).await.unwrap();
        assert_eq!(page.summary.title, "Boiler leaks");
        let (raised, _) = t.housing.raised(&page.summary.reference).unwrap();
        let codes = (raised.sor_code.as_str(), raised.priority.as_str(), raised.contract.as_str(), raised.repair_type.as_str());
        assert_eq!(codes, ("610101", "P3", "DLO", "RESP"));
        let desk = services::repairs::desk::record(&staff, &repair).await.unwrap();
        assert_eq!(desk.details.safety_notice.as_deref(), Some("Switch the boiler off."));
    }

    async fn a_definition_that_moves_or_is_reworded_is_met_as_it_is_today(t: Test) {
        let (staff, tenant, offer) = (t.staff("Olwen").await, t.tenant("Megan").await, t.offer().await);
        let draft = tenant.draft(&offer, &offer.boiler).await;
        let house = new_id(&t);
        catalogue::add_or_save(&staff, typed(&house, 0, "House", None)).await.unwrap();
        let moved = drip(&offer.boiler, 1, &offer, |form| {
            form.definition_category = house.to_string();
            form.notice_en = "Turn the gas off.".into();
            form.guidance_en = "Boilers are ours.".into();
            form.photo_wanted = "yes".into();
        });
        catalogue::save_definition(&staff, moved).await.unwrap();
        let waiting = report::draft(&tenant.ctx, &draft).await.unwrap();
        assert_eq!(waiting.category.as_ref().map(|category| category.name.as_str()), Some("House"));
        let definition = waiting.definition.as_ref().unwrap();
        assert_eq!((definition.guidance.as_str(), definition.photo_wanted), ("Boilers are ours.", true));
        assert_eq!(waiting.reached(), Step::Safety, "the new notice is to be accepted");
        assert_eq!(waiting.description, "Drips day and night");
    }
}
