use super::{auditor, without_guards, write};
use services::{
    args,
    audit::{self, Verdict},
    both_engines,
    context::Actor,
    error::Error,
    testing::Test,
};

async fn broken_at(t: &Test) -> i64 {
    match audit::verify(&t.platform.db).await.unwrap() {
        Verdict::Broken { seq, .. } => seq,
        Verdict::Whole { rows, .. } => panic!("{rows} rows are said to be whole"),
    }
}

async fn whole(t: &Test) -> i64 {
    match audit::verify(&t.platform.db).await.unwrap() {
        Verdict::Whole { rows, .. } => rows,
        Verdict::Broken { seq, .. } => panic!("broken at {seq}"),
    }
}

/// A chain of six that nobody guards any more.
async fn six(t: &Test) {
    write(t, &Actor::System, "test.written", "a", 6).await;
    audit::seal(&t.platform).await.unwrap();
    assert_eq!(whole(t).await, 6);
    without_guards(t).await;
}

both_engines! {
    async fn what_is_written_is_sealed_in_the_order_of_the_chain(t: Test) {
        write(&t, &Actor::System, "test.written", "a", 1_200).await;
        assert_eq!(whole(&t).await, 0);
        assert_eq!(audit::seal(&t.platform).await.unwrap(), 1_200);
        assert_eq!(audit::seal(&t.platform).await.unwrap(), 0);
        assert_eq!(whole(&t).await, 1_200);
        write(&t, &Actor::System, "test.written", "a", 1).await;
        audit::seal(&t.platform).await.unwrap();
        assert_eq!(whole(&t).await, 1_201);
    }

    async fn two_nodes_that_seal_at_once_make_one_chain(t: Test) {
        let node = t.another_node().await;
        for _ in 0..10 {
            write(&t, &Actor::System, "test.written", "a", 30).await;
            let (here, there) = tokio::join!(audit::seal(&t.platform), audit::seal(&node));
            assert_eq!(here.unwrap() + there.unwrap(), 30);
        }
        assert_eq!(whole(&t).await, 300);
        node.db.close().await;
    }

    async fn rows_are_neither_changed_nor_deleted(t: Test) {
        write(&t, &Actor::System, "test.written", "a", 2).await;
        let unsealed = t.platform.db.execute("update audit set event = 'test.forged'", args![]).await;
        assert!(matches!(unsealed, Err(Error::Db(_))), "{unsealed:?}");
        audit::seal(&t.platform).await.unwrap();
        for statement in [
            "update audit set detail = 'x' where seq = 1",
            "update audit set hash = hash where seq = 1",
            "update audit set seq = null",
            "delete from audit where seq = 2",
        ] {
            let done = t.platform.db.execute(statement, args![]).await;
            assert!(matches!(done, Err(Error::Db(_))), "{statement}: {done:?}");
        }
        assert_eq!(whole(&t).await, 2);
    }

    async fn a_changed_row_is_named(t: Test) {
        six(&t).await;
        t.platform.db.execute("update audit set actor_id = 'somebody' where seq = 3", args![]).await.unwrap();
        assert_eq!(broken_at(&t).await, 3);
    }

    async fn a_changed_row_with_a_hash_that_fits_breaks_the_next(t: Test) {
        six(&t).await;
        t.platform.db.execute("update audit set hash = (select hash from audit where seq = 1) where seq = 3", args![]).await.unwrap();
        assert_eq!(broken_at(&t).await, 3);
    }

    async fn a_removed_row_is_missed(t: Test) {
        six(&t).await;
        t.platform.db.execute("delete from audit where seq = 4", args![]).await.unwrap();
        assert_eq!(broken_at(&t).await, 4);
    }

    async fn removed_rows_at_the_end_are_missed(t: Test) {
        six(&t).await;
        t.platform.db.execute("delete from audit where seq >= 5", args![]).await.unwrap();
        assert_eq!(broken_at(&t).await, 5);
    }

    async fn an_emptied_audit_is_missed(t: Test) {
        six(&t).await;
        t.platform.db.execute("delete from audit", args![]).await.unwrap();
        assert_eq!(broken_at(&t).await, 1);
    }

    async fn the_chain_is_checked_once_a_day_and_the_finding_is_kept(t: Test) {
        let ctx = auditor(&t).await;
        write(&t, &Actor::System, "test.written", "a", 3).await;
        audit::seal(&t.platform).await.unwrap();
        let node = t.another_node().await;
        let (here, there) = tokio::join!(audit::check_daily(&t.platform), audit::check_daily(&node));
        here.unwrap();
        there.unwrap();
        assert_eq!(crate::count(&t.platform, "select count(*) from audit_checks", args![]).await, 1);
        t.work().await;
        let check = audit::newest_check(&ctx).await.unwrap().unwrap();
        assert_eq!((check.checked, check.broken), (3, None));
        without_guards(&t).await;
        t.platform.db.execute("update audit set event = 'test.forged' where seq = 2", args![]).await.unwrap();
        audit::ask_for_check(&ctx).await.unwrap();
        assert_eq!(audit::newest_check(&ctx).await.unwrap().unwrap().finished_at, None);
        t.work().await;
        let check = audit::newest_check(&ctx).await.unwrap().unwrap();
        assert_eq!(check.broken.map(|(seq, _)| seq), Some(2));
        node.db.close().await;
    }
}
