use super::{folder, laid, newest, read, shelf, staff, state, told};
use crate::{audited, count};
use domain::{
    dates::Day,
    drops::{File, SetState},
    integrations::Mode,
    money::Pence,
};
use services::{
    args, both_engines, drops,
    testing::{DropSet, Test},
};
use std::{fmt::Write, fs};

async fn surname(t: &Test, person: &str) -> Option<String> {
    let person = drops::person(&shelf(t), person).await.unwrap();
    person.map(|person| person.surname)
}

both_engines! {
    async fn a_set_is_read_whole(t: Test) {
        let staff = staff(&t).await;
        let report = laid(&t, &staff, &DropSet::small()).await;
        assert_eq!((state(&report), told(&report)), (SetState::Taken, vec![]));
        assert_eq!(report.files.len(), 9);
        assert!(report.files.iter().all(|file| file.state == "good" && file.row_count > 0));
        assert_eq!(audited(&t.platform, "drop.taken", &report.set.id).await, 1);
        let shelf = shelf(&t);
        let megan = drops::person(&shelf, "P1").await.unwrap().unwrap();
        assert_eq!((megan.surname.as_str(), megan.date_of_birth), ("Price", Some(Day("1991-06-18".into()))));
        let people = |found: Vec<domain::drops::Person>| {
            found.into_iter().map(|person| person.person_ref).collect::<Vec<_>>()
        };
        assert_eq!(people(drops::by_birth(&shelf, "o’connor", &Day("1979-03-14".into())).await.unwrap()), ["P2"]);
        assert_eq!(people(drops::by_postcode(&shelf, "PRICE", "sy26ab").await.unwrap()), ["P1"]);
        assert!(drops::by_postcode(&shelf, "Price", "SY2 6AC").await.unwrap().is_empty());
        assert_eq!(people(drops::by_reference(&shelf, "p1").await.unwrap()), ["P1"]);
        assert_eq!(people(drops::by_reference(&shelf, "t 1").await.unwrap()), ["P1"]);
        let tenancy = drops::tenancies_of(&shelf, "P1").await.unwrap().remove(0);
        assert_eq!((tenancy.assets[0].asset_ref.as_str(), tenancy.accounts[0].balance), ("A1", Pence(4210)));
        let repairs = drops::repairs_of(&shelf, "T1").await.unwrap();
        assert_eq!(repairs.len(), 1, "the repair of whoever lived there before is not theirs");
        assert!(drops::repairs_of(&shelf, "T2").await.unwrap().is_empty());
    }

    async fn the_same_set_again_reads_nothing(t: Test) {
        let staff = staff(&t).await;
        laid(&t, &staff, &DropSet::small()).await;
        let rows = || count(&t.platform, "select count(*) from drop_readings", args![]);
        let before = rows().await;
        assert_eq!(read(&t, &staff).await.set.id, newest(&staff).await.set.id);
        let again = DropSet::small().at_minute(1);
        let report = laid(&t, &staff, &again.with(File::TenancyAssets, "tenancy_ref,asset_ref,primary\nT1,A1,1\nT2,A2,1\n")).await;
        assert_eq!(state(&report), SetState::Taken);
        let same = report.files.iter().filter(|file| file.state == "same").count();
        assert_eq!((same, rows().await - before), (8, 1));
        drops::sweep(&t.platform).await.unwrap();
        assert_eq!(rows().await, before, "the file that was replaced is forgotten");
        assert_eq!(drops::repairs_of(&shelf(&t), "T1").await.unwrap().len(), 1);
    }

    async fn a_file_with_a_fault_is_left_out_whole_and_told_by_line(t: Test) {
        let staff = staff(&t).await;
        laid(&t, &staff, &DropSet::small()).await;
        let people = "person_ref,surname,date_of_birth,email,shoe size\nP1,Price-Jones,,,7\nP2,,1979-03-32,,\nP1,Twice,,,\nP3,\"a\"b,,,\nP4,Extra,,,,\nP5,Evans,,nobody,\n";
        let report = laid(&t, &staff, &DropSet::small().at_minute(1)
            .with(File::People, people)
            .with(File::Accounts, "account_ref,tenancy_ref,balance\nR1,T1,50.00\nR2,T2,0\n")).await;
        assert_eq!(state(&report), SetState::Taken);
        let mut found = told(&report);
        found.sort();
        assert_eq!(found, [
            "people 1  column-unknown",
            "people 3 date_of_birth not-a-day",
            "people 3 surname missing",
            "people 4  twice",
            "people 5  stray-quote",
            "people 6  cell-count",
            "people 7 email not-an-email",
        ]);
        let people = report.files.iter().find(|file| file.file == "people").unwrap();
        assert_eq!((people.state.as_str(), people.problems, people.warnings), ("refused", 5, 2));
        assert_eq!(surname(&t, "P1").await.as_deref(), Some("Price"));
        assert_eq!(drops::account(&shelf(&t), "R1").await.unwrap().unwrap().balance, Pence(5000));
    }

    async fn files_that_contradict_each_other_are_refused_together(t: Test) {
        let staff = staff(&t).await;
        laid(&t, &staff, &DropSet::small()).await;
        let set = DropSet::small().at_minute(1)
            .with(File::People, "person_ref,surname\nP1,Price-Jones\n")
            .with(File::Accounts, "account_ref,tenancy_ref,balance\nR1,T1,50.00\nR2,T7,0\n");
        let report = laid(&t, &staff, &set).await;
        assert_eq!(state(&report), SetState::Refused);
        let mut found = told(&report);
        found.sort();
        assert_eq!(found, ["accounts 3 tenancy_ref no-such-tenancy", "parties 3 person_ref no-such-person"]);
        assert_eq!(surname(&t, "P1").await.as_deref(), Some("Price"));
        assert_eq!(drops::account(&shelf(&t), "R1").await.unwrap().unwrap().balance, Pence(4210));
        assert_eq!(audited(&t.platform, "drop.refused", &report.set.id).await, 1);
        // Also with what stays: a set of one file that others no longer fit.
        let alone = DropSet::default().at_minute(2).with(File::Assets, "asset_ref,line1\nA1,Flat 1\n");
        let report = laid(&t, &staff, &alone).await;
        assert_eq!(state(&report), SetState::Refused);
        assert_eq!(told(&report), ["tenancy_assets 3 asset_ref no-such-asset"]);
    }

    async fn a_file_that_is_not_in_the_set_stays(t: Test) {
        let staff = staff(&t).await;
        laid(&t, &staff, &DropSet::small()).await;
        let alone = DropSet::default().at_minute(1)
            .with(File::Accounts, "account_ref,tenancy_ref,balance\nR1,T1,1.00\n");
        let report = laid(&t, &staff, &alone).await;
        assert_eq!((state(&report), report.files.len()), (SetState::Taken, 1));
        assert_eq!(surname(&t, "P1").await.as_deref(), Some("Price"));
        assert_eq!(drops::account(&shelf(&t), "R2").await.unwrap(), None);
    }

    async fn the_manifest_is_checked(t: Test) {
        let staff = staff(&t).await;
        let set = DropSet::small();
        let wrong = set.manifest().replacen("people.csv,2,", "people.csv,3,", 1);
        set.lay_with(&folder(&t), &wrong);
        let report = read(&t, &staff).await;
        assert_eq!(told(&report)[0], "parties 2 person_ref no-such-person");
        assert!(told(&report).contains(&"people 0  other-rows".to_owned()));
        assert_eq!(state(&report), SetState::Refused);
        let changed = DropSet::small().with(File::People, "person_ref,surname\nP1,Other\nP2,Other\n");
        changed.lay_with(&folder(&t), &DropSet::small().at_minute(2).manifest());
        let report = read(&t, &staff).await;
        assert!(told(&report).contains(&"people 0  other-bytes".to_owned()));
        fs::remove_file(folder(&t).join("people.csv")).unwrap();
        fs::create_dir(folder(&t).join("people.csv")).unwrap();
        DropSet::small().without(File::People).at_minute(3).lay_with(&folder(&t), &DropSet::small().at_minute(3).manifest());
        let report = read(&t, &staff).await;
        assert!(told(&report).contains(&"people 0  not-there".to_owned()), "{:?}", told(&report));
        fs::write(folder(&t).join("manifest.csv"), "file,rows,sha256,as_at\n../../etc/passwd,1,x,never\n").unwrap();
        let report = read(&t, &staff).await;
        assert_eq!((state(&report), told(&report).len()), (SetState::Refused, 3));
        assert_eq!(report.files[0].file, "manifest");
        assert!(drops::in_use(&shelf(&t)).await.unwrap().is_empty());
    }

    async fn without_a_manifest_nothing_is_read(t: Test) {
        DropSet::small().lay(&folder(&t));
        fs::remove_file(folder(&t).join("manifest.csv")).unwrap();
        drops::watch(&t.platform, Mode::Live).await.unwrap();
        assert_eq!(drops::read_waiting(&t.platform).await.unwrap(), 0);
    }

    async fn a_reading_that_died_leaves_the_old_set_and_is_begun_anew(t: Test) {
        let staff = staff(&t).await;
        laid(&t, &staff, &DropSet::small()).await;
        let many = many(3_000);
        many.lay(&folder(&t));
        drops::watch(&t.platform, Mode::Live).await.unwrap();
        // Dropped wherever it is: batches of it are stored, the set is not in use.
        let platform = std::sync::Arc::clone(&t.platform);
        let reading = tokio::spawn(async move { drops::read_waiting(&platform).await });
        let some = || count(&t.platform, "select count(*) from drop_rows where key like 'Q%'", args![]);
        while some().await == 0 {
            tokio::task::yield_now().await;
        }
        reading.abort();
        let _aborted = reading.await;
        assert_eq!(surname(&t, "P1").await.as_deref(), Some("Price"));
        assert_eq!(surname(&t, "Q0").await, None);
        let other = t.another_node().await;
        assert_eq!(drops::read_waiting(&other).await.unwrap(), 0, "its lease still runs");
        t.clock.advance_secs(200);
        assert_eq!(drops::read_waiting(&other).await.unwrap(), 1);
        assert_eq!(state(&newest(&staff).await), SetState::Taken);
        assert_eq!(surname(&t, "Q2999").await.as_deref(), Some("Evans"));
        drops::sweep(&t.platform).await.unwrap();
        let people = count(&t.platform, "select count(*) from drop_rows where key like 'Q%'", args![]).await;
        assert_eq!(people, 3_000, "what the dead reading has left is forgotten");
    }

    async fn two_nodes_read_a_set_once(t: Test) {
        DropSet::small().lay(&folder(&t));
        let other = t.another_node().await;
        for platform in [&t.platform, &other] {
            drops::watch(platform, Mode::Live).await.unwrap();
        }
        let (one, two) = tokio::join!(drops::read_waiting(&t.platform), drops::read_waiting(&other));
        assert_eq!(one.unwrap() + two.unwrap(), 1);
        assert_eq!(count(&t.platform, "select count(*) from drop_sets", args![]).await, 1);
    }

    async fn live_and_test_never_meet(t: Test) {
        let test = drops::Shelf::of(&t.platform, Mode::Test);
        DropSet::small().lay(&t.platform.folders.of(Mode::Test, domain::drops::Source::Folder));
        drops::watch(&t.platform, Mode::Test).await.unwrap();
        drops::read_waiting(&t.platform).await.unwrap();
        assert!(drops::person(&test, "P1").await.unwrap().is_some());
        assert_eq!(surname(&t, "P1").await, None);
    }

    async fn a_file_full_of_faults_is_read_to_a_point(t: Test) {
        let staff = staff(&t).await;
        let people = (0..5_000).fold("person_ref,surname\n".to_owned(), |text, _| text + ",x\n");
        let report = laid(&t, &staff, &DropSet::default().with(File::People, people)).await;
        assert_eq!((state(&report), report.files[0].problems), (SetState::Refused, 1_001));
        assert!(report.problems.has_more);
        let id = domain::ids::DropId::parse(&report.set.id).unwrap();
        let (mut seen, mut after) = (0, None);
        loop {
            let page = drops::report(&staff, &id, after.as_ref()).await.unwrap().problems;
            seen += page.rows.len();
            let last = page.rows.last().unwrap();
            after = Some(drops::Key { file: last.file.clone(), number: last.number });
            if !page.has_more {
                break;
            }
        }
        assert_eq!(seen, 1_001);
    }
}

/// A set with so many people more.
pub fn many(count: usize) -> DropSet {
    let mut people = DropSet::small().text(File::People);
    for number in 0..count {
        let _infallible = writeln!(people, "Q{number},,,Evans,,,,,");
    }
    DropSet::small().at_minute(30).with(File::People, people)
}
