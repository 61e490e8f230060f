//! The audit: its chain, its search, and who looked at a customer's record.

mod chain;
mod search;

use domain::permissions::BuiltInRole;
use services::{
    args, audit,
    context::{Actor, Ctx},
    testing::Test,
};

/// Writes entries about `subject` as `actor`.
async fn write(t: &Test, actor: &Actor, event: &'static str, subject: &str, times: usize) {
    let (actor, subject, now) = (actor.clone(), subject.to_owned(), t.platform.clock.now());
    let written = t.platform.db.tx(move |tx| async move {
        for _ in 0..times {
            audit::record(&tx, &actor, event, &subject, "", now).await?;
        }
        Ok(())
    });
    written.await.unwrap();
}

async fn auditor(t: &Test) -> Ctx {
    t.staff_as("Alex", BuiltInRole::Owner).await
}

/// What somebody with the database in their hands would do first.
async fn without_guards(t: &Test) {
    let drop_change = match t.engine {
        services::testing::Engine::Sqlite => "drop trigger audit_is_never_changed",
        services::testing::Engine::Postgres => "drop trigger audit_is_never_changed on audit",
    };
    let drop_delete = match t.engine {
        services::testing::Engine::Sqlite => "drop trigger audit_is_never_deleted",
        services::testing::Engine::Postgres => "drop trigger audit_is_never_deleted on audit",
    };
    t.platform.db.execute(drop_change, args![]).await.unwrap();
    t.platform.db.execute(drop_delete, args![]).await.unwrap();
}
