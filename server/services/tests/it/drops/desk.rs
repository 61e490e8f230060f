use super::{ask, newest, shelf, staff, state, upload};
use crate::audited;
use domain::{
    drops::{Aim, File, SetState, Source},
    ids::DropId,
    integrations::Mode,
    permissions::BuiltInRole,
};
use services::{
    both_engines, drops,
    error::{Conflict, Error},
    testing::{DropSet, Test},
};

async fn upload_all(staff: &services::context::Ctx, set: &DropSet) {
    for file in File::ALL {
        let text = set.text(*file);
        if !text.is_empty() {
            assert!(upload(staff, file.file_name(), &text).await);
        }
    }
    upload(staff, "manifest.csv", &set.manifest()).await;
}

both_engines! {
    async fn a_check_changes_nothing_and_taking_over_does(t: Test) {
        let staff = staff(&t).await;
        let missing = drops::ask(&staff, Mode::Live, Source::Upload, Aim::Check).await;
        assert!(matches!(missing, Err(Error::Form(_))));
        upload_all(&staff, &DropSet::small()).await;
        assert_eq!(drops::overview(&staff, Mode::Live).await.unwrap().waiting.len(), 10);
        assert_eq!(state(&ask(&staff, Aim::Check).await), SetState::Checked);
        assert!(drops::in_use(&shelf(&t)).await.unwrap().is_empty());
        assert_eq!(state(&ask(&staff, Aim::TakeOver).await), SetState::Taken);
        assert_eq!(drops::in_use(&shelf(&t)).await.unwrap().len(), 9);
        drops::sweep(&t.platform).await.unwrap();
        assert!(drops::person(&shelf(&t), "P1").await.unwrap().is_some());
        drops::discard(&staff, Mode::Live).await.unwrap();
        assert_eq!(drops::overview(&staff, Mode::Live).await.unwrap().waiting, []);
        assert_eq!(audited(&t.platform, "drop.uploaded", "people.csv").await, 1);
    }

    async fn one_set_at_a_time(t: Test) {
        let staff = staff(&t).await;
        upload_all(&staff, &DropSet::small()).await;
        let asked = futures_util::future::join_all((0..4).map(|_| drops::ask(&staff, Mode::Live, Source::Upload, Aim::Check))).await;
        assert_eq!(asked.iter().filter(|asked| asked.is_ok()).count(), 1);
        let refused = asked.iter().filter(|asked| matches!(asked, Err(Error::Conflict(Conflict::AlreadyReading)))).count();
        assert_eq!(refused, 3);
    }

    async fn only_names_of_the_contract_are_taken(t: Test) {
        let staff = staff(&t).await;
        for name in ["../people.csv", "people.csv.exe", "PEOPLE.CSV", "", "people", "/etc/passwd", "repairs_out_1.csv"] {
            assert!(!upload(&staff, name, "x").await, "{name}");
        }
    }

    async fn others_see_and_do_nothing(t: Test) {
        let other = t.staff_as("Rhys", BuiltInRole::Repairs).await;
        let id = DropId::parse("01890a5d-ac96-774b-bcce-b302099a8057").unwrap();
        assert!(matches!(drops::overview(&other, Mode::Live).await, Err(Error::Denied)));
        assert!(matches!(drops::ask(&other, Mode::Live, Source::Folder, Aim::TakeOver).await, Err(Error::Denied)));
        assert!(matches!(drops::discard(&other, Mode::Live).await, Err(Error::Denied)));
        assert!(matches!(drops::report(&other, &id, None).await, Err(Error::Denied)));
        assert!(matches!(drops::export_began(&other, &id).await, Err(Error::Denied)));
        assert!(matches!(drops::out_file(&other, Mode::Live, 1).await, Err(Error::Denied)));
        assert!(drops::Upload::begin(&other, Mode::Live, "people.csv").await.is_err());
        let staff = staff(&t).await;
        assert!(matches!(drops::report(&staff, &id, None).await, Err(Error::NotFound)));
        assert!(matches!(drops::out_file(&staff, Mode::Live, 1).await, Err(Error::NotFound)));
    }

    async fn a_report_never_holds_what_stands_in_a_cell(t: Test) {
        let staff = staff(&t).await;
        let secret = "SECRET";
        let people = format!("person_ref,surname,date_of_birth,email,{secret}\n{secret},,{secret},{secret},\n\"{secret}\"x,,,,\n{secret},a,,,,{secret}\n");
        upload_all(&staff, &DropSet::default().with(File::People, people)).await;
        let report = ask(&staff, Aim::Check).await;
        assert_eq!(state(&report), SetState::Refused);
        assert!(report.problems.rows.len() >= 5);
        let id = DropId::parse(&newest(&staff).await.set.id).unwrap();
        let (lines, key) = drops::export_part(&staff, &id, None).await.unwrap().unwrap();
        assert!(!lines.contains(secret) && !lines.to_lowercase().contains("secret"), "{lines}");
        assert_eq!(lines.lines().count(), report.problems.rows.len());
        assert!(drops::export_part(&staff, &id, Some(&key)).await.unwrap().is_none());
    }
}
