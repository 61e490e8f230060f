mod out;
mod record;
mod rows;
mod sets;

pub use out::*;
pub use record::*;
pub use rows::*;
pub use sets::*;
