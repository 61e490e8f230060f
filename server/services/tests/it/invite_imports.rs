//! Tables of people to be invited: shown first, sent once.

use crate::count;
use domain::{
    dates::Day,
    forms::Code,
    identity::{Email, Language},
    ids::ImportId,
    invites::{NewInvite, SendTable, State},
    permissions::BuiltInRole,
};
use futures_util::future::join_all;
use services::{
    args, both_engines,
    context::Ctx,
    error::Error,
    invites::{
        self, Filter,
        import::{self, Pressed, Progress, Row, Stage, Verdict},
    },
    ports::{
        clock::Clock,
        housing::{Person, PersonRecord},
    },
    testing::Test,
};

const TABLE: &str = "first name,last name,email,language,dob\r\n\
    Siân,O'Connor,sian@example.org,cy,9 Medi 1975\r\n\
    Tomos,Bevan,tomos@example.org,,\r\n\
    Sian,Again,SIAN@example.org,,\r\n\
    Nobody,Here,not an address,,\r\n\
    Not,Born,not.born@example.org,,24/11/2027\r\n";

async fn read(staff: &Ctx, table: &str) -> Result<ImportId, Error> {
    import::read(staff, table.as_bytes(), "table").await
}

async fn send(staff: &Ctx, id: &ImportId) -> Result<Pressed, Error> {
    let cmd = SendTable {
        import: Some(id.clone()),
        reason: String::new(),
    };
    import::send(staff, cmd).await
}

async fn shown(staff: &Ctx, id: &ImportId) -> (Vec<Row>, i64) {
    match import::stage(staff, id).await.unwrap() {
        Stage::Shown { table, room, .. } => (table.rows, room),
        Stage::Sent { .. } => panic!("it was sent"),
    }
}

async fn verdicts(staff: &Ctx, id: &ImportId) -> Vec<(usize, Verdict)> {
    let (rows, _) = shown(staff, id).await;
    rows.into_iter().map(|row| (row.line, row.verdict)).collect()
}

async fn sent(staff: &Ctx, id: &ImportId) -> (i64, i64, Progress) {
    match import::stage(staff, id).await.unwrap() {
        Stage::Sent {
            invited,
            left_out,
            progress,
        } => (invited, left_out, progress),
        Stage::Shown { .. } => panic!("it was not sent"),
    }
}

fn is_gone<T>(outcome: &Result<T, Error>) -> bool {
    matches!(outcome, Err(Error::NotFound))
}

async fn invited(t: &Test) -> i64 {
    count(&t.platform, "select count(*) from invites", args![]).await
}

/// A table of so many people, from the first to the last or the other way round.
fn crowd(size: usize, is_backwards: bool) -> String {
    let mut rows: Vec<String> = (0..size).map(|at| format!("A,B,p{at}@example.org")).collect();
    if is_backwards {
        rows.reverse();
    }
    format!("first name,last name,email\n{}", rows.join("\n"))
}

async fn mail_all(t: &Test) {
    while invites::mail_due(&t.platform).await.unwrap() > 0 {}
    t.work().await;
}

both_engines! {
    async fn a_table_is_shown_and_sent_once_as_it_was_shown(t: Test) {
        let staff = t.staff("Olwen").await;
        let node = t.another_node().await;
        let id = read(&staff, TABLE).await.unwrap();
        let found = verdicts(&staff, &id).await;
        let Verdict::Ready(new, _) = &found[0].1 else { panic!("not ready") };
        assert_eq!((found[0].0, new.language, new.born.clone()), (2, Language::Welsh, Some(Day("1975-09-09".into()))));
        assert!(matches!(&found[1], (3, Verdict::Ready(..))));
        assert_eq!(found[2], (4, Verdict::Twice(2)));
        let Verdict::Mend(errors) = &found[3].1 else { panic!("no address") };
        assert_eq!(errors.code("invited-email"), Some(&Code::Malformed));
        let Verdict::Mend(errors) = &found[4].1 else { panic!("not born yet") };
        assert_eq!(errors.code("day"), Some(&Code::Malformed));
        assert_eq!(invited(&t).await, 0, "looking invites nobody");
        let readable = "select count(*) from invite_imports where lines like '%Tomos%'";
        assert_eq!(count(&t.platform, readable, args![]).await, 0, "what waits is sealed");

        let other = t.staff("Rhys").await;
        assert!(is_gone(&import::stage(&other, &id).await));
        assert!(is_gone(&send(&other, &id).await));
        let presses = join_all((0..6).map(|_| send(&staff, &id))).await;
        assert!(presses.iter().all(Result::is_ok), "{presses:?}");
        assert_eq!(invited(&t).await, 2);
        let sql = "select count(*) from audit where event = 'invites.imported' and detail = '2'";
        assert_eq!(count(&t.platform, sql, args![]).await, 1);
        assert_eq!(sent(&staff, &id).await, (2, 3, Progress { sent: 0, waiting: 2 }));
        let left = "select count(*) from invite_imports where lines <> ''";
        assert_eq!(count(&t.platform, left, args![]).await, 0, "the table is forgotten");

        // Killed between the press and the mails, another node goes on; both look at once.
        for look in join_all([&t.platform, &node, &t.platform, &node].map(invites::mail_due)).await {
            look.unwrap();
        }
        mail_all(&t).await;
        assert_eq!(sent(&staff, &id).await, (2, 3, Progress { sent: 2, waiting: 0 }));
        let mails = ["sian@example.org", "tomos@example.org"].map(|email| t.mail.sent_to(email));
        assert!(mails.iter().all(|mails| mails.len() == 1), "each has one mail");
        assert!(mails[0][0].text.starts_with("Helo Siân") && mails[0][0].text.contains("dyddiad geni"));
        assert!(mails[1][0].text.starts_with("Hello Tomos") && !mails[1][0].text.contains("date of birth"));
        node.db.close().await;
    }

    async fn two_who_send_the_same_people_invite_each_once(t: Test) {
        let (olwen, rhys) = (t.staff("Olwen").await, t.staff("Rhys").await);
        let one = read(&olwen, &crowd(40, false)).await.unwrap();
        let other = read(&rhys, &format!("{}\nOwn,Guest,own@example.org", crowd(40, true))).await.unwrap();
        let (first, second) = tokio::join!(send(&olwen, &one), send(&rhys, &other));
        assert!(second.is_ok());
        let took = match first {
            Ok(_) => sent(&olwen, &one).await.0,
            // Everybody was invited already.
            Err(_) => 0,
        };
        assert_eq!(took + sent(&rhys, &other).await.0, 41);
        mail_all(&t).await;
        assert_eq!(invited(&t).await, 41);
        assert_eq!(t.mail.sent().len(), 41);
    }

    async fn those_who_wait_can_be_stopped(t: Test) {
        let staff = t.staff("Olwen").await;
        let id = read(&staff, &crowd(30, false)).await.unwrap();
        send(&staff, &id).await.unwrap();
        invites::mail_due(&t.platform).await.unwrap();
        assert_eq!(sent(&staff, &id).await.2, Progress { sent: 20, waiting: 10 });
        let other = t.staff("Rhys").await;
        assert!(is_gone(&import::stop(&other, Some(id.clone())).await));
        for _ in 0..2 {
            import::stop(&staff, Some(id.clone())).await.unwrap();
        }
        mail_all(&t).await;
        assert_eq!(sent(&staff, &id).await, (30, 0, Progress { sent: 20, waiting: 0 }));
        assert_eq!(t.mail.sent().len(), 20);
        assert_eq!(count(&t.platform, "select count(*) from audit where event = 'invite.cancelled'", args![]).await, 10);
    }

    async fn what_is_over_the_cap_of_a_day_goes_the_next_morning(t: Test) {
        let staff = t.staff("Olwen").await;
        t.clock.set_local("2026-11-24", "22:30");
        t.set(|settings| settings.invites_a_day = 3).await;
        let id = read(&staff, &crowd(5, false)).await.unwrap();
        assert_eq!(shown(&staff, &id).await.1, 3, "the preview says how many can go");
        send(&staff, &id).await.unwrap();
        let next = read(&staff, "first name,last name,email\nA,B,later@example.org").await.unwrap();
        assert_eq!(shown(&staff, &next).await.1, 0);
        mail_all(&t).await;
        assert_eq!(sent(&staff, &id).await.2, Progress { sent: 3, waiting: 2 });
        t.clock.set_local("2026-11-25", "07:59");
        assert_eq!(invites::mail_due(&t.platform).await.unwrap(), 0);
        t.clock.set_local("2026-11-25", "08:00");
        mail_all(&t).await;
        assert_eq!(sent(&staff, &id).await.2, Progress { sent: 5, waiting: 0 });
        assert_eq!(t.mail.sent().len(), 5);
    }

    async fn after_an_hour_it_is_forgotten(t: Test) {
        let staff = t.staff("Olwen").await;
        let id = read(&staff, TABLE).await.unwrap();
        t.clock.advance_secs(3599);
        import::sweep(&t.platform).await.unwrap();
        assert_eq!(verdicts(&staff, &id).await.len(), 5);
        t.clock.advance_secs(1);
        assert!(is_gone(&import::stage(&staff, &id).await));
        assert!(is_gone(&send(&staff, &id).await));
        assert_eq!(invited(&t).await, 0);
        import::sweep(&t.platform).await.unwrap();
        assert_eq!(count(&t.platform, "select count(*) from invite_imports", args![]).await, 0);
        let gone = send(&staff, &ImportId::parse("00000000-0000-7000-8000-000000000000").unwrap()).await;
        assert!(is_gone(&gone));
    }

    async fn whoever_came_in_another_way_is_left_out(t: Test) {
        let staff = t.staff("Olwen").await;
        let tenant = t.tenant("Megan").await;
        let new = NewInvite {
            first_name: "Siân".into(),
            last_name: "O'Connor".into(),
            email: Email::parse("sian@example.org").unwrap(),
            language: Language::Welsh,
            person: String::new(),
            born: None,
        };
        let table = format!("first name,last name,email\nMegan,Price,{}\nSiân,O'Connor,sian@example.org", tenant.email.as_str());
        let early = read(&staff, &table).await.unwrap();
        invites::invite(&staff, new).await.unwrap();
        mail_all(&t).await;
        let Err(Error::Form(errors)) = send(&staff, &early).await else { panic!("somebody was invited") };
        assert_eq!(errors.code("import"), Some(&Code::Required));
        let late = read(&staff, &table).await.unwrap();
        assert_eq!(verdicts(&staff, &late).await, [(2, Verdict::HasAccount), (3, Verdict::Invited)]);
        t.clock.advance_secs(7 * 24 * 3600);
        let anew = read(&staff, &table).await.unwrap();
        assert!(matches!(verdicts(&staff, &anew).await[1].1, Verdict::Ready(..)), "it had ended");
        send(&staff, &anew).await.unwrap();
        mail_all(&t).await;
        let all = invites::list(&staff, &Filter::default(), None).await.unwrap().rows;
        assert_eq!(all.len(), 1);
        assert_eq!(all[0].life().state(t.clock.now()), State::Pending);
        assert_eq!(t.mail.sent_to("sian@example.org").len(), 2);
    }

    async fn a_reference_must_be_that_of_the_person(t: Test) {
        let staff = t.staff("Olwen").await;
        t.housing.keep_person(PersonRecord {
            person: Person { id: "0028".into(), forenames: "Siân".into(), surname: "O’Connor".into(), preferred_name: None },
            reference: "40028".into(),
            born: None,
            is_deceased: false,
        }, vec![]);
        let table = "first name,last name,email,reference\nSian,OCONNOR,sian@example.org,4OO28\nTom,Price,tom@example.org,40028\nAnn,Price,ann@example.org,99999";
        let id = read(&staff, table).await.unwrap();
        let found = verdicts(&staff, &id).await;
        assert!(matches!(&found[0].1, Verdict::Ready(_, person) if person == "0028"));
        assert_eq!((&found[1].1, &found[2].1), (&Verdict::UnknownPerson, &Verdict::UnknownPerson));
        t.housing.set_down(true);
        let away = read(&staff, &format!("{table}\nIfan,Rhys,ifan@example.org,")).await.unwrap();
        let found = verdicts(&staff, &away).await;
        assert!(found[..3].iter().all(|(_, verdict)| *verdict == Verdict::Unchecked));
        assert!(matches!(found[3].1, Verdict::Ready(..)), "who has no reference needs no answer");
        send(&staff, &away).await.unwrap();
        assert_eq!(invited(&t).await, 1);
    }

    async fn reading_takes_the_right_and_a_table(t: Test) {
        let outsider = t.staff_as("Rhys", BuiltInRole::ReadOnly).await;
        assert!(matches!(read(&outsider, TABLE).await, Err(Error::Denied)));
        let staff = t.staff("Olwen").await;
        let Err(Error::Form(errors)) = read(&staff, "no table").await else { panic!("it was read") };
        assert_eq!(errors.code("table"), Some(&Code::Malformed));
        for language in Language::ALL {
            let ctx = Ctx { language, ..staff.clone() };
            let id = import::read(&ctx, import::example(&ctx).unwrap().as_bytes(), "file").await.unwrap();
            let found = verdicts(&ctx, &id).await;
            assert!(matches!(found[0].1, Verdict::Ready(..)), "our own example is read");
            assert_eq!(found[1].1, Verdict::UnknownPerson);
        }
    }
}
