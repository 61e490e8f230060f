//! Mail to very many people.

use super::{approve, fresh, id_of, is_missing};
use domain::{
    approvals::Failure,
    forms::Code,
    ids::{ApprovalId, ImportId},
    invites::SendTable,
};
use services::{
    approvals::{self, Need, Outcome},
    args, both_engines,
    context::Ctx,
    error::{Error, Result},
    invites::{
        self,
        import::{self, Pressed, Stage},
    },
    testing::Test,
};

async fn read(ctx: &Ctx, from: usize, to: usize) -> ImportId {
    let rows: Vec<String> = (from..to).map(|at| format!("A,B,p{at}@example.org")).collect();
    let table = format!("first name,last name,email\n{}", rows.join("\n"));
    import::read(ctx, table.as_bytes(), "table").await.unwrap()
}

async fn send(ctx: &Ctx, import: &ImportId, reason: &str) -> Result<Pressed> {
    let cmd = SendTable {
        import: Some(import.clone()),
        reason: reason.to_owned(),
    };
    import::send(ctx, cmd).await
}

async fn asked(ctx: &Ctx, import: &ImportId) -> ApprovalId {
    match send(ctx, import, "All of Elm Road").await.unwrap() {
        Pressed::Waits(id) => id,
        other => panic!("{other:?}"),
    }
}

async fn invited(t: &Test, by: &Ctx) -> i64 {
    let sql = "select count(*) from invites where invited_by = $1";
    crate::count(&t.platform, sql, args![id_of(by)]).await
}

both_engines! {
    async fn a_long_table_waits_and_is_sent_as_it_was_shown(t: Test) {
        let (olwen, rhys) = (t.staff("Olwen").await, t.staff("Rhys").await);
        t.set(|settings| settings.invites_alone = 3).await;
        let import = read(&olwen, 0, 4).await;
        let Err(Error::Form(errors)) = send(&olwen, &import, "").await else { panic!("no reason was given") };
        assert_eq!(errors.code("approval_reason"), Some(&Code::Required));
        assert!(is_missing(&import::stage(&rhys, &import).await), "it waits for nobody yet");
        let id = asked(&olwen, &import).await;
        assert_eq!(asked(&olwen, &import).await, id);
        assert_eq!(invited(&t, &olwen).await, 0);
        // Another table in between, and the hour in which it would have been forgotten.
        read(&olwen, 100, 101).await;
        t.clock.advance_secs(2 * 3600);
        import::sweep(&t.platform).await.unwrap();
        let Stage::Shown { table, need, is_theirs, .. } = import::stage(&rhys, &import).await.unwrap() else { panic!("it was sent") };
        assert_eq!((table.rows.len(), need, is_theirs), (4, Some(Need::Waits(id.clone())), true));
        assert!(is_missing(&send(&rhys, &import, "Mine").await));
        assert!(is_missing(&import::stop(&rhys, Some(import.clone())).await));

        assert_eq!(approve(&fresh(&t, &rhys), &id).await.unwrap(), Outcome::Done);
        assert_eq!((invited(&t, &olwen).await, invited(&t, &rhys).await), (4, 0));
        while invites::mail_due(&t.platform).await.unwrap() > 0 {}
        t.work().await;
        assert_eq!(t.mail.sent_to("p3@example.org").len(), 1);
        assert!(is_missing(&import::stage(&rhys, &import).await), "what becomes of it is the asker's");
        assert!(matches!(import::stage(&olwen, &import).await.unwrap(), Stage::Sent { invited: 4, .. }));
    }

    async fn many_short_tables_are_a_long_one(t: Test) {
        let (olwen, rhys) = (t.staff("Olwen").await, t.staff("Rhys").await);
        t.set(|settings| settings.invites_alone = 3).await;
        let first = read(&olwen, 0, 2).await;
        assert_eq!(send(&olwen, &first, "").await.unwrap(), Pressed::Sent(first.clone()));
        assert_eq!(send(&olwen, &first, "").await.unwrap(), Pressed::Sent(first), "pressed again");
        let second = read(&olwen, 2, 4).await;
        let id = asked(&olwen, &second).await;
        // Others have a day of their own.
        let theirs = read(&rhys, 10, 13).await;
        assert_eq!(send(&rhys, &theirs, "").await.unwrap(), Pressed::Sent(theirs));
        approvals::withdraw(&olwen, Some(id)).await.unwrap();
        t.clock.advance_secs(24 * 3600 + 1);
        let later = read(&olwen, 2, 4).await;
        assert!(matches!(send(&olwen, &later, "").await.unwrap(), Pressed::Sent(_)));
    }

    async fn who_is_alone_sends_and_who_came_meanwhile_is_left_out(t: Test) {
        let olwen = t.staff("Olwen").await;
        t.set(|settings| settings.invites_alone = 1).await;
        let import = read(&olwen, 0, 2).await;
        assert_eq!(send(&olwen, &import, "All of Elm Road").await.unwrap(), Pressed::SentAlone(import));
        assert_eq!(invited(&t, &olwen).await, 2);
        t.work().await;
        assert_eq!(t.mail.sent_to("olwen@landlord.example.org").len(), 1, "the alarm");
        // Everybody in it was invited another way before anybody agreed.
        let rhys = t.staff("Rhys").await;
        t.set(|settings| settings.invites_alone = 0).await;
        let import = read(&olwen, 5, 7).await;
        let id = asked(&olwen, &import).await;
        t.set(|settings| settings.invites_alone = 10).await;
        let theirs = read(&rhys, 5, 7).await;
        send(&rhys, &theirs, "").await.unwrap();
        assert_eq!(approve(&rhys, &id).await.unwrap(), Outcome::Failed(Failure::Changed));
        assert_eq!((invited(&t, &olwen).await, invited(&t, &rhys).await), (2, 2));
    }
}
