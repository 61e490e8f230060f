//! Rows in use, by what they are found.

use crate::{args, db::Db, error::Result};
use domain::{dates::Day, drops::File, integrations::Mode};

fn texts(rows: Vec<(String,)>) -> Vec<String> {
    rows.into_iter().map(|(data,)| data).collect()
}

const BY_KEY: &str = "
    select r.data
    from drop_current c
    join drop_rows r on r.reading = c.reading
    where c.mode = $1 and c.file = $2 and r.key = $3";

pub async fn by_key(db: &Db, mode: Mode, file: File, key: &str) -> Result<Option<String>> {
    let row = db
        .maybe::<(String,)>(BY_KEY, args![mode.as_str(), file.as_str(), key])
        .await?;
    Ok(row.map(|(data,)| data))
}

const BY_LINK: &str = "
    select r.data
    from drop_current c
    join drop_rows r on r.reading = c.reading
    where c.mode = $1 and c.file = $2 and r.link = $3
    order by r.at desc, r.key
    limit $4";

pub async fn by_link(db: &Db, mode: Mode, file: File, link: &str, limit: i64) -> Result<Vec<String>> {
    Ok(texts(
        db.all(BY_LINK, args![mode.as_str(), file.as_str(), link, limit])
            .await?,
    ))
}

const BY_OTHER: &str = "
    select r.data
    from drop_current c
    join drop_rows r on r.reading = c.reading
    where c.mode = $1 and c.file = $2 and r.other = $3
    order by r.key
    limit $4";

pub async fn by_other(db: &Db, mode: Mode, file: File, other: &str, limit: i64) -> Result<Vec<String>> {
    Ok(texts(
        db.all(BY_OTHER, args![mode.as_str(), file.as_str(), other, limit])
            .await?,
    ))
}

const BY_WORDS: &str = "
    select r.data
    from drop_current c
    join drop_rows r on r.reading = c.reading
    where c.mode = $1 and c.file = $2 and r.words = $3
    order by r.line
    limit $4";

const BY_WORDS_AT: &str = "
    select r.data
    from drop_current c
    join drop_rows r on r.reading = c.reading
    where c.mode = $1 and c.file = $2 and r.words = $3 and r.at = $5
    order by r.line
    limit $4";

pub async fn by_words(
    db: &Db,
    mode: Mode,
    file: File,
    words: &str,
    at: Option<&str>,
    limit: i64,
) -> Result<Vec<String>> {
    let mut row = args![mode.as_str(), file.as_str(), words, limit];
    row.extend(at.map(Into::into));
    Ok(texts(
        db.all(if at.is_some() { BY_WORDS_AT } else { BY_WORDS }, row)
            .await?,
    ))
}

const BY_POSTCODE: &str = "
    select p.data
    from drop_current c
    join drop_rows p on p.reading = c.reading
    where c.mode = $1 and c.file = 'people' and p.words = $2 and exists (
        select 1
        from drop_current cq
        join drop_rows q on q.reading = cq.reading
        join drop_current ct on ct.mode = cq.mode and ct.file = 'tenancy_assets'
        join drop_rows t on t.reading = ct.reading and t.link = q.link
        join drop_current ca on ca.mode = cq.mode and ca.file = 'assets'
        join drop_rows a on a.reading = ca.reading and a.key = t.other
        where cq.mode = c.mode and cq.file = 'parties' and q.other = p.key and a.words = $3)
    order by p.key
    limit $4";

pub async fn by_postcode(
    db: &Db,
    mode: Mode,
    surname: &str,
    postcode: &str,
    limit: i64,
) -> Result<Vec<String>> {
    Ok(texts(
        db.all(BY_POSTCODE, args![mode.as_str(), surname, postcode, limit])
            .await?,
    ))
}

/// The last entry of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransactionKey {
    pub date: Day,
    pub transaction_ref: String,
}

const TRANSACTIONS: &str = "
    select r.data
    from drop_current c
    join drop_rows r on r.reading = c.reading
    where c.mode = $1 and c.file = 'transactions' and r.link = $2 and r.at >= $3 and r.at <= $4 and (r.at, r.key) < ($5, $6)
    order by r.at desc, r.key desc
    limit $7";

/// Entries from one day to another, newest first.
pub async fn transactions(
    db: &Db,
    mode: Mode,
    account: &str,
    (from, to): (&Day, &Day),
    before: Option<&TransactionKey>,
    limit: i64,
) -> Result<Vec<String>> {
    // Behind every day.
    let (date, key) = before.map_or(("~", ""), |key| {
        (key.date.0.as_str(), key.transaction_ref.as_str())
    });
    let row = args![mode.as_str(), account, &from.0, &to.0, date, key, limit];
    Ok(texts(db.all(TRANSACTIONS, row).await?))
}

const KEYS_AFTER: &str = "
    select data
    from drop_rows
    where reading = $1 and key > $2
    order by key
    limit $3";

/// Rows of a reading in the order of their keys.
pub async fn keys_after(db: &Db, reading: i64, after: &str, limit: i64) -> Result<Vec<String>> {
    Ok(texts(db.all(KEYS_AFTER, args![reading, after, limit]).await?))
}
