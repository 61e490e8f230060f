//! Live and test.

use domain::integrations::Mode;

pub const CONSOLE_TEST_SYSTEM: &str = "/console/test-system";
/// What will happen, and the button.
pub const CONSOLE_TEST_SYSTEM_SWITCH: &str = "/console/test-system/switch";

/// A page about the connections of `mode`: its plain address shows those of `now`.
pub fn in_mode(path: &str, mode: Mode, now: Mode) -> String {
    if mode == now {
        path.to_owned()
    } else {
        super::with_query(path, &[("mode", mode.as_str())])
    }
}
