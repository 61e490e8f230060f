//! The list of everybody, approved: for whoever asked, for an hour.

use super::{approve, asked_for_export, fresh, id_of, is_missing, refuse};
use domain::{
    approvals::{FETCH_SECS, FILE_SECS},
    ids::ApprovalId,
};
use services::{
    approvals::{self, May, Need},
    args, both_engines,
    context::{Actor, Ctx},
    customers::{self, Export},
    error::{Conflict, Error},
    testing::Test,
};

async fn open(ctx: &Ctx, id: &ApprovalId) -> Result<ApprovalId, Error> {
    approvals::open(ctx, Some(id.clone())).await
}

fn is_over<T>(outcome: &Result<T, Error>) -> bool {
    matches!(outcome, Err(Error::Conflict(Conflict::FileOver)))
}

both_engines! {
    async fn a_long_list_is_taken_out_by_whoever_asked_within_the_hour(t: Test) {
        let (olwen, rhys) = (t.staff("Olwen").await, t.staff("Rhys").await);
        let megan = t.tenant("Megan").await;
        t.tenant("Imran").await;
        assert_eq!(customers::export_way(&olwen).await.unwrap(), Export::Alone);
        t.set(|settings| settings.export_alone = 1).await;
        assert!(matches!(customers::export_way(&olwen).await.unwrap(), Export::Together(Need::Ask(_))));
        assert!(matches!(customers::export_began(&olwen).await, Err(Error::Denied)), "there is no way around it");
        let id = asked_for_export(&olwen).await;
        assert_eq!(customers::export_way(&olwen).await.unwrap(), Export::Together(Need::Waits(id.clone())));
        assert!(is_missing(&open(&olwen, &id).await), "nobody has agreed yet");
        approve(&rhys, &id).await.unwrap();
        assert_eq!(customers::export_way(&olwen).await.unwrap(), Export::Together(Need::Ready(id.clone())));
        assert!(is_missing(&open(&rhys, &id).await), "it is for whoever asked");
        assert!(is_missing(&approvals::file_began(&olwen, &id).await), "the hour has not begun");
        for _ in 0..2 {
            open(&olwen, &id).await.unwrap();
        }
        assert!(is_missing(&approvals::file_began(&rhys, &id).await));
        let mut file = approvals::file_began(&olwen, &id).await.unwrap();
        let mut key = None;
        while let Some((lines, next)) = customers::export_part(&olwen, key.as_deref()).await.unwrap() {
            file += &lines;
            key = Some(next);
        }
        assert!(file.lines().count() == 3 && file.contains(megan.email.as_str()));
        let began = "select count(*) from audit where event = 'customers.export-began' and detail = $1";
        assert_eq!(crate::count(&t.platform, began, args![id.as_str()]).await, 1);
        assert_eq!(crate::audited(&t.platform, "approval.opened", id.as_str()).await, 1);
        t.clock.advance_secs(FILE_SECS - 1);
        assert!(matches!(approvals::file_began(&olwen, &id).await, Err(Error::ProveFirst)));
        let olwen = fresh(&t, &olwen);
        approvals::file_began(&olwen, &id).await.unwrap();
        t.clock.advance_secs(1);
        assert!(is_missing(&approvals::file_began(&olwen, &id).await) && is_over(&open(&olwen, &id).await));
        assert_eq!(approvals::one(&olwen, &id).await.unwrap().1, May::Nothing);
        asked_for_export(&olwen).await;
    }

    async fn a_file_that_nobody_fetches_in_a_day_is_gone(t: Test) {
        let (olwen, rhys) = (t.staff("Olwen").await, t.staff("Rhys").await);
        let id = asked_for_export(&olwen).await;
        approve(&rhys, &id).await.unwrap();
        t.clock.advance_secs(FETCH_SECS - 1);
        assert!(matches!(approvals::one(&olwen, &id).await.unwrap().1, May::Fetch(_)));
        t.clock.advance_secs(1);
        assert!(is_over(&open(&fresh(&t, &olwen), &id).await));
        assert_eq!(approvals::one(&olwen, &id).await.unwrap().1, May::Nothing);
    }

    async fn who_lost_the_right_or_was_refused_gets_nothing(t: Test) {
        let (olwen, rhys) = (t.staff("Olwen").await, t.staff("Rhys").await);
        let refused = asked_for_export(&olwen).await;
        refuse(&rhys, &refused).await.unwrap();
        assert!(is_missing(&open(&olwen, &refused).await));
        let id = asked_for_export(&olwen).await;
        approve(&rhys, &id).await.unwrap();
        open(&olwen, &id).await.unwrap();
        let mut demoted = olwen.clone();
        if let Actor::Staff(staff) = &mut demoted.actor {
            staff.permissions = domain::permissions::BuiltInRole::ReadOnly.permissions();
        }
        assert!(matches!(open(&demoted, &id).await, Err(Error::Denied)));
        assert!(matches!(approvals::file_began(&demoted, &id).await, Err(Error::Denied)));
        assert_eq!(id_of(&demoted), id_of(&olwen));
    }
}
