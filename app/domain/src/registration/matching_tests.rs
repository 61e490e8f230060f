use super::*;
use proptest::prelude::*;

fn sian() -> Record {
    Record {
        reference: "40028".into(),
        surname: "O'Connor".into(),
        born: Some(Day("1975-09-09".into())),
        tenancies: vec![("T100039".into(), "SY2 6AB".into())],
    }
}

fn claim(reference: &str, surname: &str) -> Claim {
    Claim {
        reference: reference.into(),
        surname: surname.into(),
        born: Some(Day("1975-09-09".into())),
        postcode: None,
    }
}

#[test]
fn writing_is_forgiven() {
    for (reference, surname) in [
        ("T100039", "O'Connor"),
        ("t1OOO39", "oconnor"),
        (" t 100-039 ", "O’CONNOR"),
        ("TIOOO39", "O Connor"),
        ("T0100039", "Ó'Connor"),
        ("40028", "o'connor"),
        ("0040028", "O-Connor"),
    ] {
        let verdict = decide(&claim(reference, surname), &[Record::default(), sian()]);
        assert_eq!(verdict, Verdict::One(1), "{reference} {surname}");
    }
    for (one, other) in [
        ("Müller", "Mueller"),
        ("Müller", "Muller"),
        ("Núñez", "Nunez"),
        ("Żukowski", "zukowski"),
        ("Bailey-Ross", "Ross Bailey"),
        ("van der Berg", "Vanderberg"),
        ("St John", "ST. JOHN"),
        ("D'Souza", "dsouza"),
        ("Sørensen", "Soerensen"),
        ("e\u{301}vans", "Évans"),
        ("Mu\u{308}ller", "Mueller"),
        ("Siân", "SIAN"),
        ("O’Neil", "O'NEIL"),
        ("Oʼneil", "oneil"),
        ("Nguyễn", "Nguyen"),
        ("Ḥasan", "Hasan"),
        ("李", "李"),
    ] {
        assert!(same_name(one, other) && same_name(other, one), "{one} {other}");
    }
}

#[test]
fn the_record_is_asked_for_every_likely_spelling() {
    for (typed, on_record) in [
        ("Siân", "Sian"),
        ("Sia\u{302}n", "Siân"),
        ("O’Neil", "O'Neil"),
        ("O'Neil", "O’Neil"),
        ("O'Neil", "ONeil"),
        ("O'Neil", "O Neil"),
        ("ONeil", "O'Neil"),
        ("o neil", "o'neil"),
        ("O'Reilly-Siân", "O'Reilly-Sian"),
        ("Bailey Ross", "Bailey-Ross"),
        ("Ross-Bailey", "Bailey-Ross"),
    ] {
        let asked = surname_spellings(typed);
        assert!(asked.contains(&on_record.to_owned()), "{typed}: {asked:?}");
    }
    assert_eq!(surname_spellings("Siân")[0], "Siân", "as typed first");
    assert_eq!(surname_spellings("Price"), ["Price"]);
    assert_eq!(
        reference_spellings("t1OO-039"),
        ["t1OO-039", "T1OO039", "T100039"]
    );
}

#[test]
fn what_is_said_is_not_forgiven() {
    let other_day = Claim {
        born: Some(Day("1975-09-10".into())),
        ..claim("T100039", "O'Connor")
    };
    for wrong in [
        claim("T100038", "O'Connor"),
        claim("T100039", "Connor"),
        claim("", "O'Connor"),
        claim("T100039", ""),
        claim("T100039", "''"),
        other_day,
    ] {
        assert_eq!(decide(&wrong, &[sian()]), Verdict::Nobody, "{wrong:?}");
    }
    assert!(!same_name("", "") && !same_name("-", "'"));
}

#[test]
fn a_postcode_stands_in_for_a_day_of_birth_and_belongs_to_the_tenancy() {
    let by_postcode = |postcode: &str| Claim {
        born: None,
        postcode: Some(postcode.into()),
        ..claim("T100039", "O'Connor")
    };
    for good in ["SY2 6AB", "sy26ab", "SY2 6A B"] {
        assert_eq!(decide(&by_postcode(good), &[sian()]), Verdict::One(0), "{good}");
    }
    assert_eq!(decide(&by_postcode("SY2 6AC"), &[sian()]), Verdict::Nobody);
    let mut two_homes = sian();
    two_homes.tenancies.push(("T200".into(), "LL57 1AA".into()));
    assert_eq!(
        decide(&by_postcode("LL57 1AA"), &[two_homes.clone()]),
        Verdict::Nobody
    );
    let own = Claim {
        reference: "40028".into(),
        ..by_postcode("LL57 1AA")
    };
    assert_eq!(decide(&own, &[two_homes]), Verdict::One(0));
}

#[test]
fn a_day_of_birth_that_is_wrong_is_not_made_good_by_a_postcode() {
    let both = |born: &str| Claim {
        born: Some(Day(born.into())),
        postcode: Some("SY2 6AB".into()),
        ..claim("T100039", "O'Connor")
    };
    assert_eq!(decide(&both("1975-09-08"), &[sian()]), Verdict::Nobody);
    assert_eq!(decide(&both("1975-09-09"), &[sian()]), Verdict::One(0));
    let without = Record { born: None, ..sian() };
    assert_eq!(decide(&both("1975-09-08"), &[without]), Verdict::One(0));
}

#[test]
fn two_people_who_fit_are_nobody() {
    let twins = [sian(), sian()];
    assert_eq!(decide(&claim("T100039", "O'Connor"), &twins), Verdict::Several);
    let joint = Record {
        reference: "40035".into(),
        born: Some(Day("1970-01-01".into())),
        ..sian()
    };
    assert_eq!(
        decide(&claim("T100039", "O'Connor"), &[joint, sian()]),
        Verdict::One(1)
    );
}

#[test]
fn the_best_record_is_shown_to_staff_unless_two_are_as_good() {
    let other = Record {
        surname: "Hughes".into(),
        ..sian()
    };
    let mistyped = claim("T100093", "O'Connor");
    let (at, parts) = best(&mistyped, &[other.clone(), sian()]).unwrap();
    assert_eq!(
        (at, parts.reference, parts.surname, parts.born),
        (1, false, true, true)
    );
    assert_eq!(best(&mistyped, &[sian(), sian()]), None);
    assert_eq!(best(&claim("x", "y"), &[Record { born: None, ..other }]), None);
}

fn names() -> impl Strategy<Value = String> {
    "[A-Z][a-zéöñŵ]{2,8}([-' ][A-Z][a-zäøł]{2,8})?"
}

fn references() -> impl Strategy<Value = String> {
    "[A-Z]{0,2}[1-9][0-9]{2,7}"
}

/// The same text as somebody else would type it.
fn retyped(text: &str, how: u8, is_reference: bool) -> String {
    let mut typed = text.to_owned();
    if how & 1 != 0 {
        typed = typed.to_lowercase();
    }
    if how & 2 != 0 {
        typed = format!("  {typed} ");
    }
    if how & 4 != 0 && is_reference {
        typed = typed.replace('0', "O").replace('1', "l");
    }
    if how & 8 != 0 && is_reference {
        typed = format!("00{}", typed.trim());
    }
    if how & 16 != 0 {
        typed = if is_reference {
            typed.chars().flat_map(|letter| [letter, ' ']).collect()
        } else {
            typed.replace('\'', "’").replace('-', " ")
        };
    }
    typed
}

proptest! {
    #[test]
    fn retyping_keeps_the_match(surname in names(), reference in references(), how in any::<(u8, u8)>()) {
        let record = Record {
            reference: "x".into(),
            surname: surname.clone(),
            born: Some(Day("1980-03-03".into())),
            tenancies: vec![(reference.clone(), "SY2 6AB".into())],
        };
        let claim = Claim {
            reference: retyped(&reference, how.0, true),
            surname: retyped(&surname, how.1, false),
            born: record.born.clone(),
            postcode: None,
        };
        prop_assert_eq!(decide(&claim, &[record]), Verdict::One(0));
    }

    #[test]
    fn no_spelling_means_anybody_else(surname in "(O'|O’|D'|o |St |Mac)?[A-Z][a-zéöñŵ]{2,8}([-' ][A-Z][a-zäøł]{2,8})?") {
        for spelling in surname_spellings(&surname) {
            prop_assert!(same_name(&spelling, &surname), "{} for {}", spelling, surname);
        }
    }

    #[test]
    fn nobody_is_taken_for_somebody_else(
        surnames in prop::array::uniform2(names()),
        numbers in prop::array::uniform2(100_u32..9_999_999),
        days in prop::array::uniform2(1_u8..29),
        typed in any::<u8>(),
    ) {
        let record = |at: usize| Record {
            reference: numbers[at].to_string(),
            surname: surnames[at].clone(),
            born: Some(Day(format!("1980-03-{:02}", days[at]))),
            tenancies: vec![],
        };
        let first = record(0);
        let claim = Claim {
            reference: retyped(&first.reference, typed, true),
            surname: retyped(&first.surname, typed, false),
            born: first.born.clone(),
            postcode: None,
        };
        let differs = numbers[0] != numbers[1] || days[0] != days[1] || !same_name(&surnames[0], &surnames[1]);
        let expected = if differs { Verdict::One(0) } else { Verdict::Several };
        prop_assert_eq!(decide(&claim, &[first, record(1)]), expected);
    }

    #[test]
    fn comparing_never_fails(texts in prop::array::uniform6(".*")) {
        let [reference, surname, postcode, their_reference, their_surname, their_postcode] = texts;
        let claim = Claim { reference, surname: surname.clone(), born: None, postcode: Some(postcode) };
        let record = Record { reference: their_reference, surname: their_surname, born: None, tenancies: vec![(String::new(), their_postcode)] };
        compare(&claim, &record);
        prop_assert!(surname_spellings(&surname).len() <= SPELLINGS_MAX);
    }

    #[test]
    fn keys_are_their_own_keys(raw in ".*") {
        let key = reference_key(&raw);
        prop_assert_eq!(reference_key(&key), key);
        let key = postcode_key(&raw);
        prop_assert_eq!(postcode_key(&key), key);
    }
}
