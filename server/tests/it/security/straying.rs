//! Walking along ids is slowed, then stopped, then on record (SEC-Q4).

use crate::{
    on_both_engines,
    site::{Person, Site, TAP, repair_of},
};
use services::args;

const MOST: usize = 100;

on_both_engines! {
    async fn walking_along_ids_ends(site: &Site) {
        let megan = site.signed_in(Person::MEGAN).await;
        let draft = megan.draft(TAP).await;
        let own = repair_of(&megan.send_draft(&draft).await);
        let walk = (0..MOST + 20).map(|step| {
            let (megan, kind) = (&megan, ["repairs", "photos"][step % 2]);
            async move { megan.get(&format!("/{kind}/00000000-0000-7000-8000-{step:012}")).await }
        });
        let answers = futures_util::future::join_all(walk).await;
        let with = |status: u16| answers.iter().filter(|answer| answer.status == status).count();
        assert_eq!((with(404), with(429)), (MOST, 20));
        for answer in answers.iter().filter(|answer| answer.status == 429) {
            let wait: i64 = answer.header("retry-after").parse().unwrap();
            assert!((1..=600).contains(&wait) && answer.says("too many tries"));
        }
        // What is theirs stays open to them.
        assert_eq!(megan.get(&format!("/repairs/{own}")).await.status, 200);
        let refused = megan.post("/api/portal/repairs/cancellation", &[("repair", "00000000-0000-7000-8000-000000000000"), ("reason", "")]).await;
        assert!(megan.follow(&refused).await.says("too many tries"), "forms are counted as well");
        // Nobody else is held back.
        let imran = site.signed_in(Person::IMRAN).await;
        assert_eq!(imran.get(&format!("/repairs/{own}")).await.status, 404);
        let on_record = "select count(*) from audit where event = 'account.strayed'";
        let (rows,): (i64,) = site.node.platform.db.one(on_record, args![]).await.unwrap();
        assert_eq!(rows, 1);
    }
}
