//! The landlord's wording, and the values that are put into it. Whatever stands in either, a message comes out that is
//! small, has one line as its subject, and no button that leads elsewhere than ours.

#![no_main]

use domain::templates::{Kind, Paragraph, Placeholder, Values, check, has_link, line, paragraphs};
use libfuzzer_sys::fuzz_target;

const LINK: &str = "https://tenants.example.org/";

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let (wording, value) = text.split_at(text.floor_char_boundary(text.len() / 2));
    let with = |value: &str| -> Values {
        [
            (Placeholder::Code, value.to_owned()),
            (Placeholder::Name, value.to_owned()),
            (Placeholder::Link, LINK.to_owned()),
        ]
        .into_iter()
        .collect()
    };
    let written = paragraphs(wording, &with(value));
    let mut size = 0;
    for paragraph in &written {
        size += match paragraph {
            Paragraph::Text(text) | Paragraph::Big(text) => text.len(),
            Paragraph::Button { label, link } => {
                assert!(link == LINK && !label.contains(['\r', '\n']));
                label.len() + link.len()
            }
        };
    }
    let places = wording.matches("((").count();
    assert!(size <= wording.len() + places * (value.len() + 2 * LINK.len()));
    // A value makes no paragraph, and is never read as wording.
    let plain = paragraphs(wording, &with("1"));
    assert_eq!(written.len(), plain.len());
    assert!(!line(wording, &with(value)).contains(['\r', '\n']));
    for kind in [Kind::SignInCode, Kind::Reset] {
        let flaw = check(kind, wording, kind.values(), kind.required());
        assert!(!(flaw.is_none() && kind.has_code() && has_link(wording)));
    }
});
