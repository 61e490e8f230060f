use super::{code, drip, lists_of, new_definition, new_id};
use crate::audited;
use domain::{forms::Code, permissions::BuiltInRole};
use services::{
    both_engines,
    catalogue::{self, Filter, Show},
    context::{Actor, Ctx},
    error::{Conflict, Error},
    hms::sor::{self, Known},
    testing::{Op, Test},
};

async fn names(ctx: &Ctx, filter: &Filter) -> Vec<String> {
    let page = catalogue::definitions(ctx, filter, None).await.unwrap();
    page.rows.into_iter().map(|row| row.details.name.en).collect()
}

fn shown(show: Show) -> Filter {
    Filter {
        show: Some(show),
        ..Filter::default()
    }
}

/// The code by which a box was refused.
fn refused<T>(outcome: Result<T, Error>, field: &str) -> Option<Code> {
    match outcome {
        Err(Error::Form(errors)) => errors.code(field).cloned(),
        _ => None,
    }
}

both_engines! {
    async fn a_definition_is_saved_with_codes_that_the_housing_system_has(t: Test) {
        let (staff, offer) = (t.staff("Olwen").await, t.offer().await);
        lists_of(&t).await;
        let id = new_definition(&t);
        let early = catalogue::save_definition(&staff, drip(&id, 0, &offer, |_| ())).await;
        assert_eq!(refused(early, "sor_code"), Some(Code::Expired), "the table was never read");
        let asked = catalogue::offer(&staff, "NHF7", "", "tap", false).await.unwrap();
        let found = asked.codes.unwrap();
        assert!(!found.is_old && found.fetched_at.is_some());
        let codes: Vec<&str> = found.found.iter().map(|(code, _)| code.as_str()).collect();
        assert_eq!(codes, ["610101", "610102"], "by their words, and only those in use");
        for (field, value) in [("sor_code", "610199"), ("sor_code", "9"), ("priority", "P9"), ("repair_type", ""), ("contract", "X")] {
            let cmd = drip(&id, 0, &offer, |form| match field {
                "sor_code" => form.sor_code = value.into(),
                "priority" => form.priority = value.into(),
                "repair_type" => form.repair_type = value.into(),
                _ => form.contract = value.into(),
            });
            let code = refused(catalogue::save_definition(&staff, cmd).await, field);
            let expected = if value.is_empty() { Code::Required } else { Code::NotOffered };
            assert_eq!(code, Some(expected), "{field} {value}");
        }
        for _ in 0..2 {
            catalogue::save_definition(&staff, drip(&id, 0, &offer, |_| ())).await.unwrap();
        }
        assert_eq!(audited(&t.platform, "repair-definition.added", id.as_str()).await, 1);
        let stored = catalogue::definition(&staff, &id).await.unwrap();
        assert_eq!((stored.details.order.sor_code.as_str(), stored.active, stored.version), ("610101", true, 1));
    }

    async fn the_second_of_two_people_is_told_and_overwrites_nothing(t: Test) {
        let (staff, offer) = (t.staff("Olwen").await, t.offer().await);
        let id = new_definition(&t);
        let named = |seen: i64, name: &str| drip(&id, seen, &offer, |form| form.definition_name_en = name.into());
        catalogue::save_definition(&staff, named(0, "Tap")).await.unwrap();
        catalogue::save_definition(&staff, named(1, "Tap drips")).await.unwrap();
        let late = catalogue::save_definition(&staff, named(1, "Dripping")).await;
        assert!(matches!(late, Err(Error::Conflict(Conflict::ChangedMeanwhile))));
        assert_eq!(catalogue::definition(&staff, &id).await.unwrap().details.name.en, "Tap drips");
        catalogue::save_definition(&staff, named(2, "Dripping")).await.unwrap();
        assert_eq!(audited(&t.platform, "repair-definition.changed", id.as_str()).await, 2);
    }

    async fn a_code_that_vanished_is_flagged_and_may_stay(t: Test) {
        let (staff, tenant, offer) = (t.staff("Olwen").await, t.tenant("Megan").await, t.offer().await);
        lists_of(&t).await;
        assert!(names(&staff, &shown(Show::Gone)).await.is_empty(), "what was never read is not missed");
        sor::run_due(&t.platform).await.unwrap();
        assert!(names(&staff, &shown(Show::Gone)).await.is_empty());
        t.housing.set_codes("NHF7", vec![code("610102", "Renew tap", true)]);
        sor::run_due(&t.platform).await.unwrap();
        assert!(names(&staff, &shown(Show::Gone)).await.is_empty(), "it is not old yet");
        t.clock.advance_secs(25 * 3600);
        sor::run_due(&t.platform).await.unwrap();
        assert_eq!(names(&staff, &shown(Show::Gone)).await, ["Boiler leaks", "Dripping tap"]);
        let flagged = catalogue::definition(&staff, &offer.tap).await.unwrap();
        assert!(flagged.is_code_gone);
        // Its words can still be changed, and repairs still go out with it.
        let keep = drip(&offer.tap, 1, &offer, |form| form.definition_name_en = "Tap drips".into());
        catalogue::save_definition(&staff, keep).await.unwrap();
        let repair = tenant.report(&offer).await;
        t.work().await;
        let reference = services::repairs::details(&tenant.ctx, &repair).await.unwrap().summary.reference;
        assert_eq!(t.housing.raised(&reference).unwrap().0.sor_code, "610101");
        let other = drip(&offer.boiler, 1, &offer, |form| form.sor_code = "610199".into());
        assert_eq!(refused(catalogue::save_definition(&staff, other).await, "sor_code"), Some(Code::NotOffered));
    }

    async fn while_the_housing_system_is_away_the_form_has_what_was_there(t: Test) {
        let (staff, offer) = (t.staff("Olwen").await, t.offer().await);
        lists_of(&t).await;
        catalogue::offer(&staff, "NHF7", "", "", false).await.unwrap();
        let calls = t.housing.calls(Op::SorCodes);
        catalogue::offer(&staff, "NHF7", "", "", false).await.unwrap();
        assert_eq!(t.housing.calls(Op::SorCodes), calls, "a fresh copy asks nobody");
        t.housing.set_down(true);
        t.clock.advance_secs(25 * 3600);
        let asked = catalogue::offer(&staff, "NHF7", "610101", "", false).await.unwrap();
        let codes = asked.codes.unwrap();
        assert!(codes.is_old && codes.fetched_at.is_some());
        assert_eq!((codes.found.len(), asked.meaning.as_str()), (2, "Washer to tap"));
        let id = new_definition(&t);
        catalogue::save_definition(&staff, drip(&id, 0, &offer, |_| ())).await.unwrap();
        // A table that was never read is empty, and not asked for at each press.
        let empty = catalogue::offer(&staff, "HEATING", "", "", false).await.unwrap().codes.unwrap();
        assert_eq!((empty.found.len(), empty.fetched_at), (0, None));
        let calls = t.housing.calls(Op::SorCodes);
        catalogue::offer(&staff, "HEATING", "", "", true).await.unwrap();
        assert_eq!(t.housing.calls(Op::SorCodes), calls);
        // A table that the landlord does not have is asked for never.
        assert_eq!(catalogue::offer(&staff, "../x", "", "", true).await.unwrap().codes, None);
        t.housing.set_down(false);
        t.clock.advance_secs(60);
        let back = catalogue::offer(&staff, "NHF7", "", "", false).await.unwrap().codes.unwrap();
        assert!(!back.is_old);
    }

    async fn without_lists_codes_are_taken_as_typed(t: Test) {
        let (staff, offer) = (t.staff("Olwen").await, t.offer().await);
        let id = new_definition(&t);
        let typed = drip(&id, 0, &offer, |form| {
            form.sor_table = String::new();
            form.sor_code = "ANY".into();
            form.contract = String::new();
        });
        catalogue::save_definition(&staff, typed).await.unwrap();
        assert_eq!(sor::known(&t.platform.db, "", "ANY").await.unwrap(), Known::Unread);
        assert!(!catalogue::definition(&staff, &id).await.unwrap().is_code_gone);
    }

    async fn the_list_is_searched_narrowed_and_paged(t: Test) {
        let (staff, offer) = (t.staff("Olwen").await, t.offer().await);
        for number in 0..30 {
            let cmd = drip(&new_definition(&t), 0, &offer, |form| form.definition_name_en = format!("Door {number:02}"));
            catalogue::save_definition(&staff, cmd).await.unwrap();
        }
        let first = catalogue::definitions(&staff, &Filter::default(), None).await.unwrap();
        assert!(first.has_more && first.rows.len() == 25);
        let last = first.rows.last().unwrap().id.clone();
        let second = catalogue::definitions(&staff, &Filter::default(), Some(&last)).await.unwrap();
        assert_eq!((second.rows.len(), second.has_more), (7, false));
        let all: Vec<_> = first.rows.iter().chain(&second.rows).map(|row| row.details.name.en.clone()).collect();
        assert!(all.is_sorted());
        let words = |words: &str| Filter { words: words.into(), ..Filter::default() };
        assert_eq!(names(&staff, &words("DOOR 07")).await, ["Door 07"]);
        assert_eq!(names(&staff, &words("610101")).await.len(), 25);
        assert!(names(&staff, &words("100%_")).await.is_empty());
        catalogue::switch_definition(&staff, Some(offer.tap.clone()), false).await.unwrap();
        assert_eq!(names(&staff, &shown(Show::Off)).await, ["Dripping tap"]);
        let elsewhere = Filter { category: Some(new_id(&t)), ..Filter::default() };
        assert!(names(&staff, &elsewhere).await.is_empty());
        let here = Filter { category: Some(offer.category.clone()), ..shown(Show::Off) };
        assert_eq!(names(&staff, &here).await, ["Dripping tap"]);
    }

    async fn only_those_who_set_up_repairs_may(t: Test) {
        let (tenant, offer) = (t.tenant("Megan").await, t.offer().await);
        let reader = t.staff_as("Rhys", BuiltInRole::ReadOnly).await;
        for ctx in [&reader, &tenant.ctx, &t.ctx(Actor::Nobody)] {
            assert!(catalogue::definitions(ctx, &Filter::default(), None).await.is_err());
            assert!(catalogue::definition(ctx, &offer.tap).await.is_err());
            assert!(catalogue::offer(ctx, "NHF7", "", "", true).await.is_err());
            assert!(catalogue::save_definition(ctx, drip(&offer.tap, 1, &offer, |_| ())).await.is_err());
            assert!(catalogue::switch_definition(ctx, Some(offer.tap.clone()), false).await.is_err());
            assert!(catalogue::imports::read(ctx, b"Id\nx", "definitions_table").await.is_err());
            assert!(catalogue::imports::head(ctx).is_err());
        }
        let robin = t.staff_as("Robin", BuiltInRole::Repairs).await;
        assert_eq!(names(&robin, &shown(Show::On)).await, ["Boiler leaks", "Dripping tap"]);
    }
}
