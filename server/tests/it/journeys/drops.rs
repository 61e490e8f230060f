//! A landlord whose housing system is a folder of files.

use crate::{
    on_both_engines,
    site::{Answer, Person, STAFF, Site, TAP, Visitor, eventually, reference},
};
use domain::{
    drops::{File, MANIFEST},
    identity::Language::English,
};
use reqwest::multipart::{Form, Part};
use services::testing::DropSet;
use std::{fs, path::PathBuf};

/// Megan's record, as the landlord's programs write it.
fn record(site: &Site) -> DropSet {
    let megan = site.world.cx.demo_people().remove(0);
    let (person, tenancy, home) = (&megan.contact_id, &megan.agreement_id, &megan.home_id);
    DropSet::default()
        .with(
            File::People,
            format!("person_ref,forenames,surname\n{person},Megan,Price\n"),
        )
        .with(
            File::Tenancies,
            format!("tenancy_ref,start\n{tenancy},2020-01-06\n"),
        )
        .with(
            File::Parties,
            format!("tenancy_ref,person_ref,role\n{tenancy},{person},Main\n"),
        )
        .with(
            File::Assets,
            format!(
                "asset_ref,line1,postcode\n{home},9 Paper Lane,{}\n",
                megan.postcode
            ),
        )
        .with(
            File::TenancyAssets,
            format!("tenancy_ref,asset_ref,primary\n{tenancy},{home},yes\n"),
        )
}

fn folder(site: &Site) -> PathBuf {
    site.world.folder.path().join("drops/live")
}

fn lying(site: &Site, folder_name: &str) -> Vec<String> {
    let files = fs::read_dir(folder(site).join(folder_name)).into_iter().flatten();
    let mut names: Vec<_> = files
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

async fn upload(visitor: &Visitor, files: &[(&str, String)]) -> Answer {
    visitor.opens("/console/drops");
    let form = files.iter().fold(Form::new(), |form, (name, text)| {
        let part = Part::text(text.clone()).file_name((*name).to_owned());
        form.part("files", part.mime_str("text/csv").unwrap())
    });
    let request = visitor.request("POST", "/console/drops/upload");
    visitor.send(request.multipart(form)).await
}

fn files(set: &DropSet) -> Vec<(&'static str, String)> {
    File::ALL
        .iter()
        .map(|file| (file.file_name(), set.text(*file)))
        .filter(|(_, text)| !text.is_empty())
        .chain([(MANIFEST, set.manifest())])
        .collect()
}

/// Presses 'Check only' or 'Take over' and waits for the verdict.
async fn read(officer: &Visitor, aim: &str, verdict: &str) {
    let mut form = officer
        .get("/console/drops")
        .await
        .form("/api/console/drops/read");
    form.fields.retain(|(name, _)| name != "aim");
    let asked = officer.submit(form.with("aim", aim)).await;
    let report = asked.leads_to().to_owned();
    assert!(report.starts_with("/console/drops/"), "{report}");
    eventually(verdict, || async {
        let page = officer.get(&report).await;
        page.says(verdict).then_some(())
    })
    .await;
}

on_both_engines! {
    async fn from_the_first_file_to_a_repair_that_is_answered(site: &Site) {
        let megan = site.signed_in(Person::MEGAN).await;
        site.with_copies(&megan).await;
        let officer = site.signed_in(STAFF).await;
        let set = record(site);
        let taken_in = upload(&officer, &files(&set)).await;
        assert_eq!((taken_in.status, taken_in.leads_to()), (303, "/console/drops"));
        read(&officer, "check", words::drops_checked(English)).await;
        let page = officer.get("/console/drops").await;
        assert!(page.says(words::drops_empty_title(English)), "a check takes nothing over");
        read(&officer, "take-over", words::drops_taken(English)).await;
        let form = officer.get("/console/drops").await.form("/api/console/drops/use");
        let used = officer.follow(&officer.submit(form).await).await;
        assert!(used.says(words::drops_used(English)));

        let repair = megan.report(TAP).await;
        let number = reference(&megan, &repair).await;
        let name = eventually("the repair as a file", || async { lying(site, "out").pop() }).await;
        site.at_rest().await;
        assert_eq!(lying(site, "out"), ["repairs_out_1.csv"]);
        let text = fs::read_to_string(folder(site).join("out").join(&name)).unwrap();
        assert!(text.contains(&number), "{text}");
        assert_eq!(site.world.ledger().await["accepted"], 0, "the old system hears of nothing");
        let taken = officer.get("/console/drops/out/1").await;
        assert_eq!(taken.text(), text);
        let page = megan.get(&format!("/repairs/{repair}")).await;
        assert!(page.says(words::event_passed_on(English)));

        let home = site.world.cx.demo_people().remove(0).home_id;
        let answered = set.at_minute(7).with(
            File::Repairs,
            format!("repair_ref,external_ref,asset_ref,description,status,created_at\nW-77,{number},{home},Tap,completed,2026-11-24\n"),
        );
        answered.lay(&folder(site));
        eventually("the answer", || async {
            let page = officer.get("/console/drops").await;
            (!page.says(&number)).then_some(())
        })
        .await;
    }

    async fn files_come_from_those_who_may_send_them(site: &Site) {
        let one = [("people.csv", "person_ref,surname\n1,x\n".to_owned())];
        let stranger = upload(&site.visitor(), &one).await;
        assert!(stranger.status == 303 && stranger.leads_to().starts_with("/console/sign-in"), "{}", stranger.status);
        let megan = site.signed_in(Person::MEGAN).await;
        assert!(upload(&megan, &one).await.leads_to().starts_with("/console/sign-in"));
        site.node.platform.db.execute("update staff set role = 'repairs'", vec![]).await.unwrap();
        let officer = site.signed_in(STAFF).await;
        assert_eq!(upload(&officer, &one).await.status, 404);
        assert_eq!(lying(site, "upload"), Vec::<String>::new());
    }

    async fn files_with_other_names_or_none_are_refused_in_words(site: &Site) {
        let officer = site.signed_in(STAFF).await;
        let text = "person_ref,surname\n1,x\n".to_owned();
        let hostile = [("../../../people.csv", text.clone()), ("people.csv.exe", text.clone()), ("people.csv", text)];
        let page = officer.follow(&upload(&officer, &hostile).await).await;
        assert!(page.says(words::error_files_not_offered(English)));
        assert_eq!(lying(site, "upload"), ["people.csv"], "one that is refused does not lose the others");
        let page = officer.follow(&upload(&officer, &[("", String::new())]).await).await;
        assert!(page.says(words::error_files_required(English)));
    }
}
