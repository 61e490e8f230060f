//! Seals everything anew with the first key, in small steps, while the product runs on any number of nodes. Which key
//! sealed a text stands in the text, so a run that was killed is simply begun again.

use super::{
    Vault,
    store::{self, COLUMNS, Column, Row},
};
use crate::{db::Db, error::Result, outbox};

/// Rows of one step: few enough that nobody waits for it.
const BATCH: i64 = 100;
/// What the product seals with another key meanwhile is found by the next pass; with nodes that were not told of the new
/// key that would never end.
const PASSES: usize = 5;

/// What a rotation did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rotated {
    /// Texts that were sealed anew.
    pub resealed: u64,
    /// Texts that are still sealed with another key.
    pub left: u64,
    /// Those among them that none of the keys opens, as `table.column row`.
    pub unreadable: Vec<String>,
}

/// Seals everything anew that another key than the first sealed.
pub async fn rotate(db: &Db, vault: &Vault) -> Result<Rotated> {
    let mut rotated = Rotated::default();
    for _ in 0..PASSES {
        let before = rotated.resealed;
        (rotated.left, rotated.unreadable) = (0, Vec::new());
        for column in COLUMNS {
            pass(db, vault, column, &mut rotated).await?;
        }
        if rotated.resealed == before {
            break;
        }
    }
    Ok(rotated)
}

/// Whether anything is sealed with another key than the first.
pub async fn is_to_rotate(db: &Db, vault: &Vault) -> Result<bool> {
    for column in COLUMNS {
        if !store::others(db, column, "", &vault.mark(), 1).await?.is_empty() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Tables and columns of everything that the vault seals.
pub fn sealed_columns() -> impl Iterator<Item = (&'static str, &'static str)> {
    COLUMNS.iter().map(|column| (column.table, column.name))
}

async fn pass(db: &Db, vault: &Vault, column: &'static Column, rotated: &mut Rotated) -> Result<()> {
    let mark = vault.mark();
    let mut after = String::new();
    loop {
        let rows = store::others(db, column, &after, &mark, BATCH).await?;
        let Some(last) = rows.last() else {
            return Ok(());
        };
        after.clone_from(&last.key);
        let mut anew = Vec::with_capacity(rows.len());
        for row in rows {
            match reseal(vault, column, &row) {
                Ok(sealed) => anew.push((row, sealed)),
                Err(_unreadable) => {
                    rotated.left += 1;
                    let place = format!("{}.{} {}", column.table, column.name, row.key);
                    rotated.unreadable.push(place);
                }
            }
        }
        let wanted = anew.len() as u64;
        let done = db
            .tx(move |tx| async move {
                let mut done = 0;
                for (row, sealed) in &anew {
                    done += store::put(&tx, column, row, sealed).await?;
                }
                Ok(done)
            })
            .await?;
        rotated.resealed += done;
        // Others were changed or removed in between.
        rotated.left += wanted - done;
    }
}

fn reseal(vault: &Vault, column: &Column, row: &Row) -> Result<String> {
    if column.table == "outbox" {
        return outbox::resealed(vault, &row.key, &row.sealed);
    }
    let place = format!("{}:{}:{}", column.table, column.name, row.key);
    vault.seal(&place, &vault.open(&place, &row.sealed)?)
}
