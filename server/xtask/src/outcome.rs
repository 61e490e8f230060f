use std::fmt::Display;

/// Every failure of this tool ends on a terminal, so a sentence is all it carries.
pub type Outcome<T = ()> = Result<T, String>;

pub trait Because<T> {
    /// Puts what was being done in front of what went wrong.
    fn because(self, doing: impl Display) -> Outcome<T>;
}

impl<T, E: Display> Because<T> for Result<T, E> {
    fn because(self, doing: impl Display) -> Outcome<T> {
        self.map_err(|cause| format!("{doing}: {cause}"))
    }
}
