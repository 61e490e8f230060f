//! Registration of people who are tenants already: how what they type is compared with the landlord's record, and the
//! forms of asking, proving and deciding (product S11).

mod day;
mod forms;
mod letter;
mod matching;

pub use day::{day_of_birth, read_day};
pub use forms::{
    Approve, ApproveForm, Ask, AskForm, LetterForm, MailboxForm, MakeLetter, MakeLetterForm, PressForm,
    Printed, PrintedForm, Refuse, RefuseForm,
};
pub use letter::{LETTER_ALPHABET, LETTER_LENGTH, grouped, letter_code};
pub use matching::{
    Claim, Compared, Record, Verdict, best, compare, decide, postcode_key, reference_key,
    reference_spellings, same_name, surname_spellings,
};
