//! Signing in: passwords, second steps, remembered devices, sessions.

pub mod factors;
pub mod links;
mod new_password;
mod notices;
mod passwords;
mod proof;
mod recovery;
mod sessions;
mod sign_in;
mod store;
mod straying;
mod throttle;
mod viewing;

pub(crate) use factors::{forget_second_steps, shut_out};
pub use new_password::check_new_password;
pub use notices::tell;
pub use passwords::Passwords;
pub use proof::{change_password, has_password, prove};
pub use recovery::{
    LIMITED_SECS, Wanted, ask_for_reset, choose_password, it_is_me, lift_limit, link as mailed_link,
    may_choose, waits,
};
pub(crate) use recovery::{mail_account, place as account_mail_place};
pub use sessions::{
    Account, Browser, Entry, HalfSession, NewTokens, OwnAccount, OwnSessions, Place, Session,
    end_all_sessions, end_other_sessions, end_session, expired_account, forget_device, look_up, own_account,
    own_sessions, peek, sign_out, sweep,
};
pub(crate) use sessions::{STRONG_SINGLE_SIGN_ON, enter};
pub use sign_in::{SignedIn, check_code, resend_code, sign_in};
pub(crate) use sign_in::{ask_second_step, may_try};
pub use store::{NewCustomer, add_customer, add_staff};
pub use straying::strayed;
#[cfg(feature = "testing")]
pub(crate) use throttle::spend_try;
pub(crate) use throttle::{failed as count_failure, limit, network as refuse_network, network_key};
pub use viewing::{VIEW_SECS, end_views};
pub(crate) use viewing::{begin_viewing, end_viewing};
