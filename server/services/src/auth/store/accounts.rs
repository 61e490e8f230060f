use super::planes;
use crate::{
    args, customers,
    db::{Db, Sql, Tx},
    error::{Conflict, Error, Result},
    settings,
};
use domain::{
    dates::Millis,
    identity::{Email, Language, Plane},
    ids::{CustomerId, StaffId},
};

#[derive(sqlx::FromRow)]
pub struct Account {
    pub id: String,
    pub email: String,
    pub password_hash: String,
    pub language: String,
}

planes!(
    account_by_email_sql,
    "select id, email, password_hash, language from customers where email = $1 and disabled_at is null and mode in ('live', $2)",
    "select id, email, password_hash, 'en' as language from staff where email = $1 and disabled_at is null and $2 <> ''"
);

pub async fn account_by_email(db: &Db, plane: Plane, email: &str) -> Result<Option<Account>> {
    db.maybe(account_by_email_sql(plane), args![email, db.mode().as_str()])
        .await
}

const STAFF_ACCOUNT: &str = "
    select id, email, password_hash, 'en' as language
    from staff
    where id = $1 and disabled_at is null";

pub async fn staff_account(tx: &Tx, id: &str) -> Result<Option<Account>> {
    tx.maybe(STAFF_ACCOUNT, args![id]).await
}

const ADD_CUSTOMER: &str = "
    insert into customers (id, email, password_hash, name, last_name, person_id, language, created_at, mode)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
    on conflict (email) do nothing";

/// A tenant's account that is to be made.
#[derive(Clone, Debug)]
pub struct NewCustomer {
    pub id: CustomerId,
    pub email: Email,
    pub password_hash: String,
    pub first_name: String,
    pub last_name: String,
    /// Their person in the housing system; nothing if the landlord has none yet.
    pub person_id: String,
    pub language: Language,
}

/// Adds a tenant's account. False if the address has one already, which stays as it is.
pub async fn add_customer(tx: &Tx, customer: &NewCustomer, now: Millis) -> Result<bool> {
    // A node that has not heard of the end of test mode yet makes no account that would outlive it.
    if settings::mode_in(tx).await? != tx.mode() {
        return Err(Error::Conflict(Conflict::ChangedMeanwhile));
    }
    let added = tx
        .execute(
            ADD_CUSTOMER,
            args![
                customer.id.as_str(),
                customer.email.as_str(),
                &customer.password_hash,
                &customer.first_name,
                &customer.last_name,
                &customer.person_id,
                customer.language.tag(),
                now,
                tx.mode().as_str()
            ],
        )
        .await?;
    if added == 1 {
        customers::index(tx, &customer.id).await?;
    }
    Ok(added == 1)
}

const ADD_STAFF: &str = "
    insert into staff (id, email, password_hash, name, role, created_at)
    values ($1, $2, $3, $4, $5, $6)
    on conflict (email) do nothing";

/// Adds a member of staff; leaves an existing one with the same address as it is.
pub async fn add_staff(
    tx: &Tx,
    id: &StaffId,
    email: &Email,
    password_hash: &str,
    name: &str,
    role: &str,
    now: Millis,
) -> Result<()> {
    tx.execute(
        ADD_STAFF,
        args![id.as_str(), email.as_str(), password_hash, name, role, now],
    )
    .await?;
    Ok(())
}

const STAFF_SIGNED_IN: &str = "
    update staff
    set last_sign_in_at = $2
    where id = $1";

pub async fn staff_signed_in(tx: &Tx, id: &str, now: Millis) -> Result<()> {
    tx.execute(STAFF_SIGNED_IN, args![id, now]).await.map(drop)
}
