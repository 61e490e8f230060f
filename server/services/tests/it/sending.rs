//! When messages leave, and what becomes of those that do not.

use crate::{audited, count};
use domain::{
    identity::{Email, Language},
    ids::JobId,
    invites::NewInvite,
    permissions::BuiltInRole,
    templates::SendingRules,
};
use services::{
    args, auth, both_engines,
    context::Ctx,
    error::Error,
    invites,
    messages::{self, Failed},
    outbox, sending,
    testing::{Answer, PASSWORD, Test},
};

async fn states(t: &Test) -> Vec<(String, String)> {
    let sql =
        "select state, last_error from outbox where message = 'repair-received' order by created_at, id";
    t.platform.db.all(sql, args![]).await.unwrap()
}

async fn limits(ctx: &Ctx, to_one: i64, to_all: i64) {
    sending::save_rules(ctx, SendingRules { to_one, to_all })
        .await
        .unwrap();
}

async fn invite(t: &Test) {
    let new = NewInvite {
        first_name: "Nia".into(),
        last_name: "Bevan".into(),
        email: Email::parse("nia@example.org").unwrap(),
        language: Language::English,
        person: String::new(),
        born: None,
    };
    invites::invite(&t.staff("Olwen").await, new).await.unwrap();
}

/// One undelivered message: the mail system refuses that of a repair.
async fn refused(t: &Test) -> Failed {
    let (tenant, offer) = (t.tenant("Megan").await, t.offer().await);
    tenant.report(&offer).await;
    t.mail.script([Answer::Rejected("550")]);
    t.work().await;
    let staff = t.staff("Sian").await;
    messages::failures(&staff, None).await.unwrap().pop().unwrap()
}

both_engines! {
    async fn reminders_wait_for_the_morning_and_codes_do_not(t: Test) {
        invite(&t).await;
        t.work().await;
        assert_eq!(t.mail.sent().len(), 1);
        // A reminder that was queued in the evening and could not leave before nine.
        t.clock.set_local("2026-11-27", "20:59");
        invites::mail_due(&t.platform).await.unwrap();
        t.clock.set_local("2026-11-27", "21:00");
        let tenant = t.tenant("Megan").await;
        let entry = domain::identity::SignIn { email: tenant.email.clone(), password: PASSWORD.into(), next: String::new() };
        auth::sign_in(&t.platform, domain::identity::Plane::Portal, entry, &auth::Browser::default()).await.unwrap();
        t.work().await;
        assert!(t.mail.newest_code(tenant.email.as_str()).is_some(), "a code waited");
        assert_eq!(t.mail.sent_to("nia@example.org").len(), 1, "a reminder went at night");
        t.clock.set_local("2026-11-28", "07:59");
        t.work().await;
        assert_eq!(t.mail.sent_to("nia@example.org").len(), 1);
        t.clock.set_local("2026-11-28", "08:00");
        t.work().await;
        assert_eq!(t.mail.sent_to("nia@example.org").len(), 2);
    }

    async fn what_is_too_much_for_one_address_waits_and_nothing_is_lost(t: Test) {
        let staff = t.staff("Olwen").await;
        limits(&staff, 2, 100).await;
        let (tenant, offer) = (t.tenant("Megan").await, t.offer().await);
        for _ in 0..5 {
            tenant.report(&offer).await;
        }
        t.work().await;
        assert_eq!(t.mail.sent().len(), 2);
        let waiting = states(&t).await.into_iter().filter(|(state, why)| state == "waiting" && why == "too-many").count();
        assert_eq!(waiting, 3);
        for (day, sent) in [("2026-11-25", 4), ("2026-11-26", 5)] {
            t.clock.set_local(day, "08:00");
            t.work().await;
            assert_eq!(t.mail.sent().len(), sent, "{day}");
        }
        assert_eq!(audited(&t.platform, "settings.saved", "landlord").await, 1);
    }

    async fn what_is_too_much_for_a_day_is_on_the_list_after_three(t: Test) {
        let staff = t.staff("Olwen").await;
        limits(&staff, 10, 1).await;
        let offer = t.offer().await;
        for name in ["Megan", "Imran", "Aisha", "Dilys", "Nia"] {
            t.tenant(name).await.report(&offer).await;
        }
        for day in ["2026-11-24", "2026-11-25", "2026-11-26", "2026-11-27"] {
            t.clock.set_local(day, "13:00");
            t.work().await;
        }
        assert_eq!(t.mail.sent().len(), 4);
        let left = messages::failures(&staff, None).await.unwrap();
        assert_eq!(left.len(), 1);
        assert_eq!(left[0].last_error, "too-many");
    }

    async fn a_warning_is_never_counted_so_nobody_can_silence_it(t: Test) {
        let staff = t.staff("Olwen").await;
        limits(&staff, 1, 1).await;
        let (tenant, offer) = (t.tenant("Megan").await, t.offer().await);
        tenant.report(&offer).await;
        t.work().await;
        for _ in 0..3 {
            let entry = domain::identity::SignIn { email: tenant.email.clone(), password: PASSWORD.into(), next: String::new() };
            auth::sign_in(&t.platform, domain::identity::Plane::Portal, entry, &auth::Browser::default()).await.unwrap();
        }
        t.work().await;
        assert_eq!(t.mail.sent().len(), 4);
    }

    async fn a_message_that_is_tried_again_is_counted_once(t: Test) {
        let staff = t.staff("Olwen").await;
        limits(&staff, 1, 100).await;
        let (tenant, offer) = (t.tenant("Megan").await, t.offer().await);
        tenant.report(&offer).await;
        t.mail.script([Answer::Unavailable, Answer::LostAfter]);
        for _ in 0..3 {
            t.work().await;
            t.clock.advance_secs(60);
        }
        assert_eq!(states(&t).await[0].0, "done");
        let counted = "select count from message_counts where recipient = ''";
        assert_eq!(count(&t.platform, counted, args![]).await, 1);
        t.clock.advance_secs(10 * 24 * 3600);
        outbox::sweep(&t.platform).await.unwrap();
        assert_eq!(count(&t.platform, "select count(*) from message_counts", args![]).await, 0);
    }

    async fn nodes_that_send_at_once_keep_the_limit_together(t: Test) {
        let staff = t.staff("Olwen").await;
        limits(&staff, 3, 100).await;
        let (tenant, offer) = (t.tenant("Megan").await, t.offer().await);
        for _ in 0..8 {
            tenant.report(&offer).await;
        }
        let other = t.another_node().await;
        let (one, two) = tokio::join!(t.work(), async {
            while outbox::run_due(&other).await.unwrap() > 0 {}
        });
        let ((), ()) = (one, two);
        t.work().await;
        assert_eq!(t.mail.sent().len(), 3);
        other.db.close().await;
    }

    async fn an_undelivered_message_is_tried_again_or_given_up(t: Test) {
        let row = refused(&t).await;
        assert_eq!((row.kind.as_str(), row.last_error.as_str(), row.attempts), ("repair-received", "550", 1));
        assert!(row.can_be_sent);
        let staff = t.staff("Mair").await;
        let job = JobId::parse(&row.id);
        sending::try_again(&staff, job.as_ref()).await.unwrap();
        assert_eq!(audited(&t.platform, "delivery.retried", &row.subject).await, 1);
        assert!(messages::failures(&staff, None).await.unwrap().is_empty());
        t.mail.script([Answer::Rejected("550")]);
        t.work().await;
        assert_eq!(messages::failures(&staff, None).await.unwrap().len(), 1);
        sending::give_up(&staff, job.clone()).await.unwrap();
        t.work().await;
        assert!(messages::failures(&staff, None).await.unwrap().is_empty());
        assert_eq!(audited(&t.platform, "message.given-up", &row.subject).await, 1);
        assert!(matches!(sending::give_up(&staff, job.clone()).await, Err(Error::NotFound)));
        assert!(matches!(sending::try_again(&staff, job.as_ref()).await, Err(Error::NotFound)));
        t.work().await;
        assert!(t.mail.sent().is_empty());
        assert_eq!(count(&t.platform, "select count(*) from outbox where message <> '' and payload <> ''", args![]).await, 0);
    }

    async fn what_failed_on_its_way_is_listed_and_can_only_be_given_up(t: Test) {
        let (tenant, offer) = (t.tenant("Megan").await, t.offer().await);
        tenant.report(&offer).await;
        t.work().await;
        let bounced = "update messages set state = 'failed', why = 'no-such-address'";
        t.platform.db.execute(bounced, args![]).await.unwrap();
        let staff = t.staff("Mair").await;
        let row = messages::failures(&staff, None).await.unwrap().pop().unwrap();
        assert_eq!((row.kind.as_str(), row.why.as_str(), row.can_be_sent), ("repair-received", "no-such-address", false));
        let job = JobId::parse(&row.id);
        assert!(matches!(sending::try_again(&staff, job.as_ref()).await, Err(Error::NotFound)));
        sending::give_up(&staff, job).await.unwrap();
        assert!(messages::failures(&staff, None).await.unwrap().is_empty());
    }

    async fn only_those_who_look_after_messages_see_them(t: Test) {
        let row = refused(&t).await;
        let job = JobId::parse(&row.id);
        let tenant = t.tenant("Dilys").await.ctx;
        for ctx in [&t.staff_as("Robin", BuiltInRole::Repairs).await, &tenant] {
            assert!(matches!(messages::failures(ctx, None).await, Err(Error::Denied)));
            assert!(matches!(sending::try_again(ctx, job.as_ref()).await, Err(Error::Denied)));
            assert!(matches!(sending::give_up(ctx, job.clone()).await, Err(Error::Denied)));
            let rules = SendingRules { to_one: 1, to_all: 1 };
            assert!(matches!(sending::save_rules(ctx, rules).await, Err(Error::Denied)));
        }
        // A repair on its way to the housing system is nobody's message.
        let repair = "update outbox set state = 'dead' where kind = 'send-repair' returning id";
        let staff = t.staff("Mair").await;
        let (id,) = t.platform.db.tx(move |tx| async move { tx.one::<(String,)>(repair, args![]).await }).await.unwrap();
        assert!(matches!(sending::try_again(&staff, JobId::parse(&id).as_ref()).await, Err(Error::NotFound)));
        assert!(matches!(sending::give_up(&staff, JobId::parse(&id)).await, Err(Error::NotFound)));
    }

    async fn a_long_list_is_read_page_by_page(t: Test) {
        let staff = t.staff("Mair").await;
        let made = "
            insert into messages (id, channel, subject, place, state, why, created_at, changed_at)
            values ($1, 'mail', 'x', $2, 'failed', 'no-such-address', 0, 0)";
        for number in 0..120_i64 {
            let id = format!("00000000-0000-7000-8000-{number:012}");
            t.platform.db.execute(made, args![id, [1_u8].as_slice()]).await.unwrap();
        }
        let size = usize::try_from(messages::PAGE_SIZE).unwrap();
        let mut seen: Vec<String> = Vec::new();
        loop {
            let before = seen.last().cloned();
            let mut rows = messages::failures(&staff, before.as_deref()).await.unwrap();
            let has_more = rows.len() > size;
            rows.truncate(size);
            seen.extend(rows.into_iter().map(|row| row.id));
            if !has_more {
                break;
            }
        }
        let mut ordered = seen.clone();
        ordered.sort();
        ordered.dedup();
        ordered.reverse();
        assert_eq!(seen.len(), 120);
        assert_eq!(seen, ordered);
    }
}
