use super::{new_id, typed};
use crate::audited;
use domain::{
    catalogue::Way,
    forms::{Code, FormErrors},
    ids::CategoryId,
    permissions::BuiltInRole,
};
use futures_util::future::join_all;
use services::{
    both_engines, catalogue,
    context::Ctx,
    error::{Conflict, Error},
    testing::Test,
};

async fn add(ctx: &Ctx, t: &Test, name: &str, parent: Option<&CategoryId>) -> CategoryId {
    let id = new_id(t);
    catalogue::add_or_save(ctx, typed(&id, 0, name, parent))
        .await
        .unwrap();
    id
}

async fn names(ctx: &Ctx) -> Vec<String> {
    let all = catalogue::categories(ctx).await.unwrap();
    all.into_iter().map(|category| category.details.name.en).collect()
}

fn refused(code: Code) -> FormErrors {
    FormErrors::one("category_parent", code)
}

both_engines! {
    async fn a_category_is_added_once_however_often_it_is_pressed(t: Test) {
        let staff = t.staff("Olwen").await;
        let cmd = typed(&new_id(&t), 0, "Heating", None);
        let pressed = join_all((0..3).map(|_| catalogue::add_or_save(&staff, cmd.clone()))).await;
        assert!(pressed.iter().any(Result::is_ok));
        catalogue::add_or_save(&staff, cmd.clone()).await.unwrap();
        assert_eq!(names(&staff).await, ["Heating"]);
        let id = cmd.id.unwrap();
        assert_eq!(audited(&t.platform, "repair-category.added", id.as_str()).await, 1);
    }

    async fn the_second_of_two_people_is_told_and_overwrites_nothing(t: Test) {
        let (one, two) = (t.staff("Olwen").await, t.staff("Robin").await);
        let id = add(&one, &t, "Heating", None).await;
        catalogue::add_or_save(&one, typed(&id, 1, "Heating and water", None)).await.unwrap();
        let late = catalogue::add_or_save(&two, typed(&id, 1, "Boilers", None)).await;
        assert!(matches!(late, Err(Error::Conflict(Conflict::ChangedMeanwhile))));
        assert_eq!(names(&one).await, ["Heating and water"]);
        // Whoever has seen the other's words may go on.
        catalogue::add_or_save(&two, typed(&id, 2, "Boilers", None)).await.unwrap();
        assert_eq!(names(&one).await, ["Boilers"]);
        assert_eq!(audited(&t.platform, "repair-category.changed", id.as_str()).await, 2);
    }

    async fn a_category_never_stands_in_itself_however_two_people_move(t: Test) {
        let staff = t.staff("Olwen").await;
        let (one, two) = (add(&staff, &t, "One", None).await, add(&staff, &t, "Two", None).await);
        let into_itself = catalogue::add_or_save(&staff, typed(&one, 1, "One", Some(&one))).await;
        assert!(matches!(into_itself, Err(Error::Form(errors)) if errors == refused(Code::Wrong)));
        // Each into the other at the same moment: one of them is refused.
        let both = tokio::join!(
            catalogue::add_or_save(&staff, typed(&one, 1, "One", Some(&two))),
            catalogue::add_or_save(&staff, typed(&two, 1, "Two", Some(&one))),
        );
        assert_ne!(both.0.is_ok(), both.1.is_ok());
        let refusal = both.0.err().or(both.1.err());
        assert!(matches!(refusal, Some(Error::Form(errors)) if errors == refused(Code::Wrong)));
        let nowhere = typed(&new_id(&t), 0, "Three", Some(&new_id(&t)));
        let refusal = catalogue::add_or_save(&staff, nowhere).await;
        assert!(matches!(refusal, Err(Error::Form(errors)) if errors == refused(Code::NotOffered)));
    }

    async fn categories_move_among_those_that_stand_in_the_same_one(t: Test) {
        let staff = t.staff("Olwen").await;
        let mut ids = Vec::new();
        for name in ["One", "Two", "Three"] {
            ids.push(add(&staff, &t, name, None).await);
        }
        add(&staff, &t, "Inside", Some(&ids[0])).await;
        let go = async |at: usize, way: Way| {
            catalogue::shift(&staff, Some(ids[at].clone()), Some(way)).await.unwrap();
            let mut names = names(&staff).await;
            names.retain(|name| name != "Inside");
            names.concat()
        };
        assert_eq!(go(1, Way::Up).await, "TwoOneThree");
        assert_eq!(go(1, Way::Up).await, "TwoOneThree", "it is first already");
        assert_eq!(go(1, Way::Down).await, "OneTwoThree");
        assert_eq!(go(2, Way::Before(ids[0].clone())).await, "ThreeOneTwo");
        assert_eq!(go(2, Way::Last).await, "OneTwoThree");
        assert_eq!(audited(&t.platform, "repair-category.moved", ids[1].as_str()).await, 2);
        let nobody = catalogue::shift(&staff, Some(new_id(&t)), Some(Way::Up)).await;
        assert!(matches!(nobody, Err(Error::NotFound)));
    }

    async fn only_a_category_in_which_nothing_stands_is_deleted(t: Test) {
        let (staff, offer) = (t.staff("Olwen").await, t.offer().await);
        let (outer, empty) = (add(&staff, &t, "Outer", None).await, add(&staff, &t, "Empty", None).await);
        let inner = add(&staff, &t, "Inner", Some(&outer)).await;
        for id in [&offer.category, &outer] {
            let refusal = catalogue::delete(&staff, Some(id.clone())).await;
            assert!(matches!(refusal, Err(Error::Conflict(Conflict::CategoryInUse))));
        }
        for id in [empty, inner, outer] {
            catalogue::delete(&staff, Some(id.clone())).await.unwrap();
            assert_eq!(audited(&t.platform, "repair-category.deleted", id.as_str()).await, 1);
        }
        assert_eq!(names(&staff).await, ["Heating and water"]);
    }

    async fn a_category_is_switched_off_and_on_again(t: Test) {
        let (staff, tenant, offer) = (t.staff("Olwen").await, t.tenant("Megan").await, t.offer().await);
        for _ in 0..2 {
            catalogue::switch(&staff, Some(offer.category.clone()), false).await.unwrap();
        }
        assert!(services::repairs::report::categories(&tenant.ctx).await.unwrap().is_empty());
        let event = "repair-category.deactivated";
        assert_eq!(audited(&t.platform, event, offer.category.as_str()).await, 1);
        catalogue::switch(&staff, Some(offer.category.clone()), true).await.unwrap();
        assert_eq!(services::repairs::report::categories(&tenant.ctx).await.unwrap().len(), 1);
    }

    async fn only_those_who_set_up_repairs_may(t: Test) {
        let (staff, tenant) = (t.staff("Olwen").await, t.tenant("Megan").await);
        let id = add(&staff, &t, "Heating", None).await;
        let reader = t.staff_as("Rhys", BuiltInRole::ReadOnly).await;
        for ctx in [&reader, &tenant.ctx, &t.ctx(services::context::Actor::Nobody)] {
            assert!(catalogue::categories(ctx).await.is_err());
            assert!(catalogue::add_or_save(ctx, typed(&id, 1, "Mine", None)).await.is_err());
            assert!(catalogue::switch(ctx, Some(id.clone()), false).await.is_err());
            assert!(catalogue::shift(ctx, Some(id.clone()), Some(Way::Up)).await.is_err());
            assert!(catalogue::delete(ctx, Some(id.clone())).await.is_err());
        }
        assert_eq!(names(&t.staff_as("Robin", BuiltInRole::Repairs).await).await, ["Heating"]);
    }
}
