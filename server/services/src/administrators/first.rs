//! The way in for whoever runs the servers: the first owner, or an owner who can no longer sign in.

use super::store;
use crate::{
    audit,
    auth::links::{self, Purpose},
    context::Actor,
    db::Db,
    error::{Error, Result},
    random,
};
use domain::{
    dates::Millis,
    forms::{Code, FormErrors},
    identity::{Email, Plane},
    permissions::BuiltInRole,
};

/// Makes an owner, if nobody has this address yet, and gives the token of a link to choose a password (7 days, once).
/// An address that belongs to an administrator with another role is refused: nobody rises by the way.
pub async fn invite_owner(
    db: &Db,
    email: &Email,
    first_name: &str,
    last_name: &str,
    now: Millis,
) -> Result<String> {
    let (email, first, last) = (email.clone(), first_name.to_owned(), last_name.to_owned());
    db.tx(move |tx| async move {
        store::lock(&tx).await?;
        let owner = BuiltInRole::Owner.as_str();
        let id = match store::by_email(&tx, &email).await? {
            Some((id, role)) if role == owner => id,
            Some(_) => return Err(Error::Form(FormErrors::one("email", Code::Taken))),
            None => {
                let id = random::id(now);
                let new = store::NewAdministrator {
                    id: &id,
                    email: &email,
                    first_name: &first,
                    last_name: &last,
                    name: &super::people::full_name(&first, &last),
                    role: owner,
                    sso_only: false,
                };
                if !store::add(&tx, &new, now).await? {
                    return Err(Error::Form(FormErrors::one("email", Code::Taken)));
                }
                audit::record(&tx, &Actor::System, "administrator.added", &id, owner, now).await?;
                id
            }
        };
        store::invited(&tx, &id, now).await?;
        let token = links::issue(
            &tx,
            Plane::Console,
            Purpose::Invitation,
            &id,
            links::INVITATION_SECS,
            now,
        )
        .await?;
        audit::record(
            &tx,
            &Actor::System,
            "administrator.invited",
            &id,
            "by command",
            now,
        )
        .await?;
        Ok(token)
    })
    .await
}
