//! What a refusal of the directory or of the token endpoint means.

use super::{
    explain::{explain, numbers_in},
    wire::Refused,
};
use crate::integrations::outbound::Refusal;
use domain::sso::Failure;
use services::ports::PortError;

fn rejected(failure: Failure) -> PortError {
    PortError::Rejected(failure.as_str().to_owned())
}

fn explained(refusal: &Refusal<'_>, otherwise: Failure) -> PortError {
    let failure = match refusal.json::<Refused>() {
        Some(refused) => {
            let mut numbers = refused.error_codes;
            numbers.extend(numbers_in(&refused.error_description));
            explain(&refused.error, &numbers)
        }
        None => otherwise,
    };
    rejected(failure)
}

/// A directory that is not there.
pub fn of_directory(refusal: &Refusal<'_>) -> PortError {
    explained(refusal, Failure::WrongTenant)
}

/// A code that is not taken.
pub fn of_token(refusal: &Refusal<'_>) -> PortError {
    explained(refusal, Failure::Broken)
}
