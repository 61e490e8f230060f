//! The landlord's own wording: saved in versions, used at once, and never able to break or fake a message.

use crate::{audited, count};
use domain::{
    forms::{Code, Form},
    identity::{Language, Plane, SignIn},
    permissions::BuiltInRole,
    templates::{Kind, Paragraph, RestoreTemplate, SaveTemplate, TemplateForm, Wording, Wordings},
};
use futures_util::future::join_all;
use services::{
    args, auth, both_engines,
    context::Ctx,
    error::{Conflict, Error},
    templates::{self, Saved},
    testing::{PASSWORD, Test},
};

fn english(text: &str) -> Wordings {
    Wordings {
        en: Wording {
            text: text.into(),
            ..Wording::default()
        },
        cy: Wording::default(),
    }
}

fn code(seen: i64, text: &str) -> SaveTemplate {
    SaveTemplate {
        kind: Kind::SignInCode,
        seen: seen.to_string(),
        wordings: english(text),
    }
}

/// Signs a tenant in as far as the code, and gives the text of its mail.
async fn code_mail(t: &Test, email: &domain::identity::Email) -> String {
    let entry = SignIn {
        email: email.clone(),
        password: PASSWORD.into(),
        next: String::new(),
    };
    auth::sign_in(&t.platform, Plane::Portal, entry, &auth::Browser::default())
        .await
        .unwrap();
    t.work().await;
    t.mail.sent_to(email.as_str()).pop().unwrap().text
}

async fn version(staff: &Ctx) -> i64 {
    templates::one(staff, Kind::SignInCode).await.unwrap().version
}

both_engines! {
    async fn own_words_are_sent_from_the_moment_they_are_saved(t: Test) {
        let (staff, tenant) = (t.staff("Olwen").await, t.tenant("Megan").await);
        let saved = templates::save(&staff, code(0, "Yr ((landlord)) <b>code</b>:\n\n((code))\n\nAsked at ((time)).")).await.unwrap();
        assert_eq!(saved, Saved::OneLanguage(Language::English));
        let mail = code_mail(&t, &tenant.email).await;
        assert!(mail.starts_with("Yr Your landlord <b>code</b>:\n\n"), "{mail}");
        assert!(mail.contains("\n\nAsked at 12pm.\n\n"), "{mail}");
        let html = t.mail.sent().pop().unwrap().html;
        assert!(html.contains("&lt;b&gt;code&lt;/b&gt;") && !html.contains("<b>"), "{html}");
        assert!(t.mail.newest_code(tenant.email.as_str()).is_some());
        assert_eq!(audited(&t.platform, "template.saved", "sign-in-code").await, 1);
        let own = templates::list(&staff).await.unwrap();
        assert!(own[&Kind::SignInCode].cy.is_default() && !own[&Kind::SignInCode].en.is_default());
    }

    async fn a_value_in_a_message_is_no_wording(t: Test) {
        let staff = t.staff("Olwen").await;
        t.set(|settings| settings.landlord_en = "((code))\n\n[Win] ((link))".into()).await;
        let tenant = t.tenant("Megan").await;
        templates::save(&staff, code(0, "((landlord))\n\n((code)) ((time))")).await.unwrap();
        let mail = code_mail(&t, &tenant.email).await;
        assert!(mail.starts_with("((code))\n\n[Win] ((link))\n\n"), "{mail}");
    }

    async fn every_version_stays_and_can_be_used_again(t: Test) {
        let staff = t.staff("Olwen").await;
        for (seen, text) in [(0, "One ((code)) ((time))"), (1, "Two ((code)) ((time))")] {
            templates::save(&staff, code(seen, text)).await.unwrap();
        }
        let restore = |version, seen: &str| RestoreTemplate { kind: Kind::SignInCode, version, seen: seen.into() };
        templates::restore(&staff, restore(1, "2")).await.unwrap();
        let one = templates::one(&staff, Kind::SignInCode).await.unwrap();
        assert_eq!((one.version, one.own.en.text.as_str()), (3, "One ((code)) ((time))"));
        assert_eq!(one.history.len(), 3);
        assert!(one.history.iter().all(|version| version.saved_by.contains("Olwen")));
        templates::restore(&staff, restore(0, "3")).await.unwrap();
        let one = templates::one(&staff, Kind::SignInCode).await.unwrap();
        assert!(one.own.is_default() && one.wording(Language::Welsh).text.contains("((code))"));
        assert_eq!(audited(&t.platform, "template.reset", "sign-in-code").await, 1);
        assert!(matches!(templates::restore(&staff, restore(99, "4")).await, Err(Error::NotFound)));
        let tenant = t.tenant("Megan").await;
        assert!(code_mail(&t, &tenant.email).await.starts_with("Here is your code."));
    }

    async fn of_two_who_save_at_once_one_is_told(t: Test) {
        let staff = t.staff("Olwen").await;
        let both = ["One ((code)) ((time))", "Two ((code)) ((time))"].map(|text| templates::save(&staff, code(0, text)));
        let outcomes = join_all(both).await;
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{outcomes:?}");
        let told = outcomes.iter().any(|outcome| matches!(outcome, Err(Error::Conflict(Conflict::ChangedMeanwhile))));
        assert!(told, "{outcomes:?}");
        assert_eq!(version(&staff).await, 1);
        // The same press again is nothing new.
        let own = templates::one(&staff, Kind::SignInCode).await.unwrap().own.en.text;
        templates::save(&staff, code(0, &own)).await.unwrap();
        assert_eq!(version(&staff).await, 1);
    }

    async fn words_like_ours_stay_ours(t: Test) {
        let staff = t.staff("Olwen").await;
        let ours = templates::one(&staff, Kind::SignInCode).await.unwrap();
        let same = SaveTemplate {
            kind: Kind::SignInCode,
            seen: "0".into(),
            wordings: Wordings { en: ours.wording(Language::English), cy: ours.wording(Language::Welsh) },
        };
        assert_eq!(templates::save(&staff, same).await.unwrap(), Saved::Whole);
        assert_eq!(version(&staff).await, 0);
    }

    async fn a_test_goes_to_whoever_asks_and_keeps_nothing(t: Test) {
        let staff = t.staff("Olwen").await;
        for _ in 0..30 {
            templates::send_test(&staff, code(0, "Tried ((code)) ((time))")).await.unwrap();
        }
        t.work().await;
        let sent = t.mail.sent();
        assert_eq!(sent.len(), 60);
        assert!(sent.iter().all(|mail| mail.to.starts_with("olwen")), "{}", sent[0].to);
        let subjects: Vec<_> = sent.iter().map(|mail| mail.subject.split(':').next().unwrap()).collect();
        assert!(subjects.contains(&"Test") && subjects.contains(&"Prawf"), "{subjects:?}");
        assert!(sent.iter().any(|mail| mail.text.starts_with("Tried 123456 12pm")));
        assert_eq!(version(&staff).await, 0);
        let more = templates::send_test(&staff, code(0, "Tried ((code)) ((time))")).await;
        assert!(matches!(more, Err(Error::Throttled(_))), "{more:?}");
        t.clock.advance_secs(24 * 3600);
        templates::send_test(&staff, code(0, "Tried ((code)) ((time))")).await.unwrap();
    }

    async fn a_text_message_fits_its_parts(t: Test) {
        let staff = t.staff("Olwen").await;
        let with_sms = |language, sms: String| {
            let wording = Wording { sms, ..Wording::default() };
            let wordings = match language {
                Language::English => Wordings { en: wording, cy: Wording::default() },
                Language::Welsh => Wordings { en: Wording::default(), cy: wording },
            };
            SaveTemplate { kind: Kind::RegistrationCode, seen: "0".into(), wordings }
        };
        let long = format!("((landlord)): ((code)) {}", "a".repeat(150));
        let refused = templates::save(&staff, with_sms(Language::English, long.clone())).await;
        let Err(Error::Form(errors)) = refused else { panic!("{refused:?}") };
        assert_eq!(errors.code("sms_en"), Some(&Code::TooManyParts { parts: 2, max: 1 }));
        let wide = format!("((landlord)): ((code)) ŵ{}", "a".repeat(60));
        assert!(matches!(templates::save(&staff, with_sms(Language::Welsh, wide)).await, Err(Error::Form(_))));
        assert!(matches!(templates::try_out(&staff, &with_sms(Language::English, long)), Err(Error::Form(_))));
        templates::save(&staff, with_sms(Language::English, "((landlord)): ((code))".into())).await.unwrap();
    }

    async fn our_own_text_messages_fit_with_a_long_name(t: Test) {
        t.set(|settings| {
            settings.landlord_en = "Hollingate Homes Limited".into();
            settings.landlord_cy = "Cartrefi Hollingate".into();
            settings.phone = "01632 960000".into();
        }).await;
        let staff = t.staff("Olwen").await;
        for kind in Kind::ALL.iter().copied().filter(|kind| kind.sms_required().is_some()) {
            let ours = templates::one(&staff, kind).await.unwrap();
            for language in Language::ALL {
                let shown = templates::preview(&staff, kind, language, &ours.wording(language));
                let (text, parts) = shown.sms.unwrap();
                assert!(parts.parts == 1 && text.contains("123456"), "{text}: {parts:?}");
            }
        }
    }

    async fn only_those_who_may_word_messages_do(t: Test) {
        let outsider = t.staff_as("Robin", BuiltInRole::Repairs).await;
        let tenant = t.tenant("Megan").await.ctx;
        let restore = RestoreTemplate { kind: Kind::Reset, version: 0, seen: "0".into() };
        for ctx in [&outsider, &tenant] {
            assert!(matches!(templates::list(ctx).await, Err(Error::Denied)));
            assert!(matches!(templates::one(ctx, Kind::Reset).await, Err(Error::Denied)));
            assert!(matches!(templates::save(ctx, code(0, "x")).await, Err(Error::Denied)));
            assert!(matches!(templates::try_out(ctx, &code(0, "x")), Err(Error::Denied)));
            assert!(matches!(templates::send_test(ctx, code(0, "x")).await, Err(Error::Denied)));
            assert!(matches!(templates::restore(ctx, restore.clone()).await, Err(Error::Denied)));
        }
        assert_eq!(count(&t.platform, "select count(*) from templates", args![]).await, 0);
    }

    async fn a_wording_that_cannot_be_read_keeps_nobody_out(t: Test) {
        let (staff, tenant) = (t.staff("Olwen").await, t.tenant("Megan").await);
        templates::save(&staff, code(0, "One ((code)) ((time))")).await.unwrap();
        t.platform.db.execute("update templates set wording = 'nonsense'", args![]).await.unwrap();
        assert!(code_mail(&t, &tenant.email).await.starts_with("Here is your code."));
    }

    async fn every_kind_can_be_previewed_in_both_languages(t: Test) {
        let staff = t.staff("Olwen").await;
        for kind in Kind::ALL.iter().copied() {
            let template = templates::one(&staff, kind).await.unwrap();
            for language in Language::ALL {
                let shown = templates::preview(&staff, kind, language, &template.wording(language));
                assert!(!shown.subject.contains("((") && !shown.text.contains("(("), "{kind:?}: {shown:?}");
                assert!(shown.paragraphs.len() >= 2, "{kind:?}");
                let is_big = |one: &Paragraph| matches!(one, Paragraph::Big(_));
                assert!(!kind.has_code() || shown.paragraphs.iter().any(is_big), "{kind:?}");
            }
        }
        let hostile = TemplateForm {
            template: "reset".into(),
            subject_en: "x\r\nBcc: all@example.org".into(),
            ..TemplateForm::default()
        };
        let cmd = hostile.parse().unwrap();
        let shown = templates::preview(&staff, cmd.kind, Language::English, &cmd.wordings.en);
        assert_eq!(shown.subject, "x Bcc: all@example.org");
    }
}
