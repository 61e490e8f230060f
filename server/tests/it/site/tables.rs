//! Everything the database holds, as text to compare.

use super::Site;
use services::db::Db;
use std::collections::BTreeMap;

/// Queries are fixed texts everywhere; a test that looks at all tables has to make its own.
fn fixed(sql: String) -> &'static str {
    sql.leak()
}

async fn lines(db: &Db, sql: String) -> Vec<String> {
    let rows: Vec<(String,)> = db.all(fixed(sql), vec![]).await.unwrap();
    rows.into_iter().map(|(line,)| line).collect()
}

/// The worker seals the audit by itself; what is sealed is not changed by that.
fn is_seal(table: &str, column: &str) -> bool {
    table == "audit_head" || (table == "audit" && ["seq", "hash"].contains(&column))
}

/// What nodes experienced of outside systems, stored a moment later; no page asks any for it.
fn is_experience(table: &str) -> bool {
    ["integration_health", "integration_minutes"].contains(&table)
}

/// The rows of every table, in order. "Last seen" is left out: it tells of visits, not of changes.
pub async fn tables(site: &Site) -> BTreeMap<String, Vec<String>> {
    let db = &site.node.platform.db;
    let is_sqlite = db.engine_name() == "sqlite";
    let names = if is_sqlite {
        "select name from sqlite_master where type = 'table' and name not like 'sqlite%'"
    } else {
        "select tablename::text from pg_tables where schemaname = 'public'"
    };
    let mut all = BTreeMap::new();
    for table in lines(db, names.to_owned()).await {
        if is_experience(&table) {
            continue;
        }
        let columns = if is_sqlite {
            format!("select name from pragma_table_info('{table}')")
        } else {
            format!("select column_name::text from information_schema.columns where table_name = '{table}'")
        };
        let cells: Vec<String> = lines(db, columns)
            .await
            .into_iter()
            .filter(|column| column != "last_seen_at" && (column == "name" || !is_seal(&table, column)))
            .map(|column| {
                if is_sqlite {
                    format!("quote({column})")
                } else {
                    format!("coalesce({column}::text, 'null')")
                }
            })
            .collect();
        let rows = format!(
            "select {} as line from {table} order by line",
            cells.join(" || '|' || ")
        );
        all.insert(table.clone(), lines(db, rows).await);
    }
    assert!(all.len() > 15, "the tables are found");
    all
}
