use super::{folder, laid, read, shelf, staff};
use crate::{audited, count};
use domain::{drops::File, integrations::Mode};
use services::{
    args, both_engines,
    drops::{self, Sent},
    ports::housing::RaiseRepair,
    testing::{DropSet, Test},
};
use std::{collections::BTreeSet, fs, sync::Arc};

fn wanted(reference: &str) -> RaiseRepair {
    RaiseRepair {
        external_reference: reference.to_owned(),
        asset_id: "A1".into(),
        person_id: "P1".into(),
        tenancy_id: "T1".into(),
        description: "=Mae’r tap, yn \"gollwng\"\n💧".into(),
        sor_code: "DEMO-PLB-0101".into(),
        repair_type: "RESP".into(),
        priority: "RTN".into(),
        contract: "DEMO".into(),
    }
}

/// Names of what lies in the folder.
fn lying(t: &Test) -> BTreeSet<String> {
    let folder = t.platform.folders.out(Mode::Live);
    let names = fs::read_dir(folder).into_iter().flatten();
    names
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect()
}

fn text(t: &Test, name: &str) -> String {
    fs::read_to_string(t.platform.folders.out(Mode::Live).join(name)).unwrap()
}

both_engines! {
    async fn a_repair_lies_there_once_however_often_it_is_raised(t: Test) {
        let shelf = shelf(&t);
        assert!(drops::find(&shelf, "TW-8F3K2Q").await.unwrap().is_none());
        let raising = (0..6).map(|_| {
            let shelf = shelf.clone();
            tokio::spawn(async move { drops::raise(&shelf, &wanted("TW-8F3K2Q")).await.map(drop) })
        });
        for raised in futures_util::future::join_all(raising).await {
            raised.unwrap().unwrap();
        }
        let [name] = lying(&t).into_iter().collect::<Vec<_>>().try_into().unwrap();
        assert_eq!(name, "repairs_out_1.csv");
        assert!(text(&t, &name).contains("'=Mae’r tap, yn \"\"gollwng\"\"\n💧"), "no cell is a formula");
        assert!(matches!(drops::find(&shelf, "TW-8F3K2Q").await.unwrap(), Some(Sent::Out(..))));
        assert_eq!(drops::of_tenancy(&shelf, "T1").await.unwrap().len(), 1);
        assert!(drops::of_tenancy(&shelf, "T2").await.unwrap().is_empty());
        // The landlord's program takes it away: it does not come back.
        fs::remove_file(t.platform.folders.out(Mode::Live).join(&name)).unwrap();
        drops::raise(&shelf, &wanted("TW-8F3K2Q")).await.unwrap();
        drops::watch(&t.platform, Mode::Live).await.unwrap();
        assert_eq!(lying(&t), BTreeSet::new());
    }

    async fn a_process_that_is_killed_leaves_a_whole_file_or_none(t: Test) {
        let shelf = shelf(&t);
        drops::raise(&shelf, &wanted("TW-1")).await.unwrap();
        let name = lying(&t).pop_first().unwrap();
        let folder = t.platform.folders.out(Mode::Live);
        // Killed before the last renaming.
        fs::rename(folder.join(&name), folder.join(format!("{name}.part"))).unwrap();
        drops::watch(&t.platform, Mode::Live).await.unwrap();
        assert_eq!(lying(&t), BTreeSet::from([name.clone()]));
        // Killed before it was noted: whoever reads the folder finds nothing, and the next try writes the same file.
        fs::rename(folder.join(&name), folder.join(format!("{name}.part"))).unwrap();
        t.platform.db.execute("update drop_out set written_at = null", args![]).await.unwrap();
        drops::watch(&t.platform, Mode::Live).await.unwrap();
        assert_eq!(lying(&t), BTreeSet::from([format!("{name}.part")]));
        assert!(drops::find(&shelf, "TW-1").await.unwrap().is_none());
        drops::raise(&shelf, &wanted("TW-1")).await.unwrap();
        assert_eq!(lying(&t), BTreeSet::from([name]));
    }

    async fn a_repair_is_answered_by_the_next_set(t: Test) {
        let staff = staff(&t).await;
        let shelf = shelf(&t);
        drops::raise(&shelf, &wanted("TW-1")).await.unwrap();
        let answered = DropSet::small().with(File::Repairs, "repair_ref,external_ref,asset_ref,description,status,created_at\nW9,TW-1,A1,Tap,issued,2026-11-24\n");
        laid(&t, &staff, &answered).await;
        let Some(Sent::Answered(repair)) = drops::find(&shelf, "TW-1").await.unwrap() else { panic!("not answered") };
        assert_eq!(repair.repair_ref, "W9");
        assert_eq!(drops::overview(&staff, Mode::Live).await.unwrap().out, []);
        assert_eq!(count(&t.platform, "select count(*) from drop_out where data <> ''", args![]).await, 0);
        drops::raise(&shelf, &wanted("TW-1")).await.unwrap();
        assert_eq!(lying(&t).len(), 1);
    }

    async fn a_repair_that_is_sent_back_waits_for_staff_and_goes_out_again(t: Test) {
        let staff = staff(&t).await;
        let offer = t.offer().await;
        let repair = t.tenant("Megan").await.report(&offer).await;
        let (reference,) = t.platform.db.one::<(String,)>("select reference from repairs", args![]).await.unwrap();
        // As the adapter would have done it.
        let shelf = shelf(&t);
        drops::raise(&shelf, &wanted(&reference)).await.unwrap();
        t.work().await;
        t.platform.db.execute("update repairs set hms_id = 'our:' || reference", args![]).await.unwrap();
        let rejected = DropSet::small().with(File::RepairsRejected, format!("external_ref,reason\n{reference},Not our home\nTW-OTHER,x\n"));
        laid(&t, &staff, &rejected).await;
        assert_eq!(audited(&t.platform, "repair.sent-back", repair.as_str()).await, 1);
        assert!(drops::find(&shelf, &reference).await.unwrap().is_none());
        let (state, error) = t.platform.db.one::<(String, String)>("select state, last_error from outbox where kind = 'send-repair'", args![]).await.unwrap();
        assert_eq!((state.as_str(), error.as_str()), ("dead", "sent-back"));
        assert_eq!(count(&t.platform, "select count(*) from repairs where hms_id is null and passed_on_at is null", args![]).await, 1);
        let listed = drops::overview(&staff, Mode::Live).await.unwrap().out;
        assert_eq!(listed[0].reason, "Not our home");
        drops::raise(&shelf, &wanted(&reference)).await.unwrap();
        assert_eq!(lying(&t).len(), 2);
        // The same refusal in the next set is the old one.
        rejected.clone().at_minute(5).with(File::RepairsRejected, format!("external_ref,reason\n{reference},Not our home\n")).lay(&folder(&t));
        read(&t, &staff).await;
        assert!(drops::find(&shelf, &reference).await.unwrap().is_some());
    }

    async fn a_photo_lies_beside_its_repair_once(t: Test) {
        let shelf = shelf(&t);
        for _ in 0..2 {
            drops::attach(&shelf, "../TW-1", "ab/cd", vec![0xff, 0xd8, 1]).await.unwrap();
        }
        assert_eq!(lying(&t), BTreeSet::from(["photo_TW1_abcd.jpg".to_owned()]));
    }

    async fn two_repairs_have_two_numbers(t: Test) {
        let shelf = Arc::new(shelf(&t));
        let raising = (0..8).map(|number| {
            let shelf = Arc::clone(&shelf);
            tokio::spawn(async move { drops::raise(&shelf, &wanted(&format!("TW-{number}"))).await.map(drop) })
        });
        for raised in futures_util::future::join_all(raising).await {
            raised.unwrap().unwrap();
        }
        assert_eq!(lying(&t).len(), 8);
    }
}
