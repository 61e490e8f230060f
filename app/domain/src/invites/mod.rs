//! Invitations of tenants: what becomes of one, and the forms around it.

mod forms;
mod life;
mod table;

pub use forms::{
    ClaimForm, Claimed, ImportForm, InviteForm, InviteIdForm, NAME_MAX, NewInvite, PERSON_MAX,
    SendImportForm, SendTable, TableForm, new_invite,
};
pub use life::{Event, LINK_SECS, Life, REMINDER_DAYS, Refused, State, TRIES};
pub use table::{COLUMNS_MAX, ROWS_MAX, TABLE_MB_MAX, Table, TableRow, read_table};

use crate::{customers::fold, registration, text};

/// Whether somebody typed the last name that stands on the invitation: case, accents, spaces, dashes are forgiven.
pub fn same_name(typed: &str, invited: &str) -> bool {
    let plain = |name: &str| text::clean_line(name).to_lowercase();
    // A name of signs alone has no letters to be compared by.
    let is_alike = !plain(typed).is_empty() && plain(typed) == plain(invited);
    is_alike || registration::same_name(typed, invited)
}

/// The words by which an invitation is found, folded, side by side.
pub fn search_text(first_name: &str, last_name: &str, email: &str) -> String {
    fold(&format!("{first_name} {last_name} {email}")).join(" ")
}

/// The folded words of a search; at most four count.
pub fn search_words(typed: &str) -> Vec<String> {
    let mut words = fold(typed);
    words.truncate(4);
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_are_forgiven_what_keyboards_do_to_them() {
        for typed in ["O'Connor", "oconnor", " O’CONNOR ", "O Connor", "Ó Connor"] {
            assert!(same_name(typed, "O'Connor"), "{typed}");
        }
        for typed in ["", " ", "Connor", "O'Conner", "-"] {
            assert!(!same_name(typed, "O'Connor"), "{typed}");
        }
        assert!(!same_name("", ""));
        assert!(same_name("λη", "ΛΗ"));
    }

    #[test]
    fn every_word_of_a_search_stands_in_the_text() {
        let text = search_text("Siân", "Price-Jones", "sian@example.org");
        for word in search_words("price SIAN") {
            assert!(text.contains(&word), "{word} in {text}");
        }
    }

    proptest! {
        #[test]
        fn a_name_is_itself(name in ".*") {
            prop_assert_eq!(same_name(&name, &name), !text::clean_line(&name).is_empty());
        }
    }
}
