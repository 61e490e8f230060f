use crate::{
    args,
    db::{Db, Sql, Tx},
    error::Result,
};

/// One column of sealed texts. A text's place is `table:column:key`.
pub struct Column {
    pub table: &'static str,
    pub name: &'static str,
    others: Sql,
    put: Sql,
}

#[derive(sqlx::FromRow)]
pub struct Row {
    pub key: String,
    pub sealed: String,
}

macro_rules! column {
    ($table:literal, $column:literal, $key:literal) => {
        column!($table, $column, $key, $key)
    };
    ($table:literal, $column:literal, $sqlite:literal, $postgres:literal) => {
        Column {
            table: $table,
            name: $column,
            others: Sql::each(
                column!(others $table, $column, $sqlite, "<> ''"),
                column!(others $table, $column, $postgres, "<> ''"),
            ),
            put: Sql::each(
                column!(put $table, $column, $sqlite),
                column!(put $table, $column, $postgres),
            ),
        }
    };
    (others $table:literal, $column:literal, $key:literal, $which:literal) => {
        concat!(
            "select ", $key, " as key, ", $column, " as sealed from ", $table,
            " where ", $key, " > $1 and ", $column, " ", $which, " and ", $column, " not like $2",
            " order by 1 limit $3"
        )
    };
    (put $table:literal, $column:literal, $key:literal) => {
        concat!("update ", $table, " set ", $column, " = $3 where ", $key, " = $1 and ", $column, " = $2")
    };
}

/// Everything that the vault seals.
pub const COLUMNS: &[Column] = &[
    column!("portal_factors", "secret", "id"),
    column!("console_factors", "secret", "id"),
    column!("portal_enrolments", "sealed", "(account_id || ':' || kind)"),
    column!("console_enrolments", "sealed", "(account_id || ':' || kind)"),
    column!("letters", "sealed", "id"),
    column!("invites", "sealed_token", "id"),
    column!("invite_imports", "lines", "id"),
    column!("definition_imports", "lines", "id"),
    column!("sso_registrations", "secret", "kind"),
    column!(
        "sso_attempts",
        "sealed",
        "lower(hex(state_hash))",
        "encode(state_hash, 'hex')"
    ),
    column!(
        "connections",
        "secrets",
        "(slot || ':' || mode || ':' || version)"
    ),
    column!("shared_tokens", "sealed", "key"),
    column!("credentials", "sealed_secret", "id"),
    column!("credential_tokens", "sealed_token", "id"),
    column!("approvals", "sealed", "id"),
    column!("approvals", "sealed_answer", "id"),
    Column {
        table: "outbox",
        name: "payload",
        others: Sql::each(
            column!(others "outbox", "payload", "id", "like '%\"sealed\":\"%'"),
            column!(others "outbox", "payload", "id", "like '%\"sealed\":\"%'"),
        ),
        put: Sql::each(
            column!(put "outbox", "payload", "id"),
            column!(put "outbox", "payload", "id"),
        ),
    },
];

/// Rows after `after` whose text does not bear this mark.
pub async fn others(db: &Db, column: &Column, after: &str, mark: &str, limit: i64) -> Result<Vec<Row>> {
    let begins = if column.table == "outbox" {
        format!("%\"sealed\":\"{mark}%")
    } else {
        format!("{mark}%")
    };
    db.all(column.others, args![after, begins, limit]).await
}

/// Replaces a text, unless it was changed in between.
pub async fn put(tx: &Tx, column: &Column, row: &Row, sealed: &str) -> Result<u64> {
    tx.execute(column.put, args![&row.key, &row.sealed, sealed]).await
}
