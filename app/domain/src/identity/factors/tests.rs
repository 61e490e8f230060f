use super::*;
use crate::forms::{Code, Form};
use proptest::prelude::*;

const ALL_HELD: Held = Held {
    passkey: true,
    app: true,
    recovery: true,
};

#[test]
fn the_best_comes_first_and_the_mailbox_last() {
    assert_eq!(ways(Plane::Portal, ALL_HELD, true, false), Way::ALL);
    assert_eq!(ways(Plane::Portal, Held::default(), true, false), [Way::Email]);
    assert_eq!(ways(Plane::Console, Held::default(), true, false), [Way::Email]);
    assert_eq!(
        ways(Plane::Portal, ALL_HELD, false, false),
        [Way::App, Way::Recovery, Way::Email]
    );
}

#[test]
fn a_mailbox_alone_is_always_enough_for_those_who_hold_nothing_else() {
    let codes_only = Held {
        recovery: true,
        ..Held::default()
    };
    for plane in [Plane::Portal, Plane::Console] {
        assert_eq!(ways(plane, codes_only, true, true), [Way::Email]);
    }
}

#[test]
fn codes_are_typed_as_people_type() {
    let code = RecoveryCode::new(7, [0, 1, 2, 3, 31, 30, 29, 28, 16, 17, 18]);
    assert_eq!(code.to_text(), "7012-3ZYX-WGHJ");
    for typed in ["7012-3ZYX-WGHJ", "7oI2 3zyx wghj", "  7o12–3zyx.wghj "] {
        assert!(RecoveryCode::parse(typed) == Some(code.clone()), "{typed}");
    }
    for wrong in [
        "",
        "7012-3ZYX-WGH",
        "7012-3ZYX-WGHJ0",
        "A012-3ZYX-WGHJ",
        "7012-3ZUX-WGHJ",
        "é",
    ] {
        assert!(RecoveryCode::parse(wrong).is_none(), "{wrong}");
    }
}

#[test]
fn help_wants_a_reason_and_a_check() {
    let errors = HelpForm::default().parse().err().unwrap_or_default();
    assert_eq!(errors.code("reason"), Some(&Code::Required));
    assert_eq!(errors.code("checked"), Some(&Code::Required));
}

proptest! {
    #[test]
    fn staff_with_a_strong_factor_never_get_a_mailed_code(passkey: bool, app: bool, recovery: bool, work: bool, closed: bool) {
        let held = Held { passkey, app, recovery };
        let offered = ways(Plane::Console, held, work, closed);
        prop_assert_eq!(offered.contains(&Way::Email), !held.is_strong());
        let tenants = ways(Plane::Portal, held, work, closed);
        prop_assert_eq!(tenants.contains(&Way::Email), !(held.is_strong() && closed));
        prop_assert!(offered.len() <= tenants.len() || closed);
    }

    #[test]
    fn every_code_is_read_as_it_is_written(number in 0u8..10, random: [u8; 11]) {
        let code = RecoveryCode::new(number, random);
        prop_assert!(RecoveryCode::parse(&code.to_text()) == Some(code.clone()));
        prop_assert!(RecoveryCode::parse(&code.to_text().to_lowercase().replace('-', " ")) == Some(code));
    }

    #[test]
    fn whatever_is_typed_is_a_whole_code_or_none(raw in ".*") {
        if let Some(code) = RecoveryCode::parse(&raw) {
            prop_assert!(code.number < RECOVERY_CODES && code.secret.len() == 11);
        }
    }

    #[test]
    fn a_key_in_groups_is_the_key(key in "[A-Z2-7]{0,40}") {
        prop_assert_eq!(in_groups(&key).replace(' ', ""), key);
    }
}
