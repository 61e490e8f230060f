use crate::{args, db::Tx, error::Result};
use domain::dates::Millis;

const REPLACE: &str = "
    insert into registration_codes (owner, purpose, code_hash, tries_left, expires_at)
    values ($1, $2, $3, $4, $5)
    on conflict (owner, purpose) do update
    set code_hash = excluded.code_hash, expires_at = excluded.expires_at
    returning tries_left";

/// Puts a new code in place of the old one and gives its tries. A new code refills none (SEC-O6).
pub async fn replace_code(
    tx: &Tx,
    owner: &str,
    purpose: &str,
    hash: &[u8],
    tries: i64,
    expires_at: Millis,
) -> Result<i64> {
    Ok(tx
        .one::<(i64,)>(REPLACE, args![owner, purpose, hash, tries, expires_at])
        .await?
        .0)
}

#[derive(sqlx::FromRow)]
pub struct StoredCode {
    pub code_hash: Vec<u8>,
    pub tries_left: i64,
    pub expires_at: i64,
}

const SPEND: &str = "
    update registration_codes
    set tries_left = tries_left - 1
    where owner = $1 and purpose = $2 and tries_left > 0
    returning code_hash, tries_left, expires_at";

/// Spends a try before the comparison; `None` if none is left.
pub async fn spend_try(tx: &Tx, owner: &str, purpose: &str) -> Result<Option<StoredCode>> {
    tx.maybe(SPEND, args![owner, purpose]).await
}

pub async fn forget_code(tx: &Tx, owner: &str, purpose: &str) -> Result<bool> {
    let gone = tx
        .execute(
            "delete from registration_codes where owner = $1 and purpose = $2",
            args![owner, purpose],
        )
        .await?;
    Ok(gone == 1)
}

pub async fn forget_codes(tx: &Tx, owner: &str) -> Result<()> {
    tx.execute("delete from registration_codes where owner = $1", args![owner])
        .await?;
    Ok(())
}
