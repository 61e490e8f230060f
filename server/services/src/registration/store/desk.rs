use crate::{
    args,
    db::{Db, Tx},
    error::Result,
};
use domain::{dates::Millis, ids::RegistrationId};

/// Somebody in the queue, as staff see them.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct DeskRow {
    pub id: String,
    pub state: String,
    pub reference: String,
    pub surname: String,
    pub born: Option<String>,
    pub postcode: Option<String>,
    pub email: String,
    pub created_at: i64,
    pub looked_up_at: Option<i64>,
    pub verdict: String,
    pub person_reference: String,
    pub first_name: String,
    pub last_name: String,
    pub found: String,
    pub on_file: String,
    pub waits_since: i64,
    pub letter_at: Option<i64>,
    pub note: String,
    pub decided_at: Option<i64>,
    pub decider: String,
}

macro_rules! desk_sql {
    ($rest:literal) => {
        concat!(
            "
    select r.id, r.state, r.reference, r.surname, r.born, r.postcode, r.email, r.created_at, r.looked_up_at, r.verdict,
        r.person_reference, r.first_name, r.last_name, r.found, r.on_file,
        coalesce(r.waiting_since, r.confirmed_at, r.created_at) as waits_since, r.letter_at, r.note, r.decided_at,
        coalesce(s.name, '') as decider
    from registrations r
    left join staff s on s.id = r.decided_by
    where ",
            $rest
        )
    };
}

// Whoever the record could not be asked about for an hour waits for staff as well.
const QUEUE: &str = desk_sql!(
    "r.state = 'open'
        and (r.waiting_since is not null or (r.looked_up_at is null and r.confirmed_at < $1))
        and r.id > $2 and r.mode = $4
    order by r.id
    limit $3"
);

/// Those who wait, the longest first, from behind `after`.
pub async fn queue(db: &Db, stuck_before: Millis, after: &str, limit: i64) -> Result<Vec<DeskRow>> {
    db.all(QUEUE, args![stuck_before, after, limit, db.mode().as_str()])
        .await
}

/// One of them, also after the decision.
pub async fn one(db: &Db, id: &RegistrationId) -> Result<Option<DeskRow>> {
    db.maybe(
        desk_sql!("r.id = $1 and r.state <> 'asked' and r.mode = $2"),
        args![id.as_str(), db.mode().as_str()],
    )
    .await
}

/// A letter is on its way.
pub async fn letter_made(tx: &Tx, id: &str, now: Millis) -> Result<()> {
    tx.execute(
        "update registrations
        set letter_at = $2, is_ready = $3, waiting_since = coalesce(waiting_since, $2)
        where id = $1",
        args![id, now, false],
    )
    .await?;
    Ok(())
}
