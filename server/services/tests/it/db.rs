use crate::count;
use services::{
    args, both_engines,
    db::{Db, Tx},
    error::{Error, Result},
    testing::{Database, Engine, Test, TestPlatform},
};
use std::{
    collections::BTreeSet,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

const ADD: &str = "insert into settings (key, value, updated_at) values ($1, '{}', 0)";
const COUNT: &str = "select count(*) from settings";

async fn add(tx: &Tx, key: String) -> Result<()> {
    tx.execute(ADD, args![key]).await.map(drop)
}

both_engines! {
    async fn a_transaction_that_succeeds_is_kept(t: Test) {
        t.platform.db.tx(|tx| async move { add(&tx, "a".into()).await }).await.unwrap();
        assert_eq!(count(&t.platform, COUNT, args![]).await, 1);
    }

    async fn a_transaction_that_fails_leaves_nothing(t: Test) {
        let outcome: Result<()> = t.platform.db.tx(|tx| async move {
            add(&tx, "a".into()).await?;
            Err(Error::Denied)
        }).await;
        assert!(matches!(outcome, Err(Error::Denied)));
        assert_eq!(count(&t.platform, COUNT, args![]).await, 0);
    }

    async fn a_transaction_that_panics_leaves_nothing_and_the_next_works(t: Test) {
        let outcome: Result<()> = t.platform.db.tx(|tx| async move {
            add(&tx, "a".into()).await?;
            panic!("on purpose")
        }).await;
        assert!(matches!(outcome, Err(Error::Panicked)));
        assert_eq!(count(&t.platform, COUNT, args![]).await, 0);
        t.platform.db.tx(|tx| async move { add(&tx, "a".into()).await }).await.unwrap();
    }

    async fn a_failing_statement_undoes_the_ones_before_it(t: Test) {
        let outcome = t.platform.db.tx(|tx| async move {
            add(&tx, "a".into()).await?;
            add(&tx, "a".into()).await
        }).await;
        assert!(matches!(outcome, Err(Error::Db(_))));
        assert_eq!(count(&t.platform, COUNT, args![]).await, 0);
    }

    async fn cancelled_requests_poison_no_connection(t: Test) {
        let (begun, ended) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        for round in 0..200_usize {
            let (db, first, last) = (t.platform.db.clone(), Arc::clone(&begun), Arc::clone(&ended));
            let request = tokio::spawn(async move {
                if round % 4 == 1 {
                    let _rows = db.all::<(String,)>("select key from settings", args![]).await;
                }
                let work = move |tx: Arc<Tx>| async move {
                    first.fetch_add(1, Ordering::SeqCst);
                    add(&tx, format!("{round}-a")).await?;
                    add(&tx, format!("{round}-b")).await?;
                    last.fetch_add(1, Ordering::SeqCst);
                    Ok(())
                };
                let _written = db.tx(work).await;
            });
            let (seen, wait) = (begun.load(Ordering::SeqCst), round % 4 > 1);
            crate::until(|| !wait || request.is_finished() || begun.load(Ordering::SeqCst) > seen).await;
            for _ in 0..round % 20 {
                tokio::task::yield_now().await;
            }
            request.abort();
        }
        crate::until(|| begun.load(Ordering::SeqCst) == ended.load(Ordering::SeqCst)).await;
        let used = (0..40).map(|number| {
            let db = t.platform.db.clone();
            async move { db.tx(move |tx| async move { add(&tx, format!("after-{number}")).await }).await }
        });
        for outcome in futures_util::future::join_all(used).await {
            outcome.unwrap();
        }
        assert!(begun.load(Ordering::SeqCst) > 0);
        assert_eq!(count(&t.platform, COUNT, args![]).await % 2, 0, "half a transaction was kept");
        if t.engine == Engine::Postgres {
            let observer = t.another_node().await;
            let open = "select count(*) from pg_stat_activity where datname = current_database() and state like 'idle in%'";
            assert_eq!(count(&observer, open, args![]).await, 0);
            observer.db.close().await;
        }
    }

    async fn two_nodes_that_start_at_once_migrate_once(t: Test) {
        let database = Database::empty(t.engine).await;
        let (one, two) = tokio::join!(Db::open(database.url()), Db::open(database.url()));
        let (one, two) = (one.unwrap(), two.unwrap());
        assert!(one.is_ready().await.unwrap() && two.is_ready().await.unwrap());
        one.close().await;
        two.close().await;
        database.remove().await;
    }

    async fn a_closed_database_is_an_outage(t: Test) {
        t.platform.db.close().await;
        let answer = t.platform.db.all::<(String,)>("select key from settings", args![]).await;
        assert!(answer.unwrap_err().is_outage());
    }
}

const SQLITE_COLUMNS: &str = "
    select m.name, p.name, p.\"notnull\" <> 0
    from sqlite_schema m, pragma_table_info(m.name) p
    where m.type = 'table' and m.name not like 'sqlite%' and m.name not like '\\_sqlx%' escape '\\'";
const POSTGRES_COLUMNS: &str = "
    select table_name::text, column_name::text, is_nullable = 'NO'
    from information_schema.columns
    where table_schema = 'public' and table_name not like '\\_sqlx%'";
const SQLITE_INDEXES: &str = "
    select tbl_name, name
    from sqlite_schema
    where type = 'index' and sql is not null";
const POSTGRES_INDEXES: &str = "
    select tablename::text, indexname::text
    from pg_indexes
    where schemaname = 'public' and indexname not like '%\\_pkey' and indexname not like '%\\_key'";

#[tokio::test]
async fn both_engines_have_the_same_tables_columns_and_indexes() {
    let sqlite = TestPlatform::on(Engine::Sqlite).build().await;
    let postgres = TestPlatform::on(Engine::Postgres).build().await;
    let columns = async |t: &Test, sql: &'static str| -> BTreeSet<(String, String, bool)> {
        t.platform
            .db
            .all(sql, args![])
            .await
            .unwrap()
            .into_iter()
            .collect()
    };
    let indexes = async |t: &Test, sql: &'static str| -> BTreeSet<(String, String)> {
        t.platform
            .db
            .all(sql, args![])
            .await
            .unwrap()
            .into_iter()
            .collect()
    };
    let (here, there) = (
        columns(&sqlite, SQLITE_COLUMNS).await,
        columns(&postgres, POSTGRES_COLUMNS).await,
    );
    assert!(here.len() > 100);
    // The index of customers' words is each engine's own kind of text search.
    let is_shared = |table: &str| !table.starts_with("customer_words");
    let shared = |all: BTreeSet<(String, String, bool)>| -> Vec<_> {
        all.into_iter().filter(|(table, ..)| is_shared(table)).collect()
    };
    assert_eq!(shared(here), shared(there));
    let shared = |all: BTreeSet<(String, String)>| -> Vec<_> {
        all.into_iter().filter(|(table, _)| is_shared(table)).collect()
    };
    assert_eq!(
        shared(indexes(&sqlite, SQLITE_INDEXES).await),
        shared(indexes(&postgres, POSTGRES_INDEXES).await)
    );
    sqlite.finish().await;
    postgres.finish().await;
}
