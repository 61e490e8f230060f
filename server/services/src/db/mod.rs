//! The database: SQLite or PostgreSQL behind one type. A query is written once, with `$1` placeholders; the few that
//! must differ say so by [`Sql::each`].

mod connect;
mod migrations;
mod query;
mod tx;

pub use connect::Db;
#[cfg(feature = "testing")]
pub(crate) use migrations::schema_hash;
pub use query::{Arg, Row, Sql};
pub use tx::Tx;

/// Binds values in order: `args![id.as_str(), now]`.
#[macro_export]
macro_rules! args {
    ($($value:expr),* $(,)?) => { vec![$($crate::db::Arg::from($value)),*] };
}
