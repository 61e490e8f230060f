//! How many parts a text is sent in (3GPP TS 23.038 and 23.040). Each part costs as much as a text of its own.

/// The basic letters of GSM-7: one septet each.
const BASIC: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
/// Letters behind an escape: two septets each, never divided between parts.
const ESCAPED: &str = "\u{c}^{}\\[~]|€";

/// What a text is written in on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alphabet {
    /// 160 letters in one part, 153 in each of several.
    Gsm7,
    /// 70 in one part, 67 in each of several: one letter that GSM-7 lacks, such as ŵ, is enough.
    Ucs2,
}

impl Alphabet {
    const fn alone(self) -> usize {
        match self {
            Self::Gsm7 => 160,
            Self::Ucs2 => 70,
        }
    }

    const fn of_several(self) -> usize {
        match self {
            Self::Gsm7 => 153,
            Self::Ucs2 => 67,
        }
    }

    /// `None` where this alphabet lacks the letter.
    fn width(self, letter: char) -> Option<usize> {
        match self {
            Self::Gsm7 if BASIC.contains(letter) => Some(1),
            Self::Gsm7 if ESCAPED.contains(letter) => Some(2),
            Self::Gsm7 => None,
            Self::Ucs2 => Some(letter.len_utf16()),
        }
    }
}

/// How a text is divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parts {
    pub alphabet: Alphabet,
    /// Letters as the network counts them.
    pub used: usize,
    /// Parts it is sent in; 0 for an empty text.
    pub parts: usize,
    /// Letters that the last part still takes.
    pub left: usize,
}

/// Counts the parts of a text.
pub fn count(text: &str) -> Parts {
    let alphabet = if text.chars().all(|letter| Alphabet::Gsm7.width(letter).is_some()) {
        Alphabet::Gsm7
    } else {
        Alphabet::Ucs2
    };
    let widths = || text.chars().filter_map(|letter| alphabet.width(letter));
    let used: usize = widths().sum();
    if used <= alphabet.alone() {
        return Parts {
            alphabet,
            used,
            parts: usize::from(used > 0),
            left: alphabet.alone() - used,
        };
    }
    let room = alphabet.of_several();
    let (mut parts, mut filled) = (1, 0);
    for width in widths() {
        if filled + width > room {
            parts += 1;
            filled = 0;
        }
        filled += width;
    }
    Parts {
        alphabet,
        used,
        parts,
        left: room - filled,
    }
}

/// What `write` makes of the longest beginning of `name` with which it fits one part; of the empty one if none does.
pub fn shortened(name: &str, write: impl Fn(&str) -> String) -> String {
    let mut name = name.trim_end();
    loop {
        let text = write(name);
        let Some((last, _)) = name.char_indices().next_back() else {
            return text;
        };
        if count(&text).parts <= 1 {
            return text;
        }
        name = name[..last].trim_end();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn counted(text: &str) -> (Alphabet, usize, usize, usize) {
        let Parts {
            alphabet,
            used,
            parts,
            left,
        } = count(text);
        (alphabet, used, parts, left)
    }

    #[test]
    fn one_part_takes_160_letters_of_gsm_and_70_of_others() {
        use Alphabet::{Gsm7, Ucs2};
        assert_eq!(counted(""), (Gsm7, 0, 0, 160));
        assert_eq!(counted(&"a".repeat(160)), (Gsm7, 160, 1, 0));
        assert_eq!(counted(&"a".repeat(161)), (Gsm7, 161, 2, 145));
        assert_eq!(counted(&"a".repeat(306)), (Gsm7, 306, 2, 0));
        assert_eq!(counted(&"a".repeat(307)), (Gsm7, 307, 3, 152));
        assert_eq!(counted(&"ŵ".repeat(70)), (Ucs2, 70, 1, 0));
        assert_eq!(counted(&"ŷ".repeat(71)), (Ucs2, 71, 2, 63));
    }

    #[test]
    fn one_welsh_letter_is_enough_and_others_of_gsm_are_not() {
        for dear in ["ŵ", "ŷ", "â", "ê", "î", "ô", "û", "’", "`", "😀", "á"] {
            assert_eq!(count(&format!("Ty {dear}")).alphabet, Alphabet::Ucs2, "{dear}");
        }
        for cheap in [
            "à", "é", "è", "ì", "ò", "ù", "ö", "ü", "ä", "£", "€", "@", "\n", "'",
        ] {
            assert_eq!(count(&format!("Ty {cheap}")).alphabet, Alphabet::Gsm7, "{cheap}");
        }
    }

    #[test]
    fn letters_of_two_units_are_never_divided() {
        assert_eq!(counted(&"€".repeat(80)), (Alphabet::Gsm7, 160, 1, 0));
        // 152 septets, then a pair that no longer fits the 153rd.
        let text = format!("{}€{}", "a".repeat(152), "b".repeat(151));
        assert_eq!(counted(&text), (Alphabet::Gsm7, 305, 2, 0));
        let text = format!("{}€{}", "a".repeat(152), "b".repeat(152));
        assert_eq!(counted(&text).2, 3);
        let text = format!("{}😀", "ŵ".repeat(66));
        assert_eq!(counted(&text), (Alphabet::Ucs2, 68, 1, 2));
        let text = format!("{}😀{}", "ŵ".repeat(66), "ŵ".repeat(65));
        assert_eq!(counted(&text), (Alphabet::Ucs2, 133, 2, 0));
    }

    #[test]
    fn a_long_name_is_shortened_until_the_text_fits() {
        let write = |name: &str| format!("{name}: your code is 012345.");
        assert_eq!(shortened("Our Homes", write), "Our Homes: your code is 012345.");
        let long = shortened(&"Long Name ".repeat(30), write);
        assert_eq!(count(&long).parts, 1);
        assert!(
            long.ends_with(": your code is 012345.") && count(&long).left < 2,
            "{long}"
        );
        assert_eq!(count(&shortened(&"ŵ".repeat(300), write)).parts, 1);
        let never = |name: &str| format!("{name}{}", "a".repeat(400));
        assert_eq!(shortened("Name", never), "a".repeat(400));
    }

    proptest! {
        #[test]
        fn parts_hold_the_text(text in "\\PC{0,400}") {
            let Parts { alphabet, used, parts, left } = count(&text);
            let room = if parts <= 1 { alphabet.alone() } else { alphabet.of_several() };
            prop_assert!(left <= room);
            if parts <= 1 {
                prop_assert_eq!(used + left, room);
            } else {
                // At most one unit of each full part is wasted.
                let taken = parts * room - left;
                prop_assert!(taken >= used && taken < used + parts);
            }
        }

        #[test]
        fn more_letters_never_take_fewer_parts(text in "[a-z€ŵ😀]{0,300}", more in "[a-z€ŵ😀]{0,20}") {
            let longer = format!("{text}{more}");
            prop_assert!(count(&longer).parts >= count(&text).parts);
        }
    }
}
