//! What people type to be found or recognised, and what browsers call themselves.

#![no_main]

use domain::{
    customers::{Query, fold},
    identity::sessions::{Device, same_network},
    registration::{letter_code, read_day, reference_key, same_name},
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    for word in fold(text) {
        assert!(!word.is_empty() && !word.contains(char::is_whitespace));
    }
    if let Some(query) = Query::parse(text) {
        // What is searched for never says anything to the database but words.
        assert!(
            query
                .words()
                .iter()
                .all(|word| !word.text.contains(['"', '\'', '*', '(']))
        );
    }
    let (one, other) = text.split_at(text.floor_char_boundary(text.len() / 2));
    assert_eq!(same_name(one, other), same_name(other, one));
    let _device = Device::of(text);
    let _network = same_network(one, other);
    if let Some(day) = read_day(text) {
        assert_eq!(day.0.len(), 10);
    }
    assert!(reference_key(text).chars().all(char::is_alphanumeric));
    if let Some(code) = letter_code(text) {
        assert!(code.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    }
});
