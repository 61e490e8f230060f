/// What letter codes are made of: no letter that looks like a number or like another letter.
pub const LETTER_ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Characters of a letter code. The first four find the letter, the other six prove that it was read.
pub const LETTER_LENGTH: usize = 10;

/// A code as it stands on paper: `8F3K-2QWM-9T`.
pub fn grouped(code: &str) -> String {
    let letters: Vec<char> = code.chars().collect();
    letters
        .chunks(4)
        .map(|group| group.iter().collect::<String>())
        .collect::<Vec<_>>()
        .join("-")
}

/// Reads a letter code as it is typed: in any case, with or without spaces and dashes, with O for 0 and I or L for 1.
pub fn letter_code(raw: &str) -> Option<String> {
    let code: String = raw
        .chars()
        .filter(|letter| !letter.is_whitespace() && !matches!(letter, '-' | '–' | '—' | '.'))
        .map(|letter| match letter.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            'U' => 'V',
            letter => letter,
        })
        .collect();
    let plain = code.len() == LETTER_LENGTH && code.bytes().all(|byte| LETTER_ALPHABET.contains(&byte));
    plain.then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_code_is_read_as_people_copy_it_from_paper() {
        assert_eq!(grouped("8F3K2QWM9T"), "8F3K-2QWM-9T");
        for typed in ["8F3K-2QWM-9T", "8f3k2qwm9t", " 8f3k 2qwm 9t ", "8F3K–2QWM–9T"] {
            assert_eq!(letter_code(typed).as_deref(), Some("8F3K2QWM9T"), "{typed}");
        }
        assert_eq!(letter_code("OIL0000000").as_deref(), Some("0110000000"));
        for wrong in ["", "8F3K2QWM9", "8F3K2QWM9TT", "8F3K2QWM9!", "８F3K2QWM9T"] {
            assert_eq!(letter_code(wrong), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn what_is_printed_can_be_typed(letters in prop::collection::vec(0_usize..32, LETTER_LENGTH)) {
            let code: String = letters.iter().map(|at| char::from(LETTER_ALPHABET[*at])).collect();
            prop_assert_eq!(letter_code(&grouped(&code)), Some(code.clone()));
            prop_assert_eq!(letter_code(&grouped(&code).to_lowercase()), Some(code));
        }
    }
}
