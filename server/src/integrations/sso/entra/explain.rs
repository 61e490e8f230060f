//! What Microsoft says in words of ours: `error` decides, the numbers in its text only explain.

use domain::sso::Failure;

/// The numbers in a description: `AADSTS700016: …`.
pub fn numbers_in(description: &str) -> Vec<u32> {
    description
        .split("AADSTS")
        .skip(1)
        .filter_map(|rest| {
            let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
            digits.parse().ok()
        })
        .collect()
}

/// The sentence for a refusal.
pub fn explain(error: &str, numbers: &[u32]) -> Failure {
    let general = match error {
        "access_denied" | "login_required" | "interaction_required" => Failure::Refused,
        "consent_required" => Failure::NoConsent,
        "invalid_client" => Failure::WrongSecret,
        "unauthorized_client" => Failure::UnknownClient,
        "invalid_grant" => Failure::Lapsed,
        "invalid_scope" | "invalid_resource" => Failure::BadScope,
        "invalid_tenant" => Failure::WrongTenant,
        "server_error" | "temporarily_unavailable" => return Failure::Broken,
        _ => Failure::Unexplained,
    };
    numbers
        .iter()
        .find_map(|number| named(*number))
        .unwrap_or(general)
}

const fn named(number: u32) -> Option<Failure> {
    Some(match number {
        50011 => Failure::RedirectNotRegistered,
        50020 | 50034 => Failure::NotInTenant,
        50105 => Failure::NotAssigned,
        65001 | 90094 => Failure::NoConsent,
        65004 => Failure::Refused,
        70011 | 500_011 => Failure::BadScope,
        700_016 => Failure::UnknownClient,
        7_000_215 => Failure::WrongSecret,
        7_000_222 => Failure::ExpiredSecret,
        90002 | 900_023 => Failure::WrongTenant,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_explain_and_the_error_decides_where_there_are_none() {
        for (error, description, expected) in [
            (
                "invalid_client",
                "AADSTS7000215: Invalid client secret",
                Failure::WrongSecret,
            ),
            (
                "invalid_client",
                "AADSTS7000222: The secret is expired",
                Failure::ExpiredSecret,
            ),
            (
                "unauthorized_client",
                "AADSTS700016: Application not found",
                Failure::UnknownClient,
            ),
            (
                "invalid_request",
                "AADSTS50011: The redirect URI",
                Failure::RedirectNotRegistered,
            ),
            (
                "invalid_request",
                "AADSTS90002: Tenant not found",
                Failure::WrongTenant,
            ),
            ("access_denied", "AADSTS50105: not assigned", Failure::NotAssigned),
            (
                "access_denied",
                "AADSTS50020: not in tenant",
                Failure::NotInTenant,
            ),
            ("access_denied", "<script>AADSTS</script>", Failure::Refused),
            ("invalid_grant", "AADSTS65001: consent", Failure::NoConsent),
            ("invalid_grant", "", Failure::Lapsed),
            ("temporarily_unavailable", "AADSTS7000215", Failure::Broken),
            ("surprise", "AADSTS99999999999999999999", Failure::Unexplained),
        ] {
            assert_eq!(
                explain(error, &numbers_in(description)),
                expected,
                "{error} {description}"
            );
        }
    }
}
