use domain::ids::CustomerId;

pub const CONSOLE_CUSTOMERS: &str = "/console/customers";
pub const CONSOLE_CUSTOMERS_EXPORT: &str = "/console/customers/export";

/// Customers in whom every word is found, before a row of the list.
pub fn customers_found(words: &str, before: &str) -> String {
    super::with_query(CONSOLE_CUSTOMERS, &[("q", words), ("before", before)])
}

pub fn customer(id: &str) -> String {
    format!("{CONSOLE_CUSTOMERS}/{id}")
}

pub fn customer_delete(id: &CustomerId) -> String {
    format!("{CONSOLE_CUSTOMERS}/{id}/delete")
}

pub fn customer_view_as(id: &CustomerId) -> String {
    format!("{CONSOLE_CUSTOMERS}/{id}/view-as")
}

pub fn customer_receipt(receipt: &str) -> String {
    format!("{CONSOLE_CUSTOMERS}/deleted/{receipt}")
}
