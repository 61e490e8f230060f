//! What people type, made safe to keep without changing what they said.

/// Drops what no reader can see and databases refuse (NUL and other control characters, text-direction overrides),
/// joins line endings to `\n`, and trims the ends. Letters of every script, emoji and markup are kept as typed.
pub fn clean(raw: &str) -> String {
    let joined = raw.replace("\r\n", "\n").replace('\r', "\n");
    let kept: String = joined
        .chars()
        .filter(|&c| c == '\n' || c == '\t' || !is_invisible_control(c))
        .collect();
    kept.trim().to_owned()
}

/// As [`clean`], for one-line boxes: line ends and tabs become single spaces.
pub fn clean_line(raw: &str) -> String {
    clean(raw).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_invisible_control(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn keeps_what_was_said() {
        assert_eq!(
            clean("  Mae’r tap yn gollwng 💧\r\n<b>ie</b>  "),
            "Mae’r tap yn gollwng 💧\n<b>ie</b>"
        );
        assert_eq!(clean("الماء بارد"), "الماء بارد");
        assert_eq!(clean("a\0b\u{202e}c\u{7}"), "abc");
        assert_eq!(clean_line(" 12\t High\nStreet "), "12 High Street");
    }

    proptest! {
        #[test]
        fn cleaning_twice_changes_nothing_more(raw in ".*") {
            let once = clean(&raw);
            prop_assert_eq!(clean(&once), once.clone());
            prop_assert!(!once.contains('\0'));
        }
    }
}
