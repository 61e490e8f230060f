use super::{drip, lists_of, new_definition};
use crate::audited;
use domain::{catalogue::Column, forms::Code, ids::ImportId};
use futures_util::future::join_all;
use services::{
    both_engines,
    catalogue::{
        self,
        imports::{self, Shown, Stage, Verdict},
    },
    context::Ctx,
    error::{Conflict, Error},
    testing::Test,
};

async fn exported(ctx: &Ctx) -> String {
    let mut text = imports::head(ctx).unwrap();
    let mut after = None;
    while let Some((lines, key)) = imports::export_part(ctx, after.as_deref()).await.unwrap() {
        text.push_str(&lines);
        after = Some(key);
    }
    text
}

async fn read(ctx: &Ctx, text: &str) -> (ImportId, Shown) {
    let id = imports::read(ctx, text.as_bytes(), "definitions_table")
        .await
        .unwrap();
    match imports::stage(ctx, &id).await.unwrap() {
        Stage::Shown(shown) => (id, shown),
        Stage::Done { .. } => panic!("nothing is saved yet"),
    }
}

fn verdicts(shown: &Shown) -> Vec<&Verdict> {
    shown.rows.iter().map(|row| &row.verdict).collect()
}

both_engines! {
    async fn what_is_taken_out_changes_nothing_when_it_comes_in(t: Test) {
        let (staff, offer) = (t.staff("Olwen").await, t.offer().await);
        let awkward = drip(&offer.tap, 1, &offer, |form| {
            form.definition_name_en = "=1+1".into();
            form.definition_name_cy = "'=1".into();
            form.notice_en = "Turn it off,\n\"now\"".into();
            form.guidance_en = "-ours; not yours".into();
            form.photo_wanted = "yes".into();
        });
        catalogue::save_definition(&staff, awkward).await.unwrap();
        catalogue::switch_definition(&staff, Some(offer.boiler.clone()), false).await.unwrap();
        let text = exported(&staff).await;
        assert!(text.contains("'=1+1") && !text.contains(",=1") && !text.contains(",-ours"));
        let (id, shown) = read(&staff, &text).await;
        assert_eq!(verdicts(&shown), [&Verdict::Unchanged, &Verdict::Unchanged]);
        let nothing = imports::take(&staff, Some(id)).await;
        assert!(matches!(nothing, Err(Error::Form(errors)) if errors.code("definitions_import") == Some(&Code::Required)));
        let welsh = Ctx { language: domain::identity::Language::Welsh, ..staff.clone() };
        let (_, shown) = read(&welsh, &exported(&welsh).await).await;
        assert_eq!(verdicts(&shown), [&Verdict::Unchanged, &Verdict::Unchanged]);
    }

    async fn rows_are_shown_with_what_they_would_do_and_saved_once(t: Test) {
        let (staff, offer) = (t.staff("Olwen").await, t.offer().await);
        lists_of(&t).await;
        let text = format!(
            "Id,Name,Category,SOR table,SOR code,Repair type,Priority,Contract,Active,Colour\n\
            {tap},Tap drips,Heating and water,NHF7,610102,RESP,P1,DLO,no,red\n\
            {tap},Again,Heating and water,NHF7,610102,RESP,P1,DLO,no,red\n\
            ,A new one,Heating and water,NHF7,610101,RESP,P3,DLO,,\n\
            ,Nowhere,Attic,NHF7,610101,RESP,P3,DLO,,\n\
            ,Old code,Heating and water,NHF7,610199,RESP,P3,DLO,,\n\
            {nobody},Ghost,Heating and water,NHF7,610101,RESP,P3,DLO,,\n",
            tap = offer.tap,
            nobody = new_definition(&t),
        );
        let (id, shown) = read(&staff, &text).await;
        assert_eq!(shown.unknown, ["Colour"]);
        let [tap, twice, new, nowhere, old, ghost] = shown.rows.as_slice() else { panic!("six rows") };
        let Verdict::Changed(changes) = &tap.verdict else { panic!("{:?}", tap.verdict) };
        let changed: Vec<_> = changes.iter().map(|change| (change.column, change.old.as_str(), change.new.as_str())).collect();
        assert_eq!(changed, [
            (Column::NameEn, "Dripping tap", "Tap drips"),
            (Column::SorCode, "610101", "610102"),
            (Column::Priority, "P3", "P1"),
            (Column::Active, "yes", "no"),
        ]);
        assert_eq!((&twice.verdict, &new.verdict, &ghost.verdict), (&Verdict::Twice(2), &Verdict::Added, &Verdict::Unknown));
        let mend = |verdict: &Verdict, field: &str| match verdict {
            Verdict::Mend(errors) => errors.code(field).cloned(),
            _ => None,
        };
        assert_eq!(mend(&nowhere.verdict, "definition_category"), Some(Code::NotOffered));
        assert_eq!(mend(&old.verdict, "sor_code"), Some(Code::NotOffered));
        // Nothing is written before it is confirmed.
        let before = catalogue::definition(&staff, &offer.tap).await.unwrap();
        assert_eq!((before.details.name.en.as_str(), before.active), ("Dripping tap", true));

        let pressed = join_all((0..3).map(|_| imports::take(&staff, Some(id.clone())))).await;
        assert!(pressed.iter().any(Result::is_ok));
        imports::take(&staff, Some(id.clone())).await.unwrap();
        assert!(matches!(imports::stage(&staff, &id).await.unwrap(), Stage::Done { added: 1, changed: 1 }));
        let after = catalogue::definition(&staff, &offer.tap).await.unwrap();
        assert_eq!((after.details.name.en.as_str(), after.active), ("Tap drips", false));
        // What the table had no column for is as it was.
        assert_eq!(after.details.name.cy, "Dripping tap (cy)");
        assert_eq!(audited(&t.platform, "repair-definitions.imported", id.as_str()).await, 1);
        assert_eq!(audited(&t.platform, "repair-definition.changed", offer.tap.as_str()).await, 1);
    }

    async fn if_one_was_changed_meanwhile_nothing_is_saved(t: Test) {
        let (staff, offer) = (t.staff("Olwen").await, t.offer().await);
        let text = format!("Id,Name\n{},One\n{},Two\n", offer.tap, offer.boiler);
        let (id, _) = read(&staff, &text).await;
        catalogue::switch_definition(&staff, Some(offer.boiler.clone()), false).await.unwrap();
        let late = imports::take(&staff, Some(id.clone())).await;
        assert!(matches!(late, Err(Error::Conflict(Conflict::ChangedMeanwhile))));
        assert_eq!(catalogue::definition(&staff, &offer.tap).await.unwrap().details.name.en, "Dripping tap");
        assert!(matches!(imports::stage(&staff, &id).await.unwrap(), Stage::Shown(_)));
    }

    async fn a_table_is_for_whoever_read_it_and_for_an_hour(t: Test) {
        let (staff, other, offer) = (t.staff("Olwen").await, t.staff("Robin").await, t.offer().await);
        let text = format!("Id,Name\n{},One\n", offer.tap);
        let (id, _) = read(&staff, &text).await;
        assert!(matches!(imports::stage(&other, &id).await, Err(Error::NotFound)));
        assert!(matches!(imports::take(&other, Some(id.clone())).await, Err(Error::NotFound)));
        t.clock.advance_secs(3600);
        assert!(matches!(imports::take(&staff, Some(id.clone())).await, Err(Error::NotFound)));
        imports::sweep(&t.platform).await.unwrap();
        assert!(matches!(imports::stage(&staff, &id).await, Err(Error::NotFound)));
        let no_table = imports::read(&staff, b"\xff", "definitions_file").await;
        assert!(matches!(no_table, Err(Error::Form(errors)) if errors.code("definitions_file") == Some(&Code::Unreadable)));
    }
}
